"""Rules shared with the frontend: both give the answers in `tests/golden/`; `frontend/test/` reads it too."""

import json
from dataclasses import asdict, astuple
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely

from mapapp import words
from mapapp.api.parameters import DEEPEST_ZOOM
from mapapp.engine.store import MAX_BINS
from mapapp.engine.view import CELL_PIXELS, IN_DISTRICT, VAGUE_PLACES, View
from mapapp.exports.picture.marks import radius_of
from mapapp.geo.mercator import TILE_PIXELS
from mapapp.geo.naming import as_called, dataset_towns
from mapapp.geo.places import find_district
from mapapp.geo.world import WorldTown
from mapapp.geo.world_view import CellAddress, cells_in_view, decoded
from mapapp.mapdata.map_features import FINE_GRID, MOST_SINGLE, NEAREST, view_features
from mapapp.model.conflict import Conflict, NamedPlace
from mapapp.model.filters import WORLD
from mapapp.model.query import Query
from mapapp.model.text_search import folded, search_words
from mapapp.model.traditions import Tradition
from mapapp.page.position import is_position
from mapapp.views.style import Legend, Sizes
from tests.factories import incident, store_of


def golden(name: str) -> Any:
    return json.loads((Path(__file__).parent / "golden" / f"{name}.json").read_text(encoding="utf-8"))


def test_constants() -> None:
    own = {
        "cell_pixels": CELL_PIXELS,
        "nearest": NEAREST,
        "most_single": MOST_SINGLE,
        "fine_zoom": (FINE_GRID * CELL_PIXELS // TILE_PIXELS).bit_length() - 1,
        "deepest_zoom": DEEPEST_ZOOM,
        "most_bins": MAX_BINS,
        "vague_places": list(VAGUE_PLACES),
        "in_district": list(IN_DISTRICT),
    }
    assert own == golden("constants")


def test_days_figures_and_numbers_in_words() -> None:
    said = golden("words")
    for start, end, sentence in said["days"]:
        assert words.days(date.fromisoformat(start), date.fromisoformat(end)) == sentence
    for low, high, figure in said["figures"]:
        assert words.figure(low, high) == figure
    for single, summaries, contents in said["contents"]:
        assert words.incidents(single, summaries) == contents


def test_sizes_of_marks() -> None:
    held = golden("mark_sizes")
    assert asdict(Sizes()) == held["sizes"] | {"examples": tuple(held["sizes"]["examples"])}
    for mark in held["marks"]:
        legend = Legend({}, shapes=mark["shapes"], sizes=Sizes().scaled(mark["by"]))
        assert radius_of(mark, legend) == pytest.approx(mark["radius"], abs=0.001), mark


def test_text_as_a_search_sees_it() -> None:
    given = golden("search")
    for text, plain in given["folded"]:
        assert folded(text) == plain
    for text, found in given["words"]:
        assert search_words(text) == found


def test_positions_of_the_map() -> None:
    given = golden("positions")
    assert [text for text in given["positions"] if is_position(text)] == given["possible"]


def test_outlines_of_districts_by_name() -> None:
    for name, district in golden("districts").items():
        found = find_district(name)
        assert (found.name if found else None) == district, name


def test_incidents_and_cells() -> None:
    given = golden("cells")
    rows = [
        incident(row["id"], **{key: value for key, value in row.items() if key != "id"})
        for row in given["incidents"]
    ]
    store = store_of(rows)
    for view in given["views"]:
        shown = View(tuple(map(float, view["bounds"])), view["zoom"])
        found = [seen(feature) for feature in view_features(store, Query(), shown)]
        assert in_order(found) == in_order(view["shown"]), f"zoom {view['zoom']}"


def seen(feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature["properties"]
    at = [round(degree, 4) for degree in feature["geometry"]["coordinates"]]
    if properties["kind"] == "incident":
        return {"kind": "incident", "id": properties["id"], "at": at}
    return properties | {"at": at}


def in_order(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(features, key=lambda one: (one["at"], one["kind"], one.get("id", ""), one.get("count", 0)))


def test_places_of_a_data_set_among_the_towns() -> None:
    given = golden("own_places")
    traditions = tuple(Tradition.of_dataset(name) for name in given["own"][0]["names"])
    named = (
        NamedPlace(str(number), tuple(one["names"].items()), one["first"], tuple(one["at"]))
        for number, one in enumerate(given["own"])
    )
    own = dataset_towns(Conflict(traditions=traditions, places=tuple(named)), WORLD)
    called = as_called([WorldTown(*row) for row in given["world"]], own)
    found = [[one.rank, [*filter(None, one.names)], one.latitude, one.longitude] for one in called]
    assert found == given["called"]


def test_cells_of_the_world() -> None:
    given = golden("world_cells")
    for view in given["views"]:
        found = [one.path.removesuffix(".json") for one in cells_in_view(tuple(view["bounds"]), view["zoom"])]
        assert sorted(found) == sorted(view["cells"])
    ground = decoded(given["cell"], CellAddress(**given["place"]))
    expected = given["decoded"]
    assert {name: _rings(area) for name, area in ground.land.items()} == expected["land"]
    assert _rings(ground.lakes) == expected["lakes"]
    for name in ("borders", "shores", "rivers", "districts", "disputed"):
        lines = [list(map(list, line.coords)) for line in getattr(ground, name).geoms]
        assert lines == expected[name], name
    assert [list(astuple(town)) for town in ground.towns] == expected["towns"]


def _rings(area: shapely.MultiPolygon) -> list[list[list[list[float]]]]:
    return [[list(map(list, ring.coords)) for ring in (one.exterior, *one.interiors)] for one in area.geoms]
