"""The same incidents in every format that the program reads, and files in none of them."""

import gzip
import json
import re
import zipfile
from datetime import date

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from pyarrow import parquet

from mapapp.errors import UnreadableFile
from mapapp.ingest import read_dataset
from mapapp.ingest.sheets import sheet_of
from mapapp.ingest.stored import read_bytes

ROWS = pd.DataFrame(
    {
        "incident_id": ["a", "b", "c"],
        "date_start": ["2020-10-04", "2020-10-05", "2020-10-06"],
        "killed_low": [3, None, 0],
        "own": ["é; =1", None, "007"],
    }
)
POINTS = [shapely.Point(46.5, 40.25), shapely.Point(-1.0625, 0.5), None]
EXPECTED = [
    ("a", date(2020, 10, 4), 40.25, 46.5, 3, "é; =1"),
    ("b", date(2020, 10, 5), 0.5, -1.0625, None, None),
    ("c", date(2020, 10, 6), None, None, 0, "007"),
]
NAMES = ("incident_id", "date_start", "latitude", "longitude", "killed_low", "own")


def geographic(crs=4326):
    """Return the rows with their points."""
    return gpd.GeoDataFrame(ROWS, geometry=POINTS, crs=4326).to_crs(crs)


def plain():
    """Return the rows with their coordinates."""
    return ROWS.assign(latitude=[40.25, 0.5, None], longitude=[46.5, -1.0625, None])


def by_gdal(driver, rows, path):
    """Write rows with one of GDAL's drivers."""
    pyogrio.write_dataframe(rows, path, driver=driver)


def as_seq(path):
    by_gdal("GeoJSONSeq", geographic(), path)


WRITERS = {
    "a.csv": lambda path: plain().to_csv(path, index=False),
    "semicolons.csv": lambda path: plain().to_csv(path, index=False, sep=";"),
    "bars.csv": lambda path: plain().to_csv(path, index=False, sep="|"),
    "a.tsv": lambda path: plain().to_csv(path, index=False, sep="\t"),
    "told.csv": lambda path: path.write_text("sep=;\n" + plain().to_csv(index=False, sep=";")),
    "a.xlsx": lambda path: by_gdal("XLSX", plain(), path),
    "texts.xlsx": lambda path: by_gdal(
        "XLSX", plain().map(lambda cell: None if cell != cell else str(cell)), path
    ),
    "pandas.xlsx": lambda path: plain().to_excel(path, index=False, engine="xlsxwriter"),
    "openpyxl.xlsx": lambda path: plain().to_excel(path, index=False, engine="openpyxl"),
    "a.ods": lambda path: by_gdal("ODS", plain(), path),
    "a.geojson": lambda path: by_gdal("GeoJSON", geographic(), path),
    "a.geojsonl": as_seq,
    "a.gpkg": lambda path: by_gdal("GPKG", geographic(), path),
    "mercator.gpkg": lambda path: by_gdal("GPKG", geographic(3857), path),
    "a.fgb": lambda path: pyogrio.write_dataframe(
        geographic(), path, driver="FlatGeobuf", layer_options={"SPATIAL_INDEX": "NO"}
    ),
    "a.kml": lambda path: by_gdal("KML", geographic(), path),
    "a.parquet": lambda path: plain().to_parquet(path),
    "geo.parquet": lambda path: geographic().to_parquet(path),
    "mercator.parquet": lambda path: geographic(3857).to_parquet(path),
    "a.csv.gz": lambda path: path.write_bytes(gzip.compress(plain().to_csv(index=False).encode())),
}


def packed(folder, *members):
    """Put files, given as names and bytes, into a zip file."""
    path = folder / "packed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def rows_of(path):
    data = read_dataset(path)
    assert not data.report.faults
    return [tuple(row[name] for name in NAMES) for row in data.incidents.to_pylist()]


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_says_the_same(tmp_path, name):
    WRITERS[name](tmp_path / name)
    assert rows_of(tmp_path / name) == EXPECTED


