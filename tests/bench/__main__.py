"""Measure speed and memory, as ratios on one machine: `python -m tests.bench --help`."""

import argparse
import asyncio
import json
import os
import subprocess
from contextlib import ExitStack
from functools import cache, partial
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Frame, Page

from tests.bench import clicks, database, imports, load, peers, readers, refusals, served, slow_line
from tests.bench.generate import dataset, frame, ged, wide
from tests.bench.starts import start

ACTOR = "Armenian forces"
RUNS = 9
START_RUNS = 5
MEASURED = (20, 50, 100, 150, 200)
FLAT = 1.1
DATA_READ = "api/health"
"""What our server answers only once it has read its data, which takes minutes for a million incidents."""


def verdict(value: float, most: float, unit: str = "x") -> str:
    met = f"met by {most - value:.2f}{unit}" if value <= most else f"MISSED by {value - most:.2f}{unit}"
    return f"target at most {most:g}{unit}: {met}"


def say(*parts: object) -> None:
    print(*parts, flush=True)  # noqa: T201


def case_a(folder: Path, rows: int) -> None:
    """From the click on a filter to the repainted map."""
    counts = list(dict.fromkeys((150, min(10_000, rows), rows)))
    times: dict[int, list[float]] = {count: [] for count in counts}
    with served.browser() as started, ExitStack() as stack:
        servers = {}
        for count in counts:
            servers[count] = stack.enter_context(served.ours(dataset(folder, count)))
            served.until_answering(servers[count], DATA_READ)
        for run in range(RUNS + 1):  # in turn, so that other work on the machine disturbs all alike
            for count in counts:
                times[count].append(_our_click(started, servers[count].address, run))
    medians = {count: median(found[1:]) for count, found in times.items()}  # the first warms the server up
    for count in counts:
        say(f"a  click to repainted map, {count:>9,} incidents: {_spread(times[count][1:])}")
    ratio = medians[rows] / medians[150]
    say(f"a  {rows:,} : 150 = {ratio:.2f}x, {verdict(ratio, 2)}")


def case_g(folder: Path, rows: int) -> None:
    """The switch of the point of view against an ordinary filter, and the derivation in the engine."""
    found: dict[str, list[float]] = {"filter": [], "switch": []}
    file = dataset(folder, rows)
    with served.browser() as started, served.ours(file) as server:
        served.until_answering(server, DATA_READ)
        for run in range(RUNS + 1):
            found["filter"].append(_our_click(started, server.address, run + 10))
            found["switch"].append(_our_click(started, server.address, run + 20, "Azerbaijani sources", None))
        say(f"g  the server after {2 * RUNS + 2} clicks: {served.memory(server):,.0f} MB of memory")
    ordinary, switch = (times[1:] for times in found.values())
    say(f"g  {rows:,} incidents: filter {_spread(ordinary)}, switch {_spread(switch)}")
    ratio = median(switch) / median(ordinary)
    say(f"g  switch : filter = {ratio:.2f}x, {verdict(ratio, 1.5)}")
    derived = _child("derivation", file)
    say(
        f"g  six points of view, {derived['incidents']:,.0f} incidents, {derived['claims']:,.0f} claims:"
        f" {derived['seconds']:.1f} s in the engine; with reading and loading at most"
        f" {derived['memory']:,.0f} MB of memory"
    )


def _our_click(
    started: Browser, address: str, run: int, option: str = ACTOR, label: str | None = "Attributed to"
) -> float:
    """Click once in a page at rest, in a view that was not asked for before: no answer is remembered."""
    page = served.fresh_page(started)
    asking = served.asked_by(page)
    page.goto(f"{address}?datetime=2014-01-{run + 2:02}/..")
    frame_of_map = served.map_frame(page, ".mapapp-mark")
    served.until_idle(page)
    served.until_answered(page, asking)
    time_taken = served.click_to_drawing(page, frame_of_map, option, served.NEXT_DRAWING, label=label)
    page.context.close()
    return time_taken


