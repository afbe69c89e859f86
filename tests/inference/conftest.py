from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sketchpad.core import Sketch
from sketchpad.inference.registry import Models
from tests.tiny_models import CATEGORIES, CODEC, write_tiny_model

__all__ = ["CATEGORIES", "CODEC", "write_tiny_model"]


@pytest.fixture
def models(models_folder: Path) -> Models:
    return Models([models_folder], "cpu")


@pytest.fixture
def face() -> Sketch:
    t = np.linspace(0.0, 2.0 * np.pi, 40)
    circle = np.c_[np.cos(t), np.sin(t)]
    return Sketch.of([300 + 100 * circle, 270 + 10 * circle, (330, 270) + 10 * circle])
