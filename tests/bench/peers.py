"""What people use today compared with ours, same rows and browser: time, bytes, memory; a picture."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from matplotlib.figure import Figure as Drawing
from playwright.sync_api import Browser, Error, Frame, Page

from tests.bench import served
from tests.bench.generate import dataset, frame
from tests.bench.results import Figure, Target

OURS = "mapapp"
NAMES = {
    OURS: "mapapp",
    "circle_markers": "st_folium, CircleMarker",
    "geojson": "st_folium, GeoJson (as explore() makes it)",
    "marker_cluster": "st_folium, MarkerCluster",
    "fast_marker_cluster": "st_folium, FastMarkerCluster",
    "st_map": "st.map",
    "pydeck_chart": "st.pydeck_chart",
}
SIZES = (1_000, 10_000, 100_000, 1_000_000)
ACTOR = "Armenian forces"
RUNS, MANY = 3, 50_000
"""How often each way is measured; from this many incidents on, only once."""
FAR_AHEAD = 100_000
"""With this many incidents ours is to need a tenth of the time for a change."""
PATIENCE = 120_000
"""Milliseconds after which a way counts as failing at this many incidents; larger numbers are not tried."""

COUNTED = {
    "circle_markers": "map?.querySelectorAll('path.leaflet-interactive').length",
    "geojson": "map?.querySelectorAll('path.leaflet-interactive').length",
    "marker_cluster": "clustered(map)",
    "fast_marker_cluster": "clustered(map)",
    "st_map": "window.benchInstances",
    "pydeck_chart": "window.benchInstances",
}
"""How many incidents a way shows: its paths, the counts on its clusters, or the instances given to WebGL."""

WATCH = f"""
(() => {{
  const draw = WebGL2RenderingContext.prototype.drawArraysInstanced;
  WebGL2RenderingContext.prototype.drawArraysInstanced = function (...given) {{
    window.benchInstances = given[3];
    return draw.apply(this, given);
  }};
  const clustered = (map) => {{
    let sum = map?.querySelectorAll("img.leaflet-marker-icon").length;
    for (const one of map?.querySelectorAll(".marker-cluster") ?? []) sum += Number(one.textContent);
    return sum;
  }};
  const counts = {{COUNTS}};
  window.benchUntil = (way, count) => {{
    window.benchDrawn = null;
    const look = () => {{
      const map = document.querySelector('iframe[title*="folium"]')?.contentDocument;
      if (counts[way](map) !== count) return requestAnimationFrame(look);
      requestAnimationFrame(() => {{ {served.PAINTED} }});
    }};
    look();
  }};
}})()
""".replace("{COUNTS}", "{" + ", ".join(f"{way}: (map) => {js}" for way, js in COUNTED.items()) + "}")


class Figures(NamedTuple):
    """Milliseconds to the first map and for a change; megabytes sent for it, and held by server and tab."""

    first: float
    change: float
    sent: float
    server: float
    tab: float


def measured(folder: Path, sizes: Sequence[int] = SIZES) -> dict[str, dict[int, Figures]]:
    """Measure every way at every size it survives; return the median of each figure."""
    found: dict[str, dict[int, Figures]] = {way: {} for way in NAMES}
    for size in sizes:
        for way, survived in found.items():
            if len(survived) == sizes.index(size) and (figures := _of(way, dataset(folder, size))):
                survived[size] = figures
    return found


def _of(way: str, file: Path) -> Figures | None:
    located = frame(file).dropna(subset=["latitude", "longitude"])
    counts = (len(located), int((located["actor"] == ACTOR).sum()))
    runs = []
    with _serving(way, file) as server:
        served.until_answering(server, "api/health" if way == OURS else "_stcore/health")
        for _ in range(1 + (RUNS if len(located) < MANY else 1)):  # the first run reads the file
            try:
                runs.append(_once(way, server, counts))
            except Error:
                return None
    return Figures(*(median(figures) for figures in zip(*runs[1:], strict=True)))


def _serving(way: str, file: Path) -> AbstractContextManager[served.Server]:
    return served.ours(file) if way == OURS else served.usual(file, way)


def _once(way: str, server: served.Server, counts: tuple[int, int]) -> Figures:
    with served.browser() as started:
        page = served.fresh_page(started)
        page.set_default_timeout(PATIENCE)
        page.add_init_script(WATCH)
        sent = _sent_to(page)
        page.goto(server.address)
        watched: Page | Frame = page
        if way == OURS:
            watched = served.map_frame(page, ".mapapp-mark")
            first, arm = page.evaluate("() => performance.now()"), served.NEXT_DRAWING
        else:
            arm = f"(count) => benchUntil('{way}', count)"
            page.evaluate(arm, counts[0])
            page.wait_for_function("() => window.benchDrawn")
            first = page.evaluate("() => window.benchDrawn - performance.timeOrigin")
        served.until_idle(page)
        bytes_sent = sum(sent)
        change = served.click_to_drawing(page, watched, ACTOR, arm, counts[1])
        return Figures(first, change, bytes_sent / 1e6, served.memory(server), _tab(started))


def _sent_to(page: Page) -> list[float]:
    """Return a list, kept up to date, of the bytes of each answer and each message to a page."""
    sent: list[float] = []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda done: sent.append(done["encodedDataLength"]))
    network.on(
        "Network.webSocketFrameReceived", lambda got: sent.append(len(got["response"]["payloadData"]) * 3 / 4)
    )  # Base64
    return sent


def _tab(started: Browser) -> float:
    """Return the megabytes of memory that a browser's pages hold."""
    processes = started.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    held = [one["id"] for one in processes if one["type"] == "renderer"]
    shares = [Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii") for process in held]
    return sum(int(share.split("Pss:")[1].split()[0]) for share in shares) / 1024


def told(found: Mapping[str, Mapping[int, Figures]], sizes: Sequence[int]) -> Iterator[Figure]:
    """Yield every figure, and each ratio to ours: it should be at least 1, or 10 with 100,000 incidents."""
    for size in sizes:
        for way, name in NAMES.items():
            what = f"{size:,} incidents, {name}"
            if not (figures := found[way].get(size)):
                yield Figure(what, f"not within {PATIENCE / 60_000:.0f} minutes")
                continue
            first, change, sent, server, tab = figures
            said = f"first map {first / 1000:.1f} s, a change {change / 1000:.2f} s; {sent:.1f} MB sent; "
            said += f"memory of the server {server:,.0f} MB, of the tab {tab:,.0f} MB"
            ours = found[OURS].get(size)
            if way == OURS or not ours:
                yield Figure(what, said)
            else:
                times = change / ours.change
                target = Target(times, 10 if size == FAR_AHEAD else 1, is_least=True)
                yield Figure.of(what, f"{said}; a change {times:.1f}x of ours", target)


def picture(found: Mapping[str, Mapping[int, Figures]], file: Path) -> None:
    """Draw the time that a change takes, by number of incidents."""
    drawn = Drawing(figsize=(8, 4.5), layout="constrained")
    axes = drawn.subplots()
    for way, name in NAMES.items():
        sizes = list(found[way])
        times = [figures.change / 1000 for figures in found[way].values()]
        is_ours = way == OURS
        axes.plot(
            sizes, times, marker="o", label=name, linewidth=3 if is_ours else 1.2, zorder=3 if is_ours else 2
        )
    axes.set(
        xscale="log", yscale="log", xlabel="incidents", ylabel="seconds from a click to the repainted map"
    )
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.grid(alpha=0.3)
    drawn.legend(loc="outside lower center", ncols=3, frameon=False, fontsize=8)  # where it covers no line
    drawn.savefig(file, metadata={"Date": None})
