"""Rough drawings before and after Clean: ``python -m tests.proof.clean_sheet [FILE [DETAIL]]``.

A scripted hand draws each of ``draw_rough.DRAWINGS`` on the canvas of the real window, Clean is
asked for and accepted with the keyboard, and both are painted side by side into one sheet.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from sketchpad.core.document import Page
    from sketchpad.ui.window import MainWindow

FILE = Path(__file__).parents[2] / "resources" / "screenshots" / "clean-sheet.png"
CELL = 300
COLUMNS = 4


def main(arguments: list[str]) -> int:
    """Draw, clean and paint; 1 if Clean found nothing somewhere."""
    target = Path(arguments[0]) if arguments else FILE
    detail = float(arguments[1]) if len(arguments) > 1 else None
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ["XDG_CONFIG_HOME"] = f"{home}/config"
        os.environ["XDG_DATA_HOME"] = f"{home}/data"
        return _make(target, detail)


def _make(target: Path, detail: float | None) -> int:
    # Qt reads the environment when it is loaded.
    from PySide6.QtWidgets import QApplication

    from sketchpad.ui import application
    from tests.benchmarks.suggestions import _until
    from tests.proof import draw_rough
    from tests.ui.hand import Hand

    window = application.start(QApplication([]))
    window.resize(1280, 820)
    window.show()
    window.models.settings.live = False
    window.change_tools(smoothing=0.0)  # goes by the clock, which a script does not keep
    window.models.start()
    _until(lambda: window.is_device_known)
    cells: list[QImage] = []
    failed = 0
    for name in draw_rough.DRAWINGS:
        window.files.new()
        draw_rough.draw(Hand(window.tab.canvas), name)
        rough = window.tab.editor.page
        found, seconds = clean(window, detail)
        failed += not found
        clean_page = window.tab.editor.page
        before, after = len(rough.sketch), len(clean_page.sketch)
        cells += [picture(rough, rough, str(before)), picture(clean_page, rough, str(after))]
        sys.stdout.write(f"{name:8} {before:4} → {after:3} strokes  {seconds:5.2f} s\n")
    _save(_sheet(cells), target)
    window.leave()
    return 1 if failed else 0


def clean(window: MainWindow, detail: float | None) -> tuple[bool, float]:
    """Ask for Clean and take it; whether something was found, and after how many seconds."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from tests.benchmarks.suggestions import _until

    begin = time.perf_counter()
    window.actions_["suggest.clean"].trigger()
    mode = window.clean.mode
    assert mode is not None
    if detail is not None:
        mode.cleaning.set_detail(detail)
    _until(lambda: mode.cleaning.is_final)
    seconds = time.perf_counter() - begin
    look = mode.cleaning.look
    found = look is not None and not look.problem
    key = Qt.Key.Key_Return if found else Qt.Key.Key_Escape
    QTest.keyClick(window.tab.canvas, key)
    assert window.clean.mode is None
    return found, seconds


def picture(page: Page, around: Page, caption: str) -> QImage:
    """A page's strokes in a square cell, placed as another page's strokes fill it; a caption."""
    from PySide6.QtGui import QColor, QImage, QPainter

    from sketchpad.core.stroke import bounds_of
    from sketchpad.ui import render

    left, top, right, bottom = bounds_of(around.sketch.strokes) or (0.0, 0.0, 1.0, 1.0)
    image = QImage(CELL, CELL, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(CELL / 2, CELL / 2)
    scale = 0.92 * CELL / max(right - left, bottom - top)
    painter.scale(scale, scale)
    painter.translate(-(left + right) / 2, -(top + bottom) / 2)
    render.draw_page(painter, page, paper=False)
    painter.resetTransform()
    painter.setPen(QColor("#5a5f6b"))
    painter.drawText(8, CELL - 8, caption)
    painter.end()
    return image


def _sheet(cells: list[QImage]) -> QImage:
    """Pairs of rough above clean."""
    from PySide6.QtGui import QColor, QImage, QPainter

    rows = -(-len(cells) // (2 * COLUMNS))
    sheet = QImage(COLUMNS * CELL, 2 * rows * CELL, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#ffffff"))
    painter = QPainter(sheet)
    for number, cell in enumerate(cells):
        pair, below = divmod(number, 2)
        row, column = divmod(pair, COLUMNS)
        painter.drawImage(column * CELL, (2 * row + below) * CELL, cell)
    painter.setPen(QColor("#c8ccd4"))
    for row in range(1, rows):
        painter.drawLine(0, 2 * row * CELL, sheet.width(), 2 * row * CELL)
    painter.end()
    return sheet


def _save(sheet: QImage, target: Path) -> None:
    """Few greys, for a small file."""
    import io

    from PIL import Image
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    sheet.save(buffer, "PNG")  # type: ignore[call-overload]
    image = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("L").quantize(16)
    image.save(target, optimize=True)
    sys.stdout.write(f"{target.name}: {target.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
