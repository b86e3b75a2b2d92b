"""The lines and areas that the data set draws under its incidents: the answer of one route."""

from starlette.requests import Request
from starlette.responses import Response

from mapapp.api.parameters import parameters_without_query
from mapapp.api.remembered import AnswerCache
from mapapp.engine.live import LiveStore
from mapapp.exports.geojson import GEOJSON


class Lines:
    """The answer of the route, from the current data."""

    def __init__(self, live: LiveStore) -> None:
        self._live, self._answers = live, AnswerCache(GEOJSON)

    def lines(self, request: Request) -> Response:
        """Return the lines with their labels and notes, as GeoJSON."""
        parameters_without_query(request)
        return self._answers.answer(request, self._live.current, lambda store: store.conflict.line_features)
