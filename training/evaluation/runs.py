"""Trained runs, read back for measuring."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from sketchpad.core.errors import InputError
from training import card
from training.data import TEST, Batch, PackedSet
from training.export import load_system
from training.recipe import Recipe
from training.systems import System

#: Drawings that go through a system at once.
CHUNK = 256


@dataclasses.dataclass(frozen=True)
class Run:
    """The best weights of a run, ready to be asked.

    Attributes:
        folder: of the run.
        recipe: what it was trained by.
        system: in evaluation mode.
        step: of these weights.
        minutes: that training took up to them.
    """

    folder: Path
    recipe: Recipe
    system: System
    step: int
    minutes: float

    @property
    def categories(self) -> tuple[str, ...]:
        """Names, in the order of ``Batch.category``."""
        return self.system.task.categories


def load_run(folder: Path) -> Run:
    """Read the best checkpoint of a run.

    Raises:
        FileError: if there is none, or it is broken.
        InputError: if its weights do not fit its recipe.
    """
    system, state = load_system(folder)
    recipe = Recipe.from_dict(state["recipe"])
    return Run(folder, recipe, system, int(state["step"]), float(state["elapsed"]) / 60)


def held_out_drawings(
    data: PackedSet,
    run: Run,
    most: int,
    *,
    well_populated: bool = False,
    balanced: bool = False,
) -> list[Batch]:
    """Held-out real drawings of the run's categories, alike ones in length together.

    Args:
        data: opened with the run's categories.
        run: its ``max_length`` bounds the drawings.
        most: at most this many, chosen by a fixed shuffle, so that all runs meet the same.
        well_populated: only of categories that have many training drawings.
        balanced: equally many of every category, as far as it has so many.

    Raises:
        InputError: if there are none.
    """
    places = data.select(TEST, real=True, max_length=run.recipe.data.max_length)
    if well_populated:
        names = card.well_populated(data, list(run.recipe.data.sources) or data.sources)
        numbers = [data.all_categories.index(name) for name in names]
        places = places[np.isin(data.category[places], numbers)]
    shuffled = np.random.default_rng(0).permutation(places)
    if balanced:
        # The first of every category, then the second of every one that has two, and so on.
        shuffled = shuffled[np.argsort(_turns(data.category[shuffled]), kind="stable")]
    chosen: list[int] = []
    for start in range(0, len(shuffled), CHUNK):
        part = shuffled[start : start + CHUNK]
        # Drawings without a category (characters of alphabets) cannot be judged.
        known = data.batch(part).category < len(data.categories)
        chosen += part[known.numpy()].tolist()
        if len(chosen) >= most:
            break
    if not chosen:
        raise InputError("The prepared data has no held-out real drawings of these categories.")
    indices = np.array(chosen[:most])
    indices = indices[np.argsort(data.lengths[indices], kind="stable")]
    return [data.batch(indices[i : i + CHUNK]) for i in range(0, len(indices), CHUNK)]


def _turns(category: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """How many drawings of its own category come before each, ``(n,)``."""
    order = np.argsort(category, kind="stable")
    sorted_ = category[order]
    turns = np.empty(len(category), dtype=np.int64)
    turns[order] = np.arange(len(category)) - np.searchsorted(sorted_, sorted_)
    return turns


def joined(batches: list[Batch]) -> Batch:
    """Several batches as one, as wide as the widest."""
    width = max(b.rows.shape[1] for b in batches)
    rows = torch.zeros(sum(map(len, batches)), width, 5)
    rows[..., 4] = 1.0
    at = 0
    for b in batches:
        rows[at : at + len(b), : b.rows.shape[1]] = b.rows
        at += len(b)
    others = {
        name: torch.cat([getattr(b, name) for b in batches])
        for name in ("lengths", "category", "index", "real")
    }
    return Batch(rows=rows, **others)


def chosen(batch: Batch, places: torch.Tensor) -> Batch:
    """These drawings of a batch, trimmed to their width."""
    lengths = batch.lengths[places]
    width = int(lengths.max()) + 2
    return Batch(
        batch.rows[places, :width],
        lengths,
        batch.category[places],
        batch.index[places],
        batch.real[places],
    )
