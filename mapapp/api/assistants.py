"""The data for assistants, by the Model Context Protocol: the same questions, answered with their evidence.

No answer is a bare number: each says what it counts in words, under which assumptions, and how to cite it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from pydantic import Field, ValidationError

from mapapp import words
from mapapp.api.parameters import known_query
from mapapp.engine.store import Store
from mapapp.errors import MapappError, shortened
from mapapp.exports.geojson import geojson
from mapapp.exports.provenance import citation
from mapapp.history.changes import newest_first
from mapapp.messages import message
from mapapp.model.query import FILTERS, Query
from mapapp.shipped import program_version

LONGEST_ANSWER = 50
USUAL_ANSWER = 10

Value = str | int | float
Filters = Annotated[
    dict[str, Value | list[Value]] | None,
    Field(description="\n".join(f"{name}: {one.help}" for name, one in FILTERS.items())),
]
Whose = Annotated[str, Field(description=FILTERS["according_to"].help)]
Limit = Annotated[int, Field(ge=1, le=LONGEST_ANSWER)]
Offset = Annotated[int, Field(ge=0)]


def assistants_server(store: Store) -> MCPServer[Any]:
    """Make the server of one data set; what it tells leaves the machine, as what the page tells does."""
    tools = Tools(store.for_the_public())
    return MCPServer(
        name="mapapp",
        title=store.description.title,
        version=program_version(),
        instructions=message("mcp-instructions"),
        tools=[_Strict.of(one) for one in (tools.incidents, tools.incident, tools.totals, tools.changes)],
    )


class _Strict(Tool):
    """A tool that takes no argument in silence that it does not know, and names each that is wrong."""

    @classmethod
    def of(cls, answer: Callable[..., str]) -> Tool:
        tool = cls.from_function(answer, description=message(f"mcp-{answer.__name__}"))
        tool.parameters["additionalProperties"] = False
        return tool

    async def run(self, arguments: dict[str, Any], context: Any, convert_result: bool = False) -> Any:
        known = self.parameters["properties"]
        for name in arguments:
            if name not in known:
                told = shortened(name)
                raise ToolError(message("mcp-argument-unknown", name=told, known=", ".join(known)))
        try:
            return await super().run(arguments, context, convert_result)
        except ToolError as refused:
            if isinstance(refused.__cause__, ValidationError):
                raise ToolError(_told(refused.__cause__)) from refused.__cause__
            raise


def _told(wrong: ValidationError) -> str:
    """Name each argument that is wrong, and what it may be."""
    found: dict[str, list[str]] = {}
    for one in wrong.errors(include_url=False, include_input=False, include_context=False):
        name = ".".join(str(part) for part in one["loc"][:2])
        found.setdefault(shortened(name), []).append(one["msg"])
    return " ".join(
        message("mcp-argument-wrong", name=name, expected=words.either(list(dict.fromkeys(told))))
        for name, told in found.items()
    )


class Tools:
    """The questions; an answer is JSON as text."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def incidents(self, filters: Filters = None, limit: Limit = USUAL_ANSWER, offset: Offset = 0) -> str:
        """Return the matching incidents as GeoJSON, each with its claims, denials among them, and sources."""
        _require_rows(self._store)
        query = _query(self._store, filters)
        return b"".join(geojson(self._store, query, limit=limit, offset=offset)).decode()

    def incident(self, incident_id: str, according_to: Whose = "") -> str:
        """Return one incident with everything that is said of it."""
        _require_rows(self._store)
        query = _query(self._store, {"incident_id": incident_id, "according_to": according_to or "all"})
        found = b"".join(geojson(self._store, query, limit=1)).decode()
        if not json.loads(found)["features"]:
            raise ToolError(message("mcp-no-incident", incident=incident_id))
        return found

    def totals(self, filters: Filters = None) -> str:
        """Sum up the matching incidents under each assumption, with those that somebody denies."""
        query = _query(self._store, filters)
        totals = self._store.totals(query)
        return _json(
            {
                "filter": words.filter_sentence(query, self._store.conflict),
                "headline": words.headline(totals, query, self._store.conflict),
                "killedUnderAssumptions": [
                    row
                    | {"assumption": message("assumption", assumption=row["assumption"].replace(" ", "-"))}
                    for row in self._store.robust_totals(query)
                ],
                "denied": self._denied(query),
                "notes": [message("note-blank"), message("note-combined")],
                "citation": citation(self._store, query),
            }
        )

    def changes(self, limit: Limit = USUAL_ANSWER) -> str:
        """Return the newest corrections of the data, with reasons and sources."""
        history = self._store.history
        newest = newest_first([[one] for one in history.corrections], limit)
        return _json(
            {
                "releases": [{"version": one.version, "date": one.date} for one in history.releases],
                "corrections": [
                    {
                        "date": one.date,
                        "incident_id": one.incident_id,
                        "claim_id": one.claim_id or None,
                        "field": one.field,
                        "before": one.before or None,
                        "after": one.after or None,
                        "reason": one.reason,
                        "source": one.source or None,
                    }
                    for entry in newest
                    for one in entry
                ],
                "citation": citation(self._store),
            }
        )

    def _denied(self, query: Query) -> list[dict[str, Any]]:
        """List the first incidents that somebody denies, or whose occurrence or blame is contested."""
        if not self._store.gives_rows:
            return []
        rows = self._store.listed(query.with_field("disputed", "yes"), LONGEST_ANSWER)
        names = ("incident_id", "title", "attribution_status", "harm_status", "denial")
        return [{name: row[name] for name in names} for row in rows] if query.disputed != "no" else []


def _require_rows(store: Store) -> None:
    try:
        store.require_rows()
    except MapappError as problem:
        raise ToolError(str(problem)) from problem


def _query(store: Store, filters: Mapping[str, Value | Sequence[Value]] | None) -> Query:
    given = {name: [one] if isinstance(one, Value) else one for name, one in (filters or {}).items()}
    try:
        query = known_query(store, {name: [*map(str, values)] for name, values in given.items()})
    except MapappError as problem:
        raise ToolError(str(problem)) from problem
    if unknown := store.unknown_values(query):
        raise ToolError(" ".join(words.unknown(name, [value]) for name, value in unknown))
    return query


def _json(answer: Mapping[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, default=str)
