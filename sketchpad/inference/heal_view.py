"""What the healer sees of a page: kept ink, cut ends and hole, in the model's square frame.

The same thing as ``training.heal.pairs`` makes of erased drawings; the constants travel in the
model's card.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.document import Hole
from sketchpad.core.erase import hole_mask
from sketchpad.core.errors import InputError
from sketchpad.core.geometry import distance_to_polyline, rdp
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import FloatArray, Stroke

Floats = NDArray[np.float32]

#: Ends of strokes this near to a hole's edge were cut by it, as a share of the frame.
_NEAR_EDGE: Final = 0.004
#: The tolerance of simplification, as a share of the kept ink's size; as in the prepared data.
_SIMPLIFY: Final = 2.0 / 255.0
#: More points than this make the model slow; the ink is simplified more.
_MOST_NODES: Final = 240
#: Pixels along a side of the map that keeps the pen inside the hole.
FENCE: Final = 128
#: How far a stroke may step over the hole's edge, as a share of the frame.
_OVER: Final = 0.008
#: A cut end's direction is that of this much of its stroke, as a share of the frame.
_TANGENT: Final = 0.02


@dataclasses.dataclass(frozen=True)
class Canvas:
    """Constants of a healer, out of its card."""

    ink: int
    hole: int
    pen: float
    margin: float
    reach: float
    features: int

    @classmethod
    def of(cls, card: Mapping[str, Any]) -> Canvas:
        """Those of a card; unknown entries are ignored."""
        values = card["canvas"]
        return cls(**{f.name: values[f.name] for f in dataclasses.fields(cls)})


@dataclasses.dataclass(frozen=True, eq=False)
class CutEnd:
    """Where a kept stroke runs into a hole.

    Attributes:
        stroke: which of the kept strokes.
        tail: it is the stroke's last sample, not its first.
        place: the sample, canvas units, ``(2,)``.
        heading: unit direction into the hole, ``(2,)``.
    """

    stroke: int
    tail: bool
    place: FloatArray
    heading: FloatArray


@dataclasses.dataclass(frozen=True, eq=False)
class View:
    """A page as the healer sees it.

    Attributes:
        ink: the kept ink, float32 ``(n, n)``.
        hole: its raster, float32 ``(m, m)``, 0 or 1.
        nodes: the points of the kept strokes, frame units ``(k, 2)``.
        last: bool ``(k,)``, the point is the last of its stroke.
        is_end: bool ``(k,)``, the point is a cut end.
        ends: the cut ends, in drawing order.
        low: top left corner of the frame, canvas units, ``(2,)``.
        span: its side, canvas units.
        middle: of the hole, frame units, ``(2,)``.
        fence: bool ``(FENCE, FENCE)``, where the pen may go.
        size: the long side of the kept ink, canvas units.
    """

    ink: Floats
    hole: Floats
    nodes: FloatArray
    last: NDArray[np.bool_]
    is_end: NDArray[np.bool_]
    ends: tuple[CutEnd, ...]
    low: FloatArray
    span: float
    middle: FloatArray
    fence: NDArray[np.bool_]
    size: float

    def to_frame(self, points: FloatArray) -> FloatArray:
        """Canvas units → frame units, −1 to 1."""
        return np.asarray((points - self.low) / self.span * 2.0 - 1.0)

    def to_canvas(self, points: FloatArray) -> FloatArray:
        """Frame units → canvas units."""
        return np.asarray((points + 1.0) * (self.span / 2.0) + self.low)

    def in_hole(self, places: FloatArray) -> Floats:
        """1 where places ``(n, 2)`` lie in the hole's raster, else 0; ``(n,)``."""
        size = len(self.hole)
        pixel = ((places + 1.0) * (size / 2)).astype(np.int64).clip(0, size - 1)
        return np.asarray(self.hole[pixel[:, 1], pixel[:, 0]])


