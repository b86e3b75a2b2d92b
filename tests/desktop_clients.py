"""The API as read by Debian's desktop programs, if installed: QGIS, ogr2ogr and sf (`make test-clients`)."""

import os
import shutil
import subprocess
from pathlib import Path

import pyogrio
import pytest

from mapapp.exports.formats import FORMATS
from mapapp.geo.gazetteer import districts, gazetteer
from mapapp.model.query import Query
from mapapp.shipped import bundled
from mapapp.views.style import OTHER_COLOUR, legend_of
from tests.api_page import examples
from tests.browser.conftest import serving
from tests.factories import bundled_store

QGIS = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
"""Debian's script of that name passes on an option that the program rejects; the program is next to it."""
OFFSCREEN = os.environ | {
    "QT_QPA_PLATFORM": "offscreen",
    "PATH": os.pathsep.join((str(Path(QGIS or "").parent), os.environ["PATH"])),
}
"""QGIS uses the modules of the first python3 on the PATH; that of a virtual environment lacks QGIS's own."""

ROWS = {name: bundled_store().report.rows_accepted(name) for name in ("incidents", "claims", "sources")} | {
    "districts": len(districts()),
    "places": len(gazetteer()),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("desktop") / "log.txt") as running:
        yield running


@pytest.mark.skipif(QGIS is None, reason="apt-get install --no-install-recommends qgis")
@pytest.mark.parametrize("collection", ROWS)
def test_qgis_reads_every_row(server, tmp_path, collection):
    key = {"districts": "name", "places": "place_id"}.get(collection, f"{collection.removesuffix('s')}_id")
    found = _processed(server, tmp_path, "native:retainfields", collection, f"FIELDS={key}")
    assert len(found) == ROWS[collection]
    assert found[key].is_unique


@pytest.mark.skipif(QGIS is None, reason="apt-get install --no-install-recommends qgis")
def test_qgis_filters(server, tmp_path):
    found = _processed(
        server, tmp_path, "native:extractbyexpression", "claims", "EXPRESSION=\"stance\" = 'denies'"
    )
    assert 0 < len(found) < ROWS["claims"]
    assert set(found["stance"]) == {"denies"}


def _processed(server, folder, algorithm, collection, *parameters):
    layer = f"OAPIF://url='{server.url}api/' typename='{collection}'"
    out = folder / "out.gpkg"
    command = [QGIS, "run", algorithm, "--", f"INPUT={layer}", *parameters, f"OUTPUT={out}"]
    offscreen = OFFSCREEN | {"XDG_RUNTIME_DIR": str(folder)}
    told = subprocess.run(command, env=offscreen, capture_output=True, text=True, timeout=300, check=False)
    assert out.exists(), told.stdout + told.stderr
    return pyogrio.read_dataframe(out)


def _written(name, folder):
    (form,) = (form for form in FORMATS if form.name == name)
    file = folder / f"a{form.suffixes[0]}"
    file.write_bytes(b"".join(form.pieces(bundled_store(), Query())))
    return file


def _run(block, folder):
    told = subprocess.run(
        ["sh", "-c", block],
        env=OFFSCREEN,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (folder / "incidents.gpkg").exists(), told.stdout + told.stderr
    return pyogrio.read_dataframe(folder / "incidents.gpkg")


@pytest.mark.skipif(QGIS is None, reason="apt-get install --no-install-recommends qgis")
def test_the_example_for_qgis(server, tmp_path):
    (block,) = examples("QGIS", server.url)
    found = _run(block.replace("qgis_process ", f"{QGIS} "), tmp_path)
    assert len(found) == ROWS["incidents"]
    assert {"incident_id", "title", "killed_low"} <= set(found)


@pytest.mark.skipif(QGIS is None, reason="apt-get install --no-install-recommends qgis")
def test_qgis_draws_a_geopackage_in_the_maps_colours(tmp_path):
    file = _written("gpkg", tmp_path)
    script = f"""
from qgis.core import QgsApplication, QgsVectorLayer
program = QgsApplication([], False)
program.initQgis()
layer = QgsVectorLayer("{file}|layername=incidents", "incidents", "ogr")
for one in layer.renderer().categories():
    print(one.value(), one.symbol().color().name(), sep="\\t")
"""
    offscreen = OFFSCREEN | {"XDG_RUNTIME_DIR": str(tmp_path)}
    told = subprocess.run(
        ["python3", "-c", script], env=offscreen, capture_output=True, text=True, timeout=300, check=False
    )
    drawn = dict(line.split("\t") for line in told.stdout.splitlines())
    assert drawn == legend_of(bundled_store()).actors | {"": OTHER_COLOUR}, told.stderr


@pytest.mark.skipif(not shutil.which("ogr2ogr"), reason="apt-get install --no-install-recommends gdal-bin")
def test_the_example_for_gdal(server, tmp_path):
    (block,) = examples("GDAL", server.url)
    found = _run(block, tmp_path)
    asked = Query(actor=("Armenian forces",), bbox=(46.0, 39.0, 48.0, 41.0))
    assert found["title"].tolist() == [row["title"] for row in bundled_store().listed(asked, 1000)]


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="apt-get install --no-install-recommends gdal-bin")
@pytest.mark.parametrize("name", ["geojson", "geojsonseq", "gpkg", "flatgeobuf", "kmz", "xlsx"])
def test_an_older_gdal_reads_every_row_of_a_file(tmp_path, name):
    """Debian's GDAL can't read GeoParquet."""
    file = _written(name, tmp_path)
    told = subprocess.run(
        ["ogrinfo", "-ro", "-so", "-al", "-oo", "HEADERS=FORCE", file],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    unlocated = sum(row["latitude"] is None for row in bundled_store().listed(Query(), 1000))
    there = ROWS["incidents"] - (unlocated if name == "flatgeobuf" else 0)
    assert f"Feature Count: {there}\n" in told.stdout
    assert "incident_id: String" in told.stdout


@pytest.mark.skipif(not shutil.which("frictionless"), reason="pip install frictionless")
def test_frictionless_finds_no_fault_in_the_zip_nor_in_the_bundled_data(tmp_path):
    file = _written("zip", tmp_path)
    for described in (file, bundled("datapackage.json")):
        told = subprocess.run(
            ["frictionless", "validate", "--trusted", described], capture_output=True, text=True, check=False
        )
        assert not told.returncode, told.stdout


SF_INSTALLED = (
    shutil.which("Rscript")
    and not subprocess.run(["Rscript", "-e", "library(sf)"], capture_output=True, check=False).returncode
)


@pytest.mark.skipif(not SF_INSTALLED, reason="apt-get install --no-install-recommends r-cran-sf")
def test_sf_reads_every_row_with_its_types(server):
    script = f"""
        for (name in c({", ".join(f"'{name}'" for name in ROWS)})) {{
            read <- sf::st_read("OAPIF:{server.url}api", name, quiet = TRUE)
            cat(name, nrow(read), class(read$date_start), class(read$killed_low), "\\n")
        }}"""
    told = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, timeout=300, check=True)
    lines = [line.split() for line in told.stdout.splitlines()]
    assert {line[0]: int(line[1]) for line in lines} == ROWS
    assert lines[0][2:] == ["Date", "integer"]


@pytest.mark.skipif(not SF_INSTALLED, reason="apt-get install --no-install-recommends r-cran-sf")
def test_the_example_for_r(server):
    (block,) = examples("R", server.url)
    script = block + 'cat("rows:", nrow(incidents))'
    told = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, timeout=300, check=True)
    assert told.stdout.endswith(f"rows: {ROWS['incidents']}")
