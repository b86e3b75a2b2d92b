"""JSON, JSON Lines, TimeMap exports whose parts are joined, and data packages."""

import json
from datetime import date

import pytest

from mapapp.engine.live import LiveStore
from mapapp.engine.store import Store
from mapapp.errors import UnreadableFile
from mapapp.ingest import read_alone, read_dataset
from mapapp.ingest.mapping import recognise
from mapapp.ingest.sheets import sheet_of
from mapapp.ingest.stored import read_bytes
from mapapp.model.dataset_files import incidents_file
from mapapp.model.metadata import describe
from mapapp.model.report import Effect
from tests.field_rows import ACLED, TIMEMAP, only_row

ROW = {"incident_id": "i-1", "date_start": "2031-03-03", "latitude": 10.5, "longitude": 20.25}
CSV = "incident_id,date_start,latitude,longitude\ni-1,2031-03-03,10.5,20.25\n"


def written(folder, value, name="data.json"):
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "value",
    [
        [ROW],
        {"status": 200, "data": [ROW]},
        {"other": [{"a": 1}, {"a": 2}], "incidents": [ROW]},
        ROW,
        f"{json.dumps(ROW)}\n{json.dumps(ROW | {'incident_id': 'i-2'})}\n",
        "\ufeff" + json.dumps([ROW]),
    ],
    ids=["list", "within", "named", "one", "lines", "bom"],
)
def test_json_is_read_as_a_table(tmp_path, value):
    data = read_dataset(written(tmp_path, value))
    assert not data.report.faults
    assert data.incidents["incident_id"][0].as_py() == "i-1"
    assert data.incidents["latitude"][0].as_py() == 10.5


def test_values_keep_their_digits_and_their_parts(tmp_path):
    row = ROW | {"exact": 0, "n": None, "yes": True, "parts": ["a", {"b": "ж"}], "big": 2, "none": ""}
    text = json.dumps([row]).replace('"exact": 0', '"exact": 1.2300').replace('"big": 2', '"big": NaN')
    read = only_row(read_dataset(written(tmp_path, text)).incidents)
    assert (read["exact"], read["yes"], read["parts"]) == ("1.2300", "true", '["a", {"b": "ж"}]')
    assert (read["n"], read["big"], read["none"]) == (None, None, None)


def test_what_is_no_object_is_told_by_its_number(tmp_path):
    data = read_dataset(written(tmp_path, f'{json.dumps(ROW)}\n["x"]\n{{"cut": \n'))
    assert [(fault.row, fault.effect) for fault in data.report.faults] == [
        (3, Effect.ROW_REJECTED),
        (4, Effect.ROW_REJECTED),
    ]
    assert (data.report.rows_in("incidents"), len(data.incidents)) == (3, 1)


@pytest.mark.parametrize("text", ["[", "[{]", "{}", "[]", '{"a": ', "[" * 100_000, "[{}]", '[{"a":' * 9_999])
def test_broken_json_is_told(tmp_path, text):
    with pytest.raises(UnreadableFile) as told:
        read_dataset(written(tmp_path, text))
    assert told.value.remedy


def test_an_answer_of_acleds_api_is_read_as_acled(tmp_path):
    data = read_dataset(written(tmp_path, {"status": 200, "count": 1, "data": [ACLED]}))
    assert only_row(data.incidents)["incident_id"] == "NOW12"


def test_a_timemap_in_one_file_is_read_with_sources_and_filters(tmp_path):
    data = read_dataset(written(tmp_path, [TIMEMAP]))
    event, source, claim = (only_row(table) for table in (data.incidents, data.sources, data.claims))
    assert not data.report.faults
    assert (event["incident_id"], event["date_start"]) == ("CIV1", date(2031, 3, 7))
    assert (event["title"], event["summary"]) == ("A school was hit.", TIMEMAP["description"])
    assert (event["target_type"], event["cluster_munition"], event["weapon"]) == (
        "education",
        "alleged",
        None,
    )
    assert (event["weapon_detail"], event["sensitivity"]) == ("Cluster munitions", "graphic")
    assert (event["actor"], event["killed_low"]) == (None, None)
    assert (source["publisher"], source["title"]) == ("videos.example", "An invented video")
    assert (claim["stance"], claim["basis"], claim["checked"]) == ("reports", "relayed", "no")


