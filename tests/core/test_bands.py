from __future__ import annotations

import numpy as np
import pytest

from sketchpad.core.bands import middles_of
from sketchpad.core.errors import CancelledError
from sketchpad.core.geometry import distance_to_polyline, polyline_length


def line(start: tuple[float, float], end: tuple[float, float]) -> np.ndarray:
    return np.linspace(start, end, 60)


def ring(radius: float) -> np.ndarray:
    t = np.linspace(0.0, 2 * np.pi, 120)
    return 200 + radius * np.stack([np.cos(t), np.sin(t)], axis=1)


def test_a_group_becomes_its_middle_and_neighbours_stay_apart():
    upper = [line((0, 0), (200, 0)), line((20, 8), (180, 8))]
    lower = [line((0, 14), (200, 14))]
    found = middles_of([upper, lower])
    assert len(found) == 2
    for (points, closed), height in zip(found, (4.0, 14.0), strict=True):
        assert not closed
        inner = (points[:, 0] > 30) & (points[:, 0] < 170)
        assert np.abs(points[inner, 1] - height).max() < 0.7
    near = [line((0, 0), (200, 0)), line((0, 10), (200, 10))]
    assert len(middles_of([near])) == 1


def test_rings_are_closed_wherever_they_lie():
    groups = [[ring(60.0), ring(66.0)], [line((-500, -300), (-440, -310))], [ring(150.0)]]
    found = middles_of(groups)
    closed = [points for points, is_closed in found if is_closed]
    assert len(found) == 3
    assert sorted(round(polyline_length(p) / (2 * np.pi)) for p in closed) == [63, 150]
    for points in closed:
        radius = np.hypot(*(points - 200).T)
        assert np.ptp(radius) < 2.0
    (rest,) = (points for points, is_closed in found if not is_closed)
    assert distance_to_polyline(rest, groups[1][0]).max() < 1.0


def test_small_loops_of_a_long_line_are_filled():
    assert len(middles_of([[ring(6.0), line((206, 200), (300, 200))]])) == 1


@pytest.mark.parametrize("radius", [8.0, 12.0, 20.0, 30.0])
def test_small_loops_by_themselves_stay_loops(radius: float):
    passes = [ring(radius), ring(radius + 1.0), line((300, 0), (500, 0))]
    found = middles_of([passes[:2], passes[2:]])
    ((points, _),) = [(points, closed) for points, closed in found if closed]
    assert abs(np.hypot(*(points - 200).T).mean() - radius - 0.5) < 1.5
    assert len(found) == 2


def test_nothing_and_dots_and_cancelling():
    assert middles_of([]) == []
    for points, _ in middles_of([[np.array([[5.0, 5.0]])]]):
        assert np.isfinite(points).all()

    def stop() -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        middles_of([[ring(20.0)]], check=stop)
