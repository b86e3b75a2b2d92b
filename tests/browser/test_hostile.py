"""Hostile text in every column runs nothing and breaks nothing: page, map, list, table, dossier, file."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mapapp import open_dataset
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES, Kind, Table
from tests.browser.conftest import Server, serving
from tests.browser.reader import PATIENCE, Reader

TEXTS = (
    "<script>window.hacked = 1</script>",
    "\"><img src=x onerror='window.hacked = 1'>",
    "javascript:window.hacked=1",
    "{{ 7 * 7 }} {% raw %} ${7*7} <%= 7*7 %>",
    "</script><svg onload=window.hacked=1>",
    "\u202eright to left\u202c \u2028 \u2029 \u200f",
    "x" * 100_000,
    "=cmd|'/c calc'!A0",
    "[click](javascript:window.hacked=1) **bold** :material/warning: $x^2$",
)
FIXED = {"incident_id", "claim_id", "source_id", "related_incidents", "date_precision", "location_precision"}


def hostile_row(table: Table, number: int, **given: str) -> dict[str, str]:
    text = TEXTS[number % len(TEXTS)]
    free = [c.name for c in table.columns if c.kind is Kind.TEXT and not c.vocabulary and c.name not in FIXED]
    return dict.fromkeys(free, text) | given


def write(path: Path, table: Table, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*table.names, "own <b>column</b>"])
        writer.writeheader()
        writer.writerows(row | {"own <b>column</b>": TEXTS[0]} for row in rows)


def hostile_dataset(folder: Path) -> Path:
    numbers = range(len(TEXTS))
    incidents = [
        hostile_row(
            INCIDENTS,
            n,
            incident_id=f"bad-{n}",
            date_start=f"2020-10-{n + 1:02}",
            latitude=str(40 + n / 10),
            longitude=str(46 + n / 10),
            killed_low="1",
            killed_high="2",
            place_id="",
            country="",
        )
        for n in numbers
    ]
    claims = [
        hostile_row(
            CLAIMS, n, claim_id=f"c-{n}", incident_id=f"bad-{n}", source_id=f"s-{n}", stance="reports"
        )
        for n in numbers
    ]
    sources = [
        hostile_row(SOURCES, n, source_id=f"s-{n}", publisher=TEXTS[n], url="https://example.org/?<script>")
        for n in numbers
    ]
    for table, rows in ((INCIDENTS, incidents), (CLAIMS, claims), (SOURCES, sources)):
        write(folder / f"{table.name}.csv", table, rows)
    return folder / "incidents.csv"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_dataset(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def server(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server") / "log.txt", str(data)) as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_runs(page: Page) -> Iterator[None]:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    yield
    assert not dialogs
    assert not any(frame.evaluate("() => window.hacked") for frame in page.frames)


def test_page_list_and_map(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open()
    expect(reader.headline).to_contain_text(f"{len(TEXTS)} incidents")
    expect(reader.list_entries).to_have_count(len(TEXTS), timeout=PATIENCE)
    marks = reader.map.locator(".leaflet-marker-pane [role=button]")
    expect(marks.first).to_be_visible(timeout=PATIENCE)
    marks.first.hover()
    reader.open_tab("Sources and method")
    expect(page.locator(".page-sources li").first).to_be_visible()


def test_every_dossier(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open()
    for number in range(len(TEXTS)):
        page.locator(f".incident-list a[data-id='bad-{number}']").press("Enter")
        expect(reader.dossier).to_have_attribute("data-id", f"bad-{number}")
        expect(reader.dossier).to_contain_text("1 to 2")
        links = reader.dossier.locator("a").evaluate_all("all => all.map(a => a.protocol)")
        assert set(links) <= {"http:", "https:"}
        page.get_by_role("button", name="All incidents").click()


def test_filter_by_a_hostile_value(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open()
    reader.choose("Attributed to", re.compile("window.hacked"))
    expect(reader.headline).to_contain_text("1 incident")


def test_a_map_that_stands_alone(page: Page, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    with pytest.warns(UserWarning, match="could not be used"):
        dataset = open_dataset(data)
    dataset.map().save(str(file))
    page.goto(file.as_uri())
    marks = page.locator(".leaflet-marker-pane [role=button]")
    expect(marks.first).to_be_visible(timeout=PATIENCE)
    marks.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup")).to_be_visible()
