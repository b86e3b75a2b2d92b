"""Spreadsheets and geographic files, by GDAL -> cells as text."""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import disk_usage
from threading import Lock
from typing import TYPE_CHECKING

from mapapp.errors import UnreadableFile, quoted, shortened
from mapapp.ingest import geojson_sequence
from mapapp.ingest.arrowtable import as_sheet
from mapapp.ingest.sheet import Sheet
from mapapp.ingest.stored import StoredFile
from mapapp.ingest.workbook_dates import with_plain_dates
from mapapp.messages import fault, notice
from mapapp.model.holding import temporary_folder
from mapapp.model.report import Effect, Fault
from mapapp.model.schema import INCIDENTS

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

SPREADSHEETS = {".xlsx": "an Excel workbook", ".ods": "an OpenDocument spreadsheet"}
KINDS = {
    b"SQLite format 3\x00": "GeoPackage",
    b"fgb\x03fgb": "FlatGeobuf",
    b"{": "GeoJSON",
    b"\x1e": "GeoJSON Text Sequences",
}
"""How the files that GDAL reads begin, and what they are."""
_GEOJSON = ("GeoJSON", "GeoJSON Text Sequences")
_KML = re.compile(rb"(<\?xml[^>]*\?>)?\s*(<!--.*?-->\s*)*<kml[\s>]", re.DOTALL)
_PROGRAM = b"gdal_streamed_alg"
"""Marks a file of GDAL's that is a program and reads other files."""
_MEMORY = Path("/dev/shm")  # noqa: S108 - files there get new names
_SUFFIXES = {"GeoPackage": ".gpkg"} | {kind: suffix for suffix, kind in SPREADSHEETS.items()}
"""Kinds that GDAL recognises by the file's name."""

_OPTIONS = {
    "OGR_FLATGEOBUF_STREAM_BASE_IMPL": "YES",
    "OGR_GEOJSON_DATE_AS_STRING": "YES",
    "OGR_XLSX_FIELD_TYPES": "STRING",
    "OGR_XLSX_HEADERS": "FORCE",
    "OGR_ODS_FIELD_TYPES": "STRING",
    "OGR_ODS_HEADERS": "FORCE",
}
"""Cells of a spreadsheet are read as they are shown, the first row as the names of the columns. Days and
times of GeoJSON are read as they are written: otherwise 10:30 becomes 10:30:00.000, and a day midnight. GDAL
3.12's own reader of FlatGeobuf gives wrong offsets where a row has no geometry."""
_TEMPORARY_FILE = re.compile(r" on '[^']*table\.[a-z]+'")
"""The part of GDAL's messages that names a temporary file."""
_one_at_a_time = Lock()
"""Python's warning filters and GDAL's options apply to all threads."""
_PADDED = r"-?[0-9]+\.[0-9]{16}"
"""How GDAL writes a number of an OpenDocument spreadsheet."""


def kind_of(file: StoredFile) -> str:
    """Return the kind of a file that GDAL reads; "" for any other."""
    start = file.data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"PK"):
        return SPREADSHEETS.get(file.suffix, "")
    if _KML.match(start):
        return "KML"
    kind = next((kind for begin, kind in KINDS.items() if start.startswith(begin)), "")
    return "" if _PROGRAM in start else kind


def read_by_gdal(table: str, file: StoredFile, kind: str) -> Sheet:
    """Read a spreadsheet or a geographic file; UnreadableFile if it is broken or holds no table.

    In a sequence of GeoJSON Features, each record that is not one is a fault: GDAL would silently skip it.
    """
    records = geojson_sequence.records_of(file.data) if kind in _GEOJSON else []
    if len(records) < 2:
        return _read(file, kind, with_plain_dates(file.data) if file.suffix == ".xlsx" else file.data)
    try:
        sheet = _read(file, kind, geojson_sequence.collection_of(records))
        if sheet.rows_in + sheet.blank_lines == len(records):
            return sheet
    except UnreadableFile:
        if not any(map(geojson_sequence.is_feature, records)):
            raise
    return _read_features(table, file, kind, records)


