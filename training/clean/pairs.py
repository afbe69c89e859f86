"""Pairs of rough and clean pictures on disk: ``python -m training prepare-clean``.

The pictures hold pencil on nothing; paper, light and noise are added anew each time that a pair
is used (``training.clean.tone``). Truth is a tent: 1 on a centre line, 0 at 2 px from it.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from sketchpad.core.errors import FileError, InputError
from sketchpad.core.stroke import FloatArray
from sketchpad.files.atomic import writing
from training.clean import roughener, sources
from training.clean.metrics import truth_of
from training.clean.scenes import read_scene, training_names
from training.clean.sheet import side_by_side

Rng = np.random.Generator
Pair = tuple[roughener.Image, roughener.Image]
Images = np.memmap[Any, np.dtype[np.uint8]]
#: A picture's side, pixels; training crops from it.
SIDE: Final = 384
#: The width of the scenes' own pen, pixels.
_PEN: Final = 1.6
_EACH: Final = 300
#: The share of the real scenes that look as in their pictures but for turning.
_AS_GIVEN: Final = 0.6
#: How far a sheet leans, per pixel from its middle: 3 % nearer or further at its edge, typically.
_LEAN: Final = 1.5e-4
#: Pairs on a sheet.
_SHOWN: Final = 24
_NEIGHBOURS: Final = ((0, 1), (1, 0), (1, 1), (1, -1))


@dataclasses.dataclass(frozen=True, eq=False)
class SceneLines:
    """A scene to be drawn again: rough strokes, and the truth's skeleton as short segments."""

    lines: list[FloatArray]
    starts: FloatArray
    ends: FloatArray


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``prepare-clean``."""
    parser.add_argument("--scenes", type=Path, required=True, help="the folder of .scap scenes")
    parser.add_argument(
        "--drawings",
        type=Path,
        nargs="+",
        default=[],
        help="clean drawings: packed .npz files, SVG files of line art, or folders of these",
    )
    parser.add_argument("--out", type=Path, default=Path("data/clean"))
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--real", type=float, default=0.55, help="share of real scenes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sheet", type=Path, help="write a picture of some pairs here, to look at")


def run(arguments: argparse.Namespace) -> None:
    """Write ``rough.npy`` and ``truth.npy``, uint8 ``(count, 384, 384)``, and ``done.txt``.

    The pictures are in random order and ``done.txt`` counts those written, so that training may
    begin before all are there.
    """
    out: Path = arguments.out
    if arguments.count < 1 or not 0.0 <= arguments.real <= 1.0:
        raise InputError("--count must be above 0, and --real from 0 to 1.")
    scenes = [scene_lines(arguments.scenes, name) for name in training_names(arguments.scenes)]
    drawings = [sources.Drawings.read(path, _EACH * 20) for path in arguments.drawings]
    rough, truth = _reserved(out, arguments.count)
    for i in range(arguments.count):
        rng = np.random.default_rng((arguments.seed, i))
        real = rng.random() < arguments.real
        pair = real_pair(scenes, rng) if real else made_pair(drawings, rng)
        rough[i], truth[i] = (np.round(image * 255.0).astype(np.uint8) for image in pair)
        if (i + 1) % 50 == 0 or i + 1 == arguments.count:
            rough.flush()
            truth.flush()
            with writing(out / "done.txt") as partial:
                partial.write_text(f"{i + 1}\n", encoding="utf-8")
    if arguments.sheet is not None:
        pairs_sheet(rough[:_SHOWN], truth[:_SHOWN], arguments.sheet, arguments.seed)


def pairs_sheet(
    rough: NDArray[np.uint8], truth: NDArray[np.uint8], path: Path, seed: int = 0
) -> None:
    """A sheet of pairs: the ink as it is written, as a picture that training sees, the truth.

    Args:
        rough: ``(n, side, side)``, 0 paper to 255 ink.
        truth: likewise.
        path: of the PNG.
        seed: of the pictures.

    Raises:
        FileError: if it cannot be written.
    """
    from training.clean.tone import photograph

    ink = torch.from_numpy(rough.astype(np.float32) / 255.0)[:, None]
    strength = torch.linspace(0.0, 1.0, len(ink))
    generator = torch.Generator().manual_seed(seed)
    seen = photograph(ink, strength, generator, bleeding=True)[:, 0].numpy()
    lines = 1.0 - truth.astype(np.float32) / 255.0
    side_by_side(list(zip(1.0 - ink[:, 0].numpy(), seen, lines, strict=True)), path, cell=SIDE + 8)


def _reserved(out: Path, count: int) -> tuple[Images, Images]:
    """Empty files for so many rough pictures and truths, mapped; with all the space they need.

    Raises:
        FileError: if there is no space or no permission; nothing stays behind.
    """
    made: list[Path] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        # What it counted is about to be replaced.
        (out / "done.txt").unlink(missing_ok=True)
        files = []
        for name in ("rough", "truth"):
            made.append(out / f"{name}.npy")
            files.append(open_memmap(made[-1], "w+", np.uint8, (count, SIDE, SIDE)))
            _allocate(made[-1])
    except OSError as error:
        for path in made:
            path.unlink(missing_ok=True)
        raise FileError(f"The pairs cannot be written to {out}: {error.strerror}.") from None
    return files[0], files[1]


def _allocate(path: Path) -> None:
    """Have the space of a mapped file before it is filled: a full disk would end the process."""
    if hasattr(os, "posix_fallocate"):
        with path.open("rb+") as file:
            os.posix_fallocate(file.fileno(), 0, path.stat().st_size)


def scene_lines(folder: Path, name: str) -> SceneLines:
    """A scene's strokes, and its truth as segments between neighbouring skeleton pixels."""
    scene = read_scene(folder, name)
    ink = truth_of(scene.clean)
    height, width = ink.shape
    padded = np.pad(ink, 1)
    starts, ends = [], []
    for down, right in _NEIGHBOURS:
        other = padded[1 + down : 1 + down + height, 1 + right : 1 + right + width]
        y, x = np.nonzero(ink & other)
        starts.append(np.stack([x, y], axis=1) + 0.5)
        ends.append(np.stack([x + right, y + down], axis=1) + 0.5)
    return SceneLines(scene.lines, np.concatenate(starts), np.concatenate(ends))


