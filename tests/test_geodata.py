"""The bundled geodata: its format, its size, and errors in its sources that must not get into it."""

import csv
import gzip
import json
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.ops import split

from mapapp.geo import gazetteer as geodata
from mapapp.geo import world
from mapapp.geo.geocoding import candidates
from mapapp.shipped import bundled

NAMES = ("name_az_en", "name_hy_en")
LAYERS = ("countries", "districts", "lines")
CAUCASUS = shapely.box(43.0, 37.5, 52.0, 43.0)
WEST_OF_THE_LINE = {
    "Aghdam": (46.927, 39.991),
    "Fuzuli": (47.145, 39.601),
    "Jabrayil": (47.028, 39.399),
    "Hadrut": (47.032, 39.520),
    "Martakert": (46.821, 40.211),
    "Khojavend": (47.112, 39.795),
    "Lachin": (46.550, 39.637),
    "Kalbajar": (46.044, 40.110),
}
EAST_OF_THE_LINE = {
    "Tartar": (46.932, 40.342),
    "Horadiz": (47.335, 39.450),
    "Barda": (47.126, 40.376),
    "Naftalan": (46.820, 40.508),
}


def layer_file(name):
    return bundled("lines.geojson") if name == "lines" else geodata.path(f"{name}.geojson")


def document(name):
    return json.loads(layer_file(name).read_text(encoding="utf-8"))


def features(name):
    return {feature["properties"]["id"]: feature for feature in document(name)["features"]}


def outlines(name):
    return [shapely.geometry.shape(feature["geometry"]) for feature in document(name)["features"]]


