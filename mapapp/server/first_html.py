"""What a link returns before any script has run: the page's first HTML, its icon, robots.txt.

Search engines, and programs that show link previews, read no further.
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
FRAME_HTML = "streamlit_folium/frontend/build/index.html"
"""The installed file of the document in which the map is drawn."""
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
STREAMLIT_MARKUP = re.compile(
    r"""
    <title>.*?</title> | <noscript>.*?</noscript> | <link\ rel="shortcut\ icon"[^>]*>
    | (?:<!--(?:(?!-->).)*-->\s*)? <link\ rel="service-desc"[^>]*>
    """,
    re.DOTALL | re.VERBOSE,
)
"""What Streamlit's HTML says about itself."""


def first_routes(
    data: Path | StoreAddress,
    base_path: str,
    current: "Callable[[], Store | None]" = lambda: None,
    *,
    drafts: bool = False,
) -> list[Route]:
    """Return the routes of what is read first; `base_path` is that of the whole application.

    `current` returns the store, or None until the data are read. `drafts` is whether drafts are shown too.
    """
    root = root_of(base_path)
    html = FirstHtml(partial(description_of, data, drafts=drafts), Addresses(root), current)
    return [
        Route(f"{root}/", html.page),
        Route(f"{root}/icon.svg", icon),
        Route(f"{root}/favicon.png", redirect_to_icon),
        Route(f"{root}/robots.txt", html.robots),
    ]


class FirstHtml:
    """Streamlit's HTML, which loads the page, but with the data set's and the view's own description."""

    def __init__(
        self,
        describe: "Callable[[], Description]",
        addresses: Addresses,
        current: "Callable[[], Store | None]",
    ) -> None:
        self._describe, self._addresses, self._current = describe, addresses, current
        self._streamlit_html = STREAMLIT_MARKUP.sub("", STREAMLIT_HTML)

    def page(self, request: Request) -> Response:
        """Answer with the HTML. The data need not be read yet: their description is a small separate file."""
        head = self._head(request)
        page = self._streamlit_html.replace(
            "</head>", f"{head_html(head)}{ICON_LINK}{prefetch_links()}\n</head>", 1
        )
        page = page.replace(ROOT, f"{ROOT}{intro(head)}", 1)
        page = page.replace("<body>", f"<body>{WITHOUT_SCRIPTS}", 1)
        page = page.replace("</body>", f"{style()}</body>", 1)
        return HTMLResponse(page.encode(errors="replace"), headers={"Cache-Control": "no-cache"})

    def _head(self, request: Request) -> Head:
        """Describe the requested view, or only the data set while the data are being read."""
        page = f"{self._addresses.page(request)}/"
        store = self._current()
        if store is None:
            about = self._describe()
            text = " ".join(about.text.split()) or UNDESCRIBED
            return Head(about.title, text, address=page, data=dataset(about, page))
        from mapapp.exports.sharing import view_head  # noqa: PLC0415 - imported once the data are read

        params = request.query_params
        return view_head(store, {name: params.getlist(name) for name in params}, page)

    def robots(self, request: Request) -> Response:
        """Answer that the whole page may be read, and where the sitemap is."""
        return PlainTextResponse(f"{ROBOTS}Sitemap: {self._addresses.page(request)}/sitemap.xml\n")


def intro(head: Head) -> str:
    """Say what the view is about until the scripts have loaded and replace it."""
    return f'<div class="page-first"><h1>{escape(head.title)}</h1><p>{escape(head.text)}</p></div>'


def style() -> str:
    """Link the page's style sheet: loaded before anything is drawn, and after Streamlit's own."""
    return f'<link rel="stylesheet" href="./assets/mapapp/{versioned("page.css")}">'


def prefetch_links() -> str:
    """Link the scripts of the map and of its frame: a browser fetches them while it waits for the page.

    The frame's scripts are known only once a page has been drawn, which imports what draws it.
    """
    scripts = [f"/assets/mapapp/{versioned('map.js')}"]
    if hasattr(sys.modules.get("streamlit_folium"), "st_folium"):
        scripts += [FRAME.removesuffix("index.html") + name for name in _scripts_of_frame()]
    return "".join(f'<link rel="prefetch" as="script" href=".{script}">' for script in scripts)


@cache
def _scripts_of_frame() -> list[str]:
    """Return the URLs of st_folium's scripts within its folder, as in its own HTML."""
    html = Path(str(distribution("streamlit-folium").locate_file(FRAME_HTML))).read_text(encoding="utf-8")
    return re.findall(r'<script[^>]* src="\./([^"]+)"', html)


def icon(_: Request) -> Response:
    """Answer with the icon."""
    return FileResponse(ICON, media_type="image/svg+xml", headers={"Cache-Control": "no-cache"})


def redirect_to_icon(_: Request) -> Response:
    """Redirect to the icon: Streamlit's script asks for one at another URL."""
    return RedirectResponse("icon.svg")
