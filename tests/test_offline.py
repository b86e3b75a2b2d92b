"""A single HTML file that needs no network: what it contains, what it may load, when it is refused."""

import base64
import gzip
import json
import re
from hashlib import sha256

import pytest
from typer.testing import CliRunner

from mapapp.cli.main import app
from mapapp.exports.offline import page
from mapapp.exports.offline.page import offline_page
from mapapp.mapdata.home import home
from mapapp.model.query import Query
from tests.asgi import get
from tests.factories import HOSTILE, bundled_store, incident, store_of, war
from tests.test_api import ITEMS, app_for

SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
CONTENT = re.compile(r'<script type="application/json" id="content">(.*?)</script>', re.DOTALL)
PACKED = re.compile(r'<script type="text/plain" id="(\w+)">([A-Za-z0-9+/=]*)</script>')


EVERYTHING = Query()


def written(store, query=EVERYTHING, **part):
    return b"".join(offline_page(store, query, **part)).decode()


def content(html):
    packed = {
        name: json.loads(gzip.decompress(base64.b64decode(part))) for name, part in PACKED.findall(html)
    }
    return json.loads(CONTENT.search(html)[1]) | packed


def test_it_holds_the_selection_with_every_claim_and_denial_and_how_to_cite_it():
    store, query = bundled_store(), Query(incident_id=("barda-2020-10-28", "ganja-2020-10-11"))
    html = written(store, query)
    held = content(html)
    assert [one["id"] for one in held["features"]] == [*held["dossiers"]]
    assert {*held["dossiers"]} == {"barda-2020-10-28", "ganja-2020-10-11"}
    claims = store.claims_about(["barda-2020-10-28"])["barda-2020-10-28"]
    for claim in claims:
        assert f'id="claim-{claim["claim_id"]}"' in held["dossiers"]["barda-2020-10-28"]
    assert "stance-denies" in held["dossiers"]["barda-2020-10-28"]
    assert "Cite this incident" in held["dossiers"]["barda-2020-10-28"]
    assert store.fingerprint[:16] in html
    assert "@dataset" in html


def test_what_nobody_needs_at_first_is_packed():
    html = written(bundled_store())
    held = content(html)
    assert [cell["land"] for cell in held["ground"]["world"].values()]
    assert [one["geometry"] for one in held["ground"]["districts"]["features"]]
    assert not {"world", "districts"} & {*held["base"]["vectors"]}
    assert "claims-sides" in "".join(held["dossiers"].values())
    assert "claims-sides" not in CONTENT.search(html)[0]
    assert len(html) < 1_500_000


def test_its_policy_allows_its_own_scripts_and_styles_and_no_others():
    html = written(war())
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)[1].replace(
        "&#39;", "'"
    )
    allowed = {part.split()[0]: part.split()[1:] for part in policy.split("; ")}
    assert allowed["default-src"] == allowed["base-uri"] == allowed["form-action"] == ["'none'"]
    assert allowed["script-src"] == [hashed(script) for script in SCRIPT.findall(html)]
    style = re.search("<style>(.*?)</style>", html, re.DOTALL)[1]
    assert hashed(style) in allowed["style-src"]
    coloured = set(re.findall(r'style="([^"]+)"', "".join(content(html)["dossiers"].values())))
    assert coloured
    assert {hashed(one) for one in coloured} <= {*allowed["style-src"]}
    assert "unsafe-inline" not in policy
    assert not re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?!data:)', html)


def hashed(text):
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_the_data_stays_text(text):
    source = {"source_id": "s", "publisher": text, "title": text, "url": f"javascript:{text}"}
    claim = {"claim_id": text, "incident_id": "a", "source_id": "s", "claimant": text, "stance": "alleges"}
    told = {"title": text, "summary": text, "actor": text, "place_name": text, "own": text}
    html = written(store_of([incident("a", **told, related_incidents=text)], [claim], [source]))
    assert "alert(1)</script>" not in html
    assert "javascript:" not in html
    held = content(html)
    assert "<script" not in held["dossiers"]["a"]
    assert held["features"][0]["properties"]["title"].startswith(text.strip()[:3])


def test_incidents_without_a_location_are_in_it():
    held = content(written(store_of([incident("a", latitude=None, longitude=None)])))
    assert held["features"][0]["geometry"] is None
    assert "a" in held["dossiers"]


def test_its_map_stands_where_that_of_the_page_does():
    store = bundled_store()
    for query in (EVERYTHING, Query(q="barda")):
        assert tuple(content(written(store, query))["home"]) == home(store, query)


def test_an_empty_selection_is_a_page_too():
    held = content(written(store_of([incident("a")]), Query(q="nothing")))
    assert held["features"] == []
    assert held["dossiers"] == {}


@pytest.mark.usefixtures("bundled_is_open")
def test_more_than_a_browser_bears_is_refused_with_the_reason(monkeypatch, tmp_path):
    monkeypatch.setattr(page, "MOST_INCIDENTS", 1)
    answer = get(app_for(bundled_store()), ITEMS, {"f": "html-file"})
    assert answer.status == 400
    assert "at most 1 incidents" in answer.json()["detail"]
    file = tmp_path / "a.html"
    done = CliRunner().invoke(app, ["export", "-o", str(file)])
    assert done.exit_code == 2
    assert "at most 1 incidents (a browser opens a larger page too slowly)" in done.output
    assert not file.exists()


def test_people_who_ask_the_api_still_get_its_own_page():
    answer = get(app_for(war()), ITEMS, headers={"accept": "text/html"})
    assert "content-disposition" not in answer.headers