def case_b(folder: Path, rows: int) -> None:
    """The same click in the usual way."""
    for count in (1_000, 10_000):
        if count > rows:
            continue
        file = dataset(folder, count)
        given = frame(file).dropna(subset=["latitude", "longitude"])
        expected = int((given["actor"] == ACTOR).sum())
        times = []
        with served.browser() as started, served.usual(file) as server:
            served.until_answering(server)
            for _ in range(3 if count < 10_000 else 2):
                page = served.fresh_page(started)
                page.goto(server.address)
                served.map_frame(page, f"path.leaflet-interactive >> nth={len(given) - 1}")
                served.until_idle(page)
                times.append(served.click_to_drawing(page, page, ACTOR, served.NEXT_MARKS, expected))
                page.context.close()
        say(f"b  the usual way (CircleMarkers in st_folium), {count:>6,} incidents: {_spread(times)}")


def case_c(folder: Path, rows: int) -> None:
    """A map query through the store against the bare one."""
    for count, most in {150: 2, rows: 1.15}.items():
        found = _of_store(dataset(folder, count, claims=False))
        bare, store, features = (1000 * found[name] for name in ("bare", "store", "features"))
        say(
            f"c  cells of a view, {count:,} rows: bare DuckDB {bare:.1f} ms, through the store {store:.1f} ms"
        )
        say(f"c  store : bare = {store / bare:.2f}x, {verdict(store / bare, most)}")
        say(f"c  with the finished features of the view: {features:.1f} ms, {features / bare:.2f}x")


def case_d(folder: Path, rows: int) -> None:
    """GeoJSON export against GDAL."""
    without = dataset(folder, rows, claims=False)
    mine, theirs = _of_store(without), _child("gdal", without)
    say("d  the same columns in both files; no claims (ours has `id` and an empty list `claims` besides)")
    say(
        f"d  {rows:,} rows: ours {mine['seconds']:.1f} s ({mine['size']:.0f} MB),"
        f" GDAL {theirs['seconds']:.1f} s ({theirs['size']:.0f} MB); best of 2 each"
    )
    ratio = mine["seconds"] / theirs["seconds"]
    say(f"d  ours : GDAL = {ratio:.2f}x, {verdict(ratio, 1)}")
    say(
        f"d  memory above idle ({mine['idle']:.0f} MB): {mine['above_idle']:.0f} MB,"
        f" {verdict(mine['above_idle'], 200, ' MB')}; GDAL's {theirs['above_idle']:.0f} MB"
    )
    fewer = min(rows, 100_000)
    full = _child("store", dataset(folder, fewer))
    say(
        f"d  besides, {fewer:,} rows with 2.5 claims each and their sources: {full['seconds']:.1f} s, "
        f"{full['size']:.0f} MB, {full['above_idle']:.0f} MB above idle; GDAL's file has none"
    )


def case_e(folder: Path, rows: int) -> None:
    """From the start to the first painted map, bundled data: first start, second start, empty page."""
    found: dict[str, list[float]] = {"first": [], "second": [], "empty": []}
    for _ in range(START_RUNS + 1):  # in turn; the first compiles all modules
        with TemporaryDirectory() as copies:
            for which in ("first", "second"):
                found[which].append(start(served.ours(copies=Path(copies))).painted)
        found["empty"].append(start(served.usual(None), ".leaflet-map-pane").painted)
    for which, times in found.items():
        say(f"e  {which}: {_spread(times[1:])}")
    for which, most in (("first", 1.5), ("second", 1.25)):
        ratio = median(found[which][1:]) / median(found["empty"][1:])
        say(f"e  {which} : empty = {ratio:.2f}x, {verdict(ratio, most)}")


def case_i(folder: Path, rows: int) -> None:
    """What importing costs: the ten dearest packages, and all of serving against an empty st_folium page."""
    found = imports.dearest()
    for package, seconds in found.most_common(10):
        say(f"i  {package}: {seconds:.2f} s, {100 * seconds / found.total():.0f} % of {found.total():.1f} s")
    ours, page = (imports.processor_time(one) for one in (imports.SERVING, imports.EMPTY_PAGE))
    say(f"i  processor time: {ours:.2f} s to {page:.2f} s")
    say(f"i  serving : empty page = {ours / page:.2f}x, {verdict(ours / page, imports.BUDGET)}")


