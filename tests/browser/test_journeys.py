"""What a reader and a journalist do, in a real browser with the network cut."""

import json
import re
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from mapapp import Query, open_dataset
from mapapp.exports.citing import FORMS
from mapapp.maintenance.release import ReleaseRequest, release
from mapapp.model.query import FILTERS
from mapapp.shipped import bundled
from tests.browser.conftest import Look, Server, serving
from tests.browser.reader import LOOK, PATIENCE, Reader, box, filters_in, until

BARDA = "barda-2020-10-28"

NO_NAME_IS_COVERED = """() => {
    const map = document.querySelector("iframe[title*=folium]").contentDocument;
    const found = (selector) => [...map.querySelectorAll(selector)];
    const between = (least, value, most) => Math.min(most, Math.max(least, value));
    const covers = (mark, name) => {
        const [circle, box] = [mark, name].map((node) => node.getBoundingClientRect());
        const radius = circle.width / 2;
        const [x, y] = [circle.left + radius, circle.top + radius];
        const away = [x - between(box.left, x, box.right), y - between(box.top, y, box.bottom)];
        return Math.hypot(...away) < radius - 8; // its margin
    };
    const marks = found(".mapapp-mark");
    return marks.length && !found(".mapapp-town").some((name) => marks.some((mark) => covers(mark, name)));
}"""


def test_a_reader_opens_the_page_zooms_clicks_barda_and_reads_both_figures(
    page: Page, server: Server, outside: list[str]
) -> None:
    reader = Reader(page, server.url).open()
    expect(reader.headline).to_contain_text("165 incidents, 27 September to 8 November 2020")
    expect(reader.headline).to_contain_text("at least 128 people reported killed")
    expect(page.get_by_text("Deploy", exact=True)).to_have_count(0)  # Streamlit shows it to developers
    expect(page.locator("[data-testid=stMainMenu]")).to_be_hidden()

    reader.go_to("?map=12/40.3744/47.1266")
    reader.mark(re.compile(r"^Barda . Partav, 28 October 2020, 20 to 21 killed")).click()

    expect(reader.dossier).to_contain_text("Rockets hit the centre of Barda", timeout=PATIENCE)
    expect(reader.dossier).to_contain_text("20 to 21")
    expect(reader.dossier).to_contain_text("70 to 82")
    expect(page).to_have_url(re.compile(rf"incident={BARDA}"))
    expect(page).to_have_url(re.compile(r"map=12/40\.37\d*/47\.1\d*"))
    assert {url.split("/")[2] for url in outside} <= {"tile.openstreetmap.org"}


