"""The incident layer in a real browser, without Streamlit: in a frame under a path prefix, or from a file."""

import json
import math
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from mapapp.geo import world
from mapapp.views.map import asset_folders, base_map, incident_layer, standalone_map
from mapapp.views.style import THEMES, Theme, legend_for
from mapapp.views.tiles import backgrounds
from tests.browser.reader import PATIENCE, box, give_tiles, until

LEGEND = legend_for(["Force A", "Force B", ""])
HOME = (46.0, 39.5, 48.0, 40.5)
FRAME = "/prefix/component/streamlit_folium.st_folium/index.html"
KINDS = {".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8"}

Json = dict[str, Any]


def incident(number: int, lon: float | None, lat: float = 40.0, **properties: object) -> Json:
    geometry = None if lon is None else {"type": "Point", "coordinates": [lon, lat]}
    given = {
        "kind": "incident",
        "id": f"i{number}",
        "title": f"Title {number}",
        "when": f"{number} October 2020",
        "place": f"Place {number}",
        "actor": "Force A",
        "harm_status": "fair",
        "killed": "",
        "injured": "",
        "harmed": None,
        "uncertainty_m": 2000,
    }
    return {"type": "Feature", "geometry": geometry, "properties": given | properties}


def cell(count: int, lon: float, lat: float, *, same_point: bool, **more: object) -> Json:
    half = 0 if same_point else 0.05
    bounds = [lon - half, lat - half, lon + half, lat + half]
    properties = {"kind": "cell", "count": count, "by_actor": {"Force A": count - 1, "Force B": 1}}
    point = {"type": "Point", "coordinates": [lon, lat]}
    return {
        "type": "Feature",
        "geometry": point,
        "properties": properties | {"bounds": bounds, "same_point": same_point, "killed": "3 killed"} | more,
    }


BARDA = incident(1, 47.1, 40.37, place="Barda", when="28 October 2020", killed="20 to 21 killed", harmed=90)


@dataclass
class App:
    """A stand-in for the app: the frame's page, our assets, and an API whose answers the test sets."""

    port: int = 0
    features: list[Json] = field(default_factory=lambda: [BARDA, incident(2, 46.5)])
    members: list[Json] = field(default_factory=list)
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    failing: bool = False
    tiles: str = "none"
    theme: Theme = "light"
    no_vectors: bool = False
    may_answer: threading.Event = field(default_factory=threading.Event)
    may_draw_ground: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/prefix/"

    def answer(self, address: str) -> tuple[int, str, bytes]:
        parts = urlsplit(address)
        if parts.path == "/prefix/":
            page = f'<iframe src="{FRAME}" style="width:900px;height:560px;border:0"></iframe>'
            return 200, KINDS[".html"], page.encode()
        if parts.path == FRAME:
            return 200, KINDS[".html"], frame_page(self.tiles, self.theme).encode()
        if parts.path.startswith(("/prefix/assets/geodata/", "/prefix/assets/world/")):
            self.may_draw_ground.wait(PATIENCE / 1000)
            if self.no_vectors:
                return 404, "text/plain", b""
        if parts.path.startswith("/prefix/assets/"):
            return asset(parts.path.removeprefix("/prefix/assets/"))
        if parts.path == "/prefix/api/collections/incidents/map":
            return self.data(parse_qs(parts.query))
        return 404, "text/plain", b""

    def data(self, params: dict[str, list[str]]) -> tuple[int, str, bytes]:
        self.asked.append(params)
        self.may_answer.wait(PATIENCE / 1000)
        features = self.members if "expand" in params else self.features
        if ids := params.get("incident_id"):
            features = [one for one in self.features if one["properties"].get("id") in ids]
        answer = {
            "type": "FeatureCollection",
            "features": features,
            "numberMatched": 12,
            "numberUnlocated": 3,
        }
        return 500 if self.failing else 200, "application/geo+json", json.dumps(answer).encode()


def frame_page(tiles: str, theme: Theme) -> str:
    """Return what st_folium makes of the base map and the layer: one page whose script runs once."""
    made = base_map(backgrounds(tiles), theme)
    params = {"actor": ["Force A", "a_b & c"]}
    incident_layer(params, home=HOME, legend=LEGEND, selected=None, fingerprint="1").add_to(made)
    script = "window.map = Object.entries(window).find(([name]) => name.startsWith('map_'))[1];"
    script += "window.heard = [];"
    script += "const hear = ({ layer }) => layer?.toGeoJSON && heard.push(layer.toGeoJSON());"
    script += "map.eachLayer((layer) => layer.on('click', hear));"
    return made.get_root().render() + f"<script>{script}</script>"


def asset(path: str) -> tuple[int, str, bytes]:
    folder, _, name = path.partition("/")
    if folder == "world":
        cell = world.cell(name)
        return (404, "", b"") if cell is None else (200, "application/json", cell)
    file = asset_folders()[folder] / name
    return (
        (200, KINDS.get(file.suffix, "text/plain"), file.read_bytes()) if file.is_file() else (404, "", b"")
    )


