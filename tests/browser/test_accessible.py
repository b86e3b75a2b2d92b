"""Accessibility: WCAG 2.2 AA by axe-core, every mark by keyboard, small screens, high contrast, no motion.

axe-core comes with the package axe-playwright-python: nothing is downloaded.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Literal
from urllib.request import urlopen

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize, expect

from tests.browser.conftest import Server, forget
from tests.browser.reader import LOOK, PATIENCE, Reader, box, until

WIDE, PHONE, ZOOMED = (ViewportSize(width=w, height=h) for w, h in ((1400, 900), (390, 844), (320, 800)))
CRITERIA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
BARDA = "barda-2020-10-28"

NOT_OURS: dict[str, str] = {}
"""Streamlit nodes that can't be fixed from here: selector -> reason. There are none now."""

NEVER_TOO_SMALL = [".mapapp-mark[tabindex='-1']"]
"""What the Tab key does not reach: axe never finds it too small, but takes seconds on a full map."""

RUN_AXE = """async ([part, tags, excluded, neverTooSmall]) => {
    const run = async (without, runOnly, rules) => {
        const context = { include: [part || document], exclude: without.map((selector) => [selector]) };
        return await axe.run(context, { iframes: false, resultTypes: ["violations"], runOnly, rules });
    };
    const sizes = "target-size";
    const found = [
        await run(excluded, tags, { [sizes]: { enabled: false } }),
        await run([...excluded, ...neverTooSmall], { type: "rule", values: [sizes] }),
    ];
    return found.flatMap(({ violations }) => violations).flatMap(({ id, nodes }) =>
        nodes.map(({ target, html, failureSummary }) => [id, target.join(" "), html, failureSummary]));
}"""


def violations(page: Page, part: str = "") -> list[Any]:
    """Return what axe finds in the page and in the map's frame, each by itself, or in a part of either."""
    frames = [frame for frame in page.frames if not part or frame.locator(part).count()]
    assert frames, f"no {part} to look at"
    found = []
    for frame in frames:
        if not frame.evaluate("typeof axe === 'object'"):
            frame.evaluate(AXE_SCRIPT)
        found += frame.evaluate(RUN_AXE, [part, list(CRITERIA), list(NOT_OURS), NEVER_TOO_SMALL])
    return found


def at_rest(reader: Reader) -> None:
    """Wait until the view's content, tables included, is there and no animation blends colours."""
    if reader.headline.is_visible():  # the sheet of filters hides everything else
        reader.until_settled()
    expect(reader.page.locator(".records[aria-busy=false]").first).to_be_attached(timeout=PATIENCE)
    until_nothing_moves(reader.page)


def until_nothing_moves(page: Page) -> None:
    page.wait_for_function(
        "() => document.getAnimations()"
        "  .every((one) => one.playState !== 'running' || one.timeline !== document.timeline)",
        timeout=PATIENCE,
        polling=LOOK,
    )


def list_shown(reader: Reader) -> None:
    expect(reader.list_entries.first).to_be_visible(timeout=PATIENCE)
    expect(reader.map.locator(".mapapp-mark").first).to_be_visible(timeout=PATIENCE)


def compared(reader: Reader) -> None:
    beside = reader.page.locator("iframe[title*=folium]").nth(1).content_frame
    expect(beside.locator(".mapapp-mark").first).to_be_visible(timeout=PATIENCE)
    list_shown(reader)


def dossier_shown(reader: Reader) -> None:
    expect(reader.dossier).to_be_visible(timeout=PATIENCE)


def nothing_found(reader: Reader) -> None:
    expect(reader.page.get_by_text("No incidents match all these filters")).to_be_visible(timeout=PATIENCE)


def more_filters_open(reader: Reader) -> None:
    reader.open_filters()
    expect(reader.page.get_by_label("People killed or injured, at least")).to_be_visible(timeout=PATIENCE)


def layers_open(reader: Reader) -> None:
    reader.map.get_by_text("Layers", exact=True).click()
    expect(reader.map.get_by_label("Line of contact, 1994 to 2020")).to_be_visible(timeout=PATIENCE)