def test_the_list_opens_a_dossier_and_the_way_back_leads_to_the_list(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?q=maternity")
    reader.list_entries.filter(has_text="Maternity hospital in Stepanakert").first.click()
    expect(reader.dossier.get_by_role("heading", level=2)).to_contain_text("Maternity", timeout=PATIENCE)
    page.get_by_role("button", name="All incidents").click()
    expect(reader.list_entries.first).to_be_visible(timeout=PATIENCE)
    expect(page).not_to_have_url(re.compile("incident="))


def test_the_back_button_returns_to_the_view_before(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?q=barda")
    reader.list_entries.first.click()
    expect(reader.dossier).to_be_visible(timeout=PATIENCE)
    page.go_back()
    expect(reader.list_entries.first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("combobox", name="Search")).to_have_value("barda")


def test_a_journalist_narrows_copies_the_address_and_takes_the_rows_away(
    page: Page, server: Server, fresh_page: Callable[[], Page], tmp_path: Path
) -> None:
    reader = Reader(page, server.url).open("?datetime=2020-10-01/2020-10-08")
    reader.choose("Attributed to", re.compile("^Azerbaijani forces"))
    headline = reader.headline.inner_text()
    address = page.url

    other = Reader(fresh_page(), server.url).open(address)
    expect(other.headline).to_have_text(headline)
    expect(other.page.locator(".page-filter")).to_contain_text(
        "1 to 8 October 2020, attributed to Azerbaijani forces"
    )

    other.open_tab("Download")
    with other.page.expect_download() as download:
        other.page.get_by_role("link", name="GeoJSON", exact=True).click()
    download.value.save_as(tmp_path / "view.geojson")
    collection = json.loads((tmp_path / "view.geojson").read_text(encoding="utf-8"))

    query = Query.from_params({"datetime": ["2020-10-01/2020-10-08"], "actor": ["Azerbaijani forces"]})
    expected = list(open_dataset().incidents(query)["incident_id"])
    assert [feature["id"] for feature in collection["features"]] == expected
    assert collection["filter"] == "1 to 8 October 2020, attributed to Azerbaijani forces"


class Newcomer:
    """A user who clicks and types; each click, text and key is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps = 0

    def click(self, part: Locator) -> "Newcomer":
        self.steps += 1
        part.click()
        return self

    def types(self, text: str) -> "Newcomer":
        self.steps += 1
        self.page.keyboard.type(text)
        return self

    def presses(self, *keys: str) -> "Newcomer":
        self.steps += len(keys)
        for key in keys:
            self.page.keyboard.press(key)
        return self


def test_a_newcomer_finds_shares_and_cites_what_is_asked_for_in_a_minute(page: Page, server: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader = Reader(page, server.url).open()
    newcomer, field = Newcomer(page), page.get_by_role("combobox", name="Search")
    began = time.monotonic()
    newcomer.click(page.get_by_role("textbox", name="From")).types("4 Oct")
    newcomer.click(page.get_by_role("textbox", name="To")).types("17 Oct").presses("Enter")
    page.wait_for_url(re.compile("datetime=2020-10-04%2F2020-10-17"))
    for typed, option, address in (
        ("azerbaijani", "Azerbaijani forces", "actor=Azerbaijani"),
        ("within 10 km of stepanakert", "mapped within 10 km of Stepanakert / Khankendi", "within=10"),
        ("cluster munitions", "documented by an independent body or alleged by", "cluster_munition=yes"),
    ):
        newcomer.click(field).types(typed).presses("ArrowDown")
        chosen = page.get_by_role("listbox", name="Suggestions").get_by_role("option", selected=True)
        expect(chosen).to_contain_text(option)
        newcomer.presses("Enter")
        page.wait_for_url(re.compile(address))
    expect(reader.headline).to_have_text(re.compile("^3 incidents, 4 to 17 October 2020; "))
    newcomer.click(page.get_by_role("button", name="Share or cite"))
    offered = page.get_by_role("button", name="Copy link to this view")
    expect(offered).to_be_in_viewport(timeout=PATIENCE)
    newcomer.click(offered)
    expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()
    download = page.get_by_role("tabpanel", name="Download")
    citation = download.get_by_text("Data fingerprint (SHA-256)").inner_text()
    assert newcomer.steps == 19
    assert time.monotonic() - began < 60

    asked = {
        "datetime": ["2020-10-04/2020-10-17"],
        "actor": ["Azerbaijani forces"],
        "cluster_munition": ["alleged", "yes"],
        "within": ["10 km of Stepanakert / Khankendi"],
    }
    assert known_filters(page.evaluate("navigator.clipboard.readText()")) == asked
    assert known_filters(citation.split()[-1]) == asked
    # one is a combined entry, which totals leave out
    assert len(open_dataset().incidents(Query.from_params(asked))) == 4
    selection = (
        "Selection: 4 to 17 October 2020, attributed to Azerbaijani forces, cluster munition: alleged by a"
        " party or its media or documented by an independent body,"
        " mapped within 10 km of Stepanakert / Khankendi."
    )
    assert selection in citation
    assert "Reported attacks affecting civilians in the 2020 Nagorno-Karabakh war" in citation


@pytest.mark.parametrize(
    "address", ["?incident=barda-2020-10-28", "?incident_id=barda-2020-10-28", "?q=barda"]
)
def test_each_form_of_a_citation_is_saved_and_says_what_the_page_says(
    page: Page, server: Server, address: str
) -> None:
    reader = Reader(page, server.url).open(address)
    if "incident=" in address:
        cited = reader.dossier.locator(".dossier-cite")
        cited.locator("summary").click()
    else:
        page.get_by_role("button", name="Share or cite").click()
        cited = page.get_by_role("tabpanel", name="Download")
    words = cited.get_by_text("Data fingerprint (SHA-256)").inner_text()
    where = words.split()[-1]
    title, version, selection, fingerprint = re.findall(
        r"authors[.] (.+?)[.] .*Version (\S+)[.] (Selection: .+?)[.] Data .+? (\w{16})[.]", words
    )[0]
    for form in FORMS.values():
        with page.expect_download() as saving:
            cited.get_by_role("link", name=form.label, exact=True).click()
        assert saving.value.suggested_filename.endswith(f".{form.suffix}")
        written = saving.value.path().read_text()
        for said in ("The mapapp authors", title, version, selection, fingerprint, where):
            assert said in written, form.label
    assert page.url.startswith(server.url + address)


def known_filters(address: str) -> dict[str, list[str]]:
    return {name: values for name, values in filters_in(address).items() if name in FILTERS}


@pytest.mark.parametrize("tab", [None, "Download"], ids=["incident", "view"])
def test_a_link_is_copied_and_shown_where_the_clipboard_is_forbidden(
    page: Page, server: Server, tab: str | None
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader = Reader(page, server.url).open(f"?q=barda&incident={BARDA}")
    page.wait_for_url(re.compile("data="))
    if tab:
        reader.open_tab(tab)
    name = "Copy link to this view" if tab else "Copy link"
    button = page.get_by_role("button", name=name, exact=True).first
    button.click()
    expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible(timeout=PATIENCE)
    copied = page.evaluate("navigator.clipboard.readText()")
    if tab:
        assert copied == page.url
    else:
        link = page.get_by_role("link", name="Link to this incident")
        assert copied == link.evaluate("node => node.href")
        assert copied.startswith(f"{server.url}?incident={BARDA}")

    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(Error('forbidden')) }")
    button.click()
    address = page.get_by_role("textbox", name="URL")
    expect(address).to_have_value(copied, timeout=PATIENCE)
    expect(address).to_be_focused()
    expect(page.get_by_text("Link copied")).to_have_count(0)


def test_no_results_is_a_calm_message_that_offers_to_loosen_a_filter(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?q=nowhere-at-all&datetime=2020-10-01/2020-10-03")
    expect(reader.headline).to_have_text("No incidents match.")
    expect(page.locator(".page-notice, .mapapp-notice")).to_have_count(0)
    expect(reader.map.locator(".mapapp-notice")).to_be_hidden()
    expect(reader.map.locator(".mapapp-caption")).to_have_text("No incidents match.")
    page.get_by_role("button", name="mentioning “nowhere-at-all” (without it: ").click()
    expect(reader.headline).to_contain_text("incidents", timeout=PATIENCE)
    expect(page).to_have_url(re.compile("datetime=2020-10-01"))


def test_on_a_phone_no_results_are_said_above_the_map(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    reader = Reader(page, server.url).open("?q=no**where**at")
    offer = reader.page.get_by_role("button", name="mentioning “no**where**at” (without it: 165 incidents)")
    expect(offer).to_be_in_viewport(timeout=PATIENCE)
    until(lambda: box(offer)["bottom"] <= box(page.locator('iframe[title*="folium"]'))["top"])


def test_wrong_values_in_the_address_are_ignored_with_a_notice(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?datetime=yesterday&actor=Nobody&bbox=1,2&incident=none&map=x")
    expect(reader.headline).to_contain_text("165 incidents")
    expect(page.get_by_text("5 things we could not use")).to_be_visible()
    expect(page.get_by_text("“yesterday” can’t be used for “From and To”.")).to_be_visible()
    expect(page.get_by_text("There is no incident “none”.")).to_be_visible()
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def state_in(address: str) -> list[str]:
    return parse_qs(urlsplit(address).query).get("data", [])


def test_a_link_carries_the_state_of_the_data_and_says_later_what_changed(page: Page, tmp_path: Path) -> None:
    old, new = (tmp_path / name / "incidents.csv" for name in ("old", "new"))
    for folder in (old.parent, new.parent):
        folder.mkdir()
        for name in (
            "incidents.csv",
            "claims.csv",
            "sources.csv",
            "waivers.csv",
            "conflict.toml",
            "lines.geojson",
        ):
            shutil.copy(bundled(name), folder)
    made = release(new, ReleaseRequest("1.0", date(2026, 11, 24))).release
    title = open_dataset(old).incidents(Query(incident_id=(BARDA,)))["title"].iloc[0]
    text = new.read_text(encoding="utf-8").replace(title, "A corrected title")
    new.write_text(text, encoding="utf-8", newline="")
    now = release(new, ReleaseRequest("1.1", date(2026, 11, 25), "It was wrong"), old).release
    before, after = made.fingerprint[:12], now.fingerprint[:12]

    with serving(tmp_path / "log.txt", str(new), "--tiles", "none") as server:
        reader = Reader(page, server.url).open("?q=barda")
        expect(page).to_have_url(f"{server.url}?q=barda&data={after}", timeout=PATIENCE)
        entries = page.evaluate("history.length")
        expect(page.locator('head link[rel=alternate][type="application/atom+xml"]')).to_have_count(1)

        reader.open(f"?data={before}&q=barda")
        notice = page.locator("details", has_text="since this link was made (release 1.0, 24 November 2026)")
        notice.locator("summary").click()
        expect(notice).to_contain_text(f"{title} → A corrected title", timeout=PATIENCE)
        assert page.evaluate("history.length") == entries + 1
        assert state_in(page.url) == [before]

        notice.get_by_role("link", name="A corrected title").click()
        expect(reader.dossier.get_by_role("heading", level=2)).to_have_text(
            "A corrected title", timeout=PATIENCE
        )
        page.wait_for_url(lambda url: state_in(url) == [after])
        reader.open_tab("Corrections")
        expect(page.get_by_text("It was wrong")).to_be_visible()
        expect(page.get_by_text("No corrections yet.")).to_have_count(0)


def test_several_choices_are_counted_and_one_is_written_out(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 1200, "height": 900})
    Reader(page, server.url).open("?actor=Armenian%20forces&actor=Azerbaijani%20forces")
    field = page.locator(".st-key-actor [data-testid=stMultiSelectTagsContainer]")
    counted = "node => getComputedStyle(node.querySelector('[role=group]'), '::after').content"
    expect(field.locator("[data-tag]").first).to_be_hidden(timeout=PATIENCE)
    until(lambda: "chosen" in field.evaluate(counted))
    page.get_by_label("Attributed to", exact=True).click()
    expect(field.locator("[data-tag]").first).to_be_visible()
    feet = "all => all.map((one) => one.getBoundingClientRect()).filter((box) => box.height)"
    feet += ".map((box) => Math.round(box.bottom))"
    until(lambda: len(set(page.locator(".st-key-filters > div").evaluate_all(feet))) == 1)


@pytest.mark.parametrize("size", [{"width": 1400, "height": 900}, {"width": 390, "height": 844}])
def test_no_mark_covers_a_towns_name_and_names_are_paired(look: Look, size: ViewportSize) -> None:
    reader = look.at("", size)
    expect(reader.map.locator(".mapapp-mark").first).to_be_attached(timeout=PATIENCE)
    expect(reader.map.get_by_text("Karvachar / Kalbajar", exact=True)).to_be_visible(timeout=PATIENCE)
    reader.page.wait_for_function(NO_NAME_IS_COVERED, timeout=PATIENCE, polling=LOOK)
