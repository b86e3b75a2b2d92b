"""Whether two screenshots look the same to the naked eye.

Both are halved in size, which hides a pixel of antialiasing. A pixel of the smaller picture counts as
different only if nothing within one step of it (two pixels of the screen) is similar: letters drawn by
another rasteriser pass, and so does whatever they shift. Colour is compared separately from lightness, and
more strictly, because letters are grey.
"""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

COLOURS = 256
"""Colours in a stored picture, chosen so that the rare ones of small marks survive; accurate to 6 of 255."""

STEPS = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
OTHER_COLOUR, OTHER_LIGHT = 14, 36
"""Of 255: pixels further apart than this are different."""

FORGIVEN = 6
"""Different pixels to ignore; the smallest mark has about 25."""


def kept(screenshot: bytes) -> Image.Image:
    """Reduce a screenshot to the form in which it is stored."""
    whole = Image.open(io.BytesIO(screenshot)).convert("RGB")
    return whole.reduce(2).quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def other(seen: Image.Image, expected: Image.Image) -> NDArray[np.bool_]:
    """Return which pixels differ: all of them if the sizes do."""
    if seen.size != expected.size:
        return np.ones(seen.size[::-1], bool)
    one, two = (_blurred(np.asarray(picture.convert("RGB"), np.float32)) for picture in (seen, expected))
    apart = [_apart(one, np.roll(two, step, (0, 1))) for step in STEPS]
    colour, light = (np.min(kind, axis=0) for kind in zip(*apart, strict=True))
    return (colour > OTHER_COLOUR) | (light > OTHER_LIGHT)


def is_same(places: NDArray[np.bool_]) -> bool:
    """Return whether too few pixels differ for anyone to notice."""
    return int(places.sum()) <= FORGIVEN


def marked(seen: Image.Image, places: NDArray[np.bool_]) -> Image.Image:
    """Mark the pixels that differ in red on a pale copy of the picture."""
    pale = Image.blend(seen.convert("L").convert("RGB"), Image.new("RGB", seen.size, "white"), 0.6)
    if places.shape != seen.size[::-1]:
        return pale
    pale.paste((220, 0, 0), mask=Image.fromarray(places))
    return pale


def _blurred(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Replace each pixel by the mean of the three-by-three square around it."""
    rows = sum(np.roll(pixels, step, 0) for step in (-1, 0, 1))
    return sum(np.roll(rows, step, 1) for step in (-1, 0, 1)) / 9


def _apart(one: NDArray[np.float32], two: NDArray[np.float32]) -> tuple[NDArray, NDArray]:
    """Return how much each pixel differs in colour and in lightness."""
    between = one - two
    light = between.mean(axis=2)
    return np.abs(between - light[..., None]).max(axis=2), np.abs(light)
