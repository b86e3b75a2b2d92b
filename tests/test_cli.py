"""The command line: its output and its exit status."""

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest
from typer.testing import CliRunner

from mapapp.cli.main import app
from mapapp.cli.terminal import visible
from mapapp.cli.validate import MAX_SHOWN
from mapapp.exports.saving import save
from mapapp.shipped import bundled

BROKEN = Path(__file__).parent / "data" / "broken.csv"
HEAD = "id,date,lat,lon,weapon\n"

run = CliRunner()


def written(directory: Path, text: str) -> str:
    """Write an incidents file and return its path."""
    path = directory / "my.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_clean_file_is_silence_and_zero(tmp_path: Path) -> None:
    text = "incident_id,date_start,latitude,longitude\ni-1,2020-10-04,40,46\n"
    done = run.invoke(app, ["validate", written(tmp_path, text)])
    assert (done.exit_code, done.output) == (0, "incidents: 1 row, usable.\n")


@pytest.mark.parametrize(
    "command", [["validate"], ["export"], ["serve", "--port", "1"], ["prepare"], ["safety"]]
)
def test_a_pipe_into_which_nobody_writes_is_refused(tmp_path: Path, command: list[str]) -> None:
    pipe = tmp_path / "mine.csv"
    os.mkfifo(pipe)
    writer = Timer(60, lambda: os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)))
    writer.start()
    done = run.invoke(app, [*command, str(pipe)])
    was_refused_at_once = writer.is_alive()
    writer.cancel()
    assert was_refused_at_once
    assert (done.exit_code, done.stdout) == (2, "")
    assert str(pipe) in done.stderr


def test_faults_are_listed_with_row_column_value_reason_remedy() -> None:
    done = run.invoke(app, ["validate", str(BROKEN)])
    assert done.exit_code == 1
    assert done.output.endswith("\nincidents: 3 of 9 rows are usable, 6 rejected.\n")
    for words in ("5 | latitude", "40,68", "decimal comma", "Write 40.68.", "row rejected"):
        assert words in done.output


def test_json_is_all_that_is_printed() -> None:
    done = run.invoke(app, ["validate", str(BROKEN), "--json"])
    assert done.exit_code == 1
    assert len(json.loads(done.stdout)["faults"]) == 8


def test_a_table_without_rows_is_told_what_it_lacks(tmp_path: Path) -> None:
    done = run.invoke(app, ["validate", written(tmp_path, "incident_id,date_start,latitude,longitude\n")])
    assert done.output == (
        "incidents: no rows. The file has column names but no rows below them: add a row for each incident.\n"
    )


def test_remarks_are_no_faults(tmp_path: Path) -> None:
    text = "incident_id,date_start,latitude,longitude,checked\ni-1,2020-10-04,40,46,no\n"
    done = run.invoke(app, ["validate", written(tmp_path, text)])
    assert done.exit_code == 0
    assert "remark" in done.output


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_file_that_can_not_be_read_is_one_message_and_two(tmp_path: Path, options: list[str]) -> None:
    done = run.invoke(app, ["validate", str(tmp_path / "missing.csv"), *options])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        f"The data can't be read. There is no file at {tmp_path}/missing.csv. Check the path.\n"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [("\x1b[31mred", r"\x1b[31mred"), ("\u202etxt", r"\u202etxt"), ("[red]x[/red] :smile:",) * 2],
)
def test_values_can_not_command_the_terminal(tmp_path: Path, value: str, shown: str) -> None:
    done = run.invoke(app, ["validate", written(tmp_path, f"{HEAD}i-1,2020-10-04,40,46,{value}\n")])
    assert f"| {shown} " in done.output
    assert done.output.isascii()


def test_a_name_can_not_command_the_terminal(tmp_path: Path) -> None:
    done = run.invoke(app, ["validate", written(tmp_path, "a\x1b[2J,b\n")])
    assert done.exit_code == 2
    assert "\x1b" not in done.output


def test_long_values_are_folded_not_cut(tmp_path: Path) -> None:
    weapon = "w" * 70 + "end"
    done = run.invoke(app, ["validate", written(tmp_path, f"{HEAD}i-1,2020-10-04,40,46,{weapon}\n")])
    assert "".join(done.output.split()).count("w") >= 2 * 70
    assert "end" in done.output


