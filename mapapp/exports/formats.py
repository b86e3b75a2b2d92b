"""The formats in which the command line, the API and the page export incidents."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from mapapp.engine.store import Store
from mapapp.exports.archive import ZIP
from mapapp.exports.bundle import bundle
from mapapp.exports.csv import csv_zip, incidents_csv
from mapapp.exports.flatgeobuf import FLATGEOBUF, flatgeobuf
from mapapp.exports.geojson import GEOJSON, geojson
from mapapp.exports.geojson_sequence import GEOJSON_SEQUENCE, geojson_sequence
from mapapp.exports.geopackage import GEOPACKAGE, geopackage
from mapapp.exports.geoparquet import PARQUET, geoparquet
from mapapp.exports.kmz import KMZ, kmz
from mapapp.exports.offline.page import HTML_FILE, offline_page
from mapapp.exports.picture.request import KINDS, USUAL_SIZE, PictureRequest
from mapapp.exports.workbook import XLSX, workbook
from mapapp.model.query import Query


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `name` on the command line, `label` on the page, which offers it if it has one.

    `write` takes a Store, a Query, `limit` and `offset`, and yields the file in pieces. `suffixes` are those
    of its files' names, the default first. `parameter` is its name as the API's `f`, "" if the API does not
    offer it. The page shows `common` formats first. Programs read an `inline` format at its URL, a page at a
    time: its writer takes `links` too. A format that is not `streamed` is complete before it is sent. A
    `tabular` one can be sorted and limited to some columns: its writer takes a whole `Cut`. A picture shows
    all matching incidents, in a `size`.
    """

    name: str
    label: str
    media_type: str
    suffixes: tuple[str, ...]
    write: Callable[..., Iterable[bytes]]
    parameter: str
    inline: bool = False
    common: bool = False
    streamed: bool = True
    tabular: bool = True
    is_picture: bool = False

    def pieces(
        self,
        store: Store,
        query: Query,
        *,
        limit: int | None = None,
        offset: int = 0,
        links: Sequence[Mapping[str, str]] = (),
        size: str = USUAL_SIZE,
    ) -> Iterable[bytes]:
        """Write the matching incidents from `offset` on, at most `limit`; `size` is that of a picture."""
        more: dict[str, Any] = {"links": links} if self.inline else {}
        more |= {"size": size} if self.is_picture else {}
        return self.write(store, query, limit=limit, offset=offset, **more)


def _picture(kind: str, store: Store, query: Query, *, size: str, **_part: int | None) -> Iterator[bytes]:
    from mapapp.exports.picture.drawing import picture  # noqa: PLC0415 - half a second to import

    yield picture(store, PictureRequest(query, size), kind)


FORMATS = (
    Format("geojson", "GeoJSON", GEOJSON, (".geojson", ".json"), geojson, "json", inline=True, common=True),
    Format("csv", "", "text/csv", (".csv",), incidents_csv, ""),
    Format("zip", "CSV (zip)", ZIP, (".zip",), csv_zip, "csv", common=True),
    Format(
        "geojsonseq",
        "GeoJSON text sequence",
        GEOJSON_SEQUENCE,
        (".geojsons",),
        geojson_sequence,
        "geojsonseq",
    ),
    Format("xlsx", "XLSX", XLSX, (".xlsx",), workbook, "xlsx", common=True),
    Format(
        "html",
        "Page that needs no network (HTML)",
        HTML_FILE,
        (".html",),
        offline_page,
        "html-file",
        common=True,
        streamed=False,
        tabular=False,
    ),
    Format("gpkg", "GeoPackage", GEOPACKAGE, (".gpkg",), geopackage, "gpkg"),
    Format("flatgeobuf", "FlatGeobuf", FLATGEOBUF, (".fgb",), flatgeobuf, "fgb"),
    Format("geoparquet", "GeoParquet", PARQUET, (".parquet",), geoparquet, "parquet"),
    Format("kmz", "KMZ (Google Earth)", KMZ, (".kmz",), kmz, "kmz", tabular=False),
    Format("bundle", "Citable bundle (zip)", ZIP, (".bundle.zip",), bundle, "bundle", tabular=False),
    Format("png", "", KINDS["png"], (".png",), partial(_picture, "png"), "", tabular=False, is_picture=True),
    Format("svg", "", KINDS["svg"], (".svg",), partial(_picture, "svg"), "", tabular=False, is_picture=True),
)
"""Every format; the first is the default."""

BY_PARAMETER = {format_.parameter: format_ for format_ in FORMATS if format_.parameter}
"""The formats of the API, by its `f`."""