def test_a_reference_system_that_means_nothing_is_told(tmp_path):
    path = tmp_path / "a.parquet"
    geographic().to_parquet(path)
    table = parquet.read_table(path)
    about = json.loads(table.schema.metadata[b"geo"])
    about["columns"]["geometry"]["crs"] = "no such system"
    parquet.write_table(table.replace_schema_metadata({b"geo": json.dumps(about)}), path)
    with pytest.raises(UnreadableFile, match=r"a reference system that can't be understood: no such system"):
        read_dataset(path)


@pytest.mark.parametrize("about", ["[]", "null", '{"primary_column": []}', "[" * 5000, '{"columns": 3}'])
def test_a_description_of_the_geometry_of_another_shape_is_told(tmp_path, about):
    path = tmp_path / "a.parquet"
    geographic().to_parquet(path)
    parquet.write_table(parquet.read_table(path).replace_schema_metadata({b"geo": about.encode()}), path)
    with pytest.raises(UnreadableFile, match="looks like Parquet, but can't be read as such"):
        read_dataset(path)


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.gpkg", "a.geojson", "a.parquet"])
def test_every_format_is_read_in_a_zip_file(tmp_path, name):
    inside = tmp_path / "inside" / name
    inside.parent.mkdir()
    WRITERS[name](inside)
    path = packed(tmp_path, (f"folder/{name}", inside.read_bytes()), ("README.txt", b"Read me."))
    assert rows_of(path) == EXPECTED


@pytest.mark.parametrize("name", ["a.gpkg", "a.xlsx", "a.parquet"])
def test_a_wrong_name_does_not_matter(tmp_path, name):
    WRITERS[name](tmp_path / name)
    (tmp_path / name).rename(tmp_path / "downloaded.csv")
    assert rows_of(tmp_path / "downloaded.csv") == EXPECTED


def test_a_shape_that_is_no_point_has_no_location_and_is_told(tmp_path):
    rows = geographic().set_geometry([POINTS[0], shapely.box(0, 0, 1, 1), None])
    by_gdal("GeoJSON", rows, tmp_path / "a.geojson")
    data = read_dataset(tmp_path / "a.geojson")
    assert data.incidents["latitude"].to_pylist() == [40.25, None, None]
    assert any("not points" in note and note.endswith(": 1.") for note in data.report.notes)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_no_place_of_a_typed_file_is_a_number_that_is_none(tmp_path, number):
    found = {"incident_id": ["a", "b"], "date_start": ["2020-10-04"] * 2, "longitude": [46.0, 46.0]}
    pd.DataFrame(found | {"latitude": [40.25, number]}).to_parquet(tmp_path / "a.parquet")
    data = read_dataset(tmp_path / "a.parquet")
    assert data.incidents["latitude"].to_pylist() == [40.25]
    assert {fault.row for fault in data.report.faults} == {3}


def test_a_file_without_a_row_is_read(tmp_path):
    rows = geographic().dropna(subset="geometry").iloc[:0]
    by_gdal("FlatGeobuf", rows, tmp_path / "a.fgb")
    assert read_dataset(tmp_path / "a.fgb").report.rows_in("incidents") == 0


def test_the_sheet_that_is_called_incidents_is_read_and_the_others_are_told(tmp_path):
    path = tmp_path / "a.xlsx"
    by_gdal("XLSX", pd.DataFrame({"remark": ["x"]}), path)
    pyogrio.write_dataframe(plain(), path, driver="XLSX", layer="Incidents", append=True)
    assert rows_of(path) == EXPECTED
    assert any("not read: 'a'" in note for note in read_dataset(path).report.notes)


