"""The one sampler of mixture decoders: parameters in, stroke-5 rows out; numpy alone.

A decoder's step gives ``6 M + 3`` numbers per drawing: pi_logits, mu_x, mu_y, log_sigma_x,
log_sigma_y, rho_raw (M each), then pen_logits (3). A component j is drawn with probability
softmax(pi_logits / τ), the offset from its normal distribution with variances scaled by τ and
correlation ``RHO_LIMIT`` · tanh(rho_raw), the pen state with softmax(pen_logits / τ): the
temperature of Ha & Eck 2018, equation 7. (The reference's Python code scales standard deviations
by τ instead, its JavaScript demos by √τ, as here.)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.errors import InputError

#: Correlations stay inside the open interval (-1, 1) by this factor.
RHO_LIMIT: Final = 0.999
#: The row that decoders start from, and the row of an ended drawing.
START: Final = (0.0, 0.0, 1.0, 0.0, 0.0)
END: Final = (0.0, 0.0, 0.0, 0.0, 1.0)
#: Steps whose noise is drawn at once; one call per step would cost more than the arithmetic.
_BLOCK: Final = 32
#: Temperatures below this are no colder.
_COLDEST: Final = 1e-6

Rows = NDArray[np.float32]
StateT = TypeVar("StateT")
#: (rows ``(b, 5)``, state) → (parameters ``(b, 6 M + 3)``, state).
Step = Callable[[Rows, StateT], tuple[NDArray[np.floating[Any]], StateT]]


class Sampler:
    """Draws the next rows of a batch of drawings; the same seed draws the same rows.

    Attributes:
        ended: bool ``(b,)``, drawings whose end has been drawn; they only get end rows.
        urged: bool ``(b,)``, drawings that would have ended at once, and had to go on.
    """

    def __init__(
        self,
        count: int,
        *,
        temperature: float = 0.4,
        pen_temperature: float | None = None,
        top_p: float = 1.0,
        seed: int = 0,
        least: int = 0,
    ) -> None:
        """Begin ``count`` drawings.

        Args:
            count: of drawings that are decoded side by side.
            temperature: τ, 0 to 2; 0 takes the most probable component, its mean, and the most
                probable pen state.
            pen_temperature: τ of the pen state, if it is to differ. A cold pen forgets to lift:
                the rare lift is what makes a stroke end, and τ well below 1 makes it rarer.
            top_p: components are drawn from this much of the probability, the most probable
                first. Pen states are left alone: to lift is rarely probable, and needed.
            seed: of ``numpy.random.Generator``, 0 or more.
            least: if fewer drawings than this go on beyond the first row, those that do not
                draw one stroke before they may end.

        Raises:
            InputError: for values outside these ranges.
        """
        pens = temperature if pen_temperature is None else pen_temperature
        for value in (temperature, pens):
            if not (math.isfinite(value) and 0.0 <= value <= 2.0):
                raise InputError(f"The temperature must be between 0 and 2, not {value}.")
        if not 0.0 < top_p <= 1.0:
            raise InputError(f"top-p must be above 0 and at most 1, not {top_p}.")
        check_seed(seed)
        self.ended = np.zeros(count, dtype=bool)
        self.urged = np.zeros(count, dtype=bool)
        self._least = least
        self._owing: NDArray[np.bool_] | None = None
        self._temperatures, self._top_p = (temperature, pens), top_p
        self._rng = np.random.default_rng(seed)
        self._pens = np.eye(5, dtype=np.float32)[2:]
        self._normal: Rows
        self._gumbel: Rows
        self._place = _BLOCK

    def next(self, params: NDArray[np.floating[Any]]) -> Rows:
        """Draw one row for each drawing.

        Args:
            params: ``(b, 6 M + 3)``.

        Returns:
            float32 ``(b, 5)``, codec units.
        """
        # Every call of numpy costs more than its arithmetic here: what can be done for all
        # values at once, or for all steps of a block, is.
        if self._place == _BLOCK:
            self._draw_noise(params.shape)
        place = self._place
        self._place += 1
        scaled = params * self._sharpness
        component = self._ranked_choice(scaled, self._quantile[place])
        # Gumbel's trick: the argmax of logits plus such noise is a draw from their softmax.
        pens = scaled[:, -3:] + self._gumbel[place]
        state = pens.argmax(1)
        if self._least:
            self._urge(pens, state)
        chosen = np.asarray(params.take(component + self._six))
        offset, spread, rho = chosen[1:3], chosen[3:5], chosen[5]
        np.tanh(rho, rho)
        rho *= RHO_LIMIT
        normal: Rows = self._normal[place]
        along = normal[1]
        along *= np.sqrt(1.0 - rho * rho)
        rho *= normal[0]
        along += rho
        np.exp(spread, spread)
        spread *= normal
        offset += spread
        rows: Rows = self._pens.take(state, 0)
        rows[:, :2] = offset.T
        if 2 in state.tolist() or np.count_nonzero(self.ended):
            self.ended |= state == 2
            rows[self.ended] = END
        return rows

    def _urge(self, pens: NDArray[np.floating[Any]], state: NDArray[np.intp]) -> None:
        """Have drawings that would end at once draw a stroke, if too few go on otherwise.

        Args:
            pens: ``(b, 3)``, pen logits with their noise.
            state: ``(b,)``, the pen states drawn by them; changed in place.
        """
        if self._owing is None:
            ending = state == 2
            if len(state) - np.count_nonzero(ending) < self._least:
                self.urged = ending
            self._owing = self.urged.copy()
            # A stroke begins with the first row: a pen that lifts there leaves a mere dot.
            state[self._owing] = 0
        else:
            np.copyto(state, pens[:, :2].argmax(1), where=self._owing)
            self._owing &= state == 0
        if not self._owing.any():
            self._least = 0

    def _ranked_choice(self, scaled: NDArray[np.floating[Any]], quantile: Rows) -> NDArray[np.intp]:
        """A component of each drawing, at a quantile from the least to the most probable one.

        Args:
            scaled: ``(b, 6 M + 3)``, parameters ÷ τ.
            quantile: ``(b, 1)``; uniform ones above 1 − p draw from the most probable p alone.

        Returns:
            ``(b,)``, where its pi_logit lies among all parameters.
        """
        order = scaled[:, : self._mixtures].argsort(1)
        order += self._begins
        ranked = scaled.take(order)
        # In place, numpy would have to copy the maxima first: they are part of what is changed.
        share = ranked - ranked[:, -1:]
        np.exp(share, share)
        np.add.accumulate(share, 1, None, ranked)
        found = (ranked >= ranked[:, -1:] * quantile).argmax(1)
        found += self._rows
        return np.asarray(order.take(found))

    def _draw_noise(self, shape: tuple[int, ...]) -> None:
        """Noise for a block of steps; each number is used once, and may be written over."""
        count, width = shape
        self._mixtures = (width - 3) // 6
        temperature, pens = self._temperatures
        self._normal = self._rng.standard_normal((_BLOCK, 2, count), dtype=np.float32)
        self._normal *= math.sqrt(temperature)
        # At temperature 0 the most probable is drawn: the one that ranks last, without noise.
        share = self._rng.random((_BLOCK, count, 1), dtype=np.float32)
        self._quantile = 1.0 - share * np.float32(self._top_p if temperature > 0.0 else 0.0)
        # The logarithm of an exponential variate is Gumbel's, negated; 0 has none.
        noise = self._rng.standard_exponential((_BLOCK, count, 3), dtype=np.float32)
        self._gumbel = -np.log(np.maximum(noise, 1e-30)) * np.float32(pens > 0.0)
        # What all the parameters are multiplied with; only logits are looked at then.
        self._sharpness = np.ones(shape, dtype=np.float32)
        self._sharpness[:, : self._mixtures] = 1.0 / max(temperature, _COLDEST)
        self._sharpness[:, -3:] = 1.0 / max(pens, _COLDEST)
        # Where each drawing begins among all the parameters and among all ranks, and where the six
        # values of a component lie from its pi_logit on.
        self._begins = np.arange(count)[:, None] * width
        self._rows = np.arange(count) * self._mixtures
        self._six = self._mixtures * np.arange(6)[:, None]
        self._place = 0


def check_seed(seed: int) -> None:
    """Refuse a seed that numpy's generators would not take.

    Raises:
        InputError: if it is below 0.
    """
    if seed < 0:
        raise InputError(f"The seed must be 0 or more, not {seed}.")


def keep_nucleus(logits: NDArray[np.floating[Any]], top_p: float) -> None:
    """Set all but the fewest logits ``(b, k)`` whose probability is ``top_p`` to −inf."""
    ranked = logits.copy()
    ranked.sort(axis=1)
    total = np.add.accumulate(np.exp(ranked - ranked[:, -1:]), axis=1)
    # Values are sorted, not places: the least that is kept tells the rest apart.
    first = (total > (1.0 - top_p) * total[:, -1:]).argmax(axis=1)
    least = ranked[np.arange(len(ranked)), first]
    np.copyto(logits, -np.inf, where=logits < least[:, None])


def log_likelihood(params: NDArray[np.floating[Any]], rows: Rows) -> NDArray[np.float64]:
    """The log density of rows under the parameters that were predicted for them.

    Args:
        params: ``(b, 6 M + 3)``.
        rows: ``(b, 5)``, codec units.

    Returns:
        ``(b,)``: of the offset, per codec unit², and of the pen state together; an end has no
        offset.
    """
    mixtures = (params.shape[1] - 3) // 6
    chosen = params[:, : 6 * mixtures].astype(np.float64).reshape(len(params), 6, mixtures)
    logits, mu_x, mu_y, log_sx, log_sy, rho_raw = chosen.transpose(1, 0, 2)
    rho = np.tanh(rho_raw) * RHO_LIMIT
    x = (rows[:, :1] - mu_x) * np.exp(-log_sx)
    y = (rows[:, 1:2] - mu_y) * np.exp(-log_sy)
    rest = 1.0 - rho * rho
    square = (x * x + y * y - 2.0 * rho * x * y) / rest
    normal = -0.5 * (square + np.log(rest)) - log_sx - log_sy - math.log(2.0 * math.pi)
    offset = np.logaddexp.reduce(logits + normal, 1) - np.logaddexp.reduce(logits, 1)
    offset[rows[:, 4] > 0.5] = 0.0
    pens = params[:, 6 * mixtures :].astype(np.float64)
    pen = np.take_along_axis(pens, rows[:, 2:].argmax(1)[:, None], 1)[:, 0]
    return np.asarray(offset + pen - np.logaddexp.reduce(pens, 1))


def decode(
    step: Step[StateT], state: StateT, sampler: Sampler, *, rows: Rows | None = None, limit: int
) -> Iterator[Rows]:
    """Draw on, row by row, until every drawing has ended or the limit is reached.

    Args:
        step: the decoder.
        state: its state before ``rows``.
        sampler: draws the rows, and knows which drawings have ended.
        rows: the last rows ``(b, 5)`` that the decoder has not read yet; the start if None.
        limit: of steps.

    Yields:
        Rows ``(b, 5)``; drawings that have ended get end rows.
    """
    count = len(sampler.ended)
    if rows is None:
        rows = np.tile(np.array(START, dtype=np.float32), (count, 1))
    for _ in range(limit):
        params, state = step(rows, state)
        rows = sampler.next(params)
        yield rows
        if np.count_nonzero(sampler.ended) == count:
            return
