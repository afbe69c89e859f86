from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
import torch

from sketchpad.core.raster import rasterise as rasterise_one
from training import corruption
from training.corruption import PATCH_EVERY, PATCH_MOST, PATCH_SIDE, Holes
from training.raster import Canvas, Traces, images_of, place, rasterise, trace

CANVAS = Canvas(64)


def rows_of(drawings: list[list[np.ndarray]], scale: float = 1.0) -> torch.Tensor:
    """Stroke-5 rows as ``training.data.Batch`` has them, written out by hand."""
    longest = max(sum(len(line) for line in lines) for lines in drawings)
    rows = np.zeros((len(drawings), longest + 2, 5), dtype=np.float32)
    rows[:, 0, 2] = 1
    for row, lines in zip(rows, drawings, strict=True):
        at, pen = 1, np.zeros(2)
        for line in lines:
            for i, point in enumerate(line):
                row[at] = [*((point - pen) / scale), 1, 0, 0]
                if i == len(line) - 1:
                    row[at, 2:] = [0, 1, 0]
                at, pen = at + 1, point
        row[at:, 4] = 1
    return torch.from_numpy(rows)


def doodles(count: int = 24, seed: int = 5) -> list[list[np.ndarray]]:
    rng = np.random.default_rng(seed)
    drawings = []
    for _ in range(count):
        lines = [
            np.cumsum(rng.normal(0, 18, (rng.integers(1, 14), 2)), axis=0) + rng.uniform(60, 190, 2)
            for _ in range(rng.integers(1, 6))
        ]
        drawings.append([np.round(line) for line in lines])
    return drawings


@pytest.fixture
def traces() -> Traces:
    return trace(rows_of(doodles()), 1.0)


def indices(traces: Traces) -> torch.Tensor:
    return torch.arange(len(traces.points)) * 7


def test_points_and_strokes_come_back_from_rows():
    drawings = doodles(6)
    traces = trace(rows_of(drawings, scale=3.0), 3.0)
    for i, lines in enumerate(drawings):
        valid = traces.valid[i]
        np.testing.assert_allclose(
            traces.points[i][valid].numpy(), np.concatenate(lines), atol=1e-3
        )
        begins = np.cumsum([0] + [len(line) for line in lines])[:-1]
        np.testing.assert_array_equal(np.flatnonzero(traces.first[i].numpy()), begins)


def test_the_torch_images_are_those_of_the_one_rasteriser():
    drawings = [*doodles(5), [np.array([[30.0, 40.0]])]]
    images = images_of(rows_of(drawings), 1.0, CANVAS)
    for lines, image in zip(drawings, images.numpy(), strict=True):
        points = np.concatenate(lines)
        low, high = points.min(axis=0), points.max(axis=0)
        scale = 64 * (1 - 2 * CANVAS.margin) / max(float((high - low).max()), 1.0)
        fitted = [(line - (low + high) / 2) * scale + 32 for line in lines]
        expected = rasterise_one(fitted, (64, 64), width=CANVAS.width * 64)
        np.testing.assert_allclose(image, expected, atol=2e-3)
        assert image.max() > 0.5


def test_an_empty_drawing_is_an_empty_image():
    rows = torch.zeros(1, 4, 5)
    rows[:, 0, 2] = 1
    rows[:, 1:, 4] = 1
    assert float(images_of(rows, 1.0, CANVAS).sum()) == 0.0


def test_patch_centres_are_each_strokes_first_and_every_fourth_point():
    drawings = doodles(12, seed=9)
    positions, present = corruption.patch_centres(trace(rows_of(drawings), 1.0))
    for i, lines in enumerate(drawings):
        expected = np.concatenate([line[::PATCH_EVERY] for line in lines])[:PATCH_MOST]
        np.testing.assert_allclose(positions[i][present[i]].numpy(), expected, atol=1e-3)


