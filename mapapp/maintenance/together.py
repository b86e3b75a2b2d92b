"""Files written as one: all or none, even if the run is killed between them."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path

from mapapp.exports.saving import save

JOURNAL = ".mapapp-release.json"
"""What the files were before, by name; it is there only while they are written."""


def write_together(folder: Path, contents: Mapping[Path, bytes]) -> None:
    """Write files of one folder: all of them, or none if one can't be written. Raises UnwritableFile."""
    before = {path.name: _read(path) for path in contents}
    save([json.dumps(before).encode()], folder / JOURNAL)
    try:
        for path, content in contents.items():
            if before[path.name] != _text(content):
                save([content], path)
    except BaseException:
        take_back(folder)
        raise
    (folder / JOURNAL).unlink()


def take_back(folder: Path) -> bool:
    """Put back what a run that was killed had written; whether there was one. Raises UnwritableFile."""
    journal = folder / JOURNAL
    if not journal.exists():
        return False
    for name, content in json.loads(journal.read_text(encoding="ascii")).items():
        _put_back(folder / Path(name).name, content)
    journal.unlink()
    return True


def _put_back(path: Path, content: str | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    elif _read(path) != content:
        save([b64decode(content)], path)


def _read(path: Path) -> str | None:
    return _text(path.read_bytes()) if path.exists() else None


def _text(content: bytes) -> str:
    return b64encode(content).decode()
