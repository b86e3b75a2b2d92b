"""Exports: the same rows everywhere, nothing lost, nothing invented, no half-written file."""

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyogrio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mapapp.cli.main import app
from mapapp.engine import selection
from mapapp.errors import UnwritableFile
from mapapp.exports.csv import batches_file, csv_zip, incidents_csv
from mapapp.exports.formats import FORMATS
from mapapp.exports.geojson import geojson
from mapapp.exports.outlet import WholeFile
from mapapp.exports.saving import save
from mapapp.ingest import read_dataset
from mapapp.model.formula_escaping import harmless, original
from mapapp.model.query import FILTERS, Query
from mapapp.model.schema import CLAIMS, INCIDENTS
from tests.asgi import refuse
from tests.factories import HOSTILE, bundled_store, incident, store_of, war

ORDER = ["period", "stepanakert", "nowhere", "all-hostile", "ganja", "barda"]
EVERYTHING = Query()
SAID = [{"claim_id": "c", "incident_id": "a", "source_id": "s", "stance": "alleges", "note": "=c"}]

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)
cells = st.one_of(
    texts, st.builds("".join, st.lists(st.sampled_from(["'", "=", "-", " ", "1", "\t", "@", "a"])))
)


@pytest.fixture(scope="module")
def store():
    return war()


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(selection, "ROWS_PER_PAGE", 2)


def collection(store, query=EVERYTHING, **more):
    text = b"".join(geojson(store, query, **more)).decode("utf-8")
    return json.loads(text, parse_constant=refuse)


def ids(geojson):
    return [feature["id"] for feature in geojson["features"]]


def tables(store, query=EVERYTHING, **more):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(csv_zip(store, query, **more))))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def rows(data):
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


# ---- GeoJSON


def test_a_collection_follows_the_rfc(store):
    made = collection(store)
    assert made["type"] == "FeatureCollection"
    assert "crs" not in made
    assert made["bbox"] == [46.0, 39.0, 47.1266, 40.68278]
    assert ids(made) == ORDER
    by_id = {feature["id"]: feature for feature in made["features"]}
    assert by_id["barda"]["geometry"] == {"type": "Point", "coordinates": [47.1266, 40.3744]}
    assert by_id["nowhere"]["geometry"] is None
    assert all(set(feature) == {"type", "id", "geometry", "properties"} for feature in made["features"])


def test_properties_have_every_column_under_its_name_with_its_type(store):
    properties = next(f for f in collection(store)["features"] if f["id"] == "barda")["properties"]
    assert list(properties) == [*INCIDENTS.names, "note_of_ours", "claims"]
    assert properties["date_start"] == "2020-10-28"
    assert properties["killed_low"] == 20
    assert isinstance(properties["killed_low"], int)
    assert properties["killed_best"] is None
    assert properties["tags"] == ["rockets", "cluster"]
    assert properties["uncertainty_m"] == 800.0
    assert properties["location_precision"] == "1"


def test_claims_stand_in_file_order_with_their_sources(store):
    properties = next(f for f in collection(store)["features"] if f["id"] == "barda")["properties"]
    assert [claim["claim_id"] for claim in properties["claims"]] == ["c2", "c10", "c3"]
    assert list(properties["claims"][0]) == [*CLAIMS.names, "source"]
    assert properties["claims"][0]["source"]["title"] == HOSTILE[3]
    assert properties["claims"][1]["source"] is None
    assert properties["claims"][2]["source"]["publisher"] == "=cmd()"
    assert (
        next(f for f in collection(store)["features"] if f["id"] == "nowhere")["properties"]["claims"] == []
    )


def test_hostile_text_comes_back_as_it_was(store):
    properties = next(f for f in collection(store)["features"] if f["id"] == "all-hostile")["properties"]
    names = ("title", "actor", "summary", "site", "weapon_detail", "verification", "denial", "target_detail")
    assert tuple(properties[name] for name in names) == HOSTILE


def test_provenance_says_what_it_is_and_invents_nothing(store):
    made = collection(store, Query(actor=("Armenian forces",), start=date(2020, 10, 20)))
    assert made["filter"] == "from 20 October 2020, attributed to Armenian forces"
    assert made["query"] == {"datetime": ["2020-10-20/.."], "actor": ["Armenian forces"]}
    assert made["fingerprint"] == store.fingerprint
    assert made["licence"] == "not stated"
    assert "version" not in made
    assert made["retrieved"].endswith("Z")
    assert made["retrieved"] in made["citation"]
    assert (made["numberMatched"], made["numberReturned"], made["numberUnlocated"]) == (1, 1, 0)
    assert made["rowsRejected"] == 3
    assert any("never means zero" in note for note in made["notes"])


