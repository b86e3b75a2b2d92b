"""Official totals: what is checked of their rows, and the values they make."""

from typing import Any

import pandas as pd

from mapapp.errors import shortened
from mapapp.ingest.advice import Words
from mapapp.ingest.draft import Draft
from mapapp.model.official_totals import Total
from mapapp.model.report import Effect
from mapapp.model.schema import LIST_SEPARATOR


def check_totals(totals: Draft, incidents: Draft) -> None:
    """Record what is wrong in the rows of official totals, and settle them."""
    if totals.known:
        blank = totals.values["killed"].isna() & totals.values["injured"].isna()
        totals.find(blank, "killed", _no_figure, Effect.ROW_REJECTED)
        held = set(incidents.values["control"].dropna())
        unknown = totals.texts["places"].map(lambda text: bool(set(_listed(text)) - held))
        totals.find(unknown.astype(bool), "places", _unknown_places, Effect.KEPT)
    totals.settle()


def totals_of(totals: Draft) -> tuple[Total, ...]:
    """Return the accepted rows of official totals as values, in the order of the file."""
    rows = totals.values[list(totals.table.names)].to_dict("records")
    return tuple(Total(**{str(name): _value(str(name), cell) for name, cell in row.items()}) for row in rows)


def _value(name: str, cell: Any) -> Any:
    if name == "places":
        return _listed(cell)
    if name in {"killed", "injured"}:
        return None if pd.isna(cell) else int(cell)
    return "" if pd.isna(cell) else cell


def _listed(text: Any) -> tuple[str, ...]:
    parts = () if pd.isna(text) else (part.strip() for part in str(text).split(LIST_SEPARATOR))
    return tuple(dict.fromkeys(part for part in parts if part))


def _no_figure(_value: str) -> Words:
    return "Neither killed nor injured is given.", "Fill in one of them at least."


def _unknown_places(value: str) -> Words:
    return (
        f"No incident is in a place held by one of {shortened(value)!r}.",
        "Write values of the incidents' column control, joined by semicolons.",
    )
