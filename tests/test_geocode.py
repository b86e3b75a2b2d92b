"""`mapapp geocode` proposes points, lists alternatives and changes nothing else."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mapapp.cli.main import app
from mapapp.errors import UnwritableFile
from mapapp.geo.gazetteer import gazetteer, towns
from mapapp.geo.geocoding import candidates
from mapapp.geo.world import towns as world_towns
from mapapp.ingest import read_dataset
from mapapp.maintenance.geocoding import REPORT_COLUMNS, geocoded, write_geocoded

HEAD = "incident_id,date_start,place_name,country,latitude,longitude"


def written(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "incidents.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_what_was_written_in_the_meantime_is_not_overwritten(tmp_path: Path) -> None:
    done, to = geocoded(written(tmp_path, "a,2020-10-04,ERBIL,Iraq,,")), tmp_path / "located.csv"
    to.write_text("mine")
    with pytest.raises(UnwritableFile, match="already exists"):
        write_geocoded(done, to)
    assert to.read_text() == "mine"


def test_one_place_of_a_name_is_proposed_with_what_it_is_from(tmp_path: Path) -> None:
    (row,) = read(geocoded(written(tmp_path, "a,2020-10-04,ERBIL,Iraq,,")).data)
    assert (row["latitude"], row["longitude"]) == ("36.19100", "44.00900")
    assert (row["location_precision"], row["uncertainty_m"]) == ("1", "25000")
    assert [row[name] for name in REPORT_COLUMNS] == ["proposed", "world.zip", "Erbil", ""]


def test_a_place_of_the_gazetteer_keeps_its_precision_and_radius(tmp_path: Path) -> None:
    place = next(one for one in gazetteer().values() if one.location_precision == "3")
    (row,) = read(geocoded(written(tmp_path, f"a,2020-10-04,{place.place_id},,,")).data)
    assert row["geocode_entry"] == place.place_id
    assert row["location_precision"] == "3"
    assert float(row["uncertainty_m"]) == place.uncertainty_m


def test_of_several_places_none_is_picked_and_a_country_narrows_them(tmp_path: Path) -> None:
    rows = ["a,2020-10-04,Tripoli,,,", "b,2020-10-04,Tripoli,Lebanon,,", "c,2020-10-04,Tripoli,Chad,,"]
    several, one, none = read(geocoded(written(tmp_path, *rows)).data)
    assert several["latitude"] == several["geocode_entry"] == several["location_precision"] == ""
    assert several["geocode_outcome"] == "ambiguous"
    for country in ("Libya", "Greece", "Lebanon"):
        assert f"({country})" in several["geocode_alternatives"]
    assert one["geocode_outcome"] == "proposed"
    assert one["latitude"].startswith("34.4")
    assert (none["geocode_outcome"], none["geocode_alternatives"]) == ("not found", "")


def test_a_country_that_is_not_known_lets_nothing_be_picked(tmp_path: Path) -> None:
    (row,) = read(geocoded(written(tmp_path, "a,2020-10-04,Erbil,Wonderland,,")).data)
    assert (row["geocode_outcome"], row["latitude"]) == ("country not known", "")
    assert "Erbil (Iraq)" in row["geocode_alternatives"]


def test_what_a_row_says_of_precision_stays(tmp_path: Path) -> None:
    path = written(tmp_path, "a,2020-10-04,Erbil,Iraq,,,4,", head=f"{HEAD},location_precision,uncertainty_m")
    (row,) = read(geocoded(path).data)
    assert (row["location_precision"], row["uncertainty_m"]) == ("4", "25000")


def test_a_half_of_a_pair_is_a_coordinate_too(tmp_path: Path) -> None:
    path = written(tmp_path, "a,2020-10-04,Erbil,Iraq,36.5,", "b,2020-10-04,Erbil,Iraq,unknown,")
    for row in read(geocoded(path).data):
        assert row["geocode_outcome"] == row["longitude"] == ""


def test_a_second_run_changes_nothing_of_rows_that_have_a_point(tmp_path: Path) -> None:
    first = geocoded(written(tmp_path, "a,2020-10-04,Erbil,Iraq,,", "b,2020-10-04,Tripoli,,,"))
    again = tmp_path / "again.csv"
    again.write_bytes(first.data)
    assert geocoded(again).data == first.data


def test_the_command_writes_a_new_file_that_can_be_read_and_tells_what_it_did(tmp_path: Path) -> None:
    path = written(tmp_path, "a,2020-10-04,Erbil,Iraq,,", "b,2020-10-04,Tripoli,,,", "c,2020-10-04,,,1,2")
    to = tmp_path / "new.csv"
    before = path.read_bytes()
    done = CliRunner().invoke(app, ["geocode", str(path), "--to", str(to)])
    assert done.exit_code == 0
    assert "Row 3: Tripoli may be Tripoli (Libya)" in done.stderr
    assert "1 row has coordinates and is unchanged." in done.stderr
    assert "1 row has a proposed point" in done.stderr
    assert "1 row stays blank: several places" in done.stderr
    assert "new.csv" in done.stdout
    assert path.read_bytes() == before
    assert read_dataset(to).incidents["latitude"].to_pylist() == [36.191, None, 1.0]
    assert CliRunner().invoke(app, ["geocode", str(path), "--to", str(to)]).exit_code == 2
    assert CliRunner().invoke(app, ["geocode", str(path), "--to", str(path)]).exit_code == 2
    assert path.read_bytes() == before


def test_with_strict_nothing_is_written_while_a_row_has_no_location(tmp_path: Path) -> None:
    to = tmp_path / "new.csv"
    path = written(tmp_path, "a,2020-10-04,Tripoli,,,")
    assert CliRunner().invoke(app, ["geocode", str(path), "--to", str(to), "--strict"]).exit_code == 1
    assert not to.exists()
    path = written(tmp_path, "a,2020-10-04,Tripoli,Libya,,")
    assert CliRunner().invoke(app, ["geocode", str(path), "--to", str(to), "--strict"]).exit_code == 0


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("incident_id,date_start\na,2020-10-04\n", "has no column place_name"),
        (f"{HEAD}\na,2020-10-04,Erbil\n", "Row 2 of"),
        ("", "empty"),
    ],
)
def test_a_file_that_can_not_be_read_so_is_refused_with_its_remedy(
    tmp_path: Path, text: str, problem: str
) -> None:
    path, to = tmp_path / "incidents.csv", tmp_path / "new.csv"
    path.write_text(text)
    done = CliRunner().invoke(app, ["geocode", str(path), "--to", str(to)])
    assert done.exit_code == 2
    assert problem in done.stderr
    assert not to.exists()


def test_no_text_is_a_name_by_accident() -> None:
    for nothing in ("", " ", "/", " / ", "Nowhere-at-all"):
        assert candidates(nothing) == ()


POINTS = {
    *((f"{one.latitude:.5f}", f"{one.longitude:.5f}") for one in gazetteer().values()),
    *((f"{one.latitude:.5f}", f"{one.longitude:.5f}") for one in (*towns(), *world_towns())),
}
NAMES = st.sampled_from(["Erbil", "Tripoli", "Paris", "barda-city", "Baku", "Nowhere", ""]) | st.text(
    max_size=12
)
COUNTRIES = st.sampled_from(["", "Iraq", "LBY", "Azerbaijan", "Wonderland"])
DEGREES = st.sampled_from(["", "", "0", "40.1", " 47 ", "n/a", "1,5"])
ROWS = st.lists(st.tuples(NAMES, COUNTRIES, DEGREES, DEGREES, st.text(max_size=8)), max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, delimiter=st.sampled_from(",;\t|"), line_end=st.sampled_from(["\n", "\r\n"]))
def test_every_point_is_of_a_gazetteer_and_what_has_coordinates_stays_byte_for_byte(
    tmp_path: Path, rows: list[tuple[str, ...]], delimiter: str, line_end: str
) -> None:
    def spelled(cells: tuple[str, ...]) -> str:
        out = io.StringIO(newline="")
        clean = [cell.replace("\x00", "").encode(errors="replace").decode() for cell in cells]
        csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerow(clean)
        return out.getvalue()

    head = spelled(("place_name", "country", "latitude", "longitude", "note"))
    records = [spelled(row) for row in rows]
    path = tmp_path / "incidents.csv"
    path.write_bytes((head + "".join(records)).encode())
    made = geocoded(path).data.decode()
    new = list(csv.DictReader(io.StringIO(made, newline=""), delimiter=delimiter))
    assert len(new) == len(rows)
    assert sum(geocoded(path).outcomes.values()) == len(rows)
    for before, record, after in zip(rows, records, new, strict=True):
        if before[2].strip() or before[3].strip():
            assert record.removesuffix(line_end) + delimiter * 6 + line_end in made
            assert after["geocode_outcome"] == ""
        elif after["geocode_outcome"] == "proposed":
            assert (after["latitude"], after["longitude"]) in POINTS
            assert float(after["uncertainty_m"]) > 0
        else:
            assert after["latitude"] == after["longitude"] == ""