def test_the_bundled_data_states_its_licence():
    made = collection(bundled_store(), limit=1)
    assert made["licence"].endswith("https://creativecommons.org/licenses/by/4.0/")
    assert made["version"]


def test_an_empty_selection_is_a_valid_collection_without_a_box(store):
    made = collection(store, Query(q="nothing has this word"))
    assert made["features"] == []
    assert "bbox" not in made


def test_only_unlocated_incidents_make_no_box(store):
    made = collection(store, Query(incident_id=("nowhere",)))
    assert "bbox" not in made
    assert made["numberUnlocated"] == 1


@pytest.mark.usefixtures("small_pages")
def test_pages_do_not_show(store):
    assert ids(collection(store)) == ORDER
    assert ids(collection(store, limit=3, offset=1)) == ORDER[1:4]
    assert collection(store, limit=3, offset=1)["numberMatched"] == 6
    assert ids(collection(store, offset=50)) == []
    barda = collection(store)["features"][-1]["properties"]
    assert [claim["claim_id"] for claim in barda["claims"]] == ["c2", "c10", "c3"]
    assert [row["incident_id"] for row in rows(tables(store)["incidents.csv"])] == ORDER


def test_numbers_that_are_not_finite_become_null():
    store = store_of([incident(uncertainty_m=float("nan")), incident("b", uncertainty_m=float("inf"))])
    assert [f["properties"]["uncertainty_m"] for f in collection(store)["features"]] == [None, None]


def test_coordinates_have_seven_decimals_at_most_and_no_negative_zero():
    store = store_of(
        [incident(latitude=-1e-9, longitude=0.1 + 0.2), incident("b", latitude=90.0, longitude=-180.0)]
    )
    text = b"".join(geojson(store, Query())).decode()
    assert '"coordinates":[0.3,0.0]' in text
    assert '"coordinates":[-180.0,90.0]' in text


def test_own_columns_never_hide_the_claims():
    store = store_of([incident(claims="ours")], [{"claim_id": "1", "incident_id": "a", "source": "theirs"}])
    properties = collection(store)["features"][0]["properties"]
    assert properties["claims"] == "ours"
    assert properties["claims_"][0]["source"] == "theirs"
    assert properties["claims_"][0]["source_"] is None


incidents = st.fixed_dictionaries(
    {},
    optional={
        "title": texts,
        "latitude": st.floats(-90, 90),
        "longitude": st.floats(-180, 180),
        "uncertainty_m": st.floats(0, 2e7),
        "killed_low": st.integers(0, 1_000_000),
        "own column": texts,
        'odd "name"\\': cells,
    },
)


@settings(max_examples=15, deadline=None)
@given(st.lists(incidents, min_size=1, max_size=5))
def test_values_survive_geojson_and_csv(made):
    given_rows = [incident(f"i{number}", **row) for number, row in enumerate(made)]
    store = store_of(given_rows)
    from_csv = rows(b"".join(incidents_csv(store, Query())))
    for row, feature, line in zip(given_rows, collection(store)["features"], from_csv, strict=True):
        read = {original(name): original(cell) for name, cell in line.items()}
        x, y = feature["geometry"]["coordinates"]
        assert (x, y) == (pytest.approx(row["longitude"], abs=6e-8), pytest.approx(row["latitude"], abs=6e-8))
        for name, value in row.items():
            as_json = value.isoformat() if isinstance(value, date) else value
            assert feature["properties"][name] == as_json
            assert read[name] == as_json if isinstance(as_json, str) else float(read[name]) == as_json


def test_gdal_reads_the_types(store, tmp_path):
    file = tmp_path / "war.geojson"
    file.write_bytes(b"".join(geojson(store, Query())))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        info = pyogrio.read_info(file)
    kinds = dict(zip(info["fields"], info["dtypes"], strict=True))
    assert info["crs"] == "EPSG:4326"
    assert info["features"] == 6
    assert kinds["date_start"].startswith("datetime64")
    assert kinds["killed_low"] == "int32"
    assert kinds["uncertainty_m"] == "float64"
    frame = pyogrio.read_dataframe(file, columns=["incident_id", "date_start", "killed_low", "claims"])
    barda = frame.set_index("incident_id").loc["barda"]
    assert barda.date_start.date() == date(2020, 10, 28)
    assert barda.killed_low == 20
    assert [claim["claim_id"] for claim in barda.claims] == ["c2", "c10", "c3"]
    assert barda.geometry.coords[0] == (47.1266, 40.3744)
    assert frame.set_index("incident_id").loc["nowhere"].geometry is None
    assert frame["incident_id"].tolist() == ORDER