def test_lists_and_objects_of_geojson_are_kept_as_text(tmp_path):
    properties = {"incident_id": "a", "date_start": "2020-10-04", "tags": ["x", "y"], "own": {"deep": [1]}}
    blank = properties | {"incident_id": "b", "killed_low": ""}
    features = [
        {"type": "Feature", "properties": row, "geometry": None}
        for row in (properties | {"killed_low": 5}, blank)
    ]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    row, other = read_dataset(path).incidents.to_pylist()
    assert row["tags"] == "x;y"
    assert json.loads(row["own"]) == {"deep": [1]}
    assert (row["killed_low"], other["killed_low"]) == (5, None)


@pytest.mark.parametrize("engine", ["xlsxwriter", "openpyxl"])
def test_a_formula_that_nobody_has_calculated_is_no_nought(tmp_path, engine):
    path = tmp_path / "a.xlsx"
    plain().assign(killed_low=["=1+2", None, 0]).to_excel(path, index=False, engine=engine)
    with pytest.raises(UnreadableFile, match="no spreadsheet program has calculated yet"):
        read_dataset(path)


HALF_PAST_NINE = pd.Timestamp("2020-10-04 09:30")
SHOWN = {
    "yyyy-mm-dd h:mm:ss": "2020/10/04 09:30:00",
    "d/m/yyyy h:mm": "2020/10/04 09:30:00",
    "[$-409]m/d/yy h:mm AM/PM;@": "2020/10/04 09:30:00",
    'd"."m"."yyyy hh:mm': "2020/10/04 09:30:00",
    "yyyy-mm-dd": "2020/10/04",
    "d mmm": "2020/10/04",
    "[$-F400]h:mm:ss\\ AM/PM": "09:30:00",
    "[h]:mm": "44108.3958333333",
    "[hh]:mm": "44108.3958333333",
    '"Buddy "0.00': "44108.3958333333",
    '0.00" hh"': "44108.3958333333",
    "0.00": "44108.3958333333",
}
"""Cell formats, and what is read from a cell with 4 October 2020, 09:30."""


def workbook_with(path, formats):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([*NAMES[:4], *(f"own {number}" for number in range(len(formats)))])
    sheet.append(["a", "2020-10-04", 40.25, 46.5, *[HALF_PAST_NINE] * len(formats)])
    for number, one in enumerate(formats, 5):
        sheet.cell(2, number).number_format = one
    book.save(path)
    return path


def test_a_day_and_a_time_in_a_workbook_are_read_whatever_they_are_shown_with(tmp_path):
    row = read_dataset(workbook_with(tmp_path / "a.xlsx", SHOWN)).incidents.to_pylist()[0]
    seen = {one: row[f"own {number}"] for number, one in enumerate(SHOWN)}
    assert {one: text[:16] if text.startswith("44") else text for one, text in seen.items()} == SHOWN


def test_an_opendocument_spreadsheet_keeps_times(tmp_path):
    by_gdal("ODS", plain().assign(seen=HALF_PAST_NINE), tmp_path / "a.ods")
    seen = read_dataset(tmp_path / "a.ods").incidents["seen"].to_pylist()
    assert {text[:16] for text in seen} == {"2020-10-04T09:30"}


def with_one_line(ods):
    """Remove all but the first line of an OpenDocument spreadsheet: GDAL writes no header without rows."""
    with zipfile.ZipFile(ods) as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    rows = re.compile(rb"(<table:table-row.*?</table:table-row>).*</table:table>", re.DOTALL)
    files["content.xml"] = rows.sub(rb"\1</table:table>", files["content.xml"], count=1)
    with zipfile.ZipFile(ods, "w") as short:
        for name, data in files.items():
            short.writestr(name, data)


@pytest.mark.parametrize("name", ["openpyxl.xlsx", "pandas.xlsx", "a.ods"])
def test_the_only_line_of_a_sheet_is_its_header(tmp_path, name):
    """GDAL takes it for a row of columns named Field1, Field2."""
    path, rows = tmp_path / name, plain()
    if name == "a.ods":
        by_gdal("ODS", rows, path)
        with_one_line(path)
    else:
        rows[:0].to_excel(path, index=False, engine="openpyxl" if name == "openpyxl.xlsx" else "xlsxwriter")
    assert pyogrio.read_dataframe(path, HEADERS="FORCE").columns[0] == "Field1"
    found = read_dataset(path)
    assert found.incidents.num_rows == 0
    assert found.extra_columns == ("own",)


