"""The Web Mercator projection, in units of the world's width from the north-west corner."""

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NORTHERNMOST = 85.0511
"""The latitude in degrees at which the square world ends; points beyond it are drawn there."""

TILE_PIXELS = 256
"""The world's width at zoom level 0, in pixels; each further level doubles it."""


def mercator_y(latitude: "float | NDArray[np.float64]") -> "NDArray[np.float64]":
    """Project latitudes in degrees: 0 at 85.05° north to 1 at 85.05° south."""
    sine = np.sin(np.radians(np.clip(latitude, -NORTHERNMOST, NORTHERNMOST)))
    y: NDArray[np.float64] = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    return y


def degrees(x: float, y: float) -> tuple[float, float]:
    """Convert a position back to degrees: longitude, latitude."""
    return (x - 0.5) * 360, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))
