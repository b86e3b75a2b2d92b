"""Reading UCDP's and ACLED's data as they are published."""

import csv
import io
from datetime import date

import pandas as pd
import pytest

from mapapp.engine.store import Store
from mapapp.ingest import read_dataset
from mapapp.ingest.adapters.named_sources import hashed_identifiers
from mapapp.ingest.adapters.ucdp_candidate import COLUMNS
from mapapp.model.report import Effect
from mapapp.model.schema import INCIDENTS
from tests.field_rows import ACLED, GED, only_row, read


def ged(folder, **cells):
    return read(folder, GED | cells)


def acled(folder, **cells):
    return read(folder, ACLED | cells)


def effects(data):
    return [(fault.column, fault.effect) for fault in data.report.faults]


def test_a_ged_event_is_read_with_its_codes(tmp_path):
    data = ged(tmp_path)
    event = only_row(data.incidents)
    assert not data.report.faults
    assert event["incident_id"] == "901"
    assert event["title"] == "Government of Nowhere – Hill Front, Hilltown village"
    assert event["dyad_name"] == "Government of Nowhere - Hill Front"
    assert (event["date_start"], event["date_end"]) == (date(2019, 3, 1), date(2019, 3, 1))
    assert (event["date_precision"], event["location_precision"]) == ("1", "1")
    assert (event["latitude"], event["longitude"], event["uncertainty_m"]) == (10.5, 20.25, None)
    assert (event["place_name"], event["admin1"]) == ("Hilltown village", "Hill province")
    assert event["event_type"] == "State-based conflict"
    assert (event["killed_low"], event["killed_best"], event["killed_high"]) == (2, None, 4)
    assert event["actor"] is None, "the parties to a battle are not blamed for it"
    assert (event["other_actor"], event["involved"]) == (None, "Government of Nowhere;Hill Front")
    assert (event["side_a"], event["side_b"], event["best"]) == ("Government of Nowhere", "Hill Front", "3")


def test_only_one_sided_violence_names_who_did_it(tmp_path):
    data = ged(tmp_path, type_of_violence="3", side_b="Civilians")
    event = only_row(data.incidents)
    assert (event["actor"], event["other_actor"]) == ("Government of Nowhere", "Civilians")
    assert event["involved"] is None
    assert only_row(data.incidents)["event_type"] == "Violence against civilians"
    assert data.claims["actor"].to_pylist() == ["Government of Nowhere", None, None]


@pytest.mark.parametrize(
    ("code", "radius", "place", "latitude"),
    [("2", 25_000, "Hilltown village", 10.5), ("4", None, None, 10.5), ("6", None, None, None)],
)
def test_a_vague_place_stays_vague(tmp_path, code, radius, place, latitude):
    event = only_row(ged(tmp_path, where_prec=code).incidents)
    assert event["location_precision"] == code
    assert (event["uncertainty_m"], event["place_name"], event["latitude"]) == (radius, place, latitude)
    assert event["geom_wkt"] == "POINT (20.25 10.5)"


@pytest.mark.parametrize("day", ["2019-03-01", "2019-03-01T00:00:00", "2019-03-01 00:00:00.000"])
def test_a_day_of_ged_is_read_in_each_of_its_spellings(tmp_path, day):
    assert only_row(ged(tmp_path, date_start=day).incidents)["date_start"] == date(2019, 3, 1)


def test_sources_that_a_row_names_are_claims_that_do_not_count(tmp_path):
    data = ged(tmp_path)
    named = data.sources.to_pylist()[1:]
    assert [(s["publisher"], s["published_on"], s["title"], s["checked"]) for s in named] == [
        ("First Agency", "2019-03-02", "Clash near Hilltown", "no"),
        ("Second Paper", "2019-03-03", "Two dead", "no"),
    ]
    own, *others = data.claims.to_pylist()
    assert (own["claimant_side"], own["basis"], own["killed_low"], own["killed_high"]) == (
        "independent",
        "relayed",
        2,
        4,
    )
    assert [(c["stance"], c["basis"], c["checked"], c["killed_low"]) for c in others] == [
        ("reports", "relayed", "no", None)
    ] * 2
    assert [c["source_id"] for c in others] == [s["source_id"] for s in named]


def test_what_the_claims_decide_is_what_the_file_says(tmp_path):
    rows = (GED, GED | {"id": "902", "type_of_violence": "3", "best": "2", "high": "2"}, GED | {"id": "903"})
    assert not Store.load(read(tmp_path, *rows)).disagreements
    rows = (ACLED, ACLED | {"event_id_cnty": "NOW13", "event_type": "Violence against civilians"})
    assert not Store.load(read(tmp_path, *rows)).disagreements


