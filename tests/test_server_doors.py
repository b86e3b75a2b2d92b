"""What a running server answers, and to whom, and that it contacts no other machine itself."""

import gzip
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import streamlit
import streamlit_folium
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from mapapp.errors import BadSetting
from mapapp.server import patience
from mapapp.server.app import composition
from mapapp.server.cookies import guard
from mapapp.server.doors import FRAME
from mapapp.server.first_html import STREAMLIT_HTML, first_routes, prefetch_links
from mapapp.server.forwarded import ForwardedHeaders
from mapapp.server.headers import SecurityHeaders, answer_to_fault
from mapapp.server.own_site import OwnSite
from mapapp.server.packed import Compression
from mapapp.settings import Origin, Settings
from tests.asgi import Answer, get, run
from tests.browser.conftest import SECONDS_TO_START, SHARED_COPIES, Server, serving

FOREIGN = "https://elsewhere.example"

WATCH_SOCKETS = """
import os, sys

def watch(event, arguments):
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = arguments[1]
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        address = arguments
    else:
        return
    host = str(address[0]) if isinstance(address, tuple) else "localhost"
    if host not in {"localhost", "127.0.0.1", "::1", "0.0.0.0", "None"}:
        with open(os.environ["ATTEMPTS"], "a") as attempts:
            attempts.write(f"{event} {host}\\n")
        raise OSError("Nobody outside is asked.")

sys.addaudithook(watch)
"""
"""Loaded by Python before the program: records and blocks every use of a socket with another machine."""


@dataclass
class Watched:
    """A running server, and the file that records its attempts to reach another machine."""

    server: Server
    attempts: Path

    def asked(self) -> str:
        return self.attempts.read_text() if self.attempts.exists() else ""

    def answer(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
        """Request a path below the application's, without following redirects."""
        parts = urlsplit(self.server.url)
        with closing(http.client.HTTPConnection(parts.netloc, timeout=SECONDS_TO_START)) as connection:
            connection.request(method, parts.path + path, body, headers)
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, named, answer.read())

    def handshake(self, origin: str | None, host: str = "", path: str = "_stcore/stream") -> int:
        """Return the status of a WebSocket handshake: 101 if it succeeds."""
        parts = urlsplit(self.server.url)
        address = f"ws://{host or parts.netloc}{parts.path}{path}"
        try:
            with (
                socket.create_connection((parts.hostname, parts.port)) as direct,
                connect(address, sock=direct, origin=origin, proxy=None, open_timeout=SECONDS_TO_START),
            ):
                return 101
        except InvalidStatus as refusal:
            return refusal.response.status_code


@contextmanager
def watched(folder: Path, *arguments: str, **environment: str) -> Iterator[Watched]:
    (folder / "sitecustomize.py").write_text(WATCH_SOCKETS)
    (folder / ".streamlit").touch()  # unusable for Streamlit, as a service's home often is
    attempts = folder / "attempts.txt"
    around = {"HOME": str(folder), "PYTHONPATH": str(folder), "ATTEMPTS": str(attempts)}
    around |= SHARED_COPIES | environment
    with serving(folder / "log.txt", "--tiles", "none", *arguments, **around) as server:
        yield Watched(server, attempts)


@pytest.fixture(scope="session", params=["", "maps/war"], ids=["root", "prefix"])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    prefix = ["--base-path", request.param] if request.param else []
    with watched(tmp_path_factory.mktemp("home"), "--address", "0.0.0.0", *prefix) as made:
        yield made


