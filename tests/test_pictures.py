"""Still pictures of views: what is in them, that they look as before, and that nothing breaks them."""

import io
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from mapapp.api.pictures import Studio
from mapapp.cli.main import app as command
from mapapp.dataset import Dataset
from mapapp.errors import BadQuery
from mapapp.exports.picture.canvas import Canvas
from mapapp.exports.picture.drawing import composed, picture
from mapapp.exports.picture.lettering import lines, outline, readable, width
from mapapp.exports.picture.printing import printed
from mapapp.exports.picture.request import SIZES, PictureRequest
from mapapp.exports.picture.sheet import Line, Sheet
from mapapp.exports.picture.spreading import spread
from mapapp.model.query import Query
from tests.asgi import get
from tests.factories import HOSTILE, bundled_store, incident, store_of, war
from tests.test_api import app_for, is_problem

PICTURE = "/api/collections/incidents/picture"


def opened(png):
    return Image.open(io.BytesIO(png))


def svg_of(store, query, size):
    return ElementTree.fromstring(picture(store, PictureRequest(query, size), "svg"))


@pytest.mark.parametrize("size", SIZES)
def test_each_size_has_twice_its_pixels_and_says_where_it_is_from(size):
    made = opened(picture(war(), PictureRequest(Query(), size), "png"))
    assert made.size == (2 * SIZES[size].width, 2 * SIZES[size].height)
    assert war().fingerprint[:16] in made.info["Source"]


def test_a_picture_is_the_same_for_the_same_view():
    asked = PictureRequest(Query(start=date(2020, 10, 28), end=date(2020, 10, 28)), "column")
    one, other = (np.asarray(opened(picture(war(), asked, "png")), dtype=int) for _ in range(2))
    assert np.abs(one - other).max() == 0


@pytest.mark.parametrize("size", SIZES)
def test_no_word_of_the_legend_is_left_out(size):
    things = composed(bundled_store(), PictureRequest(Query(), size)).elements
    said = [thing.words for thing in things if isinstance(thing, Line)]
    assert "Weak" in " ".join(said)
    assert [words for words in said if words.endswith("…")] == []


def test_marks_have_the_colours_of_the_legend():
    row = {"actor": "Some force", "killed_low": 9, "killed_high": 9, "harm_status": "confirmed"}
    image = np.asarray(
        opened(picture(store_of([incident(**row)]), PictureRequest(Query()), "png")).convert("RGB")
    )
    violet = np.array([0x7E, 0x52, 0xB1])
    near = np.abs(image.astype(int) - violet).sum(axis=2) < 24
    assert near[:, :1400].sum() > 150, "the mark"
    assert near[:, 1400:].sum() > 100, "its entry in the legend"


def test_no_text_breaks_a_picture():
    named = {name: text for text in HOSTILE for name in ("title", "actor", "admin1", "place_name")}
    rows = [
        incident(f"i{n}", location_precision="3", **dict.fromkeys(named, text))
        for n, text in enumerate(HOSTILE)
    ]
    root = svg_of(store_of(rows), Query(actor=HOSTILE), "column")
    assert root.tag.endswith("svg")
    assert not [one for one in root.iter() if one.tag.endswith("script")]


@pytest.mark.parametrize("rows", [0, 1, 400])
def test_none_one_or_many_incidents_are_drawn(rows):
    made = [incident(f"i{n}", latitude=40 + n % 20 / 50, longitude=47 + n / 800) for n in range(rows)]
    store = store_of(made or [incident(latitude=None, longitude=None)])
    assert opened(picture(store, PictureRequest(Query(), "1:1"), "png")).size == (1280, 1280)


def test_a_map_stands_where_it_is_told_to():
    here, there = (
        picture(war(), PictureRequest(Query(), "1:1", at), "png") for at in (None, (9.0, 39.82, 46.76))
    )
    assert here != there


def test_marks_are_moved_apart_and_stay_near():
    places, radii = np.full((40, 2), 100.0), np.full(40, 4.0)
    placed = spread(places, radii)
    between = np.hypot(*(placed[:, None] - placed[None]).transpose(2, 0, 1)) + 99 * np.eye(40)
    assert between.min() > 7.5
    assert np.hypot(*(placed - 100).T).max() < 45


def test_lines_fit_and_tell_what_is_left_out():
    made = lines("word " * 60 + "x" * 300, 200, 14, most=2)
    assert len(made) == 2
    assert made[-1].endswith("…")
    assert all(width(line, 14) <= 200 for line in made)
    assert readable("a\x00b\n\tc \U000f0000") == "a\ufffdb c \ufffd"


@pytest.mark.parametrize("spacing", [0, 2.5])
def test_letters_take_the_room_that_was_measured(spacing):
    text = "UNITED STATES, Ağdərə, Шуши, $x$"
    points = outline(text, 14, spacing=spacing).vertices
    left, right = points[:, 0].min(), points[:, 0].max()
    assert left == pytest.approx(0, abs=2)
    assert right == pytest.approx(width(text, 14) + spacing * (len(text) - 1), abs=2)


