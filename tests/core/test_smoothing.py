from __future__ import annotations

import math

import numpy as np
import pytest

from sketchpad.core.smoothing import OneEuroFilter, PulledString
from sketchpad.core.stroke import FloatArray


def hand(t: FloatArray) -> FloatArray:
    """A loopy movement of about 400 px/s, at times in ms."""
    s = t / 1000
    return np.stack([300 * s + 80 * np.sin(6 * s), 200 * np.sin(4 * s)], axis=1)


def filtered(hertz: float, smoother: OneEuroFilter) -> tuple[FloatArray, FloatArray]:
    smoother.reset()
    times = np.arange(0, 1000.01, 1000 / hertz)
    rows = [smoother.add(x, y, t) for (x, y), t in zip(hand(times), times, strict=True)]
    return times, np.array(rows)


@pytest.mark.parametrize("beta", [0.0, 0.007, 0.02])
def test_the_result_does_not_depend_on_the_report_rate(beta: float):
    smoother = OneEuroFilter(beta=beta)
    at = np.arange(0, 1000, 8.0)
    slow_times, slow = filtered(125, smoother)
    fast_times, fast = filtered(1000, smoother)
    for axis in (0, 1):
        a = np.interp(at, slow_times, slow[:, axis])
        b = np.interp(at, fast_times, fast[:, axis])
        assert np.abs(a - b).max() < 0.25


def test_jitter_of_a_resting_pen_is_smoothed_and_speed_lags_little():
    rng = np.random.default_rng(0)
    smoother = OneEuroFilter()
    noise = rng.normal(0, 1, (500, 2))
    out = np.array([smoother.add(x, y, 5.0 * i) for i, (x, y) in enumerate(noise)])
    assert out[100:].std() < 0.5 * noise[100:].std()
    lazy = filtered(250, OneEuroFilter(beta=0.0))
    keen = filtered(250, OneEuroFilter(beta=0.02))
    lag = [np.hypot(*(rows - hand(times)).T).max() for times, rows in (lazy, keen)]
    assert lag[1] < lag[0] / 3


@pytest.mark.parametrize("hertz", [60, 125, 1000])
def test_a_stroke_that_begins_fast_does_not_lag(hertz: float):
    """A flick of 3,000 px/s: the estimate of the speed starts from nothing, the pen does not."""
    smoother = OneEuroFilter(min_cutoff=6.0, beta=0.03)
    times = np.arange(0, 250, 1000 / hertz)
    smooth = [smoother.add(3.0 * t, 0.0, t)[0] for t in times.tolist()]
    lag = 3.0 * times - np.array(smooth)
    assert lag.max() < 8.0


def test_readings_at_the_same_time_are_not_lost():
    with_twin, without = OneEuroFilter(), OneEuroFilter()
    assert with_twin.add(1, 2, 0) == without.add(1, 2, 0) == (1, 2)
    assert with_twin.add(50, 2, 0) == (1, 2)
    assert with_twin.add(9, 9, 8) == without.add(9, 9, 8)


def test_a_reset_begins_a_new_stroke():
    smoother = OneEuroFilter()
    smoother.add(0, 0, 0)
    smoother.add(5, 5, 8)
    smoother.reset()
    assert smoother.add(70, 7, 3) == (70, 7)


def test_the_string_is_never_longer_than_its_length_and_lies_still_while_slack():
    string = PulledString(10)
    assert string.add(0, 0) == (0, 0)
    assert string.add(6, 8) == (0, 0)
    assert string.add(20, 0) == pytest.approx((10, 0))
    rng = np.random.default_rng(1)
    for x, y in rng.uniform(-50, 50, (200, 2)):
        end = string.add(x, y, 0)
        assert math.dist(end, (x, y)) <= 10 + 1e-9
    string.reset()
    assert string.add(3, 3) == (3, 3)
    loose = PulledString(0)
    assert loose.add(1, 1) == (1, 1)
    assert loose.add(4, 5) == (4, 5)


def test_settings_that_make_no_sense_are_refused():
    for bad in ({"min_cutoff": 0}, {"beta": -1}, {"speed_cutoff": float("nan")}):
        with pytest.raises(ValueError, match="no such filter"):
            OneEuroFilter(**bad)
    for length in (-1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="no such string"):
            PulledString(length)
