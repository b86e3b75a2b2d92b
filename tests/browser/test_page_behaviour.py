"""The page's behaviour: links open in new tabs, dates are read as typed, one query per change, printing."""

import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import pytest
from playwright.sync_api import Page, Request, Route, ViewportSize, WebSocketRoute, expect
from pypdf import PdfReader
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from mapapp.views.style import LINES
from tests.browser.conftest import Look, Server
from tests.browser.reader import PATIENCE, SETTLED, Reader, box, filters_in, give_tiles, until

ROUTES = ("map", "list", "table")
CHANGED = ("home", "list", "table")
"""What a change of filter requests: one answer tells the map both its position and what to show there."""
COMPARISON = ("map", *ROUTES)
QUIET = 1000
"""After this many milliseconds without a request, the page is taken to need nothing more."""


@pytest.fixture
def reader(page: Page, server: Server) -> Reader:
    return Reader(page, server.url)


def test_a_link_in_the_map_opens_a_new_tab_and_the_map_stays(look: Look) -> None:
    reader = look.at("", {"width": 1400, "height": 900})
    links = reader.map.locator(".leaflet-control-attribution a")
    expect(links).to_have_count(3)
    for n in range(3):
        with reader.page.context.expect_page() as opened:
            links.nth(n).click()
        opened.value.close()
    expect(reader.map.locator(".leaflet-container")).to_be_visible()


def test_dates_are_taken_as_they_are_typed_however_fast(reader: Reader) -> None:
    reader.open()
    start, end = (reader.page.get_by_label(name, exact=True) for name in ("From", "To"))
    start.click()
    reader.page.keyboard.type("04102020")
    start.press("Enter")
    end.click()
    reader.page.keyboard.type("17102020")
    end.press("Enter")
    reader.page.wait_for_url(re.compile(r"datetime=2020-10-04%2F2020-10-17"), timeout=PATIENCE)
    expect(start).to_have_value("4 Oct 2020")
    expect(end).to_have_value("17 Oct 2020")
    expect(reader.headline).to_contain_text("4 to 17 October 2020", timeout=PATIENCE)


ENTER_BOTH = """(start, [end, first, last]) => {
    for (const [field, day] of [[start, first], [end, last]]) {
        field.value = day;
        field.dispatchEvent(new Event("input"));
        field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    }
}"""


def test_two_dates_taken_before_the_page_has_answered_are_both_kept(reader: Reader) -> None:
    reader.open("?q=barda")
    start, end = (reader.page.get_by_label(name, exact=True) for name in ("From", "To"))
    start.evaluate(ENTER_BOTH, [end.element_handle(), "5 Oct 2020", "16 Oct 2020"])
    reader.page.wait_for_url(re.compile(r"datetime=2020-10-05%2F2020-10-16"), timeout=PATIENCE)
    expect(start).to_have_value("5 Oct 2020")
    expect(end).to_have_value("16 Oct 2020")


def test_a_day_can_be_typed_in_several_ways_and_what_is_no_day_is_said_and_changes_nothing(
    reader: Reader,
) -> None:
    reader.open("?datetime=2020-10-04/..")
    start, end = (reader.page.get_by_label(name, exact=True) for name in ("From", "To"))
    for day, typed in enumerate(("14 October 2020", "15/10/2020", "16.10.2020", "2020-10-17"), 14):
        end.fill(typed)
        end.press("Enter")
        reader.page.wait_for_url(re.compile(rf"datetime=2020-10-04%2F2020-10-{day}"), timeout=PATIENCE)
        expect(end).to_have_value(f"{day} Oct 2020")

    reader.until_settled()
    end.fill("31/9/2020")
    end.press("Enter")
    expect(reader.page.get_by_role("alert").filter(has_text="Enter a day")).to_be_visible()
    end.press("Tab")
    expect(end).to_have_value("17 Oct 2020")
    assert "2020-10-17" in reader.page.url

    start.fill("20 Oct 2020")  # after the end, which moves with it
    start.press("Enter")
    reader.page.wait_for_url(re.compile(r"datetime=2020-10-20(&|$)"), timeout=PATIENCE)


