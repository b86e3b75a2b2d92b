"""XLSX, GeoPackage, FlatGeobuf, GeoParquet and GeoJSON text sequences, as read by their usual readers."""

import json
import re
import sqlite3
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import geopandas
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
from openpyxl.utils.escape import unescape
from typer.testing import CliRunner

from mapapp.cli.main import app
from mapapp.engine import selection
from mapapp.engine.opening import open_store
from mapapp.engine.selection import Selection
from mapapp.errors import BadQuery
from mapapp.exports import workbook
from mapapp.exports.formats import FORMATS
from mapapp.exports.qgis_style import qgis_style
from mapapp.exports.xmltext import as_xml
from mapapp.ingest import read_dataset
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES
from mapapp.views.style import legend_of
from tests.factories import HOSTILE, bundled_store, incident, store_of, war

FORM = {form.name: form for form in FORMATS}
LONGEST_CELL = 32_767


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Every typed file of the small test data set, written in pages of two rows."""
    folder = tmp_path_factory.mktemp("typed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selection, "ROWS_PER_PAGE", 2)
        return {name: written(folder, name, war()) for name in READERS}


def written(folder: Path, name: str, store, query=None) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"a{FORM[name].suffixes[0]}"
    path.write_bytes(b"".join(FORM[name].pieces(store, query or Query())))
    return path


def by_gdal(path, layer):
    table = pyogrio.read_arrow(path, layer=layer)[1]
    return plain_rows(
        table.drop_columns([one for one in ("geom", "wkb_geometry") if one in table.column_names])
    )


def by_arrow(path, layer):
    return plain_rows(pq.read_table(path, columns=pq.read_schema(path).names[:-2]))


def by_openpyxl(path, layer):
    names, *found = openpyxl.load_workbook(path)[layer].iter_rows(values_only=True)
    return [{name: spelled(cell) for name, cell in zip(names, row, strict=True)} for row in found]


def spelled(cell):
    """Read characters that XML can't hold as Excel does; openpyxl leaves their escapes in place."""
    return unescape(cell) if isinstance(cell, str) else plain(cell)


def plain_rows(table: pa.Table):
    return [{name: plain(cell) for name, cell in row.items()} for row in table.to_pylist()]


def plain(cell):
    return cell.date() if isinstance(cell, datetime) else cell


READERS = {"gpkg": by_gdal, "flatgeobuf": by_gdal, "geoparquet": by_arrow, "xlsx": by_openpyxl}


def expected(table, name):
    whole = Selection.of(war(), Query())
    incidents = whole.incidents()
    rows = {
        INCIDENTS.name: incidents,
        CLAIMS.name: whole.claims()[0],
        SOURCES.name: pa.concat_tables(whole.sources()),
    }[table.name].to_pylist()
    if name == "flatgeobuf":
        rows = [row for row in rows if row["latitude"] is not None]
    return [{column: shown(cell, name) for column, cell in row.items()} for row in rows]


def shown(cell, name):
    """Truncate a cell as its format does: Excel's limit is lower."""
    if name == "xlsx" and isinstance(cell, str):
        return cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - 4] + " […]"
    return cell


@pytest.mark.parametrize("name", READERS)
def test_the_incidents_are_the_same_in_the_same_order_with_their_types(files, name):
    found = READERS[name](files[name], "incidents")
    assert found == expected(INCIDENTS, name)
    assert {type(row["date_start"]) for row in found} == {date}


@pytest.mark.parametrize("name", ["gpkg", "xlsx"])
@pytest.mark.parametrize("table", [CLAIMS, SOURCES], ids=lambda table: table.name)
def test_claims_and_sources_are_tables_of_their_own(files, name, table):
    assert READERS[name](files[name], table.name) == expected(table, name)


def test_incidents_without_a_place_have_no_point():
    assert "nowhere" in [row["incident_id"] for row in expected(INCIDENTS, "gpkg")]


@pytest.mark.parametrize("name", ["gpkg", "geoparquet"])
def test_a_place_is_a_point_and_an_unknown_one_none(files, name):
    if name == "geoparquet":
        read = geopandas.read_parquet(files[name])
    else:
        read = geopandas.read_file(files[name], layer="incidents")
    found = read.set_index("incident_id").geometry
    assert (found["barda"].x, found["barda"].y) == (47.1266, 40.3744)
    assert found["nowhere"] is None
    assert found.crs.equals("EPSG:4326", ignore_axis_order=True) or found.crs == "OGC:CRS84"


