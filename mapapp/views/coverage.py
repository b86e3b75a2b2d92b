"""How many sources report anything, in words. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from mapapp import words
from mapapp.messages import message
from mapapp.model.schema import CLAIMANT_SIDE

LANES = (("armenian",), ("azerbaijani",), ("independent", "other"))
"""The sides that share a lane of the strip, from above."""


def sources_by_side(counts: Mapping[str, int]) -> str:
    """Say how many sources of each side report: "4 Armenian and Nagorno-Karabakh, 9 independent sources".

    `counts` are by `schema.CLAIMANT_SIDE`; where all are 0 or missing, no report was found.
    """
    said = {side: name for side, name in CLAIMANT_SIDE.items() if counts.get(side)}
    if not said:
        return message("coverage-nothing")
    listed = [message("coverage-side", count=counts[side], side=name) for side, name in said.items()]
    return message("coverage", sides=", ".join(listed), count=sum(counts[side] for side in said))


def strip(rows: Sequence[Mapping[str, Any]], *, filtered: bool) -> dict[str, Any]:
    """Say what the timeline's strip shows, as plain values; `rows` are those of `coverage.by_day`.

    `filtered` says that they are only about some of the incidents.
    """
    return {
        "lanes": [words.all_of(CLAIMANT_SIDE[side] for side in lane) for lane in LANES],
        "nothing": message("coverage-nothing-filtered" if filtered else "coverage-nothing"),
        "cells": [
            {
                "cell": row["cell"],
                "counts": [sum(row[side] for side in lane) for lane in LANES],
                "words": sources_by_side(row),
            }
            for row in rows
        ],
    }
