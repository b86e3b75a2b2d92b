"""Where the conflict takes place, as `conflict.toml` says: by a box, or by countries."""

from collections.abc import Mapping
from typing import Any

from mapapp.geo.places import bounds_of_countries, is_country
from mapapp.ingest.conflict.checks import bad, table, texts
from mapapp.messages import notice
from mapapp.model.conflict import Region
from mapapp.model.filters import BBox

_KEYS = frozenset({"bbox", "countries"})


def read_region(file: str, content: Mapping[str, Any]) -> Region | None:
    """Read the region, None if there is none; BadDescription if it makes no sense."""
    if "region" not in content:
        return None
    where = f"{file}, region"
    given = table(where, "region", content["region"], _KEYS)
    if len(given) != 1:
        raise bad(file, "region", given, notice("conflict-region"))
    if "bbox" in given:
        return Region(_box(where, given["bbox"]))
    return _of_countries(where, given)


def _box(where: str, given: Any) -> BBox:
    """Read west, south, east and north; the west may be the greater of the two, around the date line."""
    edges = given if isinstance(given, list) else []
    numbers = [float(one) for one in edges if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(numbers) != 4 or len(edges) != 4:
        raise bad(where, "bbox", given, notice("conflict-box"))
    west, south, east, north = numbers
    if not (-90 <= south < north <= 90 and -180 <= west <= 180 and -180 <= east <= 180 and west != east):
        raise bad(where, "bbox", given, notice("conflict-box"))
    return west, south, east if west < east else east + 360, north


def _of_countries(where: str, given: Mapping[str, Any]) -> Region:
    countries = tuple(texts(where, given, "countries"))
    unknown = [name for name in countries if not is_country(name)]
    if unknown or not countries:
        raise bad(where, "countries", unknown or [], notice("conflict-countries"))
    return Region(bounds_of_countries(countries), countries)
