"""An invented war of three parties in a real browser: perspectives, comparison, coverage, denials."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, serving
from tests.browser.reader import PATIENCE, Reader
from tests.example_war import written


@pytest.fixture
def lakes(tmp_path: Path) -> Iterator[Server]:
    """Serve the data of the war in docs/another-war.md."""
    incidents = written(tmp_path) / "lakes-incidents.csv"
    with serving(tmp_path / "log", str(incidents)) as server:
        yield server


def test_three_parties_are_told_apart_as_two_are(page: Page, lakes: Server) -> None:
    reader = Reader(page, lakes.url).open()
    expect(page.locator(".timeline-lane")).to_have_count(4, timeout=PATIENCE)
    expect(page.locator(".timeline-lanes")).to_contain_text(
        "from the top: Northern, Southern, Isles, independent"
    )
    reader.choose_account("Sources of the Isles")
    expect(reader.headline).to_contain_text("According to sources of the Isles: 1 incident, 2 May 2031")
    expect(reader.headline).to_contain_text("Sources of the Isles deny 1 incident")
    reader.choose_account("Reported by all sides")
    expect(reader.headline).to_contain_text("Reported by all sides: 1 incident", timeout=PATIENCE)
    expect(reader.headline).to_contain_text("2 people reported killed")
    reader.open("?according_to=south&compare=isles")
    expect(page.locator('iframe[title*="folium"]')).to_have_count(2, timeout=PATIENCE)
    expect(page.get_by_text("“Southern sources” and “sources of the Isles” differ")).to_be_visible(
        timeout=PATIENCE
    )
    reader.open("?according_to=armenian&incident=ferry")
    expect(page.get_by_text("armenian")).to_be_visible(timeout=PATIENCE)
    expect(reader.headline).to_contain_text("2 incidents")
    expect(reader.dossier.get_by_text("Southern sources").first).to_be_visible(timeout=PATIENCE)
    expect(reader.dossier.get_by_text("Παλιόπορο / Oldferry").first).to_be_visible(timeout=PATIENCE)
    reader.open("?q=παλιοπορο&names=armenian")
    expect(reader.headline).to_contain_text("1 incident, 3 May 2031")
    expect(page.get_by_text("armenian")).to_be_visible(timeout=PATIENCE)
    panel = reader.map.locator(".mapapp-layers")
    panel.locator("summary").click()
    expect(panel.locator("input").first).to_be_visible(timeout=PATIENCE)
    expect(panel.get_by_text("Armenian names first")).to_be_hidden()


def test_readers_choose_between_the_names_of_the_data_set(page: Page, lakes: Server) -> None:
    reader = Reader(page, lakes.url).open("?incident=ferry&map=9/61.25/-30.4")
    towns = reader.map.locator(".mapapp-town")
    expect(towns).to_have_text(
        ["Millbridge / Μυλογέφυρα", "Παλιόπορο / Oldferry", "Νότιο Λιμάνι / Southharbour"], timeout=PATIENCE
    )
    panel = reader.map.locator(".mapapp-layers")
    panel.locator("summary").click()
    panel.get_by_text("Northern names first").click()
    expect(towns.last).to_have_text("Southharbour / Νότιο Λιμάνι")
    expect(reader.dossier.get_by_text("Oldferry / Παλιόπορο").first).to_be_visible(timeout=PATIENCE)
    expect(page).to_have_url(re.compile("names=north"))
    page.get_by_role("button", name="All incidents").click()
    expect(reader.list_entries.last).to_contain_text("Oldferry / Παλιόπορο", timeout=PATIENCE)
    reader.open("?names=isles&map=9/61.25/-30.4")
    expect(reader.list_entries.first).to_contain_text("Μυλογέφυρα / Millbridge", timeout=PATIENCE)
    expect(reader.list_entries.last).to_contain_text("Παλιόπορο / Oldferry")
    expect(towns.first).to_have_text("Μυλογέφυρα / Millbridge")
    panel.locator("summary").click()
    expect(panel.get_by_label("Isles names first")).to_be_checked()
    expect(panel.locator("input[name=mapapp-names] + span")).to_have_text(
        ["Names in the order of the data", "Northern names first", "Isles names first"]
    )
