"""A sheet becomes a file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import Any, cast

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox

from mapapp.exports.picture.box import Box
from mapapp.exports.picture.lettering import moved, outline, width
from mapapp.exports.picture.sheet import Line, Shape, Sheet

PIXELS_PER_INCH = 72
"""So a point is a pixel, and lines and letters are given in pixels."""

FINENESS = 2
"""Pixels of a PNG for each of ours."""

HALO = 3
"""How wide the line around letters is, half of which they cover."""


DIGITS = 2
"""Decimals of a pixel that are told: more would make an SVG nearly twice as large, and nobody sees them."""


def printed(sheet: Sheet, kind: str) -> bytes:
    """Return a sheet as a "png" or "svg" file, which says what it shows and where it is from."""
    figure = _drawn(sheet)
    made, about = BytesIO(), {"Title": sheet.title, "Source": sheet.source}
    if kind == "svg":
        with mpl.rc_context({"svg.hashsalt": "mapapp"}):
            figure.savefig(made, format="svg", metadata={**about, "Date": None})
    else:
        figure.savefig(made, format="png", dpi=PIXELS_PER_INCH * FINENESS, metadata=about)
    return made.getvalue()


def _drawn(sheet: Sheet) -> Figure:
    """Put all of a sheet on a figure, without axes, which would clip each thing once more."""
    wide, high = sheet.width / PIXELS_PER_INCH, sheet.height / PIXELS_PER_INCH
    figure = Figure(figsize=(wide, high), dpi=PIXELS_PER_INCH, facecolor=sheet.paper)
    inches = Affine2D().scale(1 / PIXELS_PER_INCH, -1 / PIXELS_PER_INCH).translate(0, high)
    place = inches + figure.dpi_scale_trans

    @cache
    def cut(window: Box) -> TransformedBbox:
        return TransformedBbox(Bbox.from_extents(*window), place)

    for above, shape in enumerate(_shapes(sheet.things), start=1):
        path = Path(np.asarray(shape.path.vertices).round(DIGITS), shape.path.codes)
        patch = PathPatch(path, zorder=above, transform=place, **shape.style)
        patch.set_clip_box(cut(shape.window) if shape.window else None)
        figure.add_artist(patch)
    return figure


def _shapes(things: Iterable[Shape | Line]) -> Iterator[Shape]:
    """Yield shapes only: texts that follow each other are one of a colour, for each costs as a mark does."""
    for _, run in groupby(things, type):
        together = list(run)
        if isinstance(together[0], Line):
            yield from _letters(cast("list[Line]", together))
        else:
            yield from cast("list[Shape]", together)


def _letters(lines: Iterable[Line]) -> Iterator[Shape]:
    """Yield what is around letters, then these; their outlines are found once, not for each file anew."""
    around, letters = defaultdict[str, list[Path]](list), defaultdict[str, list[Path]](list)
    for line in lines:
        drawn = outline(line.words, line.size, line.weight, line.spacing)
        back = width(line.words, line.size, line.weight) / 2 if line.align == "center" else 0
        path = moved(drawn, line.x - back, line.y)
        letters[line.colour].append(path)
        if line.halo:
            around[line.halo].append(path)
    for colour, paths in around.items():
        style: dict[str, Any] = {"fill": False, "edgecolor": colour, "linewidth": HALO, "joinstyle": "round"}
        yield Shape(Path.make_compound_path(*paths), style, None)
    for colour, paths in letters.items():
        style = {"facecolor": colour, "linewidth": 0, "edgecolor": "none"}
        yield Shape(Path.make_compound_path(*paths), style, None)
