"""Names that leave open which of several forces is meant."""

import pytest

from mapapp.model.actors import alternatives, compatible, leaves_open


@pytest.mark.parametrize(
    ("actor", "meant"),
    [
        ("Armenian or Nagorno-Karabakh forces", {"Armenian forces", "Nagorno-Karabakh forces"}),
        ("Azerbaijani or Turkish forces", {"Azerbaijani forces", "Turkish forces"}),
        ("Russian army or Wagner group", {"Russian army", "Wagner group"}),
        ("A, B or C forces", {"a forces", "b forces", "C forces"}),
        ("İstanbul or Ağdam guards", {"istanbul guards", "Istanbul guards", "AĞDAM guards"}),
        ("ΟΔΟΣ or Shusha guards", {"οδος guards", "οδοσ guards"}),
        ("Armenian forces or Azerbaijani forces", {"Armenian forces", "Azerbaijani forces"}),
    ],
)
def test_a_name_may_leave_open_which(actor: str, meant: set[str]) -> None:
    assert all(leaves_open(actor, other) for other in meant)
    assert all(compatible(other, actor) for other in meant)
    assert not leaves_open(actor, "Other forces")


@pytest.mark.parametrize("actor", ["Armenian forces", "Oregon militia", "Not established", ""])
def test_one_force_leaves_nothing_open(actor: str) -> None:
    assert alternatives(actor) == frozenset()
    assert not compatible(actor, "Azerbaijani forces")


def test_two_open_names_that_share_a_force_do_not_contradict_each_other() -> None:
    assert compatible("A or B forces", "B or C forces")
    assert not compatible("A or B forces", "C or D forces")
