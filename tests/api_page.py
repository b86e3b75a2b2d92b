"""The examples in docs/api.md, by heading."""

import re
from pathlib import Path

_PAGE = (Path(__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
_THERE = "http://localhost:8501/"
_BLOCK = re.compile(r"^```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SECTIONS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", _PAGE, re.MULTILINE | re.DOTALL))

INLINE = re.findall(r"`(\w+=[^`]+)`", _PAGE.split("\n## ")[0])
"""The parameters with a value that the text mentions."""


def examples(heading: str, address: str = _THERE) -> list[str]:
    """Return the code blocks under a heading, with the address of the server under test."""
    return [
        block.replace(_THERE, address).replace(_THERE.rstrip("/"), address.rstrip("/"))
        for block in _BLOCK.findall(_SECTIONS[heading])
    ]
