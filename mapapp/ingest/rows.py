"""Cells that contradict each other within a row."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from mapapp.errors import quoted
from mapapp.geo.places import far_outside_country
from mapapp.ingest.advice import ROUNDED, Words, rounded
from mapapp.ingest.draft import Draft
from mapapp.ingest.sheet import has_any
from mapapp.messages import Note, fault
from mapapp.model.conflict import Conflict, Period, Region
from mapapp.model.report import Effect
from mapapp.model.schema import HARMS, INCIDENTS, SOURCES

if TYPE_CHECKING:
    import pandas as pd


MANNERS_AGAINST = (
    ("close range", "event_type", ("Explosions/Remote violence",)),
    ("fire", "sub_event_type", ("Attack", "Abduction/forced disappearance", "Sexual violence")),
)
"""A manner of harm, and the column and values that contradict it."""


def check_rows(draft: Draft, conflict: Conflict) -> None:
    """Record what is contradictory or doubtful in each row; the draft must not be settled yet."""
    if draft.table.name == INCIDENTS.name:
        _check_identifiers(draft)
        _check_dates(draft)
        _check_pair(draft, "latitude", "longitude")
        _check_pair(draft, "longitude", "latitude")
        _check_country(draft, ~_check_zero(draft))
        _check_manner(draft)
    if draft.table is not SOURCES:
        for harm in HARMS:
            _check_range(draft, f"{harm}_low", f"{harm}_best", f"{harm}_high")
    if not draft.is_translated:
        _remark(draft, conflict)


def _remark(draft: Draft, conflict: Conflict) -> None:
    """Record what the editors of a file should know."""
    if draft.table.name == INCIDENTS.name and conflict.period:
        _remark_on_days(draft, conflict.period)
    if draft.table.name == INCIDENTS.name and conflict.region:
        _remark_on_points(draft, conflict.region)
    if draft.table is SOURCES:
        draft.find(draft.texts["published_on"].isna(), "published_on", _undated, Effect.REMARK)
    draft.find(draft.values["checked"].eq("no"), "checked", _not_checked, Effect.REMARK)


def _remark_on_days(draft: Draft, period: Period) -> None:
    """Find incidents with no day in the period of the conflict."""
    start, end = draft.values["date_start"], draft.values["date_end"]
    outside = end.fillna(start) < np.datetime64(period.first)
    if period.last:
        outside |= start > np.datetime64(period.last)

    def words(day: str) -> Words:
        return fault("day-outside-period", day=day, period=period.as_interval)

    draft.find(outside, "date_start", words, Effect.REMARK)


def _remark_on_points(draft: Draft, region: Region) -> None:
    points = draft.values[["latitude", "longitude"]].dropna()
    latitude, longitude = points["latitude"], points["longitude"]
    if region.countries:
        far = (far_outside_country(latitude, longitude, [name] * len(points)) for name in region.countries)
        outside = np.logical_and.reduce(list(far))
    else:
        west, south, east, north = region.bounds
        outside = ~latitude.between(south, north) | ((longitude - west) % 360 > east - west)
    rows = draft.rows(points.index[outside])
    draft.find(rows, "latitude", _outside_region, Effect.REMARK, draft.texts["longitude"])


def _check_identifiers(draft: Draft) -> None:
    texts = draft.texts[draft.table.key]
    is_rounded = texts.str.fullmatch(ROUNDED).fillna(False).astype(bool)
    if is_rounded.any():
        is_rounded &= ~(texts.duplicated() | texts.index.isin(draft.repeated))
    draft.find(is_rounded, draft.table.key, rounded, Effect.KEPT)


def _check_dates(draft: Draft) -> None:
    backwards = draft.values["date_end"] < draft.values["date_start"]
    draft.find(backwards, "date_end", _backwards, Effect.ROW_REJECTED, draft.texts["date_start"])


def _check_pair(draft: Draft, absent: str, present: str) -> None:
    def words(_value: str, other: str) -> Words:
        return fault("pair-incomplete", blank=absent, given=present, value=quoted(other))

    is_half = draft.texts[absent].isna() & draft.texts[present].notna()
    draft.find(is_half, absent, words, Effect.ROW_REJECTED, draft.texts[present])


def _check_zero(draft: Draft) -> "pd.Series[bool]":
    zero = draft.values["latitude"].eq(0) & draft.values["longitude"].eq(0)
    draft.find(zero, "latitude", _zero, Effect.ROW_REJECTED)
    return zero


def _check_country(draft: Draft, plausible: "pd.Series[bool]") -> None:
    if not has_any(draft.values["country"]):
        return
    points = draft.values.loc[plausible, ["latitude", "longitude", "country"]].dropna()
    far = points[far_outside_country(points["latitude"], points["longitude"], points["country"])]
    swappable = far[far["longitude"].abs() <= 90]
    wrong = far_outside_country(swappable["longitude"], swappable["latitude"], swappable["country"])
    swapped = swappable.index[~wrong]
    details = (draft.texts["longitude"], draft.texts["country"])
    draft.find(draft.rows(swapped), "latitude", _swapped, Effect.ROW_REJECTED, *details)
    elsewhere = far.index.difference(swapped)
    draft.find(draft.rows(elsewhere), "latitude", _far_outside, Effect.KEPT, *details)


def _check_manner(draft: Draft) -> None:
    values = draft.values
    if not has_any(values["harm_manner"]):
        return
    for manner, name, kinds in MANNERS_AGAINST:
        contradictory = values["harm_manner"].eq(manner) & values[name].isin(kinds)
        draft.find(contradictory, "harm_manner", _other_manner(name), Effect.KEPT, draft.texts[name])


def _check_range(draft: Draft, low: str, best: str, high: str) -> None:
    texts, values = draft.texts, draft.values
    if not any(has_any(values[name]) for name in (low, best, high) if name in values):
        return
    upside_down = values[low] > values[high]

    def words(_value: str, lowest: str, highest: str) -> Words:
        return fault("range-upside-down", low=low, lowest=lowest, high=high, highest=highest)

    draft.find(upside_down, low, words, Effect.KEPT, texts[low], texts[high])
    values[low], values[high] = (
        values[low].mask(upside_down, values[high]),
        values[high].mask(upside_down, values[low]),
    )
    if best in values and has_any(values[best]):
        _note_best_alone(draft, low, best, high)
        beyond = (values[best] < values[low]) | (values[best] > values[high])
        draft.find(beyond, best, _beyond, Effect.KEPT, texts[low].fillna("…"), texts[high].fillna("…"))
        _widen(values, low, best, high)


def _note_best_alone(draft: Draft, low: str, best: str, high: str) -> None:
    alone = draft.values[best].notna() & draft.texts[low].isna() & draft.texts[high].isna()
    if alone.any():
        draft.notes += (Note.of("best-alone", table=draft.table.name, column=best, count=int(alone.sum())),)


def _widen(values: "pd.DataFrame", low: str, best: str, high: str) -> None:
    """Extend a range to its best figure; a best figure alone becomes both ends."""
    alone = values[low].isna() & values[high].isna()
    values[low] = values[low].mask(alone | (values[best] < values[low]), values[best])
    values[high] = values[high].mask(alone | (values[best] > values[high]), values[best])


def _undated(_value: str) -> Words:
    return fault("source-undated")


def _not_checked(_value: str) -> Words:
    return fault("source-unchecked")


def _backwards(end: str, start: str) -> Words:
    return fault("dates-backwards", end=repr(end), start=repr(start))


def _zero(_value: str) -> Words:
    return fault("location-zero")


def _swapped(latitude: str, longitude: str, country: str) -> Words:
    return fault("location-swapped", latitude=latitude, longitude=longitude, country=quoted(country))


def _far_outside(latitude: str, longitude: str, country: str) -> Words:
    return fault("location-elsewhere", latitude=latitude, longitude=longitude, country=quoted(country))


def _outside_region(latitude: str, longitude: str) -> Words:
    return fault("location-outside-region", latitude=latitude, longitude=longitude)


def _other_manner(name: str) -> Callable[..., Words]:
    def words(manner: str, kind: str) -> Words:
        return fault("manner-contradictory", manner=quoted(manner), column=name, kind=quoted(kind))

    return words


def _beyond(best: str, low: str, high: str) -> Words:
    return fault("range-beyond", best=best, low=low, high=high)
