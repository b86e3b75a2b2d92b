"""Files written as one, all or none, even if the run is killed between them; and by one run at a time."""

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


def write_together(folder: Path, contents: Mapping[Path, bytes]) -> None:
    """Write files of one folder: all of them, or none if one can't be written. Raises UnwritableFile.

    Only for who is alone there.
    """
    before = {path.name: _read(path) for path in contents}
    held = {path.name: FileState.of(before[path.name], content) for path, content in contents.items()}
    save([journal_of(held)], folder / JOURNAL)
    with writing(folder):
        try:
            save_all({path: [content] for path, content in contents.items() if before[path.name] != content})
        except BaseException:
            _put_all_back(folder)
            raise
        (folder / JOURNAL).unlink()


@contextmanager
def writing_alone(to: Path) -> Iterator[None]:
    """Keep other runs from writing in the folder of a file, so that it stays as it was found, or free.

    Raises UnwritableFile if one writes there now.
    """
    with alone(to.parent) as is_ours:
        if not is_ours:
            raise UnwritableFile(*fault("folder-busy", file=str(to)))
        yield


def take_back(folder: Path) -> bool:
    """Put back what a run that was killed had written; whether there was one, and no other run does so now.

    Raises UnwritableFile, and puts nothing back, if a file is neither what that run wrote nor what it was
    before: somebody has changed it since.
    """
    with alone(folder) as is_ours:
        return is_ours and take_back_alone(folder)


def take_back_alone(folder: Path) -> bool:
    """Put back as `take_back` does, for who is alone there."""
    if not broken_off(folder):
        return False
    for name, held in journal_entries(folder).items():
        _require_untouched(folder / name, held)
    _put_all_back(folder)
    return True


def _require_untouched(path: Path, held: FileState) -> None:
    if os.path.dirname(os.path.realpath(path)) != os.path.realpath(path.parent):
        found = "link"
    elif not path.exists() or (path.is_file() and held.knows(path.read_bytes())):
        return
    else:
        found = "changed" if path.is_file() else "no-file"
    journal = str(path.with_name(JOURNAL))
    raise UnwritableFile(*fault("release-touched", file=str(path), found=found, journal=journal))


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