def _read_features(table: str, file: StoredFile, kind: str, records: Sequence[bytes]) -> Sheet:
    """Read the records that are Features, under their numbers, and report each that is not."""
    numbered = dict(enumerate(records, 2))
    features = {number: record for number, record in numbered.items() if geojson_sequence.is_feature(record)}
    sheet = _read(file, kind, geojson_sequence.collection_of(list(features.values())))
    numbers = list(features)
    faults = [
        Fault(
            table,
            number,
            "",
            shortened(numbered[number].decode(errors="replace")),
            *fault("row-no-feature"),
            Effect.ROW_REJECTED,
        )
        for number in numbered.keys() - features.keys()
    ]
    cells = sheet.cells.set_axis([numbers[position - 2] for position in sheet.cells.index])
    return replace(sheet, cells=cells, rows_in=sheet.rows_in + len(faults), faults=faults)


def _read(file: StoredFile, kind: str, data: bytes) -> Sheet:
    import pyogrio  # noqa: PLC0415 - slow to import, and only for these files
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415 - the same

    try:
        with _source(data, kind) as source, _gdal_options() as caught:
            layers = [str(name) for name, _ in pyogrio.list_layers(source)]
            layer = _chosen(layers)
            meta, table = pyogrio.read_arrow(source, layer=layers.index(layer), datetime_as_string=True)
    except (DataSourceError, DataLayerError, ValueError, RuntimeError) as error:
        problem = shortened(str(error), 200).rstrip(".")
        raise UnreadableFile(*fault("file-broken", file=str(file.path), kind=kind, problem=problem)) from None
    if kind in SPREADSHEETS.values():
        table = _with_header(table)
    geometry = (meta["geometry_name"] or "wkb_geometry") if meta["geometry_type"] else ""
    sheet = as_sheet(file, table, geometry if geometry in table.column_names else "", meta["crs"])
    if file.suffix == ".ods":
        sheet = replace(sheet, cells=sheet.cells.apply(_unpadded))
    messages = dict.fromkeys(str(warning.message) for warning in caught)
    warned = [
        notice("gdal-warned", file=file.path.name, said=quoted(_TEMPORARY_FILE.sub("", text)))
        for text in messages
    ]
    return replace(sheet, notes=(*_notes(file, kind, layers, layer), *warned, *sheet.notes))


def _with_header(table: "pa.Table") -> "pa.Table":
    """Use a sheet's only line as its header; GDAL takes it for a row, whatever its options."""
    gdal_names = [f"Field{number}" for number in range(1, table.num_columns + 1)]
    if table.num_rows != 1 or table.column_names != gdal_names:
        return table
    (line,) = table.to_pylist()
    return table.slice(1).rename_columns([line[name] or name for name in gdal_names])


@contextmanager
def _gdal_options() -> Iterator[list[warnings.WarningMessage]]:
    """Set our options for GDAL, restore them afterwards, and collect its warnings meanwhile."""
    import pyogrio  # noqa: PLC0415 - slow to import, and only for these files

    with _one_at_a_time, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", RuntimeWarning)
        before = {name: pyogrio.get_gdal_config_option(name) for name in _OPTIONS}
        pyogrio.set_gdal_config_options(_OPTIONS)
        try:
            yield caught
        finally:
            pyogrio.set_gdal_config_options(before)


def _notes(file: StoredFile, kind: str, layers: list[str], layer: str) -> list[str]:
    name = file.path.name
    notes = [notice("read-as", file=name, kind=kind)]
    if others := ", ".join(quoted(other) for other in layers if other != layer):
        notes.append(notice("read-one-of", file=name, table=repr(layer), others=others))
    return notes


def _unpadded(texts: "pd.Series[str]") -> "pd.Series[str]":
    padded = texts.str.fullmatch(_PADDED).fillna(False).astype(bool)
    return (
        texts.mask(padded, texts[padded].map(lambda text: f"{float(text):.15g}")) if padded.any() else texts
    )


@contextmanager
def _source(data: bytes, kind: str) -> Iterator[bytes | Path]:
    """Yield the bytes, or a file with the right suffix, in memory where the system has a folder for that."""
    if kind not in _SUFFIXES:
        yield data
        return
    fits_in_memory = _MEMORY.is_dir() and disk_usage(_MEMORY).free > 2 * len(data)
    with temporary_folder(_MEMORY if fits_in_memory else None) as folder:
        copy = folder / f"table{_SUFFIXES[kind]}"
        copy.write_bytes(data)
        yield copy


def _chosen(layers: list[str]) -> str:
    """Return the sheet or layer that is called incidents, otherwise the first."""
    if not layers:
        raise ValueError(notice("table-none"))
    return next((name for name in layers if name.casefold() == INCIDENTS.name), layers[0])
