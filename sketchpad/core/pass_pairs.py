"""What can be measured of two passes of a pen, to tell whether they mean one line.

The numbers are for a classifier (``sketchpad.inference.clean_passes``); their order is part of
its format, so a change here needs another training.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.courtesy import make_way
from sketchpad.core.geometry import IntArray
from sketchpad.core.pass_measures import measured, usual
from sketchpad.core.passes import Passes
from sketchpad.core.sampled import sampled
from sketchpad.core.stroke import FloatArray

#: What stands for the numbers of chains that do not come near each other, and of one and the same.
_APART: Final = -5.0
_SAME: Final = -9.0
#: Pieces shorter and longer than these count as if they were so long, pixels; and the length of
#: those that count 1.
_LENGTHS: Final = (3.0, 60.0)
_USUAL: Final = 20.0


@dataclasses.dataclass(frozen=True, eq=False)
class PassPairs:
    """Pairs of pieces.

    Attributes:
        one: a piece's number, ``(p,)``.
        other: another's, larger than ``one``.
        features: float32 ``(p, f)``.
        weight: how much it matters what they are, ``(p,)``: short pieces draw little.
    """

    one: IntArray
    other: IntArray
    features: NDArray[np.float32]
    weight: FloatArray


def pairs_of(passes: Passes) -> PassPairs:
    """All pairs of pieces that come near each other, with what can be measured of both.

    Of each pair the chains that they are part of are measured too: what a pen drew in one go
    tells more than its parts.
    """
    pieces, chains = sampled(passes.pieces), sampled(passes.chains)
    pairs, around, columns = measured(pieces)
    make_way()
    wide_pairs, _, wide = measured(chains)
    one, other = np.divmod(pairs.names, max(len(pieces.size), 1))
    a, b = passes.chain_of[one], passes.chain_of[other]
    low, high = np.minimum(a, b), np.maximum(a, b)
    name = low * len(chains.size) + high
    names = np.append(wide_pairs.names, np.iinfo(np.int64).max)
    at = np.searchsorted(names, name)
    known, same = names[at] == name, low == high
    length = np.sort(np.log1p(np.stack([chains.length[a], chains.length[b]])), axis=0)
    features = [
        *columns.values(),
        *(np.full(len(name), value) for value in usual(pieces, around)),
        same.astype(np.float64),
        *length,
        *(
            np.where(same, _SAME, np.where(known, np.append(column, 0.0)[at], _APART))
            for column in wide.values()
        ),
    ]
    shorter = np.clip(pieces.length[pairs.short], *_LENGTHS)
    return PassPairs(
        one, other, np.stack(features, axis=1).astype(np.float32), np.sqrt(shorter / _USUAL)
    )
