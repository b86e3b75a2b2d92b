"""CSV in UTF-8: one table, or all three in a zip file with their provenance.

Files begin with a byte order mark: without it Excel reads them as Windows-1252 and garbles every name that is
not plain ASCII; other readers, including ours, skip it. Cells that a spreadsheet would run are escaped.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Unpack

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from mapapp.engine.selection import Cut, Selection
from mapapp.engine.store import Store
from mapapp.exports import rows
from mapapp.exports.archive import zipped
from mapapp.exports.descriptor import descriptor
from mapapp.exports.provenance import facts, notes
from mapapp.model.dataset_files import DESCRIPTOR
from mapapp.model.ends_of_texts import begin_or_end, first_bytes
from mapapp.model.formula_escaping import FIRST_SIGNS, SUSPICIOUS, harmless
from mapapp.model.query import Query
from mapapp.model.schema import INCIDENTS

BOM = b"\xef\xbb\xbf"
_ROWS_AT_ONCE = 1 << 15
_TEXTS = (pa.string(), pa.large_string())
_FIRST_BYTES = first_bytes(FIRST_SIGNS)

_README = """\
{title}

{facts}

Files
  incidents.csv  one row per incident
  claims.csv     one row per incident, source and statement: who says what
  sources.csv    the sources that these claims name
  datapackage.json  what each column means, for programs (Frictionless)

How to read them
{notes}
- The files are UTF-8 with a byte order mark, separated by commas.
- A cell that a spreadsheet would run as a formula (it begins with = + - or @, or with a tab or a line break)
  has an apostrophe (') in front, which is not part of the text. Reading these files with mapapp takes it off.
"""


def incidents_csv(store: Store, query: Query, **cut: Unpack[Cut]) -> Iterator[bytes]:
    """Write the matching incidents of the cut, as a CSV file."""
    selection = Selection.of(store, query, **cut)
    return pages_file(selection.empty(INCIDENTS), rows.incidents(selection, together=rows.PAGES_TOGETHER))


def csv_zip(store: Store, query: Query, **cut: Unpack[Cut]) -> Iterator[bytes]:
    """Write the matching incidents, their claims, their sources and two files about them as a zip."""
    selection = Selection.of(store, query, **cut)
    about = (("README.txt", [readme(selection).encode()]), (DESCRIPTOR, [descriptor(selection)]))
    return zipped([*about, *csv_files(selection)])


def csv_files(selection: Selection) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the three tables as CSV files, each with its name."""
    for name, (schema, pages) in rows.all_tables(selection).items():
        yield f"{name}.csv", pages_file(schema.empty_table(), pages)


def readme(selection: Selection) -> str:
    """Write the provenance of an export, and notes on reading its files, as plain text."""
    facts_by_name = facts(selection)
    title = facts_by_name.pop("title")
    facts_by_name.pop("notes")
    return _README.format(
        title=title,
        facts="\n".join(f"{name}: {value}" for name, value in facts_by_name.items()),
        notes="\n".join(f"- {note}" for note in notes(selection)),
    )


def batches_file(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Iterator[bytes]:
    """Write rows, whatever their columns, as a CSV file."""
    pages = (
        pa.Table.from_batches([batch.slice(start, _ROWS_AT_ONCE)])
        for batch in batches
        for start in range(0, len(batch), _ROWS_AT_ONCE)
    )
    return pages_file(schema.empty_table(), pages)


def pages_file(empty: pa.Table, pages: Iterable[pa.Table]) -> Iterator[bytes]:
    """Write pages of a table as CSV with the columns of `empty`."""
    yield BOM + _text(empty, header=True)
    for page in pages:
        yield _text(page, header=False)


def _text(page: pa.Table, *, header: bool) -> bytes:
    columns = [_harmless(rows.as_array(column)) for column in page.columns]
    safe = pa.table(columns, names=[harmless(name) for name in page.column_names])
    text = io.BytesIO()
    arrow_csv.write_csv(safe, text, arrow_csv.WriteOptions(include_header=header))
    return text.getvalue()


def _harmless(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        values = _harmless(column.dictionary)
        return pa.DictionaryArray.from_arrays(column.indices, values).dictionary_decode()
    if column.type not in _TEXTS:
        return column
    suspicious = begin_or_end(column, _FIRST_BYTES)
    if not suspicious.any():
        return column
    suspicious[suspicious] = pc.match_substring_regex(column.filter(suspicious), SUSPICIOUS)
    cells = [harmless(cell) for cell in column.filter(suspicious).to_pylist()]
    return pc.replace_with_mask(column, pa.array(suspicious), pa.array(cells, column.type))
