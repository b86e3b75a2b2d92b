"""The cases to measure: one function each, which yields figures as soon as it has them."""

import asyncio
import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Frame, Page

from tests.bench import clicks, database, imports, load, peers, readers, refusals, served, slow_line
from tests.bench.generate import dataset, frame, ged, wide
from tests.bench.many import ONE, many
from tests.bench.results import Figure, Target
from tests.bench.starts import start

ACTOR = "Armenian forces"
RUNS = 9
START_RUNS = 5
MEASURED = (20, 50, 100, 150, 200)
FLAT = 1.1
DATA_READ = "api/health"
"""Our server answers here only once it has read its data, which takes minutes for a million incidents."""


def case_sizes(folder: Path, rows: int) -> Iterator[Figure]:
    """From a click on a filter to the repainted map; above a million incidents: prepared, without claims."""
    counts = list(dict.fromkeys((150, min(10_000, rows), rows)))
    times: dict[int, list[float]] = {count: [] for count in counts}
    with served.browser() as started, ExitStack() as stack:
        servers = {}
        for count in counts:
            file = many(folder, count) if count > ONE else dataset(folder, count)
            servers[count] = stack.enter_context(served.ours(file))
            served.until_answering(servers[count], DATA_READ)
        for run in range(RUNS + 1):  # in turn, so that other work on the machine affects all equally
            for count in counts:
                times[count].append(_our_click(started, servers[count].address, run))
    medians = {count: median(found[1:]) for count, found in times.items()}  # the first warms the server up
    for count in counts:
        yield Figure(f"{count:,} incidents", _spread(times[count][1:]))
    yield Figure.ratio(f"{rows:,} to 150", medians[rows] / medians[150], 1.5)


def case_accounts(folder: Path, rows: int) -> Iterator[Figure]:
    """Switching the point of view against an ordinary filter, and the derivation in the engine."""
    found: dict[str, list[float]] = {"filter": [], "switch": []}
    file = dataset(folder, rows)
    with served.browser() as started, served.ours(file) as server:
        served.until_answering(server, DATA_READ)
        for run in range(RUNS + 1):
            found["filter"].append(_our_click(started, server.address, run + 10))
            found["switch"].append(_our_click(started, server.address, run + 20, "Azerbaijani sources", None))
        yield Figure(f"memory of the server after {2 * RUNS + 2} clicks", f"{served.memory(server):,.0f} MB")
    ordinary, switch = (times[1:] for times in found.values())
    yield Figure(f"a filter, {rows:,} incidents", _spread(ordinary))
    yield Figure("the switch", _spread(switch))
    yield Figure.ratio("the switch to the filter", median(switch) / median(ordinary), 1.5)
    derived = _child("derivation", file)
    yield Figure(
        f"six accounts derived, {derived['incidents']:,.0f} incidents, {derived['claims']:,.0f} claims",
        f"{derived['seconds']:.1f} s in the engine; with reading and loading {derived['memory']:,.0f} MB",
    )


def _our_click(
    started: Browser, address: str, run: int, option: str = ACTOR, label: str | None = "Attributed to"
) -> float:
    """Click once in a page at rest, in a view not requested before, so that no answer is cached."""
    page = served.fresh_page(started)
    asking = served.asked_by(page)
    page.goto(f"{address}?datetime=2014-01-{run + 2:02}/..")
    frame_of_map = served.map_frame(page, ".mapapp-mark")
    served.until_idle(page)
    served.until_answered(page, asking)
    time_taken = served.click_to_drawing(page, frame_of_map, option, served.NEXT_DRAWING, label=label)
    page.context.close()
    return time_taken


def case_usual(folder: Path, rows: int) -> Iterator[Figure]:
    """The same click done the usual way."""
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
        yield Figure(f"{count:,} incidents", _spread(times))


def case_store(folder: Path, rows: int) -> Iterator[Figure]:
    """A map query through the store against the bare one."""
    for count, most in {150: 2, rows: 1.15}.items():
        found = _of_store(dataset(folder, count, claims=False))
        bare, store, features = (1000 * found[name] for name in ("bare", "store", "features"))
        target = Target(store / bare, most)
        yield Figure.of(f"{count:,} rows", f"{store:.1f} to {bare:.1f} ms: {store / bare:.2f}x", target)
        yield Figure("with the finished features", f"{features:.1f} ms: {features / bare:.2f}x")


