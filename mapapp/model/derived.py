"""Columns that the engine derives: their names in its tables, which no file may use."""

from mapapp.model.schema import RESERVED_PREFIX

X, Y = "__x", "__y"
"""Web Mercator position in units of the world's width, from the north-west corner; null if unlocated."""

HARMED = "__harmed"
"""People killed and injured at the lowest figures; null if no figure is given."""

SEARCH = "__search"
"""All words of the row, folded to lower case without accents."""

ROW_ORDER = "__order"
"""Position in the order of lists, tables and exports: incidents by first day and identifier, claims as filed.

It is a row's number, from 0, and incidents are stored in this order: a stretch of it is quick to read.
"""

ABOUT = "__about"
"""Position of the incident that a claim is about; null if there is none.

Claims are stored in this order, so that those about a stretch of incidents are quick to read too.
"""

NUMBER = "__number"
"""How many incidents a row stands for, where those that are alike are counted beforehand."""

CELL_X, CELL_Y = "__cell_x", "__cell_y"
"""Column and row of the cell that incidents lie in, where they are counted beforehand; null if unlocated."""

EDGES = ("__west", "__south", "__east", "__north")
"""Between which longitudes and latitudes the incidents lie that a row stands for; null if unlocated."""

INDEPENDENT = "__independent"
"""How many independent claimants say that an incident happened."""

MARKS = ("one", "several", "area", "vague", "summary", "figure", "no figure")
"""What a map may have to explain: an incident alone, several together, a disc within which it happened, a
place known to the district at best, an entry that sums up others, a number of people, and none."""

DENIED = "__denied"
"""How many claimants deny an incident."""


def denied_by(side: str) -> str:
    """Name the column that holds how many claimants of a side deny an incident."""
    return f"__denied_by_{side}"


def stored(whose: str, name: str) -> str:
    """Name the column that holds what a column is from a point of view."""
    return f"__{whose}_{name.removeprefix(RESERVED_PREFIX)}"
