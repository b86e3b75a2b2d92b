"""The page's script, run without a browser."""

from functools import cache
from pathlib import Path

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

import mapapp.page.script

PATIENCE = 180
"""Seconds the script may take on a busy machine."""

manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
"""Streamlit searches all packages for components: a server once, AppTest at the first run of each page."""


def app_page() -> AppTest:
    """Return the page, not yet run."""
    return AppTest.from_file(str(Path(mapapp.page.script.__file__)), default_timeout=PATIENCE)
