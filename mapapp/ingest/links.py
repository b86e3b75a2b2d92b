"""What points outside its own row: identifiers, places, and the figures that claims give."""

from collections.abc import Callable, Mapping

import pandas as pd

from mapapp.errors import shortened
from mapapp.geodata import gazetteer
from mapapp.ingest.advice import Words
from mapapp.ingest.draft import Draft, effect_of
from mapapp.ingest.rows import HARM
from mapapp.report import Effect
from mapapp.schema import LIST_SEPARATOR, ForeignKey, Kind

Drafts = Mapping[str, Draft]


def check_links(drafts: Drafts) -> None:
    """Record what points nowhere; all drafts must be settled, and are settled again.

    Only accepted rows can be pointed to. A key into a table that has no file is not checked.
    """
    _check_places(drafts["incidents"])
    for draft in drafts.values():
        for key in draft.table.foreign_keys:
            target = drafts[key.table or draft.table.name]
            if target.known:
                _check_key(draft, key, target)
    _check_figures(drafts["incidents"], drafts["claims"])


def _check_places(incidents: Draft) -> None:
    places = incidents.values["place_id"]
    known = places.isin(list(gazetteer()))
    if known.any():
        incidents.find(places.notna() & ~known, "place_id", _no_such_place, Effect.KEPT)


def _check_key(draft: Draft, key: ForeignKey, target: Draft) -> None:
    if draft.table[key.column].kind is Kind.LIST:
        _check_list(draft, key, target)
        return
    values = draft.values[key.column]
    unknown = values.notna() & ~values.isin(target.ids)
    draft.find(unknown, key.column, _points_nowhere(target), effect_of(draft.table, key.column))
    draft.settle()


def _check_list(draft: Draft, key: ForeignKey, target: Draft) -> None:
    parts = draft.values[key.column].dropna().str.split(LIST_SEPARATOR).explode().str.strip()
    parts = parts[parts.ne("")]
    known = parts.isin(target.ids)
    unknown = _joined(parts[~known])
    rest = _joined(parts[known & parts.index.isin(unknown.index)])
    lost = draft.rows(unknown.index)
    everywhere = unknown.reindex(draft.values.index)
    draft.find(lost, key.column, _points_nowhere(target), Effect.CELL_LEFT_OUT, everywhere)
    draft.settle()
    draft.values.loc[rest.index, key.column] = rest


def _joined(parts: "pd.Series[str]") -> "pd.Series[str]":
    return parts.groupby(level=0).agg(LIST_SEPARATOR.join).astype("str")


def _check_figures(incidents: Draft, claims: Draft) -> None:
    counted = claims.values[
        claims.values["excluded_because"].isna() & claims.values["stance"].ne("denies")
    ]
    for harm in HARM:
        low, high = counted[f"{harm}_low"], counted[f"{harm}_high"]
        lowest = low.fillna(high).groupby(counted["incident_id"]).min()
        highest = high.fillna(low).groupby(counted["incident_id"]).max()
        _check_figure(incidents, f"{harm}_low", "lowest", lowest)
        _check_figure(incidents, f"{harm}_high", "highest", highest)


def _check_figure(incidents: Draft, column: str, which: str, claimed: "pd.Series[float]") -> None:
    def words(value: str, figure: float) -> Words:
        return (
            f"{column} is {value}, but the {which} figure that a counted claim gives is {figure:.0f}.",
            "Check the figure, and which claims are counted (excluded_because).",
        )

    stated = incidents.values[column]
    figures = incidents.ids.map(claimed)
    differs = stated.notna() & figures.notna() & stated.ne(figures)
    incidents.find(differs, column, words, Effect.KEPT, figures)


def _no_such_place(value: str) -> Words:
    return f"{shortened(value)!r} is not in the gazetteer.", "Correct it, or add the place to the gazetteer."


def _points_nowhere(target: Draft) -> Callable[..., Words]:
    def words(value: str, part: str | None = None) -> Words:
        return (
            f"{shortened(part or value)!r} is none of the accepted {target.table.name}.",
            f"Write a {target.table.key} of the {target.table.name} file, or mend the row it names.",
        )

    return words
