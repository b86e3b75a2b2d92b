"""The HTTP API: its answers, its refusals, and that nothing crashes it."""

import gzip
import io
import json
import re
import zipfile
from datetime import date
from urllib.parse import quote, urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from mapapp.api.assets import asset_routes
from mapapp.api.routes import api_routes
from mapapp.exports.geojson import geojson
from mapapp.geo import world
from mapapp.model.query import FILTERS, MULTIPLE, Query
from mapapp.views.map import base_map
from tests.asgi import get
from tests.factories import HOSTILE, incident, store_of, war

ITEMS, MAP, LIST = (f"/api/collections/incidents/{name}" for name in ("items", "map", "list"))
HOME = "/api/collections/incidents/home"
HOST = "http://test"
WORLD = {"view": "-180,-90,180,90", "zoom": "3"}
NEAR = {"view": "46,39,48,41", "zoom": "8"}


class Live:
    """A data set that is not watched for changes."""

    def __init__(self, store):
        self.current, self.problem, self.unfetched = store, "", ""


def app_for(store, base_path=""):
    return Starlette(routes=[*api_routes(Live(store), base_path), *asset_routes(base_path)])


@pytest.fixture(scope="module")
def store():
    return war()


@pytest.fixture(scope="module")
def app(store):
    return app_for(store)


def ids(answer):
    return [feature["id"] for feature in answer.json()["features"]]


def properties(answer, kind):
    found = [feature["properties"] for feature in answer.json()["features"]]
    return [one for one in found if one["kind"] == kind]


def is_problem(answer, status):
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == status
    assert {"type", "title", "detail", "instance"} <= set(document)
    return document


# ---- items


def test_items_are_the_export(app, store):
    answer = get(app, ITEMS, {"actor": "Armenian forces", "datetime": "2020-10-10/.."})
    query = Query(actor=("Armenian forces",), start=date(2020, 10, 10))
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.json()["features"] == json.loads(b"".join(geojson(store, query)))["features"]
    assert ids(answer) == ["ganja", "barda"]


def test_next_leads_through_everything_once(app):
    address, seen = f"{HOST}{ITEMS}?limit=4", []
    while address:
        path, _, query = address.removeprefix(HOST).partition("?")
        answer = get(app, path, query.encode())
        assert answer.json()["numberReturned"] == len(ids(answer))
        assert answer.json()["numberMatched"] == 6
        seen += ids(answer)
        links = {link["rel"]: link["href"] for link in answer.json()["links"]}
        assert links["self"] == address
        address = links.get("next", "")
    assert seen == ids(get(app, ITEMS))


@pytest.mark.parametrize(
    ("root", "headers", "start"),
    [
        ("/prefix", {}, "http://test/prefix"),
        ("", {"Host": "maps.example:8443"}, "http://maps.example:8443"),
        (
            "",
            {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "m.example", "X-Forwarded-Prefix": "/a/b/"},
            "https://m.example/a/b",
        ),
        ("", {"Host": '"><script>', "X-Forwarded-Proto": "javascript", "X-Forwarded-Prefix": "//x"}, HOST),
    ],
)
def test_links_are_absolute_as_the_reader_sees_them(app, root, headers, start):
    answer = get(app, ITEMS, {"limit": "1"}, root=root, headers=headers)
    following = next(link["href"] for link in answer.json()["links"] if link["rel"] == "next")
    state = answer.json()["fingerprint"][:12]
    assert following == f"{start}{ITEMS}?offset=1&data={state}&limit=1"
    other = get(app, ITEMS, {"limit": "1"}, headers={"Host": "another.example"})
    assert other.headers["etag"] != answer.headers["etag"]


@pytest.mark.parametrize("base_path", ["pre/fix", "/pre/fix/"])
def test_routes_can_stand_under_a_base_path(store, base_path):
    app = app_for(store, base_path)
    assert get(app, "/pre/fix/api/health").status == 200
    assert get(app, "/pre/fix/assets/mapapp/map.js").status == 200
    assert get(app, "/api/health").status == 404


def test_csv_is_the_zip(app):
    answer = get(app, ITEMS, {"f": "csv", "incident_id": "barda"})
    assert answer.headers["content-type"] == "application/zip"
    assert zipfile.ZipFile(io.BytesIO(answer.body)).namelist()[0] == "README.txt"