def test_it_says_how_many_of_very_many_faults_are_shown(tmp_path: Path) -> None:
    remarks = "".join(f"i-{number},2020-10-04,40,46,own {number}\n" for number in range(MAX_SHOWN))
    lost = "i-1,date,40,46,\ni-x,soon,40,46,\ni-x,late,40,46,\n"
    done = run.invoke(app, ["validate", written(tmp_path, HEAD + remarks + lost)])
    number, *_ = (line for line in done.output.splitlines() if "incidents" in line)
    assert number.split()[1:9:2] == ["3", "incidents", f"{MAX_SHOWN + 2}", "date_start"]
    assert f"| {MAX_SHOWN:>6} | incidents |" in done.output
    assert f"{MAX_SHOWN + 5} problems and remarks, grouped by kind" in done.output
    assert done.output.count("is not a date") == 1
    assert "date; soon;" in done.output


def test_notes_and_unlocated_incidents_are_said(tmp_path: Path) -> None:
    done = run.invoke(app, ["validate", written(tmp_path, f"{HEAD}i-1,2020-10-04,,,\n")])
    assert "my.csv: column 'lat' is read as 'latitude'." in done.output
    assert done.output.endswith("incidents: 1 row, usable. 1 incident has no location.\n")


def test_letters_of_any_script_stay_visible() -> None:
    assert visible("Ստեփանակերտ Şuşa Шуша\u00a0x") == "Ստեփանակերտ Şuşa Шуша\u00a0x"
    assert visible("a\nb\u2028\x00\u200f\ud800") == r"a\nb\u2028\x00\u200f\ud800"


@pytest.mark.usefixtures("bundled_is_open")
def test_a_value_that_no_incident_has_is_said_with_those_that_come_near():
    done = CliRunner().invoke(app, ["export", "--actor", "Azerbajani forces"])
    assert done.exit_code == 2
    assert "such as Azerbaijani forces" in done.output


@pytest.mark.parametrize("name", ["incidents.csv", "claims.csv", "sub/../sources.csv"])
def test_an_export_never_replaces_what_it_reads(tmp_path: Path, name: str) -> None:
    (tmp_path / "sub").mkdir()
    for file in ("incidents.csv", "claims.csv", "sources.csv"):
        (tmp_path / file).write_bytes(bundled(file).read_bytes())
    output = str(tmp_path / name)
    done = run.invoke(app, ["export", str(tmp_path / "incidents.csv"), "-o", output, "--format", "csv"])
    assert done.exit_code == 2
    assert "not part of the data set" in done.stderr
    for file in ("incidents.csv", "claims.csv", "sources.csv"):
        assert (tmp_path / file).read_bytes() == bundled(file).read_bytes()


ASKED = (
    b"""{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-03-26",
"capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}""".replace(b"\n", b"")
    + b"\n"
)


FEW = f"{HEAD}i-1,2020-10-04,40,46,\n"
"""A file that is read almost instantly."""


@pytest.mark.parametrize(
    "arguments",
    [["export", "{few}", "--format", "csv"], ["validate", "--help"], ["--version"], ["mcp", "{few}"]],
)
def test_a_full_disk_behind_the_standard_output_is_one_line_and_two(
    tmp_path: Path, arguments: list[str]
) -> None:
    few = written(tmp_path, FEW)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mapapp", *(one.format(few=few) for one in arguments)],
            input=ASKED,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == ["The output can’t be written: No space left on device."]


@pytest.mark.parametrize(
    ("closed", "arguments", "status"),
    [
        (">&-", ["export", "{few}", "--format", "csv"], 2),
        (">&-", ["--version"], 2),
        (">&- <&-", ["mcp", "{few}"], 0),
        ("<&-", ["mcp", "{few}"], 0),
        (">&- 2>&- <&-", ["--version"], 2),
    ],
)
def test_a_standard_stream_that_was_closed_is_no_traceback(
    tmp_path: Path, closed: str, arguments: list[str], status: int
) -> None:
    given = (one.format(few=written(tmp_path, FEW)) for one in arguments)
    command = ["sh", "-c", f'"$@" {closed}', "sh", sys.executable, "-m", "mapapp", *given]
    done = subprocess.run(command, capture_output=True, check=False)
    told = status and "2>&-" not in closed
    assert done.returncode == status
    assert done.stderr.decode() == ("The output can’t be written: Bad file descriptor.\n" if told else "")


def test_what_a_killed_run_left_is_removed_and_what_another_writes_is_not(tmp_path: Path) -> None:
    left, written = (tmp_path / f".mapapp-{number}.part" for number in (1, 2))
    left.write_bytes(b"half")
    with written.open("xb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        save([b"whole"], tmp_path / "out.csv")
        assert sorted(tmp_path.iterdir()) == sorted([tmp_path / "out.csv", written])
