"""The view that a link requests, kept in a cookie while the reader logs in."""

from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

VIEW_COOKIE = "mapapp_view"
COOKIE_SECONDS = 600
LONGEST_QUERY = 2000


def keep(answer: Response, query: str, path: str) -> None:
    """Keep the query string of the page at `path`, if there is one and it is not too long."""
    if 0 < len(query) <= LONGEST_QUERY:
        answer.set_cookie(
            VIEW_COOKIE, quote(query, safe=""), COOKIE_SECONDS, path=path, httponly=True, samesite="lax"
        )


def redirect_back(request: Request, page: str, path: str) -> Response | None:
    """Redirect to the view that was kept, once; None if there is none, or another is requested."""
    view = unquote(request.cookies.get(VIEW_COOKIE, ""))
    if not view or request.url.query:
        return None
    answer = RedirectResponse(f"{page}/?{view}", 303)
    answer.delete_cookie(VIEW_COOKIE, path=path)
    return answer
