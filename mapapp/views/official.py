"""What share of official totals the data set accounts for. Pure: totals and sums in, escaped HTML out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mapapp import words
from mapapp.messages import message
from mapapp.model.official_totals import Total
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMANT_SIDE
from mapapp.views.templates import render

HARMS = ("killed", "injured")


def official_html(
    totals: Sequence[Total], accounted: Sequence[Mapping[str, Any]], link: Callable[[Query], str]
) -> str:
    """Render each total with what the data hold of it, by side; empty if there are none.

    `accounted` are the rows of `coverage.accounted`, one for each total, in their order. `link` tells the
    address of the incidents that a Query means.
    """
    if not totals:
        return ""
    shares = list(zip(totals, accounted, strict=True))
    own = sorted({one.side for one in totals} - {*CLAIMANT_SIDE, ""})
    rows = [(total.side, _row(total, sums, link)) for total, sums in shares]
    unnamed = message("side-not-stated")
    groups = [
        (CLAIMANT_SIDE.get(side, side) or unnamed, [row for whose, row in rows if whose == side])
        for side in (*CLAIMANT_SIDE, *own, "")
    ]
    return render("official.html", groups=[group for group in groups if group[1]])


def share(low: int | None, high: int | None, total: int, harm: str) -> str:
    """Say how much of a total is accounted for: "75 to 83 of 93 killed (81 to 89 %)"."""
    low, high = low or 0, max(low or 0, high or 0)
    part = message(f"share-{harm}", figure=words.span(low, high), total=total)
    if not total:
        return part
    return message("official-share", part=part, percent=words.span(*_per_cent(low, high, total)))


def _per_cent(low: int, high: int, total: int) -> tuple[int, int]:
    return round(100 * low / total), round(100 * high / total)


def _row(total: Total, sums: Mapping[str, Any], link: Callable[[Query], str]) -> dict[str, Any]:
    return {
        "link": link(Query(end=total.until, control=tuple(total.places))),
        "total": total,
        "as_of": _as_of(total),
        "places": ", ".join(total.places) or message("official-all-places"),
        "bars": [_bar(harm, sums, given) for harm in HARMS if (given := getattr(total, harm)) is not None],
    }


def _as_of(total: Total) -> str:
    return words.partial_day(total.as_of)


def _bar(harm: str, sums: Mapping[str, Any], given: int) -> dict[str, Any]:
    low, high = sums[f"{harm}_low"] or 0, sums[f"{harm}_high"] or 0
    least, most = (min(100, one) for one in _per_cent(low, max(low, high), given)) if given else (0, 0)
    return {"words": share(low, high, given, harm), "least": least, "more": most - least}
