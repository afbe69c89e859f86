"""Draws samples of missing strokes, step by step, all samples side by side."""

from __future__ import annotations

import dataclasses
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.inference.heal_pen import Line, Pen, Script
from sketchpad.inference.sampler import Sampler
from sketchpad.inference.sessions import Network, hold
from sketchpad.inference.suggestions import Run

Floats = NDArray[np.float32]

_UP: Final = 1
_NEVER: Final = -1e9
#: No sample needs more steps than this.
_MOST_STEPS: Final = 160
#: The decoder's state: inputs, and the outputs that they are at the next step.
_NEXT: Final = {
    "h": "h_out",
    "c": "c_out",
    "past_keys": "new_keys",
    "past_values": "new_values",
}
#: Only the likeliest components and pen states are drawn from.
_NUCLEUS: Final = 0.95


@dataclasses.dataclass(frozen=True, eq=False)
class Sample:
    """All missing strokes, drawn once.

    Attributes:
        lines: in the order they were drawn.
        ended: the model said itself that nothing more is missing.
    """

    lines: tuple[Line, ...]
    ended: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Taste:
    """How samples are drawn.

    Attributes:
        count: how many.
        temperature: of the sampler.
        pen_temperature: of its pen states.
        seed: of its noise.
    """

    count: int
    temperature: float
    pen_temperature: float
    seed: int


class Decoder:
    """``decoder_step.onnx`` with the state of all samples."""

    def __init__(
        self, network: Network, seen: dict[str, NDArray[Any]], category: NDArray[np.int64], run: Run
    ) -> None:
        """Begin.

        Args:
            network: the decoder.
            seen: outputs of ``encoder.onnx`` for the distinct categories.
            category: the distinct categories.
            run: may cancel the work.
        """
        self._network, self._run = network, run
        self._fixed = {k: hold(seen[k]) for k in ("local", "summary")}
        heads, width = (int(network.inputs["past_keys"][i]) for i in (1, 3))
        empty = np.zeros((len(category), heads, 0, width), dtype=np.float32)
        first = {"h": seen["h"], "c": seen["c"], "past_keys": empty, "past_values": empty}
        self._state = {name: hold(value) for name, value in first.items()}
        self._category = category

    def read(self, rows: Floats, place: Floats, features: Floats) -> tuple[Floats, Floats]:
        """Read ``(b, n, …)`` and answer the last row: mixture parameters, and the join's logit."""
        given: dict[str, NDArray[Any]] = {
            "rows": rows,
            "place": place,
            "features": features,
            "category": self._category,
        }
        out, new = self._network.go_on(
            given, {**self._fixed, **self._state}, tuple(_NEXT.values()), self._run.cancellation
        )
        self._state = {name: new[after] for name, after in _NEXT.items()}
        return out["params"], out["join"][:, 0]

    def take(self, which: NDArray[np.int64]) -> None:
        """Go on with these samples, ``(b,)``; one may be taken several times."""
        self._category = self._category[which]
        for name, value in self._state.items():
            self._run.cancellation.check()
            axis = 1 if name in ("h", "c") else 0
            self._state[name] = hold(np.take(value.numpy(), which, axis=axis))


def draw_samples(
    decoder: Decoder, script: Script, copies: NDArray[np.int64], taste: Taste
) -> list[Sample]:
    """Draw the missing strokes several times.

    Args:
        decoder: at its beginning, for the distinct categories.
        script: what it is to read.
        copies: ``(count,)``, which of the distinct categories each sample is of.
        taste: how to draw.
    """
    sampler = Sampler(
        taste.count,
        temperature=taste.temperature,
        pen_temperature=taste.pen_temperature,
        top_p=_NUCLEUS,
        seed=taste.seed,
    )
    rows, places, beside = script.kept()
    kinds = int(copies.max()) + 1
    params, join = decoder.read(*(np.repeat(x, kinds, axis=0) for x in (rows, places, beside)))
    decoder.take(copies)
    params, join = params[copies], join[copies]
    pens = [Pen(script) for _ in range(taste.count)]
    alive = np.arange(taste.count)
    for _ in range(_MOST_STEPS):
        asked = np.array([not pens[i].queue for i in alive])
        if asked.any():
            _advance(pens, alive, (params, join), sampler, script.unit)
        going = np.array([not pens[i].ended for i in alive])
        if not going.any():
            break
        if not going.all():
            alive = alive[going]
            decoder.take(np.flatnonzero(going))
        parts = zip(*(pens[i].queue.pop(0) for i in alive), strict=True)
        params, join = decoder.read(*(np.stack(part)[:, None] for part in parts))
    return [Sample(tuple(p.lines), p.ended) for p in pens]


def _advance(
    pens: list[Pen],
    alive: NDArray[np.int64],
    answer: tuple[Floats, Floats],
    sampler: Sampler,
    unit: float,
) -> None:
    """Sample one step of every sample that has read all its rows."""
    params, join = answer
    mixture = params.shape[1] - 3
    given = np.zeros((len(pens), mixture + 3))
    given[alive] = params
    for row, i in enumerate(alive):
        if pens[i].origin >= 0:
            given[i, -1] = join[row] if pens[i].goal >= 0 else _NEVER
        elif not pens[i].is_waiting:
            given[i, -1] = _NEVER
    rows = sampler.next(given)
    sampler.ended[:] = False
    for i in alive:
        pen = pens[i]
        if pen.queue:
            continue
        state = int(rows[i, 2:].argmax())
        if not np.isfinite(rows[i]).all():
            pen.give_up()
        elif state <= _UP:
            pen.draw(rows[i, :2].astype(np.float64) / unit, up=state == _UP)
        elif pen.origin >= 0:
            pen.join(pen.goal)
        else:
            pen.ended = True
