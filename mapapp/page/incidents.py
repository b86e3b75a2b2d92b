"""Next to the map: the list of what it shows, or the dossier of the selected incident."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from html import escape
from itertools import permutations
from typing import Any

import streamlit as st

from mapapp import words
from mapapp.engine.store import Store
from mapapp.exports.dossiers import cited
from mapapp.exports.locator import locator
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.model.schema import CONCEDED, UNDISPUTED
from mapapp.page.address import (
    link_to,
    name_order,
    page_url,
    read_url,
    select,
    selected_id,
    swap_sides,
    write_url,
)
from mapapp.page.area import follow_map
from mapapp.page.components import component, copy_link
from mapapp.page.markdown import escape_markdown
from mapapp.page.own_data import api_root
from mapapp.views.dossier import dossier_html, related, related_html
from mapapp.views.header import followed_html
from mapapp.views.style import Legend


def show_list_or_dossier(
    store: Store, query: Query, other: Query | None, legend: Legend, totals: Mapping[str, Any]
) -> None:
    """Show the list next to the map or, if an incident is selected, its dossier."""
    st.html("<span id='incidents' tabindex='-1'></span>")
    selected = selected_id()
    incident = store.incident(selected) if selected else None
    arrival(store, incident)
    follow_map(query)
    if other and not incident:
        st.html(followed_html("list", query, store.conflict))
    if incident:
        name_tab(store, incident)
        show_dossier(store, query, incident, legend)
    elif not totals["matched"]:
        no_results(store, query, other)
    elif not store.gives_rows:
        st.html(f"<p class='page-empty'>{message('rows-withheld')}</p>")
    else:
        incident_list(store, query, legend)


def arrival(store: Store, incident: dict[str, Any] | None) -> None:
    """Bring the dossier of an incident to the reader, or take the reader back to where it was opened."""
    title = words.title(incident, name_order(store)) if incident else ""
    shown = {
        "id": incident and incident["incident_id"],
        "words": message("dossier-opened", title=title) if incident else "",
    }
    component("arrival")(key="arrival", data=shown)


def name_tab(store: Store, incident: Mapping[str, Any]) -> None:
    """Name the browser's tab after the incident for as long as it is shown."""
    title = words.title(incident, name_order(store))
    st.set_page_config(page_title=message("tab-of-incident", incident=title, title=store.description.title))


def loosen(name: str) -> None:
    """Remove the filter that leaves nothing."""
    write_url(read_url()[0].without(name), None)


def no_results(store: Store, query: Query, other: Query | None) -> None:
    """Say that nothing matches, and offer to remove a filter, first the one without which most is shown.

    If the account compared with this one has something, say that instead.
    """
    there = store.totals(other) if other else None
    if other and there and there["matched"]:
        sentence = words.nothing_here(other, there, store.conflict)
        st.html(f"<p class='page-empty'>{escape(sentence)}</p>")
        st.button(message("list-there"), key="list-there", on_click=swap_sides, args=(query, other))
        return
    phrases = words.filter_phrases(query, store.conflict)
    without = {name: store.totals(query.without(name)) for name in phrases}
    helpful = sorted(
        (name for name in phrases if without[name]["matched"]),
        key=lambda name: (-without[name]["incidents"], -without[name]["aggregates"]),
    )
    account = Query(according_to=query.according_to)
    is_without_any = store.has_claims and not store.totals(account)["matched"]
    shown = account if is_without_any else query
    sentence = words.nothing_found(shown, store.conflict, is_removal_useful=bool(helpful))
    st.html(f"<p class='page-empty'>{sentence}</p>")
    with st.container(key="loosen"):
        for number, (phrase, near) in enumerate(nearest(store, query) if is_without_any else ()):
            st.button(escape_markdown(phrase), key=f"nearest-{number}", on_click=write_url, args=(near, None))
        for name in helpful:
            st.button(
                escape_markdown(words.loosened(phrases[name], without[name])),
                icon=":material/close:",
                key=f"loosen-{name}",
                on_click=loosen,
                args=(name,),
            )
        if not helpful:
            st.button(
                message("filters-clear"),
                key="clear-where-empty",
                on_click=write_url,
                args=(Query(), None),
            )


