"""What is the same in every database: data sets' names, how long they stay, what is known about them."""

import re
from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any

from mapapp.engine.about import About
from mapapp.engine.prepared import version_mark
from mapapp.engine.questions import records
from mapapp.engine.store import Store
from mapapp.errors import UnreadableFile
from mapapp.messages import notice
from mapapp.model.collections import COLLECTIONS
from mapapp.settings import StoreAddress

ROWS_PER_BATCH = 20_000
DATASETS_KEPT = 2
"""This many of the latest data sets are kept: the newest, and the one that a program may still be reading."""
SECONDS_TO_LOAD = 24 * 3600
"""What is not listed as published after this long is left from a load that was killed."""
NAME = "mapapp_[0-9a-f]{12}"
"""The pattern of data sets' names."""


def new_name() -> str:
    """Return a name for a data set to be published."""
    return f"mapapp_{token_hex(6)}"


def removable(listed: Sequence[str], ages: Mapping[str, float]) -> list[str]:
    """Name the data sets to be removed: those that were replaced, and what killed loads left behind.

    `listed` are those that were published, the newest last; `ages` says for how many seconds each has
    existed.
    """
    kept, replaced = {*listed[-DATASETS_KEPT:]}, {*listed[:-DATASETS_KEPT]}
    return [
        name
        for name, seconds in ages.items()
        if re.fullmatch(NAME, name) and name not in kept and (name in replaced or seconds > SECONDS_TO_LOAD)
    ]


Sizes = dict[str, dict[str, Any]]


def sizes(store: Store) -> Sizes:
    """Return each table's number of rows, and the first and the last day in each column of days."""
    return {name: store.rows(records.size, store.table(name))[0] for name in COLLECTIONS}


def none_published(address: StoreAddress) -> UnreadableFile:
    """Return the error for an address where nothing is published."""
    return UnreadableFile(notice("store-empty", store=str(address)), remedy=notice("load-again"))


def read_about(address: StoreAddress, mark: str, content: str) -> About:
    """Read what is known about a data set; UnreadableFile if another version of the program published it."""
    if mark != version_mark():
        raise UnreadableFile(notice("prepared-otherwise", file=str(address)), remedy=notice("load-again"))
    return About.from_json(address, content)
