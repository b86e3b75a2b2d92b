"""Prepared copies: a second start opens what the first has kept, and nothing else."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mapapp import Query
from mapapp.engine import kept
from mapapp.engine.live import LiveStore
from mapapp.engine.opening import open_store
from mapapp.engine.store import Store
from mapapp.errors import FaultyData, UnreadableFile
from mapapp.settings import Settings
from tests.test_kept_statements import statements_forgotten

HEAD = "incident_id,date_start,latitude,longitude\n"
ONE = HEAD + "a,2020-10-04,40,47\n"
TWO = ONE + "b,2020-10-05,40,47\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "incidents.csv"
    path.parent.mkdir()
    path.write_text(ONE)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "copies"


def opened(data: Path, folder: Path) -> Store:
    return open_store(data, copies=folder)


def copies(folder: Path) -> list[Path]:
    return list(folder.glob("*.mapapp"))


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail if the files are read again from here on."""

    def read(*_: object) -> None:
        raise AssertionError("The files were read again.")

    monkeypatch.setattr("mapapp.ingest.read_dataset", read)


def test_a_second_start_opens_what_the_first_has_kept(
    data: Path, folder: Path, request: pytest.FixtureRequest
) -> None:
    first = opened(data, folder)
    request.getfixturevalue("unread")
    second = opened(data, folder)
    assert (second.path, second.fingerprint) == (first.path, first.fingerprint) == (data, first.fingerprint)
    assert second.report == first.report
    assert second.listed(Query(), 9) == first.listed(Query(), 9)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("incidents.csv", TWO),
        ("claims.csv", "claim_id,incident_id,stance\nc,a,reports\n"),
        ("totals.csv", "who,side,as_of,killed\nSomebody,independent,2020-11-10,9\n"),
        ("datapackage.json", '{"title": "Renamed", "resources": [{"path": "incidents.csv"}]}'),
    ],
)
def test_a_change_of_any_file_is_read(data: Path, folder: Path, name: str, text: str) -> None:
    opened(data, folder)
    (data.parent / name).write_text(text)
    changed, read = opened(data, folder), open_store(data)
    for part in ("fingerprint", "description", "official", "report"):
        assert getattr(changed, part) == getattr(read, part)
    assert changed.totals(Query()) == read.totals(Query())
    assert len(copies(folder)) == 2


def test_another_program_reads_the_files_again(
    data: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(data, folder)
    monkeypatch.setattr(kept, "program_digest", lambda: "changed")
    opened(data, folder)
    assert len(copies(folder)) == 2


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty"])
def test_a_damaged_copy_is_written_again(data: Path, folder: Path, damage: str) -> None:
    opened(data, folder)
    (copy,) = copies(folder)
    whole = copy.read_bytes()
    half = len(whole) // 2
    flipped = whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :]
    copy.write_bytes({"flipped": flipped, "cut": whole[:half], "empty": b""}[damage])
    assert opened(data, folder).totals(Query())["matched"] == 1
    (copy,) = copies(folder)
    assert kept._digest_of(copy) == copy.stem.rpartition("-")[2]


def test_copies_are_bounded_and_the_one_used_longest_ago_goes_first(
    data: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(data, folder)
    (first,) = copies(folder)
    monkeypatch.setattr(kept, "MAX_BYTES", int(2.5 * first.stat().st_size))
    data.write_text(TWO)
    opened(data, folder)
    data.write_text(ONE)
    opened(data, folder)
    data.write_text(TWO + "c,2020-10-06,40,47\n")
    opened(data, folder)
    assert len(copies(folder)) == 2
    assert first.exists()


def test_a_folder_that_cannot_be_used_stops_nobody(
    data: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    with caplog.at_level(logging.WARNING):
        assert opened(data, tmp_path / "file" / "copies").totals(Query())["matched"] == 1
    assert "prepared copy" in caplog.text


def test_files_that_change_while_they_are_read_are_not_kept(
    data: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = kept.prepared.write

    def written(ingested: object, file: Path) -> object:
        data.write_text(TWO)
        return write(ingested, file)

    monkeypatch.setattr(kept.prepared, "write", written)
    assert opened(data, folder).totals(Query())["matched"] == 1
    assert copies(folder) == []


def test_what_cannot_be_read_is_told_as_without_copies(data: Path, folder: Path) -> None:
    data.write_text(HEAD + "a,never,40,47\n")
    with pytest.raises(FaultyData):
        opened(data, folder)
    with pytest.raises(UnreadableFile):
        opened(data.with_name("none.csv"), folder)
    assert not folder.exists()


def test_what_is_no_file_is_not_read_for_it_might_have_no_end(data: Path, folder: Path) -> None:
    live = LiveStore(data, copies=folder)
    data.unlink()
    data.symlink_to("/dev/zero")
    live.look()
    live.look()
    assert "not a file" in live.problem
    data.unlink()
    os.mkfifo(data)
    live.look()
    live.look()
    data.unlink()
    data.write_text(TWO)
    live.look()
    live.look()
    assert (live.problem, live.current.totals(Query())["matched"]) == ("", 2)


def test_a_changed_file_is_noticed_while_it_is_served_from_a_copy(data: Path, folder: Path) -> None:
    opened(data, folder)
    live = LiveStore(data, copies=folder)
    data.write_text(TWO)
    live.look()
    live.look()
    assert live.current.totals(Query())["matched"] == 2
    data.write_text(TWO + "c,never,40,47\n")
    live.look()
    live.look()
    assert live.current.totals(Query())["matched"] == 2
    assert "never" in live.problem


def test_the_setting_names_a_folder_or_none(data: Path, tmp_path: Path) -> None:
    given = {"MAPAPP_DATA": str(data)}
    assert Settings.from_environment(given | {"MAPAPP_CACHE": "none"}).copies is None
    assert Settings.from_environment(given | {"MAPAPP_CACHE": str(tmp_path)}).copies == tmp_path.resolve()
    assert Settings.from_environment(given).copies.name == "mapapp"
    for cache in ("none", str(tmp_path), ""):
        settings = Settings.from_environment(given | {"MAPAPP_CACHE": cache})
        assert Settings.from_environment(settings.as_environment()) == settings


SERVED_FROM_A_COPY = """
import sys
from pathlib import Path
import mapapp.server.app
from mapapp.engine.live import LiveStore
LiveStore(Path(sys.argv[1]), copies=Path(sys.argv[2])).current.warm_up()
assert not {"pandas"} & set(sys.modules), "before the page"
import mapapp.page.layout, mapapp.api.routes
print(*sys.modules)
"""
NOT_NEEDED = {"geopandas", "shapely", "pyogrio", "pyproj", "mapapp.ingest", "mapapp.engine.loading"}
NOT_NEEDED_WHERE_STATEMENTS_ARE_KEPT = {"ibis", "sqlglot", "mapapp.engine.questions.sums"}


def test_serving_imports_nothing_that_only_reading_or_compiling_needs(data: Path, folder: Path) -> None:
    statements_forgotten()
    opened(data, folder).warm_up()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SERVED_FROM_A_COPY, str(data), str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    imported = set(done.stdout.split())
    assert "mapapp.engine.store" in imported
    assert imported & (NOT_NEEDED | NOT_NEEDED_WHERE_STATEMENTS_ARE_KEPT) == set()
