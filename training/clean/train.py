"""Training of the cleaning networks: ``python -m training train-clean RECIPE``."""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn

from sketchpad.core.errors import FileError, InputError
from sketchpad.inference.tone import straighten
from training import checkpoint, logs
from training.average import Average
from training.clean import loss as losses
from training.clean.network import STRIDE, Cleaner, CleanerOptions
from training.clean.simo_serra import SimoSerra2016, SimoSerraOptions
from training.clean.tone import photograph
from training.divergence import DivergedError
from training.recipe import build

FOLDER: Final = Path(__file__).with_name("recipes")
#: Pairs at the end of the prepared data that are validated on.
VALIDATION: Final = 64
CHECKPOINT_EVERY: Final = 180.0
#: What a checkpoint has.
_STATE: Final = ("network", "optimiser", "average", "step", "elapsed", "recipe")
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


def load_recipe(name: str | Path) -> CleanRecipe:
    """A recipe by the name of one that comes with the package, or from a file.

    Raises:
        InputError: if there is no such recipe, or it is not valid.
    """
    path = Path(name)
    path = path if path.suffix == ".toml" else FOLDER / f"{name}.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        known = ", ".join(sorted(p.stem for p in FOLDER.glob("*.toml")))
        raise InputError(f"There is no recipe {name}; known are {known}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"The recipe {path} is not valid TOML: {error}.") from None
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


def recipe_of(state: dict[str, Any]) -> CleanRecipe:
    """The recipe that a checkpoint was trained by.

    Raises:
        InputError: if it has keys that this version does not know.
    """
    return build(CleanRecipe, json.loads(str(state["recipe"])), "recipe")


def check_same(recipe: CleanRecipe, stored: CleanRecipe, where: Path) -> None:
    """Refuse a checkpoint of another recipe; only the budget may differ.

    Raises:
        InputError: naming the first difference.
    """
    theirs, ours = (json.loads(json.dumps(dataclasses.asdict(r))) for r in (stored, recipe))
    for key, value in theirs.items():
        if key != "minutes" and value != ours[key]:
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


@dataclasses.dataclass(frozen=True, eq=False)
class Pictures:
    """Prepared pairs, uint8 ``(n, side, side)`` each, mapped from disk."""

    rough: np.ndarray[Any, np.dtype[np.uint8]]
    truth: np.ndarray[Any, np.dtype[np.uint8]]
    count: int

    @classmethod
    def open(cls, folder: Path, patch: int = 1) -> Pictures:
        """The pairs written so far.

        Args:
            folder: that ``prepare-clean`` wrote.
            patch: side of the patches that will be asked for, pixels.

        Raises:
            FileError: if there are too few, or the files do not fit together.
            InputError: if a patch is larger than the pictures.
        """
        try:
            rough, truth = (np.load(folder / f"{k}.npy", mmap_mode="r") for k in ("rough", "truth"))
            count = int((folder / "done.txt").read_text(encoding="utf-8"))
        except OSError as error:
            raise FileError(
                f"There are no prepared pairs in {folder}: {error.strerror or error}."
            ) from None
        except (ValueError, EOFError) as error:
            raise FileError(f"The pairs in {folder} are broken: {error}.") from None
        whole = (
            rough.dtype == truth.dtype == np.uint8
            and rough.shape == truth.shape
            and rough.ndim == 3
            and rough.shape[1] == rough.shape[2]
            and count <= len(rough)
        )
        if not whole:
            raise FileError(f"The pairs in {folder} are broken: their files do not fit together.")
        if count < 2:
            raise FileError(f"There are no prepared pairs in {folder}.")
        if patch > rough.shape[1]:
            raise InputError(
                f"recipe.patch is {patch} pixels, and the pictures in {folder} have but "
                f"{rough.shape[1]}."
            )
        return cls(rough, truth, count)

    def patches(
        self, rng: np.random.Generator, count: int, side: int, *, held: bool
    ) -> tuple[Tensor, Tensor]:
        """Random crops, mirrored and turned by quarters: ink and truth ``(count, 1, side, side)``.

        Three quarters hold ink, as in the paper; the rest may be empty paper.
        """
        kept = min(VALIDATION, self.count // 2)
        low, high = (self.count - kept, self.count) if held else (0, self.count - kept)
        found: list[tuple[Any, Any]] = []
        while len(found) < count:
            i = int(rng.integers(low, high))
            y, x = rng.integers(0, self.rough.shape[1] - side + 1, size=2)
            rough, truth = (a[i, y : y + side, x : x + side] for a in (self.rough, self.truth))
            if truth.max() < 200 and len(found) % 8:
                continue
            turns, mirror = int(rng.integers(4)), 1 if rng.random() < 0.5 else -1
            found.append(tuple(np.rot90(a, turns)[:, ::mirror].copy() for a in (rough, truth)))  # type: ignore[arg-type]
        stacks = (torch.from_numpy(np.stack(side_)) for side_ in zip(*found, strict=True))
        first, second = (stack[:, None].float() / 255.0 for stack in stacks)
        return first, second


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

    def start(self, folder: Path) -> None:
        """Take another run's averaged weights; optimiser and schedule begin anew.

        Raises:
            FileError: if there is no checkpoint.
            InputError: if it is of another network.
        """
        state = checkpoint.load(folder / "last")
        checkpoint.demand(state, _STATE, folder, "train-clean")
        try:
            self.network.load_state_dict(state["average"])
        except RuntimeError:
            raise InputError(f"The weights in {folder} are of another network.") from None
        self.average = Average(self.network, self.recipe.ema)

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

    def save(self) -> None:
        """Write the whole state."""
        state = {
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": self.average.values,
            "step": self.step,
            "elapsed": self.elapsed,
            "recipe": json.dumps(dataclasses.asdict(self.recipe)),
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
            grey[seen] = photograph(ink[seen], strength[seen], generator)
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
            DivergedError: when the loss is not finite.
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
                self._tell({"held_out": self.validate()})
                self.save()
                saved = time.monotonic()
        self._tell({"held_out": self.validate()})
        self.save()

    def _update(self) -> float:
        if self.recipe.optimiser == "adamw":
            for group in self.optimiser.param_groups:
                group["lr"] = self.rate()
        value = self.loss(*self.batch())
        self.optimiser.zero_grad(set_to_none=True)
        value.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        number = float(value.detach())
        if not math.isfinite(number):
            raise DivergedError(f"The loss is not finite at step {self.step}; lower the rate.")
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
        row = {"step": self.step, "minutes": round(self.elapsed / 60.0, 2), **values}
        logs.append(self.out / "log.jsonl", row)
        print(json.dumps(row), flush=True)