def towns():
    with geodata.path("towns.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def town(name):
    found = [row for row in towns() if name in (row["name_az_en"], row["name_hy_en"])]
    assert len(found) == 1, f"{name}: {found}"
    return found[0]


def district(iso):
    found = geodata.layer("districts").query("iso == @iso")
    assert len(found), f"no district {iso}"
    return found.iloc[0]


@cache
def west_of_the_line():
    """The part of Azerbaijan that contains Stepanakert once the line of contact has divided the country."""
    line = shapely.geometry.shape(features("lines")["line_of_contact"]["geometry"])
    mainland = max(
        geodata.layer("countries").query("iso_a3 == 'AZE'").geometry.explode(), key=lambda part: part.area
    )
    parts = split(mainland, lengthened(line)).geoms
    (west,) = [part for part in parts if part.contains(shapely.Point(46.753, 39.818))]
    assert west.area < mainland.area / 4
    return west


def lengthened(line, degrees=0.02):
    """The line with both ends extended so that they cross the border on which they lie."""
    coordinates = np.array(line.coords)
    ends = [
        end + (end - before) / np.hypot(*(end - before)) * degrees
        for end, before in ((coordinates[0], coordinates[1]), (coordinates[-1], coordinates[-2]))
    ]
    return shapely.LineString([ends[0], *coordinates, ends[1]])


def test_all_files_together_stay_small():
    files = [path for path in geodata.path("").iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 6_000_000


def test_every_file_is_listed_in_the_readme():
    readme = geodata.path("README.md").read_text(encoding="utf-8")
    files = [path.name for path in geodata.path("").iterdir() if path.is_file() and path.name != "README.md"]
    assert [name for name in files if f"`{name}`" not in readme] == []


def test_the_base_map_is_complete():
    files = geodata.base_map_files()
    assert list(files) == ["districts", "towns"]
    assert [path for path in files.values() if not path.is_file()] == []


@pytest.mark.parametrize("name", LAYERS)
def test_geojson_follows_rfc_7946(name):
    assert set(document(name)) == {"type", "features"}
    for feature in document(name)["features"]:
        assert set(feature) == {"type", "properties", "geometry"}
        assert feature["type"] == "Feature"


@pytest.mark.parametrize("name", LAYERS)
def test_outer_rings_run_anticlockwise_and_holes_clockwise(name):
    polygons = [part for part in shapely.get_parts(outlines(name)) if part.geom_type == "Polygon"]
    assert all(polygon.exterior.is_ccw for polygon in polygons)
    assert not any(hole.is_ccw for polygon in polygons for hole in polygon.interiors)


@pytest.mark.parametrize("name", LAYERS)
def test_geometry_is_valid_and_of_one_kind(name):
    kinds = {shape.geom_type.removeprefix("Multi") for shape in outlines(name)}
    assert kinds <= ({"Polygon", "LineString"} if name == "lines" else kinds & {"Polygon", "LineString"})
    assert len(kinds) == (2 if name == "lines" else 1)
    assert all(shape.is_valid and not shape.is_empty for shape in outlines(name))


def test_coordinates_are_longitude_then_latitude():
    west, south, east, north = shapely.total_bounds(outlines("lines"))
    assert 45 < west < east < 48
    assert 39 < south < north < 41


def test_a_cell_of_the_world_has_its_towns_in_it_and_knows_its_land():
    khartoum = json.loads(world.cell("10/21/10.json"))
    assert "Sudan" in {name for name, _ in khartoum["land"]}
    assert all(
        10 <= latitude < 20 and 30 <= longitude < 40 for _, _, latitude, longitude, _ in khartoum["towns"]
    )
    assert {"Omdurman", "Kassala"} <= {town[0] for town in khartoum["towns"]}


def test_a_cell_names_its_districts_where_they_are_widest():
    khartoum = json.loads(world.cell("10/21/10.json"))
    found = {
        name: (latitude, longitude, room) for name, latitude, longitude, room in khartoum["district_names"]
    }
    assert "Khartoum" in found
    assert all(10 <= latitude < 20 and 30 <= longitude < 40 for latitude, longitude, _ in found.values())
    rooms = [room for *_, room in found.values()]
    assert rooms == sorted(rooms, reverse=True)
    assert min(rooms) >= 0.1


def test_districts_that_have_an_outline_are_not_named_twice():
    baku = json.loads(world.cell("10/22/13.json"))
    outlined = {outline.properties["name"] for outline in geodata.districts()}
    assert not outlined.intersection(name for name, *_ in baku["district_names"])


def test_the_whole_world_is_one_small_cell():
    assert len(gzip.compress(world.cell("360/0/0.json"))) < 80_000


def test_open_sea_is_an_empty_cell_of_the_same_form():
    sea, land = (json.loads(world.cell(name)) for name in ("10/3/3.json", "10/21/10.json"))
    assert sea.keys() == land.keys()
    assert not sea["land"]


def test_countries_cover_the_world_once():
    countries = geodata.layer("countries")
    codes = countries.iso_a3[countries.iso_a3 != ""]
    assert len(countries) > 230
    assert codes.is_unique
    assert {"AZE", "ARM", "GEO", "UKR", "SDN", "PSE", "TUV", "VAT"} <= set(codes)


@pytest.mark.parametrize(
    ("spot", "country"),
    [
        ((34.1, 44.95), "Ukraine"),
        ((33.6, 35.3), "Cyprus"),
        ((44.06, 9.56), "Somalia"),
        ((46.75, 39.82), "Azerbaijan"),
        ((43.97, 42.23), "Georgia"),
    ],
)
def test_areas_belong_to_the_recognised_state(spot, country):
    countries = geodata.layer("countries")
    assert list(countries[countries.contains(shapely.Point(spot))].name) == [country]


def test_the_detailed_caucasus_leaves_no_seam():
    areas = geodata.layer("countries")
    land = shapely.union_all(areas[areas.intersects(CAUCASUS)].geometry.values)
    edge = CAUCASUS.exterior
    off_land = shapely.get_parts(edge.difference(land))
    assert sum(one.length for one in off_land if one.centroid.x < 48.5) < 0.05  # the rest is the Caspian Sea
    assert land.boundary.intersection(edge.buffer(0.0005)).length < 0.1


def test_the_caucasus_is_drawn_in_detail():
    countries = geodata.layer("countries").set_index("iso_a3").geometry
    assert shapely.get_num_coordinates(countries["ARM"]) > 300


@pytest.mark.parametrize(
    ("iso", "name", "spot"),
    [
        ("AZ-LAC", "Lachin", (46.40, 39.70)),
        ("AZ-LAN", "Lankaran", (48.72, 38.75)),
        ("AZ-XA", "Khankendi", (46.755, 39.815)),
        ("AZ-GYG", "Goygol", (46.33, 40.50)),
        ("AZ-SBN", "Shabran", (48.90, 41.20)),
        ("AZ-SAK", "Shaki", (47.00, 41.10)),
        ("AZ-NV", "Nakhchivan", (45.41, 39.21)),
        ("IR-03", "East Azerbaijan", (46.29, 38.08)),
        ("IR-24", "Ardabil", (48.29, 38.25)),
    ],
)
def test_errors_of_the_district_source_are_fixed(iso, name, spot):
    assert district(iso)["name"] == name
    assert district(iso).geometry.contains(shapely.Point(spot))


def test_districts_have_no_provisional_codes_and_only_cities_share_one():
    districts = geodata.layer("districts")
    assert list(districts.iso[~districts.iso.str.fullmatch(r"[A-Z]{2}-[A-Z0-9]{2,3}")]) == []
    assert set(districts.name[districts.iso.duplicated(keep=False)]) == {"Shusha", "Shusha (city)"}
    assert districts.name.is_unique


def test_districts_are_paired_where_the_area_had_an_armenian_name():
    pairs = geodata.layer("districts").set_index("name").name_hy_en
    assert pairs["Khankendi"] == "Stepanakert"
    assert pairs["Shusha"] == "Shushi"
    assert pairs["Barda"] == ""


def test_the_former_oblast_has_about_its_official_area():
    oblast = gpd.GeoSeries([shapely.geometry.shape(features("lines")["nkao_1991"]["geometry"])], crs=4326)
    assert oblast.to_crs("ESRI:54034").area.item() / 1e6 == pytest.approx(4_388, rel=0.05)


def test_there_is_no_line_of_november_2020():
    assert set(features("lines")) == {"nkao_1991", "line_of_contact"}
    assert "november" not in layer_file("lines").read_text(encoding="utf-8").lower()


def test_reference_lines_disclaim_precision_and_status():
    for feature in document("lines")["features"]:
        assert "2 to 5 km" in feature["properties"]["note"]
        assert "not a position on status" in feature["properties"]["note"]


@pytest.mark.parametrize("name", WEST_OF_THE_LINE)
def test_towns_west_of_the_line_of_contact(name):
    assert west_of_the_line().contains(shapely.Point(WEST_OF_THE_LINE[name]))


@pytest.mark.parametrize("name", EAST_OF_THE_LINE)
def test_towns_east_of_the_line_of_contact(name):
    assert not west_of_the_line().contains(shapely.Point(EAST_OF_THE_LINE[name]))


def test_towns_have_a_name_a_country_and_a_rank():
    names = set(geodata.layer("countries").name)
    for row in towns():
        assert row["name_az_en"] or row["name_hy_en"], row
        assert row["country"] in names, row
        assert row["rank"] in {"1", "2", "3", "4"}, row


def test_towns_stand_in_their_country():
    areas = geodata.layer("countries").set_index("name").geometry
    spots = [(row, shapely.Point(float(row["longitude"]), float(row["latitude"]))) for row in towns()]
    large = [(row, spot) for row, spot in spots if areas[row["country"]].area > 1]
    assert len(large) > 500
    assert [row for row, spot in large if areas[row["country"]].distance(spot) > 0.1] == []


def test_two_names_only_where_both_are_in_use():
    pairs = {
        (row["name_az_en"], row["name_hy_en"]) for row in towns() if row["name_az_en"] and row["name_hy_en"]
    }
    assert {("Khankendi", "Stepanakert"), ("Shusha", "Shushi"), ("Aghdara", "Martakert")} <= pairs
    assert all(north != south for north, south in pairs)


def test_the_two_places_called_martuni_stay_apart():
    found = [row for row in towns() if row["name_hy_en"] == "Martuni"]
    assert sorted((row["name_az_en"], row["country"]) for row in found) == [
        ("", "Armenia"),
        ("Khojavend", "Azerbaijan"),
    ]


@pytest.mark.parametrize(
    ("name", "population"),
    [("Stepanakert", 53_100), ("Siyazan", 25_900), ("Lankaran", 89_300), ("Tovuz", 12_626)],
)
def test_wrong_populations_are_corrected(name, population):
    assert int(town(name)["population"]) == population


def test_no_town_is_said_to_have_nobody():
    """For many administrative seats the source gives 0 where there is no count."""
    assert not [row for row in towns() if row["population"] and int(row["population"]) == 0]


@pytest.mark.parametrize("name", ["Stepanakert", "Khankendi", "Xankəndi", "Shushi", "Shusha"])
def test_a_town_that_lists_of_today_leave_out_or_rename_is_found(name):
    found = candidates(name)
    assert [one.gazetteer for one in found] == ["gazetteer.csv"]


@pytest.mark.parametrize("name", ["Aghdam", "Jabrayil", "Kalbajar", "Yevlakh", "Lerik"])
def test_populations_that_nobody_can_vouch_for_are_blank(name):
    assert town(name)["population"] == ""


def test_lachin_stands_where_the_newer_dump_has_it():
    assert float(town("Lachin")["latitude"]) == pytest.approx(39.6374, abs=0.001)


def test_the_gazetteer_reads_typed():
    place = geodata.gazetteer()["stepanakert"]
    assert place.names[:2] == ("Stepanakert", "Khankendi")
    assert place.paired() == "Stepanakert / Khankendi"
    assert place.latitude == pytest.approx(39.8177)
    assert place.uncertainty_m is None or place.uncertainty_m > 0


def test_the_gazetteer_can_not_be_changed():
    with pytest.raises(TypeError):
        geodata.gazetteer()["stepanakert"] = None


def test_paths_point_into_the_bundled_folder():
    assert geodata.path("towns.csv") == Path(geodata.path("")) / "towns.csv"


def test_towns_have_the_same_two_names_as_the_places_of_the_incidents():
    by_spot = {(round(float(row["latitude"]), 2), round(float(row["longitude"]), 2)): row for row in towns()}
    paired = 0
    for place in geodata.gazetteer().values():
        town = by_spot.get((round(place.latitude, 2), round(place.longitude, 2)))
        names = [place.names_by_column[column] for column in NAMES]
        if town and all(names) and names[0] in [town[column] for column in NAMES]:
            assert [town[column] for column in NAMES] == names
            assert town["first"] == place.first
            paired += 1
    assert paired >= 10


def test_a_town_of_the_world_has_no_local_name_that_is_another_one():
    known = {town.name: town.local for town in world.towns()}
    assert known["Lviv"] == "Львів"
    assert known["Bakhmut"] == known["Pokrovsk"] == ""  # only their names until 2016 are known
    assert known["Zhytomyr"] == ""  # in Belarusian only


def test_a_part_of_a_town_is_no_town():
    known = {town.name for town in world.towns()}
    assert "Mariupol" in known
    assert not known & {"Saltivka", "Pravyi Bereh"}
