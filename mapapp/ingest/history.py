"""Releases and corrections: the checks of their rows, and the typed history made of them."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from mapapp.errors import quoted
from mapapp.ingest.advice import Words
from mapapp.ingest.draft import Draft
from mapapp.ingest.sheet import has_any
from mapapp.messages import fault
from mapapp.model.corrections import Correction, History, Release
from mapapp.model.report import Effect
from mapapp.model.schema import CORRECTIONS, RELEASES

VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,39}")
"""The form of a version."""

_FINGERPRINT = "[0-9a-f]{64}"


def check_history(drafts: Mapping[str, Draft]) -> None:
    """Record what is wrong in the rows of releases and corrections, and settle both."""
    releases = drafts[RELEASES.name]
    texts = releases.texts
    for column, pattern, words in (
        ("version", VERSION.pattern, _bad_version),
        ("fingerprint", _FINGERPRINT, _bad_fingerprint),
    ):
        if not has_any(texts[column]):
            continue
        bad = texts[column].notna() & ~texts[column].fillna("").str.fullmatch(pattern)
        releases.find(bad, column, words, Effect.ROW_REJECTED)
    for draft in drafts.values():
        draft.settle()
    _check_counts(releases, drafts[CORRECTIONS.name])


def _check_counts(releases: Draft, corrections: Draft) -> None:
    rows = corrections.rows_in + corrections.blank_lines

    def words(value: str) -> Words:
        return fault("release-count", value=value, rows=rows)

    releases.find(releases.values["corrections"] > rows, "corrections", words, Effect.KEPT)


def history_of(drafts: Mapping[str, Draft]) -> History:
    """Return the accepted rows of releases and corrections as values."""
    return History(
        tuple(Release(**_cells(row)) for _, row in _rows(drafts[RELEASES.name])),
        tuple(
            Correction(position=number - 2, **_cells(row)) for number, row in _rows(drafts[CORRECTIONS.name])
        ),
    )


def _rows(draft: Draft) -> list[tuple[int, Mapping[Any, Any]]]:
    if draft.values.empty:
        return []
    rows = draft.values[list(draft.table.names)].to_dict("records")
    return list(zip(draft.values.index.tolist(), rows, strict=True))


def _cells(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date()
    if isinstance(value, float):
        return "" if pd.isna(value) else int(value)
    return "" if pd.isna(value) else value


def _bad_version(value: str) -> Words:
    return fault("release-version", value=quoted(value))


def _bad_fingerprint(value: str) -> Words:
    return fault("release-fingerprint", value=quoted(value))
