"""What an empty canvas says: how to begin, and a gallery of sample sketches."""

from __future__ import annotations

from collections.abc import Iterator
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
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QWidget

from sketchpad.core.resources import resource_path
from sketchpad.ui.canvas import CanvasView
from sketchpad.ui.theme import contrast, mix

#: Sizes of a sample, the largest first; logical pixels.
CARDS: Final = (QSize(112, 118), QSize(98, 104), QSize(84, 90))
GAP: Final = 10
#: Rows of samples; one is preferred.
_ROWS: Final = (1, 2)
#: Free paper around all of it.
_MARGIN: Final = 12
_WIDEST: Final = 640
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

    Attributes:
        hint: what is written above the samples.

    Signals:
        chosen: the path of the sample that was clicked.
    """

    chosen = Signal(str)

    def __init__(self, canvas: CanvasView, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.hint = _Hint(canvas, parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._cards: list[SampleCard] = []
        for drawing, preview, name in samples():
            card = SampleCard(preview, name, canvas, self)
            card.clicked.connect(lambda _=False, path=str(drawing): self.chosen.emit(path))
            self._cards.append(card)
        canvas.editor.document_changed.connect(self.hint.update)
        canvas.view_changed.connect(self.place)
        self.hint.show()
        self.show()

    def place(self) -> None:
        """Hint and samples in the middle of the paper that is seen; what has no room is hidden."""
        paper = self._paper()
        width = min(paper.width(), _WIDEST)
        found = next(self._arrangements(paper), None)
        hint = QSize(width, self.hint.set_whole(found is not None, width))
        self.hint.setVisible(hint.height() <= paper.height() and width > _MARGIN * 8)
        if found is None:
            top = paper.center().y() - hint.height() // 2
        else:
            card, columns, height = found
            size = _size(card, columns, len(self._cards) // columns)
            top = paper.center().y() - height // 2
            corner = paper.center().x() - size.width() // 2, top + hint.height() + GAP
            for number, sample in enumerate(self._cards):
                sample.setFixedSize(card)
                self._grid.addWidget(sample, number // columns, number % columns)
            self.setGeometry(QRect(*corner, size.width(), size.height()))
        self.hint.setGeometry(
            QRect(paper.center().x() - width // 2, top, hint.width(), hint.height())
        )
        self.setVisible(found is not None)

    def _arrangements(self, paper: QRect) -> Iterator[tuple[QSize, int, int]]:
        """Size of a card, cards in a row, height with the hint: those that fit, the best first."""
        hint = self.hint.set_whole(True, min(paper.width(), _WIDEST))
        for rows in _ROWS:
            columns = len(self._cards) // rows
            for card in CARDS:
                size = _size(card, columns, rows)
                height = hint + GAP + size.height()
                if size.width() <= paper.width() and height <= paper.height():
                    yield card, columns, height

    def _paper(self) -> QRect:
        """What is seen of the paper, less a margin, as it lies in the tab."""
        canvas, page = self._canvas, self._canvas.editor.page
        lies = canvas.view.view_polygon(QRectF(0, 0, page.width, page.height)).boundingRect()
        seen = lies.toAlignedRect().intersected(canvas.rect()).translated(canvas.pos())
        return seen.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)

    def closeEvent(self, event: QEvent) -> None:
        """Take the hint along."""
        self.hint.hide()
        self.hint.deleteLater()
        super().closeEvent(event)  # type: ignore[arg-type]


def _size(card: QSize, columns: int, rows: int) -> QSize:
    return QSize(
        columns * (card.width() + GAP) - GAP,
        rows * (card.height() + GAP) - GAP,
    )


class _Hint(QWidget):
    """A title and a few lines of text on the paper; the mouse goes through."""

    def __init__(self, canvas: CanvasView, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self._title())
        self._whole = True

    def set_whole(self, whole: bool, width: int) -> int:
        """Whether samples follow, which the last line announces; the height it then takes."""
        self._whole = whole
        self.update()
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        lines = self.fontMetrics().boundingRect(0, 0, width, 1000, flags, self._lines())
        return QFontMetrics(self._title_font(width)).height() + GAP + lines.height() + GAP

    def _title(self) -> str:
        return self.tr("Draw something")

    def _lines(self) -> str:
        lines = self.tr("B draws, E erases, Space moves the paper, ? shows every shortcut.")
        if self._whole:
            lines += "\n" + self.tr("Or begin with one of these sketches:")
        return lines

    def _title_font(self, width: int) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(font.pointSizeF() * (2.0 if width == _WIDEST else 1.6))
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write on the paper in a colour that can be read on it."""
        painter = QPainter(self)
        paper = self._canvas.editor.page.paper
        font = self._title_font(self.width())
        painter.setFont(font)
        painter.setPen(ink_on(paper, 0.82))
        centre = Qt.AlignmentFlag.AlignHCenter
        painter.drawText(self.rect(), centre, self._title())
        painter.setFont(self.font())
        painter.setPen(ink_on(paper, 0.62))
        below = self.rect().adjusted(0, QFontMetrics(font).height() + GAP, 0, 0)
        painter.drawText(below, centre | Qt.TextFlag.TextWordWrap, self._lines())


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
