#!/usr/bin/env bash
# streamlit 1.67.0, websockets 16.0.
#
# Expected: what a script has drawn reaches the browser; a fragment that sends requests on a timer (`run_every`) is
#   redrawn before or after it.
# Actual: once the script has finished, the next request goes to a new runner, and whatever the old one still has to
#   pass to the event loop is dropped. If the loop is behind, as on a busy server, and a fragment's timer fires at that
#   moment, the last elements of the page and the message that it is finished never reach the browser, until the whole
#   page is requested again. Here each turn of the loop takes 50 ms; a browser's timer fires every 70 ms, and the page
#   is requested 30 times.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check streamlit==1.67.0 websockets==16.0
cd "$folder"
cat > page.py <<'PYTHON'
import asyncio
import time

import streamlit as st
from streamlit.runtime import get_instance


def busy() -> None:
    time.sleep(0.05)
    asyncio.get_running_loop().call_soon(busy)


@st.cache_resource
def begin() -> None:
    get_instance()._get_async_objs().eventloop.call_soon_threadsafe(busy)


@st.fragment(run_every=0.07)
def part() -> None:
    st.text("part")


begin()
part()
time.sleep(0.3)
st.text("tail " + st.query_params.get("n", ""))
PYTHON
cat > browse.py <<'PYTHON'
import socket
import subprocess
import sys
import time

import streamlit
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

TIMES = 30


def opened(address: str):
    """Connect as a browser does, once the server listens."""
    for _ in range(120):
        try:
            return connect(address, subprotocols=["streamlit"])
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the server did not start")


def drawn(page, number: int) -> bool:
    """Ask for the page, and by the timer of its fragment until four seconds later; tell whether the last element came."""
    question, part, came = BackMsg(), "", False
    question.rerun_script.query_string = f"n={number}"
    page.send(question.SerializeToString())
    until, timer = time.monotonic() + 4, time.monotonic()
    while time.monotonic() < until:
        try:
            told = ForwardMsg.FromString(page.recv(timeout=0.01))
            if told.WhichOneof("type") == "auto_rerun":
                part = told.auto_rerun.fragment_id
            came = came or told.delta.new_element.text.body == f"tail {number}"
        except TimeoutError:
            pass
        if part and time.monotonic() - timer > 0.07:
            timer, look = time.monotonic(), BackMsg()
            look.rerun_script.query_string = f"n={number}"
            look.rerun_script.fragment_id, look.rerun_script.is_auto_rerun = part, True
            page.send(look.SerializeToString())
    return came


with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
command = [sys.executable, "-m", "streamlit", "run", "page.py", "--server.headless=true"]
command += [f"--server.port={port}", "--browser.gatherUsageStats=false"]
with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
    with opened(f"ws://127.0.0.1:{port}/_stcore/stream") as page:
        lost = sum(not drawn(page, number) for number in range(TIMES))
    server.kill()
print("streamlit", streamlit.__version__, f"the last element is missing in {lost} of {TIMES} pages")
assert lost, "this has changed"
PYTHON
venv/bin/python browse.py
