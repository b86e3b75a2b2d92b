"""A source by URL: fetched from a TLS server on this machine whose certificate only these tests trust."""

import json
import signal
import socket
import ssl
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from starlette.requests import Request

from mapapp.api.health import Health
from mapapp.cli.source import data_settings
from mapapp.engine.background import reading
from mapapp.engine.following import Source
from mapapp.engine.live import LiveStore
from mapapp.errors import BadSetting, UnreachableSource
from mapapp.ingest.remote import OPERATORS, FetchLimits, Version, checked_address, fetch, is_public
from mapapp.settings import NO_CACHE, Settings
from mapapp.views.notices import unfetched_html

ROWS = "incident_id,date_start,latitude,longitude\ni-1,2031-03-03,10.5,20.25\n"


def certificate(folder):
    """Write a self-signed certificate for a server on this machine, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(built.public_bytes(serialization.Encoding.PEM) + secret)
    return path


class Handler(BaseHTTPRequestHandler):
    """Answers as the test's server is set to, and records each request."""

    def do_GET(self):
        self.server.asked.append(dict(self.headers))
        status, headers, body = self.server.answer(self.path, self.headers)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers and "Transfer-Encoding" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    """A server that shuts down silently, whatever its clients do."""

    daemon_threads = True

    def __init__(self, pem):
        super().__init__(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.asked = []
        self.holds(ROWS)

    def handle_error(self, *_):
        pass

    def holds(self, text, etag='"1"'):
        def answer(_path, asked):
            if asked.get("If-None-Match") == etag:
                return 304, {"ETag": etag}, b""
            said = {"ETag": etag, "Last-Modified": "Mon, 03 Mar 2031 10:00:00 GMT"}
            return 200, said, text.encode()

        self.answer = answer

    def says(self, status, body=b"", **headers):
        self.answer = lambda _path, _asked: (
            status,
            {k.replace("_", "-"): v for k, v in headers.items()},
            body,
        )

    @property
    def url(self):
        return f"https://localhost:{self.server_address[1]}/data/events.csv"


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(pem, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with Server(pem) as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


@pytest.fixture
def source(server, tmp_path):
    return Source(server.url, tmp_path / "events.csv")


def problem_of(server, url="", bounds=OPERATORS):
    with pytest.raises(UnreachableSource) as told:
        fetch(url or server.url, Version(), bounds)
    return str(told.value)


def test_a_file_is_fetched_again_only_if_it_has_changed(server, source):
    source.fetch()
    written = source.copy.stat().st_mtime_ns
    source.fetch()
    assert source.copy.stat().st_mtime_ns == written, "it was not written again"
    assert [asked.get("If-None-Match") for asked in server.asked] == [None, '"1"']
    assert server.asked[1]["If-Modified-Since"] == "Mon, 03 Mar 2031 10:00:00 GMT"
    assert server.asked[0]["Host"] == server.url.split("/")[2]
    server.holds(ROWS + "i-2,2031-03-04,10,20\n", etag='"2"')
    source.fetch()
    assert source.copy.read_text().endswith("i-2,2031-03-04,10,20\n")


def test_what_was_fetched_is_checked_like_a_changed_file_and_the_last_good_one_is_kept(server, source):
    source.fetch()
    live = LiveStore(source.copy)
    assert live.current.report.rows_accepted("incidents") == 1
    server.holds("<html>Sign in</html>", etag='"2"')
    for _ in range(2):
        source.look(live)
        live.look()
    assert "web page" in live.problem
    assert not live.unfetched
    assert live.current.report.rows_accepted("incidents") == 1
    server.holds(ROWS + "i-2,2031-03-04,10,20\n", etag='"3"')
    for _ in range(2):
        source.look(live)
        live.look()
    assert (live.problem, live.current.report.rows_accepted("incidents")) == ("", 2)


def test_a_source_that_fails_is_told_and_what_was_fetched_stays(server, source, caplog):
    source.fetch()
    live = LiveStore(source.copy)
    server.says(503)
    source.look(live)
    assert "status 503" in live.unfetched
    assert "The source could not be fetched" in caplog.text
    assert source.copy.read_text() == ROWS
    server.holds(ROWS)
    source.look(live)
    assert not live.unfetched


def test_the_program_reads_what_it_fetched_and_ends_with_the_reason_if_it_can_t(server):
    with data_settings(server.url, "10m") as given:
        live = reading(Settings.from_environment(given)).result()
        assert live.current.report.rows_accepted("incidents") == 1
    server.says(404)
    with data_settings(server.url, "10m") as given, pytest.raises(UnreachableSource, match="status 404"):
        reading(Settings.from_environment(given)).result()


def test_a_reader_is_told_that_the_source_is_out_of_reach(source):
    source.fetch()
    live = LiveStore(source.copy)
    live.unfetched = "The server answers <not> today."
    health = Health(live).health(
        Request({"type": "http", "method": "GET", "headers": [], "query_string": b""})
    )
    assert json.loads(health.body)["problem"] == live.unfetched
    assert "The server answers &lt;not&gt; today." in unfetched_html(live.unfetched)


def test_a_redirect_on_the_same_server_is_followed(server):
    def answer(path, _asked):
        return (200, {}, ROWS.encode()) if path == "/there?a=1" else (302, {"Location": "/there?a=1"}, b"")

    server.answer = answer
    assert fetch(server.url, Version()) == (ROWS.encode(), Version())


@pytest.mark.parametrize(
    "location",
    [
        "http://localhost/a.csv",
        "file:///etc/hostname",
        "ftp://example.org/",
        "https://[",
        "//u:p@a.example/",
    ],
)
def test_only_https_is_followed(server, location):
    server.says(301, Location=location)
    assert "is not followed" in problem_of(server)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:192.168.0.1]"]
)
def test_a_redirect_to_a_private_network_is_not_followed(server, host):
    asked = []
    server.says(302, Location=f"https://{host}:9/metadata")
    assert "private network" in problem_of(server)
    assert not asked


