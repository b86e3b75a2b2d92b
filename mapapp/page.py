"""The page: widgets <-> Query <-> address, and the layout. Run by Streamlit as a script.

The address is the one state: a widget's change is written to it by a callback, and every run reads
the Query and the selected incident from it. So a copied link, the back button and a reload all show
the same view. The map's position is kept in the address by the map itself (`map=zoom/lat/lon`). With which
state of the data a link was made stands in it too (`data=`, the start of the fingerprint).
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit_folium import st_folium

from mapapp import words
from mapapp.changes import changed_since, newest_first, told
from mapapp.corrections import FINGERPRINT_START
from mapapp.errors import BadQuery, MapappError, shortened
from mapapp.exports import citation
from mapapp.geodata import Tradition
from mapapp.query import Query, known_params
from mapapp.schema import FACETS, INCIDENTS
from mapapp.settings import Settings
from mapapp.store import LiveStore, Store, serving
from mapapp.views.corrections import FEED, changes_html, corrections_html
from mapapp.views.dossier import dossier_html, related
from mapapp.views.download import download_html
from mapapp.views.header import filter_html, header_html
from mapapp.views.map import base_map, incident_layer
from mapapp.views.sources import sources_html
from mapapp.views.style import Legend, legend_for
from mapapp.views.table import caption, faults_frame, table_frame

VIEWS = Path(__file__).parent / "views"
FIRST_FILTERS = ("actor", "sub_event_type")
MOST_TABLE_ROWS = 1000
MOST_OPTIONS = 200
MOST_CORRECTIONS = 500
SELECTED = "incident"
NAMES = "names"
DATA = "data"
TRADITIONS: Final[tuple[Tradition, ...]] = ("armenian", "azerbaijani")
SECONDS_BETWEEN_LOOKS = 3


def main() -> None:
    """Draw the page for what its address says."""
    settings = Settings.from_environment()
    live = serving(settings.data)
    store = live.current
    title = store.description.title
    st.set_page_config(page_title=title, layout="wide", initial_sidebar_state="collapsed")
    st.html(f"<style>{(VIEWS / 'page.css').read_text()}</style>")
    query, notices = query_in_address(store)
    legend = legend_for(store.actors)

    above = st.container()
    left, right = st.columns([2.15, 1], gap="small")
    with left:
        show_map(store, query, legend, settings)  # first of all: it is what a reader waits for
    totals = store.totals(query)
    with above:
        st.html(header_html(title, totals, query))
        follow(live, store)
        filters(store, query)
        linked = state_in_link(store, notices)
        for notice in notices:
            st.caption(f":material/info: {notice}")
        if linked:
            show_changes(store, query, linked)
        if store.report.errors:
            with st.expander(store.report.summary(), icon=":material/warning:"):
                st.dataframe(faults_frame(store.report.errors), hide_index=True)
    if store.days[0]:
        with left:
            timeline(store, query, legend)
    with right:
        show_list_or_dossier(store, query, legend, totals)
    table_tab, sources_tab, corrections_tab, download_tab = st.tabs(
        ["Table", "Sources and method", "Corrections", "Download"]
    )
    with table_tab:
        show_table(store, query, totals)
    with sources_tab:
        show_sources(store)
    with corrections_tab:
        show_corrections(store)
    with download_tab:
        st.html(download_html(query, totals, citation(store), page_address()))


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def follow(live: LiveStore, shown: Store) -> None:
    """Draw the page again when the data has been replaced, and say so; say too if a replacement is broken."""
    if live.current.fingerprint != shown.fingerprint:
        st.session_state["replaced"] = True
        st.rerun()
    if live.current.history != shown.history:
        st.rerun()
    if st.session_state.pop("replaced", False):
        st.toast("The data was updated. The filter is unchanged.", icon=":material/update:")
    if live.problem:
        st.warning(f"The newest data files are not shown, the last good ones are. {live.problem}")


def query_in_address(store: Store) -> tuple[Query, list[str]]:
    """Read the Query from the address; what can't be understood or does not occur is ignored and said."""
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    query, problems = known_params(params)
    notices = [f"Ignored in the address: {problem}" for problem in problems]
    everything = store.facets(Query())
    for name in FACETS:
        unknown = [value for value in getattr(query, name) if value not in everything.get(name, {})]
        if unknown:
            query = query.with_values(name, set(getattr(query, name)) - set(unknown))
            notices.append(
                f"Ignored in the address: no incident has {unknown[0]!r} as “{INCIDENTS[name].label}”."
            )
    return query, notices


