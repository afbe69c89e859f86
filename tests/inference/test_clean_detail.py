from __future__ import annotations

import numpy as np
import pytest

from sketchpad.core.errors import InputError
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import Stroke
from sketchpad.inference.clean_detail import (
    USUAL,
    fitting_detail,
    fitting_detail_of_picture,
    strays,
)
from sketchpad.inference.clean_strokes import EXTENT
from tests import odd_pictures


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


def writing(height: float) -> np.ndarray:
    """Three lines of letters, each a few strokes of this height, in a picture of 400 × 300."""
    letter = np.array([[0.0, 1.0], [0.3, 0.0], [0.6, 1.0]]) * height
    places = [(x, y) for y in (60.0, 140.0, 220.0) for x in np.arange(20.0, 370.0, height)]
    return 1.0 - rasterise([letter + place for place in places], (300, 400), 1.5)


def test_small_writing_is_seen_from_near():
    found = [fitting_detail_of_picture(writing(height)) for height in (8.0, 14.0, 40.0)]
    assert found[0] > found[1] > found[2] == USUAL
    assert found[1] == pytest.approx(0.97, abs=0.05)
    levels = (255 * writing(8.0)).astype(np.uint8)
    assert fitting_detail_of_picture(np.stack([levels] * 3, axis=-1)) == found[0]


def test_drawings_photographs_and_paper_are_seen_as_usual():
    drawing = 1.0 - rasterise([s.points / 3.0 + 160.0 for s in passes(4.0)], (320, 320), 1.6)
    specks = drawing.copy()
    specks[4::31, 7::29] = 0.2
    for image in (drawing, specks, np.ones((200, 300)), odd_pictures.cat()):
        assert fitting_detail_of_picture(image) == USUAL
    with pytest.raises(InputError):
        fitting_detail_of_picture(np.zeros((0, 5)))
