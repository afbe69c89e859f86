from __future__ import annotations

import numpy as np
import pytest

from sketchpad.core.errors import CancelledError
from sketchpad.core.geometry import distance_to_polyline
from sketchpad.core.raster import rasterise
from sketchpad.core.trace import Traced, TraceOptions, in_order, trace


def lines_of(*polylines: np.ndarray, size: tuple[int, int] = (200, 200)) -> np.ndarray:
    """What an ideal network answers: near 1 on the lines, gone at 2 px from them."""
    return (rasterise(polylines, size, 1.0) + rasterise(polylines, size, 3.0)) / 2


def circle(x: float, y: float, radius: float) -> np.ndarray:
    t = np.linspace(0, 2 * np.pi, 120)
    return np.stack([x + radius * np.cos(t), y + radius * np.sin(t)], axis=1)


def test_a_line_is_one_stroke_in_its_place():
    t = np.linspace(0, 1, 60)
    curve = np.stack([20 + 160 * t, 100 + 50 * np.sin(4 * t)], axis=1)
    (found,) = trace(lines_of(curve))
    assert not found.closed
    assert distance_to_polyline(found.points, curve).max() < 1.5  # beyond the tips
    assert distance_to_polyline(found.points[5:-5], curve).max() < 0.4
    assert distance_to_polyline(curve, found.points).max() < 1.5
    assert np.mean(distance_to_polyline(curve[3:-3], found.points)) < 0.25


def test_crossing_lines_run_through():
    one = np.array([[20.0, 30.0], [180.0, 170.0]])
    other = np.array([[20.0, 150.0], [180.0, 40.0]])
    found = trace(lines_of(one, other))
    assert len(found) == 2
    for line in (one, other):
        best = min(found, key=lambda s: distance_to_polyline(s.points, line).max())
        assert distance_to_polyline(best.points, line).max() < 1.5


def test_branch_meets_the_line_it_branches_from():
    trunk = np.array([[20.0, 100.0], [180.0, 100.0]])
    branch = np.array([[100.0, 100.0], [100.0, 30.0]])
    found = trace(lines_of(trunk, branch))
    assert len(found) == 2
    short = min(found, key=lambda s: float(np.ptp(s.points[:, 0])))
    assert min(abs(short.points[[0, -1], 1] - 100.0)) < 3.0


def test_circle_is_closed():
    (found,) = trace(lines_of(circle(100, 100, 60)))
    assert found.closed
    assert (found.points[0] == found.points[-1]).all()
    radius = np.hypot(*(found.points - 100).T)
    assert abs(radius - 60).max() < 0.6


def test_eight_is_one_closed_stroke():
    t = np.linspace(0, 2 * np.pi, 200)
    eight = np.stack([100 + 80 * np.sin(t), 100 + 60 * np.sin(2 * t)], axis=1)
    (found,) = trace(lines_of(eight))
    assert found.closed


def test_specks_and_spurs_go_and_gaps_close():
    line = np.array([[20.0, 100.0], [97.0, 100.0]])
    rest = np.array([[105.0, 100.0], [180.0, 100.0]])
    spur = np.array([[60.0, 100.0], [60.0, 103.0]])
    speck = np.array([[100.0, 20.0], [101.0, 20.0]])
    (found,) = trace(lines_of(line, rest, spur, speck))
    assert np.ptp(found.points[:, 0]) > 150
    apart = trace(lines_of(line, rest + np.array([15.0, 0.0])))
    assert len(apart) == 2


def test_corner_is_one_stroke():
    corner = np.array([[20.0, 20.0], [150.0, 20.0], [150.0, 150.0]])
    assert len(trace(lines_of(corner))) == 1


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (10, 10)])
def test_tiny_and_blank_and_black_pictures(size: tuple[int, int]):
    assert trace(np.zeros(size, dtype=np.float32)) == []
    for stroke in trace(np.ones(size, dtype=np.float32)):
        assert np.isfinite(stroke.points).all()


def test_noise_gives_finite_strokes():
    noise = np.random.default_rng(1).random((120, 90)).astype(np.float32)
    for options in (TraceOptions(), TraceOptions(blur=0.0, high=0.6, low=0.5)):
        for stroke in trace(noise, options):
            assert np.isfinite(stroke.points).all()
            assert (stroke.points >= -3).all()
            assert (stroke.points <= 123).all()


def test_cancel_ends_the_work():
    def check() -> None:
        raise CancelledError("enough")

    with pytest.raises(CancelledError):
        trace(lines_of(circle(50, 50, 20)), check=check)


def test_order_keeps_ways_short():
    def stroke(*points: tuple[float, float]) -> Traced:
        return Traced(np.array(points), closed=False)

    given = [stroke((100, 0), (90, 0)), stroke((0, 0), (10, 0)), stroke((50, 0), (12, 0))]
    ordered = in_order(given)
    assert [s.points[0, 0] for s in ordered] == [0, 12, 90]


def test_widths_are_told_with_the_strokes():
    thin, thick = (np.array([[20.0, y], [180.0, y]]) for y in (60.0, 140.0))
    ink = np.maximum(rasterise([thin], (200, 200), 2.0), rasterise([thick], (200, 200), 7.0))
    found = trace(lines_of(thin, thick), ink=ink)
    assert [s.width for s in found] == pytest.approx([2.0, 7.0], abs=0.4)
    assert {s.width for s in trace(lines_of(thin, thick))} == {1.0}
