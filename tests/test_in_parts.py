"""A large file of another data set gives the same result, to the byte, whether read in parts or whole."""

from errno import ENOSPC

import pytest
from typer.testing import CliRunner

from mapapp.cli.main import app
from mapapp.ingest import in_parts
from mapapp.ingest.in_parts import pieces
from mapapp.ingest.spilled_rows import SpilledRows
from tests.field_rows import ACLED, AIRWARS, GDELT, GED, VIINA, csv_of

MANY = 50
PARTS = 4


def _ged(number):
    """Name sources in both ways, some repeatedly; one row in nine has figures that contradict each other."""
    row = GED | {"id": str(900 + number), "best": "9" if number % 9 == 0 else "3"}
    if number % 3 == 0:
        old = {"source_office": "", "source_date": "", "source_headline": ""}
        return row | old | {"source_article": f"Old Wire {number % 4}"}
    return row | {
        "source_office": f"Agency {number % 7};Old Wire",
        "source_date": "2019-03-02;2019-13-45",
        "source_headline": f'Clash {number % 5};Two dead, a line\nand “quoted” "words"',
    }


ROWS = {
    "UCDP GED": _ged,
    "ACLED": lambda number: (
        ACLED | {"event_id_cnty": f"NOW{number}", "source": f"Paper {number % 8}; Agency"}
    ),
    "VIINA": lambda number: VIINA | {"event_id_1pd": str(number)},
    "GDELT": lambda number: GDELT | {"GLOBALEVENTID": str(number)},
    "Airwars": lambda number: AIRWARS | {"Incidence_id": f"NOWH{number}"},
}


@pytest.fixture
def imported(tmp_path, monkeypatch):
    """Import a file in parts of a given size; return the exit status, the output and the files written."""

    def done(data, size):
        folder = tmp_path / str(size)
        folder.mkdir()
        (tmp_path / "given.csv").write_bytes(data)
        monkeypatch.setattr(pieces, "BYTES_PER_PART", size)
        told = CliRunner().invoke(
            app, ["import", str(tmp_path / "given.csv"), "--to", str(folder / "incidents.csv")]
        )
        said = [one.replace(str(folder), "") for one in (told.stdout, told.stderr)]
        return told.exit_code, said, {one.name: one.read_bytes() for one in folder.iterdir()}

    return done


def _is_read_in_parts(tmp_path):
    return in_parts.read_in_parts(tmp_path / "given.csv", tmp_path) is not None


@pytest.mark.parametrize("kind", ROWS)
def test_in_parts_it_is_told_and_written_as_in_one(tmp_path, imported, kind):
    rows = [ROWS[kind](number) for number in range(MANY)]
    rows[MANY // 2] |= {name: "95" for name in rows[0] if "lat" in name.casefold()}
    data = f"{csv_of(*rows)}\r\ntoo,few,cells\r\n".encode()
    whole, parts = imported(data, len(data)), imported(data, len(data) // PARTS)
    assert _is_read_in_parts(tmp_path)
    assert whole[0] == 0
    assert set(whole[2]) == {"incidents.csv", "claims.csv", "sources.csv"}
    assert parts == whole


def _last(**cells):
    return [_ged(number) for number in range(MANY)] + [_ged(MANY) | cells]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(_last(id="901"), id="an identifier stands again"),
        pytest.param(_last(code_status="Check dyad"), id="another data set of the same columns"),
        pytest.param(_last(date_start="25/06/2019"), id="the order of day and month"),
        pytest.param(_last(latitude="10,5"), id="decimal commas"),
        pytest.param([row | {"place_id": "shusha"} for row in _last()], id="places of a gazetteer"),
        pytest.param([row | {"published": "yes"} for row in _last()] + [_ged(99)], id="what others let out"),
        pytest.param([row | {"publication_state": ""} for row in _last()], id="drafts"),
    ],
)
def test_what_the_whole_decides_is_decided_by_the_whole(tmp_path, imported, rows):
    data = csv_of(*rows).encode()
    whole, parts = imported(data, len(data)), imported(data, len(data) // PARTS)
    assert not _is_read_in_parts(tmp_path)
    assert parts == whole


@pytest.mark.parametrize("mark", [b'"', b"\0", b"\xff"])
def test_a_damaged_file_is_told_by_the_numbers_of_the_whole(imported, mark):
    data = csv_of(*_last()).encode()
    damaged = data[: len(data) // 2] + mark + data[len(data) // 2 :]
    assert imported(damaged, len(damaged) // PARTS) == imported(damaged, len(damaged))


def test_rows_put_aside_are_told_if_there_is_no_room(tmp_path, imported, monkeypatch):
    def full(*_):
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(SpilledRows, "add", full)
    data = csv_of(*_last()).encode()
    exit_code, (_, told), written = imported(data, len(data) // PARTS)
    assert exit_code == 2
    assert "No space left on device" in told
    assert not written
