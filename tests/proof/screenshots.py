"""Takes the pictures of the README: ``python -m tests.proof.screenshots``.

Shows the real window with its own samples, without a screen, and writes small PNG files of few
colours to ``resources/screenshots``.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "resources" / "screenshots"
SIZE = (1280, 820)
COLOURS = 256
LARGEST = 150_000


def main() -> int:
    """Take all pictures; 1 if one came out too large."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ["XDG_CONFIG_HOME"] = f"{home}/config"
        os.environ["XDG_DATA_HOME"] = f"{home}/data"
        too_large = _take_all()
    return 1 if too_large else 0


def _take_all() -> list[str]:
    # Qt reads the environment when it is loaded.
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    from sketchpad.core.resources import resource_path
    from sketchpad.ui import application
    from sketchpad.ui.command_palette import CommandPalette
    from sketchpad.ui.dialogs.settings import SettingsDialog
    from sketchpad.ui.shortcut_sheet import ShortcutSheet
    from tests.proof import model_pictures

    app = QApplication([])
    window = application.start(app)
    window.resize(*SIZE)
    window.settings.put("appearance/theme", "light")
    window.apply_theme()
    window.show()
    too_large: list[str] = []

    def until(holds: Callable[[], bool]) -> None:
        while not holds():
            QTest.qWait(20)

    def take(name: str, widget: QWidget) -> None:
        QTest.qWait(250)
        if save(widget, name) > LARGEST:
            too_large.append(name)

    take("welcome", window)
    window.models.start()
    until(lambda: window.is_device_known)
    for name in ("sailboat", "house", "cat"):
        if name != "sailboat":
            window.files.new()
        window.files.open_sample(str(resource_path(f"samples/{name}.sketch")))
        until(lambda: not window.tab.is_pristine)
    for colour in ("#1c6dd0", "#2f9e44", "#e8590c"):
        window.tools.set_colour(colour)
    window.actions_["layer.add"].trigger()
    take("window-light", window)
    model_pictures.take_all(window, take, until, "light")
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
    window.actions_["view.dark"].trigger()
    take("window-dark", window)
    model_pictures.take_all(window, take, until, "dark")
    window.leave()
    return too_large


def _card(popup: object) -> object:
    from PySide6.QtWidgets import QDialog, QFrame

    assert isinstance(popup, QDialog)
    return popup.findChild(QFrame, "popup")


def save(widget: object, name: str) -> int:
    """Write a widget's picture with few colours, and return the size of the file."""
    from PIL import Image
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtWidgets import QWidget

    assert isinstance(widget, QWidget)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")  # type: ignore[call-overload]
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
