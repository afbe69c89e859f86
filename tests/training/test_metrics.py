from __future__ import annotations

import numpy as np
import pytest
import torch

from training.evaluation.metrics import (
    bits,
    difference,
    diversity,
    estimate,
    frame_steps,
    perceptual_hash,
    ratio,
    retrieval_ranks,
    top_k,
)


def circle(x: float, y: float, radius: float, size: int = 64) -> torch.Tensor:
    line = torch.arange(size) + 0.5
    distance = ((line[None] - x) ** 2 + (line[:, None] - y) ** 2).sqrt()
    return (2.0 - (distance - radius).abs()).clamp(0, 1)


def test_an_interval_covers_the_truth_about_19_times_of_20():
    rng = np.random.default_rng(0)
    covered = 0
    for trial in range(100):
        found = estimate(rng.binomial(1, 0.3, 200), seed=trial)
        assert found.low <= found.value <= found.high
        assert found.count == 200
        covered += found.low <= 0.3 <= found.high
    assert 88 <= covered <= 99


def test_a_constant_has_no_interval():
    found = estimate(np.ones(10))
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)


def test_a_ratio_is_of_the_sums_and_its_interval_covers_it():
    found = ratio(np.array([1, 20, 3]), np.array([2, 10, 3]))
    assert found.value == pytest.approx(24 / 15)
    # Of three drawings the extremes come thrice in one of 27 resamples.
    assert found.low == pytest.approx(0.5, abs=0.25)
    assert found.high == pytest.approx(2.0, abs=0.25)
    same = ratio(np.array([2, 4, 6]), np.array([1, 2, 3]))
    assert (same.low, same.value, same.high) == (2.0, 2.0, 2.0)


def test_ranks_count_the_wrong_drawings_that_are_nearer():
    gallery = torch.tensor([[0.0], [1.0], [2.0], [10.0]])
    queries = torch.tensor([[0.1], [1.9], [2.0], [0.0]])
    np.testing.assert_array_equal(retrieval_ranks(queries, gallery), [0, 1, 0, 3])


def test_a_tie_is_no_hit():
    gallery = torch.tensor([[1.0], [1.0], [5.0]])
    np.testing.assert_array_equal(retrieval_ranks(gallery, gallery), [1, 1, 0])


def test_ret_at_10_is_the_true_10():
    gallery = torch.arange(30, dtype=torch.float64)[:, None]
    queries = gallery.clone()
    queries[0] = 9.4  # farther from its own 0 than from 1 to 18
    rank = int(retrieval_ranks(queries, gallery)[0])
    assert rank == 18


def test_a_hash_survives_a_shift_of_grey_but_not_another_drawing():
    drawing = torch.maximum(circle(28, 35, 20), circle(45, 12, 7))
    bits = perceptual_hash(torch.stack([drawing, drawing * 0.8, circle(20, 40, 9)]))
    assert bits.shape == (3, 64)
    assert (bits[0] == bits[1]).all()
    assert (bits[0] != bits[2]).sum() > 10


def test_equal_drawings_have_no_diversity():
    same = torch.stack([circle(32, 32, 20)] * 4)
    assert diversity(same).max() == 0
    varied = torch.stack([circle(20 + 8 * k, 40 - 6 * k, 8 + 3 * k) for k in range(4)])
    bits = perceptual_hash(varied)
    expected = [np.mean([(bits[i] != bits[j]).sum() for j in range(4) if j != i]) for i in range(4)]
    np.testing.assert_allclose(diversity(varied), expected)


def test_even_motion_has_even_steps_and_a_jump_a_large_one():
    even = torch.stack([circle(20 + k, 32, 12) for k in range(6)])
    steps = frame_steps(even[None])
    assert steps.shape == (1, 5)
    assert steps.max() / steps.mean() < 1.1
    jump = torch.stack([circle(20, 32, 12)] * 3 + [circle(44, 32, 12)] * 3)
    found = frame_steps(jump)
    assert found.argmax() == 2
    assert found.max() / found.mean() == pytest.approx(5.0)


def test_top_k_looks_at_k_guesses():
    logits = torch.tensor([[3.0, 2.0, 1.0], [1.0, 2.0, 3.0]])
    truth = torch.tensor([1, 0])
    np.testing.assert_array_equal(top_k(logits, truth, 1), [False, False])
    np.testing.assert_array_equal(top_k(logits, truth, 2), [True, False])
    np.testing.assert_array_equal(top_k(logits, truth, 5), [True, True])


def test_differences_are_taken_drawing_by_drawing():
    rng = np.random.default_rng(8)
    hard = rng.random(400) < 0.5
    ours = bits(~hard)
    theirs = bits(~hard & (rng.random(400) < 0.9))
    found = difference(ours, theirs)
    assert found.value == pytest.approx((ours.count("1") - theirs.count("1")) / 400)
    assert found.low > 0
    # The means' own intervals overlap: they do not know that the same drawings are hard.
    means = [estimate(np.array([c == "1" for c in hits])) for hits in (ours, theirs)]
    assert means[0].low < means[1].high
    assert difference(ours, ours).high == 0.0
