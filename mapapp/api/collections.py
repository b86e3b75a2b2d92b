"""What the API offers: its landing page, the classes it conforms to, its collections and their schemas."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mapapp.api import documents, schemas
from mapapp.api.addresses import Addresses
from mapapp.api.documents import CollectionDocument, Conformance, Extent, Landing, Link
from mapapp.api.representations import HTML, JSON, SCHEMA, document_answer
from mapapp.api.sheets import Sheet, Table, TextLink
from mapapp.engine.live import LiveStore
from mapapp.engine.store import Store
from mapapp.errors import NotFound
from mapapp.exports.atom import ATOM
from mapapp.exports.formats import BY_PARAMETER
from mapapp.exports.geojson import GEOJSON
from mapapp.exports.provenance import citation
from mapapp.geo.reference import reference_bounds
from mapapp.messages import message, notice
from mapapp.model.collections import COLLECTIONS, Collection
from mapapp.model.schema import INCIDENTS, TABLES
from mapapp.views.templates import safe_link

COLLECTION = "collections"
OPENAPI = "openapi"
CONFORMANCE = "conformance"
_SPECIFICATION = "http://www.opengis.net/spec"
CLASSES = tuple(
    f"{_SPECIFICATION}/{name}"
    for name in (
        "ogcapi-common-1/1.0/conf/core",
        "ogcapi-common-2/1.0/conf/collections",
        "ogcapi-features-1/1.0/conf/core",
        "ogcapi-features-1/1.0/conf/geojson",
        "ogcapi-features-1/1.0/conf/html",
        "ogcapi-features-3/1.0/conf/queryables",
        "ogcapi-features-3/1.0/conf/filter",
        "ogcapi-features-3/1.0/conf/features-filter",
        "cql2/1.0/conf/cql2-text",
        "cql2/1.0/conf/cql2-json",
        "cql2/1.0/conf/basic-cql2",
        "cql2/1.0/conf/advanced-comparison-operators",
        "cql2/1.0/conf/case-insensitive-comparison",
        "cql2/1.0/conf/basic-spatial-functions",
        "ogcapi-features-5/1.0/conf/schemas",
        "ogcapi-features-5/1.0/conf/core-roles-features",
        "ogcapi-features-5/1.0/conf/returnables-and-receivables",
    )
)
"""The conformance classes of the standards that the API meets."""

SCHEMA_RELATION = "http://www.opengis.net/def/rel/ogc/1.0/schema"
QUERYABLES_RELATION = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
SCHEMAS: Mapping[str, Callable[[Store, Collection, str], dict[str, Any]]] = {
    "schema": schemas.properties_schema,
    "feature-schema": schemas.feature_schema,
    "queryables": schemas.queryables,
}
"""The schemas of a collection, by the last part of their URLs."""

SCHEMA_TITLES = {
    "schema": "api-schema-of-properties",
    "feature-schema": "api-schema-of-feature",
    "queryables": "api-what-can-be-asked",
}
"""The title of each schema."""


class Descriptions:
    """The answers that describe what there is, from the current data."""

    def __init__(self, live: LiveStore, addresses: Addresses) -> None:
        self._live, self._addresses = live, addresses

    def landing(self, request: Request) -> Response:
        """Say what the API offers, and where."""
        store = self._live.current
        about = store.description

        def document() -> Landing:
            return Landing(
                title=about.title,
                description=" ".join(about.text.split()) or message("api-undescribed"),
                attribution=citation(store),
                links=self._landing_links(request),
            )

        def sheet() -> Sheet:
            landing = document()
            return Sheet(
                landing.title,
                [TextLink(message("api-map"), f"{self._addresses.page(request)}/")],
                [landing.description, message("api-landing"), message("api-cite", citation=citation(store))],
                tables=[self._collections_table(request)],
                links=[TextLink(link.title or link.rel, link.href) for link in landing.links],
            )

        return document_answer(request, store, document, sheet)

    def conformance(self, request: Request) -> Response:
        """List the conformance classes that the API meets."""
        title = message("api-conformance")
        return document_answer(
            request,
            self._live.current,
            lambda: Conformance(conformsTo=list(CLASSES)),
            lambda: Sheet(
                title, self._path(request), tables=[Table(title, [title], [[name] for name in CLASSES])]
            ),
        )

    def collections(self, request: Request) -> Response:
        """Describe all collections."""
        store, here = self._live.current, self._addresses.of(request, COLLECTION)

        def document() -> documents.Collections:
            descriptions = [
                self._described(request, store, collection) for collection in COLLECTIONS.values()
            ]
            return documents.Collections(links=_alternates(here), collections=descriptions)

        def sheet() -> Sheet:
            title = message("api-collections")
            return Sheet(title, self._path(request), tables=[self._collections_table(request)])

        return document_answer(request, store, document, sheet)

    def collection(self, request: Request) -> Response:
        """Describe one collection."""
        store, collection = self._live.current, collection_of(request)

        def sheet() -> Sheet:
            description = self._described(request, store, collection)
            return Sheet(
                description.title,
                self._path(request, COLLECTION),
                [description.description],
                links=[TextLink(link.title or link.rel, link.href) for link in description.links],
            )

        return document_answer(request, store, lambda: self._described(request, store, collection), sheet)

    def schema(self, request: Request) -> Response:
        """Describe the features of a collection, or what they can be filtered by, as JSON Schema."""
        store, collection = self._live.current, collection_of(request)
        name = request.scope["path"].rpartition("/")[2]
        here = self._addresses.of(request, COLLECTION, collection.name, name)
        return document_answer(
            request,
            store,
            lambda: SCHEMAS[name](store, collection, here),
            lambda: Sheet(
                f"{collection.table.title}: {message(SCHEMA_TITLES[name])}",
                self._path(request, COLLECTION, collection.name),
                tables=[_columns(collection, message("api-columns"))],
            ),
            SCHEMA,
        )

    def _described(self, request: Request, store: Store, collection: Collection) -> CollectionDocument:
        return CollectionDocument(
            id=collection.name,
            title=collection.table.title,
            description=_about(store, collection),
            extent=_extent(store, collection),
            links=[*self._collection_links(request, collection), *_licences(store, collection)],
        )

    def _collection_links(self, request: Request, collection: Collection) -> list[Link]:
        def to(rel: str, media_type: str, title: str, *path: str, **parameters: str) -> Link:
            href = self._addresses.of(request, COLLECTION, collection.name, *path, **parameters)
            return Link(rel=rel, type=media_type, title=title, href=href)

        return [
            to("self", JSON, message("api-this")),
            to("alternate", HTML, message("api-as-html"), f="html"),
            to("items", GEOJSON, message("api-items-geojson"), "items"),
            to("items", HTML, message("api-items-html"), "items", f="html"),
            to("describedby", SCHEMA, message("api-schema-of-feature"), "feature-schema"),
            to(SCHEMA_RELATION, SCHEMA, message("api-schema-of-properties"), "schema"),
            to(QUERYABLES_RELATION, SCHEMA, message("api-what-can-be-asked"), "queryables"),
        ]

    def _landing_links(self, request: Request) -> list[Link]:
        def to(rel: str, media_type: str, title: str, *path: str, **parameters: str) -> Link:
            href = self._addresses.of(request, *path, **parameters)
            return Link(rel=rel, type=media_type, title=title, href=href)

        items = (COLLECTION, INCIDENTS.name, "items")
        return [
            to("self", JSON, message("api-this"), ""),
            to("alternate", HTML, message("api-as-html"), "", f="html"),
            to("service-desc", JSON, message("api-openapi"), OPENAPI),
            to("service-doc", HTML, message("api-openapi-html"), OPENAPI, f="html"),
            to(CONFORMANCE, JSON, message("api-conformance"), CONFORMANCE),
            to("data", JSON, message("api-collections"), COLLECTION),
            *(
                to("items", form.media_type, message("api-items-as", format=form.label), *items, f=name)
                for name, form in BY_PARAMETER.items()
            ),
            to("related", JSON, message("api-coverage"), COLLECTION, INCIDENTS.name, "coverage"),
            to("preview", "image/png", message("api-picture"), COLLECTION, INCIDENTS.name, "picture"),
            to("alternate", ATOM, message("api-corrections"), "corrections.atom"),
            to("status", JSON, message("api-health"), "health"),
        ]

    def _collections_table(self, request: Request) -> Table:
        rows = [
            [
                TextLink(
                    collection.table.title, self._addresses.of(request, COLLECTION, collection.name, f="html")
                ),
                collection.description,
                TextLink(
                    message("api-items-html"),
                    self._addresses.of(request, COLLECTION, collection.name, "items", f="html"),
                ),
            ]
            for collection in COLLECTIONS.values()
        ]
        return Table(message("api-collections"), _headings("api-name", "api-holds", "api-features"), rows)

    def _path(self, request: Request, *parts: str) -> list[TextLink]:
        return path_to(self._addresses, request, *parts)


def path_to(addresses: Addresses, request: Request, *parts: str) -> list[TextLink]:
    """Return the links to a page's ancestors: the map, the API and the parts of its path."""
    ancestors = [parts[: number + 1] for number in range(len(parts))]
    return [
        TextLink(message("api-map"), f"{addresses.page(request)}/"),
        TextLink(message("api"), addresses.of(request, "", f="html")),
        *(TextLink(_title(path), addresses.of(request, *path, f="html")) for path in ancestors),
    ]


