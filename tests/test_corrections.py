"""Differences, releases and the records of them."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from mapapp.cli.main import app
from mapapp.errors import ReleaseRefused, UnwritableFile
from mapapp.exports import saving
from mapapp.ingest import Ingested, read_dataset
from mapapp.maintenance.release import ReleaseRequest, release
from mapapp.model.corrections import (
    Change,
    ChangeKind,
    Correction,
    History,
    Release,
    applied,
    correction_rows,
    differences,
    state_of,
)
from mapapp.model.report import Effect, Fault
from mapapp.model.schema import CORRECTIONS, RELEASES
from tests.factories import HOSTILE, bundled_rows

run = CliRunner()
DAY = date(2026, 11, 24)
HEAD = "incident_id,date_start,latitude,longitude,killed_low,killed_high,tags,shelter\n"
ROWS = "a,2020-10-04,40,46,5,9,x; y,yes\nb,2020-10-05,40.5,46,,,,\n"
CLAIMS = "claim_id,incident_id,stance,killed_low\nc1,a,alleges,5\nc2,b,denies,\n"


def data_set(folder: Path, incidents: str = HEAD + ROWS, claims: str = CLAIMS) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "claims.csv").write_text(claims, encoding="utf-8", newline="")
    path = folder / "incidents.csv"
    path.write_text(incidents, encoding="utf-8", newline="")
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Make a data set; `new` is a copy of it with a first release."""
    return data_set(tmp_path / "some" / "where")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    path = data_set(tmp_path / "new")
    release(path, ReleaseRequest("1.0", DAY))
    return path


def diff(old: Path, new: Path) -> tuple[int, list[tuple[str, str, str, str, str, str]]]:
    done = run.invoke(app, ["diff", str(old), str(new), "--json"])
    return done.exit_code, [
        (one["incident_id"], one["claim_id"], one["what"], *change.values())
        for one in json.loads(done.stdout)
        for change in one["changes"]
    ]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---- differences

texts = st.text(min_size=1, max_size=4)
states = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["", "c1", "c2"])),
    st.dictionaries(st.sampled_from("xyz"), texts, max_size=3).map(lambda row: {"incident_id": "i"} | row),
    max_size=6,
)


@given(states)
def test_a_state_does_not_differ_from_itself(state: dict[tuple[str, str], dict[str, str]]) -> None:
    assert differences(state, dict(state)) == ()


@given(states, states)
def test_differences_lead_from_the_old_to_the_new(
    old: dict[tuple[str, str], dict[str, str]], new: dict[tuple[str, str], dict[str, str]]
) -> None:
    found = differences(old, new)
    assert applied(old, found) == new
    assert applied(new, differences(new, old)) == old
    assert (found == ()) == (old == new)
    assert {one.incident_id for one in found} == {
        incident_id for incident_id, _, _ in correction_rows(found)
    } or (any(one.claim_id and one.what is not ChangeKind.CHANGED for one in found))


def test_values_are_compared_not_spellings(tmp_path: Path, old: Path) -> None:
    respelled = (
        HEAD.replace("\n", "\r\n")
        + '"a","2020-10-04",40.000,4.6e1,05,9.0, x;y ,yes\r\nb,2020-10-05,40.50,46,,,,\r\n'
    )
    assert diff(old, data_set(tmp_path / "respelled", respelled)) == (0, [])


def test_a_missing_column_is_a_blank_one(tmp_path: Path, old: Path) -> None:
    fewer = data_set(
        tmp_path / "fewer",
        "incident_id,date_start,latitude,longitude,killed_low,killed_high,tags\n"
        "a,2020-10-04,40,46,5,9,x;y\nb,2020-10-05,40.5,46,,,\n",
    )
    assert diff(old, fewer) == (1, [("a", "", "changed", "shelter", "yes", "")])


def test_a_new_column_is_named_and_changes_nothing_that_was_stated(old: Path, new: Path) -> None:
    head, more = HEAD.replace("\n", ",weapon\n"), ROWS.replace("\n", ",drone\n")
    new.write_text(head + more, encoding="utf-8")
    done = run.invoke(app, ["diff", str(old), str(new), "--json"])
    assert (done.exit_code, json.loads(done.stdout)) == (1, [])
    assert done.stderr.startswith("New in the incidents file: weapon.")
    assert "No differences" not in run.invoke(app, ["diff", str(old), str(new)]).output
    done = run.invoke(app, ["release", "1.1", str(new), "--since", str(old)])
    assert done.exit_code == 0
    assert "New in the incidents file: weapon." in done.output
    history = read_dataset(new).history
    assert ([one.version for one in history.releases], history.corrections) == (["1.0", "1.1"], ())