def case_j(folder: Path, rows: int) -> None:
    """Preparing against DuckDB's own CSV reader writing Parquet, and serving what was prepared."""
    for count in dict.fromkeys((min(rows, 100_000), rows)):
        without = dataset(folder, count, claims=False)
        bare, ours = _child("parquet", without), _child("prepare", without)
        for name, said in (("seconds", "time"), ("processor", "processor time")):
            ratio = ours[name] / bare[name]
            say(
                f"j  {count:,} rows without claims, {said}: {ours[name]:.1f} s to {bare[name]:.1f} s;"
                f" prepared : Parquet = {ratio:.2f}x, {verdict(ratio, 3)}"
            )
        say(f"j  memory: {ours['memory']:,.0f} MB, {verdict(ours['memory'], 2000, ' MB')}")
    claims = _child("prepare", dataset(folder, min(rows, 100_000)))
    say(
        f"j  {min(rows, 100_000):,} rows with 2.5 claims each: {claims['seconds']:.1f} s, processor time"
        f" {claims['processor']:.1f} s, memory {claims['memory']:,.0f} MB"
    )
    opened = _child("opened", folder / "prepared" / f"{without.parent.name}.mapapp")
    say(f"j  the file, {ours['size']:.0f} MB, opened in {1000 * opened['open']:.0f} ms")
    for view in ("town", "world"):
        say(f"j  features of a view, {view}: {1000 * opened[view]:.0f} ms")
    say(f"j  memory of serving it: {opened['memory']:,.0f} MB, {verdict(opened['memory'], 1500, ' MB')}")


def case_f(folder: Path, rows: int) -> None:
    """Memory of server and tab in two hundred changes of filter, one after the other in one tab."""
    found = {}
    with served.browser() as started, served.ours(dataset(folder, min(rows, 10_000))) as server:
        served.until_answering(server)
        page = served.fresh_page(started)
        page.goto(server.address)
        frame_of_map = served.map_frame(page, ".mapapp-mark")
        for click in range(1, 201):
            _change(page, frame_of_map, choose=bool(click % 2))
            if click in MEASURED:
                served.until_idle(page)
                found[click] = (served.memory(server), _heap(page))
                say(
                    f"f  after {click:>3} changes: server {found[click][0]:.0f} MB, "
                    f"tab {found[click][1]:.1f} MB of JavaScript heap"
                )
    for which, name in enumerate(("server", "tab")):
        ratio = found[MEASURED[-1]][which] / found[MEASURED[0]][which]
        say(f"f  {name}, {MEASURED[-1]} : {MEASURED[0]} changes = {ratio:.2f}x, {verdict(ratio, FLAT)}")


def case_h(folder: Path, rows: int, against: Path | None = None) -> None:
    """A click on a filter, bundled data: the server's processor time, and the time to the repainted map."""
    checkouts = {"this": served.ROOT, **({"other": against} if against else {})}
    found = clicks.measured({name: (root, None) for name, root in checkouts.items()})
    for name, all_clicks in found.items():
        for figure, times in zip(clicks.Click._fields, zip(*all_clicks, strict=True), strict=True):
            say(f"h  {name} checkout, {figure}: {_spread(list(times))}")
    if against:
        ours, theirs = (clicks.medians(all_clicks) for all_clicks in found.values())
        for figure, most in (("processor", 0.25), ("repainted", 0.45)):
            ratio = getattr(ours, figure) / getattr(theirs, figure)
            say(f"h  this : other, {figure} = {ratio:.2f}x, {verdict(ratio, most)}")


def case_k(folder: Path, rows: int) -> None:
    """A page of 1,000 items of the API against json.dumps of the same features."""
    file = dataset(folder, min(rows, 20_000))
    found = {name: 1000 * seconds for name, seconds in _child("items", file).items()}
    ratio = found["page"] / found["dumps"]
    said = f"page {found['page']:.0f} ms, json.dumps {found['dumps']:.0f} ms"
    say(f"k  {said}: {ratio:.2f}x, {verdict(ratio, 1.5)}")


