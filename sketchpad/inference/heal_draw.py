"""Draws samples of missing strokes, step by step, all samples side by side.

The order of drawing is the one the model was taught (``training.heal.pairs``): first on from every
cut end that is still open, in drawing order, then strokes that lie in the hole altogether.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.stroke import FloatArray
from sketchpad.inference.heal_view import FENCE, View
from sketchpad.inference.sampler import Sampler
from sketchpad.inference.sessions import Network
from sketchpad.inference.suggestions import Run

Floats = NDArray[np.float32]

_DOWN, _UP, _JOIN, _STOP = range(4)
_CUT, _FREE, _POINT = range(3)
#: No sample needs more steps than this.
_MOST_STEPS: Final = 150
#: Steps of one piece; a longer one is a scribble.
_MOST_PIECE: Final = 48
_NEVER: Final = -1e9
#: Where along a step the pen is stopped if it would leave the hole.
_SHARES: Final = np.linspace(1.0, 0.0, 11)


@dataclasses.dataclass(frozen=True, eq=False)
class Line:
    """A missing stroke.

    Attributes:
        points: ``(n, 2)`` frame units; it begins and ends at the cut ends, if any.
        origin: the number of the cut end that it continues, −1 for none.
        goal: the number of the cut end that it leads to, −1 for none.
    """

    points: FloatArray
    origin: int
    goal: int


@dataclasses.dataclass(frozen=True, eq=False)
class Sample:
    """All missing strokes, drawn once.

    Attributes:
        lines: in the order they were drawn.
        ended: the model said itself that nothing more is missing.
        surprise: mean negative log-probability of its pen states, per step.
    """

    lines: tuple[Line, ...]
    ended: bool
    surprise: float


class _Pen:
    """The state of one sample."""

    def __init__(self, view: View, ends: FloatArray, headings: FloatArray) -> None:
        self._view, self._ends, self._headings = view, ends, headings
        self.used = np.zeros(len(ends), dtype=np.bool_)
        self.lines: list[Line] = []
        self.ended = False
        self.surprise = 0.0
        self.steps = 0
        self.begin()

    def begin(self) -> None:
        """Go to the next open cut end, or to the middle of the hole."""
        left = np.flatnonzero(~self.used)
        self.points: list[FloatArray] = []
        if len(left):
            self.origin, self.kind = int(left[0]), _CUT
            self.used[self.origin] = True
            self.place, self.move = self._ends[self.origin], self._headings[self.origin]
            self.points.append(self.place)
        else:
            self.origin, self.kind = -1, _FREE
            self.place, self.move = self._view.middle, np.zeros(2)

    def draw(self, offset: FloatArray, pen: int) -> None:
        """One step with the pen on the paper."""
        target = _fenced(self._view, self.place, self.place + offset)
        self.points.append(target)
        if pen == _UP or len(self.points) >= _MOST_PIECE:
            self._finish(-1)
        else:
            self.move, self.place, self.kind = target - self.place, target, _POINT

    def join(self, goal: int) -> None:
        """Straight on to a cut end."""
        self.used[goal] = True
        self.points.append(self._ends[goal])
        self._finish(goal)

    def _finish(self, goal: int) -> None:
        self.lines.append(Line(np.array(self.points), self.origin, goal))
        self.begin()


def _fenced(view: View, start: FloatArray, target: FloatArray) -> FloatArray:
    """The farthest place on the way that does not leave the hole."""
    way = start + _SHARES[:, None] * (target - start)
    pixel = ((way + 1.0) * (FENCE / 2)).astype(np.int64).clip(0, FENCE - 1)
    inside = view.fence[pixel[:, 1], pixel[:, 0]]
    return np.asarray(way[int(inside.argmax())] if inside.any() else start)


def draw_samples(
    network: Network,
    memory: dict[str, NDArray[Any]],
    view: View,
    *,
    unit: float,
    count: int,
    temperature: float,
    seed: int,
    run: Run,
) -> list[Sample]:
    """Draw the missing strokes several times.

    Args:
        network: ``decoder_step.onnx``.
        memory: outputs of ``encoder.onnx``.
        view: what was encoded.
        unit: frame units per unit of the mixture.
        count: how many samples.
        temperature: of the sampler.
        seed: of the sampler.
        run: may cancel the work.
    """
    sampler = Sampler(count, temperature=temperature, top_p=0.95, seed=seed)
    ends = view.to_frame(np.array([end.place for end in view.ends]).reshape(-1, 2))
    headings = np.array([end.heading for end in view.ends]).reshape(-1, 2)
    pens = [_Pen(view, ends, headings) for _ in range(count)]
    shared = {k: memory[k] for k in ("keys", "values", "at_ends", "targets", "token")}
    layers, _, heads, _, width = memory["keys"].shape
    past = [np.zeros((layers, count, heads, 0, width), np.float32) for _ in range(2)]
    alive = np.arange(count)
    for number in range(_MOST_STEPS):
        run.cancellation.check()
        given = _inputs([pens[i] for i in alive], view, unit)
        out = network.run(
            {
                **given,
                **shared,
                "number": np.array([number], dtype=np.int64),
                "past_keys": past[0],
                "past_values": past[1],
            }
        )
        past = [out["new_keys"], out["new_values"]]
        _advance(pens, alive, out, sampler, unit)
        going = np.array([not pens[i].ended for i in alive])
        if not going.any():
            break
        if going.sum() <= 0.75 * len(going):
            past = [np.ascontiguousarray(p[:, going]) for p in past]
            alive = alive[going]
    return [Sample(tuple(p.lines), p.ended, p.surprise / max(p.steps, 1)) for p in pens]


def _inputs(pens: list[_Pen], view: View, unit: float) -> dict[str, NDArray[Any]]:
    """The step's raw features, ``(b, …)``."""
    place = np.array([p.place for p in pens], dtype=np.float32)
    kind = np.array([p.kind for p in pens])
    origin = np.array([p.origin for p in pens], dtype=np.int64)
    move = np.array([p.move for p in pens])
    move[kind == _POINT] /= unit
    size = len(view.hole)
    pixel = ((place + 1.0) * (size / 2)).astype(np.int64).clip(0, size - 1)
    inside = view.hole[pixel[:, 1], pixel[:, 0]]
    extra = np.stack([(origin >= 0).astype(np.float32), inside], axis=1)
    return {
        "place": place,
        "move": move.astype(np.float32),
        "kind": np.eye(3, dtype=np.float32)[kind],
        "extra": extra,
        "origin": origin,
    }