@pytest.fixture
def app() -> Iterator[App]:
    state = App()
    state.may_answer.set()
    state.may_draw_ground.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = state.answer(self.path)
            try:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the layer cancelled this request for a newer one

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield state
    state.may_answer.set()
    state.may_draw_ground.set()
    server.shutdown()
    server.server_close()
    thread.join()


def opened(page: Page, app: App, query: str = "") -> FrameLocator:
    page.goto(app.url + query)
    frame = page.frame_locator("iframe")
    expect(frame.locator(".mapapp-mark").first).to_be_visible()
    return frame


def run(frame: FrameLocator, script: str, argument: object = None) -> Any:
    return frame.locator("body").evaluate(f"(_, argument) => {{ {script} }}", argument)


def show(frame: FrameLocator, params: str, selected: str | None = None) -> None:
    options = {"source": {"url": "api/collections/incidents/map", "params": params}, "selected": selected}
    options |= {"legend": LEGEND.as_options(), "fingerprint": "1"}
    run(frame, "mapapp.showIncidents(map, argument)", options)


def test_it_asks_for_the_view_under_the_prefix_and_draws_the_answer(page: Page, app: App) -> None:
    frame = opened(page, app)
    expect(frame.locator(".mapapp-mark")).to_have_count(2)
    expect(frame.get_by_text("12 incidents in view · 3 without a location")).to_be_visible()
    asked = app.asked[0]
    assert asked["actor"] == ["Force A", "a_b & c"]
    west, south, east, north = map(float, asked["view"][0].split(","))
    assert west <= HOME[0]
    assert south <= HOME[1]
    assert east >= HOME[2]
    assert north >= HOME[3]
    assert asked["zoom"][0].isdigit()


def test_old_marks_stay_until_new_ones_are_there(page: Page, app: App) -> None:
    frame = opened(page, app)
    kept = frame.get_by_role("button", name="Barda, 28 October 2020, 20 to 21 killed").element_handle()
    app.may_answer.clear()
    app.features = [BARDA, incident(3, 47.5)]
    with page.expect_request(lambda asked: "actor=Force+B" in asked.url):
        show(frame, "actor=Force+B")
    expect(frame.get_by_role("button", name="Place 2")).to_be_visible()
    app.may_answer.set()
    expect(frame.get_by_role("button", name="Place 3")).to_be_visible()
    expect(frame.get_by_role("button", name="Place 2")).to_have_count(0)
    assert kept.evaluate("node => node.isConnected"), "an unchanged mark is not drawn again"


def test_a_click_is_told_each_time_and_the_map_stays(page: Page, app: App) -> None:
    frame = opened(page, app)
    before = run(frame, "return map.getCenter().toString() + map.getZoom()")
    mark = frame.get_by_role("button", name="Barda")
    mark.click()
    mark.click()
    first, second = run(frame, "return heard")
    assert first["properties"]["id"] == second["properties"]["id"] == "i1"
    assert first["properties"]["event"] == "select"
    assert second["properties"]["nonce"] > first["properties"]["nonce"]
    expect(mark).to_have_attribute("aria-pressed", "true")
    assert run(frame, "return map.getCenter().toString() + map.getZoom()") == before


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_every_mark_works_by_keyboard(page: Page, app: App, key: str) -> None:
    frame = opened(page, app)
    mark = frame.get_by_role("button", name="Place 2, 2 October 2020")
    mark.focus()
    expect(frame.get_by_text("Title 2")).to_be_visible()
    page.keyboard.press(key)
    assert [event["properties"]["id"] for event in run(frame, "return heard")] == ["i2"]


def test_a_cell_of_one_place_spreads_and_folds(page: Page, app: App) -> None:
    app.features = [cell(63, 46.8, 39.8, same_point=True)]
    app.members = [incident(n, 46.8, 39.8) for n in range(1, 64)]
    frame = opened(page, app)
    heap = frame.get_by_role("button", name="63 incidents: 62 Force A, 1 Force B")
    heap.focus()
    page.keyboard.press("Enter")
    expect(frame.locator(".mapapp-mark .mapapp-incident")).to_have_count(60)
    expect(frame.get_by_text("60 are shown, and 3 more are in the list.")).to_be_visible()
    assert app.asked[-1]["expand"] == ["1"]
    assert run(frame, "return heard") == []
    frame.get_by_role("button", name="Place 5,").press("Enter")
    assert [event["id"] for event in run(frame, "return heard")] == ["i5"]
    page.keyboard.press("Escape")
    expect(frame.locator(".mapapp-mark .mapapp-incident")).to_have_count(0)
    expect(heap).to_be_focused()


