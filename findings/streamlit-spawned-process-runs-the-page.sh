#!/usr/bin/env bash
# streamlit 1.67.0, uvicorn 0.54.0, websockets 16.0.
#
# Expected: a process spawned by `multiprocessing` imports the module with which its parent was started, as Python's
#   documentation says: here, Streamlit's own. A page being viewed has no part in it.
# Actual: for each run, Streamlit replaces `__main__` with the page's script, and leaves it there. Any process that a
#   thread of the server spawns afterwards, long after the run and outside any session, runs the page's script from top
#   to bottom as `__mp_main__` before it starts its own work. Before the first visit, it does not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check streamlit==1.67.0 uvicorn==0.54.0 websockets==16.0
cd "$folder"
cat > page.py <<'PYTHON'
import streamlit as st

with open("runs.txt", "a") as file:
    file.write(f"{__name__}\n")
st.text("a page")
PYTHON
cat > work.py <<'PYTHON'
def nothing() -> None:
    """Do nothing, in a process of its own."""
PYTHON
cat > served.py <<'PYTHON'
import asyncio
import multiprocessing

import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.routing import Route

import work


def spawned() -> None:
    process = multiprocessing.get_context("spawn").Process(target=work.nothing)
    process.start()
    process.join()


async def spawn(_):
    await asyncio.to_thread(spawned)
    return PlainTextResponse("done")


app = st.App("page.py", routes=[Route("/spawn", spawn)])
PYTHON
cat > browse.py <<'PYTHON'
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import streamlit
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect


def runs() -> list[str]:
    """As what the page's script was run so far."""
    return Path("runs.txt").read_text().split() if Path("runs.txt").exists() else []


def spawn() -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/spawn").read()
            return
        except urllib.error.URLError:
            time.sleep(0.5)
    raise SystemExit("the server did not start")


def visit() -> None:
    """Look at the page once, until its script is over, and leave."""
    with connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"]) as page:
        question = BackMsg()
        question.rerun_script.query_string = ""
        page.send(question.SerializeToString())
        while ForwardMsg.FromString(page.recv(timeout=60)).WhichOneof("type") != "script_finished":
            pass


with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
command = [sys.executable, "-m", "uvicorn", "served:app", "--port", str(port), "--log-level", "error"]
with subprocess.Popen(command) as server:
    try:
        spawn()
        before = runs()
        visit()
        visited = runs()
        time.sleep(3)
        spawn()
        after = runs()
    finally:
        server.terminate()
print("streamlit", streamlit.__version__, "runs of the page:", before, visited, after)
assert (before, visited, after) == ([], ["__main__"], ["__main__", "__mp_main__"]), "this has changed"
PYTHON
venv/bin/python browse.py
