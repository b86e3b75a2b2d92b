#!/usr/bin/env bash
# streamlit 1.67.0, websockets 16.0.
#
# Expected: a fragment that reruns every few seconds (`run_every`) does not affect widgets outside it; `on_change` is
#   called when a person has changed a widget.
# Actual: the request that the browser sends for the timer contains the values of all widgets. If a callback has
#   replaced a widget's value and the browser has not received the new one yet, the timer's request brings back the
#   older value, and `on_change` is called with it: a button that clears a selection is undone, although nobody has
#   touched the selection.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check streamlit==1.67.0 websockets==16.0
cd "$folder"
cat > page.py <<'PYTHON'
import streamlit as st


def take_away() -> None:
    st.session_state["chosen"] = []


def changed() -> None:
    print("on_change:", st.session_state["chosen"], flush=True)


st.session_state.setdefault("chosen", ["north"])
st.multiselect("Part", ["north", "south"], key="chosen", on_change=changed)
st.button("Take away", on_click=take_away)


@st.fragment(run_every=3)
def news() -> None:
    st.caption("no news")


news()
PYTHON
cat > browse.py <<'PYTHON'
import os
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


def asked(page, click: str = "", timer: str = "", chosen: str = "") -> dict[str, str]:
    """Ask for a run of the page or of its fragment, and return the identifiers that came with it."""
    question = BackMsg()
    question.rerun_script.fragment_id = timer
    question.rerun_script.is_auto_rerun = bool(timer)
    if chosen:
        question.rerun_script.widget_states.widgets.add(id=chosen).string_array_value.data.append("north")
    if click:
        question.rerun_script.widget_states.widgets.add(id=click, trigger_value=True)
    page.send(question.SerializeToString())
    found = {}
    while True:
        told = ForwardMsg.FromString(page.recv(timeout=60))
        kind = told.WhichOneof("type")
        if kind == "script_finished":
            return found
        if kind == "auto_rerun":
            found["timer"] = told.auto_rerun.fragment_id
        if kind == "delta":
            element = told.delta.new_element
            name = element.WhichOneof("type")
            if name in ("multiselect", "button"):
                found[name] = getattr(element, name).id


with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
command = [sys.executable, "-m", "streamlit", "run", "page.py", "--server.headless=true"]
command += [f"--server.port={port}", "--browser.gatherUsageStats=false"]
server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)
with opened(f"ws://127.0.0.1:{port}/_stcore/stream") as page:
    there = asked(page)
    asked(page, click=there["button"], chosen=there["multiselect"])
    asked(page, timer=there["timer"], chosen=there["multiselect"])  # sent before the answer had arrived
server.terminate()
said = [line.strip() for line in server.stdout if line.startswith("on_change")]
print("streamlit", streamlit.__version__, "after a button took the choice away:", said)
assert said == ["on_change: ['north']"], "this has changed"
PYTHON
venv/bin/python browse.py
