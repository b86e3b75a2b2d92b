"""Placing marks side by side where they would overlap, each as near to its position as possible."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Indices = NDArray[np.intp]

GAP = 0.8
NEAR_PIXELS = 12.0
ROUNDS, ROUNDS_A_LOOK = 160, 8
PULLED, PULL = 120, 0.08
"""For how many rounds each is pulled back to its position, and by what fraction of the distance."""

GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


def spread(targets: "Points", radii: "Points") -> "Points":
    """Move circles (pixels) until none overlap; the large ones move least."""
    at = targets + _beginnings(targets, radii)
    for number in range(0, ROUNDS, ROUNDS_A_LOOK):
        pairs = _near_pairs(at, radii)
        for _ in range(ROUNDS_A_LOOK):
            if number < PULLED:
                at += (targets - at) * PULL
            _push(at, radii, *pairs)
    return at


def _beginnings(targets: "Points", radii: "Points") -> "Points":
    """Start with circles at the same point in a spiral around it, so that each has a direction to move in."""
    offsets = np.zeros_like(targets)
    _, groups = np.unique(targets.round(1), axis=0, return_inverse=True)
    for group in np.unique(groups):
        members = np.flatnonzero(groups.ravel() == group)
        order = members[np.argsort(-radii[members], kind="stable")]
        turns = np.arange(len(order))
        distances = radii[order].mean() * np.sqrt(turns)
        offsets[order] = (
            np.column_stack((np.cos(turns * GOLDEN_ANGLE), np.sin(turns * GOLDEN_ANGLE))) * distances[:, None]
        )
    return offsets


def _near_pairs(at: "Points", radii: "Points") -> "tuple[Indices, Indices]":
    """Return the pairs of circles that may touch soon."""
    x, y = (column[:, None] - column[None, :] for column in at.T)
    first, second = np.nonzero(
        np.triu(x * x + y * y < (radii[:, None] + radii[None, :] + NEAR_PIXELS) ** 2, k=1)
    )
    return first, second


def _push(at: "Points", radii: "Points", first: "Indices", second: "Indices") -> None:
    """Push apart the pairs that overlap, in place."""
    between = at[first] - at[second]
    distance = np.maximum(np.hypot(between[:, 0], between[:, 1]), 1e-6)
    lacking = np.clip(radii[first] + radii[second] + GAP - distance, 0, None)
    step = between / distance[:, None] * (0.7 * lacking)[:, None]
    weights = radii**2
    share = (weights[second] / (weights[first] + weights[second]))[:, None]
    for axis, (ahead, behind) in enumerate(zip((step * share).T, (step * (1 - share)).T, strict=True)):
        at[:, axis] += np.bincount(first, ahead, len(at)) - np.bincount(second, behind, len(at))