def case_l(folder: Path, rows: int, against: Path | None = None) -> None:
    """This checkout against another one, in turn: start to the first map, queries and export of a store."""
    if not against:
        say("l  needs --against")
        return
    file = dataset(folder, min(rows, 100_000))
    found: list[list[dict[str, float]]] = [[], []]
    for _ in range(START_RUNS + 1):  # the first compiles all modules
        for figures, root in zip(found, (served.ROOT, against), strict=True):
            begun, store = start(served.ours(root=root)), _child("store", file, root)
            figures.append(
                {
                    "start, processor time": begun.processor,
                    "start to first painted map": begun.painted,
                    "cells of a view": 1000 * store["store"],
                    "features of a view": 1000 * store["features"],
                    "export of GeoJSON": 1000 * store["seconds"],
                }
            )
    for name in found[0][0]:
        ours, theirs = ([one[name] for one in figures[1:]] for figures in found)
        ratio = median(mine / other for mine, other in zip(ours, theirs, strict=True))
        say(f"l  {name}: this {_spread(ours)}, other {_spread(theirs)}; in pairs {ratio:.2f}x")


def case_m(folder: Path, rows: int) -> None:
    """Ten times the load that can be carried, a crowd, idle connections, readers who stop in an export."""
    with served.ours() as server:
        served.until_answering(server, DATA_READ)
        pictures = load.new_pictures()
        for kind, questions, each in (
            ("questions of the map", load.new_questions(), load.CALM),
            ("pages of items", load.new_pages(), load.CALM),
            ("pictures", pictures, load.CALM_PICTURES),
        ):
            _tell_overload(kind, asyncio.run(load.overloaded(server.address, questions, each)))
        for kind, paths in (
            ("new pictures", list(islice(pictures, load.CROWD))),
            ("equal workbooks", load.equal_exports()),
        ):
            asyncio.run(load.crowd(server.address, [f"{paths[0]}&bbox=44,38,48,42"]))  # imports
            with load.Watch(server.address) as watch:
                endings, longest = asyncio.run(load.crowd(server.address, paths))
            say(f"m  {len(paths)} {kind} at once: {endings[200]} answered; endings {dict(endings)}")
            say(f"m  {kind}, longest wait: {longest:.1f} s, {verdict(longest, 10, ' s')}")
            say(f"m  {kind}, health meanwhile: {_spread([1000 * one for one in watch.times])}")
        alone, beside = asyncio.run(load.beside_idle(server.address))
        say(f"m  a question: {1000 * alone:.0f} ms; beside {load.IDLE} idle, {load.IDLE} half-sent ones")
        say(f"m  {1000 * beside:.0f} ms: {beside / alone:.2f}x, {verdict(beside / alone, 1.5)}")
    with served.ours(dataset(folder, min(rows, 100_000))) as server:
        served.until_answering(server, DATA_READ)
        each = asyncio.run(load.slow_exports(server.address, lambda: served.memory(server)))
        say(f"m  {load.SLOW} readers who stop in an export: {each:.2f} MB of memory each")


def _tell_overload(kind: str, found: load.Load) -> None:
    worst, usual = 1000 * max(found.health), 1000 * median(found.health)
    say(f"m  {kind}: health at rest: {_spread([1000 * one for one in found.at_rest])}")
    say(f"m  {kind}: carried {found.carried:.1f} a second; asked {found.asked:.0f} a second")
    say(f"m  {kind}: answered {found.answered:.1f} a second; endings {dict(found.endings)}")
    say(f"m  {kind}, longest wait: {max(found.waits):.1f} s, {verdict(max(found.waits), 10, ' s')}")
    say(f"m  {kind}, health: median {usual:.0f} ms, longest {worst:.0f} ms, {verdict(worst, 200, ' ms')}")
    say(f"m  {kind}, recovery: {found.recovery:.2f} s, {verdict(found.recovery, 5, ' s')}")


