"""Tables of incidents, of claims and of differences, in words. Pure: rows in, the frontend's tables out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

from mapapp import words
from mapapp.errors import shortened
from mapapp.messages import message
from mapapp.model.conflict import Conflict
from mapapp.model.schema import CLAIMS, HARMS, INCIDENTS, STANCE
from mapapp.model.traditions import AS_GIVEN, NameOrder
from mapapp.views.claims import left_out_because
from mapapp.views.templates import safe_link

Row = Mapping[str, Any]
Kind = Literal["", "title", "brief", "number", "account"]
Answer = dict[str, Any]
Cell = str | list[str] | dict[str, str | bool]
"""A text, blank if not stated; its lines; or a text with `url`, or `absent` where nothing is stated."""

LONGEST_CELL = 300
_FACETS = ("sub_event_type", "weapon", "target_type", "harm_status")


def _column(name: str, label: str, kind: Kind = "", *, sortable: bool = False) -> Answer:
    return {"name": name, "label": label, "kind": kind, "sortable": sortable}


def _harm_columns() -> list[Answer]:
    return [_column(harm, message(harm), "number", sortable=True) for harm in HARMS]


def incidents_answer(
    rows: Sequence[Row], matched: int, conflict: Conflict, order: NameOrder = AS_GIVEN
) -> Answer:
    """Lay out incidents, one per row; `matched` is how many there are in all.

    `order` says which of a place's names comes first.
    """
    columns = [
        _column("date", message("table-date"), "brief", sortable=True),
        _column("title", message("table-title"), "title", sortable=True),
        _column("place", INCIDENTS["place_id"].label, sortable=True),
        _column("actor", message("attributed-to"), sortable=True),
        *_harm_columns(),
        *(_column(name, INCIDENTS[name].label, sortable=True) for name in _FACETS),
    ]
    return _answer(columns, (_incident(row, conflict, order) for row in rows), matched)


def _incident(row: Row, conflict: Conflict, order: NameOrder) -> Answer:
    title = words.title(row, order)
    cells = [
        words.when(row),
        message("table-combined", title=title) if row["aggregate"] == "yes" else title,
        words.place(row, order),
        row["actor"],
        *(words.figure(row[f"{harm}_low"], row[f"{harm}_high"]) for harm in HARMS),
        *(words.label(name, row[name], conflict=conflict) if row[name] else "" for name in _FACETS),
    ]
    return _record(row, cells)


def claims_answer(rows: Sequence[Row], matched: int, order: NameOrder = AS_GIVEN) -> Answer:
    """Lay out claims as `Store.claims_behind` finds them."""
    columns = [
        _column("date", message("table-date"), "brief", sortable=True),
        _column("title", message("table-title"), "title"),
        _column("claimant", CLAIMS["claimant"].label, sortable=True),
        _column("stance", CLAIMS["stance"].label),
        *_harm_columns(),
        _column("counts", message("table-counts")),
        _column("source", message("table-source")),
    ]
    return _answer(columns, (_claim(row, order) for row in rows), matched)


def _claim(row: Row, order: NameOrder) -> Answer:
    incident, source = row["incident"], row["source"]
    cells = [
        words.when(incident),
        words.title(incident, order),
        row["claimant"],
        STANCE.get(row["stance"], row["stance"]),
        *(words.figure(row[f"{harm}_low"], row[f"{harm}_high"]) for harm in HARMS),
        _counted(row),
        _source(source) if source else message("source-unknown"),
    ]
    return _record(incident, cells)


def _counted(row: Row) -> str:
    if row["incident"]["aggregate"] == "yes":
        return message("counts-combined")
    if row["figures"]:
        return message("counts")
    if not row["heard"]:
        return message("counts-not-heard")
    reason = left_out_because(row, counts=row["counts"])
    return message("counts-not", reason=reason) if reason else message("counts-no-figure")


def _source(source: Row) -> Cell:
    name = shortened(source["publisher"] or source["source_id"])
    link = safe_link(source["url"])
    return {"text": name, "url": link} if link else name


class Account(NamedTuple):
    """What a point of view says about incidents, by their identifiers."""

    name: str
    decided: Mapping[str, Row]
    """What it decides about the incidents that it has."""

    absences: Mapping[str, Cell]
    """What is shown for the others; see `absence`."""


def differences_answer(
    incidents: Sequence[Row], accounts: Sequence[Account], order: NameOrder = AS_GIVEN
) -> Answer:
    """Lay out what several accounts say about incidents, with a row per incident and a column per account."""
    columns = [
        _column("date", message("table-date"), "brief"),
        _column("title", message("table-title"), "title"),
        *(_column(f"account {i}", account.name, "account") for i, account in enumerate(accounts)),
    ]
    laid_out = (_difference(incident, accounts, order) for incident in incidents)
    return _answer(columns, laid_out, len(incidents))


def absence(whose: str, conflict: Conflict, denials: Sequence[Row], link: str, *, reported: bool) -> Cell:
    """Say why a point of view does not have an incident: it denies it, does not report it, or is filtered.

    `denials` are its claims that deny the incident, `link` is the URL of the dossier with them, and
    `reported` is whether it has the incident when nothing is filtered.
    """
    if reported:
        return {"text": message("difference-filtered"), "absent": True}
    if denials:
        claim = quote(f"claim-{denials[0]['claim_id']}", safe="!'()*")  # as encodeURIComponent does
        return {"text": message("denied"), "url": f"{link}#{claim}", "absent": True}
    return {"text": message("not-reported", whose=whose, parties=len(conflict.parties)), "absent": True}


def _difference(incident: Row, accounts: Sequence[Account], order: NameOrder) -> Answer:
    name = incident["incident_id"]
    cells = [
        _decision(account.decided[name]) if name in account.decided else account.absences[name]
        for account in accounts
    ]
    return _record(incident, [words.when(incident), words.title(incident, order), *cells])


def _decision(decided: Row) -> list[str]:
    figures = [words.people(decided[f"{harm}_low"], decided[f"{harm}_high"], harm) for harm in HARMS]
    return [
        ", ".join(filter(None, figures)) or message("difference-no-figure"),
        *([message("difference-actor", actor=decided["actor"])] if decided["actor"] else []),
        *([message("difference-evidence", grade=decided["harm_status"])] if decided["harm_status"] else []),
    ]


def caption(totals: Mapping[str, Any]) -> str:
    """Say how many rows the table of incidents has."""
    rows = message("count-rows", count=totals["matched"])
    if totals["aggregates"]:
        return message("table-caption-combined", rows=rows, count=totals["aggregates"])
    return message("table-caption", rows=rows)


def _record(incident: Row, cells: Sequence[Cell | None]) -> Answer:
    return {
        "id": incident["incident_id"],
        "start": incident["date_start"].isoformat(),
        "end": incident["date_end"].isoformat(),
        "at": None if incident["latitude"] is None else [incident["longitude"], incident["latitude"]],
        "cells": [_cut(cell) if isinstance(cell, str) else cell or "" for cell in cells],
    }


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _answer(columns: Sequence[Answer], rows: Iterable[Answer], matched: int) -> Answer:
    return {"columns": columns, "rows": list(rows), "numberMatched": matched}
