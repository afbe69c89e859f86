"""The model that comes with the application, on drawings made here."""

from __future__ import annotations

import numpy as np
import pytest

from sketchpad.core.geometry import distance_to_polyline
from sketchpad.core.raster import rasterise
from sketchpad.inference.clean import CleanRequest, clean, prepare
from sketchpad.inference.clean_strokes import PEN
from sketchpad.inference.registry import Models

T = np.linspace(0, 2 * np.pi, 90)
CIRCLE = np.stack([200 + 120 * np.cos(T), 220 + 120 * np.sin(T)], axis=1)
LINE = np.stack([np.linspace(350, 600, 40), np.linspace(80, 330, 40)], axis=1)


@pytest.fixture(scope="module")
def models() -> Models:
    return Models(device="cpu")


@pytest.fixture(scope="module")
def passes() -> list[np.ndarray]:
    """Three wobbly passes of both lines."""
    rng = np.random.default_rng(4)
    lines = []
    for line in (CIRCLE, LINE):
        for _ in range(3):
            wave = np.sin(np.linspace(0, rng.uniform(3, 8), len(line)) + rng.uniform(0, 6))
            lines.append(line + rng.normal(0, 1.2, 2) + wave[:, None] * rng.normal(0, 1.0, 2))
    return lines


def test_three_passes_become_one_line(models: Models, passes: list[np.ndarray]):
    picture = 1.0 - rasterise(passes, (420, 680), PEN)
    (found,) = clean(CleanRequest(picture), models=models)
    assert 2 <= len(found.strokes) <= 4
    for line in (CIRCLE, LINE):
        gap = np.min([distance_to_polyline(line, s.points) for s in found.strokes], axis=0)
        assert gap.mean() < 2.0
    length = sum(np.hypot(*np.diff(s.points, axis=0).T).sum() for s in found.strokes)
    meant = 2 * np.pi * 120 + np.hypot(250, 250)
    assert length == pytest.approx(meant, rel=0.12)


def test_grey_paper_in_bad_light_makes_little_difference(models: Models, passes: list[np.ndarray]):
    ink = rasterise(passes, (420, 680), 2.0)
    rng = np.random.default_rng(0)
    y, x = np.mgrid[0:420, 0:680].astype(np.float32)
    light = 0.85 - 0.3 * x / 680 - 0.1 * y / 420
    photo = light * (1.0 - 0.7 * ink) + rng.normal(0, 0.02, ink.shape)
    (found,) = clean(CleanRequest(photo.astype(np.float32).clip(0, 1)), models=models)
    for line in (CIRCLE, LINE):
        gap = np.min([distance_to_polyline(line, s.points) for s in found.strokes], axis=0)
        assert gap.mean() < 2.5
    assert len(found.strokes) <= 6


def test_less_detail_means_fewer_pixels():
    picture = np.ones((400, 800), dtype=np.float32)
    picture[200] = 0.0
    sizes = [max(prepare(CleanRequest(picture, d)).shape) for d in (0.0, 0.5, 1.0)]
    assert sizes == [400, 800, 1600]
