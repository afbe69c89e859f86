"""SVG path data, read with every command there is."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from sketchpad.core.errors import InputError
from sketchpad.core.stroke import FloatArray

#: Longer path data of one element is no drawing.
MOST_CHARACTERS: Final = 2_000_000
_COMMAND: Final = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])([^MmZzLlHhVvCcSsQqTtAa]*)")
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_BETWEEN: Final = " \t\r\n\f,"
#: How many numbers a command takes at a time.
_TAKES: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7}
_TWO_THIRDS: Final = 2.0 / 3.0


def parse(data: str) -> tuple[list[FloatArray], bool]:
    """The subpaths of path data as chains of cubic Béziers ``(k, 4, 2)``.

    Args:
        data: the attribute ``d``.

    Returns:
        the subpaths up to the first error, as SVG wants it, and whether there was none.

    Raises:
        InputError: if it is far too long.
    """
    if len(data) > MOST_CHARACTERS:
        raise InputError("One of its paths is far too long.")
    reader = _Reader()
    end = 0
    for match in _COMMAND.finditer(data):
        sound = not data[end : match.start()].strip(_BETWEEN)
        end = match.end()
        if not sound or not reader.read(match[1], match[2]):
            return reader.finish(), False
    return reader.finish(), not data[end:].strip(_BETWEEN)


class _Reader:
    """The state of reading path data: the current point, and what came before.

    Plain floats: most commands are too short for arrays to pay.
    """

    def __init__(self) -> None:
        self._done: list[FloatArray] = []
        self._flat: list[float] = []
        self._x = self._y = self._start_x = self._start_y = 0.0
        self._handle = (0.0, 0.0)
        self._kind = ""
        self._begun = False
        self._adders: dict[str, Callable[..., None]] = {
            "M": self._move,
            "L": self._line,
            "H": lambda x: self._line(x, self._y),
            "V": lambda y: self._line(self._x, y),
            "C": self._cubic,
            "S": self._smooth_cubic,
            "Q": self._quadratic,
            "T": self._smooth_quadratic,
            "A": self._arc,
        }

    def read(self, command: str, text: str) -> bool:
        """Add one command with all its numbers; False if something is wrong with it."""
        name = command.upper()
        if not self._begun and name != "M":
            return False
        if name == "Z":
            self._close()
            return not text.strip(_BETWEEN)
        values, sound = _arc_numbers(text) if name == "A" else _numbers(text)
        takes = _TAKES[name]
        count = len(values) // takes
        for group in range(0, count * takes, takes):
            given = values[group : group + takes]
            if command.islower():
                self._make_absolute(name, given)
            self._adders[name](*given)
            self._kind = name
            # What follows a moveto without a command of its own is a lineto.
            name = "L" if name == "M" else name
        return sound and count > 0 and len(values) == count * takes

    def finish(self) -> list[FloatArray]:
        """The subpaths."""
        self._end()
        return self._done

    def _make_absolute(self, name: str, given: list[float]) -> None:
        if name == "V":
            given[0] += self._y
            return
        for index in range(5 if name == "A" else 0, len(given), 2):
            given[index] += self._x
            if index + 1 < len(given):
                given[index + 1] += self._y

    def _move(self, x: float, y: float) -> None:
        self._end()
        self._x, self._y = self._start_x, self._start_y = x, y
        self._begun = True

    def _line(self, x: float, y: float) -> None:
        dx, dy = (x - self._x) / 3.0, (y - self._y) / 3.0
        self._curve(self._x + dx, self._y + dy, x - dx, y - dy, x, y)

    def _cubic(  # noqa: PLR0917  # as SVG has them
        self, x1: float, y1: float, x2: float, y2: float, x: float, y: float
    ) -> None:
        self._handle = (x2, y2)
        self._curve(x1, y1, x2, y2, x, y)

    def _smooth_cubic(self, x2: float, y2: float, x: float, y: float) -> None:
        self._cubic(*self._reflected("CS"), x2, y2, x, y)

    def _quadratic(self, hx: float, hy: float, x: float, y: float) -> None:
        self._handle = (hx, hy)
        x1, y1 = self._x + (hx - self._x) * _TWO_THIRDS, self._y + (hy - self._y) * _TWO_THIRDS
        self._curve(x1, y1, x + (hx - x) * _TWO_THIRDS, y + (hy - y) * _TWO_THIRDS, x, y)

    def _smooth_quadratic(self, x: float, y: float) -> None:
        self._quadratic(*self._reflected("QT"), x, y)

    def _reflected(self, kinds: str) -> tuple[float, float]:
        """The last handle on the other side of the current point, if these came before."""
        if self._kind not in kinds or not self._kind:
            return self._x, self._y
        return 2 * self._x - self._handle[0], 2 * self._y - self._handle[1]

    def _arc(self, *values: float) -> None:
        end = values[5:]
        if not all(map(math.isfinite, values)) or not values[0] or not values[1]:
            self._line(*end)
            return
        for curve in arc((self._x, self._y), end, values[:5]):
            self._curve(*curve)

    def _curve(  # noqa: PLR0917  # as SVG has them
        self, x1: float, y1: float, x2: float, y2: float, x: float, y: float
    ) -> None:
        self._flat += (self._x, self._y, x1, y1, x2, y2, x, y)
        self._x, self._y = x, y

    def _close(self) -> None:
        if (self._x, self._y) != (self._start_x, self._start_y):
            self._line(self._start_x, self._start_y)
        self._end()
        # What follows without a moveto begins where this began.
        self._kind = "Z"

    def _end(self) -> None:
        if self._flat:
            self._done.append(np.array(self._flat).reshape(-1, 4, 2))
        self._flat = []


def arc(
    begin: Sequence[float], end: Sequence[float], shape: Sequence[float]
) -> list[tuple[float, float, float, float, float, float]]:
    """An elliptical arc as curves, after the notes F.6 of SVG 1.1.

    Args:
        begin: where it begins.
        end: where it ends.
        shape: rx, ry, the rotation in degrees, and the flags *large* and *sweep*.

    Returns:
        the two handles and the end of each curve.
    """
    (x0, y0), (x3, y3) = begin, end
    rx, ry, degrees, large, clockwise = shape
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    rx, ry = abs(rx), abs(ry)
    # In the frame in which the ellipse is the unit circle, half the way from end to begin.
    dx, dy = (x0 - x3) / 2, (y0 - y3) / 2
    u, v = (cos * dx + sin * dy) / rx, (cos * dy - sin * dx) / ry
    size = math.hypot(u, v)
    if not 0.0 < size < math.inf:
        return [
            ((2 * x0 + x3) / 3, (2 * y0 + y3) / 3, (x0 + 2 * x3) / 3, (y0 + 2 * y3) / 3, x3, y3)
        ]
    if size > 1.0:  # too small to reach: as large as needed
        rx, ry, u, v, size = rx * size, ry * size, u / size, v / size, 1.0
    side = math.sqrt(1.0 - size * size) / size * (1.0 if large != clockwise else -1.0)
    cu, cv = side * v, -side * u
    start = math.atan2(v - cv, u - cu)
    sweep = math.atan2(-v - cv, -u - cu) - start
    sweep = sweep % math.tau if clockwise else -(-sweep % math.tau)
    count = max(1, math.ceil(abs(sweep) / (math.pi / 2) - 1e-9))
    step = sweep / count
    reach = 4.0 / 3.0 * math.tan(step / 4.0)

    def place(p: float, q: float) -> tuple[float, float]:
        p, q = (p + cu) * rx, (q + cv) * ry
        return cos * p - sin * q + (x0 + x3) / 2, sin * p + cos * q + (y0 + y3) / 2

    curves = []
    for index in range(count):
        a, b = start + index * step, start + (index + 1) * step
        ca, sa, cb, sb = math.cos(a), math.sin(a), math.cos(b), math.sin(b)
        stop = (x3, y3) if index == count - 1 else place(cb, sb)
        handles = (
            *place(ca - reach * sa, sa + reach * ca),
            *place(cb + reach * sb, sb - reach * cb),
        )
        curves.append((*handles, *stop))
    return curves


def _numbers(text: str) -> tuple[list[float], bool]:
    found = _NUMBER.findall(text)
    return list(map(float, found)), not _NUMBER.sub("", text).strip(_BETWEEN)


def _arc_numbers(text: str) -> tuple[list[float], bool]:
    # The flags may stand without anything between them and the next number. Token by token:
    # one expression for all seven would try the digits in every grouping.
    found: list[float] = []
    end = 0
    while end < len(text):
        if text[end] in _BETWEEN:
            end += 1
            continue
        if len(found) % 7 in (3, 4):
            if text[end] not in "01":
                break
            found.append(float(text[end]))
            end += 1
            continue
        match = _NUMBER.match(text, end)
        if match is None:
            break
        found.append(float(match[0]))
        end = match.end()
    return found, end == len(text)
