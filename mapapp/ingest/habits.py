"""How the columns of a whole file are written, where that decides what a cell means."""

from dataclasses import dataclass, field

from mapapp.ingest.date_notations import DateOrder


@dataclass
class Habits:
    """What was noticed in the rows of a file.

    `orders` has of each column the dates that show what stands first, by separator; `with_points` are the
    columns of degrees in which a point stands.
    """

    orders: dict[str, dict[str, dict[DateOrder, str]]] = field(default_factory=dict)
    with_points: set[str] = field(default_factory=set)
