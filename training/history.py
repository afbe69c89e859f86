"""How a model came to be: command, time, hardware and curve of every stage of its training.

A stage is one run. A run that began with the weights of another one keeps that run's stage in its
checkpoints, so that a card can tell of all of them when the other run has long been deleted.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from sketchpad.core.errors import SketchpadError
from training import checkpoint, logs
from training.recipe import Recipe

#: Plain values that tell of a stage, see ``stage``.
Stage = dict[str, Any]


def hardware(device: str, processes: int = 1) -> str:
    """A few words about this machine, and how much of it this process uses."""
    machine = f"{device}, {platform.machine()}, {os.cpu_count()} cores"
    if processes > 1:
        machine += f", {processes} processes"
    threads = torch.get_num_threads()
    return f"{machine}, {threads} thread{'s' if threads > 1 else ''}"


def command(recipe: Recipe, began_with: Mapping[str, Any] | None) -> str:
    """What to type to train this again."""
    words = ["python -m training train", recipe.name]
    words += [f"--minutes {recipe.train.minutes:g}"] if recipe.train.minutes else []
    words += [f"--steps {recipe.train.steps}"] if recipe.train.steps else []
    words += [f"--from runs/{began_with['run']}"] if began_with else []
    return " ".join(words)


def stage(run: Path, state: Mapping[str, Any]) -> Stage:
    """What there is to tell of a run of ``train``.

    Args:
        run: its folder, for the log.
        state: one of its checkpoints.

    Returns:
        ``run``, ``command``, ``recipe``, ``steps`` and ``minutes`` up to these weights,
        ``hardware``, mean ``drawings_per_second`` and ``data_share``, ``curve`` (all validations),
        ``resumed`` (the budgets that it had before, if any), ``began_with`` (the stage before, or
        None), and ``total``, the steps and minutes of all stages.
    """
    recipe = Recipe.from_dict(state["recipe"])
    before = state.get("began_with") or _looked_up(state.get("origin", ""))
    found: Stage = {
        "run": run.resolve().name,
        "command": command(recipe, before),
        "recipe": recipe.to_dict(),
        "steps": int(state["step"]),
        "minutes": round(float(state["elapsed"]) / 60, 1),
        "hardware": state.get("hardware") or machine(),
        **speed(run),
        "curve": curve(run),
    }
    if state.get("resumed"):
        found["resumed"] = list(state["resumed"])
    return found | {"began_with": before, "total": total(found, before)}


def machine() -> str:
    """This machine, for runs that did not note where they ran."""
    return f"CPU, {platform.machine()}, {os.cpu_count()} cores"


def total(stage: Mapping[str, Any], before: Mapping[str, Any] | None) -> dict[str, float]:
    """Steps and minutes of a stage and of all that went before it."""
    sums = {k: stage[k] for k in ("steps", "minutes")}
    if before:
        past = before.get("total", before)
        sums = {k: round(v + past[k], 1) for k, v in sums.items()}
    return sums


def _looked_up(origin: str) -> Stage | None:
    """The stage of a run that an older checkpoint only names, as far as it can be found."""
    if not origin:
        return None
    run = Path(origin)
    try:
        return stage(run, checkpoint.load(run / "best"))
    except (SketchpadError, KeyError):
        return {"run": run.name, "steps": 0, "minutes": 0.0}


def curve(run: Path) -> list[dict[str, float]]:
    """The validations of a run, from its log."""
    return [
        {k: round(v, 5) for k, v in row.items() if isinstance(v, int | float)}
        for row in logs.read(run, "valid")
    ]


def speed(run: Path) -> dict[str, float]:
    """Drawings per second and the share of time spent on data, means over a run's log."""
    rows = logs.read(run, "train") or [{}]
    keys = ("drawings_per_second", "data_share")
    return {k: round(sum(r.get(k, 0.0) for r in rows) / len(rows), 4) for k in keys}
