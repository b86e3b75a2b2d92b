"""The lines and areas that a conflict draws beneath its incidents."""

import json
import re
from pathlib import Path

import pytest

from mapapp.engine import prepared
from mapapp.engine.store import Store
from mapapp.errors import BadDescription, UnreadableFile
from mapapp.exports.picture.drawing import composed, picture
from mapapp.exports.picture.request import PictureRequest
from mapapp.exports.picture.sheet import Line
from mapapp.ingest import read_dataset
from mapapp.ingest.conflict import read_conflict
from mapapp.model.conflict import NOT_DESCRIBED
from mapapp.model.query import Query
from mapapp.views.map import LINES_URL, standalone_map
from mapapp.views.style import LINES, legend_for
from tests.asgi import get
from tests.factories import bundled_store, incident, store_of
from tests.test_api import app_for

HEAD = "incident_id,date_start,latitude,longitude\na,2020-10-04,40,47\n"
LINE = '[[lines]]\nname = "front"\n'


def shapes(tmp_path, geometry, identifier="front", **properties):
    feature = {"type": "Feature", "id": identifier, "properties": properties, "geometry": geometry}
    path = tmp_path / "lines.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


def line_to(*corners, kind="LineString"):
    return {"type": kind, "coordinates": [list(corner) for corner in corners]}


def test_lines_of_the_data_set_are_drawn_and_explained(tmp_path):
    (tmp_path / "incidents.csv").write_text(HEAD, encoding="utf-8")
    (tmp_path / "conflict.toml").write_text(LINE + 'label = "The front"\n', encoding="utf-8")
    geometry = line_to((46, 39), (48, 41))
    shapes(tmp_path, geometry, label="front", note="Of an invented survey.")
    read = read_dataset(tmp_path / "incidents.csv")
    store = Store.load(read)
    (feature,) = get(app_for(store), f"/{LINES_URL}").json()["features"]
    assert feature["properties"] == {"label": "The front", "note": "Of an invented survey."}
    assert feature["geometry"] == geometry
    drawn = store.conflict.line_features
    assert drawn["features"] == [feature]
    texts = [
        thing.words for thing in composed(store, PictureRequest(Query())).elements if isinstance(thing, Line)
    ]
    assert "The front" in texts
    page = standalone_map(
        {"type": "FeatureCollection", "features": []}, legend_for([]), conflict=store.conflict
    )
    assert "The front" in page.get_root().render()
    prepared.write(read, tmp_path / "own.mapapp")
    assert prepared.read(tmp_path / "own.mapapp")[0].conflict == read.conflict


def test_another_war_has_none_of_the_lines_of_the_bundled_one():
    assert [line.label for line in bundled_store().conflict.lines]
    assert not store_of([incident("a")], conflict=NOT_DESCRIBED).conflict.lines


@pytest.mark.parametrize(
    ("description", "geometry", "problem"),
    [
        (LINE, None, "Expected no lines, or a file of their shapes"),
        (
            '[[lines]]\nname = "x"\nlabel = "X"',
            line_to((1, 2), (3, 4)),
            "the id of a feature of lines.geojson: front",
        ),
        (LINE, line_to((1, 2), (3, 4)), "label is ''. Expected words that say what it is"),
        (LINE + 'label = "F"', line_to((1, 2), (3, 94)), "Expected a feature that is a line or an area"),
        (
            LINE + 'label = "F"',
            {"type": "Point", "coordinates": [1, 2]},
            "a feature that is a line or an area",
        ),
        (
            LINE + 'label = "F"',
            {"type": "LineString", "coordinates": "x"},
            "a feature that is a line or an area",
        ),
        (LINE + 'colour = "F"', line_to((1, 2), (3, 4)), "Expected one of the keys label, name, note"),
        ("lines = 3", line_to((1, 2), (3, 4)), "Expected a list of up to 8 tables, each under [[lines]]"),
    ],
)
def test_lines_that_make_no_sense_are_refused(tmp_path, description, geometry, problem):
    path = tmp_path / "conflict.toml"
    path.write_text(description, encoding="utf-8")
    with pytest.raises(BadDescription, match=re.escape(problem)):
        read_conflict(path, None, geometry and shapes(tmp_path, geometry))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"features": [1]}', b"\xff", b"[" * 100_000])
def test_a_file_of_shapes_that_is_none_is_told(tmp_path, content):
    path, beside = tmp_path / "conflict.toml", tmp_path / "lines.geojson"
    path.write_text(LINE, encoding="utf-8")
    beside.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"lines\.geojson can't be read as GeoJSON"):
        read_conflict(path, None, beside)


def test_the_map_and_pictures_draw_lines_as_one_definition_says():
    """The bundled data have two; each of the map's CSS classes takes its style from the page's variables."""
    styles = (Path(__file__).parents[1] / "frontend/src/map/map.css").read_text(encoding="utf-8")
    parts = ("stroke-width: var(--line-{n}-width)", "stroke-dasharray: var(--line-{n}-dashes)")
    for n in range(len(LINES)):
        (rule,) = re.findall(rf"[.]mapapp-reference-{n} {{(.*)}}", styles)
        assert all(part.format(n=n) in rule for part in (*parts, "stroke-linecap: var(--line-{n}-cap)"))
    assert len(re.findall("[.]mapapp-reference-[0-9]+ {", styles)) == len(LINES)

    drawn = picture(bundled_store(), PictureRequest(Query()), "svg").decode()
    seen = {
        tuple(float(length) for length in dashes.split(","))
        for dashes in re.findall(r"stroke-dasharray: ([0-9., ]+)", drawn)
    }
    for line in LINES[:2]:
        assert any(dashes == pytest.approx(line.dashes) for dashes in seen if len(dashes) == len(line.dashes))
