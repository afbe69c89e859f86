"""Batches, their order, and their variations."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from sketchpad.core.errors import InputError
from sketchpad.core.stroke5 import Codec
from training.augment import augment
from training.data import TRAIN, VALID, Batch, PackedSet, Stream
from training.recipe import AugmentRecipe

STILL = AugmentRecipe(scale=0.0, drop_points=0.0)


def points_of(batch: Batch, codec: Codec) -> list[np.ndarray]:
    """Absolute points of each drawing, box units."""
    paths = torch.cumsum(batch.rows[:, 1:, :2], 1) * codec.scale
    return [p[:n].numpy() for p, n in zip(paths, batch.lengths, strict=True)]


def test_a_batch_is_what_the_codec_would_encode(packed: PackedSet):
    places = packed.select(TRAIN)[:7]
    batch = packed.batch(places)
    for row, place in enumerate(places):
        rows = packed.rows[packed.offsets[place] : packed.offsets[place + 1]]
        n = len(rows)
        assert batch.rows[row, 0].tolist() == [0, 0, 1, 0, 0]
        got = batch.rows[row, 1 : n + 1].numpy()
        np.testing.assert_allclose(got[:, :2] * packed.codec.scale, rows[:, :2], atol=1e-3)
        np.testing.assert_array_equal(got[:, 3], rows[:, 2])
        assert (batch.rows[row, n + 1 :].numpy() == [0, 0, 0, 0, 1]).all()
        assert batch.rows.shape[1] > n + 1
    assert (batch.rows[..., 2:].sum(-1) == 1).all()
    assert batch.real.tolist() == (packed.source[places] == 0).tolist()


def test_categories_are_counted_in_the_order_asked_for(packed: PackedSet):
    some = PackedSet(packed.folder, ["wave", "box"])
    batch = some.batch(some.select(TRAIN))
    assert set(batch.category.tolist()) == {0, 1}
    names = {some.all_categories[packed.category[i]] for i in some.select(TRAIN)}
    assert names == {"wave", "box"}


def test_select_narrows(packed: PackedSet):
    assert len(packed.select(TRAIN, per_category=4)) == 4 * 3 * 2
    assert not len(packed.select(VALID, real=False))
    assert (packed.lengths[packed.select(TRAIN, max_length=7)] <= 7).all()
    with pytest.raises(InputError, match="no source 'web'"):
        packed.select(TRAIN, sources={"web": 1.0})


def stream(packed: PackedSet, weights: dict[str, float], **changes: int) -> Stream:
    chosen = packed.select(TRAIN)
    given = {"batch": 8, "seed": 3} | changes
    return Stream(chosen, packed.lengths[chosen], packed.weights(chosen, weights), **given)


def test_weights_decide_how_often_a_source_comes(packed: PackedSet):
    drawn = stream(packed, {"real": 2.0, "made": 0.5})
    taken = np.concatenate([drawn.next() for _ in range(len(drawn))])
    real = (packed.source[taken] == 0).sum()
    train_real = len(packed.select(TRAIN, real=True))
    assert abs(real - 2 * train_real) <= 8
    assert abs(len(taken) - real - 60) <= 20


def test_a_stream_goes_on_where_another_stood(packed: PackedSet):
    one, other = stream(packed, {}), stream(packed, {})
    for _ in range(2 * len(one) + 3):
        one.next()
    other.restore(one.state())
    for _ in range(len(one)):
        np.testing.assert_array_equal(one.next(), other.next())


def test_epochs_differ_and_cover_everything(packed: PackedSet):
    drawn = stream(packed, {}, batch=2)
    first = [drawn.next() for _ in range(len(drawn))]
    second = [drawn.next() for _ in range(len(drawn))]
    assert not np.array_equal(first, second)
    assert len(np.unique(first)) >= len(packed.select(TRAIN)) - 1


def test_a_set_smaller_than_a_batch_still_fills_it(packed: PackedSet):
    drawn = stream(packed, {}, batch=1000)
    assert len(drawn.next()) == 1000
    with pytest.raises(InputError, match="no drawings to train on"):
        Stream(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), batch=1, seed=0)


def test_no_variation_is_the_drawing_itself_moved_to_its_corner(packed: PackedSet):
    batch = packed.batch(packed.select(TRAIN)[:16])
    same = augment(batch, STILL, packed.codec)
    for before, after in zip(
        points_of(batch, packed.codec), points_of(same, packed.codec), strict=True
    ):
        np.testing.assert_allclose(after, before - before.min(0), atol=1e-2)
    assert torch.equal(same.rows[:, 1:, 2:], batch.rows[:, 1:, 2:])


def test_every_variation_keeps_the_format(packed: PackedSet):
    torch.manual_seed(0)
    wild = AugmentRecipe(0.2, 20.0, 0.2, 0.3, 0.3, 0.7, 0.5, 0.4, 1.0, 0.5)
    batch = packed.batch(packed.select(TRAIN)[:64])
    varied = augment(batch, wild, packed.codec)
    assert torch.isfinite(varied.rows).all()
    assert (varied.rows[..., 2:].sum(-1) == 1).all()
    assert (varied.lengths >= 1).all()
    assert (varied.lengths <= batch.lengths).all()
    assert (varied.lengths < batch.lengths).any()
    for row, n in zip(varied.rows[:, 1:], varied.lengths, strict=True):
        assert row[n - 1, 3] == 1  # the last point lifts the pen
        assert (row[n:, 4] == 1).all()
        assert (row[:n, 4] == 0).all()


def test_reordering_and_reversing_keep_every_stroke(packed: PackedSet):
    torch.manual_seed(0)
    recipe = AugmentRecipe(scale=0.0, drop_points=0.0, reorder=1.0, reverse=0.5)
    batch = packed.batch(packed.select(TRAIN)[:32])
    varied = augment(batch, recipe, packed.codec)
    changed = 0
    for k in range(32):
        before, after = (_strokes(b, k, packed.codec.scale) for b in (batch, varied))
        assert sorted(before) == sorted(after)
        changed += before != after
    assert changed > 8


def _strokes(batch: Batch, k: int, scale: float) -> list[tuple]:
    """Each stroke of a drawing without its direction, whole box units."""
    n = int(batch.lengths[k])
    points = (torch.cumsum(batch.rows[k, 1 : n + 1, :2], 0) * scale).round().int()
    points = (points - points.amin(0)).tolist()
    ends = torch.nonzero(batch.rows[k, 1 : n + 1, 3])[:, 0].tolist()
    strokes, start = [], 0
    for end in ends:
        stroke = tuple(map(tuple, points[start : end + 1]))
        strokes.append(min(stroke, stroke[::-1]))
        start = end + 1
    return strokes


def test_dropping_points_keeps_the_ends_of_strokes(packed: PackedSet):
    torch.manual_seed(0)
    recipe = AugmentRecipe(scale=0.0, drop_points=1.0)
    batch = packed.batch(packed.select(TRAIN)[:32])
    varied = augment(batch, recipe, packed.codec)
    for k in range(32):
        ends = {p for s in _strokes(batch, k, packed.codec.scale) for p in (s[0], s[-1])}
        left = [p for s in _strokes(varied, k, packed.codec.scale) for p in s]
        assert len(left) == int(varied.lengths[k])
        assert len(left) <= 2 * int(batch.rows[k, 1:, 3].sum())
        assert len(set(left)) <= len(ends)


def test_a_prefix_frame_fills_the_box_with_the_beginning(packed: PackedSet):
    torch.manual_seed(0)
    recipe = AugmentRecipe(scale=0.0, drop_points=0.0, prefix_frame=1.0)
    batch = packed.batch(packed.select(TRAIN))
    varied = augment(batch, recipe, packed.codec)
    grown = []
    for before, after in zip(
        points_of(batch, packed.codec), points_of(varied, packed.codec), strict=True
    ):
        factor = np.ptp(after, axis=0).max() / np.ptp(before, axis=0).max()
        grown.append(factor)
        begun = [np.ptp(after[:k], axis=0).max() for k in range(1, len(after) + 1)]
        assert 0.99 <= factor <= 4.01
        assert min(abs(b - packed.codec.box) for b in begun) < 1.0 or factor > 3.99
    assert max(grown) > 1.2
