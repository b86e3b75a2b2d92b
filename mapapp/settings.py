"""The settings of one running program, read once from the environment by the entry points."""

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
"""The cache that keeps no copies."""
MEGABYTE = 1_000_000
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
"""Addresses at which only programs on this machine find a server."""
ON, OFF = "on", "off"
REFETCH_SECONDS = 600.0
"""So many seconds after the last time a source by address is fetched again."""


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """Where a database holds a data set.

    It is postgresql://host/database, spark://host:port/folder or clickhouse://host:port/database. There is
    never a password in it. For Spark the folder is one that all of its workers reach under this
    name, or `?folder=s3a://...` and the like; without a host, Spark's own settings name the cluster.
    ClickHouse is asked over HTTP, with `?secure=true` over HTTPS.
    """

    url: str

    @classmethod
    def parsed(cls, text: str) -> "StoreAddress":
        """Understand a URL; BadSetting, which repeats nothing of it, if it is none or has a password."""
        address = cls(text)
        if address.kind not in _KINDS:
            raise BadSetting(notice("store-unknown"), remedy=notice("store-unknown-remedy"))
        kind = _KINDS[address.kind]
        unknown = BadSetting(notice("store-unknown"), remedy=notice(kind.form))
        try:
            has_password = _has_password(text)
        except ValueError:
            raise unknown from None
        if has_password or (address.kind == "spark" and "@" in unquote(text)):
            raise BadSetting(notice("store-password"), remedy=notice(kind.password))
        if not kind.holds(text):
            raise unknown
        return address

    @property
    def kind(self) -> str:
        """Which database is asked, as its modules are named; the scheme of an address that is not known."""
        scheme, ends, _ = self.url.partition("://")
        return {"postgresql": "postgres"}.get(scheme, scheme) if ends else ""

    def __str__(self) -> str:
        return self.url

    @property
    def name(self) -> str:
        """What is shown of it; as for a Path."""
        return self.url


def _has_password(url: str) -> bool:
    """Tell whether a URL has a password, or may have one: an @ or a colon where none belongs."""
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
"""What Spark takes for a pattern of names in that of a folder."""


def _is_spark(url: str) -> bool:
    """Tell whether a URL is one of Spark's, with a port that there may be and a folder that is one."""
    found = _SPARK.fullmatch(url)
    if found is None or not _is_port(found["port"]):
        return False
    return not _PATTERN.search(unquote(found["there"] or found["here"]))


def _is_clickhouse(url: str) -> bool:
    """Tell whether a URL is one of ClickHouse's."""
    found = _CLICKHOUSE.fullmatch(url)
    return found is not None and _is_port(found["port"])


def _is_port(port: str | None) -> bool:
    return 0 < int(port or 1) <= _LAST_PORT


class _Kind(NamedTuple):
    """A kind of database: how its addresses look, where else a password belongs, what else must hold."""

    form: str
    password: str
    holds: Callable[[str], bool]


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
        """Understand what a browser writes; None if the text is anything else, or more than that."""
        found = _ORIGIN.fullmatch(text)
        if not found:
            return None
        port = int(found["port"] or USUAL_PORTS[found["scheme"]])
        return cls(found["scheme"], found["host"], port) if 0 < port <= _LAST_PORT else None

    @classmethod
    def parsed(cls, text: str) -> "Origin":
        """Understand what an operator writes: in either case, maybe with a slash; else raise BadSetting."""
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
    """How many bytes a file of a reader may have, all files of one reader, and those of all together."""

    file: int = 50_000_000
    reader: int = 100_000_000
    server: int = 500_000_000

    @classmethod
    def parsed(cls, text: str) -> "UploadLimits | None":
        """Understand three numbers of megabytes, "off" or "" (the defaults); else raise BadSetting."""
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
    """What a person who runs the program can choose.

    `data`: the incidents file (MAPAPP_DATA; the bundled data set unless set).
    `tiles`: street tiles over the bundled base map, by a provider's name in xyzservices, an address with {z},
    {x} and {y} in it, or a .pmtiles or .mbtiles file (MAPAPP_TILES; OpenStreetMap.Mapnik unless set); "none"
    turns every third-party request off. `tiles_attribution`: whom those of an address or a file are from
    (MAPAPP_TILES_ATTRIBUTION). `tiles_key`: the key that a provider asks for (MAPAPP_TILES_KEY).
    `mapping`: which columns of the incidents file hold what (MAPAPP_MAPPING; one beside the file unless set).
    `copies`: the folder of prepared copies (MAPAPP_CACHE; the user's own unless set; "none": no copies).
    `upload`: how large the files of readers may be, None if they may bring none (MAPAPP_UPLOAD: "off", or
    megabytes for a file, a reader and the server; "50 100 500" unless set).
    `fetches`: whether the server fetches such a file from an https address, too (MAPAPP_FETCH: "on").
    `source`: the address of which `data` is a copy, "" if it is a file of our own (MAPAPP_SOURCE); it is
    fetched again `every` so many seconds (MAPAPP_EVERY; 600 unless set).
    `drafts`: whether what is not published is shown too (MAPAPP_DRAFTS: "on").
    `forwarded`: what a proxy in front says that is believed (MAPAPP_FORWARDED: "host", "prefix" or both, for
    X-Forwarded-Host and X-Forwarded-Prefix; nothing unless set).
    `public`: the addresses at which readers find the server, through a proxy or under a name
    (MAPAPP_PUBLIC_ADDRESS: https://maps.example.org, several with spaces between them; none unless set).
    `log_in`: the file that says how readers log in, if the map is private (MAPAPP_LOG_IN; not unless set).
    `store`: the database that holds the data set in place of files (MAPAPP_STORE; none unless set).
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
        """Spell the settings as environment variables, for the page's script in the same process."""
        mapping = {"MAPAPP_MAPPING": str(self.mapping)} if self.mapping else {}
        cache = {"MAPAPP_CACHE": str(self.copies or NO_CACHE)}
        own = {"MAPAPP_UPLOAD": str(self.upload or OFF)}
        own |= {"MAPAPP_FETCH": ON} if self.fetches else {}
        drafts = {"MAPAPP_DRAFTS": ON} if self.drafts else {}
        followed = {"MAPAPP_SOURCE": self.source, "MAPAPP_EVERY": str(self.every)} if self.source else {}
        store = {"MAPAPP_STORE": str(self.store)} if self.store else {}
        data = {"MAPAPP_DATA": str(self.data), "MAPAPP_TILES": self.tiles}
        credit = {"MAPAPP_TILES_ATTRIBUTION": self.tiles_attribution} if self.tiles_attribution else {}
        private = {"MAPAPP_LOG_IN": str(self.log_in)} if self.log_in else {}
        public = {"MAPAPP_PUBLIC_ADDRESS": " ".join(map(str, self.public))} if self.public else {}
        return data | credit | cache | own | mapping | drafts | followed | store | private | public


def _forwarded(given: str) -> tuple[str, ...]:
    named = tuple(given.lower().split())
    if set(named) - {"host", "prefix"}:
        raise BadSetting(
            notice("forwarded-unusable", value=given), remedy=notice("forwarded-unusable-remedy")
        )
    return named


def _copies(given: str | None) -> Path | None:
    if given == NO_CACHE:
        return None
    return Path(given).resolve() if given else user_cache_path("mapapp", appauthor=False).resolve()
