"""Names of forces: those that name nobody, and those that leave open which of several is meant. Pure."""

from functools import cache

from mapapp.model.text_search import small

OR = " or "
_NOBODY = frozenset({"", "not established", "unknown", "not stated"})


def is_established(actor: str) -> bool:
    """Tell whether an actor's name is that of somebody, not that none is established."""
    return small(actor.strip()) not in _NOBODY


@cache
def alternatives(actor: str) -> frozenset[str]:
    """Return the forces between which a name leaves it open; none if it names one force.

    What the last one ends with may stand for all: "Northern or Isles forces" is "Northern forces"
    or "Isles forces". Upper and lower case do not count.
    """
    *before, last = small(actor).split(OR)
    if not before:
        return frozenset()
    words = last.split()
    ends = ["", *(" " + " ".join(words[start:]) for start in range(1, len(words)))]
    parts = [part.strip() for some in before for part in some.split(",")]
    return frozenset({last.strip(), *(part + end for part in parts for end in ends if part)})


def leaves_open(actor: str, other: str) -> bool:
    """Tell whether a name leaves open whether another force, or one of several others, is meant."""
    return not alternatives(actor).isdisjoint({small(other)} | alternatives(other))


def compatible(one: str, other: str) -> bool:
    """Tell whether two names do not contradict each other though they are not the same."""
    same = small(one) == small(other)
    return not same and (leaves_open(one, other) or leaves_open(other, one))
