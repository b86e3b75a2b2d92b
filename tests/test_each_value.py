"""Results computed once for each distinct value are the same as those computed cell by cell."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.errors import UnreadableFile
from mapapp.ingest import each_value, read_dataset
from mapapp.ingest.distinct import repeated
from mapapp.ingest.sheet import trimmed

HEAD = "incident_id,date_start,latitude,longitude,title,remark\n"


@given(st.lists(st.sampled_from(["a", "b", "", "A", None])), st.booleans())
def test_every_cell_gets_what_is_made_of_its_text(cells, repeats):
    texts = pd.Series(cells, range(7, 7 + len(cells)), dtype="str", name="own")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(each_value, "mostly_repeats", lambda _: repeats and len(texts) > 0)
        found = each_value.of_each_value(texts, lambda values: values.str.upper().fillna("none"))
        values = each_value.values_of(each_value.chunked(texts))
    pd.testing.assert_series_equal(found, texts.str.upper().fillna("none"))
    assert set(values.to_pylist()) == set(cells)


@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "b",
                "",
                None,
                "a" * 7,
                "a" * 8,
                "a" * 9,
                "a" * 16,
                "a\0",
                "և",
                "x" * 40 + "y",
                "z" * 300,
                "z" * 300 + "!",
                "z" * 299 + "!",
            ]
        )
        | st.text(st.characters(codec="utf-8"), max_size=20)
    )
)
def test_what_an_earlier_cell_holds_too_is_marked(cells):
    texts = pd.Series(cells, dtype="str")
    assert repeated(texts).tolist() == texts.duplicated().tolist()


BAD = """ a ,2020-10-04,40,46,  padded ,
b,never,40,46,x,y
c,2020-02-31,95,46,x,"two
lines"
a,2020-10-04,40,46,x,
,2020-10-04,,46,x,too,many
d,12 March 2020,40,n/a,x,
e,2020-10-04,+40.50,46,   ,
"""


def test_many_rows_are_read_as_few_are(tmp_path, monkeypatch):
    file = tmp_path / "incidents.csv"
    rows = (f"i{row},2020-10-{1 + row % 28:02},40,46.{row},title {row % 3},\n" for row in range(3000))
    file.write_text(HEAD + "".join(rows) + BAD, encoding="utf-8")
    cell_by_cell = read_dataset(file)
    monkeypatch.setattr(each_value, "CELLS_PER_BATCH", 100)
    monkeypatch.setattr(each_value, "mostly_repeats", lambda texts: len(texts) > 0)
    at_once = read_dataset(file)
    assert at_once.report == cell_by_cell.report
    assert at_once.report.faults
    assert at_once.incidents.equals(cell_by_cell.incidents)
    assert list(at_once.losses) == list(cell_by_cell.losses)


def test_a_column_repeats_if_most_of_its_cells_do():
    few = each_value.chunked(pd.Series(["a", None, "b", "a"] * each_value.SAMPLE, dtype="str"))
    many = each_value.chunked(pd.Series(map(str, range(4 * each_value.SAMPLE)), dtype="str"))
    assert (
        each_value.mostly_repeats(few),
        each_value.mostly_repeats(many),
        each_value.mostly_repeats(few.slice(0, 9)),
    ) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize("title", ["the same", "{row}"])
def test_a_note_of_hold_is_found_among_many_rows(tmp_path, title):
    rows = [f"i{row},2020-10-04,40,46,{title.format(row=row)},\n" for row in range(3000)]
    rows[7] = "i7,2020-10-04,40,46,do not publish,\n"
    file = tmp_path / "incidents.csv"
    file.write_text(HEAD + "".join(rows), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="row 9"):
        read_dataset(file)


EVERY_SIGN = [chr(number) for number in range(1, 0x11000) if not 0xD800 <= number < 0xE000]


@pytest.mark.parametrize("form", ["{}a", "a{}", "{}", "я{}", "{}я"])
def test_white_space_of_every_script_is_taken_off_both_ends(form):
    texts = pd.Series([form.format(sign) for sign in EVERY_SIGN], dtype="str")
    expected = texts.str.strip()
    pd.testing.assert_series_equal(trimmed(texts), expected.mask(expected.eq("")))


@given(st.lists(st.one_of(st.none(), st.text("ab ;|", max_size=6))))
def test_a_text_is_taken_apart_under_the_number_of_its_row(cells):
    texts = pd.Series(cells, range(7, 7 + len(cells)), dtype="str")
    expected = [(row, part) for row, text in texts.dropna().items() for part in text.split(";")]
    assert [*each_value.parts_of(texts, ";").items()] == expected
