"""Reading Airwars, Atlos, VIINA, GDELT, auto-archiver sheets and HXL-tagged tables as they are published."""

import csv
import io
from datetime import date

import pytest

from mapapp.engine.store import Store
from mapapp.ingest import read_dataset
from mapapp.ingest.adapters import ADAPTERS
from mapapp.ingest.adapters.gdelt import HEADERLESS
from mapapp.maintenance.formats_page import documentation, with_tables
from tests import field_rows
from tests.field_rows import (
    AIRWARS,
    ARCHIVED,
    ATLOS,
    GDELT,
    HXL,
    HXL_TAGS,
    TIMEMAP,
    VIINA,
    VIINA_REPORT,
    only_row,
    read,
)


def place(event):
    return event["latitude"], event["longitude"], event["location_precision"]


def grades(event):
    return event["attribution_status"], event["harm_status"]


def figures(event):
    return tuple(event[f"{harm}_{end}"] for harm in ("killed", "injured") for end in ("low", "high"))


def named(data):
    """Return each source except the coder's own, and whether the claim that depends on it was checked."""
    claims = {claim["source_id"]: claim for claim in data.claims.to_pylist()}
    return [
        (s["publisher"], s["url"], claims[s["source_id"]]["checked"])
        for s in data.sources.to_pylist()
        if s["checked"] == "no"
    ]


@pytest.mark.parametrize(
    "row", [AIRWARS, ATLOS, VIINA, VIINA_REPORT, GDELT, ARCHIVED], ids=lambda row: next(iter(row))
)
def test_a_row_is_read_whole(tmp_path, row):
    data = read(tmp_path, row)
    assert not data.report.faults
    assert len(data.incidents) == 1


def test_grades_that_others_gave_are_not_held_against_the_rules_of_claims(tmp_path):
    assert not Store.load(read(tmp_path, AIRWARS)).disagreements


def test_airwars_ranges_grades_and_places_are_read(tmp_path):
    data = read(tmp_path, AIRWARS)
    event = only_row(data.incidents)
    assert (event["incident_id"], event["date_start"]) == ("nowh0001", date(2031, 10, 7))
    assert figures(event) == (3, 7, 12, 24)
    assert grades(event) == ("likely", "fair")
    assert place(event) == (10.5, 20.25, None)
    assert (event["title"], event["target_type"]) == ("Airstrike: Residential building", "residential")
    assert (event["event_type"], event["sub_event_type"]) == (
        "Explosions/Remote violence",
        "Air/drone strike",
    )
    assert (event["actor"], event["airwars_assessment"]) == (
        "Nowhere Military",
        "An invented assessment.",
    )
    own = data.claims.to_pylist()[0]
    assert (own["actor"], own["killed_low"], own["killed_high"]) == ("Nowhere Military", 3, 7)
    assert named(data) == [("Airwars", AIRWARS["Incidence_url"], "no")]


@pytest.mark.parametrize(
    ("cells", "name", "expected"),
    [
        ({"Civilians reported killed": "Unknown"}, "killed_low", None),
        ({"Civilians reported killed": "2"}, "killed_high", 2),
        ({"Civilians reported killed": "5–7\n\n(1–2 Men)"}, "killed_high", 7),
        ({"Incidence_date": "October 8, 2031"}, "date_start", date(2031, 10, 8)),
        ({"Incidence_date": "5–6 October, 2031"}, "date_end", date(2031, 10, 6)),
        ({"Incidence_id": "NOWH2,\n"}, "incident_id", "NOWH2"),
        ({"lat": "NA", "long": "NA"}, "longitude", None),
        ({"long": "NA", "lon": "20.5"}, "longitude", 20.5),
        ({"Suspected belligerent": "NA", "Suspected belligerents": "One, Other"}, "actor", None),
        ({"Suspected belligerent": "One", "Suspected belligerents": "One, Other"}, "actor", None),
        ({"Suspected belligerent": "One", "Suspected belligerents": "One, One"}, "actor", "One"),
        ({"Suspected belligerents": "One, Other", "Known belligerent": "One"}, "actor", "One"),
        ({"Suspected belligerents": "One", "Known belligerent": "One, Other"}, "actor", None),
        ({"Strike type": "Ground operation"}, "event_type", None),
        ({"Strike type": "Airstrike and/or Artillery"}, "sub_event_type", None),
        ({"Airwars civilian harm grading": "Contested"}, "harm_status", "contested"),
        ({"Civilian infrastructure": "IDP or refugee camp"}, "target_type", None),
    ],
)
def test_airwars_says_no_more_than_it_does(tmp_path, cells, name, expected):
    data = read(tmp_path, AIRWARS | cells)
    assert only_row(data.incidents)[name] == expected
    assert not data.report.faults


