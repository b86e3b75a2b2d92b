"""Every part of a total links to the incidents that it counts, in filters, charts and figures alike.

Incidents without a value in a column are a part too: a blank is not a value, but it is counted.
"""

import json
import re
from collections.abc import Mapping
from html import unescape
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from mapapp import words
from mapapp.engine.questions import sums
from mapapp.engine.store import Store
from mapapp.errors import BadQuery
from mapapp.exports.geojson import geojson
from mapapp.exports.provenance import citation
from mapapp.model.filters import BLANK
from mapapp.model.query import Query
from mapapp.model.schema import FACETS, HARMS, INCIDENTS, INVOLVING, Kind
from mapapp.page.options import facet_options, offered_facets, option_label
from mapapp.page.tabs import breakdown_counts
from mapapp.views.breakdown import MOST_LINKED, Breakdown
from mapapp.views.figures import figures_html
from mapapp.views.style import ACTOR_COLOURS, legend_of
from tests.asgi import get
from tests.factories import HOSTILE, bundled_store, incident, store_of
from tests.test_api import ITEMS, app_for

VALUES = (None, "one", "two", HOSTILE[0], "Not established", "not stated")
LISTS = (None, "one", "one;three", "three;one", "three", HOSTILE[0])
ALL = (*FACETS, INVOLVING)


def blanks_everywhere() -> Store:
    """Blanks in every column that can be filtered, alone and with other values, also in combined entries."""
    rows = []
    for number, (first, second) in enumerate(product(range(len(VALUES)), repeat=2)):
        values = {
            name: (LISTS if INCIDENTS[name].kind is Kind.LIST else VALUES)[(first, second)[place % 2]]
            for place, name in enumerate((*FACETS, "involved"))
        }
        figures = {"killed_low": number, "killed_high": number + 1} if number % 3 else {}
        combined = {"aggregate": "yes"} if number % 7 == 3 else {}
        rows.append(incident(f"i{number}", **values, **figures, **combined))
    return store_of(rows)


def nobody_named() -> Store:
    """No actor, no weapon, nothing."""
    return store_of([incident("a", killed_low=1, killed_high=1), incident("b")])


def many_actors(number: int) -> Store:
    """More actors than there are colours, and blanks."""
    named = [incident(f"i{n}", actor=f"Force {n:03}", killed_low=1, killed_high=2) for n in range(number)]
    return store_of([*named, incident("blank", killed_low=3), incident("open", actor="Not established")])


STORES = {
    "bundled": bundled_store,
    "blanks": blanks_everywhere,
    "nobody": nobody_named,
    "many": lambda: many_actors(len(ACTOR_COLOURS) + MOST_LINKED),
    "too many": lambda: many_actors(len(ACTOR_COLOURS) + MOST_LINKED + 1),
}


@pytest.fixture(scope="module", params=STORES)
def store(request: pytest.FixtureRequest) -> Store:
    return STORES[request.param]()


@pytest.fixture(scope="module")
def blanks() -> Store:
    return blanks_everywhere()


def address(query: Query) -> str:
    return "?" + urlencode(query.to_params(), doseq=True)


def asked_by(link: str) -> Query:
    """The Query that the page reads from a link."""
    return Query.from_params(parse_qs(unescape(link)[1:], keep_blank_values=True))


def parts(table: str) -> list[tuple[str, str, str]]:
    """The name, figure and link ("" for none) of each row of a table that is not selected yet."""
    rows = [row for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL) if "aria-current" not in row]
    links = [re.search(r'href="([^"]*)"', row) for row in rows]
    said = [re.findall(r"<th.*?>(.*?)</th><td>(.*?)</td>", row, re.DOTALL)[0] for row in rows]
    texts = [(unescape(re.sub("<[^>]+>", "", one)).strip() for one in pair) for pair in said]
    return [(*text, link[1] if link else "") for text, link in zip(texts, links, strict=True)]


def bodies(html: str) -> list[str]:
    return re.findall(r"<tbody>(.*?)</tbody>", html, re.DOTALL)