@pytest.mark.parametrize("cut", [40, 400, 4000])
def test_a_damaged_workbook_is_told_as_one(tmp_path, cut):
    path = workbook_with(tmp_path / "a.xlsx", SHOWN)
    assert len(read_dataset(path).incidents) == 1
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(UnreadableFile):
        read_dataset(path)


def feature(name, **own):
    return json.dumps({"type": "Feature", "properties": {"incident_id": name} | own, "geometry": None})


def one_after_another(path, records, mark):
    text = "".join(f"{mark}{record}\n" for record in records)
    path.write_text(text)
    return read_dataset(path)


@pytest.mark.parametrize("mark", ["", "\x1e"], ids=["lines", "RFC 8142"])
def test_a_record_of_a_sequence_that_is_no_whole_feature_is_told(tmp_path, mark):
    a, b, c = (feature(name, date_start="2020-10-04") for name in "abc")
    for records, kept, told in (
        ((a, b[:-5], c), "ac", [3]),
        ((a[:-5], b, c), "bc", [2]),
        ((a, "", b, c[:20]), "ab", [4]),
        ((a, '{"type": "FeatureCollection", "features": []}', c), "ac", [3]),
        ((a, b, c), "abc", []),
    ):
        data = one_after_another(tmp_path / "a.geojsons", records, mark)
        assert "".join(data.incidents["incident_id"].to_pylist()) == kept
        assert [fault.row for fault in data.report.faults] == told
        assert data.report.rows_in("incidents") == len(kept) + len(told)


def test_rows_of_a_damaged_sequence_are_told_by_their_number(tmp_path):
    records = [feature("a", date_start="2020-10-04")[:-1], feature("b", date_start="never")]
    records.append(feature("c", date_start="2020-10-04"))
    data = one_after_another(tmp_path / "a.geojsons", records, "\x1e")
    assert sorted((fault.row, fault.column) for fault in data.report.faults) == [(2, ""), (3, "date_start")]


@pytest.mark.parametrize("kind", ["collection", "sequence"])
def test_days_and_times_of_geojson_stay_as_they_are_written(tmp_path, kind):
    own = [
        {"time_local": "10:30", "own": "2020-10-04", "other": "2020/10/04"},
        {"time_local": "10:31", "own": "2020-10-05T01:00:00+04:00", "other": "2020/10/05"},
    ]
    features = [
        feature(name, date_start="2020-10-04", **cells) for name, cells in zip("ab", own, strict=True)
    ]
    path, text = tmp_path / "a.geojson", "\n".join(features)
    if kind == "collection":
        text = f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}'
    path.write_text(text)
    read = read_dataset(path).incidents.select(list(own[0])).to_pylist()
    assert read == own
    by_others = pyogrio.read_dataframe(path, columns=["date_start"])["date_start"]
    assert by_others.dtype.kind == "M", "in the same process others read as they did before"


def test_the_day_of_an_instant_in_geojson_is_the_one_that_is_written(tmp_path):
    days = ["2020-10-04T23:00:00-08:00", "2020-10-04T01:00:00"]
    features = [feature(name, date_start=day) for name, day in zip("ab", days, strict=True)]
    path = tmp_path / "a.geojson"
    path.write_text(f'{{"type": "FeatureCollection", "features": [{",".join(features)}]}}')
    assert set(read_dataset(path).incidents["date_start"].to_pylist()) == {date(2020, 10, 4)}


