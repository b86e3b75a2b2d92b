#!/usr/bin/env bash
# OWSLib 0.35.0.
#
# Expected: `api()` of OWSLib's client for OGC APIs follows a landing page's `service-desc` link, whatever the version
#   of the description, and skips links without a media type, which the standard allows.
# Actual: it requires the media type `application/vnd.oai.openapi+json;version=3.0`, character for character. With
#   version 3.1, with application/json, or with a space after the semicolon it reports that there is no such link, and a
#   link without a type raises a KeyError.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check OWSLib==0.35.0
cd "$folder"
cat > ask.py <<'PYTHON'
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from owslib.ogcapi.features import Features

links = []


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        told = {"openapi": "3.1.0"} if self.path.startswith("/openapi") else {"links": links}
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Answers)
threading.Thread(target=server.serve_forever, daemon=True).start()
here = f"http://127.0.0.1:{server.server_port}/"
OPENAPI = "application/vnd.oai.openapi+json;version="
for kind in (f"{OPENAPI}3.0", f"{OPENAPI}3.1", f"{OPENAPI.replace(';', '; ')}3.0", "application/json", ""):
    links[:] = [{"rel": "service-desc", "href": f"{here}openapi"} | ({"type": kind} if kind else {})]
    try:
        print(f"{kind or 'without a type'}: found", Features(here).api()["openapi"])
    except (RuntimeError, KeyError) as problem:
        print(f"{kind or 'without a type'}: {problem!r}")
PYTHON
seen=$("$folder/venv/bin/python" ask.py 2>/dev/null)
echo "$seen"
grep -q "version=3.0: found 3.1.0$" <<<"$seen"
grep -q "version=3.1: RuntimeError('Did not find service-desc link')$" <<<"$seen"
grep -q "^application/json: RuntimeError" <<<"$seen"
grep -q "^without a type: KeyError('type')$" <<<"$seen"
