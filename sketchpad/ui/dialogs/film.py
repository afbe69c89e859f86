"""Frames of a morph: one in large, with its neighbours shining through, and all in a strip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from sketchpad.core.stroke import Stroke, bounds_of
from sketchpad.ui import render, theme
from sketchpad.ui.ghosts import ghost_colour
from sketchpad.ui.icons import icon
from sketchpad.ui.suggestions.picture import suggestion_icon, suggestion_image

#: ms that each frame stands when it is played.
FRAME_MS: Final = 110
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
        hint: said while there are none.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.onion = True
        self.paper = "#ffffff"
        self.hint = ""
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
            dark = QColor(self.paper).lightness() < 128
            painter.setPen(QColor(theme.mix("#ffffff" if dark else "#000000", self.paper, 0.55)))
            area = self.rect().adjusted(24, 24, -24, -24)
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, wrapped, self.hint)
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


class FilmViewer(QWidget):
    """Frames to look at: one in large, a slider and a strip to choose it, and all of them played.

    Attributes:
        frames: what is shown.

    Signals:
        opened: a frame was double-clicked, or Enter was pressed on it.
    """

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.frames: Sequence[Frame] = ()
        self.preview = FramePreview()
        self.strip = FilmStrip()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Frame in view"))
        self.play = QPushButton()
        self.play.setAutoDefault(False)
        self.play.setCheckable(True)
        self.onion = QCheckBox(self.tr("Onion skin"))
        self.onion.setChecked(True)
        self.onion.setToolTip(self.tr("Let the neighbouring frames shine through"))
        self._step = 1
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._on_tick)
        self._build()
        self._on_play(on=False)
        self.onion.toggled.connect(self._on_onion)
        self.slider.valueChanged.connect(self._on_frame)
        self.strip.currentRowChanged.connect(self._on_row)
        self.strip.itemActivated.connect(lambda _item: self.opened.emit())
        self.play.toggled.connect(self._on_play)

    def _build(self) -> None:
        controls = QHBoxLayout()
        controls.setSpacing(8)
        controls.addWidget(self.play)
        controls.addWidget(self.slider, 1)
        controls.addWidget(self.onion)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.preview, 1)
        column.addLayout(controls)
        column.addWidget(self.strip)

    @property
    def current(self) -> Frame:
        """The frame in view; there is one."""
        return self.frames[self.slider.value()]

    def show_frames(self, frames: Sequence[Frame], labels: Sequence[str], paper: str) -> None:
        """Show other frames, and the one in the middle of them in large."""
        self.frames = frames
        self.play.setChecked(False)
        self.preview.paper = paper
        self.preview.set_frames(frames)
        self.strip.set_frames(frames, labels, paper)
        self.slider.setRange(0, max(len(frames) - 1, 0))
        self.slider.setValue(0)
        for widget in (self.slider, self.play, self.onion):
            widget.setEnabled(len(frames) > 1)

    def let_play(self, *, follows: bool) -> None:
        """Offer to play the frames, and their neighbours, if they follow each other."""
        for widget in (self.play, self.onion):
            widget.setVisible(follows)
        self.play.setChecked(self.play.isChecked() and follows)
        self.preview.onion = follows and self.onion.isChecked()
        self.preview.update()

    def _on_frame(self, index: int) -> None:
        self.preview.show_frame(index)
        self.strip.blockSignals(True)
        self.strip.setCurrentRow(index)
        self.strip.blockSignals(False)

    def _on_row(self, row: int) -> None:
        if row >= 0:
            self.slider.setValue(row)

    def _on_onion(self, on: bool) -> None:
        self.preview.onion = on
        self.preview.update()

    def _on_play(self, on: bool) -> None:
        self.play.setIcon(icon("pause" if on else "play"))
        self.play.setText(self.tr("Pause") if on else self.tr("Play"))
        self._step = 1
        if on:
            self._timer.start()
        else:
            self._timer.stop()

    def _on_tick(self) -> None:
        """There and back again."""
        last = self.slider.maximum()
        if not 0 <= self.slider.value() + self._step <= last:
            self._step = -self._step
        self.slider.setValue(self.slider.value() + self._step)
