"""Strokes and sketches: what the pen left, as immutable values.

Canvas units are those of the document's page, x to the right and y down.
"""

from __future__ import annotations

import contextlib
import dataclasses
import random
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from sketchpad.core.stroke5 import Codec, Frame

FloatArray = NDArray[np.float64]

#: Columns of ``Stroke.samples``. Time is in ms since the stroke's pen-down; tilt is in degrees
#: from the vertical, NaN where the device does not tell.
COLUMNS: Final = ("x", "y", "pressure", "time", "tilt_x", "tilt_y")
X, Y, PRESSURE, TIME, TILT_X, TILT_Y = range(6)
#: Pressure given to samples of devices that have none.
DEFAULT_PRESSURE: Final = 0.5


def _random_id() -> str:
    return uuid.uuid4().hex


_maker: Final[ContextVar[Callable[[], str]]] = ContextVar("new ids", default=_random_id)


def new_id() -> str:
    """A stable identifier, unique in every document."""
    return _maker.get()()


@contextlib.contextmanager
def repeatable_ids(key: str) -> Iterator[None]:
    """In this context (of this thread), new ids follow from the key, one after the other.

    Args:
        key: tells apart whatever may ever meet in one document: ids of equal keys are equal.
    """
    source = random.Random(key)
    token = _maker.set(lambda: f"{source.getrandbits(128):032x}")
    try:
        yield
    finally:
        _maker.reset(token)


@dataclasses.dataclass(frozen=True, slots=True)
class Brush:
    """How a stroke is drawn.

    Attributes:
        colour: ``#rrggbb``.
        width: the width in canvas units at pressure 1, and at every pressure if ``sensitivity``
            is 0.
        opacity: 0 to 1, of the stroke as a whole.
        sensitivity: 0 to 1, the share of the width that pressure governs.
        gamma: the exponent of the pressure curve; below 1 a light hand already draws wide.
    """

    colour: str = "#1a1a1a"
    width: float = 3.0
    opacity: float = 1.0
    sensitivity: float = 0.0
    gamma: float = 1.0

    def widths(self, pressure: FloatArray) -> FloatArray:
        """The drawn width at each of these pressures, in canvas units; same shape."""
        share = np.clip(pressure, 0.0, 1.0) ** self.gamma
        return np.asarray(self.width * (1.0 - self.sensitivity * (1.0 - share)), dtype=np.float64)

    def with_width(self, width: float) -> Brush:
        """The same brush of another width."""
        return dataclasses.replace(self, width=width)


@dataclasses.dataclass(frozen=True, slots=True)
class Provenance:
    """Which model drew a stroke, and all that it takes to draw it again.

    Attributes:
        model: the model's name, as in its card.
        version: the model's version.
        verb: ``complete``, ``heal``, ``interpolate``, ``clean`` or ``generate``.
        seed: the seed of the sampler.
        temperature: the sampler's temperature.
        request: identifies the request that this stroke answers; strokes of one suggestion
            share it.
    """

    model: str
    version: str
    verb: str
    seed: int
    temperature: float
    request: str


def as_samples(values: ArrayLike) -> FloatArray:
    """A read-only ``(n, 6)`` array of samples from ``(n, 2..6)`` numbers.

    Missing columns get the default pressure, times 10 ms apart, and unknown tilt.

    Raises:
        ValueError: for other shapes, or coordinates that are not finite.
    """
    given = np.array(values, dtype=np.float64, ndmin=2)
    if given.ndim != 2 or not 2 <= given.shape[1] <= len(COLUMNS):
        raise ValueError(f"samples must be (n, 2..6), not {given.shape}")
    samples = np.full((len(given), len(COLUMNS)), np.nan)
    samples[:, PRESSURE] = DEFAULT_PRESSURE
    samples[:, TIME] = 10.0 * np.arange(len(given))
    samples[:, : given.shape[1]] = given
    if not np.isfinite(samples[:, :TILT_X]).all():
        raise ValueError("samples must be finite")
    samples.flags.writeable = False
    return samples


