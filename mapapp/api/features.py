"""Features of every collection: as GeoJSON and other files for programs, as pages for people."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from mapapp import words
from mapapp.api.addresses import Addresses
from mapapp.api.answer_parameters import (
    BBOX_CRS,
    CRS,
    DATA,
    DOWNLOAD,
    FILTER_CRS,
    FILTER_LANG,
    LIMIT,
    OFFSET,
    AnswerParameter,
    selection_parameter,
    sort_parameter,
)
from mapapp.api.collections import COLLECTION, collection_of, path_to
from mapapp.api.endpoint import tag_for
from mapapp.api.feature_pages import item_page, items_page
from mapapp.api.parameters import known_query, read_answer_parameters, values_by_name
from mapapp.api.representations import HTML, JSON, conditional_answer, format_parameter, preferred
from mapapp.api.sheets import TextLink, sheet_answer
from mapapp.api.streams import Streams
from mapapp.engine.live import LiveStore
from mapapp.engine.selection import Cut, Selection
from mapapp.engine.sorting import Kept
from mapapp.engine.store import Store
from mapapp.errors import BadQuery, NotFound, OtherState, shortened
from mapapp.exports.claims_page import claims_page
from mapapp.exports.features import CollectionSlice, feature_collection, row_features
from mapapp.exports.formats import BY_PARAMETER
from mapapp.exports.geojson import GEOJSON, feature
from mapapp.exports.incident_page import incident_page
from mapapp.exports.provenance import citation, filename
from mapapp.exports.static_page import static_page_policy
from mapapp.messages import message, notice
from mapapp.model.collections import COLLECTIONS, Collection
from mapapp.model.corrections import FINGERPRINT_START
from mapapp.model.cql2 import is_json
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, INCIDENTS, TABLES

ROWS_OF_A_PAGE = 50
"""The number of rows on a page for people, unless a limit is given."""


def formats_of(collection: Collection) -> dict[str, str]:
    """Return the formats of a collection's features, by the parameter `f`, with their media types.

    If two have the same media type, the Accept header means the first: the page, not the file.
    """
    files = {name: form.media_type for name, form in BY_PARAMETER.items()}
    return {"json": GEOJSON, "html": HTML} | (files if collection.table is INCIDENTS else {})


def asks_for_file(request: Request) -> bool:
    """Return whether features are requested as a file to save rather than as a page to read."""
    format_name = request.query_params.get("f") or preferred(request, formats_of(COLLECTIONS[INCIDENTS.name]))
    return format_name in BY_PARAMETER and not BY_PARAMETER[format_name].inline


def answer_parameters(collection: Collection) -> tuple[AnswerParameter, ...]:
    """Return the parameters that say how to answer with a collection's features."""
    names = collection.table.names
    selectable = (*names, CLAIMS.name) if collection.table is INCIDENTS else names
    common = (
        format_parameter(formats_of(collection)),
        LIMIT,
        OFFSET,
        DATA,
        sort_parameter(names),
        selection_parameter(selectable),
        CRS,
        BBOX_CRS,
        FILTER_LANG,
        FILTER_CRS,
    )
    return (*common, DOWNLOAD) if collection.table is INCIDENTS else common


@dataclass(frozen=True, slots=True)
class ItemsParameters:
    """A request's parameters: which rows (`selection`) of a collection, what part of them, in what format."""

    collection: Collection
    selection: Any
    values: Mapping[str, Any]
    form: str

    @property
    def limit(self) -> int | None:
        """The most features to return; None for all. A page for people always has a limit."""
        limit: int | None = self.values["limit"]
        return limit or (ROWS_OF_A_PAGE if self.form == "html" else None)

    @property
    def sorts(self) -> tuple[tuple[str, bool], ...]:
        """The columns to sort by, each with whether it is descending; a column's first mention counts."""
        signed_names = ((name.lstrip("+-"), name.startswith("-")) for name in reversed(self.values["sortby"]))
        return tuple(reversed(dict(signed_names).items()))

    @property
    def kept(self) -> Kept:
        """The properties to include in the features, with the key; None for all of them."""
        names = self.values["properties"]
        return {self.collection.table.key, *names} if names else None

    @property
    def start(self) -> int:
        """How many features to skip."""
        offset: int | None = self.values["offset"]
        return offset or 0

    @property
    def cut(self) -> Cut:
        """The same as arguments of an export: order and columns only if requested."""
        part: Cut = {"limit": self.limit, "offset": self.start}
        return {**part, "sorts": self.sorts, "kept": self.kept} if self.sorts or self.kept else part


