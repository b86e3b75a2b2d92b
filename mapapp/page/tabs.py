"""The tabs at the foot of the page."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from mapapp import words
from mapapp.engine.questions import sums
from mapapp.engine.store import Store
from mapapp.exports.citing import FORMS, citation_of, citation_text
from mapapp.exports.formats import BY_PARAMETER
from mapapp.exports.picture.request import KINDS, SIZES
from mapapp.exports.sharing import cited_address, embed_code, embedded, view_head
from mapapp.history.changes import corrections_in_words, newest_first
from mapapp.messages import message
from mapapp.model.decided import DECIDED
from mapapp.model.query import Query
from mapapp.model.schema import INDEPENDENT_SIDE
from mapapp.page.address import link_to, must_scroll_to, name_order, page_url, select, selected_id
from mapapp.page.components import component, copy_link
from mapapp.page.markdown import escape_markdown
from mapapp.page.own_data import api_root
from mapapp.views.breakdown import COLUMNS, Breakdown
from mapapp.views.corrections import corrections_html
from mapapp.views.download import INCIDENTS_PATH, Shared, cited_html, download_html
from mapapp.views.official import official_html
from mapapp.views.sources import sources_html
from mapapp.views.style import Legend
from mapapp.views.tables import Account, Cell, absence, caption, differences_answer
from mapapp.words.lists import capitalised

MAX_DIFFERENCES = 1000
MAX_CORRECTIONS = 500
"""The routes that answer the tables, under the app's root."""


def show_table(store: Store, query: Query, totals: Mapping[str, Any]) -> None:
    """Show the matching incidents as a table; choosing a row opens its dossier."""
    st.caption(caption(totals))
    _records("table", _request(store, query, "table") | {"caption": message("incidents")})


def show_claims(store: Store, query: Query) -> None:
    """Show every claim about the matching incidents; choosing a row opens its incident's dossier."""
    bring = must_scroll_to("tab-claims")
    st.caption(message("claims-caption"))
    _records("claims", _request(store, query, "claims") | {"caption": message("claims"), "bring": bring})


def _request(store: Store, query: Query, route: str) -> dict[str, Any]:
    return {
        "url": f"{api_root()}{INCIDENTS_PATH}/{route}",
        "params": [[name, value] for name, values in query.to_params().items() for value in values],
        "names": name_order(store).preferred or None,
        "fingerprint": store.fingerprint,
    }


def _records(key: str, data: dict[str, Any]) -> None:
    component("records")(
        key=key,
        data=data | {"selected": selected_id()},
        on_incident_change=lambda: select(st.session_state[key].incident),
    )


def show_differences(store: Store, query: Query, other: Query) -> None:
    """Show on which incidents two points of view differ; choosing a row opens its dossier."""
    rows = store.rows(sums.differing, store.incidents, query, other, MAX_DIFFERENCES + 1)
    shown = rows[:MAX_DIFFERENCES]
    here, there = (words.point_of_view(side.according_to, store.conflict) for side in (query, other))
    incidents = store.listed(Query(incident_id=tuple(row["incident_id"] for row in shown)), MAX_DIFFERENCES)
    summaries = sum(incident["aggregate"] == "yes" for incident in incidents)
    number = words.incidents(len(shown) - summaries, summaries)
    more = "yes" if len(rows) > len(shown) else "no"
    st.caption(
        escape_markdown(message("differences-caption", number=number, more=more, here=here, there=there))
    )
    if not shown:
        return
    accounts = [_account(store, q, shown, side) for q, side in ((query, "here"), (other, "there"))]
    if _are_parties(store, query, other):
        accounts.append(_independents(store, [row["incident_id"] for row in shown]))
    order = {row["incident_id"]: number for number, row in enumerate(shown)}
    incidents.sort(key=lambda incident: order[incident["incident_id"]])
    answer = differences_answer(incidents, accounts, name_order(store))
    _records("differences", {"caption": message("differences"), "answer": answer})


def _are_parties(store: Store, *queries: Query) -> bool:
    return all(query.according_to in store.conflict.party_names for query in queries)


