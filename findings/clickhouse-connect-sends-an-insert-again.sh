#!/usr/bin/env bash
# clickhouse-connect 1.12.0.
#
# Expected: inserted rows are sent once. If the connection breaks before the response arrives, nobody knows whether the
#   server accepted them, and the client raises an error that says so. `insert_arrow` and `command` behave like this.
# Actual: `raw_insert` with bytes or text resends them on its own, whatever the value of `query_retries`. A server that
#   had accepted the first request has every row twice.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check clickhouse-connect==1.12.0 pyarrow==26.0.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from urllib.parse import parse_qs, urlsplit

import clickhouse_connect
import pyarrow as pa
from clickhouse_connect.driver.exceptions import OperationalError

logging.disable()
taken = []


class TakesAndHangsUp(BaseHTTPRequestHandler):
    """Takes what is inserted, then hangs up before it has answered; anything else has an empty answer."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.body()
        asked = parse_qs(urlsplit(self.path).query).get("query", [""])[0].encode() + body
        if b"INSERT" in asked:
            taken.append(asked)
            self.close_connection = True
            return
        answer = b"26.9.2.1\tUTC\n" if b"version()" in asked else b""
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        found = b""
        while size := int(self.rfile.readline(), 16):
            found += self.rfile.read(size + 2)[:-2]
        self.rfile.readline()
        return found

    def log_message(self, *_) -> None:
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), TakesAndHangsUp)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = clickhouse_connect.get_client(host="127.0.0.1", port=server.server_port, query_retries=0)
client.server_settings = {}
ways = {
    "command": lambda: client.command("INSERT INTO t VALUES (1)"),
    "insert_arrow": lambda: client.insert_arrow("t", pa.table({"a": [1]})),
    "raw_insert of bytes": lambda: client.raw_insert("t", ["a"], b"1\n", fmt="CSV"),
}
seen = {}
for way, insert in ways.items():
    taken.clear()
    try:
        insert()
    except OperationalError:
        seen[way] = len(taken)
for way, times in seen.items():
    print(f"clickhouse-connect {version('clickhouse-connect')}, {way}: taken {times} times, then an error")
assert seen == {"command": 1, "insert_arrow": 1, "raw_insert of bytes": 2}, "this has changed"
PYTHON
