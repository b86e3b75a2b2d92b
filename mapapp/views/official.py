"""Official totals next to the sums of the same scope. Pure: totals and sums in, escaped HTML out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from mapapp import words
from mapapp.messages import message
from mapapp.model.conflict import Conflict
from mapapp.model.official_totals import SumsByScope, Total
from mapapp.model.query import Query
from mapapp.model.schema import HARMS
from mapapp.views.official_series import series_by_name, series_html
from mapapp.views.templates import render


def official_html(
    totals: Sequence[Total], held: SumsByScope, conflict: Conflict, link: Callable[[Query], str]
) -> str:
    """Render the series of totals, then each other total with what the data hold in its scope, by side.

    Empty if there are no totals. `link` makes the URL of a Query's incidents.
    """
    if not totals:
        return ""
    series = Markup(series_html(totals, held, link))  # noqa: S704 - rendered from one of our templates
    drawn = {count.total for counts in series_by_name(totals, held).values() for count in counts}
    rows = [(total.side, _row(total, held, conflict, link)) for total in totals if total not in drawn]
    other_sides = sorted({total.side for total in totals} - {*conflict.sides, ""})
    groups = [
        (
            conflict.sides.get(side, side) or message("side-not-stated"),
            [row for whose, row in rows if whose == side],
        )
        for side in (*conflict.sides, *other_sides, "")
    ]
    return render("official.html", groups=[group for group in groups if group[1]], series=series)


def share(low: int, high: int | None, total: int, harm: str) -> str:
    """Say how much of a total is accounted for: "75 to 83 of 93 killed (81 to 89 %)"; `high` None if open."""
    part = message(f"share-{harm}", figure=words.span(low, high), total=total)
    if not total:
        return part
    least, most = _per_cent(low, total), None if high is None else _per_cent(high, total)
    return message("official-share", part=part, percent=words.span(least, most))


def _per_cent(part: int, total: int) -> int:
    return round(100 * part / total)


def _row(total: Total, held: SumsByScope, conflict: Conflict, link: Callable[[Query], str]) -> dict[str, Any]:
    stated = [harm for harm in HARMS if getattr(total, harm) is not None]
    row = {"total": total, "as_of": words.partial_day(total.as_of)}
    if not total.compared:
        people = (words.people(figure, figure, harm) for harm in stated for figure in [getattr(total, harm)])
        return row | {"bars": [], "alone": words.all_of(people)}
    sums = total.accounted(held)
    return row | {
        "link": link(total.compared),
        "compared": words.filter_sentence(total.compared, conflict),
        "bars": [_bar(harm, sums, getattr(total, harm)) for harm in stated],
    }


def _bar(harm: str, sums: Mapping[str, int], official: int) -> dict[str, Any]:
    low = sums[f"{harm}_low"]
    high = max(low, sums[f"{harm}_high"])
    least, most = (min(100, _per_cent(figure, official)) if official else 0 for figure in (low, high))
    in_words = share(low, None if sums[f"{harm}_open"] else high, official, harm)
    return {"words": in_words, "least": least, "more": most - least}
