"""A sheet becomes a file."""

from functools import cache
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox

from mapapp.exports.picture.box import Box
from mapapp.exports.picture.lettering import lettering
from mapapp.exports.picture.sheet import Line, Shape, Sheet

PIXELS_PER_INCH = 72
"""So a point is a pixel, and lines and letters are given in pixels."""

FINENESS = 2
"""Pixels of a PNG for each of ours."""


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
    width, height = sheet.width / PIXELS_PER_INCH, sheet.height / PIXELS_PER_INCH
    figure = Figure(figsize=(width, height), dpi=PIXELS_PER_INCH, facecolor=sheet.paper)
    inches = Affine2D().scale(1 / PIXELS_PER_INCH, -1 / PIXELS_PER_INCH).translate(0, height)
    place = inches + figure.dpi_scale_trans

    @cache
    def cut(window: Box) -> TransformedBbox:
        return TransformedBbox(Bbox.from_extents(*window), place)

    for above, thing in enumerate(sheet.things, start=1):
        if isinstance(thing, Shape):
            patch = PathPatch(thing.path, zorder=above, transform=place, **thing.style)
            patch.set_clip_box(cut(thing.window) if thing.window else None)
            figure.add_artist(patch)
        else:
            figure.text(thing.x, thing.y, thing.words, zorder=above, transform=place, **_letters(thing))
    return figure


def _letters(line: Line) -> dict[str, Any]:
    return {
        "fontproperties": lettering(line.size, line.weight),
        "color": line.colour,
        "ha": line.align,
        "va": "baseline",
        "parse_math": False,
        "path_effects": [withStroke(linewidth=3, foreground=line.halo)] if line.halo else [],
    }
