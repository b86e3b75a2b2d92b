"""Releases: what they show first, what they record, what they withhold, and what a kill leaves behind."""

import csv
import fcntl
import shutil
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mapapp.cli.main import app
from mapapp.engine.live import LiveStore
from mapapp.errors import ReleaseRefused, UnreadableFile
from mapapp.exports.atom import corrections_feed
from mapapp.ingest import read_dataset
from mapapp.maintenance.atomic_writing import roll_back
from mapapp.maintenance.release import ReleaseRequest
from mapapp.maintenance.release import release as write_release
from mapapp.maintenance.safety import Danger, check
from mapapp.model.unfinished import JOURNAL, FileState, alone, journal_of, whole_bytes
from tests.taking_back import taken_back_in

INCIDENTS = """incident_id,title,date_start,latitude,longitude,location_precision,uncertainty_m,summary,HELD
a,Shelling,2020-10-01,40.12345,46.54321,1,50,Two people were hurt.,
b,Shelling,2020-10-02,40.2,46.2,1,,Nobody was hurt.,
d,Draft,2020-10-03,40.3,46.3,1,,Not yet.,draft
""".replace("HELD", "publication_state")
CLAIMS = """claim_id,incident_id,source_id,stance,claimant,note
c1,a,s1,alleges,Somebody,
c2,b,s1,alleges,Somebody,
c3,b,s2,denies,Another,
"""
SOURCES = """source_id,publisher,title,url
s1,A paper,A report,https://example.org/1
s2,A paper,Another report,https://example.org/2
s3,A paper,Cited by nobody,https://example.org/3
"""
TEXTS = {"incidents": INCIDENTS, "claims": CLAIMS, "sources": SOURCES}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def write(folder: Path, **changed: str) -> Path:
    for name, text in (TEXTS | changed).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder / "incidents.csv"


def released(tmp_path: Path, **texts: str) -> tuple[Path, Path]:
    """Write a data set and its first release, and copy its files; return the new ones and the old ones."""
    new, old = tmp_path / "new", tmp_path / "old"
    new.mkdir()
    file = write(new, **texts)
    assert run("release", "1.0", file).exit_code == 0
    shutil.copytree(new, old)
    return file, old / "incidents.csv"


def release(file: Path, old: Path, *options: str) -> Result:
    given = options or ("--reason", "A better text")
    return run("release", "1.1", file, "--since", old, *given)


def corrections(file: Path) -> list[tuple[str, str, str, str, str]]:
    with file.with_name("corrections.csv").open(encoding="utf-8", newline="") as rows:
        return [
            (row["incident_id"], row["claim_id"], row["field"], row["before"], row["after"])
            for row in csv.DictReader(rows)
        ]


# ---- sources


def test_new_sources_are_shown_before_the_first_release(tmp_path: Path) -> None:
    shown = run("release", "1.0", write(tmp_path), "--show")
    assert shown.exit_code == 0
    assert "Cited by nobody" in shown.stdout
    assert "Sources: 3 added, 0 removed, 0 changed." in shown.stdout


def test_changed_sources_are_shown_by_field_and_written_down_with_each_claim_that_cites_them(
    tmp_path: Path,
) -> None:
    file, old = released(tmp_path)
    write(file.parent, sources=SOURCES.replace("A report", "A new title").replace("by nobody", "by none"))
    shown = run("release", "1.1", file, "--since", old, "--show", "--reason", "r")
    done = release(file, old)
    for said in (shown, done):
        assert said.exit_code == 0, said.output
        assert "no claim cites them both before and after: s3." in said.stdout
    assert "Source s1: changed\n  title: A report → A new title\n" in shown.stdout
    assert corrections(file) == [
        ("a", "c1", "source.title", "A report", "A new title"),
        ("b", "c2", "source.title", "A report", "A new title"),
    ]
    feed = corrections_feed(LiveStore(file).current).decode()
    assert "Title of the source (claim by Somebody" in feed


