"""Strokes matched and moved."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sketchpad.core.errors import CancelledError
from sketchpad.core.stroke import Brush, Provenance, Stroke
from sketchpad.inference.cancel import Cancellation
from sketchpad.inference.morph import blended, morph

MADE = Provenance("m", "1", "interpolate", 0, 0.0, "r")


def ring(x: float, y: float, radius: float, *, back: bool = False, turn: float = 0.0) -> Stroke:
    t = np.linspace(0.0, 2.0 * np.pi, 60)[:: -1 if back else 1] + turn
    return Stroke.make(np.c_[x + radius * np.cos(t), y + radius * np.sin(t)])


def line(*points: tuple[float, float]) -> Stroke:
    return Stroke.make(points)


def test_the_ends_are_the_drawings_themselves() -> None:
    a, b = (line((0, 0), (10, 0)),), (line((0, 5), (10, 9)), line((3, 3), (4, 4)))
    way = morph(a, b)
    assert way.at(0.0, MADE) == a
    assert way.at(1.0, MADE) == b


def test_a_ring_stays_a_ring_wherever_and_whichever_way_it_was_begun() -> None:
    way = morph((ring(0, 0, 50),), (ring(200, 0, 50, back=True, turn=2.0),))
    (half,) = way.at(0.5, MADE)
    radius = np.linalg.norm(half.points - (100, 0), axis=1)
    assert radius.min() > 45
    assert radius.max() < 51
    assert half.provenance == MADE


@pytest.mark.parametrize("first", [True, False])
def test_an_open_outline_meets_a_ring_without_collapsing(first: bool) -> None:
    t = np.linspace(0.0, 1.7 * np.pi, 50)
    bay = Stroke.make(np.c_[50 * np.cos(t), 50 * np.sin(t)])
    whole = ring(0, 0, 50, back=True, turn=1.0)
    way = morph((bay,), (whole,)) if first else morph((whole,), (bay,))
    (half,) = way.at(0.5, MADE)
    assert np.linalg.norm(half.points, axis=1).min() > 30


def test_strokes_find_their_counterparts_whatever_their_order() -> None:
    a = (line((0, 0), (0, 100)), line((100, 0), (100, 100)))
    b = (line((101, 100), (101, 0)), line((1, 0), (1, 100)))
    left, right = morph(a, b).at(0.5, MADE)
    np.testing.assert_allclose(left.points[:, 0], 0.5)
    np.testing.assert_allclose(right.points[:, 0], 100.5)


def test_what_has_no_counterpart_peels_off_the_ink() -> None:
    """It begins as a copy of ink that is there: nothing pops up."""
    a = (line((0, 0), (100, 0)),)
    b = (line((0, 0), (100, 0)), line((60, 40), (80, 40)))
    way = morph(a, b)
    begun = way.at(1e-6, MADE)
    assert len(begun) == 2
    for stroke in begun:
        assert np.abs(stroke.points[:, 1]).max() < 0.1
    back = morph(b, a).at(1.0 - 1e-6, MADE)
    for stroke in back:
        assert np.abs(stroke.points[:, 1]).max() < 0.1


def test_brushes_change_along_the_way() -> None:
    half = blended(Brush("#000000", 2.0, 1.0), Brush("#ff8000", 4.0, 0.5), 0.5)
    assert half == Brush("#804000", 3.0, 0.75)


def test_it_can_be_cancelled() -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(CancelledError):
        morph((line((0, 0), (1, 1)),), (line((0, 0), (1, 1)),), cancellation)


_numbers = st.floats(-1e4, 1e4, width=32)
_strokes = st.lists(
    st.lists(st.tuples(_numbers, _numbers), min_size=1, max_size=6), min_size=1, max_size=4
)


@given(_strokes, _strokes, st.floats(0.0, 1.0))
def test_every_drawing_becomes_every_other(
    first: list[list[tuple[float, float]]],
    second: list[list[tuple[float, float]]],
    share: float,
) -> None:
    a, b = (tuple(Stroke.make(points) for points in lines) for lines in (first, second))
    way = morph(a, b)
    strokes = way.at(share, MADE)
    assert max(len(a), len(b)) <= len(strokes) <= len(a) + len(b) or share in (0.0, 1.0)
    every = np.concatenate([s.points for s in (*a, *b)])
    for stroke in strokes:
        assert np.isfinite(stroke.samples[:, :4]).all()
        assert (stroke.points >= every.min(axis=0) - 1e-6).all()
        assert (stroke.points <= every.max(axis=0) + 1e-6).all()
    assert np.isfinite(way.distance)