class Asked:
    """The requests that a page makes to its API."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.names: list[str] = []
        page.on("request", self.note)
        give_tiles(page)  # without tiles, a map fits its view more closely, and requests that view

    def note(self, request: Request) -> None:
        found = re.search(r"/api/collections/incidents/(\w+)\?", request.url)
        if found and found[1] in {*ROUTES, *CHANGED}:
            self.names.append(found[1])

    def until_quiet(self, *expected: str) -> list[str]:
        """Return the names of the requests once all expected ones have been made and no more follow."""
        deadline = time.monotonic() + PATIENCE / 1000
        before = None
        while time.monotonic() < deadline and (
            before != self.names or not Counter(expected) <= Counter(self.names)
        ):
            before = list(self.names)
            self.page.wait_for_timeout(QUIET)
        names, self.names = sorted(self.names), []
        return names


@pytest.mark.parametrize("address", ["", "?nonsense=1"], ids=["plain", "with a notice above the map"])
def test_a_fresh_page_asks_for_each_thing_once(
    fresh_page: Callable[[], Page], server: Server, address: str
) -> None:
    page = fresh_page()
    asked = Asked(page)
    Reader(page, server.url).open(address)
    assert asked.until_quiet(*ROUTES) == sorted(ROUTES)


def test_a_comparison_asks_for_each_thing_once(fresh_page: Callable[[], Page], server: Server) -> None:
    page = fresh_page()
    asked = Asked(page)
    reader = Reader(page, server.url).open("?compare=azerbaijani")
    assert asked.until_quiet(*COMPARISON) == sorted(COMPARISON)
    reader.map.get_by_role("button", name="Zoom in").click()
    assert asked.until_quiet("list", "map", "map") == ["list", "map", "map"]


def test_one_change_asks_for_each_thing_once(reader: Reader) -> None:
    asked = Asked(reader.page)
    reader.open()
    assert asked.until_quiet(*ROUTES) == sorted(ROUTES)
    for option in ("Azerbaijani forces", "Armenian forces"):
        reader.choose("Attributed to", re.compile(f"^{option}"))
        assert asked.until_quiet(*CHANGED) == sorted(CHANGED)
    reader.page.go_back()
    assert asked.until_quiet(*CHANGED) == sorted(CHANGED)
    reader.map.get_by_role("button", name="Zoom in").click()
    assert asked.until_quiet("list", "map") == ["list", "map"]
    reader.map.locator(".leaflet-container").press("ArrowRight")
    assert asked.until_quiet("list", "map") == ["list", "map"]


class Held:
    """Messages from the page to Python, or answers to the page, held back until they are released."""

    def __init__(self) -> None:
        self.is_holding = False
        self.waiting: list[Callable[[], object]] = []

    def take(self, act: Callable[[], object]) -> None:
        if self.is_holding:
            self.waiting.append(act)
        else:
            act()

    def let_go(self) -> None:
        self.is_holding = False
        while self.waiting:
            self.waiting.pop(0)()


PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_the_map_asks_with_the_click_and_shows_only_what_the_address_says(reader: Reader) -> None:
    page, told, answers = reader.page, Held(), Held()
    ended: list[Request] = []

    def connect(from_page: WebSocketRoute) -> None:
        to_python = from_page.connect_to_server()
        from_page.on_message(lambda message: told.take(lambda: to_python.send(message)))

    def answer(route: Route) -> None:
        answers.take(route.continue_)

    def end(request: Request) -> None:
        ended.append(request)

    page.route_web_socket("**/_stcore/stream", connect)
    page.route("**/incidents/home?*", answer)
    page.on("requestfailed", end)
    page.on("requestfinished", end)
    reader.open("?datetime=../2020-10-31")
    caption, address = reader.map.locator(".mapapp-caption"), page.url
    before = caption.inner_text()

    page.get_by_label("Attributed to", exact=True).click()
    told.is_holding = True
    with page.expect_response("**/incidents/home?*actor=Armenian*"):
        page.get_by_role("option", name="Armenian forces").click()
    caption.evaluate(PAINTED)
    assert (page.url, caption.inner_text()) == (address, before)
    told.let_go()
    reader.until_filters_change(address)
    expect(caption).not_to_have_text(before)
    of_one, address = caption.inner_text(), page.url

    answers.is_holding = True
    with page.expect_request("**/incidents/home?*actor=Azerbaijani*") as late:
        page.get_by_role("option", name="Azerbaijani forces").click()
    reader.until_filters_change(address)
    answers.is_holding = False
    page.go_back()
    page.wait_for_url(address)
    reader.until_settled()
    answers.let_go()
    until(lambda: late.value in ended)
    caption.evaluate(PAINTED)
    assert caption.inner_text() == of_one


def test_an_older_value_that_comes_back_with_another_question_undoes_no_click(reader: Reader) -> None:
    page, shown = reader.page, Held()
    told: list[bytes] = []

    def connect(from_page: WebSocketRoute) -> None:
        to_python = from_page.connect_to_server()

        def tell(message: str | bytes) -> None:
            told.append(message if isinstance(message, bytes) else message.encode())
            to_python.send(message)

        from_page.on_message(tell)
        to_python.on_message(lambda message: shown.take(lambda: from_page.send(message)))

    def told_since_the_click() -> int:
        page.evaluate("true")  # lets messages already sent arrive here
        clicks = [number for number, message in enumerate(told) if b"chip-actor" in message]
        return len(told) - clicks[0] if clicks else 0

    page.route_web_socket("**/_stcore/stream", connect)
    reader.open("?actor=Azerbaijani+forces")
    of_one = reader.headline.inner_text()
    shown.is_holding = True
    page.locator(".st-key-chip-actor button").first.click()
    until(lambda: told_since_the_click() > 1)  # the fragment that checks for new data still has the actor
    addresses: list[str] = []
    page.on("framenavigated", lambda frame: addresses.append(frame.url))
    shown.let_go()
    expect(reader.headline).not_to_have_text(of_one)
    told_before = told_since_the_click()
    until(lambda: told_since_the_click() > told_before + 1)
    reader.until_settled()
    assert filters_in(page.url) == {}
    assert [address for address in addresses if "actor" in address] == []


TAKEN_AWAY = {
    "one of several": ("actor", "actor=Azerbaijani+forces"),
    "a number": ("min_harmed", "min_harmed=5"),
    "one of a few words": ("disputed", "disputed=yes"),
    "beside one whose count changes": ("min_harmed", "min_harmed=5&actor=Azerbaijani+forces"),
}
"""The filter that its button removes, and the query of the URL it is removed from."""


@pytest.mark.parametrize(("name", "address"), TAKEN_AWAY.values(), ids=list(TAKEN_AWAY))
def test_a_click_before_the_page_is_drawn_anew_undoes_no_other(
    reader: Reader, name: str, address: str
) -> None:
    page, shown = reader.page, Held()
    told: list[bytes] = []
    made: list[str | None] = []

    def connect(from_page: WebSocketRoute) -> None:
        to_python = from_page.connect_to_server()

        def tell(message: str | bytes) -> None:
            told.append(message if isinstance(message, bytes) else message.encode())
            to_python.send(message)

        def show(message: str | bytes) -> None:
            shown.take(lambda: from_page.send(message))
            made.append(kind(message))
            if made[-1] == "page_info_changed" and told_of(f"chip-{name}"):
                shown.is_holding = True

        from_page.on_message(tell)
        to_python.on_message(show)

    def told_of(widget: str) -> bool:
        return any(widget.encode() in message for message in told)

    page.route_web_socket("**/_stcore/stream", connect)
    reader.open(f"?{address}")
    told.clear()
    made.clear()
    page.locator(f".st-key-chip-{name} button").first.click()
    page.wait_for_url(lambda url: name not in filters_in(url))
    until(lambda: page.evaluate("true") and "script_finished" in made)
    assert shown.is_holding
    told.clear()
    page.get_by_role("tab", name="Download").click()
    until(lambda: page.evaluate("true") and told_of("tabs"))
    shown.let_go()
    reader.until_settled()
    expect(page.get_by_role("button", name="Copy link to this view")).to_be_visible()
    wanted = filters_in(f"?{address}")
    del wanted[name]
    assert filters_in(page.url) == wanted


def kind(message: str | bytes) -> str | None:
    """Return the kind of a message from Python to the browser, such as a new URL."""
    read = ForwardMsg.FromString(message if isinstance(message, bytes) else message.encode())
    return read.WhichOneof("type")


CLICK_ALL = """async (buttons) => {
    for (const button of buttons) {
        button.click();
        await new Promise((done) => setTimeout(done, 1));
    }
}"""


def test_clicks_that_follow_one_another_at_once_all_count(reader: Reader) -> None:
    for _ in range(4):
        reader.open("?actor=Azerbaijani+forces&min_harmed=1&disputed=yes")
        reader.page.locator("[class*='st-key-chip-'] button").evaluate_all(CLICK_ALL)
        reader.page.wait_for_url(lambda url: not filters_in(url))
        reader.until_settled()
        assert filters_in(reader.page.url) == {}


def test_a_place_in_a_closed_field_is_not_chosen_again(reader: Reader) -> None:
    page = reader.open("?within=10+km+of+Shushi+/+Shusha").page
    page.get_by_role("button", name="Area", exact=False).click()
    expect(page.get_by_role("combobox", name="Around a place")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".st-key-chip-within button").first.click()
    page.wait_for_url(lambda url: "within" not in url)
    reader.until_settled()
    reader.open_tab("Download")
    reader.until_settled()
    assert filters_in(page.url) == {}


HEIGHTS = """
window.heights = [];
addEventListener("message", ({ data, source }) => {
  const frame = document.querySelector("iframe");
  if (data?.type !== "mapapp:height" || source !== frame.contentWindow) return;
  window.heights.push(data.height);
  frame.style.height = `${data.height}px`;
});
"""


def test_an_embedded_map_tells_its_host_how_high_it_would_like_to_be(page: Page, article: str) -> None:
    page.add_init_script(HEIGHTS)
    page.goto(article)
    shown = page.frame_locator("iframe").frame_locator('iframe[title*="folium"]')
    expect(shown.locator(".mapapp-caption")).to_contain_text("in view", timeout=PATIENCE)
    ground = shown.locator(".mapapp-ground")
    until(lambda: abs(box(ground)["height"] / box(ground)["width"] - 0.6) < 0.02)
    embedded = page.frame_locator("iframe").get_by_test_id("stMain")
    until(lambda: embedded.evaluate("node => node.scrollHeight <= node.clientHeight"))
    told = page.evaluate("window.heights.length")
    page.locator("iframe").evaluate("frame => { frame.style.width = '400px' }")
    until(lambda: page.evaluate("window.heights.length") > told)
    until(lambda: abs(box(ground)["height"] - 240) < 3)


@pytest.fixture
def article(tmp_path: Path, server: Server) -> Iterator[str]:
    """A long article on another site, with the map in the middle."""
    frame = f'<iframe src="{server.url}?embed=true" style="width:720px;height:600px;border:0"></iframe>'
    text = "<p style='height:300px'>Text.</p>"
    (tmp_path / "index.html").write_text(f"<!doctype html><title>Article</title>{text}{frame}{text * 6}")

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object, **others: object) -> None:
            super().__init__(*arguments, directory=str(tmp_path), **others)  # type: ignore[arg-type]

        def log_message(self, *_arguments: object) -> None:
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{site.server_address[1]}/"
    site.shutdown()
    site.server_close()


def test_the_wheel_over_an_embedded_map_scrolls_and_with_ctrl_zooms(page: Page, article: str) -> None:
    page.goto(article)
    shown = page.frame_locator("iframe").frame_locator('iframe[title*="folium"]')
    container = shown.locator(".leaflet-container")
    expect(container).to_be_visible(timeout=PATIENCE)
    expect(shown.locator(".mapapp-caption")).to_contain_text("in view", timeout=PATIENCE)
    scale = shown.locator(".leaflet-control-scale-line").first
    before = scale.inner_text()
    embedded = page.frame_locator("iframe").get_by_test_id("stMain")
    until(lambda: embedded.evaluate("node => node.scrollHeight <= node.clientHeight"))  # all is visible now
    container.hover()
    page.mouse.wheel(0, 200)
    page.wait_for_function("() => scrollY > 0")
    expect(shown.locator(".mapapp-hint", has_text="zoom")).to_have_text(
        re.compile("Hold .* and scroll to zoom")
    )
    assert scale.inner_text() == before
    container.hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    expect(scale).not_to_have_text(before)


def test_in_a_low_frame_the_filter_is_told_and_the_layers_can_be_opened(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 720, "height": 480})
    reader = Reader(page, server.url)
    page.goto(f"{server.url}?embed=true&actor=Armenian+forces")
    told = page.locator(".page-embedded p")
    expect(told).to_contain_text("attributed to Armenian forces", timeout=PATIENCE)
    layers = reader.map.locator(".mapapp-layers")
    expect(layers).to_be_attached(timeout=PATIENCE)
    until(lambda: box(told)["height"] > 10 and box(layers)["height"] > 20)


@pytest.mark.parametrize(("width", "height"), [(720, 480), (480, 400)])
def test_a_low_frame_is_mostly_map_and_names_its_colours(look: Look, width: int, height: int) -> None:
    reader = look.at("?embed=true", {"width": width, "height": height})
    page = reader.page
    expect(page.locator(".page-key")).to_contain_text("Armenian forces", timeout=PATIENCE)
    expect(reader.map.locator(".mapapp-legend")).to_be_visible(timeout=PATIENCE)
    until(lambda: box(reader.map.locator(".mapapp-ground"))["height"] >= height / 2)
    source = page.locator(".page-embedded-source")
    assert box(source)["bottom"] <= height
    assert box(page.locator(".page-key"))["bottom"] <= box(source)["top"]


@pytest.mark.parametrize(("width", "height"), [(720, 480), (480, 400)])
def test_on_a_low_map_the_legend_opens_over_it_and_folds_again(
    page: Page, server: Server, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server.url}?embed=true")
    seen = Reader(page, server.url).map
    expect(seen.locator(".mapapp-mark").first).to_be_visible(timeout=PATIENCE)
    ground, legend = seen.locator(".mapapp-ground"), seen.locator(".mapapp-legend")
    before = box(ground)
    legend.locator("summary").click()
    expect(legend.get_by_text("Contested", exact=True)).to_be_visible()
    assert box(ground) == before
    legend.locator("summary").click()
    expect(legend).not_to_have_attribute("open", "")


BEYOND = "node => [node.scrollHeight - node.clientHeight, node.scrollWidth - node.clientWidth]"
"""By how many pixels the content of a box is cut off, in height and width."""


def test_on_paper_there_are_no_controls_and_the_whole_table(reader: Reader) -> None:
    reader.open("?datetime=2020-10-04/2020-10-17")
    rows = reader.page.get_by_role("table", name="Incidents").get_by_role("rowheader")
    expect(rows.first).to_be_attached(timeout=PATIENCE)
    reader.page.emulate_media(media="print")
    for hidden in (".st-key-filters", "[role=tablist]", ".timeline-play"):
        expect(reader.page.locator(hidden).first).to_be_hidden()
    expect(reader.map.locator(".leaflet-top.leaflet-right")).to_be_hidden()
    expect(reader.page.locator(".page-key")).to_be_visible()
    for part in (".records-scroll", ".incident-list ol"):
        until(lambda part=part: max(reader.page.locator(part).first.evaluate(BEYOND)) <= 1)
    reader.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed = box(reader.page.locator('iframe[title*="folium"]'))
    assert 0.85 * SHEET < printed["width"] <= SHEET
    on_sheets(reader)


def test_on_paper_the_list_is_whole_where_the_table_has_not_all(reader: Reader) -> None:
    reader.open("")
    rows = reader.page.get_by_role("table", name="Incidents").get_by_role("rowheader")
    expect(rows).to_have_count(100, timeout=PATIENCE)
    reader.page.emulate_media(media="print")
    listed = reader.page.locator(".incident-list ol")
    expect(listed.locator("li").nth(150)).to_be_visible()
    until(lambda: max(listed.evaluate(BEYOND)) <= 1)


A4 = (297, 210)  # mm, landscape
SHEET = 1030  # px, the width that is printed
MM = 25.4 / 72
TEXT_SEEN = "all => all.map((one) => one.innerText)"


def unspaced(text: str) -> str:
    """Normalize text for comparison: a PDF has ligatures and breaks lines anywhere."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def on_sheets(reader: Reader) -> None:
    """Print A4 landscape: map and legend whole on the first sheet, no row split, the citation on the last."""
    page = reader.page
    page.locator(".records-heard").evaluate_all("all => all.forEach((one) => one.remove())")
    rows = page.locator(".records tbody tr").evaluate_all(TEXT_SEEN)
    towns = reader.map.locator(".mapapp-town").evaluate_all(TEXT_SEEN)
    colour = page.locator(".figures i").first.evaluate("node => getComputedStyle(node).backgroundColor")
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    sheets = [unspaced(sheet.extract_text()) for sheet in printed.pages]

    assert 4 <= len(sheets) <= 8
    for sheet in printed.pages:
        assert (sheet.mediabox.width * MM, sheet.mediabox.height * MM) == pytest.approx(A4, abs=0.5)
    key = "one incident; larger"  # it is in the map's legend already
    assert unspaced(key) not in sheets[0]
    headed = [sheet for sheet in sheets if any(unspaced(row) in sheet for row in rows)]
    assert len(headed) > 1
    assert [sheet for sheet in headed if "WhathappenedPlace" not in sheet] == []
    for words in (*towns, "60 incidents in view", "Size: people killed or injured", "Strength of evidence"):
        assert unspaced(words).casefold() in sheets[0].casefold()
    ink = " ".join(f"{int(part) / 255:.4f}".lstrip("0") for part in re.findall(r"\d+", colour))
    contents = printed.pages[0].get_contents()
    assert contents is not None
    assert contents.get_data().count(f"{ink} rg".encode()) > 20  # bars and marks
    assert len(rows) > 60
    assert [row for row in rows if sum(unspaced(row) in sheet for sheet in sheets) != 1] == []
    assert "Howtocite:Themapappauthors" in sheets[-1]
    assert sheets[-1].endswith("datetime=2020-10-04%2F2020-10-17")


