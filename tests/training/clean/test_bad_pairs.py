"""Bad input of clean's commands: one sentence on stderr, exit 1, and no half-written file."""

from __future__ import annotations

import dataclasses
import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.training.bad_input import (
    CLEAN,
    Places,
    Refused,
    cleaning,
    truncated,
)


def images(shape: tuple[int, ...], kind: type = np.uint8) -> Callable[[Path], None]:
    return lambda folder: np.save(folder / "truth.npy", np.zeros(shape, dtype=kind))


PAIRS = {
    "fewer truths": (images((3, 32, 32)), "do not fit"),
    "flat pictures": (images((4, 1024)), "do not fit"),
    "floats": (images((4, 32, 32), np.float32), "do not fit"),
    "more done than there are": (lambda f: (f / "done.txt").write_text("5"), "do not fit"),
    "no number done": (lambda f: (f / "done.txt").write_text("all"), "are broken"),
    "one pair": (lambda f: (f / "done.txt").write_text("1"), "no prepared pairs"),
    "a truncated file": (lambda f: truncated(f / "rough.npy"), "are broken"),
    "an empty file": (lambda f: (f / "rough.npy").write_bytes(b""), "are broken"),
    "no file": (lambda f: (f / "rough.npy").unlink(), "no prepared pairs"),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_train_clean_refuses_broken_pairs(
    kind: str, places: Places, tmp_path: Path, refused: Refused
):
    spoil, sentence = PAIRS[kind]
    shutil.copytree(places.pairs, tmp_path / "pairs")
    spoil(tmp_path / "pairs")
    words = cleaning(dataclasses.replace(places, pairs=tmp_path / "pairs"))
    assert sentence in refused([*words, "--out", str(tmp_path / "run")])
    assert not (tmp_path / "run").exists()


def test_patches_larger_than_the_pictures_are_refused(
    places: Places, tmp_path: Path, refused: Refused
):
    (tmp_path / "r.toml").write_text(CLEAN.replace("patch = 16", "patch = 64"))
    words = cleaning(dataclasses.replace(places, clean=tmp_path / "r.toml"))
    assert "but 32" in refused([*words, "--out", str(tmp_path / "run")])


@pytest.fixture
def scenes(tmp_path: Path) -> Path:
    """The rough strokes of one scene that may be trained on."""
    from tests.training.clean.scenes import write_scene

    return write_scene(tmp_path / "scenes", "two")


@pytest.mark.parametrize("kind", ["a file", "no space", "no scenes", "a broken scene"])
def test_prepare_clean_leaves_nothing_half_written(
    kind: str,
    scenes: Path,
    tmp_path: Path,
    refused: Refused,
    monkeypatch: pytest.MonkeyPatch,
):
    out = tmp_path / "pairs"
    sentence = "cannot be written"
    if kind == "a file":
        out.write_text("mine")
    elif kind == "no space":
        full = OSError(errno.ENOSPC, "No space left on device")
        monkeypatch.setattr("os.posix_fallocate", lambda *_: (_ for _ in ()).throw(full))
    elif kind == "no scenes":
        (scenes / "two.scap").unlink()
        sentence = "no scenes"
    else:
        (scenes / "two.scap").write_text("{\n#1 1\nx y 0\n}\n")
        sentence = "cannot be read"
    line = refused(["prepare-clean", "--scenes", str(scenes), "--out", str(out), "--count", "3"])
    assert sentence in line
    if kind == "a file":
        assert out.read_text() == "mine"
    else:
        assert not out.exists() or not list(out.iterdir())
