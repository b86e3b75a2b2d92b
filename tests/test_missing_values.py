"""Markers for missing values that a data package lists."""

import json
from pathlib import Path

import pytest

from mapapp.ingest import read_dataset
from mapapp.model.metadata import describe

ROWS = """incident_id,title,date_start,latitude,longitude,killed_low
a,n.k.,2031-05-01,40,47,-99
b,n.k. of them,2031-05-02,40,47,3
"""


def read(folder: Path, schema: object):  # type: ignore[no-untyped-def]
    (folder / "incidents.csv").write_text(ROWS, encoding="utf-8")
    package = {"resources": [{"name": "incidents", "path": "incidents.csv", "schema": schema}]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return read_dataset(folder / "incidents.csv")


@pytest.mark.parametrize("words", [["", "-99", "n.k."], ["", {"value": "-99", "label": "not known"}, "n.k."]])
def test_they_are_read_as_blank_and_told(tmp_path: Path, words: list[object]) -> None:
    data = read(tmp_path, {"missingValues": words})
    assert data.incidents["killed_low"].to_pylist() == [None, 3]
    assert data.incidents["title"].to_pylist() == [None, "n.k. of them"]
    assert not data.report.errors
    (note,) = [one for one in data.report.notes if "datapackage.json" in one]
    assert "“-99”" in note
    assert "“n.k.”" in note


@pytest.mark.parametrize("named", ["data/rows/incidents.csv", "./data/rows/incidents.csv"])
def test_a_package_describes_the_files_below_it(tmp_path: Path, named: str) -> None:
    file = tmp_path / "data" / "rows" / "incidents.csv"
    file.parent.mkdir(parents=True)
    file.write_text(ROWS, encoding="utf-8")
    package = tmp_path / "datapackage.json"
    resource = {"name": "incidents", "path": named, "schema": {"missingValues": ["-99"]}}
    package.write_text(json.dumps({"title": "Told here", "resources": [resource]}), encoding="utf-8")
    for opened in (package, file):
        assert read_dataset(opened).incidents["killed_low"].to_pylist() == [None, 3]
        assert describe(opened).title == "Told here"
    package.write_text(json.dumps({"title": "Of others", "resources": []}), encoding="utf-8")
    assert describe(file).title == "Incidents"


@pytest.mark.parametrize(
    "schema", [None, [], {"missingValues": 5}, {"missingValues": [{}]}, {"missingValues": [""]}]
)
def test_without_them_a_cell_is_what_it_says(tmp_path: Path, schema: object) -> None:
    data = read(tmp_path, schema)
    assert data.incidents["title"].to_pylist() == ["n.k.", "n.k. of them"]
    assert not any("datapackage.json" in one for one in data.report.notes)