class Features:
    """The answers with features, from the current data."""

    def __init__(self, live: LiveStore, addresses: Addresses) -> None:
        self._live, self._addresses, self._streams = live, addresses, Streams()

    def items(self, request: Request) -> Response:
        """Return the matching features in one of the formats."""
        store, collection = self._live.current, collection_of(request)
        _require_rows(store, collection)
        parameters = _read_parameters(store, request, collection)
        make = self._page if parameters.form == "html" else self._rows
        if collection.table is INCIDENTS and parameters.form != "html":
            make = self._incidents
        return conditional_answer(request, store, lambda: make(request, store, parameters))

    def item(self, request: Request) -> Response:
        """Return one feature; an incident as the requested point of view has it."""
        store, collection = self._live.current, collection_of(request)
        _require_rows(store, collection)
        formats = {"json": GEOJSON, "html": HTML}
        f = format_parameter(formats)
        filters = ("according_to",) if collection.table is INCIDENTS else ()
        values = values_by_name(request, (f.name, *filters))
        form = read_answer_parameters(values, (f,))["f"] or preferred(request, formats)
        query = Query.from_params(values)
        store.require_known(query)
        key = request.path_params["feature_id"]
        point_of_view = query.according_to
        encoded = _feature(store, collection, key, point_of_view)
        if form == "html" and collection.table is INCIDENTS:
            on_map = f"{self._addresses.page(request)}/"
            return conditional_answer(
                request, store, lambda: _own_page(store, incident_page(store, key, on_map, point_of_view))
            )
        if form == "html":
            ancestors = path_to(self._addresses, request, COLLECTION, collection.name)
            page = item_page(collection, json.loads(encoded), ancestors, self._addresses.page(request))
            return conditional_answer(request, store, lambda: sheet_answer(page))
        links = json.dumps({"links": self._item_links(request, collection, key)}, ensure_ascii=False)
        with_links = links[:-1].encode() + b", " + encoded[1:]
        return conditional_answer(request, store, lambda: Response(with_links, media_type=GEOJSON))

    def _incidents(self, request: Request, store: Store, parameters: ItemsParameters) -> Response:
        query, form = parameters.selection, BY_PARAMETER[parameters.form]
        links = self._links(request, store, parameters, store.totals(query)["matched"])
        extra = {"links": links} if form.inline else {}
        is_download = parameters.values["download"] == "1" or not form.inline
        name = filename(store, form.suffixes[0].removeprefix("."), query)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'} if is_download else {}

        def pieces() -> Iterable[bytes]:
            return form.write(store, query, **parameters.cut, **extra)

        if form.streamed:
            return self._streams.answer(_key(store, request, parameters), pieces, form.media_type, headers)
        return Response(b"".join(pieces()), media_type=form.media_type, headers=headers)

    def _rows(self, request: Request, store: Store, parameters: ItemsParameters) -> Response:
        limit, part = parameters.limit, _part(store, parameters)
        matched = part.matched()
        remaining = max(0, matched - parameters.start)
        members = {
            "title": parameters.collection.table.title,
            "fingerprint": store.fingerprint,
            "citation": citation(store),
            "timeStamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "numberMatched": matched,
            "numberReturned": remaining if limit is None else min(limit, remaining),
            "links": self._links(request, store, parameters, matched),
        }
        return self._streams.answer(
            _key(store, request, parameters),
            lambda: feature_collection(part, members, parameters.kept),
            GEOJSON,
        )

    def _page(self, request: Request, store: Store, parameters: ItemsParameters) -> Response:
        rows, matched = _read_rows(store, parameters)
        ancestors = path_to(self._addresses, request, COLLECTION, parameters.collection.name)
        links = [
            TextLink(message(f"api-link-{link['rel']}"), link["href"])
            for link in self._links(request, store, parameters, matched)
            if link["rel"] != "self"
        ]
        selected = ""
        if parameters.collection.table is INCIDENTS:
            links.insert(0, TextLink(message("api-on-map"), self._on_map(request, parameters.selection)))
            selected = words.filter_sentence(parameters.selection, store.conflict)
        if parameters.collection.table is CLAIMS and not parameters.sorts and not parameters.kept:
            remarks = _claims_remarks(request, parameters, len(rows), matched)
            link_pairs = [(link.text, link.href) for link in links]
            page = f"{self._addresses.page(request)}/"
            return _own_page(store, claims_page(store, rows, page, remarks=remarks, links=link_pairs))
        columns = [
            name for name in parameters.values["properties"] if name in parameters.collection.table.names
        ]
        part = (parameters.start, matched)
        return sheet_answer(
            items_page(
                parameters.collection, rows, part, ancestors, links, columns=columns, selected=selected
            )
        )

    def _on_map(self, request: Request, query: Query) -> str:
        parameters = urlencode(query.to_params(), doseq=True)
        return f"{self._addresses.page(request)}/" + (f"?{parameters}" if parameters else "")

    def _links(
        self, request: Request, store: Store, parameters: ItemsParameters, matched: int
    ) -> list[dict[str, str]]:
        path = (COLLECTION, parameters.collection.name, "items")
        limit, start = parameters.limit, parameters.start
        own_type, other_type = (HTML, GEOJSON) if parameters.form == "html" else (GEOJSON, HTML)

        def to(rel: str, media_type: str, **changed: str) -> dict[str, str]:
            href = self._addresses.changed(request, path, **changed)
            return {"rel": rel, "type": media_type, "href": href}

        links = [
            to("self", own_type),
            to("alternate", other_type, f="html" if other_type == HTML else "json"),
        ]
        page_parameters = {DATA.name: store.fingerprint[:FINGERPRINT_START], "limit": str(limit)}
        if limit is not None and start + limit < matched:
            links.append(to("next", own_type, offset=str(start + limit), **page_parameters))
        if limit is not None and start:
            links.append(to("prev", own_type, offset=str(max(0, start - limit)), **page_parameters))
        collection = self._addresses.of(request, COLLECTION, parameters.collection.name)
        return [*links, {"rel": "collection", "type": JSON, "href": collection}]

    def _item_links(self, request: Request, collection: Collection, key: str) -> list[dict[str, str]]:
        here = self._addresses.changed(request, (COLLECTION, collection.name, "items", key))
        collection_address = self._addresses.of(request, COLLECTION, collection.name)
        html = self._addresses.changed(request, (COLLECTION, collection.name, "items", key), f="html")
        return [
            {"rel": "self", "type": GEOJSON, "href": here},
            {"rel": "alternate", "type": HTML, "href": html},
            {"rel": "collection", "type": JSON, "href": collection_address},
        ]


