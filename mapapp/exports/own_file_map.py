"""A small map of the incidents in a reader's own file, to check before the file is shown."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.exports.locator import as_address, ground, named_towns
from mapapp.exports.picture.box import Box
from mapapp.exports.picture.frame import METRES_AROUND, Frame
from mapapp.views.templates import render

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHEET = Box(0, 0, 640, 260)
RIM = 16
LEAST_METRES = 300_000
"""The least width of the map, so that towns and borders show where it is."""

CELL_PIXELS = 4
"""Points in the same square of this many pixels are drawn once."""

CLEAR_SQUARE = 20
"""No name is written over a square of this many pixels that contains a point."""


def own_file_map(incidents: pa.Table) -> str:
    """Return a `data:` URL of a picture with a point for each located incident; empty if there is none.

    It shows all of them, even one that is far away, for its location may be wrong.
    """
    located = incidents.filter(pc.is_valid(incidents["latitude"]))
    degrees = np.column_stack([located[name].to_numpy() for name in ("longitude", "latitude")])
    if not len(degrees):
        return ""
    frame = _frame(degrees)
    at = frame.project(degrees)
    _, distinct = np.unique(np.round(at / CELL_PIXELS).astype(int), axis=0, return_index=True)
    points = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in at[distinct].tolist())
    svg = render(
        "own_file_map.svg", sheet=SHEET, **ground(frame), points=points, towns=named_towns(frame, _around(at))
    )
    return as_address(svg)


def _frame(degrees: "NDArray[np.float64]") -> Frame:
    """Fit in all points; if they reach from pole to pole, the world is narrower than the picture."""
    (west, south), (east, north) = degrees.min(axis=0).tolist(), degrees.max(axis=0).tolist()
    frame = Frame.around((west, south, east, north), SHEET, RIM)
    around = METRES_AROUND * max(math.cos(math.radians((south + north) / 2)), 0.01)
    frame = replace(frame, world=max(SHEET.width, min(frame.world, SHEET.width * around / LEAST_METRES)))
    high = float(np.ptp(frame.project(degrees)[:, 1]))
    room = SHEET.height - 2 * RIM
    return replace(frame, world=frame.world * room / high) if high > room else frame


def _around(at: "NDArray[np.float64]") -> list[Box]:
    squares = np.unique(np.floor(at / CLEAR_SQUARE), axis=0) * CLEAR_SQUARE
    return [Box(x, y, x + CLEAR_SQUARE, y + CLEAR_SQUARE) for x, y in squares.tolist()]