def nearest(store: Store, query: Query) -> Iterator[tuple[str, Query]]:
    """Yield what comes nearest to a report by all sides: what one of two parties denies, what none does."""
    if query.according_to != CONCEDED:
        return
    name = partial(words.point_of_view, conflict=store.conflict)
    for party, denier in permutations(store.conflict.party_names, 2):
        near = replace(query, according_to=party, denied_by=denier)
        if (totals := store.totals(near))["matched"]:
            count = words.incidents(totals["incidents"], totals["aggregates"])
            yield message("nearest-denied", one=name(party), other=name(denier), count=count), near
    near = replace(query, according_to=UNDISPUTED)
    if (totals := store.totals(near))["matched"]:
        yield (
            message("nearest-undisputed", count=words.incidents(totals["incidents"], totals["aggregates"])),
            near,
        )


def incident_list(store: Store, query: Query, legend: Legend) -> None:
    """Show the incidents that the map shows at the moment."""
    component("incident_list")(
        key="list",
        data={
            "params": [[name, value] for name, values in query.to_params().items() for value in values],
            "names": name_order(store).preferred or None,
            "fingerprint": store.fingerprint,
            "root": api_root(),
            "colours": legend.actors,
            "otherColour": legend.other,
        },
        height="stretch",
        on_incident_change=lambda: select(st.session_state["list"].incident),
    )


def show_on_map(store: Store, incident: Mapping[str, Any]) -> None:
    """Offer to move the map to an incident, if its location is known."""
    if incident["latitude"] is None:
        return
    shown = {
        "label": message("show-on-map"),
        "title": words.title(incident, name_order(store)),
        "id": incident["incident_id"],
        "at": [incident["longitude"], incident["latitude"]],
    }
    component("show_on_map")(key="show-on-map", data=shown)


def show_dossier(store: Store, query: Query, incident: dict[str, Any], legend: Legend) -> None:
    """Show an incident in full, with the way back to the list and to related incidents.

    An incident that the point of view does not have is shown as filed, with a note that says so.
    """
    incident_id = incident["incident_id"]
    decided = store.incident(incident_id, query.according_to)
    shown, whose = (decided, query.according_to) if decided else (incident, "")
    with st.container(horizontal=True, vertical_alignment="center", key="dossier-top"):
        st.button(
            message("dossier-back"),
            icon=":material/arrow_back:",
            type="tertiary",
            key="back",
            on_click=select,
            args=(None,),
        )
        show_on_map(store, incident)
    link, colour, order = link_to(Query(), incident_id), legend.colour(shown["actor"]), name_order(store)
    with st.container(height=640, border=False, key="dossier"):
        st.html(
            dossier_html(
                shown,
                store.claims_about([incident_id])[incident_id],
                facts=store.facts(incident_id),
                conflict=store.conflict,
                actor_colour=colour,
                order=order,
                according_to=whose,
                silent="" if decided else query.according_to,
                denials=[] if decided else store.denials([incident_id], query.according_to)[incident_id],
                own_columns=store.extra_columns,
                has_claims=store.has_claims,
                link=None if store.is_passing else link,
                cited=cited(store, shown, page_url(), whose, api_root()),
                locator=locator(shown, colour, order, store.conflict),
            )
        )
        if not store.is_passing:
            copy_link("copy-incident", message("copy-link"), link)
        linked = [row for name in related(incident) if (row := store.incident(name))]
        if linked:
            st.html(related_html())
        for row in linked:
            st.button(
                escape_markdown(message("day-and-title", day=words.when(row), title=words.title(row, order))),
                key=f"related-{row['incident_id']}",
                type="tertiary",
                on_click=select,
                args=(row["incident_id"],),
            )
