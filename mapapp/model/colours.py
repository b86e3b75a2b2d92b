"""Colours of marks: how visible they are on the map, and how distinct for all colour vision. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

LAND: Mapping[str, str] = MappingProxyType({"light": "#f6f4ef", "dark": "#272b30"})
"""The ground on which marks are drawn, in each theme."""

LEAST_CONTRAST: Mapping[str, float] = MappingProxyType({"light": 3.0, "dark": 2.2})
"""By WCAG 2; on the dark map each mark has an outline of light ink too."""

LEAST_DIFFERENCE = 12.0
"""The distance in CIELAB at which two small marks can still be distinguished."""

_SIGHT = (
    ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
)
"""Full colour vision, protanopia, deuteranopia, tritanopia, after Machado, Oliveira and Fernandes (2009)."""

_XYZ = ((0.4339, 0.3762, 0.1899), (0.2126, 0.7152, 0.0722), (0.0177, 0.1095, 0.8730))
"""From linear RGB to XYZ of white 1."""


def stands_out(colour: str) -> bool:
    """Return whether a colour, "#7e52b1", is visible on both the light and the dark map."""
    return all(contrast(colour, LAND[theme]) >= least for theme, least in LEAST_CONTRAST.items())


def contrast(colour: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted(_product(_XYZ[1], _linear(c)) for c in (colour, other))
    return (high + 0.05) / (low + 0.05)


def indistinguishable(colour: str, others: Iterable[str]) -> str:
    """Return the first of the others that some people can't distinguish from a colour; "" if none."""
    return next((other for other in others if difference(colour, other) < LEAST_DIFFERENCE), "")


def difference(colour: str, other: str) -> float:
    """Return the distance between two colours in CIELAB for the colour vision that sees it as smallest."""
    return min(math.dist(_lab(colour, sight), _lab(other, sight)) for sight in _SIGHT)


def _lab(colour: str, sight: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    perceived = [min(1.0, max(0.0, _product(row, _linear(colour)))) for row in sight]
    x, y, z = (_lightness(_product(row, perceived)) for row in _XYZ)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _lightness(value: float) -> float:
    return float(value ** (1 / 3)) if value > 0.008856 else 7.787 * value + 16 / 116


def _linear(colour: str) -> list[float]:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else float(((c + 0.055) / 1.055) ** 2.4) for c in channels]


def _product(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))
