"""A data set's faults at a glance: the costliest come first, and large numbers are summed up by kind."""

import json

from hypothesis import given
from hypothesis import strategies as st

from mapapp.model.report import (
    KEPT_PER_KIND,
    Count,
    Effect,
    Fault,
    Report,
    at_a_glance,
    first_of_each_kind,
    many_faults_of,
)
from mapapp.views.faults import MAX_FAULTS, faults_html

LOST, LEFT_OUT, KEPT, REMARK = (
    Effect.ROW_REJECTED,
    Effect.CELL_LEFT_OUT,
    Effect.KEPT,
    Effect.REMARK,
)


def fault(row: int, value: str, effect: Effect = KEPT, column: str = "weapon") -> Fault:
    return Fault("incidents", row, column, value, f"{value!r} is nothing, in row {row}.", "Mend it.", effect)


def test_few_faults_are_all_there_and_lost_rows_come_first() -> None:
    faults = [fault(2, "a", REMARK), fault(3, "b", KEPT), fault(4, "c", LOST), fault(5, "d", LOST)]
    assert [(one.first.row, one.number) for one in at_a_glance(faults, 4)] == [(4, 1), (5, 1), (3, 1), (2, 1)]


def test_many_faults_are_summed_up_by_column_effect_and_reason() -> None:
    faults = [
        *(fault(row, "it's") for row in range(2, 50)),
        *(fault(row, '"') for row in range(50, 60)),
        *(fault(row, "x", column="title") for row in range(60, 160)),
        fault(160, "y", LOST),
    ]
    assert [(one.first.row, one.number, one.values) for one in at_a_glance(faults, 10)] == [
        (160, 1, ("y",)),
        (60, 100, ("x",)),
        (2, 58, ("it's", '"')),
    ]


@given(
    st.lists(st.tuples(st.text(max_size=5), st.sampled_from([LOST, LEFT_OUT, KEPT, REMARK]))),
    st.integers(1, 5),
)
def test_a_lost_row_is_never_cut_off_for_what_costs_less(given: list[tuple[str, Effect]], most: int) -> None:
    faults = [fault(row, value, effect) for row, (value, effect) in enumerate(given, 2)]
    shown = at_a_glance(faults, most)
    assert len(shown) <= max(most, 1)
    assert any(one.first.effect is LOST for one in shown) == any(one.effect is LOST for one in faults)
    kinds = {one.kind for one in faults}
    if max(len(kinds), 1) <= most:
        assert sum(one.number for one in shown) == len(faults)


def test_of_each_kind_the_first_hundred_are_kept_and_all_are_counted() -> None:
    faults = [fault(row, f"{row}") for row in range(2, 352)] + [
        fault(row, "x", LOST) for row in range(2, 102)
    ]
    kept, numbers = first_of_each_kind(faults, lambda one: one.kind)
    report = Report((), (Count("incidents", 400, 300),)).with_faults(kept, many_faults_of(numbers))
    assert [one.row for one in report.faults if one.effect is KEPT] == list(range(2, 2 + KEPT_PER_KIND))
    assert report.effects == {KEPT: 350, LOST: 100}
    assert [(one.column, one.number, one.more) for one in report.many] == [("weapon", 350, 250)]
    assert report.number_of_errors == 450
    shown = at_a_glance(report.faults, 1000, report.many)
    assert [(one.first.effect, one.number) for one in shown] == [(LOST, 100), (KEPT, 350)]
    assert "450 problems" in faults_html(report)
    assert json.loads(json.dumps(report.as_json()))["many"] == [
        {"table": "incidents", "column": "weapon", "effect": "kept", "number": 350}
        | {"reason": "… is nothing, in row …."}
    ]


def test_the_page_sums_up_many_faults_and_names_the_lost_rows_first() -> None:
    faults = [fault(row, f"<b>{row}</b>") for row in range(2, MAX_FAULTS + 2)]
    faults.append(fault(MAX_FAULTS + 2, "z", LOST))
    html = faults_html(Report(tuple(faults), (Count("incidents", len(faults), len(faults) - 1),)))
    assert "<b>" not in html
    assert html.count("<tr>") == 1 + 2
    assert html.index("row rejected") < html.index("kept")
    assert f"<td>{MAX_FAULTS}</td>" in html
    assert f"{MAX_FAULTS + 1} problems, grouped by kind" in html
