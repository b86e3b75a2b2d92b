"""The program from outside, without a browser: how it starts, how it refuses to start, and its headers."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import FastPath, distribution, version
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message
from typer.testing import CliRunner

from mapapp.cli.main import app
from mapapp.errors import FaultyData
from mapapp.server.doors import FRAME
from mapapp.server.first_html import STREAMLIT_HTML
from mapapp.server.headers import SecurityHeaders, tile_origins
from mapapp.server.startup import Startup
from mapapp.settings import Settings
from mapapp.shipped import program_version
from mapapp.views.policy import hashed
from mapapp.views.tiles import backgrounds
from tests.asgi import get
from tests.browser.conftest import SECONDS_TO_START, SHARED_COPIES, Server, end, free_port, wait_until_ready

ROOT = Path(__file__).parents[1]
HEAD = "incident_id,date_start,latitude,longitude\n"

run = CliRunner()


def test_a_missing_file_is_one_message_and_two(tmp_path: Path) -> None:
    done = run.invoke(app, ["serve", str(tmp_path / "nosuch.csv")])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        f"The data can't be read. There is no data file at {tmp_path}/nosuch.csv. "
        "Give the path of an incidents CSV file, or set MAPAPP_DATA to it.\n"
    )


def test_a_port_in_use_is_one_message_and_two() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run.invoke(app, ["serve", "--port", str(port)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        f"A setting is wrong. Port {port} of localhost can't be used: Address already in use. "
        "Choose another port with --port, or stop the program that uses it.\n"
    )


def test_an_address_of_another_machine_is_one_message_and_two() -> None:
    done = run.invoke(app, ["serve", "--address", "192.0.2.1", "--port", str(free_port())])
    assert done.exit_code == 2
    assert "192.0.2.1 can't be used: " in done.stderr


@pytest.mark.parametrize("prefix", ["../x", "a b", "/a/./b", "a?b", "ä"])
def test_an_impossible_prefix_is_one_message_and_two(prefix: str) -> None:
    done = run.invoke(app, ["serve", "--base-path", prefix, "--port", str(free_port())])
    assert done.exit_code == 2
    assert f"The path prefix {prefix!r} can't be used." in done.stderr


def test_unknown_street_tiles_are_one_message_and_two() -> None:
    done = run.invoke(app, ["serve", "--tiles", "Nobody", "--port", str(free_port())])
    assert done.exit_code == 2
    assert "Street tiles 'Nobody' can't be used" in done.stderr
    assert ".." not in done.stderr


def test_a_data_set_without_a_usable_row_ends_the_server(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(f"{HEAD}a,never,40,46\n")
    command = [
        sys.executable,
        "-m",
        "mapapp",
        "serve",
        str(tmp_path / "mine.csv"),
        "--port",
        str(free_port()),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS_TO_START, check=False)
    assert done.returncode == 1
    assert f"The data have no usable row. {tmp_path}/mine.csv has no incident" in done.stderr
    assert "row 2, Date: 'never' is not a date." in done.stderr
    assert "mapapp validate" in done.stderr


def test_an_api_without_data_says_why(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(HEAD)
    starting = Startup(Settings(tmp_path / "mine.csv", "none"), "")
    answer = get(Starlette(routes=starting.routes), "/api/health")
    assert (answer.status, answer.headers["cache-control"]) == (500, "no-store")
    assert "has no incident that can be shown" in answer.json()["detail"]
    assert "It has no rows." in answer.json()["detail"]
    with pytest.raises(FaultyData):
        starting.raise_problem()


def test_a_request_waits_for_no_turn_of_the_loop_once_the_routes_are_there(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(f"{HEAD}a,2020-10-04,40,47\n")
    served = Starlette(routes=Startup(Settings(tmp_path / "mine.csv", "none"), "").routes)
    assert get(served, "/api/health").status == 200

    async def receive() -> Message:
        return {"type": "http.request"}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/api/health", "headers": [], "query_string": b""}
    with suppress(StopIteration):
        served(scope, receive, send).__await__().__next__()
    assert [message.get("status") for message in sent] == [200, None]


def test_listening_does_not_wait_for_the_modules_that_take_long() -> None:
    slow = {"pandas", "ibis", "folium", "geopandas"}
    code = f"import sys, mapapp.cli.serve; print(*{slow} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


SLOW_IMPORTS = """
import sys, time
from importlib.abc import MetaPathFinder

