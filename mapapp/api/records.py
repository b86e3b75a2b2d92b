"""The page's tables: the matching incidents, and the claims about them, a page at a time."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mapapp.api.parameters import MAX_ROWS, RequestParameters, read_parameters
from mapapp.api.remembered import AnswerCache
from mapapp.engine.live import LiveStore
from mapapp.engine.sorting import CLAIM_SORTS, INCIDENT_SORTS, Page, Sort
from mapapp.engine.store import Store
from mapapp.views.tables import claims_answer, incidents_answer

USUAL_TABLE_PAGE, LONGEST_TABLE_PAGE = 100, 500


class Records:
    """The answers of the routes that the tables request."""

    def __init__(self, live: LiveStore) -> None:
        self._live, self._pages = live, AnswerCache()

    def incidents(self, request: Request) -> Response:
        """Return incidents in the order of `sortby`, descending after a minus sign; blanks come last."""
        return self._page(request, tuple(INCIDENT_SORTS), _incidents)

    def claims(self, request: Request) -> Response:
        """Return the claims about the incidents, in the order of `sortby`."""
        return self._page(request, tuple(CLAIM_SORTS), _claims)

    def _page(
        self,
        request: Request,
        sorts: tuple[str, ...],
        make: Callable[[Store, RequestParameters, Page], Mapping[str, Any]],
    ) -> Response:
        self._live.current.require_rows()
        parameters = read_parameters(self._live.current, request, "sortby", "offset", "limit", "names")
        sortby = parameters.choice("sortby", ("", *sorts, *(f"-{name}" for name in sorts)))
        page = Page(
            Sort(sortby.removeprefix("-"), descending=sortby.startswith("-")),
            limit=parameters.whole("limit", least=1, most=LONGEST_TABLE_PAGE) or USUAL_TABLE_PAGE,
            offset=parameters.whole("offset", least=0, most=MAX_ROWS) or 0,
        )
        return self._pages.answer(request, self._live.current, lambda store: make(store, parameters, page))


def _incidents(store: Store, parameters: RequestParameters, page: Page) -> Mapping[str, Any]:
    query = parameters.query
    rows = store.incidents_on(query, page)
    return incidents_answer(rows, store.totals(query)["matched"], store.conflict, parameters.names())


def _claims(store: Store, parameters: RequestParameters, page: Page) -> Mapping[str, Any]:
    rows, matched = store.claims_behind(parameters.query, page)
    return claims_answer(rows, matched, parameters.names())
