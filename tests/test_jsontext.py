"""Columns as JSON text: the same as Python's own encoder makes of each cell."""

import json

import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mapapp.exports import jsontext
from tests.factories import HOSTILE

texts = st.lists(st.one_of(st.none(), st.text(st.characters(codec="utf-8"))))
EVERY_CONTROL = [chr(code) for code in range(0x20)]


def dumped(cells):
    return [json.dumps(cell, ensure_ascii=False) for cell in cells]


@settings(deadline=None)
@given(texts, st.integers(0, 3), st.integers(0, 3))
@example([*HOSTILE, None, *EVERY_CONTROL], 1, 1)
@example(["", None, '"', ""], 0, 0)
@example([None, "a\\", None], 1, 0)
def test_texts_are_written_as_json_wherever_they_lie_in_a_column(cells, before, behind):
    whole = pa.array(['"cut\n'] * before + cells + ["off\\"] * behind, jsontext.TEXT)
    column = whole.slice(before, len(cells))
    assert jsontext.values(column).to_pylist() == dumped(cells)


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(st.characters(codec="utf-8", exclude_characters=";")))))
@example([None, None])
def test_cells_with_several_values_are_written_as_arrays(cells):
    written = jsontext.lists(pa.array(cells, jsontext.TEXT)).to_pylist()
    assert written == dumped(
        [cell if cell is None else [cell.strip()] * bool(cell.strip()) for cell in cells]
    )


@given(st.lists(st.text(st.characters(codec="utf-8"))), st.text(max_size=2))
def test_texts_are_put_behind_each_other(cells, between):
    assert jsontext.concatenated(pa.array(cells, jsontext.TEXT), between) == between.join(cells).encode()
