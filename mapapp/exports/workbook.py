"""An Excel workbook of typed cells: sheets of incidents, claims and sources, and one on how to read them.

Text is always written as text, never as a formula. A cell holds at most 32,767 characters; longer texts are
shortened and end with a mark.
"""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import pyarrow as pa

from mapapp.engine.questions import records
from mapapp.engine.selection import Cut, Selection
from mapapp.engine.store import Store
from mapapp.errors import BadQuery
from mapapp.exports import rows
from mapapp.exports.outlet import WholeFile
from mapapp.exports.provenance import facts
from mapapp.messages import message, notice
from mapapp.model.query import Query

if TYPE_CHECKING:
    from xlsxwriter.format import Format as CellFormat
    from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ABOUT_SHEET = "read-me"
MOST_ROWS = 1_048_575
"""Rows of a sheet below its header."""
LONGEST_CELL = 32_767
CUT_MARK = " […]"
EARLIEST_DAY = date(1900, 3, 1)
"""Spreadsheets disagree on earlier days, which are therefore written as text."""
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(store: Store, query: Query, **cut: Unpack[Cut]) -> WholeFile:
    """Write the matching incidents of the cut, with their claims and sources.

    Raises BadQuery if there are more than a sheet holds.
    """
    selection = Selection.of(store, query, **cut)
    claims = store.rows(records.number_of_claims, store.claims, store.incidents, query)[0]["n"]
    if max(len(selection), claims) > MOST_ROWS:
        raise BadQuery("format", "xlsx", notice("expected-fewer-rows", most=MOST_ROWS))
    return WholeFile("incidents.xlsx", lambda path: _write(selection, path))


def _write(selection: Selection, path: Path) -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415 - only for this format

    with Workbook(path, {**_OPTIONS, "tmpdir": str(path.parent)}) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for name, (schema, pages) in rows.all_tables(selection).items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            _write_names(sheet, schema.names, bold)
            _write_rows(sheet, pages, day)
        _write_about(book.add_worksheet(ABOUT_SHEET), facts(selection), bold)


def _write_names(sheet: "Worksheet", names: Iterable[str], bold: "CellFormat") -> None:
    for column, name in enumerate(names):
        sheet.write_string(0, column, _fitting(name), bold)


def _write_rows(sheet: "Worksheet", pages: Iterable[pa.Table], day: "CellFormat") -> None:
    row = 0
    for page in pages:
        writers = [_writer(sheet, field.type, day) for field in page.schema]
        for cells in zip(*(column.to_pylist() for column in page.columns), strict=True):
            row += 1
            for column, (cell, write) in enumerate(zip(cells, writers, strict=True)):
                if cell is not None:
                    write(row, column, cell)


def _writer(sheet: "Worksheet", kind: pa.DataType, day: "CellFormat") -> Callable[[int, int, Any], object]:
    """Return the function that writes the cells of a column: as days, numbers or text."""

    def write_day(row: int, column: int, cell: date) -> None:
        if cell >= EARLIEST_DAY:
            sheet.write_datetime(row, column, cell, day)
        else:
            sheet.write_string(row, column, cell.isoformat())

    if pa.types.is_date(kind):
        return write_day
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        number: Callable[[int, int, Any], object] = sheet.write_number
        return number
    return lambda row, column, cell: sheet.write_string(row, column, _fitting(str(cell)))


def _write_about(sheet: "Worksheet", facts_by_name: dict[str, str], bold: "CellFormat") -> None:
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 100)
    for row, (name, text) in enumerate([*facts_by_name.items(), ("cells", message("note-cells"))]):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, _fitting(text))


def _fitting(text: str) -> str:
    """Shorten a text that is too long for a cell, and mark it; Excel counts in UTF-16."""
    if len(text.encode("utf-16-le")) <= 2 * LONGEST_CELL:
        return text
    shortened = text.encode("utf-16-le")[: 2 * (LONGEST_CELL - len(CUT_MARK))]
    return shortened.decode("utf-16-le", errors="ignore") + CUT_MARK
