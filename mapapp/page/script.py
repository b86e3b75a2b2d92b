"""The layout of the page. Run by Streamlit as a script."""

import streamlit as st

from mapapp import words
from mapapp.errors import MapappError
from mapapp.exports import citation
from mapapp.page.address import compared, page_address, query_in_address
from mapapp.page.components import VIEWS
from mapapp.page.days import timeline
from mapapp.page.filters import filters
from mapapp.page.incidents import show_list_or_dossier
from mapapp.page.maps import show_maps
from mapapp.page.state import follow, show_changes, state_in_link
from mapapp.page.tabs import show_corrections, show_differences, show_sources, show_table
from mapapp.page.totals import totals_panel
from mapapp.report import Report
from mapapp.settings import Settings
from mapapp.store import serving
from mapapp.views.download import download_html
from mapapp.views.header import header_html
from mapapp.views.style import legend_for
from mapapp.views.table import faults_frame

MOST_FAULTS = 1_000


def main() -> None:
    """Draw the page for what its address says."""
    settings = Settings.from_environment()
    live = serving(settings.data)
    store = live.current
    title = store.description.title
    st.set_page_config(page_title=title, layout="wide", initial_sidebar_state="collapsed")
    st.html(f"<style>{(VIEWS / 'page.css').read_text()}</style>")
    query, notices = query_in_address(store)
    other = compared(query)
    legend = legend_for(store.actors, store.grades)

    above = st.container()
    left, right = st.columns([2.15, 1], gap="small")
    with left:
        show_maps(store, query, other, legend, settings)  # first of all: it is what a reader waits for
    totals = store.totals(query)
    with above:
        with st.container(horizontal=True, vertical_alignment="bottom", key="head"):
            st.html(header_html(title, totals, query))
            if totals["killed_rows"]:
                totals_panel(store, query)
        follow(live, store)
        filters(store, query)
        linked = state_in_link(store, notices)
        for notice in notices:
            st.caption(f":material/info: {notice}")
        if linked:
            show_changes(store, query, linked)
        show_faults(store.report)
    if store.days[0]:
        with left:
            timeline(store, query, legend)
    with right:
        show_list_or_dossier(store, query, legend, totals)
    if other:
        with st.expander("Where the two differ", expanded=True):
            show_differences(store, query, other)
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


def show_faults(report: Report) -> None:
    """Show the first faults of the data; a browser is not to be sent a million of them on every change."""
    found = report.errors
    if not found:
        return
    with st.expander(report.summary(), icon=":material/warning:"):
        st.dataframe(faults_frame(found[:MOST_FAULTS]), hide_index=True)
        if len(found) > MOST_FAULTS:
            shown, all_of_them = words.number(MOST_FAULTS), words.number(len(found))
            st.caption(
                f"{shown} of {all_of_them} faults are shown; “mapapp validate --json” prints them all."
            )


if __name__ == "__main__":
    try:
        main()
    except MapappError as problem:
        st.error(str(problem))
