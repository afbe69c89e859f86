"""What the application remembers between two sessions, in one INI file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from sketchpad.ui.action import normal
from sketchpad.ui.actions import default_keys
from sketchpad.ui.theme import ACCENTS, Mode

RECENT_FILES: Final = 12
RECENT_COLOURS: Final = 10
MODES: Final[tuple[Mode, ...]] = ("system", "light", "dark")
DEVICES: Final = ("auto", "cpu", "cuda")


class Settings:
    """Typed access to the settings file; values that make no sense read as their defaults.

    No key may begin with ``general/``: Qt writes that group under a name of its own, and reads it
    back with a capital.
    """

    def __init__(self) -> None:
        self._store = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Sketchpad", "Sketchpad"
        )

    @property
    def file(self) -> Path:
        """Where the settings are."""
        return Path(self._store.fileName())

    def text(self, key: str, default: str = "") -> str:
        """A text."""
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """A number within bounds."""
        try:
            value = float(self.text(key, str(default)))
        except ValueError:
            return default
        return value if low <= value <= high else default

    def flag(self, key: str, *, default: bool) -> bool:
        """A yes or no."""
        return self.text(key, "true" if default else "false") == "true"

    def put(self, key: str, value: str | float | bool) -> None:
        """Remember a value."""
        if isinstance(value, bool):
            value = "true" if value else "false"
        self._store.setValue(key, str(value))

    def texts(self, key: str) -> list[str]:
        """A list of texts."""
        try:
            values = json.loads(self.text(key, "[]"))
        except ValueError:
            return []
        return [v for v in values if isinstance(v, str)] if isinstance(values, list) else []

    def put_texts(self, key: str, values: Sequence[str]) -> None:
        """Remember a list of texts."""
        self._store.setValue(key, json.dumps(list(values)))

    def blob(self, key: str) -> QByteArray:
        """Bytes, such as a window's geometry."""
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def put_blob(self, key: str, value: QByteArray) -> None:
        """Remember bytes."""
        self._store.setValue(key, value)

    def sync(self) -> None:
        """Write to disk now."""
        self._store.sync()

    @property
    def theme_mode(self) -> Mode:
        """system, light or dark."""
        value = self.text("appearance/theme", "system")
        return value if value in MODES else "system"

    @property
    def accent(self) -> str:
        """A name of ``theme.ACCENTS``."""
        value = self.text("appearance/accent", "indigo")
        return value if value in ACCENTS else "indigo"

    @property
    def language(self) -> str:
        """A language code, or empty for the system's."""
        return self.text("interface/language")

    @property
    def device(self) -> str:
        """Where models run: auto, cpu or cuda."""
        value = self.text("models/device", "auto")
        return value if value in DEVICES else "auto"

    @property
    def recent_files(self) -> list[Path]:
        """The files last opened or saved, newest first."""
        return [Path(text) for text in self.texts("files/recent")]

    def remember_file(self, path: Path) -> None:
        """Put a file on top of the recent ones."""
        others = [p for p in self.recent_files if p != path]
        self.put_texts("files/recent", [str(p) for p in (path, *others)][:RECENT_FILES])

    def forget_files(self) -> None:
        """Empty the list of recent files."""
        self.put_texts("files/recent", [])

    @property
    def recent_colours(self) -> list[str]:
        """The colours last drawn with, newest first."""
        return self.texts("brush/recent")

    def remember_colour(self, colour: str) -> None:
        """Put a colour on top of the recent ones."""
        others = [c for c in self.recent_colours if c != colour]
        self.put_texts("brush/recent", [colour, *others][:RECENT_COLOURS])

    @property
    def keys(self) -> dict[str, tuple[str, ...]]:
        """The shortcuts in use: the defaults, and what the user made of them."""
        result = default_keys()
        try:
            changed = json.loads(self.text("shortcuts/changed", "{}"))
        except ValueError:
            return result
        if isinstance(changed, dict):
            for action_id, keys in changed.items():
                if action_id in result and isinstance(keys, list):
                    result[action_id] = tuple(normal(k) for k in keys if isinstance(k, str))
        return result

    def put_keys(self, keys: Mapping[str, Sequence[str]]) -> None:
        """Remember the shortcuts that differ from the defaults."""
        defaults = default_keys()
        changed = {
            action_id: list(texts)
            for action_id, texts in keys.items()
            if [normal(t) for t in texts] != [normal(t) for t in defaults.get(action_id, ())]
        }
        self.put("shortcuts/changed", json.dumps(changed))


def data_folder() -> Path:
    """Where the application keeps its own files; created if missing."""
    place = QStandardPaths.StandardLocation.GenericDataLocation
    folder = Path(QStandardPaths.writableLocation(place)) / "sketchpad"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def autosave_folder() -> Path:
    """Where journals of open documents are; created if missing."""
    folder = data_folder() / "autosave"
    folder.mkdir(exist_ok=True)
    return folder
