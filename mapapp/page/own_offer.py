"""The buttons that open a reader's own file and leave it again."""

import streamlit as st

from mapapp.messages import message
from mapapp.page.own_data import leave, own_data
from mapapp.settings import UploadLimits
from mapapp.views.own_file import file_html


def offer_own_file(limits: UploadLimits | None, *, fetches: bool) -> None:
    """Offer to open the reader's own file, or one at a URL if the server `fetches`.

    Nothing is offered if `limits` is None, as the server then accepts no files, or if one is shown already.
    """
    own = own_data()
    if limits and not (own and own.shown):
        label = message("own-open")
        if st.button(label, type="tertiary", key="own-open"):
            from mapapp.page.own_file import look_at_own_file  # noqa: PLC0415 - takes a second to import

            st.dialog(label, width="large")(look_at_own_file)(limits, fetches=fetches)


def report_own_file() -> None:
    """Say that the reader's own file is shown, and offer to leave it; draw nothing if none is."""
    own = own_data()
    if own and own.shown:
        with st.container(horizontal=True, vertical_alignment="center", key="own-shown"):
            st.html(file_html(own.shown.current.path.name))
            st.button(
                message("own-leave"), icon=":material/close:", type="tertiary", key="leave", on_click=leave
            )
