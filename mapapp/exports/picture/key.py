"""The legend of a picture: the marks and lines in it, laid out in columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from mapapp.exports.picture import marks
from mapapp.exports.picture.areas import CONFINED_LINE
from mapapp.exports.picture.base_map import VisibleLine
from mapapp.exports.picture.box import Box
from mapapp.exports.picture.canvas import Canvas
from mapapp.exports.picture.lettering import SEMIBOLD, lines, width
from mapapp.messages import message
from mapapp.model.schema import known_grade
from mapapp.views.style import INK, Legend
from mapapp.words import number

HEADING, TEXT, LEADING = 11.5, 12.0, 15.0
SYMBOL = 24.0
"""The width of the column of symbols."""

GROUP_GAP, COLUMN_GAP = 9.0, 20.0
MOST_LINES = 3

Symbol = Callable[[Canvas, float, float], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A symbol, drawn around a point, with its text and, in a row, its radius."""

    draw: Symbol
    words: str
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and its entries; `is_row` puts the symbols side by side, with the text below."""

    heading: str
    entries: Sequence[Entry]
    is_row: bool = False

    def height(self, wide: float) -> float:
        """Return its height in a column of some width."""
        if self.is_row:
            return LEADING + 2 * max(entry.radius for entry in self.entries) + 4 + LEADING
        return LEADING + sum(LEADING * len(_lines(entry, wide)) for entry in self.entries)


def groups(
    legend: Legend,
    features: Sequence[dict[str, Any]],
    visible_lines: Iterable[VisibleLine],
    *,
    is_confined: bool = False,
) -> list[Group]:
    """Return groups for the features and lines in a picture; `is_confined` if it is confined to an area."""
    singles = [feature for feature in features if feature["kind"] == "incident"]
    all_groups = [
        Group(message("legend-colour"), _actors(legend, features)),
        Group(message("legend-fill"), _evidence(legend, singles)),
        Group(message("picture-shapes"), _shapes(legend, features)),
        Group(message("legend-size"), _sizes(legend, singles), is_row=True),
        Group(message("picture-lines"), _lines_of(visible_lines, is_confined=is_confined)),
    ]
    return [group for group in all_groups if group.entries]


def draw_group(canvas: Canvas, group: Group, left: float, top: float, wide: float) -> None:
    """Draw a group under its heading."""
    canvas.text(left, top + 11, group.heading, size=HEADING, weight=SEMIBOLD, colour=INK["ink"])
    if group.is_row:
        _draw_row(canvas, group, left, top + LEADING)
        return
    y = top + LEADING
    for entry in group.entries:
        entry.draw(canvas, left + SYMBOL / 2 - 3, y + 7.5)
        for line in _lines(entry, wide):
            canvas.text(left + SYMBOL, y + 11.5, line, size=TEXT, colour=INK["quiet"])
            y += LEADING


def _draw_row(canvas: Canvas, group: Group, left: float, top: float) -> None:
    most, x = max(entry.radius for entry in group.entries), left
    for entry in group.entries:
        half_width = max(entry.radius, width(entry.words, TEXT) / 2)
        entry.draw(canvas, x + half_width, top + 2 * most - entry.radius + 2)
        baseline = top + 2 * most + 15
        canvas.text(x + half_width, baseline, entry.words, size=TEXT, colour=INK["quiet"], align="center")
        x += 2 * half_width + COLUMN_GAP


def arranged(all_groups: Sequence[Group], room: Box, columns: int) -> list[tuple[Group, Box]]:
    """Distribute groups over columns, in order, so that the longest column is as short as possible."""
    wide = (room.width - 18 * (columns - 1)) / columns
    heights = [group.height(wide) + GROUP_GAP for group in all_groups]
    limit = next(most for most in _limits(heights) if _columns(heights, most) <= columns)
    placed, column, height_used = [], 0, 0.0
    for group, height in zip(all_groups, heights, strict=True):
        if height_used and height_used + height > limit:
            column, height_used = column + 1, 0.0
        left, top = room.left + column * (wide + 18), room.top + height_used
        placed.append((group, Box(left, top, left + wide, top + height)))
        height_used += height
    return placed


def _limits(heights: Sequence[float]) -> list[float]:
    """Return all heights that a column may have, the least first."""
    spans = range(1, len(heights) + 1)
    return sorted(sum(heights[start:end]) for end in spans for start in range(end)) or [0]


def _columns(heights: Sequence[float], limit: float) -> int:
    """Return the number of columns needed if none is higher than a limit."""
    if max(heights, default=0) > limit:
        return len(heights) + 1
    columns, height_used = 1, 0.0
    for height in heights:
        columns, height_used = (
            (columns + 1, height) if height_used + height > limit else (columns, height_used + height)
        )
    return columns


def _lines(entry: Entry, wide: float) -> list[str]:
    return lines(entry.words, wide - SYMBOL, TEXT, most=MOST_LINES)


def _actors(legend: Legend, features: Sequence[dict[str, Any]]) -> list[Entry]:
    occurring = {
        actor for feature in features for actor in feature.get("by_actor") or (feature.get("actor") or "",)
    }
    entries = [(actor, colour) for actor, colour in legend.actors.items() if actor in occurring]
    if occurring - legend.actors.keys() and legend.other_words:
        entries.append((legend.other_words, legend.other))
    return [Entry(partial(_swatch, colour), actor) for actor, colour in entries]


def _evidence(legend: Legend, singles: Sequence[dict[str, Any]]) -> list[Entry]:
    occurring = {known_grade(feature["harm_status"]) for feature in singles}
    statuses = [status for status in legend.shown if status in occurring]
    return [
        Entry(partial(_sample, legend, status), message(f"evidence-{status or 'blank'}"))
        for status in statuses
    ]


def _shapes(legend: Legend, features: Sequence[dict[str, Any]]) -> list[Entry]:
    singles = [feature for feature in features if feature["kind"] == "incident"]
    colours = [*legend.actors.values(), legend.other, legend.other]
    entries: list[tuple[bool, Symbol, str]] = [
        (len(singles) < len(features), partial(_several, colours), message("legend-several")),
        (any(feature["uncertainty_m"] for feature in features), _area, message("legend-approximate")),
        (any(map(marks.is_vague, singles)), partial(_vague, legend), message("legend-vague")),
        (
            any(feature["aggregate"] for feature in singles),
            partial(_square, legend),
            message("legend-combined"),
        ),
    ]
    return [Entry(draw, words) for occurs, draw, words in entries if occurs]


def _sizes(legend: Legend, singles: Sequence[dict[str, Any]]) -> list[Entry]:
    shapes = {marks.shape_of(feature, legend) for feature in singles}
    if "figure" not in legend.shapes or "circle" not in shapes:
        return []
    radii = [(marks.sized(n, legend), number(n)) for n in legend.sizes.examples]
    entries = [Entry(partial(_size, "circle", radius), words, radius) for radius, words in radii]
    if "diamond" in shapes:
        blank = legend.sizes.unstated
        entries.append(Entry(partial(_size, "diamond", blank), message("totals-no-figure"), blank))
    return entries


def _lines_of(visible_lines: Iterable[VisibleLine], *, is_confined: bool) -> list[Entry]:
    area = [Entry(_confined_area, message("legend-chosen"))] if is_confined else []
    return [*area, *(Entry(partial(_line, line.style), line.label) for line in visible_lines)]


def _swatch(colour: str, canvas: Canvas, x: float, y: float) -> None:
    canvas.circle(x, y, 5.5, facecolor=colour)


def _sample(legend: Legend, status: str, canvas: Canvas, x: float, y: float) -> None:
    marks.dot(canvas, (x, y), 5.5, marks.Look(legend.evidence[status], INK["quiet"]))


def _several(colours: Sequence[str], canvas: Canvas, x: float, y: float) -> None:
    marks.ring(canvas, (x, y), 9, [(colours[0], 5), (colours[1], 2)], None)
    canvas.text(x, y + 3.5, "7", size=9.5, weight=SEMIBOLD, colour=INK["ink"], align="center")


def _area(canvas: Canvas, x: float, y: float) -> None:
    canvas.circle(x, y, 7.5, facecolor=_faint("1a"), edgecolor=_faint("80"), linewidth=0.75)


def _faint(opacity: str) -> str:
    return INK["uncertainty"] + opacity


def _vague(legend: Legend, canvas: Canvas, x: float, y: float) -> None:
    marks.broken(canvas, (x, y), 6, marks.Look(legend.evidence[""], INK["quiet"]))


def _square(legend: Legend, canvas: Canvas, x: float, y: float) -> None:
    _size("square", legend.sizes.unstated, canvas, x, y)


def _size(shape: str, radius: float, canvas: Canvas, x: float, y: float) -> None:
    marks.draw_shape(canvas, shape, (x, y), radius, facecolor="none", edgecolor=INK["ink"], linewidth=1)


def _confined_area(canvas: Canvas, x: float, y: float) -> None:
    canvas.line([(x - 9, y), (x + 9, y)], **CONFINED_LINE)


def _line(style: Mapping[str, Any], canvas: Canvas, x: float, y: float) -> None:
    canvas.line([(x - 9, y), (x + 9, y)], **style)
