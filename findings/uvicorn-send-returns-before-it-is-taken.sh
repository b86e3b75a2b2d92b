#!/usr/bin/env bash
# uvicorn 0.54.0, with h11 0.16.0.
#
# Expected: `await send(body)` in an ASGI application returns once the reader, or at least the system, has accepted the
#   body: whatever follows it (the end of a turn, a limit on responses in progress, a background task) begins when the
#   memory has been released.
# Actual: it returns at once, however large the body, and the server holds what the reader has not yet accepted. The
#   wait comes at the beginning of the next `send`, for the body of the previous one. So nothing waits for a body that
#   is sent in one piece, nor for the last piece.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check uvicorn==0.54.0 h11==0.16.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import asyncio
import socket

import uvicorn

PIECE = 32 * 1024 * 1024  # more than a system takes from a server for a reader who does not read
returned: list[str] = []


async def application(scope, receive, send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x" * PIECE, "more_body": True})
    returned.append("first")
    await send({"type": "http.response.body", "body": b"x" * PIECE})
    returned.append("last")


async def main() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(application, http="h11", lifespan="off", log_level="error"))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        reader._transport.pause_reading()  # a reader who has stopped
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        while not returned:
            await asyncio.sleep(0.01)
        await asyncio.sleep(1)
        untaken = list(returned)
        reader._transport.resume_reading()
        read = 0
        while "last" not in returned:
            read += len(await reader.read(1 << 16))
        print(f"uvicorn {uvicorn.__version__}: with nothing read, {untaken}; with {read} bytes read, {returned}")
        assert untaken == ["first"], "this has changed"
        assert read < 1.5 * PIECE, "this has changed"
        writer.close()
        server.should_exit = True
        await serving


asyncio.run(main())
PYTHON
