"""Claims as a page for readers: by incident and side, with denials next to claims; it needs no JavaScript."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from mapapp import words
from mapapp.engine.store import Store
from mapapp.exports.dossiers import facts_about
from mapapp.exports.sharing import incident_address
from mapapp.exports.static_page import static_page_style
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.model.schema import HARMS
from mapapp.views.claims import Claims, Groups, to_explain
from mapapp.views.templates import render

Row = Mapping[str, Any]


def claims_page(
    store: Store,
    claims: Sequence[Row],
    page: str,
    *,
    remarks: Sequence[str],
    links: Sequence[tuple[str, str]],
) -> str:
    """Write a page of claims from their rows, in order.

    `page` is the absolute URL of the page with the map, with a trailing slash; `remarks` are sentences on the
    selection of claims; `links` are pairs of text and URL. Figures are compared with those of all claims
    about the incident, shown or not.
    """
    parts = list(_incidents(store, claims, page))
    return render(
        "claims_page.html",
        style=Markup(static_page_style()),  # noqa: S704 - ours
        page=page,
        language=store.conflict.language,
        site=store.description.title,
        title=message("claims-of", title=parts[0]["title"]) if len(parts) == 1 else message("claims"),
        sentences=remarks,
        parts=parts,
        links=links,
    )


def _incidents(store: Store, claims: Sequence[Row], page: str) -> Iterator[dict[str, Any]]:
    names = list(dict.fromkeys(claim["incident_id"] for claim in claims))
    listed = store.listed(Query(incident_id=tuple(names)), len(names))
    incidents = {row["incident_id"]: row for row in listed}
    about, facts = store.claims_about(names), facts_about(store, names)
    claim_ids = {claim["claim_id"] for claim in claims}
    for name in names:
        groups = _chosen(Claims(about[name], facts, store.conflict).groups(), claim_ids)
        yield {
            "title": words.title(incidents[name]),
            "address": incident_address(name, page),
            "facts": _facts(incidents[name]),
            "groups": groups,
            "explain": to_explain(groups),
            "more": len(about[name]) - sum(len(rows) for _, rows in groups),
        }


def _chosen(groups: Groups, claim_ids: set[str]) -> Groups:
    chosen = ((heading, [row for row in rows if row["id"] in claim_ids]) for heading, rows in groups)
    return [(heading, rows) for heading, rows in chosen if rows]


def _facts(incident: Row) -> str:
    figures = (words.people(incident[f"{harm}_low"], incident[f"{harm}_high"], harm) for harm in HARMS)
    return ", ".join(filter(None, (words.when(incident), words.place(incident), *figures)))
