"""What readers see while the server is still reading the data."""

from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Request, expect

from tests.browser.conftest import Server, serving
from tests.browser.reader import PATIENCE, Reader

HELD_BACK = """
import os, pathlib, time
from mapapp.cli.main import main as cli
from mapapp.engine import live

class HeldBack(live.LiveStore):
    def __init__(self, *where, **how):
        while not pathlib.Path(os.environ["GO"]).exists():
            time.sleep(0.05)
        super().__init__(*where, **how)

live.LiveStore = HeldBack
cli()
"""


def test_the_browser_reaches_this_machine_only(page: Page, server: Server) -> None:
    assert page.goto(f"{server.url}api/health")
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("https://example.org/")
    page.wait_for_url("chrome-error:**")


def test_the_map_is_loaded_while_the_data_are_read_and_is_not_loaded_again(
    page: Page, tmp_path: Path
) -> None:
    loaded: list[str] = []

    def note(request: Request) -> None:
        if "map.js" in request.url and request.frame != page.main_frame:  # the page only preloads it
            loaded.append(request.url)

    page.on("request", note)
    held_back = serving(
        tmp_path / "log.txt",
        *("--tiles", "none"),
        program=("-c", HELD_BACK),
        ready="_stcore/health",
        GO=str(tmp_path / "go"),
    )
    with held_back as server:
        page.goto(f"{server.url}?actor=Armenian+forces&map=9/40.3/46.9")
        reader = Reader(page, server.url)
        expect(reader.headline).to_have_text("Loading the data.", timeout=PATIENCE)
        expect(reader.map.locator(".leaflet-container")).to_be_visible(timeout=PATIENCE)
        (tmp_path / "go").touch()
        expect(reader.map.locator(".mapapp-mark").first).to_be_visible(timeout=PATIENCE)
        expect(reader.headline).to_contain_text("69 incidents", timeout=PATIENCE)
        assert "map=9/40.3/46.9" in page.url
        assert len(loaded) == 1
