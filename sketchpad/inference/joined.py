"""Strokes whose ends meet as the one stroke that they look like.

What an eraser cut and Heal mended is three strokes or more to the document, and one line to who
looks at it. Models have learned lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sketchpad.core.stroke import TIME, FloatArray, Stroke, bounds_of

#: Ends that are nearer to each other than this share of the drawing's long side meet.
_NEAR: Final = 1e-3
#: More strokes than this are left as they are.
_MOST: Final = 2000


def joined(strokes: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """The strokes, those whose ends meet in pairs, of one brush, as one each.

    Where three or more ends meet, nothing says which go on as which, so they stay apart. Strokes
    that meet no other are the same objects; one that was joined stands where its first part did,
    and is drawn the way that part was.
    """
    meets = _partners(strokes)
    done: set[int] = set()
    found = []
    for number, stroke in enumerate(strokes):
        if number in done:
            continue
        parts = _chain(number, meets)
        done.update(k for k, _ in parts)
        found.append(stroke if len(parts) == 1 else _one([strokes[k] for k, _ in parts], parts))
    return tuple(found)


def _partners(strokes: Sequence[Stroke]) -> dict[int, int]:
    """The end that each end meets, if just one; stroke k has the ends 2 k and 2 k + 1."""
    bounds = bounds_of(strokes)
    if bounds is None or not 1 < len(strokes) <= _MOST:
        return {}
    near = _NEAR * max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    places = np.array([stroke.points[[0, -1]] for stroke in strokes]).reshape(-1, 2)
    order = np.argsort(places[:, 0], kind="stable")
    x = places[order, 0]
    meets: dict[int, list[int]] = {}
    for rank, end in enumerate(order.tolist()):
        last = int(np.searchsorted(x, x[rank] + near, "right"))
        for other in order[rank + 1 : last].tolist():
            if abs(places[end, 1] - places[other, 1]) <= near:
                meets.setdefault(end, []).append(other)
                meets.setdefault(other, []).append(end)
    return {
        end: others[0]
        for end, others in meets.items()
        if len(others) == 1
        and len(meets[others[0]]) == 1
        and end // 2 != others[0] // 2
        and strokes[end // 2].brush == strokes[others[0] // 2].brush
        and min(len(strokes[end // 2]), len(strokes[others[0] // 2])) > 1
    }


def _chain(number: int, meets: dict[int, int]) -> list[tuple[int, bool]]:
    """The strokes that go on as each other, in order: their numbers, and whether turned round."""
    after = _onward(2 * number + 1, meets)
    if after and after[-1][0] == number:  # all the way round
        return [(number, False), *after[:-1]]
    before = [(k, not turned) for k, turned in reversed(_onward(2 * number, meets))]
    return [*before, (number, False), *after]


def _onward(end: int, meets: dict[int, int]) -> list[tuple[int, bool]]:
    """The strokes from an end on, until there is none or the first of all comes again."""
    found: list[tuple[int, bool]] = []
    begun = end // 2
    while end in meets:
        entry = meets[end]
        found.append((entry // 2, entry % 2 == 1))
        if entry // 2 == begun:
            break
        end = entry ^ 1
    return found


def _one(parts: list[Stroke], ways: list[tuple[int, bool]]) -> Stroke:
    """One stroke of several; time goes on from each to the next."""
    pieces: list[FloatArray] = []
    clock = 0.0
    for stroke, (_, turned) in zip(parts, ways, strict=True):
        samples = np.array(stroke.samples)
        took = samples[-1, TIME] - samples[0, TIME]
        if turned:
            samples = samples[::-1].copy()
            samples[:, TIME] = samples[0, TIME] - samples[:, TIME]
        else:
            samples[:, TIME] -= samples[0, TIME]
        samples[:, TIME] += clock
        clock += float(took)
        pieces.append(samples[1:] if pieces else samples)
    longest = max(parts, key=len)
    return Stroke.make(np.concatenate(pieces), parts[0].brush, longest.provenance)
