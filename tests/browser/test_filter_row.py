"""The row of filters above the map: periods, filters removed one by one, the others behind a button."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.reader import PATIENCE, Reader, box, until


def test_filters_are_taken_away_one_by_one_and_the_focus_stays(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?q=Barda&min_harmed=2")
    button = page.locator(".filters-button")
    expect(button).to_have_text("All filters · 2")
    expect(reader.list_entries.first).to_be_visible()
    reader.until_settled()
    page.get_by_role("button", name="at least 2 people killed or injured").press("Enter")
    expect(button).to_have_text("All filters · 1")
    expect(button).to_be_focused()
    expect(page).to_have_url(re.compile("q=Barda"))
    expect(page).not_to_have_url(re.compile("min_harmed"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Disputed", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Disputed", exact=True)).to_be_hidden()
    expect(button).to_be_focused()
    expect(reader.headline).not_to_contain_text("165")


def test_a_period_is_chosen_at_once(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open()
    period = page.get_by_label("Period", exact=True)
    period.select_option("Last week")
    expect(page).to_have_url(re.compile(r"datetime=2020-11-02%2F(\.\.|2020-11-08)"))
    expect(page.get_by_role("button", name="from 2 November 2020")).to_be_visible()
    expect(reader.headline).not_to_contain_text("165")
    period.select_option("Whole period")
    expect(page).not_to_have_url(re.compile("datetime"))
    expect(reader.headline).to_contain_text("165")


def test_a_place_is_suggested_in_any_spelling_and_words_are_searched_for(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open()
    field = page.get_by_role("combobox", name="Search")
    field.fill("gən")
    option = page.get_by_role("option", name="Ganja / Gandzak Gəncə 5 incidents", exact=True)
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    page.wait_for_url(re.compile("place_id=ganja-city"), timeout=PATIENCE)
    expect(field).to_have_value("")
    expect(reader.headline).to_have_text(re.compile("^5 incidents, "), timeout=PATIENCE)
    field.fill("market")
    field.press("Enter")
    page.wait_for_url(re.compile("q=market"), timeout=PATIENCE)
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_hidden()


@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
def test_values_of_filters_are_suggested_with_their_counts_by_touch_too(
    fresh_page: Callable[[], Page], server: Server
) -> None:
    page = fresh_page()
    reader = Reader(page, server.url).open("?actor=Azerbaijani+forces")
    reader.open_filters()
    field = page.get_by_role("combobox", name="Search")
    field.tap()
    page.keyboard.type("zzz")
    heard = page.locator(".search-heard")
    expect(heard).to_have_text("No suggestion. Enter searches the texts.")
    field.fill("healthc")
    expect(heard).to_have_text("1 suggestion. Up and down arrows choose.")
    group = page.get_by_role("group", name="Target")
    expect(group.get_by_role("option")).to_have_text(re.compile("^healthcare[0-9]+ incident"))
    group.get_by_role("option").tap()
    page.wait_for_url(re.compile("target_type=healthcare"), timeout=PATIENCE)
    expect(page).to_have_url(re.compile("actor=Azerbaijani"))
    expect(field).to_have_value("")


def test_an_area_that_is_typed_is_told_if_its_place_is_not_known(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open()
    field = page.get_by_role("combobox", name="Search")
    field.fill("10km around 39.82 N, 46.75 E")
    field.press("Enter")
    page.wait_for_url(re.compile("within=10"), timeout=PATIENCE)
    expect(page.get_by_role("button", name="mapped within 10 km of 39.82 N, 46.75 E")).to_be_visible()
    field.fill("10 km of Stepanokert")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    nearly = "mapped within 10 km of Stepanakert / Khankendi"
    expect(options).to_have_text([nearly, "Search the texts for “10 km of Stepanokert”"])
    field.press("Escape")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_hidden()
    field.press("Enter")
    expect(page.get_by_text("Stepanakert / Khankendi").first).to_be_visible()
    expect(page.get_by_text("“Stepanokert”").first).to_be_visible()
    expect(reader.headline).to_contain_text("165")


@pytest.mark.parametrize(
    "address", ["", "?actor=Azerbaijani+forces&datetime=2020-10-04/2020-10-17&q=a&min_harmed=1"]
)
def test_on_a_phone_the_map_comes_first_and_what_is_above_it_is_large_enough_for_a_finger(
    page: Page, server: Server, address: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    Reader(page, server.url).open(address)
    map_frame = page.locator("iframe[title*=folium]")
    until(lambda: box(map_frame)["top"] <= 300)
    for one in page.locator(".st-key-above").locator("button, summary").all():
        if one.is_visible():
            assert box(one)["height"] >= 44, one.inner_text()
    figures = page.locator(".figures > details")
    figures.last.locator("summary").click()
    until(lambda: box(figures.last.locator(".figures-how"))["right"] <= 390)
    expect(figures.last.get_by_role("link", name="Azerbaijani forces")).to_be_visible()


def test_on_a_phone_whose_account_is_a_sheet_behind_a_button_that_says_it(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    reader = Reader(page, server.url).open()
    button = page.locator(".account-button")
    expect(button).to_have_text("Whose accountAll sources")
    expect(page.get_by_role("radio").first).to_be_hidden()
    button.click()
    choices = page.get_by_role("radio")
    expect(choices).to_have_count(6)
    for choice in choices.all():
        expect(choice).to_be_in_viewport(ratio=1)
        assert box(choice)["height"] >= 44
    page.get_by_role("radio", name="Azerbaijani sources").click()
    page.wait_for_url(re.compile("according_to=azerbaijani"), timeout=PATIENCE)
    expect(button).to_have_text(re.compile(r"^Show \d+ incidents$"))
    button.click()
    expect(choices.first).to_be_hidden()
    expect(button).to_have_text("Whose accountAzerbaijani sources")
    reader.until_settled()


def test_no_account_is_cut_off_however_wide_the_page_is(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 1200, "height": 900})
    Reader(page, server.url).open()
    choices = page.get_by_role("radio")
    expect(choices).to_have_count(6)
    for width in (1200, 1000, 800, 660):
        page.set_viewport_size({"width": width, "height": 900})
        for choice in choices.all():
            expect(choice).to_be_in_viewport(ratio=1)
            until(lambda choice=choice: choice.evaluate("node => node.scrollWidth <= node.clientWidth + 1"))
