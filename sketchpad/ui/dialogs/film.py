"""Frames of a morph: one in large, with its neighbours shining through, and all in a strip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from sketchpad.core.stroke import Stroke, bounds_of
from sketchpad.ui import render, theme
from sketchpad.ui.ghosts import ghost_colour
from sketchpad.ui.suggestions.picture import suggestion_icon, suggestion_image

FRAME: Final = QSize(84, 72)
_MARGIN: Final = 0.08
#: Neighbours of the frame in view, by their distance: how much of them shines through.
_ONION: Final = (0.0, 0.26, 0.11)

Frame = tuple[Stroke, ...]


class FramePreview(QWidget):
    """One frame on its paper.

    Attributes:
        onion: show the neighbours too.
        paper: the colour under the frames.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.onion = True
        self.paper = "#ffffff"
        self._frames: Sequence[Frame] = ()
        self._index = 0
        self._box: tuple[float, float, float, float] | None = None
        self.setMinimumSize(260, 200)
        self.setAccessibleName(self.tr("Frame in view"))

    def set_frames(self, frames: Sequence[Frame]) -> None:
        """Show other frames."""
        self._frames = frames
        self._box = bounds_of([stroke for frame in frames for stroke in frame])
        self._index = min(self._index, max(len(frames) - 1, 0))
        self.update()

    def show_frame(self, index: int) -> None:
        """Bring a frame in view."""
        self._index = index
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The paper, the neighbours, the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current().border), 1))
        painter.setBrush(QColor(self.paper))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        if self._box is None or self._index >= len(self._frames):
            return
        left, top, right, bottom = self._box
        room = 1.0 - 2.0 * _MARGIN
        scale = room * min(
            self.width() / max(right - left, 1.0), self.height() / max(bottom - top, 1.0)
        )
        painter.translate(self.width() / 2, self.height() / 2)
        painter.scale(scale, scale)
        painter.translate(-(left + right) / 2, -(top + bottom) / 2)
        if self.onion:
            self._paint_neighbours(painter, scale)
        for stroke in self._frames[self._index]:
            render.draw_stroke(painter, stroke, 0.15 / scale)

    def _paint_neighbours(self, painter: QPainter, scale: float) -> None:
        colour = ghost_colour(self.paper)
        for distance in range(len(_ONION) - 1, 0, -1):
            colour.setAlphaF(_ONION[distance])
            for index in (self._index - distance, self._index + distance):
                if 0 <= index < len(self._frames):
                    for stroke in self._frames[index]:
                        painter.fillPath(render.path_of(stroke, 0.15 / scale), colour)


class FilmStrip(QListWidget):
    """All frames in a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Film strip"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(FRAME)
        self.setGridSize(FRAME + QSize(12, 30))
        self.setFixedHeight(FRAME.height() + 56)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_frames(self, frames: Sequence[Frame], labels: Sequence[str], paper: str) -> None:
        """Show frames in one scale, so that they can be compared."""
        box = bounds_of([stroke for frame in frames for stroke in frame])
        self.blockSignals(True)
        self.clear()
        for frame, label in zip(frames, labels, strict=True):
            image = suggestion_image(
                (), frame, FRAME, self.devicePixelRatioF(), paper=paper, colour=None, box=box
            )
            item = QListWidgetItem(suggestion_icon(image), label)
            item.setToolTip(label)
            self.addItem(item)
        self.setCurrentRow(0 if frames else -1)
        self.blockSignals(False)