def test_a_download_is_named_after_the_state_of_the_data(app, store):
    assert "content-disposition" not in get(app, ITEMS).headers
    named = get(app, ITEMS, {"download": "1"}).headers["content-disposition"]
    assert named == f'attachment; filename="made-up-all-incidents-{store.fingerprint[:8]}.geojson"'


def test_one_item_is_the_feature_of_the_list(app):
    answer = get(app, f"{ITEMS}/barda")
    assert answer.headers["content-type"] == "application/geo+json"
    feature = answer.json()
    assert {link["rel"] for link in feature.pop("links")} == {"self", "alternate", "collection"}
    assert feature == next(f for f in get(app, ITEMS).json()["features"] if f["id"] == "barda")


def test_one_item_follows_the_point_of_view():
    claims = [
        {"claim_id": "c", "incident_id": "a", "source_id": "s", "stance": "alleges", "killed_low": 3}
        | {"claimant": "C", "claimant_side": "armenian"},
        {"claim_id": "d", "incident_id": "a", "source_id": "s", "stance": "denies"}
        | {"claimant": "D", "claimant_side": "independent"},
    ]
    app = app_for(store_of([incident("a", killed_low=9)], claims, [{"source_id": "s"}]))
    killed = {
        whose: get(app, f"{ITEMS}/a", {"according_to": whose}).json()["properties"]["killed_low"]
        for whose in ("all", "armenian")
    }
    assert killed == {"all": 9, "armenian": 3}
    detail = is_problem(get(app, f"{ITEMS}/a", {"according_to": "azerbaijani"}), 404)["detail"]
    assert "Azerbaijani sources: this incident is not included" in detail
    detail = is_problem(get(app, f"{ITEMS}/a", {"according_to": "independent"}), 404)["detail"]
    assert "this incident is denied, in the claim d" in detail
    is_problem(get(app, f"{ITEMS}/b", {"according_to": "armenian"}), 404)


def test_a_word_outside_a_vocabulary_is_refused_unless_the_data_have_it():
    app = app_for(store_of([incident("a", weapon="trebuchet", actor="A")]))
    assert get(app, ITEMS, {"weapon": "trebuchet"}).json()["numberMatched"] == 1
    assert get(app, ITEMS, {"weapon": "drone"}).json()["numberMatched"] == 0
    assert get(app, ITEMS, {"actor": "Nobody"}).json()["numberMatched"] == 0
    for path in ("items", "list", "table", "claims", "coverage"):
        problem = is_problem(get(app, f"{ITEMS.removesuffix('items')}{path}", {"weapon": "dron"}), 400)
        assert problem["parameter"] == "weapon"
        assert "artillery, " in problem["detail"]
        assert "trebuchet" in problem["detail"]


@pytest.mark.parametrize("incident_id", ["a/b", "a b", "Şuşa#1", "?q=1", "%2e%2e"])
def test_identifiers_may_have_any_letters(incident_id):
    app = app_for(store_of([incident(incident_id)]))
    assert get(app, f"{ITEMS}/{quote(incident_id, safe='')}").json()["id"] == incident_id


@pytest.mark.parametrize("incident_id", ["no-such", "%00", "' OR 1=1 --", "..%2f..", "x" * 5000])
def test_an_unknown_incident_is_not_found(app, incident_id):
    is_problem(get(app, f"{ITEMS}/{incident_id}"), 404)


# ---- map


def test_near_incidents_share_a_cell_far_ones_stand_alone(app):
    answer = get(app, MAP, WORLD)
    (cell,) = properties(answer, "cell")
    assert (answer.json()["numberMatched"], answer.json()["numberSummaries"]) == (5, 1)
    assert cell["count"] == 4
    assert answer.json()["numberUnlocated"] == 1
    assert cell["aggregates"] == 1
    assert cell["by_actor"]["Armenian forces"] == 2
    assert sum(cell["by_actor"].values()) == 4
    assert cell["bounds"] == [46.0, 39.0, 47.1266, 40.68278]
    assert cell["killed"] == "35 to 42 killed"
    assert cell["harmed"] == 105
    assert not cell["same_point"]
    west, south, east, north = cell["bounds"]
    x, y = answer.json()["features"][0]["geometry"]["coordinates"]
    assert west < x < east
    assert south < y < north


