"""``python -m training export``: a run's best weights as a model that the application loads."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np

from sketchpad.core.errors import FileError, InputError
from sketchpad.core.stroke5 import Codec
from training import card, checkpoint, history, onnx_files
from training.data import TEST, PackedSet
from training.recipe import Recipe
from training.sequence_check import Check, check_decoder
from training.systems import System, Task, build_system

#: What rounded files may lose, nats per point, and still be taken.
ROUNDING_LOSS: Final = 0.02


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``export``."""
    parser.add_argument("run", type=Path, help="the run's folder")
    parser.add_argument("--data", type=Path, default=Path("data"), help="prepared data")
    parser.add_argument("--out", type=Path, help="the model's folder (default: models/NAME)")
    parser.add_argument("--name", help="of the model (default: the recipe's)")
    parser.add_argument("--version", default="1.0.0", help="of the model")
    parser.add_argument(
        "--temperature", type=float, default=0.25, help="that the application starts with"
    )
    parser.add_argument(
        "--pen-temperature", type=float, default=0.8, help="the same for the pen's state"
    )
    parser.add_argument(
        "--precision",
        choices=("int8", "half", "float"),
        default="int8",
        help="of the decoder's weights: int8 if it draws as well, 16 or 32 bits (default: int8)",
    )
    parser.add_argument("--drawings", type=int, default=400, help="to check with")