def test_flatgeobuf_says_that_it_leaves_incidents_out(files):
    about = pyogrio.read_info(files["flatgeobuf"])
    assert about["features"] == 5
    assert "Incidents without a location are not in this file" in about["layer_metadata"]["DESCRIPTION"]
    assert "numberUnlocated: 1" in about["layer_metadata"]["DESCRIPTION"]
    assert "numberReturned: 5\n" in about["layer_metadata"]["DESCRIPTION"]


def test_parquet_of_a_choice_gives_its_texts_as_texts_and_holds_no_others(tmp_path):
    only = "Armenian forces"
    path = written(tmp_path, "geoparquet", bundled_store(), Query(actor=(only,)))
    assert not any(map(pa.types.is_dictionary, pq.read_schema(path).types))
    held = pq.read_table(path, columns=["actor"], read_dictionary=["actor"])["actor"].chunk(0)
    assert held.dictionary.to_pylist() == [only]


def test_parquet_nests_claims_with_their_sources(files):
    table = pq.read_table(files["geoparquet"], columns=["incident_id", "claims"]).to_pylist()
    claims = {row["incident_id"]: row["claims"] for row in table}
    assert [claim["claim_id"] for claim in claims["barda"]] == ["c2", "c10", "c3"]
    assert claims["barda"][0]["source"]["publisher"] == "=cmd()"
    assert claims["barda"][1]["source"] is None
    assert claims["nowhere"] == []


def test_duckdb_reads_points_and_types_of_parquet(files):
    found = duckdb.sql(
        f"SELECT *, ST_AsText(geometry) AS point FROM '{files['geoparquet']}'"
    ).to_arrow_table()
    rows = {row["incident_id"]: row for row in found.to_pylist()}
    assert rows["barda"]["point"] == "POINT (47.1266 40.3744)"
    assert rows["nowhere"]["point"] is None
    assert [claim["claim_id"] for claim in rows["barda"]["claims"]] == ["c2", "c10", "c3"]
    assert found.schema.field("killed_low").type == pa.int64()
    assert found.schema.field("date_start").type == pa.date32()


def test_pandas_reads_a_workbook_without_making_a_formula_or_a_number_of_a_text(tmp_path):
    texts = ("+374 10 000", "-5", "@x", "007", "=1+2")
    store = store_of([incident(str(number), title=text) for number, text in enumerate(texts)])
    found = pd.read_excel(written(tmp_path, "xlsx", store), sheet_name="incidents")
    assert tuple(found["title"]) == texts


def test_days_of_a_workbook_are_written_year_first(files):
    for row in openpyxl.load_workbook(files["xlsx"])["incidents"].iter_rows(min_row=2):
        assert {cell.number_format for cell in row if cell.data_type == "d"} == {"yyyy-mm-dd"}


def test_gdal_finds_the_header_of_every_sheet_if_it_is_told_to(files):
    for table in (INCIDENTS, CLAIMS, SOURCES):
        about = pyogrio.read_info(files["xlsx"], layer=table.name, HEADERS="FORCE")
        assert list(about["fields"])[: len(table.names)] == list(table.names)
        assert about["features"] == len(expected(table, "xlsx"))


@pytest.mark.parametrize("name", ["gpkg", "flatgeobuf", "geojson", "geojsonseq", "kmz"])
def test_no_column_is_true_or_false_which_some_readers_take_for_false(tmp_path, name):
    layer = None if name == "kmz" else 0
    fields = pyogrio.read_info(written(tmp_path, name, war()), layer=layer)["dtypes"]
    assert "bool" not in fields


@pytest.mark.parametrize("name", ["gpkg", "flatgeobuf", "geojson", "geojsonseq", "kmz", "xlsx"])
def test_a_file_of_no_incidents_opens_and_has_none(tmp_path, name):
    path = written(tmp_path, name, store_of([]))
    assert pyogrio.list_layers(path).size
    if name != "xlsx":  # GDAL takes a lone header for a row
        assert len(pyogrio.read_dataframe(path, layer=None if name == "kmz" else 0)) == 0
    if name in {"gpkg", "flatgeobuf", "xlsx"}:
        assert read_dataset(path).incidents.num_rows == 0


