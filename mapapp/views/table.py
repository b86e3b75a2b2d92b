"""The table of incidents and the table of faults, in words. Pure: rows in, data frames out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from mapapp import words
from mapapp.geodata import Tradition
from mapapp.report import Fault
from mapapp.schema import INCIDENTS

VOCABULARY_COLUMNS = ("sub_event_type", "weapon", "target_type", "harm_status")


def table_frame(rows: Sequence[Mapping[str, Any]], first: Tradition | None = None) -> pd.DataFrame:
    """Lay out incidents as the page's table: columns in words, one row per incident."""
    return pd.DataFrame([_table_row(row, first) for row in rows], columns=_COLUMNS)


def _table_row(row: Mapping[str, Any], first: Tradition | None) -> list[Any]:
    return [
        row["date_start"],
        row["title"] or row["incident_id"],
        words.place(row, first),
        row["actor"],
        words.figure(row["killed_low"], row["killed_high"]),
        words.figure(row["injured_low"], row["injured_high"]),
        *(words.label(name, row[name]) if row[name] else "" for name in VOCABULARY_COLUMNS),
        "summary entry" if row["aggregate"] == "yes" else "",
    ]


_COLUMNS = [
    "Date",
    "What happened",
    "Place",
    "Attributed to",
    "Killed",
    "Injured",
    *(INCIDENTS[name].label for name in VOCABULARY_COLUMNS),
    "Note",
]


def differences_frame(
    rows: Sequence[Mapping[str, Any]], incidents: Mapping[str, Mapping[str, Any]], here: str, there: str
) -> pd.DataFrame:
    """Lay out on which incidents two points of view differ, and how; `incidents` are by identifier.

    `rows` are those of `expressions.differing`; `here` and `there` name the points of view.
    """
    columns = ["Date", "What happened", *(f"{what}: {whose}" for what in _SAID for whose in (here, there))]
    return pd.DataFrame([_difference(row, incidents[row["incident_id"]]) for row in rows], columns=columns)


_SAID = ("Killed", "Injured", "Attributed to", "Evidence")


def _difference(row: Mapping[str, Any], incident: Mapping[str, Any]) -> list[Any]:
    sides = [_said(row, side) for side in ("here", "there")]
    return [
        incident["date_start"],
        incident["title"] or incident["incident_id"],
        *(cell for pair in zip(*sides, strict=True) for cell in pair),
    ]


def _said(row: Mapping[str, Any], side: str) -> list[str]:
    if not row[side]:
        return ["not reported"] + [""] * (len(_SAID) - 1)
    return [
        words.figure(row[f"killed_low_{side}"], row[f"killed_high_{side}"]),
        words.figure(row[f"injured_low_{side}"], row[f"injured_high_{side}"]),
        row[f"actor_{side}"] or "",
        row[f"harm_status_{side}"] or "",
    ]


def caption(shown: int, totals: Mapping[str, Any]) -> str:
    """Say how many rows the table shows, and of how many."""
    matched = totals["matched"]
    some = f"{words.number(shown)} of {words.number(matched)} rows"
    rows = words.counted(matched, "row") if shown == matched else some
    summaries = words.counted(
        totals["aggregates"], "of them is a summary entry", "of them are summary entries"
    )
    uncounted = f" {summaries}, not counted in totals." if totals["aggregates"] else ""
    return f"{rows}.{uncounted} Choose a row to open its dossier."


def faults_frame(found: Iterable[Fault]) -> pd.DataFrame:
    """Lay out the faults of the data files as a table in words."""
    columns = ["File", "Row", "Column", "Value", "Reason", "Remedy", "Effect"]
    faults = [[f"{f.table}.csv", f.row, f.column, f.value, f.reason, f.remedy, str(f.effect)] for f in found]
    return pd.DataFrame(faults, columns=columns)
