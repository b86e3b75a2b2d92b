"""The page's logic without a browser: address, widgets and Query follow one another."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import mapapp.page

PATIENCE = 60


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.delenv("MAPAPP_DATA", raising=False)
    return AppTest.from_file(str(Path(mapapp.page.__file__)), default_timeout=PATIENCE)


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
    assert list(app.query_params) == ["incident"]


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
    assert any("2023-05-32" in str(table.value.to_dict()) for table in app.dataframe)
