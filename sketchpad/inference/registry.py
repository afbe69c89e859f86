"""The models that are there: bundled ones and the user's own, found, checked, and loaded late."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sketchpad.core.errors import FileError, InputError, ModelError
from sketchpad.core.names import listed, nearest
from sketchpad.core.resources import resource_path
from sketchpad.core.stroke5 import Codec
from sketchpad.inference.devices import FALLBACK, Device, choose_device
from sketchpad.inference.sessions import MAX_OPSET, Network

CARD: Final = "card.json"
#: Cards written by a newer version may mean other things by the same words.
FORMAT: Final = 1
#: Overrides the folder of the user's own models.
ENVIRONMENT: Final = "SKETCHPAD_MODELS"
_MAX_CARD: Final = 4 * 2**20
_MAX_FILE: Final = 512 * 2**20
#: What both a card and the files beside it tell.
_TOLD_TWICE: Final = ("name", "version", "codec", "categories")

_logger = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class Model:
    """A model's card, read and checked; its networks are not loaded yet.

    Attributes:
        folder: where it lies.
        bundled: it came with the application.
        name: of the model, as in provenances.
        task: the verb that it serves; ``latent`` serves Interpolate, ``redraw`` Heal.
        version: of the model.
        categories: names in the order of its category input.
        codec: how drawings become its rows.
        temperature: the one it was chosen and measured at.
        files: name → (bytes, sha256 in hex).
        card: all of the card.
    """

    folder: Path
    bundled: bool
    name: str
    task: str
    version: str
    categories: tuple[str, ...]
    codec: Codec
    temperature: float
    files: Mapping[str, tuple[int, str]]
    card: Mapping[str, Any]

    @property
    def bytes(self) -> int:
        """The size of its files together."""
        return sum(size for size, _ in self.files.values())

    def pen_temperature(self, temperature: float) -> float:
        """The temperature of the pen's state that goes with one of the drawing's offsets.

        A pen as cold as the offsets all but forgets to lift; the card says how much warmer it was
        measured to be best. It moves half as fast as the other.
        """
        known = self.card.get("pen_temperature")
        if not isinstance(known, int | float):
            return temperature
        return min(max(known + 0.5 * (temperature - self.temperature), 0.0), 2.0)

    def category(self, name: str | None) -> int:
        """The number of a category; that of "no category" for None.

        Raises:
            InputError: if the model does not know it.
        """
        if name is None:
            return len(self.categories)
        number = _numbers_of(self.categories).get(name.strip().lower())
        if number is not None:
            return number
        near = nearest(name, self.categories)
        if near:
            raise InputError(
                f"The model {self.name} knows no category {name!r}; did you mean {listed(near)}?"
            )
        raise InputError(f"The model {self.name} knows no category {name!r}.")

    def verify(self) -> None:
        """Compare every file with the card.

        Raises:
            ModelError: if a file is missing or is not the one that the card describes.
        """
        for file in self.files:
            self.path(file)

    def path(self, file: str) -> Path:
        """The verified path of one of its files.

        Raises:
            ModelError: if the file is missing or is not the one that the card describes.
        """
        if file not in self.files:
            raise ModelError(f"The model {self.name} has no {file}.")
        size, digest = self.files[file]
        path = self.folder / file
        try:
            stat = path.stat()
        except OSError:
            raise ModelError(
                f"The model {self.name} is incomplete: {file} is missing; install it again."
            ) from None
        if stat.st_size != size or _sha256(path, stat.st_mtime_ns, size) != digest:
            raise ModelError(
                f"The model {self.name} is damaged: {file} is not the file that its card "
                "describes; install it again."
            )
        return path


@dataclasses.dataclass(frozen=True, slots=True)
class Broken:
    """A folder that should hold a model and does not.

    Attributes:
        folder: where.
        reason: one sentence.
    """

    folder: Path
    reason: str


def user_models_folder() -> Path:
    """Where the user's own models lie; it need not exist."""
    if ENVIRONMENT in os.environ:
        return Path(os.environ[ENVIRONMENT])
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    return base / "sketchpad" / "models"


def find_models(folders: Sequence[Path] | None = None) -> tuple[list[Model], list[Broken]]:
    """All models, the bundled ones first, and the folders whose model cannot be used.

    Args:
        folders: where to look; None for the bundled models and the user's own.
    """
    bundled = None
    if folders is None:
        folders = [user_models_folder()]
        try:
            bundled = resource_path("models")
            folders = [bundled, *folders]
        except FileError:
            pass
    models: list[Model] = []
    broken: list[Broken] = []
    for folder in folders:
        for card in sorted(folder.glob(f"*/{CARD}")):
            try:
                models.append(read_model(card.parent, bundled=folder == bundled))
            except ModelError as error:
                broken.append(Broken(card.parent, str(error)))
    return models, broken


