"""Perspectives in a real browser: the switch, two maps side by side, and the panel behind the total."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.reader import PATIENCE, Reader, box, filters_in, until

ALL = re.compile("^165 incidents")
NEARLY_ALL_OF_THEIRS = re.compile("6[2-5] incidents in view")
NEARLY_ALL = re.compile("1(5[5-9]|6[0-3]) incidents in view")


def test_a_reader_switches_to_one_side_and_back(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open()
    expect(reader.headline).to_contain_text(ALL)
    reader.choose_account("Azerbaijani sources")
    expect(reader.headline).to_contain_text("According to Azerbaijani sources: 65 incidents")
    expect(reader.map.locator(".mapapp-caption")).to_contain_text(NEARLY_ALL_OF_THEIRS, timeout=PATIENCE)
    expect(reader.list_entries.filter(has_text="Stepanakert")).to_have_count(0)
    reader.choose_account("All sources")
    expect(reader.headline).to_contain_text(ALL)
    expect(reader.map.locator(".mapapp-caption")).to_contain_text(NEARLY_ALL, timeout=PATIENCE)
    expect(page).not_to_have_url(re.compile("according_to"))


def test_two_points_of_view_stand_side_by_side_and_move_together(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?according_to=armenian&compare=azerbaijani")
    frames = page.locator('iframe[title*="folium"]')
    expect(frames).to_have_count(2, timeout=PATIENCE)
    maps = [frames.nth(n).content_frame for n in (0, 1)]
    for one, nearly in zip(maps, (r"7[0-8] incidents in view", r"6[0-5] incidents in view"), strict=True):
        expect(one.locator(".mapapp-caption")).to_contain_text(re.compile(nearly), timeout=PATIENCE)
    expect(page.locator(".page-key")).to_contain_text("Armenian forces")  # both maps' legends are folded
    expect(page.locator(".page-key")).to_be_visible()
    expect(page.locator(".page-compared").first).to_contain_text("at least 41 people reported killed")
    expect(page.locator(".page-compared").last).to_contain_text("between 77 and 78 people reported killed")
    expect(
        page.get_by_text("“Armenian and Nagorno-Karabakh sources” and “Azerbaijani sources” differ")
    ).to_be_visible(timeout=PATIENCE)

    scale = maps[1].locator(".leaflet-control-scale-line").first
    before = scale.inner_text()
    maps[0].get_by_role("button", name="Zoom in").click()
    expect(scale).not_to_have_text(before, timeout=PATIENCE)
    until(lambda: maps[0].locator(".leaflet-control-scale-line").first.inner_text() == scale.inner_text())
    expect(reader.headline).to_contain_text("According to Armenian and Nagorno-Karabakh sources")


def test_where_one_of_two_sides_has_nothing_the_other_one_is_seen_whole(page: Page, server: Server) -> None:
    shown = "?admin1=Ganja&admin1=Barda&according_to=armenian&compare=azerbaijani"
    reader = Reader(page, server.url)
    page.goto(server.url + shown)
    reader.until_settled()
    beside = page.locator('iframe[title*="folium"]').nth(1).content_frame
    marks = beside.locator(".mapapp-mark")
    expect(marks).to_have_count(10, timeout=PATIENCE)
    edge = beside.locator(".leaflet-container")
    until(lambda: min(box(one)["left"] for one in marks.all()) > 0)
    until(lambda: max(box(one)["right"] for one in marks.all()) < box(edge)["right"])
    expect(reader.map.locator(".mapapp-notice")).to_be_hidden()  # it would offer incidents that aren't there
    assert "map=" not in page.url

    expect(reader.headline).to_contain_text(
        "According to Armenian and Nagorno-Karabakh sources: no incidents"
    )
    expect(page.locator(".page-followed")).to_have_text(
        [f"{part}: Armenian and Nagorno-Karabakh sources" for part in ("Timeline", "List")]
    )
    expect(page.locator(".page-empty")).to_have_text(
        "No incidents match here. Azerbaijani sources: 10 incidents."
    )
    page.get_by_role("button", name="List them").click()
    expect(reader.list_entries).to_have_count(10, timeout=PATIENCE)
    expect(page.locator(".page-followed").last).to_have_text("List: Azerbaijani sources")
    assert filters_in(page.url)["compare"] == ["armenian"]


def test_the_panel_shows_how_the_total_comes_about_and_narrows_the_page(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open()
    page.get_by_role("button", name="How this number is calculated").click()
    rows = page.locator(".totals-row")
    expect(rows).to_have_count(7, timeout=PATIENCE)
    expect(rows.first).to_contain_text("128 to 137")
    ganja = page.get_by_role("button", name=re.compile("Gandzak, 17 October 2020.*15 to 21 killed"))
    expect(ganja).to_be_visible(timeout=PATIENCE)
    everywhere = page.locator(".manner tr").filter(has_text="All places")
    expect(everywhere).to_contain_text("108 to 117", timeout=PATIENCE)
    page.get_by_text("leave out those that anyone denies, or where who did it is contested").click()
    expect(rows).to_have_count(8, timeout=PATIENCE)
    disputed = rows.filter(has_text="Without incidents that anyone denies").locator(".totals-figure")
    expect(rows.first.locator(".totals-figure")).to_have_text(disputed.inner_text(), timeout=PATIENCE)
    expect(ganja).to_have_count(0, timeout=PATIENCE)
    rows.filter(has_text="Confirmed only").get_by_role("link").click()
    expect(reader.headline).not_to_contain_text(ALL, timeout=PATIENCE)
    expect(page).to_have_url(re.compile("harm_status=confirmed"))
    expect(page.locator(".page-filter")).to_contain_text("evidence: confirmed")


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_every_choice_of_an_account_is_seen(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    reader = Reader(page, server.url).open()
    page.locator(".account-button").click()
    choices = page.locator(".st-key-account").get_by_role("radio")
    expect(choices).to_have_count(6)
    edges = "all => all.map((one) => one.getBoundingClientRect()).map(({left, right}) => [left, right])"
    until(lambda: all(0 <= left < right <= width for left, right in choices.evaluate_all(edges)))
    page.get_by_role("radio", name="No denial found", exact=True).click()
    expect(page).to_have_url(re.compile("according_to=undisputed"), timeout=PATIENCE)
    page.locator(".account-button").click()
    reader.until_settled()
    expect(page.locator(".account-button")).to_contain_text("No denial found")
