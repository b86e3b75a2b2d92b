"""Turning a sheet into a file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import Any, cast
from xml.sax.saxutils import escape

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, Transform, TransformedBbox

from mapapp.exports.picture.box import Box
from mapapp.exports.picture.canvas import CIRCLE
from mapapp.exports.picture.lettering import moved, outline, width
from mapapp.exports.picture.sheet import Line, Shape, Sheet
from mapapp.exports.xmltext import as_xml

PIXELS_PER_INCH = 72
"""A point is thus a pixel, and lines and letters are measured in pixels."""

FINENESS = 2
"""Pixels of a PNG for each pixel of ours."""

HALO = 3
"""The width of the line around letters, half of which they cover."""


DIGITS = 2
"""The decimals of a pixel: more would make an SVG nearly twice as large without visible effect."""


def printed(sheet: Sheet, kind: str) -> bytes:
    """Return a sheet as a "png" or "svg" file, with metadata on its contents and source."""
    figure = _figure(sheet)
    file, about = BytesIO(), {"Title": sheet.title, "Description": sheet.description, "Source": sheet.source}
    if kind == "svg":
        with mpl.rc_context({"svg.hashsalt": "mapapp"}):
            figure.savefig(file, format="svg", metadata={**about, "Date": None})
        return _with_words(file.getvalue().decode(), sheet).encode()
    figure.savefig(file, format="png", dpi=PIXELS_PER_INCH * FINENESS, metadata=about)
    return file.getvalue()


def _with_words(svg: str, sheet: Sheet) -> str:
    """Add the words as invisible text over their outlines, for searching, copying and screen readers.

    The visible letters remain outlines, as they would look different on machines without the typeface.
    """
    words = "".join(_text(element) for element in sheet.elements if isinstance(element, Line))
    layer = f'<g id="words" font-family="sans-serif" fill-opacity="0">{words}</g>'
    start, metadata, after_metadata = svg.partition("<metadata>")
    body, end, line_end = after_metadata.rpartition("</svg>")
    return f"{start}<desc>{_escaped(sheet.description)}</desc>\n {metadata}{body}{layer}{end}{line_end}"


def _text(line: Line) -> str:
    long = width(line.words, line.size, line.weight) + line.spacing * (len(line.words) - 1)
    anchor = ' text-anchor="middle"' if line.align == "center" else ""
    return (
        f'<text x="{line.x:.1f}" y="{line.y:.1f}" font-size="{line.size:g}" textLength="{long:.1f}"{anchor}>'
        f"{_escaped(line.words)}</text>"
    )


def _escaped(text: str) -> str:
    return escape(as_xml(text))


def _figure(sheet: Sheet) -> Figure:
    """Put a sheet on a figure, without axes, which would clip every element once more."""
    wide, high = sheet.width / PIXELS_PER_INCH, sheet.height / PIXELS_PER_INCH
    figure = Figure(figsize=(wide, high), dpi=PIXELS_PER_INCH, facecolor=sheet.paper)
    inches = Affine2D().scale(1 / PIXELS_PER_INCH, -1 / PIXELS_PER_INCH).translate(0, high)
    figure.add_artist(_Shapes(_shapes(sheet.elements), inches + figure.dpi_scale_trans))
    return figure


class _Shapes(Artist):
    """Shapes, with one patch for each style: making a patch takes half as long as drawing a shape."""

    def __init__(self, shapes: Iterable[Shape], to_inches: Transform) -> None:
        super().__init__()
        self._shapes, self._to_inches = list(shapes), to_inches

    def draw(self, renderer: RendererBase) -> None:
        @cache
        def patch(style: tuple[tuple[str, Any], ...], window: Box | None) -> PathPatch:
            path_patch = PathPatch(CIRCLE, transform=self._to_inches, **dict(style))
            path_patch.set_clip_box(
                TransformedBbox(Bbox.from_extents(*window), self._to_inches) if window else None
            )
            return path_patch

        for shape in self._shapes:
            path_patch = patch(tuple(shape.style.items()), shape.window)
            path_patch.set_path(Path(np.asarray(shape.path.vertices).round(DIGITS), shape.path.codes))
            path_patch.draw(renderer)


def _shapes(elements: Iterable[Shape | Line]) -> Iterator[Shape]:
    """Yield shapes only: consecutive texts of a colour become one, as each shape takes as long as a mark."""
    for _, run in groupby(elements, type):
        same_kind = list(run)
        if isinstance(same_kind[0], Line):
            yield from _letters(cast("list[Line]", same_kind))
        else:
            yield from cast("list[Shape]", same_kind)


def _letters(lines: Iterable[Line]) -> Iterator[Shape]:
    """Yield the halos of letters, then the letters; their outlines are cached across files."""
    around, letters = defaultdict[str, list[Path]](list), defaultdict[str, list[Path]](list)
    for line in lines:
        letter_outline = outline(line.words, line.size, line.weight, line.spacing)
        shift = width(line.words, line.size, line.weight) / 2 if line.align == "center" else 0
        path = moved(letter_outline, line.x - shift, line.y)
        letters[line.colour].append(path)
        if line.halo:
            around[line.halo].append(path)
    for colour, paths in around.items():
        style: dict[str, Any] = {"fill": False, "edgecolor": colour, "linewidth": HALO, "joinstyle": "round"}
        yield Shape(Path.make_compound_path(*paths), style, None)
    for colour, paths in letters.items():
        style = {"facecolor": colour, "linewidth": 0, "edgecolor": "none"}
        yield Shape(Path.make_compound_path(*paths), style, None)
