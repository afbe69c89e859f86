"""Thinning: from blobs of ink to lines one pixel wide that hang together as the blobs did.

After Zhang and Suen (1984), who stay in the middle of wide bands, with a last pass that makes
every line 8-connected and no thicker.
Work is done on the list of ink pixels, so the cost grows with the ink and not with the image.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.geometry import BoolArray, IntArray

#: The eight neighbours, clockwise from the one above, as (row, column).
AROUND: Final = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))


def _tables() -> tuple[BoolArray, BoolArray, BoolArray]:
    """What may go, by the 8 bits of a pixel's neighbours: first pass, second pass, last pass."""
    codes = np.arange(256)
    bits = (codes[:, None] >> np.arange(8)) & 1
    count = bits.sum(axis=1)
    up, right, down, left = (bits[:, k].astype(np.bool_) for k in (0, 2, 4, 6))
    parts = ((bits == 0) & (np.roll(bits, -1, axis=1) == 1)).sum(axis=1)
    edge = (count >= 2) & (count <= 6) & (parts == 1)
    first = edge & ~(up & right & down) & ~(right & down & left)
    second = edge & ~(up & right & left) & ~(up & down & left)
    # The inner corner of a staircase: two neighbours at right angles that touch without it.
    corner = np.zeros(256, dtype=np.bool_)
    for k in (0, 2, 4, 6):
        one, other, opposite = bits[:, k], bits[:, (k + 2) % 8], bits[:, (k + 5) % 8]
        corner |= (one & other & (opposite == 0)).astype(np.bool_)
    crossings = sum(
        (bits[:, k] == 0) & ((bits[:, (k + 1) % 8] == 1) | (bits[:, (k + 2) % 8] == 1))
        for k in (0, 2, 4, 6)
    )
    return first, second, corner & (np.asarray(crossings) == 1) & (count >= 2)


_FIRST, _SECOND, _LAST = _tables()


def thin(ink: BoolArray) -> BoolArray:
    """The centre lines of a mask ``(h, w)``; connected where it is, without filling holes."""
    height, width = ink.shape
    grid = np.zeros((height + 2, width + 2), dtype=np.uint8)
    grid[1:-1, 1:-1] = ink
    flat = grid.reshape(-1)
    shifts = np.array([dy * (width + 2) + dx for dy, dx in AROUND])
    # Only ink beside paper can go, and what goes bares its neighbours.
    edge = np.flatnonzero(flat)
    edge = edge[_codes(flat, edge, shifts) < 255]
    seen = np.zeros(len(flat), dtype=np.bool_)
    seen[edge] = True
    changed = True
    while changed:
        changed = False
        for table in (_FIRST, _SECOND):
            gone = edge[table[_codes(flat, edge, shifts)]]
            flat[gone] = 0
            if len(gone):
                bared = (gone[:, None] + shifts).reshape(-1)
                bared = np.unique(bared[(flat[bared] > 0) & ~seen[bared]])
                seen[bared] = True
                edge = np.concatenate([edge[flat[edge] > 0], bared])
                changed = True
    alive = np.flatnonzero(flat)
    # One pixel of a staircase at a time by parity, so that two neighbours never go together.
    row, column = np.divmod(alive, width + 2)
    for parity in range(4):
        some = alive[(row % 2) * 2 + column % 2 == parity]
        flat[some[_LAST[_codes(flat, some, shifts)]]] = 0
    return np.asarray(grid[1:-1, 1:-1] > 0)


def _codes(flat: np.ndarray, places: IntArray, shifts: IntArray) -> IntArray:
    code = np.zeros(len(places), dtype=np.int64)
    for bit, shift in enumerate(shifts):
        code |= flat[places + shift].astype(np.int64) << bit
    return code


def hysteresis(heat: NDArray[np.float32], high: float, low: float) -> BoolArray:
    """Pixels of at least ``low`` that hang together with one of at least ``high``.

    Args:
        heat: ``(h, w)``.
        high: what begins a region.
        low: what a region may grow over, below ``high``.
    """
    weak = np.asarray(heat >= low)
    height, width = heat.shape
    label = np.zeros((height + 2, width + 2), dtype=np.int64)
    places = np.flatnonzero(np.pad(weak, 1))
    if not len(places):
        return weak
    parent = components(places, width + 2, np.pad(weak, 1).reshape(-1))
    strong = np.pad(np.asarray(heat >= high), 1).reshape(-1)[places]
    kept = np.zeros(len(places), dtype=np.bool_)
    kept[parent[strong]] = True
    flat = label.reshape(-1)
    flat[places] = kept[parent]
    return np.asarray(label[1:-1, 1:-1] > 0)


def fill_holes(ink: BoolArray, area: int) -> BoolArray:
    """The mask ``(h, w)`` without the holes of at most so many pixels.

    Paper is looked at by runs along the rows, of which there are few where there is little ink.
    """
    if area < 1:
        return ink
    height, width = ink.shape
    stride = width + 2
    # One frame of paper around everything: what hangs together with it is no hole.
    flat = np.pad(ink, 1).reshape(-1)
    edges = np.flatnonzero(np.diff(flat)) + 1
    first = np.append(0, edges[1::2])
    last = np.append(edges[::2], len(flat))
    # A run that goes on into the next row is one with the frame, and so are both its rows.
    one, other = _touching(first, last, stride)
    label = join(len(first), one, other)
    size = np.bincount(label, last - first, minlength=len(first))
    hole = (size[label] <= area) & (label != label[0])
    steps = np.zeros(len(flat) + 1, dtype=np.int8)
    steps[first[hole]] = 1
    steps[last[hole]] -= 1
    filled = flat | (np.cumsum(steps[:-1], dtype=np.int8) > 0)
    return filled.reshape(height + 2, stride)[1:-1, 1:-1]


def _touching(first: IntArray, last: IntArray, stride: int) -> tuple[IntArray, IntArray]:
    """Pairs of runs of which one lies, in part, right above the other.

    Args:
        first: flat indices at which the runs begin, sorted, ``(n,)``.
        last: and at which they have ended.
        stride: of a row.
    """
    low = np.searchsorted(last, first + stride, "right")
    high = np.searchsorted(first, last + stride, "left")
    count = np.maximum(high - low, 0)
    one = np.repeat(np.arange(len(first)), count)
    step = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
    return one, np.repeat(low, count) + step


def components(places: IntArray, stride: int, flat: BoolArray) -> IntArray:
    """For each ink pixel the number of its region's first pixel in ``places``.

    Args:
        places: sorted flat indices of the ink, ``(n,)``.
        stride: the padded image's width.
        flat: the padded image, flat.
    """
    index = np.zeros(len(flat), dtype=np.int64)
    index[places] = np.arange(len(places))
    pairs = []
    for shift in (1, stride - 1, stride, stride + 1):
        both = np.flatnonzero(flat[places + shift])
        pairs.append(np.stack([both, index[places[both] + shift]]))
    one, other = np.concatenate(pairs, axis=1)
    return join(len(places), one, other)


def join(count: int, one: IntArray, other: IntArray) -> IntArray:
    """Connected components of a graph: each node's smallest fellow, ``(count,)``.

    Args:
        count: nodes.
        one: first ends of the edges.
        other: second ends.
    """
    label = np.arange(count)
    while True:
        least = np.minimum(label[one], label[other])
        before = label.copy()
        # Hooking the roots, and not only the ends, halves the rounds again and again.
        np.minimum.at(label, before[one], least)
        np.minimum.at(label, before[other], least)
        while True:
            higher = label[label]
            if (higher == label).all():
                break
            label = higher
        if (label == before).all():
            return label
