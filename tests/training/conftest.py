from __future__ import annotations

from pathlib import Path

import pytest

from sketchpad.core.stroke5 import Codec
from tests.training import drawings
from training.data import PackedSet
from training.prepare import Source, prepare


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared folder: 3 categories, 60 real and 40 synthetic drawings of each."""
    folder = tmp_path_factory.mktemp("data")
    sources = [
        Source("real", drawings.write(folder / "real", 60)),
        Source("made", drawings.write(folder / "made", 40, seed=1), real=False),
    ]
    prepare(sources, folder / "prepared", codec=Codec(nmax=40))
    return folder / "prepared"


@pytest.fixture
def packed(prepared: Path) -> PackedSet:
    return PackedSet(prepared)
