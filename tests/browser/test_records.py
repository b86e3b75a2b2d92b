"""The tables at the foot of the page: sorting, pointing, selecting, and links to the claims."""

import re
from itertools import pairwise

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server
from tests.browser.reader import PATIENCE, Reader, until


def rows(page: Page) -> Locator:
    return page.locator(".records tbody tr")


def title(row: Locator) -> Locator:
    return row.locator(".records-title a")


def test_a_table_is_sorted_over_all_its_pages(page: Page, server: Server) -> None:
    Reader(page, server.url).open()
    expect(rows(page)).to_have_count(100, timeout=PATIENCE)
    foot = page.locator(".records-foot")
    expect(foot).to_contain_text("Rows 1 to 100 of 178")
    expect(page.locator(".records [aria-sort]")).to_contain_text("Date")
    foot.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(78, timeout=PATIENCE)
    expect(foot.get_by_role("button", name="Next")).to_be_disabled()
    expect(foot.get_by_role("button", name="Previous")).to_be_focused()
    heading = page.locator(".records").get_by_role("columnheader", name="Killed")
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending", timeout=PATIENCE)
    expect(rows(page).first).to_contain_text("15 to 21")
    expect(foot).to_contain_text("Rows 1 to 100 of 178")
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
    expect(page).to_have_title(re.compile("^Rockets hit .* · Reported attacks"), timeout=PATIENCE)


def test_an_entry_is_a_link_of_its_own_and_leads_to_its_mark_by_keyboard(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?q=ganja")
    expect(rows(page).first).to_be_visible(timeout=PATIENCE)
    for link in (reader.list_entries.first, title(rows(page).first)):
        expect(link).to_have_attribute("href", re.compile("[?]q=ganja&.*incident="))
        link.focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(reader.map.locator(".mapapp-selected:focus")).to_be_visible(timeout=PATIENCE)
        page.wait_for_url(re.compile("map=11"), timeout=PATIENCE)
        expect(reader.dossier).to_have_count(0)
        reader.map.get_by_role("button", name="Reset view").click()
        page.wait_for_url(lambda url: "map=11" not in url, timeout=PATIENCE)


BELOW_ITS_TITLE = """all => all.map((entry) => {
    const box = (part) => entry.querySelector(`.incident-list-${part}`).getBoundingClientRect();
    return box("when").top - box("title").bottom;
})"""


def test_an_entrys_day_follows_its_title_however_many_lines_its_figures_take(
    page: Page, server: Server
) -> None:
    reader = Reader(page, server.url).open()
    expect(reader.list_entries.filter(has_text=re.compile("none.killed, none.injured")).first).to_be_visible()
    assert max(reader.list_entries.evaluate_all(BELOW_ITS_TITLE)) <= 2
    many = "node => { node.textContent = '30,000\u00a0to\u00a045,678\u00a0injured'; }"
    harm = reader.list_entries.first.locator(".incident-list-harm")
    harm.evaluate(many)
    assert harm.evaluate("node => node.scrollWidth <= node.clientWidth")


def test_the_headline_leads_to_every_claim_behind_it(page: Page, server: Server) -> None:
    Reader(page, server.url).open("?q=barda&datetime=2020-10-28")
    page.get_by_role("button", name="How this number is calculated").click()
    page.get_by_role("button", name="Show every claim behind this number").click()
    table = page.get_by_role("table", name="Claims")
    expect(table.get_by_role("rowheader").first).to_contain_text("Barda", timeout=PATIENCE)
    expect(page.get_by_role("tab", name="Claims")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".totals")).to_have_count(0)
    expect(table).to_contain_text("no: an early count, later superseded")
    expect(table.locator("a[href^='http']").first).to_be_attached()


def test_the_claims_behind_a_total_as_the_reader_sets_it_are_those_of_what_it_counts(
    page: Page, server: Server
) -> None:
    reader = Reader(page, server.url).open("?q=ganja")
    page.get_by_role("button", name="How this number is calculated").click()
    page.get_by_text("leave out those that anyone denies").click()
    own = page.locator(".totals-own")
    counted = re.search(r"\d+", reader.headline.inner_text())
    expect(own).not_to_contain_text(f"{counted and counted[0]} incidents", timeout=PATIENCE)
    page.get_by_role("button", name="Show every claim behind this number").click()
    expect(page).to_have_url(re.compile("disputed=no"), timeout=PATIENCE)
    expect(page.get_by_role("table", name="Claims")).to_contain_text("Ganja", timeout=PATIENCE)


def test_a_table_that_can_not_be_loaded_says_so_and_tries_again(page: Page, server: Server) -> None:
    reader = Reader(page, server.url)
    page.route("**/collections/incidents/table?*", lambda route: route.abort())
    reader.open()
    foot = page.locator(".records-foot")
    expect(foot).to_contain_text("could not be loaded", timeout=PATIENCE)
    page.unroute("**/collections/incidents/table?*")
    expect(rows(page)).to_have_count(100, timeout=PATIENCE)


