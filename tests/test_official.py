"""Official totals next to the sums for the same scope, checked against a manual count."""

import re
from dataclasses import replace
from datetime import date
from html import escape, unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import pytest

from mapapp.engine.store import Store
from mapapp.errors import BadQuery
from mapapp.ingest import Ingested, official, read_dataset
from mapapp.model.official_totals import Total, scope_of
from mapapp.model.query import Query
from mapapp.model.report import Effect
from mapapp.shipped import bundled
from mapapp.views.official import official_html, share
from tests.factories import HOSTILE, bundled_conflict, bundled_store

HERE = Query(control=("Here",))
TOTAL = Total("Somebody", "armenian", 10, 40, "2020-10-10", "everyone", HERE, "", "https://example.org/", "")


def read(tmp_path: Path, totals: str) -> Ingested:
    (tmp_path / "a.csv").write_text(
        "incident_id,date_start,date_end,latitude,longitude,control,killed_low,killed_high,aggregate\n"
        "one,2020-10-01,,40,46,Here,2,3,\ntwo,2020-10-10,,40,46,Here,1,,\nlate,2020-10-10,2020-10-11,40,46,Here,5,5,\n"
        "there,2020-10-01,,40,46,There,7,7,\nsum,2020-10-01,,40,46,Here,9,9,yes\nblank,2020-10-01,,40,46,Here,,,\n"
    )
    if totals:
        (tmp_path / "a-totals.csv").write_text(f"who,side,killed,injured,as_of,same_scope,url\n{totals}")
    return read_dataset(tmp_path / "a.csv")


def in_address(query: Query) -> str:
    return f"?{urlencode(query.to_params(), doseq=True)}"


def test_a_total_is_laid_beside_the_incidents_of_its_scope_that_were_over(tmp_path: Path) -> None:
    store = Store.load(
        read(
            tmp_path,
            "W,armenian,10,40,2020-10-10,control=Here,\nX,,100,,2020,control=Here&control=There,\n"
            "Y,,1,,2021,control=Here&control=There,\nZ,,3,4,2020,,\n",
        )
    )
    narrow, wide, everything, alone = store.official
    assert narrow.accounted(store.held) == {
        "killed_low": 3,
        "killed_high": 4,
        "injured_low": 0,
        "injured_high": 0,
        "killed_open": 1,
        "injured_open": 0,
    }
    assert wide.accounted(store.held)["killed_low"] == everything.accounted(store.held)["killed_low"] == 15
    assert alone.compared is None
    html = official_html(store.official, store.held, store.conflict, in_address)
    assert "at least 3 of 10 killed (at least 30 %)" in html
    assert "0 of 40 injured (0 %)" in html
    assert "at least 15 of 1 killed (at least 1,500 %)" in html
    assert "3 killed and 4 injured" in html
    assert "Side not stated" in html


def test_each_bundled_total_can_be_followed_to_exactly_its_rows() -> None:
    store = bundled_store()
    links = official_html(store.official, store.held, store.conflict, in_address)
    compared = [total for total in store.official if total.compared]
    assert len(compared) > len(store.official) / 2
    for total in compared:
        assert total.scope, f"{total.who} of {total.as_of} does not say what it counts"
        assert in_address(total.compared) in unescape(links)
    for total in {total.same_scope: total for total in compared}.values():
        followed = Query.from_params(parse_qs(in_address(total.compared)[1:]))
        rows = [row for row in store.listed(followed, 1000) if row["aggregate"] != "yes"]
        sums = total.accounted(store.held)
        assert sums["killed_low"] == sum(row["killed_low"] or 0 for row in rows)
        assert sums["injured_high"] == sum(row["injured_high"] or row["injured_low"] or 0 for row in rows)


def test_totals_are_not_a_part_of_the_fingerprint_and_need_not_be_there(tmp_path: Path) -> None:
    without = read(tmp_path, "")
    assert without.official == ()
    assert Store.load(without).held == {}
    assert official_html((), {}, bundled_conflict(), in_address) == ""
    assert read(tmp_path, "W,,1,,2020,,\n").fingerprint == without.fingerprint


def test_faulty_totals_are_reported(tmp_path: Path) -> None:
    rows = "A,,,,2020-10-01,,\nB,,5,,soon,,\nC,,5,,2020-10-01,control=Nowhere,javascript:x\n"
    data = read(tmp_path, rows + "D,elsewhere,1,,2020-10-01,control=Here,\nE,,1,,2020,Here,\n")
    faults = [fault for fault in data.report.faults if fault.table == "totals"]
    assert [(fault.row, fault.column, fault.effect) for fault in faults] == [
        (2, "killed", Effect.ROW_REJECTED),
        (3, "as_of", Effect.ROW_REJECTED),
        (4, "same_scope", Effect.KEPT),
        (4, "url", Effect.CELL_LEFT_OUT),
        (5, "side", Effect.REMARK),
        (6, "same_scope", Effect.CELL_LEFT_OUT),
    ]
    assert [one.who for one in data.official] == ["C", "D", "E"]
    assert data.official[-1].same_scope is None


@pytest.mark.parametrize(
    "text", ["Here", "control", "place=Here", "datetime=2020", "according_to=armenian", "ended_by=2020-10-04"]
)
def test_a_scope_that_means_nothing_or_says_more_than_a_scope_is_refused(text: str) -> None:
    with pytest.raises(BadQuery):
        scope_of(text)


