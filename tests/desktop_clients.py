"""The API as desktop programs of Debian read it, `make test-clients`: QGIS and sf, if installed."""

import os
import shutil
import subprocess

import pyogrio
import pytest

from mapapp.geo.gazetteer import districts, gazetteer
from tests.browser.conftest import serving
from tests.factories import bundled_store

QGIS = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
"""Debian's script of that name passes on an option that the program refuses; the program is next to it."""

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
    offscreen = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(folder)}
    told = subprocess.run(command, env=offscreen, capture_output=True, text=True, timeout=300, check=False)
    assert out.exists(), told.stdout + told.stderr
    return pyogrio.read_dataframe(out)


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