def test_masked_patches_leave_no_ink_behind(traces: Traces):
    """Whatever is cropped from the masked image, no masked patch shows through: no leak."""
    index = indices(traces)
    placement = place(traces, CANVAS)
    cover = corruption.patch_cover(traces, CANVAS, placement, probability=0.4, seed=3, index=index)
    image = rasterise(traces, CANVAS, placement)
    kept = image * ~cover
    positions, present = corruption.patch_centres(traces)
    masked = present & (corruption.uniforms(3, index, PATCH_MOST) < 0.4)
    assert masked.any()
    pixels = np.arange(64) + 0.5
    lost = 0.0
    for drawing, patch in np.argwhere(masked.numpy()):
        x, y = placement.apply(positions)[drawing, patch].numpy()
        half = PATCH_SIDE * 64 / 2
        window = np.ix_(np.abs(pixels - y) <= half, np.abs(pixels - x) <= half)
        assert kept[drawing].numpy()[window].sum() == 0
        lost += image[drawing].numpy()[window].sum()
    assert lost > 0
    outside = ~cover
    assert torch.equal(kept[outside], image[outside])


def test_a_heavier_mask_contains_every_lighter_one(traces: Traces):
    placement = place(traces, CANVAS)
    covers = [
        corruption.patch_cover(
            traces, CANVAS, placement, probability=p, seed=1, index=indices(traces)
        )
        for p in (0.0, 0.1, 0.3, 0.5)
    ]
    assert not covers[0].any()
    for lighter, heavier in itertools.pairwise(covers):
        assert not (lighter & ~heavier).any()
        assert heavier.sum() > lighter.sum()


def test_a_mask_depends_on_the_drawing_and_the_seed_but_not_on_its_batch(traces: Traces):
    index = indices(traces)

    def cover(part: slice, seed: int) -> torch.Tensor:
        chosen = Traces(traces.points[part], traces.valid[part], traces.joined[part])
        return corruption.patch_cover(
            chosen,
            CANVAS,
            place(chosen, CANVAS),
            probability=0.5,
            seed=seed,
            index=index[part],
        )

    whole = cover(slice(None), 1)
    assert torch.equal(cover(slice(5, 9), 1), whole[5:9])
    assert not torch.equal(cover(slice(None), 2), whole)


def test_the_masked_share_of_patches_is_the_probability():
    u = corruption.uniforms(11, torch.arange(20_000), PATCH_MOST)
    assert 0 <= float(u.min()) < float(u.max()) < 1
    for p in (0.1, 0.3, 0.5):
        assert float((u < p).float().mean()) == pytest.approx(p, abs=0.005)
    correlation = np.corrcoef(u.numpy().T)
    assert np.abs(correlation - np.eye(PATCH_MOST)).max() < 0.03


@pytest.mark.parametrize("kind", [corruption.swipes, corruption.blobs, corruption.irregular])
def test_a_hole_takes_the_wanted_share_of_the_ink(kind: Callable[..., Holes]):
    drawings = [[np.stack([x, 127 + 100 * np.sin(x / 30 + k)], axis=1)]
                for k, x in enumerate([np.linspace(0, 255, 90)] * 16)]  # fmt: skip
    traces = trace(rows_of(drawings), 1.0)
    index = torch.arange(16)
    for share in (0.1, 0.3, 0.5):
        holes = kind(traces, share, 4, index)
        np.testing.assert_allclose(holes.share(traces).numpy(), share, atol=0.03)
    inside = holes.contains(traces.points) & traces.valid
    assert 0.3 < inside.float().mean() < 0.7


def test_a_smaller_hole_lies_inside_a_larger_one(traces: Traces):
    index = indices(traces)
    small = corruption.irregular(traces, 0.1, 8, index)
    large = corruption.irregular(traces, 0.4, 8, index)
    assert torch.equal(small.paths, large.paths)
    assert (small.radius <= large.radius).all()


def test_a_hole_on_the_image_covers_the_points_in_it(traces: Traces):
    holes = corruption.irregular(traces, 0.3, 2, indices(traces))
    placement = place(traces, CANVAS)
    cover = holes.cover(CANVAS, placement)
    at = placement.apply(traces.points)
    distance = corruption.path_distance(traces.points, holes.paths) - holes.radius[:, None]
    pixel = at.floor().long().clamp(0, 63)
    covered = cover[torch.arange(len(at))[:, None], pixel[..., 1], pixel[..., 0]]
    # A pixel's centre is at most √½ px from any point in it.
    clear = (distance * placement.scale[:, None]).abs() > 0.75
    decided = clear & traces.valid
    assert decided.any()
    assert torch.equal(covered[decided], (distance <= 0)[decided])
