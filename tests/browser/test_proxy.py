"""Behind nginx with TLS and a path prefix, with exactly the configuration in docs/deploy.md."""

import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import SECONDS_TO_START, SHARED_COPIES, Server, end, free_port, serving
from tests.browser.reader import PATIENCE, Reader
from tests.find_nginx import find_nginx

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy.md"
HOST = "maps.localhost"
PREFIX = "/incidents/"

CONFIGURATION = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    {temporary}
    {documented}
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def block(language: str) -> str:
    """Return the only code block in a language in docs/deploy.md."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", DEPLOY.read_text(encoding="utf-8"), re.M | re.S)
    return str(found)


def replaced(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


def make_certificate(folder: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    named = ["-subj", f"/CN={HOST}", "-keyout", folder / "key.pem", "-out", folder / "certificate.pem"]
    subprocess.run([*command, *named], check=True, capture_output=True)


def configure(folder: Path, port: int, upstream: int) -> Path:
    """Write the documented server block with this machine's ports and files instead of real ones."""
    documented = replaced(
        block("nginx"),
        {
            "listen 443": f"listen 127.0.0.1:{port}",
            "maps.example.org;": f"{HOST};",
            "/etc/ssl/maps.example.org.pem": f"{folder}/certificate.pem",
            "/etc/ssl/maps.example.org.key": f"{folder}/key.pem",
            "127.0.0.1:8501": f"127.0.0.1:{upstream}",
        },
    )
    temporary = " ".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    file = folder / "nginx.conf"
    file.write_text(CONFIGURATION.format(folder=folder, temporary=temporary, documented=documented))
    return file


@dataclass
class Front:
    """The server that readers see: a host with TLS, and the map under a path."""

    origin: str

    @property
    def url(self) -> str:
        return self.origin + PREFIX

    def get(self, address: str) -> Any:
        """Send a request as a program would."""
        return urllib.request.build_opener(ToThisMachine).open(address, timeout=SECONDS_TO_START)


class Connection(http.client.HTTPSConnection):
    """A connection to this machine whatever the host's name; the test's certificate is not checked."""

    def connect(self) -> None:
        context = ssl._create_unverified_context()
        self.sock = context.wrap_socket(socket.create_connection(("127.0.0.1", self.port), self.timeout))


class ToThisMachine(urllib.request.HTTPSHandler):
    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(Connection, request)


@pytest.fixture(scope="module")
def port() -> int:
    """The port on which nginx listens."""
    return free_port()


