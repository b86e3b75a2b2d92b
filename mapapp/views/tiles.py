"""What can lie under the map: tiles of third parties, by their names in xyzservices."""

from dataclasses import dataclass, replace
from functools import cache

import xyzservices.providers

from mapapp.errors import BadSetting
from mapapp.messages import notice

SATELLITE = "Esri.WorldImagery"
SATELLITE_DEEPEST = 17
"""The last zoom at which satellite pictures are there for the countryside too."""


@dataclass(frozen=True, slots=True)
class Tiles:
    """Tiles of one provider as Leaflet takes them; `maxNativeZoom` is the last zoom that the provider has."""

    url: str
    attribution: str
    maxNativeZoom: int  # noqa: N815 - Leaflet's own name
    subdomains: str = "abc"

    @classmethod
    @cache  # a provider is looked for among all of them, which takes milliseconds
    def named(cls, name: str) -> "Tiles | None":
        """Find a provider by its name in xyzservices; None for "none". BadSetting if there is no such one."""
        if name.strip().lower() == "none":
            return None
        try:
            provider = xyzservices.providers.query_name(name)
            url = provider.build_url(scale_factor="{r}", fill_subdomain=False)
        except ValueError as problem:
            raise BadSetting(
                notice("tiles-unusable", tiles=repr(name), problem=str(problem).rstrip(".")),
                remedy=notice("tiles-unusable-remedy"),
            ) from problem
        subdomains = "".join(provider.get("subdomains", "abc"))
        return cls(url, provider.html_attribution, int(provider.get("max_zoom", 18)), subdomains)


def backgrounds(tiles: str) -> dict[str, Tiles]:
    """Return what can lie under the map: "streets", as the setting names them, and "satellite".

    Nothing for "none", which turns every third party off.
    """
    streets = Tiles.named(tiles)
    satellite = Tiles.named(SATELLITE)
    if streets is None or satellite is None:
        return {}
    return {"streets": streets, "satellite": replace(satellite, maxNativeZoom=SATELLITE_DEEPEST)}