def _account(store: Store, query: Query, rows: Sequence[Mapping[str, Any]], side: str) -> Account:
    """Return what a side of the comparison has for each incident that differs."""
    decided = {
        row["incident_id"]: {name: row[f"{name}_{side}"] for name in DECIDED} for row in rows if row[side]
    }
    missing = [row["incident_id"] for row in rows if not row[side]]
    return Account(_name(store, query), decided, _absences(store, query, missing))


def _independents(store: Store, incident_ids: list[str]) -> Account:
    """Return what independent sources say of incidents, whatever is filtered."""
    query = Query(according_to=INDEPENDENT_SIDE, incident_id=tuple(incident_ids))
    decided = {row["incident_id"]: row for row in store.listed(query, len(incident_ids))}
    missing = [incident_id for incident_id in incident_ids if incident_id not in decided]
    return Account(_name(store, query), decided, _absences(store, query, missing))


def _name(store: Store, query: Query) -> str:
    return capitalised(words.point_of_view(query.according_to, store.conflict))


def _absences(store: Store, query: Query, missing: list[str]) -> dict[str, Cell]:
    """Say why a point of view, as filtered, does not have each of the missing incidents."""
    everything = Query(incident_id=tuple(missing), according_to=query.according_to)
    reported = {row["incident_id"] for row in store.listed(everything, len(missing))} if missing else set()
    denials = store.denials(missing, query.according_to)
    return {
        incident_id: absence(
            query.according_to,
            store.conflict,
            denials[incident_id],
            link_to(Query(according_to=query.according_to), incident_id),
            reported=incident_id in reported,
        )
        for incident_id in missing
    }


def show_breakdown(store: Store, query: Query, legend: Legend) -> None:
    """Show how many incidents each actor, weapon, district and target has; each bar filters."""
    st.html(
        Breakdown(query, legend, link_to, name_order(store), store.conflict).html(
            breakdown_counts(store, query)
        )
    )


def breakdown_counts(store: Store, query: Query) -> dict[str, dict[str, int]]:
    """Count what the charts show, each column under the other filters."""
    facets = store.facets(query)
    return {
        name: {value: count.incidents for value, count in facets[name].items()}
        for name in COLUMNS
        if name in facets
    }


def show_sources(store: Store) -> None:
    """List the sources, and explain the method."""
    official = official_html(store.official, store.held, store.conflict, link_to)
    html = sources_html(
        store.all_sources() if store.gives_rows else [],
        store.report,
        store.description,
        store.fingerprint,
        official,
        graded=store.facet_names,
        has_claims=store.has_claims,
    )
    st.html(html)


def show_corrections(store: Store) -> None:
    """List the corrections, newest first, and the releases."""
    history = store.history
    newest = corrections_in_words(store, newest_first(history.corrections, MAX_CORRECTIONS))
    st.html(corrections_html(history.releases, newest, len(history.corrections), partial(link_to, Query())))


def show_download(store: Store, query: Query, totals: Mapping[str, Any]) -> None:
    """Offer the rows as files, and the link to the view."""
    if not store.is_passing:
        copy_link("copy-view", message("copy-link-view"), bring=must_scroll_to("tab-share"))
    files, more = (
        [(form.label, name) for name, form in BY_PARAMETER.items() if form.common is common]
        for common in (True, False)
    )
    html = download_html(
        query,
        totals,
        files,
        more,
        _shared(store, query),
        page=page_url(),
        root=api_root(),
        conflict=store.conflict,
        has_claims=store.has_claims,
        is_passing=store.is_passing,
        withheld="" if store.gives_rows else message("rows-withheld"),
    )
    st.html(html)


def show_on_paper(store: Store, query: Query) -> None:
    """Add to the foot of a printed page how to cite it, and its URL."""
    st.html(cited_html(_shared(store, query).citation))


def _shared(store: Store, query: Query) -> Shared:
    page = page_url()
    head = view_head(store, query.to_params(), page)
    return Shared(
        citation=citation_text(citation_of(store, query, cited_address(query, page))),
        embed="" if store.is_passing else embed_code(head.address, head.title),
        embedded=embedded(head.address),
        forms=[(form.label, name) for name, form in FORMS.items()],
        pictures=[(size, kind) for size in SIZES for kind in KINDS],
    )
