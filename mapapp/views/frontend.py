"""The frontend's bundled scripts and styles, built from `frontend/` by `make frontend`."""

from functools import cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "assets"


@cache
def text(name: str) -> str:
    """Return a file as text, read once: "map.js"."""
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def versioned(name: str) -> str:
    """Return a file's name with the hash of its content, so that browsers load new versions."""
    return f"{name}?v={sha256(text(name).encode()).hexdigest()[:12]}"


@cache
def inline(name: str) -> str:
    """Return a script escaped for inclusion in an HTML file."""
    return text(name).replace("</", "<\\/")
