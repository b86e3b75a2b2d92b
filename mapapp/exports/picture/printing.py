"""A sheet becomes a file."""

from io import BytesIO

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.patheffects import withStroke

from mapapp.exports.picture.lettering import lettering
from mapapp.exports.picture.sheet import Line, Shape, Sheet

PIXELS_PER_INCH = 72
"""So a point is a pixel, and lines and letters are given in pixels."""

FINENESS = 2
"""Pixels of a PNG for each of ours."""


def printed(sheet: Sheet, kind: str) -> bytes:
    """Return a sheet as a "png" or "svg" file, which says what it shows and where it is from."""
    figure, axes = _paper(sheet)
    for above, thing in enumerate(sheet.things, start=1):
        if isinstance(thing, Shape):
            _put_shape(axes, thing, above)
        else:
            _put_line(axes, thing, above)
    made, about = BytesIO(), {"Title": sheet.title, "Source": sheet.source}
    if kind == "svg":
        with mpl.rc_context({"svg.hashsalt": "mapapp"}):
            figure.savefig(made, format="svg", metadata={**about, "Date": None})
    else:
        figure.savefig(made, format="png", dpi=PIXELS_PER_INCH * FINENESS, metadata=about)
    return made.getvalue()


def _paper(sheet: Sheet) -> tuple[Figure, Axes]:
    inches = (sheet.width / PIXELS_PER_INCH, sheet.height / PIXELS_PER_INCH)
    figure = Figure(figsize=inches, dpi=PIXELS_PER_INCH, facecolor=sheet.paper)
    axes = figure.add_axes((0, 0, 1, 1), frameon=False)
    axes.set(xlim=(0, sheet.width), ylim=(sheet.height, 0))
    axes.set_axis_off()
    return figure, axes


def _put_shape(axes: Axes, shape: Shape, above: int) -> None:
    patch = PathPatch(shape.path, zorder=above, **shape.style)
    axes.add_artist(patch)
    if window := shape.window:
        patch.set_clip_path(
            Rectangle((window.left, window.top), window.width, window.height, transform=axes.transData)
        )


def _put_line(axes: Axes, line: Line, above: int) -> None:
    axes.text(
        line.x,
        line.y,
        line.words,
        fontproperties=lettering(line.size, line.weight),
        color=line.colour,
        ha=line.align,
        va="baseline",
        parse_math=False,
        path_effects=[withStroke(linewidth=3, foreground=line.halo)] if line.halo else [],
        zorder=above,
    )
