"""How a total of people killed is calculated, as a picture. Pure: rows in, escaped HTML out."""

from collections.abc import Mapping, Sequence
from typing import Any

from mapapp import words
from mapapp.messages import message
from mapapp.views.templates import render

Row = Mapping[str, Any]

OWN = "own"


def totals_html(rows: Sequence[Row], links: Mapping[str, str]) -> str:
    """Render the spans of `totals.robust_totals` on one scale, each with its words.

    The assumption OWN, what the reader has set, comes first if there is one. `links` are the URLs of the
    incidents that each assumption counts, by assumption.
    """
    most = max((row["killed_high"] or 0 for row in rows), default=0)
    return render("totals.html", rows=[_span(row, most, links[row["assumption"]]) for row in rows])


def _span(row: Row, most: int, link: str) -> dict[str, Any]:
    low, high = row["killed_low"], row["killed_high"]
    return {
        "label": message("assumption", assumption=row["assumption"].replace(" ", "-")),
        "own": row["assumption"] == OWN,
        "link": link,
        "incidents": message("count-incidents", count=row["incidents"]),
        "stated": row["stated"],
        "figure": words.figure(low, high) or message("totals-no-figure"),
        "open": row["open_rows"] > 0,
        "ends": _ends(row) if row["stated"] else (),
        "low": 100 * (low or 0) / most if most else 0,
        "span": 100 * ((high or 0) - (low or 0)) / most if most else 0,
    }


def _ends(row: Row) -> tuple[tuple[str, str, str], ...]:
    """Return the sums of the lowest, the best and the highest figures, with what each leaves out."""
    above = message("totals-and-more") if row["open_rows"] else ""
    return (
        (message("totals-lowest"), words.figure(row["killed_low"], row["killed_low"]), ""),
        (message("totals-best"), words.number(row["best"] or 0), _beside_best(row)),
        (message("totals-highest"), words.figure(row["killed_high"], row["killed_high"]), above),
    )


def _beside_best(row: Row) -> str:
    """Say which incidents the sum of the best figures is from, and what the others add."""
    ranges = row["stated"] - row["best_rows"]
    if not ranges:
        return ""
    best = row["best"] or 0
    added = words.figure(row["killed_low"] - best, row["killed_high"] - best)
    return message("totals-beside-best", exact=row["best_rows"], ranges=ranges, added=added)
