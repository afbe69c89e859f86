"""The arithmetic of a draw from mixtures of Gaussians, in arrays that are made once.

For a dozen drawings every call of numpy costs more than its arithmetic, and three times as much
where shapes differ or values do not lie side by side. So there are few calls, of whole arrays of
one shape, and nothing is made anew that can be kept.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

#: Correlations stay inside the open interval (-1, 1) by this factor.
RHO_LIMIT: Final = 0.999
#: The pen states as columns: pen down, lifted, ended.
_PENS: Final = np.eye(5, 3, -2, dtype=np.float32)

Floats = NDArray[np.floating[Any]]
Noise = NDArray[np.float32]


class Draws:
    """Draws rows of b drawings from their parameters ``(b, 6 M + 3)``."""

    def __init__(self, params: Floats, sharpness: tuple[float, float]) -> None:
        """Make the arrays for parameters of this shape and kind.

        Args:
            params: an example.
            sharpness: what pi_logits and pen_logits are multiplied with, 1 / τ.
        """
        (count, width), kind = params.shape, params.dtype
        mixtures = (width - 3) // 6
        begins = np.arange(count)[:, None] * width
        self._shape, self._kind, self._mixtures = params.shape, kind, mixtures
        self._sharp, self._pen_sharp = (np.array(value, np.float32) for value in sharpness)
        # Choosing: components are sorted by their probability.
        self._begins = begins + np.zeros(mixtures, np.intp)
        self._last = (np.arange(count)[:, None] + np.ones(mixtures, np.intp)) * mixtures - 1
        self._ranked, self._share, self._sum = np.empty((3, count, mixtures), kind)
        self._within = np.empty((count, mixtures), dtype=bool)
        # Their six values lie M apart.
        self._copies = np.tile(np.arange(count), (6, 1))
        self._first = self._copies * mixtures
        self._six = np.repeat(np.arange(6) * mixtures, count).reshape(6, count)
        self._values: Floats = np.empty((6, count), kind)
        self._rest: Floats = np.empty(count, kind)
        self._one, self._limit = np.array(1.0, kind), np.array(RHO_LIMIT, kind)
        # And the pen's three lie last.
        self._pen_places = begins + np.arange(width - 3, width)
        self._pens: Floats = np.empty((count, 3), kind)

    def fits(self, params: Floats) -> bool:
        """Whether the arrays are right for these parameters."""
        return params.shape == self._shape and params.dtype == self._kind

    def pens(self, params: Floats, gumbel: Noise) -> Floats:
        """The logits of the pen states with their noise ``(b, 3)``, until the next call.

        By Gumbel's trick the largest is a draw from their softmax.
        """
        pens = self._pens
        params.take(self._pen_places, None, pens, "clip")
        np.multiply(pens, self._pen_sharp, pens)
        np.add(pens, gumbel, pens)
        return pens

    def choose(self, params: Floats, quantile: Noise) -> None:
        """Choose a component of each drawing, at a quantile from the least to the most probable.

        Args:
            params: ``(b, 6 M + 3)``.
            quantile: ``(b, M)``, each drawing's M times; uniform ones above 1 − p draw from the
                most probable p alone.
        """
        ranked, share, total = self._ranked, self._share, self._sum
        order = params[:, : self._mixtures].argsort(1, "stable")
        np.add(order, self._begins, order)
        params.take(order, None, ranked, "clip")
        np.multiply(ranked, self._sharp, ranked)
        ranked.take(self._last, None, share, "clip")
        np.subtract(ranked, share, share)
        np.exp(share, share)
        np.add.accumulate(share, 1, None, total)
        total.take(self._last, None, share, "clip")
        np.multiply(share, quantile, share)
        np.greater_equal(total, share, self._within)
        places = self._within.argmax(1).take(self._copies)
        np.add(places, self._first, places)
        places = order.take(places)
        np.add(places, self._six, places)
        params.take(places, None, self._values, "clip")

    def columns(
        self, state: NDArray[np.intp], normal: Noise, across: Noise, along: Noise
    ) -> NDArray[np.float32]:
        """The rows, from the chosen components.

        Args:
            state: ``(b,)``, of the pens.
            normal: ``(2, b)``, standard normal but for √τ; written over.
            across: ``(b,)``, its first row.
            along: ``(b,)``, its second row.

        Returns:
            float32 ``(5, b)``.
        """
        columns: NDArray[np.float32] = _PENS.take(state, 1)
        values, rest = self._values, self._rest
        mean, spread, rho = values[1:3], values[3:5], values[5]
        np.tanh(rho, rho)
        np.multiply(rho, self._limit, rho)
        np.multiply(rho, rho, rest)
        np.subtract(self._one, rest, rest)
        np.sqrt(rest, rest)
        np.multiply(along, rest, along)
        np.multiply(rho, across, rho)
        np.add(along, rho, along)
        np.exp(spread, spread)
        np.multiply(spread, normal, spread)
        np.add(mean, spread, columns[:2])
        return columns
