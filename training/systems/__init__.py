"""The zoo: every system is an encoder, a decoder and a loss, registered by name.

A new system is one file in this folder with a frozen dataclass of options and a ``System``, and a
recipe that names it.
"""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from sketchpad.core.errors import InputError
from sketchpad.core.stroke5 import Codec
from training.data import Batch
from training.recipe import build


@dataclasses.dataclass(frozen=True)
class Task:
    """What a system is told about the data.

    Attributes:
        codec: of the rows; its ``scale`` and ``nmax`` matter.
        categories: names, in the order of ``Batch.category``.
    """

    codec: Codec
    categories: tuple[str, ...]


class System(nn.Module, ABC):
    """A model with its losses.

    A system that draws says so, and ``evaluate`` asks the rest of it: what it can do with codes
    and categories decides what is measured.

    Attributes:
        task: what it was built for.
        options: its dataclass of options.
        draws: whether it has a ``decoder`` (``training.decoder``) that draws stroke by stroke.
        latent: the width of its codes, 0 if it has none.
        exported_latent: how many of these numbers, from the first on, its exported decoder reads.
        by_category: whether it can draw a category without being shown a drawing.
    """

    Options: ClassVar[type[Any]]
    draws: ClassVar[bool] = False
    latent: int = 0
    exported_latent: int = 0
    by_category: bool = False

    def __init__(self, options: Any, task: Task) -> None:  # noqa: ANN401 - Options of the subclass
        super().__init__()
        self.options = options
        self.task = task

    @abstractmethod
    def loss(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """Scalars; ``loss`` is what is minimised, the rest is logged."""

    @abstractmethod
    def validate(self, batch: Batch) -> dict[str, Tensor]:
        """Quantities on held-out drawings: scalars (means) or one value per drawing ``(b,)``."""

    def codes(self, batch: Batch, images: Tensor | None = None) -> Tensor:
        """The codes of drawings, ``(b, latent)``, without noise.

        Args:
            batch: the drawings.
            images: ``(b, 1, size, size)`` that a system that looks at images shall see instead.
        """
        raise NotImplementedError

    def prior(self, count: int, generator: torch.Generator) -> Tensor:
        """Codes for drawing from nothing, ``(count, latent)``: N(0, I) if not overridden."""
        return torch.randn(count, self.latent, generator=generator)

    def condition(self, z: Tensor | None, category: Tensor | None) -> Tensor | None:
        """What the decoder reads beside the rows, ``(b, condition)``.

        Args:
            z: codes ``(b, latent)``, or None for a system without any.
            category: ``(b,)`` int64; the number of categories stands for none.
        """
        del category
        return z

    def adopt(self, weights: dict[str, Tensor], categories: tuple[str, ...]) -> dict[str, Tensor]:
        """Another run's weights, rewritten for a run of this system that begins with them.

        Args:
            weights: by name.
            categories: of the other run, in its order.
        """
        del categories
        return weights

    @abstractmethod
    def export(self, folder: Path) -> dict[str, Any]:
        """Write the model's ONNX files into a folder and check them against this module.

        Returns:
            What belongs in the card: the task, and the largest differences that were found.
        """

    def finish_export(self, folder: Path, batch: Batch) -> dict[str, Any]:
        """Check the files of ``export`` on real drawings, and round them if they may be.

        Not asked of systems with ``conditioning``, which share one way (``training.export``).

        Returns:
            What was found, for the card.

        Raises:
            ModelError: if they do not draw what this module draws.
        """
        del folder, batch
        return {}


_SYSTEMS: dict[str, type[System]] = {}


def register(name: str) -> Callable[[type[System]], type[System]]:
    """Class decorator: recipes find the system by this name."""

    def add(kind: type[System]) -> type[System]:
        _SYSTEMS[name] = kind
        return kind

    return add


def build_system(name: str, options: Mapping[str, Any], task: Task) -> System:
    """A fresh system from a recipe's ``system`` and ``options``.

    Raises:
        InputError: for an unknown system or option.
    """
    # The file that is called like the system is tried first: the others may be expensive.
    modules = sorted(
        (m.name for m in pkgutil.iter_modules(__path__)),
        key=lambda module: module != name.replace("-", "_"),
    )
    for module in modules:
        if name in _SYSTEMS:
            break
        importlib.import_module(f"{__name__}.{module}")
    if name not in _SYSTEMS:
        known = ", ".join(sorted(_SYSTEMS))
        raise InputError(f"There is no system {name!r}; known are {known}.")
    kind = _SYSTEMS[name]
    return kind(build(kind.Options, options, "recipe.options"), task)
