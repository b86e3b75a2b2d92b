"""What a link is answered with before any script has run: the page's first HTML, its icon, robots.txt.

Search engines, and programs that show a preview of a link, read no further.
"""

import re
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from mapapp.api.door import root_of
from mapapp.engine.description import description_of
from mapapp.model.metadata import Description
from mapapp.server.doors import STREAMLIT_FILES
from mapapp.views.frontend import versioned

ICON = Path(__file__).with_name("icon.svg")
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


def first_routes(incidents: Path, base_path: str) -> list[Route]:
    """Return the routes of what is read first; `base_path` is that of the whole application."""
    root = root_of(base_path)
    return [
        Route(f"{root}/", FirstHtml(incidents).page),
        Route(f"{root}/icon.svg", icon),
        Route(f"{root}/favicon.png", to_icon),
        Route(f"{root}/robots.txt", robots),
    ]


class FirstHtml:
    """Streamlit's HTML, which loads the page, with the data set's title and description for its own."""

    def __init__(self, incidents: Path) -> None:
        self._incidents = incidents
        self._streamlits = STREAMLITS_OWN.sub(
            "", (STREAMLIT_FILES / "index.html").read_text(encoding="utf-8")
        )

    def page(self, request: Request) -> Response:
        """Answer with the HTML. The data need not be there: their description is a small file of its own."""
        head = head_of(description_of(self._incidents), _address(request))
        page = self._streamlits.replace("</head>", f"{head}</head>", 1)
        page = page.replace("<body>", f"<body>{WITHOUT_SCRIPTS}", 1)
        page = page.replace("</body>", f"{style()}</body>", 1)
        return HTMLResponse(page.encode(errors="replace"), headers={"Cache-Control": "no-cache"})


def head_of(data: Description, address: str) -> str:
    """Write what the head of the HTML says of the data set, and at which address; all of it escaped."""
    title, text = data.title, " ".join(data.text.split()) or UNDESCRIBED
    properties = {"og:type": "website", "og:title": title, "og:description": text, "og:url": address}
    tags = [
        f"<title>{escape(title)}</title>",
        f'<meta name="description" content="{escape(text)}">',
        *(
            f'<meta property="{name}" content="{escape(value)}">'
            for name, value in properties.items()
            if value
        ),
        '<link rel="icon" type="image/svg+xml" href="./icon.svg">',
    ]
    return "\n".join(tags) + "\n"


def style() -> str:
    """Link the page's style: it is there before anything is drawn, and stands after Streamlit's own."""
    return f'<link rel="stylesheet" href="./assets/mapapp/{versioned("page.css")}">'


def _address(request: Request) -> str:
    """Return the address that was asked for; "" if the header Host is no host."""
    address = str(request.url)
    try:
        return address if urlsplit(address).hostname else ""
    except ValueError:
        return ""


def icon(_: Request) -> Response:
    """Answer with the icon."""
    return FileResponse(ICON, media_type="image/svg+xml", headers={"Cache-Control": "no-cache"})


def to_icon(_: Request) -> Response:
    """Lead to the icon: Streamlit's script asks for one at its own address."""
    return RedirectResponse("icon.svg")


def robots(_: Request) -> Response:
    """Answer that the whole page may be read."""
    return PlainTextResponse(ROBOTS)
