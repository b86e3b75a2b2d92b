"""Metadata behind links: Open Graph and JSON-LD as validators require, citations, pages, embedding."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import extruct
import pytest
from starlette.applications import Starlette

from mapapp.exports.citing import FORMS, citation_of
from mapapp.model.query import Query
from mapapp.server.first_html import first_routes
from tests.asgi import get
from tests.factories import HOSTILE, incident, store_of, war
from tests.test_api import app_for, is_problem

HOST = {"host": "news.example"}
PAGE = "http://news.example/"
ITEM = "/api/collections/incidents/items/"
CITATION = "/api/collections/incidents/citation"
OPEN_GRAPH = {"og:title", "og:type", "og:image", "og:url", "og:description"}
"""The properties that ogp.me requires, and a description."""


class Document(HTMLParser):
    """What machines read in an HTML document; Open Graph and JSON-LD by a third-party reader."""

    def __init__(self, html):
        super().__init__()
        self.meta, self.links, self.hrefs = {}, [], []
        self.feed(html)
        read = extruct.extract(html, PAGE, syntaxes=["opengraph", "json-ld"], errors="strict")
        (graph,), self._data = read["opengraph"], read["json-ld"]
        self.graph = dict(graph["properties"])

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.meta[given.get("property") or given.get("name")] = given.get("content", "")
        elif tag == "link":
            self.links.append(given)
        elif tag == "a":
            self.hrefs.append(given.get("href", ""))

    def data(self):
        (found,) = self._data
        return found


def front(store, **params):
    app = Starlette(routes=first_routes(Path("nothing.csv"), "", lambda: store))
    return Document(get(app, "/", params, headers=HOST).body.decode())


def is_absolute(address):
    return urlsplit(address).scheme in {"http", "https"} and urlsplit(address).netloc != ""


def shows_a_preview(document):
    assert document.graph.keys() >= OPEN_GRAPH
    assert all(document.graph[name] for name in OPEN_GRAPH)
    assert is_absolute(document.graph["og:url"])
    assert is_absolute(document.graph["og:image"])
    (canonical,) = [link["href"] for link in document.links if link["rel"] == "canonical"]
    assert canonical == document.graph["og:url"]


def is_a_dataset(data):
    """Check what Google's guidelines for data sets require and recommend."""
    assert (data["@context"], data["@type"]) == ("https://schema.org/", "Dataset")
    assert data["name"]
    assert is_absolute(data["url"])
    for one in data["distribution"]:
        assert one["@type"] == "DataDownload"
        assert is_absolute(one["contentUrl"])


def test_a_view_has_a_preview_of_its_own():
    document = front(war(), actor="Armenian forces", map="8/40/47", other="x")
    shows_a_preview(document)
    is_a_dataset(document.data())
    assert document.graph["og:url"] == f"{PAGE}?actor=Armenian+forces"
    assert "attributed to Armenian forces" in document.graph["og:description"]
    picture = urlsplit(document.graph["og:image"])
    drawn = get(app_for(war()), picture.path, picture.query.encode())
    assert (drawn.status, drawn.headers["content-type"]) == (200, "image/png")
    assert parse_qs(picture.query) == {"actor": ["Armenian forces"], "map": ["8/40/47"]}
    (frame,) = [link["href"] for link in document.links if link.get("type") == "application/json+oembed"]
    told = get(app_for(war()), urlsplit(frame).path, urlsplit(frame).query.encode(), headers=HOST).json()
    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert "embed=true" in told["html"]


