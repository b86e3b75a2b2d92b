"""The places of the data set's own gazetteer, with all their names: the answer of one route."""

from starlette.requests import Request
from starlette.responses import Response

from mapapp.api.parameters import parameters_without_query
from mapapp.api.remembered import AnswerCache
from mapapp.engine.live import LiveStore
from mapapp.engine.withheld import rows_withheld
from mapapp.exports.geojson import GEOJSON


class Places:
    """The answer of the route, from the current data."""

    def __init__(self, live: LiveStore) -> None:
        self._live, self._answers = live, AnswerCache(GEOJSON)

    def places(self, request: Request) -> Response:
        """Return the places that have coordinates, as GeoJSON, unless the licence forbids publishing rows."""
        parameters_without_query(request)
        store = self._live.current
        if not store.gives_rows:
            raise rows_withheld()
        return self._answers.answer(request, store, lambda current: current.conflict.place_features)