class Slow(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in {"ibis", "mapapp"}:
            time.sleep(0.01)

sys.meta_path.insert(0, Slow())
from mapapp.server.startup import Startup
from mapapp.settings import Settings

starting = Startup(Settings.from_environment(), "")
promised = [starting._router(part) for part in ("assets", "own", "api")]
print(len([part.result() for part in promised]))
"""


def test_parts_that_start_at_once_do_not_break_each_others_imports(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(f"{HEAD}a,2020-10-04,40,47\n")
    done = subprocess.run(
        [sys.executable, "-c", SLOW_IMPORTS],
        env=os.environ | {"MAPAPP_DATA": str(tmp_path / "mine.csv")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "3\n", done.stderr


@contextmanager
def running(log: Path, *command: str) -> Iterator[Server]:
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *(part.format(port=port) for part in command)],
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env=os.environ | SHARED_COPIES | {"STREAMLIT_SERVER_HEADLESS": "true"},
        )
    server = Server(f"http://127.0.0.1:{port}/", log, process)
    try:
        wait_until_ready(server)
        yield server
    finally:
        end(process)


@pytest.mark.parametrize(
    "command",
    [
        ("streamlit", "run", "streamlit_app.py", "--server.port={port}"),
        ("uvicorn", "streamlit_app:app", "--port={port}"),
    ],
    ids=["streamlit", "uvicorn"],
)
def test_other_ways_to_start_serve_page_api_and_assets(tmp_path: Path, command: tuple[str, ...]) -> None:
    with running(tmp_path / "log.txt", *command) as server:
        for address, kind in (
            ("", "text/html"),
            ("api/health", "application/json"),
            ("assets/mapapp/map.js", "text/javascript"),
            ("_stcore/health", "text/plain"),
        ):
            with urllib.request.urlopen(server.url + address, timeout=SECONDS_TO_START) as answer:
                assert answer.headers.get_content_type() == kind
                assert "Content-Security-Policy" in answer.headers
        assert "Traceback" not in server.log.read_text()


TILES = "https://tiles.example"


def answered(headers: dict[str, str] | None = None, path: str = "/", status: int = 200) -> Any:
    made = Starlette(
        routes=[Route("/{rest:path}", lambda _: Response("x", status, headers=headers))],
        middleware=[Middleware(SecurityHeaders, "", [TILES])],
    )
    return get(made, path)


def test_every_answer_has_the_headers() -> None:
    headers = answered().headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "geolocation=()" in headers["permissions-policy"]


def test_an_answer_keeps_the_headers_of_its_own() -> None:
    assert answered({"Referrer-Policy": "no-referrer"}).headers["referrer-policy"] == "no-referrer"


def allowed(path: str) -> dict[str, list[str]]:
    """Return the policy of a path: the sources of each directive."""
    parts = answered(path=path).headers["content-security-policy"].split("; ")
    return {name: sources for name, *sources in map(str.split, parts)}


def test_only_the_maps_frame_may_run_text_and_files_may_do_nothing() -> None:
    page, frame = allowed("/"), allowed(FRAME)
    for one in (page, frame):
        assert one["default-src"] == one["base-uri"] == one["form-action"] == ["'none'"]
        assert one["connect-src"] == ["'self'"]
        assert one["img-src"] == ["'self'", "data:", "blob:", TILES]
        assert "frame-ancestors" not in one  # any site may embed the page
    (script,) = re.findall("<script>(.*?)</script>", STREAMLIT_HTML, re.DOTALL)
    assert page["script-src"] == ["'self'", "blob:", "'wasm-unsafe-eval'", *hashed([script])]
    assert frame["script-src"] == ["'self'", "'unsafe-inline'", "'unsafe-eval'"]
    assert frame["font-src"] == ["'self'"]  # the page's fonts
    forbidden = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    for path in ("/robots.txt", "/static/js/index.js", "/component/other/index.html", f"{FRAME}x", "/api/"):
        assert answered(path=path).headers["content-security-policy"] == forbidden


def test_what_has_not_changed_keeps_the_policy_that_it_came_with() -> None:
    assert "content-security-policy" not in answered(status=304).headers


def test_images_come_from_the_providers_of_the_tiles_only() -> None:
    assert tile_origins(backgrounds("OpenStreetMap.Mapnik").values()) == [
        "https://tile.openstreetmap.org",
        "https://server.arcgisonline.com",
    ]
    assert tile_origins(backgrounds("OpenTopoMap").values())[1] == "https://b.tile.opentopomap.org"
    assert tile_origins(backgrounds("none").values()) == []


def test_the_version_is_found_while_pages_change_where_modules_are_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = version("mapapp")
    path = ["of a page's script", str(distribution("mapapp").locate_file(""))]
    search = FastPath.search

    def searched(self: FastPath, prepared: object) -> object:
        if len(path) > 1:
            path.pop(0)  # the page's script has ended
        return search(self, prepared)

    monkeypatch.setattr(FastPath, "search", searched)
    monkeypatch.setattr(sys, "path", path)
    assert program_version.__wrapped__() == expected
