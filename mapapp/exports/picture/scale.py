"""The scale bar."""

from mapapp.exports.picture.box import Box
from mapapp.exports.picture.canvas import Canvas
from mapapp.exports.picture.frame import Frame
from mapapp.exports.picture.lettering import width
from mapapp.geo.mercator import degrees
from mapapp.views.style import INK
from mapapp.words import radius

LONGEST_BAR = 110.0
SIZE = 11.0
STEPS = [n * 10**power for power in range(6, 0, -1) for n in (5, 2, 1)]
"""The lengths in metres that a bar may represent, the longest first."""


def draw_scale(canvas: Canvas, frame: Frame) -> Box:
    """Draw the scale in the map's lower left corner, accurate at its centre; return the space it takes."""
    latitude = degrees(frame.x, frame.y)[1]
    metres = next((m for m in STEPS if frame.pixels(m, latitude) <= LONGEST_BAR), STEPS[-1])
    long, words = frame.pixels(metres, latitude), radius(metres)
    left, bottom = frame.box.left + 10, frame.box.bottom - 10
    ends = [(left, bottom - 4), (left, bottom), (left + long, bottom), (left + long, bottom - 4)]
    for colour, line in ((INK["halo"], 4.0), (INK["quiet"], 1.2)):
        canvas.line(ends, edgecolor=colour, linewidth=line)
    canvas.text(left + 4, bottom - 5, words, size=SIZE, colour=INK["quiet"], halo=INK["halo"])
    return Box(left - 4, bottom - SIZE - 8, left + max(long, width(words, SIZE) + 4) + 4, bottom + 4)
