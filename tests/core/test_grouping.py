from __future__ import annotations

import itertools

import numpy as np

from sketchpad.core.grouping import groups_of


def groups(count: int, weights: dict[tuple[int, int], float]) -> set[frozenset[int]]:
    one, other = np.array(list(weights), dtype=np.int64).reshape(-1, 2).T
    label = groups_of(count, one, other, np.array(list(weights.values())))
    return {frozenset(np.flatnonzero(label == k).tolist()) for k in label.tolist()}


def test_what_is_alike_goes_together():
    assert groups(4, {(0, 1): 2.0, (1, 2): -3.0, (2, 3): 1.0}) == {
        frozenset({0, 1}),
        frozenset({2, 3}),
    }
    assert groups(3, {}) == {frozenset({0}), frozenset({1}), frozenset({2})}


def test_one_false_pair_does_not_glue_two_lines():
    within = dict.fromkeys(itertools.combinations(range(3), 2), 2.0)
    within |= {(a + 3, b + 3): 2.0 for a, b in within}
    between = {(a, b): -1.0 for a in range(3) for b in range(3, 6)}
    assert groups(6, within | between | {(2, 3): 1.5}) == {
        frozenset({0, 1, 2}),
        frozenset({3, 4, 5}),
    }


def test_pairs_of_a_chain_are_enough():
    assert len(groups(50, {(k, k + 1): 0.5 for k in range(49)})) == 1
