#!/usr/bin/env bash
# pyogrio 0.13.0 (GDAL 3.12), an OGC API - Features layer of three pages, the second of which responds with 503.
# Expected: an error, however the layer is read.
# Actual: an error without Arrow; with use_arrow=True, the first page's rows and no error.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyogrio==0.13.0 pyarrow==26.0.1 geopandas==1.2.0
cat > "$folder/serve.py" <<'PYTHON'
import json, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

class Api(BaseHTTPRequestHandler):
    def do_GET(self):
        root = f"http://127.0.0.1:{self.server.server_address[1]}"
        url = urlsplit(self.path)
        offset = int(parse_qs(url.query).get("offset", ["0"])[0])
        link = lambda rel, path: {"rel": rel, "href": root + path, "type": "application/json"}
        status, body = 200, None
        if url.path in ("", "/"):
            body = {"links": [link("data", "/collections"), link("conformance", "/conformance")]}
        elif url.path == "/collections":
            body = {"collections": [{"id": "towns", "links": [{"rel": "items", "href": root + "/collections/towns/items", "type": "application/geo+json"}]}], "links": []}
        elif url.path == "/collections/towns/items" and offset == 10:
            status, body = 503, {}
        elif url.path == "/collections/towns/items":
            point = lambda n: {"type": "Feature", "id": n, "properties": {"n": n}, "geometry": {"type": "Point", "coordinates": [46, 40]}}
            next_page = root + f"/collections/towns/items?offset={offset + 10}&limit=10"
            body = {"type": "FeatureCollection", "features": [point(n) for n in range(offset, offset + 10)], "links": [{"rel": "next", "href": next_page, "type": "application/geo+json"}]}
        else:
            status, body = 404, {}
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/geo+json" if "items" in url.path else "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass

server = HTTPServer(("127.0.0.1", 0), Api)
print(server.server_address[1], flush=True)
server.serve_forever()
PYTHON
"$folder/venv/bin/python" "$folder/serve.py" > "$folder/port" &
server=$!
trap 'kill $server; rm -rf "$folder"' EXIT
until [ -s "$folder/port" ]; do sleep 0.1; done
"$folder/venv/bin/python" - "$(cat "$folder/port")" <<'PYTHON'
import sys

import pyogrio

layer = f"OAPIF:http://127.0.0.1:{sys.argv[1]}/"
for arrow in (False, True):
    try:
        seen = f"{len(pyogrio.read_dataframe(layer, layer='towns', use_arrow=arrow))} rows, no error"
    except Exception as problem:
        seen = type(problem).__name__
    print(f"use_arrow={arrow}: {seen}")
    assert seen == ("10 rows, no error" if arrow else "FeatureError"), "changed"
PYTHON
