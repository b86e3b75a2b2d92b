"""The page, run by Streamlit as a script: once the data are read, it draws what the URL asks for."""

from importlib import import_module

import streamlit as st

from mapapp.engine.asking import asked_by
from mapapp.engine.background import reading
from mapapp.engine.import_lock import importing
from mapapp.errors import MapappError
from mapapp.page.markdown import escape_markdown
from mapapp.page.moving_on import moved_on
from mapapp.settings import Settings


def main() -> None:
    """Draw the page; until the data are read, say so and let the browser load the map meanwhile."""
    settings = Settings.from_environment()
    future = reading(settings)
    if future.done():
        with importing:
            from mapapp.page.layout import draw  # noqa: PLC0415 - the server listens before it is imported

        draw(future.result(), settings)
    else:
        from mapapp.page.frame import show_waiting  # noqa: PLC0415 - the same

        show_waiting(settings)
        with importing:
            import_module("mapapp.page.layout")  # takes about as long as the data do
        future.result()
        st.rerun()


if __name__ == "__main__":
    try:
        with asked_by(moved_on()):
            main()
    except MapappError as problem:
        st.error(escape_markdown(str(problem)))
