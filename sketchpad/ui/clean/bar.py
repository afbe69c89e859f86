"""The bar under the canvas during Clean: what is cleaned, Detail, take the result or leave it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSlider,
    QWidget,
)

from sketchpad.ui.clean.cleaning import Cleaning, Look
from sketchpad.ui.clean.subject import Subject
from sketchpad.ui.widgets import Elided, section

HEIGHT: Final = 60


class CleanBar(QFrame):
    """Follows one ``Cleaning`` at a time, and is hidden without."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("suggestions")
        self.setAccessibleName(self.tr("Clean bar"))
        self._cleaning: Cleaning | None = None
        self.what = QComboBox()
        self.what.setAccessibleName(self.tr("What is cleaned"))
        self.what.setToolTip(self.tr("Clean something else"))
        self.what.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.what.setMinimumWidth(130)
        self.what.setMaximumWidth(260)
        self.what.activated.connect(self._on_what)
        self.detail = QSlider(Qt.Orientation.Horizontal)
        self.detail.setRange(0, 100)
        self.detail.setPageStep(10)
        self.detail.setMinimumWidth(70)
        self.detail.setMaximumWidth(220)
        self.detail.setAccessibleName(self.tr("Detail"))
        self.detail.setToolTip(self.tr("How much of the small stuff survives"))
        self.detail.valueChanged.connect(self._on_detail)
        self.detail.sliderReleased.connect(self._on_released)
        self.percent = QLabel()
        self.status = Elided()
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(90)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Leave the drawing as it is  (Esc)"))
        self.cancel.clicked.connect(self._on_cancel)
        self.accept = QPushButton(self.tr("Accept"))
        self.accept.setObjectName("primary")
        self.accept.setToolTip(
            self.tr("Put the clean strokes on a new layer, and hide the rough ones  (Enter)")
        )
        self.accept.clicked.connect(self._on_accept)
        self._build()
        self.hide()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 10, 4)
        row.setSpacing(8)
        self._label = QLabel(self.tr("Detail"))
        self._label.setBuddy(self.detail)
        self._title = section(self.tr("Clean"))
        self.percent.setMinimumWidth(self.percent.fontMetrics().horizontalAdvance("100 %"))
        row.addWidget(self._title)
        row.addWidget(self.what)
        row.addWidget(self._label)
        row.addWidget(self.detail, 1)
        row.addWidget(self.percent)
        row.addWidget(self.status, 2)
        for widget in (self.progress, self.cancel, self.accept):
            row.addWidget(widget)
        self.setFixedHeight(HEIGHT)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def attach(self, cleaning: Cleaning) -> None:
        """Follow this one from now on, and show."""
        self._cleaning = cleaning
        cleaning.changed.connect(self.refresh)
        cleaning.progressed.connect(self._on_progress)
        self.refresh()
        self.show()

    def detach(self) -> None:
        """Follow nothing, and hide."""
        self._cleaning = None
        self.hide()

    def refresh(self) -> None:
        """Show what is so now."""
        cleaning = self._cleaning
        if cleaning is None:
            return
        self._show_subjects(cleaning)
        self._show_detail()
        if not cleaning.is_running:
            self.progress.setValue(0)
        look = cleaning.look
        failed = look is not None and bool(look.problem) and not cleaning.is_running
        self._make_room()
        self.accept.setEnabled(not failed and not cleaning.taking)
        text = self._text(cleaning)
        self.status.setText(text)
        self.status.setToolTip(text)
        self.setAccessibleDescription(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drop what matters least where there is no room for all."""
        super().resizeEvent(event)
        self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes it, Esc leaves it, wherever in the bar the keyboard is."""
        cleaning, key = self._cleaning, event.key()
        if cleaning is None:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape or (is_enter(key) and self.cancel.hasFocus()):
            cleaning.cancel()
        elif is_enter(key):
            cleaning.accept()
        else:
            super().keyPressEvent(event)

    def _make_room(self) -> None:
        """Hide what is told elsewhere, then what is least used; it comes back with the room."""
        row = self.layout()
        assert row is not None
        running = self._cleaning is not None and self._cleaning.is_running
        self.progress.setVisible(running)
        only = self.what.count() <= 1
        first = (self._title, self.what) if only else (self._title,)
        spare: tuple[QWidget, ...] = (*first, self.progress, self.percent, self._label, self.what)
        for widget in spare:
            widget.setVisible(running or widget is not self.progress)
        for widget in spare:
            row.invalidate()
            if row.minimumSize().width() <= self.width():
                return
            widget.hide()

    def _text(self, cleaning: Cleaning) -> str:
        look = cleaning.look
        if cleaning.taking:
            return self.tr("Finishing…")
        if look is None:
            return self.tr("Looking…")
        if look.problem and (not look.quick or not cleaning.is_running):
            return look.problem
        return self._count(cleaning.subject, look)

    def _count(self, subject: Subject, look: Look) -> str:
        now = len(look.strokes)
        if subject.underlay is not None:
            return self.tr("Strokes: {after}").format(after=now)
        before = len(subject.strokes)
        return self.tr("{before} → {after} strokes").format(before=before, after=now)

    def _show_subjects(self, cleaning: Cleaning) -> None:
        names = [self._name(subject) for subject in cleaning.subjects]
        if names != [self.what.itemText(i) for i in range(self.what.count())]:
            self.what.clear()
            self.what.addItems(names)
        self.what.setCurrentIndex(cleaning.subjects.index(cleaning.subject))
        self.what.setEnabled(len(names) > 1)

    def _name(self, subject: Subject) -> str:
        if subject.kind == "selection":
            return self.tr("Selection")
        if subject.kind == "layer":
            return self.tr("Strokes of “{name}”").format(name=subject.name)
        return self.tr("Picture under “{name}”").format(name=subject.name)

    def _show_detail(self) -> None:
        if self._cleaning is not None and not self.detail.isSliderDown():
            self.detail.blockSignals(True)
            self.detail.setValue(round(100 * self._cleaning.detail))
            self.detail.blockSignals(False)
        self.percent.setText(f"{self.detail.value()} %")

    def _on_what(self, index: int) -> None:
        if self._cleaning is not None:
            self._cleaning.choose(index)

    def _on_detail(self, value: int) -> None:
        self.percent.setText(f"{value} %")
        if self._cleaning is not None:
            self._cleaning.set_detail(value / 100, dragging=self.detail.isSliderDown())

    def _on_released(self) -> None:
        if self._cleaning is not None:
            self._cleaning.set_detail(self.detail.value() / 100)

    def _on_accept(self) -> None:
        if self._cleaning is not None:
            self._cleaning.accept()

    def _on_cancel(self) -> None:
        if self._cleaning is not None:
            self._cleaning.cancel()

    def _on_progress(self, share: float) -> None:
        self.progress.setValue(round(100 * share))


def is_enter(key: int) -> bool:
    """Whether a key is one of the two Enter keys."""
    return key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