def test_every_field_of_every_incident_and_claim_is_compared(tmp_path: Path, old: Path) -> None:
    changed = HEAD + "a,2020-10-04,40,46,,9,x; y,no\nc,2020-10-05,,,,,,\n"
    claims = "claim_id,incident_id,stance,killed_low\nc1,a,alleges,6\nc2,c,denies,\n"
    status, found = diff(old, data_set(tmp_path / "changed", changed, claims))
    assert status == 1
    assert set(found) >= {
        ("a", "", "changed", "killed_low", "5", ""),
        ("a", "", "changed", "shelter", "yes", "no"),
        ("a", "c1", "changed", "killed_low", "5", "6"),
        ("b", "", "removed", "incident_id", "b", ""),
        ("b", "c2", "removed", "claim_id", "c2", ""),
        ("c", "", "added", "incident_id", "", "c"),
        ("c", "c2", "added", "claim_id", "", "c2"),
    }
    assert [one[0] for one in found] == sorted(one[0] for one in found)


def test_the_command_lists_every_field_and_the_sums(tmp_path: Path, old: Path) -> None:
    hostile = data_set(tmp_path / "new", HEAD + ROWS.replace(",yes", ",\x1b[31mred"))
    done = run.invoke(app, ["diff", str(old), str(hostile)])
    assert done.exit_code == 1
    assert done.output.startswith("Incident a: changed\n  shelter: yes → \\x1b[31mred\n")
    assert "\x1b" not in done.output
    assert done.output.endswith(
        "Incidents: 0 added, 0 removed, 1 changed. Claims: 0 added, 0 removed, 0 changed. "
        "Sources: 0 added, 0 removed, 0 changed.\n"
    )


def test_no_differences_is_zero_and_says_if_the_files_are_not_the_same(tmp_path: Path, old: Path) -> None:
    done = run.invoke(app, ["diff", str(old), str(old)])
    assert (done.exit_code, done.output) == (0, "No differences.\n")
    spelled = data_set(tmp_path / "spelled", HEAD + ROWS.replace(",5,", ",05,"))
    assert "differ only in spelling" in run.invoke(app, ["diff", str(old), str(spelled)]).output


def test_an_unreadable_file_is_one_message_and_two(tmp_path: Path, old: Path) -> None:
    done = run.invoke(app, ["diff", str(old), str(tmp_path / "none.csv")])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("The data can't be read. There is no file at")


def test_rows_that_can_not_be_used_are_said(tmp_path: Path, old: Path) -> None:
    done = run.invoke(app, ["diff", str(old), str(data_set(tmp_path / "x", f"{HEAD}{ROWS}z,never,,,,,,\n"))])
    assert "has 1 problem; rows and cells that cannot be used are not compared" in done.stderr


# ---- releases


def test_a_release_writes_down_what_changed(old: Path, new: Path) -> None:
    new.write_text(HEAD + "a,2020-10-04,40,46,4,9,x;y,yes\nc,2020-10-05,,,,,,\n", encoding="utf-8")
    new.with_name("claims.csv").write_text(CLAIMS.replace("c2,b", "c2,c"), encoding="utf-8")
    done = run.invoke(
        app,
        [
            "release",
            "1.1",
            str(new),
            "--since",
            str(old),
            "--reason",
            "A report",
            "--source",
            "=x",
            "--date",
            "2026-11-25",
        ],
    )
    assert done.exit_code == 0, done.output
    history = read_dataset(new).history
    assert [one.version for one in history.releases] == ["1.0", "1.1"]
    assert history.releases[1] == Release("1.1", date(2026, 11, 25), read_dataset(new).fingerprint, 5)
    assert [
        (one.incident_id, one.claim_id, one.field, one.before, one.after) for one in history.corrections
    ] == [
        ("a", "", "killed_low", "5", "4"),
        ("b", "", "incident_id", "b", ""),
        ("b", "c2", "claim_id", "c2", ""),
        ("c", "", "incident_id", "", "c"),
        ("c", "c2", "claim_id", "", "c2"),
    ]
    assert {(one.reason, one.source) for one in history.corrections} == {("A report", "=x")}
    assert "'=x" in new.with_name("corrections.csv").read_text(encoding="utf-8")
    assert history.since(history.releases[0]) == history.corrections
    assert history.since(history.releases[1]) == ()


