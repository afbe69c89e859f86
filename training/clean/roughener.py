"""From clean lines to rough ones, as geometry and as pencil on a sheet.

Inverse construction, as in Simo-Serra et al. (2016): the clean drawing is given and the rough one
is made over it, so that both are aligned by construction. A line becomes 1 to 6 wobbly partial
passes that overshoot; construction lines and hatching are added that must vanish again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.geometry import resample
from sketchpad.core.raster import rasterise_batch
from sketchpad.core.stroke import FloatArray

Image = NDArray[np.float32]
Rng = np.random.Generator
#: Pixels between points while lines are bent.
_SPACING: Final = 4.0
#: Shades of a pencil that are drawn separately: pressure changes along a stroke.
_SHADES: Final = 5


@dataclasses.dataclass(frozen=True, eq=False)
class Passes:
    """Rough strokes.

    Attributes:
        lines: ``(n, 2)`` each, pixels.
        weight: how hard each is pressed, 0 to 1, ``(passes,)``.
        middles: the middle of the passes along each line that was drawn, ``(n, 2)`` each: what
            can be known of the line from what was drawn.
    """

    lines: list[FloatArray]
    weight: FloatArray
    middles: list[FloatArray] = dataclasses.field(default_factory=list)


def overdraw(lines: Sequence[FloatArray], strength: float, rng: Rng) -> Passes:
    """Draws every line again as wobbly partial passes.

    Args:
        lines: clean polylines ``(n, 2)`` in pixels.
        strength: 0 a careful hand, to 1 a very rough one.
        rng: the randomness.
    """
    drawn: list[FloatArray] = []
    weight: list[float] = []
    middles: list[FloatArray] = []
    amplitude = (0.3 + 2.6 * strength) * rng.uniform(0.6, 1.4)
    habit = rng.uniform(0.6, 1.0)
    for line in lines:
        points = resample(line, _SPACING)
        length = _SPACING * (len(points) - 1)
        # A short line bears less: five passes over a dot are a blob.
        bearable = min(1.0, length / 60.0)
        away = np.full((2, len(points)), np.inf)
        for first, last in _spans(length, strength, rng):
            here = slice(int(first / _SPACING), int(np.ceil(last / _SPACING)) + 1)
            part = points[here]
            bent = _wobbly(part, amplitude * (0.35 + 0.65 * bearable), strength, rng)
            drawn.append(bent)
            weight.append(habit * rng.uniform(0.6, 1.0))
            if len(part) > 1:
                off = ((bent[1:-1] - part) * _normals(part)).sum(axis=1)
                away[:, here] = np.minimum(away[:, here], [off, -off])
        middles.append(_middle(points, away))
    return Passes(drawn, np.array(weight), middles)


def _middle(points: FloatArray, away: FloatArray) -> FloatArray:
    """A line moved to the middle between its outermost passes, smoothly along it.

    Args:
        points: of the line, ``(n, 2)``.
        away: the least distance of a pass to the one side and to the other, ``(2, n)``;
            infinite where there is none.
    """
    if len(points) < 3:
        return points
    shift = np.where(np.isfinite(away[0]), (away[0] - away[1]) / 2.0, 0.0)
    wide = np.pad(shift, 3, "edge")
    smooth = np.convolve(wide, np.array([1, 6, 15, 20, 15, 6, 1]) / 64.0, "valid")
    return np.asarray(points + smooth[:, None] * _normals(points))


def _normals(points: FloatArray) -> FloatArray:
    """The direction across a line at each of its points, of length 1."""
    along = np.gradient(points, axis=0)
    along = along / np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
    return np.stack([-along[:, 1], along[:, 0]], axis=1)


def _spans(length: float, strength: float, rng: Rng) -> list[tuple[float, float]]:
    """Parts of a line that are drawn in one go; together they cover it."""
    if length < 24.0:
        return [(0.0, length)] * int(rng.integers(1, 3))
    typical = max(40.0, length * rng.uniform(0.35, 1.6))
    spans: list[tuple[float, float]] = []
    at = 0.0
    while at < length - 2.0:
        end = min(length, at + typical * rng.uniform(0.6, 1.4))
        end = length if length - end < 20.0 else end
        spans.append((max(0.0, at - rng.uniform(2, 26)), end))
        at = end
    extra = rng.poisson(strength * (1.0 + 2.2 * rng.random()) * len(spans))
    for _ in range(min(int(extra), 5 * len(spans))):
        size = length * rng.uniform(0.25, 1.0)
        begin = rng.uniform(0.0, length - size)
        spans.append((begin, begin + size))
    return spans


def _wobbly(part: FloatArray, amplitude: float, strength: float, rng: Rng) -> FloatArray:
    """One pass: shifted, turned and bent a little, longer or shorter at its ends."""
    if len(part) < 2:
        part = np.repeat(part, 2, axis=0) + np.array([[0.0, 0.0], [0.7, 0.4]])
    count = len(part)
    along = _SPACING * np.arange(count)
    waves = rng.uniform(35.0, 260.0, size=(3, 1))
    phase = rng.uniform(0.0, 2 * np.pi, size=(2, 3, 1))
    bend = np.sin(2 * np.pi * along / waves + phase).sum(axis=1) * (amplitude * 0.3)
    shift = rng.normal(0.0, 0.55 * amplitude, size=2)
    middle = part.mean(axis=0)
    angle = rng.normal(0.0, 0.6 * amplitude) / max(_SPACING * count, 30.0)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved = (part - middle) @ turn.T + middle + bend.T + shift
    shake = rng.normal(0.0, 0.12 + 0.2 * strength * rng.random(), size=moved.shape)
    moved = moved + shake
    reach = rng.exponential(1.0 + 5.0 * strength, size=2)
    before = moved[0] - moved[min(2, count - 1)]
    after = moved[-1] - moved[max(count - 3, 0)]
    ends = [_ahead(moved[0], before, reach[0]), moved, _ahead(moved[-1], after, reach[1])]
    return np.concatenate(ends)


def _ahead(point: FloatArray, direction: FloatArray, reach: float) -> FloatArray:
    size = float(np.hypot(*direction))
    return point[None] + (direction / max(size, 1e-9) * reach)[None]


def construction(size: tuple[int, int], rng: Rng) -> list[FloatArray]:
    """Long thin helping lines, circles, and patches of hatching, to be drawn faintly."""
    height, width = size
    lines: list[FloatArray] = []
    for _ in range(int(rng.integers(0, 4))):
        ends = rng.uniform(-0.1, 1.1, size=(2, 2)) * (width, height)
        lines.append(ends)
    if rng.random() < 0.4:
        turn = np.linspace(0.0, 2 * np.pi * rng.uniform(0.8, 1.3), 60)
        axes = rng.uniform(0.08, 0.4, size=2) * (width, height)
        middle = rng.uniform(0.2, 0.8, size=2) * (width, height)
        lines.append(np.stack([np.cos(turn), np.sin(turn)], axis=1) * axes + middle)
    for _ in range(int(rng.integers(0, 3))):
        lines.extend(_hatching(size, rng))
    return lines


def _hatching(size: tuple[int, int], rng: Rng) -> list[FloatArray]:
    height, width = size
    middle = rng.uniform(0.1, 0.9, size=2) * (width, height)
    angle = rng.uniform(0.0, np.pi)
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-along[1], along[0]])
    half, gap = rng.uniform(15.0, 60.0), rng.uniform(3.5, 9.0)
    count = int(rng.integers(4, 14))
    wobble = rng.normal(0.0, 2.5, size=(count, 2))
    return [
        np.stack([
            middle + across * (gap * i) - along * (half + wobble[i, 0]),
            middle + across * (gap * i) + along * (half + wobble[i, 1]),
        ])
        for i in range(count)
    ]  # fmt: skip


def pencil(passes: Passes, size: tuple[int, int], width: float, rng: Rng) -> Image:
    """The passes as ink ``(h, w)``, 0 paper to 1 ink; pressure swells and fades along each."""
    starts, ends, shade = [], [], []
    for line, weight in zip(passes.lines, passes.weight, strict=True):
        count = len(line) - 1
        t = np.linspace(0.0, np.pi, count) if count > 1 else np.full(count, 1.5)
        swell = 0.75 + 0.25 * np.sin(t) + 0.12 * np.sin(t * rng.uniform(1, 6) + rng.uniform(0, 6))
        starts.append(line[:-1])
        ends.append(line[1:])
        shade.append(np.clip(weight * swell, 0.05, 0.999))
    if not starts:
        return np.zeros(size, dtype=np.float32)
    level = (np.concatenate(shade) * _SHADES).astype(np.int64)
    first, last = np.concatenate(starts), np.concatenate(ends)
    paper = np.ones(size, dtype=np.float32)
    for k in range(_SHADES):
        here = level == k
        if here.any():
            owner = np.zeros(int(here.sum()), dtype=np.int64)
            thick = width * (0.7 + 0.5 * (k + 1) / _SHADES)
            ink = rasterise_batch(first[here], last[here], owner, 1, size, thick)[0]
            paper *= 1.0 - ink * ((k + 1) / _SHADES)
    return 1.0 - paper


def plain(lines: Sequence[FloatArray], size: tuple[int, int], width: float) -> Image:
    """Lines in one even pen, 0 paper to 1 ink."""
    starts = np.concatenate([x[:-1] if len(x) > 1 else x for x in lines])
    ends = np.concatenate([x[1:] if len(x) > 1 else x for x in lines])
    owner = np.zeros(len(starts), dtype=np.int64)
    image: Image = rasterise_batch(starts, ends, owner, 1, size, width)[0]
    return image


def tent(starts: FloatArray, ends: FloatArray, size: tuple[int, int]) -> Image:
    """What the network should draw: 1 on a centre line, falling to 0 at 2 px from it."""
    owner = np.zeros(len(starts), dtype=np.int64)
    near = rasterise_batch(starts, ends, owner, 1, size, 1.0)[0]
    far = rasterise_batch(starts, ends, owner, 1, size, 3.0)[0]
    image: Image = (near + far) / 2.0
    return image