def _key(store: Store, request: Request, parameters: ItemsParameters) -> tuple[str, str]:
    """Return the key of an answer's content; the Accept header may have chosen the format."""
    return tag_for(store, request), parameters.form


def _require_rows(store: Store, collection: Collection) -> None:
    """Raise RowsWithheld if the collection holds rows of the data set, and these are not published."""
    if collection.table in TABLES:
        store.require_rows()


def _own_page(store: Store, html: str) -> Response:
    headers = {"Content-Security-Policy": static_page_policy(store)}
    return HTMLResponse(html.encode(errors="replace"), headers=headers)


def _read_parameters(store: Store, request: Request, collection: Collection) -> ItemsParameters:
    definitions = answer_parameters(collection)
    values = values_by_name(request, (*collection.filters, *(definition.name for definition in definitions)))
    answer_values = read_answer_parameters(values, definitions)
    _require_language(values, answer_values[FILTER_LANG.name])
    selection = known_query(store, values) if collection.table is INCIDENTS else collection.read(values)
    form = answer_values["f"] or preferred(request, formats_of(collection))
    if not store.fingerprint.startswith(answer_values[DATA.name]):
        raise OtherState(
            notice("other-state", data=answer_values[DATA.name]), remedy=notice("other-state-remedy")
        )
    _require_tabular(answer_values, form)
    return ItemsParameters(collection, selection, answer_values, form)