def test_a_cell_with_extent_is_zoomed_into(page: Page, app: App) -> None:
    app.features = [cell(5, 46.8, 39.8, same_point=False)]
    frame = opened(page, app)
    zoom = run(frame, "return map.getZoom()")
    frame.get_by_role("button", name="5 incidents").click()
    page.wait_for_url(re.compile("map="))
    assert run(frame, "return map.getZoom()") > zoom
    assert run(frame, "return heard") == []


def test_the_position_is_kept_in_the_address(page: Page, app: App) -> None:
    frame = opened(page, app, "?q=a%20b&map=9/40.2000/46.5000&x=1+2")
    assert run(frame, "return [map.getZoom(), map.getCenter().lat.toFixed(3)]") == [9, "40.200"]
    run(frame, "map.setView([40.1, 46.6], 10, { animate: false })")
    page.wait_for_url("**/?q=a%20b&x=1+2&map=10/40.1000/46.6000")
    page.evaluate("history.pushState(null, '', '?q=other')")  # as Streamlit does when a filter changes
    page.wait_for_url("**/?q=other&map=10/40.1000/46.6000")
    run(frame, "map.setView([40.3, 46.9], 11, { animate: false })")
    page.wait_for_url("**map=11/40.3000/46.9000")
    page.go_back()
    page.wait_for_function("() => location.search.includes('map=10/40.1000')")
    expect(frame.locator(".mapapp-mark").first).to_be_visible()
    assert run(frame, "return map.getZoom()") == 10
    frame.get_by_role("button", name="Reset view").click()
    page.wait_for_url("**/?q=a%20b&x=1+2")


def test_at_home_the_address_stays_clean(page: Page, app: App) -> None:
    frame = opened(page, app, "?q=1")
    page.set_viewport_size({"width": 500, "height": 700})
    page.evaluate("document.querySelector('iframe').style.width = '400px'")
    page.wait_for_function("() => document.querySelector('iframe').contentWindow.map.getSize().x <= 400")
    run(frame, "map.fire('moveend')")  # as Leaflet does shortly after each change of size
    assert page.url == app.url + "?q=1"
    shown = run(
        frame, "const b = map.getBounds(); return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]"
    )
    assert shown[0] <= HOME[0]
    assert shown[2] >= HOME[2]


def test_hovering_is_shared_with_the_page(page: Page, app: App) -> None:
    frame = opened(page, app)
    page.evaluate("window.heard = []; addEventListener('mapapp:hover', (e) => heard.push(e.detail.id))")
    frame.get_by_role("button", name="Barda").hover()
    page.wait_for_function("() => heard.includes('i1')")
    page.evaluate("dispatchEvent(new CustomEvent('mapapp:hover', { detail: { id: 'i2' } }))")
    expect(frame.locator(".mapapp-marked")).to_have_attribute("aria-label", "Place 2, 2 October 2020")
    view = page.evaluate("mapappView")
    assert view["bounds"][0] < view["center"][0] < view["bounds"][2]


def test_days_pointed_at_mark_the_cells_that_hold_something_of_them(page: Page, app: App) -> None:
    app.features = [cell(4, 46.5, 40.0, same_point=False), cell(3, 47.3, 40.0, same_point=False)]
    frame = opened(page, app)
    zoom = int(app.asked[-1]["zoom"][0])
    app.features = [incident(9, 46.52), cell(2, 46.48, 40.0, same_point=True)]
    days = ["2020-10-05", "2020-10-06"]
    page.evaluate("(days) => dispatchEvent(new CustomEvent('mapapp:hover', { detail: { days } }))", days)
    expect(frame.locator(".mapapp-marked")).to_have_count(1)
    expect(frame.locator(".mapapp-marked")).to_have_attribute("aria-label", re.compile("^4 incidents"))
    assert app.asked[-1]["datetime"] == ["2020-10-05/2020-10-06"]
    assert app.asked[-1]["actor"] == ["Force A", "a_b & c"]
    assert int(app.asked[-1]["zoom"][0]) > zoom, "in smaller cells, which lie within those drawn"
    page.evaluate("dispatchEvent(new CustomEvent('mapapp:hover', { detail: {} }))")
    expect(frame.locator(".mapapp-marked")).to_have_count(0)


def test_the_more_a_cell_holds_the_larger_it_is(page: Page, app: App) -> None:
    numbers = [130, 1000, 7502, 12_000, 80_000]
    app.features = [cell(n, 46.2 + 0.4 * i, 40.0, same_point=True) for i, n in enumerate(numbers)]
    frame = opened(page, app)
    pictures = [frame.get_by_role("button", name=f"{n:,} incidents").locator("svg") for n in numbers]
    widths = [picture.evaluate("(svg) => svg.clientWidth") for picture in pictures]
    assert widths[0] < widths[1] < widths[2] < widths[3] == widths[4] == 2 * 36 + 14
    assert widths[0] == pytest.approx(2 * (11.5 + 1.6 * 130**0.5) + 14, abs=1)
    named = frame.get_by_role("button", name="7,502 incidents")
    expect(named).to_have_attribute("aria-label", re.compile("^7,502 incidents: 7,501 Force A, 1 Force B"))


