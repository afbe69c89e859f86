from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageDraw

from sketchpad.core import geometry, raster
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import FloatArray

lines = st.integers(1, 8).flatmap(
    lambda n: arrays(np.float64, (n, 2), elements=st.floats(-40, 80, width=32))
)


def plainly(polylines: list[FloatArray], size: tuple[int, int], width: float) -> FloatArray:
    """The definition: the distance of every pixel to every line."""
    y, x = np.mgrid[: size[0], : size[1]] + 0.5
    centres = np.stack([x.ravel(), y.ravel()], axis=1)
    distance = np.full(len(centres), np.inf)
    for line in polylines:
        distance = np.minimum(distance, geometry.distance_to_polyline(centres, line))
    return np.clip(width / 2 + 0.5 - distance, 0, 1).reshape(size)


@given(st.lists(lines, max_size=4), st.integers(1, 50), st.integers(1, 50), st.floats(0.5, 16))
def test_the_image_is_that_of_the_definition(
    polylines: list[FloatArray], height: int, breadth: int, width: float
):
    image = raster.rasterise(polylines, (height, breadth), width)
    assert image.dtype == np.float32
    np.testing.assert_allclose(image, plainly(polylines, (height, breadth), width), atol=1e-5)


def random_drawings(count: int, size: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    rng = np.random.default_rng(5)
    starts, ends, owners = [], [], []
    for i in range(count):
        drawing = [size / 2 + np.cumsum(rng.normal(0, size / 9, (n, 2)), axis=0) for n in (1, 9, 4)]
        start, end = raster.segments_of(drawing)
        starts.append(start)
        ends.append(end)
        owners.append(np.full(len(start), i))
    return np.concatenate(starts), np.concatenate(ends), np.concatenate(owners)


@pytest.mark.parametrize(("size", "width"), [(28, 1.0), (64, 1.5), (128, 3.0), (300, 16.0)])
def test_numpy_and_torch_draw_the_same(size: int, width: float):
    starts, ends, owner = random_drawings(6, size)
    starts, ends = starts.astype(np.float32), ends.astype(np.float32)
    ours = raster.rasterise_batch(starts, ends, owner, 6, (size, size), width)
    tensors = map(torch.from_numpy, (starts, ends, owner))
    theirs = raster.rasterise_batch(*tensors, 6, (size, size), width, xp=torch)
    assert ours.dtype == np.float32
    assert theirs.dtype == torch.float32
    np.testing.assert_allclose(ours, theirs.numpy(), atol=2e-5 * size / 28)


def test_a_batch_is_its_drawings_one_by_one():
    starts, ends, owner = random_drawings(5, 48)
    batch = raster.rasterise_batch(starts, ends, owner, 5, (48, 40))
    for i in range(5):
        own = owner == i
        alone = raster.rasterise_batch(starts[own], ends[own], owner[own] * 0, 1, (48, 40))
        np.testing.assert_array_equal(batch[i], alone[0])


@pytest.mark.parametrize("width", [1.0, 2.0, 4.0, 9.0])
def test_the_image_is_near_pillows_at_four_times_the_size(width: float):
    rng = np.random.default_rng(3)
    line = 48 + np.cumsum(rng.normal(0, 9, (14, 2)), axis=0)
    big = Image.new("L", (96 * 4, 96 * 4))
    draw = ImageDraw.Draw(big)
    # Pillow fills every pixel that an edge touches: half a (small) pixel less on each side.
    pen = 4 * width - 1
    for a, b in itertools.pairwise(line * 4 - 0.5):
        normal = np.array([a[1] - b[1], b[0] - a[0]]) * (pen / 2 / np.hypot(*(b - a)))
        draw.polygon([tuple(c) for c in (a + normal, b + normal, b - normal, a - normal)], fill=255)
    for x, y in line * 4 - 0.5:
        draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    theirs = np.asarray(big.resize((96, 96), Image.Resampling.BOX), dtype=np.float64) / 255
    ours = raster.rasterise([line], (96, 96), width)
    # Stated tolerance: half the ink in a single pixel (where two edges share one, the larger
    # counts, not the sum), 0.16 on average over inked pixels up to 2 px, less for wider pens,
    # and 4 % of the ink as a whole from 2 px on.
    inked = (ours > 0) | (theirs > 0)
    assert np.abs(ours - theirs).max() < 0.5
    assert np.abs(ours - theirs)[inked].mean() < 0.16 / max(1.0, width / 2)
    assert ours.sum() == pytest.approx(theirs.sum(), rel=0.04 if width >= 2 else 0.16)


def test_overlaps_do_not_add_up_and_dots_are_discs():
    once = raster.rasterise([[(5, 5), (20, 14)]], (24, 24), 1.0)
    twice = raster.rasterise([[(5, 5), (20, 14)], [(20, 14), (5, 5)]], (24, 24), 1.0)
    np.testing.assert_allclose(once, twice, atol=1e-6)
    dot = raster.rasterise([[(8, 8)]], (16, 16), 6.0)
    assert dot.sum() == pytest.approx(np.pi * 9, rel=0.03)
    np.testing.assert_allclose(dot, dot.T)
    np.testing.assert_allclose(dot, dot[::-1, ::-1])


def test_what_lies_outside_neither_wraps_nor_draws():
    far = [[(-50, 8), (-3, 8)], [(19.5, 0), (19.5, 16)], [(3, -1e9), (3, -40)], [(1e7, 1e7)]]
    assert not raster.rasterise(far, (16, 16), 2.0).any()
    through = raster.rasterise([[(-1e6, 8), (1e6, 8)]], (16, 16), 2.0)
    np.testing.assert_allclose(through, plainly([np.array([(-5.0, 8), (25, 8)])], (16, 16), 2.0))


def test_segments_that_are_not_finite_are_left_out():
    starts = np.array([[np.nan, 1], [2, 2], [np.inf, 0]])
    ends = np.array([[3.0, 3], [2, 2], [0, 0]])
    batch = raster.rasterise_batch(starts, ends, np.zeros(3, int), 1, (8, 8), 2.0)
    np.testing.assert_array_equal(batch[0], raster.rasterise([[(2, 2)]], (8, 8), 2.0))


def test_a_matrix_places_the_drawing_but_not_the_width():
    line = np.array([(0, 0), (1, 1)])
    matrix = geometry.compose(geometry.scaling(10), geometry.translation(4, 3))
    expected = raster.rasterise([[(4, 3), (14, 13)]], (20, 20), 2.0)
    np.testing.assert_array_equal(raster.rasterise([line], (20, 20), 2.0, matrix), expected)


def test_the_default_width_grows_with_the_image():
    assert raster.default_width((28, 28)) == 1.0
    assert raster.default_width((2048, 100)) == pytest.approx(2048 * 16 / 674)
    image = raster.rasterise([[(10, 64), (118, 64)]], (128, 128))
    assert image[:, 64].sum() == pytest.approx(raster.default_width((128, 128)), abs=0.1)


@pytest.mark.parametrize(
    ("size", "width"),
    [((0, 5), 1.0), ((5, 5), 0.0), ((5, 5), float("nan")), ((1 << 20, 1 << 20), 1.0)],
)
def test_sizes_and_widths_that_make_no_sense_are_refused(size: tuple[int, int], width: float):
    with pytest.raises(InputError, match="Cannot draw"):
        raster.rasterise([[(1, 1)]], size, width)


def test_no_drawings_are_no_images():
    empty = raster.rasterise_batch(np.empty((0, 2)), np.empty((0, 2)), np.empty(0, int), 0, (4, 4))
    assert empty.shape == (0, 4, 4)
