"""Smaller fonts in place of Streamlit's, of which a page uses about one seventh; made by `make fonts`."""

import re
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapapp.api.endpoint import root_of

FOLDER = Path(__file__).with_name("fonts")
CACHE_CONTROL = "max-age=600, stale-while-revalidate=604800"
"""The map's frame has the page's fonts at once; after ten minutes a browser asks again."""


class SmallFonts:
    """ASGI middleware: sends the smaller file of a font, if there is one.

    Its URL is that of the whole file and does not change when an icon is added, so it is not cached for ever.
    """

    def __init__(self, app: ASGIApp, base_path: str) -> None:
        self._app, self._files = app, StaticFiles(directory=FOLDER)
        names = "|".join(re.escape(file.stem) for file in FOLDER.glob("*.woff2"))
        self._font = re.compile(rf"{re.escape(root_of(base_path))}/static/media/({names})\.[\w.-]+\.woff2")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        font = scope["type"] == "http" and self._font.fullmatch(
            str(scope["path"]).removeprefix(scope.get("root_path", ""))
        )
        if not font or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return

        async def send_cacheable(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Cache-Control"] = CACHE_CONTROL
            await send(message)

        file_scope = {**scope, "path": f"/{font[1]}.woff2", "root_path": ""}
        await self._files(file_scope, receive, send_cacheable)
