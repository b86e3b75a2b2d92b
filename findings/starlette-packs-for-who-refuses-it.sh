#!/usr/bin/env bash
# starlette 1.10.0.
#
# Expected: `Accept-Encoding: gzip;q=0` means that the client can't decompress gzip (RFC 9110, 12.5.3), so the response
#   is sent uncompressed.
# Actual: GZipMiddleware only searches for the word `gzip`, and compresses.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check starlette==1.10.0
cd "$folder"
cat > ask.py <<'PYTHON'
import anyio
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse


async def ask(accepted):
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"accept-encoding", accepted.encode())]}
    await GZipMiddleware(PlainTextResponse("a" * 5_000))(scope, receive, send)
    print(f"{accepted}:", dict(sent[0]["headers"]).get(b"content-encoding", b"plain").decode())


for accepted in ("gzip", "identity", "gzip;q=0", "identity, gzip;q=0"):
    anyio.run(ask, accepted)
PYTHON
seen=$("$folder/venv/bin/python" ask.py)
echo "$seen"
grep -q "^identity: plain$" <<<"$seen"
grep -q "^gzip;q=0: gzip$" <<<"$seen"
grep -q "^identity, gzip;q=0: gzip$" <<<"$seen"