def test_an_atlos_incident_is_read_with_its_sources(tmp_path):
    data = read(tmp_path, ATLOS)
    event = only_row(data.incidents)
    assert (event["incident_id"], event["date_start"]) == ("NOW-ABC123", date(2031, 3, 3))
    assert (event["title"], event["summary"]) == ("A building in Hilltown burns", "Seen from the north.")
    assert (place(event), event["uncertainty_m"]) == ((10.5, 20.25, "1"), 100)
    assert (event["sensitivity"], event["tags"], event["roof lost"]) == ("graphic", "fire;north", "Yes")
    assert figures(event) == (None,) * 4
    assert named(data) == [
        ("videos.example", "https://www.videos.example/watch?v=1", "no"),
        ("Handed over by a resident", None, "no"),
    ]


def test_what_is_hidden_on_atlos_is_not_published(tmp_path):
    data = read(
        tmp_path,
        ATLOS,
        ATLOS | {"slug": "NOW-HIDDEN", "restrictions": "Hidden", "source_1": "https://a.example/b"},
    )
    assert data.incidents["incident_id"].to_pylist() == ["NOW-ABC123"]
    assert set(data.claims["incident_id"].to_pylist()) == {"NOW-ABC123"}
    assert "https://a.example/b" not in data.sources["url"].to_pylist()


def test_viina_is_told_as_what_a_program_made(tmp_path):
    data = read(tmp_path, VIINA)
    event = only_row(data.incidents)
    assert (event["incident_id"], event["date_start"], event["date_precision"]) == (
        "77",
        date(2031, 2, 24),
        None,
    )
    assert event["sub_event_type"] == "Shelling/artillery/missile attack"
    assert event["title"] == "Shelling/artillery/missile attack: Hilltown"
    assert (place(event), event["place_name"], event["actor"]) == ((10.5, 20.25, "1"), "Hilltown", None)
    assert [source["publisher"] for source in data.sources.to_pylist()[1:]] == ["firstagency", "secondpaper"]
    assert set(data.claims["checked"].to_pylist()) == {"no"}, "nothing a program says is counted"
    assert any("coded by a program" in note for note in data.report.notes)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({"t_airstrike_b": "1"}, ("Explosions/Remote violence", None)),
        ({"t_airstrike_b": "1", "t_firefight_b": "1"}, (None, None)),
        ({"t_artillery_b": "0"}, (None, None)),
        ({"t_artillery_b": "0", "t_raid_b": "1"}, ("Battles", None)),
    ],
)
def test_viinas_labels_name_a_kind_only_where_they_agree(tmp_path, labels, expected):
    event = only_row(read(tmp_path, VIINA | labels).incidents)
    assert (event["event_type"], event["sub_event_type"]) == expected


def test_a_report_of_viina_keeps_its_headline_with_its_source(tmp_path):
    data = read(tmp_path, VIINA_REPORT)
    event, source = only_row(data.incidents), data.sources.to_pylist()[1]
    assert (event["title"], event["place_name"], event["location_precision"]) == ("Report", None, "4")
    assert (source["title"], source["url"], source["language"]) == (
        "An invented headline",
        "https://firstagency.example/1",
        "uk",
    )


def test_a_gdelt_event_is_told_as_what_a_program_made(tmp_path):
    data = read(tmp_path, GDELT)
    event = only_row(data.incidents)
    assert event["title"] == "Fighting: HILL FRONT – NOWHERE"
    assert event["sub_event_type"] == "Shelling/artillery/missile attack"
    assert (event["date_start"], event["actor"], event["checked"]) == (date(2031, 2, 24), None, "no")
    assert (place(event), event["place_name"]) == ((10.5, 20.25, "1"), "Hilltown, Hill, Nowhere")
    assert named(data) == [("news.example", "https://www.news.example/a", "no")]
    assert set(data.claims["checked"].to_pylist()) == {"no"}


@pytest.mark.parametrize(
    ("code", "expected"), [("1", (None, None, "6")), ("2", (10.5, 20.25, "4")), ("5", (10.5, 20.25, "4"))]
)
def test_a_country_of_gdelt_is_no_point(tmp_path, code, expected):
    event = only_row(read(tmp_path, GDELT | {"ActionGeo_Type": code}).incidents)
    assert (place(event), event["place_name"]) == (expected, None)


@pytest.mark.parametrize("kind", HEADERLESS, ids=lambda kind: str(len(kind.columns)))
def test_gdelts_own_files_without_names_lose_no_row(tmp_path, kind):
    rows = [GDELT | {"GLOBALEVENTID": str(number)} for number in (1, 2)]
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows([row.get(name, "") for name in kind.columns] for row in rows)
    (tmp_path / "20310224.export.CSV").write_text(out.getvalue(), encoding="utf-8")
    data = read_dataset(tmp_path / "20310224.export.CSV")
    assert not data.report.faults
    assert data.incidents["incident_id"].to_pylist() == ["1", "2"]
    assert any("no header line" in note for note in data.report.notes)


