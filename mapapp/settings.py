"""The settings of a running program, read once from the environment by the entry points."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from platformdirs import user_cache_path

from mapapp.errors import BadSetting, UnreadableFile
from mapapp.messages import notice
from mapapp.shipped import bundled

NO_CACHE = "none"
"""The value of MAPAPP_CACHE that keeps no copies."""
MEGABYTE = 1_000_000
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
"""Addresses at which only programs on this machine can reach a server."""
ON, OFF = "on", "off"
REFETCH_SECONDS = 600.0
"""How many seconds pass before a source at a URL is fetched again."""


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """Where a database holds a data set.

    It is postgresql://host/database, spark://host:port/folder or clickhouse://host:port/database, and never
    contains a password. For Spark, all workers must reach the folder under this name, or it is given as
    `?folder=s3a://...` or the like; without a host, Spark's own settings name the cluster. ClickHouse is
    queried over HTTP, or over HTTPS with `?secure=true`.
    """

    url: str

    @classmethod
    def parsed(cls, text: str) -> "StoreAddress":
        """Parse a URL; BadSetting, which quotes nothing of it, if it is not one or has a password."""
        address = cls(text)
        if address.kind not in _KINDS:
            raise BadSetting(notice("store-unknown"), remedy=notice("store-unknown-remedy"))
        kind = _KINDS[address.kind]
        malformed = BadSetting(notice("store-unknown"), remedy=notice(kind.form_remedy))
        try:
            has_password = _has_password(text)
        except ValueError:
            raise malformed from None
        if has_password or (address.kind == "spark" and "@" in unquote(text)):
            raise BadSetting(notice("store-password"), remedy=notice(kind.password_remedy))
        if not kind.accepts(text):
            raise malformed
        return address

    @property
    def kind(self) -> str:
        """The kind of database, as its modules are named; for an unknown kind, the URL's scheme."""
        scheme, separator, _ = self.url.partition("://")
        return {"postgresql": "postgres"}.get(scheme, scheme) if separator else ""

    def __str__(self) -> str:
        return self.url

    @property
    def name(self) -> str:
        """The name to show, as for a Path."""
        return self.url


