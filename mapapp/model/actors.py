"""Names of forces: those that name nobody, and those that leave open which of several they mean. Pure."""

from functools import cache

from mapapp.model.text_search import lower_case

OR = " or "
_NOBODY = frozenset({"", "not established", "unknown", "not stated"})


def is_established(actor: str) -> bool:
    """Return whether an actor's name names somebody, rather than saying that nobody is established."""
    return lower_case(actor.strip()) not in _NOBODY


@cache
def alternatives(actor: str) -> frozenset[str]:
    """Return the forces that a name leaves open; none if it names a single force.

    The last words may belong to all of them: "Northern or Isles forces" is "Northern forces" or
    "Isles forces". Letter case does not count.
    """
    *before, last = lower_case(actor).split(OR)
    if not before:
        return frozenset()
    words = last.split()
    ends = ["", *(" " + " ".join(words[start:]) for start in range(1, len(words)))]
    names_before = [name.strip() for names in before for name in names.split(",")]
    return frozenset({last.strip(), *(name + end for name in names_before for end in ends if name)})


def leaves_open(actor: str, other: str) -> bool:
    """Return whether another name, or one of the forces that it leaves open, is among those of this one."""
    return not alternatives(actor).isdisjoint({lower_case(other)} | alternatives(other))


def compatible(name: str, other: str) -> bool:
    """Return whether two names differ without contradicting each other."""
    is_same = lower_case(name) == lower_case(other)
    return not is_same and (leaves_open(name, other) or leaves_open(other, name))
