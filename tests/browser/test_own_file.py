"""A reader drops their own file on the page, in a real browser. All rows are invented."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.reader import PATIENCE, Reader
from tests.browser.test_accessible import until_nothing_moves
from tests.browser.test_accessible import violations as found_by_axe

OWN = """Nr;Datum;Ort;Breite;Länge;Tote;Quelle
7;27.09.2019;Hügelstadt;10,5;20,25;3-7;a
8;3.10.2019;Hügelstadt;10,6;20,35;2;b
9;bald;Hügelstadt;10,7;20,45;1;<script>alert(1)</script>
"""
OF_THE_BUNDLED_WAR = re.compile("Karabakh|Armenia|Azerbaijan|ceasefire|denies", re.IGNORECASE)


def test_a_file_of_ones_own_is_looked_at_shown_and_left(
    violations: list[str], page: Page, server: Server, tmp_path: Path
) -> None:
    file = tmp_path / "meine.csv"
    file.write_text(OWN, encoding="utf-8")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    reader = Reader(page, server.url).open("?actor=Azerbaijani+forces")

    page.get_by_role("button", name="Use your own file").click()
    dialog = page.get_by_role("dialog")
    without_days = tmp_path / "other.csv"
    without_days.write_text("name,colour\na,red\n")
    dialog.locator("input[type=file]").set_input_files(without_days)
    expect(dialog.get_by_role("alert")).to_contain_text(
        "Choose which column holds the date", timeout=PATIENCE
    )
    latitude = dialog.get_by_label("Latitude", exact=True)
    latitude.click()
    page.get_by_role("option", name="colour").click()
    expect(latitude).to_have_value("colour", timeout=PATIENCE)
    dialog.locator("input[type=file]").set_input_files(file)
    expect(dialog).to_contain_text("2 of 3 rows are usable, 1 rejected", timeout=PATIENCE)
    picture = dialog.get_by_alt_text("A map with the 2 incidents that have a location, as they are read.")
    expect(picture).to_be_visible(timeout=PATIENCE)
    assert picture.evaluate("picture => picture.naturalWidth") == 640
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        until_nothing_moves(page)
        assert found_by_axe(page, "[role=dialog]") == []
    dialog.get_by_text("1 row of the data could not be used").click()
    expect(dialog).to_contain_text("'bald' is not a date")
    dialog.get_by_text("Which column holds what").click()
    expect(latitude).to_have_value("Breite", timeout=PATIENCE)  # not the choice made for the other file
    with page.expect_download() as mapping:
        dialog.get_by_role("button", name="Download the mapping").click()
    assert 'date_start = "Datum"' in Path(mapping.value.path()).read_text(encoding="utf-8")

    dialog.get_by_role("button", name="Show on the map").click()
    expect(reader.headline).to_contain_text("2 incidents, 27 September to 3 October 2019", timeout=PATIENCE)
    expect(reader.headline).to_contain_text("between 5 and 9 people reported killed")
    expect(reader.list_entries).to_have_count(2, timeout=PATIENCE)
    expect(reader.map.locator(".mapapp-mark").first).to_be_visible(timeout=PATIENCE)
    assert "actor=" not in page.url
    expect(page.locator(".page-own")).to_contain_text("meine.csv")
    expect(page.locator("body")).not_to_contain_text(OF_THE_BUNDLED_WAR, use_inner_text=True)
    reader.open_tab("Download")
    links = page.locator("a[download], a[href*='collections/incidents/items']")
    expect(links.first).to_have_attribute("href", re.compile(r"^own/[\w-]{32}/api/"), timeout=PATIENCE)
    own = [url for url in asked if "/own/" in url]
    api = f"{own[-1].partition('/api/')[0]}/api/collections/incidents/items"
    assert page.request.get(api).json()["numberMatched"] == 2

    page.get_by_role("button", name="Leave your file").click()
    expect(reader.headline).to_contain_text("165 incidents", timeout=PATIENCE)
    assert page.request.get(api).status == 404
    assert violations == []


def test_an_address_in_a_private_network_is_refused_in_words(page: Page, server: Server) -> None:
    Reader(page, server.url).open()
    page.get_by_role("button", name="Use your own file").click()
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_label("Or give its https URL:")
    for given, told in (
        ("http://example.org/", "begins with https://"),
        ("https://localhost/own.csv", "localhost is in a private network"),
    ):
        field.fill(given)
        field.press("Enter")
        expect(dialog.get_by_role("status").filter(has_text=told)).to_be_visible(timeout=PATIENCE)
