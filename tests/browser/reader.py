"""What a person does on the page; every step waits for a condition, none sleeps.

Pass functions to `wait_for_function`: the page's policy does not let it evaluate other text again.
"""

import re
import time
from base64 import b64decode
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import FrameLocator, Locator, Page, expect

PATIENCE = 120_000
"""Milliseconds to wait for a condition on a busy machine."""

LOOK = 100
"""Milliseconds between two checks of a condition: a check at every frame makes the page paint frames."""

TRIES = 6

SETTLED = """() =>
    document.querySelector("[data-test-script-state=notRunning]")
    && !document.querySelector("[data-testid=stSkeleton], [data-stale=true]")
    && new URLSearchParams(location.search).has("data")
"""
"""The script has finished, nothing is left of an earlier run, and the URL has the version of the data."""

LEAD = """(address) => {
    history.pushState(null, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
}"""

BOX = "node => node.getBoundingClientRect().toJSON()"

PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A tile, for a map whose street tiles arrive."""


def give_tiles(page: Page, host: str = "tile.openstreetmap.org") -> None:
    """Answer a page's requests to a tile provider."""
    page.route(f"**://{host}/**", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))


def until(condition: Callable[[], object]) -> None:
    """Wait for a condition that no `expect` can express, such as what is next to what."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not condition():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.1)


def box(part: Locator) -> dict[str, float]:
    """Return where a part of the page is: its edges, width and height."""
    edges: dict[str, float] = part.evaluate(BOX)
    return edges


def filters_in(url: str) -> dict[str, list[str]]:
    """Return the filters in a URL, without what scripts add: the data's version and the map's position."""
    params = parse_qs(urlsplit(url).query)
    return {name: values for name, values in params.items() if name not in {"data", "map"}}


class Reader:
    """A person with one page open."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, address: str = "") -> "Reader":
        self.page.goto(address if address.startswith("http") else self.url + address)
        self.until_settled()
        expect(self.map.locator(".mapapp-caption")).not_to_be_empty()
        return self

    def go_to(self, address: str) -> "Reader":
        """Take the open page to another address through its history: a third of the cost of opening it.

        What is typed, open or chosen outside the URL stays.
        """
        self.until_settled()
        run = self.page.locator(".st-key-run-after-page input")
        before = run.input_value()
        self.page.evaluate(LEAD, self.url + address)
        expect(run).not_to_have_value(before)
        self.until_settled()
        return self

    def until_settled(self) -> None:
        expect(self.map.locator(".leaflet-container")).to_be_visible(timeout=PATIENCE)
        expect(self.headline).to_be_visible(timeout=PATIENCE)
        self.page.wait_for_function(SETTLED, timeout=PATIENCE, polling=LOOK)

    def until_filters_change(self, before: str) -> None:
        """Wait until the URL's filters differ from those of an earlier URL, and the page shows them."""
        self.page.wait_for_url(lambda url: filters_in(url) != filters_in(before), timeout=PATIENCE)
        self.until_settled()

    @property
    def map(self) -> FrameLocator:
        return self.page.locator('iframe[title*="folium"]').first.content_frame

    @property
    def headline(self) -> Locator:
        return self.page.locator(".page-header [role=status]")

    @property
    def dossier(self) -> Locator:
        return self.page.locator("article.dossier")

    @property
    def list_entries(self) -> Locator:
        return self.page.locator(".incident-list li a")

    def mark(self, name: str | re.Pattern[str]) -> Locator:
        return self.map.get_by_role("button", name=name)

    def choose(self, label: str, option: str | re.Pattern[str]) -> None:
        before = self.page.url
        self.page.get_by_label(label, exact=True).click()
        self.page.get_by_role("option", name=option).first.click()
        self.until_filters_change(before)
        self.page.keyboard.press("Escape")

    def choose_account(self, name: str) -> None:
        """Set the switch above the map."""
        before = self.page.url
        self.page.get_by_role("radio", name=name, exact=True).click()
        self.until_filters_change(before)

    def open_filters(self) -> None:
        """Open the other filters, on a phone all of them, unless they are open."""
        button = self.page.locator(".filters-button")
        if button.get_attribute("aria-expanded") == "false":
            button.click()
        expect(button).to_have_attribute("aria-expanded", "true")

    def open_tab(self, name: str) -> None:
        """Open a tab and wait for its content; a click is lost if the page is just being redrawn."""
        panel = self.page.get_by_role("tabpanel", name=name)
        for _ in range(TRIES):
            self.page.get_by_role("tab", name=name).click()
            try:
                expect(panel).not_to_be_empty(timeout=PATIENCE / TRIES)
            except AssertionError:
                self.page.get_by_role("tab", name="Table").click()
            else:
                return
        raise AssertionError(f"The tab {name} stays empty.")

    def search(self, text: str) -> None:
        field = self.page.get_by_role("combobox", name="Search")
        field.fill(text)
        field.press("Enter")
        self.page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("q") == [text])
        self.until_settled()
