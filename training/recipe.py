"""Recipes: everything that decides a training run, as TOML files parsed into frozen dataclasses.

A recipe is stored in every checkpoint and in the card of the model that it leads to.
"""

from __future__ import annotations

import dataclasses
import tomllib
import types
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sketchpad.core.errors import InputError

#: The recipes that come with the package.
FOLDER = Path(__file__).parent / "recipes"

T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class AugmentRecipe:
    """How drawings are varied while training; zeros switch a variation off.

    Attributes:
        scale: each axis is stretched by a factor within 1 ± this (sketch-rnn's 0.15).
        rotate: degrees, uniform within ± this.
        shear: uniform within ± this.
        drop_points: probability of leaving out a point that is no end of its stroke.
        drop_strokes: probability of leaving out a stroke (never the only one).
        reorder: probability of shuffling a drawing's strokes.
        reverse: probability of drawing a stroke from its other end.
        warp: how far points slide along their stroke, as a share of the way to a neighbour.
        jitter: box units, uniform within ± this; 0.5 undoes the rounding of the data.
        prefix_frame: probability of measuring the drawing by the bounding box of its beginning,
            as happens when a person has only begun to draw.
    """

    scale: float = 0.15
    rotate: float = 0.0
    shear: float = 0.0
    drop_points: float = 0.1
    drop_strokes: float = 0.0
    reorder: float = 0.0
    reverse: float = 0.0
    warp: float = 0.0
    jitter: float = 0.0
    prefix_frame: float = 0.0


@dataclasses.dataclass(frozen=True)
class DataRecipe:
    """Which drawings, how often, and how many at once.

    Attributes:
        categories: names; empty for all that the prepared data has.
        sources: name of a source → how often each of its drawings comes per epoch; sources that
            are not named stay out. Empty: every source once.
        final_sources: the same for the last part of the run.
        final_share: the length of that part, as a share of the run.
        per_category: at most this many training drawings of a category and source; 0: all.
        max_length: longer drawings (in points) stay out.
        batch: drawings per step, over all processes.
        augment: variations.
    """

    categories: tuple[str, ...] = ()
    sources: Mapping[str, float] = dataclasses.field(default_factory=dict)
    final_sources: Mapping[str, float] = dataclasses.field(default_factory=dict)
    final_share: float = 0.0
    per_category: int = 0
    max_length: int = 200
    batch: int = 128
    augment: AugmentRecipe = AugmentRecipe()


@dataclasses.dataclass(frozen=True)
class TrainRecipe:
    """How the weights move.

    Attributes:
        minutes: the run's budget of time, over all its resumptions; 0: only ``steps`` counts.
        steps: the run's budget of steps; 0: only ``minutes`` counts.
        rate: the highest learning rate, reached after ``warmup`` steps.
        final_rate: the learning rate at the end.
        schedule: ``cosine`` over the budget, ``exponential`` over it, or ``sketch-rnn``:
            (rate − final) · 0.9999^step + final.
        warmup: steps of linear growth.
        clip: largest norm of the gradient.
        weight_decay: AdamW's.
        ema: decay of the averaged weights, which are what is validated and exported.
        precision: ``bf16`` (autocast) or ``fp32``.
        seed: of everything random.
        validate_every: steps between validations.
        validate_drawings: validate on at most this many held-out real drawings.
        patience: stop after this many validations without a new best; 0: never.
    """

    minutes: float = 0.0
    steps: int = 0
    rate: float = 1e-3
    final_rate: float = 1e-5
    schedule: str = "cosine"
    warmup: int = 100
    clip: float = 1.0
    weight_decay: float = 0.0
    ema: float = 0.999
    precision: str = "bf16"
    seed: int = 1
    validate_every: int = 500
    validate_drawings: int = 2000
    patience: int = 0


