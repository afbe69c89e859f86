"""``python -m training throughput RECIPE…``: how fast recipes train here.

Under ``torchrun --nproc-per-node 2 -m training throughput …`` the same batch is split over two
processes; ``--threads`` is per process.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist

from sketchpad.core.errors import InputError
from training.cli import processes
from training.data import PackedSet
from training.recipe import load_recipe
from training.systems import System
from training.trainer import Trainer


@dataclasses.dataclass(frozen=True)
class Speed:
    """How fast one recipe trains.

    Attributes:
        drawings_per_second: over all processes.
        drawings_per_cpu_second: the same per second of processor time, of all threads and
            processes; what other programs take away does not lower it.
        data_share: of the time, spent loading and varying drawings, 0 to 1.
        corruption_share: of the processor time of this process's thread, spent rasterising and
            masking drawings, 0 to 1; 0 for systems that see none masked.
    """

    recipe: str
    processes: int
    threads: int
    batch: int
    drawings_per_second: float
    drawings_per_cpu_second: float
    data_share: float
    corruption_share: float


class _Timed:
    """A function that adds up the processor time that its calls take."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.seconds = 0.0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        started = time.thread_time()
        try:
            return self._function(*args, **kwargs)
        finally:
            self.seconds += time.thread_time() - started


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``throughput``."""
    parser.add_argument("recipes", nargs="+", help="names of recipes, or .toml files")
    parser.add_argument("--data", type=Path, default=Path("data"), help="prepared data")
    parser.add_argument(
        "--set",
        dest="changes",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="change the recipes, as in --set options.canvas.size=128; may be repeated",
    )
    parser.add_argument("--seconds", type=float, default=30.0, help="per recipe (30)")
    parser.add_argument("--threads", type=int, default=1, help="of each process (1)")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda (default: auto)")
    parser.add_argument("--json", action="store_true", help="one line of JSON per recipe")


def run(arguments: argparse.Namespace) -> None:
    """Time every recipe's own steps, and throw away what they learned."""
    if arguments.seconds <= 0 or arguments.threads < 1:
        raise InputError("--seconds must be above 0 and --threads at least 1.")
    torch.set_num_threads(arguments.threads)
    with processes():
        for name in arguments.recipes:
            speed = measure(
                name,
                arguments.data,
                seconds=arguments.seconds,
                device=arguments.device,
                changes=arguments.changes,
            )
            if dist.is_initialized() and dist.get_rank():
                continue
            if arguments.json:
                print(json.dumps(dataclasses.asdict(speed)), flush=True)
            else:
                print(
                    f"{speed.recipe:<20} {speed.processes} × {speed.threads} threads, batch "
                    f"{speed.batch}: {speed.drawings_per_second:.0f} drawings/s, "
                    f"{speed.drawings_per_cpu_second:.0f} per second of processor time, "
                    f"data {100 * speed.data_share:.1f} %, "
                    f"images and masks {100 * speed.corruption_share:.1f} %",
                    flush=True,
                )


def measure(
    name: str,
    data: Path,
    *,
    seconds: float,
    device: str = "cpu",
    changes: Sequence[str] = (),
) -> Speed:
    """Train a recipe for some seconds, after three steps that do not count.

    Args:
        name: of the recipe, or its .toml file.
        data: the folder of prepared data.
        seconds: spent in steps that count; at least one is made.
        device: as in ``train``.
        changes: of the recipe, ``KEY=VALUE`` each.

    Raises:
        InputError: if recipe, data and device do not fit together.
    """
    recipe = load_recipe(name, changes)
    packed = PackedSet(data, recipe.data.categories)
    with tempfile.TemporaryDirectory() as folder:
        trainer = Trainer(recipe, packed, Path(folder), device=device, quiet=True)
        for _ in range(3):
            trainer.advance()
        corrupt = _watched(trainer.system)
        working = time.thread_time()
        begun, started, used = trainer.elapsed, time.monotonic(), time.process_time()
        drawings, waited = 0, 0.0
        # The trainer's own clock, on which all processes agree: they must stop together.
        while trainer.elapsed - begun < seconds:
            _, count, loading = trainer.advance()
            drawings += count
            waited += loading
        spent = time.monotonic() - started
        working = time.thread_time() - working
        # Each process does the same work.
        used = trainer.world * (time.process_time() - used)
    return Speed(
        recipe=recipe.name,
        processes=trainer.world,
        threads=torch.get_num_threads(),
        batch=recipe.data.batch,
        drawings_per_second=drawings / spent,
        drawings_per_cpu_second=drawings / used,
        data_share=waited / spent,
        corruption_share=corrupt.seconds / working,
    )


def _watched(system: System) -> _Timed:
    """Time how a system makes its images with holes, if it does."""
    for name in ("corrupted", "pairs"):
        if hasattr(system, name):
            timed = _Timed(getattr(system, name))
            setattr(system, name, timed)
            return timed
    return _Timed(lambda: None)
