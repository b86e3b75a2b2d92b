"""The three figures above the page: incidents, killed, injured, each split by actor. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from mapapp import words
from mapapp.messages import message
from mapapp.model.schema import HARMS
from mapapp.views.breakdown import MOST_LINKED
from mapapp.views.style import UNLISTED, Legend, unlisted_message
from mapapp.views.templates import render

Row = Mapping[str, Any]
Link = Callable[[Sequence[str]], str]


class Part(NamedTuple):
    """Rows that share a name and a colour: of an actor, of other actors, or of nobody."""

    name: str
    colour: str
    rows: Sequence[Row]


class Split(NamedTuple):
    """All parts: by colour, as on the map, and by name."""

    by_colour: Sequence[Part]
    by_name: Sequence[Part]


class Share(NamedTuple):
    """A part with its figure; `link` leads to its incidents, "" if that needs too many values."""

    name: str
    colour: str
    figure: str
    link: str


def figures_html(totals: Row, rows: Sequence[Row], legend: Legend, link: Link) -> str:
    """Render what matches in three figures; `rows` are those of `sums.by_actor`, `link` leads to actors.

    A figure that no incident has is left out. Actors without their own colour are shown together; actors who
    are not established and those who are not stated are told apart.
    """
    split = _split(rows, legend)
    stated = [harm for harm in HARMS if totals[f"{harm}_rows"]]
    blocks = [_incidents(totals, split, link)] if totals["incidents"] else []
    blocks += [_people(harm, totals, split, link) for harm in stated]
    return render("figures.html", blocks=blocks)


def _split(rows: Sequence[Row], legend: Legend) -> Split:
    """Group rows by actor in the legend's order, then those of all other actors."""
    coloured: dict[str, list[Row]] = {actor: [] for actor in legend.actors}
    grey: dict[str, list[Row]] = {identifier: [] for identifier in UNLISTED}
    for row in rows:
        actor = row["actor"] or ""
        (coloured[actor] if actor in coloured else grey[unlisted_message(actor)]).append(row)
    named = [Part(actor, legend.colour(actor), group) for actor, group in coloured.items() if group]
    others = [Part(message(identifier), legend.other, group) for identifier, group in grey.items() if group]
    other_rows = [row for part in others for row in part.rows]
    together = [Part(" / ".join(part.name for part in others), legend.other, other_rows)] if others else []
    return Split([*named, *together], [*named, *others])


def _incidents(totals: Row, split: Split, link: Link) -> dict[str, Any]:
    def count(group: Sequence[Row]) -> str:
        return words.number(sum(row["incidents"] for row in group))

    figure, how = words.incidents(totals["incidents"], 0), message("figures-incidents-how")
    return {"figure": figure, "how": how} | _shares(split, count, link)


def _people(harm: str, totals: Row, split: Split, link: Link) -> dict[str, Any]:
    def summed(group: Sequence[Row]) -> str:
        ends = words.sum_ranges((row[f"{harm}_low"], row[f"{harm}_high"]) for row in group)
        return words.summed(
            *ends, *(sum(row[name] for row in group) for name in (f"{harm}_rows", "incidents"))
        )

    low, high, stated = (totals[f"{harm}_{name}"] for name in ("low", "high", "rows"))
    figure = words.people_summed(low, high, harm, stated, totals["incidents"])
    how = message("figures-people-how", stated=stated, all=totals["incidents"])
    return {"figure": figure, "how": how} | _shares(split, summed, link)


def _shares(split: Split, figure: Callable[[Sequence[Row]], str], link: Link) -> dict[str, list[Share]]:
    def share(part: Part) -> Share:
        actors = [row["actor"] or "" for row in part.rows]
        address = link(actors) if len(actors) <= MOST_LINKED else ""
        return Share(part.name, part.colour, figure(part.rows), address)

    return {"in_short": list(map(share, split.by_colour)), "shares": list(map(share, split.by_name))}
