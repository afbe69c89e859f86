"""Prepared drawings: one memory-mapped folder, and the batches that training takes from it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sketchpad.core.errors import FileError, InputError
from sketchpad.core.stroke5 import Codec

TRAIN: Final = 0
VALID: Final = 1
TEST: Final = 2
#: The names of the splits, in the order of their numbers.
SPLITS: Final = ("train", "valid", "test")
#: Points per batch are padded to a multiple of this, so that few different shapes come up.
PADDING: Final = 8
#: Arrays of a prepared folder and their kinds.
ARRAYS: Final = {
    "rows": np.int16,
    "offsets": np.int64,
    "category": np.int16,
    "split": np.uint8,
    "source": np.uint8,
    "key": np.uint64,
}

IntArray = NDArray[np.int64]


@dataclasses.dataclass
class Batch:
    """Drawings as tensors.

    Attributes:
        rows: float32 ``(b, n + 1, 5)`` stroke-5 in codec units (offsets divided by the codec's
            scale). Row 0 is the start token (0, 0, 1, 0, 0), then come the points, then the end
            (0, 0, 0, 0, 1), at least once and up to the width of the batch.
        lengths: int64 ``(b,)``, the number of points, without start and end.
        category: int64 ``(b,)``; the number of categories stands for "no category".
        index: int64 ``(b,)``, the drawing's place in the prepared set.
        real: bool ``(b,)``, drawn by a person.
    """

    rows: Tensor
    lengths: Tensor
    category: Tensor
    index: Tensor
    real: Tensor

    def to(self, device: torch.device | str) -> Batch:
        """The same on another device."""
        move = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        return Batch(**{k: v.to(device, non_blocking=True) for k, v in move.items()})

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def points(self) -> Tensor:
        """Bool ``(b, n)``: which of ``rows[:, 1:]`` are points of the drawing."""
        steps = torch.arange(self.rows.shape[1] - 1, device=self.rows.device)
        return steps[None] < self.lengths[:, None]


class PackedSet:
    """A prepared folder, memory-mapped, seen through a choice of categories.

    Attributes:
        folder: where it lies.
        codec: how its rows become model units.
        categories: the chosen names; ``Batch.category`` counts in this order.
        sources: names of where drawings came from; ``source`` holds their numbers.
    """

    def __init__(self, folder: Path, categories: Sequence[str] = ()) -> None:
        """Open a folder that ``prepare`` wrote.

        Raises:
            FileError: if it is missing or not whole.
            InputError: for a category it does not have.
        """
        self.folder = folder
        try:
            meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            arrays = {
                name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
                for name in ARRAYS
            }
            self.codec = Codec.from_dict(meta["codec"])
            self.all_categories = tuple(meta["categories"])
            self.sources: tuple[str, ...] = tuple(meta["sources"])
            self._real = np.array([bool(meta["sources"][s]["real"]) for s in self.sources])
        except FileNotFoundError as error:
            raise FileError(
                f"{folder} holds no prepared data ({Path(str(error.filename)).name} is missing); "
                "make it with: python -m training prepare"
            ) from None
        except (OSError, ValueError, LookupError, TypeError, EOFError) as error:
            raise FileError(f"The prepared data in {folder} is broken: {error}.") from None
        self.meta = meta
        self.rows, self.offsets = arrays["rows"], arrays["offsets"]
        self.category, self.split = arrays["category"], arrays["split"]
        self.source, self.key = arrays["source"], arrays["key"]
        self._check(arrays)
        self.lengths: IntArray = np.diff(self.offsets)
        self._choose(categories)

    def _check(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        broken = f"The prepared data in {self.folder} is broken"
        for name, kind in ARRAYS.items():
            if arrays[name].dtype != kind or arrays[name].ndim != 1 + (name == "rows"):
                raise FileError(f"{broken}: {name}.npy has another form than it should.")
        offsets, count = self.offsets, len(self.offsets) - 1
        whole = (
            count >= 0
            and self.rows.shape[1:] == (3,)
            and int(offsets[0]) == 0
            and int(offsets[-1]) == len(self.rows)
            and bool((offsets[1:] >= offsets[:-1]).all())
        )
        each = (self.category, self.split, self.source, self.key)
        if not whole or any(len(a) != count for a in each):
            raise FileError(f"{broken}: its files do not fit.")
        for name, values, low, high in (
            ("category", self.category, -1, len(self.all_categories)),
            ("split", self.split, 0, len(SPLITS)),
            ("source", self.source, 0, len(self.sources)),
        ):
            if count and not low <= int(values.min()) <= int(values.max()) < high:
                raise FileError(f"{broken}: {name}.npy holds numbers that stand for nothing.")

    def _choose(self, categories: Sequence[str]) -> None:
        self.categories = tuple(categories) or self.all_categories
        places = {name: i for i, name in enumerate(self.all_categories)}
        unknown = [name for name in self.categories if name not in places]
        if unknown:
            raise InputError(f"The prepared data in {self.folder} has no category {unknown[0]!r}.")
        # One more place at the end serves the drawings without a category, stored as -1.
        self._place = np.full(len(self.all_categories) + 1, -1, dtype=np.int64)
        for new, name in enumerate(self.categories):
            self._place[places[name]] = new
        self._place[-1] = len(self.categories)

    def __len__(self) -> int:
        return len(self.category)

    def select(
        self,
        split: int,
        *,
        sources: Mapping[str, float] | None = None,
        max_length: int = 200,
        real: bool | None = None,
        per_category: int = 0,
    ) -> IntArray:
        """Places of the drawings of a split, in order.

        Args:
            split: ``TRAIN``, ``VALID`` or ``TEST``.
            sources: only these sources, if any are named.
            max_length: only drawings of at most this many points.
            real: only drawings by people (True) or by models (False).
            per_category: at most this many of each category and source, if not 0.

        Raises:
            InputError: for a source that the data does not have.
        """
        for name in sources or {}:
            if name not in self.sources:
                known = ", ".join(self.sources)
                raise InputError(f"The prepared data has no source {name!r}; it has {known}.")
        chosen = (self.split == split) & (self.lengths <= max_length)
        chosen &= self._place[self.category] >= 0
        if sources:
            chosen &= np.isin(self.source, [self.sources.index(s) for s in sources])
        if real is not None:
            chosen &= self._real[self.source] == real
        found = np.flatnonzero(chosen)
        if per_category:
            group = self.category[found].astype(np.int64) * 256 + self.source[found]
            order = np.argsort(group, kind="stable")
            first = np.searchsorted(group[order], group[order])
            found = np.sort(found[order[np.arange(len(order)) - first < per_category]])
        return found

    def batch(self, indices: NDArray[np.integer[Any]]) -> Batch:
        """These drawings as tensors on the CPU."""
        lengths = self.lengths[indices]
        longest = int(lengths.max(initial=0)) + 1
        width = -(-longest // PADDING) * PADDING
        steps = np.arange(width)
        inside = steps < lengths[:, None]
        taken = self.rows[(self.offsets[indices][:, None] + steps)[inside]]
        rows = np.zeros((len(indices), width + 1, 5), dtype=np.float32)
        rows[:, 0, 2] = 1.0
        body = rows[:, 1:]
        values = np.zeros((len(taken), 5), dtype=np.float32)
        values[:, :2] = taken[:, :2] * np.float32(1.0 / self.codec.scale)
        values[:, 3] = taken[:, 2]
        values[:, 2] = 1.0 - values[:, 3]
        body[inside] = values
        body[~inside, 4] = 1.0
        return Batch(
            rows=torch.from_numpy(rows),
            lengths=torch.from_numpy(lengths.astype(np.int64)),
            category=torch.from_numpy(self._place[self.category[indices]]),
            index=torch.from_numpy(np.asarray(indices, dtype=np.int64)),
            real=torch.from_numpy(self._real[self.source[indices]]),
        )

    def weights(self, indices: IntArray, sources: Mapping[str, float]) -> NDArray[np.float64]:
        """How often each of these drawings comes per epoch, ``(n,)``."""
        if not sources:
            return np.ones(len(indices))
        table = np.array([float(sources.get(name, 0.0)) for name in self.sources])
        chosen: NDArray[np.float64] = table[self.source[indices]]
        return chosen


class Stream:
    """An endless, resumable order of batches: every epoch a new shuffle, similar lengths together.

    The state is two numbers; the order follows from them and the seed alone.
    """

    #: Batches that are filled together, sorted by length.
    POOL: Final = 50

    def __init__(
        self,
        indices: IntArray,
        lengths: IntArray,
        weights: NDArray[np.float64],
        *,
        batch: int,
        seed: int,
    ) -> None:
        if not len(indices) or not weights.sum() > 0:
            raise InputError("There are no drawings to train on: check categories and sources.")
        self._indices, self._lengths, self._weights = indices, lengths, weights
        self._batch, self._seed = batch, seed
        self.epoch = 0
        self.position = 0
        self._order = self._shuffle()

    def _shuffle(self) -> IntArray:
        """``(batches, batch)`` places into the set."""
        rng = np.random.default_rng([self._seed, self.epoch])
        times = np.floor(self._weights + rng.random(len(self._weights))).astype(np.int64)
        chosen = np.repeat(np.arange(len(self._indices)), times)
        while len(chosen) < self._batch:
            chosen = np.concatenate([chosen, np.arange(len(self._indices))])
        rng.shuffle(chosen)
        chosen = chosen[: len(chosen) // self._batch * self._batch]
        pool = self.POOL * self._batch
        for start in range(0, len(chosen), pool):
            part = chosen[start : start + pool]
            part[:] = part[np.argsort(self._lengths[part], kind="stable")]
        batches = chosen.reshape(-1, self._batch)
        return self._indices[batches[rng.permutation(len(batches))]]

    def __len__(self) -> int:
        """Batches in this epoch."""
        return len(self._order)

    def next(self) -> IntArray:
        """The places of the next batch's drawings."""
        if self.position >= len(self._order):
            self.epoch += 1
            self.position = 0
            self._order = self._shuffle()
        self.position += 1
        batch: IntArray = self._order[self.position - 1]
        return batch

    def state(self) -> dict[str, int]:
        """Where the stream stands."""
        return {"epoch": self.epoch, "position": self.position}

    def restore(self, state: Mapping[str, int]) -> Self:
        """Go to where another stream of the same data and seed stood."""
        self.epoch, self.position = state["epoch"], state["position"]
        self._order = self._shuffle()
        return self