def _has_password(url: str) -> bool:
    """Return whether a URL has a password or may have one: an @ or a colon where none belongs."""
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    names = [name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    stray = "@" in parts.path + parts.query + parts.fragment + user
    return ":" in user or stray or any("password" in name for name in names) or not _HOST.fullmatch(host)


_HOST = re.compile(r"([\w.%-]*|\[[\w:.%]+\])(:\d*)?")
_SPARK = re.compile(
    r"spark://(([\w.-]+|\[[\w:.]+\]):(?P<port>[0-9]{1,5}))?(/?\?folder=(?P<there>\w+:/[^?#&]+)|(?P<here>/[^?#]+))"
)
_CLICKHOUSE = re.compile(
    r"clickhouse://([\w.%-]+@)?([\w.-]+|\[[\w:.]+\])(:(?P<port>[0-9]{1,5}))?/[\w.%-]+(\?secure=(true|false))?"
)


_PATTERN = re.compile(r"[\[\]{}*?\\]")
"""What Spark takes for a wildcard in the name of a folder."""


def _is_spark(url: str) -> bool:
    """Return whether a URL is one of Spark's, with a valid port and a folder without wildcards."""
    match = _SPARK.fullmatch(url)
    if match is None or not _is_port(match["port"]):
        return False
    return not _PATTERN.search(unquote(match["there"] or match["here"]))


def _is_clickhouse(url: str) -> bool:
    """Return whether a URL is one of ClickHouse's."""
    match = _CLICKHOUSE.fullmatch(url)
    return match is not None and _is_port(match["port"])


def _is_port(port: str | None) -> bool:
    return 0 < int(port or 1) <= _LAST_PORT


class _Kind(NamedTuple):
    """A kind of database: the remedies for a malformed URL and a password in it, and a test of the URL."""

    form_remedy: str
    password_remedy: str
    accepts: Callable[[str], bool]


_KINDS = {
    "postgres": _Kind("store-unknown-remedy", "store-password-remedy", bool),
    "spark": _Kind("spark-address-remedy", "spark-password-remedy", _is_spark),
    "clickhouse": _Kind("clickhouse-address-remedy", "clickhouse-password-remedy", _is_clickhouse),
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port of a site, as a browser writes them."""

    scheme: str
    host: str
    port: int

    @classmethod
    def read(cls, text: str) -> "Origin | None":
        """Parse what a browser writes; None for anything else, or anything more."""
        match = _ORIGIN.fullmatch(text)
        if not match:
            return None
        port = int(match["port"] or USUAL_PORTS[match["scheme"]])
        return cls(match["scheme"], match["host"], port) if 0 < port <= _LAST_PORT else None

    @classmethod
    def parsed(cls, text: str) -> "Origin":
        """Parse what an operator writes: in any case, perhaps with a final slash; else raise BadSetting."""
        origin = cls.read(text.lower().removesuffix("/"))
        if origin is None:
            raise BadSetting(notice("public-unusable", value=text), remedy=notice("public-unusable-remedy"))
        return origin

    def __str__(self) -> str:
        port = "" if self.port == USUAL_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"


USUAL_PORTS = {"http": 80, "https": 443}
_LAST_PORT = 65535
_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{1,5}))?"
)


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How many bytes a reader's file may have, all files of one reader, and those of all readers together."""

    file: int = 50_000_000
    reader: int = 100_000_000
    server: int = 500_000_000

    @classmethod
    def parsed(cls, text: str) -> "UploadLimits | None":
        """Parse three numbers of megabytes, "off" or "" (the defaults); else raise BadSetting."""
        if text == OFF:
            return None
        numbers = text.split()
        if not all(number.isdecimal() for number in numbers) or len(numbers) not in {0, 3}:
            raise BadSetting(notice("upload-unusable", value=text), remedy=notice("upload-unusable-remedy"))
        return cls(*(int(number) * MEGABYTE for number in numbers))

    def __str__(self) -> str:
        return " ".join(str(size // MEGABYTE) for size in (self.file, self.reader, self.server))


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person who runs the program can choose.

    `data`: the incidents file (MAPAPP_DATA; the bundled data set unless set).
    `tiles`: street tiles over the bundled base map: the name of a provider in xyzservices, a URL with {z},
    {x} and {y} in it, or a .pmtiles or .mbtiles file (MAPAPP_TILES; OpenStreetMap.Mapnik unless set); "none"
    turns off every third-party request. `tiles_attribution`: the credit for tiles from a URL or a file
    (MAPAPP_TILES_ATTRIBUTION). `tiles_key`: the key that a provider requires (MAPAPP_TILES_KEY).
    `mapping`: what the columns of the incidents file mean (MAPAPP_MAPPING; one next to the file unless set).
    `copies`: the folder of prepared copies (MAPAPP_CACHE; the user's own unless set; "none": no copies).
    `upload`: how large readers' files may be, None if uploads are off (MAPAPP_UPLOAD: "off", or megabytes for
    a file, a reader and the server; "50 100 500" unless set).
    `fetches`: whether the server also fetches such a file from an https URL (MAPAPP_FETCH: "on").
    `source`: the URL of which `data` is a copy, "" if it is a local file (MAPAPP_SOURCE); it is fetched again
    after `every` seconds (MAPAPP_EVERY; 600 unless set).
    `drafts`: whether unpublished rows are shown too (MAPAPP_DRAFTS: "on").
    `forwarded`: which headers of a proxy are trusted (MAPAPP_FORWARDED: "host", "prefix" or both, for
    X-Forwarded-Host and X-Forwarded-Prefix; none unless set).
    `public`: the URLs at which readers reach the server, through a proxy or under a name
    (MAPAPP_PUBLIC_ADDRESS: https://maps.example.org, several separated by spaces; none unless set).
    `log_in`: the file that says how readers log in, if the map is private (MAPAPP_LOG_IN; none unless set).
    `store`: the database that holds the data set instead of files (MAPAPP_STORE; none unless set).
    """

    data: Path
    tiles: str
    tiles_attribution: str = ""
    tiles_key: str = field(default="", repr=False)
    mapping: Path | None = None
    copies: Path | None = None
    upload: UploadLimits | None = None
    fetches: bool = False
    drafts: bool = False
    source: str = ""
    every: float = REFETCH_SECONDS
    store: StoreAddress | None = None
    forwarded: tuple[str, ...] = ()
    public: tuple[Origin, ...] = ()
    log_in: Path | None = None

    @property
    def location(self) -> Path | StoreAddress:
        """Where the data set is: in files, or in a database."""
        return self.store or self.data

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; UnreadableFile if the data file is not there."""
        data = Path(environment.get("MAPAPP_DATA") or bundled("incidents.csv")).resolve()
        source = environment.get("MAPAPP_SOURCE", "")
        store = environment.get("MAPAPP_STORE")
        if not source and not store and not data.is_file():
            raise UnreadableFile(
                notice("data-missing", file=str(data)),
                remedy=notice("data-missing-remedy"),
            )
        mapping = environment.get("MAPAPP_MAPPING")
        return cls(
            data=data,
            tiles=environment.get("MAPAPP_TILES") or "OpenStreetMap.Mapnik",
            tiles_attribution=environment.get("MAPAPP_TILES_ATTRIBUTION", ""),
            tiles_key=environment.get("MAPAPP_TILES_KEY", ""),
            mapping=Path(mapping).resolve() if mapping else None,
            copies=_copies(environment.get("MAPAPP_CACHE")),
            upload=UploadLimits.parsed(environment.get("MAPAPP_UPLOAD", "")),
            fetches=environment.get("MAPAPP_FETCH") == ON,
            drafts=environment.get("MAPAPP_DRAFTS") == ON,
            source=source,
            every=float(environment.get("MAPAPP_EVERY") or REFETCH_SECONDS),
            store=StoreAddress.parsed(store) if store else None,
            log_in=Path(log_in).resolve() if (log_in := environment.get("MAPAPP_LOG_IN")) else None,
            public=tuple(map(Origin.parsed, environment.get("MAPAPP_PUBLIC_ADDRESS", "").split())),
            forwarded=_forwarded(environment.get("MAPAPP_FORWARDED", "")),
        )

    def as_environment(self) -> dict[str, str]:
        """Write the settings as environment variables, for the page's script in the same process."""
        mapping = {"MAPAPP_MAPPING": str(self.mapping)} if self.mapping else {}
        cache = {"MAPAPP_CACHE": str(self.copies or NO_CACHE)}
        uploads = {"MAPAPP_UPLOAD": str(self.upload or OFF)}
        uploads |= {"MAPAPP_FETCH": ON} if self.fetches else {}
        drafts = {"MAPAPP_DRAFTS": ON} if self.drafts else {}
        source = {"MAPAPP_SOURCE": self.source, "MAPAPP_EVERY": str(self.every)} if self.source else {}
        store = {"MAPAPP_STORE": str(self.store)} if self.store else {}
        data = {"MAPAPP_DATA": str(self.data), "MAPAPP_TILES": self.tiles}
        credit = {"MAPAPP_TILES_ATTRIBUTION": self.tiles_attribution} if self.tiles_attribution else {}
        log_in = {"MAPAPP_LOG_IN": str(self.log_in)} if self.log_in else {}
        public = {"MAPAPP_PUBLIC_ADDRESS": " ".join(map(str, self.public))} if self.public else {}
        return data | credit | cache | uploads | mapping | drafts | source | store | log_in | public


def _forwarded(text: str) -> tuple[str, ...]:
    headers = tuple(text.lower().split())
    if set(headers) - {"host", "prefix"}:
        raise BadSetting(notice("forwarded-unusable", value=text), remedy=notice("forwarded-unusable-remedy"))
    return headers


def _copies(folder: str | None) -> Path | None:
    if folder == NO_CACHE:
        return None
    return Path(folder).resolve() if folder else user_cache_path("mapapp", appauthor=False).resolve()
