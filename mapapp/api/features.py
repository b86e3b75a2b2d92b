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
from mapapp.api.collections import COLLECTION, collection_of, path_to
from mapapp.api.endpoint import tag_for
from mapapp.api.feature_pages import item_page, items_page
from mapapp.api.own_parameters import (
    BBOX_CRS,
    CRS,
    DATA,
    DOWNLOAD,
    FILTER_CRS,
    FILTER_LANG,
    LIMIT,
    OFFSET,
    Own,
    selection_parameter,
    sort_parameter,
)
from mapapp.api.parameters import given_by_name, known_query, read_own
from mapapp.api.representations import HTML, JSON, format_parameter, kept, preferred
from mapapp.api.sheets import Linked, sheet_answer
from mapapp.api.streams import Streams
from mapapp.engine.live import LiveStore
from mapapp.engine.selection import Cut, Selection
from mapapp.engine.sorting import Kept
from mapapp.engine.store import Store
from mapapp.engine.withheld import OWN
from mapapp.errors import BadQuery, NotFound, OtherState, shortened
from mapapp.exports.claims_page import claims_page
from mapapp.exports.features import Part, feature_collection, row_features
from mapapp.exports.formats import BY_PARAMETER
from mapapp.exports.geojson import GEOJSON, feature
from mapapp.exports.incident_page import incident_page
from mapapp.exports.plain_page import plain_policy
from mapapp.exports.provenance import citation, filename
from mapapp.messages import message, notice
from mapapp.model.collections import COLLECTIONS, Collection
from mapapp.model.corrections import FINGERPRINT_START
from mapapp.model.cql2 import is_json
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, INCIDENTS

ROWS_OF_A_PAGE = 50
"""So many rows a page for people has, unless a limit is given."""


def formats_of(collection: Collection) -> dict[str, str]:
    """Return the formats of a collection's features, by the parameter `f`, with their media types.

    Of two with one media type, the header Accept means the first: the page, not the file.
    """
    files = {name: one.media_type for name, one in BY_PARAMETER.items()}
    return {"json": GEOJSON, "html": HTML} | (files if collection.table is INCIDENTS else {})


def asks_for_file(request: Request) -> bool:
    """Tell whether features are asked for as a file to be saved, not as a page to be read at its address."""
    named = request.query_params.get("f") or preferred(request, formats_of(COLLECTIONS[INCIDENTS.name]))
    return named in BY_PARAMETER and not BY_PARAMETER[named].inline


def own_parameters(collection: Collection) -> tuple[Own, ...]:
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
class Given:
    """What is asked of a collection: its rows (`wanted`), which of them, and in which form."""

    collection: Collection
    wanted: Any
    own: Mapping[str, Any]
    form: str

    @property
    def limit(self) -> int | None:
        """How many features at most; None for all. A page for people is never endless."""
        given: int | None = self.own["limit"]
        return given or (ROWS_OF_A_PAGE if self.form == "html" else None)

    @property
    def sorts(self) -> tuple[tuple[str, bool], ...]:
        """The columns to sort by, each with whether it is descending; what is said again says nothing."""
        named = ((name.lstrip("+-"), name.startswith("-")) for name in reversed(self.own["sortby"]))
        return tuple(reversed(dict(named).items()))

    @property
    def kept(self) -> Kept:
        """The properties that the features are to have, with the key; None for all of them."""
        names = self.own["properties"]
        return {self.collection.table.key, *names} if names else None

    @property
    def start(self) -> int:
        """How many features are passed over."""
        given: int | None = self.own["offset"]
        return given or 0

    @property
    def cut(self) -> Cut:
        """The same as an export is told it: an order and columns only if they are asked for."""
        part: Cut = {"limit": self.limit, "offset": self.start}
        return {**part, "sorts": self.sorts, "kept": self.kept} if self.sorts or self.kept else part


