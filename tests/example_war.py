"""The fictional war of docs/another-war.md, as files."""

import re
from pathlib import Path

from mapapp.shipped import bundled

_PAGE = bundled("docs/another-war.md").read_text(encoding="utf-8")
_FILES = dict(re.findall(r"^`([\w.-]+)`:.*?^```\w+\n(.*?)^```", _PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = re.search(r"^```sh\n(.*?)^```", _PAGE, re.MULTILINE | re.DOTALL)[1].splitlines()  # type: ignore[index]
"""The commands on the page."""


def written(folder: Path) -> Path:
    """Write the example's files into a folder, and return it."""
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
