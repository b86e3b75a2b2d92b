"""The other files of a data set: the description of its conflict, its history, official totals."""

import os
from collections.abc import Mapping
from pathlib import Path

from mapapp.errors import UnreadableFile
from mapapp.ingest.conflict import read_conflict
from mapapp.ingest.draft import Draft
from mapapp.ingest.drafting import drafted
from mapapp.ingest.finding import as_findings
from mapapp.ingest.history import check_history
from mapapp.ingest.official import check_totals
from mapapp.ingest.publication import require_no_drafts
from mapapp.ingest.sheets import read_sheet
from mapapp.model.conflict import NOT_DESCRIBED, Conflict
from mapapp.model.dataset_files import CONFLICT, GAZETTEER, LINES
from mapapp.model.report import Effect, Fault
from mapapp.model.schema import BESIDE, HISTORY, TOTALS, Table


def companion_conflict(paths: Mapping[str, Path]) -> Conflict:
    """Read the description of the conflict; BadDescription for a bad `conflict.toml`."""
    if CONFLICT not in paths:
        return NOT_DESCRIBED
    return read_conflict(paths[CONFLICT], paths.get(GAZETTEER), paths.get(LINES))


def companion_tables(paths: Mapping[str, Path], conflict: Conflict, incidents: Draft) -> dict[str, Draft]:
    """Read and check the history and the totals; one that can't be read is only reported."""
    drafts = {
        table.name: _companion_draft(conflict.widened(table), paths.get(table.name)) for table in BESIDE
    }
    check_history({table.name: drafts[table.name] for table in HISTORY})
    check_totals(drafts[TOTALS.name], incidents)
    return drafts


def _companion_draft(table: Table, path: Path | None) -> Draft:
    try:
        return drafted(table, None if path is None else require_no_drafts(read_sheet(table.name, path)))
    except UnreadableFile as error:
        draft = drafted(table, None)
        reason = error.problem.replace(f"{path.parent}{os.sep}" if path else "", "")
        loss = Fault(table.name, 1, "", "", reason, error.remedy, Effect.FILE_LEFT_OUT)
        draft.findings += as_findings([loss])
        return draft
