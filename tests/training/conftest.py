from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sketchpad.core.stroke5 import Codec
from tests.training import drawings
from tests.training.bad_input import CLEAN, TINY, Places, Refused, cleaning, training
from training.cli import main
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


@pytest.fixture(scope="module")
def places(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Places:
    folder = tmp_path_factory.mktemp("places")
    names = ("pairs", "tiny.toml", "run", "clean.toml", "clean_run")
    found = Places(prepared, *(folder / name for name in names))
    pictures = np.zeros((4, 32, 32), dtype=np.uint8)
    pictures[:, 15:17, 4:28] = 255
    found.pairs.mkdir()
    for name in ("rough", "truth"):
        np.save(found.pairs / f"{name}.npy", pictures)
    (found.pairs / "done.txt").write_text("4\n")
    found.tiny.write_text(TINY)
    found.clean.write_text(CLEAN)
    assert main([*training(found), "--out", str(found.run)]) == 0
    assert main([*cleaning(found), "--minutes", "0.001", "--out", str(found.clean_run)]) == 0
    return found


@pytest.fixture
def refused(capfd: pytest.CaptureFixture[str]) -> Refused:
    """Runs a command that must fail, and gives its one line."""

    def fail(words: list[str]) -> str:
        capfd.readouterr()
        assert main(words) == 1
        [line] = capfd.readouterr().err.splitlines()
        assert line.startswith(f"{words[0]}: ")
        return line

    return fail
