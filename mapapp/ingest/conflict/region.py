"""Where the conflict takes place, as `conflict.toml` gives it: a bounding box, or countries."""

from collections.abc import Mapping
from typing import Any

from mapapp.geo.places import bounds_of_countries, is_country
from mapapp.ingest.conflict.checks import bad, table, texts
from mapapp.messages import notice
from mapapp.model.conflict import Region
from mapapp.model.filters import BBox

_KEYS = frozenset({"bbox", "countries"})


def read_region(file: str, content: Mapping[str, Any]) -> Region | None:
    """Read the region, None if there is none; BadDescription if it is invalid."""
    if "region" not in content:
        return None
    where = f"{file}, region"
    values = table(where, "region", content["region"], _KEYS)
    if len(values) != 1:
        raise bad(file, "region", values, notice("conflict-region"))
    if "bbox" in values:
        return Region(_box(where, values["bbox"]))
    return _of_countries(where, values)


def _box(where: str, value: Any) -> BBox:
    """Return west, south, east and north; west may exceed east in a box that crosses the date line."""
    edges = value if isinstance(value, list) else []
    numbers = [float(edge) for edge in edges if isinstance(edge, int | float) and not isinstance(edge, bool)]
    if len(numbers) != 4 or len(edges) != 4:
        raise bad(where, "bbox", value, notice("conflict-box"))
    west, south, east, north = numbers
    if not (-90 <= south < north <= 90 and -180 <= west <= 180 and -180 <= east <= 180 and west != east):
        raise bad(where, "bbox", value, notice("conflict-box"))
    return west, south, east if west < east else east + 360, north


def _of_countries(where: str, values: Mapping[str, Any]) -> Region:
    countries = tuple(texts(where, values, "countries"))
    unknown = [name for name in countries if not is_country(name)]
    if unknown or not countries:
        raise bad(where, "countries", unknown or [], notice("conflict-countries"))
    return Region(bounds_of_countries(countries), countries)