def test_the_same_article_is_one_source(tmp_path):
    data = read(tmp_path, GED, GED | {"id": "902"})
    assert (len(data.sources), len(data.claims)) == (3, 6)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {"source_date": "1753-01-01;2019-03-03"},
            [(None, "Clash near Hilltown"), ("2019-03-03", "Two dead")],
        ),
        (
            {"source_headline": "One; two;Two dead"},
            [("2019-03-02", None), ("2019-03-03", None)],
        ),
        ({"source_office": "", "source_article": "Old Wire 4 March"}, [(None, "Old Wire 4 March")]),
        ({"source_office": "", "source_article": ""}, []),
    ],
)
def test_only_what_is_said_of_a_source_is_kept(tmp_path, cells, expected):
    named = ged(tmp_path, **cells).sources.to_pylist()[1:]
    assert [(one["published_on"], one["title"]) for one in named] == expected


def test_figures_that_contradict_each_other_are_widened_and_told(tmp_path):
    data = ged(tmp_path, low="5", best="3", high="4")
    event = only_row(data.incidents)
    assert (event["killed_low"], event["killed_high"], event["best"]) == (3, 5, "3")
    assert effects(data) == [("killed_low", Effect.KEPT)]
    assert "low 5, best 3 and high 4" in data.report.faults[0].reason


def test_a_figure_that_is_no_number_is_told_not_lost(tmp_path):
    data = ged(tmp_path, low="some", high="")
    assert effects(data) == [("killed_low", Effect.CELL_LEFT_OUT)] * 2, "in the incident and in UCDP's claim"
    assert only_row(data.incidents)["killed_high"] is None


def test_an_event_that_is_not_settled_makes_it_a_file_of_candidates(tmp_path):
    data = read(tmp_path, GED, GED | {"id": "902", "code_status": "Check deaths"})
    assert data.sources["title"][0].as_py() == "UCDP Candidate Events Dataset"
    notes = {claim["incident_id"]: claim["note"] for claim in data.claims.to_pylist() if claim["note"]}
    assert notes == {"902": "UCDP's code status: Check deaths"}


def test_a_release_without_a_line_of_names_loses_no_row(tmp_path):
    rows = [GED | {"id": str(number), "code_status": "Check deaths"} for number in (901, 902)]
    out = io.StringIO()
    csv.writer(out).writerows([row.get(name, "") for name in COLUMNS] for row in rows)
    (tmp_path / "monthly.csv").write_text(out.getvalue(), encoding="utf-8")
    data = read_dataset(tmp_path / "monthly.csv")
    named = read(tmp_path, *rows)
    assert not data.report.faults
    assert data.report.rows_in("incidents") == 2
    assert data.incidents.select(INCIDENTS.names).equals(named.incidents.select(INCIDENTS.names))
    assert data.claims.equals(named.claims)


def test_an_acled_event_is_read_with_its_codes(tmp_path):
    data = acled(tmp_path)
    event = only_row(data.incidents)
    assert not data.report.faults
    assert event["incident_id"] == "NOW12"
    assert event["title"] == "Armed clash: Military Forces of Nowhere (2001-) – Hill Front"
    assert (event["date_start"], event["date_precision"]) == (date(2024, 11, 1), "1")
    assert (event["place_name"], event["admin1"], event["location_precision"]) == ("Hilltown", "Hill", "1")
    assert (event["killed_low"], event["killed_high"]) == (3, 3)
    assert event["actor"] is None, "actor1 does not mean who did it"
    assert event["summary"] == "On 1 November, an invented clash took place."
    assert [s["publisher"] for s in data.sources.to_pylist()[1:]] == ["First Agency", "Second Paper"]


@pytest.mark.parametrize("day", ["01 November 2024", "01-November-2024", "2024-11-01", "1 November 2024"])
def test_every_era_of_acled_is_read(tmp_path, day):
    old = {name.upper(): cell for name, cell in (ACLED | {"event_date": day}).items()}
    data = read(tmp_path, {"": "1"} | old)
    event = only_row(data.incidents)
    assert (event["date_start"], event["killed_low"], event["inter1"]) == (
        date(2024, 11, 1),
        3,
        "State forces",
    )


