"""The security headers of every answer, as ASGI middleware around the whole application."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapapp.api.endpoint import LOAD_NOTHING, internal_error, root_of
from mapapp.api.problems import UNCACHED
from mapapp.server.cookies import guard
from mapapp.server.doors import FRAME
from mapapp.server.policies import frame_policy, page_policy
from mapapp.views.tiles import Tiles

UNUSED_FEATURES = ("camera", "geolocation", "microphone", "payment", "usb")
POLICY_HEADER = "Content-Security-Policy"


class SecurityHeaders:
    """Adds the headers to every HTTP answer that does not have its own.

    `base_path` is the path under which the whole application is served, "" for the root; `images` are the
    origins other than ours from which images may come.
    """

    def __init__(self, app: ASGIApp, base_path: str = "", images: Sequence[str] = ()) -> None:
        root = root_of(base_path)
        self._app = app
        self._policies = {f"{root}/": page_policy(images), f"{root}{FRAME}": frame_policy(images)}
        self._headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (self._headers | self._policy(scope, message["status"])).items():
                    headers.setdefault(name, value)
                if message["status"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    headers.update(UNCACHED)
                guard(headers, by_https=scope["scheme"] == "https")
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _policy(self, scope: Scope, status: int) -> dict[str, str]:
        """Choose the policy by path. A 304 keeps the policy of the stored answer."""
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        return {} if status == 304 else {POLICY_HEADER: self._policies.get(path, LOAD_NOTHING)}


def answer_to_fault(request: Request, _fault: Exception) -> Response:
    """Answer a failure that nothing else caught; this answer bypasses all middleware."""
    answer = internal_error(request)
    answer.headers.update({POLICY_HEADER: LOAD_NOTHING, "X-Content-Type-Options": "nosniff"})
    return answer


def tile_origins(tiles: Iterable[Tiles]) -> list[str]:
    """Return the origins other than ours that street tiles and satellite images come from."""
    addresses = (urlsplit(kind.url.replace("{s}", part)) for kind in tiles for part in kind.subdomains)
    foreign = (address for address in addresses if address.netloc)
    return list(dict.fromkeys(f"{address.scheme}://{address.netloc}" for address in foreign))