def test_a_busy_server_is_said_in_a_line_while_all_stays_and_is_asked_again(
    page: Page, server: Server
) -> None:
    reader = Reader(page, server.url).open("?datetime=2020-10-04/2020-10-08")
    expect(reader.list_entries.first).to_be_visible(timeout=PATIENCE)
    expect(rows(page).first).to_be_visible(timeout=PATIENCE)
    shown = [parts.count() for parts in (reader.list_entries, rows(page))]
    asked = re.compile(r"/collections/incidents/(home|map|list|table)\?")
    page.route(asked, lambda route: route.fulfill(status=503, headers={"Retry-After": "1"}))
    reader.choose("Attributed to", "Armenian forces")
    list_and_table = page.locator(".incident-list"), page.locator(".records-foot")
    places = reader.map.locator(".mapapp-notice"), *list_and_table
    for place in places:
        expect(place.get_by_text(re.compile("^The server is busy: "))).to_be_visible(timeout=PATIENCE)
    assert [parts.count() for parts in (reader.list_entries, rows(page))] == shown
    expect(reader.map.locator(".mapapp-mark").first).to_be_attached()
    page.unroute(asked)
    for place in places:
        expect(place.get_by_text("The server is busy")).to_be_hidden(timeout=PATIENCE)
    until(lambda: 0 < reader.list_entries.count() < shown[0])


def test_the_timeline_that_is_played_leads_the_table(page: Page, server: Server) -> None:
    Reader(page, server.url).open()
    expect(rows(page)).to_have_count(100, timeout=PATIENCE)
    page.evaluate(
        "dispatchEvent(new CustomEvent('mapapp:days', { detail: { days: ['2020-10-28', '2020-10-28'] } }))"
    )
    expect(rows(page).filter(has_text="Ganja")).to_have_count(0, timeout=PATIENCE)
    expect(rows(page).filter(has_text="Barda").first).to_be_visible()


def test_what_two_sides_say_is_a_row_that_leads_to_map_and_dossier(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?q=alashan&according_to=armenian&compare=azerbaijani")
    table = page.get_by_role("table", name="Where the two accounts differ")
    row = table.locator("tbody tr").filter(has_text="not reported").first
    expect(row).to_contain_text("1 killed")
    expect(page.get_by_role("button", name="Next").and_(page.locator(":visible"))).to_have_count(0)
    row.hover()
    expect(reader.map.locator(".mapapp-marked").first).to_be_attached(timeout=PATIENCE)
    row.locator("td").last.click()
    expect(reader.dossier).to_be_visible(timeout=PATIENCE)
    expect(row).to_have_attribute("aria-current", "true", timeout=PATIENCE)


def test_a_side_that_denies_is_said_to_and_its_claim_is_one_click_away(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?q=barda&according_to=armenian&compare=azerbaijani")
    expect(page.get_by_role("link", name="sources deny 1 incident")).to_be_visible(timeout=PATIENCE)
    table = page.get_by_role("table", name="Where the two accounts differ")
    denied = table.get_by_role("link", name="denied").first
    expect(denied).to_be_visible(timeout=PATIENCE)
    with page.expect_popup() as opened:
        denied.click()
    dossier = opened.value.locator("article.dossier")
    expect(dossier).to_contain_text("sources deny this incident", timeout=PATIENCE)
    heading = opened.value.get_by_role("heading", name="Ministry of Defence of Armenia", exact=True)
    claim = dossier.get_by_role("listitem").filter(has=heading).filter(has_text="denies")
    expect(claim).to_be_in_viewport(timeout=PATIENCE)
    opened.value.close()
    page.get_by_role("link", name="sources deny 1 incident").click()
    expect(reader.headline).to_contain_text("1 incident, 28 October 2020", timeout=PATIENCE)


def test_on_a_phone_the_table_moves_inside_its_box_and_rows_keep_their_name(
    page: Page, server: Server
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    Reader(page, server.url).open("?q=barda")
    expect(rows(page).first).to_be_attached(timeout=PATIENCE)
    box = page.get_by_role("region", name="Incidents", exact=True)
    box.focus()
    box.evaluate("box => box.scrollTo(9999, 0)")
    name = rows(page).first.locator(".records-title")
    assert name.evaluate("cell => cell.getBoundingClientRect().left") >= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


BOXES = "cells => cells.map((cell) => cell.getBoundingClientRect().toJSON())"


def test_accounts_stand_side_by_side_and_on_a_phone_below_one_another(page: Page, server: Server) -> None:
    Reader(page, server.url).open("?q=rockets+barda&according_to=armenian&compare=azerbaijani")
    table = page.get_by_role("table", name="Where the two accounts differ")
    names = ["Armenian and Nagorno-Karabakh sources", "Azerbaijani sources", "Independent sources"]
    expect(table.get_by_role("columnheader")).to_have_text(["Date", "What happened", *names])
    row = table.locator("tbody tr", has_text="Rockets hit the centre of Barda")
    accounts = row.locator("td.records-account")
    denial = accounts.nth(0).get_by_role("link", name="denied")
    expect(denial).to_have_css("font-weight", "600")
    expect(accounts.nth(1).locator("div").first).to_have_css("font-weight", "600")
    expect(accounts.nth(1)).to_contain_text("Attributed to: Armenian forces")
    expect(accounts.nth(2)).to_contain_text("killed")
    until(lambda: are_side_by_side(accounts.evaluate_all(BOXES)))
    page.set_viewport_size({"width": 390, "height": 844})
    until(lambda: are_stacked(accounts.evaluate_all(BOXES)))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def are_side_by_side(boxes: list[dict[str, float]]) -> bool:
    return all(
        here["top"] == there["top"] and here["right"] <= there["left"] for here, there in pairwise(boxes)
    )


def are_stacked(boxes: list[dict[str, float]]) -> bool:
    return all(
        here["bottom"] <= there["top"] and here["left"] == there["left"] and there["right"] <= 390
        for here, there in pairwise(boxes)
    )
