"""Queries about places: country, district, gazetteer entry, pair of names."""

import numpy as np
import pandas as pd
import pytest

from mapapp.geo import places
from mapapp.geo.gazetteer import gazetteer, has_places_in, path
from mapapp.geo.naming import name_orders
from mapapp.geo.places import district_at, far_outside_country, find_district, find_place
from mapapp.model.conflict import NOT_DESCRIBED

BARDA = (40.376, 47.126)
KYIV = (50.45, 30.52)


def is_far(spot, country):
    return far_outside_country([spot[0]], [spot[1]], [country]).tolist() == [True]


@pytest.mark.parametrize(
    ("spot", "country"),
    [
        (BARDA, "Azerbaijan"),
        (KYIV, "Ukraine"),
        ((15.36, 44.19), "Yemen"),
        ((12.63, -8.0), "Mali"),
        ((-1.68, 29.23), "Democratic Republic of the Congo"),
        ((-16.5, 179.9), "Fiji"),
        ((41.0, 29.0), "Turkey"),
        ((44.95, 34.1), "Ukraine"),
    ],
)
def test_a_point_in_its_country_is_not_far_outside(spot, country):
    assert not is_far(spot, country)


@pytest.mark.parametrize(
    ("spot", "country"),
    [
        (BARDA, "Armenia"),
        (BARDA[::-1], "Azerbaijan"),
        (KYIV[::-1], "Ukraine"),
        (KYIV, "Russia"),
        ((0.0, 0.0), "Syria"),
        ((200.0, 47.0), "Azerbaijan"),
    ],
)
def test_a_point_elsewhere_is_far_outside(spot, country):
    assert is_far(spot, country)


def test_a_point_a_few_km_over_the_border_is_tolerated():
    vardenis_pass = (40.19, 46.02)
    assert district_at(*vardenis_pass[::-1]).country == "Azerbaijan"
    assert not is_far(vardenis_pass, "Armenia")


def test_the_tolerance_ends_near_20_km_to_the_east():
    baku_coast = 50.37
    at_sea = [baku_coast + km / (111.2 * np.cos(np.radians(40.4))) for km in (10, 60)]
    assert far_outside_country([40.4, 40.4], at_sea, ["Azerbaijan"] * 2).tolist() == [False, True]


@pytest.mark.parametrize(
    "name",
    ["azerbaijan", "AZERBAIJAN", "AZ", "AZE", "Republic of Azerbaijan", "The Republic of Azerbaijan"],
)
def test_a_country_goes_by_its_names_and_codes(name):
    assert not is_far(BARDA, name)
    assert is_far(KYIV, name)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Iran (Islamic Republic of)", (35.7, 51.4)),
        ("Türkiye", (39.9, 32.8)),
        ("Bosnia & Herzegovina", (43.9, 18.4)),
        ("DR Congo (Zaire)", (-4.3, 15.3)),
        ("Ivory Coast", (6.8, -5.3)),
        ("Russian Federation", (55.8, 37.6)),
        ("Cote d'Ivoire", (6.8, -5.3)),
        ("Yemen (North Yemen)", (15.4, 44.2)),
        ("UK", (51.5, -0.1)),
    ],
)
def test_usual_variants_of_a_name_are_known(name, inside):
    assert not is_far(inside, name)
    assert is_far((inside[0] - 60, inside[1] + 60), name)


@pytest.mark.parametrize("name", ["", "Atlantis", None, float("nan"), "Siachen Glacier"])
def test_a_country_that_is_not_known_is_never_said_to_be_elsewhere(name):
    assert not is_far(BARDA, name)


def test_a_point_without_coordinates_is_never_said_to_be_elsewhere():
    assert far_outside_country([np.nan, 40.0], [47.0, np.nan], ["Armenia"] * 2).tolist() == [False, False]


def test_areas_that_two_states_claim_are_no_fault_of_location():
    assert not is_far((42.66, 21.16), "Serbia")
    assert not is_far((42.66, 21.16), "Kosovo")
    assert not is_far((27.15, -13.2), "Western Sahara")


def test_many_rows_are_answered_in_their_order():
    latitudes = pd.Series([BARDA[0], BARDA[0], KYIV[0]], index=[7, 3, 5])
    longitudes = pd.Series([BARDA[1], BARDA[1], KYIV[1]], index=[7, 3, 5])
    countries = pd.Series(["Armenia", "Azerbaijan", "Armenia"], index=[7, 3, 5])
    assert far_outside_country(latitudes, longitudes, countries).tolist() == [True, False, True]


def test_no_rows_give_no_answers():
    assert far_outside_country([], [], []).tolist() == []


def test_every_place_of_the_gazetteer_is_in_its_country():
    rows = gazetteer().values()
    far = far_outside_country(
        [place.latitude for place in rows],
        [place.longitude for place in rows],
        [place.country for place in rows],
    )
    assert [place.place_id for place, is_wrong in zip(rows, far, strict=True) if is_wrong] == []


