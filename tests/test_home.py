"""Where the map is when the page opens."""

from mapapp.mapdata.home import home
from mapapp.model.conflict import NOT_DESCRIBED
from mapapp.model.query import Query
from tests.factories import incident, store_of


def near(number, **more):
    """Make an incident in a square of one degree."""
    at = {"longitude": 46 + number % 10 / 9, "latitude": 39 + number // 10 % 10 / 9}
    return incident(f"i{number:03d}", **at | more)


def rounded(store, query=None):
    found = home(store, query or Query())
    return found and tuple(round(edge, 3) for edge in found)


def test_a_few_that_lie_far_off_are_left_out():
    rows = [near(number) for number in range(100)]
    rows += [incident("far", longitude=90.0, latitude=39.5), incident("south", longitude=46.5, latitude=10.0)]
    assert rounded(store_of(rows)) == (46.0, 39.0, 47.0, 40.0)


def test_of_few_incidents_all_are_shown():
    rows = [near(number) for number in range(30)] + [incident("far", longitude=90.0, latitude=39.5)]
    assert rounded(store_of(rows)) == (46.0, 39.0, 90.0, 39.5)


def test_where_all_lie_close_together_none_is_left_out():
    assert rounded(store_of([near(number) for number in range(100)])) == (46.0, 39.0, 47.0, 40.0)


def test_a_filter_has_its_own():
    rows = [near(1, actor="One"), near(2), incident("x", longitude=50.0, latitude=41.0, actor="One")]
    assert rounded(store_of(rows), Query(actor=("One",))) == (46.111, 39.0, 50.0, 41.0)


def test_around_the_date_line_it_is_no_wider_than_what_lies_there():
    rows = [incident("fiji", longitude=178.0, latitude=-17.0)]
    rows += [incident("samoa", longitude=-172.0, latitude=-14.0)]
    assert rounded(store_of(rows)) == (178.0, -17.0, 188.0, -14.0)


def test_nowhere_is_nowhere():
    assert rounded(store_of([incident("x", longitude=None, latitude=None)], conflict=NOT_DESCRIBED)) is None


def test_two_maps_side_by_side_show_the_places_of_both():
    rows = [near(1, actor="One"), incident("x", longitude=50.0, latitude=41.0, actor="Two")]
    found = home(store_of(rows), Query(actor=("One",)), Query(actor=("Two",)))
    assert found is not None
    assert found[2:] == (50.0, 41.0)


def test_where_nothing_matches_the_map_stands_where_the_data_are():
    assert rounded(store_of([near(1)]), Query(actor=("Nobody",))) == (46.111, 39.0, 46.111, 39.0)