def _advance(
    pens: list[_Pen],
    alive: NDArray[np.int64],
    out: dict[str, NDArray[Any]],
    sampler: Sampler,
    unit: float,
) -> None:
    """Sample one step of every sample that goes on."""
    mixture = out["params"].shape[1] - 3
    params = np.zeros((len(pens), mixture + 3), dtype=np.float64)
    params[alive, :mixture] = out["params"][:, :mixture]
    for row, i in enumerate(alive):
        params[i, mixture:] = _pen_logits(pens[i], out["pen"][row])
    rows = sampler.next(params)
    sampler.ended[:] = False
    for row, i in enumerate(alive):
        pen = pens[i]
        if pen.ended:
            continue
        state = int(rows[i, 2:].argmax())
        logits = params[i, mixture:]
        pen.surprise -= logits[state] - np.logaddexp.reduce(logits)
        pen.steps += 1
        if state < 2:
            pen.draw(rows[i, :2].astype(np.float64) * unit, state)
        elif pen.origin < 0:
            pen.ended = True
        else:
            point = np.where(pen.used, _NEVER, out["point"][row][: len(pen.used)])
            pen.join(int(point.argmax()))


def _pen_logits(pen: _Pen, logits: Floats) -> FloatArray:
    """Down, up, and the third thing that is possible: join an end, or stop."""
    third = _NEVER
    if pen.origin >= 0 and not pen.used.all():
        third = logits[_JOIN]
    elif pen.kind == _FREE:
        third = logits[_STOP]
    return np.array([logits[_DOWN], logits[_UP], third], dtype=np.float64)
