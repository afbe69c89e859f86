"""How fast clean is, and our network next to the 2016 one: ``python -m training speed-clean``."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import nn

from sketchpad.inference.clean import CleanRequest, clean, draw_lines, prepare
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run
from training.clean import roughener, sources
from training.clean.network import Cleaner, CleanerOptions, multiplications
from training.clean.simo_serra import SimoSerra2016, SimoSerraOptions
from training.clean.tone import photograph

_PHOTO: Final = (4000, 3000)
#: The command line, which then tells the most memory that it had, kB (as Linux counts it).
_CHILD: Final = """
import sys
from sketchpad import cli
code = cli.main(sys.argv[1:])
print([line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")][0])
sys.exit(code)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``speed-clean``."""
    parser.add_argument("--models", type=Path, help="a folder of models (default: the bundled)")
    parser.add_argument("--side", type=int, default=1024, help="of the picture, pixels")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3, help="the best of so many runs counts")
    parser.add_argument("--no-networks", action="store_true", help="leave the networks out")


def run(arguments: argparse.Namespace) -> None:
    """Measure the way from pictures to strokes, then both networks."""
    torch.set_num_threads(arguments.threads)
    models = Models([arguments.models] if arguments.models else None, "cpu")
    _pictures(models, arguments.side, arguments.repeat)
    with tempfile.TemporaryDirectory() as folder:
        _files(Path(folder), arguments.side)
    if not arguments.no_networks:
        _networks(arguments.side, arguments.repeat)


def drawing(size: tuple[int, int], strength: float = 0.5) -> NDArray[np.float32]:
    """A made-up rough drawing ``(h, w)`` on paper, 1 is white; always the same."""
    rng = np.random.default_rng(11)
    lines = [line for _ in range(4) for line in sources.composite([], size, rng)]
    passes = roughener.overdraw(lines, 0.5, rng)
    ink = roughener.pencil(passes, size, 2.0 * max(size) / 1024.0, rng)
    pictures = photograph(
        torch.from_numpy(ink)[None, None],
        torch.tensor([strength]),
        torch.Generator().manual_seed(11),
    )
    return np.asarray(pictures[0, 0].numpy(), dtype=np.float32)


def _pictures(models: Models, side: int, repeat: int) -> None:
    """Whole pictures in this process, and whether tiles leave seams."""
    picture = drawing((side, side))
    for name, proxy in (("picture", False), ("proxy", True)):
        request = CleanRequest(picture, proxy=proxy)
        seconds = best(lambda r=request: clean(r, models=models), repeat)  # type: ignore[misc]
        print(f"{name} of {side} x {side} to strokes: {seconds:.3f} s")
    model, ink = models.get("clean"), prepare(CleanRequest(picture, detail=0.75))
    whole, tiled = (draw_lines(models, model, ink, Run(), tile) for tile in (1 << 14, 480))
    print(f"tiles of {ink.shape}: largest difference {np.abs(whole - tiled).max():.1e}")


def _files(folder: Path, side: int) -> None:
    """The command line from file to file, with the start of Python and the largest memory."""
    for name, size, detail in (
        ("picture.png", (side, side), 0.5),
        ("photo.jpg", _PHOTO[::-1], 0.5),
        ("photo.jpg", _PHOTO[::-1], 1.0),
    ):
        path = folder / name
        if not path.exists():
            Image.fromarray((drawing(size) * 255).astype(np.uint8)).save(path)
        command = [sys.executable, "-c", _CHILD, "clean", str(path), "-o", str(folder / "out.svg")]
        command += ["--detail", str(detail), "--device", "cpu", "-q"]
        started = time.perf_counter()
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
        seconds = time.perf_counter() - started
        memory = int(done.stdout.split()[-1]) / 1024
        print(
            f"{name}, {size[1]} x {size[0]}, detail {detail:g}, file to file: "
            f"{seconds:.2f} s, {memory:.0f} MB"
        )


def _networks(side: int, repeat: int) -> None:
    """Both networks, untrained: weights do not change the speed."""
    networks: dict[str, nn.Module] = {
        "ours": Cleaner(CleanerOptions()),
        "2016": SimoSerra2016(SimoSerraOptions()),
    }
    seconds = {}
    ink = torch.rand(1, 1, side, side)
    with torch.inference_mode():
        for name, network in networks.items():
            network.eval()
            seconds[name] = best(lambda n=network: n(ink), repeat)  # type: ignore[misc]
            parameters = sum(p.numel() for p in network.parameters())
            work = multiplications(network, side) / 1e9
            print(f"{name}: {parameters:,} parameters, {work:.1f} GMAC, {seconds[name]:.2f} s")
    print(f"ratio: {seconds['2016'] / seconds['ours']:.1f}")


def best(work: Callable[[], object], repeat: int) -> float:
    """Seconds of the fastest of so many runs."""
    found = []
    for _ in range(repeat):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)
