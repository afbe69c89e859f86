"""The training loop: explicit, resumable to the bit on a CPU, and honest about time."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor, nn

from sketchpad.core.errors import InputError
from training import checkpoint, graft, history
from training.augment import augment
from training.average import Average
from training.data import TRAIN, VALID, Batch, PackedSet, Stream
from training.device import device_of
from training.divergence import DivergedError, sentence
from training.logs import Log
from training.recipe import Recipe, check_same
from training.systems import System, Task, build_system

#: Seconds between checkpoints of the whole state.
CHECKPOINT_EVERY: Final = 240.0
#: Drawings per batch of validation.
VALIDATION_BATCH: Final = 256


class _Loss(nn.Module):
    """Gives DistributedDataParallel a ``forward`` to hook into."""

    def __init__(self, system: System) -> None:
        super().__init__()
        self.system = system

    def forward(self, batch: Batch, step: int) -> dict[str, Tensor]:
        return self.system.loss(batch, step)


class Trainer:
    """A run of a recipe in a folder.

    Attributes:
        system: what is trained.
        step: steps done, over all resumptions.
        elapsed: seconds spent training and validating, over all resumptions.
        best: the best validated value of the recipe's ``best`` quantity, and its step.
        origin: the run whose weights this one began with, if any.
        began_with: what there is to tell of that run, see ``training.history``.
        resumed: what had been done, and the budget, whenever it went on with another budget.
        stopping: set it, from a signal handler for instance, and ``run`` saves and returns after
            the step at hand.
    """

    def __init__(
        self,
        recipe: Recipe,
        data: PackedSet,
        out: Path,
        *,
        device: str = "cpu",
        quiet: bool = False,
    ) -> None:
        """Prepare a run from its first step.

        Raises:
            InputError: if recipe, data and device do not fit together.
        """
        self.recipe, self.data, self.out = recipe, data, out
        self.rank = dist.get_rank() if dist.is_initialized() else 0
        self.world = dist.get_world_size() if dist.is_initialized() else 1
        if recipe.data.batch % self.world:
            raise InputError(
                f"{recipe.data.batch} drawings do not split over {self.world} processes."
            )
        self.device = device_of(device)
        torch.manual_seed(recipe.train.seed)
        self.system = build_system(
            recipe.system, recipe.options, Task(data.codec, data.categories)
        ).to(self.device)
        # One process more or less must not change the weights that all start from, but each
        # draws its own noise.
        torch.manual_seed(recipe.train.seed + 1000 * self.rank)
        wrapped: nn.Module = _Loss(self.system)
        if self.world > 1:
            wrapped = nn.parallel.DistributedDataParallel(wrapped)
        self.wrapped = wrapped
        t = recipe.train
        self.optimiser = torch.optim.AdamW(
            self.system.parameters(), lr=t.rate, weight_decay=t.weight_decay, eps=1e-7
        )
        self.average = Average(self.system, t.ema)
        self.streams = self._streams()
        self.held_out = self._held_out()
        self.step, self.elapsed = 0, 0.0
        self.best: tuple[float, int] = (math.inf, 0)
        self.stale = 0
        self.stopping = False
        self.origin = ""
        self.began_with: history.Stage | None = None
        self.resumed: list[dict[str, float]] = []
        self.log = Log(out, recipe.name, quiet=quiet or self.rank > 0, write=self.rank == 0)

    def start_from(self, other: Path) -> list[str]:
        """Begin with what another run has learned, where names agree.

        Tensors of other sizes get the leading block that both have: a decoder with another
        condition takes over its recurrent part and the rows it reads.

        Args:
            other: the folder of a run with a ``best`` checkpoint.

        Returns:
            The names of the weights that were taken, whole or in part.

        Raises:
            FileError: if there is no such checkpoint.
            InputError: if no weight fits.
        """
        state = checkpoint.load(other / "best", self.device)
        checkpoint.demand(state, ("weights", "categories"), other, "train")
        theirs = self.system.adopt(state["weights"], tuple(state["categories"]))
        mine = self.system.state_dict()
        taken = graft.take_over(mine, theirs)
        if not taken:
            raise InputError(f"No weight of the run in {other} fits the recipe {self.recipe.name}.")
        self.system.load_state_dict(mine)
        self.average = Average(self.system, self.recipe.train.ema)
        self.origin = str(other)
        self.began_with = history.stage(other, state)
        return taken

    # -- data

    def _streams(self) -> list[Stream]:
        d = self.recipe.data
        mixes = [d.sources, d.final_sources] if d.final_share > 0 else [d.sources]
        streams = []
        for mix in mixes:
            chosen = self.data.select(
                TRAIN, sources=mix, max_length=d.max_length, per_category=d.per_category
            )
            streams.append(
                Stream(
                    chosen,
                    self.data.lengths[chosen],
                    self.data.weights(chosen, mix),
                    batch=d.batch,
                    seed=self.recipe.train.seed,
                )
            )
        return streams

    def _held_out(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        d, t = self.recipe.data, self.recipe.train
        sources = dict.fromkeys(d.sources, 1.0) | dict.fromkeys(d.final_sources, 1.0)
        found = self.data.select(VALID, sources=sources, max_length=d.max_length, real=True)
        if not len(found):
            raise InputError("There are no held-out real drawings to validate on.")
        rng = np.random.default_rng(t.seed)
        chosen = rng.permutation(found)[: t.validate_drawings]
        return chosen[np.argsort(self.data.lengths[chosen], kind="stable")]

    def _next(self) -> Batch:
        last_word = self.progress >= 1.0 - self.recipe.data.final_share
        stream = self.streams[-1 if last_word else 0]
        return self.data.batch(stream.next()[self.rank :: self.world]).to(self.device)

    # -- schedule

    @property
    def progress(self) -> float:
        """The share of the budget that is spent, 0 to 1."""
        t = self.recipe.train
        by_steps = self.step / t.steps if t.steps else 0.0
        by_time = self.elapsed / (60 * t.minutes) if t.minutes else 0.0
        return min(1.0, max(by_steps, by_time))

    def rate(self) -> float:
        """The learning rate of this step."""
        t = self.recipe.train
        if t.schedule == "cosine":
            rate = t.final_rate + (t.rate - t.final_rate) * 0.5 * (
                1 + math.cos(math.pi * self.progress)
            )
        elif t.schedule == "exponential":
            rate = t.rate * (t.final_rate / t.rate) ** self.progress
        else:
            rate = (t.rate - t.final_rate) * 0.9999**self.step + t.final_rate
        return rate * min(1.0, (self.step + 1) / max(t.warmup, 1))

    # -- the loop

    def run(self) -> None:
        """Train until the budget is spent; checkpoint, validate and log on the way.

        Raises:
            DivergedError: when a loss or gradient is not finite.
            FileError: when a checkpoint cannot be written.
        """
        t = self.recipe.train
        self.system.train()
        saved = time.monotonic()
        while self.progress < 1.0 and not self._is_stale() and not self.stopping:
            values, drawings, waited = self.advance()
            self.log.step(self, values, drawings, waited)
            if self.step % t.validate_every == 0:
                self._timed_validation()
            if time.monotonic() - saved > CHECKPOINT_EVERY:
                self.save()
                saved = time.monotonic()
        if not self.stopping and (self.step % t.validate_every or self.best[1] == 0):
            self._timed_validation()
        self.save()
        self.log.end(self)

    def advance(self) -> tuple[dict[str, float], int, float]:
        """Make one step.

        Returns:
            The means of its losses, how many drawings it took over all processes, and the seconds
            that went into loading and varying them.

        Raises:
            DivergedError: when a loss or gradient is not finite.
        """
        started = time.monotonic()
        batch = self._next()
        if self.recipe.data.augment is not None:
            batch = augment(batch, self.recipe.data.augment, self.data.codec)
        waited = time.monotonic() - started
        values = self._update(batch)
        self._spend(time.monotonic() - started)
        self.step += 1
        return values, len(batch) * self.world, waited

    def _spend(self, seconds: float) -> None:
        """All processes agree on the time spent, or they would part ways."""
        if self.world > 1:
            agreed = torch.tensor([seconds], dtype=torch.float64, device=self.device)
            dist.all_reduce(agreed, dist.ReduceOp.MAX)
            seconds = float(agreed)
        self.elapsed += seconds

    def _is_stale(self) -> bool:
        patience = self.recipe.train.patience
        return patience > 0 and self.stale >= patience

    def _autocast(self) -> torch.autocast:
        enabled = self.recipe.train.precision == "bf16"
        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=enabled)

    def _update(self, batch: Batch) -> dict[str, float]:
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate()
        self.optimiser.zero_grad(set_to_none=True)
        with self._autocast():
            losses: dict[str, Tensor] = self.wrapped(batch, self.step)
        torch.autograd.backward(losses["loss"])
        norm = nn.utils.clip_grad_norm_(self.system.parameters(), self.recipe.train.clip)
        values = torch.stack(
            [*(v.detach().float() for v in losses.values()), norm.float()]
        ).tolist()
        named = dict(zip([*losses, "gradient"], values, strict=True))
        if not all(math.isfinite(v) for v in named.values()):
            which = f"began with drawings {batch.index[:4].tolist()}"
            raise DivergedError(sentence(self.system, self.step, named, which))
        self.optimiser.step()
        self.average.update(self.system, self.step)
        return named

    # -- validation

    def _timed_validation(self) -> None:
        started = time.monotonic()
        values = self.validate() if self.rank == 0 else {}
        if self.rank == 0:
            key = self.recipe.best.removeprefix("-")
            if key not in values:
                raise InputError(
                    f"recipe.best: the system validates {', '.join(values)}, not {key}."
                )
            value = -values[key] if self.recipe.best.startswith("-") else values[key]
            if value < self.best[0]:
                self.best, self.stale = (value, self.step), 0
                checkpoint.save(self.out / "best", self._weights(values))
            else:
                self.stale += 1
            self.log.validation(self, values)
        if self.world > 1:
            shared = [self.best, self.stale]
            dist.broadcast_object_list(shared)
            self.best, self.stale = shared[0], shared[1]  # type: ignore[assignment]
        self._spend(time.monotonic() - started)

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Means over held-out real drawings, with the averaged weights."""
        totals: dict[str, float] = {}
        self.system.eval()
        kept = torch.get_rng_state()
        with self.average.applied(self.system), self._autocast():
            for start in range(0, len(self.held_out), VALIDATION_BATCH):
                chosen = self.held_out[start : start + VALIDATION_BATCH]
                batch = self.data.batch(chosen).to(self.device)
                for name, value in self.system.validate(batch).items():
                    mean = float(value.float().mean())
                    totals[name] = totals.get(name, 0.0) + mean * len(chosen)
        torch.set_rng_state(kept)
        self.system.train()
        return {name: total / len(self.held_out) for name, total in totals.items()}

    # -- checkpoints

    def _weights(self, values: dict[str, float]) -> dict[str, Any]:
        return {
            "weights": self.average.values,
            "recipe": self.recipe.to_dict(),
            "codec": self.data.codec.to_dict(),
            "categories": list(self.data.categories),
            "step": self.step,
            "elapsed": self.elapsed,
            "origin": self.origin,
            "began_with": self.began_with,
            "resumed": self.resumed,
            "hardware": history.hardware(self.device.type, self.world),
            "validation": values,
        }

    def save(self) -> None:
        """Write everything that ``resume`` needs."""
        rng: Any = torch.get_rng_state()
        every = [rng]
        if self.world > 1:
            every = [None] * self.world
            dist.all_gather_object(every, rng)
        if self.rank:
            return
        state = self._weights({}) | {
            "weights": self.system.state_dict(),
            "average": self.average.values,
            "optimiser": self.optimiser.state_dict(),
            "rng": every,
            "cuda_rng": torch.cuda.get_rng_state_all() if self.device.type == "cuda" else [],
            "streams": [s.state() for s in self.streams],
            "best": list(self.best),
            "stale": self.stale,
        }
        checkpoint.save(self.out / "last", state)

    def resume(self) -> None:
        """Go on exactly where the run's last checkpoint was.

        Raises:
            FileError: if there is no checkpoint, or it is broken.
            InputError: if it is of another recipe or other data.
        """
        state = checkpoint.load(self.out / "last", self.device)
        checkpoint.demand(state, ("codec", "categories", "streams"), self.out, "train")
        check_same(self.recipe, state["recipe"], self.out)
        if tuple(state["categories"]) != self.data.categories:
            raise InputError(f"The checkpoint in {self.out} was trained on other categories.")
        try:
            self.system.load_state_dict(state["weights"])
            self.optimiser.load_state_dict(state["optimiser"])
        except (RuntimeError, ValueError):
            raise InputError(
                f"The checkpoint in {self.out} is of another version of {self.recipe.system}."
            ) from None
        self.average.values = {k: v.clone() for k, v in state["average"].items()}
        for stream, place in zip(self.streams, state["streams"], strict=True):
            stream.restore(place)
        self.step, self.elapsed = state["step"], state["elapsed"]
        self.origin, self.began_with = state.get("origin", ""), state.get("began_with")
        self.resumed = list(state.get("resumed", ()))
        before, now = state["recipe"]["train"], self.recipe.train
        if (before["minutes"], before["steps"]) != (now.minutes, now.steps):
            self.resumed.append(
                {
                    "steps": self.step,
                    "minutes": round(self.elapsed / 60, 1),
                    "budget_minutes": before["minutes"],
                    "budget_steps": before["steps"],
                }
            )
        self.best, self.stale = (state["best"][0], state["best"][1]), state["stale"]
        if self.rank < len(state["rng"]):
            torch.set_rng_state(state["rng"][self.rank].cpu())
        if state["cuda_rng"] and self.device.type == "cuda":
            torch.cuda.set_rng_state_all([s.cpu() for s in state["cuda_rng"]])