def reasons(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "reasons.csv"
    path.write_text(text, encoding="utf-8")
    return ["--reasons", str(path)]


def changed_in_three_places(new: Path) -> None:
    new.write_text(HEAD + ROWS.replace("5,9", "4,9").replace("40.5", "40.6"), encoding="utf-8")
    new.with_name("claims.csv").write_text(CLAIMS.replace("alleges,5", "alleges,4"), encoding="utf-8")


def test_each_correction_may_have_a_reason_and_source_of_its_own(
    tmp_path: Path, old: Path, new: Path
) -> None:
    changed_in_three_places(new)
    text = "incident_id,claim_id,reason,source\na,,Of a,https://a.example/\na,c1,Of the claim,\n"
    given = [str(new), "--since", str(old), "--reason", "Of all", "--source", "All", *reasons(tmp_path, text)]
    done = run.invoke(app, ["release", "1.1", *given])
    assert done.exit_code == 0, done.output
    assert {
        (one.incident_id, one.claim_id): (one.reason, one.source)
        for one in read_dataset(new).history.corrections
    } == {
        ("a", ""): ("Of a", "https://a.example/"),
        ("a", "c1"): ("Of the claim", "All"),
        ("b", ""): ("Of all", "All"),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("incident_id,reason\na,Of a\n", "No reason is given for 'b'"),
        ("incident_id,reason\nb,\n", "row 2, reason: reason is blank"),
        ("incident_id,reason\nb,x\nb,y\n", "two rows give a reason for 'b'"),
        ("incident_id,reason\nb,x\nz,y\n", "'z', which did not change"),
        ("incident_id,claim_id,reason\nb,c2,x\n", "claim 'c2' of 'b', which did not change"),
        ("nothing\nx\n", "The data can't be read"),
    ],
)
def test_reasons_that_can_not_be_used_are_refused(
    tmp_path: Path, old: Path, new: Path, text: str, said: str
) -> None:
    changed_in_three_places(new)
    before = new.with_name("releases.csv").read_bytes()
    done = run.invoke(app, ["release", "1.1", str(new), "--since", str(old), *reasons(tmp_path, text)])
    assert done.exit_code == 2
    assert said in done.stderr
    assert new.with_name("releases.csv").read_bytes() == before


def test_earlier_rows_are_never_rewritten_and_since_is_by_position(old: Path, new: Path) -> None:
    states = [old]
    for step in range(3):
        files = [new.with_name(f"{table.name}.csv") for table in (RELEASES, CORRECTIONS)]
        before = [file.read_bytes() for file in files]
        before_that = states[-1]
        new.write_text(HEAD + ROWS.replace("5,9", f"{step},9"), encoding="utf-8")
        release(new, ReleaseRequest(f"1.{step + 1}", DAY, "Again"), before_that)
        assert all(file.read_bytes().startswith(b) for file, b in zip(files, before, strict=True))
        kept = new.parent / f"state-{step}"
        kept.mkdir()
        states.append(Path(shutil.copy(new, kept)))
        shutil.copy(new.with_name("claims.csv"), kept)
    history = read_dataset(new).history
    assert [len(history.since(one)) for one in history.releases] == [3, 2, 1, 0]
    assert [one.position for one in history.corrections] == [0, 1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffdate;incident_id;claim_id;field;before;after;reason;source;ours\r\n\r\n"
        "2026-11-24;a;;title;;x;y;;z",
        "Reason,source,date,incident_id,claim_id,field,before,after\n",
    ],
)
def test_rows_are_added_in_the_manner_of_the_file(old: Path, new: Path, text: str) -> None:
    file = new.with_name("corrections.csv")
    file.write_text(text, encoding="utf-8", newline="")
    before, had = file.read_bytes(), len(read_dataset(new).history.corrections)
    new.write_text(HEAD + ROWS.replace("5,9", "4,9"), encoding="utf-8")
    release(new, ReleaseRequest("1.1", DAY, 'Words, "quoted"; and\na line'), old)
    assert file.read_bytes().startswith(before)
    data = read_dataset(new)
    assert not of_history(data)
    assert data.history.corrections[had].reason == 'Words, "quoted"; and\na line'
    assert data.history.since(data.history.releases[-1]) == ()


@pytest.mark.parametrize(
    ("version", "changed", "reason", "said"),
    [
        ("1.0", True, "r", "already exists"),
        ("1.1", False, "r", "Nothing changed"),
        ("1.1", True, " ", "No reason"),
        ("a b", True, "r", "is not a version"),
        ("", True, "r", "is not a version"),
        ("-[x](y)", True, "r", "is not a version"),
    ],
)
def test_what_would_not_be_true_is_refused(
    old: Path, new: Path, version: str, changed: bool, reason: str, said: str
) -> None:
    if changed:
        new.write_text(HEAD + ROWS.replace("5,9", "4,9"), encoding="utf-8")
    before = {file: file.read_bytes() for file in new.parent.iterdir()}
    done = run.invoke(app, ["release", "--since", str(old), "--reason", reason, "--", version, str(new)])
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output
    assert {file: file.read_bytes() for file in new.parent.iterdir()} == before


