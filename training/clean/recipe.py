"""Recipes of ``train-clean``: everything that decides a run, as TOML files."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from torch import nn

from sketchpad.core.errors import InputError
from training import history, logs
from training.clean import loss as losses
from training.clean.network import STRIDE, Cleaner, CleanerOptions
from training.clean.simo_serra import SimoSerra2016, SimoSerraOptions
from training.recipe import build, read_table

#: The recipes that come with the package.
FOLDER: Final = Path(__file__).with_name("recipes")
_NETWORKS: Final[dict[str, tuple[type, Callable[..., nn.Module]]]] = {
    "cleaner": (CleanerOptions, Cleaner),
    "simo-serra-2016": (SimoSerraOptions, SimoSerra2016),
}


@dataclasses.dataclass(frozen=True)
class CleanRecipe:
    """What is trained, and how.

    Attributes:
        name: of the run.
        network: ``cleaner`` or ``simo-serra-2016``.
        options: of the network.
        optimiser: ``adamw`` (with rate and cosine schedule) or ``adadelta`` (the paper's).
        loss: ``line`` or ``squared`` (the paper's).
        map: the weight map of the truth, ``paper`` or ``code``.
        ink: weight of centre lines in the line loss.
        plain: share of the pictures that stay ink on white paper.
        batch: patches in a step.
        patch: side of a patch, pixels.
        minutes: budget; the schedule follows it.
        rate: highest learning rate of AdamW.
        decay: weight decay of AdamW.
        ema: decay of the averaged weights.
        precision: ``bf16`` or ``fp32``.
        seed: of weights and patches.
    """

    name: str
    network: str = "cleaner"
    options: dict[str, Any] = dataclasses.field(default_factory=dict)
    optimiser: str = "adamw"
    loss: str = "line"
    map: str = "paper"
    ink: float = 3.0
    plain: float = 0.4
    batch: int = 6
    patch: int = 256
    minutes: float = 60.0
    rate: float = 2e-3
    decay: float = 0.01
    ema: float = 0.998
    precision: str = "bf16"
    seed: int = 1


def load_recipe(name: str | Path) -> CleanRecipe:
    """A recipe by the name of one that comes with the package, or from a file.

    Raises:
        InputError: if there is no such recipe, or it is not valid.
    """
    table = read_table(name, FOLDER)
    options = table.pop("options", {})
    recipe = dataclasses.replace(build(CleanRecipe, table, "recipe"), options=options)
    for key, allowed in (
        ("network", set(_NETWORKS)),
        ("optimiser", {"adamw", "adadelta"}),
        ("loss", {"line", "squared"}),
        ("map", set(losses.MAPS)),
        ("precision", {"bf16", "fp32"}),
    ):
        if getattr(recipe, key) not in allowed:
            raise InputError(f"recipe.{key} is one of {', '.join(sorted(allowed))}.")
    if recipe.patch % STRIDE or recipe.patch < STRIDE or recipe.batch < 1:
        raise InputError("recipe.patch must be a multiple of 16, and recipe.batch above 0.")
    if recipe.batch * recipe.patch**2 == STRIDE**2:
        # One value of each channel is left at the bottom, and no deviation from their mean.
        raise InputError("recipe.batch must be above 1 where recipe.patch is 16.")
    return recipe


def recipe_of(state: Mapping[str, Any]) -> CleanRecipe:
    """The recipe that a checkpoint was trained by.

    Raises:
        InputError: if it has keys that this version does not know.
    """
    return build(CleanRecipe, json.loads(str(state["recipe"])), "recipe")


def check_same(recipe: CleanRecipe, stored: CleanRecipe, where: Path) -> None:
    """Refuse a checkpoint of another recipe; only the budget and the name may differ.

    Raises:
        InputError: naming the first difference.
    """
    theirs, ours = (json.loads(json.dumps(dataclasses.asdict(r))) for r in (stored, recipe))
    for key, value in theirs.items():
        if key not in {"name", "minutes"} and value != ours[key]:
            raise InputError(
                f"The checkpoint in {where} is of another recipe ({key} differs); "
                "choose another folder with --out, or train without --resume."
            )


def build_network(recipe: CleanRecipe) -> nn.Module:
    """A fresh network of a recipe.

    Raises:
        InputError: if its options are not the network's.
    """
    kind, make = _NETWORKS[recipe.network]
    return make(build(kind, recipe.options, "recipe.options"))


def stage(run: Path, state: Mapping[str, Any]) -> history.Stage:
    """What there is to tell of a run of ``train-clean``, as ``training.history.stage`` does.

    Args:
        run: its folder, for the log.
        state: its checkpoint.
    """
    recipe, before = recipe_of(state), state.get("began_with")
    words = [f"python -m training train-clean {recipe.name} --minutes {recipe.minutes:g}"]
    words += [f"--from runs/{before['run']}"] if before else []
    rows = logs.read(run)
    speeds = [row["steps_per_second"] for row in rows if "steps_per_second" in row]
    found: history.Stage = {
        "run": run.resolve().name,
        "command": " ".join(words),
        "recipe": dataclasses.asdict(recipe),
        "steps": int(state["step"]),
        "minutes": round(float(state["elapsed"]) / 60, 1),
        "hardware": state.get("hardware") or history.machine(),
        "patches_per_second": round(recipe.batch * sum(speeds) / max(len(speeds), 1), 2),
        "curve": [
            {k: round(float(row[k]), 5) for k in ("step", "minutes", "held_out")}
            for row in rows
            if "held_out" in row
        ],
    }
    return found | {"began_with": before, "total": history.total(found, before)}
