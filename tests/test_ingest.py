"""Reading a data set: what is accepted, what is reported, and that nothing is lost silently."""

import contextlib
import csv
import gzip
import hashlib
import io
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mapapp.errors import MapappError, UnreadableFile
from mapapp.geo.gazetteer import gazetteer
from mapapp.ingest import Ingested, csvfile, read_dataset
from mapapp.ingest.date_notations import unambiguous_day
from mapapp.ingest.figures import ends_meant
from mapapp.ingest.stored import StoredFile
from mapapp.model.dataset_files import dataset_files
from mapapp.model.report import Effect, Fault
from mapapp.model.schema import CLAIMS, DECIDE_WHAT_COUNTS, INCIDENTS, SOURCES, TABLES
from mapapp.shipped import bundled

REJECTED, LEFT_OUT, KEPT, REMARK, FILE_LEFT_OUT = Effect
BROKEN = Path(__file__).parent / "data" / "broken.csv"
HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x")',
    "\u202eright to left\u202c",
    "\x1b[31mred\x1b[0m",
    "[bold]markup[/bold]",
    "'; DROP TABLE incidents; --",
    "two\nlines",
    'a "quoted" word',
    "x" * 100_000,
]

Row = Mapping[str, str]


def incident(number: int = 1, **cells: str) -> Row:
    """A valid incident with some cells changed."""
    sound = {
        "incident_id": f"i-{number}",
        "date_start": "2020-10-04",
        "latitude": "40.6828",
        "longitude": "46.3606",
    }
    return sound | cells


def claim(number: int = 1, **cells: str) -> Row:
    """A valid claim about incident 1 with some cells changed."""
    return {"claim_id": f"c-{number}", "incident_id": "i-1", "stance": "reports"} | cells


def source(number: int = 1, **cells: str) -> Row:
    """A valid source with some cells changed."""
    return {"source_id": f"s-{number}", "publisher": "P", "published_on": "2020"} | cells


def as_csv(rows: Iterable[Row], delimiter: str = ",", line_end: str = "\n") -> str:
    """Write rows as CSV text, with every column that any row has."""
    rows = list(rows)
    out = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(
        out, names, "", delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(directory: Path, incidents: Iterable[Row] | str | bytes, **others: Iterable[Row]) -> Ingested:
    """Write a data set into a directory and read it."""
    for name, rows in others.items():
        (directory / f"{name}.csv").write_bytes(as_csv(rows).encode())
    content = incidents if isinstance(incidents, str | bytes) else as_csv(incidents)
    path = directory / "incidents.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_dataset(path)


def places_of(data: Ingested) -> list[tuple[str, int, str, Effect]]:
    """The location and the effect of each fault."""
    return [(fault.table, fault.row, fault.column, fault.effect) for fault in data.report.faults]


def only_fault(data: Ingested) -> Fault:
    """The only fault."""
    (fault,) = data.report.faults
    return fault


def adds_up(data: Ingested) -> bool:
    """Whether rows in = accepted + rejected, and as many rows as were accepted are in the tables."""
    report = data.report
    tables = {"incidents": data.incidents, "claims": data.claims, "sources": data.sources}
    return all(
        report.rows_in(name) == report.rows_accepted(name) + report.rows_rejected(name)
        and report.rows_accepted(name) == table.num_rows
        for name, table in tables.items()
    )


# --- one fault at a time -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "effect", "said"),
    [
        ({"incident_id": ""}, "incident_id", REJECTED, "blank"),
        ({"incident_id": "   "}, "incident_id", REJECTED, "blank"),
        ({"incident_id": "i-1"}, "incident_id", REJECTED, "earlier row"),
        ({"date_start": ""}, "date_start", REJECTED, "blank"),
        ({"date_start": "31.13.2020"}, "date_start", REJECTED, "not a date"),
        ({"date_start": "2020-09-27T10:00"}, "date_start", REMARK, "time of day"),
        ({"date_start": "2020-09-27T23:30:00-05:00"}, "date_start", REMARK, "in the zone -05:00"),
        ({"date_start": "31-February-2020"}, "date_start", REJECTED, "not a date"),
        ({"date_start": "2020-10-06 - 2020-10-04"}, "date_start", REJECTED, "not a date"),
        (
            {"date_start": "2020-10-04 - 2020-10-06", "date_end": "2020-10-09"},
            "date_start",
            REJECTED,
            "date_end",
        ),
        ({"date_start": "05/09/2020"}, "date_start", REJECTED, "2020-09-05 or 2020-05-09"),
        ({"date_start": "2020-02-30"}, "date_start", REJECTED, "no day"),
        ({"date_start": "1799-12-31"}, "date_start", REJECTED, "year"),
        ({"date_start": "2101-01-01"}, "date_start", REJECTED, "year"),
        ({"date_start": "0000-01-01"}, "date_start", REJECTED, "year"),
        ({"date_start": "2020-10"}, "date_start", REJECTED, "date_precision"),
        ({"date_start": "autumn"}, "date_start", REJECTED, "YYYY-MM-DD"),
        ({"date_start": "٢٠٢٠-١٠-٠٤"}, "date_start", REJECTED, "not a date"),
        ({"date_end": "2020-10-03"}, "date_end", REJECTED, "before the start"),
        ({"date_end": "soon"}, "date_end", LEFT_OUT, "not a date"),
        ({"latitude": "91"}, "latitude", REJECTED, "range"),
        ({"longitude": "-180.5"}, "longitude", REJECTED, "range"),
        ({"latitude": "1e99"}, "latitude", REJECTED, "range"),
        ({"latitude": "-1e999"}, "latitude", REJECTED, "range"),
        ({"latitude": "40,18"}, "latitude", REJECTED, "decimal comma"),
        ({"latitude": "40°61'N"}, "latitude", REJECTED, "decimal degrees"),
        ({"latitude": "40.5 E"}, "latitude", REJECTED, "decimal degrees"),
        ({"incident_id": "1.23457E+15"}, "incident_id", KEPT, "last digits are lost"),
        ({"date_start": "44108"}, "date_start", REJECTED, "Write 2020-10-04"),
        ({"killed_low": "2020/03/07"}, "killed_low", LEFT_OUT, "Write 3 as the lowest and 7 as the highest"),
        ({"killed_low": "Mar-20"}, "killed_low", LEFT_OUT, "3-20 before a spreadsheet took it"),
        ({"latitude": "north"}, "latitude", REJECTED, "not a number"),
        ({"latitude": "inf"}, "latitude", REJECTED, "not a number"),
        ({"latitude": "1_000"}, "latitude", REJECTED, "not a number"),
        ({"latitude": ""}, "latitude", REJECTED, "longitude is '46.3606'"),
        ({"longitude": ""}, "longitude", REJECTED, "latitude is '40.6828'"),
        ({"latitude": "0", "longitude": "0.0"}, "latitude", REJECTED, "Atlantic"),
        (
            {"latitude": "46.7515", "longitude": "39.8177", "country": "Azerbaijan"},
            "latitude",
            REJECTED,
            "Write latitude 39.8177 and longitude 46.7515.",
        ),
        ({"country": "France"}, "latitude", KEPT, "far outside 'France'"),
        ({"weapon": "drones"}, "weapon", KEPT, "Did you mean 'drone'?"),
        ({"weapon": "trebuchet"}, "weapon", REMARK, "shown as it is written"),
        ({"aggregate": "true"}, "aggregate", KEPT, "counted as a single incident"),
        ({"date_precision": "9"}, "date_precision", REMARK, "Allowed are: 1; 2; 3; 4; 5."),
        ({"uncertainty_m": "far"}, "uncertainty_m", LEFT_OUT, "not a number"),
        ({"uncertainty_m": "-5"}, "uncertainty_m", LEFT_OUT, "range"),
        ({"killed_low": "-1"}, "killed_low", LEFT_OUT, "blank if"),
        ({"killed_low": "2.5"}, "killed_low", LEFT_OUT, "whole number"),
        ({"killed_low": ">5"}, "killed_low", LEFT_OUT, "does not say which whole numbers"),
        ({"killed_low": "~20"}, "killed_low", LEFT_OUT, "lowest and the highest number that it may mean"),
        (
            {"killed_low": "07-Mar"},
            "killed_low",
            LEFT_OUT,
            "was probably 3-7 before a spreadsheet",
        ),
        ({"killed_low": "5.000"}, "killed_low", LEFT_OUT, "5 or 5000"),
        ({"killed_low": "7-3"}, "killed_low", LEFT_OUT, "whole number"),
        ({"killed_low": "9" * 30}, "killed_low", LEFT_OUT, "whole number"),
        ({"killed_low": "1000001"}, "killed_low", LEFT_OUT, "range"),
        ({"killed_low": "1", "killed_best": "9", "killed_high": "2"}, "killed_best", KEPT, "1 to 2"),
        ({"related_incidents": "i-1; nowhere"}, "related_incidents", LEFT_OUT, "'nowhere' is not one"),
        ({"checked": "no"}, "checked", REMARK, "not checked"),
        ({"title": "a\x00b"}, "title", REJECTED, "NUL"),
        ({"own": "a\x00b"}, "own", REJECTED, "NUL"),
    ],
)
def test_fault_of_an_incident(tmp_path: Path, cells: Row, column: str, effect: Effect, said: str) -> None:
    data = read(tmp_path, [incident(1), incident(2, **cells), incident(3)])
    fault = only_fault(data)
    assert (fault.table, fault.row, fault.column, fault.effect) == ("incidents", 3, column, effect)
    assert said in f"{fault.reason} {fault.remedy}"
    assert fault.value == cells.get(column, fault.value)[:80].strip()
    assert data.report.rows_rejected("incidents") == (effect is REJECTED)
    assert adds_up(data)
    if effect is LEFT_OUT and column not in {"related_incidents", "date_end"}:
        assert data.incidents[column].to_pylist() == [None, None, None]