def test_no_text_of_a_workbook_is_a_formula(files):
    sheets = openpyxl.load_workbook(files["xlsx"])
    assert sheets.sheetnames == ["incidents", "claims", "sources", "read-me"]
    kinds = {cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row}
    assert kinds == {"s", "n", "d"}
    about = dict(sheets["read-me"].iter_rows(values_only=True))
    assert about["fingerprint"] == war().fingerprint
    assert "never means zero" in about["notes"]


def test_days_that_spreadsheets_disagree_on_are_text(tmp_path):
    store = store_of([incident("a", date(1900, 2, 28)), incident("b", date(1900, 3, 1))])
    found = by_openpyxl(written(tmp_path, "xlsx", store), "incidents")
    assert [row["date_start"] for row in found] == ["1900-02-28", date(1900, 3, 1)]


def test_a_cut_text_is_never_longer_than_a_cell(tmp_path):
    store = store_of([incident("a", summary="🕊" * 20_000)])
    text = by_openpyxl(written(tmp_path, "xlsx", store), "incidents")[0]["summary"]
    assert text.endswith("🕊 […]")
    assert len(text.encode("utf-16-le")) <= 2 * LONGEST_CELL


def test_more_rows_than_a_sheet_holds_are_refused_at_once(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 5)
    with pytest.raises(BadQuery, match="at most 5 rows"):
        FORM["xlsx"].pieces(war(), Query())


def test_the_tables_of_a_geopackage_are_related(files):
    with sqlite3.connect(files["gpkg"]) as database:
        related = database.execute(
            "SELECT base_table_name, related_table_name, mapping_table_name FROM gpkgext_relations"
        ).fetchall()
        pairs = database.execute(
            "SELECT i.incident_id, c.claim_id FROM incidents i JOIN incidents_claims m ON m.base_id = i.fid "
            "JOIN claims c ON c.fid = m.related_id ORDER BY m.rowid"
        ).fetchall()
    database.close()
    assert related == [("incidents", "claims", "incidents_claims"), ("claims", "sources", "claims_sources")]
    assert pairs == [("ganja", "c1"), ("barda", "c2"), ("barda", "c10"), ("barda", "c3")]


def test_a_geopackage_brings_the_maps_colours(files):
    with sqlite3.connect(files["gpkg"]) as database:
        styles = database.execute("SELECT f_table_name, styleQML, useAsDefault FROM layer_styles").fetchall()
    database.close()
    assert styles == [("incidents", qgis_style(legend_of(war())), 1)]
    assert HOSTILE[0] not in styles[0][1]
    found = pyogrio.read_arrow(files["gpkg"], layer="layer_styles")[1]  # QGIS finds it as GDAL does
    assert found["styleQML"].to_pylist() == [styles[0][1]]


def test_a_geopackage_has_the_colours_that_the_data_set_gives(tmp_path):
    store = war()
    actor = next(actor for actor in store.actors if actor)
    conflict = replace(store.conflict, colours=((actor, "#c05a10"),))
    path = written(tmp_path, "gpkg", replace(store, conflict=conflict))
    with sqlite3.connect(path) as database:
        ((style,),) = database.execute("SELECT styleQML FROM layer_styles").fetchall()
    database.close()
    assert "192,90,16,255" in style


def test_columns_called_as_ours_do_not_get_lost(tmp_path):
    own = {"fid": "f", "geom": "g", "geometry_": "y", "claims": "c", "FID_": "x"}
    store = store_of([incident("a", **own)])
    for name in ("gpkg", "flatgeobuf", "geoparquet"):
        path = written(tmp_path, name, store)
        found = (
            pq.read_table(path) if name == "geoparquet" else pyogrio.read_arrow(path, layer="incidents")[1]
        )
        assert {column: found[column].to_pylist()[0] for column in own} == own