@pytest.mark.parametrize(
    ("deaths", "notes", "expected"),
    [
        ("0", "Nobody is said to have died.", (0, None)),
        ("", "Nothing is said.", (None, None)),
        ("10", "Several died, coded as 10.", (None, None)),
        ("0", "Unknown, coded as 0.", (0, None)),
    ],
)
def test_no_reported_death_is_neither_none_nor_unsaid(tmp_path, deaths, notes, expected):
    data = acled(tmp_path, fatalities=deaths, notes=notes)
    event = only_row(data.incidents)
    assert (event["killed_low"], event["killed_high"]) == expected
    assert event["fatalities"] == (deaths or None)
    assert not data.report.faults


@pytest.mark.parametrize(
    ("precision", "days"),
    [
        ("1", (date(2024, 2, 15), date(2024, 2, 15), "1")),
        ("2", (date(2024, 2, 15), date(2024, 2, 15), "3")),
        ("3", (date(2024, 2, 1), date(2024, 2, 29), "4")),
    ],
)
def test_acleds_precision_of_time_is_translated(tmp_path, precision, days):
    event = only_row(acled(tmp_path, event_date="2024-02-15", time_precision=precision).incidents)
    assert (event["date_start"], event["date_end"], event["date_precision"]) == days


@pytest.mark.parametrize(("theirs", "ours"), [("1", "1"), ("2", "2"), ("3", "4")])
def test_acleds_precision_of_places_is_translated(tmp_path, theirs, ours):
    assert only_row(acled(tmp_path, geo_precision=theirs).incidents)["location_precision"] == ours


@pytest.mark.parametrize(
    ("kind", "sub", "expected"),
    [
        ("Battle-No change of territory", "", ("Battles", "Armed clash")),
        (
            "Battle-Non-state actor(s) overtake territory",
            "",
            ("Battles", "Non-state actor overtakes territory"),
        ),
        (
            "Battle-Non-state actor overtakes territory",
            "",
            ("Battles", "Non-state actor overtakes territory"),
        ),
        ("Remote violence", "", ("Explosions/Remote violence", None)),
        ("Violence Against Civilians", "Attack", ("Violence against civilians", "Attack")),
        ("Riots/Protests", "", ("Riots/Protests", None)),
    ],
)
def test_older_types_of_acled_become_todays(tmp_path, kind, sub, expected):
    data = acled(tmp_path, event_type=kind, sub_event_type=sub)
    event = only_row(data.incidents)
    assert (event["event_type"], event["sub_event_type"]) == expected
    assert not data.report.faults


@pytest.mark.parametrize(
    ("actor", "blamed"),
    [("Hill Front", "Hill Front"), ("Unidentified Armed Group (Nowhere)", None), ("", None)],
)
def test_acled_blames_only_in_violence_against_civilians(tmp_path, actor, blamed):
    cells = {"event_type": "Violence against civilians", "sub_event_type": "Attack", "actor1": actor}
    event = only_row(acled(tmp_path, **cells).incidents)
    assert event["actor"] == blamed
    assert (event["other_actor"], event["involved"]) == (ACLED["actor2"] or None, None)


def test_a_file_of_ours_is_never_translated(tmp_path):
    data = read(tmp_path, ACLED | {"incident_id": "i-1", "date_start": "2020-01-01"})
    assert only_row(data.incidents)["incident_id"] == "i-1"
    assert not len(data.claims)


def test_a_claims_file_beside_it_is_read_instead(tmp_path):
    (tmp_path / "downloaded-claims.csv").write_text("claim_id,incident_id,stance\nmine,901,reports\n")
    assert ged(tmp_path).claims["claim_id"].to_pylist() == ["mine"]


def test_rows_are_told_by_their_number_in_the_file(tmp_path):
    data = read(tmp_path, GED, GED | {"id": "902", "latitude": "95"}, GED | {"id": "903"})
    rejected = [fault for fault in data.report.faults if fault.table == "incidents"]
    assert [(fault.row, fault.column) for fault in rejected] == [(3, "latitude")]
    assert data.incidents["incident_id"].to_pylist() == ["901", "903"]


def test_a_source_keeps_its_identifier_from_release_to_release():
    texts = pd.Series(["", "Hill Paper", "Գյուղ", "Hill Paper"], [3, 4, 9, 9], dtype="str")
    assert [*hashed_identifiers(texts, "ucdp").items()] == [
        (3, "ucdp-186da64456263a46"),
        (4, "ucdp-eb8b0fd081515250"),
        (9, "ucdp-ed44667c6eab4249"),
        (9, "ucdp-eb8b0fd081515250"),
    ]
