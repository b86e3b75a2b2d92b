"""The map's Python side: the legend, and scripts that pass on any text unchanged."""

import json
import math
import re
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit_folium import generate_js_hash, generate_leaflet_string

from mapapp.errors import BadSetting
from mapapp.model.schema import HARM_STATUS, OTHER_GRADE
from mapapp.views.map import (
    base_map,
    incident_layer,
    literal,
    standalone_map,
)
from mapapp.views.style import ACTOR_COLOURS, EVIDENCE, OTHER_COLOUR, THEMES, Legend, legend_for
from mapapp.views.tiles import Tiles, backgrounds

COLOURS = (*ACTOR_COLOURS, OTHER_COLOUR)
EMPTY: dict[str, Any] = {"type": "FeatureCollection", "features": []}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
)


def script_of(made: Any) -> str:
    """The script that st_folium sends for an element."""
    made.get_root().render()
    return str(generate_leaflet_string(made))


def layer_script(**params: list[str]) -> str:
    made = base_map({})
    group = incident_layer(params, home=HOME, legend=Legend({}), selected=None, fingerprint="1")
    group._id = "feature_group_0"
    group.add_to(made)
    group.render()
    return str(generate_leaflet_string(group, base_id="feature_group_0"))


HOME = (46.0, 39.0, 48.0, 41.0)


# ---- literals


@given(json_values)
def test_a_literal_is_the_value_again(value: Any) -> None:
    spelled = literal(value).removeprefix("JSON.parse(").removesuffix(")")
    assert json.loads(json.loads(spelled)) == value


@given(st.text())
def test_a_literal_holds_nothing_that_a_reader_on_the_way_acts_on(text: str) -> None:
    spelled = literal({text: [text]})
    assert spelled.isascii()
    assert not set("<>&_{}'\n") & set(spelled)


def test_a_literal_refuses_what_json_can_not_say() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        literal([math.nan])


# ---- for st_folium


def test_the_base_map_is_the_same_for_st_folium_on_every_run() -> None:
    first, second = (generate_js_hash(script_of(base_map({}))) for _ in range(2))
    assert first == second


def test_st_folium_sees_filters_apart_that_differ_in_what_it_strips() -> None:
    first, second = (generate_js_hash(layer_script(actor=[f"x_{n}"])) for n in "ab")
    assert first != second


def test_the_layer_carries_an_address_and_no_data() -> None:
    assert len(layer_script(actor=["Force A"], q=["a b"])) < 4000


def test_nothing_is_loaded_from_elsewhere() -> None:
    made = base_map({})
    assert [
        url for _, url in (*made.default_js, *made.default_css) if not url.startswith("../../assets/")
    ] == []
    page = made.get_root().render()
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert loaded
    assert all(url.startswith("../../assets/") for url in loaded)


# ---- street tiles


def test_tiles_are_found_by_name_with_their_attribution() -> None:
    tiles = Tiles.named("OpenStreetMap.Mapnik")
    assert tiles is not None
    assert tiles.url == "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    assert "OpenStreetMap" in tiles.attribution


def test_none_turns_tiles_off() -> None:
    assert Tiles.named("none") is None
    assert backgrounds("none") == {}
    script = script_of(base_map({}))
    assert "https://tile" not in script
    assert "arcgisonline" not in script


def test_satellite_pictures_are_offered_with_the_street_tiles_and_credited() -> None:
    assert list(backgrounds("OpenStreetMap.Mapnik")) == ["streets", "satellite"]
    satellite = backgrounds("OpenStreetMap.Mapnik")["satellite"]
    assert satellite.url.startswith("https://server.arcgisonline.com/")
    assert "Esri" in satellite.attribution
    assert "arcgisonline" in script_of(base_map(backgrounds("OpenStreetMap.Mapnik")))


@pytest.mark.parametrize("name", ["No.Such.Provider", "", "Jawg.Streets"])
def test_tiles_that_can_not_be_used_are_a_bad_setting(name: str) -> None:
    with pytest.raises(BadSetting, match="can't be used"):
        Tiles.named(name)


