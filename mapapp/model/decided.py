"""What claims decide of an incident, by name; the rules are in `engine/questions/evidence.py`."""

from mapapp.model.conflict import Conflict
from mapapp.model.derived import HARMED, denied_by, stored
from mapapp.model.schema import CONCEDED, GRADES, HARMS, UNDISPUTED

FIGURES = tuple(f"{harm}_{end}" for harm in HARMS for end in ("low", "best", "high"))
ENDS = tuple(f"{harm}_{end}" for harm in HARMS for end in ("low", "high"))
"""The figures between which the others lie."""
DECIDED = ("actor", *FIGURES, *GRADES)
"""Columns of an incident that its claims decide."""

GRADED_BY_ALL = (CONCEDED, UNDISPUTED)
"""Points of view whose grades are those that every claim that counts gives."""

FACTS = ("verified", "first_hand", "independent", "denied", "conceded", "refuted")
"""How many claimants verify, tell first-hand, speak independently, deny, concede, refute independently."""

COUNTS = "counts"
SAYS = "says"
CLAIM_FACTS = (*FACTS, SAYS, "partly_verified", "names", "figures")
"""What a claim that counts may tell; see `claim_facts`. `figures`: those that it gives count."""


def numbers(conflict: Conflict) -> tuple[str, ...]:
    """Name the columns that count claimants: for each of FACTS, and those of each side who deny."""
    return (*(f"__{fact}" for fact in FACTS), *map(denied_by, conflict.deniers))


def added(conflict: Conflict) -> tuple[str, ...]:
    """Name the columns that `with_evidence` adds to the incidents."""
    decided = (SAYS, HARMED, *DECIDED)
    return (
        *numbers(conflict),
        *(stored(whose, name) for whose in conflict.points_of_view for name in decided),
    )
