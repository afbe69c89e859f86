"""The one stroke-5 codec: polylines to the rows that sequence models read, and back.

A row is ``(dx, dy, p1, p2, p3)``: the offset from the previous point and, one-hot, the pen's
state *after* this point: down (the pen goes on drawing to the next point), up (lifted here), or
end. As in Ha & Eck, "A Neural Representation of Sketch Drawings" (2017), the drawing ends with
one row of its own.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sketchpad.core.errors import InputError
from sketchpad.core.geometry import as_points, rdp_mask_many
from sketchpad.core.stroke import FloatArray

RowArray = NDArray[np.float32]

DX, DY, PEN_DOWN, PEN_UP, PEN_END = range(5)
#: The row before the first point, which models start from.
START_ROW: Final = (0.0, 0.0, 1.0, 0.0, 0.0)
#: The row after the last point, and padding.
END_ROW: Final = (0.0, 0.0, 0.0, 0.0, 1.0)


@dataclasses.dataclass(frozen=True)
class Frame:
    """Where a model's box lies on the canvas: canvas = origin + unit · box.

    Attributes:
        origin_x: the box's left edge, canvas units.
        origin_y: the box's top edge, canvas units.
        unit: canvas units per box unit, more than 0.
    """

    origin_x: float = 0.0
    origin_y: float = 0.0
    unit: float = 1.0

    def __post_init__(self) -> None:
        finite = all(map(math.isfinite, (self.origin_x, self.origin_y, self.unit)))
        if not finite or self.unit <= 0.0:
            raise InputError(f"A drawing cannot be fitted into a box with {self}.")

    @property
    def origin(self) -> FloatArray:
        """``(2,)``, canvas units."""
        return np.array([self.origin_x, self.origin_y])

    def to_box(self, points: ArrayLike) -> FloatArray:
        """Canvas points ``(n, 2)`` in box units."""
        return (as_points(points) - self.origin) / self.unit

    def to_canvas(self, points: ArrayLike) -> FloatArray:
        """Box points ``(n, 2)`` in canvas units."""
        return as_points(points) * self.unit + self.origin


@dataclasses.dataclass(frozen=True)
class Codec:
    """The constants of a normalisation; they travel inside the model that was trained with them.

    Attributes:
        box: the long side of a drawing, in box units.
        epsilon: tolerance of the simplification, box units.
        scale: box units per unit of the rows; models use the standard deviation of offsets.
        nmax: the most points a model takes.
    """

    box: float = 255.0
    epsilon: float = 2.0
    scale: float = 1.0
    nmax: int = 200

    def __post_init__(self) -> None:
        values = (self.box, self.epsilon, self.scale)
        positive = self.box > 0.0 and self.scale > 0.0 and self.epsilon >= 0.0 and self.nmax >= 1
        if not positive or not all(map(math.isfinite, values)):
            raise InputError(f"These constants of a stroke-5 normalisation make no sense: {self}.")

    def to_dict(self) -> dict[str, float]:
        """The constants, for metadata."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The codec of ``to_dict``; missing constants get their default, others are ignored.

        Raises:
            InputError: for values that make no sense.
        """
        fields = {f.name: f for f in dataclasses.fields(cls)}
        try:
            given = {n: float(values[n]) for n in fields if n in values}
            if not all(map(math.isfinite, given.values())):
                raise ValueError
        except (TypeError, ValueError, OverflowError):
            raise InputError(f"These constants are not those of a codec: {values}.") from None
        return cls(**{n: int(v) if n == "nmax" else v for n, v in given.items()})  # type: ignore[arg-type]

    def frame_of(self, polylines: Sequence[ArrayLike]) -> Frame:
        """The frame in which the drawing's long side fills the box, aligned top left.

        A drawing without extent (a dot, or none) keeps the canvas unit.
        """
        arrays = [line for line in map(as_points, polylines) if len(line)]
        if not arrays:
            return Frame()
        points = np.concatenate(arrays)
        low, high = points.min(axis=0), points.max(axis=0)
        # Halves do not overflow where the difference would.
        half = float((high / 2 - low / 2).max())
        unit = half / self.box * 2
        return Frame(float(low[0]), float(low[1]), unit if unit > 0.0 else 1.0)

    def simplify(self, polylines: Sequence[ArrayLike], frame: Frame) -> list[FloatArray]:
        """Each polyline in box units with few points, ``(n, 2)``; empty ones are left out.

        For rows of these use ``encode(lines, Frame())``, whose box is the canvas.
        """
        arrays = [line for line in map(as_points, polylines) if len(line)]
        if not arrays:
            return []
        points = frame.to_box(np.concatenate(arrays))
        offsets = np.cumsum([0, *map(len, arrays)])
        keep = rdp_mask_many(points, offsets, self.epsilon)
        cuts = np.cumsum(keep)[offsets[1:-1] - 1]
        return np.split(points[keep], cuts)

    def encode(
        self, polylines: Sequence[ArrayLike], frame: Frame | None = None
    ) -> tuple[RowArray, Frame]:
        """Rows of a drawing, as it is: call ``simplify`` first where a model expects that.

        Args:
            polylines: ``(n, 2)`` each, canvas units; empty ones are left out.
            frame: that of ``frame_of`` if None.

        Returns:
            float32 ``(points + 1, 5)`` in units of ``scale``, and the frame. The first offset is
            from the frame's origin; the last row is the end.
        """
        arrays = [line for line in map(as_points, polylines) if len(line)]
        frame = self.frame_of(arrays) if frame is None else frame
        if not arrays:
            return np.array([END_ROW], dtype=np.float32), frame
        points = frame.to_box(np.concatenate(arrays))
        return self.rows_of(points, np.cumsum([len(line) for line in arrays])), frame

    def rows_of(self, points: FloatArray, stops: ArrayLike) -> RowArray:
        """Rows of points ``(n, 2)`` in box units; strokes stop before the indices ``stops``."""
        rows = np.zeros((len(points) + 1, 5), dtype=np.float32)
        rows[:-1, :2] = np.diff(points / self.scale, axis=0, prepend=0.0)
        rows[:-1, PEN_DOWN] = 1.0
        last = np.asarray(stops, dtype=np.int64) - 1
        rows[last, PEN_DOWN] = 0.0
        rows[last, PEN_UP] = 1.0
        rows[-1] = END_ROW
        return rows

    def decode(
        self, rows: ArrayLike, frame: Frame, start: Sequence[float] = (0.0, 0.0)
    ) -> list[FloatArray]:
        """The polylines of rows: the inverse of ``encode``.

        Args:
            rows: ``(n, 5)``; what follows an end row is ignored, and the end row may be missing.
            frame: where the drawing lies.
            start: the point that the first offset counts from, box units.

        Returns:
            float64 ``(n, 2)`` each, canvas units.

        Raises:
            InputError: if the rows are not of this shape or not finite.
        """
        given = _checked(rows)
        points = np.cumsum(given[:, :2], axis=0) * self.scale + np.asarray(start)
        lifted = np.flatnonzero(given[:, PEN_UP] > given[:, PEN_DOWN]) + 1
        lines = np.split(frame.to_canvas(points), lifted)
        return [line for line in lines if len(line)]

    def truncate(self, rows: RowArray) -> RowArray:
        """At most ``nmax`` points, then the end row; the last stroke that is kept is lifted."""
        points = rows[: length(rows)]
        if len(points) > self.nmax:
            points = points[: self.nmax].copy()
            points[-1, 2:] = END_ROW[2], 1.0, 0.0
        return np.concatenate([points, np.array([END_ROW], dtype=np.float32)])

    def pad(self, rows: RowArray, *, start: bool = False) -> RowArray:
        """Exactly ``nmax + 1`` rows, or one more with the start row, padded with end rows.

        Raises:
            InputError: if there are more than ``nmax`` points.
        """
        count = length(rows)
        if count > self.nmax:
            raise InputError(f"A drawing of {count} points is too long for {self.nmax}.")
        padded = np.tile(np.array(END_ROW, dtype=np.float32), (self.nmax + 1 + start, 1))
        padded[int(start) : count + start] = rows[:count]
        if start:
            padded[0] = START_ROW
        return padded


def length(rows: ArrayLike) -> int:
    """How many points come before the end row."""
    given = np.asarray(rows)
    ends = np.flatnonzero(given[:, PEN_END] > 0.5)
    return int(ends[0]) if len(ends) else len(given)


def to_stroke3(rows: ArrayLike) -> NDArray[np.int16]:
    """Stroke-5 rows as sketch-rnn's ``(dx, dy, lifted)`` integers, without the end row.

    Rounded so that errors do not add up along the drawing.

    Raises:
        InputError: if an offset does not fit 16 bits.
    """
    given = _checked(rows)
    places = np.rint(np.cumsum(given[:, :2], axis=0))
    steps = np.diff(places, axis=0, prepend=0.0)
    if len(steps) and np.abs(steps).max() > np.iinfo(np.int16).max:
        raise InputError("The drawing is too large for sketch-rnn's 16-bit offsets.")
    result = np.empty((len(steps), 3), dtype=np.int16)
    result[:, :2] = steps
    result[:, 2] = given[:, PEN_UP] > given[:, PEN_DOWN]
    return result


def from_stroke3(rows: ArrayLike) -> RowArray:
    """Sketch-rnn's ``(n, 3)`` rows as stroke-5 rows ``(n + 1, 5)`` with the end row.

    Raises:
        InputError: if the rows are not of this shape or not finite.
    """
    given = np.asarray(rows, dtype=np.float64)
    if given.size == 0:
        given = np.empty((0, 3))
    if given.ndim != 2 or given.shape[1] != 3 or not np.isfinite(given).all():
        raise InputError("A stroke-3 drawing is a list of finite (dx, dy, lifted) rows.")
    result = np.zeros((len(given) + 1, 5), dtype=np.float32)
    result[:-1, :2] = given[:, :2]
    lifted = given[:, 2] > 0.5
    result[:-1, PEN_UP] = lifted
    result[:-1, PEN_DOWN] = ~lifted
    result[-1] = END_ROW
    return result


def _checked(rows: ArrayLike) -> FloatArray:
    try:
        given = np.asarray(rows, dtype=np.float64)
    except (TypeError, ValueError):
        given = np.empty(1)
    if given.size == 0:
        return np.empty((0, 5))
    if given.ndim != 2 or given.shape[1] != 5 or not np.isfinite(given).all():
        raise InputError("A stroke-5 drawing is a list of finite (dx, dy, p1, p2, p3) rows.")
    return given[: length(given)]
