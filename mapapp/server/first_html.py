"""What a link is answered with before any script has run: the page's first HTML, its icon, robots.txt.

Search engines, and programs that show a preview of a link, read no further.
"""

import re
import sys
from functools import cache, partial
from html import escape
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from mapapp.api.addresses import Addresses
from mapapp.api.endpoint import root_of
from mapapp.engine.description import description_of
from mapapp.server.doors import FRAME, STREAMLIT_FILES
from mapapp.settings import StoreAddress
from mapapp.views.frontend import versioned
from mapapp.views.head import Head, head_html
from mapapp.views.linked_data import dataset

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapapp.engine.store import Store
    from mapapp.model.metadata import Description

STREAMLIT_HTML = (STREAMLIT_FILES / "index.html").read_text(encoding="utf-8")
FRAMES_HTML = "streamlit_folium/frontend/build/index.html"
"""Of the document in which the map is drawn, the file as it is installed."""
ICON = Path(__file__).with_name("icon.svg")
ICON_LINK = '<link rel="icon" type="image/svg+xml" href="./icon.svg">'
ROOT = '<div id="root">'
"""Where Streamlit draws the page."""
ROBOTS = "User-agent: *\nAllow: /\n"
UNDESCRIBED = "An interactive map of incidents: what is reported, by whom, where and when."
WITHOUT_SCRIPTS = (
    '<noscript><p>The map needs JavaScript. <a href="./api/">The API</a> gives the same incidents '
    "without it.</p></noscript>"
)
STREAMLITS_OWN = re.compile(
    r"""
    <title>.*?</title> | <noscript>.*?</noscript> | <link\ rel="shortcut\ icon"[^>]*>
    | (?:<!--(?:(?!-->).)*-->\s*)? <link\ rel="service-desc"[^>]*>
    """,
    re.DOTALL | re.VERBOSE,
)
"""What Streamlit's HTML says of itself."""


def first_routes(
    data: Path | StoreAddress,
    base_path: str,
    current: "Callable[[], Store | None]" = lambda: None,
    *,
    drafts: bool = False,
) -> list[Route]:
    """Return the routes of what is read first; `base_path` is that of the whole application.

    `current` returns the data, or None until they are read. `drafts` is whether those are shown too.
    """
    root = root_of(base_path)
    first = FirstHtml(partial(description_of, data, drafts=drafts), Addresses(root), current)
    return [
        Route(f"{root}/", first.page),
        Route(f"{root}/icon.svg", icon),
        Route(f"{root}/favicon.png", to_icon),
        Route(f"{root}/robots.txt", first.robots),
    ]


class FirstHtml:
    """Streamlit's HTML, which loads the page, with what the data set and its view are for its own."""

    def __init__(
        self,
        describe: "Callable[[], Description]",
        addresses: Addresses,
        current: "Callable[[], Store | None]",
    ) -> None:
        self._describe, self._addresses, self._current = describe, addresses, current
        self._streamlits = STREAMLITS_OWN.sub("", STREAMLIT_HTML)

    def page(self, request: Request) -> Response:
        """Answer with the HTML. The data need not be there: their description is a small file of its own."""
        about = self._head(request)
        page = self._streamlits.replace("</head>", f"{head_html(about)}{ICON_LINK}{soon()}\n</head>", 1)
        page = page.replace(ROOT, f"{ROOT}{first_words(about)}", 1)
        page = page.replace("<body>", f"<body>{WITHOUT_SCRIPTS}", 1)
        page = page.replace("</body>", f"{style()}</body>", 1)
        return HTMLResponse(page.encode(errors="replace"), headers={"Cache-Control": "no-cache"})

    def _head(self, request: Request) -> Head:
        """Describe the view that is asked for, or only the data set while the data are being read."""
        page = f"{self._addresses.page(request)}/"
        store = self._current()
        if store is None:
            about = self._describe()
            text = " ".join(about.text.split()) or UNDESCRIBED
            return Head(about.title, text, address=page, data=dataset(about, page))
        from mapapp.exports.sharing import view_head  # noqa: PLC0415 - there once the data are read

        params = request.query_params
        return view_head(store, {name: params.getlist(name) for name in params}, page)

    def robots(self, request: Request) -> Response:
        """Answer that the whole page may be read, and where the sitemap is."""
        return PlainTextResponse(f"{ROBOTS}Sitemap: {self._addresses.page(request)}/sitemap.xml\n")


def first_words(head: Head) -> str:
    """Say what the view is about until the scripts, which replace it, are there."""
    return f'<div class="page-first"><h1>{escape(head.title)}</h1><p>{escape(head.text)}</p></div>'


def style() -> str:
    """Link the page's style: it is there before anything is drawn, and stands after Streamlit's own."""
    return f'<link rel="stylesheet" href="./assets/mapapp/{versioned("page.css")}">'


def soon() -> str:
    """Name the scripts of the map and of its frame: a browser fetches them while it waits for the page.

    The frame's are not there before a page has been drawn, which imports what draws it.
    """
    scripts = [f"/assets/mapapp/{versioned('map.js')}"]
    if hasattr(sys.modules.get("streamlit_folium"), "st_folium"):
        scripts += [FRAME.removesuffix("index.html") + name for name in _scripts_of_frame()]
    return "".join(f'<link rel="prefetch" as="script" href=".{script}">' for script in scripts)


@cache
def _scripts_of_frame() -> list[str]:
    """Return the addresses of st_folium's scripts within its folder, as its own HTML has them."""
    html = Path(str(distribution("streamlit-folium").locate_file(FRAMES_HTML))).read_text(encoding="utf-8")
    return re.findall(r'<script[^>]* src="\./([^"]+)"', html)


def icon(_: Request) -> Response:
    """Answer with the icon."""
    return FileResponse(ICON, media_type="image/svg+xml", headers={"Cache-Control": "no-cache"})


def to_icon(_: Request) -> Response:
    """Lead to the icon: Streamlit's script asks for one at its own address."""
    return RedirectResponse("icon.svg")
