"""Files written as one: all or none, even if the run is killed between them."""

import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

from mapapp.exports.saving import save
from mapapp.model.unfinished import JOURNAL, broken_off, unfinished, writing


def write_together(folder: Path, contents: Mapping[Path, bytes]) -> None:
    """Write files of one folder: all of them, or none if one can't be written. Raises UnwritableFile."""
    before = {path.name: _read(path) for path in contents}
    encoded = {
        name: None if content is None else b64encode(content).decode() for name, content in before.items()
    }
    save([json.dumps(encoded).encode()], folder / JOURNAL)
    with writing(folder):
        try:
            for path, content in contents.items():
                if before[path.name] != content:
                    save([content], path)
        except BaseException:
            _put_all_back(folder)
            raise
        (folder / JOURNAL).unlink()


def take_back(folder: Path) -> bool:
    """Put back what a run that was killed had written; whether there was one. Raises UnwritableFile."""
    if not broken_off(folder):
        return False
    _put_all_back(folder)
    return True


def _put_all_back(folder: Path) -> None:
    for name, content in unfinished(folder).items():
        _put_back(folder / name, content)
    (folder / JOURNAL).unlink()


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    elif _read(path) != content:
        save([content], path)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
