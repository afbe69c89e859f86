"""Strokes that go on from two cut ends towards each other, and stop short: they are one stroke.

The healer draws on from one cut end after the other. Where an outline began and ended in the hole,
it draws two strokes that should meet, each with noise of its own; a gap in an outline is seen at
once.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from sketchpad.core.geometry import arc_lengths, distance_to_polyline
from sketchpad.core.stroke import FloatArray
from sketchpad.inference.heal_draw import Sample
from sketchpad.inference.heal_pen import Line
from sketchpad.inference.heal_view import FENCE, View

#: Tips this near to each other touch, whichever way they go; shares of the drawing's size.
_TOUCH: Final = 0.02
#: Tips this near that go towards each other would have met, and any that are ends of one outline.
_NEAR: Final = 0.06
#: So far apart may the ends of one outline be that go towards each other.
_OUTLINE: Final = 0.3
#: How much tips must go towards each other: the least cosine of the way to the other tip.
_TOWARDS: Final = 0.3
_TOWARDS_OUTLINE: Final = 0.5
#: Strokes that were cut while they ran beside each other, the same way, do not meet: the cosine.
_ABREAST: Final = 0.5
#: The direction of a tip is that of so much of its stroke, share of the size.
_LEVER: Final = 0.05


class _Tip(NamedTuple):
    """The loose end of a new stroke that continues a kept one.

    Attributes:
        line: number of the new stroke.
        place: frame units, ``(2,)``.
        heading: unit direction in which it ends.
        cut: unit direction in which the kept stroke was cut.
        stroke: number of the kept stroke.
    """

    line: int
    place: FloatArray
    heading: FloatArray
    cut: FloatArray
    stroke: int


def met(sample: Sample, view: View) -> Sample:
    """A sample whose strokes meet where they would have met."""
    size = 2.0 * view.size / view.span
    lines = dict(enumerate(_trimmed(sample.lines, view, size)))
    tips = [_tip(number, line, view, size) for number, line in lines.items() if _is_loose(line)]
    pairs = sorted(
        (float(np.linalg.norm(a.place - b.place)), a.line, b.line)
        for a, b in itertools.combinations(tips, 2)
        if _would_meet(a, b, size) and _within(view, a.place, b.place)
    )
    joined: set[int] = set()
    for _, one, other in pairs:
        if joined.isdisjoint((one, other)):
            joined |= {one, other}
            lines[one] = _one(lines[one], lines.pop(other))
    return dataclasses.replace(sample, lines=tuple(lines.values()))


def _tip(number: int, line: Line, view: View, size: float) -> _Tip:
    end = view.ends[line.origin]
    return _Tip(number, line.points[-1], _heading(line, view, size), end.heading, end.stroke)


def _is_loose(line: Line) -> bool:
    return line.origin >= 0 and line.goal < 0


def _trimmed(lines: Sequence[Line], view: View, size: float) -> list[Line]:
    """The lines, without what two ends of one outline both drew past where they met."""
    found = list(lines)
    for one, other in itertools.combinations(range(len(found)), 2):
        a, b = found[one], found[other]
        if not (_is_loose(a) and _is_loose(b)):
            continue
        if view.ends[a.origin].stroke != view.ends[b.origin].stroke:
            continue
        near = distance_to_polyline(a.points, b.points)
        if near[-1] > _NEAR * size:
            continue
        # The tip of the first lies beside the second: that one goes no farther than there.
        away = np.linalg.norm(b.points - a.points[-1], axis=1)
        found[other] = dataclasses.replace(b, points=b.points[: int(away.argmin()) + 1])
    return found


def _would_meet(one: _Tip, other: _Tip, size: float) -> bool:
    way = other.place - one.place
    apart = float(np.linalg.norm(way))
    outline = one.stroke == other.stroke
    if not outline and float(one.cut @ other.cut) > _ABREAST:
        return False
    if apart <= (_NEAR if outline else _TOUCH) * size:
        return True
    towards = min(float(one.heading @ way), -float(other.heading @ way)) / apart
    if outline and apart <= _OUTLINE * size:
        return towards >= _TOWARDS_OUTLINE
    return apart <= _NEAR * size and towards >= _TOWARDS


def _within(view: View, start: FloatArray, end: FloatArray) -> bool:
    """Whether the straight way between two places lies in the hole."""
    way = start + np.linspace(0.0, 1.0, 17)[:, None] * (end - start)
    pixel = ((way + 1.0) * (FENCE / 2)).astype(np.int64).clip(0, FENCE - 1)
    return bool(view.fence[pixel[:, 1], pixel[:, 0]].all())


def _one(first: Line, second: Line) -> Line:
    """From the cut end of the first to that of the second."""
    points = np.concatenate([first.points, second.points[::-1]])
    step = np.linalg.norm(np.diff(points, axis=0), axis=1)
    return Line(points[np.concatenate([[True], step > 0.0])], first.origin, second.origin)


def _heading(line: Line, view: View, size: float) -> FloatArray:
    """The unit direction in which a line ends; a mere dot goes where its stroke went."""
    along = arc_lengths(line.points)
    if along[-1] <= _LEVER * size:
        return np.asarray(view.ends[line.origin].heading)
    begin = [np.interp(along[-1] - _LEVER * size, along, line.points[:, k]) for k in (0, 1)]
    way = line.points[-1] - begin
    return np.asarray(way / max(float(np.linalg.norm(way)), 1e-12))
