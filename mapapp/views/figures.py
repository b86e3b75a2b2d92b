"""The three figures above the page: incidents, killed, injured, each split by actor. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from mapapp import words
from mapapp.messages import message
from mapapp.model.schema import HARMS
from mapapp.views.style import Legend
from mapapp.views.templates import render

Row = Mapping[str, Any]


class Share(NamedTuple):
    """What is attributed to one actor; `link` leads to its incidents, "" if no filter can ask for them."""

    actor: str
    colour: str
    link: str
    figure: str


def figures_html(
    totals: Row, rows: Sequence[Row], legend: Legend, link_to_actor: Callable[[str], str]
) -> str:
    """Render what matches in three figures; `rows` are those of `sums.by_actor`.

    A figure that no incident has is left out. Actors without a colour of their own are told together.
    """
    groups = _by_colour(rows, legend)
    stated = [harm for harm in HARMS if totals[f"{harm}_rows"]]
    blocks = [_incidents(totals, groups, legend, link_to_actor)] if totals["incidents"] else []
    blocks += [_people(harm, totals, groups, legend, link_to_actor) for harm in stated]
    return render("figures.html", blocks=blocks)


def _by_colour(rows: Sequence[Row], legend: Legend) -> dict[str, list[Row]]:
    """Gather rows by actor, in the legend's order; last, under "", those of all others."""
    groups: dict[str, list[Row]] = {actor: [] for actor in (*legend.actors, "")}
    for row in rows:
        groups[row["actor"] if row["actor"] in legend.actors else ""].append(row)
    return {actor: some for actor, some in groups.items() if some}


def _incidents(
    totals: Row, groups: Mapping[str, list[Row]], legend: Legend, link: Callable[[str], str]
) -> dict[str, Any]:
    numbers = {actor: words.number(sum(row["incidents"] for row in some)) for actor, some in groups.items()}
    return {
        "figure": words.incidents(totals["incidents"], 0),
        "shares": _shares(numbers, legend, link),
        "how": message("figures-incidents-how"),
    }


def _people(
    harm: str, totals: Row, groups: Mapping[str, list[Row]], legend: Legend, link: Callable[[str], str]
) -> dict[str, Any]:
    low, high, stated = (totals[f"{harm}_{name}"] for name in ("low", "high", "rows"))
    sums = {actor: _sum(harm, some) for actor, some in groups.items()}
    return {
        "figure": words.people_summed(low, high, harm, stated, totals["incidents"]),
        "shares": _shares(sums, legend, link),
        "how": message("figures-people-how", stated=totals[f"{harm}_rows"], all=totals["incidents"]),
    }


def _sum(harm: str, rows: Sequence[Row]) -> str:
    ends = words.added((row[f"{harm}_low"], row[f"{harm}_high"]) for row in rows)
    return words.summed(*ends, *(sum(row[name] for row in rows) for name in (f"{harm}_rows", "incidents")))


def _shares(figures: Mapping[str, str], legend: Legend, link: Callable[[str], str]) -> list[Share]:
    others = legend.other_words or message("legend-not-established")
    return [
        Share(actor or others, legend.colour(actor), link(actor) if actor else "", figure)
        for actor, figure in figures.items()
    ]