def state_in_link(store: Store, notices: list[str]) -> str:
    """Read with which state of the data the link was made that was opened; empty if with the one shown.

    Only the address that the page was opened with counts: later ones are the page's own. `notices` gets what
    can't be understood.
    """
    given = st.query_params.get(DATA, "")
    if given and not re.fullmatch(f"[0-9a-f]{{{FINGERPRINT_START},64}}", given):
        problem = BadQuery(DATA, given, f"the first {FINGERPRINT_START} digits of a fingerprint (SHA-256)")
        notices.append(f"Ignored in the address: {problem}")
        given = ""
    state = st.session_state["state"] = store.fingerprint[:FINGERPRINT_START]
    component("data_state")(key="data-state", data={"state": state, "feed": FEED})
    linked: str = st.session_state.setdefault("linked", "" if store.fingerprint.startswith(given) else given)
    return linked


def show_changes(store: Store, query: Query, linked: str) -> None:
    """Say what changed in the view since the link to it was made."""
    since = changed_since(store, query, linked, st.query_params.get(SELECTED))
    if since.changed:
        with st.expander(since.sentence, icon=":material/history:"):
            st.html(changes_html(reversed(since.told)))
    else:
        st.caption(f":material/history: {since.sentence}")


def go(query: Query, incident_id: str | None) -> None:
    """Write the address of a view; the next run shows it."""
    others = {SELECTED: incident_id, NAMES: names_first(), DATA: st.session_state.get("state")}
    kept = {name: [value] for name, value in others.items() if value}
    st.query_params.from_dict(query.to_params() | kept)


def current() -> tuple[Query, str | None]:
    """Read the address again, in a callback."""
    query, _ = known_params({name: st.query_params.get_all(name) for name in st.query_params})
    return query, st.query_params.get(SELECTED)


def page_address() -> str:
    """Return the page's own address without its parameters, ending in a slash; empty if it is not known."""
    address = (st.context.url or "").partition("?")[0]
    return f"{address.rstrip('/')}/" if address else ""


def names_first() -> Tradition | None:
    """Read whose place names stand first; None for the order of the data."""
    return next((first for first in TRADITIONS if first == st.query_params.get(NAMES)), None)


def select(incident_id: str | None) -> None:
    """Open an incident's dossier, or close it."""
    go(current()[0], incident_id)


def filters(store: Store, query: Query) -> None:
    """Show the filters with the counts of their options; each change goes to the address."""
    first, last = store.days
    offered = [name for name in store.facet_names if len(store.facets(Query())[name]) > 1]
    more = [name for name in offered if name not in FIRST_FILTERS]
    st.html("<details class='page-fold'><summary>Filters</summary></details>")  # shown on a phone only
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        if first:
            date_filter("start", "From", query.start, (first, last))
            date_filter("end", "To", query.end, (first, last))
        for name in FIRST_FILTERS:
            if name in offered:
                facet_filter(store, query, name)
        st.session_state["q"] = query.q
        st.text_input("Search", key="q", placeholder="place, title, words …", on_change=text_changed)
        used = sum(bool(getattr(query, name)) for name in more) + (query.min_harmed is not None)
        with st.popover(f"More filters ({used})" if used else "More filters", key="more"):
            for name in more:
                facet_filter(store, query, name)
            st.session_state["min_harmed"] = query.min_harmed
            st.number_input(
                "People killed or injured, at least",
                key="min_harmed",
                min_value=0,
                max_value=9_999_999,
                placeholder="any",
                on_change=min_harmed_changed,
            )
    if query != Query():
        with st.container(horizontal=True, vertical_alignment="center", key="filter-words"):
            st.html(filter_html(query))
            st.button("Clear all", on_click=go, args=(Query(), current()[1]), type="tertiary", key="clear")


