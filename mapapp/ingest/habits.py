"""How the columns of a whole file are written, where the meaning of a cell depends on it."""

from dataclasses import dataclass, field

from mapapp.ingest.date_notations import DateOrder


@dataclass
class Habits:
    """What the rows of a file reveal.

    `orders` has, by column and separator, the dates that show what comes first; `with_points` are the
    columns of degrees that contain a decimal point.
    """

    orders: dict[str, dict[str, dict[DateOrder, str]]] = field(default_factory=dict)
    with_points: set[str] = field(default_factory=set)
