"""The small map of a reader's own file shows every place, wherever it is."""

import re
import xml.etree.ElementTree as ET
from base64 import b64decode

import pyarrow as pa
import pytest

from mapapp.exports.own_file_map import SHEET, own_file_map


def points(*spots: tuple[float | None, float | None]) -> set[tuple[float, float]]:
    latitudes, longitudes = zip(*spots, strict=True)
    columns = {"latitude": latitudes, "longitude": longitudes}
    address = own_file_map(
        pa.table({name: pa.array(values, pa.float64()) for name, values in columns.items()})
    )
    picture = ET.fromstring(b64decode(address.removeprefix("data:image/svg+xml;base64,")))
    (path,) = (one for one in picture.iter() if one.get("class") == "points")
    return {(float(x), float(y)) for x, y in re.findall(r"M(-?[0-9.]+) (-?[0-9.]+)h0", path.attrib["d"])}


@pytest.mark.parametrize(
    "spots",
    [
        [(40.0, 47.0)],
        [(40.0, 47.0), (40.5, 46.0), (39.5, 47.5)],
        [(40.0, 47.0), (47.0, 40.0), (-33.0, 151.0)],
        [(90.0, 0.0), (-90.0, 180.0), (0.0, -180.0)],
        [(-17.0, 179.0), (-17.0, -179.0)],
    ],
)
def test_every_place_is_on_it(spots: list[tuple[float, float]]) -> None:
    found = points(*spots, (None, None))
    assert len(found) == len(spots)
    assert all(0 <= x <= SHEET.right and 0 <= y <= SHEET.bottom for x, y in found)


def test_places_that_can_not_be_told_apart_are_drawn_once() -> None:
    assert len(points(*[(40.0 + n / 1e6, 47.0) for n in range(10_000)], (41.0, 48.0))) <= 4


def test_without_a_location_there_is_no_map() -> None:
    empty = pa.table({name: pa.array([None, None], pa.float64()) for name in ("latitude", "longitude")})
    assert own_file_map(empty) == ""


def test_it_says_where_a_few_near_places_are() -> None:
    address = own_file_map(pa.table({"latitude": [10.5, 10.6], "longitude": [20.25, 20.35]}))
    picture = ET.fromstring(b64decode(address.removeprefix("data:image/svg+xml;base64,")))
    names = [one.text for one in picture.iter() if one.tag.endswith("text")]
    assert "Am Timan" in names
