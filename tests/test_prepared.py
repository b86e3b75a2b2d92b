"""A prepared data set gives the same answers as the files it came from, and is either complete or absent."""

import csv
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from typer.testing import CliRunner

from mapapp import Query, open_dataset
from mapapp.cli.main import app
from mapapp.engine import loading, prepared
from mapapp.engine.description import description_of
from mapapp.engine.live import LiveStore
from mapapp.engine.opening import open_store
from mapapp.engine.questions.map_grid import cells
from mapapp.engine.store import Store
from mapapp.errors import UnreadableFile, UnwritableFile
from mapapp.ingest import finding, quotes
from mapapp.maintenance import preparing
from mapapp.model.decided import evidence_columns
from mapapp.shipped import bundled
from tests.factories import bundled_rows, bundled_store
from tests.test_query import queries

HEAD = "incident_id,date_start,latitude,longitude,unit\n"
ONE = HEAD + "a,2020-10-04,40,47,First\n"
TWO = ONE + "b,2020-10-05,40,47,\n"
WORLD = (-180.0, -90.0, 180.0, 90.0)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("prepared") / "data.mapapp"
    prepared.write(bundled_rows(), made)
    return made


@pytest.fixture(scope="module")
def opened(file: Path) -> Store:
    return open_store(file)


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*map(str, arguments)])
    return done.exit_code, done.output


def made_from(tmp_path: Path, text: str) -> Path:
    source = tmp_path / "incidents.csv"
    source.write_text(text, encoding="utf-8")
    assert run("prepare", source, "--to", tmp_path / "data.mapapp")[0] == 0
    return tmp_path / "data.mapapp"


def test_a_prepared_file_tells_of_the_data_set_what_its_files_tell(opened: Store) -> None:
    read = bundled_store()
    own = (
        "fingerprint",
        "context_fingerprint",
        "description",
        "report",
        "disagreements",
        "history",
        "official",
    )
    for name in own:
        assert getattr(opened, name) == getattr(read, name), name
    for name in ("incidents", "claims", "sources"):
        assert opened.table(name) == read.table(name), name


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(query=queries())
def test_a_prepared_file_answers_every_query_as_its_files_do(opened: Store, query: Query) -> None:
    read = bundled_store()
    assert opened.totals(query) == read.totals(query)
    assert opened.facets(query) == read.facets(query)
    assert opened.timeline(query) == read.timeline(query)
    assert opened.listed(query, 500) == read.listed(query, 500)
    for grid in (1, 4096):
        both = [store.rows(cells, store.incidents, query, WORLD, grid) for store in (opened, read)]
        assert sorted(both[0], key=repr) == sorted(both[1], key=repr)


def test_faults_corrections_and_own_columns_are_kept(tmp_path: Path) -> None:
    (tmp_path / "corrections.csv").write_text(
        "date,incident_id,field,before,after,reason\n2020-12-01,a,title,x,y,Mended\n"
    )
    file = made_from(tmp_path, TWO + "c,never,40,47,\n")
    opened, read = open_store(file), open_store(tmp_path / "incidents.csv")
    assert opened.report == read.report
    assert [fault.row for fault in opened.report.errors] == [4]
    assert opened.history == read.history
    assert opened.history.corrections[0].reason == "Mended"
    assert opened.extra_columns == ("unit",)
    assert opened.listed(Query(), 1)[0]["unit"] == "First"


def test_prepare_lists_rejected_rows_with_reasons_until_they_are_mended(tmp_path: Path) -> None:
    made_from(tmp_path, TWO + "c,=never,40,47,\n")
    losses = tmp_path / "data-rejected.csv"
    with losses.open(encoding="utf-8-sig", newline="") as opened:
        (row,) = csv.DictReader(opened)
    assert (row["row"], row["column"], row["value"]) == ("4", "date_start", "'=never")
    assert row["reason"]
    assert row["effect"] == "row rejected"
    made_from(tmp_path, TWO)
    assert not losses.exists()