def date_filter(key: str, label: str, value: date | None, bounds: tuple[date, date]) -> None:
    """Show one end of the date range; the data's own first and last day mean no limit."""
    st.session_state[key] = value or bounds[key == "end"]
    st.date_input(
        label,
        key=key,
        min_value=min(bounds[0], value or bounds[0]),
        max_value=max(bounds[1], value or bounds[1]),
        format="DD/MM/YYYY",
        on_change=dates_changed,
        args=(bounds,),
    )


def facet_filter(store: Store, query: Query, name: str) -> None:
    """Show one facet as a multiple choice; an option's count is under all other filters."""
    counts, chosen = store.facets(query)[name], list(getattr(query, name))
    known = list(store.facets(Query())[name])
    options = [*known[:MOST_OPTIONS], *(value for value in chosen if value not in known[:MOST_OPTIONS])]
    left_out = f"Offered are the {MOST_OPTIONS} most frequent of {words.number(len(known))} values."
    st.session_state[name] = chosen
    st.multiselect(
        INCIDENTS[name].label,
        options,
        help=left_out if len(known) > MOST_OPTIONS else None,
        key=name,
        format_func=lambda value: (
            f"{shortened(words.label(name, value))} ({words.number(counts.get(value, 0))})"
        ),
        placeholder="any",
        on_change=facet_changed,
        args=(name,),
    )


def dates_changed(bounds: tuple[date, date]) -> None:
    """Take the dates from the widgets; the data's own first and last day mean no limit."""
    query, incident_id = current()
    start, end = st.session_state["start"], st.session_state["end"]
    if start > end:
        start = end = st.session_state["start"] if start != query.start else end
    go(
        replace(query, start=None if start == bounds[0] else start, end=None if end == bounds[1] else end),
        incident_id,
    )


def facet_changed(name: str) -> None:
    """Take a facet's values from its widget."""
    query, incident_id = current()
    go(query.with_values(name, st.session_state[name]), incident_id)


def min_harmed_changed() -> None:
    """Take the least number of people harmed from its widget."""
    query, incident_id = current()
    go(replace(query, min_harmed=st.session_state["min_harmed"]), incident_id)


def text_changed() -> None:
    """Take the search text from its widget."""
    query, incident_id = current()
    go(replace(query, q=st.session_state["q"][:200].replace("\x00", "")), incident_id)


def show_map(store: Store, query: Query, legend: Legend, settings: Settings) -> None:
    """Show the map."""
    selected = st.query_params.get(SELECTED)
    st_folium(
        base_map(settings.tiles, store.extent, "dark" if st.context.theme.type == "dark" else "light"),
        key="map",
        height=560,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=incident_layer(
            query.to_params(), legend, selected, store.fingerprint, names_first()
        ),
        on_change=map_clicked,
    )


def show_list_or_dossier(store: Store, query: Query, legend: Legend, totals: Mapping[str, Any]) -> None:
    """Show the list beside the map or, if an incident is selected, its dossier."""
    st.html("<span id='incidents' tabindex='-1'></span>")
    selected = st.query_params.get(SELECTED)
    incident = store.incident(selected) if selected else None
    if selected and incident is None:
        st.caption(":material/info: The address names an incident that is not in this data set.")
    if not totals["matched"]:
        no_results(query)
    elif incident:
        show_dossier(store, incident, legend)
    else:
        incident_list(store, query, legend)


def no_results(query: Query) -> None:
    """Say calmly that nothing matches, and offer to loosen each filter."""
    st.html("<p class='page-empty'>No incident matches all of these filters. Remove one of them:</p>")
    with st.container(horizontal=True, key="loosen"):
        for name, phrase in words.filter_phrases(query).items():
            st.button(
                phrase,
                icon=":material/close:",
                key=f"loosen-{name}",
                on_click=go,
                args=(query.without(name), None),
            )


def map_clicked() -> None:
    """Follow what was chosen on the map: an incident, or the order of place names."""
    reported = (st.session_state["map"] or {}).get("last_active_drawing") or {}
    match reported.get("properties"):
        case {"event": "select", "id": str(incident_id)}:
            select(incident_id)
        case {"event": "names", "first": str(first)}:
            st.query_params.update({NAMES: first, DATA: st.session_state["state"]})


