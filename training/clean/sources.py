"""Clean drawings to make rough ones from: icons, SVG line art, QuickDraw, curves, and scenes."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from sketchpad.core.errors import FileError
from sketchpad.core.geometry import resample
from sketchpad.core.stroke import FloatArray
from sketchpad.core.stroke5 import Codec
from sketchpad.files import svg_read
from training import readers

Rng = np.random.Generator
#: A turn sharper than this stays sharp when the simplified polylines are rounded again.
_CORNER: Final = np.cos(np.radians(55.0))


@dataclasses.dataclass(frozen=True, eq=False)
class Drawings:
    """Stroke-3 drawings from one place: rows (dx, dy, lift) of each, in a box of 255."""

    rows: list[FloatArray]

    @classmethod
    def read(cls, path: Path, each: int) -> Drawings:
        """The first drawings of a source.

        Args:
            path: a packed ``.npz``, an SVG file of line art, or a folder with such files.
            each: at most this many of every packed file, and of the SVG files together.

        Raises:
            FileError: if there are none, or a file is broken.
        """
        files = [path]
        if path.is_dir():
            files = sorted(p for p in path.rglob("*") if p.suffix in {".npz", ".svg"})
        drawn = [p for p in files if p.suffix == ".svg"]
        rows = [found for p in drawn[:each] if len(found := _line_art(p))]
        for packed in (p for p in files if p.suffix != ".svg"):
            rows += _packed(packed, each)
        if not rows:
            raise FileError(f"There are no clean drawings in {path} to make rough ones from.")
        return cls(rows)

    def pick(self, rng: Rng) -> list[FloatArray]:
        """The polylines of one drawing, rounded, in a box of 1."""
        rows = self.rows[int(rng.integers(len(self.rows)))]
        points = np.cumsum(rows[:, :2], axis=0)
        lines = np.split(points, np.flatnonzero(rows[:, 2])[:-1] + 1) if len(rows) else []
        return [rounded(line) / 255.0 for line in lines if len(line) > 1]


def _packed(path: Path, each: int) -> list[FloatArray]:
    packed = readers.read_packed(path)
    offsets = packed.offsets[: each + 1]
    strokes = packed.rows[: offsets[-1]].astype(np.float64)
    return np.split(strokes, offsets[1:-1]) if len(offsets) > 1 else []


def _line_art(path: Path) -> FloatArray:
    """The strokes of an SVG file as rows in a box of 255; none if it has none.

    Raises:
        FileError: if it cannot be read, or is not SVG.
    """
    document, _ = svg_read.load(path)
    lines = [x for page in document.pages for x in page.sketch.polylines if len(x) > 1]
    if not lines:
        return np.zeros((0, 3))
    codec = Codec()
    polylines = codec.simplify(lines, codec.frame_of(lines))
    points = np.concatenate(polylines)
    rows = np.zeros((len(points), 3))
    rows[:, :2] = np.diff(points, axis=0, prepend=np.zeros((1, 2)))
    rows[np.cumsum([len(x) for x in polylines]) - 1, 2] = 1.0
    return rows


def rounded(line: FloatArray) -> FloatArray:
    """Chaikin's corner cutting, twice, that spares sharp corners."""
    for _ in range(2):
        if len(line) < 3:
            return line
        step = np.diff(line, axis=0)
        size = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)
        turn = (step[:-1] * step[1:]).sum(axis=1) / (size[:-1] * size[1:])
        sharp = np.concatenate([[True], turn < _CORNER, [True]])
        near, far = line[:-1] * 0.75 + line[1:] * 0.25, line[:-1] * 0.25 + line[1:] * 0.75
        near[sharp[:-1]] = line[:-1][sharp[:-1]]
        far[sharp[1:]] = line[1:][sharp[1:]]
        line = np.stack([near, far], axis=1).reshape(-1, 2)
    return line


def curves(rng: Rng) -> list[FloatArray]:
    """A few procedural curves, arcs, spirals and polygons in a box of 1."""
    lines = []
    for _ in range(int(rng.integers(2, 7))):
        kind = rng.random()
        middle, size = rng.uniform(0.1, 0.9, size=2), rng.uniform(0.05, 0.5, size=2)
        if kind < 0.4:
            control = middle + rng.normal(0.0, 1.0, size=(4, 2)) * size
            t = np.linspace(0.0, 1.0, 60)[:, None]
            weights = np.concatenate(
                [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3], axis=1
            )
            lines.append(weights @ control)
        elif kind < 0.75:
            t = np.linspace(0.0, rng.uniform(1.0, 7.0), 90) + rng.uniform(0.0, 6.3)
            radius = 1.0 + rng.uniform(-0.1, 0.1) * t
            circle = np.stack([np.cos(t), np.sin(t)], axis=1) * radius[:, None]
            lines.append(middle + circle * size)
        else:
            corners = middle + rng.normal(0.0, 1.0, size=(int(rng.integers(2, 6)), 2)) * size
            lines.append(corners)
    return lines


def composite(drawings: Sequence[Drawings], size: tuple[int, int], rng: Rng) -> list[FloatArray]:
    """A clean scene ``(n, 2)`` in pixels: one to four drawings and curves, turned and scaled."""
    height, width = size
    lines: list[FloatArray] = []
    for _ in range(int(rng.choice([1, 1, 2, 3, 4]))):
        chosen = int(rng.integers(len(drawings) + 1))
        given = curves(rng) if chosen == len(drawings) else drawings[chosen].pick(rng)
        scale = rng.uniform(0.35, 1.15) * max(size)
        angle = rng.uniform(-np.pi, np.pi)
        matrix = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        matrix[:, 0] *= rng.choice([-1.0, 1.0])
        place = rng.uniform(0.1, 0.9, size=2) * (width, height)
        lines.extend((line - 0.5) @ matrix.T + place for line in given)
    return [resample(line, 2.0) for line in lines if np.ptp(line, axis=0).max() > 6.0]