def test_a_single_incident_is_said_in_words(app):
    answer = get(app, MAP, NEAR | {"incident_id": "barda"})
    (barda,) = properties(answer, "incident")
    assert barda == {
        "kind": "incident",
        "id": "barda",
        "title": "Rockets on Barda",
        "when": "28 October 2020",
        "start": "2020-10-28",
        "end": "2020-10-28",
        "place": "Barda",
        "actor": "Armenian forces",
        "harm_status": "confirmed",
        "killed": "20 to 21 killed",
        "injured": "at least 70 injured",
        "aggregate": False,
        "harmed": 90,
        "killed_low": 20,
        "killed_high": 21,
        "uncertainty_m": 800.0,
        "precision": "the named place",
        "location_precision": "1",
        "admin1": "",
    }


def test_few_incidents_of_a_view_are_told_one_by_one_if_that_is_asked_for(app):
    answer = get(app, MAP, NEAR | {"single": 1})
    assert properties(answer, "cell") == []
    assert len(properties(answer, "incident")) == answer.json()["numberMatched"]
    crowd = app_for(store_of([incident(f"i{number:03d}") for number in range(301)]))
    (cell,) = properties(get(crowd, MAP, WORLD | {"single": 1}), "cell")
    assert cell["count"] == 301


def test_what_lies_beyond_a_view_is_told_by_its_side():
    places = {"north": (40.0, 60.0), "south": (40.0, 10.0), "west": (10.0, 40.0), "east": (90.0, 41.0)}
    rows = [incident(side, longitude=x, latitude=y) for side, (x, y) in places.items()]
    rows += [incident("far", longitude=95.0, latitude=39.0), incident("in", longitude=40.0, latitude=40.0)]
    rows += [incident("nowhere", longitude=None, latitude=None)]
    view = {"view": "30,30,50,50", "zoom": 5}
    beyond = get(app_for(store_of(rows)), MAP, view).json()["beyond"]
    assert {one["side"]: one["count"] for one in beyond} == {"east": 2, "north": 1, "south": 1, "west": 1}
    assert beyond[0]["bounds"] == [90.0, 39.0, 95.0, 41.0]


def test_blank_is_not_zero_on_the_map(app):
    (stepanakert,) = properties(get(app, MAP, NEAR | {"incident_id": "stepanakert"}), "incident")
    (hostile,) = properties(get(app, MAP, NEAR | {"incident_id": "all-hostile"}), "incident")
    assert (stepanakert["killed"], stepanakert["injured"], stepanakert["harmed"]) == ("", "none injured", 0)
    assert (hostile["killed"], hostile["harmed"]) == ("", None)


def test_hostile_text_is_sent_as_text_and_short(app):
    (hostile,) = properties(get(app, MAP, NEAR | {"incident_id": "all-hostile"}), "incident")
    assert hostile["title"] == HOSTILE[0]
    long = app_for(store_of([incident(title=HOSTILE[7])]))
    assert len(properties(get(long, MAP, WORLD), "incident")[0]["title"]) == 200


def test_incidents_at_one_point_can_be_spread_out(app):
    store = store_of([incident(f"i{number:03d}") for number in range(250)])
    answer = get(app_for(store), MAP, WORLD)
    (cell,) = properties(answer, "cell")
    assert (cell["count"], cell["same_point"]) == (250, True)
    spread = get(app_for(store), MAP, WORLD | {"expand": "1"})
    assert ids(spread) == [f"i{number:03d}" for number in range(200)]
    assert spread.json()["numberMatched"] == 250


def vague(number, precision="3", admin1="Tartar", **more):
    """Make an incident known only to the district, at the stand-in point, where the town is."""
    given = {"latitude": 40.345, "longitude": 46.93, "uncertainty_m": 15_000.0}
    return incident(f"vague{number:02d}", location_precision=precision, admin1=admin1, **{**given, **more})


@pytest.fixture(scope="module")
def tartar():
    """Put 3 incidents in a town and, at the same point, 12 known only to its district and a sum of them."""
    known = [
        incident(f"known{n}", latitude=40.345, longitude=46.93, location_precision="1", admin1="Tartar")
        for n in range(3)
    ]
    sum_of_all = vague(99, aggregate="yes", uncertainty_m=20_000.0)
    return app_for(store_of([*known, *map(vague, range(12)), sum_of_all]))


