"""Whether two pictures of a screen look the same, to a person who does not measure.

Both are reduced to half their size, where a pixel of antialiasing is lost. A place is taken for other only
if nothing within a step of it (two pixels of the screen) is like it: letters of another rasteriser pass, and
what they push aside. Colours are compared apart from lightness, and more strictly: letters are grey.
"""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

COLOURS = 256
"""As many as a kept picture has, spread so that the rare ones of small marks stay: true within 6 of 255."""

STEPS = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
OTHER_COLOUR, OTHER_LIGHT = 14, 36
"""Of 255: from then on a place is another."""

FORGIVEN = 6
"""Places: the smallest mark has about 25."""


def kept(screenshot: bytes) -> Image.Image:
    """Reduce a screenshot to what is kept of it."""
    whole = Image.open(io.BytesIO(screenshot)).convert("RGB")
    return whole.reduce(2).quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def other(seen: Image.Image, expected: Image.Image) -> NDArray[np.bool_]:
    """Return which places are other; all of them if the sizes differ."""
    if seen.size != expected.size:
        return np.ones(seen.size[::-1], bool)
    one, two = (_blurred(np.asarray(picture.convert("RGB"), np.float32)) for picture in (seen, expected))
    apart = [_apart(one, np.roll(two, step, (0, 1))) for step in STEPS]
    colour, light = (np.min(kind, axis=0) for kind in zip(*apart, strict=True))
    return (colour > OTHER_COLOUR) | (light > OTHER_LIGHT)


def is_same(places: NDArray[np.bool_]) -> bool:
    """Tell whether so few places are other that nobody sees it."""
    return int(places.sum()) <= FORGIVEN


def marked(seen: Image.Image, places: NDArray[np.bool_]) -> Image.Image:
    """Draw the places that are other in red upon a pale picture."""
    pale = Image.blend(seen.convert("L").convert("RGB"), Image.new("RGB", seen.size, "white"), 0.6)
    if places.shape != seen.size[::-1]:
        return pale
    pale.paste((220, 0, 0), mask=Image.fromarray(places))
    return pale


def _blurred(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give each place the mean of the three by three around it."""
    rows = sum(np.roll(pixels, step, 0) for step in (-1, 0, 1))
    return sum(np.roll(rows, step, 1) for step in (-1, 0, 1)) / 9


def _apart(one: NDArray[np.float32], two: NDArray[np.float32]) -> tuple[NDArray, NDArray]:
    """Return how far places are apart in colour and in lightness."""
    between = one - two
    light = between.mean(axis=2)
    return np.abs(between - light[..., None]).max(axis=2), np.abs(light)
