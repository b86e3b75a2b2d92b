"""Smaller fonts in place of Streamlit's, of which a page needs a seventh: `make fonts` makes them."""

import re
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapapp.api.endpoint import root_of

FOLDER = Path(__file__).with_name("fonts")
KEPT = "max-age=600, stale-while-revalidate=604800"
"""The map, in a frame of its own, has the page's fonts at once; ten minutes later a browser asks again."""


class SmallFonts:
    """ASGI middleware: sends the smaller file of a font, if there is one.

    Its address is that of the whole file, which stays the same when another icon is added: not kept for ever.
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

        async def send_for_a_while(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Cache-Control"] = KEPT
            await send(message)

        own = {**scope, "path": f"/{font[1]}.woff2", "root_path": ""}
        await self._files(own, receive, send_for_a_while)