# ---- CSV


def test_the_zip_holds_the_tables_and_says_what_they_are(store):
    made = tables(store, Query(incident_id=("barda", "ganja")))
    assert list(made) == ["README.txt", "datapackage.json", "incidents.csv", "claims.csv", "sources.csv"]
    assert [row["incident_id"] for row in rows(made["incidents.csv"])] == ["ganja", "barda"]
    assert [row["claim_id"] for row in rows(made["claims.csv"])] == ["c1", "c2", "c10", "c3"]
    assert [row["source_id"] for row in rows(made["sources.csv"])] == ["s1", "s2"]
    readme = made["README.txt"].decode()
    assert "filter: incident barda or ganja" in readme
    assert store.fingerprint in readme
    assert "apostrophe" in readme
    assert "according to" not in readme


def test_the_zip_describes_each_column_of_its_tables(store):
    made = tables(store, Query(incident_id=("barda", "ganja")))
    package = json.loads(made["datapackage.json"])
    assert package["fingerprint"] == store.fingerprint
    for table in package["resources"]:
        names = next(csv.reader(io.StringIO(made[table["path"]].decode("utf-8-sig"))))
        assert [field["name"] for field in table["schema"]["fields"]] == names
    fields = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    assert fields["killed_low"]["type"] == "integer"
    assert fields["date_start"]["type"] == "date"
    assert not any("constraints" in field for field in fields.values())


def test_a_column_is_described_by_the_name_that_it_has_in_its_table():
    made = tables(store_of([incident("a", **{"=own()": "x"})]), Query())
    names = next(csv.reader(io.StringIO(made["incidents.csv"].decode("utf-8-sig"))))
    described = json.loads(made["datapackage.json"])["resources"][0]["schema"]["fields"]
    assert [field["name"] for field in described] == names
    assert names[-1] == "'=own()"


def test_an_export_of_a_point_of_view_says_so(store):
    readme = tables(store, Query(according_to="azerbaijani"))["README.txt"].decode()
    assert "The incidents’ figures, actor and grades are those according to Azerbaijani sources" in readme


def test_sources_that_no_exported_claim_names_are_left_out(store):
    made = tables(store, Query(incident_id=("ganja",)))
    assert [row["source_id"] for row in rows(made["sources.csv"])] == ["s2"]


def test_limit_and_offset_hold_for_claims_and_sources(store):
    made = tables(store, limit=1, offset=4)
    assert [row["incident_id"] for row in rows(made["claims.csv"])] == ["ganja"]
    assert [row["source_id"] for row in rows(made["sources.csv"])] == ["s2"]


def test_an_empty_selection_still_has_headers(store):
    made = tables(store, Query(q="nothing has this word"))
    assert made["incidents.csv"].decode("utf-8-sig").startswith('"incident_id","title"')
    assert rows(made["claims.csv"]) == rows(made["sources.csv"]) == []


def test_a_zip_that_nobody_reads_to_the_end_can_be_given_up(store):
    stream = csv_zip(store, Query())
    next(stream)
    stream.close()


def test_no_cell_runs_as_a_formula(store):
    made = tables(store)
    dangerous = {"verification": "'=HYPERLINK(0)", "denial": "' ' =1"}
    hostile = next(row for row in rows(made["incidents.csv"]) if row["incident_id"] == "all-hostile")
    assert {name: hostile[name] for name in dangerous} == dangerous
    assert rows(made["sources.csv"])[0]["publisher"] == "'=cmd()"
    for name in ("incidents.csv", "claims.csv", "sources.csv"):
        for row in rows(made[name]):
            assert not [cell for cell in row.values() if cell.lstrip()[:1] in tuple("=+@")]


def test_our_own_reader_takes_the_apostrophes_off(tmp_path):
    texts = {"title": "=1+1", "site": "'tis", "summary": "'=2", "@own": "  -3 x", "plain": "-5"}
    cited = [{"source_id": "s", "publisher": "@a", "published_on": "2020"}]
    for name, data in tables(store_of([incident(**texts)], SAID, cited)).items():
        (tmp_path / name).write_bytes(data)
    read = read_dataset(tmp_path / "incidents.csv")
    row = read.incidents.to_pylist()[0]
    assert {name: row[name] for name in texts} == texts
    assert read.sources.to_pylist()[0]["publisher"] == "@a"
    assert read.claims.to_pylist()[0]["note"] == "=c"
    assert not read.report.faults


