"""The incidents' marks, according to the legend: an incident's shape, and the ring of several."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mapapp.engine.view import VAGUE_PLACES
from mapapp.exports.picture.canvas import Canvas
from mapapp.exports.picture.lettering import SEMIBOLD
from mapapp.views.style import INK, EvidenceMark, Legend
from mapapp.words import number

RING = 5.0

AROUND = {"circle": 2 * math.pi, "square": 8.0, "diamond": 4 * math.sqrt(2)}
"""The length of each shape's outline, in radii."""

Properties = Mapping[str, Any]
Point = tuple[float, float]


def shape_of(incident: Properties, legend: Legend) -> str:
    """Return an incident's shape: a square for a combined entry, a diamond if there is no figure."""
    if incident["aggregate"]:
        return "square"
    has_figure = incident["harmed"] is not None or "figure" not in legend.shapes
    return "circle" if has_figure else "diamond"


def radius_of(feature: Properties, legend: Legend) -> float:
    """Return the radius of a feature's mark in pixels."""
    if feature["kind"] == "cell":
        return legend.sizes.cell.radius(number_in(feature))
    radius = sized(feature["harmed"] if shape_of(feature, legend) == "circle" else None, legend)
    return max(legend.sizes.hollow, radius) if is_vague(feature) else radius


def sized(harmed: int | None, legend: Legend) -> float:
    """Return the radius for a number of people harmed, None for no figure."""
    if harmed is None:
        return legend.sizes.unstated if "figure" in legend.shapes else legend.sizes.least
    return legend.sizes.radius(harmed)


def number_in(cell: Properties) -> int:
    """Return the number in a ring: that of its incidents or, if it has none, of its combined entries."""
    return int(cell["count"] or cell["aggregates"] or 0)


def is_vague(incident: Properties) -> bool:
    """Return whether an incident's place is known only to the district, or less exactly."""
    return str(incident["location_precision"] or "") in VAGUE_PLACES


@dataclass(frozen=True, slots=True)
class Look:
    """The look of an incident's mark, except for its size."""

    evidence: EvidenceMark
    colour: str
    shape: str = "circle"


def draw_mark(canvas: Canvas, at: Point, feature: Properties, legend: Legend) -> None:
    """Draw the mark of an incident or of several."""
    radius = radius_of(feature, legend)
    if feature["kind"] == "cell":
        shares = [(legend.colour(actor), n) for actor, n in feature["by_actor"].items()]
        ring(canvas, at, radius, shares or [(legend.other, 1)], number_in(feature))
        return
    evidence = legend.evidence.get(feature["harm_status"], legend.evidence[""])
    look = Look(evidence, legend.colour(feature["actor"]), shape_of(feature, legend))
    (broken if is_vague(feature) else dot)(canvas, at, radius, look)


def dot(canvas: Canvas, at: Point, radius: float, look: Look) -> None:
    """Draw the mark of an incident whose place is known."""
    evidence, shape = look.evidence, look.shape
    paper = {"facecolor": INK["paper"], "alpha": evidence.paper}
    draw_shape(canvas, shape, at, radius + evidence.width / 2 + 0.75, **paper)
    dashes = tuple(float(length) / evidence.width for length in evidence.dashes.split())
    edge = INK["ink"] if evidence.inked else look.colour
    line = {"linestyle": (0, dashes)} if dashes else {}
    fill = (look.colour, evidence.fill)
    draw_shape(canvas, shape, at, radius, facecolor=fill, edgecolor=edge, linewidth=evidence.width, **line)


def broken(canvas: Canvas, at: Point, radius: float, look: Look) -> None:
    """Draw the mark of an incident whose place is vague: hollow, and open on four sides."""
    width = look.evidence.hollow
    eighth = AROUND[look.shape] * radius / 8
    for edge, more in ((INK["paper"], 2.4), (look.colour, 0.0)):
        dashes = 1.2 * eighth / (width + more), 0.8 * eighth / (width + more)
        line = {"edgecolor": edge, "linewidth": width + more, "linestyle": (dashes[0] / 2, dashes)}
        draw_shape(canvas, look.shape, at, radius, facecolor="none", capstyle="butt", **line)


def draw_shape(canvas: Canvas, shape: str, at: Point, r: float, **style: Any) -> None:
    """Draw a circle, a diamond or a square."""
    x, y = at
    tip = r + 0.8
    if shape == "circle":
        canvas.circle(x, y, r, **style)
    elif shape == "square":
        canvas.outline([(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)], **style)
    else:
        canvas.outline([(x, y - tip), (x + tip, y), (x, y + tip), (x - tip, y)], **style)


def ring(
    canvas: Canvas, at: Point, radius: float, shares: Sequence[tuple[str, int]], count: int | None
) -> None:
    """Draw the ring of several incidents, divided by colour, with their number if given."""
    canvas.circle(*at, radius + 1.25, facecolor=INK["paper"])
    total, drawn_share = sum(n for _, n in shares), 0
    width = min(RING, radius / 2.2)
    for colour, n in shares:
        turns = (drawn_share / total, (drawn_share + n) / total)
        canvas.arc(at, radius - width / 2, turns, edgecolor=colour, linewidth=width)
        drawn_share += n
    if count is not None:
        words = number(count)
        size = min(13.0, 2.4 * (radius - RING) / len(words))
        style: dict[str, Any] = {"weight": SEMIBOLD, "colour": INK["ink"], "align": "center"}
        canvas.text(at[0], at[1] + size * 0.33, words, size=size, **style)
