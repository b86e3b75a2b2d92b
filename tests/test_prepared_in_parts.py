"""A large file gives the same result, to the last row and remark, whether prepared in parts or as a whole."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mapapp import Query
from mapapp.cli.main import app
from mapapp.engine import loading
from mapapp.engine.counted import ALIKE, BY_PLACE
from mapapp.engine.database import in_memory
from mapapp.engine.opening import open_store
from mapapp.ingest import read_dataset
from mapapp.ingest.checking import checked
from mapapp.ingest.in_parts import pieces
from mapapp.ingest.in_parts.dataset import read_dataset_in_parts
from mapapp.ingest.reading import Reading, ReadInParts
from mapapp.maintenance import preparing

InParts = Callable[[str, int], ReadInParts | None]

NAMES = (
    *("incident_id", "title", "date_start", "date_end", "latitude", "longitude", "place_id", "country"),
    *(
        "actor",
        "weapon",
        "killed_low",
        "killed_best",
        "killed_high",
        "aggregate",
        "checked",
        "Own column",
        "tags",
    ),
)
GOOD: Mapping[str, str] = {"date_start": "2020-10-04", "latitude": "40", "longitude": "47"}
KINDS: Sequence[Mapping[str, str]] = (
    {},
    {"title": 'Two lines\nand “quoted”, "so"', "Own column": "a,b\r\nc"},
    {"date_start": "never", "weapon": "aircraft"},
    {"date_start": "2020-10-04T00:00:00", "date_end": "2020-10-03"},
    {"date_start": "2020-11-02/2020-11-05"},
    {"date_start": "3 Nov 2020 12:30", "checked": "no"},
    {"latitude": "95", "tags": "x"},
    {"latitude": "0", "longitude": "0"},
    {"latitude": "", "actor": "Azerbaijani forces"},
    {"latitude": "40°30′ N", "longitude": "unknown"},
    {"latitude": "", "longitude": "", "place_id": "shusha"},
    {"killed_low": "9", "killed_high": "2", "actor": "Somebody"},
    {"killed_best": "4", "actor": "Armenian forces", "aggregate": "Yes"},
    {"killed_low": "-1", "killed_best": "7", "killed_high": "8", "aggregate": "perhaps"},
    {"country": "Azerbaijan", "latitude": "10", "weapon": "Artillery"},
    {"date_start": "03/04/2020", "killed_high": "2–12"},
    {"latitude": "40,25", "longitude": "47,5"},
    {"title": "'=1+1", "Own column": " kept "},
    {"title": "a\0b"},
)
IDS = ("", "1.2E+12", *(f"i{number}" for number in range(12)))
rows = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(IDS), st.sampled_from(KINDS)),
        st.sampled_from(["", "too,few", ",,,,,,,,,,,,,,,,"]),
    ),
    min_size=12,
    max_size=40,
)


def text_of(lines: Sequence[Any]) -> str:
    """Write a file; an identifier of "" becomes a unique one."""
    out = io.StringIO()
    writer = csv.DictWriter(out, NAMES)
    writer.writeheader()
    for number, line in enumerate(lines):
        if isinstance(line, str):
            out.write(f"{line}\r\n")
        else:
            writer.writerow({**GOOD, "incident_id": line[0] or f"own-{number}", **line[1]})
    return out.getvalue()


def rows_of(name: str, table: pa.Table) -> list[Any]:
    """Return the rows of a table, sorted if their order is undefined."""
    rows = table.to_pylist()
    return sorted(rows, key=repr) if name in {ALIKE, BY_PLACE} else rows


def loaded(data: Reading) -> tuple[Any, ...]:
    """Return everything that loading makes of a data set."""
    with in_memory() as database:
        about = loading.load(data, database)
        tables = database.sql(
            "SELECT table_name FROM duckdb_columns() WHERE database_name = 'data' GROUP BY ALL"
        ).fetchall()
        kept = {name: database.sql(f"FROM {name}").to_arrow_table() for (name,) in tables}
    return (
        about,
        data.held,
        data.modified,
        data.columns,
        list(data.losses),
        {name: (table.schema, rows_of(name, table)) for name, table in kept.items()},
    )


@pytest.fixture
def in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> InParts:
    """Read a text in parts of a given size."""
    monkeypatch.setattr(loading, "MANY", 2)
    monkeypatch.setattr(loading, "WORTH_COUNTING", 1)

    def done(text: str, size: int) -> ReadInParts | None:
        (tmp_path / "given.csv").write_text(text, encoding="utf-8", newline="")
        monkeypatch.setattr(pieces, "BYTES_PER_PART", size)
        return read_dataset_in_parts(tmp_path / "given.csv", tmp_path)

    return done


@settings(max_examples=30, deadline=None, suppress_health_check=[*HealthCheck])
@given(lines=rows, size=st.integers(200, 900))
def test_any_file_is_read_as_it_is_as_a_whole(
    in_parts: InParts, tmp_path: Path, lines: Sequence[Any], size: int
) -> None:
    parts = in_parts(text_of(lines), size)
    whole = read_dataset(tmp_path / "given.csv")
    if parts:
        for name in ("report", "held", "fingerprint", "modified", "columns", "extra_columns", "conflict"):
            assert getattr(parts, name) == getattr(whole, name), name
        assert list(parts.losses) == list(whole.losses)
        rows = [row for batch in parts.incidents.batches() for row in batch.to_pylist()]
        assert rows == whole.incidents.to_pylist()
        for facet, values in parts.values.items():
            assert {*values.to_pylist()} == {*whole.incidents[facet].to_pylist()} - {None}, facet


EVERY = [("", kind) for kind in KINDS if "\0" not in kind.get("title", "")]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(EVERY * 3, id="every kind of row"),
        pytest.param([*EVERY, "", "too,few", *EVERY], id="blank and damaged lines"),
        pytest.param([("a", {}), *EVERY, ("a", {}), ("1.2E+12", {}), *EVERY, ("1.2E+12", {})], id="again"),
        pytest.param(
            [("", {})] * 40 + [("", {"weapon": "aircraft", "Own column": "late"})], id="late columns"
        ),
        pytest.param([("", {"place_id": "elsewhere"})] * 40, id="places of somebody else"),
        pytest.param([("", {"date_start": "never"})] * 150 + [("", {})], id="more faults than are kept"),
        pytest.param([("", {"date_start": "never"})] * 40, id="no row of use"),
    ],
)
@pytest.mark.parametrize("size", [350, 1100])
def test_it_is_read_in_parts_and_becomes_the_same(
    in_parts: InParts, tmp_path: Path, lines: Sequence[Any], size: int
) -> None:
    parts = in_parts(text_of(lines), size)
    assert parts
    assert loaded(parts) == loaded(read_dataset(tmp_path / "given.csv"))


@pytest.mark.parametrize(
    "last",
    [
        pytest.param([], id="nothing shows the order"),
        pytest.param([{"date_start": "25/06/2019"}], id="the day is first"),
        pytest.param([{"date_end": "12/25/2021"}], id="the month is first in the other column"),
        pytest.param([{"date_start": "25/06/2019"}, {"date_start": "06/25/2019"}], id="no order"),
        pytest.param([{"latitude": "40.5"}], id="points"),
    ],
)
@pytest.mark.parametrize("size", [350, 1100])
def test_how_all_of_a_column_is_written_decides_in_every_part(
    in_parts: InParts, tmp_path: Path, last: Sequence[Mapping[str, str]], size: int
) -> None:
    first = (
        {"date_start": "03/04/2020", "date_end": "05.04.2020", "latitude": "40,25", "longitude": "47,5"},
        {"date_start": "03-04-2020", "killed_low": "1,000"},
        {"date_start": "04/05/2020", "killed_low": "3–7"},
    )
    parts = in_parts(text_of([("", one) for one in (*first * 6, *({},) * 20, *last)]), size)
    assert parts
    assert loaded(parts) == loaded(read_dataset(tmp_path / "given.csv"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text_of(EVERY).replace("tags", "related_incidents"), id="links to other rows"),
        pytest.param(
            text_of([*[("", {"place_id": "x"})] * 20, *[("", {"place_id": "martakert"})] * 9]),
            id="places of a gazetteer and others",
        ),
        pytest.param(text_of(EVERY) + 'a "quoted" one,\r\n"unclosed\r\n', id="quotation marks"),
        pytest.param(text_of(EVERY).replace("tags", "publication_state"), id="drafts"),
    ],
)
def test_what_the_whole_decides_is_decided_by_the_whole_and_told(
    in_parts: InParts, tmp_path: Path, text: str
) -> None:
    assert in_parts(text, 500) is None
    told: list[str] = []
    preparing.prepare(tmp_path / "given.csv", tmp_path / "data.mapapp", report=told.append)
    assert any("read all at once" in line for line in told)


def test_what_lies_beside_is_read_too(in_parts: InParts, tmp_path: Path) -> None:
    (tmp_path / "given-corrections.csv").write_text(
        "date,incident_id,field,before,after,reason\n2020-12-01,own-1,title,x,y,Mended\nnever,a,title,x,y,z\n"
    )
    (tmp_path / "given-conflict.toml").write_text('[[parties]]\nname = "one"\n[period]\nstart = 2020-10-05\n')
    parts = in_parts(text_of(EVERY * 2), 500)
    assert parts
    whole = read_dataset(tmp_path / "given.csv")
    assert whole.history.corrections
    assert loaded(parts) == loaded(whole)


CLAIMS = """claim_id,incident_id,source_id,claimant,claimant_side,stance,actor,killed_low,killed_high,checked
c1,own-0,s1,One,north,alleges,Northern forces,3,5,yes
c2,own-0,s2,Two,south,denies,,,,yes
c3,own-20,s1,One,north,verifies,Southern forces,1,1,yes
c4,own-33,nowhere,Three,independent,alleges,,,,yes
c5,never,s1,One,north,alleges,,,,yes
c5,own-33,s1,One,south,alleges,,,,yes
c6,own-7,s2,Two,south,alleges,Northern forces,2,9,no
"""
SOURCES = """source_id,publisher,title,published_on,url,language,kind,checked
s1,Paper,A,2020-10-04,https://example.org/,en,news,yes
s2,Wire,B,,https://example.org/,en,news,no
"""


def test_claims_and_sources_beside_it_decide_the_same(in_parts: InParts, tmp_path: Path) -> None:
    (tmp_path / "given-claims.csv").write_text(CLAIMS)
    (tmp_path / "given-sources.csv").write_text(SOURCES)
    parts = in_parts(text_of([*EVERY * 2, ("c", {"killed_low": "3"})]), 500)
    assert parts
    whole = read_dataset(tmp_path / "given.csv")
    assert whole.conflict.parties
    made = loaded(whole)
    assert made[0].disagreements
    assert loaded(parts) == made


def test_drafts_among_claims_are_held_back_by_the_whole(in_parts: InParts, tmp_path: Path) -> None:
    head, *lines = CLAIMS.splitlines()
    held = [f"{head},publication_state", *(f"{line},draft" for line in lines)]
    (tmp_path / "given-claims.csv").write_text("\n".join(held) + "\n")
    assert in_parts(text_of(EVERY * 2), 500) is None
    assert not len(read_dataset(tmp_path / "given.csv").claims)


def test_a_file_that_is_written_to_meanwhile_is_not_taken(
    in_parts: InParts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "given.csv"

    def written(*arguments: Any) -> Any:
        file.write_text(text_of(EVERY), encoding="utf-8", newline="")
        return checked(*arguments)

    monkeypatch.setattr("mapapp.ingest.in_parts.dataset.checked", written)
    assert in_parts(text_of(EVERY * 2), 500) is None


def test_prepare_and_serve_give_the_same_and_leave_nothing_else(
    in_parts: InParts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert in_parts(text_of(EVERY * 4), 500)
    monkeypatch.setattr(preparing, "SECONDS_PER_REPORT", -1)
    folder = tmp_path / "out"
    folder.mkdir()
    told = CliRunner().invoke(
        app, ["prepare", str(tmp_path / "given.csv"), "--to", str(folder / "data.mapapp")]
    )
    assert told.exit_code == 0
    for step in ("rows read and checked", "rows sent to be sorted", "Sorting and writing them"):
        assert step in told.output
    assert sorted(one.name for one in folder.iterdir()) == ["data-rejected.csv", "data.mapapp"]
    losses = (folder / "data-rejected.csv").read_bytes()
    made = open_store(folder / "data.mapapp")
    served = open_store(tmp_path / "given.csv", copies=tmp_path / "copies")
    monkeypatch.setattr(pieces, "BYTES_PER_PART", 1 << 30)
    whole = open_store(tmp_path / "given.csv")
    preparing.prepare(tmp_path / "given.csv", folder / "data.mapapp")
    assert (folder / "data-rejected.csv").read_bytes() == losses
    for store in (made, served):
        assert store.report == whole.report
        assert store.listed(Query(), 500) == whole.listed(Query(), 500)
        assert store.facets(Query()) == whole.facets(Query())
