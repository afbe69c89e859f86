"""Beginnings in several frames: all of them the same strokes on the canvas."""

from __future__ import annotations

import numpy as np

from sketchpad.core.stroke5 import Codec
from sketchpad.inference.framing import Framed, framed

CODEC = Codec(scale=30.0)
LINES = [np.array([(50.0, 80.0), (90.0, 85.0), (130.0, 60.0)]), np.array([(70.0, 70.0), (75, 90)])]


def beginning() -> Framed:
    rows, frame = CODEC.encode(LINES)
    return framed(rows[:-1], frame, CODEC)


def test_every_frame_holds_the_same_strokes():
    options = beginning()
    assert len(options.frames) == len(options.rows) == len(options.scales) == 37
    for rows, frame in zip(options.rows, options.frames, strict=True):
        for line, expected in zip(CODEC.decode(rows, frame), LINES, strict=True):
            np.testing.assert_allclose(line, expected, atol=1e-3)


def test_every_beginning_lies_in_the_box_at_its_size():
    options = beginning()
    points = np.cumsum(options.rows[..., :2], axis=1) * CODEC.scale
    assert points.min() >= -0.01
    assert points.max() <= CODEC.box + 0.01
    sizes = np.ptp(points, axis=1).max(axis=1)
    np.testing.assert_allclose(sizes, options.scales * CODEC.box, rtol=1e-4)
    assert len(np.unique(np.round(points[:, 0]), axis=0)) > 30  # and in different places


def test_likely_frames_are_drawn_more_often():
    options = beginning()
    even = -2.0 * (options.rows.shape[1] - 1) * np.log(options.scales)
    chosen = options.choose(even, 37_000, seed=1)
    np.testing.assert_allclose(np.bincount(chosen, minlength=37), 1000, atol=160)
    even[5] += 50.0
    assert set(options.choose(even, 100, seed=1).tolist()) == {5}
    even[7] += 49.0
    first = options.choose(even, 200, seed=1)
    assert first[0] == 5
    assert set(first.tolist()) == {5, 7}
    np.testing.assert_array_equal(first, options.choose(even, 200, seed=1))


def test_a_dot_has_frames_too():
    rows, frame = CODEC.encode([np.array([(5.0, 5.0)])])
    options = framed(rows[:-1], frame, CODEC)
    assert np.isfinite(options.rows).all()
    assert options.choose(np.zeros(37), 3, seed=0).shape == (3,)
