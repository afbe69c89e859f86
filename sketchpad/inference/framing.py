"""How large an unfinished drawing will get: guesses, and how likely a decoder finds them.

Decoders have learned drawings in a box of 255 units. What a person has drawn so far is some part of
a drawing whose box nobody knows yet. So the beginning is placed in the box in several sizes and
places, and the decoder's own likelihood of it tells them apart.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.stroke5 import Codec, Frame

#: Sizes of the beginning, as shares of the box.
_SCALES: Final = (0.35, 0.5, 0.65, 0.8)
#: Places within the room that is left, per axis.
_PLACES: Final = (0.0, 0.5, 1.0)


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class Framed:
    """A beginning in several frames.

    Attributes:
        rows: float32 ``(m, n, 5)``, codec units.
        frames: the m frames that these rows are in.
        scales: ``(m,)``, the size of each, as a share of the box.
    """

    rows: NDArray[np.float32]
    frames: tuple[Frame, ...]
    scales: NDArray[np.float64]

    def comparable(self, log_likelihood: NDArray[np.float64]) -> NDArray[np.float64]:
        """How likely each frame ``(m,)`` makes the beginning, given the likelihood of its rows.

        Densities are per unit of each frame's own rows.
        """
        scaled = 2.0 * (self.rows.shape[1] - 1) * np.log(self.scales)
        return np.asarray(log_likelihood + scaled)

    def choose(
        self, log_likelihood: NDArray[np.float64], count: int, seed: int
    ) -> NDArray[np.intp]:
        """Draw frames in proportion to how likely each makes the beginning.

        Args:
            log_likelihood: ``(m,)`` of the rows.
            count: how many to draw.
            seed: of the draw.

        Returns:
            ``(count,)`` numbers of frames; the first is the most likely one.
        """
        score = self.comparable(log_likelihood)
        weights = np.exp(score - score.max())
        rng = np.random.default_rng(seed)
        chosen = rng.choice(len(weights), size=count, p=weights / weights.sum())
        chosen[:1] = score.argmax()
        return np.asarray(chosen)


def framed(rows: NDArray[np.float32], frame: Frame, codec: Codec) -> Framed:
    """A beginning, whose own box fills the codec's, in frames where it is only a part.

    Args:
        rows: ``(n, 5)`` without start and end, n ≥ 1.
        frame: that the rows are in.
        codec: of the rows.
    """
    points = np.cumsum(rows[:, :2].astype(np.float64), axis=0) * codec.scale
    low, high = points.min(axis=0), points.max(axis=0)
    options = [(1.0, np.zeros(2))]
    for scale in _SCALES:
        room = np.maximum(codec.box - scale * (high - low), 0.0)
        options += [(scale, room * (x, y)) for x in _PLACES for y in _PLACES]
    every, frames = [], []
    for scale, corner in options:
        shift = corner - scale * low
        moved = rows.copy()
        moved[:, :2] *= scale
        moved[0, :2] += shift / codec.scale
        every.append(moved)
        unit = frame.unit / scale
        frames.append(
            Frame(frame.origin_x - unit * shift[0], frame.origin_y - unit * shift[1], unit)
        )
    return Framed(np.stack(every), tuple(frames), np.array([scale for scale, _ in options]))