def case_geojson(folder: Path, rows: int) -> Iterator[Figure]:
    """GeoJSON export against GDAL."""
    without = dataset(folder, rows, claims=False)
    mine, theirs = _of_store(without), _child("gdal", without)
    ratio = mine["seconds"] / theirs["seconds"]
    yield Figure.of(
        f"{rows:,} rows without claims, best of 2 each",
        f"{mine['seconds']:.1f} s ({mine['size']:.0f} MB) to {theirs['seconds']:.1f} s"
        f" ({theirs['size']:.0f} MB): {ratio:.2f}x",
        Target(ratio, 1),
    )
    yield Figure.of(
        f"memory above idle ({mine['idle']:.0f} MB)",
        f"{mine['above_idle']:.0f} MB; GDAL's {theirs['above_idle']:.0f} MB",
        Target(mine["above_idle"], 200, " MB"),
    )
    fewer = min(rows, 100_000)
    full = _child("store", dataset(folder, fewer))
    yield Figure(
        f"{fewer:,} rows with 2.5 claims each and their sources, which GDAL's file lacks",
        f"{full['seconds']:.1f} s, {full['size']:.0f} MB, {full['above_idle']:.0f} MB above idle",
    )


def case_start(folder: Path, rows: int) -> Iterator[Figure]:
    """From the start to the first painted map, bundled data: first start, second start, empty page."""
    found: dict[str, list[float]] = {"first": [], "second": [], "empty": []}
    for _ in range(START_RUNS + 1):  # in turn; the first compiles all modules
        with TemporaryDirectory() as copies:
            for which in ("first", "second"):
                found[which].append(start(served.ours(copies=Path(copies))).painted)
        found["empty"].append(start(served.usual(None), ".leaflet-map-pane").painted)
    for which, times in found.items():
        yield Figure(f"{which} page" if which == "empty" else f"{which} start", _spread(times[1:]))
    for which, most in (("first", 1.5), ("second", 1.25)):
        ratio = median(found[which][1:]) / median(found["empty"][1:])
        yield Figure.ratio(f"{which} start to the empty page", ratio, most)


def case_imports(folder: Path, rows: int) -> Iterator[Figure]:
    """The cost of imports: the ten costliest packages; all of serving against an empty st_folium page."""
    found = imports.dearest()
    for package, seconds in found.most_common(10):
        share = f"{100 * seconds / found.total():.0f} % of {found.total():.1f} s"
        yield Figure(package, f"{seconds:.2f} s, {share}")
    ours, page = (imports.processor_time(one) for one in (imports.SERVING, imports.EMPTY_PAGE))
    yield Figure.of(
        "all, processor time",
        f"{ours:.2f} to {page:.2f} s: {ours / page:.2f}x",
        Target(ours / page, imports.BUDGET),
    )


def case_prepare(folder: Path, rows: int) -> Iterator[Figure]:
    """Preparing against DuckDB's own CSV reader writing Parquet, and serving what was prepared."""
    for count in dict.fromkeys((min(rows, 100_000), rows)):
        without = dataset(folder, count, claims=False)
        bare, ours = _child("parquet", without), _child("prepare", without)
        for name, said in (("seconds", "time"), ("processor", "processor time")):
            ratio = ours[name] / bare[name]
            yield Figure.of(
                f"{count:,} rows without claims, {said}",
                f"{ours[name]:.1f} to {bare[name]:.1f} s: {ratio:.2f}x",
                Target(ratio, 3),
            )
        target = Target(ours["memory"], 2000, " MB")
        yield Figure.of("memory", f"{ours['memory']:,.0f} MB", target)
    claims = _child("prepare", dataset(folder, min(rows, 100_000)))
    yield Figure(
        f"{min(rows, 100_000):,} rows with 2.5 claims each",
        f"{claims['seconds']:.1f} s, processor time {claims['processor']:.1f} s, {claims['memory']:,.0f} MB",
    )
    opened = _child("opened", folder / "prepared" / f"{without.parent.name}.mapapp")
    said = f"{ours['size']:.0f} MB, opened in {1000 * opened['open']:.0f} ms"
    yield Figure(f"the file of {rows:,} rows", said)
    for view in ("town", "world"):
        yield Figure(f"features of a view, {view}", f"{1000 * opened[view]:.0f} ms")
    target = Target(opened["memory"], 1500, " MB")
    yield Figure.of("memory of serving it", f"{opened['memory']:,.0f} MB", target)


