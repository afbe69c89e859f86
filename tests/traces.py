"""Pen traces as a hand makes them, and their replay through Qt's events.

A trace is a sum of lognormal speed pulses (Plamondon's model of rapid movements) with tremor,
and pressure that rises, holds and falls; 200 Hz unless said otherwise.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.document import Document
from sketchpad.core.stroke import Brush, Stroke

Samples = NDArray[np.float64]


@dataclasses.dataclass(frozen=True)
class Style:
    """What a hand is like."""

    rate: float = 200.0
    tremor: float = 0.25
    pulses: int = 4
    reach: float = 60.0


def trace(seed: int, start: tuple[float, float], style: Style = Style()) -> Samples:
    """One stroke: ``(n, 4)`` of x, y, pressure, time in ms."""
    rng = np.random.default_rng(seed)
    seconds = 0.12 * style.pulses + 0.25
    t = np.arange(0.0, seconds, 1.0 / style.rate)
    velocity = np.zeros((len(t), 2))
    heading = rng.uniform(0, 2 * np.pi)
    for pulse in range(style.pulses):
        begin, mu, sigma = 0.12 * pulse, np.log(0.10), 0.35
        since = np.maximum(t - begin, 1e-6)
        bell = np.exp(-((np.log(since) - mu) ** 2) / (2 * sigma**2))
        bell /= since * sigma * np.sqrt(2 * np.pi)
        heading += rng.normal(0.9, 0.7)
        bend = rng.normal(0, 0.6)
        share = np.cumsum(bell) / style.rate
        angle = heading + bend * (share - 0.5)
        length = style.reach * rng.uniform(0.5, 1.2)
        velocity += (length * bell)[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    place = np.asarray(start) + np.cumsum(velocity, axis=0) / style.rate
    wobble = np.cumsum(rng.normal(size=(len(t), 2)), axis=0)
    wobble -= np.linspace(0, 1, len(t))[:, None] * wobble[-1]
    place += style.tremor * wobble / max(1.0, np.abs(wobble).max())
    rise = np.clip(t / 0.06, 0, 1) * np.clip((seconds - t) / 0.08, 0, 1)
    pressure = np.clip(0.15 + 0.55 * rise + 0.05 * np.sin(9 * t + seed), 0.02, 1.0)
    return np.column_stack([place, pressure, 1000.0 * t])


def drawing(
    strokes: int, points: int = 60, seed: int = 0, size: tuple[float, float] = (1200.0, 900.0)
) -> Document:
    """A page full of traces of exactly this many strokes and points."""
    rng = np.random.default_rng(seed)
    colours = ("#1a1a1a", "#1c7ed6", "#e8590c", "#2f9e44")
    made = []
    style = Style(rate=points / (0.12 * 4 + 0.25) + 1e-6, reach=45.0)
    for number in range(strokes):
        start = rng.uniform((60, 60), (size[0] - 60, size[1] - 60))
        samples = trace(seed * 1_000_003 + number, (start[0], start[1]), style)[:points]
        opacity = 1.0 if number % 5 else 0.6
        brush = Brush(colours[number % 4], float(rng.uniform(1.5, 5.0)), opacity, 0.6)
        made.append(Stroke.make(samples, brush))
    return Document.of(made, *size)


def polyline(points: Iterable[tuple[float, float]], step: float = 3.0) -> Samples:
    """A steady hand along straight lines: ``(n, 4)`` as ``trace``."""
    corners = np.array(list(points), dtype=np.float64)
    parts = [corners[:1]]
    for begin, end in itertools.pairwise(corners):
        count = max(1, int(np.ceil(np.hypot(*(end - begin)) / step)))
        share = np.arange(1, count + 1)[:, None] / count
        parts.append(begin + share * (end - begin))
    line = np.concatenate(parts)
    times = 5.0 * np.arange(len(line))
    return np.column_stack([line, np.full(len(line), 0.5), times])