@pytest.mark.parametrize("beside", ["", "&according_to=independent&compare=azerbaijani"])
def test_a_printed_dossier_is_the_dossier_alone(reader: Reader, beside: str) -> None:
    """In portrait: its map, the claims of every side, none over another, and at the end citation and URL."""
    reader.open(f"?incident=barda-2020-10-28{beside}")
    page = reader.page
    expect(page.get_by_role("table", name="Incidents")).to_be_attached(timeout=PATIENCE)
    expect(reader.dossier.get_by_role("img")).to_be_visible(timeout=PATIENCE)
    page.emulate_media(media="print")
    alone = (
        ".records",
        "iframe[title*=folium]",
        ".timeline",
        ".figures",
        ".page-header p",
        ".dossier-related",
    )
    for hidden in (*alone, ".st-key-dossier-top", ".st-key-copy-incident"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".dossier-locator")).to_be_visible()
    assert page.locator(".claims-one").count() > 10
    claims = page.locator(".claims-one :is(h5, .claims-source)").evaluate_all(TEXT_SEEN)
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    upright = pytest.approx((A4[1], A4[0]), abs=0.5)
    sheets = [sheet.extract_text() for sheet in printed.pages]
    assert [(sheet.mediabox.width * MM, sheet.mediabox.height * MM) for sheet in printed.pages] == [
        upright for _ in sheets
    ]
    text = unspaced("".join(sheets))
    assert text.startswith(unspaced("Reported attacks affecting civilians in the 2020 Nagorno-Karabakh war"))
    for words in ("28 October 2020", "Happened: confirmed", "Where the sources disagree", "denies"):
        assert unspaced(words) in text
    assert [claim for claim in claims if unspaced(claim) not in text] == []
    assert text.count("Themapappauthors.RocketshitthecentreofBarda") == 1
    assert text.endswith("/items/barda-2020-10-28?f=html" + ("&according_to=independent" if beside else ""))


