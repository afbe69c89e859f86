"""What an unfinished drawing is meant to be, and which ways to finish it are worth offering.

A recogniser has learned whole drawings and is easily fooled by half of one; a decoder has learned
how each category is drawn from its first stroke on. Together they guess better than either.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.stroke import FloatArray

#: So many of the recogniser's guesses does the decoder look at.
GUESSES: Final = 12
#: The weight of the decoder's log-likelihood beside the recogniser's log-probability. Its points
#: are not independent of each other, so that they say less than their sum.
_TRUST: Final = 0.5
_TINY: Final = 1e-9
#: Less than so much more probably right is not worth a jump.
_CLEARLY: Final = 0.02


def belief(guessed: FloatArray, log_likelihood: FloatArray) -> FloatArray:
    """The probabilities ``(k,)`` of categories after both have been asked.

    Args:
        guessed: ``(k,)``, the recogniser's probabilities; what is left of 1 may be an entry too.
        log_likelihood: ``(k,)`` of what is drawn, as the decoder finds it if told the category.
    """
    score = np.log(guessed + _TINY) + _TRUST * log_likelihood
    share = np.exp(score - score.max())
    return np.asarray(share / share.sum())


def choose(meant: FloatArray, recognised: FloatArray, merit: FloatArray, count: int) -> list[int]:
    """The candidates that together most probably contain one that is taken for what was meant.

    The first of all has been in view while it was drawn: it stays the best unless another one is
    better by more than a trifle, so that what is shown does not jump for nothing.

    Args:
        meant: ``(c,)``, how probable each category is to be meant.
        recognised: ``(b, c)``, the probability that each candidate is taken for it.
        merit: ``(b,)``, what is good about each besides.
        count: how many to choose.

    Returns:
        Their numbers, the best first.
    """
    missed = meant.copy()
    chosen: list[int] = []
    left: NDArray[np.bool_] = np.ones(len(recognised), dtype=np.bool_)
    while len(chosen) < min(count, len(recognised)):
        # Not with "@": its library would use every core, and the pen needs one.
        worth = np.where(left, np.einsum("bc,c->b", recognised, missed) + merit, -np.inf)
        if not chosen:
            worth[:1] += _CLEARLY
        best = int(worth.argmax())
        chosen.append(best)
        left[best] = False
        missed = missed * (1.0 - recognised[best])
    return chosen
