"""Files written together, all or none, even if the run is killed halfway; and by one run at a time."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mapapp.errors import UnwritableFile
from mapapp.exports.saving import save, save_all
from mapapp.messages import fault
from mapapp.model.unfinished import (
    JOURNAL,
    FileState,
    alone,
    broken_off,
    journal_entries,
    journal_of,
    unfinished,
    writing,
)


def write_atomically(folder: Path, contents: Mapping[Path, bytes]) -> None:
    """Write files in a folder: all of them, or none if one can't be written. Raises UnwritableFile.

    Only for a run that holds the folder.
    """
    before = {path.name: _read(path) for path in contents}
    states = {path.name: FileState.of(before[path.name], content) for path, content in contents.items()}
    save([journal_of(states)], folder / JOURNAL)
    with writing(folder):
        try:
            save_all({path: [content] for path, content in contents.items() if before[path.name] != content})
        except BaseException:
            _put_all_back(folder)
            raise
        (folder / JOURNAL).unlink()


@contextmanager
def exclusive_writing(to: Path) -> Iterator[None]:
    """Keep other runs from writing in the folder of a file, so that it does not change or appear meanwhile.

    Raises UnwritableFile if another run is writing there.
    """
    with alone(to.parent) as is_ours:
        if not is_ours:
            raise UnwritableFile(*fault("folder-busy", file=str(to)))
        yield


def roll_back(folder: Path) -> bool:
    """Undo what a killed run had written; return whether there was one and no other run is undoing it.

    Raises UnwritableFile, and undoes nothing, if a file is neither what that run wrote nor what it was
    before: somebody has changed it since.
    """
    with alone(folder) as is_ours:
        return is_ours and roll_back_locked(folder)


def roll_back_locked(folder: Path) -> bool:
    """Undo as `roll_back` does, for a run that holds the folder."""
    if not broken_off(folder):
        return False
    for name, state in journal_entries(folder).items():
        _require_untouched(folder / name, state)
    _put_all_back(folder)
    return True


def _require_untouched(path: Path, state: FileState) -> None:
    if os.path.dirname(os.path.realpath(path)) != os.path.realpath(path.parent):
        problem = "link"
    elif not path.exists() or (path.is_file() and state.knows(path.read_bytes())):
        return
    else:
        problem = "changed" if path.is_file() else "no-file"
    journal = str(path.with_name(JOURNAL))
    raise UnwritableFile(*fault("release-touched", file=str(path), found=problem, journal=journal))


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
