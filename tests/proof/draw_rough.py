"""Drawings in a rough hand: pen traces with wobble, overdrawing, fragments and overshoot.

Every line that is meant is drawn in one to four hasty passes, each of them of one to three pieces
that overlap, as one does who looks for the form with a pencil. The same traces every time.
"""

from __future__ import annotations

import dataclasses
import itertools
import zlib
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.spline import smooth_through
from tests.ui.hand import Hand

Points = NDArray[np.float64]

#: The drawings' long side, in units of a meant line.
SIDE: Final = 400.0
#: Between two reports of the pen: small forms are drawn slowly.
_STEP: Final = 1.2


@dataclasses.dataclass(frozen=True)
class Roughness:
    """How rough the hand is; lengths in units of a meant line.

    Attributes:
        passes: fewest and most passes of a long line.
        stray: how far a whole pass lies beside the line.
        wobble: how far it swings about its own course.
        overshoot: how far a piece goes on beyond its end.
    """

    passes: tuple[int, int] = (2, 4)
    stray: float = 2.4
    wobble: float = 2.0
    overshoot: float = 9.0


def draw(hand: Hand, name: str, scale: float = 1.25, how: Roughness = Roughness()) -> None:
    """Draw one of ``DRAWINGS`` in the middle of the hand's widget."""
    middle = hand.widget.rect().center()
    for trace in traces(name, how):
        rows = trace.copy()
        rows[:, :2] = (trace[:, :2] - SIDE / 2) * scale + (middle.x(), middle.y())
        hand.pen_stroke(rows)


def traces(name: str, how: Roughness = Roughness()) -> list[Points]:
    """The strokes of a drawing: ``(n, 4)`` of x, y, pressure, time in ms, in drawing order."""
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    return [piece for line in DRAWINGS[name]() for piece in _sketched(line, how, rng)]


def _sketched(line: Points, how: Roughness, rng: np.random.Generator) -> list[Points]:
    """One line that is meant, as a rough hand puts it down."""
    length = _along(line)[-1]
    most = how.passes[1] if length > 60 else max(how.passes[0], 2)
    pieces = []
    for _ in range(rng.integers(how.passes[0], most + 1)):
        aside = rng.normal(0, how.stray, 2) * min(1.0, length / 60)
        count = 1 if length < 90 else int(rng.integers(1, 4))
        cuts = np.linspace(0, length, count + 1)
        for begin, end in itertools.pairwise(cuts):
            before, after = np.abs(rng.normal(0, how.overshoot, 2)) * min(1.0, length / 120)
            part = _part(line, begin - before, end + after)
            pieces.append(_by_hand(part + aside, how, rng))
    return pieces


def _part(line: Points, begin: float, end: float) -> Points:
    """The line from one length to another; beyond its ends it goes straight on, if it is open."""
    along = _along(line)
    closed = bool(np.hypot(*(line[0] - line[-1])) < 1e-6)
    at = np.linspace(begin, end, max(int((end - begin) / _STEP), 6))
    within = at % along[-1] if closed else np.clip(at, 0, along[-1])
    points = np.column_stack([np.interp(within, along, line[:, k]) for k in (0, 1)])
    if not closed:
        head, tail = _unit(line[0] - line[1]), _unit(line[-1] - line[-2])
        points += np.maximum(-at, 0)[:, None] * head
        points += np.maximum(at - along[-1], 0)[:, None] * tail
    return points


def _by_hand(points: Points, how: Roughness, rng: np.random.Generator) -> Points:
    """Slow swings, a little tremor, and the pressure of a hasty stroke."""
    count, length = len(points), max(_along(points)[-1], 1.0)
    t = np.linspace(0, 1, count)
    swings = np.zeros((count, 2))
    for wave in (1, 2, 3):
        phase, amount = rng.uniform(0, 2 * np.pi, 2), rng.normal(0, how.wobble / wave, 2)
        swings += amount * np.sin(2 * np.pi * t[:, None] * wave * max(length / 180, 0.5) + phase)
    swings *= min(1.0, length / 80)
    tremor = np.convolve(rng.normal(0, 0.5, count + 4), np.full(5, 0.2), "valid")
    normal = np.gradient(points, axis=0)[:, ::-1] * (1, -1)
    normal /= np.maximum(np.hypot(*normal.T), 1e-9)[:, None]
    placed = points + swings + tremor[:, None] * normal
    ends = np.clip(np.minimum(t, 1 - t) / 0.12, 0.15, 1)
    pressure = np.clip(rng.uniform(0.35, 0.7) * ends + rng.normal(0, 0.015, count), 0.05, 1)
    return np.column_stack([placed, pressure, 5.0 * np.arange(count)])


