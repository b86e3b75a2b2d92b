"""The map's backgrounds: tiles of third parties, at the operator's own URL, or in a file."""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import nh3
import xyzservices.providers
from xyzservices import TileProvider

from mapapp.errors import BadSetting
from mapapp.geo.tile_file import VECTOR, is_tile_file, opened
from mapapp.messages import notice
from mapapp.settings import Settings

SATELLITE = "Esri.WorldImagery"
SATELLITE_DEEPEST = 17
"""The highest zoom at which satellite pictures cover the countryside too."""
SERVED = "assets/tiles/{z}/{x}/{y}"
"""Where our own server serves the tiles of a file, relative to the page."""

_ADDRESS = re.compile(r"https?://(?:\{s\}\.)?[\w.:-]+/")
_NEEDED = ("{z}", "{x}", "{y}")
_KNOWN = re.compile(r"\{(?:z|x|y|-y|s|r|key)\}")
_USUAL_DEEPEST = 18


@dataclass(frozen=True, slots=True)
class Tiles:
    """A provider's tiles as Leaflet takes them; `maxNativeZoom` is the highest zoom that the provider has.

    `url` is relative to the page if our server serves them. `drawn`: they hold outlines, not pictures.
    """

    url: str
    attribution: str
    maxNativeZoom: int  # noqa: N815 - Leaflet's own name
    subdomains: str = "abc"
    drawn: bool = False

    @classmethod
    @cache  # searching all providers takes milliseconds
    def named(cls, name: str, key: str = "") -> "Tiles | None":
        """Return a provider's tiles by its xyzservices name; None for "none". BadSetting if it is unknown."""
        if name.strip().lower() == "none":
            return None
        try:
            provider = _with_key(xyzservices.providers.query_name(name), key)
            url = provider.build_url(scale_factor="{r}", fill_subdomain=False)
        except ValueError as problem:
            raise _unusable(repr(name), str(problem)) from problem
        subdomains = "".join(provider.get("subdomains", "abc"))
        deepest = int(provider.get("max_zoom", _USUAL_DEEPEST))
        return cls(url, provider.html_attribution, deepest, subdomains)

    @classmethod
    def at(cls, address: str, attribution: str, key: str = "") -> "Tiles":
        """Return tiles at a URL with {z}, {x} and {y}, and perhaps {key}. BadSetting if it can't be used."""
        unknown = re.search(r"[{}]", _KNOWN.sub("", address))
        if unknown or not _ADDRESS.match(address) or not all(part in address for part in _NEEDED):
            raise _unusable(repr(address), notice("tiles-address-unusable"))
        if "{key}" in address and not key:
            raise _unusable(repr(address), notice("tiles-key-missing"))
        if not attribution:
            raise _unusable(repr(address), notice("tiles-attribution-missing"))
        return cls(address.replace("{key}", key), _harmless(attribution), _USUAL_DEEPEST)

    @classmethod
    def of_file(cls, path: Path, attribution: str = "") -> "Tiles":
        """Return the tiles of a file, which our server serves. BadSetting if it can't be used."""
        file = opened(path)
        credit = _harmless(attribution or file.attribution)
        if not credit.strip():
            raise _unusable(repr(path.name), notice("tiles-attribution-missing"))
        address = f"{SERVED}?v={file.version}"
        return cls(address, credit, file.deepest, drawn=file.media_type == VECTOR)


def backgrounds(tiles: str, attribution: str = "", key: str = "") -> dict[str, Tiles]:
    """Return the map's backgrounds: "streets", as the setting names them, and "satellite".

    Satellite pictures are offered only along with a provider's streets: an operator with their own tiles, or
    "none", contacts no third party that they have not named.
    """
    if is_tile_file(Path(tiles)):
        return {"streets": Tiles.of_file(Path(tiles), attribution)}
    if "://" in tiles:
        return {"streets": Tiles.at(tiles, attribution, key)}
    streets, satellite = Tiles.named(tiles, key), Tiles.named(SATELLITE)
    if streets is None or satellite is None:
        return {}
    return {"streets": streets, "satellite": replace(satellite, maxNativeZoom=SATELLITE_DEEPEST)}


def backgrounds_of(settings: Settings) -> dict[str, Tiles]:
    """Return the map's backgrounds according to the settings."""
    return backgrounds(settings.tiles, settings.tiles_attribution, settings.tiles_key)


def _with_key(provider: TileProvider, key: str) -> TileProvider:
    """Fill in the key where a provider requires one."""
    required = [name for name, value in provider.items() if str(value).startswith("<insert your ")]
    return provider(**dict.fromkeys(required, key)) if key else provider


def _harmless(attribution: str) -> str:
    """Keep only the text and the links to web pages."""
    return nh3.clean(attribution, tags={"a"}, attributes={"a": {"href"}}, url_schemes={"http", "https"})


def _unusable(tiles: str, problem: str) -> BadSetting:
    return BadSetting(
        notice("tiles-unusable", tiles=tiles, problem=problem.rstrip(".")),
        remedy=notice("tiles-unusable-remedy"),
    )