def test_two_accounts_stand_beside_each_other_on_paper(reader: Reader) -> None:
    reader.open("?according_to=armenian&compare=azerbaijani")
    frames = reader.page.locator('iframe[title*="folium"]')
    expect(frames).to_have_count(2, timeout=PATIENCE)
    marks = frames.last.content_frame.locator(".mapapp-mark")
    expect(marks.first).to_be_visible(timeout=PATIENCE)
    reader.page.emulate_media(media="print")
    until(lambda: box(frames.first)["right"] <= box(frames.last)["left"])
    assert box(frames.first)["top"] == box(frames.last)["top"]
    differences = reader.page.get_by_role("table", name="Where the two accounts differ").locator("tbody tr")
    until(lambda: differences.count() > 100)
    expect(reader.page.locator(".incident-list")).to_be_hidden()
    printed = PdfReader(BytesIO(reader.page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) <= 9
    text = unspaced("".join(sheet.extract_text() for sheet in printed.pages))
    titles = differences.get_by_role("rowheader").evaluate_all("all => all.map((one) => one.textContent)")
    assert [title for title in titles if unspaced(title) not in text] == []
    assert "Howtocite" in text


@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
def test_one_finger_on_the_map_scrolls_the_page_and_two_zoom_the_map(
    fresh_page: Callable[[], Page], server: Server
) -> None:
    phone = fresh_page()
    reader = Reader(phone, server.url).open()
    expect(reader.map.locator(".mapapp-mark").first).to_be_visible(timeout=PATIENCE)
    fingers = phone.context.new_cdp_session(phone)
    frame = reader.page.locator('iframe[title*="folium"]').bounding_box()
    assert frame
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + 200

    def touch(kind: str, *apart: float) -> None:
        points = [{"x": x + away, "y": y - 2 * away, "id": n} for n, away in enumerate(apart)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 0)
    for away in range(5, 60, 5):
        touch("touchMove", away)
    expect(reader.page.get_by_test_id("stMain")).not_to_have_js_property("scrollTop", 0)
    expect(reader.map.locator(".mapapp-hint.shown")).to_have_text("Use two fingers to move the map")
    touch("touchEnd")
    assert "map=" not in reader.page.url
    touch("touchStart", -10, 10)
    for away in range(12, 50, 4):
        touch("touchMove", -away, away)
    touch("touchEnd")
    reader.page.wait_for_url(re.compile("map="))


CHANGE = """() => {
    const cell = document.querySelector(".st-key-actor");
    cell.append(document.createElement("span"));
    document.body.offsetWidth;  // the browser must style what has changed
    cell.lastChild.remove();
}"""


def test_a_change_in_one_corner_leaves_the_rest_of_the_page_as_it_is_styled(reader: Reader) -> None:
    reader.open()
    whole = reader.page.evaluate("document.querySelectorAll('*').length")
    assert max(_restyled(reader.page, CHANGE)) < whole / 2


def _restyled(page: Page, change: str) -> list[int]:
    """Return how many elements the browser restyled, each time it did so during a change of the page."""
    tracing, events, ended = page.context.new_cdp_session(page), [], Event()
    tracing.on("Tracing.dataCollected", lambda collected: events.extend(collected["value"]))
    tracing.on("Tracing.tracingComplete", lambda _: ended.set())
    tracing.send("Tracing.start", {"categories": "devtools.timeline", "transferMode": "ReportEvents"})
    page.evaluate(change)
    tracing.send("Tracing.end")
    until(lambda: page.evaluate("true") and ended.is_set())
    return [event["args"]["elementCount"] for event in events if "elementCount" in event.get("args", {})]


NOTE_SHIFTS = """
let moved = 0;
new PerformanceObserver((list) => {
  for (const { value } of list.getEntries()) moved += value;
  window.moved = moved;
}).observe({ type: "layout-shift", buffered: true });
"""
SINCE = "() => new Promise(done => requestIdleCallback(() => done(window.moved ?? 0)))"


@pytest.mark.parametrize("size", [{"width": 1400, "height": 900}, {"width": 390, "height": 844}])
def test_little_moves_while_the_page_arrives_and_after_a_click(
    page: Page, server: Server, size: ViewportSize
) -> None:
    """Sum all layout shifts as browsers measure them, including those just after a click."""
    page.set_viewport_size(size)
    page.add_init_script(NOTE_SHIFTS)
    reader = Reader(page, server.url).open()
    expect(page.locator("[role=radio]").first).to_be_attached()  # in a sheet on a phone
    arrived = page.evaluate(SINCE)
    assert arrived < 0.25
    reader.open_filters()
    opened = page.evaluate(SINCE)
    assert opened - arrived < 0.05
    page.get_by_label("Attributed to", exact=True).click()
    page.get_by_role("option", name="Azerbaijani forces").click()
    page.wait_for_url(re.compile("actor="))
    page.wait_for_function(SETTLED)
    assert page.evaluate(SINCE) - opened < 0.1


LYING_UNDER = """() => {
    const boxes = (selector) =>
        [...document.querySelectorAll(selector)].map((node) => node.getBoundingClientRect());
    const over = boxes(".leaflet-bar, .mapapp-panel > summary, .mapapp-beyond");
    const hidden = (mark) => over.some((one) => mark.x > one.left && mark.x < one.right
        && mark.y > one.top && mark.y < one.bottom);
    const middle = ({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 });
    return boxes(".mapapp-mark").map(middle).filter(hidden).length;
}"""


@pytest.mark.parametrize(
    ("address", "width", "height"),
    [("?embed=true", 480, 400), ("?embed=true", 720, 480), ("", 844, 390), ("", 390, 844), ("", 1400, 900)],
)
def test_incidents_are_single_marks_that_nothing_covers_however_low_the_map_is(
    look: Look, address: str, width: int, height: int
) -> None:
    seen = look.at(address, {"width": width, "height": height}).map
    expect(seen.locator(".mapapp-mark").nth(150)).to_be_attached(timeout=PATIENCE)
    expect(seen.locator(".mapapp-mark .mapapp-count")).to_have_count(0)
    inside = seen.locator(".mapapp-ground")
    until(lambda: inside.evaluate(LYING_UNDER) == 0)


@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
@pytest.mark.parametrize(
    ("address", "width", "height"), [("", 390, 844), ("", 844, 390), ("?embed=true", 480, 400)]
)
def test_a_finger_finds_each_button_of_the_map_and_none_lies_over_a_mark(
    fresh_page: Callable[[], Page], server: Server, address: str, width: int, height: int
) -> None:
    phone = fresh_page()
    phone.set_viewport_size({"width": width, "height": height})
    phone.goto(server.url + address)
    seen = Reader(phone, server.url).map
    expect(seen.locator(".mapapp-mark").nth(150)).to_be_attached(timeout=PATIENCE)
    for control in seen.locator(".leaflet-bar > *, .mapapp-panel > summary, .mapapp-beyond").all():
        assert min(box(control)[side] for side in ("width", "height")) >= 44
    assert box(seen.locator(".mapapp-legend summary"))["height"] >= 44
    inside = seen.locator(".mapapp-ground")
    until(lambda: inside.evaluate(LYING_UNDER) == 0)
    assert box(inside)["height"] >= 0.55 * min(height, 400)
    lowest = max(box(bar)["bottom"] for bar in seen.locator(".leaflet-bar").all())
    assert lowest <= box(seen.locator(".leaflet-control-scale"))["top"]


def test_on_a_phones_side_the_map_begins_high_and_what_stands_above_it_can_be_reached(look: Look) -> None:
    reader = look.at("", {"width": 844, "height": 390})
    page = reader.page
    assert box(page.locator('iframe[title*="folium"]'))["top"] <= 120
    above = page.locator(".st-key-head button, .figures summary, .st-key-above bdi, .st-key-open button")
    for part in above.locator("visible=true").all():
        expect(part).to_be_in_viewport(ratio=1)
    assert box(reader.map.locator(".mapapp-ground"))["height"] >= 220


def test_the_key_under_the_map_names_several_incidents_only_where_some_stand_together(look: Look) -> None:
    reader = look.at("", {"width": 390, "height": 844})
    several = reader.page.locator(".page-key span:has(> .page-key-several)")
    expect(reader.map.locator(".mapapp-mark").first).to_be_visible()
    expect(reader.map.locator(".mapapp-mark .mapapp-count")).to_have_count(0)
    expect(several).to_be_hidden()
    reader.go_to("?map=3/40/46")
    expect(reader.map.locator(".mapapp-mark .mapapp-count").first).to_be_visible()
    expect(several).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(480, 400), (720, 480)])
