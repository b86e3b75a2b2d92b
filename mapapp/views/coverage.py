"""How many sources report anything, in words. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from mapapp import words
from mapapp.messages import message
from mapapp.model.conflict import Conflict
from mapapp.model.schema import INDEPENDENT_SIDE, OTHER_SIDE


def sources_by_side(counts: Mapping[str, int], conflict: Conflict) -> str:
    """Say how many sources of each side report: "4 Northern, 9 independent sources".

    `counts` are by side of the conflict; if all are 0 or missing, no report was found.
    """
    sides = {side: name for side, name in conflict.sides.items() if counts.get(side)}
    if not sides:
        return message("coverage-nothing")
    listed = [message("coverage-side", count=counts[side], side=name) for side, name in sides.items()]
    return message("coverage", sides=", ".join(listed), count=sum(counts[side] for side in sides))


def strip(rows: Sequence[Mapping[str, Any]], conflict: Conflict, *, filtered: bool) -> dict[str, Any]:
    """Return what the timeline's strip shows, as plain values; `rows` are those of `coverage.by_day`.

    `filtered`: they are about only some of the incidents. Each party has a lane, from the top down; sources
    of no party share the last.
    """
    lanes = [*((party,) for party in conflict.party_names), (INDEPENDENT_SIDE, OTHER_SIDE)]
    return {
        "lanes": [words.all_of(conflict.sides[side] for side in lane) for lane in lanes],
        "nothing": message("coverage-nothing-filtered" if filtered else "coverage-nothing"),
        "cells": [
            {
                "cell": row["cell"],
                "counts": [sum(row[side] for side in lane) for lane in lanes],
                "words": sources_by_side(row, conflict),
            }
            for row in rows
        ],
    }
