"""Recurrent stroke decoders as they are exported: fed with rows, then drawing on by themselves."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.stroke5 import START_ROW, Codec
from sketchpad.inference.registry import Model, Models
from sketchpad.inference.sampler import Sampler, log_likelihood
from sketchpad.inference.sessions import Bound, Network, hold
from sketchpad.inference.suggestions import Run

Floats = NDArray[np.float32]
State = tuple[Floats, Floats]

_STEP: Final = "decoder_step.onnx"
_INIT: Final = "init.onnx"
#: A drawing may grow beyond the box of what it began with, but not to the horizon.
_SANE: Final = 4.0
#: Steps whose likelihood is worked out at once.
_TOGETHER: Final = 8
#: Seconds between two looks at what is drawn so far: a look costs more than a row.
_PACE: Final = 0.03


@dataclasses.dataclass(frozen=True, slots=True)
class Drawn:
    """Rows that a decoder has drawn.

    Attributes:
        rows: float32 ``(n, 5)``, codec units, without what was fed in.
        ended: the decoder ended the drawing itself.
    """

    rows: Floats
    ended: bool


class StrokeDecoder:
    """A model's ``init.onnx`` and ``decoder_step.onnx``."""

    def __init__(self, models: Models, model: Model) -> None:
        """Load it.

        Raises:
            ModelError: if it cannot be used.
        """
        self.model = model
        self._init = models.network(model, _INIT)
        self._step = models.network(model, _STEP)

    @property
    def codec(self) -> Codec:
        """Of the rows that it reads and draws."""
        return self.model.codec

    def draw(
        self,
        condition: Mapping[str, NDArray[np.generic]],
        sampler: Sampler,
        *,
        fed: Floats | None = None,
        limit: int | None = None,
        run: Run,
        on_rows: Callable[[list[Drawn]], None] | None = None,
    ) -> list[Drawn]:
        """Draw on from some rows until every drawing has ended.

        Args:
            condition: ``category`` int64 ``(b,)`` and/or ``z`` float32 ``(b, Z)``.
            sampler: for b drawings.
            fed: ``(n, 5)`` or, each drawing its own, ``(b, n, 5)`` rows without start and end
                that are drawn already; None for none.
            limit: of rows; the codec's nmax if None.
            run: may cancel the work.
            on_rows: called now and then with what is drawn so far, if the run is watched.

        Raises:
            CancelledError: if it was cancelled.
            ModelError: if the model fails.
        """
        count = len(sampler.ended)
        steps = self._begin(condition)
        rows = np.tile(np.array(START_ROW, dtype=np.float32), (count, 1))
        before = np.zeros((count, 0, 5), np.float32)
        if fed is not None:
            before = np.broadcast_to(fed, (count, *fed.shape[-2:]))
        for row in before.swapaxes(0, 1):
            run.cancellation.check()
            steps.read(rows)
            rows = row
        place = before[..., :2].sum(axis=1, dtype=np.float64)
        drawn: list[Floats] = []
        limit = self.codec.nmax if limit is None else limit
        watch = _Bounds(place, _SANE * self.codec.box / self.codec.scale)

        shown = on_rows if run.is_watched else None
        due = time.perf_counter()
        # As ``sampler.decode`` does it, without the calls that would come between.
        for _ in range(limit):
            run.cancellation.check()
            rows = sampler.next(steps.read(rows))
            watch.see(rows, sampler)
            drawn.append(rows)
            if shown is not None and time.perf_counter() >= due:
                shown(_collect(drawn, sampler, watch))
                due = time.perf_counter() + _PACE
            ended = np.count_nonzero(sampler.ended)
            if ended == count:
                break
            if count - ended < steps.going:
                steps.leave(sampler.ended)
        return _collect(drawn, sampler, watch)

    def score(
        self, condition: Mapping[str, NDArray[np.generic]], rows: Floats, *, run: Run
    ) -> NDArray[np.float64]:
        """The log-likelihood ``(b, n)`` of each row of drawings ``(b, n, 5)``, without starts.

        Raises:
            CancelledError: if it was cancelled.
            ModelError: if the model fails.
        """
        steps = self._begin(condition)
        before = np.tile(np.array(START_ROW, dtype=np.float32), (len(rows), 1))
        params = []
        for row in rows.swapaxes(0, 1):
            run.cancellation.check()
            params.append(steps.read(before).copy())
            before = row
        found = np.zeros(rows.shape[:2])
        # Some steps at a time: numpy's calls are dear, and so is memory that no cache holds.
        for first in range(0, len(params), _TOGETHER):
            part = np.concatenate(params[first : first + _TOGETHER])
            these = rows[:, first : first + _TOGETHER].swapaxes(0, 1)
            values = log_likelihood(part, these.reshape(-1, rows.shape[2]))
            found[:, first : first + _TOGETHER] = values.reshape(these.shape[:2]).T
        return found

    def _begin(self, condition: Mapping[str, NDArray[np.generic]]) -> _Steps:
        start = {k: v for k, v in condition.items() if k in self._init.inputs}
        first = self._init.run(start)
        state = first.pop("h"), first.pop("c")
        # What else the beginning gives, every step takes.
        given = {k: v for k, v in condition.items() if k in self._step.inputs} | first
        return _Steps(self._step, given, state)


