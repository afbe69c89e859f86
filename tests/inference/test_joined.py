"""Strokes whose ends meet."""

from __future__ import annotations

import numpy as np

from sketchpad.core.stroke import TIME, Brush, Stroke
from sketchpad.inference.joined import joined

A, B, C, D = (0.0, 0.0), (100.0, 0.0), (100.0, 80.0), (0.0, 80.0)


PEN = Brush()


def line(*points: tuple[float, float], brush: Brush = PEN) -> Stroke:
    return Stroke.make(np.array(points), brush)


def test_pieces_are_one_stroke_the_way_the_first_was_drawn() -> None:
    far = line((300.0, 0.0), (300.0, 50.0))
    (one, other) = joined([line(B, C), far, line(D, C), line(B, A)])
    np.testing.assert_array_equal(one.points, [A, B, C, D])
    assert other is far


def test_all_the_way_round_is_closed() -> None:
    (one,) = joined([line(A, B), line(C, B), line(C, D), line(D, A)])
    np.testing.assert_array_equal(one.points, [A, B, C, D, A])


def test_nothing_says_how_three_ends_go_on() -> None:
    star = [line(A, B), line(A, C), line(A, D)]
    assert joined(star) == tuple(star)


def test_what_differs_or_only_nearly_meets_stays_apart() -> None:
    red = line(B, C, brush=Brush("#ff0000"))
    near = line((0.5, 0.0), D)
    dot = line(C)
    strokes = [line(A, B), red, near, dot]
    assert joined(strokes) == tuple(strokes)
    assert joined([]) == ()
    loop = line(A, B, C, A)
    assert joined([loop, near]) == (loop, near)


def test_time_goes_on_in_a_piece_that_is_turned_round() -> None:
    def timed(points: list[tuple[float, float]], times: list[float]) -> Stroke:
        samples = np.full((len(points), 6), np.nan)
        samples[:, :2], samples[:, 2], samples[:, TIME] = points, 0.5, times
        return Stroke.make(samples)

    (one,) = joined([timed([A, B], [10.0, 40.0]), timed([D, C, B], [5.0, 6.0, 25.0])])
    np.testing.assert_array_equal(one.samples[:, TIME], [0.0, 30.0, 49.0, 50.0])
