"""The small map in a dossier: its names, the size of its circle, and that no name breaks it."""

import xml.etree.ElementTree as ET
from base64 import b64decode
from typing import Any

import pytest

from mapapp.exports.locator import AROUND_M, RIM, SHEET, locator

SVG = "{http://www.w3.org/2000/svg}"
BARDA = {
    "latitude": 40.3744,
    "longitude": 47.1266,
    "uncertainty_m": None,
    "place_id": "barda-city",
    "place_name": None,
}


def drawn(**more: Any) -> ET.Element:
    address = locator(BARDA | more, "#123456")
    return ET.fromstring(b64decode(address.removeprefix("data:image/svg+xml;base64,")))


def names(picture: ET.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


def test_the_place_has_both_names_and_towns_around_it_too() -> None:
    found = names(drawn())
    assert found[-1] == "Barda / Partav"
    assert "Martakert / Aghdara" in found
    assert "Barda / Partav" not in found[:-1]


@pytest.mark.parametrize("name", ["Short", "Central market and bus station of a town", "W" * 40])
def test_a_name_never_lies_over_its_mark(name: str) -> None:
    picture = drawn(place_id=None, place_name=name)
    mark = next(one for one in picture.iter(f"{SVG}circle") if one.get("class") == "mark")
    words = [text for text in picture.iter(f"{SVG}text") if text.text == name][-1]
    left, line = float(words.attrib["x"]), float(words.attrib["y"])
    x, y, radius = (float(mark.attrib[part]) for part in ("cx", "cy", "r"))
    assert left >= x + radius or line <= y - radius
    assert left >= 0


@pytest.mark.parametrize(("metres", "shown"), [(None, False), (60, False), (5_000, True), (60_000, True)])
def test_the_circle_is_as_wide_as_the_place_is_uncertain(metres: float | None, shown: bool) -> None:
    circles = [one for one in drawn(uncertainty_m=metres).iter(f"{SVG}circle") if one.get("class") == "area"]
    assert bool(circles) == shown
    for circle in circles:
        half = SHEET.height / 2 - RIM
        expected = (metres or 0) * half / max(1.15 * (metres or 0), AROUND_M)
        assert float(circle.attrib["r"]) == pytest.approx(expected, rel=0.03)
        assert float(circle.attrib["r"]) < SHEET.height / 2


def test_without_a_location_there_is_no_map() -> None:
    assert locator(BARDA | {"latitude": None, "longitude": None}, "#123456") == ""


@pytest.mark.parametrize("name", ["<script>&\"'", "\x00\x0b\ud800\u202e", "W" * 100_000])
def test_any_name_leaves_the_picture_whole(name: str) -> None:
    hostile = drawn(place_id=None, place_name=name)
    assert all(len(text) <= 60 for text in names(hostile))
    assert not list(hostile.iter(f"{SVG}script"))


@pytest.mark.parametrize("at", [(0.0, 0.0), (89.9, 10.0), (-89.9, 179.9), (40.0, -180.0)])
def test_anywhere_on_earth_can_be_drawn(at: tuple[float, float]) -> None:
    latitude, longitude = at
    assert drawn(latitude=latitude, longitude=longitude, place_id=None).tag == f"{SVG}svg"