def test_a_change_of_sources_needs_a_reason_too(tmp_path: Path) -> None:
    file, old = released(tmp_path)
    write(file.parent, sources=SOURCES.replace("A report", "A new title"))
    refused = release(file, old, "--reason", "")
    assert (refused.exit_code, "No reason" in refused.stderr) == (2, True)


def test_the_values_of_a_new_column_are_shown_though_they_are_no_corrections(tmp_path: Path) -> None:
    file, old = released(tmp_path)
    lines = INCIDENTS.splitlines()
    write(file.parent, incidents="\n".join([f"{lines[0]},denial", *(f"{line},DENIED" for line in lines[1:])]))
    shown = run("release", "1.1", file, "--since", old, "--show")
    assert "DENIED" in shown.stdout


# ---- nothing to release


@pytest.mark.parametrize("change", [("Not yet.", "Still not."), ("2020-10-03", "2020-10-04")])
def test_a_release_of_nothing_but_drafts_is_none(tmp_path: Path, change: tuple[str, str]) -> None:
    file, old = released(tmp_path)
    write(file.parent, incidents=INCIDENTS.replace(*change))
    before = {path: path.read_bytes() for path in file.parent.iterdir()}
    done = release(file, old)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "nothing to release" in done.stdout
    assert {path: path.read_bytes() for path in file.parent.iterdir()} == before


def test_a_draft_that_is_published_is_released(tmp_path: Path) -> None:
    file, old = released(tmp_path)
    write(file.parent, incidents=INCIDENTS.replace("Not yet.,draft", "Not yet.,published"))
    assert release(file, old).exit_code == 0
    assert corrections(file) == [("d", "", "incident_id", "", "d")]


# ---- what corrections withhold

PRIVATE = (
    ("Two people were hurt.", "The baker Anna Petrosyan was hurt.", "Anna Petrosyan", "summary"),
    ("Two people were hurt.", "Call +374 91 123456.", "123456", "summary"),
    ("40.12345,46.54321,1", "40.12345,46.54321,4", "40.12345", "latitude"),
)


def with_waivers(folder: Path, file: Path) -> None:
    for concern in check(file).open:
        done = run("safety", file, "--waive", concern.key, "--reason", "To try.", "--name", "An editor")
        assert concern.key not in done.stdout
    if file.with_name("waivers.csv").exists():
        shutil.copy(file.with_name("waivers.csv"), folder)


@pytest.mark.parametrize(("harmless", "private", "told", "field"), PRIVATE)
def test_what_was_mended_is_withheld_from_the_corrections(
    tmp_path: Path, harmless: str, private: str, told: str, field: str
) -> None:
    (tmp_path / "new").mkdir()
    file = write(tmp_path / "new", incidents=INCIDENTS.replace(harmless, private))
    with_waivers(tmp_path, file)
    assert run("release", "1.0", file).exit_code == 0
    file.with_name("waivers.csv").unlink()
    shutil.copytree(tmp_path / "new", tmp_path / "old")
    old = tmp_path / "old" / "incidents.csv"
    mended = INCIDENTS.replace("40.12345,46.54321,1", "40.1,46.5,4").replace("were hurt", "were injured")
    write(file.parent, incidents=mended)
    for said in (run("release", "1.1", file, "--since", old, "--show"), release(file, old)):
        assert said.exit_code == 0, said.output
        assert "not in corrections.csv" in said.stdout
        assert f"a, {field}" in said.stdout
    written = {row[2]: row for row in corrections(file)}
    assert written[field][3].startswith("[withheld: ")
    assert told not in file.with_name("corrections.csv").read_text(encoding="utf-8")
    assert told.encode() not in corrections_feed(LiveStore(file).current)
    assert not check(file).open