def test_only_the_last_releases_files_are_its_past(tmp_path: Path, new: Path) -> None:
    new.write_text(HEAD + ROWS.replace("5,9", "4,9"), encoding="utf-8")
    other = data_set(tmp_path / "other", HEAD + ROWS.replace("5,9", "1,9"))
    with pytest.raises(ReleaseRefused, match=r"is not release 1\.0: .* expected"):
        release(new, ReleaseRequest("1.1", DAY, "r"), other)
    with pytest.raises(ReleaseRefused, match="Use --since to say"):
        release(new, ReleaseRequest("1.1", DAY, "r"))
    with pytest.raises(ReleaseRefused, match="is before release"):
        release(new, ReleaseRequest("1.1", date(2026, 1, 1), "r"), other)


def test_faulty_data_are_not_released(old: Path, new: Path) -> None:
    new.write_text(f"{HEAD}{ROWS}z,never,,,,,,\n", encoding="utf-8")
    with pytest.raises(ReleaseRefused, match="1 fault, in incidents, row 4, date_start"):
        release(new, ReleaseRequest("1.1", DAY, "r"), old)


class _Killed(BaseException):
    """Stands for the end of the process: nothing runs after it."""


def _failing(monkeypatch: pytest.MonkeyPatch, number: int, problem: BaseException) -> None:
    """Make the replacement of the file with this number fail; the journal is number 1."""
    put: list[Path] = []
    really = saving._put_in_place

    def full(part: BinaryIO | None, path: Path) -> None:
        put.append(path)
        if len(put) == number:
            raise problem
        really(part, path)

    monkeypatch.setattr(saving, "_put_in_place", full)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_release_that_can_not_be_finished_leaves_nothing(
    old: Path, new: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    new.write_text(HEAD + ROWS.replace("5,9", "4,9"), encoding="utf-8")
    before = {file: file.read_bytes() for file in new.parent.iterdir()}
    _failing(monkeypatch, number, UnwritableFile("The disk is full."))
    with pytest.raises(UnwritableFile):
        release(new, ReleaseRequest("1.1", DAY, "r"), old)
    assert {file: file.read_bytes() for file in new.parent.iterdir()} == before


def test_a_release_that_was_killed_is_taken_back_by_the_next(
    old: Path, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new.write_text(HEAD + ROWS.replace("5,9", "4,9"), encoding="utf-8")
    with monkeypatch.context() as killed:
        _failing(killed, 3, _Killed())
        killed.setattr("mapapp.maintenance.atomic_writing._put_all_back", lambda folder: folder)
        with pytest.raises(_Killed):
            release(new, ReleaseRequest("1.1", DAY, "for another reason"), old)
    assert len(rows(new.with_name("corrections.csv"))) == 1
    made = release(new, ReleaseRequest("1.1", DAY, "r"), old)
    assert made
    assert [row["reason"] for row in rows(new.with_name("corrections.csv"))] == ["r"]
    assert made.release.corrections == 1
    assert not list(new.parent.glob(".mapapp*"))


def test_the_package_gets_the_version_if_it_is_of_this_file(old: Path, new: Path) -> None:
    package = new.with_name("datapackage.json")
    other = {"version": "1.0", "resources": [{"path": "other.csv"}]}
    ours = {"title": "Ծ", "version": "1.0", "resources": [{"path": "incidents.csv"}], "licenses": []}
    for version, content, expected in (("1.1", other, "1.0"), ("1.2", ours, "1.2")):
        package.write_text(json.dumps(content), encoding="utf-8")
        past = data_set(old.parent / version, new.read_text(encoding="utf-8"))
        new.write_text(HEAD + ROWS.replace("5,9", f"{version[-1]},9"), encoding="utf-8")
        release(new, ReleaseRequest(version, DAY, "r"), past)
        assert json.loads(package.read_text(encoding="utf-8")) == content | {"version": expected}


@pytest.mark.parametrize("cell", [*HOSTILE[1:3], *HOSTILE[4:]])
def test_any_text_survives_being_written_down(tmp_path: Path, old: Path, new: Path, cell: str) -> None:
    text = new.read_text(encoding="utf-8").replace("yes", '"' + cell.replace('"', '""') + '"')
    new.write_text(text, encoding="utf-8", newline="")
    release(new, ReleaseRequest("1.1", DAY, "r"), old)
    (written,) = read_dataset(new).history.corrections
    data = read_dataset(new)
    said = state_of(data.incidents, data.claims)["a", ""]["shelter"]
    assert (written.field, written.before, written.after) == ("shelter", "yes", said.strip())


# ---- reading

GOOD = "0" * 64


def of_history(data: Ingested) -> list[Fault]:
    return [fault for fault in data.report.errors if fault.table in {RELEASES.name, CORRECTIONS.name}]


@pytest.mark.parametrize(
    ("name", "text", "row", "column"),
    [
        ("corrections", "date,incident_id,field,before,after,reason\nnever,a,title,,x,y\n", 2, "date"),
        ("corrections", "date,incident_id,field,before,after,reason\n2026-01-01,a,title,,x,\n", 2, "reason"),
        ("corrections", "date,incident_id,field,before,after,reason\n2026-01-01,a,title\n", 2, ""),
        ("releases", f"version,date,fingerprint,corrections\n1,2026-01-01,{GOOD},-1\n", 2, "corrections"),
        ("releases", f"version,date,fingerprint,corrections\n1,2026-01-01,{GOOD},many\n", 2, "corrections"),
        ("releases", "version,date,fingerprint,corrections\n1,2026-01-01,abc,0\n", 2, "fingerprint"),
        ("releases", f"version,date,fingerprint,corrections\n[x](y),2026-01-01,{GOOD},0\n", 2, "version"),
        ("releases", f"version,date,fingerprint,corrections\n1,2026-01-01,{GOOD},7\n", 2, "corrections"),
        ("releases", "nothing\nof,this\n", 1, ""),
        ("corrections", "", 1, ""),
    ],
)
def test_a_broken_history_is_reported_and_the_rest_is_served(
    old: Path, name: str, text: str, row: int, column: str
) -> None:
    old.with_name(f"{name}.csv").write_text(text, encoding="utf-8")
    data = read_dataset(old)
    (fault,) = of_history(data)
    assert (fault.table, fault.row, fault.column) == (name, row, column)
    assert fault.reason
    assert fault.remedy
    assert str(old.parent) not in fault.reason
    assert len(data.incidents) == 2


def test_a_file_that_is_no_table_is_left_out(old: Path) -> None:
    old.with_name("corrections.csv").write_bytes(b"\xff\xfe\x00")
    (fault,) = of_history(read_dataset(old))
    assert fault.effect is Effect.FILE_LEFT_OUT
    assert "is not UTF-8" in fault.reason


def test_the_history_is_no_part_of_the_fingerprint(old: Path) -> None:
    before = read_dataset(old).fingerprint
    release(old, ReleaseRequest("1.0", DAY))
    data = read_dataset(old)
    assert data.fingerprint == before == data.history.releases[0].fingerprint


def test_since_holds_although_rows_can_not_be_used(old: Path) -> None:
    head = "date,incident_id,field,before,after,reason\n"
    rows = "never,a,title,,x,y\n\n2026-01-01,a,title,,x,y\n2026-01-01,b,title,,x,y\n"
    old.with_name("corrections.csv").write_text(head + rows, encoding="utf-8")
    history = read_dataset(old).history
    assert [one.position for one in history.corrections] == [2, 3]
    assert [one.incident_id for one in history.since(Release("1", DAY, GOOD, 3))] == ["b"]


def test_a_release_is_found_by_the_start_of_its_fingerprint() -> None:
    first, again = Release("1", DAY, "ab" * 32, 0), Release("2", DAY, "ab" * 32, 1)
    history = History((first, again), (Correction(0, DAY, "a", "", "title", "", "x", "r", ""),))
    assert history.release_of("abab") == again
    assert history.release_of("b") is history.release_of("") is None
    assert history.release_with(history.corrections[0]) == again
    assert History((first,), history.corrections).release_with(history.corrections[0]) is None


def test_of_what_was_added_only_the_identifier_is_written_down() -> None:
    found = differences({}, {("a", ""): {"incident_id": "a", "title": "x"}, ("a", "c"): {"claim_id": "c"}})
    assert list(correction_rows(found)) == [
        ("a", "", Change("incident_id", "", "a")),
        ("a", "c", Change("claim_id", "", "c")),
    ]


def test_the_bundled_data_are_the_last_release_or_newer() -> None:
    data = bundled_rows()
    assert data.history.releases
    assert data.history.releases[0] == Release(
        "0.1.0", DAY, "e5ff23e1630bf19b157ec48cad3fb70df5695ca871aad9087da4cff8dab49f88", 0
    )