@pytest.fixture(scope="module")
def server(port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("server") / "log.txt"
    public = f"https://{HOST}:{port}"
    named = ("--base-path", PREFIX.strip("/"), "--public-address", public)
    with serving(log, *named, **SHARED_COPIES) as running:
        yield running


@pytest.fixture(scope="module")
def front(port: int, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    nginx = find_nginx()
    if not nginx:
        pytest.skip("nginx is not installed and could not be: nothing was tested behind a proxy")
    folder = tmp_path_factory.mktemp("nginx")
    make_certificate(folder)
    file = configure(folder, port, upstream=int(re.findall(r":(\d+)/", server.url)[0]))
    command = [nginx, "-p", str(folder), "-c", str(file)]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        made = Front(f"https://{HOST}:{port}")
        wait_for(made, process)
        yield made
    finally:
        end(process)


def wait_for(front: Front, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            front.get(front.url + "api/health").close()
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("nginx did not start")


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return browser_context_args | {"ignore_https_errors": True}


class Watched:
    """Records a browser's requests outside the prefix, failed requests and websockets."""

    def __init__(self, context: BrowserContext, front: Front) -> None:
        self.astray: list[str] = []
        self.failed: list[str] = []
        self.sockets: list[str] = []
        context.on("request", lambda request: self._asked(request.url, front))
        context.on("response", lambda answer: answer.status >= 400 and self.failed.append(answer.url))

    def page(self, page: Page) -> Page:
        page.on("websocket", lambda socket: self.sockets.append(socket.url))
        return page

    def _asked(self, url: str, front: Front) -> None:
        if url.startswith(front.origin) and not url.startswith((front.url, front.url.rstrip("/") + "?")):
            self.astray.append(url)


@pytest.fixture
def watched(context: BrowserContext, front: Front) -> Watched:
    return Watched(context, front)


def test_all_of_it_works_under_a_prefix_with_tls(
    watched: Watched,
    violations: list[str],
    page: Page,
    front: Front,
    fresh_page: Callable[[], Page],
    tmp_path: Path,
) -> None:
    watched.page(page)
    reader = Reader(page, front.url)
    reader.open(front.url.rstrip("/") + "?q=ganja")
    assert page.url.startswith(front.url + "?q=ganja")
    expect(reader.map.locator(".mapapp-mark").first).to_be_visible(timeout=PATIENCE)
    expect(reader.map.locator(".mapapp-land").first).to_be_attached(timeout=PATIENCE)
    expect(reader.list_entries.first).to_be_visible(timeout=PATIENCE)
    assert watched.sockets == [front.url.replace("https", "wss") + "_stcore/stream"]

    title = reader.list_entries.first.locator(".incident-list-title").inner_text()
    reader.list_entries.first.click()
    heading = reader.dossier.get_by_role("heading", level=2)
    expect(heading).to_have_text(title, timeout=PATIENCE)
    expect(page).to_have_url(re.compile(rf"{PREFIX}\?q=ganja&incident="))
    reader.map.get_by_role("button", name="Zoom in").click()
    expect(page).to_have_url(re.compile(r"&map=\d"))

    other = Reader(fresh_page(), front.url).open(page.url)
    expect(other.dossier.get_by_role("heading", level=2)).to_have_text(title, timeout=PATIENCE)
    link = other.dossier.get_by_role("link", name="Link to this incident")
    assert urljoin(page.url, link.get_attribute("href")).startswith(front.url + "?incident=")

    for tab in page.get_by_role("tab").all_inner_texts():
        reader.open_tab(tab)
    reader.open_tab("Download")
    for name in ("GeoJSON", "CSV (zip)"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        download.value.save_as(tmp_path / "taken")
        assert (tmp_path / "taken").stat().st_size > 1000
    written = page.locator(".page-address").first.inner_text()
    with front.get(written) as answer:
        assert title in {feature["properties"]["title"] for feature in json.load(answer)["features"]}

    assert violations == []
    assert watched.failed == []
    assert watched.astray == []


@pytest.mark.usefixtures("context")
def test_pages_without_scripts_look_as_they_should_within_their_policies(
    violations: list[str], page: Page, front: Front
) -> None:
    items = "api/collections/incidents/items"
    with front.get(f"{front.url}{items}?limit=1") as answer:
        incident = json.load(answer)["features"][0]["id"]
    for path in ("api/?f=html", "api/openapi?f=html", f"{items}?f=html", "api/health", "robots.txt"):
        page.goto(front.url + path)
    page.goto(f"{front.url}{items}/{incident}?f=html")
    for _ in range(2):  # the second time, the browser asks whether its copy is still valid
        coloured = page.locator(".dossier-actor i").evaluate("node => getComputedStyle(node).backgroundColor")
        assert coloured not in {"rgba(0, 0, 0, 0)", "rgb(0, 0, 0)"}
        assert page.evaluate("getComputedStyle(document.body).maxWidth") == "864px"
        page.reload()
    page.goto(f"{front.url}api/collections/incidents/picture?f=svg")
    assert page.locator("path").first.evaluate("node => getComputedStyle(node).fill") == "rgb(255, 255, 255)"
    page.goto(f"{front.url}api/collections/incidents/picture?f=png")
    assert violations == []


@pytest.mark.usefixtures("context")
def test_the_policy_forbids_what_comes_from_elsewhere(
    violations: list[str], page: Page, front: Front
) -> None:
    page.goto(front.url)
    page.evaluate("new Image().src = 'https://elsewhere.example/spy.png'")
    page.evaluate("fetch('https://elsewhere.example/').catch(() => 0)")
    page.wait_for_function("() => window.violationsOfPolicy === 2")
    assert len(violations) == 2


def test_the_links_of_the_api_stay_under_the_prefix(front: Front) -> None:
    for address in ("api", "api/"):
        with front.get(front.url + address) as answer:
            assert answer.url == front.url + "api/"
            links = json.load(answer)["links"]
        for link in links:
            with front.get(urljoin(answer.url, link["href"])) as followed:
                assert followed.url.startswith(front.url)
                assert followed.status == 200


def test_every_answer_has_the_security_headers(front: Front) -> None:
    def check(headers: Message) -> None:
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src '" in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"]

    for address in ("", "_stcore/health", "robots.txt", "api/", "assets/mapapp/map.js"):
        with front.get(front.url + address) as answer:
            check(answer.headers)
    with pytest.raises(urllib.error.HTTPError, match="404") as refused:
        front.get(front.url + "static/nothing.js")
    with refused.value:
        check(refused.value.headers)


def test_how_busy_the_server_is_stays_behind_the_proxy(front: Front) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        front.get(f"{front.url}_stcore/metrics")


def test_the_documented_unit_is_valid(tmp_path: Path) -> None:
    checker = shutil.which("systemd-analyze")
    if not checker:
        pytest.skip("systemd-analyze is not installed")
    program = "/opt/mapapp/venv/bin/mapapp"
    file = tmp_path / "mapapp.service"
    file.write_text(replaced(block("ini"), {program: shutil.which("true")}))
    checked = subprocess.run([checker, "verify", str(file)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
