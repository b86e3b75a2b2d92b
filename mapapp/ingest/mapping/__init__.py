"""Files of any other kind: which of their columns is which of ours, proposed, saved and applied."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from pathlib import Path

from mapapp.ingest.adapters import is_known
from mapapp.ingest.date_notations import DateOrder
from mapapp.ingest.header import read_by_name
from mapapp.ingest.mapping.applying import mapped
from mapapp.ingest.mapping.mapping import Columns, Mapping
from mapapp.ingest.mapping.proposal import Proposal, proposed
from mapapp.ingest.one_column import with_coordinates
from mapapp.ingest.sheet import Sheet
from mapapp.ingest.sheets import read_sheet
from mapapp.model.dataset_files import incidents_file
from mapapp.model.schema import INCIDENTS

ROWS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Recognition:
    """How a file is read: by its own columns (no mapping), by the user's mapping, or by a proposed one.

    `first_rows` holds the cells of the mapping's columns in the file's first rows, as they will be read.
    """

    mapping: Mapping | None
    proposal: Proposal | None = None
    first_rows: tuple[tuple[str, ...], ...] = ()

    def as_toml(self) -> str:
        """Return the mapping as TOML, with its reasons if it is proposed."""
        if self.proposal:
            return self.proposal.as_toml()
        return self.mapping.as_toml() if self.mapping else ""


def recognise(
    path: Path,
    mapping: Mapping | None = None,
    columns: MappingOf[str, Columns] = {},
    order: DateOrder = DateOrder.UNKNOWN,
) -> Recognition:
    """Determine how a file is read.

    `mapping` is the user's mapping for it, if any; `columns` and the date `order` are single changes to it.

    Raises UnreadableFile if it can't be read as a table, or lacks a named column.
    """
    return recognised(read_sheet(INCIDENTS.name, incidents_file(path)), mapping, columns, order)


def recognised(
    sheet: Sheet,
    mapping: Mapping | None = None,
    columns: MappingOf[str, Columns] = {},
    order: DateOrder = DateOrder.UNKNOWN,
) -> Recognition:
    """Determine how a sheet is read; see `recognise`."""
    if mapping is not None:
        adjusted = mapping.with_columns(columns).in_order(order)
        return Recognition(adjusted, None, _first_rows(sheet, adjusted))
    has_choices = bool(columns or order)
    by_name = read_by_name(INCIDENTS, with_coordinates(sheet).names)
    if not has_choices and (is_known(sheet) or _is_own(by_name)):
        return Recognition(None)
    proposal = proposed(sheet, columns, order)
    if not has_choices and _has_required(by_name) and proposal.mapping.columns.keys() <= by_name.keys():
        return Recognition(None)
    return Recognition(proposal.mapping, proposal, _first_rows(sheet, proposal.mapping))


def _has_required(by_name: MappingOf[str, str]) -> bool:
    return all(column.name in by_name for column in INCIDENTS.columns if column.required)


def _is_own(by_name: MappingOf[str, str]) -> bool:
    """Return whether a file was made for us: it has all required columns, and our name for identifiers."""
    return _has_required(by_name) and by_name[INCIDENTS.key].casefold() == INCIDENTS.key


def _first_rows(sheet: Sheet, mapping: Mapping) -> tuple[tuple[str, ...], ...]:
    if "date_start" not in mapping.columns:
        return ()
    rows = mapped(sheet, mapping).cells[list(mapping.columns)].head(ROWS_SHOWN).fillna("")
    return tuple(tuple(map(str, row)) for row in rows.itertuples(index=False))