def test_a_name_that_is_resolved_anew_leads_nowhere_else(server, monkeypatch):
    """The first address for a name is checked and connected to, whatever the next lookup returns."""
    resolve, answers = socket.getaddrinfo, []

    def changing(host, *arguments, **options):
        answers.append(host)
        first = "127.0.0.1" if answers.count("localhost") == 1 else "10.0.0.1"
        return resolve(first if host == "localhost" else host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    assert fetch(server.url, Version()) is not None
    assert answers.count("localhost") == 1


def test_an_endless_row_of_redirects_ends(server):
    server.says(307, Location="/again")
    assert "more than 5 times" in problem_of(server)


def test_a_certificate_that_nobody_trusts_is_refused(server, monkeypatch, tmp_path):
    (tmp_path / "none.pem").write_text("")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert "self-signed" in problem_of(server)


def test_a_file_that_is_too_large_is_refused(server, monkeypatch):
    server.holds("x" * 100_000)
    assert "larger than 0 MB" in problem_of(server, bounds=FetchLimits(size=1000))


def test_a_file_that_is_cut_off_is_refused(server, source):
    source.fetch()
    server.says(200, b"short", Content_Length="1000")
    assert "arrived" in problem_of(server) or "IncompleteRead" in problem_of(server)
    assert source.copy.read_text() == ROWS


def test_a_server_that_sends_a_byte_at_a_time_is_cut_off(server, monkeypatch):
    ended = threading.Event()

    def trickle(handler):
        handler.send_response(200)
        handler.end_headers()
        while not ended.wait(0.02):
            handler.wfile.write(b"x")

    monkeypatch.setattr(Handler, "do_GET", trickle)
    try:
        assert "more than" in problem_of(server, bounds=FetchLimits(seconds=0.5))
    finally:
        ended.set()


def test_a_server_that_is_not_there_is_told():
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    assert "localhost did not send the file" in problem_of(None, f"https://localhost:{port}/")


def test_a_prepared_file_is_not_opened_from_elsewhere(server, source):
    server.says(200, b"\0" * 8 + b"DUCK" + b"\0" * 100)
    with pytest.raises(UnreachableSource, match="prepared"):
        source.fetch()
    assert not list(source.copy.parent.iterdir())


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("::127.0.0.1", False),
        ("fec0::1", False),
        ("64:ff9b:1::1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:a00:1::", False),
        ("::ffff:0:127.0.0.1", False),
        ("::ffff:0:5db8:d822", True),
        ("3fff::1", False),
        ("5f00::1", False),
        ("192.88.99.1", False),
    ],
)
def test_private_addresses_are_told_from_public_ones(address, public):
    assert is_public(address) is public


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a.csv",
        "https://",
        "https://user:secret@example.org/a.csv",
        "https://a.example:99999/",
        "https://[/",
        "https://a.example/\n",
        "ftp://a.example/",
    ],
)
def test_an_address_that_is_not_followed_is_refused_at_once(url):
    with pytest.raises(BadSetting) as told:
        checked_address(url)
    assert told.value.remedy


