"""A reader's own file: in memory, limited, hidden from others, gone with its page. Rows are invented."""

import gc
import gzip
import io
import re
import zipfile

import pyarrow as pa
import pytest
from pyarrow import parquet
from starlette.applications import Starlette

from mapapp.api.own_address import SECONDS_TO_FETCH
from mapapp.api.own_data import own_routes
from mapapp.api.queues import Queue
from mapapp.engine import own_data
from mapapp.engine.own_data import OwnData, OwnStore, open_now, without_token
from mapapp.errors import BadSetting, UnreadableFile
from mapapp.exports.citing import FORMS
from mapapp.ingest import read_alone
from mapapp.ingest.remote import FetchLimits, Version
from mapapp.ingest.sheets import sheet_of
from mapapp.server.startup import Startup
from mapapp.settings import Settings, UploadLimits
from tests.asgi import get

OWN = b"incident_id,date_start,latitude,longitude\na,2020-09-27,40.5,46.5\n"
LIMITS = UploadLimits(file=1000, reader=1500, server=2500)
ITEMS = "api/collections/incidents/items"


@pytest.fixture(autouse=True)
def nobody_else():
    for one in open_now():
        one.forget()


@pytest.fixture
def app():
    return Starlette(routes=own_routes(LIMITS))


def put(app, token, data=OWN, name="own.csv", **headers):
    given = {"Content-Length": str(len(data)), "X-File-Name": name} | headers
    return get(app, f"/own/{token}/file", method="PUT", headers=given, pieces=[data[:7], data[7:]])


def shown(app, data=OWN):
    own = OwnData()
    assert put(app, own.token, data).status == 200
    own.show(OwnStore(read_alone(sheet_of("incidents", own.file))))
    return own


def test_a_file_that_is_shown_is_answered_under_its_own_address(app):
    own = shown(app)
    answer = get(app, f"/own/{own.token}/{ITEMS}")
    assert answer.status == 200
    assert [one["id"] for one in answer.json()["features"]] == ["a"]
    assert answer.headers["cache-control"] == "private, no-store"
    assert "access-control-allow-origin" not in answer.headers
    assert own.bytes_held == len(OWN)


@pytest.mark.parametrize("form", FORMS)
def test_no_citation_gives_an_address_that_ends_with_the_page(app, form):
    own = shown(app)
    api = f"/own/{own.token}/api/collections"
    cited = [
        get(app, f"{api}/incidents/citation", {"f": form, **more}).body.decode()
        for more in ({}, {"incident_id": "a"})
    ]
    page = get(app, f"/own/{own.token}/{ITEMS}/a", {"f": "html"}).body.decode()
    written = re.search(r'class="dossier-cite".*?<p>(.*?)</p>', page, re.DOTALL)[1]
    file = get(app, f"/own/{own.token}/{ITEMS}").json()["citation"]
    for text in (*cited, written, file):
        assert "it has no permanent URL" in text
        assert "http" not in text
        assert own.token not in text


def test_what_is_remembered_is_of_one_data_set_and_goes_with_it(app):
    own = shown(app)
    address = f"/own/{own.token}/{ITEMS}"
    assert get(app, address).status == 200
    before = own.answers
    assert get(app, address).status == 200
    assert own.answers is before
    own.show(OwnStore(read_alone(sheet_of("incidents", _arrived(app, own)))))
    assert get(app, address).status == 200
    assert own.answers is not before
    own.forget()
    assert own.answers is None


def test_all_readers_wait_in_the_same_queues(app):
    one, other = shown(app), shown(app)
    for own in (one, other):
        assert get(app, f"/own/{own.token}/{ITEMS}").status == 200
    found = [{route.endpoint._queue for route in own.answers.routes} for own in (one, other)]
    mine, others = ({queue for queue in queues if isinstance(queue, Queue)} for queues in found)
    assert mine == others
    assert len(mine) > 10


def _arrived(app, own):
    assert put(app, own.token, OWN.replace(b"2020", b"2021")).status == 200
    return own.file


def test_nobody_finds_it_without_the_token(app):
    own = shown(app)
    for token in ("", "x", own.token[:-1], own.token + "x", own.token.swapcase(), "ճշտ", "%00"):
        assert get(app, f"/own/{token}/{ITEMS}").status == 404
        assert put(app, token).status == 404
    assert len({OwnData().token for _ in range(100)}) == 100
    assert len(own.token) >= 32


