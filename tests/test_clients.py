"""The API read by other people's programs: GDAL, OWSLib, and schemathesis following its description."""

import csv
import gzip
import json
import subprocess
import sys
from contextlib import contextmanager
from datetime import date, timedelta
from urllib.parse import parse_qs
from urllib.request import Request, urlopen

import pyogrio
import pytest
from owslib.ogcapi.features import Features

from tests.browser.conftest import end, free_port, serving, wait_until_ready
from tests.fuzz.api import Answers, ask, operations

ROWS = 10_200
LATE = 10_000
"""From this row on, columns blank until then have values, which misleads clients that guess types."""

BREAKING = """
import sys, urllib.error, urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Breaking(BaseHTTPRequestHandler):
    def do_GET(self):
        with open(sys.argv[3], "a") as asked:
            print(self.path, file=asked)
        host = {"X-Forwarded-Host": self.headers["Host"]}
        asked = urllib.request.Request(sys.argv[2] + self.path, headers=host)
        try:
            with urllib.request.urlopen(asked) as found:
                status, kind, body = found.status, found.headers["Content-Type"], found.read()
        except urllib.error.HTTPError as refused:
            status, kind, body = refused.code, "application/json", refused.read()
        if "offset=10000" in self.path:
            status = 503
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Breaking).serve_forever()
"""
"""A proxy in front of our server that logs each request, and fails on the second page."""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clients")
    with (folder / "incidents.csv").open("w", newline="") as file:
        rows = csv.DictWriter(file, _row(0))
        rows.writeheader()
        rows.writerows(map(_row, range(ROWS)))
    (folder / "claims.csv").write_text(
        "claim_id,incident_id,source_id,claimant,claimant_side,stance,killed_low\n"
        "c1,i-00000,s1,Ministry,azerbaijani,alleges,3\nc2,i-00000,s1,Witness,independent,denies,\n"
    )
    (folder / "sources.csv").write_text("source_id,publisher,published_on\ns1,Example,2020-10\n")
    with serving(folder / "log.txt", str(folder / "incidents.csv"), MAPAPP_FORWARDED="host") as running:
        yield running


def _row(number):
    day, late, located = date(2020, 9, 27) + timedelta(days=number // 300), number >= LATE, number % 10 != 9
    return {
        "incident_id": f"i-{number:05}",
        "title": "2020-10-04" if 2000 <= number < 3000 else f"Şuşa {number}",
        "date_start": day,
        "date_end": day,
        "time_local": "10:30" if late else "",
        "latitude": 39 if located else "",
        "longitude": round(179 + number / ROWS * 2, 5) % 360 - (360 if number > ROWS / 2 else 0)
        if located
        else "",
        "actor": "AB"[number % 2],
        "killed_low": number % 50 if late else "",
    }


def layer(server, name="incidents", **how):
    return pyogrio.read_dataframe(f"OAPIF:{server.url}api", layer=name, **how)


@pytest.mark.parametrize("arrow", [False, True])
def test_gdal_reads_every_row_with_its_types(server, arrow):
    found = layer(server, use_arrow=arrow)
    assert found["incident_id"].tolist() == [f"i-{number:05}" for number in range(ROWS)]
    assert found["title"].tolist()[1999:2001] == ["Şuşa 1999", "2020-10-04"]
    assert found["killed_low"].dropna().tolist() == [number % 50 for number in range(LATE, ROWS)]
    assert str(found["date_start"].iloc[-1])[:10] == "2020-10-30"
    assert found.geometry.isna().sum() == ROWS // 10
    late = found["time_local"].iloc[LATE:]
    assert {str(time)[:5] for time in late} == {"10:30"}  # where a page has only times, GDAL adds seconds


@pytest.mark.parametrize("arrow", [False, True])
def test_gdal_filters(server, arrow):
    def count(**how):
        return len(layer(server, use_arrow=arrow, **how))

    assert count(bbox=(179.9, 38, 180, 40)) == sum(
        float(_row(number)["longitude"] or 0) >= 179.9 for number in range(ROWS)
    )
    assert count(where="actor = 'B'") == ROWS / 2
    assert count(where="incident_id = 'i-00003'") == 1
    assert count(where="killed_low >= 40") == 40
    assert count(where="incident_id = 'i-00003' OR killed_low >= 40") == 41
    assert count(where="NOT (incident_id = 'i-00003')") == ROWS - 1
    assert count(where="date_start = '2020/10/04'") == 300
    assert count(DATETIME="2020-10-04/2020-10-05") == 600


def test_two_days_in_one_condition_are_refused_not_answered_wrongly(server):
    """GDAL sends two values of datetime, and does not check either condition again."""
    with pytest.raises(pyogrio.errors.FeatureError):
        layer(server, where="date_start = '2020/10/04' AND date_end = '2020/10/05'")


def test_gdal_asks_the_server_for_boxes_and_equal_values(server, tmp_path):
    with breaking(server, tmp_path) as front:
        found = layer(front, bbox=(179.9, 38, 180, 40), where="actor = 'B'")
        assert set(found["actor"]) == {"B"}
        addresses = front.log.read_text().splitlines()
        asked = parse_qs(addresses[-1].partition("?")[2])
        assert asked["actor"] == ["B"]
        assert asked["limit"] == ["10000"]  # the maximum in the description
        assert [float(edge) for edge in asked["bbox"][0].split(",")] == pytest.approx([179.9, 38, 180, 40])
        assert {one.partition("?")[0] for one in addresses} - {"/_stcore/health", "/api/health"} == {
            "/api",
            "/api/openapi",  # by the link on the landing page, not by guessing
            "/api/collections",
            "/api/collections/incidents/feature-schema",
            "/api/collections/incidents/items",
        }


def test_the_limit_is_described_as_gdal_reads_it(server):
    with urlopen(f"{server.url}api/openapi") as answer:
        assert answer.headers["Content-Type"] == "application/json"
        parameters = json.load(answer)["paths"]["/collections/incidents/items"]["get"]["parameters"]
    assert {"$ref": "#/components/parameters/limit"} in parameters
    schemas = {one.get("name"): one.get("schema") for one in parameters}
    assert schemas["datetime"]["pattern"]  # without it, values that a description allows are refused
    assert schemas["bbox"]["items"]["maximum"] == 180
    written = {one.get("name"): (one.get("style"), one.get("explode")) for one in parameters}
    assert written["bbox"] == written["datetime"] == ("form", False)  # as in part 1
    assert written["weapon"] == ("form", True)
    with urlopen(f"{server.url}api/conformance") as answer:
        assert not [one for one in json.load(answer)["conformsTo"] if one.endswith("cql-text")]


def test_answers_are_compressed_for_who_can_read_that(server):
    asked = Request(f"{server.url}api/collections/claims/items", headers={"Accept-Encoding": "gzip"})
    with urlopen(asked) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in ",".join(answer.headers.get_all("Vary"))
        assert json.loads(gzip.decompress(answer.read()))["numberMatched"] == 2


def test_gdal_reads_the_other_collections(server):
    layers = dict(pyogrio.list_layers(f"OAPIF:{server.url}api"))
    assert layers == {
        "incidents": "Point",
        "claims": "Unknown",
        "sources": "Unknown",
        "districts": "MultiPolygon",
        "places": "Point",
    }
    (told,) = layer(server, where="incident_id = 'i-00000'")["claims"]
    assert [claim["claimant"] for claim in json.loads(told)] == ["Ministry", "Witness"]
    claims = layer(server, "claims", where="claimant_side = 'independent'")
    assert claims["claimant"].tolist() == ["Witness"]
    assert layer(server, "sources")["published_on"].tolist() == ["2020-10"]
    assert len(layer(server, "districts", bbox=(46, 39, 46.5, 39.5))) < len(layer(server, "districts"))


@contextmanager
def breaking(server, folder):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", BREAKING, str(port), server.url.rstrip("/"), folder / "asked"]
    )
    front = type(server)(f"http://127.0.0.1:{port}/", folder / "asked", process)
    try:
        wait_until_ready(front)
        yield front
    finally:
        end(process)