def collection_of(request: Request) -> Collection:
    """Return the collection named in a URL; NotFound if there is none of that name."""
    collection = COLLECTIONS.get(request.path_params["collection"])
    if collection is None:
        raise NotFound(
            notice("no-collection"), remedy=notice("no-collection-remedy", names=", ".join(COLLECTIONS))
        )
    return collection


def _title(path: tuple[str, ...]) -> str:
    return message("api-collections") if len(path) == 1 else COLLECTIONS[path[1]].table.title


def _alternates(here: str) -> list[Link]:
    return [
        Link(rel="self", type=JSON, title=message("api-this"), href=here),
        Link(rel="alternate", type=HTML, title=message("api-as-html"), href=f"{here}?f=html"),
    ]


def _about(store: Store, collection: Collection) -> str:
    """Say what a collection holds and, where that is so, that its rows are withheld."""
    is_withheld = collection.table in TABLES and not store.gives_rows
    return f"{collection.description} {message('rows-withheld')}" if is_withheld else collection.description


def _licences(store: Store, collection: Collection) -> list[Link]:
    """Return the link to the licence of the data set's own rows, if it has a URL."""
    address = safe_link(store.description.licence_url)
    if collection.table not in TABLES or not address:
        return []
    return [Link(rel="license", title=store.description.licence, href=address)]


def _extent(store: Store, collection: Collection) -> Extent:
    incidents = collection.table is INCIDENTS
    box = store.extent if incidents else reference_bounds().get(collection.name)
    days = store.days if incidents and store.days[0] else None
    spatial = documents.SpatialExtent(bbox=[list(box)]) if box else None
    temporal = documents.TemporalExtent(interval=[_instants(*days)]) if days else None
    return Extent(spatial=spatial, temporal=temporal)


def _instants(first_day: date, last_day: date) -> list[datetime | None]:
    return [datetime.combine(first_day, time.min, UTC), datetime.combine(last_day, time(23, 59, 59), UTC)]


def _columns(collection: Collection, title: str) -> Table:
    rows = [
        [
            column.name,
            column.label,
            column.kind.value,
            column.description,
            "; ".join(column.vocabulary or ()),
        ]
        for column in collection.table.columns
    ]
    return Table(title, _headings("api-name", "api-label", "api-kind", "api-meaning", "api-values"), rows)


def _headings(*identifiers: str) -> list[str]:
    return [message(identifier) for identifier in identifiers]
