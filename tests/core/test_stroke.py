from __future__ import annotations

import numpy as np
import pytest

from sketchpad.core.stroke import Brush, Sketch, Stroke, as_samples, bounds_of


def test_missing_columns_get_their_defaults_and_samples_are_read_only():
    samples = as_samples([(1, 2), (3, 4)])
    np.testing.assert_array_equal(samples[:, :4], [(1, 2, 0.5, 0), (3, 4, 0.5, 10)])
    assert np.isnan(samples[:, 4:]).all()
    with pytest.raises(ValueError, match="read-only"):
        samples[0, 0] = 9


@pytest.mark.parametrize("bad", [[(1,)], [(1, 2, 3, 4, 5, 6, 7)], [(1, np.nan)], [(np.inf, 2)]])
def test_samples_that_are_none_are_refused(bad: list[tuple[float, ...]]):
    with pytest.raises(ValueError, match="samples must be"):
        as_samples(bad)


def test_a_stroke_has_a_sample():
    with pytest.raises(ValueError, match="at least one"):
        Stroke.make(np.empty((0, 2)))


def test_pressure_governs_its_share_of_the_width():
    brush = Brush(width=10, sensitivity=0.5, gamma=2)
    stroke = Stroke.make([(0, 0, 0), (1, 0, 0.5), (2, 0, 1)], brush)
    np.testing.assert_allclose(stroke.widths, [5, 6.25, 10])
    np.testing.assert_array_equal(stroke.pressure, [0, 0.5, 1])
    assert brush.with_width(4) == Brush(width=4, sensitivity=0.5, gamma=2)


def test_replacing_keeps_the_id_and_new_samples_have_their_own_bounds():
    stroke = Stroke.make([(0, 1), (4, 3)], raw=[(0, 0), (5, 5)])
    assert stroke.bounds == stroke.bounds == (0, 1, 4, 3)
    other = stroke.replace(samples=[(9, 9)])
    assert other.bounds == (9, 9, 9, 9)
    assert other.id == stroke.id
    assert other.raw is None
    assert len(other) == 1
    blue = stroke.replace(brush=Brush(colour="#0000ff"))
    assert blue.raw is stroke.raw
    assert blue.samples is stroke.samples
    assert bounds_of([stroke, other]) == (0, 1, 9, 9)
    assert bounds_of([]) is None


def test_a_sketch_leaves_empty_lines_out():
    sketch = Sketch.of([[(0, 0)], [], [(1, 1), (2, 2)]])
    assert len(sketch) == 2
    assert [len(line) for line in sketch.polylines] == [1, 2]
