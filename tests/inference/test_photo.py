from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from sketchpad.core.geometry import distance_to_polyline
from sketchpad.core.raster import rasterise
from sketchpad.inference.clean import CleanRequest, clean
from sketchpad.inference.photo import is_photograph, outlines
from sketchpad.inference.registry import Models
from tests import odd_pictures

T = np.linspace(0, 2 * np.pi, 80)
RING = np.stack([200 + 90 * np.cos(T), 150 + 90 * np.sin(T)], axis=1)


def drawing(paper: tuple[float, float, float], ink: tuple[float, float, float]) -> np.ndarray:
    """A ring on paper in light that changes from warm to cool, with noise."""
    lines = rasterise([RING], (300, 400), 4.0)[..., None]
    light = np.linspace(0.75, 1.0, 400)[:, None] * (1.0, 1.0, 1.0)
    light = light + np.linspace(0.0, 0.05, 400)[:, None] * (-1.0, 0.0, 1.0)
    page = np.array(paper) * light * (1 - lines) + np.array(ink) * lines
    page = page + np.random.default_rng(0).normal(0, 0.02, page.shape)
    return (255 * page.clip(0, 1)).astype(np.uint8)


@pytest.mark.parametrize("paper", [(1.0, 1.0, 1.0), (0.95, 0.88, 0.72), (0.6, 0.6, 0.62)])
@pytest.mark.parametrize("ink", [(0.1, 0.1, 0.1), (0.1, 0.2, 0.7), (0.8, 0.1, 0.1)])
def test_drawings_are_no_photographs(
    paper: tuple[float, float, float], ink: tuple[float, float, float]
):
    assert not is_photograph(drawing(paper, ink))


def test_a_scene_is_a_photograph_at_any_size_and_as_numbers():
    cat = odd_pictures.cat()
    assert is_photograph(cat)
    assert is_photograph(cat.astype(np.float32) / 255)
    assert is_photograph(np.asarray(Image.fromarray(cat).resize((2560, 1920))))
    assert is_photograph(np.asarray(Image.fromarray(cat).resize((160, 120))))
    assert is_photograph(cat.mean(axis=2).astype(np.uint8))
    assert not is_photograph(cat[:8, :8])


def test_text_silhouettes_and_boards_are_no_photographs():
    from skimage import data

    assert is_photograph(data.camera())
    assert is_photograph(np.stack([data.coins()] * 3, axis=-1))
    for levels in (data.page(), data.text()):
        assert not is_photograph(levels)
        assert not is_photograph(np.stack([levels] * 3, axis=-1))
    board = 255 - drawing((0.85, 0.85, 0.85), (0.1, 0.1, 0.1))
    assert not is_photograph(board)
    assert not is_photograph(board.mean(axis=2).astype(np.uint8))
    assert not is_photograph(255 * data.horse().astype(np.uint8))
    assert not is_photograph(np.full((300, 300), 128, np.uint8))


def test_ink_lies_on_edges_and_not_at_the_rim():
    scene = np.full((300, 400, 3), (40, 120, 60), np.uint8)
    y, x = np.mgrid[0:300, 0:400]
    scene[np.hypot(x - 200, y - 150) < 90] = (200, 90, 40)
    ink = outlines(scene)
    there = np.argwhere(ink > 0.5)[:, ::-1]
    assert len(there) > 500
    assert distance_to_polyline(there + 0.5, RING).max() < 3.0
    assert ink[:5].max() == ink[:, -5:].max() == 0.0


def test_a_cat_is_a_few_strokes_along_its_outline():
    (found,) = clean(CleanRequest(odd_pictures.cat()), models=Models(device="cpu"))
    assert 3 <= len(found.strokes) <= 15
    t = np.linspace(0.2 * np.pi, 0.8 * np.pi, 40)
    for side in (-1, 1):
        flank = np.stack([320 + side * 150 * np.sin(t), 360 - 130 * np.cos(t)], axis=1)
        gap = np.min([distance_to_polyline(flank, s.points) for s in found.strokes], axis=0)
        assert np.median(gap) < 3.0