def run(arguments: argparse.Namespace) -> None:
    """Export."""
    system, state = load_system(arguments.run)
    recipe = Recipe.from_dict(state["recipe"])
    out = _model_folder(arguments, recipe)
    data = PackedSet(arguments.data, recipe.data.categories)
    if data.categories != system.task.categories:
        raise InputError(f"The data in {arguments.data} has other categories than the run.")
    partial = out.with_name(out.name + ".partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        found = system.export(partial)
        checks = _check(system, partial, data, arguments)
        _finish(partial, system, state, found=found | checks, arguments=arguments, data=data)
        shutil.rmtree(out, ignore_errors=True)
        partial.rename(out)
    except OSError as error:
        raise FileError(f"The model cannot be written to {out}: {error.strerror}.") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    size = sum(p.stat().st_size for p in out.iterdir()) / 1e6
    print(f"{out}: {size:.1f} MB; {found['difference']}", file=sys.stderr)


def _model_folder(arguments: argparse.Namespace, recipe: Recipe) -> Path:
    folder: Path = arguments.out or Path("models") / (arguments.name or recipe.name)
    return folder


def _comparisons(folder: Path) -> dict[str, Any]:
    """What the card that is about to be replaced tells of other runs; it stays true."""
    try:
        return {"comparison": card.read(folder)["comparison"]}
    except (FileError, KeyError):
        return {}


def load_system(run_folder: Path, which: str = "best") -> tuple[System, dict[str, Any]]:
    """A trained system, in evaluation mode on the CPU, and the checkpoint that it came from.

    Args:
        run_folder: of the run.
        which: ``best`` (averaged weights of the best validation) or ``last``.

    Raises:
        FileError: if there is no such checkpoint, or it is broken.
        InputError: if its weights do not fit its recipe.
    """
    state = checkpoint.load(run_folder / which)
    checkpoint.demand(state, ("recipe", "codec", "categories"), run_folder, "train")
    recipe = Recipe.from_dict(state["recipe"])
    task = Task(Codec.from_dict(state["codec"]), tuple(state["categories"]))
    system = build_system(recipe.system, recipe.options, task)
    try:
        system.load_state_dict(state["average"] if which == "last" else state["weights"])
    except RuntimeError:
        raise InputError(
            f"The weights in {run_folder} are of another version of {recipe.system}."
        ) from None
    return system.eval(), state


def _held_out(data: PackedSet, recipe: Recipe, count: int) -> np.ndarray[Any, Any]:
    sources = dict.fromkeys(recipe.data.sources, 1.0)
    found = data.select(TEST, sources=sources, max_length=recipe.data.max_length, real=True)
    chosen = np.random.default_rng(0).permutation(found)[:count]
    return chosen[np.argsort(data.lengths[chosen], kind="stable")]


def _check(
    system: System, folder: Path, data: PackedSet, arguments: argparse.Namespace
) -> dict[str, Any]:
    """Check the float decoder on real drawings; take the rounded one if it is as good."""
    recipe = Recipe.from_dict(checkpoint.load(arguments.run / "best")["recipe"])
    batch = data.batch(_held_out(data, recipe, arguments.drawings))
    if not hasattr(system, "conditioning") or not (folder / "decoder_step.onnx").exists():
        checks = system.finish_export(folder, batch)
        return {"checks": checks} if checks else {}
    exact = check_decoder(system, folder, batch)
    exact.demand_identity()
    checks = {"float": exact.to_dict(), "precision": "float"}
    if arguments.precision == "float":
        return {"checks": checks}
    trial = folder.with_name(f"{folder.name}.{arguments.precision}")
    try:
        shutil.copytree(folder, trial, dirs_exist_ok=True)
        step = trial / "decoder_step.onnx"
        if arguments.precision == "half":
            onnx_files.halve(step)
        else:
            original = folder / step.name
            onnx_files.quantise(original, step, expect=_quantised_operator(original))
        rough: Check = check_decoder(system, trial, batch)
        checks[arguments.precision] = rough.to_dict()
        if rough.nll - exact.nll <= ROUNDING_LOSS and exact.low <= rough.nll <= exact.high:
            checks["precision"] = arguments.precision
            shutil.copy(step, folder / step.name)
    finally:
        shutil.rmtree(trial, ignore_errors=True)
    return {"checks": checks}


def _quantised_operator(path: Path) -> str:
    import onnx

    has_lstm = any(node.op_type == "LSTM" for node in onnx.load(path).graph.node)
    return "DynamicQuantizeLSTM" if has_lstm else "MatMulInteger"


def _finish(
    folder: Path,
    system: System,
    state: dict[str, Any],
    *,
    found: dict[str, Any],
    arguments: argparse.Namespace,
    data: PackedSet,
) -> None:
    """Metadata into the files, and the card beside them."""
    recipe = Recipe.from_dict(state["recipe"])
    used = list(recipe.data.sources) or list(data.sources)
    shared = {
        "name": arguments.name or recipe.name,
        "task": found.get("task", arguments.name or recipe.name),
        "version": arguments.version,
        "system": recipe.system,
        "categories": list(system.task.categories),
        "well_populated": card.well_populated(data, used),
        "codec": system.task.codec.to_dict(),
        "temperature": arguments.temperature,
        "pen_temperature": arguments.pen_temperature,
    }
    for key in ("state", "canvas", "latent"):
        if key in found:
            shared[key] = found[key]
    for path in folder.glob("*.onnx"):
        onnx_files.set_metadata(path, shared)
    trained = history.stage(arguments.run, state)
    evaluation = card.evaluation(arguments.run)
    card.write(
        folder,
        {
            "format": 1,
            **shared,
            "nmax": system.task.codec.nmax,
            "description": recipe.description,
            "paper": " ".join((sys.modules[type(system).__module__].__doc__ or "").split("\n")[:1]),
            "parameters": sum(p.numel() for p in system.parameters()),
            "opset": onnx_files.OPSET,
            "data": card.data_of(data.meta, used),
            "training": trained,
            "export": {k: v for k, v in found.items() if k in ("difference", "checks")},
            "evaluation": evaluation,
            **_comparisons(_model_folder(arguments, recipe)),
            "metrics": card.headlines(evaluation, arguments.temperature)
            | {
                f"validation_{name}": {"value": round(value, 5), "command": trained["command"]}
                for name, value in state["validation"].items()
            },
        },
    )