FIGURES = ("killed_low", "killed_best", "killed_high")


@pytest.mark.parametrize(
    ("given", "read_as", "told"),
    [
        (("", "12", ""), (12, 12, 12), None),
        (("", "0", ""), (0, 0, 0), None),
        (("10", "12", "20"), (10, 12, 20), None),
        (("10", "12", ""), (10, 12, None), None),
        (("5", "", "3"), (3, None, 5), "killed_low"),
        (("5", "4", "3"), (3, 4, 5), "killed_low"),
        (("1", "9", "2"), (1, 9, 9), "killed_best"),
        (("5", "2", "7"), (2, 2, 7), "killed_best"),
        (("", "12", "10"), (None, 12, 12), "killed_best"),
        (("", "", ""), (None, None, None), None),
    ],
)
def test_every_figure_that_is_given_counts_and_contradictions_are_told(
    tmp_path: Path, given: tuple[str, ...], read_as: tuple[int | None, ...], told: str | None
) -> None:
    data = read(tmp_path, [incident(1, **dict(zip(FIGURES, given, strict=True)))])
    assert places_of(data) == ([("incidents", 2, told, KEPT)] if told else [])
    (row,) = data.incidents.to_pylist()
    assert tuple(row[name] for name in FIGURES) == read_as


@pytest.mark.parametrize(
    ("given", "read_as"),
    [
        (("3-7", "", ""), (3, None, 7)),
        (("3 – 7", "", "7"), (3, None, 7)),
        (("3–7", "", "3–7"), (3, None, 7)),
        (("", "", "3 to 7"), (3, None, 7)),
        (("", "between 3 and 7", ""), (3, None, 7)),
        (("10+", "", ""), (10, None, None)),
        (("at least 50", "", "60"), (50, None, 60)),
        (("", "At least 50", ""), (50, None, None)),
        (("", "", "up to 20"), (None, None, 20)),
        (("1,259", "", ""), (1259, None, None)),
        (("1 259", "", "12\u202f590"), (1259, None, 12590)),
    ],
)
def test_a_range_and_digits_in_groups_are_read_into_their_columns(
    tmp_path: Path, given: tuple[str, ...], read_as: tuple[int | None, ...]
) -> None:
    data = read(tmp_path, [incident(1, **dict(zip(FIGURES, given, strict=True)))])
    assert data.report.faults == ()
    (row,) = data.incidents.to_pylist()
    assert tuple(row[name] for name in FIGURES) == read_as
    assert "people killed not written in digits, but understood: " in data.report.notes[0]


def test_a_range_that_contradicts_its_other_column_is_left_out_and_told(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1, killed_low="3-7", killed_high="9")])
    assert places_of(data) == [("incidents", 2, "killed_low", LEFT_OUT)]
    assert data.incidents["killed_high"].to_pylist() == [9]


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["{}-{}", "{:,} – {:,}", "{} to {}"]))
def test_a_range_is_read_as_it_was_written(one: int, other: int, notation: str) -> None:
    low, high = sorted((one, other))
    assert ends_meant(notation.format(low, high)) == (str(low), str(high))


def test_claims_give_ranges_too_and_a_best_figure_alone_is_told(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1, killed_best="4")], claims=[claim(1, injured_high="12–24")])
    assert data.claims.select(["injured_low", "injured_high"]).to_pylist() == [
        {"injured_low": 12, "injured_high": 24}
    ]
    assert data.report.notes[0].endswith("taken as the lowest and the highest too: 1.")


DEGREES_MEANT = {
    "N 40.5": 40.5,
    "S40.5": -40.5,
    "40.5° N": 40.5,
    "40° 30' N": 40.5,
    "40°30′36″S": -40.51,
    "−40.5": -40.5,
    "–40.5": -40.5,
}


@pytest.mark.parametrize("written", DEGREES_MEANT)
def test_degrees_in_other_notations_are_read_and_told(tmp_path: Path, written: str) -> None:
    data = read(tmp_path, [incident(1, latitude=written)])
    assert data.report.faults == ()
    assert data.incidents["latitude"].to_pylist() == pytest.approx([DEGREES_MEANT[written]])
    (note,) = data.report.notes
    assert repr(written) in note


def test_decimal_commas_are_read_where_a_whole_column_has_them(tmp_path: Path) -> None:
    rows = [incident(1, latitude="40,5", longitude="46"), incident(2, latitude="-1,25", longitude="46,3606")]
    data = read(tmp_path, rows)
    assert data.report.faults == ()
    assert data.incidents["latitude"].to_pylist() == [40.5, -1.25]
    assert data.incidents["longitude"].to_pylist() == [46, 46.3606]
    assert len(data.report.notes) == 2


@pytest.mark.parametrize("name", ["location", "Coordinates", "lat, lon", "latlng"])
def test_one_column_may_hold_both_coordinates(tmp_path: Path, name: str) -> None:
    rows = [
        {"incident_id": "a", "date_start": "2020-10-04", name: "40.5, 46.25"},
        {"incident_id": "b", "date_start": "2020-10-04", name: "(S 1.5; 46° E)"},
        {"incident_id": "c", "date_start": "2020-10-04", name: ""},
    ]
    data = read(tmp_path, rows)
    assert data.incidents["latitude"].to_pylist() == [40.5, -1.5, None]
    assert data.incidents["longitude"].to_pylist() == [46.25, 46, None]
    assert data.incidents[name].to_pylist()[0] == "40.5, 46.25"
    assert any("latitude and longitude, in this order: 2." in note for note in data.report.notes)


