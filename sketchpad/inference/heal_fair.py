"""The fair curve between two cut ends: what a steady hand would draw where nothing happens.

The healer's mixture has noise of its own, and a dent in a circle is seen at once. Where what it
drew from one cut end to the next hardly strays from the fair curve, the fair curve is meant.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sketchpad.core.geometry import arc_lengths, distance_to_polyline
from sketchpad.core.stroke import FloatArray

#: Straying farther than this is form, not noise; share of the drawing's size.
_STRAY: Final = 0.1
#: The direction of a cut end is that of so much of its stroke, share of the size.
_LEVER: Final = 0.06
#: A stroke that swings to and fro by more than this, degrees, within so much of its length before
#: the cut (share of the size) would go on swinging.
_SWING: Final = 60.0
_BEFORE: Final = 0.3
#: The longest handle of the curve, in thirds of the distance that it spans.
_LONGEST: Final = 1.8


def fair(drawn: FloatArray, before: FloatArray, after: FloatArray, size: float) -> FloatArray:
    """What was drawn, or the fair curve between its ends if that is all it says.

    Args:
        drawn: ``(n, 2)``, canvas units, from one cut end to another.
        before: ``(a, 2)``, the kept stroke that it continues, ending where ``drawn`` begins.
        after: ``(b, 2)``, the kept stroke that it leads to, beginning where ``drawn`` ends.
        size: of the drawing, canvas units.

    Returns:
        ``(m, 2)``, with the same first and last point.
    """
    back = after[::-1]
    if max(_swing(line, _BEFORE * size) for line in (before, back)) > _SWING:
        return drawn
    curve = _curve(
        drawn[0], drawn[-1], _heading(before, _LEVER * size), _heading(back, _LEVER * size)
    )
    astray = max(distance_to_polyline(drawn, curve).max(), distance_to_polyline(curve, drawn).max())
    return curve if astray <= _STRAY * size else drawn


def _heading(line: FloatArray, lever: float) -> FloatArray:
    """The unit direction in which a line ends; zeros if it has none."""
    way = line[-1] - _shortened(line, lever)[0]
    return np.asarray(way / max(float(np.linalg.norm(way)), 1e-12))


def _shortened(line: FloatArray, length: float) -> FloatArray:
    """The last part of a line, of at most this length."""
    along = arc_lengths(line)
    begin = max(float(along[-1]) - length, 0.0)
    first = [np.interp(begin, along, line[:, axis]) for axis in (0, 1)]
    return np.concatenate([[first], line[along > begin]])


def _swing(line: FloatArray, length: float) -> float:
    """How much a line's last part turns besides what it turns altogether, degrees."""
    steps = np.diff(_shortened(line, length), axis=0)
    steps = steps[np.linalg.norm(steps, axis=1) > 1e-9]
    ways = np.arctan2(steps[:, 1], steps[:, 0])
    angles = np.degrees((np.diff(ways) + np.pi) % (2.0 * np.pi) - np.pi)
    return float(np.abs(angles).sum() - abs(angles.sum()))


def _curve(
    start: FloatArray, end: FloatArray, leaving: FloatArray, facing: FloatArray
) -> FloatArray:
    """A cubic Bézier with handles as of a circle's arc, ``(n, 2)``.

    Args:
        start: where it begins, ``(2,)``.
        end: where it ends, ``(2,)``.
        leaving: its unit direction at ``start``.
        facing: of the other cut end, towards ``start``'s side: it arrives against this.
    """
    chord = end - start
    distance = max(float(np.linalg.norm(chord)), 1e-12)
    cosines = np.clip([leaving @ chord / distance, -facing @ chord / distance], -1.0, 1.0)
    turn = float(np.arccos(cosines).mean())
    # Exact in length for a circle's arc, whose ends both stray from the chord by this angle.
    handle = distance / 3.0 * min(_LONGEST, 2.0 / max(1.0 + np.cos(turn), 1e-3))
    t = np.linspace(0.0, 1.0, 41)[:, None]
    one, two = start + handle * leaving, end + handle * facing
    curve = (
        (1 - t) ** 3 * start + 3 * (1 - t) ** 2 * t * one + 3 * (1 - t) * t**2 * two + t**3 * end
    )
    curve[0], curve[-1] = start, end
    return np.asarray(curve)
