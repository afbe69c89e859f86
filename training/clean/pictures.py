"""Prepared pairs of rough and clean pictures, and the patches that training takes from them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from sketchpad.core.errors import FileError, InputError

#: Pairs at the end of the prepared data that are validated on.
VALIDATION: Final = 64


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