@pytest.mark.parametrize("cell", ["Stepanakert", "46.5, 140.2, 3", "95, 46", "40.5"])
def test_a_column_of_something_else_is_not_taken_for_coordinates(tmp_path: Path, cell: str) -> None:
    rows = [
        {"incident_id": "a", "date_start": "2020-10-04", "location": "40.5, 46.25"},
        {"incident_id": "b", "date_start": "2020-10-04", "location": cell},
    ]
    with pytest.raises(UnreadableFile, match="latitude, longitude"):
        read(tmp_path, rows)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("fatalities", "killed_low and killed_high"),
        ("Killed Low", "killed_low"),
        ("sub-event type", "sub_event_type"),
        ("harm_satus", "harm_status"),
        ("notes", "summary"),
    ],
)
def test_a_column_that_may_be_meant_for_another_is_remarked(tmp_path: Path, name: str, meant: str) -> None:
    (note,) = read(tmp_path, [incident(1, **{name: "1"})]).report.notes
    assert repr(name) in note
    assert note.endswith(f"belongs in {meant}. Rename it to that, or name it in a mapping.")


@pytest.mark.parametrize("cells", [{"hospital": "x"}, {"fatalities": "3", "killed_low": "3"}])
def test_other_columns_are_not_remarked(tmp_path: Path, cells: Row) -> None:
    assert read(tmp_path, [incident(1, **cells)]).report.notes == ()


DAYS_MEANT = {
    "2020-09-27 00:00:00.000": "2020-09-27",
    "2024-11-01T00:00:00Z": "2024-11-01",
    "2009-02-20T00:00:00": "2009-02-20",
    "2024/11/01": "2024-11-01",
    "2020/9/27": "2020-09-27",
    "2020.09.27": "2020-09-27",
    "20240401": "2024-04-01",
    "01 November 2024": "2024-11-01",
    "1 Nov 2024": "2024-11-01",
    "01-January-2015": "2015-01-01",
    "october-7-2023": "2023-10-07",
    "October 18, 2023": "2023-10-18",
    "October 25,2023": "2023-10-25",
}


@pytest.mark.parametrize("written", DAYS_MEANT)
def test_a_date_that_means_one_day_is_read(tmp_path: Path, written: str) -> None:
    data = read(tmp_path, [incident(1, date_start=written)])
    assert data.report.faults == ()
    (row,) = data.incidents.to_pylist()
    assert row["date_start"].isoformat() == row["date_end"].isoformat() == DAYS_MEANT[written]
    (note,) = data.report.notes
    assert note == (
        f"incidents.csv, date_start: 1 date is not written as YYYY-MM-DD but has one meaning: "
        f"{written!r} was read as {DAYS_MEANT[written]}."
    )


@pytest.mark.parametrize(
    ("written", "read_as", "told"),
    [
        (("3/4/2020", "31/10/2020"), ("2020-04-03", "2020-10-31"), "the day first, as '31/10/2020' must be"),
        (("3/4/2020", "10/31/2020"), ("2020-03-04", "2020-10-31"), "month first, as '10/31/2020' must be"),
        (("04.10.2020", "5.10.2020 17:26"), ("2020-10-04", "2020-10-05"), "2 dates with dots"),
        (("04.10.2020", "10.31.2020"), ("2020-04-10", "2020-10-31"), "the month first"),
        (("04. 10. 2020", "05.05.2020"), ("2020-10-04", "2020-05-05"), "1 date with dots"),
        (("03/04/2020", "04.10.2020"), (None, "2020-10-04"), "1 date with dots"),
        (("03/04/2020", "31.10.2020"), (None, "2020-10-31"), "has one meaning"),
        (("3/4/2020", "31/10/2020", "10/31/2020"), (None, "2020-10-31", "2020-10-31"), "have one meaning"),
        (("3.4.2020", "31.10.2020", "10.31.2020"), (None, "2020-10-31", "2020-10-31"), "have one meaning"),
        (("3/4/2020", "5/6/2020"), (None, None), None),
        (("04.10.2020 - 06.10.2020",), ("2020-10-04",), "intervals in date_start"),
    ],
)
def test_a_column_shows_what_its_dates_in_digits_mean(
    tmp_path: Path, written: tuple[str, ...], read_as: tuple[str | None, ...], told: str | None
) -> None:
    data = read(tmp_path, [incident(n, date_start=text) for n, text in enumerate(written, 1)])
    days = [row["date_start"].isoformat() for row in data.incidents.to_pylist()]
    assert days == [day for day in read_as if day]
    unread = [text for text, day in zip(written, read_as, strict=True) if day is None]
    errors = data.report.errors
    assert [fault.value for fault in errors] == unread
    assert all("is ambiguous" in fault.reason and "--date-order" in fault.remedy for fault in errors)
    assert told is None or any(told in note for note in data.report.notes)


def test_countries_that_write_dates_with_dots_put_the_day_first() -> None:
    languages = [name for name in locale_identifiers() if "_" not in name]
    patterns = {str(one.pattern) for name in languages for one in Locale.parse(name).date_formats.values()}
    dotted = [one for one in patterns if re.match(r"(dd?|MM?)\. ?(dd?|MM?)\. ?y", one)]
    assert len(dotted) > 5
    assert all(pattern.startswith("d") for pattern in dotted)


@pytest.mark.parametrize(
    "written",
    ["2020-10-04/2020-10-06", "2020-10-04 - 2020-10-06", "2020-10-04 to 2020-10-06", "4-6 October 2020"],
)
def test_an_interval_in_one_cell_is_both_ends(tmp_path: Path, written: str) -> None:
    data = read(tmp_path, [incident(1, date_start=written)])
    assert data.report.faults == ()
    (row,) = data.incidents.to_pylist()
    assert (row["date_start"].isoformat(), row["date_end"].isoformat()) == ("2020-10-04", "2020-10-06")
    assert data.report.notes == (
        f"incidents.csv: intervals in date_start that fill date_end too: 1, such as {written!r}.",
    )


@given(
    st.dates(date(1800, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["%d %B %Y", "%d-%b-%Y", "%Y/%m/%d", "%Y%m%d"]),
)
def test_a_day_is_read_as_it_was_written(day: date, notation: str) -> None:
    meant = unambiguous_day(day.strftime(notation))
    assert meant is not None
    assert meant.day == day.isoformat()


@pytest.mark.parametrize("nothing", ["nan", "NA", "N/A", "unknown", "-", "None", "NULL"])
def test_words_for_no_value_among_coordinates_are_blank_and_the_row_stays(
    tmp_path: Path, nothing: str
) -> None:
    data = read(tmp_path, [incident(1, latitude=nothing, longitude=nothing)])
    assert places_of(data) == [("incidents", 2, name, REMARK) for name in ("latitude", "longitude")]
    assert data.report.unlocated == 1
    assert data.incidents.to_pylist()[0]["latitude"] is None


def test_a_blank_word_beside_a_coordinate_rejects_the_row(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1, latitude="nan")])
    assert places_of(data) == [("incidents", 2, "latitude", REMARK), ("incidents", 2, "latitude", REJECTED)]


def test_letter_case_of_a_vocabulary_does_not_matter_and_a_value_of_ones_own_is_kept(tmp_path: Path) -> None:
    rows = [
        incident(1, harm_status="Fair", weapon=" Rocket Artillery "),
        incident(2, harm_status="plausible"),
    ]
    data = read(tmp_path, rows)
    assert places_of(data) == [("incidents", 3, "harm_status", REMARK)]
    assert data.incidents["harm_status"].to_pylist() == ["fair", "plausible"]
    assert data.incidents["weapon"].to_pylist() == ["rocket artillery", None]