@pytest.mark.parametrize("zoom", ["2", "8", "11", "18"])
def test_vague_places_are_no_stack_on_the_town_they_stand_at(tartar, zoom):
    view = {"view": "46,39,48,41", "zoom": zoom}
    cells = sorted(properties(get(tartar, MAP, view), "cell"), key=lambda cell: cell["count"])
    assert [
        (cell["count"], cell["aggregates"], cell["vague"], cell["somewhere"], cell["uncertainty_m"])
        for cell in cells
    ] == [(3, 0, 0, "", None), (12, 1, 13, "Tartar", 20_000.0)]


@pytest.mark.parametrize(("zoom", "expected"), [("7", {(3, 2, "")}), ("11", {(1, 0, ""), (2, 2, "Tartar")})])
def test_far_out_cells_mix_and_say_how_much_of_them_is_vague(zoom, expected):
    rows = [vague(1), vague(2), incident("known", latitude=40.35, longitude=46.94)]
    answer = get(app_for(store_of(rows)), MAP, {"view": "46,39,48,41", "zoom": zoom})
    cells = {(cell["count"], cell["vague"], cell["somewhere"]) for cell in properties(answer, "cell")}
    single = {(1, 0, "") for one in properties(answer, "incident") if one["location_precision"] == ""}
    assert cells | single == expected


def test_districts_stand_apart_and_what_is_known_to_no_district_has_none():
    rows = [vague(n, admin1=name) for n, name in enumerate(["Tartar", "Tartar", "Barda", "Barda"])]
    rows += [vague(n, precision="6") for n in (5, 6)]
    cells = properties(get(app_for(store_of(rows)), MAP, NEAR), "cell")
    assert sorted(cell["somewhere"] for cell in cells) == ["", "Barda", "Tartar"]
    assert {(cell["count"], cell["vague"]) for cell in cells} == {(2, 2)}


def test_a_vague_incident_says_so_and_its_district_is_short():
    (one,) = properties(get(app_for(store_of([vague(1, admin1=HOSTILE[7])])), MAP, NEAR), "incident")
    assert (one["location_precision"], len(one["admin1"])) == ("3", 200)
    rows = [vague(n, admin1=HOSTILE[7]) for n in (1, 2)]
    (cell,) = properties(get(app_for(store_of(rows)), MAP, NEAR), "cell")
    assert len(cell["somewhere"]) == 200


def test_however_many_districts_share_a_view_it_has_not_too_many_features():
    rows = [vague(n, admin1=f"District {n}") for n in range(2000)]
    answer = get(app_for(store_of(rows)), MAP, NEAR)
    (cell,) = properties(answer, "cell")
    assert (cell["count"], cell["vague"], cell["somewhere"]) == (2000, 2000, "")


@pytest.mark.parametrize(
    ("view", "seen"),
    [
        ("-180,-90,180,90", {"fiji", "samoa", "barda"}),
        ("170,-30,190,0", {"fiji", "samoa"}),
        ("-190,-30,-170,0", {"fiji", "samoa"}),
        ("530,-30,545,0", {"fiji"}),
        ("-3000,-90,3000,90", {"fiji", "samoa", "barda"}),
        ("170,-30,180,0", {"fiji"}),
        ("-180,-30,-170,0", {"samoa"}),
        ("0,-100,180,100", {"fiji", "barda"}),
    ],
)
def test_a_view_may_cross_the_date_line(view, seen):
    rows = [
        incident("fiji", latitude=-17.0, longitude=178.0),
        incident("samoa", latitude=-14.0, longitude=-172.0),
        incident("barda"),
    ]
    app = app_for(store_of(rows))
    assert set(ids(get(app, MAP, {"view": view, "zoom": "6", "expand": "1"}))) == seen
    assert set(ids(get(app, MAP, {"view": view, "zoom": "20"}))) <= seen
    assert get(app, MAP, {"view": view, "zoom": "20"}).json()["numberMatched"] == len(seen)


@pytest.fixture(scope="module")
def scattered():
    rows = [
        incident(f"{x}/{y}", latitude=float(y), longitude=float(x))
        for x in range(-180, 181, 4)
        for y in range(-88, 89, 3)
    ]
    return app_for(store_of(rows))


