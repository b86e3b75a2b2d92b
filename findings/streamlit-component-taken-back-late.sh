#!/usr/bin/env bash
# streamlit 1.67.0, playwright 1.55.0; a Chromium on the PATH (observed with Debian's 156.0).
#
# Expected: the function returned by a second-generation component is its clean-up, called before the component is
#   called with newer data, or when it leaves the page, like the clean-up of an effect in React.
# Actual: if newer data arrive while the component's module is still loading, the component is called with the older
#   data, then with the newer, and only then is the older call cleaned up. A component that keeps one state for its
#   place on the page, and stops listening in its clean-up, has stopped for good although it is still shown.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check streamlit==1.67.0 playwright==1.55.0
cd "$folder"
cat > page.py <<'PYTHON'
import time

import streamlit as st

SCRIPT = """
await new Promise((done) => setTimeout(done, 1500)); // as on a slow line
export default ({ data }) => {
  console.log(`called with ${data.number}`);
  return () => console.log(`taken back: ${data.number}`);
};
"""
watch = st.components.v2.component("watch", html="<p>Watch</p>", js=SCRIPT)
number = st.session_state.setdefault("number", 1)
watch(key="watch", data={"number": number})
if number == 1:
    st.session_state["number"] = 2
    time.sleep(0.3)
    st.rerun()
PYTHON
cat > browse.py <<'PYTHON'
import socket
import subprocess
import sys
import time
import urllib.request

import streamlit
from playwright.sync_api import sync_playwright

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
address = f"http://127.0.0.1:{port}"
command = [sys.executable, "-m", "streamlit", "run", "page.py", "--server.headless=true"]
command += [f"--server.port={port}", "--browser.gatherUsageStats=false"]
server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
for _ in range(120):
    try:
        urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
        break
    except OSError:
        time.sleep(0.5)
said = []
with sync_playwright() as driver:
    browser = driver.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    page = browser.new_page()
    page.on("console", lambda told: said.append(told.text))
    page.goto(address)
    page.wait_for_timeout(8000)
    browser.close()
server.terminate()
order = [text for text in said if text.startswith(("called", "taken"))]
print("streamlit", streamlit.__version__, "calls and takes back:", order)
assert order == ["called with 1", "called with 2", "taken back: 1"], "this has changed"
PYTHON
venv/bin/python browse.py "$browser"
