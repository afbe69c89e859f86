"""What tests of bad input share: small runs, and ways to break files."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

TINY = """
name = "tiny"
system = "sketch-rnn"
options = {embedding = 3, drop_category = 0.0, decoder = {size = 16, mixtures = 2}}
data = {batch = 8}
train = {steps = 2, validate_every = 2, validate_drawings = 8}
"""
CLEAN = """
name = "tiny"
patch = 16
batch = 2
[options]
channels = [4, 4, 4, 4]
depth = 1
"""
Refused = Callable[[list[str]], str]


@dataclasses.dataclass(frozen=True)
class Places:
    """Prepared data, prepared pairs of 32 px, recipes, and a finished run of each."""

    data: Path
    pairs: Path
    tiny: Path
    run: Path
    clean: Path
    clean_run: Path


def training(places: Places) -> list[str]:
    return ["train", str(places.tiny), "--data", str(places.data), "--device", "cpu", "-q"]


def cleaning(places: Places) -> list[str]:
    return ["train-clean", str(places.clean), "--data", str(places.pairs)]


def truncated(path: Path, share: float = 0.6) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])


def damaged(path: Path) -> None:
    """A compressed archive whose directory is whole and whose streams are not."""
    data = bytearray(path.read_bytes())
    data[len(data) // 4 : len(data) // 4 + 200] = bytes(200)
    path.write_bytes(data)
