"""A request for which an API queue has no room is refused before it reaches any other part of the server."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from mapapp.api.endpoint import Endpoint
from mapapp.server.overflow import Overflow
from mapapp.server.startup import Startup
from mapapp.settings import Settings
from tests.asgi import get

MAP = "/api/collections/incidents/map"


async def out_of_reach(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """Stand for everything that a refused request must not reach."""
    raise AssertionError("reached")


def endpoint_of(router: Router, path: str) -> Endpoint:
    """Return the endpoint of a path."""
    (found,) = [route.endpoint for route in router.routes if isinstance(route, Route) and route.path == path]
    assert isinstance(found, Endpoint)
    return found


@pytest.fixture
def starting(tmp_path: Path) -> Startup:
    """Start with one incident and a map queue that has no room."""
    (tmp_path / "mine.csv").write_text("incident_id,date_start,latitude,longitude\na,2020-10-04,40,47\n")
    starting = Startup(Settings(tmp_path / "mine.csv", "none"), "")
    assert get(Starlette(routes=starting.routes), "/api/health").status == 200
    endpoint_of(starting._router("api").result(), MAP)._queue._max_present = 0  # type: ignore[union-attr]
    return starting


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_is_too_many_is_refused_first_as_the_queue_itself_would(starting: Startup, method: str) -> None:
    refused = get(Overflow(out_of_reach, starting.full), MAP, {"zoom": "8"}, method=method)
    assert (refused.status, refused.headers["retry-after"]) == (503, "5")
    assert refused == get(Starlette(routes=starting.routes), MAP, {"zoom": "8"}, method=method)
    assert (refused.body == b"") == (method == "HEAD")


@pytest.mark.parametrize("path", ["/api/health", "/api/collections", "/", "/api/collections/incidents/map/"])
def test_whatever_else_is_asked_goes_on(starting: Startup, path: str) -> None:
    with pytest.raises(AssertionError, match="reached"):
        get(Overflow(out_of_reach, starting.full), path)


def test_while_there_is_room_everything_goes_on(starting: Startup) -> None:
    endpoint_of(starting._router("api").result(), MAP)._queue._max_present = 1  # type: ignore[union-attr]
    with pytest.raises(AssertionError, match="reached"):
        get(Overflow(out_of_reach, starting.full), MAP)


def test_while_the_routes_are_being_made_everything_goes_on(tmp_path: Path) -> None:
    starting = Startup(Settings(tmp_path / "none.csv", "none"), "")
    with pytest.raises(AssertionError, match="reached"):
        get(Overflow(out_of_reach, starting.full), MAP)
