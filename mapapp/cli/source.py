"""Where the data of `mapapp serve` are: a file, or a URL whose file is copied while it runs."""

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from mapapp.errors import BadSetting
from mapapp.messages import notice
from mapapp.model.dataset_files import DESCRIPTOR
from mapapp.model.holding import temporary_folder
from mapapp.settings import NO_CACHE

LEAST_SECONDS = 10
_UNITS = {"s": 1, "m": 60, "h": 3600}


@contextmanager
def data_settings(file: str | None, every: str) -> Iterator[dict[str, str]]:
    """Yield the settings that say where the data are; a copy's folder exists as long as they are used.

    Raises BadSetting for an unusable URL or interval.
    """
    if file is None or not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+://", file):
        yield {"MAPAPP_DATA": file} if file else {}
        return
    from mapapp.ingest.remote import checked_address  # noqa: PLC0415 - takes a second to import

    address, seconds = checked_address(file), _seconds(every)
    with _exiting_cleanly(), temporary_folder() as folder:
        yield {
            "MAPAPP_DATA": str(folder.resolve() / _file_name(address)),
            "MAPAPP_SOURCE": address,
            "MAPAPP_EVERY": str(seconds),
            "MAPAPP_CACHE": NO_CACHE,
        }


@contextmanager
def _exiting_cleanly() -> Iterator[None]:
    """Make the program exit in order when it is terminated, so that its folder is removed."""

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    previous_handler = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous_handler)


def _seconds(every: str) -> int:
    parts = re.fullmatch(r"([0-9]{1,6})([smh])", every)
    seconds = int(parts[1]) * _UNITS[parts[2]] if parts else 0
    if seconds < LEAST_SECONDS:
        raise BadSetting(
            notice("source-interval-unusable", value=every), remedy=notice("source-interval-unusable-remedy")
        )
    return seconds


def _file_name(address: str) -> str:
    """Name the copy after the file in the URL, because a data set without a title takes its file's name."""
    name = re.sub(r"[^\w.-]+", "-", unquote(PurePosixPath(urlsplit(address).path).name)).strip(".-")[-100:]
    return name if name and name != DESCRIPTOR else "source"
