"""Training of the cleaning networks: ``python -m training train-clean RECIPE``."""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import time
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn

from sketchpad.core.errors import FileError, InputError
from sketchpad.inference.tone import straighten
from training import checkpoint, history, logs
from training.average import Average
from training.clean import loss as losses
from training.clean.pictures import Pictures
from training.clean.recipe import (
    CleanRecipe,
    build_network,
    check_same,
    load_recipe,
    recipe_of,
    stage,
)
from training.clean.tone import photograph
from training.divergence import DivergedError, sentence

CHECKPOINT_EVERY: Final = 180.0
#: What a checkpoint has.
_STATE: Final = ("network", "optimiser", "average", "step", "elapsed", "recipe")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``train-clean``."""
    parser.add_argument("recipe", help="a recipe's name, or a .toml file")
    parser.add_argument("--data", type=Path, default=Path("data/clean"))
    parser.add_argument("--out", type=Path, help="the run's folder (default: runs/RECIPE)")
    parser.add_argument("--minutes", type=float, help="the whole run's budget of time")
    parser.add_argument("--until", type=float, help="stop after this many minutes; resume later")
    parser.add_argument("--resume", action="store_true", help="go on, if there is a checkpoint")
    parser.add_argument(
        "--from", dest="origin", type=Path, help="begin with the averaged weights of another run"
    )


def run(arguments: argparse.Namespace) -> None:
    """Train, or go on training."""
    recipe = load_recipe(arguments.recipe)
    if arguments.minutes is not None:
        recipe = dataclasses.replace(recipe, minutes=arguments.minutes)
    if recipe.minutes <= 0:
        raise InputError("--minutes must be above 0.")
    out = arguments.out or Path("runs") / recipe.name
    trainer = CleanTrainer(recipe, Pictures.open(arguments.data, recipe.patch), out)
    if arguments.resume and checkpoint.exists(out / "last"):
        trainer.resume()
    elif checkpoint.exists(out / "last"):
        raise InputError(f"{out} already holds a run; use --resume, or another --out.")
    elif arguments.origin is not None:
        trainer.start(arguments.origin)
    trainer.run(arguments.until)


def best_of(folder: Path) -> dict[str, Any]:
    """The checkpoint with a run's best averaged weights; the last one of runs that kept no best.

    Raises:
        FileError: if there is none, or it is broken.
        InputError: if it is another command's.
    """
    which = "best" if checkpoint.exists(folder / "best") else "last"
    state = checkpoint.load(folder / which)
    checkpoint.demand(state, ("average", "recipe", "step", "elapsed"), folder, "train-clean")
    return state


class CleanTrainer:
    """A run of a recipe in a folder; resumes where it stopped."""

    def __init__(self, recipe: CleanRecipe, data: Pictures, out: Path) -> None:
        self.recipe, self.data, self.out = recipe, data, out
        torch.manual_seed(recipe.seed)
        self.network = build_network(recipe).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.optimiser: torch.optim.Optimizer
        if recipe.optimiser == "adadelta":
            self.optimiser = torch.optim.Adadelta(self.network.parameters())
        else:
            self.optimiser = torch.optim.AdamW(
                self.network.parameters(), lr=recipe.rate, weight_decay=recipe.decay
            )
        self.average = Average(self.network, recipe.ema)
        self.step, self.elapsed = 0, 0.0
        #: The lowest held-out loss, and its step.
        self.best = (math.inf, 0)
        #: What there is to tell of the run that this one began with.
        self.began_with: history.Stage | None = None

    def start(self, folder: Path) -> None:
        """Take another run's best averaged weights; optimiser and schedule begin anew.

        Raises:
            FileError: if there is no checkpoint.
            InputError: if it is of another network.
        """
        state = best_of(folder)
        try:
            self.network.load_state_dict(state["average"])
        except RuntimeError:
            raise InputError(f"The weights in {folder} are of another network.") from None
        self.average = Average(self.network, self.recipe.ema)
        self.began_with = stage(folder, state)

    def resume(self) -> None:
        """Go on from the last checkpoint.

        Raises:
            FileError: if there is none, or it is broken.
            InputError: if it is of another recipe.
        """
        state = checkpoint.load(self.out / "last")
        checkpoint.demand(state, _STATE, self.out, "train-clean")
        check_same(self.recipe, recipe_of(state), self.out)
        try:
            self.network.load_state_dict(state["network"])
            self.optimiser.load_state_dict(state["optimiser"])
        except (RuntimeError, ValueError):
            raise InputError(
                f"The checkpoint in {self.out} is of another version of {self.recipe.network}."
            ) from None
        self.average.values = state["average"]
        self.step, self.elapsed = state["step"], state["elapsed"]
        self.began_with = state.get("began_with")
        value, step = state.get("best", self.best)
        self.best = (value, step)

    def _weights(self) -> dict[str, Any]:
        return {
            "average": self.average.values,
            "step": self.step,
            "elapsed": self.elapsed,
            "began_with": self.began_with,
            "hardware": history.hardware("cpu"),
            "recipe": json.dumps(dataclasses.asdict(self.recipe)),
        }

    def save(self) -> None:
        """Write the whole state.

        Raises:
            FileError: if there is no space or no permission.
        """
        state = self._weights() | {
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "best": list(self.best),
        }
        checkpoint.save(self.out / "last", state)

    def batch(self, *, held: bool = False, part: int = 0) -> tuple[Tensor, Tensor]:
        """Input ink and truth of this step, from step and seed alone."""
        recipe = self.recipe
        number = part if held else self.step
        rng = np.random.default_rng((recipe.seed, int(held), number))
        generator = torch.Generator().manual_seed(int(rng.integers(1 << 60)))
        ink, truth = self.data.patches(rng, recipe.batch, recipe.patch, held=held)
        strength = torch.from_numpy(rng.random(recipe.batch).astype(np.float32))
        strength[torch.from_numpy(rng.random(recipe.batch) < recipe.plain)] = 0.0
        grey = 1.0 - ink
        # What stays ink on white paper needs no photograph.
        seen = torch.nonzero(strength).flatten()
        if len(seen):
            grey[seen] = photograph(ink[seen], strength[seen], generator, bleeding=True)
        return torch.from_numpy(straighten(grey.numpy())), truth

    def loss(self, ink: Tensor, truth: Tensor) -> Tensor:
        """The recipe's loss."""
        recipe = self.recipe
        ink = ink.to(memory_format=torch.channels_last)
        weight = losses.MAPS[recipe.map](1.0 - truth)
        with torch.autocast("cpu", torch.bfloat16, enabled=recipe.precision == "bf16"):
            logits = self.network(ink)
        if recipe.loss == "squared":
            return losses.squared(logits.float(), truth, weight)
        return losses.line_loss(logits.float(), truth, weight, recipe.ink)

    def rate(self) -> float:
        """The learning rate of this step: a short rise, then a cosine over the budget."""
        spent = min(1.0, self.elapsed / (60.0 * self.recipe.minutes))
        cosine = 0.02 + 0.98 * 0.5 * (1.0 + math.cos(math.pi * spent))
        return self.recipe.rate * cosine * min(1.0, (self.step + 1) / 100.0)

    def run(self, until: float | None = None) -> None:
        """Train until the budget, or ``until`` minutes of this call, are spent.

        Raises:
            DivergedError: when a loss or gradient is not finite.
            FileError: when the log or a checkpoint cannot be written.
        """
        try:
            self.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(f"The run cannot be written to {self.out}: {error.strerror}.") from None
        self.network.train()
        begun = saved = told = time.monotonic()
        total, count = 0.0, 0
        while self.elapsed < 60.0 * self.recipe.minutes:
            started = time.monotonic()
            if until is not None and started - begun > 60.0 * until:
                break
            total, count = total + self._update(), count + 1
            now = time.monotonic()
            self.elapsed += now - started
            if now - told > 20.0:
                self._tell({"loss": total / count, "steps_per_second": count / (now - told)})
                told, total, count = now, 0.0, 0
            if now - saved > CHECKPOINT_EVERY:
                self._keep()
                saved = time.monotonic()
        self._keep()

    def _keep(self) -> None:
        """Validate and save; the best weights have a checkpoint of their own."""
        held_out = self.validate()
        if held_out < self.best[0]:
            self.best = (held_out, self.step)
            checkpoint.save(self.out / "best", self._weights())
        self._tell({"held_out": held_out})
        self.save()

    def _update(self) -> float:
        if self.recipe.optimiser == "adamw":
            for group in self.optimiser.param_groups:
                group["lr"] = self.rate()
        value = self.loss(*self.batch())
        self.optimiser.zero_grad(set_to_none=True)
        value.backward()  # type: ignore[no-untyped-call]
        norm = nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        number = float(value.detach())
        named = {"loss": number, "gradient": float(norm)}
        if not all(map(math.isfinite, named.values())):
            which = f"is that of seed {self.recipe.seed} and this step"
            raise DivergedError(sentence(self.network, self.step, named, which))
        self.optimiser.step()
        self.average.update(self.network, self.step)
        self.step += 1
        return number

    @torch.no_grad()
    def validate(self) -> float:
        """The loss of pairs that are not trained on, with the averaged weights."""
        self.network.eval()
        with self.average.applied(self.network):
            values = [float(self.loss(*self.batch(held=True, part=i))) for i in range(8)]
        self.network.train()
        return sum(values) / len(values)

    def _tell(self, values: dict[str, float]) -> None:
        minutes = self.elapsed / 60.0
        left = max(self.recipe.minutes - minutes, 0.0)
        row = {"step": self.step, "minutes": round(minutes, 2), "left": round(left, 2), **values}
        logs.append(self.out / "log.jsonl", row)
        print(json.dumps(row), flush=True)
