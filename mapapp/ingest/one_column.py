"""A file with latitude and longitude in one column, separated by a comma."""

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
"""Names that such a column may have, the likeliest first."""


def with_coordinates(sheet: Sheet) -> Sheet:
    """Add latitude and longitude if they are missing and every cell of one column holds both, with a note."""
    for position in _candidates(sheet):
        cells = sheet.cells.iloc[:, position].dropna()
        meanings = {text: pair for text in cells.unique() if (pair := pair_meant(text))}
        if len(cells) and cells.isin(list(meanings)).all():
            return _with_coordinates_from(sheet, position, meanings)
    return sheet


def may_hold_coordinates(sheet: Sheet) -> bool:
    """Return whether the name of a column suggests that it holds latitude and longitude."""
    return bool(_candidates(sheet))


def _candidates(sheet: Sheet) -> list[int]:
    positions = {name.strip().casefold(): position for position, name in enumerate(sheet.names)}
    if any(positions.keys() & {name, *ALIASES[name]} for name in ("latitude", "longitude")):
        return []
    return [positions[name] for name in NAMES if name in positions]


def _with_coordinates_from(sheet: Sheet, position: int, meanings: dict[str, tuple[str, str]]) -> Sheet:
    texts = sheet.cells.iloc[:, position]
    added = {
        f"added {axis}": texts.map({text: pair[end] for text, pair in meanings.items()})
        for end, axis in enumerate(("latitude", "longitude"))
    }
    parameters = {"file": sheet.file.path.name, "column": quoted(sheet.names[position])}
    note = notice("one-column", count=len(texts.dropna()), **parameters)
    return replace(
        sheet,
        names=(*sheet.names, "latitude", "longitude"),
        cells=sheet.cells.assign(**added),
        notes=(*sheet.notes, note),
    )
