"""Measure speed and memory, as ratios on one machine: `python -m tests.bench [a b c d e f] [--rows N]`."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench import served
from tests.bench.generate import dataset, frame

ACTOR = "Armenian forces"
RUNS = 5


def verdict(value: float, most: float, unit: str = "x") -> str:
    met = f"met by {most - value:.2f}{unit}" if value <= most else f"MISSED by {value - most:.2f}{unit}"
    return f"target at most {most:g}{unit}: {met}"


def say(*parts: object) -> None:
    print(*parts, flush=True)  # noqa: T201


def case_a(folder: Path, rows: int) -> None:
    """From the click on a filter to the repainted map."""
    medians = {}
    for count in dict.fromkeys((150, min(10_000, rows), rows)):
        times = _our_clicks(dataset(folder, count))
        medians[count] = median(times)
        say(f"a  click to repainted map, {count:>9,} incidents: {_spread(times)}")
    ratio = medians[rows] / medians[150]
    say(f"a  {rows:,} : 150 = {ratio:.2f}x, {verdict(ratio, 2)}")


def _our_clicks(file: Path) -> list[float]:
    """Click once in each of several views that were not asked for before, so that no answer is remembered."""
    with served.browser() as started, served.ours(file) as address:
        served.until_answering(address)
        times = []
        for run in range(RUNS + 1):
            page = served.fresh_page(started)
            page.goto(f"{address}?datetime=2014-01-{run + 2:02}/..")
            frame_of_map = served.map_frame(page, ".mapapp-mark")
            served.until_idle(page)
            times.append(served.click_to_drawing(page, frame_of_map, ACTOR, served.NEXT_DRAWING))
            page.context.close()
        return times[1:]  # the first one warms the server up


def case_b(folder: Path, rows: int) -> None:
    """The same click in the usual way."""
    for count in (1_000, 10_000):
        if count > rows:
            continue
        file = dataset(folder, count)
        given = frame(file).dropna(subset=["latitude", "longitude"])
        expected = int((given["actor"] == ACTOR).sum())
        times = []
        with served.browser() as started, served.usual(file) as address:
            served.until_answering(address)
            for _ in range(3 if count < 10_000 else 2):
                page = served.fresh_page(started)
                page.goto(address)
                frame_of_map = served.map_frame(page, f"path.leaflet-interactive >> nth={len(given) - 1}")
                served.until_idle(page)
                times.append(served.click_to_drawing(page, frame_of_map, ACTOR, served.NEXT_MARKS, expected))
                page.context.close()
        say(f"b  the usual way (CircleMarkers in st_folium), {count:>6,} incidents: {_spread(times)}")


def case_c(folder: Path, rows: int) -> None:
    """A map query through the store against the bare one."""
    found = _child("queries", dataset(folder, rows, claims=False))
    bare, store, features = (1000 * found[name] for name in ("bare", "store", "features"))
    say(f"c  cells of a view, {rows:,} rows: bare DuckDB {bare:.0f} ms, through the store {store:.0f} ms")
    say(f"c  store : bare = {store / bare:.2f}x, {verdict(store / bare, 1.5)}")
    say(f"c  with the finished features of the view: {features:.0f} ms, {features / bare:.2f}x")


def case_d(folder: Path, rows: int) -> None:
    """GeoJSON export against GDAL."""
    without = dataset(folder, rows, claims=False)
    pairs = [(_child("export", without), _child("gdal", without)) for _ in range(2)]
    mine, theirs = (min(run[i]["seconds"] for run in pairs) for i in (0, 1))
    memory = max(run[0]["above_idle"] for run in pairs)
    say("d  the same columns in both files; no claims (ours has `id` and an empty list `claims` besides)")
    say(f"d  {rows:,} rows: ours {mine:.1f} s ({pairs[0][0]['size']:.0f} MB), GDAL {theirs:.1f} s")
    say(f"d  ours : GDAL = {mine / theirs:.2f}x (best of 2 each), {verdict(mine / theirs, 1)}")
    say(f"d  memory above idle: {memory:.0f} MB, {verdict(memory, 200, ' MB')}")
    full = _child("export", dataset(folder, rows))
    say(
        f"d  besides, with 2.5 claims per incident, each with its source: {full['seconds']:.1f} s, "
        f"{full['size']:.0f} MB, {full['above_idle']:.0f} MB above idle; GDAL's file has none"
    )


def case_e(folder: Path, rows: int) -> None:
    """From the start of the process to the first painted map."""
    ours = [_start(served.ours(), ".mapapp-mark") for _ in range(3)]
    empty = [_start(served.usual(None), ".leaflet-map-pane") for _ in range(3)]
    say(
        f"e  start to first painted map, bundled data: {_spread(ours)};"
        f" empty st_folium page: {_spread(empty)}"
    )
    say(
        f"e  ours : empty = {median(ours) / median(empty):.2f}x, {verdict(median(ours) / median(empty), 1.5)}"
    )


def _start(serving, drawn: str) -> float:
    with served.browser() as started:
        page, start = served.fresh_page(started), time.perf_counter()
        with serving as address:
            served.until_answering(address)
            page.goto(address)
            frame_of_map = served.map_frame(page, drawn)
            frame_of_map.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
            return 1000 * (time.perf_counter() - start)


def case_f(folder: Path, rows: int) -> None:
    """Memory of server and tab after 20 and after 200 changes of filter."""
    with served.browser() as started, served.ours(dataset(folder, min(rows, 10_000))) as address:
        served.until_answering(address)
        page = served.fresh_page(started)
        page.goto(address)
        frame_of_map = served.map_frame(page, ".mapapp-mark")
        for click in range(1, 201):
            served.until_idle(page)
            if click % 2:
                served.click_to_drawing(page, frame_of_map, ACTOR, served.NEXT_DRAWING)
                page.keyboard.press("Escape")
            else:
                frame_of_map.evaluate(served.NEXT_DRAWING)
                page.get_by_role("button", name="Clear all").first.click()
                frame_of_map.wait_for_function("() => window.benchDrawn")
            if click in (20, 200):
                say(
                    f"f  after {click:>3} changes: server {_rss(served.ours.process.pid):.0f} MB, "
                    f"tab {_heap(page):.1f} MB of JavaScript heap"
                )


def _rss(pid: int) -> float:
    return int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0]) / 1024


def _heap(page) -> float:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    return session.send("Runtime.getHeapUsage")["usedSize"] / 2**20


def _child(case: str, file: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.child", case, str(file)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=served.ROOT)
    return json.loads(done.stdout.splitlines()[-1])


def _spread(times: list[float]) -> str:
    return f"{median(times):.0f} ms ({min(times):.0f} to {max(times):.0f}, {len(times)} runs)"


CASES = {"a": case_a, "b": case_b, "c": case_c, "d": case_d, "e": case_e, "f": case_f}


def main() -> None:
    reader = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measure speed and memory as ratios."
    )
    reader.add_argument("cases", nargs="*", choices=[[], *CASES], default=[])
    reader.add_argument("--rows", type=int, default=1_000_000, help="the size of the large data set")
    given = reader.parse_args()
    folder = Path(tempfile.gettempdir(), f"mapapp-bench-{os.getuid()}")
    say(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start"
        " (above 0.5, other work disturbs the figures)"
    )
    for name in given.cases or "abcde":
        say(f"{name}  {CASES[name].__doc__}")
        CASES[name](folder, given.rows)


if __name__ == "__main__":
    main()
