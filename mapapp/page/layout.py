"""The layout of the page."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from mapapp.engine.live import LiveStore
from mapapp.engine.store import Store
from mapapp.mapdata.home import home
from mapapp.messages import message
from mapapp.model.query import Query, denied
from mapapp.page.account import account_switch
from mapapp.page.address import TABS, compared_query, link_to, open_tab
from mapapp.page.data_updates import follow, linked_state, show_changes
from mapapp.page.days import timeline
from mapapp.page.embedded import show_embedded
from mapapp.page.filters import filters
from mapapp.page.frame import begin_page
from mapapp.page.ignored import query_in_url
from mapapp.page.incidents import show_list_or_dossier
from mapapp.page.maps import Look, let_map_ask_first, show_maps
from mapapp.page.own_data import own_or_served
from mapapp.page.own_offer import offer_own_file, report_own_file
from mapapp.page.tabs import (
    show_breakdown,
    show_claims,
    show_corrections,
    show_differences,
    show_download,
    show_on_paper,
    show_sources,
    show_table,
)
from mapapp.page.totals import show_figures, totals_panel
from mapapp.page.widget_values import PAGE, number_run, tracked
from mapapp.settings import Settings
from mapapp.views.breakdown import COLUMNS
from mapapp.views.faults import faults_html
from mapapp.views.header import denials_html, followed_html, header_html, log_out_html
from mapapp.views.key import key_html
from mapapp.views.notices import drafts_html, ignored_html
from mapapp.views.style import Legend, legend_of


def draw(live: LiveStore, settings: Settings) -> None:
    """Draw the page that the URL asks for."""
    live = own_or_served(live)
    store = live.current
    query, ignored = query_in_url(store)
    let_map_ask_first(store, query)
    frame = begin_page(store.description.title)
    above, left, right = frame
    other = compared_query(store, query)
    legend = legend_of(store)

    look = Look(legend, home(store, *filter(None, (query, other))))
    if st.context.is_embedded:
        show_embedded(frame, store, query, look, settings)
        return

    with above:
        head = st.container(horizontal=True, vertical_alignment="bottom", key="head")
        choices = st.container()
        with st.container(horizontal=True, key="notices"):  # before the map, which makes room for them
            follow(live, store)
            drafts = drafts_html() if settings.drafts else ""
            for notice in filter(None, (drafts, ignored_html(ignored), faults_html(store.report))):
                st.html(notice)
    with left:
        show_maps(store, query, other, look, settings)  # first: it is what a reader waits for
        st.html(key_html(legend))
    totals = store.totals(query)
    with head:
        show_head(store, query, totals, settings)
    with choices:
        report_own_file()
        if totals["incidents"]:
            show_figures(store, query, legend)
        show_choices(store, query)
    with above:
        linked = linked_state(store)
        if linked and store.gives_rows:
            show_changes(store, query, linked)
    if store.days[0]:
        with left:
            if other:
                st.html(followed_html("timeline", query, store.conflict))
            timeline(store, query, legend)
    with right:
        show_list_or_dossier(store, query, other, legend, totals)
    if other and store.gives_rows:
        with st.expander(message("differences"), expanded=True):
            show_differences(store, query, other)
    show_tabs(store, query, totals, legend)
    show_on_paper(store, query)


def show_head(store: Store, query: Query, totals: Mapping[str, Any], settings: Settings) -> None:
    """Show the title and the headline, and the buttons next to them."""
    heading = header_html(store.description.title, totals, query, store.conflict, denials(store, query))
    st.html(heading + log_out_html(is_private=settings.log_in is not None))
    if totals["killed_rows"]:
        totals_panel(store, query)
    st.button(
        message("share-open"), type="tertiary", key="share-open", on_click=open_tab, args=("tab-share",)
    )
    offer_own_file(settings.upload, fetches=settings.fetches)


def show_choices(store: Store, query: Query) -> None:
    """Show what the reader can choose: whose account, and the filters."""
    number_run()
    with tracked(PAGE):
        if store.has_claims:
            account_switch(store, query)
        filters(store, query)


def denials(store: Store, query: Query) -> str:
    """Render what the side whose account is shown denies; empty if it denies nothing."""
    theirs = denied(query)
    return (
        denials_html(query.according_to, store.totals(theirs), store.conflict, link_to(theirs))
        if theirs
        else ""
    )


def show_tabs(store: Store, query: Query, totals: Mapping[str, Any], legend: Legend) -> None:
    """Show the tabs at the foot that have any content; the content of a tab is drawn when it is opened."""
    tabs: dict[str, Callable[[], object]] = {}
    if store.gives_rows:
        tabs[message("tab-table")] = lambda: show_table(store, query, totals)
    if store.gives_rows and store.has_claims:
        tabs[message("tab-claims")] = lambda: show_claims(store, query)
    if not set(COLUMNS).isdisjoint(store.facet_names):
        tabs[message("tab-breakdown")] = lambda: show_breakdown(store, query, legend)
    tabs[message("tab-sources")] = lambda: show_sources(store)
    if store.history.releases or store.history.corrections:
        tabs[message("tab-corrections")] = lambda: show_corrections(store)
    tabs[message("tab-share")] = lambda: show_download(store, query, totals)
    if st.session_state.get(TABS) not in tabs:
        st.session_state.pop(TABS, None)  # the data were replaced
    for tab, show in zip(st.tabs(list(tabs), key=TABS, on_change="rerun"), tabs.values(), strict=True):
        if tab.open:
            with tab:
                show()
