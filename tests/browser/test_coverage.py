"""Coverage in a real browser: the strip under the timeline and the layer on the map."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server
from tests.browser.reader import PATIENCE, Reader, box, until

SIDES = r"(\d+ (Armenian and Nagorno-Karabakh|Azerbaijani|independent|other)(, )?)+ sources?"


def strip(page: Page) -> Locator:
    return page.get_by_role("slider", name="Sources that report, by day")


def told(page: Page) -> Locator:
    return page.locator(".timeline-told")


def test_the_strip_tells_by_keyboard_and_pointer_who_reports_on_a_day(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?q=barda")
    expect(strip(page)).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".timeline-lane")).to_have_count(3)
    expect(page.locator(".timeline-lanes")).to_contain_text(
        "Hatched: no report found with this filter, which does not mean peace."
    )
    page.get_by_role("slider", name="Last day shown").focus()
    page.keyboard.press("Tab")
    expect(strip(page)).to_be_focused()
    expect(told(page)).to_have_text("27 September 2020: no report found with this filter")
    page.keyboard.press("End")
    for _ in range(11):
        page.keyboard.press("ArrowLeft")
    expect(told(page)).to_have_text(re.compile(f"^28 October 2020: {SIDES}$"))
    expect(strip(page)).to_have_attribute("aria-valuetext", re.compile(f"^28 October 2020: {SIDES}$"))
    page.keyboard.press("Escape")
    expect(told(page)).to_be_hidden()
    strip(page).hover(position={"x": 2, "y": 12})
    expect(told(page)).to_have_text("27 September 2020: no report found with this filter")
    until(lambda: box(strip(page))["height"] <= 40)
    expect(strip(page), "the strip is on the first screen").to_be_in_viewport(ratio=1)
    few = page.locator(".timeline-lane i").count()
    reader.go_to("")
    expect(page.locator(".timeline-lane i").nth(few)).to_be_attached(timeout=PATIENCE)


def test_the_coverage_layer_hatches_where_no_report_was_found(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?q=barda")
    frame = reader.map
    expect(frame.locator(".mapapp-covered")).to_have_count(0)
    frame.get_by_text("Layers", exact=True).click()
    layer = frame.get_by_role("checkbox", name="Coverage")
    expect(layer).not_to_be_checked()
    layer.check()
    line = frame.get_by_text("Hatched: no report found, which does not mean peace")
    expect(line).to_be_visible()
    barda = frame.locator(".mapapp-coverage-line li", has_text=re.compile(f"^Barda: {SIDES}$"))
    expect(barda).to_have_count(1, timeout=PATIENCE)
    silent = frame.locator(".mapapp-coverage-line li", has_text="Aghjabadi: no report found")
    expect(silent).to_have_count(1)
    hatched = frame.locator(".mapapp-covered-0")
    expect(hatched.first).to_have_attribute("fill", "url(#mapapp-hatch)")
    expect(frame.locator("#mapapp-hatch")).to_have_count(1)
    shaded = frame.locator(".mapapp-covered:not(.mapapp-covered-0)")
    shaded.first.dispatch_event("mouseover")
    expect(frame.get_by_role("tooltip")).to_contain_text(re.compile(SIDES))
    shaded.first.dispatch_event("click")
    frame.get_by_role("button", name="Read these claims").press("Enter")
    expect(page).to_have_url(re.compile("admin1="), timeout=PATIENCE)
    claims = page.get_by_role("table", name="Claims")
    expect(claims.get_by_role("rowheader", name=re.compile("Barda")).first).to_be_attached(timeout=PATIENCE)
    page.get_by_role("button", name="Clear all filters").click()
    expect(page).not_to_have_url(re.compile("admin1="), timeout=PATIENCE)
    reader.search("ganja")
    expect(barda).to_have_count(0, timeout=PATIENCE)
    layer.uncheck()
    expect(frame.locator(".mapapp-covered")).to_have_count(0)
    expect(line).to_have_count(0)


def test_a_district_opens_its_claims_by_keyboard_and_gives_the_focus_back(page: Page, server: Server) -> None:
    frame = Reader(page, server.url).open("?q=barda").map
    frame.get_by_text("Layers", exact=True).click()
    frame.get_by_role("checkbox", name="Coverage").check()
    barda = frame.get_by_role("button", name=re.compile(f"^Barda: {SIDES}$"))
    expect(barda).to_have_count(1, timeout=PATIENCE)
    barda.focus()
    expect(frame.get_by_role("tooltip")).to_contain_text(re.compile(SIDES))
    page.keyboard.press("Enter")
    expect(frame.get_by_role("button", name="Read these claims")).to_be_focused()
    page.keyboard.press("Escape")
    expect(frame.get_by_role("button", name="Read these claims")).to_have_count(0)
    expect(barda).to_be_focused()
