"""A sample of the altered files of `make fuzz`: each is read or refused, and every row is accounted for."""

import pytest

from mapapp.ingest import read_dataset
from mapapp.ingest.adapters import ADAPTERS
from tests.fuzz.__main__ import files, write
from tests.fuzz.originals import ROWS, originals
from tests.fuzz.trial import FAULTS, Ending, lost, tried

SEED = 1
A_FEW = 18


@pytest.mark.parametrize("kind", originals())
def test_each_whole_file_is_read(kind, tmp_path):
    write(tmp_path, dict(originals()[kind].files))
    assert tried(tmp_path, whole=False).ending is Ending.READ


@pytest.mark.parametrize("number", range(A_FEW))
def test_an_altered_file_is_read_or_refused(number, tmp_path):
    _, made = files(SEED, number)
    write(tmp_path, made)
    outcome = tried(tmp_path, whole=False)
    assert outcome.ending not in FAULTS, outcome.said


def test_every_adapter_has_its_files():
    assert {one.name for one in ADAPTERS} <= originals().keys()


@pytest.mark.parametrize("name", [one.name for one in ADAPTERS])
def test_an_adapters_file_without_a_row_is_read_or_refused(name, tmp_path):
    rows = originals()[name].files["incidents.csv"].splitlines(keepends=True)
    head = rows[: len(rows) - ROWS]
    write(tmp_path, {"incidents.csv": b"".join(head)})
    outcome = tried(tmp_path, whole=False)
    assert outcome.ending not in FAULTS, outcome.said


def test_a_mutant_is_always_the_same():
    assert files(SEED, 5) == files(SEED, 5) != files(SEED + 1, 5)


def test_a_row_that_nobody_tells_of_is_found(tmp_path):
    write(tmp_path, dict(originals()["claims.csv"].files))
    data = read_dataset(tmp_path / "incidents.csv")
    with (tmp_path / "claims.csv").open("a", encoding="utf-8") as claims:
        claims.write("one more\n")
    assert list(lost(tmp_path, data)) == ["claims: 17 rows in the file, 16 used, 0 told as rejected"]
