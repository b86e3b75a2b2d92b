"""Which state of the data is served and, if it is not the newest, why."""

from starlette.requests import Request
from starlette.responses import Response

from mapapp.api import documents
from mapapp.api.parameters import refuse_parameters
from mapapp.engine.live import LiveStore


class Health:
    """The answer for those who monitor the server."""

    def __init__(self, live: LiveStore) -> None:
        self._live = live

    def health(self, request: Request) -> Response:
        """Name the state of the data."""
        refuse_parameters(request)
        store = self._live.current
        problem = "\n".join(filter(None, (self._live.problem, self._live.unfetched)))
        document = documents.Health(
            fingerprint=store.fingerprint,
            beside=store.context_fingerprint,
            rows=store.report.rows_accepted("incidents"),
            problem=problem or None,
        )
        return Response(document.model_dump_json(exclude_none=True), media_type="application/json")
