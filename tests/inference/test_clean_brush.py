from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import Brush, Sketch
from sketchpad.inference.clean_brush import ink_colours, width_brushes, with_brushes_of

SIZE = (160, 240)
BLACK = Brush().colour
RED, GREY, BLUE = (190, 30, 30), (90, 90, 90), (20, 50, 180)
LINES = [np.array([[20.0, y], [220.0, y + 10.0]]) for y in (30.0, 70.0, 110.0)]


def picture(paper: tuple[int, int, int] = (255, 255, 255), width: float = 3.0) -> np.ndarray:
    levels = np.full((*SIZE, 3), paper, dtype=np.float64)
    for line, ink in zip(LINES, (RED, GREY, BLUE), strict=True):
        share = rasterise([line], SIZE, width)[..., None]
        levels += (np.array(ink) - levels) * share
    return levels.round().astype(np.uint8)


def compressed(levels: np.ndarray) -> np.ndarray:
    buffer = io.BytesIO()
    Image.fromarray(levels).save(buffer, "JPEG", quality=70)
    return np.asarray(Image.open(buffer))


def numbers(colour: str) -> np.ndarray:
    return np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)])


@pytest.mark.parametrize("paper", [(255, 255, 255), (225, 215, 190)])
def test_ink_is_coloured_where_it_clearly_is(paper: tuple[int, int, int]):
    red, grey, blue = ink_colours(compressed(picture(paper)), LINES, SIZE)
    assert grey == BLACK
    assert numbers(red).argmax() == 0
    assert numbers(blue).argmax() == 2
    assert min(np.ptp(numbers(red)), np.ptp(numbers(blue))) > 70


def test_a_small_copy_has_the_same_colours():
    large = np.kron(picture(), np.ones((3, 3, 1), dtype=np.uint8))
    whole = ink_colours(large, [3 * line for line in LINES], (480, 720))
    small = ink_colours(large, LINES, SIZE)
    for one, other in zip(whole, small, strict=True):
        assert np.abs(numbers(one) - numbers(other)).max() < 40


def test_kinds_of_pictures_have_the_same_colours():
    levels = picture()
    wanted = ink_colours(levels, LINES, SIZE)
    assert ink_colours(levels / 255.0, LINES, SIZE) == wanted
    assert ink_colours(levels.astype(np.uint16) * 257, LINES, SIZE) == wanted
    clear = np.dstack([levels, np.full(SIZE, 255, np.uint8)])
    assert ink_colours(clear, LINES, SIZE) == wanted
    assert ink_colours(levels[..., 0], LINES, SIZE) == [BLACK] * 3
    assert ink_colours(levels, [], SIZE) == []


def test_one_pen_has_one_colour():
    levels = np.full((*SIZE, 3), 255, dtype=np.float64)
    for line, shade in zip(LINES, (0, 12, 25), strict=True):
        share = rasterise([line], SIZE, 3.0)[..., None]
        levels += (np.array([200, 20 + shade, 30]) - levels) * share
    assert len(set(ink_colours(levels.astype(np.uint8), LINES, SIZE))) == 1


def test_clean_strokes_take_the_brush_that_was_drawn_there():
    red, blue = Brush("#c01010", 4.0), Brush("#1010c0", 2.0)
    rough = [
        *(s for k in range(3) for s in Sketch.of([LINES[0] + k], red).strokes),
        *Sketch.of([LINES[2]], blue).strokes,
    ]
    clean = Sketch.of([LINES[2] + 1.0, LINES[0] + 1.0]).strokes
    found = with_brushes_of(clean, rough)
    assert [s.brush for s in found] == [blue, red]
    assert [s.id for s in found] == [s.id for s in clean]


def test_widths_differ_by_steps_and_none_stands_out():
    widths = [b.width for b in width_brushes([3.0, 3.1, 3.0, 4.2, 40.0], 2.0)]
    assert widths[0] == widths[1] == widths[2] == pytest.approx(6.2, abs=0.1)
    assert widths[0] < widths[3] < widths[4] < 2.1 * widths[0]