def test_every_option_of_every_filter_finds_what_it_counts(store: Store) -> None:
    for query in (Query(), Query(min_harmed=1), Query(actor=(BLANK, "Not established"))):
        for name, values in store.facets(query).items():
            assert BLANK not in list(values)[:-1], "blank is last"
            for value, having in values.items():
                totals = store.totals(query.with_values(name, [value]))
                assert having == (totals["incidents"], totals["aggregates"]), (name, value)


def test_values_and_blanks_are_all_there_is(store: Store) -> None:
    for name in store.facet_names:
        every = Query().with_values(name, store.facets(Query())[name])
        assert store.totals(every) == store.totals(Query()), name


def test_a_filter_offers_what_is_not_stated(store: Store) -> None:
    for name in offered_facets(store):
        options = facet_options(store, Query(), name)
        assert BLANK not in options[:-1]
        assert (options[-1] == BLANK) == (BLANK in store.facets(Query())[name])
    assert {option_label(store, name, BLANK, None).lower() for name in ALL} == {"not stated", "not graded"}


def test_every_bar_leads_to_the_incidents_that_it_counts(store: Store) -> None:
    for query in (Query(), Query(actor=(BLANK,)), Query(min_harmed=1, weapon=("one", BLANK))):
        for table in bodies(Breakdown(query, legend_of(store), address).html(breakdown_counts(store, query))):
            for name, figure, link in parts(table):
                if link:
                    assert words.number(store.totals(asked_by(link))["incidents"]) == figure, (name, link)
                else:
                    assert int(name.removesuffix(" others")) > MOST_LINKED


def test_every_part_of_a_figure_leads_to_its_incidents(store: Store) -> None:
    for query in (Query(), Query(weapon=(BLANK,)), Query(harm_status=("one", BLANK))):
        stated = [harm for harm in HARMS if store.totals(query)[f"{harm}_rows"]]
        named = ["incidents"] if store.totals(query)["incidents"] else []
        for what, table in zip([*named, *stated], bodies(figures(store, query)), strict=True):
            for name, figure, link in parts(table):
                if link:
                    assert figure_of(what, store.totals(asked_by(link))) == figure, (what, name, link)
                else:
                    assert name == "Others"
                    assert len(store.actors) > MOST_LINKED


def figures(store: Store, query: Query) -> str:
    rows = store.rows(sums.by_actor, store.incidents, query)
    return figures_html(
        store.totals(query), rows, legend_of(store), lambda some: address(query.with_values("actor", some))
    )


def figure_of(what: str, totals: Mapping[str, Any]) -> str:
    if what == "incidents":
        return words.number(totals["incidents"])
    stated, incidents = totals[f"{what}_rows"], totals["incidents"]
    return words.summed(totals[f"{what}_low"], totals[f"{what}_high"], stated, incidents) or "no figure"


def test_nobody_established_is_told_apart_from_nobody_stated(blanks: Store) -> None:
    names = [name for name, _, _ in parts(bodies(figures(blanks, Query()))[0])]
    assert names == [HOSTILE[0], "one", "two", "Not established", "Not stated"]


@pytest.mark.parametrize("name", ALL)
def test_page_api_sentence_and_citation_ask_for_blanks_alike(blanks: Store, name: str) -> None:
    query = asked_by(f"?{name}=&{name}=one")
    assert query == Query(**{name: (BLANK, "one")})
    assert not blanks.unknown_values(query)
    answer = get(app_for(blanks), ITEMS, {name: [BLANK, "one"]}).json()
    assert answer["numberMatched"] == blanks.totals(query)["matched"]
    assert answer["features"] == json.loads(b"".join(geojson(blanks, query)))["features"]
    sentence = words.filter_sentence(query, blanks.conflict)
    assert re.search(r"one.*, or .*not (stated|graded)", sentence)
    assert sentence in citation(blanks, query)


@pytest.mark.parametrize("name", ALL)
def test_blank_alone_is_said(blanks: Store, name: str) -> None:
    sentence = words.filter_sentence(Query(**{name: (BLANK,)}), blanks.conflict)
    assert re.fullmatch(r"[a-z ]*not (stated|graded)[a-z ]*", sentence)


def test_an_identifier_is_never_blank() -> None:
    with pytest.raises(BadQuery):
        Query.from_params({"incident_id": [BLANK]})