def case_steady(folder: Path, rows: int) -> Iterator[Figure]:
    """Memory of server and tab over two hundred filter changes in a row in one tab."""
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
                of_server, of_tab = found[click] = (served.memory(server), _heap(page))
                said = f"server {of_server:.0f} MB, tab {of_tab:.1f} MB of JavaScript heap"
                yield Figure(f"after {click} changes", said)
    for which, name in enumerate(("server", "tab")):
        ratio = found[MEASURED[-1]][which] / found[MEASURED[0]][which]
        yield Figure.ratio(f"{name}, {MEASURED[-1]} to {MEASURED[0]} changes", ratio, FLAT)


def case_click(folder: Path, rows: int, against: Path) -> Iterator[Figure]:
    """A click on a filter, bundled data: the server's processor time, and the time to the repainted map."""
    found = clicks.measured({"this": (served.ROOT, None), "other": (against, None)})
    for name, all_clicks in found.items():
        for figure, times in zip(clicks.Click._fields, zip(*all_clicks, strict=True), strict=True):
            yield Figure(f"{name} checkout, {figure}", _spread(list(times)))
    ours, theirs = (clicks.medians(all_clicks) for all_clicks in found.values())
    for figure, most in (("processor", 0.25), ("repainted", 0.45)):
        ratio = getattr(ours, figure) / getattr(theirs, figure)
        yield Figure.ratio(f"this to the other, {figure}", ratio, most)


def case_items(folder: Path, rows: int) -> Iterator[Figure]:
    """A page of 1,000 items of the API against json.dumps of the same features."""
    file = dataset(folder, min(rows, 20_000))
    found = {name: 1000 * seconds for name, seconds in _child("items", file).items()}
    ratio = found["page"] / found["dumps"]
    said = f"{found['page']:.0f} to {found['dumps']:.0f} ms: {ratio:.2f}x"
    yield Figure.of("20,000 incidents with 2.5 claims each", said, Target(ratio, 1.5))


def case_before(folder: Path, rows: int, against: Path) -> Iterator[Figure]:
    """This checkout against another, in turn: start to the first map, queries and export of a store."""
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
        said = f"this {_spread(ours)}, other {_spread(theirs)}; in pairs {ratio:.2f}x"
        yield Figure(name, said)


def case_load(folder: Path, rows: int) -> Iterator[Figure]:
    """Ten times the bearable load, a crowd, idle connections, readers who stop during an export."""
    with served.ours() as server:
        served.until_answering(server, DATA_READ)
        pictures = load.new_pictures()
        for kind, questions, each in (
            ("map queries", load.new_questions(), load.CALM),
            ("pages of items", load.new_pages(), load.CALM),
            ("pictures", pictures, load.CALM_PICTURES),
        ):
            yield from _of_overload(kind, asyncio.run(load.overloaded(server.address, questions, each)))
        for kind, paths in (
            ("new pictures", list(islice(pictures, load.CROWD))),
            ("equal workbooks", load.equal_exports()),
        ):
            asyncio.run(load.crowd(server.address, [f"{paths[0]}&bbox=44,38,48,42"]))  # imports
            with load.Watch(server.address) as watch:
                endings, longest = asyncio.run(load.crowd(server.address, paths))
            at_once = f"{len(paths)} {kind} at once"
            yield Figure(at_once, _ended(endings))
            yield Figure.of(f"{at_once}, longest wait", f"{longest:.1f} s", Target(longest, 10, " s"))
            yield _of_health(f"{at_once}, health meanwhile", watch.times)
        alone, beside = asyncio.run(load.beside_idle(server.address))
        yield Figure.of(
            f"a query alongside {load.IDLE} idle connections and {load.IDLE} half-sent ones",
            f"{1000 * beside:.0f} to {1000 * alone:.0f} ms: {beside / alone:.2f}x",
            Target(beside / alone, 1.5),
        )
    with served.ours(dataset(folder, min(rows, 100_000))) as server:
        served.until_answering(server, DATA_READ)
        each = asyncio.run(load.slow_exports(server.address, lambda: served.memory(server)))
        yield Figure(f"{load.SLOW} readers who stop in an export, memory of each", f"{each:.2f} MB")


