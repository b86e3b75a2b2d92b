"""What a data set says about itself, known cheaply before it is opened, for the first answers."""

from pathlib import Path

from mapapp.model.metadata import Description, describe
from mapapp.settings import StoreAddress

_MAGIC, _MAGIC_AT = b"DUCK", 8
"""What a DuckDB file has near its beginning."""


def is_prepared(file: Path) -> bool:
    """Return whether a file looks like a prepared data set; False for a pipe, which would block."""
    if not file.is_file():
        return False
    try:
        with file.open("rb") as stream:
            return stream.read(_MAGIC_AT + len(_MAGIC)).endswith(_MAGIC)
    except OSError:
        return False


def description_of(data: Path | StoreAddress, *, drafts: bool = False) -> Description:
    """Return what a data set says about itself; UnreadableFile if it is prepared and damaged.

    `drafts` says whether drafts are shown too, which the title then mentions. Raises EngineUnavailable if the
    data set is in a database that can't be reached.
    """
    if isinstance(data, StoreAddress):
        from mapapp.engine import databases  # noqa: PLC0415 - the engine takes a second to import

        return databases.about(data).description
    if is_prepared(data):
        from mapapp.engine import prepared  # noqa: PLC0415 - the engine takes a second to import

        return prepared.read(data)[0].description
    return describe(data, drafts=drafts)
