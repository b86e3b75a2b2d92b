"""Files of any other make: which of their columns is which of ours, proposed, written down and applied."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from pathlib import Path

from mapapp.ingest.adapters import is_known
from mapapp.ingest.date_notations import DateOrder
from mapapp.ingest.header import read_by_name
from mapapp.ingest.mapping.applied import mapped
from mapapp.ingest.mapping.mapping import Columns, Mapping
from mapapp.ingest.mapping.proposal import Proposal, proposed
from mapapp.ingest.one_column import with_coordinates
from mapapp.ingest.sheet import Sheet
from mapapp.ingest.sheets import read_sheet
from mapapp.model.dataset_files import incidents_file
from mapapp.model.schema import INCIDENTS

ROWS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Recognised:
    """How a file is read: by its own columns (no mapping), by a mapping that was given, or by a proposal.

    `first_rows` are the cells of the mapping's columns in the file's first rows, as they will be read.
    """

    mapping: Mapping | None
    proposal: Proposal | None = None
    first_rows: tuple[tuple[str, ...], ...] = ()

    def as_toml(self) -> str:
        """Write the mapping, with its reasons if it is proposed."""
        if self.proposal:
            return self.proposal.as_toml()
        return self.mapping.as_toml() if self.mapping else ""


def recognise(
    path: Path,
    given: Mapping | None = None,
    changed: MappingOf[str, Columns] = {},
    order: DateOrder = DateOrder.UNKNOWN,
) -> Recognised:
    """Find out how a file is read.

    `given` is a mapping for it; `changed` are columns, `order` is the order of its dates, named singly.

    Raises UnreadableFile if it can't be read as a table, or lacks a column that is named.
    """
    return recognised(read_sheet(INCIDENTS.name, incidents_file(path)), given, changed, order)


def recognised(
    sheet: Sheet,
    given: Mapping | None = None,
    changed: MappingOf[str, Columns] = {},
    order: DateOrder = DateOrder.UNKNOWN,
) -> Recognised:
    """Find out how a sheet is read; see `recognise`."""
    if given is not None:
        mapping = given.with_columns(changed).in_order(order)
        return Recognised(mapping, None, _first_rows(sheet, mapping))
    is_asked = bool(changed or order)
    by_name = read_by_name(INCIDENTS, with_coordinates(sheet).names)
    if not is_asked and (is_known(sheet) or _is_own(by_name)):
        return Recognised(None)
    proposal = proposed(sheet, changed, order)
    if not is_asked and _has_required(by_name) and proposal.mapping.columns.keys() <= by_name.keys():
        return Recognised(None)
    return Recognised(proposal.mapping, proposal, _first_rows(sheet, proposal.mapping))


def _has_required(by_name: MappingOf[str, str]) -> bool:
    return all(column.name in by_name for column in INCIDENTS.columns if column.required)


def _is_own(by_name: MappingOf[str, str]) -> bool:
    """Tell whether a file was made for us: it has what is required, and its identifiers by our name."""
    return _has_required(by_name) and by_name[INCIDENTS.key].casefold() == INCIDENTS.key


def _first_rows(sheet: Sheet, mapping: Mapping) -> tuple[tuple[str, ...], ...]:
    if "date_start" not in mapping.columns:
        return ()
    shown = mapped(sheet, mapping).cells[list(mapping.columns)].head(ROWS_SHOWN).fillna("")
    return tuple(tuple(map(str, row)) for row in shown.itertuples(index=False))