@settings(max_examples=20, deadline=None)
@given(st.floats(-400, 400), st.floats(0, 400), st.floats(-90, 90), st.floats(0, 180), st.integers(0, 22))
def test_a_view_never_has_too_many_features_nor_loses_one(scattered, west, width, south, height, zoom):
    view = ",".join(map(str, (west, south, west + width, min(90, south + height))))
    answer = get(scattered, MAP, {"view": view, "zoom": str(zoom)})
    assert len(answer.json()["features"]) <= 1500
    cells = properties(answer, "cell")
    sent = sum(cell["count"] for cell in cells) + len(properties(answer, "incident"))
    assert sent == answer.json()["numberMatched"]


# ---- list


def test_the_list_has_the_view_in_order_and_the_unlocated_at_the_end(app):
    answer = get(app, LIST, {"view": "46.2,39.5,48,41"}).json()
    assert [row["id"] for row in answer["incidents"]] == [
        "period",
        "stepanakert",
        "ganja",
        "barda",
        "nowhere",
    ]
    assert [row["located"] for row in answer["incidents"]] == [True] * 4 + [False]
    assert (answer["numberMatched"], answer["numberUnlocated"]) == (4, 1)
    assert answer["incidents"][0]["aggregate"]
    assert answer["incidents"][0]["when"] == "27 September to 10 November 2020"


def test_the_list_needs_no_view_and_keeps_to_its_limit(app):
    answer = get(app, LIST, {"limit": "2"}).json()
    assert [row["id"] for row in answer["incidents"]] == ["period", "stepanakert"]
    assert (answer["numberMatched"], answer["numberUnlocated"]) == (5, 1)


def test_map_list_and_items_agree(app):
    query = {"actor": "Armenian forces"}
    on_map = ids(get(app, MAP, WORLD | query | {"expand": "1"}))
    listed = [row["id"] for row in get(app, LIST, query).json()["incidents"]]
    assert on_map == listed == ids(get(app, ITEMS, query)) == ["ganja", "barda"]


def test_what_has_no_place_is_listed_and_never_on_the_map():
    app = app_for(store_of([incident("here"), incident("nowhere", latitude=None, longitude=None)]))
    for how in ({"expand": "1"}, {"single": "1"}, {}):
        assert [feature["id"] for feature in get(app, MAP, WORLD | how).json()["features"]] == ["here"]
    listed = get(app, LIST).json()["incidents"]
    assert {row["id"]: row["located"] for row in listed} == {"here": True, "nowhere": False}


FRAME = "900,600,60,32,32,48,0.25"


@pytest.mark.parametrize("query", [{}, {"actor": "Armenian forces"}, {"according_to": "azerbaijani"}])
def test_with_its_home_a_map_is_told_what_it_shows_there(app, query):
    told = get(app, HOME, query | {"frame": FRAME}).json()
    shown = told["shown"]
    view = {"view": ",".join(map(str, shown["view"])), "zoom": str(int(shown["zoom"])), "single": "1"}
    assert shown["answer"] == get(app, MAP, query | view).json()
    assert get(app, HOME, query).json() == told | {"shown": None}


@pytest.mark.parametrize(
    "frame", ["", "900,600", "60,600,60,32,32,48,1", "900,600,0,0,0,0,0", "900,600,0,0,0,0,x", FRAME + ",1"]
)
def test_a_map_without_room_is_refused(app, frame):
    is_problem(get(app, HOME, {"frame": frame}), 400)


# ---- other routes


def test_the_landing_page_leads_to_what_there_is(app):
    answer = get(app, "/api/")
    for link in answer.json()["links"]:
        path, _, query = link["href"].removeprefix(HOST).partition("?")
        found = get(app, path, query.encode())
        assert (found.status, found.headers["content-type"].partition(";")[0]) == (200, link["type"])


def test_the_landing_page_without_its_slash_is_found(app):
    answer = get(app, "/api", root="/prefix")
    assert answer.status == 307
    assert urljoin("/prefix/api", answer.headers["location"]) == "/prefix/api/"


def test_health_names_the_data(app, store):
    told = get(app, "/api/health").json()
    assert told == {
        "status": "ok",
        "fingerprint": store.fingerprint,
        "beside": store.context_fingerprint,
        "rows": 6,
    }


def test_health_says_why_newer_files_are_not_served(store):
    live = Live(store)
    live.problem = "half-written"
    assert get(Starlette(routes=api_routes(live)), "/api/health").json()["problem"] == "half-written"


