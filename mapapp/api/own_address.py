"""A reader's own file at an HTTPS URL: the server fetches it once, for that reader only."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote, urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from mapapp.api.problems import problem, problem_of
from mapapp.engine.own_data import OwnData
from mapapp.errors import BadSetting, Busy, FileRefused, UnreachableSource
from mapapp.ingest.remote import FetchLimits, Version, checked_address, fetch
from mapapp.messages import message, notice
from mapapp.settings import UploadLimits

SECONDS_TO_FETCH = 60.0
LONGEST_ADDRESS = 2000
AT_A_TIME = 2


class Fetching:
    """Fetches files from readers' URLs: few at a time, limited in size, from the public internet only."""

    def __init__(self, limits: UploadLimits) -> None:
        self._limits = limits
        self._bounds = FetchLimits(limits.file, SECONDS_TO_FETCH, for_a_reader=True)
        self._threads = ThreadPoolExecutor(AT_A_TIME, "fetch")
        self._under_way = 0

    async def answer(self, request: Request, own: OwnData) -> Response:
        """Fetch the file at the URL in the request's body, and store it in `own`."""
        try:
            url = checked_address(await _text(request))
        except ClientDisconnect:
            return problem(request, 408, message("own-cut-off"))
        except (BadSetting, UnicodeError):
            return problem(request, 400, message("own-address-unusable"))
        if self._under_way >= AT_A_TIME:
            return problem_of(request, Busy(message("own-fetching-others")))
        try:
            own.reserve(self._limits.file, self._limits)
        except FileRefused as error:
            return problem_of(request, error)
        self._under_way += 1
        try:
            fetched = await asyncio.get_running_loop().run_in_executor(
                self._threads, fetch, url, Version(), self._bounds
            )
            assert fetched  # noqa: S101 - no version was known before
            own.receive(_name(url), fetched[0])
        except UnreachableSource as error:
            return problem(request, 422, str(error))
        finally:
            self._under_way -= 1
            own.end_arrival()
        return JSONResponse({"size": len(fetched[0]), "name": _name(url)})


async def _text(request: Request) -> str:
    """Read the body, up to the longest URL allowed."""
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > LONGEST_ADDRESS:
            raise BadSetting(notice("source-unusable", url=f"{data[:50].decode(errors='replace')}…"))
    return data.decode().strip()


def _name(url: str) -> str:
    parts = urlsplit(url)
    return unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.hostname or ""
