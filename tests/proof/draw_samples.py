"""Draws the sample sketches of the gallery: ``python -m tests.proof.draw_samples``.

Each sketch is a list of strokes given by a few points that a hand would pass. A spline joins them,
a slow tremor, a pressure that swells and fades, and a plausible speed make them look drawn.
Writes ``resources/samples/<name>.sketch`` and a preview ``<name>.svg``.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sketchpad import files
from sketchpad.core import geometry
from sketchpad.core.document import Document
from sketchpad.core.stroke import Brush, Stroke

Points = Sequence[tuple[float, float]]
Array = NDArray[np.float64]
FOLDER = Path(__file__).parents[2] / "resources" / "samples"
INK = "#1a1a1a"
#: Distance of samples, canvas units; short strokes get at least twelve.
SPACING = 6.0


class Hand:
    """Draws strokes with a tremor of its own; the same seed draws the same."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.strokes: list[Stroke] = []

    def curve(
        self, points: Points, colour: str = INK, width: float = 5.0, *, closed: bool = False
    ) -> None:
        """A smooth line through the points; a closed one overshoots its start, as hands do."""
        path = list(points)
        if closed:
            path = [*path, *path[: 2 if len(path) > 4 else 1]]
        line = _evenly(_spline(np.array(path, dtype=np.float64)))
        if closed:
            drift = self.random.normal(0, 2.0, 2)
            line = line + np.linspace(0, 1, len(line))[:, None] ** 3 * drift
        self._put(line, colour, width)

    def corners(self, points: Points, colour: str = INK, width: float = 5.0) -> None:
        """Straight lines from corner to corner in one stroke."""
        line = _evenly(np.array(points, dtype=np.float64))
        self._put(line, colour, width)

    def arc(
        self,
        centre: tuple[float, float],
        radii: tuple[float, float],
        span: tuple[float, float] = (-100.0, 275.0),
        *,
        colour: str = INK,
        width: float = 5.0,
    ) -> None:
        """Part of an ellipse, degrees clockwise from the right; by default a little over full."""
        steps = max(6, int(abs(span[1] - span[0]) / 14))
        angles = np.radians(np.linspace(*span, steps))
        squeeze = 1 + self.random.normal(0, 0.012, 2)
        x = centre[0] + radii[0] * squeeze[0] * np.cos(angles)
        y = centre[1] + radii[1] * squeeze[1] * np.sin(angles)
        self.curve(list(zip(x.tolist(), y.tolist(), strict=True)), colour, width)

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str = INK,
        width: float = 5.0,
    ) -> None:
        """A nearly straight line, bent as a wrist bends it."""
        a, b = np.array(start), np.array(end)
        across = np.array([a[1] - b[1], b[0] - a[0]])
        bow = self.random.normal(0, 0.008) * across
        middle = (a + b) / 2 + bow
        self.curve([start, (float(middle[0]), float(middle[1])), end], colour, width)

    def dot(self, at: tuple[float, float], radius: float, colour: str = INK) -> None:
        """A small filled spot: a tight spiral."""
        turns = np.linspace(0, 4 * math.pi, 24)
        r = radius * (1 - turns / turns[-1] * 0.9)
        points = np.stack([at[0] + r * np.cos(turns), at[1] + r * np.sin(turns)], axis=1)
        self._put(points, colour, max(3.0, radius * 0.9), tremor=0.1)

    def _put(self, line: Array, colour: str, width: float, tremor: float = 0.9) -> None:
        count = len(line)
        noise = self.random.normal(0, 1, (count + 24, 2))
        kernel = np.hanning(25) / np.hanning(25).sum()
        slow = np.stack([np.convolve(noise[:, k], kernel, "valid") for k in (0, 1)], axis=1)
        points = line + tremor * 3.0 * slow[:count]
        t = np.linspace(0, 1, count)
        swell = np.convolve(self.random.normal(0, 1, count + 24), kernel, "valid")[:count]
        ends = np.clip(np.minimum(t * 7, (1 - t) * 5) + 0.30, 0, 1)
        pressure = np.clip((0.72 + 0.45 * swell) * ends, 0.12, 1.0)
        steps = np.hypot(*np.diff(points, axis=0, prepend=points[:1]).T)
        time = np.cumsum(steps * 1.6 / (0.5 + np.sin(np.pi * np.clip(t, 0.05, 0.95))))
        brush = Brush(colour, width, sensitivity=0.7)
        samples = np.column_stack([points, pressure, time]).round(3)
        self.strokes.append(Stroke.make(samples, brush))