def real_pair(scenes: list[SceneLines], rng: Rng) -> Pair:
    """A part of a real scene, drawn anew with some pen or pencil."""
    scene = scenes[int(rng.integers(len(scenes)))]
    as_given = rng.random() < _AS_GIVEN
    log_scale = rng.uniform(-0.06, 0.06) if as_given else rng.uniform(np.log(0.6), np.log(1.45))
    anchor = scene.starts[int(rng.integers(len(scene.starts)))]
    change = _transform(anchor, float(np.exp(log_scale)), rng)
    lines = [change(line) for line in scene.lines]
    truth = roughener.tent(change(scene.starts), change(scene.ends), (SIDE, SIDE))
    if as_given:
        return roughener.plain(lines, (SIDE, SIDE), _PEN), truth
    strength = rng.random()
    shaken = [
        line + rng.normal(0.0, 0.6 * strength, size=(1, 2)) for line in lines if len(line) > 1
    ]
    weight = rng.uniform(0.45, 1.0) * rng.uniform(0.7, 1.0, size=len(shaken))
    return _drawn(roughener.Passes(shaken, weight), rng), truth


def made_pair(drawings: list[sources.Drawings], rng: Rng) -> Pair:
    """A composite of clean drawings, roughened."""
    lines: list[FloatArray] = []
    while not lines:
        lines = sources.composite(drawings, (SIDE, SIDE), rng)
    strength = float(rng.beta(1.2, 1.2))
    passes = roughener.overdraw(lines, strength, rng)
    # The sheet is not quite level before the camera; truth and passes lean together.
    tilt = rng.normal(0.0, _LEAN, size=2)
    middles = [_tilted(x, tilt) for x in passes.middles]
    passes = roughener.Passes([_tilted(x, tilt) for x in passes.lines], passes.weight, middles)
    truth = roughener.tent(
        np.concatenate([x[:-1] for x in middles]),
        np.concatenate([x[1:] for x in middles]),
        (SIDE, SIDE),
    )
    if rng.random() < 0.25:
        return roughener.plain(passes.lines, (SIDE, SIDE), rng.uniform(1.2, 2.4)), truth
    return _drawn(passes, rng), truth


def _drawn(passes: roughener.Passes, rng: Rng) -> roughener.Image:
    """Passes in pencil, with faint helping lines in a third of the pictures."""
    width = float(np.exp(rng.uniform(np.log(1.0), np.log(4.0))))
    if rng.random() < 0.35:
        faint = roughener.construction((SIDE, SIDE), rng)
        weight = np.full(len(faint), rng.uniform(0.08, 0.3)) * max(passes.weight.min(), 0.4)
        merged = np.concatenate([passes.weight, weight])
        passes = roughener.Passes([*passes.lines, *faint], merged)
    return roughener.pencil(passes, (SIDE, SIDE), width, rng)


class _transform:  # noqa: N801 - a function with a state
    """Turns, scales, mirrors and slightly tilts points about an anchor, which lands inside."""

    def __init__(self, anchor: FloatArray, scale: float, rng: Rng) -> None:
        angle = rng.uniform(-np.pi, np.pi)
        self.matrix = scale * np.array(
            [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
        )
        self.matrix[:, 0] *= rng.choice([-1.0, 1.0])
        self.anchor = anchor
        self.place = rng.uniform(0.25, 0.75, size=2) * SIDE
        self.tilt = rng.normal(0.0, 6e-5, size=2)

    def __call__(self, points: FloatArray) -> FloatArray:
        moved = (points - self.anchor) @ self.matrix.T
        return _seen(moved, self.tilt) + self.place


def _tilted(points: FloatArray, tilt: FloatArray) -> FloatArray:
    """Points of a picture whose sheet leans about its middle."""
    return _seen(points - SIDE / 2.0, tilt) + SIDE / 2.0


def _seen(points: FloatArray, tilt: FloatArray) -> FloatArray:
    """Perspective: places relative to the axis, divided by how far away they are."""
    depth = np.maximum(1.0 + points @ tilt, 0.3)
    return np.asarray(points / depth[:, None])
