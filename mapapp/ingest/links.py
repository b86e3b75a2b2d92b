"""References to other rows and tables: identifiers and places."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.compute as pc

from mapapp.errors import quoted
from mapapp.geo.gazetteer import gazetteer
from mapapp.ingest.advice import Words
from mapapp.ingest.draft import Draft, effect_of
from mapapp.ingest.each_value import chunked, of_each_run, parts_of
from mapapp.ingest.sheet import has_any
from mapapp.messages import fault
from mapapp.model.conflict import Conflict
from mapapp.model.report import Effect
from mapapp.model.schema import LIST_SEPARATOR, ForeignKey, Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Drafts = Mapping[str, Draft]


def check_links(drafts: Drafts, conflict: Conflict) -> None:
    """Record broken references; all drafts must be settled, and are settled again.

    Only accepted rows can be pointed to. A key into a table that has no file is not checked.
    """
    _check_places(drafts["incidents"], conflict)
    for draft in drafts.values():
        for key in draft.table.foreign_keys:
            target = drafts[key.table or draft.table.name]
            if target.has_file and has_any(draft.values[key.column]):
                _check_key(draft, key, target)


def _check_places(incidents: Draft, conflict: Conflict) -> None:
    places = incidents.values["place_id"]
    is_known = known_places(places, conflict)
    if is_known.any():
        incidents.find(places.notna() & ~is_known, "place_id", _no_such_place, Effect.KEPT)


def known_places(places: "pd.Series[str]", conflict: Conflict) -> "pd.Series[bool]":
    """Mark the places that a gazetteer has; if it has none, they are foreign identifiers and not checked."""
    return places.isin([*gazetteer(), *conflict.place_names] if has_any(places) else [])


def _check_key(draft: Draft, key: ForeignKey, target: Draft) -> None:
    if draft.table[key.column].kind is Kind.LIST:
        _check_list(draft, key, target)
        return
    values = draft.values[key.column]
    is_unknown = ~_among(values, target.ids) & values.notna().to_numpy()
    if is_unknown.any():
        rows = pd.Series(is_unknown, values.index)
        draft.find(rows, key.column, _points_nowhere(target), effect_of(draft.table, key.column))
        draft.settle()


def _check_list(draft: Draft, key: ForeignKey, target: Draft) -> None:
    parts = parts_of(draft.values[key.column], LIST_SEPARATOR).str.strip()
    parts = parts[parts.ne("")]
    is_known = _among(parts, target.ids)
    unknown = _joined(parts[~is_known])
    remaining = _joined(parts[is_known & parts.index.isin(unknown.index)])
    unknown_by_row = unknown.reindex(draft.values.index)
    words = _points_nowhere(target)
    draft.find(draft.rows(unknown.index), key.column, words, Effect.CELL_LEFT_OUT, unknown_by_row)
    draft.settle()
    draft.values.loc[remaining.index, key.column] = remaining


def _among(values: "pd.Series[str]", ids: "pd.Series[str]") -> "NDArray[np.bool_]":
    """Mark the values that are among the ids; many times faster than `Series.isin` with a million ids."""
    known, texts = (chunked(texts).combine_chunks() for texts in (ids, values))
    is_known = of_each_run(texts, lambda run: pc.is_in(run, value_set=known))
    return is_known.to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]


def _joined(parts: "pd.Series[str]") -> "pd.Series[str]":
    return parts.groupby(level=0).agg(LIST_SEPARATOR.join).astype("str")


def _no_such_place(value: str) -> Words:
    return fault("place-unknown", value=quoted(value))


def _points_nowhere(target: Draft) -> Callable[..., Words]:
    def words(value: str, part: str | None = None) -> Words:
        return fault("link-broken", value=quoted(part or value), table=target.table.name)

    return words
