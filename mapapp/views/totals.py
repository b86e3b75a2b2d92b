"""How a total of people killed comes about, as a picture. Pure: rows in, escaped HTML out."""

from collections.abc import Mapping, Sequence
from typing import Any

from mapapp import words
from mapapp.views.templates import render

Row = Mapping[str, Any]

ASSUMPTION_WORDS = {
    "all": "Everything here",
    "not denied": "Without contested incidents",
    "fair": "Evidence at least fair",
    "confirmed": "Confirmed only",
    "two sources": "Two or more independent sources",
    "with summaries": "Summary entries added (may count twice)",
}


def totals_html(rows: Sequence[Row]) -> str:
    """Render the spans of `expressions.robust_totals` on one scale, each with its words."""
    most = max((row["killed_high"] or 0 for row in rows), default=0)
    return render("totals.html", rows=[_span(row, most) for row in rows])


def _span(row: Row, most: int) -> dict[str, Any]:
    low, high = row["killed_low"], row["killed_high"]
    agreed = words.counted(row["agreed_rows"], "incident")
    return {
        "label": ASSUMPTION_WORDS[row["assumption"]],
        "incidents": words.counted(row["incidents"], "incident"),
        "stated": row["stated"],
        "figure": words.figure(low, high) or "no figure",
        "open": row["open_rows"] > 0,
        "agreed": f"{words.number(row['agreed'])} killed in {agreed} where sources agree"
        if row["agreed_rows"]
        else "",
        "low": 100 * (low or 0) / most if most else 0,
        "span": 100 * ((high or 0) - (low or 0)) / most if most else 0,
    }
