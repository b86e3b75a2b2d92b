"""The timeline: days outside the data, and playing day by day, in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Look, Server, serving
from tests.browser.reader import PATIENCE, Reader

SLOWER_THAN_THE_PACE = """
const fetched = window.fetch;
window.fetch = async (address, options) => {
  await new Promise((done) => setTimeout(done, 500));
  return fetched(address, options);
};
"""
"""Delays each request, so that one cancelled in the meantime never leaves the page."""


def hint(page: Page) -> Locator:
    return page.locator(".timeline-hint")


def test_days_outside_the_data_are_no_brush(page: Page, server: Server) -> None:
    Reader(page, server.url).open("?datetime=1999-01-01")
    expect(hint(page)).to_have_text("The chosen days are outside the days of the data.", timeout=PATIENCE)
    expect(page.locator(".timeline rect.chosen")).to_have_count(0)
    bars = page.locator(".timeline rect[data-from]")
    expect(page.locator(".timeline rect[data-from].outside")).to_have_count(bars.count())
    expect(page.get_by_role("button", name="Play")).to_be_disabled()
    page.get_by_role("button", name="All days").click()
    expect(hint(page)).to_contain_text("Drag to choose days", timeout=PATIENCE)


def point_at(page: Page, **detail: object) -> None:
    page.evaluate("(detail) => dispatchEvent(new CustomEvent('mapapp:hover', { detail }))", detail)


def test_the_selected_incidents_bar_is_marked_while_nothing_else_is(page: Page, server: Server) -> None:
    Reader(page, server.url).open("?incident=alkhanli-shukurbayli-2020-09-27")
    marked = page.locator(".timeline rect.marked").first
    expect(marked).to_have_text(re.compile("^27 September 2020: "), timeout=PATIENCE)
    point_at(page, id="another", days=["2020-10-05", "2020-10-05"])
    expect(marked).to_have_text(re.compile("^5 October 2020: "))
    point_at(page)
    expect(marked).to_have_text(re.compile("^27 September 2020: "))


def test_what_nobody_is_named_for_has_its_bar_too(page: Page, server: Server) -> None:
    Reader(page, server.url).open("?q=shahveliler")
    bar = page.locator(".timeline rect[data-from]:not(.range)")
    expect(bar).to_have_text("3 October 2020: 1 incident, Not established", timeout=PATIENCE)


def test_playing_pauses_when_the_map_can_not_follow(page: Page, server: Server) -> None:
    Reader(page, server.url).open("?q=barda")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible(timeout=PATIENCE)
    page.route("**/api/collections/incidents/map*", lambda route: route.abort())
    expect(page.get_by_role("button", name="Resume")).to_be_visible(timeout=PATIENCE)
    page.unroute("**/api/collections/incidents/map*")
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible(timeout=PATIENCE)


def test_chosen_days_are_written_as_the_filter_writes_them_and_a_bar_marks_its_incidents_on_the_map(
    page: Page, server: Server
) -> None:
    reader = Reader(page, server.url).open("?datetime=2020-10-04/2020-10-08")
    expect(hint(page)).to_have_text("4 to 8 October 2020", timeout=PATIENCE)
    expect(page.locator(".page-filter")).to_contain_text("4 to 8 October 2020")
    bars = page.locator(".timeline rect[data-from]:not(.range)")
    chosen = bars.filter(has_text="8 October 2020: ")
    expect(chosen.first).to_have_text(re.compile(r"^8 October 2020: \d+ incidents?, \w+ forces$"))
    marked = reader.map.locator(".mapapp-marked")
    chosen.first.hover()
    expect(marked.first).to_be_visible(timeout=PATIENCE)
    bars.filter(has_text="28 October 2020: ").first.hover()
    expect(marked).to_have_count(0)


def test_an_incident_pointed_at_on_the_map_comes_into_the_lists_view(page: Page, server: Server) -> None:
    page.emulate_media(reduced_motion="reduce")
    reader = Reader(page, server.url).open()
    first, last = reader.list_entries.first, reader.list_entries.last
    expect(last).to_be_attached(timeout=PATIENCE)
    pointed = {"id": last.get_attribute("data-id"), "source": "map"}
    first.hover()
    point_at(page, **pointed)
    expect(last).to_have_class("marked")
    expect(last, "the list stays while a reader is in it").not_to_be_in_viewport()
    page.mouse.move(1, 1)
    point_at(page, **pointed)
    expect(last).to_be_in_viewport(ratio=0.9)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0


def test_a_day_that_is_played_has_the_total_of_the_page_for_the_same_days(page: Page, server: Server) -> None:
    page.emulate_media(reduced_motion="reduce")
    reader = Reader(page, server.url).open("?datetime=2020-10-10/2020-10-14")
    page.get_by_role("button", name="First day", exact=True).click()
    for _ in range(3):
        page.get_by_role("button", name="Next day").click()
    expect(hint(page)).to_have_text(
        re.compile(r"^Until 13 October 2020: \d+ incidents; \d+ reported killed$")
    )
    played = hint(page).inner_text()
    reader.open("?datetime=2020-10-10/2020-10-13")
    said = re.search(r"(\d+ incidents), .*; (\d+) people (reported killed)\.", reader.headline.inner_text())
    assert said
    assert played == f"Until 13 October 2020: {said[1]}; {said[2]} {said[3]}"


def test_a_day_is_played_when_map_and_list_have_shown_the_one_before(page: Page, server: Server) -> None:
    page.add_init_script(SLOWER_THAN_THE_PACE)
    reader = Reader(page, server.url).open("?datetime=2020-10-10/2020-10-13")
    rows = page.get_by_role("table", name="Incidents").locator("tbody tr")
    for first in (rows.first, reader.list_entries.first, reader.map.locator(".mapapp-mark").first):
        expect(first).to_be_visible(timeout=PATIENCE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Speed").select_option("fast")
    with page.expect_request(lambda asked: "/list?" in asked.url and "2020-10-10%2F2020-10-11" in asked.url):
        page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible(timeout=PATIENCE)
    for route in ("map", "list"):
        days = [parse_qs(urlsplit(url).query)["datetime"][0] for url in asked if f"/{route}?" in url]
        played = days[days.index("2020-10-10/2020-10-10") :]
        assert played[:4] == [f"2020-10-10/2020-10-{day}" for day in (10, 11, 12, 13)]
    assert not any("/table?" in url for url in asked), "the table is the same when the playing has ended"


def test_a_day_is_told_in_full_and_deaths_are_added_up_on_demand(look: Look) -> None:
    page = look.at("", {"width": 1400, "height": 900}).page
    told = page.locator(".timeline-told")
    page.locator(".timeline rect[data-from]:not(.range)").filter(has_text="28 October 2020: ").first.hover()
    expect(told).to_contain_text(re.compile(r"^28 October 2020: \d+ incidents"))
    expect(told).to_contain_text("reported killed")
    page.mouse.move(1, 1)
    expect(told).to_be_hidden()
    marked = page.get_by_role("list", name="Marked days").get_by_role("listitem")
    expect(marked.first).to_contain_text("10 October 2020: Ceasefire agreed")
    expect(page.locator(".timeline path.toll")).to_have_count(0)
    page.get_by_role("button", name="Deaths added up").click()
    expect(page.locator(".timeline path.toll")).to_have_count(1)
    expect(page.locator(".timeline-toll-words")).to_contain_text("at least 128")
    expect(page.locator(".timeline-toll-axis span")).to_have_text(["50", "100"])
    bars, scale = (page.locator(f".timeline{part}").bounding_box() for part in (" svg", "-toll-axis"))
    assert bars
    assert scale
    assert scale["x"] >= bars["x"] + bars["width"], "no number stands over a bar"
    page.get_by_role("button", name="Deaths added up").click()
    expect(page.locator(".timeline path.toll")).to_have_count(0)


@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
def test_a_finger_reads_a_day_above_the_bars_and_covers_nothing(
    fresh_page: Callable[[], Page], server: Server
) -> None:
    page = fresh_page()
    Reader(page, server.url).open()
    bar = page.locator(".timeline rect[data-from]:not(.range)").filter(has_text="28 October 2020: ").first
    bar.scroll_into_view_if_needed(timeout=PATIENCE)
    bar.tap()
    expect(hint(page)).to_contain_text(re.compile(r"^28 October 2020: \d+ incidents; .*reported killed"))
    expect(page.locator(".timeline-told")).to_be_hidden()
    expect(page).to_have_url(re.compile("datetime=2020-10-28"), timeout=PATIENCE)
    expect(hint(page)).to_contain_text(re.compile(r"^28 October 2020: \d+ incidents; .*reported killed"))


@pytest.fixture
def plain_file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text("id,date,lat,lon\na,2023-05-01,50.45,30.52\nb,2023-05-02,50.45,30.52\n")
    return path


def test_without_claims_nothing_is_said_of_silence(page: Page, plain_file: Path) -> None:
    with serving(plain_file.with_suffix(".log"), str(plain_file)) as server:
        reader = Reader(page, server.url).open()
        expect(page.locator(".timeline rect[data-from]")).to_have_count(2, timeout=PATIENCE)
        # a stretched drawing is blurred beyond its edges
        units = "drawing => drawing.viewBox.baseVal.width / drawing.clientWidth"
        assert page.locator(".timeline svg").evaluate(units) >= 1
        expect(page.locator(".timeline-strip")).to_be_hidden()
        expect(page.locator(".timeline-lanes")).to_be_hidden()
        reader.map.get_by_text("Layers", exact=True).click()
        expect(reader.map.get_by_role("checkbox", name="Density of reports")).to_be_visible()
        expect(reader.map.get_by_role("checkbox", name="Coverage")).to_have_count(0)
