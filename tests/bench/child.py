# ruff: noqa: PLC0415 - each case imports only what it measures
"""Measurements in a separate process: one case with a file, the figures as JSON on the last line."""

import ctypes
import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

RUNS = 5
TIMES_WRITTEN = 2
ACTORS = ("Armenian forces",)
COMPARED = {"flatgeobuf", "geoparquet", "gpkg", "csv"}
"""Formats that other programs also write."""


def timed(action: Callable[[], Any]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def of_store(file: Path) -> dict[str, float]:
    """Time queries and an export on one store, as loading a million rows takes longer than querying them."""
    from mapapp.engine.store import Store
    from mapapp.ingest import read_dataset

    store = Store.load(read_dataset(file))
    return queries(store) | export(store)


def queries(store: Any) -> dict[str, float]:
    """Time one map query: bare, through the store, and as finished features (with all their queries)."""
    import ibis

    from mapapp.engine.compiling import table
    from mapapp.engine.questions import map_grid
    from mapapp.engine.view import View
    from mapapp.mapdata.map_features import view_features
    from mapapp.model.query import Query

    view, query = View((44.4, 38.6, 48.9, 41.4), 8), Query(actor=ACTORS)
    given = (store.incidents, query, view.bbox, view.grid)
    sql = ibis.to_sql(map_grid.cells(table(store.incidents), *given[1:]), dialect="duckdb")
    ways: dict[str, Callable[[], Any]] = {
        "bare": lambda: _bare(store, sql),
        "store": lambda: store.rows(map_grid.cells, *given),
        "features": lambda: view_features(store, query, view),
    }
    times = [{name: timed(way) for name, way in ways.items()} for _ in range(RUNS * 3)]
    return {name: median(run[name] for run in times) for name in ways}


def derivation(file: Path) -> dict[str, float]:
    """Time the engine's derivation of values from the claims, without reading and loading the tables.

    The memory is the peak of all three steps.
    """
    from mapapp.engine import database, loading
    from mapapp.ingest import read_dataset

    ingested = read_dataset(file)
    seconds = [0.0]
    add_evidence = loading.add_evidence

    def timed_evidence(*given: Any) -> Any:
        start = time.perf_counter()
        added = add_evidence(*given)
        seconds[0] = time.perf_counter() - start
        return added

    loading.add_evidence = timed_evidence
    loading.load(ingested, database.in_memory())
    return {
        "seconds": seconds[0],
        "memory": _memory("VmHWM"),
        "incidents": len(ingested.incidents),
        "claims": len(ingested.claims),
    }


def parquet(file: Path) -> dict[str, float]:
    """Time DuckDB's own CSV reader writing the same rows as Parquet."""
    import duckdb

    to = _scratch() / "rows.parquet"
    return _with_processor_time(lambda: duckdb.sql(f"COPY (FROM read_csv('{file}')) TO '{to}'"))


def prepare(file: Path) -> dict[str, float]:
    """Measure the time and memory that preparing a data set takes, in a folder next to the data set's."""
    from mapapp.maintenance.preparing import prepare

    to = file.parents[1] / "prepared" / f"{file.parent.name}.mapapp"
    to.parent.mkdir(exist_ok=True)
    times = _with_processor_time(lambda: prepare(file, to))
    return times | {"memory": _memory("VmHWM"), "size": to.stat().st_size / 1e6}


def _with_processor_time(action: Callable[[], Any]) -> dict[str, float]:
    before = time.process_time()
    seconds = timed(action)
    return {"seconds": seconds, "processor": time.process_time() - before}


def opened(file: Path) -> dict[str, float]:
    """Time opening a prepared data set and two views of it, and measure the memory a page's queries take."""
    from mapapp.engine.opening import open_store
    from mapapp.engine.view import View
    from mapapp.mapdata.map_features import view_features
    from mapapp.model.query import Query

    began = time.perf_counter()
    store = open_store(file)
    seconds = time.perf_counter() - began
    store.warm_up()
    views = {"town": View((46.6, 39.7, 46.9, 39.9), 12), "world": View((-180.0, -85.0, 180.0, 85.0), 2)}
    times = {name: _repeated(partial(view_features, store, Query(), view)) for name, view in views.items()}
    return times | {"open": seconds, "memory": _memory("VmHWM")}


def _repeated(action: Callable[[], Any]) -> float:
    """Return the median of several runs after a warm-up."""
    action()
    return median(timed(action) for _ in range(RUNS))


def _bare(store: Any, sql: str) -> Any:
    with store.engine.connection() as engine:
        return engine.sql(sql).to_arrow_table()


def export(store: Any) -> dict[str, float]:
    """Time the GeoJSON export of all rows to a file, and measure how much memory it adds."""
    from mapapp.exports.geojson import geojson
    from mapapp.model.query import Query

    store.totals(Query())
    for _ in geojson(store, Query(incident_id=("incident-0000001",))):
        pass
    return _written(lambda path: _save(path, geojson(store, Query())))


def gdal(file: Path) -> dict[str, float]:
    """Time GDAL writing the same rows and columns as GeoJSON according to RFC 7946."""
    import pyogrio

    from tests.bench.generate import frame

    table = _points(frame(file))
    pyogrio.write_dataframe(table.head(10), _scratch() / "first.geojson", driver="GeoJSON")
    return _written(lambda path: pyogrio.write_dataframe(table, path, driver="GeoJSON", RFC7946="YES"))


def _points(rows: Any) -> Any:
    import geopandas

    points = geopandas.points_from_xy(rows["longitude"], rows["latitude"])
    points[rows["latitude"].isna().to_numpy()] = None
    return geopandas.GeoDataFrame(rows, geometry=points, crs=4326)


def formats(file: Path) -> dict[str, dict[str, dict[str, float]]]:
    """Time the exports of all rows to files, in turn with the usual writer of each format.

    These are GDAL (through Arrow), geopandas with pyarrow, and DuckDB. They hold in memory what our files do:
    the same rows in the same order, days as days and whole numbers as whole numbers.
    """
    from mapapp.engine.store import Store
    from mapapp.exports.formats import FORMATS
    from mapapp.ingest import read_dataset
    from mapapp.model.query import Query

    store = Store.load(read_dataset(file))
    theirs = _usual_writers(_whole(store))
    written = {}
    for form in (one for one in FORMATS if one.name in COMPARED):
        for _ in form.pieces(store, Query(incident_id=("incident-0000001",))):  # imports
            pass
        writers = {"ours": partial(_export, form, store), "theirs": theirs[form.name]}
        runs: dict[str, list[dict[str, float]]] = {whose: [] for whose in writers}
        for _ in range(TIMES_WRITTEN):
            for whose, write in writers.items():
                runs[whose].append(_written_once(write, form.suffixes[0]))
        written[form.name] = {whose: _best(these) for whose, these in runs.items()}
    return written


def _export(form: Any, store: Any, path: Path) -> None:
    """Write the incidents' own columns as `mapapp export` does, without claims: the others have none."""
    from mapapp.exports.saving import save
    from mapapp.model.query import Query
    from mapapp.model.schema import INCIDENTS

    save(form.write(store, Query(), kept=INCIDENTS.names), path)


def _whole(store: Any) -> Any:
    """Return what `_export` writes, as one Arrow table."""
    from mapapp.engine.selection import Selection
    from mapapp.model.query import Query
    from mapapp.model.schema import INCIDENTS

    selection = Selection.of(store, Query(), kept=INCIDENTS.names)
    return selection.shown(selection.incidents())


def _usual_writers(rows: Any) -> dict[str, Callable[[Path], object]]:
    import duckdb
    import pandas as pd
    import pyarrow as pa
    import pyogrio

    kinds = {pa.int64(): pd.Int64Dtype(), pa.date32(): pd.ArrowDtype(pa.date32())}
    table = _points(rows.to_pandas(types_mapper=kinds.get))
    located = table[table["latitude"].notna()]

    def by_gdal(rows: Any, driver: str, path: Path, **options: str) -> None:
        pyogrio.write_dataframe(rows, path, driver=driver, use_arrow=True, **options)

    return {
        "flatgeobuf": lambda path: by_gdal(located, "FlatGeobuf", path, SPATIAL_INDEX="NO"),
        "gpkg": lambda path: by_gdal(table, "GPKG", path),
        "geoparquet": lambda path: table.to_parquet(path, compression="zstd"),
        "csv": lambda path: duckdb.from_arrow(rows).write_csv(str(path)),
    }


def _written(write: Callable[[Path], object], ending: str = ".geojson") -> dict[str, float]:
    return _best([_written_once(write, ending) for _ in range(TIMES_WRITTEN)])


def _best(runs: list[dict[str, float]]) -> dict[str, float]:
    """Return the shortest times of several runs, and the most memory."""
    most, least = ({name: take(run[name] for run in runs) for name in runs[0]} for take in (max, min))
    return most | {name: least[name] for name in ("seconds", "processor")}


def _written_once(write: Callable[[Path], object], ending: str) -> dict[str, float]:
    _give_back()
    idle, path = _memory("VmRSS"), _scratch() / f"rows{ending}"
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
    times = _with_processor_time(lambda: write(path))
    size = path.stat().st_size / 1e6
    path.unlink()
    return times | {"idle": idle, "above_idle": _memory("VmHWM") - idle, "size": size}


def _give_back() -> None:
    """Return freed memory to the system, so that loading's leftovers do not hide an export's memory."""
    import pyarrow

    gc.collect()
    pyarrow.default_memory_pool().release_unused()
    ctypes.CDLL(None).malloc_trim(0)


def _save(path: Path, pieces: Any) -> None:
    with path.open("wb") as file:
        file.writelines(pieces)


def _scratch() -> Path:
    return Path(tempfile.mkdtemp(prefix="mapapp-bench-"))


def items(file: Path) -> dict[str, float]:
    """Time an API answer with 1,000 incidents, and `json.dumps` of the same features."""
    from types import SimpleNamespace

    from starlette.applications import Starlette

    from mapapp.api.routes import api_routes
    from mapapp.engine.store import Store
    from mapapp.ingest import read_dataset
    from tests.asgi import get

    store = Store.load(read_dataset(file))
    app = Starlette(routes=api_routes(SimpleNamespace(current=store, problem="")))

    def page(number: int) -> Any:
        asked = {"limit": "1000", "offset": str(1000 * number)}
        return get(app, "/api/collections/incidents/items", asked)

    features = page(0).json()["features"]
    times = [
        {
            "page": timed(partial(page, number)),
            "dumps": timed(partial(json.dumps, features, ensure_ascii=False)),
        }
        for number in range(1, 1 + RUNS * 2)
    ]
    return {name: median(run[name] for run in times) for name in times[0]}


def loading(file: Path) -> dict[str, float]:
    """Time reading and loading a data set, after a warm-up."""
    from mapapp.engine.store import Store
    from mapapp.ingest import read_dataset

    def load() -> None:
        Store.load(read_dataset(file))

    load()
    return _with_processor_time(load)


def imported(file: Path) -> dict[str, float]:
    """Time `mapapp import` of a file that an adapter knows, not counting Python's start."""
    from mapapp.ingest.mapping import recognised
    from mapapp.maintenance.importing import read_files, write_joined

    to = _scratch() / "incidents.csv"
    times = _with_processor_time(
        lambda: write_joined(read_files([file], to, lambda sheet: recognised(sheet).mapping), to)
    )
    return times | {"memory": _memory("VmHWM")}


def by_pandas(file: Path) -> dict[str, float]:
    """Time pandas reading the same file."""
    import pandas as pd

    return _with_processor_time(lambda: pd.read_csv(file)) | {"memory": _memory("VmHWM")}


def _memory(name: str) -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split(f"{name}:")[1].split()[0]) / 1024


if __name__ == "__main__":
    cases: dict[str, Callable[[Path], Any]] = {
        "store": of_store,
        "gdal": gdal,
        "derivation": derivation,
        "parquet": parquet,
        "prepare": prepare,
        "opened": opened,
        "items": items,
        "loading": loading,
        "formats": formats,
        "imported": imported,
        "by_pandas": by_pandas,
    }
    print(json.dumps(cases[sys.argv[1]](Path(sys.argv[2]))))  # noqa: T201