def _of_overload(kind: str, found: load.Load) -> Iterator[Figure]:
    carried, asked = f"{found.carried:.1f} a second carried", f"{found.asked:.0f} asked"
    yield Figure(kind, f"{carried}, {asked}, {found.answered:.1f} answered; {_ended(found.endings)}")
    longest = max(found.waits)
    yield Figure.of(f"{kind}, longest wait", f"{longest:.1f} s", Target(longest, 10, " s"))
    yield Figure(f"{kind}, health at rest", _spread([1000 * one for one in found.at_rest]))
    yield _of_health(f"{kind}, health meanwhile", found.health)
    yield Figure.of(f"{kind}, recovery", f"{found.recovery:.2f} s", Target(found.recovery, 5, " s"))


def _of_health(what: str, seconds: list[float]) -> Figure:
    times = [1000 * one for one in seconds]
    return Figure.of(what, _spread(times), Target(max(times), 200, " ms"))


def _ended(endings: Counter[int]) -> str:
    return ", ".join(f"{count} with {status}" for status, count in sorted(endings.items()))


def case_readers(folder: Path, rows: int, against: Path) -> Iterator[Figure]:
    """Fifty readers, with and without pauses between clicks, against one; bundled data, the API's part."""
    rates = []
    for name, root in (("this", served.ROOT), ("other", against)):
        with served.ours(root=root) as server:
            served.until_answering(server, DATA_READ)
            found = asyncio.run(readers.measured(server.address))
        for which, clicked in zip(found._fields, found, strict=True):
            said = f"{len(clicked.seconds)} clicks, {clicked.failed} errors, {clicked.rate:.1f} a second"
            yield Figure(f"{name} checkout, {which}", f"{said}, p95 {1000 * clicked.p95:.0f} ms")
        ratio = found.together.p95 / found.alone.p95
        yield Figure.ratio(f"{name} checkout, p95 of {readers.MANY} to that of one", ratio, 4)
        rates.append(found.at_full_load.rate)
    ratio = rates[0] / rates[1]
    target = Target(ratio, 4, is_least=True)
    yield Figure.of("this to the other, clicks a second at full load", f"{ratio:.2f}x", target)


def case_refusals(folder: Path, rows: int) -> Iterator[Figure]:
    """A small answer while another site's pages try to connect without pause and are refused."""
    with served.ours() as server:
        served.until_answering(server, DATA_READ)
        at_rest, beside, refused = refusals.measured(server.address)
    yield Figure("at rest", _spread([1000 * one for one in at_rest]))
    yield _of_health(f"beside {refused} refused handshakes", beside)


