"""Where the licence forbids publishing rows, none gets out: every route, format and tool is tried."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from mcp import Client
from starlette.applications import Starlette
from starlette.routing import Route
from typer.testing import CliRunner

from mapapp.api.assistants import assistants_server
from mapapp.api.routes import api_routes
from mapapp.cli.main import app as command
from mapapp.engine import compiling, prepared
from mapapp.engine.engines.engine import Statement
from mapapp.engine.live import LiveStore
from mapapp.engine.questions import counting, pages, records
from mapapp.engine.store import Store
from mapapp.errors import BadDescription, RowsWithheld
from mapapp.exports.citing import FORMS
from mapapp.exports.formats import BY_PARAMETER, FORMATS
from mapapp.exports.picture.request import KINDS
from mapapp.ingest import read_dataset
from mapapp.ingest.conflict import read_conflict
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, CORRECTIONS, INCIDENTS, SOURCES, Column, Kind
from mapapp.server.discovery import discovery_routes
from mapapp.server.first_html import first_routes
from mapapp.settings import Settings
from tests.app_page import app_page
from tests.asgi import Answer, get, run

SECRET = "zyxq"
"""No answer may contain it: it is in every text, except categories, in every row."""
ROWS = 3
LATITUDES, LONGITUDES = ("40.1234567", "41.2345678", "39.3456789"), ("46.1234567", "47.2345678", "45.3456789")
CATEGORIES = {"admin1": "Lakes", "control": "North", "actor": "Northern forces", "country": "Armenia"}
VIEW, PAGE = "45,39,48,42", "http://test/"


def cell(column: Column, number: int) -> str:
    """Return a valid value for a column's cell; texts contain the secret."""
    own = {
        "latitude": LATITUDES[number],
        "longitude": LONGITUDES[number],
        "date_start": f"2031-05-0{number + 1}",
        "claimant_side": "north",
        "stance": "alleges",
        "language": "en",
        "published_on": "2031-05",
        "checked": "yes",
        "aggregate": "no",
        "related_incidents": "",
        "date_end": "",
        "excluded_because": "",
        "weapon": "artillery",
    } | CATEGORIES
    if column.name in own:
        return own[column.name]
    if column.name.endswith("_id") and column.name != "place_id":
        return f"{SECRET}-{column.name}-{number}"
    if column.vocabulary:
        return next(iter(column.vocabulary))
    if column.kind is Kind.URL:
        return f"https://{SECRET}.example/{number}"
    return "2" if column.kind in {Kind.INTEGER, Kind.NUMBER} else f"{SECRET} {column.name} {number}"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a data set with the secret in every row, including a faulty one, and in a correction."""
    folder = tmp_path_factory.mktemp("withheld")
    for table in (INCIDENTS, CLAIMS, SOURCES):
        lines = [[cell(column, number) for column in table.columns] for number in range(ROWS)]
        heads = list(table.names)
        if table is INCIDENTS:
            faulty = [
                SECRET if name == "date_start" else text for name, text in zip(heads, lines[0], strict=True)
            ]
            lines, heads = [*lines, faulty], [*heads, "own_column"]
            lines = [[*line, f"{SECRET} own"] for line in lines]
        text = "\n".join(",".join(line) for line in [heads, *lines])
        (folder / f"{table.name}.csv").write_text(f"{text}\n", encoding="utf-8")
    known = {"date": "2031-06-01", "incident_id": f"{SECRET}-incident_id-0", "field": "title"}
    texts = [known.get(name, "" if name == "claim_id" else SECRET) for name in CORRECTIONS.names]
    head = ",".join(CORRECTIONS.names)
    (folder / "corrections.csv").write_text(f"{head}\n{','.join(texts)}\n", encoding="utf-8")
    (folder / "conflict.toml").write_text('[licence]\nrows = "none"\n', encoding="utf-8")
    return folder / "incidents.csv"


@pytest.fixture(scope="module")
def live(file: Path) -> LiveStore:
    return LiveStore(file)


def routes(live: LiveStore, file: Path) -> list[Route]:
    """List all of our routes in the application."""
    return [
        *first_routes(file, "", lambda: live.current),
        *discovery_routes(file, ""),
        *api_routes(live),
    ]


def gives_away(body: bytes) -> list[str]:
    """Return any parts of the rows found in an answer, or in a file within it."""
    bodies = [body]
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as opened:
            bodies += [opened.read(name) for name in opened.namelist()]
    words = [SECRET, *(degrees[:8] for degrees in LATITUDES + LONGITUDES)]
    return [word for word in words for one in bodies if word.encode() in one.lower()]


def paths(live: LiveStore, file: Path) -> Iterator[str]:
    """Yield the paths of the routes and of the OpenAPI document, with their parameters filled in."""
    application = Starlette(routes=routes(live, file))
    described = get(application, "/api/openapi", {"f": "json"}).json()["paths"]
    for path in [*(route.path for route in routes(live, file)), *(f"/api{path}" for path in described)]:
        for table in (INCIDENTS, CLAIMS, SOURCES):
            key = f"{SECRET}-{table.key}-0"
            known = {"{collection}": table.name, "{featureId}": key, "{feature_id:path}": key}
            filled = path
            for place, text in (known | {"{rest:path}": "", "{name:path}": "map.js"}).items():
                filled = filled.replace(place, text)
            yield filled


def asked_of(path: str) -> Iterator[dict[str, str]]:
    """Yield the parameters with which a path might return rows."""
    last = path.rpartition("/")[2]
    forms = {"items": BY_PARAMETER, "citation": FORMS, "picture": KINDS}
    if last in forms:
        yield from ({"f": name} for name in forms[last])
    else:
        yield {}
        yield {"f": "html"}
        yield {"incident": f"{SECRET}-incident_id-0"}
        yield {"url": PAGE}
    if last in {"list", "map"}:
        view = {"view": VIEW} | ({"zoom": "22"} if last == "map" else {})
        yield from (view | more for more in ({}, {"expand": "1"}, {"single": "1"}))


def test_no_route_gives_a_row_away(live: LiveStore, file: Path) -> None:
    application = Starlette(routes=routes(live, file))
    answered: dict[str, set[int]] = {}
    for path in dict.fromkeys(paths(live, file)):
        for params in asked_of(path):
            answer: Answer = get(application, path, params)
            answered.setdefault(path, set()).add(answer.status)
            found = gives_away(
                answer.body.replace(path.encode(), b"").replace(params.get("incident", "-").encode(), b"")
            )
            assert not found, f"{path} {params}: {found}"
            assert answer.status < 500, f"{path} {params}: {answer.body!r}"
    for table in (INCIDENTS, CLAIMS, SOURCES):
        rows = [answered[path] for path in answered if f"/{table.name}/items" in path]
        assert rows
        assert all(statuses == {403} for statuses in rows)
    assert 200 in answered["/api/collections/incidents/map"]
    assert 200 in answered["/api/collections/incidents/picture"]
    assert 200 in answered["/sitemap.xml"]


def test_a_refusal_says_why(live: LiveStore) -> None:
    application = Starlette(routes=api_routes(live))
    for path in ("items", "items/x", "list", "table", "claims"):
        answer = get(application, f"/api/collections/incidents/{path}")
        assert answer.status == 403
        assert "licence" in answer.json()["detail"]
    assert get(application, "/api/collections/districts/items", {"limit": "1"}).json()["features"]


def test_no_format_gives_a_row_away(live: LiveStore) -> None:
    files = [one for one in FORMATS if not one.is_picture]
    for one in files:
        with pytest.raises(RowsWithheld):
            list(one.pieces(live.current, Query()))
    assert {one.name for one in FORMATS} - {one.name for one in files} == KINDS.keys()


def test_no_tool_for_assistants_gives_a_row_away(live: LiveStore, file: Path) -> None:
    owner = Store.load(read_dataset(file))

    async def answers() -> list[str]:
        async with Client(assistants_server(owner)) as client:
            tools = (await client.list_tools()).tools
            wanted = {"filters": {}, "incident_id": f"{SECRET}-incident_id-0"}
            given = [{name: wanted[name] for name in tool.input_schema.get("required", ())} for tool in tools]
            called = [await client.call_tool(tool.name, one) for tool, one in zip(tools, given, strict=True)]
            return [str(answer.content) for answer in called]

    found = run(answers)
    assert len(found) == 4
    assert not gives_away("".join(found).encode())
    assert any('"headline"' in text and "3 incidents" in text for text in found)


def test_a_filter_can_not_find_out_a_row(live: LiveStore) -> None:
    application = Starlette(routes=api_routes(live))
    path, view = "/api/collections/incidents/map", {"view": VIEW, "zoom": "5"}
    for params in (
        {"incident_id": f"{SECRET}-incident_id-0"},
        {"q": SECRET},
        {"place_id": f"{SECRET} place_id 0"},
        {"filter": "killed_low = 2"},
    ):
        answer = get(application, path, view | params)
        assert answer.status == 400
        assert "not made available" in answer.json()["detail"]
    exact = {"polygon": "46.12 40.12,46.13 40.12,46.13 40.13,46.12 40.13"}
    assert get(application, path, view | exact).json()["numberMatched"] == 0
    assert get(application, path, view | {"actor": "Northern forces"}).json()["numberMatched"] == ROWS


def test_cells_hold_what_lies_in_them(live: LiveStore) -> None:
    application = Starlette(routes=api_routes(live))
    for zoom, most in (("4", 1), ("12", ROWS)):
        view = {"view": VIEW, "zoom": zoom}
        found = get(application, "/api/collections/incidents/map", view).json()["features"]
        told = [one["properties"] for one in found]
        assert {one["kind"] for one in told} == {"cell"}
        assert sum(one["count"] for one in told) == ROWS
        assert len(told) == most
        corners = [one["bounds"] for one in told]
        for latitude, longitude in zip(map(float, LATITUDES), map(float, LONGITUDES), strict=True):
            assert any(w <= longitude <= e and s <= latitude <= n for w, s, e, n in corners)
    assert live.current.totals(Query())["killed_low"] == ROWS * 2


def test_a_question_that_nobody_has_marked_is_refused(live: LiveStore) -> None:
    store = live.current

    def added_later(incidents):  # type: ignore[no-untyped-def]
        return incidents.select("title")

    for question, given in (
        (added_later, ()),
        (records.everything, ()),
        (pages.sorted_rows, (Query(), 1, 0)),
        (counting.facets, (Query(incident_id=("a",)),)),
    ):
        with pytest.raises(RowsWithheld):
            store.rows(question, store.incidents, *given)
    assert compiling.table(store.incidents).select("title").schema()["title"].is_string()
    written = store.engine.compiled(
        compiling.table(store.incidents).select("title", "incident_id").distinct()
    )
    blank = Statement(store.engine.parse(written.sql), written.names, written.schema)
    assert all(title is None for title, _ in store.engine.rows(blank, {}))


def test_the_owner_has_the_rows_and_a_prepared_file_keeps_the_setting(file: Path, tmp_path: Path) -> None:
    written = tmp_path / "given-on.mapapp"
    prepared.write(read_dataset(file), written)
    assert not LiveStore(written).current.gives_rows
    done = CliRunner().invoke(command, ["export", str(written), "--format", "geojson"])
    assert SECRET in done.stdout


def test_the_page_shows_totals_and_says_why_no_rows(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in replace(Settings.from_environment({}), data=file).as_environment().items():
        monkeypatch.setenv(name, text)
    page = app_page()
    page.query_params["incident"] = f"{SECRET}-incident_id-0"
    page.run()
    assert not page.exception
    shown = " ".join(element.proto.body for element in page.get("html"))
    assert "3 incidents" in shown
    assert shown.count("the licence of the data does not allow it") == 1
    tabs = {tab.label for tab in page.tabs}
    assert tabs >= {"Sources and method", "Share, cite, download"}
    assert tabs.isdisjoint(map(message, ("tab-table", "tab-claims", "tab-corrections")))
    assert not gives_away(shown.replace(f"{SECRET}-incident_id-0", "", 2).encode())
    assert "1 row" in shown


def test_another_answer_than_all_or_none_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "conflict.toml"
    for text in (
        'licence = "none"',
        '[licence]\nrows = "some"',
        "[licence]\nrows = false",
        "[licence]\nrow = 1",
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(BadDescription, match="licence"):
            read_conflict(path)
    path.write_text('[licence]\nrows = "all"', encoding="utf-8")
    assert read_conflict(path).gives_rows