def timeline(store: Store, query: Query, legend: Legend) -> None:
    """Show the timeline of the view without its dates, with the dates as a brush."""
    first, last = store.days
    rows = store.timeline(query.without("datetime"))
    chosen = [(query.start or first).isoformat(), (query.end or last).isoformat()]
    component("timeline")(
        key="timeline",
        data={
            "first": first.isoformat(),
            "last": last.isoformat(),
            "rows": [
                {
                    "start": row["date_start"].isoformat(),
                    "end": row["date_end"].isoformat(),
                    "actor": row["actor"],
                    "n": row["n"],
                    "killed": None if row["killed_low"] is None else [row["killed_low"], row["killed_high"]],
                }
                for row in rows
            ],
            "colours": legend.actors,
            "actors": list(legend.actors),
            "otherColour": legend.other,
            "interval": chosen if query.start or query.end else None,
        },
        on_interval_change=brushed,
    )


def brushed() -> None:
    """Take the interval that was chosen on the timeline."""
    query, incident_id = current()
    chosen = (st.session_state["timeline"].interval or {}).get("days")
    start, end = map(date.fromisoformat, chosen) if chosen else (None, None)
    go(replace(query, start=start, end=end), incident_id)


def incident_list(store: Store, query: Query, legend: Legend) -> None:
    """Show the incidents that the map shows just now."""
    component("incident_list")(
        key="list",
        data={
            "params": [[name, value] for name, values in query.to_params().items() for value in values],
            "names": names_first(),
            "fingerprint": store.fingerprint,
            "colours": legend.actors,
            "otherColour": legend.other,
        },
        height="stretch",
        on_incident_change=lambda: select(st.session_state["list"].incident),
    )


def show_dossier(store: Store, incident: dict[str, Any], legend: Legend) -> None:
    """Show one incident in full, with the way back to the list and to related incidents."""
    claims = store.claims_about([incident["incident_id"]])[incident["incident_id"]]
    st.button(
        "All incidents",
        icon=":material/arrow_back:",
        type="tertiary",
        key="back",
        on_click=select,
        args=(None,),
    )
    with st.container(height=640, border=False, key="dossier"):
        st.html(
            dossier_html(incident, claims, actor_colour=legend.colour(incident["actor"]), first=names_first())
        )
        others = [one for i in related(incident) if (one := store.incident(i))]
        if others:
            st.html("<h3 class='dossier-related'>Related incidents</h3>")
        for one in others:
            st.button(
                f"{words.when(one)}: {one['title']}",
                key=f"related-{one['incident_id']}",
                type="tertiary",
                on_click=select,
                args=(one["incident_id"],),
            )


def show_table(store: Store, query: Query, totals: Mapping[str, Any]) -> None:
    """Show the matching incidents as a table; choosing a row opens its dossier."""
    rows = store.listed(query, limit=MOST_TABLE_ROWS)
    st.caption(caption(len(rows), totals))
    frame = table_frame(rows, names_first())

    def chosen() -> None:
        if picked := st.session_state["table"].selection.rows:
            select(rows[picked[0]]["incident_id"])

    st.dataframe(
        frame, key="table", hide_index=True, on_select=chosen, selection_mode="single-row", height=420
    )


def show_sources(store: Store) -> None:
    """List the sources, and say how to read the map."""
    st.html(sources_html(store.all_sources(), store.report, store.description, store.fingerprint))


def show_corrections(store: Store) -> None:
    """List what was corrected, newest first, and the releases."""
    history = store.history
    newest = told(store, newest_first(history.corrections, MOST_CORRECTIONS))
    st.html(corrections_html(history.releases, newest, len(history.corrections)))


@st.cache_resource
def component(name: str) -> Any:
    """Register one of the page's own components, made of three files in views/."""
    html, css, js = ((VIEWS / f"{name}.{suffix}").read_text() for suffix in ("html", "css", "js"))
    return st.components.v2.component(f"mapapp.{name}", html=html, css=css, js=js)


if __name__ == "__main__":
    try:
        main()
    except MapappError as problem:
        st.error(str(problem))