def test_an_incident_has_a_preview_of_its_own():
    document = front(war(), incident="barda")
    shows_a_preview(document)
    assert document.graph["og:title"] == "Rockets on Barda"
    assert "incident_id=barda" in document.graph["og:image"]
    described = document.data()
    assert (described["@type"], described["startDate"]) == ("Event", "2020-10-28")
    assert described["location"]["geo"]["latitude"] == pytest.approx(40, abs=2)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_a_page_of_an_incident(text):
    row = incident("a/b?c", title=text, summary=text, actor=text, place_name=text, own=text)
    claim = {"claim_id": "c", "incident_id": "a/b?c", "claimant": text, "source_id": "s", "stance": "denies"}
    source = {"source_id": "s", "publisher": text, "title": text, "url": "javascript:alert(1)"}
    app = app_for(store_of([row], [claim], [source]))
    answer = get(app, f"{ITEM}a%2Fb%3Fc", {"f": "html"}, headers=HOST)
    assert answer.status == 200
    html = answer.body.decode()
    document = Document(html)
    shows_a_preview(document)
    assert document.data()["@type"] == "Event"
    assert "<script>alert" not in html
    assert all(is_absolute(address) or address.startswith("#") for address in document.hrefs)
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_page_of_an_incident_has_its_claims_and_leads_to_the_map():
    html = get(app_for(war()), f"{ITEM}barda", {"f": "html"}, headers=HOST).body.decode()
    for claim in war().claims_about(["barda"])["barda"]:
        assert f'id="claim-{claim["claim_id"]}"' in html
    assert f"{PAGE}?incident=barda" in Document(html).hrefs
    is_problem(get(app_for(war()), f"{ITEM}barda", {"f": "pdf"}), 400)
    is_problem(get(app_for(war()), f"{ITEM}nothing", {"f": "html"}), 404)


def test_citations_name_the_same_in_every_form():
    app = app_for(war())
    asked = {"actor": "Armenian forces"}
    given = {name: get(app, CITATION, asked | {"f": name}, headers=HOST) for name in FORMS}
    for name, answer in given.items():
        text = answer.body.decode()
        assert answer.headers["content-type"].startswith(FORMS[name].media_type)
        for part in (
            "made up",
            war().fingerprint[:16],
            "attributed to Armenian forces",
            "actor=Armenian+forces",
        ):
            assert part.casefold() in text.casefold(), name
    (item,) = json.loads(given["csl"].body)
    assert (item["type"], item["URL"]) == ("dataset", f"{PAGE}?actor=Armenian+forces")
    assert re.match(r"TY  - DATA\r\n(?:[A-Z][A-Z0-9]  - .+\r\n)+ER  - \r\n$", given["ris"].body.decode())
    is_problem(get(app, CITATION, {"f": "doc"}), 400)


def test_a_point_of_view_is_part_of_the_address_at_which_an_incident_is_cited():
    claim = {
        "claim_id": "c",
        "incident_id": "a",
        "claimant_side": "armenian",
        "source_id": "s",
        "stance": "alleges",
    }
    app = app_for(store_of([incident("a")], [claim], [{"source_id": "s", "title": "S"}]))
    asked = {"incident_id": "a", "according_to": "armenian", "f": "csl"}
    (item,) = json.loads(get(app, CITATION, asked, headers=HOST).body)
    assert item["URL"] == f"http://news.example{ITEM}a?f=html&according_to=armenian"
    page = get(app, f"{ITEM}a", parse_qs(urlsplit(item["URL"]).query), headers=HOST)
    assert item["URL"].replace("&", "&amp;") in page.body.decode()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_title_breaks_a_citation(text):
    cited = citation_of(store_of([incident(title=text)]), Query(incident_id=("a",)), PAGE)
    assert json.loads(FORMS["csl"].write(cited))[0]["title"] == text
    record = FORMS["ris"].write(cited)
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in record.rstrip("\r\n").split("\r\n"))
    entry = FORMS["bibtex"].write(cited).replace("\\{", "").replace("\\}", "")
    assert entry.count("{") == entry.count("}")


def test_the_sitemap_lists_the_page_of_each_incident():
    answer = get(app_for(war()), "/sitemap.xml", headers=HOST)
    found = [one.text for one in ElementTree.fromstring(answer.body).iter() if one.tag.endswith("loc")]
    assert found[0] == PAGE
    assert len(found) == 1 + len(war().listed(Query(), 1000))
    page = urlsplit(found[1])
    assert get(app_for(war()), page.path, page.query.encode()).status == 200


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({}, 400),
        ({"url": "http://elsewhere.example/"}, 404),
        ({"url": f"{PAGE}api/"}, 404),
        ({"url": PAGE, "format": "xml"}, 400),
        ({"url": PAGE, "maxwidth": "-1"}, 400),
    ],
)
def test_what_can_not_be_embedded_is_told(params, status):
    is_problem(get(app_for(war()), "/api/oembed", params, headers=HOST), status)