class _Steps:
    """The steps of some drawings side by side, in arrays that are made once.

    Attributes:
        going: how many drawings are still drawn.
    """

    def __init__(
        self, network: Network, given: Mapping[str, NDArray[np.generic]], state: State
    ) -> None:
        """Begin.

        Args:
            network: ``decoder_step.onnx``.
            given: what it is told at every step, ``(b, …)``.
            state: before the first row.
        """
        self._network, self._given, self._state = network, dict(given), state
        self._count = state[0].shape[1]
        self._places = np.arange(self._count)
        self.going = self._count
        self._turns: list[_Turn] = []

    def read(self, rows: Floats) -> Floats:
        """Read the next rows ``(b, 5)``.

        Returns:
            The parameters ``(b, 6 M + 3)`` of the rows that follow, until the next call; zeros for
            drawings that were left.
        """
        every = self.going == self._count
        if not every:
            rows = rows[self._places]
        if self._turns:
            turn = self._turns[0]
            turn.rows[...] = rows
            turn.bound.run()
            self._state = turn.state
            self._turns.reverse()
        else:
            self._prepare(rows)
        if every:
            return self._found
        params = np.zeros((self._count, self._found.shape[1]), dtype=np.float32)
        params[self._places] = self._found
        return params

    def leave(self, ended: NDArray[np.bool_]) -> None:
        """Read no more for the drawings ``(b,)`` that have ended."""
        going = ~ended[self._places]
        self._places = self._places[going]
        self.going = len(self._places)
        h, c = (np.ascontiguousarray(part[:, going]) for part in self._state)
        self._state = h, c
        self._given = {name: value[going] for name, value in self._given.items()}
        self._turns = []

    def _prepare(self, rows: Floats) -> None:
        """Take the next step in arrays of the runtime's, and all others in these arrays."""
        rows = np.array(rows, dtype=np.float32, order="C")
        before = {"row": rows, "h": self._state[0], "c": self._state[1], **self._given}
        after = self._network.run(before)
        first, self._found = self._state, after["params"]
        self._state = after["h_out"], after["c_out"]
        fixed = {name: hold(value) for name, value in {"row": rows, **self._given}.items()}
        params = hold(self._found)
        here, there = self._state, first
        held, free = (tuple(map(hold, state)) for state in (here, there))
        for _ in range(2):
            given = {**fixed, "h": held[0], "c": held[1]}
            results = {"params": params, "h_out": free[0], "c_out": free[1]}
            self._turns.append(_Turn(self._network.bind(given, results), rows, there))
            here, there, held, free = there, here, free, held


class _Turn(NamedTuple):
    """A step that reads ``rows`` and leaves its state in ``state``."""

    bound: Bound
    rows: Floats
    state: State


class _Bounds:
    """Ends drawings that run away or break."""

    def __init__(self, place: NDArray[np.float64], reach: float) -> None:
        # Precision is no matter, and numbers of the rows' own kind and order add up three times
        # as fast.
        self._place = np.array(place, dtype=np.float32, order="F")
        self._every = self._place.T.reshape(-1)
        self._square = reach * reach
        self._reach = reach
        self.broken = np.zeros(len(place), dtype=bool)

    def see(self, rows: Floats, sampler: Sampler) -> None:
        np.add(self._place, rows[:, :2], self._place)
        # One look at all of them is enough as long as they are sane; NaN is not below anything.
        if np.dot(self._every, self._every) < self._square:
            return
        sane = (np.abs(self._place) < self._reach).all(axis=1)
        self.broken |= ~sane & ~sampler.ended
        rows[self.broken] = (0.0, 0.0, 0.0, 0.0, 1.0)
        self._place[self.broken] = 0.0
        sampler.ended |= self.broken


def _collect(drawn: list[Floats], sampler: Sampler, watch: _Bounds) -> list[Drawn]:
    if not drawn:
        return [Drawn(np.empty((0, 5), np.float32), ended=False) for _ in sampler.ended]
    block = np.stack(drawn, axis=1)
    found = []
    for rows, ended, broken in zip(block, sampler.ended, watch.broken, strict=True):
        stops = np.flatnonzero(rows[:, 4] > 0.5)
        points = rows[: stops[0]] if len(stops) else rows
        found.append(Drawn(points, ended=bool(ended and not broken)))
    return found