def test_the_legends_area_is_seen_on_a_dark_ground(page: Page, app: App) -> None:
    app.theme = "dark"
    disc = opened(page, app).locator(".mapapp-legend .mapapp-disc")
    assert float(disc.evaluate("(disc) => getComputedStyle(disc).strokeOpacity")) > 0.5


def test_what_is_chosen_elsewhere_is_ringed_even_inside_a_cell(page: Page, app: App) -> None:
    frame = opened(page, app)
    page.evaluate("dispatchEvent(new CustomEvent('mapapp:select', { detail: { id: 'i2' } }))")
    expect(frame.locator(".mapapp-selected")).to_have_attribute("aria-label", "Place 2, 2 October 2020")
    app.features = [cell(4, 46.5, 40.0, same_point=True), incident(2, 46.5)]
    show(frame, "", selected="i1")
    show(frame, "x=1", selected="i2")
    expect(frame.locator(".mapapp-selected").first).to_be_visible()
    show(frame, "x=1")
    expect(frame.locator(".mapapp-selected")).to_have_count(0)


def test_a_failure_is_said_calmly_and_the_marks_stay(page: Page, app: App) -> None:
    frame = opened(page, app)
    app.failing = True
    show(frame, "actor=Force+B")
    expect(frame.get_by_text("The incidents could not be loaded")).to_be_visible()
    expect(frame.locator(".mapapp-mark")).to_have_count(2)
    app.failing = False
    frame.locator(".mapapp-notice button").evaluate("button => button.click()")  # if still needed
    expect(frame.get_by_text("The incidents could not be loaded")).to_be_hidden()


# ---- beneath the marks


def with_tiles(page: Page, app: App, *hosts: str) -> FrameLocator:
    """Open the map with street tiles; only those from the given hosts arrive."""
    app.tiles = "OpenStreetMap.Mapnik"
    for host in hosts:
        give_tiles(page, host)
    return opened(page, app)


def test_the_base_is_chosen_and_stays_when_the_filter_changes(
    page: Page, app: App, outside: list[str]
) -> None:
    frame = with_tiles(page, app, "tile.openstreetmap.org", "server.arcgisonline.com")
    frame.get_by_text("Layers", exact=True).click()
    expect(frame.get_by_role("radio", name="Streets")).to_be_checked()
    expect(frame.locator(".leaflet-tile[src*='openstreetmap']").first).to_be_attached()
    expect(frame.locator(".leaflet-tile[src*='arcgisonline']")).to_have_count(0)
    frame.get_by_role("radio", name="Satellite").check()
    expect(frame.locator(".leaflet-tile[src*='World_Imagery']").first).to_be_attached()
    expect(frame.locator(".leaflet-tile[src*='openstreetmap']")).to_have_count(0)
    expect(frame.get_by_text("Esri, i-cubed")).to_be_visible()
    app.features = [incident(3, 47.5)]
    show(frame, "actor=Force+B")
    expect(frame.get_by_role("button", name="Place 3")).to_be_visible()
    expect(frame.get_by_role("radio", name="Satellite")).to_be_checked()
    expect(frame.locator(".leaflet-tile[src*='World_Imagery']").first).to_be_attached()
    frame.get_by_role("radio", name="None").check()
    expect(frame.locator(".leaflet-tile")).to_have_count(0)
    expect(frame.get_by_text("Esri, i-cubed")).to_have_count(0)
    assert outside == []


def test_a_base_that_does_not_come_gives_way_to_the_bundled_map(page: Page, app: App) -> None:
    frame = with_tiles(page, app, "tile.openstreetmap.org")
    frame.get_by_text("Layers", exact=True).click()
    frame.get_by_role("radio", name="Satellite").click()
    expect(frame.get_by_text("Satellite (not available at the moment)")).to_be_visible()
    expect(frame.get_by_role("radio", name="None")).to_be_checked()
    frame.get_by_role("radio", name="Streets").check()
    expect(frame.locator(".leaflet-tile[src*='openstreetmap']").first).to_be_attached()


def test_without_tiles_no_base_is_offered_and_nobody_is_asked(
    page: Page, app: App, outside: list[str]
) -> None:
    frame = opened(page, app)
    frame.get_by_text("Layers", exact=True).click()
    expect(frame.get_by_role("checkbox", name="Location uncertainty")).to_be_checked()
    expect(frame.locator("input[name=mapapp-background]")).to_have_count(0)
    assert outside == []


def test_the_ground_is_no_sea_until_the_land_is_there(page: Page, app: App) -> None:
    ground = "return getComputedStyle(map.getContainer()).backgroundColor"
    app.no_vectors = True
    frame = opened(page, app)
    assert run(frame, ground) == rgb("far-land")
    app.no_vectors = False
    frame = opened(page, app)
    expect(frame.locator(".mapapp-land").first).to_be_attached()
    until(lambda: run(frame, ground) == rgb("water"))


