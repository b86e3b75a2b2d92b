"""A reader's own file: brought, looked at, its mapping confirmed or changed, then shown to nobody else."""

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
from mapapp.page.own_data import OWN, begin_anew, own_data
from mapapp.page.own_mapping import chosen_mapping
from mapapp.page.plain import plain
from mapapp.settings import MEGABYTE, UploadLimits
from mapapp.views.faults import faults_html
from mapapp.views.own_file import preview_html

UNPACKED = 4
"""So many times the size that a file may have may be packed in it."""
SHEET, READ = "own sheet", "own file as read"
"""What the session remembers of a file that is looked at, so that a click does not read it again."""

_one_at_a_time = threading.Lock()
"""A large file keeps a processor busy for a while; other readers need the rest."""


class _Read(NamedTuple):
    """A file as it was read by a mapping, and the picture of where its incidents lie."""

    mapping: Mapping | None
    data: Ingested
    picture: str


def look_at_own_file(limits: UploadLimits, *, fetches: bool) -> None:
    """Take a file, or its address, show how it will be read, and open it."""
    own = own_data() or st.session_state.setdefault(OWN, OwnData())
    st.markdown(plain(message("own-intro", megabytes=limits.file // MEGABYTE)))
    component("own_file")(
        key="own-file",
        data={"address": f"own/{own.token}/file", "most": limits.file, "fetches": fetches},
        on_arrived_change=_look_anew,
    )
    if own.arrived:
        told = st.container()
        try:
            with st.spinner(message("own-reading")):
                sheet = _sheet(own, limits)
                found = recognised(sheet)
            mapping = chosen_mapping(sheet, found)
            if mapping and "date_start" not in mapping.columns:
                told.error(message("own-choose-date"))
                return
            with st.spinner(message("own-reading")):
                read = _read(sheet, mapping)
            with told:
                _preview(own, read)
        except MapappError as problem:
            told.error(plain(without_token(str(problem), own.token)))


def _look_anew() -> None:
    for name in (SHEET, READ):
        st.session_state.pop(name, None)


def _sheet(own: OwnData, limits: UploadLimits) -> Sheet:
    if SHEET not in st.session_state:
        assert own.arrived  # noqa: S101 - asked before
        with _one_at_a_time:
            st.session_state[SHEET] = sheet_of(INCIDENTS.name, own.arrived, UNPACKED * limits.file)
    sheet: Sheet = st.session_state[SHEET]
    return sheet


def _read(sheet: Sheet, mapping: Mapping | None) -> _Read:
    before: _Read | None = st.session_state.get(READ)
    if before and before.mapping == mapping:
        return before
    with _one_at_a_time:
        data = read_alone(sheet, mapping)
        read = _Read(mapping, data, own_file_map(data.incidents))
    st.session_state[READ] = read
    return read


def _preview(own: OwnData, read: _Read) -> None:
    """Show what will be read, every fault with its remedy, and what can be done now."""
    st.html(preview_html(read.data, read.picture))
    if faults := faults_html(read.data.report, is_open=not len(read.data.incidents)):
        st.html(faults)
    with st.container(horizontal=True, key="own-decision"):
        shown = len(read.data.incidents) and st.button(
            message("own-show"), icon=":material/map:", type="primary", key="own-show"
        )
        if read.mapping:
            _offer_mapping(read.mapping)
    if shown:
        own.show(OwnStore(read.data))
        _look_anew()
        begin_anew()
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