def test_it_is_gone_with_its_page(app, monkeypatch):
    own = shown(app)
    address = f"/own/{own.token}/{ITEMS}"
    monkeypatch.setattr(own_data, "monotonic", lambda: own.last_seen + own_data.SECONDS_UNSEEN + 1)
    assert get(app, address).status == 404
    assert (own.shown, own.bytes_held) == (None, 0)
    monkeypatch.undo()
    other = shown(app)
    address = f"/own/{other.token}/{ITEMS}"
    del other
    gc.collect()
    assert get(app, address).status == 404
    assert not open_now()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(app):
    own = OwnData()
    answer = get(app, f"/own/{own.token}/file", method="PUT", headers={"Content-Length": "1001"})
    assert answer.status == 413
    assert "larger than" in answer.json()["detail"]
    assert own.bytes_held == 0


def test_a_reader_and_the_server_hold_no_more_than_they_may(app):
    first = shown(app, OWN.ljust(900))
    assert "more than" in put(app, first.token, OWN.ljust(700)).json()["detail"]
    assert put(app, first.token, OWN.ljust(500)).status == 200
    second = shown(app, OWN.ljust(900))
    assert "no room left" in put(app, second.token, OWN.ljust(400)).json()["detail"]
    first.forget()
    assert put(app, second.token, OWN.ljust(400)).status == 200


@pytest.mark.parametrize(("length", "status"), [("999", 408), ("10", 408), ("-1", 411), ("many", 411)])
def test_a_file_of_another_length_than_it_says_leaves_nothing_behind(app, monkeypatch, length, status):
    monkeypatch.setattr("mapapp.api.own_data.SECONDS_TO_ARRIVE", 0.2)
    own = OwnData()
    assert put(app, own.token, **{"Content-Length": length}).status == status
    assert (own.file, own.bytes_held) == (None, 0)
    assert put(app, own.token).status == 200


def test_a_file_that_comes_too_slowly_is_refused_in_words(app, monkeypatch):
    monkeypatch.setattr("mapapp.api.own_data.SECONDS_TO_ARRIVE", 0.2)
    own = OwnData()
    answer = get(app, f"/own/{own.token}/file", method="PUT", headers={"Content-Length": "999"})
    assert answer.status == 408
    assert "does not wait longer" in answer.json()["detail"]
    assert own.bytes_held == 0


def test_only_one_file_is_under_way(app):
    own = OwnData()
    own.reserve(10, LIMITS)
    assert "still on its way" in put(app, own.token).json()["detail"]
    own.end_arrival()
    assert put(app, own.token).status == 200
    assert get(app, f"/own/{own.token}/file").status == 405


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\own.csv", "", "..", "%2e%2e%2fx", "a\x00b.csv", "x" * 5000]
)
def test_a_name_is_only_a_name(app, name):
    own = OwnData()
    assert put(app, own.token, name=name.encode("unicode_escape").decode()).status == 200
    assert own.file.path.parts[0] == own.token
    assert len(own.file.path.parts) == 2
    assert ".." not in own.file.path.parts
    assert str(own.file.path).isprintable()
    assert own.token not in without_token(str(own.file.path), own.token)


def packed_in_zip(data):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("own.csv", data)
    return held.getvalue()


def packed_in_parquet(rows):
    held = io.BytesIO()
    parquet.write_table(pa.table({"a": pa.array(["x"] * rows).dictionary_encode()}), held)
    return held.getvalue()


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(b"a" * 100_000), packed_in_zip(b"a" * 100_000), packed_in_parquet(100_000)],
    ids=["gzip", "zip", "parquet"],
)
def test_a_small_file_that_holds_a_large_one_is_refused(app, packed):
    own = OwnData()
    assert len(packed) < LIMITS.file
    assert put(app, own.token, packed).status == 200
    with pytest.raises(UnreadableFile, match="when unpacked"):
        sheet_of("incidents", own.file, 4 * LIMITS.file)