def no_day_typed(reader: Reader) -> None:
    field = reader.page.get_by_label("From", exact=True)
    if not field.is_visible():
        reader.open_filters()
    field.fill("soon")
    field.press("Enter")
    expect(reader.page.get_by_role("alert").filter(has_text="Enter a day")).to_be_visible(timeout=PATIENCE)


def totals_open(reader: Reader) -> None:
    reader.page.get_by_role("button", name="How this number is calculated").click()
    expect(reader.page.get_by_role("button", name="Show every claim behind this number")).to_be_visible(
        timeout=PATIENCE
    )


def claims_drawn(reader: Reader) -> None:
    reader.open_tab("Claims")
    rows = reader.page.get_by_role("table", name="Claims").get_by_role("rowheader")
    expect(rows).to_have_count(100, timeout=PATIENCE)
    reader.page.get_by_text("Every claim about the incidents shown").scroll_into_view_if_needed()


def suggestions_shown(reader: Reader) -> None:
    field = reader.page.get_by_role("combobox", name="Search")
    if not field.is_visible():
        reader.open_filters()
    field.fill("cluster")
    field.press("ArrowDown")
    expect(reader.page.get_by_role("group", name="Cluster munition")).to_be_visible(timeout=PATIENCE)


WHOLE, TABS = "", "[data-testid=stTabs]"

VIEWS: dict[str, dict[str, tuple[Callable[[Reader], None], str]]] = {
    "": {
        "list": (list_shown, WHOLE),
        "more filters": (more_filters_open, ".st-key-filters"),
        "totals": (totals_open, "[data-testid=stPopoverBody]"),
        "claims": (claims_drawn, TABS),
        "suggestions": (suggestions_shown, ".st-key-filters"),
    },
    f"?incident={BARDA}": {"dossier": (dossier_shown, "article.dossier")},
    "?according_to=armenian&compare=azerbaijani": {"comparison": (compared, WHOLE)},
    "?q=zzz": {
        "nothing": (nothing_found, WHOLE),
        "layers": (layers_open, ".mapapp-layers"),
        "no day": (no_day_typed, ".st-key-filters"),
    },
}
"""By address: the views to show there, one after another, and the part of the page that each changes."""

SCREENS: dict[str, tuple[Literal["light", "dark"], ViewportSize]] = {
    "light-wide": ("light", WIDE),
    "dark-wide": ("dark", WIDE),
    "light-phone": ("light", PHONE),
    "dark-phone": ("dark", PHONE),
    "smallest": ("light", ViewportSize(width=320, height=640)),
}
ON_THE_SMALLEST = {"list", "dossier"}


AXE_CASES = [
    pytest.param(address, screen, show, part, id=f"{view}-{screen}")
    for screen in SCREENS
    for address, views in VIEWS.items()
    for view, (show, part) in views.items()
    if screen != "smallest" or view in ON_THE_SMALLEST
]


@pytest.fixture(scope="module")
def open_once(warm_context: BrowserContext, server: Server) -> Iterator[Callable[[str, str], Reader]]:
    """Open an address on a screen; the page stays open until a test needs another screen."""
    readers: dict[str, Reader] = {}
    addresses: dict[str, str] = {}

    def close() -> None:
        for reader in readers.values():
            forget(reader.page)
            reader.page.close()
        readers.clear()

    def opened(address: str, screen: str) -> Reader:
        if screen not in readers:
            close()
            page = warm_context.new_page()
            theme, size = SCREENS[screen]
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size(size)
            readers[screen] = Reader(page, server.url).open(address)
        elif addresses[screen] != address:
            readers[screen].open(address)
        addresses[screen] = address
        return readers[screen]

    yield opened
    close()


@pytest.fixture
def opened(open_once: Callable[[str, str], Reader], address: str, screen: str) -> Reader:
    return open_once(address, screen)


def close_popover(reader: Reader) -> None:
    """Close what another view of the same page may have left open."""
    if reader.page.get_by_role("listbox", name="Suggestions").is_visible():
        reader.page.get_by_role("combobox", name="Search").fill("")
    reader.page.keyboard.press("Escape")
    expect(reader.page.get_by_test_id("stPopoverBody")).to_have_count(0, timeout=PATIENCE)
    expect(reader.page.locator(".filters-button")).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize(("address", "screen", "show", "part"), AXE_CASES)
