from __future__ import annotations

import numpy as np
import pytest

from sketchpad.core.raster import rasterise
from sketchpad.core.ridge import blurred, on_ridge, widths_along


def test_blur_keeps_the_sum():
    picture = np.zeros((40, 50), dtype=np.float32)
    picture[20, 25] = 1.0
    found = blurred(picture, 2.0)
    assert found.sum() == pytest.approx(1.0, abs=1e-5)
    assert found[20, 25] == found.max()
    assert found[20, 23] == pytest.approx(found[22, 25])


@pytest.mark.parametrize("darkness", [0.5, 1.0])
@pytest.mark.parametrize("width", [1.6, 3.0, 6.0, 11.0])
def test_width_is_measured(width: float, darkness: float):
    line = np.array([[20.0, 20.0], [180.0, 150.0]])
    ink = rasterise([line], (200, 200), width) * np.float32(darkness)
    points = line[0] + np.linspace(0.1, 0.9, 50)[:, None] * (line[1] - line[0])
    beside = points + np.array([-0.6, 0.8])
    found = widths_along(ink, [points, beside])
    assert found == pytest.approx(width, rel=0.1, abs=0.2)


def test_width_between_two_passes_is_that_of_one():
    passes = [np.array([[10.0, y], [190.0, y]]) for y in (47.0, 53.0)]
    ink = rasterise(passes, (100, 200), 2.0)
    middle = np.array([[20.0, 50.0], [100.0, 50.0], [180.0, 50.0]])
    assert widths_along(ink, [middle])[0] == pytest.approx(2.0, abs=0.3)
    assert widths_along(np.zeros((100, 200), np.float32), [middle, middle[:1]]).tolist() == [1, 1]
    assert len(widths_along(ink, [])) == 0


def test_points_move_onto_the_ridge():
    line = np.array([[10.0, 41.3], [190.0, 63.8]])
    values = blurred(rasterise([line], (100, 200), 1.5), 1.4)
    there = line[0] + np.linspace(0.05, 0.95, 120)[:, None] * (line[1] - line[0])
    normal = np.array([-22.5, 180.0]) / np.hypot(22.5, 180.0)
    (found, short) = on_ridge([there + 0.7 * normal, there[:2]], values)
    assert np.abs((found - there) @ normal).max() < 0.25
    assert (short == there[:2]).all()
