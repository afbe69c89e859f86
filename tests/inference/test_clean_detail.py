from __future__ import annotations

import numpy as np
import pytest

from sketchpad.core.stroke import Stroke
from sketchpad.inference.clean_detail import USUAL, fitting_detail, strays
from sketchpad.inference.clean_strokes import EXTENT


def passes(apart: float, count: int = 3, size: float = EXTENT) -> list[Stroke]:
    """A ring that is drawn several times, so many pixels beside itself; its diameter is size."""
    t = np.linspace(0, 2 * np.pi, 200)
    unit = size / EXTENT
    radii = size / 2 - apart * unit * np.arange(count)
    return [Stroke.make(np.stack([r * np.cos(t), r * np.sin(t)], axis=1)) for r in radii]


@pytest.mark.parametrize("size", [EXTENT, 30.0])
def test_strays_are_the_distances_between_passes(size: float):
    found = strays(passes(6.0, size=size))
    assert len(found) > 100
    assert np.allclose(found, 6.0, atol=0.5)


def test_the_farther_passes_are_apart_the_less_detail():
    found = [fitting_detail(passes(apart)) for apart in (1.0, 4.0, 5.0, 9.0)]
    assert found == sorted(found, reverse=True)
    assert found[0] == USUAL
    assert found[1] == pytest.approx(0.34, abs=0.03)
    assert found[-1] == 0.25


def test_lines_side_by_side_are_not_taken_for_passes():
    assert fitting_detail(passes(20.0)) == USUAL
    assert fitting_detail(passes(1.0, count=1)) == USUAL
    assert fitting_detail([Stroke.make([(5.0, 5.0)])]) == USUAL
    assert fitting_detail([]) == USUAL


def test_strokes_that_cross_are_no_passes():
    ways = np.array([(1.0, 0.0), (0.5, 0.87), (-0.5, 0.87)])
    star = [Stroke.make([tuple(-400 * way), tuple(400 * way)]) for way in ways]
    assert len(strays(star)) == 0
