"""A database that sorts and folds by a language's rules still answers as the process's own engine does."""

import psycopg
import pytest

from mapapp.engine.databases import open_published, publish
from mapapp.engine.questions import filtering, pages
from mapapp.engine.sorting import Sort
from mapapp.model.derived import ROW_ORDER
from mapapp.model.query import Query
from mapapp.settings import StoreAddress
from tests.engines.test_parity import both_of
from tests.factories import incident, store_of

TITLES = ("apple", "Zebra", "Äpfel", "éclair", "İsmayıllı", "ismayıllı", "ISMAYILLI", "Շուշի", "ΟΔΟΣ", "a_b")


@pytest.fixture(scope="session")
def in_azerbaijani(server):
    """Return a data set in the process's own engine and as published in an Azerbaijani-language database."""
    address = StoreAddress.parsed(server.url.replace("/postgres?", "/azerbaijani?"))
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(
            "CREATE DATABASE azerbaijani TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'az'"
        )
    local = store_of([incident(f"i{number}", title=title) for number, title in enumerate(TITLES)])
    publish(local, address)
    return local, open_published(address)


@pytest.mark.usefixtures("in_azerbaijani")
def test_its_language_folds_and_sorts_otherwise(server):
    with psycopg.connect(server.url.replace("/postgres?", "/azerbaijani?")) as connection:
        asked = "SELECT 'apple' < 'Zebra', lower('I')"
        assert connection.execute(asked).fetchone() == (True, "ı")


@pytest.mark.parametrize("descending", [False, True])
def test_texts_are_sorted_alike(in_azerbaijani, descending):
    sort = Sort("title", descending)
    ours, theirs = both_of(in_azerbaijani, pages.sorted_rows, "incidents", Query(), 99, 0, sort=sort)
    assert theirs == ours
    by_letter = sorted(range(len(TITLES)), key=TITLES.__getitem__, reverse=descending)
    assert [row[ROW_ORDER] for row in ours] == by_letter


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": ["ismayilli"]}, 3),
        ({"filter": ["CASEI(title) LIKE CASEI('İSMAYILLI')"]}, 1),
        ({"filter": ["CASEI(title) LIKE CASEI('ismayıllı')"]}, 2),
        ({"filter": ["CASEI(title) = CASEI('οδος')"]}, 1),
        ({"filter": ["CASEI(title) > CASEI('Z')"]}, 5),
        ({"filter": ["title LIKE 'a\\_b'"]}, 1),
    ],
)
def test_letters_are_folded_alike(in_azerbaijani, asked, found):
    query = Query.from_params(asked)
    ours, theirs = both_of(in_azerbaijani, filtering.positions, "incidents", query, None, 0)
    assert theirs == ours
    assert len(ours) == found