def test_every_fault_of_a_row_is_reported_at_once_in_the_order_of_the_schema(tmp_path: Path) -> None:
    data = read(
        tmp_path,
        [
            incident(
                1, killed_low="x", weapon="x", longitude="200", latitude="x", date_start="x", date_end="x"
            ),
            incident(1),
        ],
    )
    columns = ["date_start", "date_end", "latitude", "longitude", "weapon", "killed_low", "incident_id"]
    assert [fault.column for fault in data.report.faults] == columns
    assert data.report.rows_rejected("incidents") == 2


def test_the_other_identifiers_of_a_list_are_kept(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1, related_incidents="i-2;gone; i-3 ;away"), incident(2), incident(3)])
    assert data.incidents["related_incidents"].to_pylist() == ["i-2;i-3", None, None]
    assert "'gone;away'" in only_fault(data).reason


def test_a_rejected_incident_can_not_be_pointed_to(tmp_path: Path) -> None:
    data = read(
        tmp_path,
        [incident(1, related_incidents="i-2"), incident(2, date_start="")],
        claims=[claim(1, incident_id="i-2"), claim(2)],
    )
    assert places_of(data) == [
        ("incidents", 2, "related_incidents", LEFT_OUT),
        ("incidents", 3, "date_start", REJECTED),
        ("claims", 2, "incident_id", REJECTED),
    ]
    assert data.claims["claim_id"].to_pylist() == ["c-2"]


@pytest.mark.parametrize(
    ("row", "column", "effect"),
    [
        (claim(2, incident_id="nowhere"), "incident_id", REJECTED),
        (claim(2, incident_id=""), "incident_id", REJECTED),
        (claim(2, claim_id="c-1"), "claim_id", REJECTED),
        (claim(2, stance="shouts"), "stance", REJECTED),
        (claim(2, stance=""), "stance", REJECTED),
        (claim(2, source_id="nowhere"), "source_id", LEFT_OUT),
        (claim(2, killed_low="-1"), "killed_low", LEFT_OUT),
        (claim(2, claimant_side="all"), "claimant_side", REMARK),
        (claim(2, checked="no"), "checked", REMARK),
    ],
)
def test_fault_of_a_claim(tmp_path: Path, row: Row, column: str, effect: Effect) -> None:
    data = read(tmp_path, [incident(1)], claims=[claim(1, source_id="s-1"), row], sources=[source(1)])
    assert places_of(data) == [("claims", 3, column, effect)]
    assert adds_up(data)


def test_a_claim_with_a_range_upside_down_keeps_both_figures_and_is_told(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1)], claims=[claim(1, killed_low="9", killed_high="3", injured_low="2")])
    assert places_of(data) == [("claims", 2, "killed_low", KEPT)]
    (row,) = data.claims.select(["killed_low", "killed_high", "injured_low"]).to_pylist()
    assert row == {"killed_low": 3, "killed_high": 9, "injured_low": 2}


@pytest.mark.parametrize("stance", ["alleges", "reports", "verifies", "concedes"])
def test_a_claimant_who_says_and_denies_the_same_is_reported_and_kept(tmp_path: Path, stance: str) -> None:
    said = claim(1, claimant="A", stance=stance)
    data = read(tmp_path, [incident(1)], claims=[said, claim(2, claimant="A", stance="denies")])
    fault = only_fault(data)
    assert (fault.table, fault.row, fault.column, fault.effect) == ("claims", 3, "stance", KEPT)
    assert fault.reason.startswith("Contradictory: 'A' denies the incident here and says in claim 'c-1'")
    assert "excluded_because" in fault.remedy
    assert len(data.claims) == 2


@pytest.mark.parametrize(
    "denial",
    [
        {"claimant": "B"},
        {"claimant": ""},
        {"incident_id": "i-2"},
        {"excluded_because": "general denial"},
        {"excluded_because": "other incident"},
    ],
)
def test_a_denial_of_someone_or_something_else_contradicts_nothing(tmp_path: Path, denial: Row) -> None:
    cells = {"claimant": "A", "stance": "denies"} | denial
    claims = [claim(1, claimant=cells["claimant"] and "A"), claim(2, **cells)]
    assert not read(tmp_path, [incident(1), incident(2)], claims=claims).report.faults


def test_a_claimant_on_two_sides_is_reported_where_the_side_changes_and_kept(tmp_path: Path) -> None:
    claims = [
        claim(1, claimant="A", claimant_side="armenian"),
        claim(2, claimant="B", claimant_side="independent"),
        claim(3, claimant="a ", claimant_side="independent", incident_id="i-2"),
        claim(4, claimant="A", claimant_side=""),
        claim(5, claimant="", claimant_side="other"),
        claim(6, claimant="", claimant_side="armenian"),
    ]
    data = read(tmp_path, [incident(1), incident(2)], claims=claims)
    fault = only_fault(data)
    assert (fault.table, fault.row, fault.column, fault.effect) == ("claims", 4, "claimant_side", KEPT)
    assert fault.reason == "'a' is on the side 'independent' here and on 'armenian' in claim 'c-1'."
    assert "one side" in fault.remedy
    assert len(data.claims) == 6


def test_what_only_repeats_others_verifies_nothing(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1)], claims=[claim(1, stance="verifies", basis="relayed")])
    fault = only_fault(data)
    assert (fault.row, fault.column, fault.value, fault.effect) == (2, "basis", "relayed", KEPT)
    assert "reports as the stance" in fault.remedy
    assert len(data.claims) == 1


@pytest.mark.parametrize(
    ("side", "actor", "own"),
    [
        ("azerbaijani", "Armenian forces", False),
        ("armenian", "Azerbaijani forces", False),
        ("independent", "Azerbaijani forces", False),
        ("armenian", "Nagorno-Karabakh forces", True),
        ("azerbaijani", "Azerbaijani forces", True),
        ("azerbaijani", "", True),
        ("other", "Third forces", True),
    ],
)
def test_a_concession_of_what_the_other_side_did_is_reported_and_kept(
    tmp_path: Path, side: str, actor: str, own: bool
) -> None:
    for name in ("conflict.toml", "lines.geojson"):
        shutil.copy(bundled(name), tmp_path)
    said = claim(1, stance="concedes", claimant_side=side, actor=actor)
    data = read(tmp_path, [incident(1)], claims=[said])
    assert places_of(data) == ([] if own else [("claims", 2, "stance", KEPT)])
    assert len(data.claims) == 1


@pytest.mark.parametrize(("side", "meant"), [("martian", None), ("romanian", None), ("armenien", "armenian")])
def test_only_what_is_close_is_suggested(tmp_path: Path, side: str, meant: str | None) -> None:
    for name in ("conflict.toml", "lines.geojson"):
        shutil.copy(bundled(name), tmp_path)
    fault = only_fault(read(tmp_path, [incident(1)], claims=[claim(1, claimant_side=side)]))
    assert fault.remedy.startswith(f"Did you mean {meant!r}? " if meant else "Allowed are: armenian;")


def in_a_circle(first: Row = {}, second: Row = {}) -> dict[str, list[Row]]:  # noqa: B006 - never changed
    """A claims it on a page published by B, and B on a page published by A."""
    return {
        "claims": [
            claim(1, **{"claimant": "A", "source_id": "s-1"} | first),
            claim(2, **{"claimant": "B", "source_id": "s-2"} | second),
        ],
        "sources": [source(1, publisher="B"), source(2, publisher="a "), source(3, publisher="C")],
    }