def test_a_page_that_was_kept_is_a_source(tmp_path):
    data = read(tmp_path, ARCHIVED, ARCHIVED | {"Archive location": "nothing archived"})
    first, again = data.incidents.to_pylist()
    assert again["incident_id"] == f"{first['incident_id']}-2"
    assert (first["title"], first["date_start"], place(first)) == (
        "Smoke over Hilltown",
        date(2031, 3, 3),
        (None, None, None),
    )
    source = data.sources.to_pylist()[0]
    assert (source["publisher"], source["published_on"]) == ("videos.example", "2031-03-03")
    assert source["archived_url"] == "https://archive.example/1.html"
    assert not data.report.faults


def test_a_sheets_own_columns_say_when_and_where(tmp_path):
    own = ARCHIVED | {"Date": "2031-03-01", "lat": "10.5", "lng": "20.25", "place_name": "Hilltown"}
    event = only_row(read(tmp_path, own).incidents)
    assert (event["date_start"], event["latitude"], event["longitude"]) == (date(2031, 3, 1), 10.5, 20.25)
    assert event["place_name"] == "Hilltown"


def test_a_tagged_table_is_read_by_its_tags(tmp_path):
    data = read(tmp_path, HXL_TAGS, HXL)
    event = only_row(data.incidents)
    assert not data.report.faults
    assert data.report.rows_in("incidents") == 1, "the row of tags is no incident"
    assert (event["incident_id"], event["date_start"]) == ("s-1", date(2031, 3, 3))
    assert (event["event_type"], event["summary"]) == (
        "Looting of a clinic",
        "An invented clinic was looted.",
    )
    assert (event["admin1"], event["country"], event["place_name"]) == ("Hill", "Nowhere", "Hilltown")
    assert figures(event) == (1, 2, None, None)
    assert (event["#severity"], event["untold"]) == ("3", "kept")
    assert named(data) == [("First Agency", "https://firstagency.example/1", "no")]


def test_tags_may_have_their_attributes_in_any_order_and_rows_no_identifier(tmp_path):
    tags = HXL_TAGS | {"Deaths": "#affected + killed", "SiND Event ID": "#id+x", "Day": "#date+start"}
    event = only_row(read(tmp_path, tags, HXL).incidents)
    assert (event["incident_id"], event["killed_high"]) == ("row-3", 2)


def test_a_tagged_file_of_a_known_data_set_is_read_as_that(tmp_path):
    tags = dict.fromkeys(field_rows.GED, "") | {"id": "#event+code", "date_start": "#date+start"}
    data = read(tmp_path, tags, field_rows.GED)
    assert only_row(data.incidents)["incident_id"] == "901"
    assert data.sources["source_id"][0].as_py() == "ucdp"


def test_a_tagged_file_of_ours_stays_ours(tmp_path):
    ours = {"incident_id": "i-1", "date_start": "2031-03-03", "latitude": "10.5", "longitude": "20.25"}
    tags = {
        "incident_id": "#event+id",
        "date_start": "#date",
        "latitude": "#geo+lat",
        "longitude": "#geo+lon",
    }
    data = read(tmp_path, tags, ours)
    assert not data.report.faults
    assert data.incidents["incident_id"].to_pylist() == ["i-1"]


SHAPES = {
    "UCDP Candidate Events": field_rows.GED,
    "UCDP GED": field_rows.GED,
    "ACLED": field_rows.ACLED,
    "Airwars": AIRWARS,
    "TimeMap": TIMEMAP | {"associations": []},
    "Atlos": ATLOS,
    "VIINA": VIINA | VIINA_REPORT,
    "GDELT events": GDELT,
    "Auto-archiver sheets": ARCHIVED | {"date": ""},
    "HXL-tagged tables": {tag.replace(" ", ""): "" for tag in HXL_TAGS.values()}
    | dict.fromkeys(["#date", "#date+end", "#event+name"]),
}


@pytest.mark.parametrize("adapter", ADAPTERS, ids=lambda adapter: adapter.name)
def test_the_documentation_names_only_columns_that_are_translated(adapter):
    shape = {name.casefold() for name in SHAPES[adapter.name]}
    assert set(adapter.becomes) <= shape
    assert adapter.marks <= shape


def test_the_documentation_says_what_becomes_of_every_column():
    page = documentation().read_text(encoding="utf-8")
    assert with_tables(page) == page, "run: make docs"
