"""What an empty canvas says: how to begin, and a gallery of sample sketches."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QCoreApplication,
    QEvent,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QWidget

from sketchpad.core.resources import resource_path
from sketchpad.ui.canvas import CanvasView
from sketchpad.ui.theme import contrast, mix

CARD: Final = QSize(112, 118)
GAP: Final = 10
#: The sketches of the gallery by file name, in their order.
SAMPLES: Final = {
    "cat": str(QT_TRANSLATE_NOOP("Samples", "Cat")),
    "house": str(QT_TRANSLATE_NOOP("Samples", "House")),
    "sailboat": str(QT_TRANSLATE_NOOP("Samples", "Sailboat")),
    "tree": str(QT_TRANSLATE_NOOP("Samples", "Tree")),
    "cup": str(QT_TRANSLATE_NOOP("Samples", "Coffee")),
    "bicycle": str(QT_TRANSLATE_NOOP("Samples", "Bicycle")),
}


def samples() -> list[tuple[Path, Path, str]]:
    """The samples: drawing, preview and translated title."""
    folder = resource_path("samples")
    return [
        (
            folder / f"{name}.sketch",
            folder / f"{name}.svg",
            QCoreApplication.translate("Samples", title),
        )
        for name, title in SAMPLES.items()
    ]


def ink_on(paper: str, strength: float) -> QColor:
    """Black or white, whichever can be read on this paper, mixed into it by ``strength``."""
    ink = "#000000" if contrast(paper, "#000000") > contrast(paper, "#ffffff") else "#ffffff"
    return QColor(mix(ink, paper, strength))


class Welcome(QWidget):
    """A hint and a row of samples over an empty canvas; only the samples take the mouse.

    Signals:
        chosen: the path of the sample that was clicked.
    """

    chosen = Signal(str)

    def __init__(self, canvas: CanvasView, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._hint = _Hint(canvas, parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._cards: list[SampleCard] = []
        for drawing, preview, name in samples():
            card = SampleCard(preview, name, canvas, self)
            card.clicked.connect(lambda _=False, path=str(drawing): self.chosen.emit(path))
            self._cards.append(card)
        canvas.editor.document_changed.connect(self._hint.update)
        self._hint.show()
        self.show()

    def place(self) -> None:
        """Hint and samples in the middle of the canvas: in one row, in two, or without samples."""
        area = self._canvas.geometry()
        hint = QSize(min(area.width(), 620), 96)
        columns = len(self._cards)
        size = _size(columns, 1)
        if area.width() < size.width() + 24:
            columns = (columns + 1) // 2
            size = _size(columns, 2)
        height = hint.height() + 18 + size.height()
        fits = area.width() >= size.width() + 24 and area.height() >= height + 24
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, number // columns, number % columns)
        self._hint.set_whole(fits)
        top = area.center().y() - (height if fits else hint.height()) // 2
        self._hint.setGeometry(
            QRect(area.center().x() - hint.width() // 2, top, hint.width(), hint.height())
        )
        corner = area.center().x() - size.width() // 2, top + hint.height() + 18
        self.setGeometry(QRect(*corner, size.width(), size.height()))
        self.setVisible(fits)

    def closeEvent(self, event: QEvent) -> None:
        """Take the hint along."""
        self._hint.hide()
        self._hint.deleteLater()
        super().closeEvent(event)  # type: ignore[arg-type]


def _size(columns: int, rows: int) -> QSize:
    return QSize(
        columns * (CARD.width() + GAP) - GAP,
        rows * (CARD.height() + GAP) - GAP,
    )


class _Hint(QWidget):
    """Two lines of text on the paper; the mouse goes through."""

    def __init__(self, canvas: CanvasView, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self._title())
        self._whole = True

    def set_whole(self, whole: bool) -> None:
        """Whether samples follow, which the last line announces."""
        self._whole = whole
        self.update()

    def _title(self) -> str:
        return self.tr("Draw something")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write on the paper in a colour that can be read on it."""
        painter = QPainter(self)
        paper = self._canvas.editor.page.paper
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 2.0)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(ink_on(paper, 0.82))
        centre = Qt.AlignmentFlag.AlignHCenter
        painter.drawText(QRect(0, 0, self.width(), 44), centre, self._title())
        painter.setFont(self.font())
        painter.setPen(ink_on(paper, 0.62))
        lines = self.tr("B draws, E erases, Space moves the paper, ? shows every shortcut.")
        if self._whole:
            lines += "\n" + self.tr("Or begin with one of these sketches:")
        painter.drawText(QRect(0, 50, self.width(), 46), centre | Qt.AlignmentFlag.AlignTop, lines)


class SampleCard(QToolButton):
    """One sample: its picture and its name, drawn on the paper."""

    def __init__(self, preview: Path, name: str, canvas: CanvasView, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._picture = QSvgRenderer(str(preview), self)
        self.setText(name)
        self.setIcon(QIcon())
        self.setAccessibleName(name)
        self.setToolTip(self.tr("Open this sketch and draw on"))
        self.setFixedSize(CARD)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture above the name, framed under the pointer and with the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper = self._canvas.editor.page.paper
        hot = self.underMouse() or self.hasFocus()
        painter.setPen(ink_on(paper, 0.45 if hot else 0.14))
        painter.setBrush(ink_on(paper, 0.05 if hot else 0.015))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        box = QRectF(10, 8, self.width() - 20, self.height() - 36)
        size = self._picture.defaultSize().toSizeF()
        scale = min(box.width() / size.width(), box.height() / size.height())
        target = QRectF(0, 0, size.width() * scale, size.height() * scale)
        target.moveCenter(box.center())
        self._picture.render(painter, target)
        painter.setPen(ink_on(paper, 0.66))
        name = QRect(0, self.height() - 26, self.width(), 20)
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter, self.text())