NAMES_OF_KML = (
    "model",
    "heading",
    "tilt",
    "roll",
    "icon",
    "snippet",
    "begin",
    "end",
    "timestamp",
    "id",
    "name",
    "altitudeMode",
    "extrude",
    "tessellate",
    "drawOrder",
    "visibility",
    "description",
)


def test_columns_called_as_what_a_globe_does_move_and_hide_nothing(tmp_path):
    store = store_of([incident("a", **dict.fromkeys(NAMES_OF_KML, "ours"))])
    found = geopandas.read_file(written(tmp_path, "kmz", store))
    assert (found.geometry[0].x, found.geometry[0].y) == (47, 40)
    assert all("ours" in {found.get(name, [""])[0], found.get(f"{name}2", [""])[0]} for name in NAMES_OF_KML)


@pytest.mark.parametrize("name", ["gpkg", "flatgeobuf", "geoparquet", "geojson", "geojsonseq"])
def test_geopandas_reads_columns_called_id_and_geometry(tmp_path, name):
    path = tmp_path / "incidents.csv"
    path.write_text(
        "incident_id,date_start,latitude,longitude,id,Geometry,geometry_\n"
        "one,2020-10-04,40,47,p1,a,b\ntwo,2020-10-04,41,48,,c,d\n"
    )
    file = written(tmp_path, name, open_store(path))
    found = geopandas.read_parquet(file) if name == "geoparquet" else geopandas.read_file(file, layer=0)
    found = found.set_index("incident_id").loc[["one", "two"]]
    assert found["geometry__"].tolist() == ["a", "c"]
    assert found["geometry_"].tolist() == ["b", "d"]
    assert [point.x for point in found.geometry] == [47, 48]
    assert found["id"].fillna("blank").tolist() == ["p1", "blank"]


@pytest.mark.parametrize("name", READERS)
def test_nothing_that_matches_is_a_file_with_all_columns(tmp_path, name):
    path = written(tmp_path, name, bundled_store(), Query(q="no incident has this word"))
    if name == "xlsx":
        assert [cell.value for cell in openpyxl.load_workbook(path)["incidents"][1]] == list(INCIDENTS.names)
    else:
        found = (
            pq.read_table(path) if name == "geoparquet" else pyogrio.read_arrow(path, layer="incidents")[1]
        )
        assert len(found) == 0
        assert set(INCIDENTS.names) <= set(found.column_names)
        whole = written(tmp_path / "whole", name, bundled_store())
        read = pq.read_table if name == "geoparquet" else lambda path: pyogrio.read_arrow(path, layer=0)[1]
        kinds = {field.name: field.type for field in read(whole).schema}
        assert {field.name: field.type for field in found.schema} == kinds  # whatever the rows, blank or not


@pytest.mark.parametrize("name", READERS)
def test_a_file_that_is_cut_off_can_not_be_read_as_a_whole_one(tmp_path, name):
    path = written(tmp_path, name, bundled_store())
    whole = READERS[name](path, "incidents")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    try:
        found = READERS[name](path, "incidents")
    except Exception:
        found = []
    assert len(found) < len(whole)


def test_a_sequence_has_the_features_of_the_collection_and_the_last_tells_their_number(tmp_path):
    text = written(tmp_path, "geojsonseq", war()).read_text(encoding="utf-8")
    before, *records = text.split("\x1e")
    features = [json.loads(record) for record in records]
    about = features[-1].pop("collection")
    assert before == ""
    assert features == json.loads(b"".join(FORM["geojson"].pieces(war(), Query())))["features"]
    assert (about["type"], about["numberReturned"]) == ("FeatureCollection", len(features))


def test_a_sequence_of_nothing_is_an_empty_collection(tmp_path):
    text = written(tmp_path, "geojsonseq", war(), Query(q="no incident has this word")).read_text()
    found = json.loads(text.removeprefix("\x1e"))
    assert (found["type"], found["features"], found["numberReturned"]) == ("FeatureCollection", [], 0)