def _along(line: Points) -> Points:
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])


def _unit(vector: Points) -> Points:
    return np.asarray(vector / max(float(np.hypot(*vector)), 1e-9))


# What is meant.


def _curve(*points: tuple[float, float]) -> Points:
    """A smooth line through points."""
    return smooth_through(np.array(points), 3.0, corner_degrees=120.0)


def _line(*points: tuple[float, float]) -> list[Points]:
    """Straight lines from point to point, each drawn for itself."""
    corners = np.array(points, dtype=np.float64)
    steps = np.linspace(0, 1, 40)[:, None]
    return [a + steps * (b - a) for a, b in itertools.pairwise(corners)]


def _ring(x: float, y: float, across: float, down: float = 0.0, turn: float = -0.6) -> Points:
    t = np.linspace(turn * np.pi, (turn + 2) * np.pi, 90)
    ring = np.column_stack([x + across * np.cos(t), y + (down or across) * np.sin(t)])
    ring[-1] = ring[0]
    return ring


def _cat() -> list[Points]:
    lines = [
        _curve((118, 92), (96, 130), (100, 178), (140, 208), (200, 216), (252, 204), (286, 172)),
        _curve((286, 172), (292, 130), (270, 92)),
        _curve((168, 74), (195, 70), (222, 74)),
        *_line((118, 92), (112, 30), (168, 74)),
        *_line((222, 74), (276, 28), (270, 92)),
        _ring(156, 132, 15, 17),
        _ring(234, 132, 15, 17),
        _curve((184, 164), (206, 164), (195, 176), (184, 164)),
        _curve((195, 176), (188, 190), (172, 190)),
        _curve((195, 176), (202, 190), (218, 190)),
        _curve((140, 206), (112, 262), (104, 330), (128, 372), (200, 380), (262, 372)),
        _curve((252, 204), (276, 262), (286, 320), (262, 372)),
        _curve((284, 340), (340, 344), (366, 300), (346, 254), (330, 268)),
    ]
    for side in (-1, 1):
        lines += _line((195 + side * 46, 166), (195 + side * 130, 150))
        lines += _line((195 + side * 46, 176), (195 + side * 132, 186))
    return lines


def _house() -> list[Points]:
    return [
        *_line((70, 180), (70, 360), (330, 360), (330, 180)),
        *_line((40, 190), (200, 60), (360, 190), (40, 190)),
        *_line((170, 360), (170, 260), (230, 260), (230, 360)),
        *_line((96, 220), (146, 220), (146, 270), (96, 270), (96, 220)),
        *_line((121, 220), (121, 270)),
        *_line((254, 220), (304, 220), (304, 270), (254, 270), (254, 220)),
        *_line((279, 220), (279, 270)),
        *_line((268, 116), (268, 64), (304, 64), (304, 145)),
        _ring(220, 312, 4),
        _curve((290, 50), (300, 30), (284, 14), (306, 0)),
    ]


def _cup() -> list[Points]:
    return [
        _ring(170, 120, 120, 30),
        _curve((50, 122), (58, 220), (84, 300), (120, 340)),
        _curve((290, 122), (282, 220), (256, 300), (220, 340)),
        _curve((120, 340), (170, 352), (220, 340)),
        _curve((288, 160), (344, 150), (362, 200), (330, 250), (268, 262)),
        _curve((286, 184), (322, 178), (334, 206), (312, 234), (275, 240)),
        _curve((130, 80), (118, 56), (140, 40), (128, 12)),
        _curve((190, 80), (178, 56), (200, 40), (188, 12)),
        _curve((20, 352), (90, 384), (250, 384), (320, 352)),
    ]