def test_axe_finds_nothing(opened: Reader, show: Callable[[Reader], None], part: str) -> None:
    close_popover(opened)
    show(opened)
    at_rest(opened)
    assert violations(opened.page, part) == []
    until_it_fits(opened.page)


@pytest.mark.parametrize(
    ("theme", "size"),
    [("light", ViewportSize(width=720, height=480)), ("dark", ViewportSize(width=480, height=400))],
    ids=["wide", "low"],
)
@pytest.mark.parametrize("address", ["", f"&incident={BARDA}"], ids=["all", "incident"])
def test_axe_finds_nothing_in_an_embedded_map(
    page: Page, server: Server, theme: Any, size: Any, address: str
) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size(size)
    page.goto(f"{server.url}?embed=true{address}")
    expect(Reader(page, server.url).map.locator(".mapapp-mark").first).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".page-embedded-source")).to_be_visible(timeout=PATIENCE)
    until_nothing_moves(page)
    assert violations(page) == []


def test_the_number_is_explained_right_after_its_sentence(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open()
    button_follows_its_sentence(page)
    all_of_it = reader.headline.inner_text()
    reader.go_to("?q=ganja")
    expect(reader.headline).not_to_have_text(all_of_it)
    button_follows_its_sentence(page)


def button_follows_its_sentence(page: Page) -> None:
    button = page.get_by_role("button", name="How this number is calculated")
    expect(button).to_be_visible(timeout=PATIENCE)

    def follows() -> bool:
        sentence, after = box(page.locator(".page-header p")), box(button)
        lower = (after["top"] + after["bottom"] - sentence["top"] - sentence["bottom"]) / 2
        return 0 < after["left"] - sentence["right"] < 30 and abs(lower) < 4

    until(follows)
    expect(button).not_to_have_css("text-decoration-line", "underline")


@pytest.mark.parametrize(("theme", "size"), [("light", WIDE), ("dark", PHONE)], ids=["wide", "phone"])
def test_axe_finds_nothing_in_the_counts_by_day_and_category(
    page: Page, server: Server, theme: Any, size: Any
) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size(size)
    reader = Reader(page, server.url).open()
    reader.open_tab("Sources and method")
    picture = page.get_by_role("img", name="Authorities of Azerbaijan: steps")
    expect(picture).to_be_visible(timeout=PATIENCE)
    page.get_by_text("The figures as a table").first.click()
    expect(page.get_by_role("rowheader", name="8 October 2020")).to_be_visible(timeout=PATIENCE)
    until_nothing_moves(page)
    assert violations(page, TABS) == []
    page.wait_for_function("() => document.documentElement.scrollWidth <= window.innerWidth")
    reader.open_tab("Breakdown")
    bars = page.get_by_role("table", name="Weapon")
    expect(bars.get_by_role("row")).to_have_count(13, timeout=PATIENCE)  # including the header
    until_nothing_moves(page)
    assert violations(page, TABS) == []
    bars.get_by_role("link", name="artillery", exact=True).press("Enter")
    expect(page.get_by_role("button", name="weapon: artillery")).to_be_visible(timeout=PATIENCE)


# ---- keyboard


def focused(page: Page) -> str:
    """Return the accessible name, or the text, of the focused element, in any frame or shadow root."""
    name: str = page.evaluate(
        """() => {
            let node = document.activeElement;
            for (;;) {
                const inner = node?.contentDocument?.activeElement ?? node?.shadowRoot?.activeElement;
                if (!inner) break;
                node = inner;
            }
            return node?.getAttribute("aria-label") || node?.textContent || node?.tagName || "";
        }"""
    )
    return name.strip()


def tab_until(page: Page, wanted: str, most: int = 80, key: str = "Tab") -> list[str]:
    """Press Tab until an element with such a name has the focus; return the names on the way."""
    passed: list[str] = []
    for _ in range(most):
        page.keyboard.press(key)
        passed.append(focused(page))
        if re.search(wanted, passed[-1]):
            return passed
    raise AssertionError(f"No {wanted!r} within {most} stops: {passed}")


def test_every_mark_is_reached_by_arrow_keys_and_has_a_name_of_its_own(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?map=10/40.3744/47.1266")
    list_shown(reader)
    marks = reader.map.locator(".mapapp-mark")

    def have_names_of_their_own() -> bool:
        names = marks.evaluate_all("all => all.map((mark) => mark.ariaLabel)")
        return len(names) > 3 and all(names) and len(set(names)) == len(names)

    until(have_names_of_their_own)
    expect(reader.map.locator(".mapapp-mark[tabindex='0']")).to_have_count(1)

    reader.mark(re.compile("^Barda . Partav, 28 October")).focus()
    page.keyboard.press("ArrowDown")
    focused = reader.map.locator(".mapapp-mark:focus")
    expect(focused).to_have_attribute("tabindex", "0")
    expect(focused).not_to_have_attribute("aria-label", re.compile("^Barda . Partav, 28 October"))


def press_until_address(page: Page, key: str, address: str | re.Pattern[str]) -> None:
    page.keyboard.press(key)
    page.wait_for_url(address, timeout=PATIENCE)


def test_a_journalist_without_a_mouse(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open()
    list_shown(reader)

    tab_until(page, "^Skip to the incidents")
    tab_until(page, "^INPUT$")
    page.keyboard.type("1 Oct 2020")
    tab_until(page, "^Calendar: to$")
    page.wait_for_url(re.compile(r"datetime=2020-10-01"), timeout=PATIENCE)
    reader.until_settled()

    tab_until(page, "Attributed to")
    page.keyboard.type("Armenian")
    expect(page.get_by_role("option", name=re.compile("^Armenian")).first).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("ArrowDown")
    press_until_address(page, "Enter", re.compile("actor=Armenian"))
    page.keyboard.press("Escape")
    reader.until_settled()

    field = page.get_by_role("combobox", name="Search")
    for _ in range(12):
        page.keyboard.press("Tab")
        if field.evaluate("node => node === node.getRootNode().activeElement"):
            break
    page.keyboard.type("Barda")
    press_until_address(page, "Enter", re.compile("q=Barda"))
    reader.until_settled()
    expect(reader.list_entries).to_have_count(5, timeout=PATIENCE)

    page.locator("body").press("Home")
    page.evaluate("document.activeElement.blur()")
    tab_until(page, "^Skip to the incidents", key="Shift+Tab")
    page.keyboard.press("Enter")
    tab_until(page, "Barda")
    press_until_address(page, "Enter", re.compile("incident="))
    expect(reader.dossier).to_be_visible(timeout=PATIENCE)

    tab_until(page, "All incidents", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(reader.list_entries.first).to_be_visible(timeout=PATIENCE)
    expect(page).not_to_have_url(re.compile("incident="))

    tab_until(page, "^Last day shown", key="Shift+Tab")
    before = page.url
    page.keyboard.press("ArrowLeft")
    reader.until_filters_change(before)

    tab_until(page, "^Table$")
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="Download")).to_be_focused()
    page.keyboard.press("Enter")
    tab_until(page, "^GeoJSON$")
    with page.expect_download(timeout=PATIENCE) as download:
        page.keyboard.press("Enter")
    assert json.loads(download.value.path().read_text(encoding="utf-8"))["type"] == "FeatureCollection"


def test_an_entry_that_leaves_the_list_hands_its_focus_on(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open()
    list_shown(reader)
    leaving = reader.list_entries.filter(has_text="Mingachevir").first
    leaving.focus()
    closer = reader.map.locator(".leaflet-control-zoom-in")
    closer.evaluate("node => [1, 2, 3, 4].forEach(() => node.click())")
    expect(leaving).to_have_count(0, timeout=PATIENCE)
    expect(page.locator(".incident-list :focus")).to_be_visible()


def entry(reader: Reader) -> Locator:
    return reader.list_entries.first


def row(reader: Reader) -> Locator:
    return reader.page.get_by_role("table", name="Incidents").get_by_role("rowheader").get_by_role("link")


def mark(reader: Reader) -> Locator:
    return reader.mark(re.compile("^Barda"))


TITLE_IN_VIEW = """() => {
    const title = document.querySelector("article.dossier h2")?.getBoundingClientRect();
    return title && title.top >= 0 && title.bottom <= innerHeight;
}"""


def test_a_dossier_opened_by_keyboard_has_the_focus_and_gives_it_back(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?q=barda&datetime=2020-10-28&map=12/40.3744/47.1266")
    for opener in (entry, row, mark):
        at_rest(reader)
        opener(reader).press("Enter")
        until_focus_is_given_back(reader, opener(reader))


def until_focus_is_given_back(reader: Reader, opener: Locator) -> None:
    page = reader.page
    heading = reader.dossier.get_by_role("heading", level=2)
    expect(heading).to_be_focused(timeout=PATIENCE)
    expect(page.get_by_role("status").filter(has_text="Dossier: Rockets hit")).to_have_count(1)
    page.wait_for_function(TITLE_IN_VIEW, timeout=PATIENCE)
    page.keyboard.press("Escape")
    expect(reader.dossier).to_have_count(0, timeout=PATIENCE)
    expect(opener).to_be_focused(timeout=PATIENCE)


def test_a_linked_or_chosen_dossier_is_in_view_on_a_phone(page: Page, server: Server) -> None:
    page.set_viewport_size(PHONE)
    reader = Reader(page, server.url).open(f"?incident={BARDA}&q=barda")
    page.wait_for_function(TITLE_IN_VIEW, timeout=PATIENCE)
    row(reader).last.click()
    expect(reader.dossier).not_to_have_attribute("data-id", BARDA, timeout=PATIENCE)
    page.wait_for_function(TITLE_IN_VIEW, timeout=PATIENCE)


# ---- screen readers


def test_a_summary_of_the_view_stands_beside_the_map_and_is_spoken_once(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open("?q=barda")
    spoken = page.locator(".incident-list-summary[aria-live=polite]")
    expect(spoken).to_contain_text("within 10 km of Barda", timeout=PATIENCE)
    with urlopen(f"{server.url}api/collections/incidents/list?q=barda") as answer:
        expect(spoken).to_have_text(json.load(answer)["summary"])
    page.evaluate(
        """() => {
            const region = [...document.querySelectorAll("*")].map((node) => node.shadowRoot ?? node)
                .map((root) => root.querySelector?.(".incident-list-summary")).find(Boolean);
            Object.assign(window, { said: [], written: [] });
            const note = () => (region.ariaLive === "polite" ? said : written).push(region.textContent);
            new MutationObserver(note).observe(region, { childList: true });
            const show = (bounds) => dispatchEvent(new CustomEvent("mapapp:view", { detail: { bounds } }));
            for (const east of [47.6, 47.5, 47.4, 47.3]) show([47.0, 40.3, east, 40.5]);
        }"""
    )
    page.wait_for_function("() => said.length > 0", timeout=PATIENCE)
    assert len(page.evaluate("said")) == 1
    assert page.evaluate("written.at(-1) === said[0]"), "it is read with the list, before it is heard"
    expect(reader.map.locator(".mapapp-caption")).not_to_have_attribute("role", "status")


# ---- small screens, high contrast, no motion


FITS = """() => ["html", "[data-testid=stMain]", "[data-testid=stAppViewContainer]"]
    .flatMap((selector) => [...document.querySelectorAll(selector)])
    .every((node) => {
        const bottom = (one) => one.getBoundingClientRect().bottom;
        const content = document.querySelector("[data-testid=stMainBlockContainer]");
        const end = bottom(content) - node.getBoundingClientRect().top + node.scrollTop;
        const [width, height] = [node.clientWidth, Math.max(end, node.clientHeight)];
        return node.scrollWidth <= width + 1 && node.scrollHeight <= height + 1;
    })
"""


def until_it_fits(page: Page) -> None:
    """Wait until nothing, tables included, can be scrolled sideways or past the page's end.

    This includes the part of the page that Streamlit scrolls instead of the page.
    """
    expect(page.locator(".records[aria-busy=false]").first).to_be_attached(timeout=PATIENCE)
    page.wait_for_function(FITS, timeout=PATIENCE, polling=LOOK)


@pytest.mark.parametrize("address", ["", f"?incident={BARDA}", "?q=zzz"], ids=["list", "dossier", "nothing"])
def test_at_400_percent_zoom_nothing_is_lost(page: Page, server: Server, address: str) -> None:
    page.set_viewport_size(ZOOMED)
    reader = Reader(page, server.url).open(address)
    until_it_fits(page)
    parts = (page.locator("iframe[title*=folium]"), page.locator(".timeline"))
    for part in (page.locator(".filters-button"), *parts, page.get_by_role("tab", name="Download")):
        expect(part).to_be_visible(timeout=PATIENCE)
        until(lambda part=part: box(part)["right"] <= ZOOMED["width"])
    reader.open_filters()
    for part in (page.get_by_role("combobox", name="Search"), page.get_by_label("Disputed", exact=True)):
        expect(part).to_be_visible(timeout=PATIENCE)
        until(lambda part=part: box(part)["right"] <= ZOOMED["width"])
    until_it_fits(page)


def test_tables_leave_the_page_its_size(page: Page, server: Server) -> None:
    reader = Reader(page, server.url).open()
    for name in ("Table", "Claims"):
        reader.open_tab(name)
        rows = page.get_by_role("table", name=re.compile("Incidents|Claims")).get_by_role("rowheader")
        expect(rows).to_have_count(100, timeout=PATIENCE)
        for size in (WIDE, PHONE, ZOOMED):
            page.set_viewport_size(size)
            until_it_fits(page)


def test_on_a_phone_map_timeline_and_list_follow_the_folded_filters(page: Page, server: Server) -> None:
    page.set_viewport_size(PHONE)
    reader = Reader(page, server.url).open()
    list_shown(reader)
    search = page.get_by_role("combobox", name="Search")
    expect(search).to_be_hidden()
    order = [".page-header h1", ".page-header p", ".filters-button", "iframe[title*=folium]", ".page-key"]
    parts = [page.locator(selector) for selector in [*order, ".timeline", ".incident-list"]]
    for part in parts:
        expect(part).to_be_visible()
    until(lambda: (tops := [box(part)["top"] for part in parts]) == sorted(tops))
    page.locator(".filters-button").focus()
    page.keyboard.press("Enter")
    expect(search).to_be_visible()


PAGES_LETTERS = """(node) => getComputedStyle(node).fontFamily.startsWith('"Source Sans"')
    && [...document.fonts].some((face) => face.family.includes("Source Sans") && face.status === "loaded")"""


def test_on_a_phone_the_layers_end_above_the_words_at_the_maps_foot_and_the_legend_lies_below(
    page: Page, server: Server
) -> None:
    page.set_viewport_size(PHONE)
    reader = Reader(page, server.url).open()
    list_shown(reader)
    legend, layers = (reader.map.locator(f".mapapp-{name}") for name in ("legend", "layers"))
    foot = reader.map.locator(".mapapp-caption")
    expect(legend).not_to_have_attribute("open", "")
    layers.locator("summary").click()
    expect(layers).to_have_attribute("open", "")
    until(lambda: box(layers)["bottom"] <= box(foot)["top"])
    until(lambda: box(legend)["top"] >= box(foot)["bottom"])
    until(lambda: legend.evaluate(PAGES_LETTERS))


def test_high_contrast_keeps_what_colours_mean(page: Page, server: Server) -> None:
    page.emulate_media(forced_colors="active")
    reader = Reader(page, server.url).open()
    list_shown(reader)
    for parts, meaning in ((".incident-list-dot", "borderTopColor"), (".timeline svg rect[fill]", "fill")):
        colours = f"all => new Set(all.map((node) => getComputedStyle(node).{meaning})).size"
        until(lambda parts=parts, colours=colours: page.locator(parts).evaluate_all(colours) > 1)
    reader.page.get_by_role("tab", name="Table").focus()
    reader.page.keyboard.press("ArrowRight")
    focused = reader.page.get_by_role("tab", name="Claims")
    expect(focused).to_be_focused()
    expect(focused).to_have_css("outline-style", "solid")
    at_rest(reader)
    assert violations(reader.page) == []


def test_reduced_motion_stills_map_and_page(page: Page, server: Server) -> None:
    page.emulate_media(reduced_motion="reduce")
    reader = Reader(page, server.url).open()
    list_shown(reader)
    mark = reader.map.locator(".mapapp-mark").first
    assert mark.evaluate("node => getComputedStyle(node).animationName") == "none"
    assert (
        mark.evaluate("node => node.closest('.leaflet-container').classList.contains('leaflet-fade-anim')")
        is False
    )
    reader.page.get_by_role("button", name="First day", exact=True).click()
    expect(reader.page.get_by_role("button", name="Next day")).to_be_visible()