@pytest.mark.parametrize(
    ("latitude", "longitude", "name"),
    [
        (*BARDA, "Barda"),
        (40.682, 46.361, "Ganja"),
        (40.18, 45.73, "Gegharkunik"),
        (38.08, 46.29, "East Azerbaijan"),
    ],
)
def test_a_point_is_in_its_district(latitude, longitude, name):
    assert district_at(longitude, latitude).name == name


def test_a_district_knows_both_names():
    district = district_at(46.755, 39.815)
    assert (district.name, district.iso) == ("Khankendi", "AZ-XA")


def test_no_district_at_sea_or_beyond_the_caucasus():
    assert district_at(51.0, 40.5) is None
    assert district_at(*KYIV[::-1]) is None


@pytest.mark.parametrize(
    "text",
    [
        "Stepanakert",
        "stepanakert",
        "KHANKENDI",
        "Xankəndi",
        "Ստեփանակերտ",
        "Степанакерт",
        " Stepanakert ",
        "Stepanakert / Khankendi",
        "Khankendi / Stepanakert",
        "Khankendi/Stepanakert",
    ],
)
def test_a_place_is_found_by_any_of_its_names(text):
    assert find_place(text).place_id == "stepanakert"


def test_accents_do_not_matter():
    assert find_place("Susa") == find_place("Şuşa") == gazetteer()["shusha-town"]


def test_a_place_is_found_by_its_identifier():
    assert find_place("martakert-military-hospital") == gazetteer()["martakert-military-hospital"]


@pytest.mark.parametrize("text", ["", "/", "Atlantis", "Atlantis / Stepanakert", "Barda / Stepanakert"])
def test_nothing_is_guessed(text):
    assert find_place(text) is None


def test_a_name_of_two_places_finds_neither(monkeypatch, tmp_path):
    header, row, *_ = path("gazetteer.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "gazetteer.csv").write_text(f"{header}\n{row}\nsecond{row}\n", encoding="utf-8")
    monkeypatch.setattr("mapapp.geo.gazetteer.path", tmp_path.joinpath)
    gazetteer.cache_clear()
    places._places_by_name.cache_clear()
    try:
        assert find_place("Gapanli") is None
        assert find_place("secondqapanli-tartar").names_by_column["name_az_en"] == "Gapanli"
    finally:
        gazetteer.cache_clear()
        places._places_by_name.cache_clear()


def test_the_reader_chooses_the_order_of_the_names():
    place = gazetteer()["stepanakert"]
    orders = name_orders(NOT_DESCRIBED)
    assert place.paired(orders["armenian"]) == "Stepanakert / Khankendi"
    assert place.paired(orders["azerbaijani"]) == "Khankendi / Stepanakert"


@pytest.mark.parametrize("first", ["armenian", "azerbaijani"])
def test_a_place_with_one_name_stands_alone(first):
    order = name_orders(NOT_DESCRIBED)[first]
    assert gazetteer()["hadrut"].paired(order) == "Hadrut"
    assert gazetteer()["davit-bek"].paired(order) == "Davit Bek"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Khojaly / Askeran", "Khojaly"),
        ("Ordubad (Nakhchivan)", "Ordubad"),
        ("Shusha (city)", "Shusha (city)"),
        ("Stepanakert", "Khankendi"),
        ("Kashatagh", None),
        ("Aghdara / Martakert", None),
        ("Goygol or Ganja", None),
        ("__proto__", None),
        ("", None),
    ],
)
def test_an_outline_is_found_by_a_name_that_is_one_district_s(name: str, found: str | None) -> None:
    district = find_district(name)
    assert (district and district.name) == found


def test_names_of_traditions_are_offered_where_the_gazetteer_has_places():
    assert has_places_in((46.0, 39.0, 48.0, 41.0))
    assert has_places_in((-180.0, -90.0, 180.0, 90.0))
    assert not has_places_in((-31.0, 61.0, -30.0, 62.0))
    assert not has_places_in((170.0, 39.0, 190.0, 41.0))
    assert has_places_in((300.0, 39.0, 408.0, 41.0))
    assert not has_places_in(None)


def test_many_points_are_judged_as_each_of_them_is() -> None:
    random = np.random.default_rng(1)
    count = places.MANY_POINTS
    latitudes, longitudes = random.uniform(36, 44, count), random.uniform(42, 52, count)
    countries = random.choice(np.array(["Azerbaijan", "ARM", "Atlantis", None]), count).tolist()
    pieces = [slice(start, start + 100) for start in range(0, count, 100)]
    few = [far_outside_country(latitudes[one], longitudes[one], countries[one]) for one in pieces]
    found = far_outside_country(latitudes, longitudes, countries)
    assert 0 < found.sum() < count
    assert found.tolist() == np.concatenate(few).tolist()