def test_the_operator_sets_the_limits_or_takes_no_files():
    usual = Settings.from_environment({})
    assert usual.upload == UploadLimits()
    assert Settings.from_environment(usual.as_environment()) == usual
    other = Settings.from_environment({"MAPAPP_UPLOAD": "1 2 3"})
    assert other.upload == UploadLimits(1_000_000, 2_000_000, 3_000_000)
    none = Settings.from_environment({"MAPAPP_UPLOAD": "off"})
    assert none.upload is None
    assert Settings.from_environment(none.as_environment()).upload is None
    for wrong in ("1", "on", "1 2 -3", "1 2 3 4"):
        with pytest.raises(BadSetting, match="MAPAPP_UPLOAD"):
            Settings.from_environment({"MAPAPP_UPLOAD": wrong})


def test_where_no_files_are_taken_there_is_no_address_for_them(tmp_path):
    taking, refusing = (
        {route.path for route in Startup(Settings(tmp_path / "a.csv", "none", upload=limits), "x").routes}
        for limits in (LIMITS, None)
    )
    assert taking - refusing == {"/x/own/{rest:path}"}


@pytest.fixture
def fetching_app():
    return Starlette(routes=own_routes(LIMITS, fetches=True))


def post(app, token, address):
    data = address.encode()
    return get(
        app, f"/own/{token}/file", method="POST", headers={"Content-Length": str(len(data))}, pieces=[data]
    )


def test_a_file_at_an_address_is_fetched_for_one_reader(fetching_app, monkeypatch):
    asked = []

    def fetched(url, _known, bounds):
        asked.append((url, bounds))
        return OWN, Version()

    monkeypatch.setattr("mapapp.api.own_address.fetch", fetched)
    own = OwnData()
    answer = post(fetching_app, own.token, "https://example.org/data/own%20rows.csv?v=2\n")
    assert answer.json() == {"size": len(OWN), "name": "own rows.csv"}
    assert asked == [
        (
            "https://example.org/data/own%20rows.csv?v=2",
            FetchLimits(LIMITS.file, SECONDS_TO_FETCH, for_a_reader=True),
        )
    ]
    assert own.file.data == OWN
    assert own.bytes_held == len(OWN)  # not the bytes reserved for the download


def test_only_the_public_internet_is_asked_for_readers(fetching_app):
    own = OwnData()
    for address, told in (
        ("https://localhost/", "localhost is in a private network"),
        ("https://10.0.0.1/own.csv", "10.0.0.1 is in a private network"),
        ("https://[::ffff:127.0.0.1]/", "is in a private network"),
        ("https://93.184.216.34:8443/", "not from 8443"),
    ):
        answer = post(fetching_app, own.token, address)
        assert (answer.status, own.bytes_held, own.file) == (422, 0, None)
        assert told in answer.json()["detail"]


@pytest.mark.parametrize(
    "address", ["", "http://example.org/", "file:///etc/hosts", "https://me:secret@example.org/", "x" * 5000]
)
def test_what_is_no_https_address_is_refused(fetching_app, address):
    own = OwnData()
    answer = post(fetching_app, own.token, address)
    assert answer.status == 400
    assert "begins with https://" in answer.json()["detail"]


def test_few_addresses_are_fetched_at_a_time(fetching_app, monkeypatch):
    answers = []

    def asks_too(url, _known, _bounds):
        if url.endswith("last"):
            return OWN, Version()
        number = int(url.rpartition("/")[2])
        other = OwnData()
        answers.append(post(fetching_app, other.token, f"https://example.org/{number + 1}"))
        return OWN, Version()

    monkeypatch.setattr("mapapp.api.own_address.fetch", asks_too)
    assert post(fetching_app, OwnData().token, "https://example.org/1").status == 200
    assert sorted(one.status for one in answers) == [200, 503]
    assert post(fetching_app, OwnData().token, "https://example.org/last").status == 200


def test_nothing_is_fetched_where_that_is_not_allowed(app, monkeypatch):
    monkeypatch.setattr("mapapp.api.own_address.fetch", lambda *_: pytest.fail("fetched"))
    assert post(app, OwnData().token, "https://example.org/own.csv").status == 405
    assert Settings.from_environment({}).fetches is False
    assert Settings.from_environment({"MAPAPP_FETCH": "on"}).fetches is True
