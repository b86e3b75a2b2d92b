"""A slow database freezes no page: the page says so, keeps its content, and sends only the newest query."""

import contextlib

import pytest
from playwright.sync_api import expect

from mapapp.engine.databases import publish
from mapapp.settings import StoreAddress
from tests.browser.conftest import serving
from tests.browser.reader import Reader
from tests.engines.server import Server
from tests.engines.slow import Slow
from tests.factories import bundled_store
from tests.find_postgres import find_postgres

SECONDS = 25
"""A query takes this many seconds: fewer than the server waits before it gives up."""
SAID = "Still waiting for the answer"


@pytest.fixture
def slow(tmp_path):
    programs = find_postgres()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql), or set POSTGRES_BIN.")
    with contextlib.closing(Server(programs)) as database:
        address = StoreAddress.parsed(database.database("slow"))
        publish(bundled_store(), address)
        log = tmp_path / "log.txt"
        with contextlib.closing(Slow(address)) as made, serving(log, "--store", address.url) as made.server:
            yield made


def test_the_page_says_that_it_is_still_asking_keeps_its_picture_and_goes_on(slow, page):
    reader = Reader(page, slow.server.url).open()
    said, headline = page.locator(".connection"), reader.headline.inner_text()
    shown = reader.map.locator(".mapapp-mark").count()
    slow.take(SECONDS)
    page.get_by_role("radio", name="Armenian and Nagorno-Karabakh sources").click()
    expect(said).to_contain_text(SAID)
    assert (reader.map.locator(".mapapp-mark").count(), reader.headline.inner_text()) == (shown, headline)
    assert slow.is_busy_soon()
    slow.take(0)
    reader.choose_account("Azerbaijani sources")
    expect(reader.headline).to_contain_text("Azerbaijani")
    expect(said).to_be_empty()
    assert slow.gives_up()


def test_the_map_says_so_too_and_gives_up_the_view_that_was_left(slow, page):
    reader = Reader(page, slow.server.url).open()
    notice, closer = reader.map.locator(".mapapp-notice"), reader.map.get_by_role("button", name="Zoom in")
    slow.take(SECONDS)
    closer.click()
    expect(notice).to_contain_text(SAID)
    assert slow.is_busy_soon()
    slow.take(0)
    closer.click()
    expect(notice).to_be_hidden()
    assert slow.gives_up()
