"""The cells of a view add up to its rows: for each actor, at every zoom, everywhere on the globe."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.engine.questions.map_grid import cells, in_view
from mapapp.engine.store import Store
from mapapp.engine.view import MAX_MAP_FEATURES, View
from mapapp.geo.mercator import NORTHERNMOST
from mapapp.mapdata.map_features import view_features
from mapapp.model.query import Query
from tests.factories import incident, store_of

LATITUDES = (-90.0, -85.2, -NORTHERNMOST, -45.0, 0.0, 40.1, 40.2, NORTHERNMOST, 85.2, 90.0)
LONGITUDES = (-180.0, -179.99, -90.0, 0.0, 46.3, 46.4, 179.99, 180.0)
ACTORS = ("One", "Other", "Third, of many", None)


@pytest.fixture(scope="module")
def globe() -> Store:
    """Incidents at every edge of the globe and inside it, some at the same point, some that sum up others."""
    points = [(latitude, longitude) for latitude in LATITUDES for longitude in LONGITUDES] * 2
    return store_of(
        [
            incident(
                f"at-{number}",
                latitude=latitude,
                longitude=longitude,
                actor=ACTORS[number % 7 % len(ACTORS)],
                aggregate="yes" if number % 11 == 0 else None,
                location_precision=str(1 + number % 5),
                admin1="District" if number % 3 else None,
            )
            for number, (latitude, longitude) in enumerate(points)
        ]
    )


@st.composite
def views(draw: st.DrawFn) -> View:
    """Draw a view; it crosses the antimeridian if its western edge is east of its eastern edge."""
    west, east = (draw(st.sampled_from(LONGITUDES) | st.floats(-180, 180)) for _ in range(2))
    south, north = sorted(draw(st.sampled_from(LATITUDES) | st.floats(-90, 90)) for _ in range(2))
    return View((west, south, east, north), draw(st.integers(0, 22)))


QUERIES = st.sampled_from((Query(), Query(actor=("One",)), Query(actor=("One", "Third, of many"))))


@given(view=views(), query=QUERIES)
def test_the_cells_of_a_view_sum_to_its_rows_by_actor(globe: Store, view: View, query: Query) -> None:
    counted: Counter[tuple[str | None, bool]] = Counter()
    for cell in globe.rows(cells, globe.incidents, query, view.bbox, view.grid):
        counted[cell["actor"], False] += cell["n"]
        counted[cell["actor"], True] += cell["aggregates"]
    rows = globe.rows(in_view, globe.incidents, query, view.bbox)
    assert +counted == Counter((row["actor"], row["aggregate"] == "yes") for row in rows)


@given(view=views(), query=QUERIES)
def test_the_features_of_a_view_sum_to_its_rows_by_actor(globe: Store, view: View, query: Query) -> None:
    features = view_features(globe, query, view)
    shown: Counter[str] = Counter()
    aggregates = 0
    for feature in features:
        told = feature["properties"]
        if told["kind"] == "cell":
            shown.update(told["by_actor"])
            aggregates += told.get("aggregates", 0)
        elif told["aggregate"]:
            aggregates += 1
        else:
            shown[told.get("actor") or ""] += 1
    rows = globe.rows(in_view, globe.incidents, query, view.bbox)
    assert shown == Counter(row["actor"] or "" for row in rows if row["aggregate"] != "yes")
    assert aggregates == sum(row["aggregate"] == "yes" for row in rows)
    assert len(features) <= MAX_MAP_FEATURES
