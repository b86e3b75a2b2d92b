"""OGC API - Features: the collections, their descriptions, and how clients find them."""

import csv
import json
import re
import zipfile
from datetime import date
from html.parser import HTMLParser

import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
from starlette.applications import Starlette

from mapapp.api.collections import CLASSES
from mapapp.api.routes import api_routes
from mapapp.model.collections import COLLECTIONS
from mapapp.model.schema import INCIDENTS
from tests.asgi import get
from tests.factories import HOSTILE, bundled_store, incident, store_of, war
from tests.test_api import HOST, Live, is_problem

API = "/api/collections"
ITEMS = f"{API}/incidents/items"
CLAIMED = f"{API}/claims/items"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture(scope="module")
def app():
    return Starlette(routes=api_routes(Live(bundled_store())))


def linked(document):
    return {link["rel"]: link["href"] for link in document["links"]}


def followed(app, address):
    path, _, query = address.removeprefix(HOST).partition("?")
    return get(app, path, query.encode())


def keys(answer):
    return [feature["id"] for feature in answer.json()["features"]]


class Links(HTMLParser):
    """The URLs that a page links to."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        assert tag != "script" or dict(attributes)["type"] == "application/ld+json"
        if tag == "a":
            self.found.append(dict(attributes)["href"])


def test_a_client_finds_everything_from_the_landing_page(app):
    links = linked(get(app, "/api/").json())
    assert followed(app, links["conformance"]).json() == {"conformsTo": list(CLASSES)}
    assert followed(app, links["service-desc"]).json()["openapi"] == "3.1.0"
    collections = followed(app, links["data"]).json()["collections"]
    assert [one["id"] for one in collections] == list(COLLECTIONS)
    for one in collections:
        found = linked(one)
        assert followed(app, found["self"]).json() == one
        assert one["extent"].keys() <= {"spatial", "temporal"}
        assert found.pop("license", "") == ("" if one["id"] in {"districts", "places"} else LICENCE)
        for link in (one for one in one["links"] if one["rel"] != "license"):  # it is on another site
            answer = followed(app, link["href"])
            assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (200, link["type"])


def test_the_time_that_a_collection_spans_is_told_in_instants_as_the_standard_wants_it():
    loaded = store_of([incident("a", date(2020, 10, 4)), incident("b", date(800, 1, 2))])
    app = Starlette(routes=api_routes(Live(loaded)))
    extent = get(app, "/api/collections/incidents").json()["extent"]
    assert extent["temporal"]["interval"] == [["0800-01-02T00:00:00Z", "2020-10-04T23:59:59Z"]]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_collection_is_read_page_by_page_and_one_by_one(app, name):
    address, seen = f"{API}/{name}/items?limit=100", []
    while address:
        answer = followed(app, address)
        seen += keys(answer)
        assert answer.json()["numberReturned"] == len(keys(answer))
        address = linked(answer.json()).get("next", "")
    assert len(seen) == len(set(seen)) == answer.json()["numberMatched"]
    assert seen == keys(get(app, f"{API}/{name}/items"))
    whole = get(app, f"{API}/{name}/items", {"limit": 1}).json()["features"][0]
    single = followed(app, f"{API}/{name}/items/{whole['id'].replace('#', '%23')}").json()
    assert single.pop("links")
    assert single == whole
    schema = get(app, f"{API}/{name}/schema").json()
    assert set(whole["properties"]) <= set(schema["properties"])
    roles = {column: one["x-ogc-role"] for column, one in schema["properties"].items() if "x-ogc-role" in one}
    assert roles.pop(COLLECTIONS[name].table.key) == "id"
    assert roles.pop("geometry", "") == ("primary-geometry" if COLLECTIONS[name].geometry else "")
    days = {"date_start": "primary-interval-start", "date_end": "primary-interval-end"}
    assert roles == (days if name == "incidents" else {})
    assert set(
        get(app, f"{API}/{name}/feature-schema").json()["properties"]["properties"]["properties"]
    ) == set(whole["properties"])


def test_rows_are_found_by_their_columns(app):
    answer = get(
        app, f"{API}/claims/items", {"stance": ["denies", "reports"], "claimant_side": "azerbaijani"}
    )
    found = [feature["properties"] for feature in answer.json()["features"]]
    assert {one["stance"] for one in found} == {"denies", "reports"}
    assert {one["claimant_side"] for one in found} == {"azerbaijani"}
    near_yerevan = keys(get(app, f"{API}/districts/items", {"bbox": "44.4,40.1,44.6,40.2"}))
    assert "Yerevan" in near_yerevan
    assert "Absheron" not in near_yerevan
    assert keys(get(app, f"{API}/places/items", {"bbox": "46.7,39.8,46.8,39.9", "country": "Azerbaijan"}))
    assert keys(get(app, f"{API}/claims/items", {"bbox": "-180,-90,180,90"})) == []
    assert get(app, f"{API}/sources/items", {"datetime": "2020-10-04"}).json()["numberMatched"] > 0


def test_a_box_may_cross_the_antimeridian():
    here = [
        incident("fiji", latitude=-17.0, longitude=179.5),
        incident("samoa", latitude=-14.0, longitude=-172.0),
    ]
    app = Starlette(
        routes=api_routes(Live(store_of([*here, incident("far"), incident("nowhere", latitude=None)])))
    )
    assert keys(get(app, ITEMS, {"bbox": "170,-20,-170,-10"})) == ["fiji", "samoa"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("2020-10-17", ["ganja"]),
        ("2020-10-17T", ["ganja"]),
        ("2020-10-17T23:59:59Z", ["ganja"]),
        ("2020-10-17t23:59:60.5z", ["ganja"]),
        ("2020-10-18/..", ["barda"]),
        ("2020-10-18T00:00:00+04:00/", ["barda"]),
    ],
)
def test_instants_and_intervals(asked, found):
    app = Starlette(routes=api_routes(Live(war())))
    assert keys(get(app, ITEMS, {"datetime": asked, "actor": "Armenian forces"})) == found


def test_sorting_and_properties(app):
    answer = get(app, ITEMS, {"sortby": "-killed_low,title", "properties": "killed_low", "limit": 5})
    figures = [feature["properties"] for feature in answer.json()["features"]]
    assert figures[0].keys() == {"incident_id", "killed_low"}
    assert [one["killed_low"] for one in figures] == sorted(
        (one["killed_low"] for one in figures), reverse=True
    )
    ascending = get(app, ITEMS, {"sortby": "killed_low", "properties": "killed_low"}).json()["features"]
    stated = [one["properties"]["killed_low"] for one in ascending]
    assert stated == sorted(one for one in stated if one is not None) + [None] * stated.count(None)
    assert keys(get(app, f"{API}/sources/items", {"sortby": "-source_id,source_id", "limit": 1})) == [
        max(keys(get(app, f"{API}/sources/items")))
    ]


TABULAR = ("csv", "xlsx", "gpkg", "fgb", "parquet", "geojsonseq")


@pytest.mark.parametrize("f", TABULAR)
def test_every_table_is_sorted_and_has_the_properties_asked_for(app, tmp_path, f):
    asked = {"sortby": "-killed_low,title", "properties": "title,killed_low", "limit": 30}
    features = get(app, ITEMS, asked).json()["features"]
    if f == "fgb":
        features = [one for one in features if one["geometry"]]
    answer = get(app, ITEMS, asked | {"f": f})
    read = rows_of(answer.body, f, tmp_path)
    assert read == [one["properties"] for one in features]


def rows_of(content, f, folder):
    """Read the incidents in a file with the reader of its format, without their points."""
    file = folder / f"incidents.{'geojsons' if f == 'geojsonseq' else f}"
    file.write_bytes(content)
    if f == "csv":
        texts = zipfile.ZipFile(file).read("incidents.csv").decode("utf-8-sig").splitlines()
        rows = list(csv.DictReader(texts))
        return [row | {"killed_low": int(row["killed_low"]) if row["killed_low"] else None} for row in rows]
    if f == "xlsx":
        names, *cells = openpyxl.load_workbook(file)["incidents"].iter_rows(values_only=True)
        return [dict(zip(names, row, strict=True)) for row in cells]
    if f == "geojsonseq":
        records = [json.loads(one) for one in file.read_text().split("\x1e") if one]
        return [one["properties"] for one in records if one["type"] == "Feature"]
    table = pq.read_table(file) if f == "parquet" else pyogrio.read_arrow(file, layer="incidents")[1]
    names = set(table.column_names) - {"geometry", "geom", "wkb_geometry"}
    return table.select([name for name in table.column_names if name in names]).to_pylist()


def test_a_page_for_people_shows_the_properties_asked_for(app):
    page = get(app, ITEMS, {"f": "html", "properties": "killed_low,title", "limit": "1"}).body.decode()
    assert re.findall(r"<th[^>]*>([^<]+)", page) == [
        INCIDENTS[name].label for name in ("killed_low", "title")
    ]


def test_pages_are_of_one_state_of_the_data():
    live = Live(war())
    app = Starlette(routes=api_routes(live))
    for name in ("incidents", "claims", "places"):
        first = get(app, f"{API}/{name}/items", {"limit": "1", "sortby": f"-{COLLECTIONS[name].table.key}"})
        address = linked(first.json())["next"]
        following = followed(app, address)
        assert following.status == 200
        assert linked(following.json())["prev"].endswith("limit=1")
        live.current = bundled_store()
        assert "Start again" in is_problem(followed(app, address), 409)["detail"]
        assert is_problem(followed(app, linked(following.json())["prev"]), 409)
        live.current = war()


def test_an_empty_value_asks_for_blank_cells_of_any_collection(app):
    answer = get(app, f"{API}/claims/items", {"actor": ["", "Some force"]})
    forces = {one["properties"]["actor"] for one in answer.json()["features"]}
    assert forces <= {None, "Some force"}
    assert None in forces


@pytest.mark.parametrize(
    ("path", "params", "parameter"),
    [
        *(("incidents/items", {"sortby": "title", "f": f}, "sortby") for f in ("kmz", "html-file", "bundle")),
        ("incidents/items", {"properties": "title", "f": "kmz"}, "properties"),
        ("incidents/items", {"data": "0123"}, "data"),
        ("incidents/items", {"data": "%"}, "data"),
        ("incidents/items", {"limit": "0"}, "limit"),
        ("incidents/items", {"limit": "10001"}, "limit"),
        ("incidents/items", {"crs": "http://www.opengis.net/def/crs/EPSG/0/3857"}, "crs"),
        ("incidents/items", {"bbox-crs": "EPSG:4326"}, "bbox-crs"),
        ("incidents/items", {"bbox": "1,50,2,40"}, "bbox"),
        ("incidents/items", {"bbox": "1,2,inf,4"}, "bbox"),
        ("incidents/items", {"datetime": "2020-10-17/2020-10-04"}, "datetime"),
        ("incidents/items", {"datetime": "2020-02-30T00:00:00Z"}, "datetime"),
        ("incidents/items", {"datetime": "2020-10-17T00:00:00-99:99"}, "datetime"),
        ("incidents/items", {"sortby": "--title"}, "sortby"),
        ("incidents/items", {"sortby": "geometry"}, "sortby"),
        ("incidents/items", {"properties": "title,nothing"}, "properties"),
        ("claims/items", {"weapon": "drone"}, "weapon"),
        ("claims/items", {"stance": "a\x00"}, "stance"),
        ("claims/items", {"f": "csv"}, "f"),
        ("claims", {"f": "xml"}, "f"),
        ("claims/schema", {"limit": "1"}, "limit"),
        ("claims/items", {"stance": "x" * 50_000, "f": "shapefile"}, "f"),
    ],
)
def test_a_problem_names_the_parameter_its_value_and_what_is_allowed(app, path, params, parameter):
    problem = is_problem(get(app, f"{API}/{path}", params), 400)
    assert problem["parameter"] == parameter
    assert problem["value"] == params[parameter][:80]
    assert problem["allowed"] in problem["detail"]


@pytest.mark.parametrize(
    "path", ["none", "none/items", "claims/items/none", "places/items/%00", "claims/none"]
)
def test_what_there_is_not_is_not_found(app, path):
    is_problem(get(app, f"{API}/{path}"), 404)


def test_html_is_for_those_who_ask_for_it(app):
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    for path in (
        "/api/",
        "/api/collections",
        f"{API}/claims",
        ITEMS,
        f"{API}/claims/queryables",
        "/api/openapi",
    ):
        page = get(app, path, headers=browser)
        assert page.headers["content-type"].startswith("text/html")
        assert page.headers["vary"].startswith("Accept, ")
        assert get(app, path, {"f": "json"}, headers=browser).json()
        assert get(app, path, headers={"Accept": "text/html;q=0.5, application/json"}).json() is not None
        assert get(app, path, headers={"Accept": "text/html;q=nan, */*"}).json() is not None


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("*/*", "application/geo+json"),
        ("text/html;q=0.1, */*;q=0.9", "application/geo+json"),
        ("text/html;q=0.5, application/*", "application/geo+json"),
        ("text/html, */*", "text/html"),
        ("text/*", "text/html"),
        ("*/*, application/*;q=0.5", "text/html"),
        ("application/geo+json;q=0, application/json;q=0, */*;q=0.1", "text/html"),
        ("application/json, text/html", "application/geo+json"),
        ("text/html, application/json", "text/html"),
        (["application/json;q=0.5", "text/html"], "text/html"),
        ("TEXT/HTML; level=1; Q=0.9, application/geo+json;q=0.8", "text/html"),
        ("image/png", "application/geo+json"),
        ("", "application/geo+json"),
    ],
)
def test_what_is_accepted_decides(app, accepted, sent):
    answer = get(app, f"{API}/claims/items", {"limit": 1}, headers={"Accept": accepted})
    assert answer.headers["content-type"].partition(";")[0] == sent


def test_pages_lead_to_pages_and_to_the_map(app):
    waiting, seen = [f"{HOST}/api/?f=html"], set()
    while waiting and len(seen) < 60:
        address = waiting.pop(0)
        seen.add(address)
        answer = followed(app, address)
        assert answer.status == 200
        is_file = "content-disposition" in answer.headers
        if answer.headers["content-type"].startswith("text/html") and not is_file:
            found = Links(answer.body.decode()).found
            assert f"{HOST}/" in found
            ours = (one for one in found if one.startswith(f"{HOST}/api/"))
            waiting += [one for one in dict.fromkeys(ours) if one not in seen and one not in waiting]
    page = get(app, ITEMS, {"f": "html", "actor": "Azerbaijani forces", "limit": 2}).body.decode()
    assert f"{HOST}/?actor=Azerbaijani+forces" in Links(page).found


def test_pages_show_hostile_text_as_text():
    rows = [
        incident(f"{number}", title=text, weapon=text) | {"extra <b>": text}
        for number, text in enumerate([*HOSTILE, "javascript:alert(1)"])
    ]
    sources = [{"source_id": "s", "publisher": HOSTILE[0], "url": "javascript:alert(1)"}]
    claims = [
        {
            "claim_id": text,
            "incident_id": "0",
            "source_id": "s",
            "claimant": text,
            "note": text,
            "weapon": text,
        }
        for text in HOSTILE
    ]
    app = Starlette(routes=api_routes(Live(store_of(rows, claims, sources))))
    for path in (ITEMS, f"{ITEMS}/0", f"{API}/sources/items", f"{API}/sources/items/s", CLAIMED):
        answer = get(app, path, {"f": "html"})
        assert "<script>" not in answer.body.decode()
        assert all(one.startswith(("http", "#")) for one in Links(answer.body.decode()).found)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    json.loads(get(app, ITEMS).body)


def test_pages_for_people_say_what_was_asked_and_lead_on(app):
    page = get(app, ITEMS, {"f": "html", "actor": "Armenian forces"}).body.decode()
    assert "<p>Filter: attributed to Armenian forces.</p>" in page
    assert f"{HOST}/?actor=Armenian+forces" in Links(page).found
    incident = keys(get(app, ITEMS, {"limit": "1"}))[0]
    claims = get(app, f"{API}/claims/items", {"f": "html", "incident_id": incident}).body.decode()
    assert f"{HOST}{ITEMS}/{incident}?f=html" in Links(claims).found


def test_claims_are_read_by_side_with_the_denials(app):
    barda = {"f": "html", "incident_id": "barda-2020-10-28"}
    page = get(app, CLAIMED, barda).body.decode()
    sides = re.findall(r"<h3>(.*?)</h3>", page)
    assert sides == ["Armenian and Nagorno-Karabakh sources", "Azerbaijani sources", "Independent sources"]
    assert page.index("Denies the strike on Barda") < page.index(sides[1])
    assert "agrees with 4 of 5 others" in page, "of all claims about the incident"
    assert "not listed here" not in page
    denials = get(app, CLAIMED, barda | {"stance": "denies"}).body.decode()
    assert re.findall(r"<h3>(.*?)</h3>", denials) == sides[:1]
    assert "Filter: what they do: denies." in denials
    assert "16 more claims about this incident are not listed here." in denials


def test_claims_in_an_order_of_ones_own_are_a_table(app):
    page = get(app, CLAIMED, {"f": "html", "sortby": "-killed_low", "limit": "3"}).body.decode()
    assert "<table>" in page
    assert "claims-side" not in get(app, CLAIMED, {"f": "html", "properties": "claimant"}).body.decode()