def test_totals_that_cannot_be_read_leave_the_data_alone(tmp_path: Path) -> None:
    read(tmp_path, "")
    (tmp_path / "a-totals.csv").write_bytes(b"\xff\xfe\x00")
    data = read_dataset(tmp_path / "a.csv")
    assert len(data.incidents) == 6
    assert [fault.effect for fault in data.report.faults if fault.table == "totals"] == [Effect.FILE_LEFT_OUT]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_totals_are_only_text(text: str) -> None:
    total = replace(TOTAL, who=text, scope=text, note=text, url=text, series=text, side="independent")
    html = official_html([total], {HERE: []}, bundled_conflict(), in_address)
    assert "<script>" not in html
    assert html.count("<a ") == html.count('<a href="?')


@pytest.mark.parametrize(
    ("as_of", "until"),
    [("2020-10-04", date(2020, 10, 4)), ("2020-02", date(2020, 2, 29)), ("2021", date(2021, 12, 31))],
)
def test_a_total_speaks_until_the_last_day_it_may_mean(as_of: str, until: date) -> None:
    assert replace(TOTAL, as_of=as_of).until == until


def test_a_share_of_nothing_has_no_per_cent() -> None:
    assert share(0, 0, 0, "killed") == "0 of 0 killed"


def test_what_is_not_known_to_the_day_is_not_written_as_one() -> None:
    for as_of, written in (
        ("2020-10-04", "as of 4 October 2020."),
        ("2021-01", "as of January 2021."),
        ("2021", "as of 2021."),
    ):
        assert written in official_html(
            [replace(TOTAL, as_of=as_of)], {HERE: []}, bundled_conflict(), in_address
        )


# ---- counts over time


def over_time(tmp_path: Path, *counts: tuple[str, int]) -> tuple[Store, str]:
    data = read(tmp_path, "")
    totals = [
        replace(TOTAL, killed=killed, injured=None, as_of=as_of, series="Count", who=f"Who {n}")
        for n, (as_of, killed) in enumerate(counts)
    ]
    store = Store.load(replace(data, official=tuple(totals)))
    return store, official_html(store.official, store.held, store.conflict, in_address)


def test_a_count_over_time_is_drawn_and_told_with_the_gap(tmp_path: Path) -> None:
    _, html = over_time(tmp_path, ("2020-10-11", 12), ("2020-10-01", 5), ("2020-10-12", 11))
    assert "By 12 October 2020, 11 people had been counted as killed; this data set has at least 8." in html
    assert "The gap was as wide by 1 October 2020: 5 against 2 to 3." in html
    assert html.count('class="series-level"') == 3
    assert html.count('role="img"') == html.count("<table>") == 1
    assert re.findall(r"<td>([^<]*)</td>", html) == ["2 to 3", "up to 4", "up to 3"]
    assert html.index("Who 1") < html.index("Who 0") < html.index("Who 2")


def test_steps_end_where_the_data_and_the_count_stand(tmp_path: Path) -> None:
    _, html = over_time(tmp_path, ("2020-10-01", 2), ("2020-10-10", 10))
    held, between, gap = re.findall(r"clip-path: polygon\(([^)]*)\)", html)
    assert held.split(", ")[2:4] == ["90.0% 70.00%", "100.0% 70.00%"], (
        "3 of 10 at the lowest, from 10 October"
    )
    assert between.split(", ")[:2] == ["0.0% 70.00%", "90.0% 70.00%"], "3 of 10 at the highest"
    assert gap.split(", ")[2:4] == ["90.0% 0.00%", "100.0% 0.00%"], "10 were counted"


def test_each_step_of_a_count_leads_to_its_incidents(tmp_path: Path) -> None:
    store, html = over_time(tmp_path, ("2020-10-01", 5), ("2020-10-11", 12))
    for total in store.official:
        assert total.compared
        assert html.count(escape(in_address(total.compared))) == 1


def test_where_the_data_have_more_it_is_said_and_there_is_no_gap(tmp_path: Path) -> None:
    _, html = over_time(tmp_path, ("2020-10-01", 1), ("2020-10-11", 2))
    assert "1 more here" in html
    assert "The gap" not in html


def test_one_count_alone_is_no_series_and_stands_among_the_totals(tmp_path: Path) -> None:
    _, html = over_time(tmp_path, ("2020-10-01", 5))
    assert "series-plot" not in html
    assert "2 to 3 of 5 killed" in html


@pytest.mark.parametrize("killed", [0, 1, 7, 93, 4_999, 1_000_000])
def test_a_scale_of_people_has_few_lines_and_holds_the_highest_count(tmp_path: Path, killed: int) -> None:
    _, html = over_time(tmp_path, ("2020-10-01", 0), ("2021-10-11", killed))
    lines = [int(text.replace(",", "")) for text in re.findall(r'series-people"[^>]*><b>([\d,]+)', html)]
    assert lines[0] == 0
    assert max(killed, 9) <= lines[-1]
    assert 2 <= len(lines) <= 7
    assert 1 <= html.count('class="series-day"') <= 5


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_series_is_only_text(text: str) -> None:
    counts = [
        replace(TOTAL, series=text, who=text, url=text, as_of=day) for day in ("2020-10-01", "2020-10-02")
    ]
    html = official_html(counts, {HERE: []}, bundled_conflict(), in_address)
    assert "series-plot" in html
    assert "<script>" not in html
    assert html.count("<a ") == html.count('<a href="?')


def test_what_the_incidents_have_is_looked_up_once_for_all_totals(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    values = official._values
    monkeypatch.setattr(official, "_values", lambda name, rows: asked.append(name) or values(name, rows))
    read_dataset(bundled("incidents.csv"))
    assert asked
    assert len(asked) == len(set(asked))
