"""Areas: chosen by place and distance, or as what the map shows; everything on the page follows."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from mapapp.geo.areas import CIRCLE_CORNERS
from tests.browser.conftest import Server
from tests.browser.reader import PATIENCE, Reader, until


@pytest.fixture
def reader(page: Page, server: Server) -> Reader:
    return Reader(page, server.url)


def test_the_beginning_of_a_place_in_any_spelling_and_a_distance_are_an_area(reader: Reader) -> None:
    page = reader.open().page
    page.get_by_role("button", name="Area", exact=True).click()
    field = page.get_by_role("combobox", name="Around a place")
    names = field.evaluate("field => [...field.list.options].map(({ value }) => value)")
    assert "Stepanakert / Khankendi" in names
    assert [name for name in names if not name.strip()] == []
    field.fill("Xankən")
    field.press("Enter")
    page.wait_for_url(re.compile("within=10"), timeout=PATIENCE)
    expect(page.get_by_text("mapped within 10 km of Stepanakert / Khankendi").first).to_be_visible(
        timeout=PATIENCE
    )
    expect(field).to_have_value("Stepanakert / Khankendi")
    circle = reader.map.locator("path.mapapp-chosen-area")
    expect(circle).to_have_count(1, timeout=PATIENCE)
    until(lambda: (circle.get_attribute("d") or "").count("L") >= CIRCLE_CORNERS - 1)
    assert "." in (circle.get_attribute("d") or "")  # in whole pixels it would be uneven


def test_a_distance_waits_for_its_place_and_an_empty_field_is_no_area(reader: Reader) -> None:
    page = reader.open().page
    page.get_by_role("button", name="Area", exact=True).click()
    distance, field = (page.get_by_role(role, name=name) for role, name in NEARBY)
    distance.fill("25")
    distance.press("Enter")
    field.fill("Barda / Partav")
    field.press("Enter")
    page.wait_for_url(re.compile("within=25"), timeout=PATIENCE)
    field.fill("")
    field.press("Enter")
    page.wait_for_url(lambda url: "within" not in url, timeout=PATIENCE)


NEARBY = (("spinbutton", "Kilometres from it"), ("combobox", "Around a place"))


def test_a_place_that_is_not_known_is_told_with_those_nearly_like_it(reader: Reader) -> None:
    reader.open("?within=10+km+of+Stepanokert")
    expect(reader.page.get_by_text("such as Stepanakert / Khankendi")).to_be_visible(timeout=PATIENCE)


def test_the_page_shows_only_what_the_map_shows_and_follows_it_back(reader: Reader) -> None:
    page = reader.open("?map=11/39.82/46.75").page
    everywhere = reader.headline.inner_text()
    switch = page.get_by_role("switch", name="Only what the map shows")
    switch.click()
    page.wait_for_url(lambda url: "bbox=" in url and "map=11" in url, timeout=PATIENCE)
    expect(reader.headline).not_to_have_text(everywhere, timeout=PATIENCE)
    near, box = reader.headline.inner_text(), page.url
    reader.map.get_by_role("button", name="Zoom out").click()
    page.wait_for_url(lambda url: "bbox=" in url and url != box and "map=10" in url, timeout=PATIENCE)
    expect(reader.headline).not_to_have_text(near, timeout=PATIENCE)
    switch.click()
    page.wait_for_url(lambda url: "bbox=" not in url and "map=10" in url, timeout=PATIENCE)
    expect(reader.headline).to_have_text(everywhere, timeout=PATIENCE)


def drag(reader: Reader, *places: tuple[float, float]) -> None:
    """Drag the mouse over the map, through points given as fractions of its width and height."""
    box = reader.map.locator(".mapapp-ground").bounding_box()
    assert box
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
    mouse = reader.page.mouse
    mouse.move(*at[0])
    mouse.down()
    for place in at[1:]:
        mouse.move(*place, steps=6)
    mouse.up()


@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
def test_a_finger_that_closes_an_area_opens_nothing_that_lies_under_it(
    fresh_page: Callable[[], Page], server: Server
) -> None:
    page = fresh_page()
    reader = Reader(page, server.url).open("?incident_id=barda-2020-10-28&incident_id=ganja-2020-10-17")
    reader.until_settled()
    mark = reader.map.locator(".mapapp-mark").first
    expect(mark).to_be_visible(timeout=PATIENCE)
    reader.map.get_by_role("button", name="Draw an area").tap()
    expect(reader.map.locator(".mapapp-drawing-hint")).to_contain_text("corners one by one", timeout=PATIENCE)
    box = mark.bounding_box()
    assert box
    left, top = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for east, south in ((0, 0), (90, 30), (60, 110), (0, 0)):
        page.touchscreen.tap(left + east, top + south)
    page.wait_for_url(re.compile("polygon="), timeout=PATIENCE)
    expect(page.locator(".st-key-chips")).to_contain_text("an area with 3 corners", timeout=PATIENCE)
    assert "incident=" not in page.url


def test_an_area_is_drawn_as_a_box_or_corner_by_corner_and_escape_ends_it(reader: Reader) -> None:
    page = reader.open("?map=9/39.82/46.75").page
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    expect(reader.list_entries.first).to_be_visible(timeout=PATIENCE)
    hint = reader.map.locator(".mapapp-drawing-hint")

    def begin(name: str, words: str) -> None:
        button = reader.map.get_by_role("button", name=name)
        expect(button).to_have_attribute("aria-pressed", "false")
        button.press("Enter")
        expect(hint).to_contain_text(words, timeout=PATIENCE)

    begin("Draw a box", "from corner to corner")
    assert any("/draw.js" in url for url in loaded)
    page.keyboard.press("Escape")
    expect(hint).to_be_empty()

    begin("Draw a box", "from corner to corner")
    drag(reader, (0.4, 0.3), (0.5, 0.5), (0.7, 0.8))
    page.wait_for_url(re.compile("bbox="), timeout=PATIENCE)
    expect(page.locator(".st-key-chips").get_by_text("between 39.").first).to_be_visible(timeout=PATIENCE)
    expect(hint).to_be_empty()

    begin("Draw an area", "corners one by one")
    for corner in ((0.3, 0.2), (0.7, 0.3), (0.5, 0.7)):
        drag(reader, corner)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "polygon=" in url and "bbox=" not in url, timeout=PATIENCE)
    expect(page.get_by_text("mapped in an area with 3 corners").first).to_be_visible(timeout=PATIENCE)
