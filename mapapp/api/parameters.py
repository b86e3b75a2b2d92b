"""Request parameters: those of the Query, and those that say how to answer."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from mapapp.api.answer_parameters import AnswerParameter
from mapapp.engine.view import View
from mapapp.errors import BadQuery
from mapapp.exports.picture.request import Position
from mapapp.geo.naming import name_orders
from mapapp.mapdata.frame import Frame
from mapapp.messages import notice
from mapapp.model.filters import BBox, on_globe
from mapapp.model.query import FILTERS, Query
from mapapp.model.traditions import NameOrder

if TYPE_CHECKING:
    from mapapp.engine.store import Store

MAX_ROWS = 999_999_999
DEEPEST_ZOOM = 22


@dataclass(frozen=True, slots=True)
class RequestParameters:
    """A request's Query, the text of its other parameters by name, and the available name orders."""

    query: Query
    texts: Mapping[str, str]
    orders: Mapping[str, NameOrder] = field(default_factory=dict)

    def whole(self, name: str, *, least: int, most: int) -> int | None:
        """Read a whole number from `least` to `most`; None if it is not given."""
        text = self.texts.get(name)
        if text is None:
            return None
        if not re.fullmatch("[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise BadQuery(name, text, notice("expected-whole", least=str(least), most=str(most)))
        return int(text)

    def flag(self, name: str) -> bool:
        """Read a switch: 1 is on, 0 or nothing is off."""
        return self.whole(name, least=0, most=1) == 1

    def choice(self, name: str, options: Sequence[str]) -> str:
        """Read one of several words; the first unless given."""
        text = self.texts.get(name, options[0])
        if text not in options:
            raise BadQuery(name, text, notice("expected-one-of", values=", ".join(options)))
        return text

    def names(self) -> NameOrder:
        """Read whose place names come first."""
        return self.orders[self.choice("names", tuple(self.orders))]

    def edges(self) -> BBox | None:
        """Read `view`, the edges of a map as west, south, east, north in degrees; None if it is not given.

        The map may have been moved across the date line: longitudes are normalised to -180 to 180, and
        west > east then means that the view crosses it.
        """
        text = self.texts.get("view")
        return None if text is None else _edges(text)

    def position(self) -> Position | None:
        """Read `map`, a map's position as zoom/latitude/longitude; None if it is not given."""
        text = self.texts.get("map")
        return None if text is None else _position(text)

    def frame(self) -> Frame | None:
        """Read `frame`, the map to be fitted to what it shows; None if it is not given."""
        text = self.texts.get("frame")
        return None if text is None else _frame(text)

    def view(self) -> View:
        """Read `view` and `zoom`; both must be given."""
        bbox, zoom = self.edges(), self.whole("zoom", least=0, most=DEEPEST_ZOOM)
        if bbox is None:
            raise BadQuery("view", "", notice("expected-edges"))
        if zoom is None:
            raise BadQuery("zoom", "", notice("expected-whole", least="0", most=str(DEEPEST_ZOOM)))
        return View(bbox, zoom)


def read_parameters(store: "Store", request: Request, *names: str) -> RequestParameters:
    """Read a request that may have the Query's parameters and those in `names`.

    BadQuery for any other name, and for a value that is neither in a vocabulary nor in the data.
    """
    values = values_by_name(request, (*FILTERS, *names))
    texts = {name: _single(name, values.pop(name)) for name in names if name in values}
    return RequestParameters(known_query(store, values), texts, name_orders(store.conflict))


def _single(name: str, values: Sequence[str]) -> str:
    if len(values) > 1:
        raise BadQuery(name, ",".join(values), notice("expected-single"))
    return values[0]


def _require_known(store: "Store", query: Query) -> None:
    """Raise BadQuery for a word that neither the vocabulary nor any incident has: it is misspelt."""
    for name, value in store.unknown_values(query):
        vocabulary = store.conflict.vocabulary(name)
        if vocabulary and value not in vocabulary:
            allowed = {**vocabulary, **store.facets(Query()).get(name, {})}
            raise BadQuery(name, value, notice("expected-one-of", values=", ".join(allowed)))


def values_by_name(request: Request, allowed: Sequence[str]) -> dict[str, list[str]]:
    """Return the values of a request's parameters by name; BadQuery for a name not in `allowed`."""
    values: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name not in allowed:
            expected = (
                notice("expected-parameter", names=", ".join(allowed))
                if allowed
                else notice("expected-no-parameter")
            )
            raise BadQuery(name, value, expected)
        values.setdefault(name, []).append(value)
    return values


def read_answer_parameters(
    values: dict[str, list[str]], definitions: Sequence[AnswerParameter]
) -> dict[str, Any]:
    """Remove the parameters that say how to answer from `values`, and read them."""
    texts = {
        definition.name: _single(definition.name, values.pop(definition.name))
        for definition in definitions
        if definition.name in values
    }
    return {definition.name: definition.read(texts.get(definition.name)) for definition in definitions}


def known_query(store: "Store", values: Mapping[str, Sequence[str]]) -> Query:
    """Read the Query; BadQuery for a word in neither vocabulary nor data, or an unknown place."""
    query = store.located(Query.from_params(values))
    store.require_known(query)
    _require_known(store, query)
    return query


def refuse_parameters(request: Request) -> None:
    """Raise BadQuery for any parameter, on a route that has none."""
    values_by_name(request, ())


def parameters_without_query(request: Request, *names: str) -> RequestParameters:
    """Read a request that may have these parameters but none of the Query's."""
    texts = {name: _single(name, values) for name, values in values_by_name(request, names).items()}
    return RequestParameters(Query(), texts)


def _position(text: str) -> Position:
    parts = text.split("/")
    try:
        zoom, latitude, longitude = (float(part) for part in parts)
    except ValueError:
        zoom = math.nan
    if not (0 <= zoom <= DEEPEST_ZOOM and abs(latitude) <= 85 and abs(longitude) <= 180):
        raise BadQuery("map", text, notice("expected-position", deepest=DEEPEST_ZOOM))
    return zoom, latitude, longitude


def _frame(text: str) -> Frame:
    if not re.fullmatch(r"([0-9]{1,5},){6}[0-9]{1,5}(\.[0-9]{1,5})?", text):
        raise BadQuery("frame", text, notice("expected-frame"))
    *pixels, step = text.split(",")
    width, height, left, top, right, bottom = map(int, pixels)
    frame = Frame(width, height, left, top, right, bottom, float(step))
    if min(frame.room) <= 0 or not 0 < frame.step <= 1:
        raise BadQuery("frame", text, notice("expected-frame"))
    return frame


def _edges(text: str) -> BBox:
    expected = notice("expected-edges-in-order")
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise BadQuery("view", text, expected) from None
    if not all(map(math.isfinite, (west, south, east, north))) or west > east or south > north:
        raise BadQuery("view", text, expected)
    return on_globe(west, south, east, north)
