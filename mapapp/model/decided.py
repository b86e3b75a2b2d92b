"""Names of the columns that claims decide; the rules are in `engine/questions/evidence.py`."""

from mapapp.model.conflict import Conflict
from mapapp.model.derived import HARMED, denied_by, stored
from mapapp.model.schema import CONCEDED, GRADES, HARMS, UNDISPUTED

FIGURES = tuple(f"{harm}_{end}" for harm in HARMS for end in ("low", "best", "high"))
ENDS = tuple(f"{harm}_{end}" for harm in HARMS for end in ("low", "high"))
"""The figures between which the others lie."""
DECIDED = ("actor", *FIGURES, *GRADES)
"""The columns of an incident that its claims decide."""

GRADED_BY_ALL = (CONCEDED, UNDISPUTED)
"""Points of view that take their grades from all claims that count."""

FACTS = ("verified", "first_hand", "independent", "denied", "conceded", "refuted")
"""Facts whose claimants are counted; "first_hand": told first-hand, "refuted": denied by an independent."""

COUNTS = "counts"
SAYS = "says"
CLAIM_FACTS = (*FACTS, SAYS, "partly_verified", "names", "figures")
"""Facts about a claim that counts; see `claim_facts`. `figures`: the figures that it gives count."""


def numbers(conflict: Conflict) -> tuple[str, ...]:
    """Name the columns that count claimants: for each of FACTS, and the deniers of each side."""
    return (*(f"__{fact}" for fact in FACTS), *map(denied_by, conflict.deniers))


def evidence_columns(conflict: Conflict) -> tuple[str, ...]:
    """Name the columns that `with_evidence` adds to the incidents."""
    columns = (SAYS, HARMED, *DECIDED)
    return (
        *numbers(conflict),
        *(stored(whose, name) for whose in conflict.points_of_view for name in columns),
    )