def test_what_was_waived_may_stand_in_the_corrections(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    private = INCIDENTS.replace("Two people were", "The baker Anna Petrosyan was")
    file = write(tmp_path / "new", incidents=private)
    with_waivers(tmp_path, file)
    assert run("release", "1.0", file).exit_code == 0
    shutil.copytree(tmp_path / "new", tmp_path / "old")
    write(file.parent)
    assert release(file, tmp_path / "old" / "incidents.csv").exit_code == 0
    assert "Anna Petrosyan" in corrections(file)[0][3]
    checked = check(file)
    assert (checked.open, checked.idle) == ((), ())


HEAD = "date,incident_id,claim_id,field,before,after,reason,source\n"
CORRECTED = (
    ('2020-12-01,a,,summary,"A resident, Anna Petrosyan, was hurt.",x,r,', "before", Danger.NAME),
    ('2020-12-01,a,,summary,x,"A resident, Anna Petrosyan, was hurt.",r,', "after", Danger.NAME),
    ("2020-12-01,a,c1,note,Call +374 91 123456.,,r,", "before", Danger.TELEPHONE),
    ("2020-12-01,a,c1,source.url,https://t.me/+abc,https://example.org/1,r,", "before", Danger.LINK),
    ('2020-12-01,a,,summary,x,y,"Anna Petrosyan, a resident, was named",', "reason", Danger.NAME),
    ("2020-12-01,a,,title,x,y,r,https://example.org/?token=abc", "source", Danger.LINK),
)


@pytest.mark.parametrize(("row", "column", "danger"), CORRECTED)
def test_the_check_reads_corrections_too(tmp_path: Path, row: str, column: str, danger: Danger) -> None:
    file = write(tmp_path)
    file.with_name("corrections.csv").write_text(f"{HEAD}{row}\n", encoding="utf-8")
    (concern,) = check(file).open
    assert (concern.table, concern.row, concern.column, concern.danger) == (
        "corrections",
        "2",
        column,
        danger,
    )
    told = run("safety", file)
    assert told.exit_code == 1
    assert "[withheld: " in told.stdout
    assert run("release", "1.0", file).exit_code == 2
    waived = run("safety", file, "--waive", concern.key, "--reason", "Why", "--name", "Who")
    assert waived.exit_code == 0


def test_a_point_that_was_rounded_is_found_in_the_corrections(tmp_path: Path) -> None:
    rounded = INCIDENTS.replace("40.12345,46.54321,1,50", "40.1,46.5,4,5000")
    file = write(tmp_path, incidents=rounded)
    steps = (
        "2020-12-01,a,,latitude,,40.12345,r,",
        "2020-12-01,a,,longitude,,46.54321,r,",
        "2020-12-02,a,,latitude,40.12345,40.1,r,",
        "2020-12-02,a,,longitude,46.54321,46.5,r,",
    )
    file.with_name("corrections.csv").write_text(HEAD + "\n".join(steps) + "\n", encoding="utf-8")
    version = f"version,date,fingerprint,corrections\n1,2020-12-01,{'0' * 64},2\n"
    file.with_name("releases.csv").write_text(version, encoding="utf-8")
    found = {(one.row, one.column, one.text) for one in check(file).open}
    assert found == {
        ("2", "after", "40.12345"),
        ("3", "after", "46.54321"),
        ("4", "before", "40.12345"),
        ("5", "before", "46.54321"),
    }


HOME = ("a,Shelling,2020-10-01,40.12345,46.54321,1,50", "a,Shelling of a house,2020-10-01,{}")


def of_a_home(point: str) -> str:
    return INCIDENTS.replace(HOME[0], HOME[1].format(point))


def test_the_point_of_a_home_is_not_released_because_its_radius_grew(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    file = write(tmp_path / "new", incidents=of_a_home("40.12345,46.54321,1,50"))
    with_waivers(tmp_path, file)
    assert run("release", "1.0", file).exit_code == 0
    file.with_name("waivers.csv").unlink()
    shutil.copytree(tmp_path / "new", tmp_path / "old")
    for grown in ("500", "5000"):
        write(file.parent, incidents=of_a_home(f"40.12345,46.54321,1,{grown}"))
        refused = release(file, tmp_path / "old" / "incidents.csv")
        assert (refused.exit_code, "where somebody lives" in refused.stderr) == (2, True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (of_a_home("40.12345,46.54321,1,5000"), of_a_home("40.12,46.54,1,6000")),
        (INCIDENTS.replace("54321,1,50", "54321,1,5000"), of_a_home("40.12,46.54,1,6000")),
    ],
    ids=["a home with a large radius", "a home of which only the new title tells"],
)
def test_the_exact_point_of_a_home_is_withheld_whatever_its_radius_was(
    tmp_path: Path, before: str, after: str
) -> None:
    (tmp_path / "new").mkdir()
    file = write(tmp_path / "new", incidents=before)
    with_waivers(tmp_path, file)
    assert run("release", "1.0", file).exit_code == 0
    file.with_name("waivers.csv").unlink(missing_ok=True)
    shutil.copytree(tmp_path / "new", tmp_path / "old")
    write(file.parent, incidents=after)
    done = release(file, tmp_path / "old" / "incidents.csv")
    assert done.exit_code == 0, done.output
    written = {row[2]: row[3] for row in corrections(file)}
    assert written["latitude"].startswith("[withheld: ")
    assert written["longitude"].startswith("[withheld: ")
    assert not check(file).open


@pytest.mark.parametrize("option", ["--reason", "--source"])
def test_a_reason_that_says_what_was_taken_out_is_refused(tmp_path: Path, option: str) -> None:
    file, old = released(tmp_path)
    write(file.parent, incidents=INCIDENTS.replace("Two people", "Two residents"))
    given = {"--reason": "Mended", "--source": ""} | {option: "Told by phone, +374 91 123456"}
    refused = release(file, old, *(part for pair in given.items() for part in pair))
    assert (refused.exit_code, "telephone number" in refused.stderr) == (2, True)
    assert not [row for row in corrections(file) if row]


# ---- interrupted


def broken_off(file: Path) -> None:
    """Leave behind what a release leaves if killed after its first file."""
    history = file.with_name("corrections.csv")
    corrected, made = f"{HEAD}2020-12-01,a,,title,HALFWRITTEN,y,r,\n".encode(), b"HALFWRITTEN\n"
    held = {
        "corrections.csv": FileState.of(history.read_bytes(), corrected),
        "releases.csv": FileState.of(None, made),
        "datapackage.json": FileState.of(None, b"{}"),
    }
    file.with_name(JOURNAL).write_bytes(journal_of(held))
    history.write_bytes(corrected)
    file.with_name("releases.csv").write_bytes(made)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    folder = tmp_path / "published"
    folder.mkdir()
    file = write(folder)
    file.with_name("corrections.csv").write_text(f"{HEAD}2020-12-01,a,,title,Fire,Shelling,r,\n")
    broken_off(file)
    return file


WRITING = (["derive"], ["safety", "--waive", "x"], ["release", "1.0"])
READING = (
    ["validate"],
    ["safety"],
    ["export", "--format", "bundle"],
    ["prepare"],
    ["release", "1.0", "--show"],
)


@pytest.mark.parametrize("command", READING)
def test_who_reads_beside_a_broken_off_release_is_told_and_gets_what_is_whole(
    broken: Path, command: list[str]
) -> None:
    before = {path: path.read_bytes() for path in broken.parent.iterdir()}
    done = run(*command, broken)
    assert done.exit_code == 0, done.output
    assert "a release was interrupted" in done.stderr
    assert "corrections.csv" in done.stderr
    assert "the next command that writes to these data" in done.stderr
    assert b"HALFWRITTEN" not in done.stdout_bytes
    assert {path: path.read_bytes() for path in broken.parent.iterdir() if path in before} == before


def test_a_server_beside_it_serves_what_is_whole_and_says_so(
    broken: Path, caplog: pytest.LogCaptureFixture
) -> None:
    live = LiveStore(broken)
    assert [one.before for one in live.current.history.corrections] == ["Fire"]
    assert "a release was interrupted" in caplog.text
    for path in (broken.with_name(JOURNAL), broken.with_name("releases.csv")):
        path.unlink()
    live.look()
    live.look()
    assert [one.before for one in live.current.history.corrections] == ["HALFWRITTEN"]


@pytest.mark.parametrize("command", WRITING)
def test_who_writes_takes_it_back(broken: Path, command: list[str]) -> None:
    done = run(*command, broken)
    assert "was undone first" in done.stderr
    assert not broken.with_name(JOURNAL).exists()
    assert "Fire" in broken.with_name("corrections.csv").read_text("utf-8")
    assert command[0] == "release" or not broken.with_name("releases.csv").exists()


def test_a_release_that_goes_on_is_neither_taken_back_nor_told(broken: Path) -> None:
    with broken.with_name(JOURNAL).open("rb") as journal:
        fcntl.flock(journal, fcntl.LOCK_EX)
        assert "interrupted" not in run("validate", broken).output
        run("derive", broken)
        refused = run("release", "1.0", broken)
    assert (refused.exit_code, "is being written" in refused.stderr) == (2, True)
    assert broken.with_name(JOURNAL).exists()


@pytest.mark.parametrize("option", [[], ["--show"]])
def test_a_release_of_drafts_alone_says_that_nothing_becomes_public(
    tmp_path: Path, option: list[str]
) -> None:
    head, *_, draft = INCIDENTS.splitlines()
    file = tmp_path / "drafts.csv"
    file.write_text(f"{head}\n{draft}\n")
    done = run("release", "1.0", file, *option)
    assert (done.exit_code, "nothing would become public" in done.stderr) == (2, True), done.output
    assert list(tmp_path.iterdir()) == [file]


ROUNDS = 40


def test_of_several_runs_that_take_a_release_back_at_once_one_does(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(ROUNDS)]
    for folder in folders:
        folder.mkdir()
        (folder / "corrections.csv").write_bytes(b"before" * 10_000)
        broken_off(folder / "incidents.csv")
    context = get_context("spawn")
    with context.Manager() as manager, ProcessPoolExecutor(3, mp_context=context) as runs:
        ready = manager.Barrier(3)
        done = [runs.submit(taken_back_in, folders, ready) for _ in range(3)]
        taken = list(zip(*(one.result() for one in done), strict=True))
    assert [sum(of_a_folder) for of_a_folder in taken] == [1] * ROUNDS
    for folder in folders:
        assert every_file(folder) == {folder / "corrections.csv": b"before" * 10_000}


def test_what_another_run_takes_back_is_left_to_it(broken: Path) -> None:
    before = every_file(broken.parent)
    with alone(broken.parent):
        assert not roll_back(broken.parent)
        with pytest.raises(ReleaseRefused, match="is being written"):
            write_release(broken, ReleaseRequest("1.0", date(2020, 12, 1)))
    assert every_file(broken.parent) == before


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"corrections.csv": 1}', '{"a": {}}', '{"a": {"before": "~", "written": ""}}'],
)
def test_a_journal_that_makes_no_sense_is_told(broken: Path, text: str) -> None:
    broken.with_name(JOURNAL).write_text(text)
    with pytest.raises(UnreadableFile, match=r"\.mapapp-release\.json"):
        read_dataset(broken)


