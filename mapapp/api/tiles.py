"""The tiles of the operator's own file, for the map."""

import gzip

from starlette.requests import Request
from starlette.responses import Response

from mapapp.api.endpoint import file_headers, not_modified
from mapapp.errors import NotFound
from mapapp.geo.tile_file import TileFile
from mapapp.messages import notice

GZIP = b"\x1f\x8b"


class OwnTiles:
    """Answers `z/x/y` with a tile from the file; 204 where the file has none, such as beyond its edge."""

    def __init__(self, file: TileFile) -> None:
        self._file, self._tag = file, f'"{file.version}"'

    def tile(self, request: Request) -> Response:
        """Return a tile; one requested by version (`?v=`) never changes."""
        zoom, x, y = (int(request.path_params[name]) for name in "zxy")
        if not self._file.is_tile_address(zoom, x, y):
            raise NotFound(notice("no-file"))
        headers = file_headers(request, self._tag)
        if unchanged := not_modified(request, self._tag):
            return unchanged
        data = self._tile(zoom, x, y)
        if not data:
            return Response(status_code=204, headers=headers)
        return Response(data, media_type=self._file.media_type, headers=headers)

    def _tile(self, zoom: int, x: int, y: int) -> bytes:
        """Return a tile, unpacked; empty for a broken one, as in a file that is being overwritten."""
        try:
            data = self._file.tile(zoom, x, y) or b""
            return gzip.decompress(data) if data.startswith(GZIP) else data
        except Exception:  # the readers raise all kinds of errors for a broken file
            return b""
