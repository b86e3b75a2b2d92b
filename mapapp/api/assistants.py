"""The data for AI assistants, over the Model Context Protocol: the same queries, answered with evidence.

No answer is a bare number: each says in words what it counts, under which assumptions, and how to cite it.
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
    Field(description="\n".join(f"{name}: {definition.help}" for name, definition in FILTERS.items())),
]
PointOfView = Annotated[str, Field(description=FILTERS["according_to"].help)]
Limit = Annotated[int, Field(ge=1, le=LONGEST_ANSWER)]
Offset = Annotated[int, Field(ge=0)]


def assistants_server(store: Store) -> MCPServer[Any]:
    """Make the server of one data set; its answers may leave the machine, as the page's do."""
    tools = Tools(store.for_the_public())
    return MCPServer(
        name="mapapp",
        title=store.description.title,
        version=program_version(),
        instructions=message("mcp-instructions"),
        tools=[
            _StrictTool.of(answer)
            for answer in (tools.incidents, tools.incident, tools.totals, tools.changes)
        ],
    )


class _StrictTool(Tool):
    """A tool that rejects unknown arguments and names each wrong one."""

    @classmethod
    def of(cls, answer: Callable[..., str]) -> Tool:
        tool = cls.from_function(answer, description=message(f"mcp-{answer.__name__}"))
        tool.parameters["additionalProperties"] = False
        return tool

    async def run(self, arguments: dict[str, Any], context: Any, convert_result: bool = False) -> Any:
        known = self.parameters["properties"]
        for name in arguments:
            if name not in known:
                given_name = shortened(name)
                raise ToolError(message("mcp-argument-unknown", name=given_name, known=", ".join(known)))
        try:
            return await super().run(arguments, context, convert_result)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(_wrong_arguments(error.__cause__)) from error.__cause__
            raise


def _wrong_arguments(wrong: ValidationError) -> str:
    """Name each wrong argument and what it may be."""
    messages_by_argument: dict[str, list[str]] = {}
    for error in wrong.errors(include_url=False, include_input=False, include_context=False):
        name = ".".join(str(part) for part in error["loc"][:2])
        messages_by_argument.setdefault(shortened(name), []).append(error["msg"])
    return " ".join(
        message("mcp-argument-wrong", name=name, expected=words.either(list(dict.fromkeys(expected))))
        for name, expected in messages_by_argument.items()
    )


class Tools:
    """The tools; an answer is JSON as text."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def incidents(self, filters: Filters = None, limit: Limit = USUAL_ANSWER, offset: Offset = 0) -> str:
        """Return the matching incidents as GeoJSON, each with its claims, denials among them, and sources."""
        _require_rows(self._store)
        query = _query(self._store, filters)
        return b"".join(geojson(self._store, query, limit=limit, offset=offset)).decode()

    def incident(self, incident_id: str, according_to: PointOfView = "") -> str:
        """Return one incident with everything reported about it."""
        _require_rows(self._store)
        query = _query(self._store, {"incident_id": incident_id, "according_to": according_to or "all"})
        features = b"".join(geojson(self._store, query, limit=1)).decode()
        if not json.loads(features)["features"]:
            raise ToolError(message("mcp-no-incident", incident=incident_id))
        return features

    def totals(self, filters: Filters = None) -> str:
        """Sum up the matching incidents under each assumption, and list those that somebody denies."""
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
        newest = newest_first(history.corrections, limit)
        return _json(
            {
                "releases": [
                    {"version": release.version, "date": release.date} for release in history.releases
                ],
                "corrections": [
                    {
                        "date": correction.date,
                        "incident_id": correction.incident_id,
                        "claim_id": correction.claim_id or None,
                        "field": correction.field,
                        "before": correction.before or None,
                        "after": correction.after or None,
                        "reason": correction.reason,
                        "source": correction.source or None,
                    }
                    for correction in newest
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
    filters_as_lists = {
        name: [value] if isinstance(value, Value) else value for name, value in (filters or {}).items()
    }
    try:
        query = known_query(store, {name: [*map(str, values)] for name, values in filters_as_lists.items()})
    except MapappError as problem:
        raise ToolError(str(problem)) from problem
    if unknown := store.unknown_values(query):
        raise ToolError(" ".join(words.unknown(name, [value]) for name, value in unknown))
    return query


def _json(answer: Mapping[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, default=str)