class Head(HTMLParser):
    """What a link preview reads in an HTML page: title, language, meta tags, icon."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title, self.language, self.icon = "", "", ""
        self.said: dict[str, str] = {}
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._in_title = tag == "title"
        if tag == "html":
            self.language = given["lang"]
        elif tag == "meta":
            self.said[given.get("property") or given.get("name") or ""] = given.get("content", "")
        elif tag == "link" and given["rel"].endswith("icon"):
            self.icon += given["href"]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the signature is the parser's
        self._in_title = False

    def handle_data(self, data: str) -> None:
        self.title += data if self._in_title else ""


def described(folder: Path, **said: str) -> Starlette:
    (folder / "war.csv").touch()
    (folder / "datapackage.json").write_text(json.dumps({"resources": [{"path": "war.csv"}]} | said))
    return Starlette(routes=first_routes(folder / "war.csv", ""))


def test_a_home_whose_settings_cannot_be_read_keeps_nobody_from_the_map(running: Watched) -> None:
    with pytest.raises(NotADirectoryError):
        (running.attempts.parent / ".streamlit" / "secrets.toml").open()
    assert [running.answer(path).status for path in ("", "api/health")] == [200, 200]
    assert running.handshake(None) == 101


def test_the_first_html_says_what_the_data_are(running: Watched) -> None:
    answer = running.answer("?actor=Armenian+forces&q=%3Cb%3E")
    head = Head(answer.body.decode())
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert (
        head.title
        == head.said["og:title"]
        == "Reported attacks affecting civilians in the 2020 Nagorno-Karabakh war"
    )
    assert head.said["description"] == head.said["og:description"]
    assert "Incidents from 27 September to 10 November 2020" in head.said["description"]
    assert head.said["og:url"] == f"{running.server.url}?actor=Armenian+forces&q=%3Cb%3E"
    assert (head.said["og:type"], head.language, head.icon) == ("website", "en", "./icon.svg")
    assert b"<title>Streamlit" not in answer.body
    assert b"agent" not in answer.body
    assert b"./static/js/" in answer.body


def test_the_first_html_has_words_where_the_page_will_be(running: Watched) -> None:
    shown = running.answer("?actor=Armenian+forces").body.decode()
    first = shown.partition('<div id="root">')[2]
    assert first.startswith(
        '<div class="page-first"><h1>Reported attacks affecting civilians in the 2020 Nag'
    )
    assert "<p>69 incidents, " in first.partition("</div>")[0]


def test_the_pages_style_is_there_before_anything_is_drawn(running: Watched) -> None:
    (style,) = re.findall(
        r'<link rel="stylesheet" href="\./(assets/[^"]+)">\s*</body>', running.answer("").body.decode()
    )
    assert running.answer(style).headers["content-type"] == "text/css; charset=utf-8"


def test_what_the_data_say_is_escaped_in_the_first_html(tmp_path: Path) -> None:
    hostile = "</title><script>alert(1)</script>\"'><b \ud800\n more"
    page = get(described(tmp_path, title=hostile, description=hostile), "/").body.decode()
    assert "<script>alert" not in page
    assert "<b " not in page
    head = Head(page)
    shown = hostile.replace("\ud800", "?")
    assert head.title == head.said["og:title"] == shown
    assert head.said["og:description"] == " ".join(shown.split())


def test_data_that_say_nothing_are_named_by_their_file(tmp_path: Path) -> None:
    head = Head(get(described(tmp_path), "/").body.decode())
    assert head.title == "War"
    assert head.said["og:description"].startswith("An interactive map of incidents")


def test_a_host_that_is_none_leaves_the_address_out(tmp_path: Path) -> None:
    answer = get(described(tmp_path), "/", headers={"Host": "[no"})
    assert answer.status == 200
    assert "[no" not in Head(answer.body.decode()).said.get("og:url", "")


def test_icon_and_robots_are_ours(running: Watched) -> None:
    icon = running.answer("icon.svg")
    assert (icon.status, icon.headers["content-type"]) == (200, "image/svg+xml")
    assert icon.body.startswith(b"<svg")
    assert running.answer("favicon.png").headers["location"] == "icon.svg"
    robots = running.answer("robots.txt")
    assert robots.status == 200
    assert robots.body.decode() == f"User-agent: *\nAllow: /\nSitemap: {running.server.url}sitemap.xml\n"
    assert robots.headers["content-type"].startswith("text/plain")


NOTHING = (".git/config", "nothing", "nothing/", "index.html", "manifest.json", "favicon.ico")
CLOSED = (
    "_stcore/metrics",
    "_stcore/agent/openapi.json",
    "_stcore/script-health-check",
    "auth/login",
    "_stcore",
)
MISSING = (
    "static/nothing.js",
    "static/",
    f"static/{'x' * 300}",
    "assets",
)


@pytest.mark.parametrize("path", [*NOTHING, *CLOSED, *MISSING])
def test_where_there_is_nothing_is_no_page(running: Watched, path: str) -> None:
    for method in ("GET", "HEAD", "POST"):
        answer = running.answer(path, method)
        assert answer.status == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert "content-security-policy" in answer.headers


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("nothing", {}, 404),
        ("api/%00", {}, 404),
        ("api/", {"Range": "bytes=5-2"}, 416),
        ("api/", {"Host": "elsewhere.example"}, 421),
        (f"api/collections/incidents/items?q={'a' * 70_000}", {}, 414),
        ("api/", {"X-Long": "a" * 70_000}, 431),
    ],
)
def test_programs_of_other_sites_read_why_they_are_refused(
    running: Watched, path: str, headers: dict[str, str], status: int
) -> None:
    answer = running.answer(path, **headers)
    assert answer.status == answer.json()["status"] == status
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", True),
        ("gzip;q=0", False),
        ("identity;q=1, *;q=0", False),
        ("gzip; Q=0.000", False),
    ],
)
def test_nothing_is_packed_for_who_refuses_it(running: Watched, accepted: str, packed: bool) -> None:
    for path in ("api/openapi", "api/collections/claims/items", SCRIPT):
        answer = running.answer(path, **{"Accept-Encoding": accepted})
        assert (answer.headers.get("content-encoding") == "gzip") is packed


UPWARDS = ("../index.html", "%00", "%2e%2e/index.html", "..", "a%2F..%2Fb", "a%5C..%5Cb", "a%00b")


@pytest.mark.parametrize("path", UPWARDS)
@pytest.mark.parametrize("folder", ["static/", "api/collections/incidents/items/"])
def test_no_path_leads_out_of_a_folder(running: Watched, folder: str, path: str) -> None:
    answer = running.answer(folder + path)
    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["", "?q=x", "_stcore/health", "api/", "api/health", "assets/mapapp/map.js"])
def test_what_there_is_is_answered(running: Watched, path: str) -> None:
    assert running.answer(path).status == 200


def test_the_page_is_found_without_its_last_slash(running: Watched) -> None:
    parts = urlsplit(running.server.url)
    if parts.path == "/":
        return
    with closing(http.client.HTTPConnection(parts.netloc, timeout=SECONDS_TO_START)) as connection:
        connection.request("GET", f"{parts.path.rstrip('/')}?q=x")
        answer = connection.getresponse()
    assert (answer.status, answer.headers["location"]) == (307, f"{running.server.url}?q=x")


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "OPTIONS"])
def test_files_are_taken_from_nobody(running: Watched, method: str) -> None:
    assert running.answer("_stcore/upload_file/session/file", method, b"x" * 10_000).status == 404
    assert running.answer("own/token/file", method, b"x" * 10_000).status == 404


def test_no_foreign_page_may_send_messages_to_this_one(running: Watched) -> None:
    assert json.loads(running.answer("_stcore/host-config").body)["allowedOrigins"] == []


NAMED_SCRIPT = r'<link rel="prefetch" as="script" href="\./([^"]+)">'


def test_the_first_html_names_the_maps_script(running: Watched) -> None:
    (script,) = re.findall(NAMED_SCRIPT, running.answer("").body.decode())
    answer = running.answer(script)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "max-age" in answer.headers["cache-control"]


def test_the_first_html_names_the_script_of_the_maps_frame_once_it_is_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, script = re.findall(NAMED_SCRIPT, prefetch_links())
    folder, name = script.rsplit("/static/", 1)
    assert f"/{folder}/index.html" == FRAME
    assert (Path(streamlit_folium.__file__).parent / "frontend/build/static" / name).is_file()
    monkeypatch.delitem(sys.modules, "streamlit_folium")
    assert len(re.findall(NAMED_SCRIPT, prefetch_links())) == 1


def test_the_script_of_the_maps_frame_is_packed_and_kept_by_browsers() -> None:
    path = FRAME.replace("index.html", "static/js/main.0.js")

    async def script(_: Request) -> Response:
        return Response(b"x" * 1000, media_type="text/javascript")

    app = Compression(Starlette(routes=[Route(path, script)]), "")
    answer = get(app, path, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "max-age" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["assets/geodata/countries.geojson", "assets/mapapp/map.js"])
def test_parts_of_files_are_sent(running: Watched, path: str) -> None:
    whole = running.answer(path).body
    for given, part in (("bytes=0-9", whole[:10]), ("BYTES=-7", whole[-7:]), ("bytes=100-", whole[100:])):
        answer = running.answer(path, Range=given)
        assert (answer.status, answer.body) == (206, part)
    for given in ("lines=0-1", "x", "bytes 0-1", ""):
        assert running.answer(path, Range=given).status == 200
    assert running.answer(path, "HEAD", Range="bytes=0-9").status == 200


SCRIPT = re.findall(r"static/js/[^\"]+", STREAMLIT_HTML)[0]
"""One of Streamlit's files."""


