from __future__ import annotations

import numpy as np
import pytest

from sketchpad.core.raster import rasterise
from sketchpad.inference.tone import gain_of, paper_of, straighten

LINES = [np.array([[20.0, 20.0], [230.0, 150.0]]), np.array([[30.0, 170.0], [220.0, 30.0]])]


@pytest.fixture
def ink() -> np.ndarray:
    return rasterise(LINES, (200, 250), 3.0)


def test_white_paper_stays_nothing_and_ink_stays_ink(ink: np.ndarray):
    found = straighten(1.0 - ink)
    assert np.abs(found - ink).max() < 0.01


def test_uneven_light_and_grey_paper_vanish(ink: np.ndarray):
    y, x = np.mgrid[0:200, 0:250].astype(np.float32)
    light = 0.9 - 0.4 * x / 250 - 0.2 * y / 200
    found = straighten((light * (1.0 - 0.8 * ink)).astype(np.float32))
    assert found[24:-24, 24:-24][ink[24:-24, 24:-24] == 0].max() < 0.08
    assert found[ink == 1].min() > 0.6


def test_faint_pencil_is_made_stronger(ink: np.ndarray):
    found = straighten(1.0 - 0.4 * ink)
    assert found.max() == pytest.approx(0.9, abs=0.05)
    assert float(gain_of(np.zeros((20, 20), dtype=np.float32))[0, 0]) == 2.5


def test_thick_strokes_are_not_paper():
    blot = rasterise([np.array([[100.0, 30.0], [100.0, 170.0]])], (200, 200), 25.0)
    assert straighten(1.0 - blot)[100, 100] > 0.8


@pytest.mark.parametrize("size", [(1, 1), (3, 17), (8, 8), (65, 33)])
def test_any_size(size: tuple[int, int]):
    grey = np.random.default_rng(0).random(size).astype(np.float32)
    assert paper_of(grey).shape == size
    found = straighten(grey)
    assert found.shape == size
    assert np.isfinite(found).all()
    assert (found >= 0).all()


def test_pictures_of_a_batch_do_not_mix(ink: np.ndarray):
    batch = np.stack([1.0 - ink, 0.5 - 0.3 * ink])[:, None].astype(np.float32)
    found = straighten(batch)
    for one, alone in zip(found, batch, strict=True):
        assert np.allclose(one[0], straighten(alone[0]), atol=1e-6)
