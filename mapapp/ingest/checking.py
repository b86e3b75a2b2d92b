"""Sheets -> checked drafts of the three tables, and a draft -> its table of typed values."""

import pyarrow as pa

from mapapp.ingest.claims import check_claims
from mapapp.ingest.conflict.parties import with_parties_of
from mapapp.ingest.draft import Draft
from mapapp.ingest.drafting import drafted
from mapapp.ingest.links import check_links
from mapapp.ingest.rows import check_rows
from mapapp.ingest.sheet import Sheet
from mapapp.model.conflict import Conflict
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES, TABLES, Kind

_ROWS_PER_BATCH = 1 << 18
_ARROW = {Kind.INTEGER: pa.int64(), Kind.NUMBER: pa.float64(), Kind.DATE: pa.date32()}


def checked(
    sheets: dict[str, Sheet], conflict: Conflict, incidents: Draft | None = None
) -> tuple[dict[str, Draft], Conflict]:
    """Make drafts of the sheets, which are removed from the mapping, and settle what is wrong with them.

    The conflict is returned with the parties that the claims name, if it has none. `incidents` are those that
    claims may refer to, if they have already been checked.
    """
    drafts = {table.name: drafted(conflict.widened(table), sheets.pop(table.name, None)) for table in TABLES}
    conflict = with_parties_of(conflict, drafts[CLAIMS.name])
    _name_places(drafts[INCIDENTS.name], conflict)
    for draft in drafts.values():
        if draft.has_file:
            check_rows(draft, conflict)
            draft.settle()
    if incidents:
        drafts[INCIDENTS.name] = incidents
    check_links(drafts, conflict)
    check_claims(drafts[CLAIMS.name], drafts[SOURCES.name], conflict)
    return drafts, conflict


def _name_places(incidents: Draft, conflict: Conflict) -> None:
    """Fill in blank place names of incidents from the data set's own gazetteer."""
    if conflict.places:
        values = incidents.values
        names = values["place_id"].map(dict(conflict.place_names))
        values["place_name"] = values["place_name"].fillna(names)


def table_of(draft: Draft) -> pa.Table:
    """Turn a draft into a table and empty it: each column is dropped as it is converted."""
    values, draft.texts, draft.values = draft.values, draft.texts.iloc[:0], draft.values.iloc[:0]
    types = {column.name: _ARROW.get(column.kind, pa.string()) for column in draft.table.columns}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in values.columns])
    if values.empty:
        return schema.empty_table()
    if draft.table.name == INCIDENTS.name:
        values = values.assign(date_end=values["date_end"].fillna(values["date_start"]))
    columns = dict(values.items())
    del values
    arrays = [pa.Array.from_pandas(columns.pop(field.name)).cast(field.type) for field in schema]
    table = pa.table(arrays, schema=schema)
    return pa.Table.from_batches(table.to_batches(max_chunksize=_ROWS_PER_BATCH), schema)