class Features:
    """The answers with features, from the data of that moment."""

    def __init__(self, live: LiveStore, addresses: Addresses) -> None:
        self._live, self._addresses, self._streams = live, addresses, Streams()

    def items(self, request: Request) -> Response:
        """Return the matching features in one of the formats."""
        store, collection = self._live.current, collection_of(request)
        _require_rows(store, collection)
        given = _given(store, request, collection)
        make = self._page if given.form == "html" else self._rows
        if collection.table is INCIDENTS and given.form != "html":
            make = self._incidents
        return kept(request, store, lambda: make(request, store, given))

    def item(self, request: Request) -> Response:
        """Return one feature; an incident as the point of view asked for has it."""
        store, collection = self._live.current, collection_of(request)
        _require_rows(store, collection)
        f = format_parameter({"json": GEOJSON, "html": HTML})
        view = ("according_to",) if collection.table is INCIDENTS else ()
        given = given_by_name(request, (f.name, *view))
        chosen = read_own(given, (f,))["f"] or preferred(request, {"json": GEOJSON, "html": HTML})
        query = Query.from_params(given)
        store.require_known(query)
        key = request.path_params["feature_id"]
        whose = query.according_to
        found = _feature(store, collection, key, whose)
        if chosen == "html" and collection.table is INCIDENTS:
            on_map = f"{self._addresses.page(request)}/"
            return kept(request, store, lambda: _own_page(store, incident_page(store, key, on_map, whose)))
        if chosen == "html":
            above = path_to(self._addresses, request, COLLECTION, collection.name)
            page = item_page(collection, json.loads(found), above, self._addresses.page(request))
            return kept(request, store, lambda: sheet_answer(page))
        links = json.dumps({"links": self._item_links(request, collection, key)}, ensure_ascii=False)
        whole = links[:-1].encode() + b", " + found[1:]
        return kept(request, store, lambda: Response(whole, media_type=GEOJSON))

    def _incidents(self, request: Request, store: Store, given: Given) -> Response:
        query, form = given.wanted, BY_PARAMETER[given.form]
        links = self._links(request, store, given, store.totals(query)["matched"])
        more = {"links": links} if form.inline else {}
        saved = given.own["download"] == "1" or not form.inline
        name = filename(store, form.suffixes[0].removeprefix("."), query)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'} if saved else {}

        def pieces() -> Iterable[bytes]:
            return form.write(store, query, **given.cut, **more)

        if form.streamed:
            return self._streams.answer(_key(store, request, given), pieces, form.media_type, headers)
        return Response(b"".join(pieces()), media_type=form.media_type, headers=headers)

    def _rows(self, request: Request, store: Store, given: Given) -> Response:
        limit, part = given.limit, _part(store, given)
        matched = part.matched()
        left = max(0, matched - given.start)
        members = {
            "title": given.collection.table.title,
            "fingerprint": store.fingerprint,
            "citation": citation(store),
            "timeStamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "numberMatched": matched,
            "numberReturned": left if limit is None else min(limit, left),
            "links": self._links(request, store, given, matched),
        }
        return self._streams.answer(
            _key(store, request, given), lambda: feature_collection(part, members, given.kept), GEOJSON
        )

    def _page(self, request: Request, store: Store, given: Given) -> Response:
        rows, matched = _read(store, given)
        above = path_to(self._addresses, request, COLLECTION, given.collection.name)
        links = [
            Linked(message(f"api-link-{link['rel']}"), link["href"])
            for link in self._links(request, store, given, matched)
            if link["rel"] != "self"
        ]
        selected = ""
        if given.collection.table is INCIDENTS:
            links.insert(0, Linked(message("api-on-map"), self._on_map(request, given.wanted)))
            selected = words.filter_sentence(given.wanted, store.conflict)
        if given.collection.table is CLAIMS and not given.sorts and not given.kept:
            told = _told_of_claims(request, given, len(rows), matched)
            leading = [(link.text, link.href) for link in links]
            page = f"{self._addresses.page(request)}/"
            return _own_page(store, claims_page(store, rows, page, told=told, links=leading))
        asked = [name for name in given.own["properties"] if name in given.collection.table.names]
        part = (given.start, matched)
        return sheet_answer(
            items_page(given.collection, rows, part, above, links, columns=asked, selected=selected)
        )

    def _on_map(self, request: Request, query: Query) -> str:
        parameters = urlencode(query.to_params(), doseq=True)
        return f"{self._addresses.page(request)}/" + (f"?{parameters}" if parameters else "")

    def _links(self, request: Request, store: Store, given: Given, matched: int) -> list[dict[str, str]]:
        path, limit, start = (COLLECTION, given.collection.name, "items"), given.limit, given.start
        this, other = (HTML, GEOJSON) if given.form == "html" else (GEOJSON, HTML)

        def to(rel: str, media_type: str, **changed: str) -> dict[str, str]:
            href = self._addresses.changed(request, path, **changed)
            return {"rel": rel, "type": media_type, "href": href}

        links = [to("self", this), to("alternate", other, f="html" if other == HTML else "json")]
        beside = {DATA.name: store.fingerprint[:FINGERPRINT_START], "limit": str(limit)}
        if limit is not None and start + limit < matched:
            links.append(to("next", this, offset=str(start + limit), **beside))
        if limit is not None and start:
            links.append(to("prev", this, offset=str(max(0, start - limit)), **beside))
        collection = self._addresses.of(request, COLLECTION, given.collection.name)
        return [*links, {"rel": "collection", "type": JSON, "href": collection}]

    def _item_links(self, request: Request, collection: Collection, key: str) -> list[dict[str, str]]:
        here = self._addresses.changed(request, (COLLECTION, collection.name, "items", key))
        whole = self._addresses.of(request, COLLECTION, collection.name)
        html = self._addresses.changed(request, (COLLECTION, collection.name, "items", key), f="html")
        return [
            {"rel": "self", "type": GEOJSON, "href": here},
            {"rel": "alternate", "type": HTML, "href": html},
            {"rel": "collection", "type": JSON, "href": whole},
        ]