def test_circular_reporting_is_reported_at_both_claims_and_kept(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1)], **in_a_circle())
    assert places_of(data) == [("claims", 2, "claimant", KEPT), ("claims", 3, "claimant", KEPT)]
    one, other = data.report.faults
    assert one.reason == "Circular: 'A' says it according to 'B', and 'B' according to 'A'."
    assert other.reason == "Circular: 'B' says it according to 'a', and 'a' according to 'B'."
    assert one.remedy == "Find who said it first; mark the basis of the other, and only that, `relayed`."
    assert len(data.claims) == 2


def test_where_each_only_repeats_the_other_it_goes_round(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1)], **in_a_circle({"basis": "relayed"}, {"basis": "relayed"}))
    assert places_of(data) == [("claims", 2, "claimant", KEPT), ("claims", 3, "claimant", KEPT)]


def ring(*names: str) -> dict[str, list[Row]]:
    """Each claims it on a page published by the next, and the last on a page published by the first."""
    return {
        "claims": [claim(n, claimant=name, source_id=f"s-{n}") for n, name in enumerate(names, 1)],
        "sources": [source(n, publisher=name) for n, name in enumerate((*names[1:], names[0]), 1)],
    }


def test_a_circle_of_three_is_named_whole_at_each_claim(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1)], **ring("A", "B", "C"))
    assert places_of(data) == [("claims", row, "claimant", KEPT) for row in (2, 3, 4)]
    assert data.report.faults[1].reason == (
        "Circular: 'B' says it according to 'C', 'C' according to 'A', and 'A' according to 'B'."
    )
    assert data.report.faults[1].remedy == (
        "Find who said it first; mark the basis of the others, and only theirs, `relayed`."
    )


@pytest.mark.parametrize("first", [{"basis": "relayed"}, {"incident_id": "i-2"}, {"source_id": ""}])
def test_what_does_not_go_all_the_way_round_is_no_circle(tmp_path: Path, first: Row) -> None:
    rows = ring("A", "B", "C")
    rows["claims"][0] = {**rows["claims"][0], **first}
    assert not read(tmp_path, [incident(1), incident(2)], **rows).report.faults


def test_a_pair_on_a_longer_circle_is_told_as_a_pair(tmp_path: Path) -> None:
    rows = ring("C", "A", "B")
    rows["claims"].append(claim(4, claimant="B", source_id="s-1"))
    said = [fault.reason for fault in read(tmp_path, [incident(1)], **rows).report.faults]
    assert said == [
        "Circular: 'C' says it according to 'A', 'A' according to 'B', and 'B' according to 'C'.",
        "Circular: 'A' says it according to 'B', and 'B' according to 'A'.",
        "Circular: 'B' says it according to 'C', 'C' according to 'A', and 'A' according to 'B'.",
        "Circular: 'B' says it according to 'A', and 'A' according to 'B'.",
    ]


def test_of_a_long_circle_the_first_are_named(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1)], **ring(*(f"N{n}" for n in range(40))))
    assert len(data.report.faults) == 40
    assert (
        "'N10' according to 'N11', and so on through 28 more, back to 'N0'." in data.report.faults[0].reason
    )


@pytest.mark.parametrize("column", sorted(DECIDE_WHAT_COUNTS))
def test_a_claim_of_which_it_is_not_known_how_far_it_counts_is_rejected(tmp_path: Path, column: str) -> None:
    data = read(tmp_path, [incident(1)], claims=[claim(1), claim(2, **{column: "hearsy"})])
    fault = only_fault(data)
    assert (fault.row, fault.column, fault.value, fault.effect) == (3, column, "hearsy", REJECTED)
    assert "how much the claim counts" in fault.reason
    assert "Allowed are: " in fault.remedy
    assert len(data.claims) == 1
    assert adds_up(data)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"killed_low": "3", "killed_high": "4"}, "the claim denies the incident and gives 4 killed."),
        ({"injured_low": "1200"}, "the claim denies the incident and gives 1,200 injured."),
    ],
)
def test_a_denial_that_gives_people_harmed_contradicts_itself(tmp_path: Path, more: Row, reason: str) -> None:
    fault = only_fault(read(tmp_path, [incident(1)], claims=[claim(1, stance="denies", **more)]))
    assert (fault.row, fault.column, fault.effect) == (2, "stance", KEPT)
    assert fault.reason == f"Contradictory: {reason}"
    assert "if others do, add a claim" in fault.remedy


REPEATED = {"source_id": "s-1", "claimant": "A", "killed_low": "3", "actor": "F"}


@pytest.mark.parametrize(
    ("more", "column", "reason"),
    [
        ({}, "claimant", "Repeats claim 'c-1'"),
        ({"claimant": "a"}, "claimant", "Repeats claim 'c-1'"),
        ({"claimant": "a", "killed_low": "4"}, "claimant", "'a' counts as a different claimant from 'A'"),
        ({"claimant": "a", "source_id": "s-2"}, "claimant", "'a' counts as a different claimant from 'A'"),
        ({"source_id": "s-2"}, "", ""),
        ({"killed_low": "4"}, "", ""),
        ({"excluded_because": "early count"}, "", ""),
        ({"excluded_because": "other incident"}, "", ""),
        ({"incident_id": "i-2"}, "", ""),
        ({"claimant": ""}, "", ""),
    ],
)
def test_a_claim_that_counts_twice_is_told(tmp_path: Path, more: Row, column: str, reason: str) -> None:
    claims = [claim(1, **REPEATED), claim(2, **REPEATED | more)]
    data = read(tmp_path, [incident(1), incident(2)], claims=claims, sources=[source(1), source(2)])
    faults = [fault for fault in data.report.faults if fault.effect is KEPT]
    assert {(fault.table, fault.row, fault.column) for fault in faults} == (
        {("claims", 3, column)} if column else set()
    )
    assert faults or not reason
    assert all(fault.reason.startswith(("Repeats", "'a'")) for fault in faults)
    assert not reason or any(fault.reason.startswith(reason) for fault in faults)
    assert len(data.claims) == 2


@pytest.mark.parametrize(
    ("checked", "more", "told"),
    [
        ("no", {}, True),
        ("no", {"checked": "yes"}, True),
        ("no", {"checked": "no"}, False),
        ("no", {"excluded_because": "not checked"}, False),
        ("yes", {}, False),
        ("", {}, False),
    ],
)
def test_a_claim_that_counts_though_its_source_was_not_read_is_told(
    tmp_path: Path, checked: str, more: Row, told: bool
) -> None:
    claims = [claim(1, source_id="s-1", **more)]
    data = read(tmp_path, [incident(1)], claims=claims, sources=[source(1, checked=checked)])
    faults = [fault for fault in data.report.faults if fault.effect is KEPT]
    assert [(fault.table, fault.row, fault.column) for fault in faults] == [("claims", 2, "checked")] * told


@pytest.mark.parametrize(
    ("manner", "column", "kind", "contradictory"),
    [
        ("close range", "event_type", "Explosions/Remote violence", True),
        ("fire", "sub_event_type", "Attack", True),
        ("unknown", "sub_event_type", "Attack", False),
        ("fire", "event_type", "Explosions/Remote violence", False),
        ("", "event_type", "Explosions/Remote violence", False),
    ],
)
def test_how_people_were_harmed_and_the_kind_of_attack_agree(
    tmp_path: Path, manner: str, column: str, kind: str, contradictory: bool
) -> None:
    data = read(tmp_path, [incident(1, harm_manner=manner, **{column: kind})])
    assert places_of(data) == [("incidents", 2, "harm_manner", KEPT)] * contradictory
    assert len(data.incidents) == 1


