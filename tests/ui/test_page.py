"""The page's logic without a browser: URL, widgets and Query stay in step."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mapapp import words
from mapapp.ingest import read_dataset
from mapapp.maintenance.release import ReleaseRequest, release
from mapapp.model.query import Query
from mapapp.model.traditions import AS_GIVEN
from mapapp.page.options import offered_facets, option_label
from mapapp.page.search import suggested_values
from mapapp.shipped import bundled
from tests.app_page import app_page
from tests.factories import bundled_store


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.delenv("MAPAPP_DATA", raising=False)
    return app_page()


def headline(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def as_read(label: str) -> str:
    """Return what a label with escaped Markdown shows."""
    return re.sub(r"\\(.)", r"\1", label)


def ignored(app: AppTest) -> tuple[int, list[str]]:
    """Return how many parts of the URL the page says it ignored, and what it says about each."""
    (notice, *_) = [
        *re.findall(r'<details class="page-notice" open>.*?</details>', headline(app), re.DOTALL),
        "",
    ]
    counted = re.search(
        r"<summary>This link contains (something|\d+ things) we could not use</summary>", notice
    )
    number = int(counted[1].split()[0].replace("something", "1")) if counted else 0
    return number, re.findall(r"<li><bdi>(.*?)</bdi></li>", notice)


def test_the_page_opens_on_everything(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert "165 incidents, 27 September to 8 November 2020" in headline(app)
    assert "2 incidents have no location." in headline(app)


def test_the_address_sets_the_widgets(app: AppTest) -> None:
    app.query_params["datetime"] = "2020-10-01/2020-10-08"
    app.query_params["actor"] = ["Azerbaijani forces"]
    app.run()
    assert app.multiselect("actor").value == ["Azerbaijani forces"]
    assert "1 to 8 October 2020, attributed to Azerbaijani forces" in headline(app)


def test_a_widget_sets_the_address(app: AppTest) -> None:
    app.run()
    app.multiselect("weapon").set_value(["mortar"]).run()
    assert app.query_params["weapon"] == "mortar"
    app.multiselect("actor").set_value(["Armenian forces"]).run()
    assert app.query_params["weapon"] == "mortar"
    assert app.query_params["actor"] == "Armenian forces"


def test_a_question_sent_with_the_address_before_does_not_undo_a_click(app: AppTest) -> None:
    app.query_params["q"] = "Barda"
    app.run()
    before = dict(app.query_params)
    app.multiselect("actor").set_value(["Armenian forces"]).run()
    app.query_params = {**before, "map": "9/40.1/46.2"}
    app.multiselect("weapon").set_value(["mortar"]).run()
    app.query_params = before
    app.run()
    assert (app.query_params["actor"], app.query_params["weapon"]) == ("Armenian forces", "mortar")
    assert app.multiselect("actor").value == ["Armenian forces"]


def test_an_address_that_the_page_wrote_before_can_be_chosen_again(app: AppTest) -> None:
    app.run()
    for chosen in ([], ["mortar"], [], ["mortar"], []):
        app.multiselect("weapon").set_value(chosen).run()
        assert app.query_params.get("weapon", "") == "".join(chosen)
        app.run()
        assert app.multiselect("weapon").value == chosen


def test_clear_all_clears_the_filter_and_keeps_the_incident(app: AppTest) -> None:
    app.query_params["q"] = "Barda"
    app.query_params["incident"] = "barda-2020-10-28"
    app.run()
    app.button("clear").click().run()
    assert list(app.query_params) == ["incident", "data"]


def test_each_filter_in_effect_can_be_taken_away_alone(app: AppTest) -> None:
    given = {"datetime": "2020-10-01/2020-10-08", "actor": "Armenian forces", "min_harmed": "2"}
    for name, value in given.items():
        app.query_params[name] = value
    app.query_params["according_to"] = "azerbaijani"
    app.run()
    chips = [button for button in app.button if str(button.key).startswith("chip-")]
    shown = {chip.key: as_read(chip.label) for chip in chips}
    assert shown == {
        "chip-datetime": "1 to 8 October 2020",
        "chip-actor": "attributed to Armenian forces",
        "chip-min_harmed": "at least 2 people killed or injured",
    }
    app.button("chip-actor").click().run()
    assert {*app.query_params} == {"datetime", "min_harmed", "according_to", "data"}
    app.button("chip-datetime").click().run()
    assert {*app.query_params} == {"min_harmed", "according_to", "data"}


def test_options_carry_counts_under_the_other_filters(app: AppTest) -> None:
    app.query_params["actor"] = ["Armenian forces"]
    app.run()
    assert "Azerbaijani forces (85)" in app.multiselect("actor").options
    assert "mortar (0)" in app.multiselect("weapon").options


def test_the_incident_of_the_address_opens_as_a_dossier(app: AppTest) -> None:
    app.query_params["incident"] = "barda-2020-10-28"
    app.run()
    assert "20 to 21" in headline(app)
    app.button("back").click().run()
    assert "incident" not in app.query_params


def test_no_match_names_the_filters_that_can_be_loosened(app: AppTest) -> None:
    app.query_params["q"] = "nowhere-at-all"
    app.query_params["weapon"] = "mortar"
    app.run()
    assert "No incidents match." in headline(app)
    assert [as_read(one.label) for one in app.button if "without it" in one.label] == [
        "mentioning “nowhere-at-all” (without it: 1 incident)"
    ]
    app.button("loosen-q").click().run()
    assert "q" not in app.query_params
    assert app.query_params["weapon"] == "mortar"


def test_filters_to_be_loosened_stand_in_the_order_of_what_they_would_show(app: AppTest) -> None:
    app.query_params["actor"] = "Armenian forces"
    app.query_params["min_harmed"] = "50"
    app.query_params["weapon"] = "mortar"
    app.run()
    labels = [as_read(one.label) for one in app.button]
    shown = [int(found[1]) for label in labels if (found := re.search(r"it: (\d+) inc", label))]
    assert shown == sorted(shown, reverse=True)
    assert shown


def test_where_no_single_filter_helps_all_can_be_cleared(app: AppTest) -> None:
    app.query_params["q"] = "nowhere-at-all"
    app.query_params["min_harmed"] = "99999"
    app.run()
    assert "removing any one of them would not help" in headline(app)
    assert not any("without it" in button.label for button in app.button)
    app.button("clear-where-empty").click().run()
    assert "165 incidents" in headline(app)


def test_labels_show_what_was_given_as_it_is(app: AppTest) -> None:
    app.query_params["q"] = '"**b** :red[x] $x$ `c`"'
    app.run()
    assert app.button("loosen-q").label.startswith(r"mentioning “\*\*b\*\* \:red\[x\] \$x\$ \`c\`”")


def test_options_count_what_the_headline_counts(app: AppTest) -> None:
    app.query_params["weapon"] = "artillery"
    app.run()
    options = app.multiselect("actor").options
    (shown,) = (option for option in options if option.startswith("Armenian forces"))
    app.multiselect("actor").set_value(["Armenian forces"]).run()
    assert f"{shown.partition('(')[2].rstrip(')')} incidents" in headline(app)


def test_an_option_with_summary_entries_only_can_be_chosen(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("id,date,lat,lon,actor,aggregate\na,2023-05-01,50,30,X,no\nb,2023-05-01,50,30,Y,yes\n")
    monkeypatch.setenv("MAPAPP_DATA", str(path))
    app.run()
    assert app.multiselect("actor").options == ["X (1)", "Y (combined entries only)"]
    app.multiselect("actor").set_value(["Y"]).run()
    assert "1 combined entry, 1 May 2023" in headline(app)


@pytest.mark.parametrize(
    ("name", "value"),
    [("datetime", "never"), ("min_harmed", "x"), ("bbox", "x"), ("disputed", "x"), ("according_to", "x")],
)
def test_what_the_address_has_wrong_is_ignored_and_said(app: AppTest, name: str, value: str) -> None:
    app.query_params[name] = value
    app.run()
    assert not app.exception
    assert "165 incidents" in headline(app)
    assert ignored(app) == (1, [f"“{value}” can’t be used for “{words.filter_label(name)}”."])


def test_of_several_values_only_those_that_can_not_be_are_ignored(app: AppTest) -> None:
    app.query_params["weapon"] = ["artillery", "trebuchet"]
    app.query_params["incident_id"] = [f"x{n}" for n in range(400)]
    app.query_params["actor"] = "<b>bold</b>[link](http://evil.example)"
    app.query_params["incident"] = "nowhere"
    app.query_params["map"] = "99/abc/200"
    app.query_params["names"] = "klingon"
    app.run()
    assert "weapon: artillery" in headline(app)
    assert ignored(app) == (
        6,
        [
            "There is no incident “x0”, “x1”, “x10” or 397 more.",
            "No incident has “trebuchet” as “Weapon”.",
            "No incident has “&lt;b&gt;bold&lt;/b&gt;[link](http://evil.example)” as “Attributed to”.",
            "“klingon” can’t be used for “Place names shown first”.",
            "“99/abc/200” can’t be used for “Part of the map”.",
            "There is no incident “nowhere”.",
        ],
    )


def test_names_in_the_address_that_mean_nothing_are_said(app: AppTest) -> None:
    for name in ("harmed_min", "<b>", "embed_options", "utm_source", "fbclid", "gclid", "map", "names"):
        app.query_params[name] = {"map": "7/40.1/46.5", "names": "armenian"}.get(name, "20")
    app.run()
    assert "165 incidents" in headline(app)
    assert ignored(app) == (1, ["Unknown parameters “harmed_min” and “&lt;b&gt;”."])


@pytest.mark.parametrize("text", ["7/40.1/46.5", "NaN/NaN/NaN", "7/40", "7/99/46"])
def test_a_position_that_the_map_can_not_take_is_said(app: AppTest, text: str) -> None:
    app.query_params["map"] = text
    app.run()
    said = [] if text == "7/40.1/46.5" else [f"“{text}” can’t be used for “Part of the map”."]
    assert ignored(app) == (len(said), said)


def test_a_strangers_file_of_four_columns_is_shown(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "field_notes.csv"
    path.write_text("id;date;lat;lon;shelter\na;2023-05-01;50.45;30.52;yes\nb;2023-05-02;;;no\n")
    monkeypatch.setenv("MAPAPP_DATA", str(path))
    app.run()
    assert not app.exception
    assert "Field notes" in headline(app)
    assert "2 incidents, 1 to 2 May 2023." in headline(app)
    assert "killed" not in headline(app).split("</header>")[0]


def test_rejected_rows_are_counted_and_named(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "my.csv"
    path.write_text("id,date,lat,lon\na,2023-05-01,50.45,30.52\nb,2023-05-32,50,30\n")
    monkeypatch.setenv("MAPAPP_DATA", str(path))
    app.run()
    assert "1 incident, 1 May 2023." in headline(app)
    assert "<summary>1 row of the data could not be used</summary>" in headline(app)
    assert "Rows in" not in headline(app)
    assert "<bdi>Date</bdi></td><td><bdi>2023-05-32</bdi>" in headline(app)


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the data with one title corrected to `new`, and as they were before to `old`."""
    made = tmp_path_factory.mktemp("corrected")
    old, new = made / "old", made / "new"
    for folder in (old, new):
        folder.mkdir()
        for name in ("incidents", "claims", "sources", "waivers"):
            shutil.copy(bundled(f"{name}.csv"), folder)
        for name in ("conflict.toml", "lines.geojson"):
            shutil.copy(bundled(name), folder)
    incidents = new / "incidents.csv"
    release(incidents, ReleaseRequest("1.0", date(2026, 11, 24)))
    text = incidents.read_text(encoding="utf-8").replace(
        "Rockets hit the centre of Barda", "Rockets hit Barda"
    )
    incidents.write_text(text, encoding="utf-8", newline="")
    release(incidents, ReleaseRequest("1.1", date(2026, 11, 25), "Shorter"), old / "incidents.csv")
    return made


