import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.errors import BadQuery
from mapapp.model.polygon import Polygon
from mapapp.model.query import FILTERS, Query, read_leniently
from mapapp.model.schema import FACETS, INCIDENTS, INVOLVING
from mapapp.model.within import Circle
from tests.factories import bundled_conflict

words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
longitudes = st.floats(-180, 180).map(lambda x: round(x, 7) + 0.0)
latitudes = st.floats(-90, 90).map(lambda y: round(y, 7) + 0.0)


def facet_values(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    vocabulary = None if name == INVOLVING else INCIDENTS[name].vocabulary
    one = st.sampled_from(sorted(vocabulary)) if vocabulary else words
    return st.lists(st.just("") | one, max_size=3).map(tuple)


@st.composite
def circles(draw: st.DrawFn) -> Circle:
    km = draw(st.integers(1, 99_999_999)) / 1000
    place = f"{draw(latitudes.map(abs)):.7f} {draw(st.sampled_from('NS'))}"
    place += f", {draw(longitudes.map(abs)):.7f} {draw(st.sampled_from('EW'))}"
    return Query.from_params({"within": [f"{km:.3f} km of {place}"]}).within or Circle(km, place)


@st.composite
def polygons(draw: st.DrawFn) -> Polygon | None:
    """Draw stars around a point, some across the antimeridian."""
    east, north = draw(st.integers(-180, 180)), draw(st.integers(-60, 60))
    far = draw(st.lists(st.integers(1, 25), min_size=3, max_size=12))
    turns = [2 * math.pi * number / len(far) for number in range(len(far))]
    corners = [
        ((east + r * math.cos(at) + 180) % 360 - 180, north + r * math.sin(at))
        for r, at in zip(far, turns, strict=True)
    ]
    return Query.from_params({"polygon": [",".join(f"{e:.7f} {n:.7f}" for e, n in corners)]}).polygon


@st.composite
def queries(draw: st.DrawFn) -> Query:
    start, end = draw(st.none() | days), draw(st.none() | days)
    if start and end and start > end:
        start, end = end, start
    south, north = sorted((draw(latitudes), draw(latitudes)))
    bbox = draw(st.none() | st.just((draw(longitudes), south, draw(longitudes), north)))
    return Query(
        according_to=draw(st.sampled_from(["", *bundled_conflict().points_of_view])),
        disputed=draw(st.sampled_from(["", "yes", "no"])),
        denied_by=draw(st.sampled_from(["", *bundled_conflict().deniers])),
        start=start,
        end=end,
        ended_by=draw(st.none() | days),
        min_harmed=draw(st.none() | st.integers(0, 9_999_999)),
        bbox=bbox,
        within=draw(st.none() | circles()),
        polygon=draw(st.none() | polygons()),
        q=" ".join(draw(st.lists(words, max_size=4))),
        **{name: draw(facet_values(name)) for name in (*FACETS, INVOLVING)},
    )


@given(queries())
def test_parameters_spell_a_query_completely(query: Query) -> None:
    assert Query.from_params(query.to_params()) == query


@given(queries())
def test_equal_queries_are_one_key(query: Query) -> None:
    again = Query.from_params(query.to_params())
    assert hash(again) == hash(query)
    assert again.to_params() == query.to_params()


@given(st.dictionaries(st.sampled_from(list(FILTERS)) | words, st.lists(st.text(max_size=30), max_size=3)))
def test_any_parameters_give_a_query_or_a_bad_query(params: dict[str, list[str]]) -> None:
    try:
        query = Query.from_params(params)
    except BadQuery as refused:
        problem = refused
    else:
        assert Query.from_params(query.to_params()) == query
        return
    assert problem.parameter in {*params, "datetime"}
    assert problem.remedy


@given(st.dictionaries(st.sampled_from(list(FILTERS)), st.lists(st.text(max_size=30), max_size=3)))
def test_what_can_be_understood_of_an_address_is_kept(params: dict[str, list[str]]) -> None:
    query, problems = read_leniently(params)
    assert Query.from_params(query.to_params()) == query
    assert {problem.parameter for problem in problems} <= set(params)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2020-10-04", date(2020, 10, 4), date(2020, 10, 4)),
        ("2020-10-04/2020-10-17", date(2020, 10, 4), date(2020, 10, 17)),
        ("2020-10-04/..", date(2020, 10, 4), None),
        ("../2020-10-17", None, date(2020, 10, 17)),
        ("2020-10-04/", date(2020, 10, 4), None),
        ("../..", None, None),
    ],
)
def test_dates_are_inclusive_and_ends_may_be_open(text: str, start: date | None, end: date | None) -> None:
    query = Query.from_params({"datetime": [text]})
    assert (query.start, query.end) == (start, end)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("datetime", "yesterday"),
        ("datetime", "2020-02-30"),
        ("datetime", "2020-10-17/2020-10-04"),
        ("datetime", "2020-10-04/2020-10-05/2020-10-06"),
        ("bbox", "1,2,3"),
        ("bbox", "46,41,47,40"),
        ("bbox", "nan,0,1,1"),
        ("bbox", "4_6,39,48,41"),
        ("bbox", "\u0664\u0666,39,48,41"),
        ("bbox", "1e400,39,48,41"),
        ("bbox", "200,0,210,1"),
        ("within", "Barda"),
        ("within", "0 km of Barda"),
        ("within", "-1 km of Barda"),
        ("within", "10 km of "),
        ("within", "10 km of a\x07b"),
        ("within", "10 km of 91 N, 46 E"),
        ("within", "10 km of 39 N, 181 W"),
        ("within", "10 km of " + "x" * 121),
        ("polygon", "46 39,47 39"),
        ("polygon", "46 39,47 39,46 39"),
        ("polygon", "46 39,47 40,47 39,46 40"),
        ("polygon", "46 39,47 40,48 41"),
        ("polygon", "46 39,181 39,47 40"),
        ("polygon", "0 80,120 80,-120 80"),
        ("polygon", "POLYGON((46 39,48 39,48 41),(46.5 39.5,47 39.5,47 40))"),
        ("polygon", "46 39;47 39;47 40"),
        ("polygon", ",".join(f"{n / 10:.1f} {n % 2}" for n in range(65))),
        ("polygon", "1" * 5000),
        ("min_harmed", "-1"),
        ("min_harmed", "١"),
        ("disputed", "maybe"),
        ("according_to", "x" * 41),
        ("denied_by", "a\nb"),
        ("q", "x" * 201),
        ("q", "\x00"),
        ("colour", "red"),
    ],
)
def test_a_value_without_meaning_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadQuery) as refused:
        Query.from_params({name: [value]})
    assert refused.value.parameter == name
    assert "Expected" in str(refused.value)


def test_all_sources_have_a_name_and_are_what_is_asked_for_unless_others_are() -> None:
    query = Query.from_params({"according_to": ["all"]})
    assert query == Query()
    assert query.to_params() == {}


def test_the_order_of_values_does_not_matter() -> None:
    assert Query(actor=("b", "a", "b")) == Query(actor=("a", "b"))


def test_without_clears_both_dates_for_datetime() -> None:
    query = Query(start=date(2020, 10, 1), end=date(2020, 10, 2), q="Barda")
    assert query.without("datetime") == Query(q="Barda")
    assert query.without("q") == Query(start=date(2020, 10, 1), end=date(2020, 10, 2))


def test_a_number_of_a_box_may_be_written_as_programs_do() -> None:
    assert Query.from_params({"bbox": [" 4.6e1,+39.,1.8E+2,41"]}).bbox == (46.0, 39.0, 180.0, 41.0)
    assert Query.from_params({"bbox": ["-.5,-1e-05,0,0"]}).bbox == (-0.5, -0.00001, 0.0, 0.0)
