"""Every filter in the registry is read, written, applied, labelled and put into words wherever words are."""

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapapp import words
from mapapp.engine.selection import Selection
from mapapp.exports.csv import readme
from mapapp.exports.geojson import geojson
from mapapp.exports.provenance import citation
from mapapp.model.cql2 import Cql2
from mapapp.model.filters import Box, Choice, Day, Days, Number, Side, Values, Words
from mapapp.model.polygon import Corners
from mapapp.model.query import FILTERS, Query
from mapapp.model.schema import FACETS
from mapapp.model.within import Within
from tests.factories import war

SAMPLES = {
    Cql2: st.sampled_from(["killed_low >= 3", "NOT title LIKE '%school%'"]),
    Box: st.sampled_from(["45,39,48,41", "-10.5,0,20,0.25"]),
    Day: st.sampled_from(["2020-10-04", "2021-01-31"]),
    Days: st.sampled_from(["2020-10-04", "2020-10-04/2020-10-17", "../2020-10-17", "2020-10-04/.."]),
    Side: st.sampled_from(["armenian", "independent"]),
    Number: st.integers(0, 9999).map(str),
    Within: st.sampled_from(["10 km of 39.82 N, 46.75 E", "0.5 km of 12 S, 170.25 W"]),
    Corners: st.sampled_from(["46.2 39.3,47.4 39.6,46.6 40.4", "-10.5 0,20 0,5 0.25,-3 0.5"]),
    Words: st.sampled_from(["Barda", '"Public hospital" school']),
}


def texts(name):
    """Texts that the filter with this name understands."""
    match FILTERS[name]:
        case Values(column=column):
            known = list(column.vocabulary or ["A value"]) if column else ["barda"]
            return st.lists(st.sampled_from(known), min_size=1, max_size=2)
        case Choice(options=options):
            return st.sampled_from(list(options)).map(lambda one: [one])
    return SAMPLES[type(FILTERS[name])].map(lambda one: [one])


@st.composite
def set_filters(draw):
    names = draw(st.lists(st.sampled_from(list(FILTERS)), min_size=1, max_size=5, unique=True))
    return Query.from_params({name: draw(texts(name)) for name in names}), names


@settings(deadline=None)
@given(set_filters())
def test_no_filter_is_left_out_of_the_sentence_or_the_citation(drawn):
    query, names = drawn
    phrases = words.filter_phrases(query, war().conflict)
    assert set(phrases) == set(names) == set(query.to_params())
    assert all(phrase.strip() for phrase in phrases.values())
    sentence, cited = words.filter_sentence(query, war().conflict), citation(war(), query)
    assert all(phrase in sentence and phrase in cited for phrase in phrases.values())


@pytest.mark.parametrize("name", FILTERS)
@settings(max_examples=2, deadline=None)
@given(st.data())
def test_each_filter_is_told_in_every_export(name, data):
    query = Query.from_params({name: data.draw(texts(name))})
    said = words.filter_phrases(query, war().conflict)[name]
    header = json.loads(b"".join(geojson(war(), query)))
    assert said in header["filter"]
    assert said in header["citation"]
    assert header["query"].keys() == {name}
    account = readme(Selection.of(war(), query))
    assert f"filter: {said}" in account
    assert f"query: {name} = " in account


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_has_a_label_and_a_meaning(name):
    assert words.filter_label(name)
    assert FILTERS[name].help.endswith(".")


def test_each_field_of_the_query_belongs_to_a_filter_and_each_facet_has_one():
    fields = {field.name for field in dataclasses.fields(Query)}
    assert fields - {"start", "end"} == FILTERS.keys() - {"datetime"}
    assert set(FACETS) <= FILTERS.keys()


def test_a_search_without_words_is_no_filter():
    assert Query(q='" “') == Query()
