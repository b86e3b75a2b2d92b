"""A map view of a large data set in PostgreSQL, against the same query written by hand."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from mapapp.engine.databases import publish
from mapapp.engine.opening import open_store
from mapapp.engine.questions import map_grid
from mapapp.engine.view import View
from mapapp.mapdata.map_features import view_features
from mapapp.model.query import Query
from mapapp.settings import StoreAddress
from tests.engines.server import Server
from tests.find_postgres import find_postgres

VIEW = View((44.4, 38.6, 48.9, 41.4), 8)
ACTOR = "Armenian forces"
RUNS = 9

BY_HAND = """
WITH shown AS (
    SELECT *, aggregate IS NOT DISTINCT FROM 'yes' AS sums_up,
        floor((longitude + 180) / 360 * %(grid)s)::bigint AS gx,
        floor((1 - asinh(tan(radians(latitude))) / pi()) / 2 * %(grid)s)::bigint AS gy
    FROM {schema}.incidents
    WHERE longitude BETWEEN %(west)s AND %(east)s AND latitude BETWEEN %(south)s AND %(north)s
        AND actor = %(actor)s
)
SELECT gx, gy, actor, location_precision, count(*) FILTER (WHERE NOT sums_up) AS n,
    avg(longitude), avg(latitude), min(longitude), min(latitude), max(longitude), max(latitude),
    max(uncertainty_m), sum(killed_low) FILTER (WHERE NOT sums_up),
    sum(greatest(killed_low, killed_high)) FILTER (WHERE NOT sums_up)
FROM shown GROUP BY gx, gy, actor, location_precision
"""


def map_view(file: Path) -> dict[str, float]:
    """Time, in seconds, publishing a data set, then a view: by hand, through the store, as features."""
    programs = find_postgres()
    assert programs, "PostgreSQL is not installed"
    server = Server(programs)
    try:
        address = StoreAddress.parsed(server.database("bench"))
        loaded = _timed(lambda: publish(open_store(file), address))
        return {"load": loaded} | _asked(server.url.replace("/postgres?", "/bench?"), address)
    finally:
        server.close()


def _asked(url: str, address: StoreAddress) -> dict[str, float]:
    store, query = open_store(address), Query(actor=(ACTOR,))
    west, south, east, north = VIEW.bbox
    given = {"west": west, "south": south, "east": east, "north": north, "grid": VIEW.grid, "actor": ACTOR}
    with psycopg.connect(url) as connection:
        ((schema,),) = connection.execute("SELECT schema FROM mapapp.loads").fetchall()
        by_hand = BY_HAND.format(schema=schema)
        ways: dict[str, Callable[[], Any]] = {
            "by hand": lambda: connection.execute(by_hand, given).fetchall(),
            "store": lambda: store.rows(map_grid.cells, store.incidents, query, VIEW.bbox, VIEW.grid),
            "features": lambda: view_features(store, query, VIEW),
        }
        mine = sum(row["n"] for row in ways["store"]())
        assert mine == sum(row[4] for row in ways["by hand"]()), "another answer"
        times = [{name: _timed(way) for name, way in ways.items()} for _ in range(RUNS)]
    return {name: median(run[name] for run in times) for name in ways}


def _timed(action: Callable[[], Any]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
