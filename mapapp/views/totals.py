"""How a total of people killed comes about, as a picture. Pure: rows in, escaped HTML out."""

from collections.abc import Mapping, Sequence
from typing import Any

from mapapp import words
from mapapp.views.templates import render

Row = Mapping[str, Any]

OWN = "own"
ASSUMPTION_WORDS = {
    "all": "Everything here",
    "not contested": "Without incidents whose occurrence is contested, refuted or not graded",
    "not disputed": "Without incidents that anyone denies, or whose blame is contested",
    "fair": "Evidence at least fair",
    "confirmed": "Confirmed only",
    "two sources": "Two or more independent sources",
    "with summaries": "Summary entries added (may count twice)",
}


def totals_html(rows: Sequence[Row], links: Mapping[str, str]) -> str:
    """Render the spans of `totals.robust_totals` on one scale, each with its words.

    A row of the assumption OWN, what the reader has set, comes first if there is one. `links` are the
    addresses of the incidents that each counts, by assumption.
    """
    most = max((row["killed_high"] or 0 for row in rows), default=0)
    return render("totals.html", rows=[_span(row, most, links[row["assumption"]]) for row in rows])


def _span(row: Row, most: int, link: str) -> dict[str, Any]:
    low, high = row["killed_low"], row["killed_high"]
    return {
        "label": ASSUMPTION_WORDS.get(row["assumption"], "As set here"),
        "own": row["assumption"] == OWN,
        "link": link,
        "incidents": words.counted(row["incidents"], "incident"),
        "stated": row["stated"],
        "figure": words.figure(low, high) or "no figure",
        "open": row["open_rows"] > 0,
        "ends": _ends(row) if row["stated"] else (),
        "low": 100 * (low or 0) / most if most else 0,
        "span": 100 * ((high or 0) - (low or 0)) / most if most else 0,
    }


def _ends(row: Row) -> tuple[tuple[str, str, str], ...]:
    """Name the sums of the lowest, the best and the highest figures, and say what each leaves out."""
    above = "and more: some ranges are open" if row["open_rows"] else ""
    return (
        ("lowest", words.figure(row["killed_low"], row["killed_low"]), ""),
        ("of which best figures", words.number(row["best"] or 0), _beside_best(row)),
        ("highest", words.figure(row["killed_high"], row["killed_high"]), above),
    )


def _beside_best(row: Row) -> str:
    """Say which incidents the sum of the best figures is from, and what the others add."""
    ranges = row["stated"] - row["best_rows"]
    if not ranges:
        return ""
    best = row["best"] or 0
    added = words.figure(row["killed_low"] - best, row["killed_high"] - best)
    with_one = words.counted(row["best_rows"], "incident with one figure", "incidents with one figure")
    return f"from {with_one}; {words.counted(ranges, 'range adds', 'ranges add')} {added}"