def test_a_denial_that_says_none_is_a_denial(tmp_path: Path) -> None:
    none = {"killed_low": "0", "killed_high": "0"}
    assert not read(tmp_path, [incident(1)], claims=[claim(1, stance="denies", **none)]).report.faults


def test_only_a_party_concedes(tmp_path: Path) -> None:
    sides = {1: "independent", 2: "armenian", 3: "azerbaijani"}
    claims = [claim(n, stance="concedes", claimant=f"C{n}", claimant_side=s) for n, s in sides.items()]
    fault = only_fault(read(tmp_path, [incident(1)], claims=claims))
    assert (fault.row, fault.column, fault.value, fault.effect) == (2, "stance", "concedes", KEPT)
    assert "only a party can concede" in fault.reason
    assert "claimant's side" in fault.remedy


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"basis": "relayed"}, {}),
        ({}, {"excluded_because": "tertiary source"}),
        ({}, {"incident_id": "i-2"}),
        ({}, {"source_id": "s-3"}),
        ({}, {"source_id": ""}),
        ({}, {"claimant": ""}),
        ({"claimant": "B"}, {}),
    ],
)
def test_what_does_not_go_round_is_no_circle(tmp_path: Path, first: Row, second: Row) -> None:
    data = read(tmp_path, [incident(1), incident(2)], **in_a_circle(first, second))
    assert not data.report.faults


@pytest.mark.parametrize(
    ("row", "column", "effect"),
    [
        (source(2, source_id="s-1"), "source_id", REJECTED),
        (source(2, publisher=""), "publisher", REJECTED),
        (source(2, published_on=""), "published_on", REMARK),
        (source(2, published_on="2020-13"), "published_on", LEFT_OUT),
        (source(2, published_on="Oct 2020"), "published_on", LEFT_OUT),
        (source(2, checked="no"), "checked", REMARK),
        (source(2, url="javascript:alert(1)"), "url", LEFT_OUT),
        (source(2, url="https://"), "url", LEFT_OUT),
        (source(2, url="https:///path"), "url", LEFT_OUT),
        (source(2, url="http://:80/"), "url", LEFT_OUT),
        (source(2, url="//example.org/"), "url", LEFT_OUT),
        (source(2, url="ftp://example.org/"), "url", LEFT_OUT),
        (source(2, url="https://good.org@evil.org/"), "url", LEFT_OUT),
        (source(2, url="https://example.org/a b"), "url", LEFT_OUT),
        (source(2, archived_url='https://example.org/"><script>'), "archived_url", LEFT_OUT),
    ],
)
def test_fault_of_a_source(tmp_path: Path, row: Row, column: str, effect: Effect) -> None:
    data = read(tmp_path, [incident(1)], sources=[source(1), row])
    assert places_of(data) == [("sources", 3, column, effect)]
    assert adds_up(data)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "HTTP://Example.org:8080/a?b=c&d=(e)#f",
        "https://web.archive.org/web/2020/https://a.am/",
        "https://հայ.հայ/ա",
        "http://[::1]/",
    ],
)
def test_an_address_is_kept_as_it_is(tmp_path: Path, url: str) -> None:
    data = read(tmp_path, [incident(1)], sources=[source(1, url=url)])
    assert not data.report.faults
    assert data.sources["url"].to_pylist() == [url]


# --- places ------------------------------------------------------------------------------------


def test_places_are_compared_only_in_a_data_set_that_uses_the_gazetteer(tmp_path: Path) -> None:
    known = next(iter(gazetteer()))
    data = read(tmp_path, [incident(1, place_id=known), incident(2, place_id="atlantis"), incident(3)])
    assert places_of(data) == [("incidents", 3, "place_id", KEPT)]
    assert data.incidents["place_id"].to_pylist() == [known, "atlantis", None]
    assert not read(tmp_path, [incident(1, place_id="atlantis")]).report.faults


# --- the file ----------------------------------------------------------------------------------


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_common_way_to_write_csv(tmp_path: Path, bom: bytes, delimiter: str, line_end: str) -> None:
    title = 'Two\nlines, "quoted"; with\ttabs'
    text = as_csv([incident(1, title=title), incident(2, latitude="x")], delimiter, line_end)
    data = read(tmp_path, bom + text.encode())
    assert data.incidents["title"].to_pylist() == [title]
    assert places_of(data) == [("incidents", 3, "latitude", REJECTED)]
    assert len(data.report.notes) == bool(bom) + (delimiter != ",")


def test_the_delimiter_is_found_in_a_header_with_quotes(tmp_path: Path) -> None:
    text = '"incident_id";"date_start";"latitude";"longitude";"a,b,c,d,e"\ni-1;2020-10-04;40;46;x\n'
    assert read(tmp_path, text).extra_columns == ("a,b,c,d,e",)


def test_a_stranger_needs_four_columns_and_keeps_the_others(tmp_path: Path) -> None:
    path = tmp_path / "strikes.csv"
    path.write_text("Event_Date,ID, Lat ,lng,Ward, title\n2023-05-01,a,47.0971,37.5434, 2 ,T\n")
    (tmp_path / "claims.csv").write_text("somebody,else\n")
    data = read_dataset(path)
    (row,) = data.incidents.to_pylist()
    assert not data.report.faults
    assert (row["incident_id"], row["date_start"], row["latitude"]) == ("a", date(2023, 5, 1), 47.0971)
    assert (row["Ward"], row["title"], data.extra_columns) == (" 2 ", "T", ("Ward",))
    assert [note.split("column ")[1] for note in data.report.notes] == [
        "'Event_Date' is read as 'date_start'.",
        "'ID' is read as 'incident_id'.",
        "' Lat ' is read as 'latitude'.",
        "'lng' is read as 'longitude'.",
        "' title' is read as 'title'.",
    ]
    assert data.claims.num_rows == data.sources.num_rows == 0


def test_an_exact_name_goes_before_an_alias(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1, lat="x", id="y", Date="z")])
    assert data.extra_columns == ("lat", "id", "Date")
    assert data.incidents["lat"].to_pylist() == ["x"]


def test_a_column_without_a_name_gets_one(tmp_path: Path) -> None:
    data = read(tmp_path, ",incident_id,date_start,latitude,longitude\n0,i-1,2020-10-04,40,46\n")
    assert data.incidents["column_1"].to_pylist() == ["0"]
    assert data.report.notes == ("incidents.csv: column '' is read as 'column_1'.",)


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("incidents.csv", {"claims": "claims.csv", "sources": "sources.csv"}),
        ("a-incidents.csv", {"claims": "a-claims.csv", "sources": "a-sources.csv"}),
        ("a.csv", {"claims": "a-claims.csv", "sources": "a-sources.csv"}),
        ("b.csv", {}),
        ("b-incidents.csv", {}),
    ],
)
def test_claims_and_sources_are_found_beside(tmp_path: Path, name: str, beside: dict[str, str]) -> None:
    for present in ("claims.csv", "sources.csv", "a-claims.csv", "a-sources.csv"):
        (tmp_path / present).touch()
    found = {table: path.name for table, path in dataset_files(tmp_path / name).items()}
    assert found == {"incidents": name} | beside


def test_absent_tables_are_empty_with_all_columns(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1)])
    assert data.claims.column_names == list(CLAIMS.names)
    assert data.sources.column_names == list(SOURCES.names)
    assert data.report.summary() == "incidents: 1 row, usable."


def test_sources_of_claims_are_not_looked_up_where_there_is_no_sources_file(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1)], claims=[claim(1, source_id="elsewhere")])
    assert not data.report.faults
    assert data.claims["source_id"].to_pylist() == ["elsewhere"]


