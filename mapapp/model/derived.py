"""Names of the columns that the engine derives; no file may use them."""

from mapapp.model.schema import RESERVED_PREFIX

X, Y = "__x", "__y"
"""Web Mercator position in units of the world's width, from the north-west corner; null if unlocated."""

HARMED = "__harmed"
"""People killed and injured at the lowest figures; null if no figure is given."""

SEARCH = "__search"
"""All words of the row, folded to lower case without accents."""

ROW_ORDER = "__order"
"""Position in the order of lists, tables and exports: incidents by first day and identifier, claims as filed.

It is a row's number, from 0. Incidents are stored in this order, so that consecutive rows are quick to read.
"""

ABOUT = "__about"
"""Position of the incident that a claim is about; null if there is none.

Claims are stored in this order, so that those about consecutive incidents are quick to read too.
"""

NUMBER = "__number"
"""How many incidents a row represents where similar ones are counted in advance."""

CELL_X, CELL_Y = "__cell_x", "__cell_y"
"""Column and row of the cell of incidents that are counted in advance; null if unlocated."""

EDGES = ("__west", "__south", "__east", "__north")
"""Bounds in degrees: of the incidents that a row represents (null if unlocated), or of a district."""

INDEPENDENT = "__independent"
"""The number of independent claimants who say that an incident happened."""

MARKS = ("one", "several", "area", "vague", "summary", "figure", "no figure")
"""What a map's key may have to explain: a single incident, several together, a disc within which it happened,
a place known to the district at best, an entry that sums up others, a number of people, and no number."""

DENIED = "__denied"
"""The number of claimants who deny an incident."""


def denied_by(side: str) -> str:
    """Return the name of the column with the number of a side's claimants who deny an incident."""
    return f"__denied_by_{side}"


def stored(whose: str, name: str) -> str:
    """Return the name of the column that holds a column's value from a point of view."""
    return f"__{whose}_{name.removeprefix(RESERVED_PREFIX)}"
