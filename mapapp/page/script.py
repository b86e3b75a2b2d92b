"""The page, run by Streamlit as a script: once the data are there, draws what the address says."""

from importlib import import_module

import streamlit as st

from mapapp.engine.asking import asked_by
from mapapp.engine.background import reading
from mapapp.engine.import_lock import importing
from mapapp.errors import MapappError
from mapapp.page.moving_on import moved_on
from mapapp.page.plain import plain
from mapapp.settings import Settings


def main() -> None:
    """Draw the page; until the data are read, say so and let the browser load the map meanwhile."""
    settings = Settings.from_environment()
    promised = reading(settings)
    if promised.done():
        with importing:
            from mapapp.page.layout import draw  # noqa: PLC0415 - the server listens before it is imported

        draw(promised.result(), settings)
    else:
        from mapapp.page.frame import show_waiting  # noqa: PLC0415 - the same

        show_waiting(settings)
        with importing:
            import_module("mapapp.page.layout")  # takes about as long as the data do
        promised.result()
        st.rerun()


if __name__ == "__main__":
    try:
        with asked_by(moved_on()):
            main()
    except MapappError as problem:
        st.error(plain(str(problem)))
