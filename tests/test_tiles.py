"""The operator's own tiles, at a URL or in a file that our server serves. The roads are invented."""

import gzip
import sqlite3
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely
from starlette.applications import Starlette

from mapapp.api.assets import asset_routes
from mapapp.errors import BadSetting
from mapapp.geo.tile_file import VECTOR, TileFile, opened
from mapapp.server.headers import tile_origins
from mapapp.settings import Settings
from mapapp.views.tiles import Tiles, backgrounds, backgrounds_of
from tests.asgi import get

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8ffff3f0005fe02fe"
    "a73581d40000000049454e44ae426082"
)
ROAD = shapely.LineString([(20.0, 10.0), (20.5, 10.2), (21.0, 10.1)])
OWN = "https://tiles.example.org/{z}/{x}/{y}.png"


def roads(path: Path, **metadata: str) -> Path:
    """Write vector tiles of a road with GDAL."""
    kind = {".pmtiles": "PMTiles", ".mbtiles": "MBTiles"}[path.suffix]
    frame = gpd.GeoDataFrame({"class": ["primary"]}, geometry=[ROAD], crs="EPSG:4326")
    options = {"MINZOOM": "0", "MAXZOOM": "8", "NAME": "roads"} | metadata
    pyogrio.write_dataframe(frame, path, layer="transportation", driver=kind, dataset_options=options)
    return path