def case_n(folder: Path, rows: int, against: Path | None = None) -> None:
    """Fifty readers who think between clicks, and who do not, against one; bundled data, the API's part."""
    rates = []
    for name, root in {"this": served.ROOT, **({"other": against} if against else {})}.items():
        with served.ours(root=root) as server:
            served.until_answering(server, DATA_READ)
            found = asyncio.run(readers.measured(server.address))
        for which, clicked in zip(found._fields, found, strict=True):
            said = f"{len(clicked.seconds)} clicks, {clicked.failed} errors, {clicked.rate:.1f} a second"
            say(f"n  {name} checkout, {which}: {said}, p95 {1000 * clicked.p95:.0f} ms")
        ratio = found.together.p95 / found.alone.p95
        say(f"n  {name} checkout, p95 of {readers.MANY} : one = {ratio:.2f}x, {verdict(ratio, 4)}")
        rates.append(found.at_full_load.rate)
    if against:
        say(f"n  this : other, clicks a second at full load = {rates[0] / rates[1]:.2f}x; target at least 4x")


def case_o(folder: Path, rows: int) -> None:
    """A small answer while pages of another site try to connect without pause, and are refused."""
    with served.ours() as server:
        served.until_answering(server, DATA_READ)
        at_rest, beside, refused = refusals.measured(server.address)
    say(f"o  at rest: {_spread([1000 * one for one in at_rest])}")
    say(f"o  beside {refused} refused handshakes: {_spread([1000 * one for one in beside])}")
    longest = 1000 * max(beside)
    say(f"o  longest: {longest:.0f} ms, {verdict(longest, 200, ' ms')}")


