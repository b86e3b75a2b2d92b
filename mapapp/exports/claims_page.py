"""Claims as a page for readers: by incident and side, denials facing what is said; it needs no JavaScript."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from mapapp import words
from mapapp.engine.store import Store
from mapapp.exports.dossiers import facts_about
from mapapp.exports.plain_page import plain_style
from mapapp.exports.sharing import incident_address
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.views.claims import HARM, Claims, Groups, to_explain
from mapapp.views.templates import render

Row = Mapping[str, Any]


def claims_page(
    store: Store, claims: Sequence[Row], page: str, *, told: Sequence[str], links: Sequence[tuple[str, str]]
) -> str:
    """Write the page of some claims, given their rows in order.

    `page` is the absolute address of the page with the map, with an end slash; `told` are sentences on which
    claims these are; `links` lead on, words and an address each. Whether a figure agrees with the others is
    told of all claims about its incident, shown or not.
    """
    parts = list(_parts(store, claims, page))
    return render(
        "claims_page.html",
        style=Markup(plain_style()),  # noqa: S704 - ours
        page=page,
        language=store.conflict.language,
        site=store.description.title,
        title=message("claims-of", title=parts[0]["title"]) if len(parts) == 1 else message("claims"),
        sentences=told,
        parts=parts,
        links=links,
    )


def _parts(store: Store, claims: Sequence[Row], page: str) -> Iterator[dict[str, Any]]:
    names = list(dict.fromkeys(claim["incident_id"] for claim in claims))
    found = store.listed(Query(incident_id=tuple(names)), len(names))
    incidents = {one["incident_id"]: one for one in found}
    about, facts = store.claims_about(names), facts_about(store, names)
    wanted = {claim["claim_id"] for claim in claims}
    for name in names:
        groups = _wanted(Claims(about[name], facts, store.conflict).groups(), wanted)
        yield {
            "title": words.title(incidents[name]),
            "address": incident_address(name, page),
            "facts": _facts(incidents[name]),
            "groups": groups,
            "explain": to_explain(groups),
            "more": len(about[name]) - sum(len(rows) for _, rows in groups),
        }


def _wanted(groups: Groups, claim_ids: set[str]) -> Groups:
    kept = ((heading, [row for row in rows if row["id"] in claim_ids]) for heading, rows in groups)
    return [(heading, rows) for heading, rows in kept if rows]


def _facts(incident: Row) -> str:
    figures = (words.people(incident[f"{harm}_low"], incident[f"{harm}_high"], harm) for harm in HARM)
    return ", ".join(filter(None, (words.when(incident), words.place(incident), *figures)))
