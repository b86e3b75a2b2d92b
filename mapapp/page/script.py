"""The page, run by Streamlit as a script: once the data are there, draws what the address says."""

import streamlit as st

from mapapp.errors import MapappError
from mapapp.settings import Settings


def main() -> None:
    """Draw the page; until the data are read, say that they are being read."""
    settings = Settings.from_environment()
    with st.spinner("Reading the data"):
        from mapapp.page.layout import draw  # noqa: PLC0415 - the server listens before this is imported
        from mapapp.store import serving  # noqa: PLC0415

        live = serving(settings.data)
    draw(live, settings)


if __name__ == "__main__":
    try:
        main()
    except MapappError as problem:
        st.error(str(problem))