def test_streamlits_scripts_are_packed_the_same_each_time_for_who_can_open_them(running: Watched) -> None:
    whole = running.answer(SCRIPT)
    assert "content-encoding" not in whole.headers
    first, again = (running.answer(SCRIPT, **{"Accept-Encoding": "gzip, br"}) for _ in range(2))
    assert gzip.decompress(first.body) == whole.body
    assert len(first.body) < len(whole.body) / 2
    assert {**first.headers, "date": ""} == {**again.headers, "date": ""}
    assert first.body == again.body
    assert "Accept-Encoding" in first.headers["vary"]
    assert whole.headers["cache-control"] == first.headers["cache-control"]
    tag = {"If-None-Match": first.headers["etag"], "Accept-Encoding": "gzip"}
    assert running.answer(SCRIPT, **tag).status == 304
    assert running.answer(f"{SCRIPT}.none.js", **{"Accept-Encoding": "gzip"}).status == 404


def original(name: str) -> Path:
    (file,) = (Path(streamlit.__file__).parent / "static/static/media").glob(f"{name}.*.woff2")
    return file


@pytest.mark.parametrize(
    "name", ["SourceSansVF-Upright", "SourceSerifVariable-Roman", "MaterialSymbols-Rounded"]
)
def test_streamlits_fonts_are_sent_smaller_and_asked_for_again(running: Watched, name: str) -> None:
    whole = original(name)
    address = f"static/media/{whole.name}"
    sent = running.answer(address)
    assert (sent.status, sent.headers["content-type"]) == (200, "font/woff2")
    assert len(sent.body) < whole.stat().st_size / 1.9
    assert sent.headers["cache-control"] == "max-age=600, stale-while-revalidate=604800"
    assert running.answer(address, **{"If-None-Match": sent.headers["etag"]}).status == 304
    assert running.answer(address, "HEAD").body == b""
    part = running.answer(address, Range="bytes=0-9")
    assert (part.status, part.body) == (206, sent.body[:10])