def test_any_number_of_losses_is_counted_and_listed_and_the_first_hundred_are_kept(tmp_path: Path) -> None:
    bad = (f"c{n},never {n},40,47,\nd{n},2020-10-05,{n / 4},,\n" for n in range(150))
    file = made_from(tmp_path, TWO + "".join(bad))
    with (tmp_path / "data-rejected.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = [(int(row["row"]), row["column"]) for row in csv.DictReader(opened)]
    assert rows == [(4 + n, ("date_start", "longitude")[n % 2]) for n in range(300)]
    report = open_store(file).report
    assert report == open_store(tmp_path / "incidents.csv").report
    assert [one.number for one in report.many] == [150, 150]
    assert len(report.faults) == 200
    assert "300 rows" in run("export", file, "--strict")[1]
    told = run("validate", file)
    assert told == run("validate", tmp_path / "incidents.csv")
    assert "300 problems" in told[1]
    (tmp_path / "incidents.csv").write_text(HEAD + "a,never,40,47,\n" * 120)
    assert "and 234 more" in run("prepare", tmp_path / "incidents.csv")[1]


def test_every_command_that_reads_data_takes_a_prepared_file(tmp_path: Path, file: Path) -> None:
    assert run("validate", file) == run("validate", bundled("incidents.csv"))
    exports = []
    for data in (file, bundled("incidents.csv")):
        out = tmp_path / f"{data.stem}.csv"
        assert run("export", data, "--q", "Barda", "-o", out)[0] == 0
        exports.append(out.read_bytes())
    assert exports[0] == exports[1]
    assert len(open_dataset(file)) == len(open_dataset())
    assert description_of(file) == description_of(bundled("incidents.csv"))


def test_prepare_tells_each_step_with_its_rate(tmp_path: Path) -> None:
    source = tmp_path / "incidents.csv"
    source.write_text(TWO)
    told = run("prepare", source)[1]
    assert "Reading and checking incidents.csv" in told
    assert "2 rows checked" in told
    assert "rows a second" in told
    assert f"Written: {tmp_path / 'incidents.mapapp'}" in told
    assert "2 incidents" in told


def test_prepare_tells_how_far_it_is_and_how_long_the_rest_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "incidents.csv"
    source.write_text(TWO)
    monkeypatch.setattr(loading, "ROWS_PER_PIECE", 1)
    monkeypatch.setattr(preparing, "SECONDS_PER_REPORT", -1)
    clock = iter(range(100))
    monkeypatch.setattr(preparing, "monotonic", lambda: next(clock))
    told: list[str] = []
    preparing.prepare(source, tmp_path / "data.mapapp", report=told.append)
    assert told[2:] == ["1 of 2 rows written (1 rows a second), about 1 s left."]


def test_several_files_are_prepared_each_as_one_that_has_a_name_of_its_own(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text(ONE)
    two.write_text(TWO)
    assert run("prepare", one, two)[0] == 0
    assert [len(open_dataset(file.with_suffix(".mapapp"))) for file in (one, two)] == [1, 2]
    (tmp_path / "one.tsv").write_text(TWO)
    for refused in ((one, tmp_path / "one.tsv"), (one, two, "--to", tmp_path / "x.mapapp")):
        code, told = run("prepare", *refused)
        assert code == 2
        assert "one for each data set" in told
    assert len(open_dataset(tmp_path / "one.mapapp")) == 1
    assert not (tmp_path / "x.mapapp").exists()


def test_prepare_refuses_a_name_that_would_overwrite_the_data(tmp_path: Path) -> None:
    source = tmp_path / "incidents.csv"
    source.write_text(ONE)
    code, told = run("prepare", source, "--to", source)
    assert (code, source.read_text()) == (2, ONE)
    assert "ends in .mapapp" in told


def test_a_file_that_cannot_be_prepared_leaves_what_was_there(tmp_path: Path) -> None:
    file = made_from(tmp_path, TWO)
    before = file.read_bytes()
    (tmp_path / "incidents.csv").write_text(HEAD + "a,never,40,47,\n")
    assert run("prepare", tmp_path / "incidents.csv", "--to", file)[0] == 1
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.mapapp", "incidents.csv"]


@pytest.mark.parametrize("size", [1, 2, 7])
def test_the_size_of_the_pieces_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    bad = "".join(f"c{n},never {n},40,47,\nd{n},2020-10-05,{n},,\n" for n in range(5))
    made = []
    for pieces in (False, True):
        if pieces:
            monkeypatch.setattr(loading, "ROWS_PER_PIECE", size)
            monkeypatch.setattr(finding, "FAULTS_PER_BATCH", size)
            monkeypatch.setattr(preparing, "FAULTS_PER_PAGE", size)
            monkeypatch.setattr(quotes, "BYTES_PER_STEP", size)
        store = open_store(made_from(tmp_path, TWO + bad + 'e,2020-10-01,40,47,"a ""b"", c"\n'))
        rows = [
            store.rows(lambda table: table, store.table(name)) for name in ("incidents", "claims", "places")
        ]
        assert [row["incident_id"] for row in rows[0]] == ["e", "a", "b"]
        made.append((rows, store.report, (tmp_path / "data-rejected.csv").read_bytes()))
    assert made[0] == made[1]


def test_what_only_claims_would_decide_takes_no_room_without_claims(tmp_path: Path) -> None:
    store = open_store(made_from(tmp_path, TWO))
    row = store.rows(lambda table: table, store.table("incidents"))[0]
    assert row.keys() >= {*evidence_columns(store.conflict)}
    assert (row["__denied"], row["__undisputed_says"], row["__undisputed_actor"]) == (0, False, None)
    asked = "SELECT column_name FROM duckdb_columns() JOIN duckdb_tables() USING (table_oid, database_oid)"
    with store.engine.connection() as engine:
        stored = {name for (name,) in engine.execute(asked).fetchall()}
    assert {"unit", "__search"} <= stored
    assert stored.isdisjoint(evidence_columns(store.conflict))


@pytest.mark.parametrize("most", ["1MB", "40MB"])
def test_little_memory_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: str) -> None:
    monkeypatch.setattr(prepared, "MEMORY_FOR_TABLES", most)
    rows = "".join(f"a{n % 9}{n},2020-10-{1 + n % 28:02},40,{n % 90},{'x' * 500}\n" for n in range(20_000))
    file = made_from(tmp_path, HEAD + rows)
    read = open_store(tmp_path / "incidents.csv")
    assert open_store(file).listed(Query(), 300) == read.listed(Query(), 300)
    assert open_store(file).totals(Query())["matched"] == 20_000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.mapapp", "incidents.csv"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile):
        prepared.write(bundled_rows(), tmp_path / "none" / "data.mapapp")


KILLED_AT_WORK = """
import os, signal, sys
from pathlib import Path
from mapapp.engine import loading, prepared
from mapapp.ingest import finding, quotes, read_dataset
from mapapp.maintenance import preparing
loading._facets = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
prepared.write(read_dataset(Path(sys.argv[1])), Path(sys.argv[2]))
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_kill_leaves_nothing_half_written_and_the_next_run_removes_what_is_left(tmp_path: Path) -> None:
    source, file = tmp_path / "incidents.csv", tmp_path / "data.mapapp"
    source.write_text(TWO)
    killed = subprocess.run([sys.executable, "-c", KILLED_AT_WORK, str(source), str(file)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not file.exists()
    assert list(tmp_path.glob(".data.mapapp-*.part"))
    made_from(tmp_path, TWO)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.mapapp", "incidents.csv"]


def test_what_another_run_still_writes_is_left_alone(tmp_path: Path) -> None:
    part = tmp_path / ".data.mapapp-00000000.part"
    command = "import duckdb, sys; made = duckdb.connect(sys.argv[1]); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", command, str(part)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        other.stdout.readline()
        made_from(tmp_path, ONE)
        assert part.exists()
        other.stdin.close()


def test_a_replaced_file_is_served_and_the_old_one_answers_until_then(tmp_path: Path) -> None:
    file = made_from(tmp_path, ONE)
    live = LiveStore(file)
    before = live.current
    made_from(tmp_path, TWO)
    assert live.current.totals(Query())["matched"] == 1
    live.look()
    live.look()
    assert live.current.totals(Query())["matched"] == 2
    assert before.listed(Query(), 9) == before.listed(Query(), 9)[:1]
    file.write_bytes(b"DUCK" * 99)
    live.look()
    live.look()
    assert live.current.totals(Query())["matched"] == 2
    assert "data.mapapp" in live.problem


def test_many_threads_and_processes_read_one_file(file: Path, opened: Store) -> None:
    found = []
    threads = [threading.Thread(target=lambda: found.append(opened.totals(Query()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    command = "import duckdb, sys; print(duckdb.connect(sys.argv[1], read_only=True).sql('FROM incidents'))"
    subprocess.run([sys.executable, "-c", command, str(file)], check=True, stdout=subprocess.DEVNULL)
    for thread in threads:
        thread.join(timeout=60)
    assert len(found) == 8
    assert all(one == found[0] for one in found)


@pytest.mark.parametrize("damage", ["cut", "zeroed", "foreign", "other version"])
def test_a_damaged_or_foreign_file_is_told_without_a_traceback(
    tmp_path: Path, file: Path, damage: str
) -> None:
    broken = tmp_path / "broken.mapapp"
    data = file.read_bytes()
    if damage == "foreign":
        duckdb.connect(broken).execute("CREATE TABLE incidents AS SELECT 1 AS one").close()
    elif damage == "other version":
        broken.write_bytes(data)
        duckdb.connect(broken).execute("UPDATE about SET mark = 'older'").close()
    else:
        kept = len(data) // 3 if damage == "cut" else 4096
        broken.write_bytes(data[:kept] + (b"" if damage == "cut" else bytes(len(data) - kept)))
    with pytest.raises(UnreadableFile, match="another version" if damage == "other version" else "damaged"):
        open_store(broken)
    code, told = run("export", broken)
    assert code == 2
    assert "mapapp prepare" in told


def test_a_file_that_someone_sent_cannot_make_the_server_read_others(tmp_path: Path, file: Path) -> None:
    secret, sent = tmp_path / "secret.csv", tmp_path / "sent.mapapp"
    secret.write_text("title\nsecret\n")
    sent.write_bytes(file.read_bytes())
    writing = duckdb.connect(sent)
    columns = writing.execute("FROM incidents LIMIT 0").description
    names = ", ".join(f"kept.{name}" for name, *_ in columns if name != "title")
    writing.execute("ALTER TABLE incidents RENAME TO kept")
    writing.execute(f"CREATE VIEW incidents AS SELECT {names}, s.title FROM kept, '{secret}' AS s")
    writing.close()
    with pytest.raises((UnreadableFile, duckdb.Error)):
        open_store(sent).listed(Query(), 1)
