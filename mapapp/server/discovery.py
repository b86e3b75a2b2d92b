"""How programs find the API: `llms.txt` for assistants, an API catalogue (RFC 9727) for other programs."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mapapp.api.addresses import Addresses
from mapapp.api.endpoint import root_of, routed
from mapapp.engine.description import description_of
from mapapp.messages import message
from mapapp.model.metadata import Description
from mapapp.settings import StoreAddress

CATALOG = "/.well-known/api-catalog"
LINKSET = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'


def discovery_routes(data: Path | StoreAddress, base_path: str, *, drafts: bool = False) -> list[Route]:
    """Return the routes; `base_path` is that of the whole application, `drafts` whether those are shown."""
    discovery = Discovery(partial(description_of, data, drafts=drafts), Addresses(root_of(base_path)))
    return routed({"/llms.txt": discovery.llms, CATALOG: discovery.catalog}, base_path)


class Discovery:
    """The answers, which need only the data set's description."""

    def __init__(self, describe: Callable[[], Description], addresses: Addresses) -> None:
        self._describe, self._addresses = describe, addresses

    def llms(self, request: Request) -> Response:
        """Say in Markdown what there is and how to use it fairly."""
        about = self._describe()
        text = message(
            "llms",
            title=about.title,
            text=" ".join(about.text.split()),
            map=f"{self._addresses.page(request)}/",
            api=self._addresses.of(request, ""),
        )
        return PlainTextResponse(text.encode(errors="replace"), media_type="text/markdown")

    def catalog(self, request: Request) -> Response:
        """List the API with its description, documentation and status."""
        api = self._addresses.of(request, "")
        openapi = self._addresses.of(request, "openapi")
        entry = {
            "anchor": api,
            "service-desc": [{"href": openapi, "type": "application/json"}],
            "service-doc": [{"href": f"{openapi}?f=html", "type": "text/html"}],
            "status": [{"href": self._addresses.of(request, "health"), "type": "application/json"}],
        }
        here = f"{self._addresses.page(request)}{CATALOG}"
        linkset = {"linkset": [{"anchor": here, "item": [{"href": api}]}, entry]}
        headers = {"Link": f'<{here}>; rel="api-catalog"', "Content-Type": LINKSET}
        return Response(json.dumps(linkset), headers=headers)
