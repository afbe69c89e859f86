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
from pathlib import Path

import torch
import torch.distributed as dist

from sketchpad.core.errors import InputError
from training.cli import processes
from training.data import PackedSet
from training.recipe import load_recipe
from training.trainer import Trainer


@dataclasses.dataclass(frozen=True)
class Speed:
    """How fast one recipe trains.

    Attributes:
        drawings_per_second: over all processes.
        drawings_per_cpu_second: the same per second of processor time, of all threads and
            processes; what other programs take away does not lower it.
        data_share: of the time, spent loading and varying drawings, 0 to 1.
    """

    recipe: str
    processes: int
    threads: int
    batch: int
    drawings_per_second: float
    drawings_per_cpu_second: float
    data_share: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``throughput``."""
    parser.add_argument("recipes", nargs="+", help="names of recipes, or .toml files")
    parser.add_argument("--data", type=Path, default=Path("data"), help="prepared data")
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
                name, arguments.data, seconds=arguments.seconds, device=arguments.device
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
                    f"data {100 * speed.data_share:.1f} %",
                    flush=True,
                )


def measure(name: str, data: Path, *, seconds: float, device: str = "cpu") -> Speed:
    """Train a recipe for some seconds, after three steps that do not count.

    Args:
        name: of the recipe, or its .toml file.
        data: the folder of prepared data.
        seconds: spent in steps that count; at least one is made.
        device: as in ``train``.

    Raises:
        InputError: if recipe, data and device do not fit together.
    """
    recipe = load_recipe(name)
    packed = PackedSet(data, recipe.data.categories)
    with tempfile.TemporaryDirectory() as folder:
        trainer = Trainer(recipe, packed, Path(folder), device=device, quiet=True)
        for _ in range(3):
            trainer.advance()
        begun, started, used = trainer.elapsed, time.monotonic(), time.process_time()
        drawings, waited = 0, 0.0
        # The trainer's own clock, on which all processes agree: they must stop together.
        while trainer.elapsed - begun < seconds:
            _, count, loading = trainer.advance()
            drawings += count
            waited += loading
        spent = time.monotonic() - started
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
    )
