"""The elements of a picture, from the bottom up: shapes and lines of text, in pixels."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from matplotlib.path import Path

from mapapp.exports.picture.box import Box


@dataclass(frozen=True, slots=True)
class Shape:
    """A path with its style, all hashable, clipped to a `window` if there is one."""

    path: Path
    style: Mapping[str, Hashable]
    window: Box | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `y` is its baseline, `spacing` is added between its letters."""

    x: float
    y: float
    words: str
    size: float
    colour: str
    weight: int
    halo: str
    align: str
    spacing: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture: its size and paper, title, description and source, and its elements from the bottom up."""

    width: int
    height: int
    paper: str
    title: str
    description: str
    source: str
    elements: list[Shape | Line] = field(default_factory=list)
