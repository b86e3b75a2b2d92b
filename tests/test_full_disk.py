"""A full disk is reported in one line with exit status 2, and leaves no half-written file anywhere."""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest

from mapapp.engine import prepared
from mapapp.engine.opening import open_store
from mapapp.errors import UnwritableFile
from mapapp.exports.formats import FORMATS
from mapapp.exports.picture.request import USUAL_SIZE
from mapapp.exports.saving import save
from mapapp.ingest import Ingested
from mapapp.maintenance.atomic_writing import write_atomically
from mapapp.maintenance.importing import ImportedFile, write_joined
from mapapp.maintenance.preparing import prepare
from mapapp.model.query import Query
from mapapp.model.unfinished import JOURNAL
from mapapp.shipped import bundled
from tests.factories import bundled_rows, bundled_store

HEAD = "incident_id,date_start,latitude,longitude,title\n"
LOSING = f"{HEAD}a,2020-10-04,40,47,First\nb,someday,40,47,{'Second ' * 20_000}\n"
SMALL = 20_000


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Keep files from growing beyond a size for a while: further writes fail as they do on a full disk.

    Modules imported in that time are not compiled to a file: Python 3.11 would keep a truncated file, and
    the module could never be imported again.
    """
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    compiles_to_no_file, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        sys.dont_write_bytecode = compiles_to_no_file


@pytest.fixture(scope="module")
def ingested() -> Ingested:
    return bundled_rows()


@pytest.fixture(scope="module")
def size_prepared(ingested: Ingested, tmp_path_factory: pytest.TempPathFactory) -> int:
    file = tmp_path_factory.mktemp("whole") / "data.mapapp"
    prepared.write(ingested, file)
    return file.stat().st_size


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.7, 0.95])
def test_a_prepared_file_is_whole_or_the_old_one_is_kept(
    tmp_path: Path, ingested: Ingested, size_prepared: int, share: float
) -> None:
    (tmp_path / "data.mapapp").write_bytes(b"old")
    with room_for(int(size_prepared * share)), pytest.raises(UnwritableFile):
        prepared.write(ingested, tmp_path / "data.mapapp")
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"old"]


def test_a_file_is_prepared_only_with_the_list_of_what_was_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "incidents.csv").write_text(LOSING)

    def full(*_: object) -> None:
        raise UnwritableFile("full")

    monkeypatch.setattr("mapapp.maintenance.preparing.save", full)
    with pytest.raises(UnwritableFile, match="full"):
        prepare(tmp_path / "incidents.csv", tmp_path / "data.mapapp")
    assert [one.name for one in tmp_path.iterdir()] == ["incidents.csv"]


def test_of_a_data_set_for_which_there_is_no_room_no_file_is_imported(
    tmp_path: Path, ingested: Ingested
) -> None:
    largest = max(bundled(name).stat().st_size for name in ("incidents.csv", "claims.csv", "sources.csv"))
    with room_for(largest // 2), pytest.raises(UnwritableFile):
        write_joined([ImportedFile.of(ingested)], tmp_path / "incidents.csv")
    assert not list(tmp_path.iterdir())


def test_of_files_written_as_one_none_is_touched_before_there_is_room_for_all(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_bytes(b"old")
    untouched = first.stat().st_ino
    with room_for(SMALL), pytest.raises(UnwritableFile):
        write_atomically(tmp_path, {first: b"new", second: bytes(2 * SMALL)})
    assert (first.stat().st_ino, first.read_bytes()) == (untouched, b"old")
    assert not second.exists()
    assert not (tmp_path / JOURNAL).exists()


def mapapp(*arguments: str, room: int, stderr: int | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command line where no file, not even a temporary one, can grow beyond a size.

    Python compiles nothing to a file, as in `room_for`.
    """
    limited = f"import resource as r; r.setrlimit(r.RLIMIT_FSIZE, ({room}, {room})); "
    begun = "import sys; from mapapp.cli.main import main; sys.argv[0] = 'mapapp'; main()"
    command = [sys.executable, "-B", "-c", limited + begun, *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=stderr or subprocess.PIPE, check=False)


@pytest.mark.parametrize(("form", "room"), [("gpkg", 0), ("xlsx", SMALL)])
def test_an_export_that_has_no_room_for_temporary_files_says_so(form: str, room: int) -> None:
    done = mapapp("export", "--format", form, room=room)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith(("The output can’t be written: ").encode()), done.stderr


def test_no_module_is_compiled_to_a_file_that_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "large_module.py").write_text(f"TEXT = {'x' * SMALL!r}\n")
    with room_for(SMALL // 2):
        import_module("large_module")
    assert not (tmp_path / "__pycache__").exists()


def test_a_command_that_writes_nothing_needs_no_room() -> None:
    assert mapapp("export", "--format", "csv", room=0).returncode == 0


def test_without_a_folder_for_temporary_files_data_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_usable() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", none_usable)
    assert open_store(bundled("incidents.csv")).report.summary()


def test_a_full_disk_behind_the_standard_error_is_two_as_well(tmp_path: Path) -> None:
    with open("/dev/full", "wb") as full:
        to = str(tmp_path / "data.mapapp")
        told = mapapp(
            "prepare", str(bundled("incidents.csv")), "--to", to, room=1 << 30, stderr=full.fileno()
        )
        failed = mapapp("validate", str(tmp_path / "none.csv"), room=1 << 30, stderr=full.fileno())
    assert (told.returncode, failed.returncode) == (2, 2)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["gpkg", "flatgeobuf", "geoparquet"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_file_that_a_library_writes_is_whole_or_not_exported(
    tmp_path: Path, name: str, share: float
) -> None:
    form = next(one for one in FORMATS if one.name == name)
    store = bundled_store()
    whole = len(b"".join(form.pieces(store, Query(), size=USUAL_SIZE)))
    with room_for(int(whole * share)), pytest.raises(OSError, match="File too large"):
        list(form.pieces(store, Query(), size=USUAL_SIZE))
    (tmp_path / "a").write_bytes(b"old")
    with room_for(int(whole * share)), pytest.raises(UnwritableFile, match="File too large"):
        save(form.pieces(store, Query(), size=USUAL_SIZE), tmp_path / "a")
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"old"]