def _fish() -> list[Points]:
    return [
        _curve((40, 200), (110, 120), (220, 116), (300, 190)),
        _curve((40, 200), (110, 284), (220, 286), (300, 210)),
        _curve((300, 190), (340, 150), (386, 128), (368, 200)),
        _curve((300, 210), (340, 250), (386, 276), (368, 200)),
        _ring(96, 184, 12),
        _curve((138, 142), (160, 200), (138, 262)),
        _curve((180, 118), (216, 72), (262, 76), (258, 148)),
        _curve((190, 190), (206, 202), (190, 216)),
        _curve((228, 184), (244, 200), (228, 218)),
        _curve((190, 284), (206, 320), (240, 316), (234, 270)),
        _curve((42, 206), (58, 214), (74, 212)),
    ]


def _flower() -> list[Points]:
    lines = [_ring(200, 130, 30)]
    for number in range(6):
        angle = number * np.pi / 3 + 0.2
        c, s = np.cos(angle), np.sin(angle)
        petal = np.array([(28, -12), (72, -34), (108, 0), (72, 34), (28, 12)], dtype=np.float64)
        turned = petal @ np.array([(c, s), (-s, c)]) + (200, 130)
        lines.append(_curve(*map(tuple, turned.tolist())))
    lines += [
        _curve((204, 240), (210, 300), (196, 396)),
        _curve((204, 340), (250, 280), (310, 290), (262, 336), (202, 352)),
        _curve((202, 370), (160, 320), (110, 326), (148, 366), (199, 382)),
    ]
    return lines


def _boat() -> list[Points]:
    return [
        _curve((40, 290), (84, 350), (300, 354), (360, 280)),
        *_line((40, 290), (360, 280)),
        *_line((190, 286), (186, 30)),
        _curve((182, 40), (120, 130), (60, 250)),
        *_line((60, 250), (184, 256)),
        _curve((192, 60), (262, 140), (318, 246)),
        *_line((318, 246), (192, 254)),
        *_line((186, 30), (226, 42), (188, 56)),
        _curve((10, 376), (60, 360), (110, 382), (160, 366), (210, 384), (260, 368), (320, 384)),
    ]


def _shoe() -> list[Points]:
    return [
        _curve((60, 120), (52, 180), (40, 230), (44, 286)),
        _curve((60, 120), (96, 136), (140, 118)),
        _curve((140, 118), (170, 180), (250, 212), (330, 226), (368, 262), (372, 288)),
        *_line((44, 286), (372, 288)),
        _curve((44, 286), (46, 316), (80, 320)),
        *_line((80, 320), (350, 320)),
        _curve((350, 320), (374, 314), (372, 288)),
        _curve((290, 218), (272, 250), (286, 286)),
        *_line((152, 160), (188, 138)),
        *_line((176, 184), (212, 160)),
        *_line((206, 202), (240, 178)),
        _curve((60, 196), (100, 216), (120, 286)),
    ]


def _snail() -> list[Points]:
    t = np.linspace(0, 5.2 * np.pi, 160)
    spiral = np.column_stack([220 + 7.0 * t * np.cos(t), 180 + 6.4 * t * np.sin(t)])
    return [
        spiral,
        _curve((118, 222), (80, 190), (70, 140), (44, 150), (30, 210), (60, 290), (160, 310)),
        _curve((160, 310), (260, 316), (330, 310), (384, 296), (330, 262)),
        _curve((62, 142), (72, 100), (84, 74)),
        _curve((46, 148), (36, 110), (24, 84)),
        _ring(86, 68, 7),
        _ring(22, 78, 7),
        _curve((40, 226), (54, 236), (66, 228)),
    ]


#: What can be drawn, by name.
DRAWINGS: Final[dict[str, Callable[[], list[Points]]]] = {
    "cat": _cat,
    "house": _house,
    "cup": _cup,
    "fish": _fish,
    "flower": _flower,
    "boat": _boat,
    "shoe": _shoe,
    "snail": _snail,
}
