"""All routes of the data API, for `st.App` or any Starlette application."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from mapapp.api.addresses import Addresses
from mapapp.api.collections import COLLECTION, CONFORMANCE, OPENAPI, SCHEMAS, Descriptions
from mapapp.api.corrections import Corrections
from mapapp.api.coverage import Coverage
from mapapp.api.endpoint import Endpoint, root_of, routed
from mapapp.api.features import Features, asks_for_file
from mapapp.api.health import Health
from mapapp.api.incidents import Incidents
from mapapp.api.lines import Lines
from mapapp.api.openapi import Description
from mapapp.api.pictures import Pictures
from mapapp.api.places import Places
from mapapp.api.queues import NoQueue, Queues
from mapapp.api.records import Records
from mapapp.api.sharing import Sharing
from mapapp.engine.live import LiveStore
from mapapp.errors import NotFound
from mapapp.messages import notice
from mapapp.model.schema import INCIDENTS
from mapapp.views.corrections import FEED


def api_routes(live: LiveStore, base_path: str = "", queues: Queues | None = None) -> list[Route]:
    """Return the routes under /api; they answer from what `live` holds at the time.

    `base_path` is the path under which the whole application is served, if it is not the root; `queues` are
    the queues to wait in, where several sets of routes share them.
    """
    addresses = Addresses(root_of(base_path))
    descriptions, features = Descriptions(live, addresses), Features(live, addresses)
    collection = f"/api/{COLLECTION}/{{collection}}"
    items, waiting = f"{collection}/items", queues or Queues()
    answers = {
        "/api": _redirect_to_landing,
        "/api/": descriptions.landing,
        f"/api/{CONFORMANCE}": descriptions.conformance,
        f"/api/{OPENAPI}": Description(live, addresses).openapi,
        f"/api/{COLLECTION}": descriptions.collections,
        **_page_routes(live),
        **_sharing_routes(live, addresses),
        collection: descriptions.collection,
        **{f"{collection}/{name}": descriptions.schema for name in SCHEMAS},
        items: features.items,
        f"{items}/{{feature_id:path}}": features.item,
        f"/{FEED}": Corrections(live).feed,
        "/api/{rest:path}": _not_found,
    }
    root = root_of(base_path)
    health = Route(f"{root}/api/health", Endpoint(Health(live).health, NoQueue()))
    files = _FileRoute(f"{root}{items}", Endpoint(features.items, waiting.at(f"{items}, as files")))
    return [health, files, *routed(answers, base_path, waiting)]


class _FileRoute(Route):
    """The route for items requested as a file: a file may take a minute to start, but delays only files."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match = super().matches(scope)
        return match if match[0] is Match.NONE or asks_for_file(Request(scope)) else (Match.NONE, {})


def _page_routes(live: LiveStore) -> dict[str, Callable[[Request], Response]]:
    """Return the routes for the page's map, list and tables; they change with these."""
    incidents, records, path = Incidents(live), Records(live), f"/api/{COLLECTION}/{INCIDENTS.name}"
    return {
        f"{path}/map": incidents.map,
        f"{path}/home": incidents.home,
        f"{path}/list": incidents.list,
        f"{path}/table": records.incidents,
        f"{path}/claims": records.claims,
        f"{path}/coverage": Coverage(live).coverage,
        f"{path}/lines": Lines(live).lines,
        f"{path}/places": Places(live).places,
    }


def _sharing_routes(live: LiveStore, addresses: Addresses) -> dict[str, Callable[[Request], Response]]:
    """Return the routes for showing, citing and embedding a view elsewhere."""
    sharing, path = Sharing(live, addresses), f"/api/{COLLECTION}/{INCIDENTS.name}"
    return {
        f"{path}/picture": Pictures(live).picture,
        f"{path}/citation": sharing.citation,
        "/api/oembed": sharing.oembed,
        "/sitemap.xml": sharing.sitemap,
    }


def _redirect_to_landing(request: Request) -> Response:
    return RedirectResponse(f"{request.scope['path'].rpartition('/')[2]}/")


def _not_found(_: Request) -> Response:
    raise NotFound(notice("no-page"), remedy=notice("no-page-remedy"))
