"""An operator's own file of map tiles, PMTiles or MBTiles, from which single tiles are read."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pmtiles.reader import Reader
from pmtiles.tile import Compression, TileType

from mapapp.errors import BadSetting
from mapapp.messages import notice

SUFFIXES = {".pmtiles", ".mbtiles"}
VECTOR = "application/vnd.mapbox-vector-tile"

_PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
_FORMATS = {"pbf": VECTOR, **_PICTURES}
_TYPES = {
    TileType.MVT: VECTOR,
    TileType.PNG: "image/png",
    TileType.JPEG: "image/jpeg",
    TileType.WEBP: "image/webp",
}
_DEEPEST = 24


@dataclass(frozen=True, slots=True)
class TileFile:
    """Tiles of 256 pixels in Web Mercator (EPSG:3857), counted as XYZ: from the north-west corner.

    `media_type` is that of each tile, `attribution` is the file's statement of its sources, which may be
    HTML. `version` changes with the file.
    """

    path: Path
    media_type: str
    attribution: str
    deepest: int
    version: str
    _read_tile: Callable[[int, int, int], bytes | None]

    @staticmethod
    def is_tile_address(zoom: int, x: int, y: int) -> bool:
        """Return whether the address of a tile is valid."""
        return 0 <= zoom <= _DEEPEST and 0 <= x < 1 << zoom and 0 <= y < 1 << zoom

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return a tile as it is stored, possibly compressed by gzip; None if there is none."""
        return self._read_tile(zoom, x, y)


def is_tile_file(path: Path) -> bool:
    """Return whether a file contains tiles, judging by its name."""
    return path.suffix.lower() in SUFFIXES


@cache  # the page asks at each run
def opened(path: Path) -> TileFile:
    """Open a file of tiles; BadSetting if it can't be read, or its tiles can't be shown."""
    try:
        return (_pmtiles if path.suffix.lower() == ".pmtiles" else _mbtiles)(path)
    except BadSetting:
        raise
    except Exception as problem:  # both readers raise all kinds of errors for a broken file
        raise _unusable(path, str(problem) or type(problem).__name__) from problem


def _pmtiles(path: Path) -> TileFile:
    def read_range(offset: int, length: int) -> bytes:
        """Read from the disk: a memory map would crash the program if the file were truncated."""
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(length)

    reader: Any = Reader(read_range)  # type: ignore[no-untyped-call]
    header, metadata = reader.header(), reader.metadata()
    if path.stat().st_size < header["tile_data_offset"] + header["tile_data_length"]:
        raise _unusable(path, notice("tiles-file-cut-off"))
    if header["tile_compression"] not in {Compression.NONE, Compression.GZIP, Compression.UNKNOWN}:
        raise _unusable(path, notice("tiles-file-compression", kind=header["tile_compression"].name.lower()))
    kind = _TYPES.get(header["tile_type"], "")
    return _described(path, kind, metadata, header["max_zoom"], reader.get)


def _mbtiles(path: Path) -> TileFile:
    source = f"{path.resolve().as_uri()}?mode=ro"

    def query(statement: str, *values: int) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(source, uri=True)) as connection:
            return connection.execute(statement, values).fetchall()

    def read_tile(zoom: int, x: int, y: int) -> bytes | None:
        row = (1 << zoom) - 1 - y  # MBTiles counts rows from the south
        rows = query(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
            *(zoom, x, row),
        )
        return rows[0][0] if rows else None

    metadata = dict(query("SELECT name, value FROM metadata"))
    [(deepest,)] = query("SELECT max(zoom_level) FROM tiles")
    return _described(path, _FORMATS.get(metadata.get("format", ""), ""), metadata, deepest or 0, read_tile)


def _described(
    path: Path,
    media_type: str,
    metadata: dict[str, Any],
    deepest: int,
    read_tile: Callable[[int, int, int], bytes | None],
) -> TileFile:
    if not media_type:
        raise _unusable(path, notice("tiles-file-kind"))
    if not 0 <= int(deepest) <= _DEEPEST:
        raise _unusable(path, notice("tiles-file-zoom", zoom=str(deepest)))
    state = path.stat()
    version = f"{state.st_mtime_ns:x}-{state.st_size:x}"
    return TileFile(
        path, media_type, str(metadata.get("attribution") or ""), int(deepest), version, read_tile
    )


def _unusable(path: Path, problem: str) -> BadSetting:
    return BadSetting(
        notice("tiles-unusable", tiles=repr(path.name), problem=problem.rstrip(".")),
        remedy=notice("tiles-file-remedy"),
    )
