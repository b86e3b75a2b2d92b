"""A reader's own file: uploaded, previewed, its mapping confirmed or changed, then shown to nobody else."""

import threading
from typing import NamedTuple

import streamlit as st

from mapapp.engine.own_data import OwnData, OwnStore, without_token
from mapapp.errors import MapappError
from mapapp.exports.own_file_map import own_file_map
from mapapp.ingest import Ingested, read_alone
from mapapp.ingest.mapping import recognised
from mapapp.ingest.mapping.mapping import Mapping
from mapapp.ingest.sheet import Sheet
from mapapp.ingest.sheets import sheet_of
from mapapp.messages import message
from mapapp.model.schema import INCIDENTS
from mapapp.page.components import component
from mapapp.page.markdown import escape_markdown
from mapapp.page.own_data import OWN, own_data, start_over
from mapapp.page.own_mapping import chosen_mapping
from mapapp.settings import MEGABYTE, UploadLimits
from mapapp.views.faults import faults_html
from mapapp.views.own_file import preview_html

UNPACKED = 4
"""An unpacked file may be at most this many times as large as a file may be."""
SHEET, PREVIEW = "own sheet", "own file as read"
"""Keys of the session's state: the file in preview, so that a click does not read it again."""

_one_at_a_time = threading.Lock()
"""A large file keeps a processor busy for a while; other readers need the other processors."""


class _Preview(NamedTuple):
    """A file as read with a mapping, and a picture of where its incidents are."""

    mapping: Mapping | None
    data: Ingested
    picture: str


def look_at_own_file(limits: UploadLimits, *, fetches: bool) -> None:
    """Take a file, or its URL, show how it will be read, and open it."""
    own = own_data() or st.session_state.setdefault(OWN, OwnData())
    st.markdown(escape_markdown(message("own-intro", megabytes=limits.file // MEGABYTE)))
    component("own_file")(
        key="own-file",
        data={"address": f"own/{own.token}/file", "most": limits.file, "fetches": fetches},
        on_arrived_change=_forget_preview,
    )
    if own.file:
        top = st.container()
        try:
            with st.spinner(message("own-reading")):
                sheet = _sheet(own, limits)
                recognition = recognised(sheet)
            mapping = chosen_mapping(sheet, recognition)
            if mapping and "date_start" not in mapping.columns:
                top.error(message("own-choose-date"))
                return
            with st.spinner(message("own-reading")):
                preview = _preview_of(sheet, mapping)
            with top:
                _show_preview(own, preview)
        except MapappError as problem:
            top.error(escape_markdown(without_token(str(problem), own.token)))


def _forget_preview() -> None:
    for name in (SHEET, PREVIEW):
        st.session_state.pop(name, None)


def _sheet(own: OwnData, limits: UploadLimits) -> Sheet:
    if SHEET not in st.session_state:
        assert own.file  # noqa: S101 - checked by the caller
        with _one_at_a_time:
            st.session_state[SHEET] = sheet_of(INCIDENTS.name, own.file, UNPACKED * limits.file)
    sheet: Sheet = st.session_state[SHEET]
    return sheet


def _preview_of(sheet: Sheet, mapping: Mapping | None) -> _Preview:
    before: _Preview | None = st.session_state.get(PREVIEW)
    if before and before.mapping == mapping:
        return before
    with _one_at_a_time:
        data = read_alone(sheet, mapping)
        preview = _Preview(mapping, data, own_file_map(data.incidents))
    st.session_state[PREVIEW] = preview
    return preview


def _show_preview(own: OwnData, preview: _Preview) -> None:
    """Show what will be read, every fault with its remedy, and what can be done now."""
    st.html(preview_html(preview.data, preview.picture))
    if faults := faults_html(preview.data.report, is_open=not len(preview.data.incidents)):
        st.html(faults)
    with st.container(horizontal=True, key="own-decision"):
        is_confirmed = len(preview.data.incidents) and st.button(
            message("own-show"), icon=":material/map:", type="primary", key="own-show"
        )
        if preview.mapping:
            _offer_mapping(preview.mapping)
    if is_confirmed:
        own.show(OwnStore(preview.data))
        _forget_preview()
        start_over()
        st.rerun()


def _offer_mapping(mapping: Mapping) -> None:
    st.download_button(
        message("own-mapping"),
        mapping.as_toml(),
        "mapping.toml",
        "application/toml",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )
