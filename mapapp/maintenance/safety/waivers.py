"""Waivers: concerns that somebody has reviewed and answers for, kept next to the data in `waivers.csv`."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from mapapp.errors import UnreadableFile, WaiverRefused
from mapapp.exports.saving import save
from mapapp.ingest import read_table
from mapapp.maintenance.atomic_writing import exclusive_writing
from mapapp.maintenance.ledger import Ledger
from mapapp.maintenance.safety.concerns import Concern
from mapapp.maintenance.safety.texts import says_something
from mapapp.messages import notice
from mapapp.model.dataset_files import file_beside
from mapapp.model.schema import WAIVERS


@dataclass(frozen=True, slots=True)
class Waiver:
    """A concern that somebody answers for: what it is, why it stays, who says so, and since when."""

    key: str
    table: str
    row: str
    column: str
    text: str
    reason: str
    name: str
    date: str


def read_waivers(incidents: Path) -> tuple[Waiver, ...]:
    """Read the waivers next to an incidents file; UnreadableFile if a row can't be used."""
    path = file_beside(incidents, WAIVERS)
    if not path.exists():
        return ()
    rows, faults = read_table(path, WAIVERS)
    for problem in faults:
        raise UnreadableFile(f"{path}, row {problem.row}: {problem.reason}", problem.remedy)
    waivers = tuple(Waiver(**row) for row in rows)
    for record, waiver in enumerate(waivers, start=2):
        if not _is_answered_for(waiver.reason, waiver.name):
            raise UnreadableFile(
                f"{path}, row {record}: {notice('safety-waiver-bare')}", notice("safety-waiver-empty-remedy")
            )
    return waivers


def _is_answered_for(reason: str, name: str) -> bool:
    return says_something(reason) and says_something(name)


def waive(incidents: Path, concerns: Sequence[Concern], reason: str, name: str, on: date) -> None:
    """Append waivers of concerns to the file next to an incidents file.

    Raises WaiverRefused without a letter or digit in reason or name, and UnwritableFile while another run
    writes in that folder; nothing is written then.
    """
    if not _is_answered_for(reason, name):
        raise WaiverRefused(notice("safety-waiver-bare"), notice("safety-waiver-bare-remedy"))
    rows = [
        asdict(
            Waiver(
                concern.key,
                concern.table,
                concern.row,
                concern.column,
                concern.text,
                reason.strip(),
                name.strip(),
                on.isoformat(),
            )
        )
        for concern in concerns
    ]
    with exclusive_writing(file_beside(incidents, WAIVERS)):
        ledger = Ledger.opened(incidents, WAIVERS).with_rows(rows)
        save([ledger.data], ledger.path)