def _evenly(line: Array) -> Array:
    return geometry.resample(line, min(SPACING, geometry.polyline_length(line) / 12))


def _spline(points: Array) -> Array:
    """Centripetal Catmull-Rom through all points, ``(n, 2)`` to a dense ``(m, 2)``."""
    if len(points) == 2:
        return points
    first, last = 2 * points[0] - points[1], 2 * points[-1] - points[-2]
    padded = np.vstack([first, points, last])
    pieces = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        knots = np.cumsum(
            [0, *(max(math.dist(a, b), 1e-6) ** 0.5 for a, b in ((p0, p1), (p1, p2), (p2, p3)))]
        )
        t0, t1, t2, t3 = knots
        t = np.linspace(t1, t2, 16, endpoint=False)[:, None]
        a1 = (t1 - t) / (t1 - t0) * p0 + (t - t0) / (t1 - t0) * p1
        a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
        a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
        b1 = (t2 - t) / (t2 - t0) * a1 + (t - t0) / (t2 - t0) * a2
        b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
        pieces.append((t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2)
    return np.vstack([*pieces, points[-1:]])


def cat(hand: Hand) -> None:
    """A cat that sits and waits."""
    head = [
        (472, 330),
        (462, 262),
        (470, 190),
        (488, 178),
        (530, 222),
        (556, 236),
        (600, 230),
        (646, 236),
        (670, 220),
        (712, 174),
        (730, 186),
        (740, 262),
        (730, 332),
        (700, 388),
        (648, 420),
        (600, 428),
        (550, 420),
        (500, 386),
    ]
    hand.curve(head, width=6, closed=True)
    hand.curve([(488, 232), (492, 212), (512, 234)], "#d98a94", 4)
    hand.curve([(690, 234), (708, 210), (714, 232)], "#d98a94", 4)
    for x in (544, 656):
        hand.arc((x, 314), (21, 25), (-100, 270))
        hand.dot((x + 3, 318), 9)
    hand.curve([(588, 352), (600, 347), (612, 352), (601, 364), (588, 352)], "#d98a94", 5)
    hand.curve([(601, 364), (598, 380), (582, 388), (568, 380)])
    hand.curve([(601, 364), (606, 382), (622, 388), (636, 379)])
    for side in (-1, 1):
        for rise, drop in ((-22, -8), (0, 14), (24, 38)):
            x = 600 + side * 62
            hand.curve(
                [
                    (x, 362 + drop * 0.4),
                    (x + side * 62, 358 + rise),
                    (x + side * 118, 352 + rise * 1.7),
                ],
                width=3,
            )
    hand.curve([(566, 246), (572, 266)], "#b98556", 5)
    hand.curve([(600, 240), (600, 272)], "#b98556", 5)
    hand.curve([(634, 246), (628, 266)], "#b98556", 5)
    hand.curve([(520, 404), (476, 470), (440, 560), (430, 650), (446, 716), (494, 738)], width=6)
    hand.curve([(684, 402), (724, 470), (762, 560), (774, 640), (762, 708), (716, 738)], width=6)
    hand.curve([(556, 560), (548, 640), (544, 714), (516, 742), (494, 738), (486, 722)])
    hand.curve([(646, 560), (654, 640), (658, 714), (688, 742), (714, 738), (722, 720)])
    hand.curve([(544, 728), (570, 742), (600, 736), (632, 742), (658, 728)])
    hand.line((516, 742), (516, 722), width=4)
    hand.line((690, 742), (690, 722), width=4)
    hand.curve(
        [(768, 690), (830, 716), (888, 690), (904, 626), (880, 566), (896, 516), (930, 508)],
        width=6,
    )
    hand.curve(
        [
            (764, 722),
            (846, 752),
            (918, 716),
            (938, 634),
            (914, 574),
            (920, 534),
            (944, 522),
            (930, 508),
        ],
        width=6,
    )
    for x, y in ((462, 520), (450, 570), (442, 622)):
        hand.curve([(x - 8, y), (x + 22, y + 4), (x + 44, y - 8)], "#b98556", 5)
    for x, y in ((742, 520), (754, 570), (764, 622)):
        hand.curve([(x + 4, y), (x - 24, y + 4), (x - 46, y - 8)], "#b98556", 5)
    hand.curve([(898, 560), (914, 566), (922, 560)], "#b98556", 5)
    hand.curve([(906, 640), (922, 644), (938, 636)], "#b98556", 5)
    hand.curve([(330, 748), (470, 752), (700, 756), (960, 748)], "#9aa0ab", 3)


def house(hand: Hand) -> None:
    """A house with smoke and an apple tree."""
    hand.line((352, 428), (358, 706), width=6)
    hand.line((358, 706), (776, 704), width=6)
    hand.line((776, 704), (772, 426), width=6)
    hand.curve([(300, 444), (430, 322), (562, 206)], "#b3412e", 7)
    hand.curve([(562, 206), (700, 326), (828, 442)], "#b3412e", 7)
    hand.line((300, 444), (828, 442), "#b3412e", 6)
    for row, (y, left, right) in enumerate(
        ((400, 374, 752), (360, 420, 706), (320, 466, 660), (280, 510, 614))
    ):
        for x in np.arange(left + 14 * (row % 2), right - 20, 44):
            hand.arc((float(x) + 18, y), (20, 15), (170, 10), colour="#cf7a5e", width=3)
    hand.line((676, 300), (678, 208))
    hand.line((678, 208), (732, 208))
    hand.line((732, 208), (732, 350))
    hand.line((668, 206), (742, 206), width=6)
    hand.curve(
        [(704, 190), (690, 164), (716, 146), (706, 120), (736, 104), (728, 76), (764, 66)],
        "#9aa0ab",
        4,
    )
    hand.curve([(722, 182), (746, 160), (734, 138), (764, 120), (760, 96), (790, 92)], "#9aa0ab", 4)
    hand.curve(
        [(520, 704), (520, 596), (530, 562), (566, 546), (602, 562), (612, 596), (612, 704)],
        "#7a5232",
        6,
    )
    hand.dot((596, 632), 6, "#7a5232")
    hand.line((566, 548), (566, 702), "#7a5232", 3)
    for x in (404, 654):
        hand.corners([(x, 492), (x + 82, 490), (x + 84, 572), (x, 574), (x + 1, 490)])
        hand.line((x + 41, 492), (x + 42, 572), width=4)
        hand.line((x + 2, 532), (x + 82, 532), width=4)
        hand.curve([(x - 8, 582), (x + 42, 584), (x + 92, 580)], width=5)
        for k in range(4):
            hand.curve(
                [
                    (x + 8 + 22 * k, 578),
                    (x + 4 + 22 * k, 566),
                    (x + 12 + 22 * k, 562),
                    (x + 14 + 22 * k, 576),
                ],
                "#c2255c",
                4,
            )
    hand.arc((566, 372), (34, 33))
    hand.line((566, 340), (566, 404), width=3)
    hand.line((534, 372), (598, 373), width=3)
    hand.curve([(520, 712), (492, 760), (440, 806)], "#a47e52", 4)
    hand.curve([(614, 712), (640, 764), (690, 810)], "#a47e52", 4)
    hand.curve([(936, 706), (946, 620), (938, 560), (912, 520)], "#7a5232", 6)
    hand.curve([(980, 706), (972, 620), (982, 566), (1010, 524)], "#7a5232", 6)
    crown = [
        (880, 540),
        (836, 508),
        (836, 446),
        (876, 410),
        (880, 356),
        (938, 324),
        (998, 340),
        (1040, 386),
        (1082, 420),
        (1088, 482),
        (1052, 528),
        (1000, 544),
        (940, 552),
    ]
    hand.curve(crown, "#3f7d3a", 6, closed=True)
    for x, y in ((900, 460), (960, 400), (1020, 450), (970, 490), (1046, 492), (916, 400)):
        hand.arc((x, y), (12, 12), colour="#b3261e", width=5)
    hand.curve([(180, 710), (350, 712), (620, 714), (860, 710), (1090, 712)], "#3f7d3a", 5)
    for x in (214, 262, 306, 838, 870, 1040, 1076):
        hand.curve([(x - 8, 710), (x - 10, 690)], "#3f7d3a", 3)
        hand.curve([(x, 710), (x + 2, 682)], "#3f7d3a", 3)
        hand.curve([(x + 8, 710), (x + 14, 692)], "#3f7d3a", 3)


def sailboat(hand: Hand) -> None:
    """A boat under full sail."""
    hand.curve(
        [(316, 612), (352, 676), (408, 712), (560, 722), (744, 716), (812, 682), (866, 606)],
        "#7a4a2a",
        7,
    )
    hand.curve([(316, 612), (470, 622), (640, 622), (866, 606)], "#7a4a2a", 7)
    hand.curve([(344, 656), (500, 668), (680, 668), (838, 648)], "#b37a4c", 4)
    hand.line((584, 618), (578, 138), width=7)
    hand.curve([(566, 170), (520, 320), (448, 458), (352, 570)], "#1c6dd0", 6)
    hand.curve([(352, 570), (460, 586), (566, 580)], "#1c6dd0", 6)
    hand.line((566, 580), (566, 170), "#1c6dd0", 5)
    for y, left in ((300, 528), (390, 488), (480, 432)):
        hand.curve([(left, y), ((left + 566) / 2, y + 10), (562, y + 4)], "#8cb8ea", 4)
    hand.curve([(600, 172), (690, 280), (770, 420), (812, 566)], width=6)
    hand.curve([(812, 566), (710, 590), (602, 578)], width=6)
    hand.line((602, 578), (600, 172), width=5)
    hand.arc((684, 448), (34, 34), colour="#e8590c", width=6)
    hand.arc((684, 448), (14, 14), colour="#e8590c", width=5)
    hand.curve(
        [
            (580, 140),
            (616, 128),
            (650, 142),
            (684, 128),
            (678, 160),
            (640, 172),
            (608, 160),
            (581, 170),
        ],
        "#b3261e",
        5,
    )
    for y, left, right in ((730, 190, 1010), (772, 250, 950), (812, 330, 860)):
        xs = np.arange(left, right, 46)
        hand.curve([(float(x), y + (12 if k % 2 else -6)) for k, x in enumerate(xs)], "#0c8599", 5)
    hand.arc((946, 208), (62, 62), colour="#f2a705", width=6)
    for degrees in range(0, 360, 30):
        turn = math.radians(degrees)
        c, s = math.cos(turn), math.sin(turn)
        hand.line((946 + 82 * c, 208 + 82 * s), (946 + 112 * c, 208 + 112 * s), "#f2a705", 5)
    for x, y, size in ((300, 236, 34), (384, 178, 26), (240, 316, 22)):
        hand.curve(
            [
                (x - size, y - 6),
                (x - size / 2, y - size * 0.55),
                (x, y),
                (x + size / 2, y - size * 0.6),
                (x + size, y - 10),
            ],
            width=4,
        )


def tree(hand: Hand) -> None:
    """An old oak with a swing."""
    hand.curve(
        [(520, 752), (556, 690), (566, 600), (556, 520), (520, 462), (470, 424)], "#5b4027", 7
    )
    hand.curve(
        [(724, 752), (676, 690), (664, 600), (676, 528), (716, 470), (782, 436)], "#5b4027", 7
    )
    hand.curve([(584, 470), (606, 520), (622, 470), (640, 414)], "#5b4027", 6)
    hand.curve([(584, 470), (566, 430), (560, 400)], "#5b4027", 6)
    for x, top, bottom in ((590, 560, 700), (612, 600, 730), (640, 552, 690), (576, 640, 736)):
        hand.curve([(x, top), (x + 5, (top + bottom) / 2), (x - 3, bottom)], "#9b7650", 4)
    hand.arc((616, 640), (15, 22), colour="#5b4027", width=4)
    crown = [
        (430, 448),
        (360, 456),
        (306, 410),
        (316, 346),
        (276, 290),
        (318, 226),
        (384, 214),
        (414, 150),
        (492, 134),
        (544, 92),
        (626, 84),
        (690, 116),
        (760, 112),
        (812, 164),
        (876, 190),
        (900, 256),
        (944, 308),
        (920, 374),
        (930, 426),
        (876, 470),
        (806, 458),
        (764, 478),
        (704, 446),
        (640, 466),
        (590, 440),
        (520, 470),
        (474, 440),
    ]
    hand.curve(crown, "#3f7d3a", 7, closed=True)
    for x, y, r in (
        (400, 320, 36),
        (520, 230, 42),
        (650, 180, 36),
        (780, 260, 44),
        (640, 320, 46),
        (850, 380, 34),
        (500, 360, 34),
        (730, 380, 30),
    ):
        hand.curve(
            [
                (x - r, y),
                (x - r * 0.4, y + r * 0.5),
                (x + r * 0.2, y + r * 0.1),
                (x + r * 0.7, y + r * 0.5),
                (x + r * 1.2, y - r * 0.1),
            ],
            "#69a352",
            5,
        )
    hand.line((832, 462), (828, 640), "#7d6a55", 4)
    hand.line((898, 460), (900, 642), "#7d6a55", 4)
    hand.curve(
        [(810, 640), (864, 646), (918, 642), (918, 658), (864, 662), (812, 656)],
        "#a4622e",
        5,
        closed=True,
    )
    hand.curve(
        [(200, 760), (360, 744), (520, 754), (724, 754), (900, 746), (1020, 758)], "#3f7d3a", 5
    )
    hand.curve([(524, 752), (480, 770), (430, 772)], "#5b4027", 5)
    hand.curve([(722, 752), (766, 772), (820, 774)], "#5b4027", 5)
    for x in (250, 300, 390, 960, 990):
        hand.curve([(x, 752), (x - 8, 728)], "#3f7d3a", 3)
        hand.curve([(x + 6, 752), (x + 10, 722)], "#3f7d3a", 3)
    for x, y in ((340, 700), (926, 712)):
        hand.line((x, y + 44), (x, y + 8), "#3f7d3a", 3)
        for degrees in range(0, 360, 72):
            turn = math.radians(degrees)
            hand.arc(
                (x + 12 * math.cos(turn), y + 12 * math.sin(turn)),
                (8, 8),
                colour="#c2255c",
                width=3,
            )
        hand.dot((x, y), 4, "#f2b705")


def cup(hand: Hand) -> None:
    """Coffee, and a biscuit."""
    hand.arc((560, 356), (196, 50), (-170, 200), width=6)
    hand.arc((560, 362), (164, 34), (8, 172), colour="#6b4226", width=5)
    hand.curve([(430, 372), (480, 354), (560, 346), (640, 354), (694, 372)], "#6b4226", 4)
    hand.curve(
        [
            (364, 360),
            (376, 470),
            (410, 580),
            (462, 654),
            (520, 676),
            (600, 676),
            (660, 652),
            (710, 578),
            (744, 470),
            (756, 360),
        ],
        width=7,
    )
    hand.curve(
        [(750, 412), (808, 392), (856, 420), (866, 480), (836, 540), (776, 572), (714, 572)],
        width=7,
    )
    hand.curve(
        [(744, 446), (792, 428), (826, 448), (832, 486), (808, 524), (768, 542), (730, 542)],
        width=5,
    )
    hand.arc((560, 712), (352, 66), (-20, 200), width=6)
    hand.curve([(230, 690), (300, 664), (400, 652)], width=5)
    hand.curve([(890, 688), (820, 662), (720, 652)], width=5)
    hand.arc((560, 700), (210, 28), (10, 170), colour="#9aa0ab", width=4)
    hand.curve(
        [(544, 482), (522, 450), (486, 450), (472, 484), (500, 520), (545, 558)], "#c2255c", 7
    )
    hand.curve(
        [(544, 482), (568, 448), (604, 452), (616, 486), (590, 522), (545, 558)], "#c2255c", 7
    )
    for x, top in ((480, 118), (560, 84), (640, 122)):
        hand.curve(
            [(x, 300), (x - 24, 262), (x + 10, 222), (x + 24, 180), (x - 6, 148), (x + 8, top)],
            "#9aa0ab",
            5,
        )
    biscuit = []
    for k in range(20):
        turn = 2 * math.pi * k / 20
        radius = 84 + (7 if k % 2 else -6)
        biscuit.append((940 + radius * math.cos(turn), 640 + radius * 0.62 * math.sin(turn)))
    hand.curve(biscuit, "#a4702e", 6, closed=True)
    for x, y in ((906, 622), (944, 606), (976, 636), (930, 660), (968, 668), (892, 654)):
        hand.dot((x, y), 6, "#6b4226")
    hand.curve([(864, 662), (900, 696), (950, 706), (1000, 692), (1022, 662)], "#a4702e", 4)
    hand.curve([(170, 790), (420, 800), (760, 796), (1060, 788)], "#c9b79f", 4)


def bicycle(hand: Hand) -> None:
    """A bicycle with a basket."""
    for x in (348, 852):
        hand.arc((x, 590), (158, 158), (-100, 268), width=7)
        hand.arc((x, 590), (142, 142), (-80, 285), colour="#9aa0ab", width=4)
        hand.arc((x, 590), (14, 14))
        for degrees in range(0, 360, 30):
            turn = math.radians(degrees + 8)
            c, s = math.cos(turn), math.sin(turn)
            hand.line((x + 16 * c, 590 + 16 * s), (x + 138 * c, 590 + 138 * s), "#9aa0ab", 2.5)
    red = "#b3261e"
    hand.line((348, 588), (566, 592), red, 7)
    hand.line((566, 592), (478, 352), red, 7)
    hand.line((348, 588), (490, 386), red, 6)
    hand.line((490, 386), (756, 372), red, 7)
    hand.line((566, 592), (764, 408), red, 7)
    hand.curve([(742, 300), (764, 400), (806, 500), (852, 590)], red, 7)
    hand.curve([(742, 300), (734, 262), (690, 246), (654, 258), (646, 286)], width=7)
    hand.curve([(742, 300), (760, 262), (800, 250)], width=7)
    hand.curve(
        [(416, 344), (450, 322), (510, 328), (556, 340), (520, 354), (470, 364), (424, 360)],
        "#6b4226",
        7,
        closed=True,
    )
    hand.arc((566, 592), (40, 40), width=6)
    hand.arc((566, 592), (10, 10))
    hand.line((566, 592), (598, 664), width=6)
    hand.curve([(576, 668), (600, 664), (626, 670)], width=7)
    hand.line((566, 592), (536, 526), width=5)
    hand.curve([(514, 522), (536, 524), (558, 520)], width=7)
    hand.curve([(352, 572), (460, 556), (564, 552)], width=3)
    hand.curve([(352, 608), (460, 626), (566, 632)], width=3)
    hand.corners([(784, 306), (916, 300), (898, 406), (802, 410), (784, 304)], "#a47e52", 6)
    for share in (0.28, 0.52, 0.76):
        y = 306 + 100 * share
        hand.curve([(786 + 14 * share, y), (850, y + 4), (914 - 14 * share, y - 4)], "#a47e52", 3)
        hand.line((786 + 130 * share, 304), (800 + 98 * share, 406), "#a47e52", 3)
    for x, y, colour in ((820, 262, "#e8590c"), (862, 240, "#c2255c"), (896, 266, "#f2b705")):
        hand.line((x, 302), (x, y + 16), "#3f7d3a", 4)
        for degrees in range(0, 360, 60):
            turn = math.radians(degrees)
            hand.arc(
                (x + 13 * math.cos(turn), y + 13 * math.sin(turn)), (9, 9), colour=colour, width=4
            )
        hand.dot((x, y), 5, "#7a5232")
    hand.curve([(210, 440), (260, 414), (330, 416), (392, 440)], width=5)
    hand.curve([(130, 752), (380, 756), (700, 754), (1070, 750)], "#9aa0ab", 4)


DRAWN: tuple[Callable[[Hand], None], ...] = (cat, house, sailboat, tree, cup, bicycle)


def draw(name: str) -> Document:
    """One of the samples as a document."""
    names = [entry.__name__ for entry in DRAWN]
    hand = Hand(names.index(name) + 1)
    DRAWN[names.index(name)](hand)
    return Document.of(hand.strokes, 1200.0, 900.0)


def main() -> None:
    """Write the samples and their previews."""
    FOLDER.mkdir(exist_ok=True)
    for entry in DRAWN:
        name = entry.__name__
        files.save(draw(name), FOLDER / f"{name}.sketch")
        preview = FOLDER / f"{name}.svg"
        files.save(_bold(draw(name)), preview, outlines=False)
        # On whatever paper there is.
        text = preview.read_text(encoding="utf-8")
        preview.write_text(re.sub(r"<rect data-paper[^>]*/>", "", text), encoding="utf-8")


def _bold(document: Document) -> Document:
    """With lines that can be seen at a tenth of the size."""
    page = document.pages[0]
    strokes = (
        stroke.replace(brush=dataclasses.replace(stroke.brush, width=stroke.brush.width * 2.2))
        for stroke in page.sketch.strokes
    )
    return Document.of(strokes, page.width, page.height)


if __name__ == "__main__":
    main()
