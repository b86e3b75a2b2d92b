"""Other data sets are written in our own format: complete, once, and without overwriting anything else."""

import pytest
from typer.testing import CliRunner

from mapapp.cli.main import app
from mapapp.errors import UnwritableFile
from mapapp.ingest import read_dataset, sheets, stored
from mapapp.maintenance.importing import ImportedFile, read_files, write_joined
from mapapp.model.schema import INCIDENTS
from mapapp.model.unfinished import alone
from tests.field_rows import ACLED, GED, read

TABLES = ("incidents", "claims", "sources")


def _as_it_is(_sheet):
    return None


def import_them(*arguments):
    return CliRunner().invoke(app, ["import", *map(str, arguments)])


def test_an_imported_file_says_what_the_file_itself_says(tmp_path):
    ged = read(tmp_path, GED, GED | {"id": "902", "type_of_violence": "3"}, name="ged.csv")
    done = import_them(ged.path, "--to", tmp_path / "incidents.csv")
    assert done.exit_code == 0, done.output
    ours = read_dataset(tmp_path / "incidents.csv")
    assert not ours.report.errors
    for name in TABLES:
        theirs, table = getattr(ged, name), getattr(ours, name)
        assert table.to_pylist() == theirs.select(table.column_names).to_pylist()
    assert set(ours.incidents.column_names) <= {*INCIDENTS.names, *GED}


def test_several_files_become_one_data_set_and_what_stands_in_two_is_told(tmp_path):
    first = read(tmp_path, GED, name="ged.csv").path
    second = read(tmp_path, GED, GED | {"id": "902"}, name="newer.csv").path
    third = read(tmp_path, ACLED, name="acled.csv").path
    done = import_them(first, second, third, "--to", tmp_path / "all.csv")
    assert done.exit_code == 0, done.output
    assert "Skipped 1 incident whose identifier is already used in an earlier file." in done.output
    ours = read_dataset(tmp_path / "all.csv")
    assert ours.incidents["incident_id"].to_pylist() == ["901", "902", "NOW12"]
    assert [ours.report.rows_in(name) for name in TABLES] == [3, 9, 6]
    assert not ours.report.errors


def test_a_rejected_row_is_told_and_the_others_are_written(tmp_path):
    wrong = [ACLED | {"event_id_cnty": f"NOW{n}", "latitude": "95"} for n in range(13, 15)]
    path = read(tmp_path, ACLED, *wrong, name="acled.csv").path
    strict = import_them(path, "--to", tmp_path / "incidents.csv", "--strict")
    assert strict.exit_code == 1
    assert not (tmp_path / "incidents.csv").exists()
    done = import_them(path, "--to", tmp_path / "incidents.csv")
    assert done.exit_code == 0
    assert "2 rejected" in done.stdout
    assert "incidents, 2 rows (3, 4), latitude, the first of them: '95' is outside" in done.stderr
    assert read_dataset(tmp_path / "incidents.csv").incidents["incident_id"].to_pylist() == ["NOW12"]


def test_what_a_killed_run_left_is_removed_by_one_that_is_refused_too(tmp_path):
    path = read(tmp_path, GED, name="ged.csv").path
    (tmp_path / "claims.csv").write_text("of a run that was killed")
    (tmp_path / ".mapapp-0123456789abcdef.part").write_text("half")
    assert import_them(path, "--to", tmp_path / "incidents.csv").exit_code == 2
    assert sorted(file.name for file in tmp_path.iterdir()) == ["claims.csv", "ged.csv"]


@pytest.mark.parametrize("there", ["incidents.csv", "claims.csv", "sources.csv", "totals.csv"])
def test_nothing_is_overwritten(tmp_path, there):
    path = read(tmp_path, GED, name="ged.csv").path
    (tmp_path / there).write_text("mine")
    done = import_them(path, "--to", tmp_path / "incidents.csv")
    assert done.exit_code == 2
    told = " ".join(done.output.split())
    assert f"{there} already exists" in told
    assert ("may have been interrupted" in told) is (there != "incidents.csv")
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(["ged.csv", there])
    assert (tmp_path / there).read_text() == "mine"


def test_what_another_run_has_written_in_the_meantime_is_not_overwritten(tmp_path):
    read(tmp_path, GED, name="ged.csv")
    to = tmp_path / "incidents.csv"
    late = read_files([tmp_path / "ged.csv"], to, _as_it_is)
    write_joined(read_files([tmp_path / "ged.csv"], to, _as_it_is), to)
    before = {file: file.stat().st_ino for file in tmp_path.iterdir()}
    with pytest.raises(UnwritableFile, match="already exists"):
        write_joined(late, to)
    assert {file: file.stat().st_ino for file in tmp_path.iterdir()} == before


def test_while_another_run_writes_in_the_folder_nothing_is_written(tmp_path):
    data = read(tmp_path, GED, name="ged.csv")
    with alone(tmp_path), pytest.raises(UnwritableFile, match="another command is writing in that folder"):
        write_joined([ImportedFile.of(data)], tmp_path / "incidents.csv")
    assert [file.name for file in tmp_path.iterdir()] == ["ged.csv"]


@pytest.mark.parametrize("name", ["incidents.xlsx", "incidents"])
def test_only_csv_is_written(tmp_path, name):
    done = import_them(read(tmp_path, GED).path, "--to", tmp_path / name)
    assert done.exit_code == 2
    assert "a name that ends in .csv" in done.output


def test_nothing_is_written_if_one_file_cannot_be_read(tmp_path):
    good = read(tmp_path, GED, name="ged.csv").path
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 not a table")
    done = import_them(good, photo, "--to", tmp_path / "incidents.csv")
    assert done.exit_code == 2
    assert "photo.jpg" in done.output
    assert not (tmp_path / "incidents.csv").exists()


def test_a_file_is_read_once_however_it_is_recognised(tmp_path, monkeypatch):
    paths = [read(tmp_path, GED, name="ged.csv").path, tmp_path / "own.csv"]
    paths[1].write_text("Nr,Datum,Breite,Länge,Tote\n7,27.09.2020,40.5,46.5,3\n", encoding="utf-8")
    opened = []
    monkeypatch.setattr(sheets, "read_bytes", lambda path: opened.append(path) or stored.read_bytes(path))
    done = import_them(*paths, "--to", tmp_path / "incidents.csv", "--yes")
    assert done.exit_code == 0, done.output
    assert opened == paths