def test_an_embedded_map_shows_all_of_its_title_without_scrolling(
    look: Look, width: int, height: int
) -> None:
    page = look.at("?embed=true", {"width": width, "height": height}).page
    title = page.get_by_role("heading", level=1)
    expect(title).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".page-embedded-source")).to_be_in_viewport(ratio=1)
    whole = "node => node.scrollHeight <= node.clientHeight + 1 && node.scrollWidth <= node.clientWidth + 1"
    until(lambda: title.evaluate(whole) and page.get_by_test_id("stMain").evaluate(whole))


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (2560, 1300)])
def test_a_dossier_reaches_down_to_the_windows_end(
    page: Page, server: Server, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    Reader(page, server.url).open("?incident=barda-2020-10-28")
    seen = page.locator(".st-key-dossier")
    until(lambda: height - 60 < box(seen)["bottom"] <= height)


def test_on_a_low_map_the_legends_marks_are_as_much_smaller_as_the_maps(look: Look) -> None:
    reader = look.at("?embed=true", {"width": 480, "height": 400})
    largest = reader.map.locator(".mapapp-sizes circle").last
    expect(largest).to_be_attached(timeout=PATIENCE)
    low = float(largest.get_attribute("r") or 0)
    reader.page.set_viewport_size({"width": 480, "height": 900})
    until(lambda: float(largest.get_attribute("r") or 0) > 1.3 * low)


def test_lines_are_drawn_on_the_map_as_the_legend_of_all_says(look: Look) -> None:
    reader = look.at("", {"width": 1400, "height": 900})
    for n, line in enumerate(LINES[:2]):
        drawn = reader.map.locator(f".leaflet-mapapp-lines-pane path.mapapp-reference-{n}").first
        expect(drawn).to_have_css("stroke-width", f"{line.width}px", timeout=PATIENCE)
        expect(drawn).to_have_css("stroke-dasharray", ", ".join(f"{length:g}px" for length in line.dashes))
        expect(drawn).to_have_css("stroke-linecap", line.cap)


@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
def test_a_town_is_named_in_a_crowd_of_marks_too(fresh_page: Callable[[], Page], server: Server) -> None:
    reader = Reader(fresh_page(), server.url).open()
    name = reader.map.locator(".mapapp-town", has_text="Stepanakert")
    expect(name).to_have_text("Stepanakert /\nKhankendi", use_inner_text=True, timeout=PATIENCE)
