"""What assistants and programs find: the Model Context Protocol, llms.txt and the API catalogue."""

import json

import pytest
from mcp import Client
from starlette.applications import Starlette

from mapapp.api.assistants import assistants_server
from mapapp.server.discovery import discovery_routes
from mapapp.shipped import bundled
from tests.asgi import get, run
from tests.factories import bundled_store


def asked(tool, **arguments):
    """Call a tool; return its answer and whether it is an error."""

    async def ask():
        async with Client(assistants_server(bundled_store())) as client:
            return await client.call_tool(tool, arguments)

    answer = run(ask)
    return answer.content[0].text, answer.is_error


def test_incidents_come_with_claims_and_the_citation():
    text, failed = asked("incidents", filters={"actor": "Armenian forces", "min_harmed": "20"}, limit=2)
    found = json.loads(text)
    assert not failed
    assert found["numberReturned"] == 2 <= found["numberMatched"]
    assert all(one["properties"]["claims"] for one in found["features"])
    assert "fingerprint" in found["citation"]
    assert "attributed to Armenian forces" in found["filter"]


def test_a_number_may_be_given_as_one():
    as_text, as_number = (asked("totals", filters={"min_harmed": most})[0] for most in ("20", 20))
    assert json.loads(as_number)["filter"] == json.loads(as_text)["filter"] != ""


def test_one_incident_is_as_somebody_has_it():
    key = "ganja-2020-10-17"
    whole = json.loads(asked("incident", incident_id=key)[0])["features"][0]
    theirs = json.loads(asked("incident", incident_id=key, according_to="azerbaijani")[0])["features"][0]
    assert whole["properties"]["killed_high"] > theirs["properties"]["killed_high"]
    assert {"denies"} < {claim["stance"] for claim in whole["properties"]["claims"]}


def test_totals_are_never_a_bare_number():
    found = json.loads(asked("totals", filters={"datetime": "2020-10-17"})[0])
    assert len(found["killedUnderAssumptions"]) == 7
    assert all(
        row["killed_low"] <= (row["killed_high"] or row["killed_low"])
        for row in found["killedUnderAssumptions"]
    )
    assert "ganja-2020-10-17" in [one["incident_id"] for one in found["denied"]]
    assert "17 October 2020" in found["headline"]
    assert found["citation"]


def test_what_changed_is_told_with_its_reason():
    found = json.loads(asked("changes", limit=3)[0])
    assert [set(one) >= {"before", "after", "reason", "source"} for one in found["corrections"]] == [True] * 3
    assert found["releases"]


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("incidents", {"filters": {"weapon": "dron"}}, "dron"),
        ("incidents", {"filters": {"nothing": "x"}}, "nothing"),
        ("incidents", {"filters": {"filter": "killed_low >"}}, "filter"),
        ("incidents", {"filters": {}, "limit": 1000}, "limit"),
        ("incident", {"incident_id": "no-such"}, "no-such"),
        ("totals", {"filters": {"datetime": "yesterday"}}, "yesterday"),
    ],
)
def test_what_means_nothing_is_told_as_an_error(tool, arguments, told):
    text, failed = asked(tool, **arguments)
    assert failed
    assert told in text


def test_without_filters_all_is_asked_for():
    for given in ({}, {"filters": {}}, {"filters": None}):
        assert json.loads(asked("totals", **given)[0])["filter"] == "all incidents"


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("totals", {"actor": "Armenian forces"}, "There is no argument “actor”; this tool takes filters."),
        ("incidents", {"limit": 1, "since": 1}, "“since”; this tool takes filters, limit, offset."),
        ("changes", {"since": "0.9.0"}, "“since”; this tool takes limit."),
        ("changes", {"x" * 100_000: 1}, "…”; this tool takes limit."),
        ("changes", {"limit": 0}, "limit: Input should be greater than or equal to 1."),
        ("incidents", {"filters": "killed_low > 5"}, "filters: "),
        ("incidents", {"filters": {"actor": {"a": "b" * 100_000}}}, "filters.actor: "),
        ("incident", {}, "incident_id: Field required."),
        ("incident", {"incident_id": 5}, "incident_id: "),
    ],
)
def test_no_argument_is_left_out_in_silence_and_each_wrong_one_is_named_in_a_line(tool, arguments, told):
    text, failed = asked(tool, **arguments)
    assert failed
    assert told in text
    assert len(text) < 300
    assert "pydantic" not in text


def test_what_a_tool_takes_is_described():
    async def listed():
        async with Client(assistants_server(bundled_store())) as client:
            return (await client.list_tools()).tools

    described = {one.name: one.input_schema for one in run(listed)}
    assert described.keys() == {"incidents", "incident", "totals", "changes"}
    assert not any(one["additionalProperties"] for one in described.values())
    assert "filters" not in described["totals"].get("required", [])


@pytest.mark.parametrize("base_path", ["", "maps"])
def test_programs_find_the_api(base_path):
    app = Starlette(routes=discovery_routes(bundled("incidents.csv"), base_path))
    root = f"/{base_path}".rstrip("/")
    told = get(app, f"{root}/llms.txt")
    assert told.headers["content-type"] == "text/markdown; charset=utf-8"
    assert f"http://test{root}/api/openapi" in told.body.decode()
    catalog = get(app, f"{root}/.well-known/api-catalog")
    assert catalog.headers["content-type"].startswith("application/linkset+json")
    _, entry = catalog.json()["linkset"]
    assert entry["service-desc"][0]["href"] == f"http://test{root}/api/openapi"
    head = get(app, f"{root}/.well-known/api-catalog", method="HEAD")
    assert 'rel="api-catalog"' in head.headers["link"]