@pytest.mark.parametrize(("path", "params"), [(ITEMS, {}), (MAP, WORLD), (LIST, {})])
def test_what_has_not_changed_is_not_sent_again(app, path, params):
    first = get(app, path, params)
    tag = first.headers["etag"]
    assert tag.startswith("W/")  # compressed or not, the tag is the same
    assert first.headers["cache-control"] == "no-cache"
    again = get(app, path, params, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert get(app, path, params, headers={"If-None-Match": ['"other"', tag]}).status == 304
    assert get(app, path, params | {"q": "barda"}, headers={"If-None-Match": tag}).status == 200
    other = app_for(store_of([incident()]))
    assert get(other, path, params, headers={"If-None-Match": tag}).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/health",
        "/api/corrections.atom",
        ITEMS,
        f"{ITEMS}/barda",
        LIST,
        "/assets/mapapp/map.js",
    ],
)
def test_head_is_get_without_a_body_and_options_says_what_is_allowed(app, path):
    answer, head = get(app, path), get(app, path, method="HEAD")
    assert (head.status, head.body) == (answer.status, b"")
    assert {k: v for k, v in head.headers.items() if k != "etag"}.keys() == answer.headers.keys() - {"etag"}
    options = get(app, path, method="OPTIONS")
    assert (options.status, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    assert options.headers["access-control-allow-origin"] == "*"


def test_every_answer_is_guarded(app):
    for path in ("/api/", ITEMS, "/api/none", f"{MAP}?x=1", "/assets/mapapp/page.css"):
        headers = get(app, path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["access-control-allow-origin"] == "*"
        assert "set-cookie" not in headers


# ---- refusals


@pytest.mark.parametrize("name", MULTIPLE)
def test_a_value_that_nothing_has_is_refused_or_finds_nothing(app, name):
    answer = get(app, ITEMS, {name: "no such"})
    assert answer.status == 400 or answer.json()["numberMatched"] == 0


@pytest.mark.parametrize(
    ("path", "params", "parameter"),
    [
        (ITEMS, {"datetime": "yesterday"}, "datetime"),
        (ITEMS, {"bbox": "1,2,3"}, "bbox"),
        (ITEMS, {"f": "docx"}, "f"),
        (ITEMS, {"limit": "0"}, "limit"),
        (ITEMS, {"limit": ["1", "2"]}, "limit"),
        (ITEMS, {"offset": "-1"}, "offset"),
        (ITEMS, {"download": "yes"}, "download"),
        (ITEMS, {"view": "1,2,3,4"}, "view"),
        (f"{ITEMS}/barda", {"q": "barda"}, "q"),
        (f"{ITEMS}/barda", {"according_to": "nobody"}, "according_to"),
        (f"{ITEMS}/barda", {"according_to": ["armenian", "all"]}, "according_to"),
        (MAP, {"zoom": "3"}, "view"),
        (MAP, {"view": "1,2,3,4"}, "zoom"),
        (MAP, WORLD | {"zoom": "23"}, "zoom"),
        (MAP, WORLD | {"zoom": "²"}, "zoom"),
        (MAP, WORLD | {"view": "3,2,1,4"}, "view"),
        (MAP, WORLD | {"view": "1,4,3,2"}, "view"),
        (MAP, WORLD | {"view": "nan,1,2,3"}, "view"),
        (MAP, WORLD | {"limit": "1"}, "limit"),
        (MAP, WORLD | {"names": "other"}, "names"),
        (LIST, {"limit": "501"}, "limit"),
        (LIST, {"zoom": "1"}, "zoom"),
    ],
)
def test_a_wrong_parameter_is_named(app, path, params, parameter):
    document = is_problem(get(app, path, params), 400)
    assert document["parameter"] == parameter
    assert document["instance"] == path


def test_an_unknown_parameter_is_told_the_known_ones(app):
    assert "GeoPackage" in is_problem(get(app, ITEMS, {"f": "shp"}), 400)["detail"]
    detail = is_problem(get(app, ITEMS, {"actors": "x"}), 400)["detail"]
    assert "actors" in detail
    assert all(name in detail for name in (*FILTERS, "limit", "offset", "f"))


@pytest.mark.parametrize(
    "path", ["/api/none", "/api/collections/none", "/api//", "/assets/", "/assets/mapapp/"]
)
def test_an_unknown_address_is_not_found(app, path):
    is_problem(get(app, path), 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "NONSENSE"])
def test_only_reading_is_allowed(app, method):
    answer = get(app, ITEMS, method=method)
    is_problem(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_an_unforeseen_error_shows_nothing_of_the_inside(store, caplog):
    class Broken:
        @property
        def current(self):
            raise RuntimeError("secret")

    answer = get(Starlette(routes=api_routes(Broken())), ITEMS)
    is_problem(answer, 500)
    assert b"secret" not in answer.body
    assert "secret" in caplog.text


names = st.one_of(
    st.sampled_from([*FILTERS, "f", "limit", "offset", "download", "view", "zoom", "expand", "names"]),
    st.text(),
)
values = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from(
        ["1", "0", "-1", "1e999", "nan", "2020-02-30", "../..", "0001-01-01/..", "1,2,3,4", "'\"\\%_"]
    ),
    st.builds(lambda *edges: ",".join(map(str, edges)), *[st.floats()] * 4),
)
requests = st.lists(
    st.tuples(names.map(lambda name: name.encode(errors="ignore").decode()), values), max_size=4
)


@pytest.mark.parametrize(
    "path",
    [ITEMS, MAP, LIST, f"{ITEMS}/barda", "/api/", "/api/health", "/api/corrections.atom", "/assets/x"],
)
@settings(max_examples=40, deadline=None)
@given(requests, st.booleans())
def test_no_parameters_make_it_fall_over(app, path, params, sensible):
    answer = get(app, path, [*params, *(WORLD.items() if sensible and path == MAP else ())])
    assert answer.status in {200, 400, 404}
    if answer.status != 200:
        is_problem(answer, answer.status)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["/api/", "/assets/", f"{ITEMS}/", "/assets/leaflet/", "/assets/geodata/"]), values)