def test_a_header_alone_is_a_data_set_without_rows(tmp_path: Path) -> None:
    for text in ("id,date,lat,lon", "id,date,lat,lon\n", "id,date,lat,lon\n\n\n"):
        data = read(tmp_path, text)
        assert (data.report.rows_in("incidents"), data.incidents.num_rows) == (0, 0)


# --- damaged records ---------------------------------------------------------------------------

HEAD = "incident_id,date_start,latitude,longitude,title\n"
GOOD = "i-1,2020-10-04,40,46,T\n"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ("i-2,2020-10-04,40\n", "3 cells where the header has 5"),
        ("i-2\n", "1 cell where the header has 5"),
        ("i-2,2020-10-04,40,46,T,more\n", "6 cells where the header has 5"),
        ('i-2,2020-10-04,40,46,"said "yes""\n', "not closed"),
        ('i-2,2020-10-04,40,46,"T\n', "not closed"),
    ],
)
def test_a_damaged_record_is_a_fault_of_its_own_row(tmp_path: Path, record: str, reason: str) -> None:
    data = read(tmp_path, HEAD + GOOD + record)
    fault = only_fault(data)
    assert (fault.row, fault.column, fault.effect) == (3, "", REJECTED)
    assert reason in fault.reason
    assert (data.report.rows_in("incidents"), data.incidents.num_rows) == (2, 1)


def test_a_quotation_mark_that_is_not_closed_does_not_swallow_the_next_row_in_silence(tmp_path: Path) -> None:
    swallowed = 'i-2,2020-10-04,40,46,"said\ni-3,2020-10-04,40,46,"more"\n'
    data = read(tmp_path, HEAD + GOOD + swallowed + GOOD.replace("i-1", "i-4"))
    assert places_of(data) == [("incidents", 3, "", REJECTED)]
    assert data.incidents["incident_id"].to_pylist() == ["i-1", "i-4"]
    assert adds_up(data)


def test_rows_are_numbered_as_in_a_spreadsheet(tmp_path: Path) -> None:
    text = f'{HEAD}i-1,2020-10-04,40,46,"a\nb\nc"\n\ni-2,,40,46,T\n,,,,\ni-3,2020-10-04\ni-4,,40,46,T\n'
    data = read(tmp_path, text)
    assert [fault.row for fault in data.report.faults] == [4, 6, 7]
    assert data.report.rows_in("incidents") == 4
    assert data.report.notes == ("incidents.csv: blank lines left out: 2.",)


def test_a_quotation_mark_inside_a_cell_is_text(tmp_path: Path) -> None:
    data = read(tmp_path, HEAD + 'i-1,2020-10-04,40,46,a 5" gun\n')
    assert data.incidents["title"].to_pylist() == ['a 5" gun']


def test_a_record_too_long_to_be_one_says_where_it_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csvfile, "_BLOCK", 100)
    monkeypatch.setattr(csvfile, "_LONGEST_RECORD", 200)
    with pytest.raises(UnreadableFile, match="row 3: A quotation mark is opened"):
        read(tmp_path, HEAD + GOOD + 'i-2,2020-10-04,40,46,"' + "x\n" * 500)


def test_a_record_longer_than_a_block_is_read_and_each_fault_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csvfile, "_BLOCK", 100)
    long = "x\n" * 500 + "x"
    data = read(tmp_path, HEAD + GOOD + f'one,two\ni-2,2020-10-04,40,46,"{long}"\n')
    assert data.incidents["title"].to_pylist()[-1] == long
    assert [fault.row for fault in data.report.errors] == [3]


def test_claims_that_are_read_in_several_blocks_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csvfile, "_BLOCK", 1_000)
    claims = [claim(n, claimant="X", note="n" * 100) for n in range(1, 50)]
    last = claim(50, claimant="x", stance="denies")
    found = read(tmp_path, [incident()], claims=[*claims, last], sources=[source()])
    assert [fault.row for fault in found.report.errors] == [51]


# --- files that can't be read ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \n\n", "empty"),
        (b"\n" + HEAD.encode(), "line 1: the line is blank"),
        (b'"incident_id,date_start\n', "not closed"),
        (HEAD.encode() + "i-1,2020-10-04,40,46,Степанакерт".encode("cp1251"), "Windows-1251"),
        (HEAD.encode() + "i-1,2020-10-04,40,46,Orléans".encode("cp1252"), "Windows-1252"),
        (HEAD.encode() + "i-1,2020-10-04,40,46,Orléans".encode("cp1252"), "line 2: byte 72 (0xe9)"),
        (HEAD.encode("utf-16") + b"\x00", "UTF-16"),
        (HEAD.encode("utf-16-le"), "UTF-16"),
        (HEAD.encode("utf-32"), "UTF-16"),
        (b"PK\x03\x04\x14\x00\xff\xfe", "Excel"),
        (b"\x7fELF\x00\xff", "binary"),
        (b"a,b\n1,2\n", "required: incident_id, date_start, latitude, longitude. It has: 'a', 'b'"),
        (b"id,date_strat,lat,lon\n", "Is it 'date_strat'?"),
        (b"id,date,lat,lon,title,title\n", "'title', 'title'"),
        (b"id,date,lat,lon,own,Own\n", "'own', 'Own'"),
        (GOOD.encode(), "It has: 'i-1'"),
    ],
)
def test_a_file_that_can_not_be_read_says_why(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, content)
    assert said in str(caught.value)
    assert str(tmp_path / "incidents.csv") in caught.value.problem
    assert caught.value.remedy


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("packed", [bytes, gzip.compress])
def test_utf_16_with_its_mark_is_read(
    tmp_path: Path, encoding: str, packed: Callable[[bytes], bytes]
) -> None:
    text = f"\ufeff{HEAD}i-1,2020-10-04,40,46,Գյուղ 🕊\n"
    data = read(tmp_path, packed(text.encode(encoding)))
    assert data.incidents["title"].to_pylist() == ["Գյուղ 🕊"]
    assert any("byte order mark" in note for note in data.report.notes)


@pytest.mark.parametrize(
    "name",
    [
        "missing.csv",
        ".",
        "x" * 300,
        "nul\x00.csv",
        "OAPIF:http://127.0.0.1:9/api",
        "/vsicurl/http://127.0.0.1:9/a",
    ],
)
def test_what_is_not_a_file_can_not_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFile):
        read_dataset(tmp_path / name)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UnreadableFile, match="not a file"):
        read_dataset(tmp_path / "pipe.csv")


def test_a_file_without_permission_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.csv").touch()
    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(UnreadableFile, match="Permission denied"):
        read_dataset(tmp_path / "a.csv")


def test_unreadable_claims_are_not_taken_for_absent_ones(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_bytes(b"")
    with pytest.raises(UnreadableFile, match=r"claims\.csv is empty"):
        read(tmp_path, [incident(1)])


# --- the result --------------------------------------------------------------------------------


def test_columns_are_typed_by_their_kind(tmp_path: Path) -> None:
    cells = {"killed_low": "3.0", "uncertainty_m": "1e3", "time_local": " 10:00 ", "own": " x "}
    data = read(tmp_path, [incident(1, date_end="2020-10-05", **cells), incident(2)])
    first, second = data.incidents.to_pylist()
    assert data.incidents.column_names == [*INCIDENTS.names, "own"]
    assert data.incidents.schema.field("killed_low").type == pa.int64()
    assert data.incidents.schema.field("date_start").type == pa.date32()
    assert data.incidents.schema.field("latitude").type == pa.float64()
    assert {data.incidents.schema.field(name).type for name in ("title", "tags", "own")} == {pa.string()}
    assert (first["killed_low"], first["uncertainty_m"], first["time_local"]) == (3, 1000.0, "10:00")
    assert (first["date_end"], second["date_end"]) == (date(2020, 10, 5), date(2020, 10, 4))
    assert (first["own"], second["own"], second["killed_low"], second["title"]) == (" x ", None, None, None)


def test_types_do_not_depend_on_the_rows(tmp_path: Path) -> None:
    full, empty = read(tmp_path, [incident(1)]), read(tmp_path, "id,date,lat,lon\n")
    assert full.incidents.schema == empty.incidents.schema


def test_an_incident_without_a_location_is_accepted_and_counted(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1, latitude="", longitude="", country="France"), incident(2)])
    assert not data.report.faults
    assert (data.report.unlocated, data.incidents["latitude"].to_pylist()) == (1, [None, 40.6828])


