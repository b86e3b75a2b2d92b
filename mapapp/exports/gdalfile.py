"""Arrow tables written by GDAL, page by page, as layers of a file; points in WGS84."""

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

_WGS84 = "EPSG:4326"


def write_layer(
    path: Path,
    name: str,
    schema: pa.Schema,
    pages: Iterator[pa.Table],
    options: Mapping[str, str],
    *,
    geometry: str = "",
    **more: Any,
) -> None:
    """Write a layer to a file, which may have others; `schema` has its columns in case there are no rows.

    `geometry` is the column of points, which the pages have after those of the schema. Texts may be
    dictionary-encoded.
    """
    from pyogrio import write_arrow  # noqa: PLC0415 - slow to import, and only for these files

    if geometry:
        more |= {"geometry_name": geometry, "geometry_type": "Point", "crs": _WGS84}
        schema = schema.append(pa.field(geometry, pa.binary()))
    first_page = next(pages, schema.empty_table())
    batches = (batch for page in chain([first_page], pages) for batch in page.to_batches())
    reader = pa.RecordBatchReader.from_batches(first_page.schema, batches)
    write_arrow(reader, path, layer=name, append=path.exists(), layer_options=dict(options), **more)
