"""A long-running map: data replaced under open pages, a server that dies and restarts, many clicks."""

import csv
import io
import json
import os
import re
import shutil
import time
import urllib.request
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Locator, Page, Response, expect

from mapapp.shipped import bundled
from tests.browser.conftest import Server, free_port, serving
from tests.browser.reader import PATIENCE, Reader, until

GANJA = "ganja-2020-10-17"
VIEW = f"?q=ganja&incident={GANJA}&map=9/40.6000/46.5000"
SLOW_WRITING = 4.0
"""Seconds; longer than the server takes to check the files and see them at rest."""

TABLES = ("incidents.csv", "claims.csv", "sources.csv")

Row = dict[str, str]


class DataSet:
    """A copy of the bundled data set for tests to change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.incidents = folder / "incidents.csv"
        self.originals = {name: bundled(name).read_bytes() for name in TABLES}
        for name in (*TABLES, "conflict.toml", "lines.geojson", "datapackage.json"):
            shutil.copy(bundled(name), folder)

    def edited(self, edit: Callable[[list[Row]], None], name: str = "incidents.csv") -> bytes:
        """Return a table with an edit applied to its rows."""
        rows = list(csv.DictReader(io.StringIO((self.folder / name).read_text(encoding="utf-8"))))
        edit(rows)
        text = io.StringIO()
        writer = csv.DictWriter(text, fieldnames=rows[0])
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue().encode()

    def replace(self, content: bytes, name: str = "incidents.csv") -> None:
        """Replace a file atomically."""
        arriving = self.folder / f"{name}.arriving"
        arriving.write_bytes(content)
        os.replace(arriving, self.folder / name)


def retitle(title: str) -> Callable[[list[Row]], None]:
    def edit(rows: list[Row]) -> None:
        next(row for row in rows if row["incident_id"] == GANJA)["title"] = title

    return edit


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    return DataSet(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def server(copied: DataSet) -> Iterator[Server]:
    with serving(copied.folder / "log.txt", str(copied.incidents), "--tiles", "none") as running:
        yield running


@pytest.fixture
def data(server: Server, copied: DataSet) -> DataSet:
    """Serve the original data."""
    for name, content in copied.originals.items():
        copied.replace(content, name)
    fingerprint = sha256(b"".join(copied.originals.values())).hexdigest()
    until(lambda: health(server)["fingerprint"] == fingerprint and "problem" not in health(server))
    return copied


def health(server: Server) -> dict[str, Any]:
    with urllib.request.urlopen(server.url + "api/health", timeout=PATIENCE / 1000) as answer:
        return dict(json.load(answer))


def toast(page: Page) -> Locator:
    return page.locator("[data-testid=stToast]")


def expect_the_same_view(reader: Reader) -> None:
    expect(reader.page).to_have_url(re.compile(rf"q=ganja&incident={GANJA}"))
    expect(reader.page).to_have_url(re.compile(r"map=9/40\.6\d*/46\.5"))
    expect(reader.page.get_by_role("combobox", name="Search")).to_have_value("ganja")
    until(lambda: reader.page.evaluate("mapappView.zoom") == 9)
    until(lambda: reader.page.evaluate("mapappView.center") == pytest.approx([46.5, 40.6], abs=0.01))


def test_replaced_data_appear_in_an_open_page_that_keeps_its_view(
    violations: list[str], page: Page, server: Server, data: DataSet, outside: list[str]
) -> None:
    reader = Reader(page, server.url).open(VIEW)
    heading = reader.dossier.get_by_role("heading", level=2)
    expect(heading).to_be_visible(timeout=PATIENCE)
    before = health(server)["fingerprint"]

    data.replace(data.edited(retitle("A title of today")))
    expect(toast(page)).to_contain_text("The data have been updated", timeout=PATIENCE)
    expect(heading).to_have_text("A title of today", timeout=PATIENCE)
    assert health(server)["fingerprint"] != before
    expect_the_same_view(reader)

    def edit(rows: list[Row]) -> None:
        for row in rows:
            row["note"] = "A note of today"

    data.replace(data.edited(edit, "claims.csv"), "claims.csv")
    expect(reader.dossier).to_contain_text("A note of today", timeout=PATIENCE)

    def republish(rows: list[Row]) -> None:
        for row in rows:
            row["publisher"] = "A publisher of today"

    data.replace(data.edited(republish, "sources.csv"), "sources.csv")
    expect(reader.dossier).to_contain_text("A publisher of today", timeout=PATIENCE)
    expect_the_same_view(reader)
    assert violations == outside == []


def write_slowly(path: Path, content: bytes) -> None:
    """Write without a pause, however long the server takes to answer in the meantime."""
    started = time.monotonic()
    with path.open("wb", buffering=0) as file:
        written = 0
        while written < len(content):
            share = min(1.0, (time.monotonic() - started) / SLOW_WRITING)
            written += file.write(content[written : max(written + 1, int(share * len(content)))])
            time.sleep(0.02)


def test_a_file_that_is_written_slowly_is_never_served_in_part(
    page: Page, server: Server, data: DataSet
) -> None:
    reader = Reader(page, server.url).open(VIEW)
    expect(reader.dossier).to_be_visible(timeout=PATIENCE)
    rows = health(server)["rows"]
    content = data.edited(retitle("Written slowly"))
    writing = Thread(target=write_slowly, args=(data.incidents, content))
    writing.start()
    while writing.is_alive():
        assert health(server)["rows"] == rows
    writing.join()
    expect(reader.dossier.get_by_role("heading", level=2)).to_have_text("Written slowly", timeout=PATIENCE)
    assert "problem" not in health(server)
    expect_the_same_view(reader)


def never(rows: list[Row]) -> None:
    rows[4]["date_start"] = "never"


def unreadable(_: DataSet) -> bytes:
    return b"\xff\xfe\x00"


def faulty(data: DataSet) -> bytes:
    return data.edited(never)


def without_rows(data: DataSet) -> bytes:
    return data.originals["incidents.csv"].splitlines(keepends=True)[0]


BROKEN: dict[str, Callable[[DataSet], bytes]] = {
    "incidents.csv, line 1: byte 0 (0xff) is not UTF-8": unreadable,
    "incidents.csv, row 6, Date: ": faulty,
    "incidents.csv has no incident": without_rows,
}
"""What is reported about a broken replacement, and the function that makes it."""


def test_a_broken_replacement_is_named_and_a_good_one_heals_it(
    page: Page, server: Server, data: DataSet
) -> None:
    reader = Reader(page, server.url).open(VIEW)
    expect(reader.dossier).to_be_visible(timeout=PATIENCE)
    headline = reader.headline.inner_text()
    before = health(server)
    notice = page.get_by_role("alert").filter(has_text="The newest data files have errors")

    for named, content in {named: broken(data) for named, broken in BROKEN.items()}.items():
        data.replace(content)
        expect(notice).to_contain_text(named, timeout=PATIENCE)
        assert str(data.folder) not in notice.inner_text()
        assert named in health(server)["problem"]
        assert health(server) | {"problem": ""} == before | {"problem": ""}
        expect(reader.headline).to_have_text(headline)
        expect(reader.dossier).to_be_visible()

    data.replace(data.originals["incidents.csv"])
    expect(notice).to_have_count(0, timeout=PATIENCE)
    assert health(server) == before

    data.replace(data.edited(retitle("Healed")))
    expect(reader.dossier.get_by_role("heading", level=2)).to_have_text("Healed", timeout=PATIENCE)
    expect_the_same_view(reader)


NOTE_DIALOGS = """() => {
    Object.assign(window, { dialogs: 0, dialogsSeen: 0 });
    new MutationObserver(() => {
        const dialog = document.querySelector("[data-testid=stDialog]");
        if (!dialog) return;
        dialogs += 1;
        dialogsSeen += dialog.checkVisibility();
    }).observe(document.body, { childList: true });
}"""


def test_an_open_page_comes_back_with_the_server(page: Page, tmp_path: Path) -> None:
    data = DataSet(tmp_path)
    port = free_port()
    with serving(tmp_path / "first.txt", str(data.incidents), port=port) as first:
        reader = Reader(page, first.url).open(VIEW)
        expect(reader.dossier).to_be_visible(timeout=PATIENCE)
        expect(reader.map.locator(".mapapp-mark").first).to_be_visible(timeout=PATIENCE)
        page.evaluate(NOTE_DIALOGS)
        first.process.kill()
        first.process.wait()
    lost = page.get_by_text("Connection lost. The page will reconnect by itself.")
    expect(lost).to_be_visible(timeout=PATIENCE)
    page.wait_for_function("() => dialogs > 0", timeout=PATIENCE)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#root[inert]")).to_have_count(0)
    assert page.evaluate("dialogsSeen") == 0
    data.replace(data.edited(retitle("After the night")))
    reader.map.get_by_role("button", name="Zoom out").click()
    expect(reader.map.get_by_text("could not be loaded")).to_be_visible(timeout=PATIENCE)
    reader.map.get_by_role("button", name="Zoom in").click()
    page.wait_for_function("() => mapappView.zoom === 9")

    with serving(tmp_path / "second.txt", str(data.incidents), port=port):
        heading = reader.dossier.get_by_role("heading", level=2)
        expect(heading).to_have_text("After the night", timeout=2 * PATIENCE)
        expect(reader.map.get_by_text("could not be loaded")).to_be_hidden(timeout=PATIENCE)
        expect(reader.map.locator(".mapapp-mark").first).to_be_visible()
        expect(lost).to_have_count(0)
        reader.until_settled()
        expect_the_same_view(reader)


WORDS = ("barda", "ganja", "stepanakert", "school", "rocket")


def kept_in_the_tab(cdp: CDPSession) -> dict[str, float]:
    """Count what the tab still holds after it has freed what it can."""
    cdp.send("HeapProfiler.collectGarbage")
    metrics = {metric["name"]: metric["value"] for metric in cdp.send("Performance.getMetrics")["metrics"]}
    return {name: metrics[name] for name in ("Nodes", "JSEventListeners")}


def at_rest(cdp: CDPSession) -> dict[str, float]:
    """Return the counts as soon as two in a row are equal."""
    counts = [kept_in_the_tab(cdp)]

    def still() -> bool:
        counts.append(kept_in_the_tab(cdp))
        return counts[-1] == counts[-2]

    until(still)
    return counts[-1]


def answer_to(route: str, word: str) -> Callable[[Response], bool]:
    return lambda answer: f"/{route}?" in answer.url and f"q={word}" in answer.url


def test_many_filter_changes_leave_nothing_behind_in_the_tab(
    fresh_page: Callable[[], Page], server: Server, data: DataSet
) -> None:
    page = fresh_page()
    reader = Reader(page, server.url).open()
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable")

    def click_through(changes: int) -> dict[str, float]:
        for n in range(changes):
            word = WORDS[n % len(WORDS)]
            with (
                page.expect_response(answer_to("home", word)),
                page.expect_response(answer_to("list", word)) as got,
            ):
                reader.search(word)
        expect(reader.list_entries).to_have_count(len(got.value.json()["incidents"]))
        return at_rest(cdp)

    after_few = click_through(5)
    after_many = click_through(10)
    for name, before in after_few.items():
        assert after_many[name] <= 1.1 * before, (name, after_few, after_many)