def case_columns(folder: Path, rows: int) -> Iterator[Figure]:
    """Reading and loading a cell of a file with 3,000 extra columns against one with 30."""
    for wide_rows in (1000, 300):
        wide_cells = 3000 * wide_rows
        for narrow_rows in dict.fromkeys((wide_rows, wide_cells // 30)):
            costs = []
            for columns, count in ((30, narrow_rows), (3000, wide_rows)):
                taken = _child("loading", wide(folder, columns, count))["processor"]
                costs.append(taken / (columns * count))
                yield Figure(f"{count:,} rows, {columns:,} columns", f"processor time {taken:.1f} s")
            yield Figure.ratio("a cell of 3,000 columns to one of 30", costs[1] / costs[0], 2)


def case_peers(folder: Path, rows: int) -> Iterator[Figure]:
    """What people use today, on the same rows in the same browser; writes docs/images/peers.svg."""
    sizes = [size for size in peers.SIZES if size <= rows]
    found = peers.measured(folder, sizes)
    peers.picture(found, served.ROOT / "docs/images/peers.svg")
    yield from peers.told(found, sizes)


def case_slow_line(folder: Path, rows: int) -> Iterator[Figure]:
    """A first visit over a 400 kbit/s line, bundled data."""
    with served.browser() as started, served.ours() as server:
        served.until_answering(server, DATA_READ)
        visits = [slow_line.visit(started, server) for _ in range(3)]
    for what, most, times in zip(
        slow_line.Visit._fields, (10, 25, 25), zip(*visits, strict=True), strict=True
    ):
        found = f"{median(times):.1f} s ({min(times):.1f} to {max(times):.1f}, {len(times)} visits)"
        yield Figure.of(what, found, Target(median(times), most, " s"))


STREAMING = ("flatgeobuf", "geoparquet", "csv")
"""A GeoPackage is a database, which can only be written as a whole."""


def case_formats(folder: Path, rows: int) -> Iterator[Figure]:
    """Exports to other formats against GDAL, geopandas with pyarrow, or DuckDB writing the same rows."""
    file = dataset(folder, rows, claims=False)
    for name, both in _child("formats", file).items():
        found, other = both["ours"], both["theirs"]
        for figure, said in (("seconds", "time"), ("processor", "processor time")):
            ratio = found[figure] / other[figure]
            yield Figure.of(
                f"{name}, {rows:,} rows, {said}",
                f"{found[figure]:.1f} to {other[figure]:.1f} s (best of 2 each, in turn): {ratio:.2f}x",
                Target(ratio, 1.2),
            )
        what = f"{name}, memory above idle"
        files = f"files of {found['size']:.0f} and {other['size']:.0f} MB"
        said = f"{found['above_idle']:.0f} MB, the other {other['above_idle']:.0f} MB; {files}"
        target = Target(found["above_idle"], 150, " MB")
        yield Figure.of(what, said, target) if name in STREAMING else Figure(what, said)


def case_postgresql(folder: Path, rows: int) -> Iterator[Figure]:
    """A map's view in PostgreSQL against the same query written by hand."""
    found = {
        name: 1000 * seconds
        for name, seconds in database.map_view(dataset(folder, rows, claims=False)).items()
    }
    yield Figure(f"{rows:,} rows without claims published", f"{found['load'] / 1000:.0f} s")
    for name, said in (("store", "cells of a view"), ("features", "the finished features")):
        ratio = found[name] / found["by hand"]
        times = f"{found[name]:.0f} to {found['by hand']:.0f} ms: {ratio:.2f}x"
        yield Figure.of(said, times, Target(ratio, 3))


GED_ROWS = 400_000


def case_importing(folder: Path, rows: int) -> Iterator[Figure]:
    """Importing a file shaped like UCDP GED, which becomes three tables, against pandas reading it."""
    memory = {}
    for count in dict.fromkeys(min(rows, one) for one in (GED_ROWS // 4, GED_ROWS)):
        file = ged(folder, count)
        runs = [(_child("imported", file), _child("by_pandas", file)) for _ in range(2)]
        for figure, said in (("seconds", "time"), ("processor", "processor time")):
            ours, theirs = (min(one[figure] for one in found) for found in zip(*runs, strict=True))
            ratio = ours / theirs
            yield Figure.of(
                f"{count:,} rows, {file.stat().st_size / 1e6:.0f} MB, {said}",
                f"{ours:.1f} to {theirs:.2f} s (best of 2 each): {ratio:.2f}x",
                Target(ratio, 2),
            )
        memory[count] = min(one["memory"] for one, _ in runs)
        said = f"{memory[count]:,.0f} MB; pandas {runs[0][1]['memory']:,.0f} MB"
        yield Figure(f"{count:,} rows, memory", said)
    ratio = max(memory.values()) / min(memory.values())
    yield Figure.ratio("memory of the larger to the smaller", ratio, FLAT)


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
    for _ in range(3):  # what one round frees may have kept more alive
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


CASES: dict[str, Callable[..., Iterator[Figure]]] = {
    "sizes": case_sizes,
    "usual": case_usual,
    "store": case_store,
    "geojson": case_geojson,
    "start": case_start,
    "steady": case_steady,
    "accounts": case_accounts,
    "click": case_click,
    "imports": case_imports,
    "prepare": case_prepare,
    "items": case_items,
    "before": case_before,
    "load": case_load,
    "readers": case_readers,
    "refusals": case_refusals,
    "columns": case_columns,
    "peers": case_peers,
    "slow-line": case_slow_line,
    "formats": case_formats,
    "postgresql": case_postgresql,
    "importing": case_importing,
}

AGAINST = ("click", "before", "readers")
"""The cases that can be measured against another checkout."""