def test_no_address_makes_it_fall_over(app, start, rest):
    answer = get(app, start + quote(rest, safe="/."))
    assert answer.status in {200, 404}


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=60))
def test_no_query_string_makes_it_fall_over(app, query):
    assert get(app, LIST, query).status in {200, 400}


# ---- assets


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("mapapp/map.js", "text/javascript; charset=utf-8"),
        ("mapapp/page.css", "text/css; charset=utf-8"),
        ("geodata/countries.geojson", "application/geo+json"),
        ("geodata/towns.csv", "text/csv; charset=utf-8"),
    ],
)
def test_files_have_their_media_type_and_can_be_kept(app, path, media_type):
    answer = get(app, f"/assets/{path}")
    assert (answer.status, answer.headers["content-type"]) == (200, media_type)
    assert answer.headers["cache-control"] == "no-cache"
    again = get(app, f"/assets/{path}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_a_cell_of_the_world_is_small_and_kept_for_good_by_its_version(app):
    address = "/assets/world/10/23/13.json"
    answer = get(app, address, {"v": world.version()})
    assert answer.headers["content-type"] == "application/json"
    assert "immutable" in answer.headers["cache-control"]
    assert len(gzip.compress(answer.body)) < 40_000
    assert get(app, address, headers={"If-None-Match": answer.headers["etag"]}).status == 304
    assert get(app, address).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "cell", ["10/36/0.json", "10/0/18.json", "7/0/0.json", "10/-1/0.json", "10/0/0", "9" * 5000]
)
def test_there_is_no_cell_beyond_the_world(app, cell):
    is_problem(get(app, f"/assets/world/{cell}"), 404)


def test_a_file_says_when_it_was_changed(app):
    assert "last-modified" in get(app, "/assets/mapapp/map.js").headers


def test_a_file_asked_for_by_version_is_kept_for_good(app):
    answer = get(app, "/assets/mapapp/map.js", {"v": "abc"})
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "mapapp/map.py",
        "mapapp/dossier.html",
        "mapapp/../page/script.py",
        "mapapp/%2e%2e/store.py",
        "mapapp/..%2fstore.py",
        "geodata/build.py",
        "geodata/../pyproject.toml",
        "mapapp//etc/passwd",
        "%2fetc%2fpasswd",
        "mapapp",
        "mapapp/map.js/",
        "mapapp/page.css%00.js",
    ],
)
def test_nothing_else_can_be_reached(app, path):
    is_problem(get(app, f"/assets/{path}"), 404)


def test_the_files_that_the_map_loads_are_there(app):
    html = base_map({}).get_root().render()
    loaded = re.findall(r'(?:src|href)="../../(assets/[^"?]+)', html)
    assert loaded == ["assets/mapapp/map.js"]
    assert [path for path in loaded if get(app, f"/{path}").status != 200] == []
