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
    cells: int
    pen: float
    margin: float
    reach: float
    unit: float
    most_cells: int

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
        node: its number among the view's nodes.
    """

    stroke: int
    tail: bool
    place: FloatArray
    heading: FloatArray
    node: int


@dataclasses.dataclass(frozen=True, eq=False)
class View:
    """A page as the healer sees it.

    Attributes:
        inputs: of ``encoder.onnx``, without ``told``.
        ends: the cut ends, in drawing order.
        low: top left corner of the frame, canvas units, ``(2,)``.
        span: its side, canvas units.
        middle: of the hole, frame units, ``(2,)``.
        fence: bool ``(FENCE, FENCE)``, where the pen may go.
        size: the long side of the kept ink, canvas units.
    """

    inputs: dict[str, NDArray[Any]]
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

    @property
    def hole(self) -> Floats:
        """The hole's raster, ``(n, n)``."""
        hole: Floats = self.inputs["hole"][0]
        return hole


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
    nodes, flags = _nodes(lines, ends)
    ends = [dataclasses.replace(end, node=n) for end, n in zip(ends, _numbers(flags), strict=True)]
    places, before, after = _ways((nodes - low) / span * 2.0 - 1.0, flags)
    hole = _mask(holes, low, span, canvas.hole)
    line = (np.arange(canvas.hole) + 0.5) * (2.0 / canvas.hole) - 1.0
    mass = max(float(hole.sum()), 1e-6)
    middle = np.array([(hole.sum(0) * line).sum(), (hole.sum(1) * line).sum()]) / mass
    scale = canvas.ink / span
    matrix = np.array([[scale, 0.0, -low[0] * scale], [0.0, scale, -low[1] * scale]])
    ink = rasterise(lines, (canvas.ink, canvas.ink), width=canvas.pen, matrix=matrix)
    inputs: dict[str, NDArray[Any]] = {
        "nodes": places[None].astype(np.float32),
        "before": before[None].astype(np.float32),
        "after": after[None].astype(np.float32),
        "flags": flags[None].astype(np.float32),
        "ink": ink[None],
        "hole": hole[None].astype(np.float32),
        "places": _touched(hole, canvas)[None],
        "ends": np.array([[end.node for end in ends] or [0]], dtype=np.int64),
    }
    fence = _mask(holes, low, span, FENCE, grow=_OVER * span)
    return View(inputs, tuple(ends), low, span, middle, fence, size)


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
                ends.append(CutEnd(number, tail, points[0], heading, 0))
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


def _nodes(lines: Sequence[FloatArray], ends: Sequence[CutEnd]) -> tuple[FloatArray, FloatArray]:
    """All points ``(k, 2)``, and ``(k, 3)``: first of its stroke, last of it, cut end."""
    flags = []
    for number, line in enumerate(lines):
        own = np.zeros((len(line), 3))
        own[0, 0] = own[-1, 1] = 1.0
        for end in ends:
            if end.stroke == number:
                own[-1 if end.tail else 0, 2] = 1.0
        flags.append(own)
    return np.concatenate(lines), np.concatenate(flags)


def _numbers(flags: FloatArray) -> list[int]:
    """The nodes that are cut ends, in drawing order."""
    return [int(n) for n in np.flatnonzero(flags[:, 2] > 0.0)]


def _ways(places: FloatArray, flags: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The nodes, and the ways from the previous and to the next node of their strokes."""
    way = np.diff(places, axis=0)
    way[flags[1:, 0] > 0.0] = 0.0
    zero = np.zeros((1, 2))
    return places, np.concatenate([zero, way]), np.concatenate([way, zero])


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


def _touched(hole: NDArray[np.bool_], canvas: Canvas) -> NDArray[np.int64]:
    """The cells that the hole touches, row by row; the fullest if there are too many."""
    side = canvas.hole // canvas.cells
    full = hole.reshape(canvas.cells, side, canvas.cells, side).sum(axis=(1, 3)).ravel()
    order = np.argsort(-full, kind="stable")[: canvas.most_cells]
    touched = np.sort(order[full[order] > 0])
    # A hole thinner than a pixel still needs a token to stand for it.
    return touched if len(touched) else np.array([len(full) // 2], dtype=np.int64)