@pytest.mark.parametrize(
    ("second", "days"), [("4/8/2031", [(3, 7), (4, 8)]), ("13/8/2031", [(7, 3), (8, 13)])]
)
def test_the_month_stands_in_front_in_a_timemap_unless_a_day_shows_otherwise(tmp_path, second, days):
    rows = [TIMEMAP | {"date": "3/7/2031"}, TIMEMAP | {"id": "CIV2", "date": second}]
    read = read_dataset(written(tmp_path, rows))
    assert [(day.month, day.day) for day in read.incidents["date_start"].to_pylist()] == days
    assert not read.report.errors


def parts(folder):
    """Write the three files of an export; its events refer to the other two."""
    filters = [
        {"id": "a1", "mode": "FILTER", "filter_paths": ["Weapon System", "Small arms"]},
        {"id": "a2", "mode": "FILTER", "filter_paths": ["Weapon System", "Air strike"]},
    ]
    sources = {"s1": {"id": "s1", "paths": ["https://www.videos.example/1"], "title": "An invented video"}}
    event = {name: cell for name, cell in TIMEMAP.items() if name != "filters"}
    event |= {"sources": ["s1", "gone"], "associations": ["a1", "a2"]}
    again = event | {"latitude": "11", "associations": ["a1"], "sources": []}
    return {"events": [event, again], "sources": sources, "associations": filters}


@pytest.mark.parametrize("together", [True, False])
def test_the_parts_of_a_timemap_are_joined(tmp_path, together):
    if together:
        path = written(tmp_path, parts(tmp_path))
    else:
        for name, value in parts(tmp_path).items():
            written(tmp_path, value, f"export_{name}.json")
        path = tmp_path / "export_events.json"
    data = read_dataset(path)
    first, again = data.incidents.to_pylist()
    assert (first["weapon"], again["weapon"]) == ("several", "small arms")
    assert again["incident_id"] == "CIV1-2", "an identifier may repeat"
    assert [source["publisher"] for source in data.sources.to_pylist()] == ["videos.example", "gone"]
    assert not data.report.faults


def test_a_part_that_changes_is_noticed(tmp_path):
    for name, value in parts(tmp_path).items():
        written(tmp_path, value, f"{name}.json")
    live = LiveStore(tmp_path / "events.json")
    before = live.current.fingerprint
    written(tmp_path, {"s1": {"id": "s1", "paths": ["https://other.example/"]}}, "sources.json")
    live.look()
    live.look()
    assert live.current.fingerprint != before


def test_a_readers_file_is_never_joined_with_files_of_the_server(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, value in parts(tmp_path).items():
        written(tmp_path, value, f"{name}.json")
    sheet = sheet_of("incidents", read_bytes(tmp_path / "events.json"))
    assert "videos.example" not in str(read_alone(sheet).sources.to_pylist())


def package(folder, *paths):
    resources = [{"name": name, "path": path} for name, path in paths]
    return written(folder, {"title": "Invented", "resources": resources}, "datapackage.json")


def test_a_data_package_stands_for_its_incidents(tmp_path):
    (tmp_path / "data").mkdir()
    written(tmp_path, CSV, "data/events.csv")
    written(tmp_path, "a,b\n1,2\n", "other.csv")
    path = package(tmp_path, ("other", "other.csv"), ("incidents", "data/events.csv"))
    assert read_dataset(path).incidents["incident_id"].to_pylist() == ["i-1"]
    assert LiveStore(path).current.fingerprint == Store.load(read_dataset(path)).fingerprint
    assert recognise(path).mapping is None


def test_a_data_package_describes_its_table(tmp_path):
    written(tmp_path, CSV, "events.csv")
    assert describe(package(tmp_path, ("events", "events.csv"))).title == "Invented"


@pytest.mark.parametrize(
    "named",
    ["/etc/passwd", "../secret.csv", "https://example.org/a.csv", "a/../../b.csv", "C:\\a.csv", 7, None],
)
def test_a_package_opens_nothing_outside_its_folder(tmp_path, named):
    with pytest.raises(UnreadableFile, match="names no table"):
        incidents_file(package(tmp_path, ("incidents", named)))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"resources": 3}', '{"resources": [1]}', "[" * 99_999])
def test_a_broken_package_is_told(tmp_path, text):
    with pytest.raises(UnreadableFile) as told:
        incidents_file(written(tmp_path, text, "datapackage.json"))
    assert told.value.remedy
