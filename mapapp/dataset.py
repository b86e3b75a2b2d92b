"""The public Python API: open a data set, query it, draw it."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely

from mapapp import words
from mapapp.engine.opening import open_store
from mapapp.engine.questions import records
from mapapp.engine.store import Store
from mapapp.errors import BadQuery
from mapapp.exports.picture.request import KINDS, SIZES, USUAL_SIZE, PictureRequest
from mapapp.mapdata.incidents import feature_collection
from mapapp.messages import notice
from mapapp.model.query import Query
from mapapp.model.report import Report
from mapapp.settings import StoreAddress
from mapapp.shipped import bundled
from mapapp.views.map import standalone_map
from mapapp.views.style import legend_of

if TYPE_CHECKING:
    import folium

_NULLABLE = {
    pa.int64(): pd.Int64Dtype(),
    pa.string(): pd.StringDtype(),
}

EVERYTHING = Query()


class Dataset:
    """An opened data set; see `open_dataset`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def report(self) -> Report:
        """The result of reading the files: rows read, accepted and rejected, and every fault."""
        return self._store.report

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the files, in hexadecimal."""
        return self._store.fingerprint

    def __len__(self) -> int:
        return self.report.rows_accepted("incidents")

    def incidents(self, query: Query = EVERYTHING) -> gpd.GeoDataFrame:
        """Return the matching incidents, in the order of the exports.

        Columns are those of the files; geometry is a point in EPSG:4326 (x = longitude), None where no
        location is known. Days are text, YYYY-MM-DD, so that `to_json` and folium accept the frame unchanged;
        `pandas.to_datetime` reads them. Aggregate rows are included and marked in `aggregate`.
        """
        rows = self._store.run(records.incidents_of, self._store.incidents, query)
        frame = _with_days_as_text(rows).to_pandas(types_mapper=_NULLABLE.get)
        points = shapely.points(frame["longitude"].to_numpy(float), frame["latitude"].to_numpy(float))
        points[frame["latitude"].isna().to_numpy()] = None
        return gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")

    def claims(self, query: Query = EVERYTHING) -> pd.DataFrame:
        """Return the claims about the matching incidents, in file order, with their `source_id`."""
        rows = self._store.run(records.claims_of, self._store.claims, self._store.incidents, query)
        frame: pd.DataFrame = rows.to_pandas(types_mapper=_NULLABLE.get)
        return frame

    def map(self, query: Query = EVERYTHING) -> "folium.Map":
        """Draw the matching incidents on a self-contained map, for a notebook or to be saved as a file.

        It contains its data, scripts and base map, and needs no network.
        """
        store = self._store
        return standalone_map(
            feature_collection(store, query),
            legend_of(store),
            title=store.description.title,
            conflict=store.conflict,
        )

    def picture(self, query: Query = EVERYTHING, *, size: str = USUAL_SIZE, kind: str = "png") -> bytes:
        """Draw the matching incidents as a still picture: `kind` is "png" or "svg".

        `size` is "16:9", "1:1", "9:16" or "column". Raises BadQuery for any other.
        """
        for name, value, choices in (("size", size, SIZES), ("kind", kind, KINDS)):
            if value not in choices:
                raise BadQuery(name, value, notice("expected-one-of", values=", ".join(choices)))
        from mapapp.exports.picture.drawing import picture  # noqa: PLC0415 - half a second to import

        return picture(self._store, PictureRequest(query, size), kind)


def _with_days_as_text(table: pa.Table) -> pa.Table:
    """Write days as text: geopandas and folium can put neither dates nor timestamps into JSON."""
    return table.cast(
        pa.schema(
            field.with_type(pa.string()) if pa.types.is_date(field.type) else field for field in table.schema
        )
    )


def _source(path: str | Path) -> Path | StoreAddress:
    return StoreAddress.parsed(path) if isinstance(path, str) and "://" in path else Path(path)


def open_dataset(path: str | Path | None = None) -> Dataset:
    """Open a prepared data set, or an incidents file in any format with the claims and sources next to it.

    `postgresql://host/database`, `spark://host:port/folder` and `clickhouse://host:port/database` open what
    `mapapp load` has published there. Without a path, the bundled data set is opened. Faulty rows are left
    out and listed in `report`; a warning says how many. Raises UnreadableFile if the file can't be read as a
    table, FaultyData if no incident is left, EngineUnavailable if the database can't be reached, BadSetting
    for a URL with a password in it.
    """
    store = open_store(_source(path) if path else bundled("incidents.csv"))
    if faults := words.faults(store.report):
        warnings.warn(f"{faults}; see the data set's `report`.", stacklevel=2)
    return Dataset(store)
