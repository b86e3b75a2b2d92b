"""The page's logic without a browser: address, widgets and Query follow one another."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import mapapp.page.script
from mapapp.ingest import read_dataset
from mapapp.releasing import Wanted, release
from mapapp.settings import bundled

PATIENCE = 60


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.delenv("MAPAPP_DATA", raising=False)
    return AppTest.from_file(str(Path(mapapp.page.script.__file__)), default_timeout=PATIENCE)


def headline(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_the_page_opens_on_everything(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert "130 incidents, 27 September to 8 November 2020" in headline(app)
    assert "2 incidents without a location." in headline(app)


def test_the_address_sets_the_widgets(app: AppTest) -> None:
    app.query_params["datetime"] = "2020-10-01/2020-10-08"
    app.query_params["actor"] = ["Azerbaijani forces"]
    app.run()
    assert app.date_input("start").value.isoformat() == "2020-10-01"
    assert app.date_input("end").value.isoformat() == "2020-10-08"
    assert app.multiselect("actor").value == ["Azerbaijani forces"]
    assert "1 to 8 October 2020, attributed to Azerbaijani forces" in headline(app)


def test_a_widget_sets_the_address(app: AppTest) -> None:
    app.run()
    app.multiselect("weapon").set_value(["mortar"]).run()
    assert app.query_params["weapon"] == "mortar"
    app.text_input("q").set_value("Barda").run()
    assert app.query_params["weapon"] == "mortar"
    assert app.query_params["q"] == "Barda"


def test_clear_all_clears_the_filter_and_keeps_the_incident(app: AppTest) -> None:
    app.query_params["q"] = "Barda"
    app.query_params["incident"] = "barda-2020-10-28"
    app.run()
    app.button("clear").click().run()
    assert list(app.query_params) == ["incident", "data"]


def test_options_carry_counts_under_the_other_filters(app: AppTest) -> None:
    app.query_params["actor"] = ["Armenian forces"]
    app.run()
    assert any(option.startswith("Azerbaijani forces (7") for option in app.multiselect("actor").options)
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
    app.button("loosen-q").click().run()
    assert "q" not in app.query_params
    assert app.query_params["weapon"] == "mortar"


@pytest.mark.parametrize(
    ("name", "value"),
    [("datetime", "never"), ("actor", "Nobody"), ("min_harmed", "x"), ("bbox", "x"), ("harm_status", "x")],
)
def test_what_the_address_has_wrong_is_ignored_and_said(app: AppTest, name: str, value: str) -> None:
    app.query_params[name] = value
    app.run()
    assert not app.exception
    assert "130 incidents" in headline(app)
    assert any("Ignored in the address" in caption.value for caption in app.caption)


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
    assert any("accepted 1 + rejected 1" in expander.label for expander in app.expander)
    assert "2023-05-32" in headline(app)


@pytest.fixture
def before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Serve a copy of the data in which one title was corrected; return the start of the old fingerprint."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        for name in ("incidents", "claims", "sources"):
            shutil.copy(bundled(f"{name}.csv"), folder)
    incidents = new / "incidents.csv"
    release(incidents, Wanted("1.0", date(2026, 11, 24)))
    text = incidents.read_text(encoding="utf-8").replace(
        "Rockets hit the centre of Barda", "Rockets hit Barda"
    )
    incidents.write_text(text, encoding="utf-8", newline="")
    release(incidents, Wanted("1.1", date(2026, 11, 25), "Shorter"), old / "incidents.csv")
    monkeypatch.setenv("MAPAPP_DATA", str(incidents))
    return read_dataset(old / "incidents.csv").fingerprint[:12]


def test_the_corrections_tab_says_if_there_are_none(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("id,date,lat,lon\na,2023-05-01,50.45,30.52\n")
    monkeypatch.setenv("MAPAPP_DATA", str(path))
    app.session_state["tabs"] = "Corrections"
    app.run()
    assert "Corrections" in [tab.label for tab in app.tabs]
    assert "No corrections yet." in headline(app)


def test_a_link_made_with_another_state_says_what_changed(app: AppTest, before: str) -> None:
    app.query_params["data"] = before
    app.query_params["q"] = "barda"
    app.run()
    assert not app.exception
    (notice,) = (one for one in app.expander if "since this link was made" in one.label)
    assert notice.label.startswith("1 of the ")
    assert "(release 1.0, 24 November 2026)" in notice.label
    assert "Rockets hit the centre of Barda" in notice.get("html")[0].proto.body
    app.text_input("q").set_value("ganja").run()
    assert before not in app.query_params["data"]
    assert not any("since this link was made" in one.label for one in app.expander)
    assert any(one.value.endswith("Not in this view, but changed: 1.") for one in app.caption)


def test_a_link_made_with_this_state_says_nothing(app: AppTest, before: str, tmp_path: Path) -> None:
    now = read_dataset(tmp_path / "new" / "incidents.csv").fingerprint[:12]
    assert now != before
    app.query_params["data"] = now
    app.run()
    assert not any("this link" in one.label for one in app.expander)
    assert not any("this link" in one.value for one in app.caption)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("0" * 12, "not among the releases"),
        ("[x](https://e.example)", "Ignored in the address: data: "),
        ("abc", "Ignored in the address: data: 'abc' can't be understood. Expected the first 12 digits"),
    ],
)
def test_a_state_that_is_not_known_or_no_state_at_all_is_said(app: AppTest, state: str, said: str) -> None:
    app.query_params["data"] = state
    app.run()
    assert not app.exception
    assert "130 incidents" in headline(app)
    assert sum(said in one.value for one in app.caption) == 1


def test_a_point_of_view_and_its_comparison_stand_in_the_address(app: AppTest) -> None:
    app.run()
    app.selectbox("according_to").set_value("azerbaijani").run()
    assert app.query_params["according_to"] == "azerbaijani"
    assert "According to Azerbaijani sources: 55 incidents" in headline(app)
    app.selectbox("compare").set_value("armenian").run()
    assert app.query_params["compare"] == "armenian"
    assert re.search(r"Armenian and Nagorno-Karabakh sources</strong>: <a [^>]*>58 incidents", headline(app))
    app.selectbox("compare").set_value("nobody").run()
    app.selectbox("according_to").set_value("all").run()
    assert list(app.query_params) == ["data"]
    assert not app.exception


def test_an_unknown_point_of_view_is_ignored_and_said(app: AppTest) -> None:
    app.query_params["according_to"] = "nobody at all"
    app.query_params["compare"] = "<b>"
    app.run()
    assert not app.exception
    assert sum("Ignored in the address" in caption.value for caption in app.caption) == 2


def test_a_view_is_compared_with_another_one_only(app: AppTest) -> None:
    app.query_params["according_to"] = "armenian"
    app.query_params["compare"] = "armenian"
    app.run()
    assert app.selectbox("compare").value == "nobody"
    assert not app.exception


def test_of_very_many_faults_the_first_are_shown_and_all_are_counted(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "my.csv"
    wrong = "".join(f"b{n},2023-05-32,50,30\n" for n in range(1_200))
    path.write_text(f"id,date,lat,lon\na,2023-05-01,50.45,30.52\n{wrong}")
    monkeypatch.setenv("MAPAPP_DATA", str(path))
    app.run()
    assert not app.exception
    assert headline(app).count("<tr><td>") == 1_000
    assert any("1,000 of 1,200 faults are shown" in caption.value for caption in app.caption)