def test_a_drawing_has_its_words_as_text_that_is_not_seen():
    asked = PictureRequest(Query(q="bärda & <i>"), "16:9")
    store = store_of([incident(place_name="bärda & <i>", actor="Some <b>force</b> & others")])
    root = ElementTree.fromstring(picture(store, asked, "svg"))
    (layer,) = (one for one in root if one.get("id") == "words")
    assert layer.get("fill-opacity") == "0"
    said = [line.words for line in composed(store, asked).elements if isinstance(line, Line)]
    assert [one.text for one in layer] == said
    assert "Some <b>force</b> & others" in said
    assert root.findtext("{*}desc").startswith("1 incident, ")
    assert "“<i>”" in root.findtext("{*}desc")
    assert "“<i>”" in opened(picture(store, asked, "png")).info["Description"]


@pytest.mark.parametrize("align", ["left", "center"])
def test_that_text_lies_where_its_outlines_do(align):
    sheet = Canvas(Sheet(400, 100, "#ffffff", "", "", "")).sheet
    sheet.elements.append(Line(200, 50, "Шуша / Shushi", 14, "#000000", 400, "", align, 1.5))
    (text,) = ElementTree.fromstring(printed(sheet, "svg")).find("*[@id='words']")
    long = width("Шуша / Shushi", 14) + 1.5 * 12
    assert float(text.get("textLength")) == pytest.approx(long, abs=0.1)
    assert (text.get("x"), text.get("y"), text.get("font-size")) == ("200.0", "50.0", "14")
    assert text.get("text-anchor") == ("middle" if align == "center" else None)


def test_a_drawing_tells_no_more_decimals_than_can_be_seen():
    drawn = picture(war(), PictureRequest(Query(), "column"), "svg").decode()
    decimals = re.findall(r"\d\.(\d+)", " ".join(re.findall(r' d="([^"]+)"', drawn)))
    assert decimals
    assert max(map(len, decimals)) <= 2


def test_the_api_draws_each_kind_once():
    app = app_for(war())
    first = get(app, PICTURE, {"size": "column", "datetime": "2020-10-28"})
    assert (first.status, first.headers["content-type"]) == (200, "image/png")
    assert get(app, PICTURE, {"size": "column", "datetime": "2020-10-28"}).body == first.body
    known = {"if-none-match": first.headers["etag"]}
    assert get(app, PICTURE, {"size": "column", "datetime": "2020-10-28"}, headers=known).status == 304
    drawn = get(app, PICTURE, {"f": "svg", "size": "column", "map": "8/40/47", "download": "1"})
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert drawn.headers["content-disposition"].endswith('.svg"')


@pytest.mark.parametrize(
    ("name", "value"),
    [("f", "gif"), ("size", "2:1"), ("map", "8/40"), ("map", "8/nan/47"), ("map", "99/0/0"), ("bbox", "x")],
)
def test_what_can_not_be_drawn_is_told(name, value):
    answer = get(app_for(war()), PICTURE, {name: value})
    is_problem(answer, 400)
    assert answer.json()["parameter"] == name


def test_a_picture_is_drawn_anew_when_what_lies_beside_the_data_has_changed():
    drawn = []
    studio = Studio(lambda _, kind: drawn.append(kind) or b"picture")
    recoloured = replace(war(), conflict=replace(war().conflict, colours=(("Somebody", "#7e52b1"),)))
    for store in (war(), war(), recoloured, recoloured):
        studio.picture(store, PictureRequest(Query()), "svg")
    assert drawn == ["svg", "svg"]


def test_a_picture_that_many_ask_for_at_once_is_drawn_once():
    drawn, readers = [], 8

    def printed(_, kind):
        drawn.append(kind)
        time.sleep(0.1)
        return b"picture"

    studio, all_there = Studio(printed), threading.Barrier(readers)

    def ask(kind):
        all_there.wait()
        return studio.picture(war(), PictureRequest(Query()), kind)

    with ThreadPoolExecutor(readers) as threads:
        assert set(threads.map(ask, ["png", "svg"] * (readers // 2))) == {b"picture"}
    assert sorted(drawn) == ["png", "svg"]


def test_python_and_the_command_line_draw_the_same(tmp_path):
    query = Query(start=date(2020, 10, 28), end=date(2020, 10, 28))
    file = tmp_path / "a.png"
    options = ["export", "--datetime", "2020-10-28", "-o", str(file), "--size", "column"]
    done = CliRunner().invoke(command, options)
    assert done.exit_code == 0, done.output
    drawn = Dataset(bundled_store()).picture(query, size="column")
    same = np.asarray(opened(file.read_bytes()), dtype=int) - np.asarray(opened(drawn), dtype=int)
    assert np.abs(same).mean() < 0.5
    with pytest.raises(BadQuery):
        Dataset(war()).picture(query, size="huge")
