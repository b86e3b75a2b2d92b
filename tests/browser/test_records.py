"""The tables at the foot of the page: sorting, pointing, choosing, and the way to the claims."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server
from tests.browser.reader import PATIENCE, Reader


def rows(page: Page) -> Locator:
    return page.locator(".records tbody tr")


def title(row: Locator) -> Locator:
    return row.locator(".records-title button")


def test_a_table_is_sorted_over_all_its_pages(page: Page, server: Server) -> None:
    Reader(page, server.url).open()
    expect(rows(page)).to_have_count(100, timeout=PATIENCE)
    foot = page.locator(".records-foot")
    expect(foot).to_contain_text("Rows 1 to 100 of 141")
    foot.get_by_role("button", name="Next").click()
    expect(rows(page)).to_have_count(41, timeout=PATIENCE)
    expect(foot.get_by_role("button", name="Next")).to_be_disabled()
    heading = page.locator(".records").get_by_role("columnheader", name="Killed")
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending", timeout=PATIENCE)
    expect(rows(page).first).to_contain_text("15 to 21")
    expect(foot).to_contain_text("Rows 1 to 100 of 141")
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending", timeout=PATIENCE)
    expect(rows(page).first).to_contain_text("Public hospital in Martakert / Aghdara")


def test_pointing_at_a_row_marks_list_and_map_and_back(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?q=ganja")
    expect(reader.map.locator(".mapapp-mark").first).to_be_attached(timeout=PATIENCE)
    row = rows(page).filter(has_text="17 October 2020")
    row.hover()
    expect(reader.list_entries.and_(page.locator(".marked"))).to_have_count(1)
    expect(reader.map.locator(".mapapp-marked")).to_have_count(1, timeout=PATIENCE)
    page.mouse.move(0, 0)
    expect(reader.map.locator(".mapapp-marked")).to_have_count(0)
    entry = reader.list_entries.filter(has_text="17 October 2020")
    entry.scroll_into_view_if_needed()
    entry.hover()
    expect(row).to_have_class(re.compile("marked"))


def test_a_row_is_chosen_with_the_keyboard_and_stays_marked(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?q=barda&datetime=2020-10-28")
    expect(rows(page).first).to_be_visible(timeout=PATIENCE)
    title(rows(page).first).focus()
    page.keyboard.press("Enter")
    expect(reader.dossier).to_be_visible(timeout=PATIENCE)
    expect(page).to_have_url(re.compile("incident=barda-2020-10-28"))
    expect(rows(page).first).to_have_attribute("aria-current", "true", timeout=PATIENCE)


def test_the_headline_leads_to_every_claim_behind_it(page: Page, server: Server) -> None:
    Reader(page, server.url).open("?q=barda&datetime=2020-10-28")
    page.get_by_role("button", name="How this number comes about").click()
    page.get_by_role("button", name="Every claim behind it").click()
    table = page.get_by_role("table", name="Claims")
    expect(table.get_by_role("rowheader").first).to_contain_text("Barda", timeout=PATIENCE)
    expect(page.get_by_role("tab", name="Claims")).to_have_attribute("aria-selected", "true")
    expect(table).to_contain_text("no: an early count that was overtaken")
    expect(table.get_by_role("link").first).to_have_attribute("href", re.compile("^https?://"))


def test_a_table_that_can_not_be_loaded_says_so_and_tries_again(page: Page, server: Server) -> None:
    reader = Reader(page, server.url)
    page.route("**/collections/incidents/table?*", lambda route: route.abort())
    reader.open()
    foot = page.locator(".records-foot")
    expect(foot).to_contain_text("could not be loaded", timeout=PATIENCE)
    page.unroute("**/collections/incidents/table?*")
    expect(rows(page)).to_have_count(100, timeout=PATIENCE)


def test_the_timeline_that_is_played_leads_the_table(page: Page, server: Server) -> None:
    Reader(page, server.url).open()
    expect(rows(page)).to_have_count(100, timeout=PATIENCE)
    page.evaluate(
        "dispatchEvent(new CustomEvent('mapapp:days', { detail: { days: ['2020-10-28', '2020-10-28'] } }))"
    )
    expect(rows(page).filter(has_text="Barda").first).to_be_visible(timeout=PATIENCE)
    page.wait_for_function("() => document.querySelectorAll('.records tbody tr').length < 40")