@pytest.mark.parametrize(("arrow", "time"), [(True, ""), (False, " 00:00:00")])
def test_what_gdal_makes_a_csv_of_is_read_again(tmp_path, arrow, time):
    file = written(tmp_path, "gpkg", war())
    frame = pyogrio.read_dataframe(file, layer="incidents", use_arrow=arrow).drop(columns="geometry")
    pyogrio.write_dataframe(frame, tmp_path / "incidents.csv", driver="CSV", use_arrow=arrow)
    assert f"2020/10/28{time}," in (tmp_path / "incidents.csv").read_text(encoding="utf-8")
    again = open_store(tmp_path / "incidents.csv")
    days = {row["incident_id"]: row["date_start"] for row in again.listed(Query(), 100)}
    assert days == {row["incident_id"]: row["date_start"] for row in war().listed(Query(), 100)}


def test_a_file_is_written_anew_where_one_of_another_kind_lies(tmp_path, monkeypatch):
    monkeypatch.setattr("mapapp.cli.export.open_store", lambda *_: war())
    path = tmp_path / "a.gpkg"
    for name, driver, rows in (("gpkg", "GPKG", 6), ("gpkg", "GPKG", 6), ("flatgeobuf", "FlatGeobuf", 5)):
        done = CliRunner().invoke(app, ["export", "-o", str(path), "--format", name])
        assert done.exit_code == 0, done.output
        about = pyogrio.read_info(path, layer="incidents")
        assert (about["driver"], about["features"]) == (driver, rows)


def test_gdal_reads_and_counts_every_record_of_a_sequence(tmp_path):
    path = written(tmp_path, "geojsonseq", war())
    found = pyogrio.read_arrow(path)[1]["incident_id"].to_pylist()
    assert found == [row["incident_id"] for row in expected(INCIDENTS, "geojsonseq")]
    assert pyogrio.read_info(path)["features"] == len(found)  # R shows as many, and invents missing ones


def test_a_globe_finds_every_incident_with_its_days_its_types_and_its_mark(tmp_path):
    path = written(tmp_path, "kmz", war())
    found = plain_rows(pyogrio.read_arrow(path)[1])
    rows = expected(INCIDENTS, "kmz")
    names = ("incident_id", "summary", "longitude", "killed_low", "killed_high", "actor", "own")
    read = [{name: row.get(name) for name in names} for row in found]
    assert read == [{name: as_gdal_reads(row.get(name)) for name in names} for row in rows]
    assert [row["wkb_geometry"] is None for row in found] == [row["latitude"] is None for row in rows]
    days = [(row["timestamp"] or row["begin"], row["timestamp"] or row["end"]) for row in found]
    assert days == [(row["date_start"], row["date_end"] or row["date_start"]) for row in rows]
    with zipfile.ZipFile(path) as archive:
        document, *icons = archive.namelist()
        text = archive.read(document).decode()
        assert {archive.read(icon)[:4] for icon in icons} == {b"\x89PNG"}
    assert set(re.findall("<href>(.*?)</href>", text)) == {*icons}


def as_gdal_reads(cell):
    """GDAL strips white space; XML has one line ending, and U+FFFD for what it can't hold."""
    return as_xml(cell).replace("\r\n", "\n").strip() if isinstance(cell, str) else cell


def test_a_balloon_shows_claims_and_runs_nothing(tmp_path):
    about = pyogrio.read_arrow(written(tmp_path, "kmz", war()))[1].to_pylist()
    balloons = {row["incident_id"]: row["description"] for row in about}
    assert "alleges" in balloons["barda"]
    assert "<li>" in balloons["barda"]
    assert all("<script" not in text and "javascript:" not in text for text in balloons.values())


def test_a_shapefile_is_refused_and_told_what_is_better(tmp_path):
    done = CliRunner().invoke(app, ["export", "-o", str(tmp_path / "a.shp")])
    assert done.exit_code == 2
    assert "GeoPackage (.gpkg)" in done.output
    assert list(tmp_path.iterdir()) == []


def test_readers_of_geoparquet_find_days_and_places_by_their_ends(files):
    group = pq.read_metadata(files["geoparquet"]).row_group(0)
    columns = {group.column(n).path_in_schema: group.column(n) for n in range(group.num_columns)}
    for name, least, most in (
        ("date_start", date(2020, 9, 27), date(2020, 10, 28)),
        ("latitude", 39.0, 40.68278),
        ("killed_low", 15, 100),
    ):
        found = columns[name].statistics
        assert (found.min, found.max, found.has_min_max) == (least, most, True)
