#!/usr/bin/env bash
# streamlit 1.67.0, uvicorn 0.54.0.
#
# Expected: sTREAMLIT_SERVER_BASE_URL_PATH sets `server.baseUrlPath` wherever a Streamlit app runs, as config.toml does.
# Actual: only Streamlit's own command line reads such variables. An `st.App` served by uvicorn reads config.toml but
#   not the environment, so behind a path prefix the page responds with 404, and nothing says why.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check streamlit==1.67.0 uvicorn==0.54.0
cd "$folder"
mkdir .streamlit
printf '[browser]\ngatherUsageStats = false\n' > .streamlit/config.toml
printf 'import streamlit as st\n\napp = st.App("page.py")\n' > served.py
printf 'import streamlit as st\n\nst.write("a page")\n' > page.py
cat > ask.py <<'PYTHON'
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request


def status_under_the_prefix() -> int:
    """Serve the app with uvicorn and ask for its page under the prefix."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "served:app", "--port", str(port), "--log-level", "warning"]
    )
    try:
        for _ in range(120):
            try:
                return urllib.request.urlopen(f"http://127.0.0.1:{port}/maps/_stcore/health").status
            except urllib.error.HTTPError as refused:
                return refused.code
            except urllib.error.URLError:
                time.sleep(0.5)
        raise SystemExit("the server did not start")
    finally:
        server.terminate()
        server.wait()


import streamlit

os.environ["STREAMLIT_SERVER_BASE_URL_PATH"] = "maps"
from_environment = status_under_the_prefix()
with open(".streamlit/config.toml", "a") as file:
    file.write('[server]\nbaseUrlPath = "maps"\n')
from_file = status_under_the_prefix()
print("streamlit", streamlit.__version__, "environment:", from_environment, "config.toml:", from_file)
assert (from_environment, from_file) == (404, 200), "this has changed"
PYTHON
venv/bin/python ask.py
