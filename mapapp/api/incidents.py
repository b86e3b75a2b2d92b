"""What the page's map and list show of the incidents."""

import math
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mapapp.api.parameters import RequestParameters, read_parameters
from mapapp.api.remembered import AnswerCache
from mapapp.engine.live import LiveStore
from mapapp.engine.questions import pages
from mapapp.engine.store import Store
from mapapp.engine.view import View
from mapapp.exports.geojson import GEOJSON
from mapapp.geo.areas import outlines
from mapapp.mapdata.frame import Frame
from mapapp.mapdata.home import home
from mapapp.mapdata.incidents import incident_words
from mapapp.mapdata.map_features import MOST_SINGLE, beyond, expanded, singles, view_features
from mapapp.mapdata.summary import view_summary
from mapapp.model.filters import BBox, on_globe
from mapapp.model.query import Query

USUAL_LIST, LONGEST_LIST = 100, 500


class Incidents:
    """The answers of the routes under `collections/incidents`, each from the current data."""

    def __init__(self, live: LiveStore) -> None:
        self._live = live
        self._maps, self._homes, self._lists = AnswerCache(GEOJSON), AnswerCache(), AnswerCache()

    def map(self, request: Request) -> Response:
        """Return what the map shows of a view: at most about 1,500 incidents and cells.

        With `single=1`, no cells if the view holds at most 300 incidents. It takes priority: the map is what
        a reader waits for.
        """
        parameters = read_parameters(self._live.current, request, "view", "zoom", "expand", "single", "names")
        view, expand, single = parameters.view(), parameters.flag("expand"), parameters.flag("single")

        def make(store: Store) -> dict[str, Any]:
            return _map_answer(store, parameters, view, expand=expand, single=single)

        store = self._live.current
        with store.going_first(parameters.query):
            return self._maps.answer(request, store, make)

    def home(self, request: Request) -> Response:
        """Return the initial view and the area of the Query, for a map that does not wait for the page.

        With `frame`, also what the map shows there, so that one request is enough. It takes priority, as
        `map` does.
        """
        parameters = read_parameters(self._live.current, request, "frame", "names")
        frame = parameters.frame()

        def make(store: Store) -> dict[str, Any]:
            bounds = home(store, parameters.query)
            map_answer = _home_answer(store, parameters, bounds, frame) if bounds and frame else None
            return {"home": bounds, "area": outlines(store.located(parameters.query)), "shown": map_answer}

        store = self._live.current
        with store.going_first(parameters.query, is_whole=frame is not None):
            return self._homes.answer(request, store, make)

    def list(self, request: Request) -> Response:
        """Return the first incidents of a view in words, followed by those without a location."""
        self._live.current.require_rows()
        parameters = read_parameters(self._live.current, request, "view", "limit", "names")
        bbox, limit = parameters.edges(), parameters.whole("limit", least=1, most=LONGEST_LIST) or USUAL_LIST
        return self._lists.answer(
            request,
            self._live.current,
            lambda store: {
                **_counts(store, parameters.query, bbox),
                "summary": view_summary(store, parameters.query, bbox, parameters.names()),
                "incidents": _listed(store, parameters, bbox, limit),
            },
        )


def _home_answer(store: Store, parameters: RequestParameters, bounds: BBox, frame: Frame) -> dict[str, Any]:
    edges, zoom = frame.fitted(bounds)
    view = View(on_globe(*edges), math.floor(zoom))
    return {"view": edges, "zoom": zoom, "answer": _map_answer(store, parameters, view, single=True)}


def _map_answer(
    store: Store, parameters: RequestParameters, view: View, *, expand: bool = False, single: bool = False
) -> dict[str, Any]:
    counts = _counts(store, parameters.query, view.bbox)
    show_singles = single and counts["numberMatched"] <= MOST_SINGLE
    features = expanded if expand else singles if show_singles else view_features
    return {
        "type": "FeatureCollection",
        **counts,
        "beyond": beyond(store, parameters.query, view),
        "features": features(store, parameters.query, view, parameters.names()),
    }


def _counts(store: Store, query: Query, bbox: BBox | None) -> dict[str, int]:
    row = store.counts(query, bbox)
    return {
        "numberMatched": row["in_view"],
        "numberSummaries": row["summaries"],
        "numberUnlocated": row["unlocated"],
    }


def _listed(
    store: Store, parameters: RequestParameters, bbox: BBox | None, limit: int
) -> list[dict[str, Any]]:
    rows = store.incidents_at(pages.listing, parameters.query, bbox, limit)
    return [incident_words(row, parameters.names()) | _position(row) for row in rows]


def _position(row: Mapping[str, Any]) -> dict[str, Any]:
    located = row["latitude"] is not None
    return {"located": located, "at": [row["longitude"], row["latitude"]] if located else None}
