"""Groups of things of which pairs were judged: what is more like than unlike goes together."""

from __future__ import annotations

import heapq

import numpy as np

from sketchpad.core.courtesy import make_way
from sketchpad.core.geometry import IntArray
from sketchpad.core.stroke import FloatArray


def groups_of(count: int, one: IntArray, other: IntArray, weight: FloatArray) -> IntArray:
    """Groups such that the sum of the weights within them is large.

    The two groups with the largest sum of weights between them become one, as long as it is above
    zero (greedy additive edge contraction, after Keuper et al. 2015): what most pairs say
    outweighs a single pair that is wrong.

    Args:
        count: things.
        one: of each pair the one thing, ``(p,)``.
        other: and the other.
        weight: above zero for things that belong together, below for those that do not.

    Returns:
        A number for each thing, ``(count,)``; those of one group have the same.
    """
    beside: list[dict[int, float]] = [{} for _ in range(count)]
    for a, b, value in zip(one.tolist(), other.tolist(), weight.tolist(), strict=True):
        beside[a][b] = beside[b][a] = beside[a].get(b, 0.0) + value
    queue = [(-v, a, b) for a in range(count) for b, v in beside[a].items() if a < b and v > 0]
    heapq.heapify(queue)
    members: list[list[int]] = [[k] for k in range(count)]
    while queue:
        make_way()
        value, a, b = heapq.heappop(queue)
        # What was said of groups that are no more, or have grown, no longer holds.
        if beside[a].get(b) != -value:
            continue
        if len(beside[a]) < len(beside[b]):
            a, b = b, a
        members[a] += members[b]
        members[b] = []
        gone, beside[b] = beside[b], {}
        del beside[a][b]
        for c, more in gone.items():
            if c == a:
                continue
            del beside[c][b]
            total = beside[a].get(c, 0.0) + more
            beside[a][c] = beside[c][a] = total
            if total > 0:
                heapq.heappush(queue, (-total, min(a, c), max(a, c)))
    label = np.zeros(count, dtype=np.int64)
    for k, some in enumerate(members):
        label[some] = k
    return label
