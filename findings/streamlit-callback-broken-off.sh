#!/usr/bin/env bash
# streamlit 1.67.0, websockets 16.0.
#
# Expected: the callback of a clicked button runs to the end, whatever is clicked next; a newer request interrupts only
#   the drawing of the page.
# Actual: a callback that reads `st.session_state` is itself a point at which a run can be interrupted. If a second
#   button is clicked while the first one's callback is running, that callback stops there, halfway, without a message,
#   and is not called again: the first click is lost. This also happens without `runner.fastReruns`; two clicks that are
#   then waiting are handled in one run, the newer first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check streamlit==1.67.0 websockets==16.0
cd "$folder"
cat > page.py <<'PYTHON'
import time

import streamlit as st


def count(name: str) -> None:
    before = st.session_state.get(name, 0)
    print(name, "begun", flush=True)
    time.sleep(1)  # as when a database is asked
    st.session_state[name] = before + 1
    print(name, "done", flush=True)


for name in ("one", "two", "three"):
    st.button(name, on_click=count, args=(name,))
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


def opened(address: str):
    """Connect as a browser does, once the server listens."""
    for _ in range(120):
        try:
            return connect(address, subprotocols=["streamlit"])
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the server did not start")


def ask(page, click: str = "") -> None:
    question = BackMsg()
    question.rerun_script.query_string = ""
    if click:
        question.rerun_script.widget_states.widgets.add(id=click, trigger_value=True)
    page.send(question.SerializeToString())


def buttons(page) -> list[str]:
    """Read until a run has finished, and return the buttons that it drew."""
    found = []
    while True:
        told = ForwardMsg.FromString(page.recv(timeout=60))
        if told.WhichOneof("type") == "script_finished":
            return found
        if told.WhichOneof("type") == "delta" and told.delta.new_element.WhichOneof("type") == "button":
            found.append(told.delta.new_element.button.id)


def clicked(fast: str) -> list[str]:
    """Click three buttons, each while the callback of the one before runs; return what the callbacks said."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "page.py", "--server.headless=true"]
    command += [f"--server.port={port}", "--browser.gatherUsageStats=false", f"--runner.fastReruns={fast}"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with opened(f"ws://127.0.0.1:{port}/_stcore/stream") as page:
        ask(page)
        for button in buttons(page):
            ask(page, button)
            time.sleep(0.3)
        time.sleep(6)
    server.terminate()
    return [line.strip() for line in server.stdout if line.endswith(("begun\n", "done\n"))]


at_once, in_turn = clicked("true"), clicked("false")
print("streamlit", streamlit.__version__, "fastReruns:", at_once)
print("streamlit", streamlit.__version__, "without:", in_turn)
assert at_once == ["one begun", "two begun", "three begun", "three done"], "this has changed"
assert in_turn == ["one begun", "three begun", "three done", "two begun", "two done"], "this has changed"
PYTHON
venv/bin/python browse.py
