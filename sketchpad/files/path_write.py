"""SVG path data, written as short as two decimals allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.stroke import FloatArray

#: The handles of a straight curve, in hundredths, may lie this far off its chord.
_STRAIGHT: Final = 1.0

IntArray = NDArray[np.int64]
_cache: dict[int, str] = {}


def of_curves(curves: FloatArray) -> str:
    """Path data of a chain of cubic Béziers ``(k, 4, 2)``, rounded to 0.01.

    Offsets are between rounded places, so that errors do not add up.
    """
    places = np.rint(curves * 100.0).astype(np.int64)
    offsets = (places - places[:, :1])[:, 1:]
    straight = _straight(offsets)
    tokens = _Tokens("m", places[0, 0].tolist())
    for line, values in zip(straight.tolist(), offsets.reshape(-1, 6).tolist(), strict=True):
        if line:
            tokens.line(values[4], values[5])
        else:
            tokens.add("c", values)
    return tokens.text()


def of_polygons(polygons: Sequence[FloatArray]) -> str:
    """Path data of closed polygons ``(n, 2)``, rounded to 0.01."""
    parts = []
    for polygon in polygons:
        places = np.rint(polygon * 100.0).astype(np.int64)
        offsets = np.diff(places, axis=0)
        tokens = _Tokens("M", places[0].tolist())
        for dx, dy in offsets[np.any(offsets != 0, axis=1)].tolist():
            tokens.line(dx, dy)
        parts.append(tokens.text() + "z")
    return "".join(parts)


def hundredths(value: int) -> str:
    """An integer of hundredths as the shortest decimal number."""
    text = _cache.get(value)
    if text is None:
        text = f"{abs(value) / 100:.2f}".rstrip("0").rstrip(".")
        if text.startswith("0."):
            text = text[1:]
        text = f"-{text}" if value < 0 else text
        if len(_cache) < 200_000:
            _cache[value] = text
    return text


class _Tokens:
    """Numbers and commands with no more between them than they need."""

    def __init__(self, command: str, start: Sequence[int]) -> None:
        self._parts = [command]
        self._last = command
        # What follows a moveto without a command of its own is a lineto.
        self._command = "l" if command == "m" else "L"
        self._numbers(start)

    def line(self, dx: int, dy: int) -> None:
        if dy == 0:
            self.add("h", (dx,))
        elif dx == 0:
            self.add("v", (dy,))
        else:
            self.add("l", (dx, dy))

    def add(self, command: str, values: Sequence[int]) -> None:
        if command != self._command:
            self._parts.append(command)
            self._last = self._command = command
        self._numbers(values)

    def text(self) -> str:
        return "".join(self._parts)

    def _numbers(self, values: Sequence[int]) -> None:
        last = self._last
        for value in values:
            text = hundredths(value)
            # A sign separates, and so does a point after a number that has one.
            joins = last.isalpha() or text[0] == "-" or (text[0] == "." and "." in last)
            self._parts.append(text if joins else f" {text}")
            last = text
        self._last = last


def _straight(offsets: IntArray) -> NDArray[np.bool_]:
    """Which curves are their chord, by the three offsets from their start ``(k, 3, 2)``."""
    chord = offsets[:, 2].astype(np.float64)
    square = np.maximum(np.einsum("ij,ij->i", chord, chord), 1e-9)[:, None]
    handles = offsets[:, :2].astype(np.float64)
    along = np.einsum("ifj,ij->if", handles, chord) / square
    across = handles[..., 0] * chord[:, None, 1] - handles[..., 1] * chord[:, None, 0]
    off = np.abs(across) / np.sqrt(square)
    dot = np.all(offsets == 0, axis=(1, 2))
    inside = (along >= -0.01) & (along <= 1.01)
    return np.asarray(dot | np.all(inside & (off <= _STRAIGHT), axis=1))
