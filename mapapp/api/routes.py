"""All routes of the data API, for `st.App` or any Starlette application."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from mapapp.api.corrections import FEED, Corrections
from mapapp.api.coverage import Coverage
from mapapp.api.door import routed
from mapapp.api.incidents import Incidents
from mapapp.api.parameters import nothing_asked
from mapapp.api.pictures import Pictures
from mapapp.api.records import Records
from mapapp.engine.live import LiveStore
from mapapp.errors import NotFound
from mapapp.exports import BY_PARAMETER, FORMATS, Format
from mapapp.exports.atom import ATOM
from mapapp.messages import notice
from mapapp.model.query import FILTERS

COLLECTION = "collections/incidents"


def api_routes(live: LiveStore, base_path: str = "") -> list[Route]:
    """Return the routes under /api; they answer from what `live` holds at that moment.

    `base_path` is the path under which the whole application is served, if it is not the root.
    """
    incidents, records = Incidents(live), Records(live)
    answers = {
        "/api": _to_landing,
        "/api/": _Landing(live).page,
        "/api/health": _Landing(live).health,
        f"/api/{COLLECTION}/items": incidents.items,
        f"/api/{COLLECTION}/items/{{incident_id:path}}": incidents.item,
        f"/api/{COLLECTION}/map": incidents.map,
        f"/api/{COLLECTION}/list": incidents.list,
        f"/api/{COLLECTION}/picture": Pictures(live).picture,
        f"/api/{COLLECTION}/table": records.incidents,
        f"/api/{COLLECTION}/claims": records.claims,
        f"/api/{COLLECTION}/coverage": Coverage(live).coverage,
        f"/api/{FEED}": Corrections(live).feed,
        "/api/{rest:path}": _nothing,
    }
    return routed(answers, base_path)


class _Landing:
    """What the API says of itself."""

    def __init__(self, live: LiveStore) -> None:
        self._live = live

    def page(self, request: Request) -> Response:
        """List what there is, by addresses relative to this one, and the parameters."""
        nothing_asked(request)
        description = self._live.current.description
        links = [
            {"rel": "self", "type": "application/json", "href": "./"},
            *(_items(form) for form in BY_PARAMETER.values()),
            {
                "rel": "related",
                "type": "application/json",
                "href": f"{COLLECTION}/coverage",
                "title": "Sources that report anything, by day and by district",
            },
            {
                "rel": "preview",
                "type": "image/png",
                "href": f"{COLLECTION}/picture",
                "title": "A picture of a view: f=png or svg, size=16:9, 1:1, 9:16 or column",
            },
            {"rel": "alternate", "type": ATOM, "href": FEED, "title": "Corrections"},
            {"rel": "status", "type": "application/json", "href": "health"},
        ]
        return JSONResponse(
            {
                "title": description.title,
                "links": links,
                "parameters": {name: one.help for name, one in FILTERS.items()},
            }
        )

    def health(self, request: Request) -> Response:
        """Say which state of the data is served, and why not the newest if so."""
        nothing_asked(request)
        store, problem = self._live.current, self._live.problem
        status = {
            "status": "ok",
            "fingerprint": store.fingerprint,
            "beside": store.beside,
            "rows": store.report.rows_accepted("incidents"),
        }
        return JSONResponse(status | ({"problem": problem} if problem else {}))


def _items(form: Format) -> dict[str, str]:
    address = f"{COLLECTION}/items"
    usual = form is FORMATS[0]
    return {
        "rel": "items",
        "type": form.media_type,
        "href": address if usual else f"{address}?f={form.parameter}",
    }


def _to_landing(request: Request) -> Response:
    return RedirectResponse(f"{request.scope['path'].rpartition('/')[2]}/")


def _nothing(_: Request) -> Response:
    raise NotFound(notice("no-page"), remedy=notice("no-page-remedy"))
