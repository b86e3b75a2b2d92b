"""A sheet -> a draft: its columns by our names, its cells spelled as the schema does and typed."""

from functools import cache

import pandas as pd

from mapapp.ingest.cell_types import read_cells
from mapapp.ingest.draft import Draft
from mapapp.ingest.each_value import side_by_side
from mapapp.ingest.finding import Finding, as_findings
from mapapp.ingest.header import match_names, unused
from mapapp.ingest.sheet import Sheet, trimmed
from mapapp.ingest.spellings import respell
from mapapp.model.report import Effect
from mapapp.model.schema import BESIDE, TABLES, Table


def drafted(table: Table, sheet: Sheet | None) -> Draft:
    """Read the cells of a sheet by the columns of its table; the sheet is None for a table without a file.

    Raises UnreadableFile if its columns are ambiguous or a required one is missing.
    """
    if sheet is None:
        texts, values = _empty(table.name)
        return Draft(table, texts.copy(deep=False), values.copy(deep=False), rows_in=0, has_file=False)
    names = match_names(table, sheet.file.path, sheet.names)
    remarks = [] if sheet.is_translated else unused(table, sheet.file.path.name, names)
    cells = sheet.cells.set_axis(list(names.names), axis=1)
    respelled = respell(table, texts_of(table, cells), sheet.file.path.name, sheet.habits)
    values, findings = read_cells(table, respelled.texts, sheet.repeated)
    return Draft(
        table,
        respelled.texts,
        values.join(cells[list(names.extra)]) if names.extra else values,
        sheet.rows_in,
        names.extra,
        (*sheet.notes, *names.notes, *remarks, *respelled.notes),
        columns=frozenset(table.names).intersection(names.names),
        ended=sheet.ended,
        blank_lines=sheet.blank_lines,
        findings=[
            *as_findings(sheet.faults),
            *_relevant(sheet, [*as_findings(respelled.faults), *findings]),
        ],
        is_translated=sheet.is_translated,
        depends_on_column=respelled.depends_on_column,
        repeated=sheet.repeated,
    )


@cache
def _empty(name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the texts and values of a table that a data set lacks; the same for every data set."""
    table = next(table for table in (*TABLES, *BESIDE) if table.name == name)
    texts = texts_of(table, pd.DataFrame(index=pd.RangeIndex(0)))
    return texts, read_cells(table, texts)[0]


def _relevant(sheet: Sheet, findings: list[Finding]) -> list[Finding]:
    """Leave out remarks on a translated file: its readers can't edit it."""
    return [finding for finding in findings if not (sheet.is_translated and finding.effect is Effect.REMARK)]


def texts_of(table: Table, cells: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of a table without white space around the cells; absent columns are blank."""
    blank = pd.Series(None, index=cells.index, dtype="str")
    names = [name for name in table.names if name in cells]
    texts = dict(zip(names, side_by_side(lambda name: trimmed(cells[name]), names, len(cells)), strict=True))
    return pd.DataFrame({name: texts.get(name, blank) for name in table.names})