def view_of(strokes: Sequence[Stroke], holes: Sequence[Hole], canvas: Canvas) -> View:
    """How the healer sees kept strokes and the holes between them.

    Raises:
        InputError: if nothing was kept, or there is no hole.
    """
    if not holes:
        raise InputError("There is no hole to heal; erase a part of the drawing first.")
    if not strokes:
        raise InputError("Nothing is left of the drawing to heal it from; undo, or erase less.")
    low, span, size = _frame(strokes, holes, canvas)
    lines, ends = _simplified(strokes, holes, span, size)
    hole = _mask(holes, low, span, canvas.hole)
    line = (np.arange(canvas.hole) + 0.5) * (2.0 / canvas.hole) - 1.0
    mass = max(float(hole.sum()), 1e-6)
    middle = np.array([(hole.sum(0) * line).sum(), (hole.sum(1) * line).sum()]) / mass
    scale = canvas.ink / span
    matrix = np.array([[scale, 0.0, -low[0] * scale], [0.0, scale, -low[1] * scale]])
    counts = np.array([len(line) for line in lines])
    last = np.zeros(counts.sum(), dtype=np.bool_)
    last[counts.cumsum() - 1] = True
    is_end = np.zeros(len(last), dtype=np.bool_)
    for end in ends:
        begin = int(counts[: end.stroke].sum())
        is_end[begin + (counts[end.stroke] - 1 if end.tail else 0)] = True
    return View(
        ink=rasterise(lines, (canvas.ink, canvas.ink), width=canvas.pen, matrix=matrix),
        hole=hole.astype(np.float32),
        nodes=(np.concatenate(lines) - low) / span * 2.0 - 1.0,
        last=last,
        is_end=is_end,
        ends=tuple(ends),
        low=low,
        span=span,
        middle=middle,
        fence=_mask(holes, low, span, FENCE, grow=_OVER * span),
        size=size,
    )


def _frame(
    strokes: Sequence[Stroke], holes: Sequence[Hole], canvas: Canvas
) -> tuple[FloatArray, float, float]:
    """Corner and side of the square around kept ink and holes, and the kept ink's long side."""
    boxes = np.array([stroke.bounds for stroke in strokes])
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    size = float((high - low).max())
    hole_low = np.min([hole.path.min(axis=0) - hole.radius for hole in holes], axis=0)
    hole_high = np.max([hole.path.max(axis=0) + hole.radius for hole in holes], axis=0)
    # A dot has no size; the hole then tells how large things are.
    reach = canvas.reach * (size if size > 0.0 else float((hole_high - hole_low).max()))
    low, high = (
        np.minimum(low, np.maximum(hole_low, low - reach)),
        np.maximum(high, np.minimum(hole_high, high + reach)),
    )
    span = max(float((high - low).max()), 1e-6) * (1.0 + 2.0 * canvas.margin)
    return (low + high) / 2 - span / 2, span, max(size, 0.1 * span)


def _simplified(
    strokes: Sequence[Stroke], holes: Sequence[Hole], span: float, size: float
) -> tuple[list[FloatArray], list[CutEnd]]:
    """The kept strokes with few points, and their cut ends in drawing order."""
    epsilon = _SIMPLIFY * size
    for _ in range(6):
        lines = [rdp(stroke.points, epsilon) for stroke in strokes]
        if sum(map(len, lines)) <= _MOST_NODES:
            break
        epsilon *= 2.0
    ends = []
    for number, stroke in enumerate(strokes):
        if len(stroke) < 2:
            continue
        for tail in (False, True):
            points = stroke.points[::-1] if tail else stroke.points
            if _on_edge(points[0], holes, _NEAR_EDGE * span):
                heading = _heading(points, _TANGENT * span)
                ends.append(CutEnd(number, tail, points[0], heading))
    return lines, ends


def _on_edge(point: FloatArray, holes: Sequence[Hole], near: float) -> bool:
    for hole in holes:
        path = np.concatenate([hole.path, hole.path[:1]]) if hole.filled else hole.path
        if abs(float(distance_to_polyline(point[None], path)[0]) - hole.radius) <= near:
            return True
    return False


def _heading(points: FloatArray, reach: float) -> FloatArray:
    """The unit direction from inside a stroke to its end ``points[0]``."""
    away = np.linalg.norm(points - points[0], axis=1)
    far = np.flatnonzero(away >= reach)
    other = points[far[0]] if len(far) else points[int(away.argmax())]
    way = points[0] - other
    return np.asarray(way / max(float(np.linalg.norm(way)), 1e-12))


def _mask(
    holes: Sequence[Hole], low: FloatArray, span: float, size: int, grow: float = 0.0
) -> NDArray[np.bool_]:
    """Which pixels of the frame lie in a hole, ``(size, size)``."""
    line = (np.arange(size) + 0.5) * (span / size)
    x, y = np.meshgrid(low[0] + line, low[1] + line)
    points = np.stack([x.ravel(), y.ravel()], axis=1)
    inside = np.zeros(len(points), dtype=np.bool_)
    for hole in holes:
        grown = dataclasses.replace(hole, radius=hole.radius + grow) if grow else hole
        inside |= hole_mask(grown, points)
    return inside.reshape(size, size)
