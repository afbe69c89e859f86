"""The command line of the training package: ``python -m training COMMAND``."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import importlib
import importlib.util
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

import torch
import torch.distributed as dist

from sketchpad.core.errors import CancelledError, InputError, SketchpadError

if TYPE_CHECKING:
    from training.trainer import Trainer

#: Commands and the modules that have their ``add_arguments(parser)`` and ``run(arguments)``.
COMMANDS: Final = {
    "fetch": ("training.fetch", "download QuickDraw's files"),
    "prepare": ("training.prepare_command", "pack files of drawings for training"),
    "train": ("training.cli", "train a recipe"),
    "evaluate": ("training.evaluate", "measure a run or a model on held-out real drawings"),
    "evaluate-complete": (
        "training.evaluation.completion",
        "finish held-out real drawings from their first part",
    ),
    "evaluate-heal": ("training.heal.evaluate", "heal holes in held-out real drawings"),
    "export": ("training.export", "turn a run into a model for the application"),
    "prepare-clean": ("training.clean.pairs", "write pairs of rough and clean pictures"),
    "train-clean": ("training.clean.train", "train a network that cleans drawings"),
    "train-groups": ("training.clean.groups", "train which passes of a pen are one line"),
    "evaluate-clean": ("training.clean.evaluate", "measure clean on held-out scenes"),
    "evaluate-clean-svg": ("training.clean.svg", "measure the SVG files of cleaned scenes"),
    "speed-clean": ("training.clean.speed", "time clean's networks, ours and the 2016 one"),
    "export-clean": ("training.clean.export", "turn a run of train-clean into a model"),
    "throughput": ("training.throughput", "drawings per second of training"),
    "report": ("training.report", "tables and plots of runs"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``train``."""
    parser.add_argument("recipe", help="a recipe's name, or a .toml file")
    parser.add_argument("--data", type=Path, default=Path("data"), help="prepared data")
    parser.add_argument("--out", type=Path, help="the run's folder (default: runs/RECIPE)")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument(
        "--from", dest="origin", type=Path, help="begin with the weights of another run"
    )
    parser.add_argument(
        "--set",
        dest="changes",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="change the recipe, as in --set options.corruption.patches=0.3; may be repeated",
    )
    parser.add_argument(
        "--categories", type=int, metavar="N", help="only the first N categories of the recipe"
    )
    parser.add_argument("--minutes", type=float, help="the whole run's budget of time")
    parser.add_argument("--steps", type=int, help="the whole run's budget of steps")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda (default: auto)")
    parser.add_argument("-q", "--quiet", action="store_true")


def run(arguments: argparse.Namespace) -> None:
    """Train. Under ``torchrun``, this is one of its processes."""
    from training.data import PackedSet
    from training.recipe import load_recipe
    from training.trainer import Trainer

    recipe = load_recipe(arguments.recipe, arguments.changes)
    if arguments.categories is not None:
        recipe = recipe.narrowed(arguments.categories)
    budget = {k: getattr(arguments, k) for k in ("minutes", "steps")}
    given = {k: v for k, v in budget.items() if v is not None}
    if any(v <= 0 for v in given.values()):
        raise InputError("--minutes and --steps must be above 0.")
    if given:
        budgets = {"minutes": 0.0, "steps": 0} | given
        recipe = dataclasses.replace(recipe, train=dataclasses.replace(recipe.train, **budgets))
    data = PackedSet(arguments.data, recipe.data.categories)
    out = arguments.out or Path("runs") / recipe.name
    with processes():
        trainer = Trainer(recipe, data, out, device=arguments.device, quiet=arguments.quiet)
        if not arguments.resume and (out / "last").exists():
            raise InputError(f"{out} already holds a run; use --resume, or another --out.")
        if arguments.resume:
            trainer.resume()
        elif arguments.origin is not None:
            trainer.start_from(arguments.origin)
        with _stopping(trainer):
            trainer.run()


@contextlib.contextmanager
def processes() -> Iterator[None]:
    """Joins the other processes that ``torchrun`` started, if any."""
    distributed = int(os.environ.get("WORLD_SIZE", "1")) > 1
    if distributed:
        dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    try:
        yield
    finally:
        if distributed:
            dist.destroy_process_group()


@contextlib.contextmanager
def _stopping(trainer: Trainer) -> Iterator[None]:
    """Ctrl+C and SIGTERM let the step at hand end, and the run save itself."""

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        trainer.stopping = True

    old = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
    if trainer.stopping:
        raise CancelledError(f"Stopped at step {trainer.step}, saved; --resume goes on from there.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; 0 done, 1 failed with one line on stderr, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    chosen = next((a for a in (sys.argv[1:] if argv is None else argv) if a in COMMANDS), None)
    for name, (module, text) in COMMANDS.items():
        if importlib.util.find_spec(module) is None:
            continue
        sub = commands.add_parser(name, help=text, description=text)
        # Only the module that will run is imported: the others may need heavy packages.
        if name == chosen:
            importlib.import_module(module).add_arguments(sub)
    arguments = parser.parse_args(argv)
    try:
        importlib.import_module(COMMANDS[arguments.command][0]).run(arguments)
    except SketchpadError as error:
        # What libraries say of broken files may have many lines.
        print(f"{arguments.command}: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{arguments.command}: {refusal(error)}", file=sys.stderr)
        return 1
    return 0


def refusal(error: OSError) -> str:
    """What the system refused, to which file, as a sentence."""
    reason = error.strerror or " ".join(str(error).split()) or type(error).__name__
    if error.filename is None:
        return f"The work stopped: {reason}."
    return f"{os.fsdecode(error.filename)} cannot be used: {reason}."
