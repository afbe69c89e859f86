"""Heal on six drawings, for ``tests.proof.screenshots``: erased in the real window, and healed.

The samples of this project and one scripted face; a swipe of the eraser is told in shares of the
drawing's box.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

import numpy as np

from tests.proof.model_pictures import Until, draw, face, offered
from tests.ui.hand import Hand

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from sketchpad.ui.window import MainWindow

Swipe = tuple[tuple[float, float], ...]

#: Drawings and what is erased of them. Empty for the scripted face.
SIX: Final[tuple[tuple[str, Swipe], ...]] = (
    ("cat", ((0.16, 0.55), (0.2, 0.75))),
    ("house", ((0.16, 0.36), (0.3, 0.26), (0.4, 0.2))),
    ("sailboat", ((0.6, 0.3), (0.66, 0.45))),
    ("cup", ((0.02, 0.86), (0.14, 0.92), (0.26, 0.86))),
    ("tree", ((0.2, 0.25), (0.35, 0.1), (0.5, 0.08))),
    ("", ((0.03, 0.35), (0.1, 0.74), (0.28, 0.94))),
)
#: Of the eraser, as a share of the drawing's long side.
_WIDTH: Final = 0.11
_PANEL: Final = (300, 232)
_GAP: Final = 12
_AROUND: Final = 26


def six(window: MainWindow, until: Until) -> QImage:
    """One picture: each drawing with its hole and ghosts, and healed beside it."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtGui import QColor, QImage, QPainter

    from sketchpad.ui import theme

    pairs = [_healed(window, until, name, swipe) for name, swipe in SIX]
    columns = 2
    wide = columns * (2 * _PANEL[0] + _GAP) + (columns - 1) * 2 * _GAP + 2 * _GAP
    high = -(-len(pairs) // columns) * (_PANEL[1] + _GAP) + _GAP
    sheet = QImage(wide, high, QImage.Format.Format_RGB32)
    sheet.fill(QColor(theme.current().desk))
    painter = QPainter(sheet)
    for number, pair in enumerate(pairs):
        row, column = divmod(number, columns)
        for which, image in enumerate(pair):
            x = _GAP + column * (2 * _PANEL[0] + 3 * _GAP) + which * (_PANEL[0] + _GAP)
            y = _GAP + row * (_PANEL[1] + _GAP)
            smooth = Qt.TransformationMode.SmoothTransformation
            fitted = image.scaled(*_PANEL, Qt.AspectRatioMode.KeepAspectRatioByExpanding, smooth)
            painter.drawImage(QPoint(x, y), fitted.copy(0, 0, *_PANEL))
    painter.end()
    return sheet


def _healed(window: MainWindow, until: Until, name: str, swipe: Swipe) -> tuple[QImage, QImage]:
    """The canvas around a drawing with its hole and ghosts, and healed."""
    from sketchpad.core.resources import resource_path

    window.files.new()
    models = window.models
    models.settings.live = False
    if name:
        window.files.open_sample(str(resource_path(f"samples/{name}.sketch")))
        until(lambda: not window.tab.is_pristine)
    else:
        window.take_tool("pen")
        draw(window, face())
    place = _Place.of(window)
    window.take_tool("eraser")
    window.tool_settings.eraser_width = place.side / window.tab.canvas.zoom * _WIDTH
    trace = place.trace(swipe)
    Hand(window.tab.canvas).pen_stroke(np.c_[trace, np.full(len(trace), 0.6)])
    window.take_tool("hand")
    offered(window, until)
    models.of(window.tab).overlay.text = ""  # the badge would hide what is compared
    before = place.look(window)
    models.suggesting.accept()
    after = place.look(window)
    window.take_tool("pen")
    models.settings.live = True
    return before, after


@dataclasses.dataclass(frozen=True)
class _Place:
    """Where a drawing lies on the canvas widget, logical pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, window: MainWindow) -> _Place:
        from sketchpad.core.stroke import bounds_of

        left, top, right, bottom = bounds_of(window.tab.editor.page.sketch.strokes) or (0, 0, 1, 1)
        view = window.tab.canvas.view
        low, high = view.to_view(left, top), view.to_view(right, bottom)
        return cls(low.x(), low.y(), high.x(), high.y())

    @property
    def side(self) -> float:
        return max(self.right - self.left, self.bottom - self.top)

    def trace(self, swipe: Swipe) -> np.ndarray:
        """A swipe in shares of the box, as a hand reports it."""
        points = np.array(swipe)
        steps = np.concatenate([[0.0], np.linalg.norm(np.diff(points, axis=0), axis=1).cumsum()])
        at = np.linspace(0.0, steps[-1], 40)
        shares = np.stack([np.interp(at, steps, column) for column in points.T], axis=1)
        low, high = (self.left, self.top), (self.right, self.bottom)
        return np.asarray(low + shares * np.subtract(high, low))

    def look(self, window: MainWindow) -> QImage:
        """What the canvas shows around the drawing, in the shape of a panel."""
        from PySide6.QtCore import QEvent, QRect
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        canvas = window.tab.canvas
        canvas.finish_rendering()
        QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))  # no cross-hair
        QTest.qWait(200)
        wide, high = self.right - self.left + 2 * _AROUND, self.bottom - self.top + 2 * _AROUND
        shape = _PANEL[0] / _PANEL[1]
        wide, high = max(wide, high * shape), max(high, wide / shape)
        x, y = (self.left + self.right - wide) / 2, (self.top + self.bottom - high) / 2
        area = QRect(round(x), round(y), round(wide), round(high)).intersected(canvas.rect())
        return canvas.grab(area).toImage()
