"""What a map shows once it is fitted to an area: the figures are from Leaflet's `fitBounds` in Chromium."""

import pytest

from mapapp.mapdata.frame import Frame

WIDE = Frame(900, 600, 60, 32, 32, 48, 0.25)
TILED = Frame(900, 600, 60, 32, 32, 48, 1)
NARROW = Frame(331, 420, 16, 32, 16, 48, 1)


@pytest.mark.parametrize(
    ("frame", "area", "edges", "zoom"),
    [
        pytest.param(
            Frame(1100, 457, 60, 32, 32, 48, 0.25),
            (46.1, 38.9, 50.2, 41.3),
            (42.9401985, 38.4213869, 53.1023989, 41.6527839),
            7.25,
            id="between two whole levels",
        ),
        pytest.param(
            NARROW,
            (178, -17, 188, -14),
            (175.7373047, -24.4871486, 190.2832031, -6.7955350),
            5,
            id="date line",
        ),
        pytest.param(
            WIDE,
            (47.1, 40.3, 47.1, 40.3),
            (46.7811584, 40.1384655, 47.3991394, 40.4526948),
            11,
            id="one place",
        ),
        pytest.param(
            TILED, (-180, -85, 180, 85), (-163.125, -72.8160737, 153.28125, 71.0740565), 2, id="the world"
        ),
    ],
)
def test_an_area_is_fitted_as_the_map_fits_it(frame, area, edges, zoom):
    shown, level = frame.fitted(area)
    assert shown == pytest.approx(edges, abs=1e-6)
    assert level == zoom