def pictures(path: Path, *, kind: str = "png", attribution: str = "") -> Path:
    """Write raster tiles without GDAL: one, at zoom 1, in the south-west."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        connection.execute(
            "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)"
        )
        rows = [("name", "x"), ("format", kind), ("attribution", attribution)]
        connection.executemany("INSERT INTO metadata VALUES (?, ?)", rows)
        connection.execute("INSERT INTO tiles VALUES (1, 0, 0, ?)", [PIXEL])
    return path


def answered(file: TileFile, address: str, **headers: str) -> Any:
    app = Starlette(routes=asset_routes("", file))
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    place, _, version = address.partition("?v=")
    return get(app, f"/assets/tiles/{place}", {"v": version} if version else (), headers=given)


def test_both_kinds_of_file_hold_the_same_tiles(tmp_path: Path) -> None:
    packed, database = (opened(roads(tmp_path / f"roads.{kind}")) for kind in ("pmtiles", "mbtiles"))
    for file in (packed, database):
        assert (file.media_type, file.deepest) == (VECTOR, 8)
    assert packed.tile(8, 142, 120) == database.tile(8, 142, 120)
    assert gzip.decompress(packed.tile(8, 142, 120) or b"").count(b"transportation") == 1
    assert packed.tile(8, 0, 0) is database.tile(8, 0, 0) is None


def test_a_tile_is_served_and_kept_by_browsers(tmp_path: Path) -> None:
    file = opened(roads(tmp_path / "roads.pmtiles"))
    answer = answered(file, f"8/142/120?v={file.version}")
    assert answer.headers["content-type"] == VECTOR
    assert answer.body == gzip.decompress(file.tile(8, 142, 120) or b"")
    assert "immutable" in answer.headers["cache-control"]
    assert answered(file, "8/142/120", if_none_match=answer.headers["etag"]).status == 304
    assert answered(file, "8/0/0").status == 204
    for beyond in ("8/256/0", "8/0/256", "99/0/0", "8/-1/0", "8/x/0", "8/0"):
        assert answered(file, beyond).status == 404


def test_rows_of_an_mbtiles_file_are_counted_from_the_south(tmp_path: Path) -> None:
    file = opened(pictures(tmp_path / "pictures.mbtiles"))
    answer = answered(file, "1/0/1")
    assert (answer.headers["content-type"], answer.body) == ("image/png", PIXEL)
    assert answered(file, "1/0/0").status == 204


def test_a_file_is_named_to_the_map_with_what_it_says_of_its_sources(tmp_path: Path) -> None:
    said = '<a href="https://example.org" onclick="x()">Roads</a><script>alert(1)</script><img src=x>'
    path = pictures(tmp_path / "pictures.mbtiles", attribution=said)
    settings = Settings.from_environment({"MAPAPP_TILES": str(path)})
    tiles = backgrounds_of(settings)
    assert list(tiles) == ["streets"]  # no other server is contacted
    credit = '<a href="https://example.org" rel="noopener noreferrer">Roads</a>'
    address = f"assets/tiles/{{z}}/{{x}}/{{y}}?v={opened(path).version}"
    assert tiles["streets"] == Tiles(address, credit, 1, drawn=False)
    assert tile_origins(tiles.values()) == []
    assert backgrounds(str(roads(tmp_path / "roads.mbtiles")), "Others")["streets"].drawn
    assert Settings.from_environment(settings.as_environment()) == settings


@pytest.mark.parametrize("suffix", [".pmtiles", ".mbtiles"])
@pytest.mark.parametrize("content", [b"", b"PMTiles", b"SQLite format 3\0", b"x" * 1000])
def test_a_file_that_holds_no_tiles_is_a_bad_setting(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"broken{suffix}"
    path.write_bytes(content)
    with pytest.raises(BadSetting, match=f"'broken{suffix}' can't be used"):
        backgrounds(str(path))


def test_a_file_that_is_not_there_is_a_bad_setting(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="can't be used"):
        backgrounds(str(tmp_path / "none.pmtiles"))
    assert not list(tmp_path.iterdir())


def test_tiles_of_another_kind_are_a_bad_setting(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="neither vector tiles nor"):
        backgrounds(str(pictures(tmp_path / "other.mbtiles", kind="tiff")), "us")


def test_an_address_has_its_key_and_credit_and_no_satellite(tmp_path: Path) -> None:
    tiles = backgrounds(f"{OWN}?key={{key}}", 'By <a href="javascript:x">us</a>', "k1")
    assert list(tiles) == ["streets"]
    assert tiles["streets"].url == "https://tiles.example.org/{z}/{x}/{y}.png?key=k1"
    assert tiles["streets"].attribution == 'By <a rel="noopener noreferrer">us</a>'
    assert tile_origins(tiles.values()) == ["https://tiles.example.org"]
    parts = tile_origins(backgrounds("https://{s}.example.org/{z}/{x}/{y}.png", "us").values())
    assert parts == ["https://a.example.org", "https://b.example.org", "https://c.example.org"]


@pytest.mark.parametrize(
    ("address", "credit", "told"),
    [
        ("https://tiles.example.org/{z}/{x}.png", "us", "not an http or https URL"),
        ("ftp://tiles.example.org/{z}/{x}/{y}.png", "us", "not an http or https URL"),
        ("https://{host}/{z}/{x}/{y}.png", "us", "not an http or https URL"),
        (f"{OWN}?{{token}}", "us", "not an http or https URL"),
        ("https://a;script-src *.org/{z}/{x}/{y}", "us", "not an http or https URL"),
        (f"{OWN}?key={{key}}", "us", "MAPAPP_TILES_KEY is not set"),
        (OWN, "", "--tiles-attribution"),
    ],
)
def test_an_address_that_is_unfit_is_told(address: str, credit: str, told: str) -> None:
    with pytest.raises(BadSetting, match=told):
        backgrounds(address, credit)


def test_a_provider_that_asks_for_a_key_is_given_it() -> None:
    assert "access-token=k2" in backgrounds("Jawg.Streets", key="k2")["streets"].url
    settings = Settings.from_environment({"MAPAPP_TILES": "Jawg.Streets", "MAPAPP_TILES_KEY": "k2"})
    assert "access-token=k2" in backgrounds_of(settings)["streets"].url
    assert "k2" not in repr(settings)


@pytest.mark.parametrize("suffix", [".pmtiles", ".mbtiles"])
def test_a_file_that_is_cut_off_while_it_is_served_has_no_more_tiles(tmp_path: Path, suffix: str) -> None:
    path = roads(tmp_path / f"roads{suffix}")
    file = opened(path)
    assert answered(file, "8/142/120").status == 200
    path.write_bytes(path.read_bytes()[:300])
    assert answered(file, "8/142/120").status == 204


def test_a_file_that_ends_too_early_is_a_bad_setting(tmp_path: Path) -> None:
    path = roads(tmp_path / "roads.pmtiles")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(BadSetting, match="ends before its last tile"):
        backgrounds(str(path))


def test_tiles_beyond_all_zoom_levels_are_a_bad_setting(tmp_path: Path) -> None:
    path = pictures(tmp_path / "pictures.mbtiles", attribution="us")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE tiles SET zoom_level = 99999999999")
    with pytest.raises(BadSetting, match="deepest zoom level"):
        backgrounds(str(path))


def test_a_file_that_does_not_say_whom_it_is_from_needs_to_be_told(tmp_path: Path) -> None:
    path = pictures(tmp_path / "pictures.mbtiles", attribution="<b></b>")
    with pytest.raises(BadSetting, match="--tiles-attribution"):
        backgrounds(str(path))
    assert backgrounds(str(path), "us")["streets"].attribution == "us"


def test_a_broken_tile_is_none(tmp_path: Path) -> None:
    path = pictures(tmp_path / "pictures.mbtiles", attribution="us")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE tiles SET tile_data = ?", [b"\x1f\x8b no gzip"])
    assert answered(opened(path), "1/0/1").status == 204
