"""The files that the page loads from this server: our scripts and styles, and the base map."""

from email.utils import formatdate
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from mapapp.api.endpoint import file_headers, not_modified, routed
from mapapp.api.queues import Queues
from mapapp.api.tiles import OwnTiles
from mapapp.errors import NotFound
from mapapp.geo import world
from mapapp.geo.tile_file import TileFile
from mapapp.messages import notice
from mapapp.views import map as views

MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".geojson": "application/geo+json",
    ".csv": "text/csv",
}
OFFERED = {
    "mapapp": {".js", ".css"},
    "geodata": {".geojson", ".csv"},
}
MAX_FILES_WAITING = 5000
"""A page needs a dozen files and does not work without any one of them; each is sent at once."""


def asset_routes(base_path: str = "", tiles: TileFile | None = None) -> list[Route]:
    """Return the routes under /assets; `base_path` as in `routes.api_routes`; `tiles` is a tile file."""
    own = {"/assets/tiles/{z:int}/{x:int}/{y:int}": OwnTiles(tiles).tile} if tiles else {}
    answers = {"/assets/world/{cell:path}": world_cell, **own, "/assets/{path:path}": Assets().file}
    return routed(answers, base_path, Queues(MAX_FILES_WAITING))


def world_cell(request: Request) -> Response:
    """Return a cell of the world's base map; one requested by version (`?v=`) never changes."""
    cell = world.cell(request.path_params["cell"])
    if cell is None:
        raise NotFound(notice("no-file"))
    tag = f'"{world.version()}"'
    return not_modified(request, tag) or Response(
        cell, media_type="application/json", headers=file_headers(request, tag)
    )


class Assets:
    """The files by URL path, `folder/name`, listed once: nothing else can be reached."""

    def __init__(self) -> None:
        self._files = dict(
            pair for name, folder in views.asset_folders().items() for pair in _offered(name, folder)
        )

    def file(self, request: Request) -> Response:
        """Return a file; one requested by version (`?v=`) never changes."""
        path = self._files.get(request.path_params["path"])
        if path is None or not path.is_file():
            raise NotFound(notice("no-file"))
        state = path.stat()
        tag = f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
        headers = file_headers(request, tag)
        headers["Last-Modified"] = formatdate(state.st_mtime, usegmt=True)
        return not_modified(request, tag) or FileResponse(
            path, media_type=MEDIA_TYPES[path.suffix], headers=headers, stat_result=state
        )


def _offered(name: str, folder: Path) -> list[tuple[str, Path]]:
    files = (path for path in sorted(folder.rglob("*")) if path.suffix in OFFERED[name])
    return [(f"{name}/{path.relative_to(folder).as_posix()}", path) for path in files]