def test_numbers_stay_numbers(store):
    period = rows(tables(store)["incidents.csv"])[0]
    assert (period["note_of_ours"], period["killed_low"], period["latitude"]) == ("-5", "100", "40")


@given(cells)
def test_harmless_can_be_taken_back(cell):
    assert original(harmless(cell)) == cell


@given(cells)
def test_harmless_cells_are_harmless(cell):
    safe = harmless(cell)
    assert safe.lstrip()[:1] not in ("=", "+", "-", "@") or safe.lstrip("+-").replace(".", "").isdigit()
    assert safe[:1] not in ("\t", "\r", "\n")


@pytest.mark.parametrize("cell", ["'tis the season", "O'Neill", "''", "-5", "+3.25", "", "a=b"])
def test_ordinary_cells_are_left_alone(cell):
    assert harmless(cell) == cell == original(cell)


@pytest.mark.parametrize(
    "cell",
    ["=1", "  =1", "\u00a0=1", "+a", "-a", "@a", "\t=1", "\ttab", "\rx", "'=1", "＝1", "--5", "+374 10"],
)
def test_cells_that_would_run_get_an_apostrophe(cell):
    assert harmless(cell) == f"'{cell}"


# ---- files


def test_a_file_is_replaced_as_a_whole(tmp_path):
    file = tmp_path / "out.csv"
    file.write_text("old")
    file.chmod(0o640)
    save([b"n", b"ew"], file)
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError(28, "No space left on device"), ValueError])
def test_a_failure_midway_keeps_the_old_file_and_leaves_nothing_else(tmp_path, failure):
    file = tmp_path / "out.csv"
    file.write_text("old")

    def chunks() -> Iterator[bytes]:
        yield b"half of "
        raise failure

    with pytest.raises((KeyboardInterrupt, UnwritableFile, ValueError)):
        save(chunks(), file)
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError(28, "No space left on device"), ValueError])
def test_a_failure_of_a_library_keeps_the_old_file_and_leaves_nothing_else(tmp_path, failure):
    file = tmp_path / "out.fgb"
    file.write_text("old")

    def write(path: Path) -> None:
        path.write_bytes(b"half of it")
        raise failure

    with pytest.raises((KeyboardInterrupt, UnwritableFile, ValueError)):
        save(WholeFile("a.fgb", write), file)
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.fgb"]


@pytest.mark.parametrize("name", ["flatgeobuf", "xlsx"])
def test_a_file_that_a_library_writes_is_written_once_and_takes_its_place_as_a_whole(
    tmp_path, monkeypatch, name
):
    (form,) = (one for one in FORMATS if one.name == name)
    file, link = tmp_path / f"new{form.suffixes[0]}", tmp_path / "link"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    save(form.pieces(bundled_store(), Query()), link)
    assert (link.is_symlink(), file.stat().st_mode & 0o777) == (True, 0o640)
    assert sorted(os.listdir(tmp_path)) == ["link", file.name]
    assert pyogrio.read_info(file, layer="incidents")["features"] > 100


def test_a_library_writes_through_a_device_too():
    save(WholeFile("a.fgb", lambda path: path.write_bytes(b"whole") and None), Path("/dev/null"))
    assert not Path("/dev/null").is_file()


