from __future__ import annotations

import numpy as np

from sketchpad.core.sampled import STEP, neighbours, sampled


def test_lines_become_points_at_equal_steps_with_their_directions():
    t = np.linspace(0.0, 1.5, 200)
    arc = 40.0 * np.stack([np.cos(t), np.sin(t)], axis=1)
    dot = np.array([[7.0, 9.0]])
    points = sampled([arc, dot])
    assert points.size.tolist() == [len(points.place) - 2, 2]
    steps = np.hypot(*np.diff(points.place[: points.last[0] + 1], axis=0).T)
    assert np.allclose(steps, STEP, atol=0.5)
    assert np.allclose(np.hypot(*points.way.T), 1.0)
    inner = slice(4, points.last[0] - 3)
    radial = points.place[inner] / 40.0
    assert np.abs((points.way[inner] * radial).sum(axis=1)).max() < 0.05
    assert np.allclose(points.bend[inner], 1.0 / 40.0, rtol=0.1)
    assert len(sampled([]).place) == 0


def test_neighbours_are_all_points_of_other_lines_within_reach():
    rng = np.random.default_rng(2)
    points = sampled([np.cumsum(rng.normal(0, 6, (30, 2)), axis=0) for _ in range(6)])
    parts = list(neighbours(points, 17.0))
    one, other = (np.concatenate([part[k] for part in parts]) for k in (0, 1))
    gap = np.hypot(*(points.place[:, None] - points.place[None]).transpose(2, 0, 1))
    expected = (gap <= 17.0) & (points.owner[:, None] != points.owner[None])
    found = np.zeros_like(expected)
    found[one, other] = True
    assert len(one) == expected.sum()
    assert (np.diff([part[0].min() for part in parts if len(part[0])]) > 0).all()
    assert (found == expected).all()
