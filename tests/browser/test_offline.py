"""The file that needs no network, opened from disk: it requests nothing, and all of it works."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from mapapp.exports.offline.page import offline_page
from mapapp.model.query import Query
from tests.browser.conftest import NOTE_VIOLATIONS
from tests.browser.test_accessible import violations
from tests.factories import bundled_store


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("offline") / "war.html"
    path.write_bytes(b"".join(offline_page(bundled_store(), Query())))
    return path.as_uri()


@pytest.fixture
def alarms() -> list[str]:
    return []


@pytest.fixture(params=[(1400, 900, "light"), (390, 844, "dark")], ids=["wide", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest, alarms: list[str]) -> Iterator[Page]:
    """A page that records errors and every request except the one for the file itself."""
    width, height, scheme = request.param
    viewport = {"width": width, "height": height}
    context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    context.add_init_script(NOTE_VIOLATIONS)
    page = context.new_page()
    page.on("pageerror", lambda error: alarms.append(str(error)))
    page.on("console", lambda told: told.type in {"error", "warning"} and alarms.append(told.text))
    page.on("request", lambda asked: asked.is_navigation_request() or alarms.append(asked.url))
    yield page
    context.close()


def test_a_file_from_disk_filters_lists_and_tells_without_any_request(
    page: Page, file: str, alarms: list[str]
) -> None:
    page.goto(file)
    entries, shown = page.locator(".incident-list a"), page.locator(".offline-shown")
    expect(page.locator(".mapapp-mark").nth(150)).to_be_attached()
    expect(page.locator(".mapapp-mark .mapapp-count")).to_have_count(0)
    expect(entries.first).to_be_visible()
    expect(shown).to_contain_text("All 178 entries")
    expect(page.locator(".mapapp-landed path.mapapp-coast")).to_be_attached()
    expect(page.locator(".mapapp-landed path.mapapp-district").first).to_be_attached()
    expect(page.locator(".timeline rect").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []

    page.get_by_label("Search").fill("barda cluster")
    expect(shown).to_have_text("2 of the 178 entries of this file are shown.")
    expect(entries).to_have_count(2)
    page.get_by_label("Attributed to").select_option("Azerbaijani forces")
    expect(shown).to_have_text("None of the entries of this file match.")
    page.get_by_role("button", name="Clear all filters").click()
    expect(shown).to_contain_text("All 178 entries")

    start = page.locator(".dates [name=start]")
    start.fill("28 Oct 2020")
    start.press("Enter")
    expect(shown).not_to_contain_text("All")
    page.get_by_role("slider", name="First day shown").press("Home")
    expect(shown).to_contain_text("All 178 entries")

    page.get_by_label("Search").fill("barda")
    entry = page.locator(".incident-list a[data-id='barda-2020-10-28']")
    entry.press("Enter")
    heading = page.locator(".dossier h2")
    expect(heading).to_be_focused()
    expect(page.locator(".claims-sides")).to_be_visible()
    expect(page.locator(".stance-denies").first).to_be_visible()
    assert violations(page) == []
    page.get_by_text("Cite this incident").click()
    expect(page.locator(".dossier-cite p")).to_be_visible()
    page.go_back()
    expect(heading).to_have_count(0)
    expect(entry).to_be_focused()

    page.locator(".mapapp-mark[aria-label*='Barda']").first.press("Enter")
    expect(heading).to_be_focused()
    assert alarms == []