# ---- stand-alone


def test_a_stand_alone_map_holds_everything() -> None:
    page = standalone_map(EMPTY, legend_for([])).get_root().render()
    assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=", page)
    assert "mapapp.showIncidents" in page


def test_a_stand_alone_map_has_a_language_and_a_title_that_runs_nothing() -> None:
    page = standalone_map(EMPTY, legend_for([]), title="War & <b>{{ 6 * 7 }}").get_root().render()
    assert page.lstrip().startswith("<!DOCTYPE html>\n")
    assert '<html lang="en">' in page
    assert "<title>War &amp; &lt;b&gt;{{ 6 * 7 }}</title>" in page


def test_data_is_no_template_for_folium() -> None:
    point = {"type": "Point", "coordinates": [46.0, 40.0]}
    properties = {"title": "{{ 6 * 7 }}{% if %}</script>{#"}
    feature = {"type": "Feature", "geometry": point, "properties": properties}
    page = standalone_map(EMPTY | {"features": [feature]}, legend_for([])).get_root().render()
    assert "{{ 6" not in page
    assert len(re.findall("</script>", page)) == len(re.findall("<script", page))


# ---- the legend


def test_every_strength_of_evidence_has_its_mark() -> None:
    assert set(EVIDENCE) == {*HARM_STATUS, OTHER_GRADE, ""}
    looks = [(mark.fill, mark.width, mark.inked, mark.dashes) for mark in EVIDENCE.values()]
    assert len(set(looks)) == len(looks)


def test_actors_get_colours_by_frequency_and_the_unknown_get_grey() -> None:
    legend = legend_for(["B", "Not established", "A", "", None])
    assert legend.actors == {"B": ACTOR_COLOURS[0], "A": ACTOR_COLOURS[1]}
    assert list(legend.actors) == ["A", "B"], "the order says nothing of them"
    assert legend.other_words == "Not established / Not stated"
    assert {legend.colour(actor) for actor in ("Not established", "", None, "nobody")} == {OTHER_COLOUR}


def test_more_actors_than_colours_share_the_grey() -> None:
    legend = legend_for([str(n) for n in range(9)])
    assert len(legend.actors) == len(ACTOR_COLOURS)
    assert legend.other_words == "Others"


def test_the_options_are_plain_json() -> None:
    options = json.loads(json.dumps(legend_for(["A", ""]).as_options()))
    assert options["actors"] == [["A", ACTOR_COLOURS[0]]]
    assert options["otherWords"] == "Not stated"
    assert set(options["evidence"]) == set(EVIDENCE)


def linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def product(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))


def contrast(one: str, other: str) -> float:
    weights = (0.2126, 0.7152, 0.0722)
    low, high = sorted(product(weights, linear(c)) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", COLOURS)
def test_marks_stand_out_from_both_base_maps(colour: str) -> None:
    assert contrast(colour, THEMES["light"]["land"]) >= 3
    assert contrast(colour, THEMES["dark"]["land"]) >= 2.2  # and each has an outline in ink or paper colour


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read(theme: str) -> None:
    colours = THEMES[theme]
    for words, ground in (("ink", "paper"), ("quiet", "paper"), ("town", "land"), ("quiet", "land")):
        assert contrast(colours[words], colours[ground]) >= 4.5


# Machado, Oliveira and Fernandes 2009, severity 1.0
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.3039),
    ),
}


def lab(colour: str, blindness: str) -> tuple[float, float, float]:
    rgb = [min(1.0, max(0.0, product(row, linear(colour)))) for row in BLINDNESS[blindness]]
    rows = ((0.4339, 0.3762, 0.1899), (0.2126, 0.7152, 0.0722), (0.0177, 0.1095, 0.8730))
    x, y, z = (
        t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (product(r, rgb) for r in rows)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_actors_can_be_told_apart(blindness: str) -> None:
    near = [
        (one, other)
        for one, other in combinations(COLOURS, 2)
        if math.dist(lab(one, blindness), lab(other, blindness)) < 12
    ]
    assert near == []