def test_a_link_is_followed_not_replaced(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    save([b"new"], link)
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_device_is_written_to_and_stays(tmp_path):
    save([b"new"], Path("/dev/null"))
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize("path", ["no such folder/out.csv", ".", "x" * 300])
def test_an_impossible_path_is_one_message(tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnwritableFile, match="can't be written"):
        save([b"new"], Path(path))
    assert os.listdir(tmp_path) == []


# ---- the command line


def mapapp(*arguments):
    return CliRunner().invoke(app, arguments)


def test_the_command_line_gives_the_same_rows():
    query = Query(
        start=date(2020, 10, 4), end=date(2020, 10, 17), bbox=(45.5, 39.0, 48.0, 41.0), min_harmed=1
    )
    options = [f"--{name}={value}" for name, values in query.to_params().items() for value in values]
    done = mapapp("export", *options)
    assert (done.exit_code, done.stderr) == (0, "")
    assert ids(json.loads(done.stdout)) == ids(collection(bundled_store(), query)) != []


def test_every_parameter_is_an_option_under_the_same_name():
    help_text = mapapp("export", "--help").stdout
    assert [name for name in FILTERS if f"--{name}" not in help_text] == []


@pytest.mark.usefixtures("bundled_is_open")
@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (["--output", "a.geojson"], b'{"type"'),
        (["--output", "a.csv"], b"\xef\xbb\xbf"),
        (["--output", "a.zip"], b"PK\x03\x04"),
        (["--output", "a.zip", "--format", "csv"], b"PK\x03\x04"),
        (["--output", "a.txt", "--format", "csv"], b"\xef\xbb\xbf"),
    ],
)
def test_the_file_says_the_format_and_names_take_hyphens(tmp_path, monkeypatch, arguments, start):
    monkeypatch.chdir(tmp_path)
    done = mapapp("export", "--sub-event-type", "Air/drone strike", *arguments)
    assert (done.exit_code, done.output) == (0, "")
    assert Path(arguments[1]).read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--datetime", "yesterday"], "datetime: 'yesterday' can't be understood"),
        (["--output", "a.docx"], "output: 'a.docx' can't be understood"),
        (["--output", "no/such/folder.csv"], "can't be written"),
        (["no such file.csv"], "There is no file"),
        (["--no-such-option", "1"], "No such option"),
    ],
)
def test_what_is_wrong_is_one_message_and_status_2(arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = mapapp("export", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert os.listdir(tmp_path) == []


def test_a_reader_that_stops_early_hears_nothing_of_it():
    with tempfile.TemporaryFile() as complaints:
        writer = subprocess.Popen(
            [sys.executable, "-m", "mapapp", "export"], stdout=subprocess.PIPE, stderr=complaints
        )
        writer.stdout.read(10)
        writer.stdout.close()
        writer.wait(timeout=120)
        complaints.seek(0)
        assert complaints.read() == b""


@pytest.mark.parametrize("export_as", ["geojson", "csv"])
def test_what_is_left_out_of_an_export_is_told_on_standard_error(tmp_path: Path, export_as: str) -> None:
    file = tmp_path / "incidents.csv"
    rows = ["a,2020-10-04,40.6,46.3", "b,04/10/2020,40.6,46.3", "c,2020-10-05,91,46.3"]
    file.write_text("\n".join(["incident_id,date_start,latitude,longitude", *rows, ""]))
    done = CliRunner().invoke(app, ["export", str(file), "--format", export_as])
    assert done.exit_code == 0
    advice = f"Run “mapapp validate {file}” to see every problem."
    assert done.stderr == f"2 rows of the data could not be used. {advice}\n"
    assert b"2020-10-04" in done.stdout_bytes


def test_an_export_of_nothing_fails(tmp_path: Path) -> None:
    file, output = tmp_path / "incidents.csv", tmp_path / "out.geojson"
    file.write_text("incident_id,date_start,latitude,longitude\na,04/10/2020,40.6,46.3\n")
    done = CliRunner().invoke(app, ["export", str(file), "-o", str(output)])
    assert done.exit_code == 1
    assert "has no incident that can be shown" in done.stderr
    assert "is ambiguous" in done.stderr
    assert f"Run “mapapp validate {file}” to see every problem." in done.stderr
    assert not output.exists()


def test_a_strict_export_writes_nothing_if_anything_cannot_be_used(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("incident_id,date_start,latitude,longitude\na,2020-10-04,40,47\nb,2020-10-05,95,47\n")
    done = CliRunner().invoke(app, ["export", str(path), "--strict", "-o", str(tmp_path / "own.geojson")])
    assert done.exit_code == 1
    assert "1 row of the data could not be used" in done.stderr
    assert "because of --strict" in done.stderr
    assert not (tmp_path / "own.geojson").exists()


def test_a_column_is_made_harmless_cell_by_cell_whatever_it_begins_with():
    signs = [chr(number) for number in range(1, 0x11000) if not 0xD800 <= number < 0xE000]
    cells = [f"{sign}1+1" for sign in signs] + ["", None, "=1", "''-x", "-4.5"]
    table = pa.table({"title": [*cells, *cells], "row": [*range(2 * len(cells))]}).slice(7)
    text = b"".join(batches_file(table.schema, table.to_batches())).decode("utf-8-sig")
    written = [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:]
    assert written == [harmless(cell or "") for cell in table["title"].to_pylist()]