@dataclasses.dataclass(frozen=True)
class Recipe:
    """A training run.

    Attributes:
        name: of the run and of the model.
        system: the name it is registered under in ``training.systems``.
        description: a sentence.
        options: the system's own table; the system's dataclass checks it.
        data: which drawings.
        train: how the weights move.
        best: the validated quantity that chooses the best weights; lower is better, unless
            it begins with ``-``.
    """

    name: str
    system: str
    description: str = ""
    options: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    data: DataRecipe = DataRecipe()
    train: TrainRecipe = TrainRecipe()
    best: str = "loss"

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for checkpoints and cards."""
        return dataclasses.asdict(self)

    def narrowed(self, count: int) -> Recipe:
        """This recipe with the first ``count`` of its categories; its name tells how many.

        Raises:
            InputError: if it does not name as many.
        """
        named = self.data.categories
        if not 1 <= count <= len(named):
            raise InputError(
                f"The recipe {self.name} names {len(named)} categories, not {count} or more."
                if count > 0
                else "The number of categories must be above 0."
            )
        data = dataclasses.replace(self.data, categories=named[:count])
        return dataclasses.replace(self, name=f"{self.name}-{count}", data=data)

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> Recipe:
        """The inverse of ``to_dict``, checked.

        Raises:
            InputError: for unknown or missing keys and values of a wrong kind.
        """
        recipe = build(cls, table, "recipe")
        if recipe.train.minutes <= 0 and recipe.train.steps <= 0:
            raise InputError("recipe.train: give a budget, minutes or steps.")
        if recipe.train.schedule not in ("cosine", "exponential", "sketch-rnn"):
            raise InputError(f"recipe.train.schedule: unknown schedule {recipe.train.schedule!r}.")
        if recipe.train.precision not in ("bf16", "fp32"):
            raise InputError(f"recipe.train.precision: bf16 or fp32, not {recipe.train.precision}.")
        return recipe


def build(kind: type[T], table: Mapping[str, Any], where: str) -> T:
    """A dataclass from a table of plain values, checked key by key.

    Raises:
        InputError: naming the key that is unknown, missing, or of a wrong kind.
    """
    hints = typing.get_type_hints(kind)
    fields = {f.name: f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for key in table:
        if key not in fields:
            known = ", ".join(sorted(fields))
            raise InputError(f"{where}: unknown key {key!r}; known are {known}.")
    for key, field in fields.items():
        required = (
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        )
        if required and key not in table:
            raise InputError(f"{where}: the key {key!r} is missing.")
    values = {k: _convert(hints[k], v, f"{where}.{k}") for k, v in table.items()}
    return kind(**values)


def _convert(hint: Any, value: Any, where: str) -> Any:  # noqa: ANN401 - values out of TOML
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(value, Mapping):
            raise InputError(f"{where}: a table is needed.")
        return build(hint, value, where)
    origin = typing.get_origin(hint)
    if origin is tuple and isinstance(value, list | tuple):
        inner = typing.get_args(hint)[0]
        return tuple(_convert(inner, v, where) for v in value)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        if isinstance(value, Mapping):
            inner = typing.get_args(hint)[1]
            return {str(k): _convert(inner, v, f"{where}.{k}") for k, v in value.items()}
    elif hint is Any or (isinstance(origin, type) and issubclass(origin, types.UnionType)):
        return value
    elif hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    elif hint is int and isinstance(value, bool):
        pass
    elif isinstance(hint, type) and isinstance(value, hint):
        return value
    raise InputError(f"{where}: {value!r} is not of the right kind ({hint}).")


def load_recipe(name: str | Path, changes: Sequence[str] = ()) -> Recipe:
    """Read a recipe by the name of one that comes with the package, or from a file.

    Args:
        name: of the recipe, or its .toml file.
        changes: ``KEY=VALUE`` each, the key with dots, the value as in TOML.

    Raises:
        InputError: if there is no such recipe, or it or a change is not valid.
    """
    table = read_table(name, FOLDER)
    for change in changes:
        _change(table, change)
    return Recipe.from_dict(table)


def read_table(name: str | Path, folder: Path) -> dict[str, Any]:
    """What a recipe's file says.

    Args:
        name: of a recipe in the folder, or a .toml file.
        folder: of the recipes that come along.

    Raises:
        InputError: if there is no such recipe, or it is not TOML.
    """
    path = Path(name)
    if path.suffix != ".toml":
        # A recipe calls its run as its file is called, with hyphens.
        path = folder / f"{str(name).replace('-', '_')}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        known = ", ".join(sorted(p.stem for p in folder.glob("*.toml")))
        raise InputError(f"There is no recipe {name}; known are {known}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"The recipe {path} is not valid TOML: {error}.") from None


def _change(table: dict[str, Any], change: str) -> None:
    key, _, text = change.partition("=")
    *above, last = key.strip().split(".")
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        raise InputError(f"{change!r} is not KEY=VALUE with a value as in TOML.") from None
    for name in above:
        table = table.setdefault(name, {})
        if not isinstance(table, dict):
            raise InputError(f"{change!r}: {name} is not a table of the recipe.")
    table[last] = value


def check_same(recipe: Recipe, stored: dict[str, Any], where: Path) -> None:
    """Refuse a checkpoint of another recipe; only the budget may differ.

    Raises:
        InputError: naming the first difference.
    """
    free = {"minutes", "steps", "patience"}
    mine = recipe.to_dict()
    for key, value in Recipe.from_dict(stored).to_dict().items():
        theirs, ours = value, mine[key]
        if key == "train":
            theirs = {k: v for k, v in value.items() if k not in free}
            ours = {k: v for k, v in ours.items() if k not in free}
        if key != "description" and theirs != ours:
            raise InputError(
                f"The checkpoint in {where} is of another recipe ({key} differs); "
                "choose another folder with --out, or train without --resume."
            )
