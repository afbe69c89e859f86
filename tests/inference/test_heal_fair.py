"""Between two cut ends: a fair curve where nothing else was drawn, form where there is form."""

from __future__ import annotations

import numpy as np
import pytest

from sketchpad.core.stroke import FloatArray
from sketchpad.inference.heal_fair import fair


def arc(begin: float, end: float, count: int = 40) -> FloatArray:
    turn = np.radians(np.linspace(begin, end, count))
    return np.column_stack([100 + 50 * np.cos(turn), 100 + 50 * np.sin(turn)])


@pytest.mark.parametrize("gap", [20, 60, 100])
def test_a_dented_circle_is_round_again(gap: int):
    drawn = arc(0, gap)
    drawn[1:-1] += np.random.default_rng(0).normal(0, 1.5, (38, 2))
    curve = fair(drawn, arc(-120, 0), arc(gap, gap + 120), 100.0)
    radii = np.linalg.norm(curve - 100.0, axis=1)
    assert np.abs(radii - 50.0).max() < 1.6
    assert np.array_equal(curve[0], drawn[0])
    assert np.array_equal(curve[-1], drawn[-1])


def test_straight_lines_stay_straight():
    line = np.column_stack([np.linspace(0, 90, 31), np.full(31, 7.0)])
    drawn = line[10:21].copy()
    drawn[1:-1, 1] += 2.0
    assert fair(drawn, line[:11], line[20:], 90.0)[:, 1] == pytest.approx(7.0)


def test_form_is_kept():
    ear = np.array([[30.0, 0.0], [45.0, 25.0], [60.0, 0.0]])
    before = np.column_stack([np.linspace(0, 30, 11), np.zeros(11)])
    assert fair(ear, before, np.add(before, [60.0, 0.0]), 90.0) is ear


def test_a_wavy_stroke_goes_on_waving():
    x = np.linspace(0.0, 90.0, 181)
    wave = np.column_stack([x, 3.0 * np.sin(x / 1.5)])
    drawn = wave[60:121]
    assert fair(drawn, wave[:61], wave[120:], 90.0) is drawn


def test_a_dot_has_no_direction():
    drawn = np.array([[0.0, 0.0], [5.0, 1.0], [10.0, 0.0]])
    curve = fair(drawn, drawn[:1], drawn[-1:], 90.0)
    assert np.isfinite(curve).all()
    assert np.array_equal(curve[[0, -1]], drawn[[0, -1]])
