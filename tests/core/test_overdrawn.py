from __future__ import annotations

import numpy as np

from sketchpad.core.geometry import distance_to_polyline
from sketchpad.core.overdrawn import GroupOptions, curve_of, curves_of, groups_of


def line(start: tuple[float, float], end: tuple[float, float]) -> np.ndarray:
    return np.linspace(start, end, 30)


def arc(begin: float, end: float, radius: float) -> np.ndarray:
    t = np.linspace(begin, end, 40)
    return 200 + radius * np.stack([np.cos(t), np.sin(t)], axis=1)


def test_passes_of_one_line_are_a_group_and_its_middle_the_curve():
    passes = [line((0, 0), (200, 0)), line((10, 4), (190, 4)), line((40, -4), (220, -4))]
    far = line((0, 60), (200, 60))
    crossing = line((100, -80), (100, 80))
    groups = groups_of([*passes, far, crossing])
    assert groups == [[0, 1, 2], [3], [4]]
    curve = curve_of(passes)
    middle = (curve[:, 0] > 50) & (curve[:, 0] < 180)
    assert abs(curve[middle, 1]).max() < 1.5
    assert curve[:, 0].min() < 3
    assert curve[:, 0].max() > 215


def test_pieces_of_a_circle_become_one_closed_curve():
    pieces = [arc(k * 1.5, k * 1.5 + 2.0, 100 + 2 * (k % 2)) for k in range(4)]
    pieces.append(arc(6.0, 6.9, 101))
    assert groups_of(pieces) == [[0, 1, 2, 3, 4]]
    curve = curve_of(pieces)
    assert (curve[0] == curve[-1]).all()
    assert abs(np.hypot(*(curve - 200).T) - 101).max() < 3


def test_single_line_is_left_as_it_is():
    only = line((3, 4), (50, 60))
    assert (curve_of([only]) == only).all()
    assert groups_of([]) == []


def test_fork_keeps_both_arms():
    stem = [line((0, 0), (200, 0)), line((0, 2), (120, 2))]
    arm = np.concatenate([line((0, 1), (110, 1)), line((114, 3), (180, 70))])
    curves = curves_of([*stem, arm], GroupOptions(share=0.5))
    assert len(curves) == 2
    for end in ((200, 0), (180, 70)):
        gap = min(distance_to_polyline(np.array([end], dtype=float), c)[0] for c in curves)
        assert gap < 10


def test_dots_and_doubles_are_no_trouble():
    dot = np.array([[5.0, 5.0]])
    found = groups_of([dot, dot, line((0, 0), (100, 0))])
    assert sorted(k for group in found for k in group) == [0, 1, 2]
    for group in found:
        for curve in curves_of([[dot, dot, line((0, 0), (100, 0))][k] for k in group]):
            assert np.isfinite(curve).all()