def test_gdal_notices_a_page_that_fails(server, tmp_path):
    with breaking(server, tmp_path) as front:
        with pytest.raises(pyogrio.errors.FeatureError):
            layer(front)
        promised = pyogrio.read_info(f"OAPIF:{front.url}api", layer="incidents")["features"]
        assert promised == ROWS  # with Arrow, GDAL reports no error: only the promised count shows it
        assert len(layer(front, use_arrow=True)) < promised


def test_owslib_reads_it(server):
    api = Features(f"{server.url}api")
    assert set(api.feature_collections()) == {"incidents", "claims", "sources", "districts", "places"}
    found = api.collection_items("incidents", limit=2, bbox=[178, 38, 180, 40], datetime_="2020-10-01/..")
    assert found["numberReturned"] == 2
    assert all(one["properties"]["date_end"] >= "2020-10-01" for one in found["features"])
    assert api.collection_item("incidents", "i-00000")["properties"]["claims"][0]["claimant"] == "Ministry"
    assert "killed_low" in api.collection_queryables("incidents")["properties"]
    with pytest.raises(RuntimeError, match="Did not find service-desc link"):
        api.api()  # our description does not say that it is version 3.0, because it isn't


def test_owslib_asks_by_a_condition_and_is_told_how_not_to(server):
    """OWSLib sends keyword arguments unchanged; `cql` is a body that it posts."""
    api, condition = Features(f"{server.url}api"), "killed_low >= 40"
    language = {"filter-lang": "cql2-text"}
    assert api.collection_items("incidents", filter=condition, **language)["numberMatched"] == 40
    with pytest.raises(RuntimeError, match="filter_lang: 'cql2-text' can't be understood"):
        api.collection_items("incidents", filter=condition, filter_lang="cql2-text")
    with pytest.raises(RuntimeError, match="Only GET, HEAD, OPTIONS are understood here"):
        api.collection_items("incidents", cql={"op": "isNull", "args": [{"property": "killed_low"}]})


def test_whatever_is_asked_after_the_description_is_answered_after_it(server):
    offered, answers = operations(server.url), Answers()
    assert len(offered) > 30
    for operation in offered:
        ask(operation, 8 if operation.path.endswith("/items") else 2, answers.take)
    assert answers.undescribed == []
    assert answers.statuses[200] > 30