def test_zero_is_a_number_like_any_other(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1, latitude="0", killed_low="0", killed_high="0")])
    assert not data.report.faults
    assert (data.incidents["latitude"].to_pylist(), data.incidents["killed_low"].to_pylist()) == ([0.0], [0])


def test_the_fingerprint_is_the_hash_of_the_files_one_after_the_other(tmp_path: Path) -> None:
    data = read(tmp_path, [incident(1)], claims=[claim(1)], sources=[source(1)])
    names = [f"{table.name}.csv" for table in TABLES]
    content = b"".join((tmp_path / name).read_bytes() for name in names)
    assert data.fingerprint == hashlib.sha256(content).hexdigest()


def test_it_knows_when_the_newest_file_was_written(tmp_path: Path) -> None:
    read(tmp_path, [incident(1)], claims=[claim(1)])
    os.utime(tmp_path / "claims.csv", (2e9, 2e9))
    assert read_dataset(tmp_path / "incidents.csv").modified.timestamp() == 2e9


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_it_went_in(tmp_path: Path, text: str) -> None:
    data = read(tmp_path, [incident(1, title=text, own=text, incident_id=text)])
    (row,) = data.incidents.to_pylist()
    assert (row["title"], row["own"], row["incident_id"]) == (text, text, text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_values_are_cut_in_faults(tmp_path: Path, text: str) -> None:
    data = read(tmp_path, [incident(1, weapon=text, latitude=text, date_start=text, date_end=text)])
    assert len(data.report.faults) == 4
    assert all(len(fault.value) <= 80 and len(fault.reason) < 200 for fault in data.report.faults)


def test_the_bundled_data_set_loses_nothing() -> None:
    assert read_dataset(Path(__file__).parents[1] / "incidents.csv").report.errors == ()


def test_the_broken_example_has_one_fault_of_each_kind() -> None:
    report = read_dataset(BROKEN).report
    assert [(fault.row, fault.column, fault.effect) for fault in report.faults] == [
        (3, "date_start", REJECTED),
        (4, "date_start", REJECTED),
        (5, "latitude", REJECTED),
        (6, "latitude", REJECTED),
        (7, "incident_id", REJECTED),
        (8, "weapon", KEPT),
        (9, "killed_low", KEPT),
        (10, "", REJECTED),
    ]
    assert report.summary() == "incidents: 3 of 9 rows are usable, 6 rejected."


def test_the_report_as_json_has_everything(tmp_path: Path) -> None:
    report = read(tmp_path, [incident(1, weapon="x"), incident(2, latitude="", longitude="")]).report
    plain = report.as_json()
    assert plain["tables"][0] == {"table": "incidents", "rows_in": 2, "rows_accepted": 2, "rows_rejected": 0}
    assert plain["faults"][0]["row"] == 2
    assert (plain["unlocated"], plain["effects"]) == (1, {"remark": 1})


# --- properties --------------------------------------------------------------------------------

IN_ONE_DIRECTORY = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
CELLS = st.text(st.sampled_from('ab0129-.,;\t "\n\r\x00é=<:/Ա\u202e'), max_size=12)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00'"), max_size=30)


@IN_ONE_DIRECTORY
@given(content=st.binary(max_size=200))
@example(content=b"\xef\xbb\xbf\x00")
@example(content=b'"')
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    with contextlib.suppress(MapappError):
        assert adds_up(read(tmp_path, content))


@IN_ONE_DIRECTORY
@given(body=st.one_of(st.binary(max_size=200).map(lambda raw: raw.decode(errors="ignore")), CELLS, TEXT))
@example(body='"')
@example(body='a,"\n')
@example(body="\r\n\r")
@example(body="\ufeff")
def test_any_text_under_a_header_adds_up(tmp_path: Path, body: str) -> None:
    assert adds_up(read(tmp_path, HEAD + body))


@settings(deadline=None)
@given(body=st.text(st.sampled_from('ab,"\n\r '), max_size=25))
@example(body='1,"a\n2,"b"\n3,4')
@example(body='1,"a"b\n\n"",""')
def test_records_are_split_and_numbered_as_the_standard_library_does(body: str) -> None:
    file = StoredFile(Path("a.csv"), f"a,b\n{body}".encode(), datetime.now(UTC))
    records = csvfile.read_records("incidents", file, csvfile.read_header(file))
    expected = dict(enumerate(csv.reader(io.StringIO(f"a,b\n{body}", newline="")), 1))
    for number, *cells in records.cells.itertuples(name=None):
        assert [cell if isinstance(cell, str) else "" for cell in cells] == expected[number]
    damaged = {fault.row for fault in records.faults}
    assert {number for number, cells in expected.items() if len(cells) not in {0, 2}} <= damaged
    assert damaged <= expected.keys()
    assert records.rows_in == len(records.cells) + len(damaged)


@IN_ONE_DIRECTORY
@given(rows=st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=6))
def test_any_cells_add_up(tmp_path: Path, rows: list[list[str]]) -> None:
    names = ["incident_id", "date_start", "date_end", "latitude", "longitude", "weapon", "killed_low"]
    names += ["related_incidents", "own"]
    table = [dict(zip(names, row, strict=True)) for row in rows]
    data = read(tmp_path, table or [incident(1)])
    assert adds_up(data)
    blank = sum(not any(row.values()) for row in table)
    assert not table or data.report.rows_in("incidents") == len(table) - blank


@IN_ONE_DIRECTORY
@given(
    rows=st.lists(
        st.tuples(
            TEXT.filter(str.strip),
            TEXT,
            TEXT,
            st.dates(date(1800, 1, 1), date(2100, 12, 31)),
            st.floats(-90, 90).filter(bool),
            st.floats(-180, 180),
            st.integers(0, 1_000_000),
        ),
        unique_by=lambda row: row[0].strip(),
        max_size=5,
    ),
    delimiter=st.sampled_from(",;\t"),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_good_rows_come_out_as_they_went_in(
    tmp_path: Path, rows: list[tuple[object, ...]], delimiter: str, line_end: str
) -> None:
    names = ["incident_id", "title", "own", "date_start", "latitude", "longitude", "killed_low"]
    table = [dict(zip(names, map(str, row), strict=True)) for row in rows]
    text = as_csv(table or [incident(1)], delimiter, line_end)
    data = read(tmp_path, text)
    if rows:
        assert not data.report.faults
        found = data.incidents.select(names).to_pylist()
        assert [list(row.values()) for row in found] == [
            [ident.strip(), title.strip() or None, own or None, *others]
            for ident, title, own, *others in rows
        ]


def test_a_reserved_column_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "my.csv"
    path.write_text("id,date,lat,lon,__x\na,2020-10-01,40,46,1\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="reserved"):
        read_dataset(path)