def read_model(folder: Path, *, bundled: bool = False) -> Model:
    """Read a model's card.

    Raises:
        ModelError: if there is none, or it is not one.
    """
    path = folder / CARD
    try:
        if path.stat().st_size > _MAX_CARD:
            raise ModelError(f"{path} is too large to be a model's card.")
        card = json.loads(path.read_text(encoding="utf-8"))
        if int(card["format"]) > FORMAT or int(card.get("opset", 0)) > MAX_OPSET:
            raise ModelError(f"The model in {folder} needs a newer version of Sketchpad.")
        files = {
            str(name): (int(entry["bytes"]), str(entry["sha256"]))
            for name, entry in card["files"].items()
        }
        if any(Path(name).name != name or size > _MAX_FILE for name, (size, _) in files.items()):
            raise ValueError("files")
        return Model(
            folder,
            bundled,
            str(card["name"]),
            str(card["task"]),
            str(card["version"]),
            tuple(str(name) for name in card.get("categories", ())),
            Codec.from_dict(card.get("codec", {})),
            float(card.get("temperature", 0.4)),
            files,
            card,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InputError) as error:
        raise ModelError(f"{path} is not the card of a model ({error}).") from None


class Models:
    """The application's models and their networks, loaded when they are first needed.

    Every method may be called from any thread.
    """

    def __init__(
        self,
        folders: Sequence[Path] | None = None,
        device: str | None = None,
        on_notice: Callable[[str], None] = _logger.warning,
    ) -> None:
        """Look for models.

        Args:
            folders: as for ``find_models``.
            device: ``auto``, ``cpu``, ``cuda`` or None, as for ``choose_device``.
            on_notice: takes sentences for the user, such as a move to the CPU.
        """
        self.models, self.broken = find_models(folders)
        self._wanted = device
        self._on_notice = on_notice
        self._lock = threading.RLock()
        self._networks: dict[tuple[Path, int], Network] = {}
        self._device: Device | None = None

    @property
    def device(self) -> Device:
        """The device that models run on.

        Raises:
            ModelError: as ``choose_device``.
        """
        with self._lock:
            if self._device is None:
                self._device = choose_device(self._wanted)
            return self._device

    def has(self, task: str) -> bool:
        """Whether there is a model for this task."""
        return any(model.task == task for model in self.models)

    def get(self, task: str, name: str | None = None) -> Model:
        """The model for a task: the one of this name, or else the first.

        Raises:
            ModelError: if there is none.
        """
        for model in self.models:
            if model.task == task and name in (None, model.name):
                return model
        for folder in self.broken:
            if folder.folder.name == (name or task):
                raise ModelError(folder.reason)
        called = f" called {name}" if name else ""
        raise ModelError(f"There is no model for the task “{task}”{called}.")

    def network(self, model: Model, file: str, *, threads: int = 1) -> Network:
        """A verified, loaded network of a model; one for each number of threads.

        Raises:
            ModelError: if it is missing, damaged, or cannot be loaded.
        """
        with self._lock:
            path = model.folder / file
            if (path, threads) not in self._networks:
                verified = model.path(file)
                network = Network(verified, self.device, threads=threads, on_notice=self._on_fall)
                _check_metadata(model, network.metadata, file)
                self._networks[path, threads] = network
            return self._networks[path, threads]

    def _on_fall(self, sentence: str) -> None:
        """A network has moved to the CPU: say so once, and load the others there."""
        with self._lock:
            told = self._device is FALLBACK
            self._device = FALLBACK
        if not told:
            self._on_notice(sentence)


def _check_metadata(model: Model, metadata: Mapping[str, str], file: str) -> None:
    """Refuse a file whose own strings tell of another model than the card beside it."""
    for key in _TOLD_TWICE:
        expected = model.card.get(key)
        text = expected if isinstance(expected, str) else json.dumps(expected, ensure_ascii=False)
        if metadata.get(key, text) != text:
            raise ModelError(
                f"{file} is of another model than the card of {model.name}: "
                f"its {key} differs; install the model again."
            )


@functools.lru_cache(maxsize=32)
def _numbers_of(categories: tuple[str, ...]) -> Mapping[str, int]:
    # Of names that differ only in case, the first counts.
    return {name.lower(): number for number, name in reversed(list(enumerate(categories)))}


@functools.lru_cache(maxsize=256)
def _sha256(path: Path, _modified: int, _size: int) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(2**20):
            digest.update(block)
    return digest.hexdigest()
