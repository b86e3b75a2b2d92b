"""How many sources report anything, in words. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from mapapp.model.schema import CLAIMANT_SIDE

NOTHING_FOUND = "no report found"
LANES = (("armenian",), ("azerbaijani",), ("independent", "other"))
"""The sides that share a lane of the strip, from above."""


def sources_by_side(counts: Mapping[str, int]) -> str:
    """Say how many sources of each side report: "4 Armenian and Nagorno-Karabakh, 9 independent sources".

    `counts` are by `schema.CLAIMANT_SIDE`; where all are 0 or missing, no report was found.
    """
    said = [f"{counts[side]} {words}" for side, words in CLAIMANT_SIDE.items() if counts.get(side)]
    if not said:
        return NOTHING_FOUND
    total = sum(counts[side] for side in CLAIMANT_SIDE if counts.get(side))
    return f"{', '.join(said)} {'source' if total == 1 else 'sources'}"


def strip(rows: Sequence[Mapping[str, Any]], *, filtered: bool) -> dict[str, Any]:
    """Say what the timeline's strip shows, as plain values; `rows` are those of `coverage.by_day`.

    `filtered` says that they are only about some of the incidents.
    """
    return {
        "lanes": [" and ".join(CLAIMANT_SIDE[side] for side in lane) for lane in LANES],
        "nothing": f"{NOTHING_FOUND} under this filter" if filtered else NOTHING_FOUND,
        "cells": [
            {
                "cell": row["cell"],
                "counts": [sum(row[side] for side in lane) for lane in LANES],
                "words": sources_by_side(row),
            }
            for row in rows
        ],
    }
