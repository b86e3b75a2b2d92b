"""Dossier, table, download and sources as text: what they say, and that data runs nothing."""

import re
from datetime import date
from typing import Any

import pytest

from mapapp import Query
from mapapp.ingest import read_dataset
from mapapp.settings import bundled
from mapapp.store import Store
from mapapp.views.dossier import dossier_html
from mapapp.views.download import address, download_html
from mapapp.views.table import caption, table_frame
from mapapp.views.templates import safe_link

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}\u202e\u2028"


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.load(read_dataset(bundled("incidents.csv")))


def dossier(store: Store, incident_id: str, **changed: Any) -> str:
    incident = store.incident(incident_id)
    assert incident is not None
    return dossier_html(
        incident | changed, store.claims_about([incident_id])[incident_id], actor_colour="#123456"
    )


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_dossier_gives_ranges_and_who_gives_which_figure(store: Store) -> None:
    said = text(dossier(store, "barda-2020-10-28"))
    assert "20 to 21 Killed" in said
    assert "70 to 82 Injured" in said
    assert "Amnesty International" in said
    assert "Not counted in the range: an early count that was overtaken." in said


def test_the_cathedral_shows_the_disagreement_over_whose_journalists_were_hurt(store: Store) -> None:
    cathedral = [row["incident_id"] for row in store.listed(Query(q="cathedral 8 October"), 10)]
    assert len(cathedral) >= 1
    said = " ".join(text(dossier(store, incident_id)) for incident_id in cathedral)
    assert "BBC" in said
    assert "Russia" in said


def test_blank_figures_are_not_stated_and_zero_is_none(store: Store) -> None:
    blank = {f"{harm}_{end}": None for harm in ("killed", "injured") for end in ("low", "best", "high")}
    assert "Killed: not stated" in text(dossier(store, "barda-2020-10-28", **blank))
    said = text(dossier(store, "barda-2020-10-28", killed_low=0, killed_high=0))
    assert "0 Killed" in said


def test_a_claim_without_a_source_is_not_shown_as_a_sourced_one(store: Store) -> None:
    said = text(dossier(store, "lachin-bridge-2020-10-02"))
    assert "No sourced claim is recorded" in said
    assert "Recalled, not sourced, not counted" in said
    assert "No source of this entry has been checked" in said


def test_graphic_entries_open_behind_a_warning(store: Store) -> None:
    html = dossier(store, "azerbaijani-border-guard-video-2020")
    assert html.index("<details") < html.index("Amnesty International verified")


@pytest.mark.parametrize(
    "column", ["title", "summary", "site", "actor", "denial", "verification", "place_name"]
)
def test_hostile_text_is_escaped(store: Store, column: str) -> None:
    html = dossier(store, "barda-2020-10-28", **{column: HOSTILE})
    assert "<script>" not in html
    assert "<img" not in html
    assert "{{7*7}}" in html


def test_hostile_claims_and_sources_are_escaped_and_only_http_is_linked(store: Store) -> None:
    incident = store.incident("barda-2020-10-28")
    assert incident is not None
    claim = store.claims_about(["barda-2020-10-28"])["barda-2020-10-28"][0]
    source = claim["source"] | {"url": "javascript:alert(1)", "title": HOSTILE, "publisher": HOSTILE}
    html = dossier_html(incident, [claim | {"source": source, "note": HOSTILE}], actor_colour="#123456")
    assert "javascript:" not in html
    assert "<script>" not in html
    assert "(no address)" in html


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//e.example", "http://", "ftp://a.b", "http://[", "", None],
)
def test_no_link_is_made_of(address: str | None) -> None:
    assert safe_link(address) == ""


def test_place_names_follow_the_readers_order(store: Store) -> None:
    incident = store.incident("stepanakert-2020-10-04")
    assert incident is not None
    for first, named in (("armenian", "Stepanakert / Khankendi"), ("azerbaijani", "Khankendi / Stepanakert")):
        assert named in dossier_html(incident, [], actor_colour="#123456", first=first)  # type: ignore[arg-type]
        assert named in set(table_frame([incident], first)["Place"])  # type: ignore[arg-type]


def test_the_table_says_ranges_and_marks_summary_entries(store: Store) -> None:
    frame = table_frame(store.listed(Query(), 1000))
    barda = frame[frame["What happened"] == "Rockets hit the centre of Barda"].iloc[0]
    assert (barda["Killed"], barda["Injured"]) == ("20 to 21", "70 to 82")
    assert (frame["Note"] == "summary entry").sum() == 11


def test_the_table_says_of_how_many_rows_it_shows_some() -> None:
    assert caption(2000, {"matched": 41310, "aggregates": 0}).startswith("2,000 of 41,310 rows")


def test_download_links_name_the_same_query() -> None:
    query = Query(actor=("Armenian forces",), start=date(2020, 10, 1), q="a&b=c")
    assert address(query) == (
        "api/collections/incidents/items?datetime=2020-10-01%2F..&actor=Armenian+forces&q=a%26b%3Dc"
    )
    html = download_html(query, {"matched": 3, "unlocated": 1}, "Cite <this>")
    assert "f=csv&amp;download=1" in html
    assert "Cite &lt;this&gt;" in html
    assert "1 row without a location included" in html
