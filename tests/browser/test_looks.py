"""The six main screens look the same as before, light and dark; `make looks` renews the pictures."""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import Server
from tests.browser.reader import Reader
from tests.browser.test_accessible import until_nothing_moves
from tests.same_look import is_same, kept, marked, other

LOOKS = Path(__file__).with_name("looks")
FOUND = Path("test-results")
RENEWED = "RENEW_LOOKS" in os.environ
TO_ARRIVE = 30
"""Seconds that a busy machine has for late content to arrive and complete a picture."""

WIDE, FRAME, PHONE = (ViewportSize(width=w, height=h) for w, h in ((1400, 900), (720, 480), (390, 844)))

WITH_ITS_LETTERS = """
window.FontFace = class extends FontFace {
    constructor(family, source, given) { super(family, source, { ...given, display: "swap" }); }
};
"""
"""Makes the map use its typeface however late it loads; readers never see such a late switch."""


def marks(reader: Reader) -> None:
    expect(reader.map.locator(".mapapp-mark").first).to_be_visible()


def incidents(reader: Reader) -> None:
    reader.until_settled()
    marks(reader)
    expect(reader.list_entries.first).to_be_visible()


def dossier(reader: Reader) -> None:
    reader.until_settled()
    marks(reader)
    expect(reader.dossier.get_by_role("img")).to_be_visible()


def comparison(reader: Reader) -> None:
    incidents(reader)
    beside = reader.page.locator('iframe[title*="folium"]').nth(1).content_frame
    expect(beside.locator(".mapapp-mark").first).to_be_visible()


def nothing(reader: Reader) -> None:
    reader.until_settled()
    expect(reader.page.get_by_role("button", name=re.compile("without it: 11 incidents"))).to_be_visible()


SCREENS: dict[str, tuple[str, ViewportSize, Callable[[Reader], None]]] = {
    "first-screen": ("", WIDE, incidents),
    "dossier": ("?incident=barda-2020-10-28", WIDE, dossier),
    "comparison": ("?according_to=armenian&compare=azerbaijani&map=8/39.9/46.8", WIDE, comparison),
    "no-results": ("?q=helicopter&actor=Armenian+forces&min_harmed=5", WIDE, nothing),
    "embedded": ("?embed=true", FRAME, marks),
    "phone": ("", PHONE, incidents),
}


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_looks_as_it_did(page: Page, server: Server, screen: str) -> None:
    address, size, shows = SCREENS[screen]
    page.set_viewport_size(size)
    page.add_init_script(WITH_ITS_LETTERS)
    page.emulate_media(reduced_motion="reduce", color_scheme="light")
    reader = Reader(page, server.url)
    page.goto(server.url + address)
    shows(reader)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        until_nothing_moves(page)
        (keep if RENEWED else compare)(page, f"{screen}-{theme}")


def picture(page: Page) -> Image.Image:
    return kept(page.screenshot(animations="disabled", caret="hide"))


def keep(page: Page, name: str) -> None:
    """Save the picture once it has not changed for a second."""
    before, seen = None, picture(page)
    while before is None or before.tobytes() != seen.tobytes():
        page.wait_for_timeout(1000)
        before, seen = seen, picture(page)
    seen.save(LOOKS / f"{name}.png", optimize=True)


def compare(page: Page, name: str) -> None:
    expected, until = Image.open(LOOKS / f"{name}.png"), time.monotonic() + TO_ARRIVE
    while not is_same(places := other(seen := picture(page), expected)):
        if time.monotonic() > until:
            FOUND.mkdir(exist_ok=True)
            seen.save(FOUND / f"{name}-seen.png")
            marked(seen, places).save(FOUND / f"{name}-difference.png")
            pytest.fail(f"{places.sum()} places of {name} look otherwise: {FOUND}/{name}-difference.png")