def test_a_font_that_is_not_made_smaller_is_sent_as_streamlit_has_it(running: Watched) -> None:
    whole = original("SourceSansVF-Italic")
    assert running.answer(f"static/media/{whole.name}").body == whole.read_bytes()
    assert running.answer("static/media/SourceSansVF-Upright.woff2").status == 404


MALFORMED = (
    "bytes=",
    "bytes=-",
    "bytes=abc",
    "bytes=5-2",
    "bytes=--1",
    "bytes=1-2-3",
    "bytes=0x1-2",
    "bytes=0-1;2-3",
    "bytes=+1-2",
    "bytes=1.0-2",
    "bytes=\u0661-\u0662".encode().decode("latin-1"),
    "bytes=0-1,x",
    "bytes=,",
    f"bytes={'9' * 5000}-",
    f"bytes={','.join(['0-0'] * 11)}",
)


@pytest.mark.parametrize("path", ["assets/mapapp/map.js", SCRIPT, "api/health", "", "robots.txt"])
def test_a_malformed_range_is_refused_as_everything_else_is(running: Watched, path: str) -> None:
    for given in MALFORMED:
        answer = running.answer(path, Range=given)
        assert answer.status == 416
        assert answer.headers["content-type"] == "application/problem+json"
        assert "Range" in answer.json()["detail"]


def test_a_long_number_in_a_range_means_more_than_a_file_has(running: Watched) -> None:
    whole = running.answer("assets/mapapp/map.js").body
    for given in (f"bytes=-{'9' * 20}", f"bytes=0-{'9' * 400}"):
        answer = running.answer("assets/mapapp/map.js", Range=given)
        assert (answer.status, answer.body) == (206, whole)
    answer = running.answer("assets/mapapp/map.js", Range=f"bytes={'9' * 20}-")
    assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{len(whole)}")


def test_a_range_that_a_file_does_not_have_is_a_problem_too(running: Watched) -> None:
    size = len(running.answer("assets/mapapp/map.js").body)
    for given in (f"bytes={size}-", "bytes=999999999-9999999999", "bytes=-0", f"bytes=0-1,{size}-"):
        answer = running.answer("assets/mapapp/map.js", Range=given)
        assert (answer.status, answer.json()["status"]) == (416, 416)
        assert answer.headers["content-range"] == f"bytes */{size}"
        assert answer.headers["content-type"] == "application/problem+json"


