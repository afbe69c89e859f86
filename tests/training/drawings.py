"""Own little drawings: three categories that differ in shape, as packed ``.npz`` files."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sketchpad.core.stroke5 import Codec
from training.readers import Packed, pack

WORDS = ("box", "wave", "cross")


def polylines(word: str, rng: np.random.Generator) -> list[np.ndarray]:
    """One drawing, box 0–255, with noise."""
    if word == "box":
        lines = [[(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)], [(0.3, 0.3), (0.7, 0.7)]]
    elif word == "wave":
        x = np.linspace(0, 1, 12)
        lines = [list(zip(x, 0.3 + 0.3 * np.sin(9 * x), strict=True))]
    else:
        lines = [[(0, 0), (1, 1)], [(0, 1), (1, 0)], [(0.5, 0), (0.5, 0.9), (0.6, 1)]]
    return [np.array(line) * 200 + rng.normal(0, 6, (len(line), 2)) for line in lines]


def packed(word: str, count: int, seed: int = 0) -> Packed:
    """``count`` drawings of a word."""
    rng = np.random.default_rng([seed, WORDS.index(word)])
    return pack((polylines(word, rng) for _ in range(count)), Codec(), word)


def write(folder: Path, count: int, seed: int = 0) -> Path:
    """A folder of packed files, one per word."""
    folder.mkdir(parents=True, exist_ok=True)
    for word in WORDS:
        made = packed(word, count, seed)
        np.savez(folder / f"{word}.npz", strokes=made.rows, offsets=made.offsets)
    return folder
