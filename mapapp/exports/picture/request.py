"""Requests for pictures, and the sizes of pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mapapp.exports.picture.box import Box
from mapapp.model.query import Query
from mapapp.model.traditions import AS_GIVEN, NameOrder

Position = tuple[float, float, float]
"""Zoom, latitude and longitude of the centre of a map."""

MARGIN = 18.0
LEGEND_COLUMN = 232.0


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's width and height in its own pixels; a PNG has twice as many each way.

    `title` and `text` are heights of letters, `marks` is the size of the marks relative to the map's.
    """

    width: int
    height: int
    title: float = 23
    text: float = 14
    marks: float = 0.8

    @property
    def is_wide(self) -> bool:
        """Whether the legend is next to the map rather than below it."""
        return self.width > 1.4 * self.height

    @property
    def inner(self) -> Box:
        """The sheet without its margin."""
        return Box(MARGIN, MARGIN, self.width - MARGIN, self.height - MARGIN)


SIZES: Mapping[str, Size] = MappingProxyType(
    {
        "16:9": Size(960, 540),
        "1:1": Size(640, 640, marks=0.7),
        "9:16": Size(540, 960, marks=0.7),
        "column": Size(400, 720, title=20, text=13, marks=0.58),
    }
)
"""Every size by its name in URLs and commands, the default first."""

KINDS: Mapping[str, str] = MappingProxyType({"png": "image/png", "svg": "image/svg+xml"})
"""The media type of each kind of picture."""

USUAL_SIZE = next(iter(SIZES))


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """The content of a picture, and its size, one of `SIZES`.

    `position` is that of the map, by default where nearly all incidents are; `order` decides whose place
    names come first.
    """

    query: Query
    size: str = USUAL_SIZE
    position: Position | None = None
    order: NameOrder = AS_GIVEN
