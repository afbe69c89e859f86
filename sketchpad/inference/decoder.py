"""Recurrent stroke decoders as they are exported: fed with rows, then drawing on by themselves."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.stroke5 import START_ROW, Codec
from sketchpad.inference.registry import Model, Models
from sketchpad.inference.sampler import Sampler, decode, log_likelihood
from sketchpad.inference.suggestions import Run

Floats = NDArray[np.float32]
State = tuple[Floats, Floats]

_STEP: Final = "decoder_step.onnx"
_INIT: Final = "init.onnx"
#: A drawing may grow beyond the box of what it began with, but not to the horizon.
_SANE: Final = 4.0
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
            on_rows: called now and then with what is drawn so far.

        Raises:
            CancelledError: if it was cancelled.
            ModelError: if the model fails.
        """
        count = len(sampler.ended)
        given, state, rows = self._begin(condition, count)
        before = np.zeros((count, 0, 5), np.float32)
        if fed is not None:
            before = np.broadcast_to(fed, (count, *fed.shape[-2:]))
        for row in before.swapaxes(0, 1):
            run.cancellation.check()
            _, state = self._advance(rows, state, given)
            rows = np.ascontiguousarray(row)
        place = before[..., :2].sum(axis=1, dtype=np.float64)
        drawn: list[Floats] = []
        limit = self.codec.nmax if limit is None else limit
        watch = _Bounds(place, _SANE * self.codec.box / self.codec.scale)

        def step(rows: Floats, state: State) -> tuple[Floats, State]:
            run.cancellation.check()
            return self._advance(rows, state, given)

        due = time.perf_counter()
        for new in decode(step, state, sampler, rows=rows, limit=limit):
            watch.see(new, sampler)
            drawn.append(new)
            if on_rows is not None and time.perf_counter() >= due:
                on_rows(_collect(drawn, sampler, watch))
                due = time.perf_counter() + _PACE
        return _collect(drawn, sampler, watch)

    def score(
        self, condition: Mapping[str, NDArray[np.generic]], fed: Floats, *, run: Run
    ) -> NDArray[np.float64]:
        """The log-likelihood ``(b,)`` of drawings ``(b, n, 5)``, without start and end.

        Raises:
            CancelledError: if it was cancelled.
            ModelError: if the model fails.
        """
        given, state, rows = self._begin(condition, len(fed))
        total = np.zeros(len(fed))
        for row in fed.swapaxes(0, 1):
            run.cancellation.check()
            params, state = self._advance(rows, state, given)
            rows = np.ascontiguousarray(row)
            total += log_likelihood(params, rows)
        return total

    def _begin(
        self, condition: Mapping[str, NDArray[np.generic]], count: int
    ) -> tuple[dict[str, NDArray[np.generic]], State, Floats]:
        """The condition of each step, the first state, and the row that starts a drawing."""
        given = {k: v for k, v in condition.items() if k in self._step.inputs}
        start = {k: v for k, v in condition.items() if k in self._init.inputs}
        first = self._init.run(start)
        rows = np.tile(np.array(START_ROW, dtype=np.float32), (count, 1))
        return given, (first["h"], first["c"]), rows

    def _advance(
        self, rows: Floats, state: State, given: Mapping[str, NDArray[np.generic]]
    ) -> tuple[Floats, State]:
        out = self._step.run({"row": rows, "h": state[0], "c": state[1], **given})
        return out["params"], (out["h_out"], out["c_out"])


class _Bounds:
    """Ends drawings that run away or break."""

    def __init__(self, place: NDArray[np.float64], reach: float) -> None:
        self._place, self._reach = place, reach
        self.broken = np.zeros(len(place), dtype=bool)

    def see(self, rows: Floats, sampler: Sampler) -> None:
        self._place += rows[:, :2]
        # One look at all of them is enough as long as they are sane; NaN is not below anything.
        if np.abs(self._place).max() < self._reach:
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
