"""The collection of incidents: items to take away, and what the page's map and list show."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from mapapp import exports
from mapapp.api.door import cached, not_modified, tag_for
from mapapp.api.parameters import MAX_ROWS, Asked, asked, point_of_view
from mapapp.engine import overview, pages
from mapapp.engine.live import LiveStore
from mapapp.engine.store import Store
from mapapp.errors import NotFound, shortened
from mapapp.exports import BY_PARAMETER, GEOJSON, Format
from mapapp.mapdata.incidents import incident_words
from mapapp.mapdata.map_features import expanded, view_features
from mapapp.mapdata.summary import view_summary
from mapapp.messages import notice
from mapapp.model.filters import BBox
from mapapp.model.query import Query
from mapapp.model.schema import ACCORDING_TO

USUAL_LIST, LONGEST_LIST = 100, 500


class GeoJSONResponse(JSONResponse):
    """A small GeoJSON document."""

    media_type = GEOJSON


class Incidents:
    """The answers of the routes under `collections/incidents`, each from the data of that moment."""

    def __init__(self, live: LiveStore) -> None:
        self._live = live

    def items(self, request: Request) -> Response:
        """Return the matching incidents in one of the formats: GeoJSON unless `f` names another."""
        given = asked(self._live.current, request, "f", "limit", "offset", "download")
        form = BY_PARAMETER[given.choice("f", tuple(BY_PARAMETER))]
        limit = given.whole("limit", least=1, most=MAX_ROWS)
        offset = given.whole("offset", least=0, most=MAX_ROWS) or 0
        saved, part = given.flag("download") or not form.inline, (given.query, limit, offset)
        return self._kept(request, lambda store: _items(store, request, form, part, saved=saved))

    def item(self, request: Request) -> Response:
        """Return one incident as a Feature, as the point of view asked for has it."""
        whose = point_of_view(request)
        store, incident_id = self._live.current, request.path_params["incident_id"]
        known = "\x00" not in incident_id and store.incident(incident_id) is not None
        if not known:
            raise NotFound(notice("no-incident"), remedy=notice("no-incident-remedy"))
        found = exports.feature(store, incident_id, whose)
        if found is None:
            raise _absent(store, incident_id, whose)
        return Response(found, media_type=GEOJSON, headers=cached(tag_for(store, request)))

    def map(self, request: Request) -> Response:
        """Return what the map shows of a view: at most about 1,500 incidents and cells.

        It goes first: the map is what a reader waits for.
        """
        given = asked(self._live.current, request, "view", "zoom", "expand", "names")
        view, features = given.view(), expanded if given.flag("expand") else view_features

        def make(store: Store) -> Response:
            with store.going_first():
                return GeoJSONResponse(
                    {
                        "type": "FeatureCollection",
                        **_counts(store, given.query, view.bbox),
                        "features": features(store, given.query, view, given.names()),
                    }
                )

        return self._kept(request, make)

    def list(self, request: Request) -> Response:
        """Return the first incidents of a view in words, then those without a location."""
        given = asked(self._live.current, request, "view", "limit", "names")
        bbox, limit = given.edges(), given.whole("limit", least=1, most=LONGEST_LIST) or USUAL_LIST
        return self._kept(
            request,
            lambda store: JSONResponse(
                {
                    **_counts(store, given.query, bbox),
                    "summary": view_summary(store, given.query, bbox, given.names()),
                    "incidents": _listed(store, given, bbox, limit),
                }
            ),
        )

    def _kept(self, request: Request, make: Callable[[Store], Response]) -> Response:
        store = self._live.current
        tag = tag_for(store, request)
        response = not_modified(request, tag) or make(store)
        response.headers.update(cached(tag))
        return response


def _absent(store: Store, incident_id: str, whose: str) -> NotFound:
    """Say that a point of view denies an incident, and in which claims, or that it does not have it."""
    denials = store.denials([incident_id], whose)[incident_id]
    named = ", ".join(shortened(claim["claim_id"]) for claim in denials)
    speaking = notice("incident-denied", whose=ACCORDING_TO[whose], count=len(denials), claims=named)
    silent = notice("incident-not-theirs", whose=ACCORDING_TO[whose])
    return NotFound(
        speaking if denials else silent,
        remedy=notice("incident-not-theirs-remedy"),
    )


def _items(
    store: Store, request: Request, form: Format, part: tuple[Query, int | None, int], *, saved: bool
) -> Response:
    """Answer with a part of the incidents: a Query, a limit and an offset."""
    query, limit, offset = part
    links = [_link("self", request)]
    if limit is not None and offset + limit < store.totals(query)["matched"]:
        links.append(_link("next", request, offset=offset + limit))
    pieces = form.pieces(store, query, limit=limit, offset=offset, links=links)
    name = exports.filename(store, form.suffixes[0].removeprefix("."))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'} if saved else {}
    if form.streamed:
        return StreamingResponse(pieces, media_type=form.media_type, headers=headers)
    return Response(b"".join(pieces), media_type=form.media_type, headers=headers)


def _link(relation: str, request: Request, **changed: int) -> dict[str, str]:
    """Link to a variant of this request, by an address relative to it: it holds under any prefix or proxy."""
    kept = [pair for pair in request.query_params.multi_items() if pair[0] not in changed]
    parameters = urlencode([*kept, *changed.items()])
    return {"rel": relation, "type": GEOJSON, "href": f"items?{parameters}" if parameters else "items"}


def _counts(store: Store, query: Query, bbox: BBox | None) -> dict[str, int]:
    row = store.rows(overview.counts, store.incidents, query, bbox)[0]
    return {
        "numberMatched": row["in_view"],
        "numberSummaries": row["summaries"],
        "numberUnlocated": row["unlocated"],
    }


def _listed(store: Store, given: Asked, bbox: BBox | None, limit: int) -> list[dict[str, Any]]:
    rows = store.incidents_at(pages.listing, given.query, bbox, limit)
    return [incident_words(row, given.names()) | _position(row) for row in rows]


def _position(row: dict[str, Any]) -> dict[str, Any]:
    located = row["latitude"] is not None
    return {"located": located, "at": [row["longitude"], row["latitude"]] if located else None}