def _require_language(values: Mapping[str, Sequence[str]], language: str) -> None:
    """Raise BadQuery for a condition that is not in the language stated."""
    for condition in values.get("filter", ()):
        if language and (language == "cql2-json") != is_json(condition.strip()):
            raise BadQuery("filter", condition, notice("expected-cql2-language", language=language))


def _require_tabular(values: Mapping[str, Any], form: str) -> None:
    """Raise BadQuery if an order or columns are requested of a format that has its own."""
    for name in ("sortby", "properties"):
        if values[name] and form in BY_PARAMETER and not BY_PARAMETER[form].tabular:
            tabular = ", ".join(format_.parameter for format_ in BY_PARAMETER.values() if format_.tabular)
            raise BadQuery(name, ",".join(values[name]), notice("expected-tabular", f=form, names=tabular))


def _part(store: Store, parameters: ItemsParameters) -> CollectionSlice:
    return CollectionSlice(
        store,
        parameters.collection.name,
        parameters.selection,
        parameters.limit,
        parameters.start,
        parameters.sorts,
    )


def _read_rows(store: Store, parameters: ItemsParameters) -> tuple[Sequence[Mapping[str, Any]], int]:
    """Read the rows of a page, and count all that match."""
    if parameters.collection.table is INCIDENTS:
        selection = Selection.of(store, parameters.selection, **parameters.cut)
        return selection.incidents().to_pylist(), store.totals(parameters.selection)["matched"]
    part = _part(store, parameters)
    return [row for table in part.tables() for row in table.to_pylist()], part.matched()


def _claims_remarks(
    request: Request, parameters: ItemsParameters, count_shown: int, matched: int
) -> list[str]:
    """Say which claims a page shows: how many of how many, and other conditions than their incident."""
    counts = {
        "first": parameters.start + 1,
        "last": parameters.start + count_shown,
        "whole": "yes" if count_shown == matched else "no",
    }
    conditions = [
        f"{CLAIMS[name].label.lower() if name in CLAIMS.names else name}: {value}"
        for name, value in request.query_params.multi_items()
        if name in parameters.collection.filters and name != INCIDENTS.key
    ]
    filtered = [message("api-filter", filter=words.all_of(conditions))] if conditions else []
    return [message("claims-listed", count=matched, **counts), *filtered]


def _feature(store: Store, collection: Collection, key: str, point_of_view: str) -> bytes:
    """Encode one feature; NotFound if there is none, or if the point of view does not have it."""
    if "\x00" in key:
        raise _unknown(collection)
    if collection.table is INCIDENTS:
        return _incident(store, key, point_of_view)
    part = CollectionSlice(store, collection.name, {collection.table.key: [key]}, limit=1)
    encoded = next(row_features(part), b"")
    if not encoded:
        raise _unknown(collection)
    return encoded


def _incident(store: Store, incident_id: str, point_of_view: str) -> bytes:
    if store.incident(incident_id) is None:
        raise NotFound(notice("no-incident"), remedy=notice("no-incident-remedy"))
    encoded = feature(store, incident_id, point_of_view)
    if encoded is None:
        raise _incident_not_theirs(store, incident_id, point_of_view)
    return encoded


def _unknown(collection: Collection) -> NotFound:
    return NotFound(notice("no-feature", collection=collection.name), remedy=notice("no-incident-remedy"))


def _incident_not_theirs(store: Store, incident_id: str, point_of_view: str) -> NotFound:
    """Say that a point of view denies an incident, and in which claims, or that it does not report it."""
    denials = store.denials([incident_id], point_of_view)[incident_id]
    claim_ids = ", ".join(shortened(claim["claim_id"]) for claim in denials)
    name = store.conflict.points_of_view[point_of_view]
    denied = notice("incident-denied", whose=name, count=len(denials), claims=claim_ids)
    not_theirs = notice("incident-not-theirs", whose=name)
    return NotFound(
        denied if denials else not_theirs,
        remedy=notice("incident-not-theirs-remedy"),
    )