def test_an_address_becomes_settings_and_its_copy_goes_with_the_program():
    with data_settings("https://a.example/b/Hill%20events.csv?x=1", "2h") as given:
        settings = Settings.from_environment(given)
        assert (settings.source, settings.every) == ("https://a.example/b/Hill%20events.csv?x=1", 7200)
        assert (settings.data.name, given["MAPAPP_CACHE"]) == ("Hill-events.csv", NO_CACHE)
        assert Settings.from_environment(settings.as_environment()) == settings
        folder = settings.data.parent
        assert folder.is_dir()
    assert not folder.exists()


def test_a_copy_goes_too_when_the_program_is_terminated():
    folders = []

    def run():
        with data_settings("https://a.example/b.csv", "10m") as given:
            folders.append(Settings.from_environment(given).data.parent)
            signal.raise_signal(signal.SIGTERM)

    with pytest.raises(SystemExit):
        run()
    assert not folders[0].exists()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.example/", "source"),
        ("https://a.example/..%2f..%2fetc%2fpasswd", "etc-passwd"),
        ("https://a.example/datapackage.json", "source"),
        ("https://a.example/.hidden", "hidden"),
    ],
)
def test_a_copy_is_never_named_outside_its_folder(url, name):
    with data_settings(url, "10m") as given:
        assert Settings.from_environment(given).data.name == name


@pytest.mark.parametrize("every", ["10", "0m", "5s", "-1m", "1d", "", "٣m"])
def test_an_interval_that_means_nothing_is_refused(every):
    with pytest.raises(BadSetting), data_settings("https://a.example/", every):
        pass


def test_a_file_is_a_file():
    with data_settings("https:/incidents.csv", "10m") as given:
        assert given == {"MAPAPP_DATA": "https:/incidents.csv"}


def test_an_answer_that_is_no_http_is_told(server, monkeypatch):
    monkeypatch.setattr(Handler, "do_GET", lambda handler: handler.wfile.write(b"SSH-2.0-Server\r\n\r\n"))
    assert "localhost did not send the file" in problem_of(server)


def test_a_version_that_nobody_knew_is_no_answer(server):
    server.says(304)
    assert "status 304" in problem_of(server)


def test_blanks_and_letters_of_an_address_are_asked_for_as_browsers_do(server):
    asked = []

    def answer(path, _headers):
        asked.append(path)
        return 200, {}, ROWS.encode()

    server.answer = answer
    base = server.url.rpartition("/data")[0]
    fetch(f"{base}/Ադրբեջան/a b.csv?q=ы&p=%20", Version())
    assert asked == [
        "/%D4%B1%D5%A4%D6%80%D5%A2%D5%A5%D5%BB%D5%A1%D5%B6/a%20b.csv?q=%D1%8B&p=%20",
    ]


def test_redirects_have_one_time_for_all_of_them(server):
    def answer(path, _headers):
        time.sleep(0.3)
        return 302, {"Location": f"/{len(path)}{path}"}, b""

    server.answer = answer
    began = time.monotonic()
    assert "more than 0.5 seconds" in problem_of(server, bounds=FetchLimits(seconds=0.5))
    assert time.monotonic() - began < 1.2
