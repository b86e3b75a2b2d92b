"""What is put on a picture, in the order in which it lies: shapes and lines of text, in pixels."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from matplotlib.path import Path

from mapapp.exports.picture.box import Box


@dataclass(frozen=True, slots=True)
class Shape:
    """A path with its colours and lines, all hashable, cut to a `window` if there is one."""

    path: Path
    style: Mapping[str, Hashable]
    window: Box | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `y` is the line on which its letters stand, `spacing` is put between them."""

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
    """Paper of a size, what it is of, in short and in full, from where, and what lies on it, from below."""

    width: int
    height: int
    paper: str
    title: str
    description: str
    source: str
    elements: list[Shape | Line] = field(default_factory=list)
