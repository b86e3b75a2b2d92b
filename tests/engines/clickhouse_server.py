"""A ClickHouse server for tests: the engine itself (chdb) in a separate process, behind a small HTTP server.

The HTTP server accepts what clickhouse-connect sends, as ClickHouse's does: statements with typed parameters,
settings, data to insert, a user and a password, and the query ID by which a query is cancelled. It has
the same limits for a URL and a form field. Behind it is ClickHouse itself. Access rights are not tested:
the engine has one user; the HTTP server's other users may only read.
"""

import base64
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import rmtree
from urllib.parse import parse_qsl, urlsplit

SECONDS_TO_START = 60
USER, PASSWORD = "keeper", "sesame%2B é"
READERS = {"reader": "2", "locked": "1"}
"""Other users with the same password, and the value of `readonly` that an operator would give them."""
LONGEST_ADDRESS, LONGEST_FIELD = 1 << 20, 1 << 17
"""ClickHouse's defaults for http_max_uri_size and http_max_field_value_size."""


class ClickHouse:
    """A running server that can be stopped and restarted without losing its data."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="clickhouse-"))
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        os.environ |= {"CLICKHOUSE_USER": USER, "CLICKHOUSE_PASSWORD": PASSWORD}
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "tests.engines.clickhouse_server", str(self.folder), str(self.port)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        end = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            assert time.monotonic() < end, "ClickHouse does not start"
            assert self._process.poll() is None, (self.folder / "log").read_text()
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ping", timeout=1) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self) -> None:
        """Stop it at once, along with every query it is running."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        """Stop it and remove everything."""
        self.stop()
        rmtree(self.folder, ignore_errors=True)

    def ask(self, statement: str, database: str = "default") -> str:
        """Ask it directly; return its answer as text."""
        url = f"http://127.0.0.1:{self.port}/?database={database}"
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        asked = urllib.request.Request(url, statement.encode(), {"Authorization": f"Basic {login}"})
        with urllib.request.urlopen(asked) as answer:
            return str(answer.read().decode()).strip()

    def database(self, name: str) -> str:
        """Make an empty database; return its URL."""
        self.ask(f"CREATE DATABASE {name}")
        return f"clickhouse://127.0.0.1:{self.port}/{name}"


class Door(BaseHTTPRequestHandler):
    """The HTTP server in front of the engine."""

    protocol_version = "HTTP/1.1"
    folder = ""

    def do_GET(self) -> None:
        """Answer that the server is running."""
        self._answer(200, b"Ok.\n")

    def do_POST(self) -> None:
        """Run a statement."""
        given, body = self._given()
        user = self._user()
        try:
            if not user:
                raise Refused(516, "Authentication failed: password is incorrect. (AUTHENTICATION_FAILED)")
            self._answer(200, self._run(given, body, user))
        except Refused as refused:
            text = f"Code: {refused.code}. DB::Exception: {refused}".encode()
            self._answer(403 if refused.code == 516 else 500, text, refused.code)
        except RuntimeError as problem:
            self._answer(500, str(problem).encode(), int(re.search(r"Code: (\d+)", str(problem))[1]))

    def _given(self) -> tuple[dict[str, str], bytes]:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        given = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        if self.headers.get_content_maintype() != "multipart":
            return given, body
        kind = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        for part in BytesParser().parsebytes(kind + body).get_payload():
            name = part.get_param("name", header="content-disposition")
            given[name] = part.get_payload(decode=True).decode()
        return given, b""

    def _user(self) -> str:
        kind, _, login = self.headers.get("Authorization", "").partition(" ")
        user, _, password = base64.b64decode(login).decode().partition(":")
        return user if kind == "Basic" and user in {USER, *READERS} and password == PASSWORD else ""

    def _run(self, given: dict[str, str], body: bytes, user: str) -> bytes:
        if len(self.path) > LONGEST_ADDRESS or any(len(one) > LONGEST_FIELD for one in given.values()):
            raise Refused(1000, "HTML Form Exception: Field value too long. (POCO_EXCEPTION)")
        asked = [part for part in (given.pop("query", "").encode(), body) if part]
        statement, data = b"\n".join(asked), b""
        if into := re.match(rb"INSERT INTO .*? FORMAT Arrow\n", statement, re.DOTALL):
            statement, data = into[0], statement[into.end() :]
        values = {
            name.removeprefix("param_"): one for name, one in given.items() if name.startswith("param_")
        }
        connection = connect(self.folder)
        try:
            for setting in self._settings(given, user):
                connection.query(setting)
            return self._answered(connection, statement.decode(), data, values)
        finally:
            connection.close()

    def _settings(self, given: dict[str, str], user: str) -> list[str]:
        """Return the statements to run before a query: the choice of database, and all settings at once."""
        database, name = given.pop("database", "default"), given.pop("query_id", "")
        others = {"wait_end_of_query", "client_protocol_version", "enable_http_compression"}
        settings = {k: one for k, one in given.items() if not k.startswith("param_") and k not in others}
        if user in READERS:
            if "readonly" in settings:
                raise Refused(164, "Cannot modify 'readonly' setting in readonly mode. (READONLY)")
            settings["readonly"] = READERS[user]
        settings["log_comment"] = name
        told = ", ".join(f"{name} = {_text(one)}" for name, one in settings.items())
        return [f"USE `{database}`", f"SET {told}"]

    def _answered(self, connection: object, statement: str, data: bytes, values: dict[str, str]) -> bytes:
        """Run a statement; the engine assigns query IDs itself, and reads data from a file."""
        statement = statement.replace("query_id = ", "Settings['log_comment'] = ")
        if not data:
            return connection.query(statement, "TabSeparated", params=values).bytes()
        with tempfile.NamedTemporaryFile(dir=self.folder) as file:
            file.write(data)
            file.flush()
            into, _, form = statement.strip().rpartition(" FORMAT ")
            return connection.query(f"{into} FROM INFILE '{file.name}' FORMAT {form}", "TabSeparated").bytes()

    def _answer(self, status: int, body: bytes, code: int = 0) -> None:
        self.send_response(status)
        if code:
            self.send_header("X-ClickHouse-Exception-Code", str(code))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Refused(Exception):
    """Raised where the HTTP server itself refuses a request, with one of ClickHouse's codes."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def connect(folder: str) -> object:
    """Connect to the engine in this process."""
    import chdb  # noqa: PLC0415 - only in the server's process

    return chdb.connect(folder)


def main() -> None:
    """Serve until the process is ended."""
    folder, port = sys.argv[1:]
    Door.folder = f"{folder}/data"
    connected = connect(Door.folder)  # the engine runs as long as a connection is open
    server = ThreadingHTTPServer(("127.0.0.1", int(port)), Door)
    server.daemon_threads = True
    try:
        server.serve_forever()
    finally:
        connected.close()


if __name__ == "__main__":
    main()
