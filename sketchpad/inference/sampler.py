"""The one sampler of mixture decoders: parameters in, stroke-5 rows out; numpy alone.

A decoder's step gives ``6 M + 3`` numbers per drawing: pi_logits, mu_x, mu_y, log_sigma_x,
log_sigma_y, rho_raw (M each), then pen_logits (3). A component j is drawn with probability
softmax(pi_logits / τ), the offset from its normal distribution with variances scaled by τ and
correlation ``draws.RHO_LIMIT`` · tanh(rho_raw), the pen state with softmax(pen_logits / τ): the
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
from sketchpad.inference.draws import RHO_LIMIT, Draws

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
        self._noise: Iterator[tuple[Rows, Rows, Rows, Rows, Rows]] = iter(())
        self._draws: Draws | None = None

    def next(self, params: NDArray[np.floating[Any]]) -> Rows:
        """Draw one row for each drawing.

        Args:
            params: ``(b, 6 M + 3)``.

        Returns:
            float32 ``(b, 5)``, codec units; by columns.
        """
        noise = next(self._noise, None)
        draws = self._draws
        if noise is None or draws is None:
            draws = self._begin_block(params)
            noise = next(self._noise)
        normal, across, along, quantile, gumbel = noise
        pens = draws.pens(params, gumbel)
        state = pens.argmax(1)
        if self._least:
            self._urge(pens, state)
        draws.choose(params, quantile)
        rows = draws.columns(state, normal, across, along).T
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

    def _begin_block(self, params: NDArray[np.floating[Any]]) -> Draws:
        """Draw the noise of the next steps; each number is used once, and may be written over."""
        count, width = params.shape
        temperature, pens = self._temperatures
        normal = self._rng.standard_normal((_BLOCK, 2, count), dtype=np.float32)
        normal *= math.sqrt(temperature)
        # At temperature 0 the most probable is drawn: the one that ranks last, without noise.
        share = self._rng.random((_BLOCK, count, 1), dtype=np.float32)
        quantile = 1.0 - share * np.float32(self._top_p if temperature > 0.0 else 0.0)
        quantile = np.repeat(quantile, (width - 3) // 6, axis=2)
        # The logarithm of an exponential variate is Gumbel's, negated; 0 has none.
        noise = self._rng.standard_exponential((_BLOCK, count, 3), dtype=np.float32)
        gumbel = -np.log(np.maximum(noise, 1e-30)) * np.float32(pens > 0.0)
        self._noise = zip(normal, normal[:, 0], normal[:, 1], quantile, gumbel, strict=True)
        if self._draws is None or not self._draws.fits(params):
            sharpness = (1.0 / max(temperature, _COLDEST), 1.0 / max(pens, _COLDEST))
            self._draws = Draws(params, sharpness)
        return self._draws


def check_seed(seed: int) -> None:
    """Refuse a seed that numpy's generators would not take.

    Raises:
        InputError: if it is below 0.
    """
    if seed < 0:
        raise InputError(f"The seed must be 0 or more, not {seed}.")


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
