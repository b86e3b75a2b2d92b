"""The next run removes what a killed run left, but never what another is still writing, whenever it began."""

import fcntl
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from mapapp.exports import saving
from mapapp.exports.outlet import WholeFile
from mapapp.exports.saving import remove_remains, save
from mapapp.model import holding
from mapapp.model.holding import temporary_folder


def test_a_folder_that_a_killed_run_left_is_removed_and_a_held_one_is_not(tmp_path: Path) -> None:
    left = tmp_path / ".mapapp-work-left"
    left.mkdir()
    (left / "incidents.gpkg").write_bytes(b"half")
    (tmp_path / "mapapp-other").mkdir()
    with temporary_folder(tmp_path) as first, temporary_folder(tmp_path) as second:
        assert {one.name for one in tmp_path.iterdir()} == {"mapapp-other", first.name, second.name}
    assert [one.name for one in tmp_path.iterdir()] == ["mapapp-other"]


def test_an_export_removes_what_a_killed_one_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / ".mapapp-work-left").mkdir()
    assert b"".join(WholeFile("a.txt", lambda path: path.write_bytes(b"whole") and None)) == b"whole"
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_saved_removes_what_a_killed_run_left_beside_it(tmp_path: Path) -> None:
    (tmp_path / ".mapapp-work-left").mkdir()
    (tmp_path / ".mapapp-work-left" / "incidents.fgb").write_bytes(b"half")
    save([b"whole"], tmp_path / "out.csv")
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]


def test_what_a_killed_engine_wrote_beside_its_memory_is_removed_by_the_next_run(tmp_path: Path) -> None:
    script = (
        "import os, signal; from mapapp.engine.database import in_memory; database = in_memory();"
        "print(database.execute(\"SELECT current_setting('temp_directory')\").fetchone()[0]);"
    )
    for end in ("os.kill(os.getpid(), signal.SIGKILL)", "open(f'{os.environ[\"TMPDIR\"]}/rest', 'w')"):
        told = subprocess.run(
            [sys.executable, "-uc", script + end],
            check=False,
            env=os.environ | {"TMPDIR": str(tmp_path)},
            capture_output=True,
            text=True,
        )
        folder = Path(told.stdout.strip())
        assert folder.parent == tmp_path, told.stderr
        if told.returncode:
            (folder / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"spilt")
    assert [one.name for one in tmp_path.iterdir()] == ["rest"]


def test_a_link_that_is_called_like_a_folder_of_ours_is_not_followed(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (tmp_path / ".mapapp-work-link").symlink_to(theirs)
    with temporary_folder(tmp_path):
        assert theirs.is_dir()
    assert (tmp_path / ".mapapp-work-link").is_symlink()


def test_a_folder_that_was_taken_for_remains_before_it_was_held_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []

    def too_late(opened: int) -> bool:
        if not taken:
            taken.append(os.listdir(tmp_path)[0])
            (tmp_path / taken[0]).rmdir()
        return True

    monkeypatch.setattr(holding, "is_ours", too_late)
    with temporary_folder(tmp_path) as folder:
        assert folder.is_dir()
        assert folder.name not in taken


@pytest.mark.parametrize("removed", [True, False])
def test_a_part_file_that_was_taken_for_remains_before_it_was_held_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, removed: bool
) -> None:
    tries: list[str] = []

    def too_late(file: object) -> bool:
        tries.append(str(getattr(file, "name", "")))
        if len(tries) == 1 and removed:
            Path(tries[0]).unlink()
        return removed or len(tries) > 1

    monkeypatch.setattr(saving, "is_ours", too_late)
    save([b"whole"], tmp_path / "out.csv")
    assert len(tries) == 2
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("out.csv", b"whole")]


def test_a_part_file_is_held_until_it_has_taken_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced = Path.replace

    def beside_another_run(part: Path, to: str) -> Path:
        remove_remains(tmp_path)
        return replaced(part, to)

    monkeypatch.setattr(Path, "replace", beside_another_run)
    save([b"whole"], tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == b"whole"


def test_where_nothing_can_be_locked_files_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", none)
    (tmp_path / ".mapapp-1.part").write_bytes(b"perhaps of another run")
    save([b"whole"], tmp_path / "out.csv")
    assert {one.name for one in tmp_path.iterdir()} == {"out.csv", ".mapapp-1.part"}
