"""A file that holds latitude and longitude in one column, with a comma between them."""

from dataclasses import replace

from mapapp.errors import quoted
from mapapp.ingest.degrees import pair_meant
from mapapp.ingest.header import ALIASES
from mapapp.ingest.sheet import Sheet
from mapapp.messages import notice

NAMES = (
    *("coordinates", "coordinate", "coords", "latlon", "lat_lon", "latlng", "lat_lng", "lat, lon", "lat,lon"),
    *("location", "geolocation", "position", "point", "geo"),
)
"""What such a column may be called, the likeliest first."""


def with_coordinates(sheet: Sheet) -> Sheet:
    """Add latitude and longitude if they are missing and every cell of one column holds both; say so."""
    for place in _places(sheet):
        cells = sheet.cells.iloc[:, place].dropna()
        meant = {text: pair for text in cells.unique() if (pair := pair_meant(text))}
        if len(cells) and cells.isin(list(meant)).all():
            return _with(sheet, place, meant)
    return sheet


def may_hold_coordinates(sheet: Sheet) -> bool:
    """Tell whether a column is called so that latitude and longitude are looked for in it."""
    return bool(_places(sheet))


def _places(sheet: Sheet) -> list[int]:
    found = {name.strip().casefold(): place for place, name in enumerate(sheet.names)}
    if any(found.keys() & {name, *ALIASES[name]} for name in ("latitude", "longitude")):
        return []
    return [found[name] for name in NAMES if name in found]


def _with(sheet: Sheet, place: int, meant: dict[str, tuple[str, str]]) -> Sheet:
    texts = sheet.cells.iloc[:, place]
    added = {
        f"added {axis}": texts.map({text: pair[end] for text, pair in meant.items()})
        for end, axis in enumerate(("latitude", "longitude"))
    }
    said = {"file": sheet.file.path.name, "column": quoted(sheet.names[place])}
    note = notice("one-column", count=len(texts.dropna()), **said)
    return replace(
        sheet,
        names=(*sheet.names, "latitude", "longitude"),
        cells=sheet.cells.assign(**added),
        notes=(*sheet.notes, note),
    )