@dataclasses.dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Stroke:
    """Pen-down to pen-up. Equality is identity; ``id`` survives edits.

    Attributes:
        samples: read-only ``(n, 6)``, n ≥ 1, as in ``COLUMNS``; what is drawn.
        brush: how it is drawn.
        provenance: None for the user's own hand.
        id: stable through edits, undo, save and load.
        raw: the pen's readings before smoothing, ``(m, 6)``, if smoothing changed them.
    """

    samples: FloatArray
    brush: Brush = Brush()
    provenance: Provenance | None = None
    id: str = dataclasses.field(default_factory=new_id)
    raw: FloatArray | None = None
    _bounds: tuple[float, float, float, float] | None = dataclasses.field(
        default=None, init=False, repr=False
    )

    @classmethod
    def make(
        cls,
        samples: ArrayLike,
        brush: Brush = Brush(),
        provenance: Provenance | None = None,
        raw: ArrayLike | None = None,
    ) -> Stroke:
        """A new stroke from ``(n, 2..6)`` numbers; see ``as_samples``."""
        array = as_samples(samples)
        if not len(array):
            raise ValueError("a stroke has at least one sample")
        return cls(array, brush, provenance, raw=None if raw is None else as_samples(raw))

    def __len__(self) -> int:
        return len(self.samples)

    @property
    def points(self) -> FloatArray:
        """The centre line, ``(n, 2)``, a read-only view."""
        return self.samples[:, :2]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """``(left, top, right, bottom)`` of the centre line, computed once."""
        if self._bounds is None:
            left, top = self.points.min(axis=0).tolist()
            right, bottom = self.points.max(axis=0).tolist()
            object.__setattr__(self, "_bounds", (left, top, right, bottom))
            return left, top, right, bottom
        return self._bounds

    @property
    def pressure(self) -> FloatArray:
        """``(n,)``, 0 to 1."""
        return self.samples[:, PRESSURE]

    @property
    def widths(self) -> FloatArray:
        """The drawn width at each sample, ``(n,)``, in canvas units."""
        return self.brush.widths(self.pressure)

    def replace(
        self,
        *,
        samples: ArrayLike | None = None,
        brush: Brush | None = None,
    ) -> Stroke:
        """The same stroke (same id) with other samples or another brush.

        New samples drop ``raw``: the readings no longer describe what is drawn.
        """
        return Stroke(
            self.samples if samples is None else as_samples(samples),
            self.brush if brush is None else brush,
            self.provenance,
            self.id,
            self.raw if samples is None else None,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Sketch:
    """An ordered list of strokes in one coordinate space: what models see."""

    strokes: tuple[Stroke, ...] = ()

    @classmethod
    def of(cls, polylines: Iterable[ArrayLike], brush: Brush = Brush()) -> Sketch:
        """A sketch from polylines of ``(n, 2..6)`` numbers; empty ones are left out."""
        arrays = (np.asarray(line, dtype=np.float64) for line in polylines)
        return cls(tuple(Stroke.make(line, brush) for line in arrays if len(line)))

    def __len__(self) -> int:
        return len(self.strokes)

    @property
    def polylines(self) -> list[FloatArray]:
        """Each stroke's centre line, ``(n, 2)``."""
        return [stroke.points for stroke in self.strokes]

    def to_stroke5(
        self, codec: Codec | None = None, frame: Frame | None = None, *, simplify: bool = True
    ) -> tuple[NDArray[np.float32], Frame]:
        """The rows that sequence models read; see ``sketchpad.core.stroke5``.

        Args:
            codec: the model's constants; ``Codec()`` if None.
            frame: the model's box on the canvas; fitted to the sketch if None.
            simplify: reduce the points as for the model; otherwise every sample is encoded.

        Returns:
            float32 ``(points + 1, 5)``, and the frame that ``from_stroke5`` needs.
        """
        from sketchpad.core.stroke5 import Codec, Frame

        codec = Codec() if codec is None else codec
        frame = codec.frame_of(self.polylines) if frame is None else frame
        if not simplify:
            return codec.encode(self.polylines, frame)
        return codec.encode(codec.simplify(self.polylines, frame), Frame())[0], frame

    @classmethod
    def from_stroke5(
        cls,
        rows: ArrayLike,
        codec: Codec | None = None,
        frame: Frame | None = None,
        brush: Brush = Brush(),
    ) -> Sketch:
        """The sketch of stroke-5 rows ``(n, 5)``; without a frame, in the model's box.

        Raises:
            InputError: if the rows are not stroke-5.
        """
        from sketchpad.core.stroke5 import Codec, Frame

        codec = Codec() if codec is None else codec
        return cls.of(codec.decode(rows, Frame() if frame is None else frame), brush)


def bounds_of(strokes: Sequence[Stroke]) -> tuple[float, float, float, float] | None:
    """``(left, top, right, bottom)`` of the centre lines, or None if there are none."""
    if not strokes:
        return None
    corners = np.array([s.bounds for s in strokes])
    left, top = corners[:, :2].min(axis=0)
    right, bottom = corners[:, 2:].max(axis=0)
    return float(left), float(top), float(right), float(bottom)
