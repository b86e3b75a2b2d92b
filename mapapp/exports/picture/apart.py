"""Marks side by side where they would cover each other, each as near to its place as can be."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Indices = NDArray[np.intp]

GAP = 0.8
NEAR = 12.0
ROUNDS, ROUNDS_A_LOOK = 160, 8
PULLED, PULL = 120, 0.08
"""For how many rounds each is drawn back to its place, and by which part of the way."""

GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


def apart(places: "Points", radii: "Points") -> "Points":
    """Move circles (pixels) until none covers another; the large ones move least."""
    at = places + _beginnings(places, radii)
    for number in range(0, ROUNDS, ROUNDS_A_LOOK):
        pairs = _near(at, radii)
        for _ in range(ROUNDS_A_LOOK):
            if number < PULLED:
                at += (places - at) * PULL
            _push(at, radii, *pairs)
    return at


def _beginnings(places: "Points", radii: "Points") -> "Points":
    """Begin with those of one place in a spiral around it, so that each has a side to go to."""
    offsets = np.zeros_like(places)
    _, groups = np.unique(places.round(1), axis=0, return_inverse=True)
    for group in np.unique(groups):
        members = np.flatnonzero(groups.ravel() == group)
        order = members[np.argsort(-radii[members], kind="stable")]
        turns = np.arange(len(order))
        away = radii[order].mean() * np.sqrt(turns)
        offsets[order] = (
            np.column_stack((np.cos(turns * GOLDEN_ANGLE), np.sin(turns * GOLDEN_ANGLE))) * away[:, None]
        )
    return offsets


def _near(at: "Points", radii: "Points") -> "tuple[Indices, Indices]":
    """Find the pairs of circles that may touch soon."""
    x, y = (column[:, None] - column[None, :] for column in at.T)
    one, other = np.nonzero(np.triu(x * x + y * y < (radii[:, None] + radii[None, :] + NEAR) ** 2, k=1))
    return one, other


def _push(at: "Points", radii: "Points", one: "Indices", other: "Indices") -> None:
    """Push apart the pairs that overlap, in place."""
    between = at[one] - at[other]
    distance = np.maximum(np.hypot(between[:, 0], between[:, 1]), 1e-6)
    lacking = np.clip(radii[one] + radii[other] + GAP - distance, 0, None)
    step = between / distance[:, None] * (0.7 * lacking)[:, None]
    weights = radii**2
    share = (weights[other] / (weights[one] + weights[other]))[:, None]
    for axis, (ahead, back) in enumerate(zip((step * share).T, (step * (1 - share)).T, strict=True)):
        at[:, axis] += np.bincount(one, ahead, len(at)) - np.bincount(other, back, len(at))
