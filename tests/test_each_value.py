"""What is found out once for each value is the same as what is found out cell by cell."""

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.errors import UnreadableFile
from mapapp.ingest import each_value, read_dataset

HEAD = "incident_id,date_start,latitude,longitude,title,remark\n"


@given(st.lists(st.lists(st.sampled_from(["a", "b", "", "A", None]), max_size=9), min_size=1), st.booleans())
def test_every_cell_gets_what_is_made_of_its_text(pieces, repeats):
    texts = pa.chunked_array(pieces, pa.large_string())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(each_value, "repeat", lambda _: repeats and len(texts) > 0)
        found = each_value.of_each_value(texts, lambda values: pc.fill_null(pc.utf8_upper(values), "none"))
    assert found.to_pylist() == ["none" if one is None else one.upper() for one in texts.to_pylist()]


def test_a_column_repeats_if_most_of_its_cells_do():
    few = each_value.in_pieces(pd.Series(["a", None, "b", "a"] * each_value.LOOKED_AT, dtype="str"))
    many = each_value.in_pieces(pd.Series(map(str, range(4 * each_value.LOOKED_AT)), dtype="str"))
    assert (each_value.repeat(few), each_value.repeat(many), each_value.repeat(few.slice(0, 9))) == (
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
