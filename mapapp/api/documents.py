"""The documents of the API: each is one typed definition, used both for answers and for OpenAPI."""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uid/OGC/0/Gregorian"


class Document(BaseModel):
    """A JSON object; members that are None are left out."""

    model_config = ConfigDict(frozen=True)


class Link(Document):
    """A link to another resource (RFC 8288)."""

    href: Annotated[str, Field(description="Absolute URL.")]
    rel: Annotated[str, Field(description="Its relation to this resource.")]
    type: Annotated[str | None, Field(description="Media type.")] = None
    title: str | None = None


class Landing(Document):
    """What the API offers."""

    title: str
    description: str
    attribution: str | None = None
    links: list[Link]


class Conformance(Document):
    """The conformance classes that the API meets."""

    conformsTo: list[str]  # noqa: N815 - the standard's name


class SpatialExtent(Document):
    """Where the features lie: west, south, east, north in degrees."""

    bbox: list[Annotated[list[float], Field(min_length=4, max_length=4)]]
    crs: str = CRS84


class TemporalExtent(Document):
    """When the features took place: from the start of the first day to the end of the last.

    The standard requires instants; the data hold days, without a time zone.
    """

    interval: list[Annotated[list[AwareDatetime | None], Field(min_length=2, max_length=2)]]
    trs: str = GREGORIAN


class Extent(Document):
    """Where and when the features of a collection are."""

    spatial: SpatialExtent | None = None
    temporal: TemporalExtent | None = None


class CollectionDocument(Document):
    """A collection of features."""

    id: str
    title: str
    description: str
    extent: Extent
    itemType: Literal["feature"] = "feature"  # noqa: N815 - the standard's name
    crs: list[str] = [CRS84]
    links: list[Link]


class Collections(Document):
    """All collections."""

    links: list[Link]
    collections: list[CollectionDocument]


class Feature(Document):
    """A GeoJSON Feature (RFC 7946)."""

    type: Literal["Feature"]
    id: str
    geometry: dict[str, Any] | None
    properties: dict[str, Any]
    links: list[Link] = []


class FeatureCollection(Document):
    """A GeoJSON FeatureCollection (RFC 7946), with the number of all matching features."""

    type: Literal["FeatureCollection"]
    features: list[Feature]
    links: list[Link]
    numberMatched: Annotated[int, Field(ge=0)]  # noqa: N815 - the standard's name
    numberReturned: Annotated[int, Field(ge=0)]  # noqa: N815 - the standard's name


class Health(Document):
    """Which state of the data is served and, if it is not the newest, why."""

    status: Literal["ok"] = "ok"
    fingerprint: str
    beside: str
    rows: int
    problem: str | None = None


class ProblemDocument(Document):
    """What went wrong (RFC 9457)."""

    type: Annotated[str, Field(description="about:blank: the status says it.")] = "about:blank"
    title: str
    status: int
    detail: str
    instance: Annotated[str, Field(description="The requested path.")]
    parameter: Annotated[str | None, Field(description="The wrong parameter.")] = None
    value: Annotated[str | None, Field(description="Its value, shortened.")] = None
    allowed: Annotated[str | None, Field(description="What it may be.")] = None


DOCUMENTS: tuple[type[Document], ...] = (
    Landing,
    Conformance,
    Collections,
    CollectionDocument,
    FeatureCollection,
    Feature,
    Health,
    ProblemDocument,
)
"""Every document that OpenAPI describes."""
