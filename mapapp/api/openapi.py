"""The OpenAPI 3.1 document, from the same definitions as the answers.

The paths of the collections are written out, and `limit` is a reference: GDAL reads the limit, and
what it can ask the server, only from there.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic.json_schema import models_json_schema
from starlette.requests import Request
from starlette.responses import Response

from mapapp.api.addresses import Addresses
from mapapp.api.answer_parameters import DATA, LIMIT, AnswerParameter
from mapapp.api.collections import COLLECTION, CONFORMANCE, OPENAPI, SCHEMAS, path_to
from mapapp.api.documents import DOCUMENTS
from mapapp.api.features import answer_parameters, formats_of
from mapapp.api.problems import PROBLEM
from mapapp.api.representations import HTML, JSON, READABLE, SCHEMA, document_answer, format_parameter
from mapapp.api.sheets import Sheet, Table
from mapapp.engine.live import LiveStore
from mapapp.exports.atom import ATOM
from mapapp.exports.geojson import GEOJSON
from mapapp.messages import message
from mapapp.model.collections import COLLECTIONS, Collection
from mapapp.model.conflict import Conflict
from mapapp.model.filters import Filter, Form, Values
from mapapp.model.query import FILTERS
from mapapp.model.schema import INCIDENTS
from mapapp.shipped import program_version

_COMPONENTS = "#/components"
_PROBLEMS = {
    "400": "A parameter can't be understood; the problem names it, its value and what is allowed.",
    "404": "There is nothing of that name.",
    "405": "Only GET, HEAD and OPTIONS are understood.",
    "414": "The URL is too long; the problem names the parameter that takes up most of it.",
    "431": "The headers are too long.",
    "503": "Too many requests, or the database does not answer; `Retry-After` says when to try again.",
}
_OTHER_STATE = {"409": "The data have changed since the previous page; start again from the first."}


class Description:
    """The answer that describes the API."""

    def __init__(self, live: LiveStore, addresses: Addresses) -> None:
        self._live, self._addresses = live, addresses

    def openapi(self, request: Request) -> Response:
        """Return the OpenAPI document, or a page that lists paths and parameters."""
        store = self._live.current
        title, server = store.description.title, self._addresses.page(request) + "/api"
        return document_answer(
            request,
            store,
            lambda: openapi_document(title, server, store.conflict),
            lambda: _page(openapi_document(title, server, store.conflict), path_to(self._addresses, request)),
        )


def openapi_document(title: str, server: str, conflict: Conflict) -> dict[str, Any]:
    """Describe the API of a data set served at the URL `server`."""
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": program_version(), "description": message("api-landing")},
        "servers": [{"url": server}],
        "paths": _paths(conflict),
        "components": {"schemas": _schemas(), "parameters": {LIMIT.name: _described(LIMIT)}},
    }


def _schemas() -> dict[str, Any]:
    models = [(document, "serialization") for document in DOCUMENTS]
    _, definitions = models_json_schema(models, ref_template=f"{_COMPONENTS}/schemas/{{model}}")  # type: ignore[arg-type]
    return dict(definitions["$defs"])


def _paths(conflict: Conflict) -> dict[str, Any]:
    f = (format_parameter(READABLE),)
    paths = {
        "/": _operation("What the API offers.", f, _media("Landing")),
        f"/{CONFORMANCE}": _operation("The conformance classes that it meets.", f, _media("Conformance")),
        f"/{COLLECTION}": _operation("All collections.", f, _media("Collections")),
        f"/{OPENAPI}": _operation("This description.", f, _any_object(JSON)),
        "/health": _operation("The state of the data being served.", (), {JSON: _reference("Health")}),
        "/corrections.atom": _operation("Corrections of the data, newest first.", (), {ATOM: {}}),
    }
    for collection in COLLECTIONS.values():
        paths |= _collection_paths(collection, conflict)
    return paths


def _collection_paths(collection: Collection, conflict: Conflict) -> dict[str, Any]:
    path, title = f"/{COLLECTION}/{collection.name}", collection.table.title
    f = (format_parameter(READABLE),)
    items = {name: {} for name in formats_of(collection).values()} | _media("FeatureCollection", GEOJSON)
    item = _media("Feature", GEOJSON)
    paths = {
        path: _operation(f"{title}: what the collection is.", f, _media("CollectionDocument")),
        f"{path}/items": _operation(
            f"{title}: {collection.description}",
            answer_parameters(collection),
            items,
            _filters(collection.filters, conflict),
        ),
        f"{path}/items/{{featureId}}": _item_operation(f"{title}: one of them.", collection, item, conflict),
    }
    for name in SCHEMAS:
        paths[f"{path}/{name}"] = _operation(f"{title}: {name}.", f, _any_object(SCHEMA))
    return paths


def _item_operation(
    summary: str, collection: Collection, media: dict[str, Any], conflict: Conflict
) -> dict[str, Any]:
    view = {"according_to": FILTERS["according_to"]} if collection.table is INCIDENTS else {}
    operation = _operation(summary, (format_parameter(READABLE),), media, _filters(view, conflict))
    key = collection.table[collection.table.key]
    key_parameter = {"name": "featureId", "in": "path", "required": True, "description": key.description}
    operation["get"]["parameters"].insert(0, key_parameter | {"schema": {"type": "string", "minLength": 1}})
    return operation


def _operation(
    summary: str,
    parameters: Sequence[AnswerParameter],
    media: Mapping[str, Any],
    filters: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    content = {media_type: ({"schema": schema} if schema else {}) for media_type, schema in media.items()}
    problem = {PROBLEM: {"schema": _reference("ProblemDocument")}}
    problems = _PROBLEMS | (_OTHER_STATE if DATA in parameters else {})
    return {
        "get": {
            "summary": summary,
            "parameters": [*(_described_or_reference(parameter) for parameter in parameters), *filters],
            "responses": {
                "200": {"description": "The answer.", "content": content},
                "304": {"description": "The client already has this state of the answer."},
                **{status: {"description": text, "content": problem} for status, text in problems.items()},
            },
        }
    }


def _filters(filters: Mapping[str, Filter], conflict: Conflict) -> list[dict[str, Any]]:
    return [
        _parameter(
            name, definition.help, conflict.form_of(name, definition), explode=isinstance(definition, Values)
        )
        for name, definition in filters.items()
    ]


def _described_or_reference(parameter: AnswerParameter) -> dict[str, Any]:
    return {"$ref": f"{_COMPONENTS}/parameters/{LIMIT.name}"} if parameter is LIMIT else _described(parameter)


def _described(parameter: AnswerParameter) -> dict[str, Any]:
    return _parameter(parameter.name, parameter.help, parameter.form)


def _parameter(name: str, meaning: str, form: Form, *, explode: bool = False) -> dict[str, Any]:
    """Describe a parameter; a list is separated by commas unless the parameter is repeated (`explode`)."""
    style = {"in": "query", "required": False, "style": "form", "explode": explode}
    return {"name": name, "description": meaning, **style, "schema": dict(form)}


def _media(document: str, media_type: str = JSON) -> dict[str, Any]:
    return {media_type: _reference(document), HTML: {"type": "string"}}


def _any_object(media_type: str) -> dict[str, Any]:
    return {media_type: {"type": "object"}, HTML: {"type": "string"}}


def _reference(document: str) -> dict[str, str]:
    return {"$ref": f"{_COMPONENTS}/schemas/{document}"}


def _page(document: dict[str, Any], ancestors: Sequence[Any]) -> Sheet:
    tables = [
        Table(
            f"{path} — {operation['get']['summary']}",
            [message("api-parameter"), message("api-meaning"), message("api-values")],
            [_row(document, parameter) for parameter in operation["get"]["parameters"]],
        )
        for path, operation in document["paths"].items()
    ]
    return Sheet(message("api-openapi-html"), ancestors, [message("api-landing")], tables=tables)


def _row(document: dict[str, Any], parameter: dict[str, Any]) -> list[str]:
    described = document["components"]["parameters"][LIMIT.name] if "$ref" in parameter else parameter
    form = described["schema"]
    allowed = form.get("enum") or [form.get("pattern") or form.get("format") or form["type"]]
    return [described["name"], described["description"], ", ".join(map(str, allowed))]
