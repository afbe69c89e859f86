from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sketchpad.core import geometry
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import Brush, FloatArray, Sketch
from sketchpad.core.stroke5 import END_ROW, Codec, Frame, from_stroke3, length, to_stroke3

lines = st.integers(1, 12).flatmap(
    lambda n: arrays(np.float64, (n, 2), elements=st.floats(-5000, 5000))
)
drawings = st.lists(lines, min_size=1, max_size=6)
pixels = st.integers(1, 12).flatmap(
    lambda n: arrays(np.int64, (n, 2), elements=st.integers(0, 255)).map(lambda a: a.astype(float))
)


@given(drawings, st.floats(0.1, 50))
def test_decode_is_the_inverse_of_encode(drawing: list[FloatArray], scale: float):
    codec = Codec(scale=scale)
    rows, frame = codec.encode(drawing)
    back = codec.decode(rows, frame)
    size = max(1.0, *(np.abs(line).max() for line in drawing))
    assert [len(line) for line in back] == [len(line) for line in drawing]
    for got, line in zip(back, drawing, strict=True):
        np.testing.assert_allclose(got, line, atol=1e-5 * size)


@given(st.lists(pixels, min_size=1, max_size=5))
def test_whole_numbers_come_back_exactly_and_so_do_rows(drawing: list[FloatArray]):
    codec, frame = Codec(), Frame()
    rows, _ = codec.encode(drawing, frame)
    back = codec.decode(rows, frame)
    for got, line in zip(back, drawing, strict=True):
        np.testing.assert_array_equal(got, line)
    np.testing.assert_array_equal(codec.encode(back, frame)[0], rows)
    np.testing.assert_array_equal(from_stroke3(to_stroke3(rows)), rows)


def test_the_pen_state_tells_what_comes_after_a_point():
    rows, frame = Codec(box=10).encode([[(5, 5), (15, 5)], [(5, 10)]])
    assert frame == Frame(5, 5, 1)
    expected = [(0, 0, 1, 0, 0), (10, 0, 0, 1, 0), (-10, 5, 0, 1, 0), END_ROW]
    np.testing.assert_array_equal(rows, expected)
    assert rows.dtype == np.float32


@given(drawings)
def test_the_long_side_fills_the_box(drawing: list[FloatArray]):
    codec = Codec(box=100)
    frame = codec.frame_of(drawing)
    box = frame.to_box(np.concatenate(drawing))
    np.testing.assert_allclose(box.min(axis=0), 0, atol=1e-6)
    extent = np.ptp(np.concatenate(drawing), axis=0).max()
    if extent > 1e-9:
        assert np.ptp(box, axis=0).max() == pytest.approx(100)


def test_drawings_without_extent_keep_the_canvas_unit():
    assert Codec().frame_of([]) == Frame()
    assert Codec().frame_of([[(3, 4)]]) == Frame(3, 4, 1)
    rows, frame = Codec().encode([[]])
    np.testing.assert_array_equal(rows, [END_ROW])
    assert Codec().decode(rows, frame) == []
    assert Codec().simplify([[]], frame) == []


def test_a_drawing_of_any_size_has_a_frame():
    frame = Codec(box=100).frame_of([[(-1e308, 0), (1e308, 1)]])
    assert frame.unit == pytest.approx(2e306)


@given(drawings, st.floats(0.1, 10))
def test_simplified_lines_stay_near(drawing: list[FloatArray], epsilon: float):
    codec = Codec(epsilon=epsilon)
    frame = codec.frame_of(drawing)
    simple = codec.simplify(drawing, frame)
    assert len(simple) == len(drawing)
    for line, few in zip(drawing, simple, strict=True):
        box = frame.to_box(line)
        assert len(few) <= len(line)
        assert geometry.distance_to_polyline(box, few).max() <= epsilon + 1e-9


def test_decoding_starts_where_it_is_told_and_stops_at_the_end():
    rows = [(1, 0, 1, 0, 0), (1, 0, 0, 0, 1), (9, 9, 1, 0, 0)]
    (line,) = Codec(scale=2).decode(rows, Frame(10, 0, 3), start=(1, 1))
    np.testing.assert_array_equal(line, [(10 + 3 * 3, 3)])


def test_truncating_lifts_the_pen_and_padding_fills_with_ends():
    codec = Codec(nmax=2)
    rows, _ = codec.encode([[(0, 0), (1, 0), (2, 0)]])
    with pytest.raises(InputError, match="too long"):
        codec.pad(rows)
    short = codec.truncate(rows)
    np.testing.assert_array_equal(short[:, 2:], [(1, 0, 0), (0, 1, 0), (0, 0, 1)])
    np.testing.assert_array_equal(codec.truncate(short), short)
    padded = Codec(nmax=4).pad(short, start=True)
    assert padded.shape == (6, 5)
    np.testing.assert_array_equal(padded[0], (0, 0, 1, 0, 0))
    np.testing.assert_array_equal(padded[3:, 4], 1)
    assert Codec(nmax=4).pad(short).shape == (5, 5)
    assert length(padded[1:]) == 2
    assert length(short[:-1]) == 2


def test_the_constants_travel():
    codec = Codec(128, 1.5, 40.0, 96)
    assert Codec.from_dict({**codec.to_dict(), "note": "x"}) == codec
    assert Codec.from_dict({}) == Codec()
    for bad in ({"nmax": "many"}, {"box": None}, {"scale": float("nan")}, {"nmax": 0}, {"box": -1}):
        with pytest.raises(InputError):
            Codec.from_dict(bad)


def test_rows_from_outside_are_checked():
    frame = Frame()
    for bad in ([[1, 2]], [[0, 0, 1, 0, np.nan]], [["a", 0, 0, 0, 0]], [1, 2, 3, 4, 5]):
        with pytest.raises(InputError):
            Codec().decode(bad, frame)
    for bad in ([[1, 2]], [[0, np.inf, 0]]):
        with pytest.raises(InputError):
            from_stroke3(bad)
    assert Codec().decode([], frame) == []
    assert from_stroke3([]).shape == (1, 5)
    with pytest.raises(InputError, match="16-bit"):
        to_stroke3([(1e6, 0, 1, 0, 0)])
    for unit in (0.0, np.inf, -1.0):
        with pytest.raises(InputError):
            Frame(0, 0, unit)


def test_stroke3_rounding_does_not_add_up():
    rows, _ = Codec().encode([[(0.4 * i, 0) for i in range(100)]], Frame())
    assert abs(to_stroke3(rows)[:, 0].sum() - 0.4 * 99) <= 0.5


@given(drawings)
def test_a_sketch_goes_to_stroke5_and_back(drawing: list[FloatArray]):
    sketch = Sketch.of(drawing)
    rows, frame = sketch.to_stroke5(simplify=False)
    back = Sketch.from_stroke5(rows, frame=frame, brush=Brush(width=9))
    for got, line in zip(back.polylines, drawing, strict=True):
        np.testing.assert_allclose(got, line, atol=0.1)
    assert all(stroke.brush.width == 9 for stroke in back.strokes)
    few, same = sketch.to_stroke5(Codec(epsilon=50))
    assert same == frame
    assert len(few) <= len(rows)
    expected = Codec(epsilon=50).simplify(drawing, frame)
    for got, line in zip(Codec().decode(few, Frame()), expected, strict=True):
        np.testing.assert_allclose(got, line, atol=1e-3)


def test_rows_without_a_frame_lie_in_the_box():
    (stroke,) = Sketch.from_stroke5([(5, 6, 0, 1, 0)]).strokes
    np.testing.assert_array_equal(stroke.points, [(5, 6)])
