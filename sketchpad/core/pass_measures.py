"""How two lines lie to each other, in numbers: beside each other, end to end, and in length."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

from sketchpad.core.courtesy import make_way
from sketchpad.core.geometry import BoolArray, IntArray
from sketchpad.core.sampled import STEP, Sampled, neighbours
from sketchpad.core.stroke import FloatArray

#: Lines farther apart have nothing to do with each other, nor have ends, pixels.
_REACH: Final = 26.0
_END_REACH: Final = 20.0
#: What stands for a distance beyond the reach.
_FAR: Final = _REACH + 6.0
#: Lines run along each other if their directions differ by at most this cosine.
_ALONG: Final = math.cos(math.radians(40.0))
#: Passes this near are near, and very near; a blur of 3 pixels joins what is within the last.
_NEAR: Final = (8.0, 4.0)
_JOINED: Final = 13.0
#: Ends farther apart than this are as far as this.
_FAR_ENDS: Final = 80.0
_QUANTILES: Final = (10, 25, 50, 75, 90)

Columns = dict[str, FloatArray]


class Pairs(NamedTuple):
    """Pairs of lines that come near each other.

    Attributes:
        names: one × lines + other, one < other, sorted, ``(p,)``.
        short: the shorter line of each.
        long: the longer.
    """

    names: IntArray
    short: IntArray
    long: IntArray


class _Near(NamedTuple):
    """For points, the nearest points of other lines.

    Attributes:
        point: a point's number, ``(m,)``.
        other: of another line's point.
        gap: between them.
        cosine: between the directions.
        pair: the pair that both lines are.
        in_short: the point is on the shorter line.
    """

    point: IntArray
    other: IntArray
    gap: FloatArray
    cosine: FloatArray
    pair: IntArray
    in_short: BoolArray


class Around(NamedTuple):
    """What there is around each point, ``(n,)`` each.

    Attributes:
        crowd: lines that run along beside it, within reach.
        close: and within the distance that a blur joins.
        gap: to the nearest of them.
    """

    crowd: FloatArray
    close: FloatArray
    gap: FloatArray


def measured(points: Sampled) -> tuple[Pairs, Around, Columns]:
    """All pairs of lines that come near each other, and what can be measured of each.

    Returns:
        The pairs, what is around each point, and columns ``(p,)`` in a fixed order.
    """
    pairs, near, along = _pairs(points)
    side = _side(points, along)
    gap = points.place[along.other] - points.place[along.point]
    ahead = np.abs((points.way[along.point] * gap).sum(axis=1))
    # Beside, and not beyond the end.
    true = ahead <= 0.7 * along.gap + STEP
    around = _around(points, along, true)
    between = _between(along, side)
    columns: Columns = {}
    for end, chosen in (("short", along.in_short & true), ("long", ~along.in_short & true)):
        make_way()
        columns |= _beside(points, pairs, _Near(*(v[chosen] for v in along)), end, around)
        columns |= _sides(along.pair[chosen], side[chosen], between[chosen], pairs, end)
    columns |= _relations(points, pairs, columns, around)
    columns |= _apart(points, pairs, near)
    columns |= _ends(points, pairs)
    columns |= _sizes(points, pairs, around)
    return pairs, around, columns


def usual(points: Sampled, around: Around) -> list[float]:
    """What is usual in a drawing: how crowded it is, and how long its lines are."""
    if not len(points.size):
        return [0.0] * (7 + len(_QUANTILES))
    return [
        float(np.mean(around.crowd > 0)),
        float(np.mean(around.crowd)),
        float(np.mean(around.close)),
        *_gaps(around),
        math.log(len(points.size)),
        math.log1p(float(np.median(points.length))),
        math.log1p(float(points.length.sum())),
        math.log1p(float(np.percentile(points.length, 90))),
    ]


def _gaps(around: Around) -> list[float]:
    """Quantiles of the gaps to the nearest line, where there is one."""
    some = around.gap[around.gap < _REACH]
    if not len(some):
        return [_REACH] * len(_QUANTILES)
    found: list[float] = np.maximum(np.percentile(some, _QUANTILES), 0.5).tolist()
    return found


def _pairs(points: Sampled) -> tuple[Pairs, _Near, _Near]:
    """Pairs, and for each point and other line the nearest point, of any and of like direction."""
    count = len(points.size)
    found = [_nearest(points, one, other) for one, other in neighbours(points, _REACH)]
    near, along = (_joined([part[k] for part in found]) for k in (0, 1))
    is_end = np.zeros(len(points.place), dtype=np.bool_)
    is_end[points.first] = is_end[points.last] = True
    meets = near[:2, (near[2] < _END_REACH) & is_end[near[0].astype(np.int64)]]
    names = np.unique(
        np.concatenate([_names(points, along[:2]), _names(points, meets)]).astype(np.int64)
    )
    first, second = np.divmod(names, max(count, 1))
    swap = points.length[first] > points.length[second]
    pairs = Pairs(names, np.where(swap, second, first), np.where(swap, first, second))
    return pairs, _known(points, pairs, near), _known(points, pairs, along)


def _nearest(points: Sampled, one: IntArray, other: IntArray) -> tuple[FloatArray, FloatArray]:
    """Of pairs of points, for each point and other line the nearest.

    Returns:
        Rows of ``(4, m)``: the point, the other, the gap, the cosine between the directions; of
        all directions, and of those that run along each other.
    """
    step = points.place[other] - points.place[one]
    gap = np.hypot(step[:, 0], step[:, 1])
    cosine = (points.way[one] * points.way[other]).sum(axis=1)
    key = one * len(points.size) + points.owner[other]
    order = np.lexsort((gap, key))
    rows = np.stack([one, other, gap, cosine])[:, order]
    key = key[order]
    near = np.diff(key, prepend=-1) > 0
    straight = np.abs(rows[3]) >= _ALONG
    rows_along, key = rows[:, straight], key[straight]
    return rows[:, near], rows_along[:, np.diff(key, prepend=-1) > 0]


def _joined(parts: list[FloatArray]) -> FloatArray:
    return np.concatenate([np.empty((4, 0)), *parts], axis=1)


def _names(points: Sampled, pair: FloatArray) -> IntArray:
    """The names of the pairs of lines that pairs of points ``(2, m)`` are on."""
    a, b = points.owner[pair.astype(np.int64)]
    return np.asarray(np.minimum(a, b) * len(points.size) + np.maximum(a, b))


def _known(points: Sampled, pairs: Pairs, rows: FloatArray) -> _Near:
    """What belongs to one of the pairs."""
    name = _names(points, rows[:2])
    at = np.searchsorted(pairs.names, name)
    known = np.append(pairs.names, -1)[at] == name
    one, other = rows[:2, known].astype(np.int64)
    at = at[known]
    in_short = points.owner[one] == pairs.short[at]
    return _Near(one, other, rows[2, known], rows[3, known], at, in_short)


def _side(points: Sampled, near: _Near) -> FloatArray:
    """How far the other point lies aside, negative on one side."""
    gap = points.place[near.other] - points.place[near.point]
    way = points.way[near.point]
    return np.asarray(way[:, 0] * gap[:, 1] - way[:, 1] * gap[:, 0])


def _around(points: Sampled, along: _Near, true: BoolArray) -> Around:
    count = len(points.place)
    close = true & (along.gap < _JOINED - 1.0)
    gap = np.full(count, _REACH)
    np.minimum.at(gap, along.point[true], along.gap[true])
    crowd, near = (
        np.bincount(along.point[some], minlength=count).astype(np.float64) for some in (true, close)
    )
    return Around(crowd, near, gap)


def _between(along: _Near, side: FloatArray) -> FloatArray:
    """How many other lines lie between a point and the line beside it."""
    key = along.point * 4 + np.sign(side).astype(np.int64) + 1
    order = np.lexsort((np.abs(side), key))
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    count = np.diff(np.append(starts, len(order)))
    found = np.zeros(len(order))
    found[order] = np.arange(len(order)) - np.repeat(starts, count)
    return found


def _beside(points: Sampled, pairs: Pairs, near: _Near, end: str, around: Around) -> Columns:
    """How one line of each pair runs beside the other."""
    count = len(pairs.names)
    number = np.bincount(near.pair, minlength=count)
    least = np.maximum(number, 1)
    has = number > 0

    def mean(values: FloatArray, otherwise: float = 0.0) -> FloatArray:
        total = np.bincount(near.pair, values, minlength=count)
        return np.where(has, total / least, otherwise)

    def extreme(values: FloatArray, ufunc: np.ufunc, otherwise: float) -> FloatArray:
        found = np.full(count, otherwise)
        ufunc.at(found, near.pair, values)
        return found

    turn = np.degrees(np.arccos(np.clip(np.abs(near.cosine), 0.0, 1.0)))
    bend = points.bend[near.point] - np.sign(near.cosine) * points.bend[near.other]
    gap = mean(near.gap, _FAR)
    size = points.size[pairs.short if end == "short" else pairs.long]
    spread = np.sqrt(np.maximum(mean(near.gap**2) - gap**2, 0.0))
    return {
        f"share {end}": number / size,
        f"run {end}": np.log1p(number * STEP),
        f"gap {end}": gap,
        f"most {end}": extreme(near.gap, np.maximum, -1.0),
        f"least {end}": extreme(near.gap, np.minimum, 99.0),
        f"spread {end}": np.where(has, spread, 0.0),
        f"turn {end}": mean(turn, -1.0),
        f"most turn {end}": extreme(turn, np.maximum, -1.0),
        f"crowd {end}": mean(around.crowd[near.point]),
        f"nearest {end}": mean(around.gap[near.point]),
        **{f"within {w:g} {end}": mean((near.gap < w).astype(np.float64)) for w in _NEAR},
        f"bend {end}": mean(np.abs(bend)),
    }


def _sides(
    pair: IntArray, side: FloatArray, between: FloatArray, pairs: Pairs, end: str
) -> Columns:
    """Whether one line of each pair stays on one side of the other, and what lies between."""
    count = len(pairs.names)
    number = np.maximum(np.bincount(pair, minlength=count), 1)
    signed, whole, others = (
        np.bincount(pair, v, minlength=count) / number for v in (side, np.abs(side), between)
    )
    return {f"side {end}": np.abs(signed) / np.maximum(whole, 0.5), f"between {end}": others}


def _relations(points: Sampled, pairs: Pairs, columns: Columns, around: Around) -> Columns:
    """The gap by what is usual in the drawing, and by the lengths."""
    gap = columns["gap short"]
    gaps = _gaps(around)
    return {
        "gap by the usual": gap / gaps[2],
        "gap by the wide": gap / gaps[3],
        "gap by length": gap / (points.length[pairs.short] + 1.0),
        "gap by run": gap / np.maximum(np.expm1(columns["run short"]), STEP),
    }


def _apart(points: Sampled, pairs: Pairs, near: _Near) -> Columns:
    """How far the shorter line strays from the longer, whatever the directions."""
    count = len(pairs.names)
    pair, gap = near.pair[near.in_short], near.gap[near.in_short]
    size = points.size[pairs.short]
    missing = size - np.bincount(pair, minlength=count)
    most, least = np.zeros(count), np.full(count, _FAR)
    np.maximum.at(most, pair, gap)
    np.minimum.at(least, pair, gap)
    joined = np.bincount(pair, (gap < _JOINED).astype(np.float64), minlength=count)
    return {
        "strays": np.where(missing > 0, _FAR, most),
        "strays, mean": (np.bincount(pair, gap, minlength=count) + missing * _FAR) / size,
        "joined": joined / size,
        "comes near": least,
    }


def _ends(points: Sampled, pairs: Pairs) -> Columns:
    """How the nearest ends of a pair meet, and how far the other two are from each other."""
    ends = np.stack([points.first, points.last], axis=1)
    place = points.place[ends]
    outward = points.way[ends] * np.array([-1.0, 1.0])[:, None]
    step = place[pairs.long][:, None] - place[pairs.short][:, :, None]
    far = np.hypot(step[..., 0], step[..., 1]).reshape(-1, 4)
    row = np.arange(len(far))
    which = far.argmin(axis=1) if len(far) else row
    one, other = outward[pairs.short, which // 2], outward[pairs.long, which % 2]
    gap = step.reshape(-1, 4, 2)[row, which]
    size = np.maximum(np.hypot(gap[:, 0], gap[:, 1]), 1e-6)
    aside = np.abs(gap[:, 0] * one[:, 1] - gap[:, 1] * one[:, 0])
    return {
        "ends": np.minimum(far[row, which], _FAR_ENDS),
        "straight on": -(one * other).sum(axis=1),
        "other ends": np.minimum(far[row, 3 - which], 200.0),
        "ahead": (gap * one).sum(axis=1) / size,
        "aside": np.minimum(aside, _FAR_ENDS),
    }


def _sizes(points: Sampled, pairs: Pairs, around: Around) -> Columns:
    """How long, how bent and how crowded both lines are."""
    count = len(points.size)
    turn = np.bincount(points.owner, np.abs(points.bend), minlength=count) * STEP
    crowd = np.bincount(points.owner, around.close, minlength=count) / np.maximum(points.size, 1)
    length = points.length + 1.0
    short, long = pairs.short, pairs.long
    middle = float(np.median(length)) if count else 1.0
    return {
        "short": np.log(length[short]),
        "long": np.log(length[long]),
        "ratio": length[short] / length[long],
        "short by the usual": np.log(length[short] / middle),
        "turns short": turn[short],
        "turns long": turn[long],
        "close short": crowd[short],
        "close long": crowd[long],
    }