def case_p(folder: Path, rows: int) -> None:
    """Reading and loading a cell of a file with 3,000 columns of its own against one with 30."""
    for wide_rows in (1000, 300):
        wide_cells = 3000 * wide_rows
        for narrow_rows in dict.fromkeys((wide_rows, wide_cells // 30)):
            costs = []
            for columns, count in ((30, narrow_rows), (3000, wide_rows)):
                taken = _child("loading", wide(folder, columns, count))["processor"]
                costs.append(taken / (columns * count))
                say(f"p  {count:,} rows, {columns:,} columns: {taken:.1f} s of processor time")
            ratio = costs[1] / costs[0]
            say(f"p  3,000 : 30 columns, per cell = {ratio:.2f}x, {verdict(ratio, 2)}")


def case_q(folder: Path, rows: int) -> None:
    """What people use today on the same rows in the same browser; writes docs/images/peers.svg."""
    sizes = [size for size in peers.SIZES if size <= rows]
    found = peers.measured(folder, sizes)
    for line in peers.table(found, sizes):
        say(line)
    peers.picture(found, served.ROOT / "docs/images/peers.svg")


def case_r(folder: Path, rows: int) -> None:
    """A first visit over a line of 400 kbit/s, bundled data."""
    with served.browser() as started, served.ours() as server:
        served.until_answering(server, DATA_READ)
        visits = [slow_line.visit(started, server) for _ in range(3)]
    for what, most, times in zip(
        slow_line.Visit._fields, (10, 25, 25), zip(*visits, strict=True), strict=True
    ):
        say(f"r  {what}: {median(times):.1f} s ({min(times):.1f} to {max(times):.1f}, {len(times)} visits)")
        say(f"r  {what}: {verdict(median(times), most, ' s')}")


STREAMING = ("flatgeobuf", "geoparquet", "csv")
"""A GeoPackage is a database, which is made as a whole."""


def case_s(folder: Path, rows: int) -> None:
    """Exports to other formats against GDAL, geopandas with pyarrow, or DuckDB writing the same rows."""
    file = dataset(folder, rows, claims=False)
    for name, both in _child("formats", file).items():
        found, other = both["ours"], both["theirs"]
        for figure, said in (("seconds", "time"), ("processor", "processor time")):
            ratio = found[figure] / other[figure]
            say(
                f"s  {name}, {rows:,} rows, {said}: {found[figure]:.1f} s to {other[figure]:.1f} s"
                f" (best of 2 each, in turn): {ratio:.2f}x, {verdict(ratio, 1.2)}"
            )
        said = f"s  {name}, memory above idle: {found['above_idle']:.0f} MB"
        said += f", {verdict(found['above_idle'], 150, ' MB')}" if name in STREAMING else ""
        say(f"{said}; other {other['above_idle']:.0f}; files {found['size']:.0f} and {other['size']:.0f} MB")


def case_t(folder: Path, rows: int) -> None:
    """A map's view in PostgreSQL against the same question written by hand."""
    found = {
        name: 1000 * seconds
        for name, seconds in database.map_view(dataset(folder, rows, claims=False)).items()
    }
    say(f"t  {rows:,} rows, without claims, published in {found['load'] / 1000:.0f} s")
    for name, said in (("store", "cells of a view"), ("features", "the finished features")):
        ratio = found[name] / found["by hand"]
        say(
            f"t  {said} {found[name]:.0f} ms, by hand {found['by hand']:.0f} ms: {ratio:.2f}x,"
            f" {verdict(ratio, 3)}"
        )


GED_ROWS = 400_000


def case_u(folder: Path, rows: int) -> None:
    """Importing a file of the shape of UCDP GED, which becomes three tables, against pandas reading it."""
    memory = {}
    for count in dict.fromkeys(min(rows, one) for one in (GED_ROWS // 4, GED_ROWS)):
        file = ged(folder, count)
        runs = [(_child("imported", file), _child("by_pandas", file)) for _ in range(2)]
        for figure, said in (("seconds", "time"), ("processor", "processor time")):
            ours, theirs = (min(one[figure] for one in found) for found in zip(*runs, strict=True))
            ratio = ours / theirs
            say(
                f"u  {count:,} rows, {file.stat().st_size / 1e6:.0f} MB, {said}: {ours:.1f} s to"
                f" {theirs:.2f} s (best of 2 each): {ratio:.2f}x, {verdict(ratio, 2)}"
            )
        memory[count] = min(one["memory"] for one, _ in runs)
        say(f"u  {count:,} rows, memory: {memory[count]:,.0f} MB; pandas {runs[0][1]['memory']:,.0f} MB")
    ratio = max(memory.values()) / min(memory.values())
    say(f"u  memory of the larger : the smaller = {ratio:.2f}x, {verdict(ratio, FLAT)}")


def _change(page: Page, frame_of_map: Frame, *, choose: bool) -> None:
    served.until_idle(page)
    if choose:
        served.click_to_drawing(page, frame_of_map, ACTOR, served.NEXT_DRAWING)
        page.keyboard.press("Escape")
    else:
        frame_of_map.evaluate(served.NEXT_DRAWING)
        page.get_by_role("button", name="Clear all filters").first.click()
        frame_of_map.wait_for_function("() => window.benchDrawn")


def _heap(page) -> float:
    session = page.context.new_cdp_session(page)
    for _ in range(3):  # what the first round frees may hold on to more
        session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")["usedSize"] / 2**20
    session.detach()
    return used


@cache
def _of_store(file: Path) -> dict[str, float]:
    return _child("store", file)


def _child(case: str, file: Path, root: Path = served.ROOT) -> dict[str, Any]:
    command = [served.python_of(root), "-m", "tests.bench.child", case, str(file)]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, cwd=root, env=served.environment()
    )
    return json.loads(done.stdout.splitlines()[-1])


def _spread(times: list[float]) -> str:
    return f"{median(times):.0f} ms ({min(times):.0f} to {max(times):.0f}, {len(times)} runs)"


CASES = {
    "a": case_a,
    "b": case_b,
    "c": case_c,
    "d": case_d,
    "e": case_e,
    "f": case_f,
    "g": case_g,
    "h": case_h,
    "i": case_i,
    "j": case_j,
    "k": case_k,
    "l": case_l,
    "m": case_m,
    "n": case_n,
    "o": case_o,
    "p": case_p,
    "q": case_q,
    "r": case_r,
    "s": case_s,
    "t": case_t,
    "u": case_u,
}


def main() -> None:
    reader = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measure speed and memory as ratios."
    )
    reader.add_argument("cases", nargs="*", choices=[[], *CASES], default=[])
    reader.add_argument("--rows", type=int, default=1_000_000, help="the size of the large data set")
    reader.add_argument("--against", type=Path, help="a second checkout, ready by make .venv/ready: h, l, n")
    given = reader.parse_args()
    cases = CASES | {name: partial(CASES[name], against=given.against) for name in "hln"}
    say(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start"
        " (above 0.5, other work disturbs the figures)"
    )
    for name in given.cases or cases:
        say(f"{name}  {CASES[name].__doc__}")
        cases[name](served.SCRATCH, given.rows)


if __name__ == "__main__":
    main()
