import numpy as np
import pytest

from mapapp.geo.mercator import NORTHERNMOST, degrees, mercator_y


@pytest.mark.parametrize("latitude", [-85.0, -40.0, 0.0, 39.8153, 85.0])
def test_a_latitude_comes_back_from_its_projection(latitude):
    assert degrees(0.5, float(mercator_y(latitude))) == pytest.approx((0.0, latitude))


def test_the_world_is_a_square_with_north_at_the_top():
    top, middle, bottom = mercator_y(np.array([90.0, 0.0, -90.0]))
    assert (top, middle, bottom) == pytest.approx((0, 0.5, 1), abs=1e-6)
    assert top == float(mercator_y(NORTHERNMOST))