def test_a_picture_is_not_to_be_saved_in_another_encoding(tmp_path):
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    with pytest.raises(
        UnreadableFile, match=r"is not a table\. It looks like a picture \(PNG\)\. Give the file"
    ):
        read_dataset(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture (JPEG)"),
        (b"%PDF-1.7\n\xe2\xe3", "a PDF document, not a table"),
        (b"%PDF-1.4\n1 0 obj", "a PDF document, not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook"),
        (b"SQLite format 3\x00 broken", "looks like GeoPackage, but can't be read"),
        (b"PAR1 broken PAR1", "looks like Parquet, but can't be read"),
        (b'{"type": "FeatureCollection", "features": [', "looks like GeoJSON, but can't be read"),
        (b'{"data": [1, 2]}', "It has: 'data'"),
        (b"\x1f\x8bbroken", "can't be unpacked"),
        (b"x" * 2_000_000, "the first line is longer than"),
        (
            b'{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read other.csv",'
            b' "features": [{"type": "Feature"}]}',
            "lacks columns that are required",
        ),
        (b"<!DOCTYPE html>\n<html>", "a web page (HTML), not a table"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html>\n<html>", "a web page (HTML), not a table"),
        (
            b"\xef\xbb\xbf<?xml version='1.0'?>\n<gpx version='1.1'>",
            "routes and waypoints (GPX), not a table",
        ),
        (b"<!-- made by hand -->\n<gpx >", "routes and waypoints (GPX), not a table"),
        (b"<?xml version='1.0'?>\n<?mso-application progid='Excel.Sheet'?>\n<Workbook/>", "an XML document"),
        ("<?xml version='1.0' encoding='utf-16'?><events/>".encode("utf-16"), "an XML document"),
        (rb"{\rtf1\ansi i-1, 2020-10-04", "a text document (RTF), not a table"),
    ],
)
def test_what_is_no_table_is_told_in_a_sentence(tmp_path, content, said):
    path = tmp_path / "dropped"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        read_dataset(path)
    assert said in str(caught.value)
    assert str(path) in caught.value.problem
    assert caught.value.remedy


def test_a_shapefile_is_refused_with_what_to_save_it_as(tmp_path):
    shape, packed = tmp_path / "a.shp", tmp_path / "a.zip"
    shape.write_bytes(b"\x00\x00\x27\x0a" + bytes(90) + b"\xe8\xc3\xff")
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("a.shp", "a.dbf", "a.shx"):
            archive.write(shape, name)
    for path in (shape, packed):
        with pytest.raises(UnreadableFile, match="Shapefile") as refused:
            read_dataset(path)
        assert "as GeoPackage, for example in QGIS" in str(refused.value)


def test_what_gdal_warns_of_is_told_with_the_file(tmp_path, recwarn):
    path = tmp_path / "a.gpkg"
    by_gdal("GPKG", geographic(), path)
    content = bytearray(path.read_bytes())
    content[68:72] = b"\x06nE_"
    path.write_bytes(content)
    data = read_dataset(path)
    assert len(data.incidents)
    assert (
        "a.gpkg: GDAL, which reads this format, warns: 'GPKG: bad application_id=0x066E455F'."
        in data.report.notes
    )
    assert not [one for one in recwarn if "GPKG" in str(one.message)]


def test_an_archive_of_several_tables_names_them(tmp_path):
    path = packed(tmp_path, ("one.csv", b"a\n"), ("two.csv", b"b\n"))
    with pytest.raises(UnreadableFile, match=r"2 files: one\.csv, two\.csv"):
        read_dataset(path)


def test_an_archive_that_unpacks_to_no_end_is_refused(tmp_path):
    for path, data in ((tmp_path / "a.csv.gz", gzip.compress(b"x" * 2000)), (tmp_path / "packed.zip", None)):
        if data is None:
            packed(tmp_path, ("a.csv", b"x" * 2000))
        else:
            path.write_bytes(data)
        with pytest.raises(UnreadableFile, match="when unpacked"):
            sheet_of("incidents", read_bytes(path), limit=1000)