# ---- overlays and the full screen


def overlay(frame: FrameLocator, name: str) -> Locator:
    """Return the switch of an overlay, in the opened panel."""
    if not frame.locator(".mapapp-layers").evaluate("panel => panel.open"):
        frame.get_by_text("Layers", exact=True).click()
    return frame.get_by_role("checkbox", name=name)


WARMTH = """
const heat = document.querySelector("canvas.mapapp-heat");
const at = map.latLngToContainerPoint([argument[1], argument[0]]);
const own = heat.getBoundingClientRect();
const scale = heat.width / own.width;
return heat.getContext("2d").getImageData((at.x - own.left) * scale, (at.y - own.top) * scale, 1, 1).data[3];
"""


def test_the_heat_follows_number_place_zoom_and_filter(page: Page, app: App) -> None:
    app.features = [cell(20, 46.4, 40.0, same_point=False), incident(2, 47.6)]
    app.features += [incident(4, 47.0, 39.6, aggregate=True)]
    frame = opened(page, app)
    expect(overlay(frame, "Density of reports")).not_to_be_checked()
    expect(frame.locator(".mapapp-heat")).to_have_count(0)
    expect(frame.get_by_text("(not of deaths)")).to_have_count(0)
    overlay(frame, "Density of reports").check()
    expect(frame.get_by_text("Density of reports (not of deaths)")).to_be_visible()
    many, one, summary, none = (
        run(frame, WARMTH, at) for at in ((46.4, 40.0), (47.6, 40.0), (47.0, 39.6), (47.0, 40.0))
    )
    assert many > one > 0
    assert (summary, none) == (0, 0)
    asked = len(app.asked)
    run(frame, "map.setView([40.0, 47.5], 10, { animate: false })")
    assert run(frame, WARMTH, (47.6, 40.0)) > 0
    app.features = [incident(3, 47.45, 40.05)]
    show(frame, "actor=Force+B")
    expect(frame.get_by_role("button", name="Place 3")).to_be_visible()
    assert len(app.asked) <= asked + 2, "nothing is asked for the heat alone"
    assert run(frame, WARMTH, (47.6, 40.0)) == 0
    assert run(frame, WARMTH, (47.45, 40.05)) > 0
    overlay(frame, "Density of reports").uncheck()
    expect(frame.locator("canvas.mapapp-heat")).to_have_count(0)
    expect(frame.get_by_text("(not of deaths)")).to_have_count(0)


def test_the_incidents_can_be_hidden_from_eyes_and_keyboard(page: Page, app: App) -> None:
    frame = opened(page, app)
    overlay(frame, "Incidents").uncheck()
    expect(frame.get_by_role("button", name="Barda")).to_have_count(0)
    app.features = [incident(3, 47.5)]
    show(frame, "actor=Force+B")
    expect(frame.locator(".mapapp-mark[aria-label^='Place 3']")).to_be_hidden()
    overlay(frame, "Incidents").check()
    expect(frame.get_by_role("button", name="Place 3")).to_be_visible()


