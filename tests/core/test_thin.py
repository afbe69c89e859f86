from __future__ import annotations

import numpy as np
import pytest

from sketchpad.core.raster import rasterise
from sketchpad.core.thin import fill_holes, hysteresis, join, thin


def regions(mask: np.ndarray) -> int:
    """8-connected regions, by flooding."""
    left = {(int(y), int(x)) for y, x in zip(*np.nonzero(mask), strict=True)}
    count = 0
    while left:
        count += 1
        todo = [left.pop()]
        while todo:
            y, x = todo.pop()
            for dy in (-1, 0, 1):
                for dx in (-1, 0, 1):
                    if (y + dy, x + dx) in left:
                        left.remove((y + dy, x + dx))
                        todo.append((y + dy, x + dx))
    return count


def thickest(skeleton: np.ndarray) -> int:
    """The most ink in any 2 × 2 pixels."""
    wide = np.pad(skeleton.astype(int), 1)
    return int((wide[1:, 1:] + wide[:-1, 1:] + wide[1:, :-1] + wide[:-1, :-1]).max())


def test_thick_line_becomes_its_middle():
    ink = rasterise([np.array([[10.0, 20.5], [90.0, 20.5]])], (41, 100), 7.0) > 0.5
    found = thin(ink)
    rows, columns = np.nonzero(found)
    assert set(rows.tolist()) == {20}
    assert len(columns) == len(set(columns.tolist())) >= 70


def test_ring_stays_a_ring_and_regions_stay_apart():
    t = np.linspace(0, 2 * np.pi, 80)
    ring = np.stack([np.cos(t), np.sin(t)], axis=1) * 20 + 40
    ink = rasterise([ring, np.array([[80.0, 10.0], [80.0, 70.0]])], (80, 100), 5.0) > 0.5
    found = thin(ink)
    assert regions(found) == 2
    assert not found[38:42, 38:42].any()
    # Paper leaks through diagonal steps unless it is 4-connected: thicker lines stop it.
    thick = np.max([np.pad(found, 1)[a : a + 80, b : b + 100] for a in (0, 1) for b in (0, 1)], 0)
    assert regions(~thick) == 2
    assert thickest(found) <= 3
    assert not (found & ~ink).any()


def test_black_page_is_quick_and_empty_page_is_empty():
    assert 0 < thin(np.ones((300, 300), dtype=np.bool_)).sum() < 3000
    assert not thin(np.zeros((5, 7), dtype=np.bool_)).any()
    assert thin(np.ones((1, 1), dtype=np.bool_)).sum() <= 1


@pytest.mark.parametrize("seed", range(3))
def test_hysteresis_keeps_what_hangs_together_with_strong_pixels(seed: int):
    rng = np.random.default_rng(seed)
    heat = rng.random((30, 40)).astype(np.float32) ** 3
    found = hysteresis(heat, 0.8, 0.3)
    # By definition: growing from the strong pixels over the weak ones until nothing changes.
    expected = heat >= 0.8
    while True:
        wide = np.pad(expected, 1)
        near = np.max([wide[a : a + 30, b : b + 40] for a in range(3) for b in range(3)], axis=0)
        grown = near & (heat >= 0.3)
        if (grown == expected).all():
            break
        expected = grown
    assert (found == expected).all()


def test_small_holes_are_filled_and_others_stay():
    ink = np.zeros((30, 40), dtype=np.bool_)
    ink[5:12, 5:12] = True
    ink[7:10, 7:10] = False  # 9 pixels, enclosed
    ink[5:15, 20:30] = True
    ink[7:13, 22:28] = False  # 36 pixels
    ink[20:25, 5:12] = True
    ink[22, 8:12] = False  # a bay
    found = fill_holes(ink, 12)
    assert found[7:10, 7:10].all()
    assert (found.sum() - ink.sum()) == 9
    assert (fill_holes(ink, 0) == ink).all()


def test_join_finds_components():
    label = join(7, np.array([0, 5, 3]), np.array([2, 2, 6]))
    assert label.tolist() == [0, 1, 0, 3, 4, 0, 3]
