#!/usr/bin/env bash
# pyogrio 0.13.0 (GDAL 3.12.4), an OGC API - Features layer whose rows have two date columns, `day` and `reported`.
# Expected: a condition on `reported` is sent to the server under that name, or applied by the client to the rows it has
#   read.
# Actual: GDAL sends a condition on either column as `datetime`, which the server rightly interprets as the day of the
#   event, and does not check the rows afterwards. A query for what was reported on 9 October finds nothing, although
#   there is such a row.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyogrio==0.13.0 geopandas==1.2.0 pyarrow==26.0.1
cat > "$folder/serve.py" <<'PYTHON'
import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

ROWS = [
    {"name": "first", "day": "2020-10-04", "reported": "2020-10-09"},
    {"name": "second", "day": "2020-10-05", "reported": "2020-10-06"},
]


class Api(BaseHTTPRequestHandler):
    def do_GET(self):
        root = f"http://127.0.0.1:{self.server.server_address[1]}"
        url = urlsplit(self.path)
        asked = parse_qs(url.query).get("datetime", [""])[0]
        link = lambda rel, path, kind="application/json": {"rel": rel, "href": root + path, "type": kind}
        if url.path in ("", "/"):
            body = {"links": [link("data", "/collections"), link("conformance", "/conformance")]}
        elif url.path == "/collections":
            items = link("items", "/collections/towns/items", "application/geo+json")
            body = {"collections": [{"id": "towns", "links": [items]}], "links": []}
        elif url.path == "/collections/towns/items":
            if asked:
                print(asked, flush=True)
            body = {"type": "FeatureCollection", "links": [], "features": [
                {"type": "Feature", "id": row["name"], "properties": row,
                 "geometry": {"type": "Point", "coordinates": [46, 40]}}
                for row in ROWS if not asked or row["day"] == asked[:10]
            ]}
        else:
            body = {}
        text = json.dumps(body).encode()
        self.send_response(200 if body else 404)
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
"$folder/venv/bin/python" "$folder/serve.py" > "$folder/seen" &
server=$!
trap 'kill $server; rm -rf "$folder"' EXIT
until [ -s "$folder/seen" ]; do sleep 0.1; done
"$folder/venv/bin/python" - "$folder/seen" <<'PYTHON'
import sys
from pathlib import Path

import pyogrio

seen = Path(sys.argv[1])
layer = f"OAPIF:http://127.0.0.1:{seen.read_text().splitlines()[0]}/"
found = {
    where: list(pyogrio.read_dataframe(layer, layer="towns", where=where)["name"])
    for where in ("", "day = '2020-10-04'", "reported = '2020-10-09'")
}
sent = sorted(set(seen.read_text().splitlines()[1:]))
print("GDAL", pyogrio.__gdal_version__, found, "sent as datetime:", sent)
assert found == {"": ["first", "second"], "day = '2020-10-04'": ["first"], "reported = '2020-10-09'": []}, "changed"
assert [value[:10] for value in sent] == ["2020-10-04", "2020-10-09"], "changed"
PYTHON