def _key(store: Store, request: Request, given: Given) -> tuple[str, str]:
    """Name what an answer consists of; the header Accept may have chosen the form."""
    return tag_for(store, request), given.form


def _require_rows(store: Store, collection: Collection) -> None:
    """Raise RowsWithheld if the collection holds rows of the data, and these are not given out."""
    if collection.table in OWN:
        store.require_rows()


def _own_page(store: Store, html: str) -> Response:
    headers = {"Content-Security-Policy": plain_policy(store)}
    return HTMLResponse(html.encode(errors="replace"), headers=headers)


def _given(store: Store, request: Request, collection: Collection) -> Given:
    own = own_parameters(collection)
    given = given_by_name(request, (*collection.filters, *(one.name for one in own)))
    values = read_own(given, own)
    _require_language(given, values[FILTER_LANG.name])
    wanted = known_query(store, given) if collection.table is INCIDENTS else collection.wanted(given)
    form = values["f"] or preferred(request, formats_of(collection))
    if not store.fingerprint.startswith(values[DATA.name]):
        raise OtherState(notice("other-state", data=values[DATA.name]), remedy=notice("other-state-remedy"))
    _require_tabular(values, form)
    return Given(collection, wanted, values, form)


def _require_language(given: Mapping[str, Sequence[str]], language: str) -> None:
    """Raise BadQuery for a condition that is not in the language it is said to be in."""
    for condition in given.get("filter", ()):
        if language and (language == "cql2-json") != is_json(condition.strip()):
            raise BadQuery("filter", condition, notice("expected-cql2-language", language=language))


def _require_tabular(values: Mapping[str, Any], form: str) -> None:
    """Raise BadQuery for an order or columns of a format that has its own."""
    for name in ("sortby", "properties"):
        if values[name] and form in BY_PARAMETER and not BY_PARAMETER[form].tabular:
            tabular = ", ".join(one.parameter for one in BY_PARAMETER.values() if one.tabular)
            raise BadQuery(name, ",".join(values[name]), notice("expected-tabular", f=form, names=tabular))


def _part(store: Store, given: Given) -> Part:
    return Part(store, given.collection.name, given.wanted, given.limit, given.start, given.sorts)


def _read(store: Store, given: Given) -> tuple[Sequence[Mapping[str, Any]], int]:
    """Read the rows of a page, and count all that match."""
    if given.collection.table is INCIDENTS:
        found = Selection.of(store, given.wanted, **given.cut)
        return found.incidents().to_pylist(), store.totals(given.wanted)["matched"]
    part = _part(store, given)
    return [row for table in part.tables() for row in table.to_pylist()], part.matched()


def _told_of_claims(request: Request, given: Given, shown: int, matched: int) -> list[str]:
    """Say which claims a page shows: how many of how many, and what else was asked than their incident."""
    part = {
        "first": given.start + 1,
        "last": given.start + shown,
        "whole": "yes" if shown == matched else "no",
    }
    asked = [
        f"{CLAIMS[name].label.lower() if name in CLAIMS.names else name}: {value}"
        for name, value in request.query_params.multi_items()
        if name in given.collection.filters and name != INCIDENTS.key
    ]
    filtered = [message("api-filter", filter=words.all_of(asked))] if asked else []
    return [message("claims-listed", count=matched, **part), *filtered]


def _feature(store: Store, collection: Collection, key: str, whose: str) -> bytes:
    """Write one feature; NotFound if there is none, or if a point of view does not have it."""
    if "\x00" in key:
        raise _unknown(collection)
    if collection.table is INCIDENTS:
        return _incident(store, key, whose)
    part = Part(store, collection.name, {collection.table.key: [key]}, limit=1)
    found = next(row_features(part), b"")
    if not found:
        raise _unknown(collection)
    return found


def _incident(store: Store, incident_id: str, whose: str) -> bytes:
    if store.incident(incident_id) is None:
        raise NotFound(notice("no-incident"), remedy=notice("no-incident-remedy"))
    found = feature(store, incident_id, whose)
    if found is None:
        raise _absent(store, incident_id, whose)
    return found


def _unknown(collection: Collection) -> NotFound:
    return NotFound(notice("no-feature", collection=collection.name), remedy=notice("no-incident-remedy"))


def _absent(store: Store, incident_id: str, whose: str) -> NotFound:
    """Say that a point of view denies an incident, and in which claims, or that it does not have it."""
    denials = store.denials([incident_id], whose)[incident_id]
    named = ", ".join(shortened(claim["claim_id"]) for claim in denials)
    name = store.conflict.points_of_view[whose]
    speaking = notice("incident-denied", whose=name, count=len(denials), claims=named)
    silent = notice("incident-not-theirs", whose=name)
    return NotFound(
        speaking if denials else silent,
        remedy=notice("incident-not-theirs-remedy"),
    )