def test_the_map_can_have_the_whole_screen(page: Page, app: App) -> None:
    frame = opened(page, app)
    button = frame.get_by_role("button", name="Full screen", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.fullscreenElement?.tagName === 'IFRAME'")
    leave = frame.get_by_role("button", name="Exit full screen")
    expect(leave).to_be_focused()
    frame.get_by_role("button", name="Barda").click()
    expect(frame.locator(".mapapp-popup")).to_contain_text("28 October 2020")
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.fullscreenElement")
    expect(button).to_be_visible()


def test_no_full_screen_is_offered_where_there_is_none(page: Page, app: App) -> None:
    page.add_init_script("Object.defineProperty(Document.prototype, 'fullscreenEnabled', { value: false })")
    frame = opened(page, app)
    expect(frame.get_by_role("button", name="Reset view")).to_be_visible()
    expect(frame.get_by_role("button", name="Full screen")).to_have_count(0)


# ---- places known only to the district

TARTAR = (46.93, 40.345)


def vague(number: int, admin1: str = "Tartar", uncertainty_m: int = 15_000, **more: object) -> Json:
    """Make an incident known only to the district, at the district's stand-in point."""
    lon, lat = TARTAR
    properties = {"location_precision": "3", "precision": "somewhere in the district", "admin1": admin1}
    return incident(number, lon, lat, **properties, uncertainty_m=uncertainty_m, **more)


def shapes(frame: FrameLocator, selector: str) -> list[float]:
    """Return the fill opacity of each area drawn, the strongest first."""
    fill = "nodes => nodes.map((node) => +getComputedStyle(node).fillOpacity)"
    return sorted(frame.locator(selector).evaluate_all(fill), reverse=True)


def test_a_vague_place_is_its_district_and_no_point(page: Page, app: App) -> None:
    app.features = [vague(1), BARDA]
    frame = opened(page, app)
    mark = frame.get_by_role("button", name="Somewhere in Tartar district, 1 October 2020", exact=True)
    expect(mark.locator(".mapapp-vague")).to_have_count(1)
    expect(frame.get_by_role("button", name="Barda").locator(".mapapp-vague")).to_have_count(0)
    expect(frame.locator("path.mapapp-outline")).to_have_count(1)
    expect(frame.locator("path.mapapp-disc:not(.mapapp-outline)")).to_have_count(1)
    mark.hover()
    expect(frame.locator(".mapapp-tip")).to_contain_text("somewhere in Tartar district")
    expect(frame.get_by_text("Somewhere in the district")).to_be_visible()
    overlay(frame, "Location uncertainty").uncheck()
    expect(frame.locator("path.mapapp-outline")).to_have_count(0)


@pytest.mark.parametrize(("admin1", "outlines"), [("Khojaly / Askeran", 1), ("Goygol or Ganja", 0)])
def test_an_area_is_an_outline_if_its_name_is_one_district_s(
    page: Page, app: App, admin1: str, outlines: int
) -> None:
    app.features = [vague(1, admin1=admin1)]
    frame = opened(page, app)
    expect(frame.locator("path.mapapp-district").first).to_be_attached()
    expect(frame.locator("path.mapapp-disc")).to_have_count(1)
    expect(frame.locator("path.mapapp-outline")).to_have_count(outlines)


def test_districts_are_named_as_long_as_their_borders_are_drawn(page: Page, app: App) -> None:
    frame = opened(page, app)
    names = frame.locator(".mapapp-district-name")
    expect(names.first).to_be_visible()
    run(frame, "map.setView([13.5, 29.8], 7)")
    expect(names.get_by_text("North Kordofan", exact=True)).to_be_visible()
    overlay(frame, "Districts, with names").uncheck()
    expect(names).to_have_count(0)
    overlay(frame, "Districts, with names").check()
    expect(names.get_by_text("North Kordofan", exact=True)).to_be_visible()
    run(frame, "map.setZoom(6)")
    expect(names).to_have_count(0)


def test_the_larger_an_area_the_lighter(page: Page, app: App) -> None:
    app.features = [incident(n, 46.5 + n / 10, uncertainty_m=10**n) for n in (2, 3, 4, 5)]
    frame = opened(page, app)
    expect(frame.locator("path.mapapp-disc")).to_have_count(4)
    strengths = shapes(frame, "path.mapapp-disc")
    assert strengths[0] == strengths[1] > strengths[2] > strengths[3] > 0


def test_vague_incidents_stand_beside_the_town_that_was_hit(page: Page, app: App) -> None:
    app.features = [
        cell(7, *TARTAR, same_point=True),
        cell(12, *TARTAR, same_point=True, vague=12, somewhere="Tartar", uncertainty_m=15_000),
    ]
    app.members = [incident(n, *TARTAR) for n in range(1, 8)] + [vague(n) for n in range(8, 20)]
    frame = opened(page, app)
    town = frame.get_by_role("button", name=re.compile("^7 incidents: .*, near Tartar$"))
    vague_ones = frame.get_by_role(
        "button",
        name="12 incidents somewhere in Tartar district: 11 Force A, 1 Force B, 3 killed",
        exact=True,
    )
    expect(frame.locator("path.mapapp-outline")).to_have_count(1)
    until(lambda: max(across_and_along(town, vague_ones)) > 20)
    vague_ones.hover()
    expect(frame.locator(".mapapp-tip")).to_contain_text("somewhere in Tartar district")
    vague_ones.press("Enter")
    expect(frame.locator(".mapapp-mark .mapapp-incident.mapapp-vague")).to_have_count(12)
    expect(frame.locator(".mapapp-mark .mapapp-incident")).to_have_count(12)
    page.keyboard.press("Escape")
    town.press("Enter")
    expect(frame.locator(".mapapp-mark .mapapp-incident")).to_have_count(7)
    expect(frame.locator(".mapapp-mark .mapapp-incident.mapapp-vague")).to_have_count(0)


def across_and_along(one: Locator, other: Locator) -> tuple[float, float]:
    """Return how far apart the centres of two elements are, in pixels."""
    here, there = box(one), box(other)
    across = here["x"] + here["width"] / 2 - there["x"] - there["width"] / 2
    along = here["y"] + here["height"] / 2 - there["y"] - there["height"] / 2
    return abs(across), abs(along)


def test_a_vague_place_is_not_drawn_on_a_town(page: Page, app: App) -> None:
    lat, lon = 40.3758, 47.1262
    app.features = [incident(1, lon, lat)]
    frame = opened(page, app, f"?map=10/{lat}/{lon}")
    name = frame.locator(".mapapp-town", has_text="Barda")
    expect(name).to_be_visible()
    expect(frame.locator(".mapapp-dot + .mapapp-town", has_text="Barda")).to_have_count(0)
    app.features = [incident(2, lon, lat, location_precision="3", admin1="Barda")]
    show(frame, "x=1")
    mark = frame.get_by_role("button", name="Somewhere in Barda district")
    expect(mark).to_be_visible()
    expect(frame.locator(".mapapp-dot + .mapapp-town", has_text="Barda")).to_be_visible()
    until(lambda: math.hypot(*across_and_along(mark.locator(".mapapp-incident"), frame.locator("body"))) > 12)


def test_marks_stand_where_they_stand_whatever_came_first(page: Page, app: App) -> None:
    place = {"admin1": "Barda", "location_precision": "3", "uncertainty_m": 12_000}
    spread = [(n, 47.05 + n % 8 / 40, 40.3 + n // 8 / 40) for n in range(120)]
    app.features = [incident(n, lon, lat, harmed=n % 7, **place) for n, lon, lat in spread]
    app.may_answer.clear()
    frame = page.frame_locator("iframe")
    page.goto(app.url)
    expect(frame.locator(".mapapp-town").first).to_be_visible()
    app.may_answer.set()
    expect(frame.locator(".mapapp-mark").first).to_be_visible()
    page.wait_for_function("document.fonts.status === 'loaded'")
    ground_first = places_of_marks(frame)
    assert 10 < len(ground_first) < len(app.features), "some are counted"

    app.may_draw_ground.clear()
    opened(page, app)
    bare = places_of_marks(frame)
    app.may_draw_ground.set()
    expect(frame.locator(".mapapp-town").first).to_be_visible()
    until(lambda: places_of_marks(frame) == ground_first)
    assert bare != ground_first, "the towns are in the way of some"

    every = app.features
    app.features = every[60:]
    show(frame, "x=1")
    until(lambda: places_of_marks(frame) != ground_first)
    app.features = every
    show(frame, "x=2")
    until(lambda: places_of_marks(frame) == ground_first)


def places_of_marks(frame: FrameLocator) -> list[Any]:
    """Return the label and position of each mark."""
    told = "all => all.map(({ ariaLabel, style }) => [ariaLabel, style.cssText])"
    placed: list[Any] = frame.locator(".mapapp-mark").evaluate_all(told)
    return sorted(placed)


def test_a_mixed_cell_says_how_much_of_it_is_vague(page: Page, app: App) -> None:
    app.features = [cell(20, *TARTAR, same_point=False, vague=12, somewhere="")]
    app.features += [cell(5, 46.3, 39.8, same_point=False, vague=5, somewhere="")]
    frame = opened(page, app)
    mixed = frame.get_by_role("button", name="12 incidents known only to the district")
    expect(mixed).to_have_attribute("aria-label", re.compile("^20 incidents: "))
    expect(mixed.locator(".mapapp-vague")).to_have_count(0)
    mixed.hover()
    expect(frame.locator(".mapapp-tip")).to_contain_text("12 incidents known only to the district")
    every = frame.get_by_role("button", name="all incidents known only to the district")
    expect(every.locator(".mapapp-vague")).to_have_count(1)
    expect(every).to_have_attribute("aria-label", re.compile("district$"))  # no town is near


def test_a_choice_rings_the_cell_that_can_hold_it(page: Page, app: App) -> None:
    app.features = [
        vague(9),
        cell(7, *TARTAR, same_point=True),
        cell(12, *TARTAR, same_point=True, vague=12, somewhere="Tartar"),
    ]
    frame = opened(page, app)
    page.evaluate("dispatchEvent(new CustomEvent('mapapp:select', { detail: { id: 'i9' } }))")
    expect(frame.locator(".mapapp-selected")).to_have_count(1)
    app.features = app.features[1:]
    show(frame, "x=1", selected="i9")
    expect(frame.locator(".mapapp-selected")).to_have_attribute(
        "aria-label", re.compile("^12 incidents some")
    )


# ---- around the world


@pytest.mark.parametrize("middle", [180, -180, 540, -539])
def test_marks_beyond_the_date_line_are_shown(page: Page, app: App, middle: int) -> None:
    app.features = [incident(1, 178.0, -17.0), incident(2, -172.0, -14.0)]
    app.features += [cell(3, -178.0, -16.0, same_point=False)]
    frame = opened(page, app, f"?map=6/-15.0000/{middle}.0000")
    west, _, east, _ = map(float, app.asked[-1]["view"][0].split(","))
    assert west < middle < east
    assert east - west < 60
    for name in ("Place 1", "Place 2", "3 incidents"):
        expect(frame.get_by_role("button", name=name)).to_be_in_viewport()
    frame.get_by_role("button", name="3 incidents").click()
    page.wait_for_url(lambda url: "map=6" not in url)
    assert abs(run(frame, "return map.getCenter().lng") - middle) < 3


def go_to(page: Page, lat: float, lon: float, zoom: int) -> None:
    """Move a stand-alone map."""
    found = "Object.entries(window).find(([name]) => name.startsWith('map_'))[1]"
    move = f"({{ at, zoom }}) => void {found}.setView(at, zoom)"  # the map must not be returned
    page.evaluate(move, {"at": [lat, lon], "zoom": zoom})


def test_a_file_goes_around_the_world_too(offline: Page, tmp_path: Path) -> None:
    fiji = [incident(n, 178.0, -17.0) for n in (1, 2)]
    samoa = [incident(n, -172.0, -14.0) for n in (3, 4)]
    file = tmp_path / "map.html"
    features = {"type": "FeatureCollection", "features": [*fiji, *samoa]}
    standalone_map(features, legend_for(["Force A"])).save(str(file))
    offline.goto(file.as_uri())
    expect(offline.get_by_text("4 incidents in view")).to_be_visible()
    go_to(offline, -15, 183, 5)
    expect(offline.get_by_text("4 incidents in view")).to_be_visible()
    marks = offline.get_by_role("button", name="Place ")
    expect(marks).to_have_count(4)
    for n in range(4):
        expect(marks.nth(n)).to_be_in_viewport()
    until(lambda: len({str(box(marks.nth(n))) for n in range(4)}) == 4)  # none covers another


@pytest.mark.parametrize("zoom", [4, 12])
def test_a_file_keeps_vague_places_apart_too(offline: Page, tmp_path: Path, zoom: int) -> None:
    rows = [incident(n, *TARTAR) for n in range(200)] + [vague(n) for n in range(200, 310)]
    rows.append(vague(310, aggregate=True))
    file = tmp_path / "map.html"
    standalone_map({"type": "FeatureCollection", "features": rows}, legend_for(["Force A"])).save(str(file))
    offline.goto(file.as_uri())
    go_to(offline, TARTAR[1], TARTAR[0], zoom)
    expect(offline.get_by_role("button", name="200 incidents: 200 Force A")).to_be_visible()
    name = "110 incidents and 1 combined entry somewhere in Tartar district: 110 Force A"
    expect(offline.get_by_role("button", name=name)).to_be_visible()
    expect(offline.locator("path.mapapp-outline")).to_have_count(1)


def rgb(name: str) -> str:
    colour = THEMES["light"][name]
    return "rgb({}, {}, {})".format(*(int(colour[i : i + 2], 16) for i in (1, 3, 5)))


HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    "{{ 7*7 }}{% raw %}'\"`${x}\\ \u2028 \u202e__proto__"
)


@pytest.fixture
def offline(browser: Browser) -> Iterator[Page]:
    """A page without any network that records what must not happen."""
    context = browser.new_context(offline=True, viewport={"width": 1000, "height": 620})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def test_a_stand_alone_file_needs_no_network_and_runs_nothing_from_the_data(
    offline: Page, tmp_path: Path
) -> None:
    sources = [
        {"publisher": HOSTILE, "title": "bad", "url": "javascript:alert(3)"},
        {"publisher": "Good", "title": "one", "url": "https://example.org/?a=1&b='2'"},
    ]
    hostile = incident(
        1, 46.5, title=HOSTILE, place=HOSTILE, actor=HOSTILE, harm_status="__proto__", sources=sources
    )
    endless = incident(2, 46.7, title="x" * 100_000, actor="__proto__")
    heap = [incident(n, 46.9, actor="__proto__") for n in range(3, 6)]
    features = {"type": "FeatureCollection", "features": [hostile, endless, *heap, incident(9, None)]}
    file = tmp_path / "map.html"
    standalone_map(features, legend_for([HOSTILE, "__proto__"])).save(str(file))

    alarms: list[str] = []
    offline.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    offline.on("pageerror", lambda error: alarms.append(str(error)))
    offline.on("request", lambda request: request.url.startswith("file:") or alarms.append(request.url))
    offline.goto(file.as_uri())
    expect(offline.get_by_text("5 incidents in view · 1 without a location")).to_be_visible()
    expect(offline.locator(".mapapp-mark")).to_have_count(5)

    offline.locator(".mapapp-mark[aria-label*='alert(1)']").click()
    popup = offline.locator(".mapapp-popup")
    expect(popup.locator("h3")).to_contain_text("</script><script>alert(1)</script>")
    expect(popup.locator("h3 bdi")).to_be_visible()
    links = popup.get_by_role("link")
    expect(links).to_have_count(1)
    assert links.get_attribute("href") == "https://example.org/?a=1&b='2'"

    offline.locator(".mapapp-mark[aria-label^='Place 2']").press("Enter")
    title = offline.locator(".mapapp-popup h3").filter(has_text="xxx")
    expect(title).to_be_visible()
    assert len(title.inner_text()) < 200
    assert offline.evaluate("location.search") == ""
    assert alarms == []
