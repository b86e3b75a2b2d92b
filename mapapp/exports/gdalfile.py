"""Arrow tables written by GDAL, page by page, as layers of a file; points in WGS84."""

from collections.abc import Iterator, Mapping
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
    """Write a layer of some columns into a file, which may have others.

    `geometry` is the column of the points, which the pages have behind those.
    """
    from pyogrio import write_arrow  # noqa: PLC0415 - slow to import, and only for these files

    if geometry:
        more |= {"geometry_name": geometry, "geometry_type": "Point", "crs": _WGS84}
        schema = schema.append(pa.field(geometry, pa.binary()))
    batches = (batch for page in pages for batch in page.cast(schema).to_batches())
    reader = pa.RecordBatchReader.from_batches(schema, batches)
    write_arrow(reader, path, layer=name, append=path.exists(), layer_options=dict(options), **more)