def every_file(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", WRITING)
@pytest.mark.parametrize("name", ["corrections.csv", "releases.csv", "datapackage.json"])
def test_what_was_changed_by_hand_since_is_not_taken_back(
    broken: Path, name: str, command: list[str]
) -> None:
    changed = broken.with_name(name)
    changed.write_text('{"title": "By hand"}\n')
    before = every_file(broken.parent)
    done = run(*command, broken)
    assert (done.exit_code, every_file(broken.parent)) == (2, before), done.output
    said = " ".join(done.stderr.split())
    assert f"{changed}: it was changed" in said
    assert f"delete {broken.with_name(JOURNAL)}" in said
    changed.rename(broken.parent.parent / "kept")
    again = run("derive", broken)
    assert (again.exit_code, "was undone first" in again.stderr) == (0, True), again.output
    assert "Fire" in broken.with_name("corrections.csv").read_text("utf-8")


def test_what_the_release_did_not_come_to_is_no_change(broken: Path) -> None:
    package = broken.with_name("datapackage.json")
    package.write_bytes(b"before")
    held = {package.name: FileState.of(b"before", b"after")}
    broken.with_name(JOURNAL).write_bytes(journal_of(held))
    assert run("derive", broken).exit_code == 0
    assert (package.read_bytes(), broken.with_name(JOURNAL).exists()) == (b"before", False)


@pytest.mark.parametrize("command", [["geocode"], ["import"]])
def test_who_writes_a_new_file_beside_a_broken_off_release_is_told(broken: Path, command: list[str]) -> None:
    broken.write_text(INCIDENTS.replace("HELD", "x").replace("title,", "place_name,", 1))
    done = run(*command, broken, "--to", broken.parent.parent / "new.csv")
    assert "a release was interrupted" in done.stderr, done.output
    assert broken.with_name(JOURNAL).exists()


def test_a_file_that_was_empty_before_is_read_as_empty(tmp_path: Path) -> None:
    file = tmp_path / "datapackage.json"
    file.write_bytes(b"half")
    file.with_name(JOURNAL).write_bytes(journal_of({file.name: FileState.of(b"", b"half")}))
    assert whole_bytes(file) == b""


@pytest.mark.parametrize(
    "name",
    [
        "../outside.csv",
        "sub/outside.csv",
        "..",
        ".",
        "",
        "..\\outside.csv",
        "C:outside.csv",
        "a\0b",
        "\ud800",
    ],
)
@pytest.mark.parametrize("absolute", [True, False])
def test_a_journal_is_not_obeyed_for_what_is_not_beside_it(
    broken: Path, name: str, *, absolute: bool
) -> None:
    for folder in (broken.parent.parent, broken.parent / "sub"):
        folder.mkdir(exist_ok=True)
        (folder / "outside.csv").write_bytes(b"outside")
    named = f"{broken.parent}/{name}" if absolute else name
    broken.with_name(JOURNAL).write_bytes(journal_of({named: FileState.of(b"HOSTILE", b"outside")}))
    before = every_file(broken.parent.parent)
    for command in ("derive", "validate"):
        done = run(command, broken)
        assert (done.exit_code, JOURNAL in done.stderr) == (2, True), done.output
    assert every_file(broken.parent.parent) == before


@pytest.mark.parametrize("there", [True, False])
def test_a_journal_is_not_obeyed_through_a_link(broken: Path, tmp_path: Path, *, there: bool) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    if there:
        outside.write_bytes(b"outside")
    broken.with_name("linked.csv").symlink_to(outside)
    held = {"linked.csv": FileState.of(b"HOSTILE", b"outside")}
    broken.with_name(JOURNAL).write_bytes(journal_of(held))
    done = run("derive", broken)
    assert (done.exit_code, "a link to another folder" in " ".join(done.stderr.split())) == (2, True)
    assert (outside.read_bytes() if outside.exists() else None) == (b"outside" if there else None)


def test_a_folder_in_place_of_a_file_is_told(broken: Path) -> None:
    broken.with_name("datapackage.json").mkdir()
    done = run("derive", broken)
    assert (done.exit_code, "it is not a file" in " ".join(done.stderr.split())) == (2, True)


def test_a_waiver_without_a_reason_says_that_nothing_is_waived(tmp_path: Path) -> None:
    file = write(tmp_path, incidents=INCIDENTS.replace("Two people were", "The baker Anna Petrosyan was"))
    refused = run("safety", file, "--waive", check(file).open[0].key)
    assert refused.stderr.startswith("Nothing is waived.")
    file.with_name("waivers.csv").write_text("key,table\n", encoding="utf-8")
    refused = run("safety", file, "--waive", "x", "--reason", "Why", "--name", "Who")
    assert "released" not in refused.stderr
