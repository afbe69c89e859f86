"""Boxes of ink: what finds quickly which strokes a place, an eraser or a picture meets."""

from __future__ import annotations

import weakref
from typing import Any

import numpy as np

from sketchpad.core.document import Layer
from sketchpad.core.geometry import Box
from sketchpad.core.stroke import FloatArray, Stroke

_boxes: weakref.WeakKeyDictionary[Layer, FloatArray] = weakref.WeakKeyDictionary()
#: By layer id, the value whose boxes were asked for last: most of the next one's are the same.
_latest: weakref.WeakValueDictionary[str, Layer] = weakref.WeakValueDictionary()


def ink_box(stroke: Stroke) -> Box:
    """``(left, top, right, bottom)`` of a stroke's ink, canvas units."""
    left, top, right, bottom = stroke.bounds
    half = stroke.brush.width / 2.0
    return left - half, top - half, right + half, bottom + half


def ink_boxes(layer: Layer) -> FloatArray:
    """``ink_box`` of every stroke of a layer, ``(n, 4)``, computed once per value."""
    boxes = _boxes.get(layer)
    if boxes is None:
        before = _latest.get(layer.id)
        known = None if before is None else _boxes.get(before)
        if before is None or known is None:
            boxes = _of(layer.strokes)
        else:
            head, tail = shared_ends(before.strokes, layer.strokes)
            middle = _of(layer.strokes[head : len(layer.strokes) - tail])
            boxes = np.concatenate([known[:head], middle, known[len(known) - tail :]])
        boxes.flags.writeable = False
        _boxes[layer] = boxes
        _latest[layer.id] = layer
    return boxes


def meeting(layer: Layer, box: Box) -> list[int]:
    """The indices of the strokes whose boxes of ink meet a box, in drawing order."""
    boxes = ink_boxes(layer)
    left, top, right, bottom = box
    hits = (boxes[:, 0] <= right) & (boxes[:, 2] >= left)
    hits &= (boxes[:, 1] <= bottom) & (boxes[:, 3] >= top)
    return [int(i) for i in np.flatnonzero(hits)]


def shared_ends(a: tuple[Any, ...], b: tuple[Any, ...]) -> tuple[int, int]:
    """How many values two tuples share at their beginning, and then at their end.

    Comparing slices is fast enough to find what an edit changed among ten thousand strokes.
    """
    most = min(len(a), len(b))
    head = _shared(a[:most], b[:most])
    rest = most - head
    if not rest:
        return head, 0
    tail = _shared(a[len(a) - rest :][::-1], b[len(b) - rest :][::-1])
    return head, tail


def _shared(a: tuple[Any, ...], b: tuple[Any, ...]) -> int:
    """The length of the common beginning of two tuples of one length, by bisection."""
    low, high = 0, len(a)
    if a == b:
        return high
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _of(strokes: tuple[Stroke, ...]) -> FloatArray:
    return np.array([ink_box(stroke) for stroke in strokes], dtype=np.float64).reshape(-1, 4)
