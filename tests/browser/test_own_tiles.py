"""Streets from the operator's own file, drawn by the map; no other server is asked. All data are invented."""

from pathlib import Path

from playwright.sync_api import Page, expect

from mapapp.views.style import THEMES
from tests.browser.conftest import serving
from tests.browser.reader import PATIENCE, Reader, until
from tests.test_tiles import roads

ROWS = "incident_id,date_start,latitude,longitude\na,2031-03-03,10.15,20.4\nb,2031-03-04,10.15,20.6\n"
INKED = """(tile, colour) => {
  const { data } = tile.getContext("2d").getImageData(0, 0, tile.width, tile.height);
  const wanted = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  for (let i = 0; i < data.length; i += 4)
    if (data[i + 3] > 250 && wanted.every((part, n) => Math.abs(data[i + n] - part) < 3)) return true;
  return false;
}"""


def test_vector_tiles_of_a_file_are_drawn_under_the_maps_own_names(
    violations: list[str], page: Page, tmp_path: Path
) -> None:
    (tmp_path / "rows.csv").write_text(ROWS)
    file = roads(tmp_path / "roads.pmtiles")
    credit = 'Roads: <a href="https://example.org/">us</a>'
    arguments = (str(tmp_path / "rows.csv"), "--tiles", str(file), "--tiles-attribution", credit)
    with serving(tmp_path / "log.txt", *arguments) as server:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        reader = Reader(page, server.url).open("?map=9/10.1/20.5")
        tiles = reader.map.locator("canvas.leaflet-tile")
        expect(tiles.first).to_be_visible(timeout=PATIENCE)
        until(lambda: any(one.evaluate(INKED, THEMES["light"]["road"]) for one in tiles.all()))
        expect(reader.map.get_by_role("link", name="us")).to_be_visible()
        reader.map.get_by_text("Layers", exact=True).click()
        reader.map.get_by_role("radio", name="None").check()
        expect(tiles).to_have_count(0)
        assert all(url.startswith((server.url, "blob:", "data:", "ws:")) for url in asked)
    assert violations == []
