"""The clients of a soak test: readers of the page, and programs that export."""

import asyncio
import csv
import io
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from random import Random
from typing import Any
from zipfile import ZipFile

from tests.bench.http import Answer, get
from tests.soak.session import PATIENCE, PageFault, Session
from tests.soak.states import Shown
from tests.soak.tally import Refused, Tally

COLLECTION = "api/collections/incidents"
THINKING = (5.0, 15.0)
"""Minimum and maximum seconds from what is shown to the next click."""
BETWEEN_EXPORTS = (2.0, 6.0)
CLICKS = (3, 20)
"""Minimum and maximum clicks before a reader closes the page and another opens it."""
QUERIES = tuple(
    "&".join(filter(None, parts))
    for parts in product(
        ("", "actor=Armenian+forces", "actor=Azerbaijani+forces"),
        ("", "datetime=2020-10-01/..", "datetime=../2020-10-20", "datetime=2020-10-04/2020-10-10"),
        ("", "bbox=45,38,47.5,41.5", "bbox=46,39,48,40.7"),
    )
)

Ending = Callable[[], bool]
Incidents = Iterable[Mapping[str, Any]]


async def asked(address: str, path: str) -> Answer:
    """Send a request; Refused if the server is busy and says when to retry, else PageFault unless 200."""
    answer = await asyncio.wait_for(get(address, path), PATIENCE)
    if answer.status == 503 and "retry-after" in answer.headers:
        raise Refused
    if answer.status != 200:
        raise PageFault(f"status {answer.status} of {path}")
    return answer


async def read(address: str, tally: Tally, random: Random, is_over: Ending) -> None:
    """Open the page, click and look, close it; repeat."""
    await asyncio.sleep(random.uniform(0, THINKING[1]))
    while not is_over():
        with tally.asking("pages", ""):
            async with Session(address) as session:
                for _ in range(random.randint(*CLICKS)):
                    if not is_over():
                        await _click(address, session, tally, random.choice(QUERIES))
                        await _look(session, random.uniform(*THINKING))


async def _click(address: str, session: Session, tally: Tally, query: str) -> None:
    """Request what a click on a filter makes a browser request: the page, the map and the list at once."""
    await asyncio.gather(
        _page(session, tally, query),
        _map(address, tally, query),
        _list(address, tally, query),
    )


async def _look(session: Session, seconds: float) -> None:
    """Let the parts of the page refresh on their timers while the reader thinks."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        await asyncio.sleep(min([left, *session.looks.values()]))
        for part in list(session.looks):
            if part not in session.looks:  # removed by a run of the whole page that another part caused
                continue
            await asyncio.wait_for(session.look(part), PATIENCE)


async def _page(session: Session, tally: Tally, query: str) -> None:
    with tally.asking("runs of the page", query) as asking:
        await asyncio.wait_for(session.open(query), PATIENCE)
        asking.require(lambda right: right.all.total() == session.rows, f"{session.rows} rows")


async def _map(address: str, tally: Tally, query: str) -> None:
    with tally.asking("maps", query) as asking:
        answer = await asked(address, f"{COLLECTION}/map?{query}&view=-180,-90,180,90&zoom=7")
        features = [one["properties"] for one in json.loads(answer.body)["features"]]
        count = sum(one.get("count", 1) + one.get("aggregates", 0) for one in features)
        single = _shown((one for one in features if one["kind"] == "incident"), "id")
        asking.require(
            lambda right: right.located.total() == count and single <= right.located, (count, single)
        )


async def _list(address: str, tally: Tally, query: str) -> None:
    with tally.asking("lists", query) as asking:
        answer = await asked(address, f"{COLLECTION}/list?{query}&limit=500")
        listed = _shown(json.loads(answer.body)["incidents"], "id")
        asking.require(lambda right: right.all == listed, listed)


async def export(address: str, tally: Tally, random: Random, is_over: Ending) -> None:
    """Export as CSV in an archive and as GeoJSON, whole and filtered; repeat."""
    while not is_over():
        query, form = random.choice(QUERIES), random.choice(("csv", "json"))
        with tally.asking("exports", query) as asking:
            answer = await asked(address, f"{COLLECTION}/items?{query}&f={form}")
            exported = _exported(answer.body, form)
            asking.require(lambda right, exported=exported: right.all == exported, exported)
        await asyncio.sleep(random.uniform(*BETWEEN_EXPORTS))


def _exported(body: bytes, form: str) -> Counter[Shown]:
    if form == "json":
        return _shown((one["properties"] for one in json.loads(body)["features"]), "incident_id")
    with ZipFile(io.BytesIO(body)) as archive:
        text = archive.read("incidents.csv").decode("utf-8-sig")
    return _shown(csv.DictReader(io.StringIO(text, newline="")), "incident_id")


def _shown(incidents: Incidents, key: str) -> Counter[Shown]:
    return Counter((one[key], one["title"]) for one in incidents)