def test_cookies_are_for_this_site_only_and_by_https_where_the_proxy_says_so(running: Watched) -> None:
    def cookie(**headers: str) -> list[str]:
        return running.answer("_stcore/health", **headers).headers["set-cookie"].split("; ")

    assert "SameSite=Lax" in cookie()
    assert "Secure" not in cookie()
    assert "Secure" in cookie(**{"X-Forwarded-Proto": "https"})  # from this machine, which is trusted


def test_no_reader_can_say_by_which_name_he_came(running: Watched) -> None:
    lies = {"X-Forwarded-Host": "elsewhere.example", "X-Forwarded-Prefix": "/elsewhere"}
    for path in ("", "robots.txt", "api/?f=json", "sitemap.xml", "llms.txt"):
        assert b"elsewhere" not in running.answer(path, **lies).body


def test_the_operator_names_what_a_proxy_may_say() -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.extend(Headers(scope=scope).keys())
        await PlainTextResponse("x")(scope, receive, send)

    given = dict.fromkeys(("Host", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Forwarded-Proto"), "x")
    settings = Settings.from_environment({"MAPAPP_FORWARDED": "host"})
    get(ForwardedHeaders(app, settings.forwarded), "/", headers=given)
    assert seen == ["host", "x-forwarded-host"]
    with pytest.raises(BadSetting, match="MAPAPP_FORWARDED"):
        Settings.from_environment({"MAPAPP_FORWARDED": "proto"})


def test_a_fault_that_no_door_caught_is_answered_as_others_are(tmp_path: Path) -> None:
    def fail(_: Request) -> Response:
        raise LookupError("SECRETWORD")

    settings = Settings(Path(__file__).parents[1] / "incidents.csv", "none", copies=tmp_path)
    app = Starlette(routes=[Route("/", fail)], exception_handlers=composition(settings)["exception_handlers"])
    answers: list[Message] = []

    async def send(message: Message) -> None:
        answers.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
    with pytest.raises(LookupError):  # so that it is logged
        run(app, scope, lambda: None, send)
    headers = Headers(raw=answers[0]["headers"])
    assert (answers[0]["status"], headers["content-type"]) == (500, "application/problem+json")
    assert "default-src 'none'" in headers["content-security-policy"]
    assert b"SECRETWORD" not in answers[1]["body"]


def test_cookies_are_completed() -> None:
    def guarded(*cookies: str, by_https: bool = False) -> list[str]:
        headers = MutableHeaders(raw=[(b"set-cookie", one.encode()) for one in cookies])
        guard(headers, by_https=by_https)
        return headers.getlist("set-cookie")

    assert guarded("a=b; Path=/") == ["a=b; Path=/; SameSite=Lax; HttpOnly"]
    assert guarded("_streamlit_xsrf=b", "c=d; SECURE; httponly; samesite=Strict", by_https=True) == [
        "_streamlit_xsrf=b; SameSite=Lax; Secure",
        "c=d; SECURE; httponly; samesite=Strict",
    ]


PUBLIC = "https://maps.example.org"
NUMBERS = ["127.0.0.1:8501", "10.1.2.3:8501", "192.0.2.7", "[::1]:8501", "localhost:3000", "localhost"]
FOREIGN_NAMES = [
    "elsewhere.example",
    "maps.example.org.elsewhere.example",
    "localhost.elsewhere.example",
    "127.0.0.1.elsewhere.example",
    "localhost@elsewhere.example",
    "2130706433",
    "127.1",
    "localhost:1.elsewhere.example",
    "localhost:70000",
    "localhost.",
    "[::1",
    "[elsewhere]",
    "a b",
]
MALFORMED_ORIGINS = [
    "null",
    "",
    "file://",
    "http://[",
    "localhost:8501",
    "http://localhost:1.evil.example",
    "http://evil.example@127.0.0.1:8501",
    "http://127.0.0.1:8501/",
    "http://127.0.0.1:8501?",
    "http://127.0.0.1:8501 http://evil.example",
    "http://127.0.0.1:8501, http://evil.example",
    "http://127.0.0.1:",
    "HTTP://127.0.0.1:8501",
    "ws://127.0.0.1:8501",
]


async def everything(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(scope["method"])(scope, receive, send)


def asked(
    host: str, origin: str | None = None, *, public: str = "", method: str = "PUT", path: str = "/own"
) -> int:
    """Return the status of a request from a page of an origin to a host; 200 if it is allowed."""
    named = {"Host": host} | ({} if origin is None else {"Origin": origin})
    site = OwnSite(everything, [Origin.parsed(public)] if public else [])
    return get(site, path, method=method, headers=named).status


@pytest.mark.parametrize("host", NUMBERS)
def test_an_own_name_is_answered_and_a_page_of_it_may_send(host: str) -> None:
    assert asked(host, method="GET") == asked(host) == asked(host, f"http://{host}") == 200
    assert asked(host, public=PUBLIC, method="GET") == asked(host, public=PUBLIC) == 200
    assert asked(host, f"http://{host}", public=PUBLIC) == 403
    assert asked(host, PUBLIC, public=PUBLIC) == 200


@pytest.mark.parametrize("host", FOREIGN_NAMES)
@pytest.mark.parametrize("public", ["", PUBLIC])
def test_a_foreign_name_is_refused_whatever_is_asked(host: str, public: str) -> None:
    for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT"):
        assert asked(host, f"http://{host}", public=public, method=method) == 421
        assert asked(host, public=public, method=method) == 421


def test_whoever_names_no_host_is_no_browser() -> None:
    assert get(OwnSite(everything), "/").status == 200
    assert get(OwnSite(everything), "/", method="PUT", headers={"Origin": "http://test"}).status == 403


def test_the_public_address_is_compared_as_a_whole() -> None:
    for host in ("maps.example.org", "MAPS.example.org", "maps.example.org:443", "maps.example.org:8501"):
        assert asked(host, PUBLIC, public=PUBLIC) == 200
    for origin in (
        "http://maps.example.org",
        "https://maps.example.org:444",
        "https://maps.example.org.",
        "https://www.maps.example.org",
        "http://localhost:3000",
        FOREIGN,
    ):
        assert asked("maps.example.org", origin, public=PUBLIC) == 403
    assert asked("maps.example.org:8443", f"{PUBLIC}:8443", public=f"{PUBLIC.upper()}:8443/") == 200
    assert asked("maps.example.org", "http://maps.example.org") == 421


@pytest.mark.parametrize("origin", MALFORMED_ORIGINS)
def test_what_is_no_origin_is_refused(origin: str) -> None:
    assert asked("127.0.0.1:8501", origin) == 403
    assert asked("127.0.0.1:8501", origin, public="http://127.0.0.1:8501") == 403


def test_what_only_reads_is_for_every_page_but_for_who_may_send_messages() -> None:
    for method in ("GET", "HEAD", "OPTIONS"):
        assert asked("localhost", FOREIGN, method=method) == 200
        assert asked("localhost", FOREIGN, method=method, path="/maps/_stcore/host-config") == 403
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert asked("localhost", FOREIGN, method=method) == 403


def test_the_scheme_and_the_port_are_part_of_what_a_page_is_of() -> None:
    for origin in (
        "https://localhost:8501",
        "http://localhost:8502",
        "http://localhost",
        "http://127.0.0.1:8501",
    ):
        assert asked("localhost:8501", origin) == 403


@pytest.mark.parametrize(
    "value", ["maps.example.org", "https://m.example/incidents", "https://a b", "ftp://m", "*"]
)
def test_a_public_address_that_is_none_is_told(value: str) -> None:
    with pytest.raises(BadSetting, match="public address"):
        Settings.from_environment({"MAPAPP_PUBLIC_ADDRESS": value})


def test_public_addresses_reach_the_page_as_they_are() -> None:
    settings = Settings.from_environment({"MAPAPP_PUBLIC_ADDRESS": f"{PUBLIC} http://[::1]:8501"})
    assert [*map(str, settings.public)] == [PUBLIC, "http://[::1]:8501"]
    assert Settings.from_environment(settings.as_environment()) == settings


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    with watched(tmp_path_factory.mktemp("home"), "--public-address", PUBLIC) as made:
        yield made


def test_pages_of_the_same_site_open_the_websocket(running: Watched, published: Watched) -> None:
    host = urlsplit(running.server.url).netloc
    for origin in (None, f"http://{host}"):
        assert running.handshake(origin) == 101
    port = urlsplit(running.server.url).port
    assert running.handshake(f"http://localhost:{port}", f"localhost:{port}") == 101
    for name in ("maps.example.org", "maps.example.org:443", "127.0.0.1"):
        assert published.handshake(PUBLIC, name) == 101


def test_a_page_of_another_site_does_not(running: Watched, published: Watched) -> None:
    for origin in (FOREIGN, "http://localhost:3000", *MALFORMED_ORIGINS):
        assert running.handshake(origin) == 403
        assert published.handshake(origin, "maps.example.org") == 403
    for host in ("elsewhere.example", "elsewhere.example:8501"):
        assert running.handshake(f"http://{host}", host) == 403
        assert published.handshake(f"https://{host}", host) == 403
    assert running.handshake(None, path="elsewhere") == 403
    assert running.answer("").status == published.answer("").status == 200
    assert running.asked() == published.asked() == ""


def test_a_foreign_name_is_answered_by_nothing_of_the_server(published: Watched) -> None:
    for path in ("", "api/health", "_stcore/health", "assets/mapapp/map.js", "own/token/file"):
        answer = published.answer(path, Host="elsewhere.example")
        assert (answer.status, answer.headers["content-type"]) == (421, "application/problem+json")
        assert "--public-address" in answer.json()["detail"]
        assert "content-security-policy" in answer.headers
    assert published.answer("api/health", "POST", Origin=FOREIGN).status == 403
    assert published.answer("_stcore/host-config", Origin=FOREIGN).status == 403
    assert published.answer("api/health", Host="maps.example.org").status == 200


@pytest.mark.parametrize(
    "host", ["", "localhost", "127.0.0.1:8501", "[::1]:8501", "elsewhere.example", "<b>.example"]
)
def test_a_browser_that_opens_the_page_elsewhere_is_told_where_it_is(published: Watched, host: str) -> None:
    html = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"} | ({"Host": host} if host else {})
    answer = published.answer("", **html)
    assert (answer.status, answer.headers["content-type"]) == (421, "text/html; charset=utf-8")
    assert f'<a href="{PUBLIC}/">{PUBLIC}/</a>' in answer.body.decode()
    assert "<b>" not in answer.body.decode()
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_browser_under_an_unknown_name_is_told_what_to_do(running: Watched) -> None:
    for path in ("", "api/health"):
        answer = running.answer(path, Host="<b>.example", Accept="text/html,*/*;q=0.8")
        assert (answer.status, answer.headers["content-type"]) == (421, "text/html; charset=utf-8")
        page = answer.body.decode()
        assert "<h1>There is no map at this address</h1>" in page
        assert "&lt;b&gt;.example: open the map at the address that you were given." in page
        assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("status", [500, 502, 503])
def test_no_cache_keeps_what_failed_on_our_side(status: int) -> None:
    async def failed(scope: Scope, receive: Receive, send: Send) -> None:
        answer = PlainTextResponse("failed", status, {"Cache-Control": "public, max-age=60"})
        await answer(scope, receive, send)

    assert get(SecurityHeaders(failed), "/own/token/file").headers["cache-control"] == "no-store"
    fault = answer_to_fault(Request({"type": "http", "path": "/own/token/file"}), ValueError())
    assert fault.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("port", [8501, 8443])
def test_a_page_whose_websocket_would_be_refused_is_not_answered(published: Watched, port: int) -> None:
    html, host = {"Accept": "text/html"}, f"maps.example.org:{port}"
    for scheme in ("http", "https"):
        assert asked(host, f"{scheme}://{host}", public=PUBLIC) == 403
    answer = published.answer("", Host=host, **html)
    assert answer.status == 421
    assert f'<a href="{PUBLIC}/">{PUBLIC}/</a>' in answer.body.decode()


@pytest.mark.parametrize(
    ("public", "host"),
    [
        (PUBLIC, "maps.example.org:443"),
        (PUBLIC, "maps.example.org:80"),
        ("http://maps.example.org:8501", "maps.example.org:8501"),
        ("https://maps.example.org:8443", "maps.example.org"),
    ],
)
def test_a_usual_port_says_nothing_of_the_one_that_a_proxy_has(public: str, host: str) -> None:
    site = OwnSite(everything, [Origin.parsed(public)])
    assert get(site, "/", headers={"Host": host, "Accept": "text/html"}).status == 200


def test_the_page_is_answered_where_it_is_and_the_api_anywhere(published: Watched, running: Watched) -> None:
    html = {"Accept": "text/html"}
    assert published.answer("", Host="maps.example.org", **html).status == 200
    assert published.answer("").status == published.answer("api/", **html).status == 200
    assert running.answer("", **html).status == 200


def test_the_public_address_is_told_at_the_start(published: Watched) -> None:
    assert f"The map is at {PUBLIC}/." in published.server.log.read_text()


def test_a_half_sent_request_is_hung_up_on(published: Watched) -> None:
    parts = urlsplit(published.server.url)
    with socket.create_connection(
        (parts.hostname, parts.port), timeout=2 * patience.SECONDS_TO_SEND
    ) as stranger:
        stranger.sendall(b"GET / HTTP/1.1\r\nHost: maps.ex")
        assert stranger.recv(1) == b""


def test_refusals_do_not_fill_the_log(published: Watched) -> None:
    for _ in range(3):
        published.handshake(FOREIGN)
        published.answer("", Host="elsewhere.example")
    told = [line for line in published.server.log.read_text().splitlines() if "docs/deploy.md" in line]
    assert len(told) == 2  # one for a foreign page, one for a foreign name


def test_what_strangers_cause_at_will_does_not_fill_the_log(published: Watched) -> None:
    parts, before = urlsplit(published.server.url), published.server.log.read_text()
    handshake = {"Connection": "Upgrade", "Upgrade": "h2c"}
    for _ in range(10):
        for said in (b"\x16\x03\x01\r\n\r\n", b"GET / HTTP/1.1\r\nA b: c\r\n\r\n"):
            with socket.create_connection((parts.hostname, parts.port), timeout=10) as stranger:
                stranger.sendall(said)
                assert stranger.recv(12) == b"HTTP/1.1 400"
        published.answer("api/health", **handshake)
        with connect(f"ws://{parts.netloc}/_stcore/stream", origin=PUBLIC, proxy=None) as page:
            page.send("no page says this")
            with suppress(ConnectionClosed):
                while True:
                    page.recv(timeout=10)
    told = published.server.log.read_text().removeprefix(before)
    assert told.count("Invalid HTTP request received.") == 1
    assert told.count("Unsupported upgrade request.") == 1
    assert told.count("Traceback (most recent call last)") == 1


def test_others_are_answered_as_fast_while_pages_are_refused(running: Watched) -> None:
    def seconds() -> float:
        began = time.perf_counter()
        assert running.answer("_stcore/health").status == 200
        return time.perf_counter() - began

    with ThreadPoolExecutor(4) as strangers:
        refused = [strangers.submit(running.handshake, FOREIGN) for _ in range(20)]
        slowest = max(seconds() for _ in range(20))
        assert {one.result() for one in refused} == {403}
    assert slowest < 1  # Streamlit's own refusal would delay everybody by up to two seconds each


PICTURE, FEED = "api/collections/incidents/picture?f=svg", "api/corrections.atom"


def test_the_server_asks_nobody_for_anything_and_ends_quietly(tmp_path: Path) -> None:
    with watched(tmp_path, "--address", "0.0.0.0") as running:
        host = urlsplit(running.server.url).netloc
        assert running.answer("").status == 200
        assert running.handshake(f"http://{host}") == 101
        assert running.handshake(FOREIGN) == 403
        items = "api/collections/incidents/items"
        for path in (
            "api/",
            items,
            f"{items}?f=csv",
            f"{items}?f=html-file",
            f"{items}?f=html",
            PICTURE,
            FEED,
        ):
            assert running.answer(path).status == 200
        running.server.process.send_signal(signal.SIGINT)
        assert running.server.process.wait(timeout=SECONDS_TO_START) == 0
        log = running.server.log.read_text()
        assert "Traceback" not in log
        assert "leaked" not in log
        assert running.asked() == ""


def test_the_watch_over_sockets_sees_what_goes_out(tmp_path: Path) -> None:
    program = "import socket; socket.create_connection(('192.0.2.1', 80))"
    (tmp_path / "sitecustomize.py").write_text(WATCH_SOCKETS)
    around = os.environ | {"PYTHONPATH": str(tmp_path), "ATTEMPTS": str(tmp_path / "attempts.txt")}
    done = subprocess.run(
        [sys.executable, "-c", program], env=around, capture_output=True, text=True, check=False
    )
    assert "Nobody outside is asked." in done.stderr
    assert "192.0.2.1" in (tmp_path / "attempts.txt").read_text()
