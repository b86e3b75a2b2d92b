"""What is the same wherever data sets are published: names, how long they stay, what is told of them."""

import re
from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any

from mapapp.engine.about import About
from mapapp.engine.prepared import mark
from mapapp.engine.questions import records
from mapapp.engine.store import Store
from mapapp.errors import UnreadableFile
from mapapp.messages import notice
from mapapp.model.collections import COLLECTIONS
from mapapp.settings import StoreAddress

ROWS_PER_PIECE = 20_000
KEPT = 2
"""So many of the latest data sets are kept: the newest, and the one that a program may still be reading."""
SECONDS_TO_LOAD = 24 * 3600
"""What is on no list after so long is of a load that was killed."""
NAME = "mapapp_[0-9a-f]{12}"
"""What the names of data sets match."""


def new_name() -> str:
    """Name a data set that is to be published."""
    return f"mapapp_{token_hex(6)}"


def left_over(listed: Sequence[str], ages: Mapping[str, float]) -> list[str]:
    """Name what is to be removed of data sets: those that others have replaced, and what killed loads left.

    `listed` are those that were published, the newest last; `ages` tells since how many seconds what is
    there is there.
    """
    kept, replaced = {*listed[-KEPT:]}, {*listed[:-KEPT]}
    return [
        name
        for name, seconds in ages.items()
        if re.fullmatch(NAME, name) and name not in kept and (name in replaced or seconds > SECONDS_TO_LOAD)
    ]


Sizes = dict[str, dict[str, Any]]


def sizes(store: Store) -> Sizes:
    """Tell of each table how many rows it has, and the first and the last day in each column of days."""
    return {name: store.rows(records.size, store.table(name))[0] for name in COLLECTIONS}


def none_published(address: StoreAddress) -> UnreadableFile:
    """Tell that there is nothing to open."""
    return UnreadableFile(notice("store-empty", store=str(address)), remedy=notice("load-again"))


def about(address: StoreAddress, its_mark: str, told: str) -> About:
    """Read what is told of a data set; UnreadableFile if another version of the program has published it."""
    if its_mark != mark():
        raise UnreadableFile(notice("prepared-otherwise", file=str(address)), remedy=notice("load-again"))
    return About.from_json(address, told)
