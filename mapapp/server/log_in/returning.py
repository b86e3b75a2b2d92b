"""The view that a link asks for, kept in a cookie while its reader logs in."""

from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

VIEW = "mapapp_view"
SECONDS = 600
LONGEST = 2000


def keep(answer: Response, query: str, path: str) -> None:
    """Keep the query string of the page at `path`, if there is one and it is not too long."""
    if 0 < len(query) <= LONGEST:
        answer.set_cookie(VIEW, quote(query, safe=""), SECONDS, path=path, httponly=True, samesite="lax")


def returned(request: Request, page: str, path: str) -> Response | None:
    """Lead to the view that was kept, once; None if none was, or another is asked for."""
    view = unquote(request.cookies.get(VIEW, ""))
    if not view or request.url.query:
        return None
    answer = RedirectResponse(f"{page}/?{view}", 303)
    answer.delete_cookie(VIEW, path=path)
    return answer
