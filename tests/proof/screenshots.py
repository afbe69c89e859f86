"""Takes the pictures of the README: ``python -m tests.proof.screenshots [window] [models]``.

Shows the real window with its own samples, without a screen, and writes small PNG files of few
colours to ``resources/screenshots``.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from sketchpad.ui.window import MainWindow

FOLDER = Path(__file__).parents[2] / "resources" / "screenshots"
SIZE = (1280, 820)
COLOURS = 256
LARGEST = 150_000


Take = Callable[[str, "QWidget"], None]
PARTS = ("window", "models")


def main() -> int:
    """Take all pictures, or those of the window or the models; 1 if one came out too large."""
    parts = tuple(sys.argv[1:]) or PARTS
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ["XDG_CONFIG_HOME"] = f"{home}/config"
        os.environ["XDG_DATA_HOME"] = f"{home}/data"
        too_large = _take_all(parts)
    return 1 if too_large else 0


def _take_all(parts: Sequence[str]) -> list[str]:
    # Qt reads the environment when it is loaded.
    from PySide6.QtWidgets import QApplication

    from sketchpad.ui import application

    app = QApplication([])
    window = application.start(app)
    window.resize(*SIZE)
    window.settings.put("appearance/theme", "light")
    window.apply_theme()
    window.show()
    too_large: list[str] = []

    def take(name: str, widget: QWidget) -> None:
        _wait(250)
        if save(widget.grab().toImage(), name) > LARGEST:
            too_large.append(name)

    window.models.start()
    _until(lambda: window.is_device_known)
    if "window" in parts:
        take("welcome", window)
    _open_samples(window)
    for shade in ("light", "dark"):
        if shade == "dark":
            window.actions_["view.dark"].trigger()
        if "window" in parts:
            window.tabs.setCurrentIndex(2)
            take(f"window-{shade}", window)
        if "window" in parts and shade == "light":
            _take_dialogs(window, take)
        if "models" in parts:
            too_large += _take_models(window, take, shade)
    window.leave()
    return too_large


def _wait(milliseconds: int) -> None:
    from PySide6.QtTest import QTest

    QTest.qWait(milliseconds)


def _until(holds: Callable[[], bool]) -> None:
    while not holds():
        _wait(20)


def _open_samples(window: MainWindow) -> None:
    from sketchpad.core.resources import resource_path

    for name in ("sailboat", "house", "cat"):
        if name != "sailboat":
            window.files.new()
        window.files.open_sample(str(resource_path(f"samples/{name}.sketch")))
        _until(lambda: not window.tab.is_pristine)
    for colour in ("#1c6dd0", "#2f9e44", "#e8590c"):
        window.tools.set_colour(colour)
    window.actions_["layer.add"].trigger()


def _take_models(window: MainWindow, take: Take, shade: str) -> list[str]:
    """What models do; the names of pictures that came out too large."""
    from tests.proof import heal_pictures, model_pictures

    model_pictures.take_all(window, take, _until, shade)
    name = f"heal-six-{shade}"
    return [name] if save(heal_pictures.six(window, _until), name) > LARGEST else []


def _take_dialogs(window: MainWindow, take: Take) -> None:
    """What opens over the window."""
    from sketchpad.ui.command_palette import CommandPalette
    from sketchpad.ui.dialogs.settings import SettingsDialog
    from sketchpad.ui.shortcut_sheet import ShortcutSheet

    palette = CommandPalette(window.actions_, window)
    palette.open_above()
    palette.field.setText("lay")
    take("palette", _card(palette))
    palette.close()
    sheet = ShortcutSheet(window.actions_, window)
    sheet.open_above()
    take("shortcuts", _card(sheet))
    sheet.close()
    settings = SettingsDialog(window, "tablet")
    settings.show()
    take("settings", settings)
    settings.close()


def _card(popup: object) -> QWidget:
    from PySide6.QtWidgets import QDialog, QFrame

    assert isinstance(popup, QDialog)
    card = popup.findChild(QFrame, "popup")
    assert isinstance(card, QFrame)
    return card


def save(picture: QImage, name: str) -> int:
    """Write a picture with few colours, and return the size of the file."""
    from PIL import Image
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    image = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGBA")
    ground = Image.new("RGBA", image.size, "#ffffff")
    flat = Image.alpha_composite(ground, image).convert("RGB")
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.png"
    small = flat.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    size = path.stat().st_size
    sys.stdout.write(f"{path.name}: {size / 1000:.0f} kB\n")
    return size


if __name__ == "__main__":
    sys.exit(main())
