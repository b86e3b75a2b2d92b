"""The security headers of every answer, as ASGI middleware around the whole application.

Streamlit makes its components from inline text, and st_folium evaluates the map's script: the page can't do
without inline and evaluated scripts. What the policy does hold back is everything from elsewhere: scripts,
requests, frames, and images but for the map's tiles. Who may embed the page is left open.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapapp.views.tiles import Tiles

UNUSED_FEATURES = ("camera", "geolocation", "microphone", "payment", "usb")


class SecurityHeaders:
    """Adds the headers to every HTTP answer that does not have its own.

    `images` are the origins other than ours from which images may come.
    """

    def __init__(self, app: ASGIApp, images: Sequence[str] = ()) -> None:
        self._app = app
        self._headers = {
            "Content-Security-Policy": policy(images),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def policy(images: Sequence[str]) -> str:
    """Write the Content-Security-Policy of the page and of the map's frame in it."""
    allowed = {
        "default-src": ("'self'",),
        "script-src": ("'self'", "'unsafe-inline'", "'unsafe-eval'", "blob:"),
        "style-src": ("'self'", "'unsafe-inline'"),
        "img-src": ("'self'", "data:", "blob:", *images),
        "font-src": ("'self'", "data:"),
        "worker-src": ("'self'", "blob:"),
        "object-src": ("'none'",),
        "base-uri": ("'self'",),
        "form-action": ("'self'",),
    }
    return "; ".join(" ".join((directive, *sources)) for directive, sources in allowed.items())


def tile_origins(tiles: Iterable[Tiles]) -> list[str]:
    """Return the origins that street tiles and satellite pictures come from."""
    addresses = (urlsplit(kind.url.replace("{s}", part)) for kind in tiles for part in kind.subdomains)
    return list(dict.fromkeys(f"{address.scheme}://{address.netloc}" for address in addresses))