@pytest.fixture
def before(corrected: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Serve the corrected data; return the start of the fingerprint from before the correction."""
    monkeypatch.setenv("MAPAPP_DATA", str(corrected / "new" / "incidents.csv"))
    return read_dataset(corrected / "old" / "incidents.csv").fingerprint[:12]


def test_tabs_without_anything_in_them_are_not_offered(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("id,date,lat,lon\na,2023-05-01,50.45,30.52\n")
    monkeypatch.setenv("MAPAPP_DATA", str(path))
    app.session_state["tabs"] = "Corrections"
    app.run()
    assert not app.exception
    assert [tab.label for tab in app.tabs] == ["Table", "Sources and method", "Share, cite, download"]


def test_a_link_made_with_another_state_says_what_changed(app: AppTest, before: str) -> None:
    app.query_params["data"] = before
    app.query_params["q"] = "barda"
    app.run()
    assert not app.exception
    (notice,) = (one for one in app.expander if "since this link was made" in one.label)
    assert notice.label.startswith("Of 6 incidents in this view\\, 1 changed")
    assert "(release 1.0, 24 November 2026)" in as_read(notice.label)
    assert "Rockets hit the centre of Barda" in notice.get("html")[0].proto.body
    app.button("chip-q").click().run()
    app.multiselect("place_id").set_value(["ganja-city"]).run()
    assert before not in app.query_params["data"]
    assert not any("since this link was made" in one.label for one in app.expander)
    assert any(
        as_read(one.value).endswith("1 incident outside this view also changed.") for one in app.caption
    )


def test_a_link_made_with_this_state_says_nothing(app: AppTest, before: str, corrected: Path) -> None:
    now = read_dataset(corrected / "new" / "incidents.csv").fingerprint[:12]
    assert now != before
    app.query_params["data"] = now
    app.run()
    assert not any("this link" in one.label for one in app.expander)
    assert not any("this link" in one.value for one in app.caption)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("0" * 12, "not among the releases"),
        (
            "[x](https://e.example)",
            "“[x](https://e.example)” can’t be used for “Version of the data”.",
        ),
        ("abc", "“abc” can’t be used for “Version of the data”."),
    ],
)
def test_a_state_that_is_not_known_or_no_state_at_all_is_said(app: AppTest, state: str, said: str) -> None:
    app.query_params["data"] = state
    app.run()
    assert not app.exception
    assert "165 incidents" in headline(app)
    assert sum(said in one for one in (*(one.value for one in app.caption), *ignored(app)[1])) == 1


def test_a_point_of_view_and_its_comparison_stand_in_the_address(app: AppTest) -> None:
    app.run()
    app.segmented_control("according_to").set_value("azerbaijani").run()
    assert app.query_params["according_to"] == "azerbaijani"
    assert "According to Azerbaijani sources: 65 incidents" in headline(app)
    app.selectbox("compare").set_value("armenian").run()
    assert app.query_params["compare"] == "armenian"
    assert re.search(r"Armenian and Nagorno-Karabakh sources</strong>: <a [^>]*>78 incidents", headline(app))
    assert any("differ on 143 incidents and 10 combined entries" in one.value for one in app.caption)
    app.selectbox("compare").set_value("nobody").run()
    app.segmented_control("according_to").set_value("all").run()
    assert list(app.query_params) == ["data"]
    assert not app.exception


def test_an_area_is_typed_as_corners_and_two_are_a_box(app: AppTest) -> None:
    app.run()
    app.text_area("area-corners").set_value("46.2 39.3, 47.4 39.6,\n46.6 40.4").run()
    assert app.query_params["polygon"] == "46.2 39.3,47.4 39.6,46.6 40.4"
    app.text_area("area-corners").set_value("47 40, 46 39").run()
    assert (app.query_params["bbox"], "polygon" in app.query_params) == ("46,39,47,40", False)
    app.text_area("area-corners").set_value("46 39, 47 40, 47 39, 46 40").run()
    assert "do not cross" in app.error[0].value
    assert app.query_params["bbox"] == "46,39,47,40"
    app.text_area("area-corners").set_value("").run()
    assert list(app.query_params) == ["data"]
    assert not app.error


def test_what_only_a_point_of_view_does_not_know_stays_in_the_filter(app: AppTest) -> None:
    app.query_params["according_to"] = "armenian"
    app.query_params["admin1"] = "Ganja"
    app.query_params["actor"] = "Armenian forces"
    app.run()
    assert "No incidents match all these filters." in headline(app)
    assert "ignored" not in headline(app)
    assert app.multiselect("actor").value == ["Armenian forces"]
    assert app.query_params["admin1"] == "Ganja"


def test_an_unknown_point_of_view_is_ignored_and_said(app: AppTest) -> None:
    app.query_params["according_to"] = "nobody at all"
    app.query_params["compare"] = "<b>"
    app.run()
    assert not app.exception
    assert ignored(app) == (
        2,
        [
            "“nobody at all” can’t be used for “Whose account”.",
            "“&lt;b&gt;” can’t be used for “Compare with”.",
        ],
    )


def test_a_view_is_compared_with_another_one_only(app: AppTest) -> None:
    app.query_params["according_to"] = "armenian"
    app.query_params["compare"] = "armenian"
    app.run()
    assert app.selectbox("compare").value == "nobody"
    assert not app.exception


def test_very_many_faults_are_summed_up_by_kind_and_all_are_counted(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "my.csv"
    wrong = "".join(f"b{n},2023-05-32,50,30\n" for n in range(1_200))
    path.write_text(f"id,date,lat,lon\na,2023-05-01,50.45,30.52\n{wrong}")
    monkeypatch.setenv("MAPAPP_DATA", str(path))
    app.run()
    assert not app.exception
    assert headline(app).count("<tr><td>") == 1
    assert "<summary>1,200 rows of the data could not be used</summary>" in headline(app)
    assert "1,200 problems, grouped by kind" in headline(app)


def test_an_actor_is_asked_for_in_another_role(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "incidents.csv"
    rows = "a,2020-10-04,40,47,North,South\nb,2020-10-05,40,47,South,North\n"
    path.write_text("incident_id,date_start,latitude,longitude,actor,other_actor\n" + rows)
    monkeypatch.setenv("MAPAPP_DATA", str(path))
    app.run()
    assert app.multiselect("actor").proto.placeholder == "anyone"  # the switch says in which role
    app.multiselect("actor").set_value(["North"]).run()
    app.selectbox("role").set_value("other_actor").run()
    assert not app.exception
    assert app.query_params["other_actor"] == "North"
    assert "actor" not in app.query_params
    assert app.multiselect("other_actor").value == ["North"]


def test_a_file_with_nothing_but_places_and_days_can_be_filtered(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "incidents.csv"
    path.write_text("incident_id,date_start,latitude,longitude\na,2020-10-04,40,47\nb,2020-10-05,40,47\n")
    monkeypatch.setenv("MAPAPP_DATA", str(path))
    app.query_params["datetime"] = "2020-10-04"
    app.run()
    assert not app.exception
    assert "1 incident, 4 October 2020" in headline(app)


def test_the_bundled_data_offer_no_roles(app: AppTest) -> None:
    app.run()
    assert "role" not in {one.key for one in app.selectbox}


def test_suggestions_are_the_options_of_the_fields_with_their_counts() -> None:
    store = bundled_store()
    query = Query(actor=("Azerbaijani forces",))
    for name in offered_facets(store):
        counts = store.facets(query)[name]
        for values, label, count in suggested_values(store, query, name):
            having = [counts[value].incidents for value in values if value in counts]
            assert (count or 0) == sum(having)
            assert all(option_label(store, name, value, AS_GIVEN) in label for value in values)
    both = suggested_values(store, Query(), "cluster_munition")[0]
    assert both[0] == ["yes", "alleged"]
    wanted = Query(cluster_munition=("yes", "alleged"))
    assert both[2] == store.totals(wanted)["incidents"]


def test_where_both_sides_report_nothing_the_page_offers_what_comes_nearest(app: AppTest) -> None:
    app.query_params["according_to"] = "conceded"
    app.run()
    assert "No incident is reported by both sides and denied by nobody. The nearest to that:" in headline(app)
    offered = {button.key: as_read(button.label) for button in app.button if button.key}
    store = bundled_store()
    for one, other, key in (("armenian", "azerbaijani", 0), ("azerbaijani", "armenian", 1)):
        count = store.totals(Query(according_to=one, denied_by=other))["incidents"]
        assert re.search(rf"^Reported by .*, denied by .*: {count} incident", offered[f"nearest-{key}"])
    app.button("nearest-1").click().run()
    assert (app.query_params["according_to"], app.query_params["denied_by"]) == ("azerbaijani", "armenian")
