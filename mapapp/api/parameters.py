"""Request parameters: the Query's own, and those that say how to answer."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from mapapp.api.own_parameters import Own
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
class Asked:
    """A request's Query, the text of its other parameters by name, and the orders of names that there are."""

    query: Query
    others: Mapping[str, str]
    orders: Mapping[str, NameOrder] = field(default_factory=dict)

    def whole(self, name: str, *, least: int, most: int) -> int | None:
        """Read a whole number between `least` and `most`; None if it is not given."""
        text = self.others.get(name)
        if text is None:
            return None
        if not re.fullmatch("[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise BadQuery(name, text, notice("expected-whole", least=str(least), most=str(most)))
        return int(text)

    def flag(self, name: str) -> bool:
        """Read a switch: 1 is on, 0 or nothing is off."""
        return self.whole(name, least=0, most=1) == 1

    def choice(self, name: str, options: Sequence[str]) -> str:
        """Read one of some words; the first unless given."""
        text = self.others.get(name, options[0])
        if text not in options:
            raise BadQuery(name, text, notice("expected-one-of", values=", ".join(options)))
        return text

    def names(self) -> NameOrder:
        """Read whose place names stand first."""
        return self.orders[self.choice("names", tuple(self.orders))]

    def edges(self) -> BBox | None:
        """Read `view`, the edges of a map as west, south, east, north in degrees; None if it is not given.

        The map may have been moved over the date line: the longitudes are brought back to -180 to 180, and
        west > east then means that the view crosses it.
        """
        text = self.others.get("view")
        return None if text is None else _edges(text)

    def position(self) -> Position | None:
        """Read `map`, where a map stands as zoom/latitude/longitude; None if it is not given."""
        text = self.others.get("map")
        return None if text is None else _position(text)

    def frame(self) -> Frame | None:
        """Read `frame`, the map that will be fitted to what it shows; None if it is not given."""
        text = self.others.get("frame")
        return None if text is None else _frame(text)

    def view(self) -> View:
        """Read `view` and `zoom`; both must be given."""
        bbox, zoom = self.edges(), self.whole("zoom", least=0, most=DEEPEST_ZOOM)
        if bbox is None:
            raise BadQuery("view", "", notice("expected-edges"))
        if zoom is None:
            raise BadQuery("zoom", "", notice("expected-whole", least="0", most=str(DEEPEST_ZOOM)))
        return View(bbox, zoom)


def asked(store: "Store", request: Request, *own: str) -> Asked:
    """Read a request that may have the Query's parameters and `own`.

    BadQuery for any other name, and for a value that neither a vocabulary nor the data know.
    """
    given = given_by_name(request, (*FILTERS, *own))
    others = {name: _single(name, given.pop(name)) for name in own if name in given}
    return Asked(known_query(store, given), others, name_orders(store.conflict))


def _single(name: str, values: Sequence[str]) -> str:
    if len(values) > 1:
        raise BadQuery(name, ",".join(values), notice("expected-single"))
    return values[0]


def _require_known(store: "Store", query: Query) -> None:
    """Raise BadQuery for a word outside a vocabulary that no incident has: it is misspelt, not peaceful."""
    for name, value in store.unknown_values(query):
        vocabulary = store.conflict.vocabulary(name)
        if vocabulary and value not in vocabulary:
            known = {**vocabulary, **store.facets(Query()).get(name, {})}
            raise BadQuery(name, value, notice("expected-one-of", values=", ".join(known)))


def given_by_name(request: Request, known: Sequence[str]) -> dict[str, list[str]]:
    """Return the values of a request's parameters by name; BadQuery for one that is not known."""
    given: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            expected = (
                notice("expected-parameter", names=", ".join(known))
                if known
                else notice("expected-no-parameter")
            )
            raise BadQuery(name, value, expected)
        given.setdefault(name, []).append(value)
    return given


def read_own(given: dict[str, list[str]], own: Sequence[Own]) -> dict[str, Any]:
    """Take the parameters that say how to answer out of those that are given, and read them."""
    texts = {one.name: _single(one.name, given.pop(one.name)) for one in own if one.name in given}
    return {one.name: one.read(texts.get(one.name)) for one in own}


def known_query(store: "Store", given: Mapping[str, Sequence[str]]) -> Query:
    """Read the Query; BadQuery for a word outside a vocabulary that no incident has, or an unknown place."""
    query = store.located(Query.from_params(given))
    store.require_known(query)
    _require_known(store, query)
    return query


def nothing_asked(request: Request) -> None:
    """Refuse any parameter, where there is none."""
    given_by_name(request, ())


def others_only(request: Request, *names: str) -> Asked:
    """Read a request that may have these parameters and none of the Query's."""
    given = given_by_name(request, names)
    return Asked(Query(), {name: _single(name, values) for name, values in given.items()})


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
