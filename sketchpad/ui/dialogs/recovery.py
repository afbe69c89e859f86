"""Offers what a crash or a power cut left behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sketchpad.ui.icons import icon
from sketchpad.ui.widgets import muted

if TYPE_CHECKING:
    from sketchpad.files.journal import Recoverable


class RecoveryDialog(QDialog):
    """A list of drawings that were open when the application ended unexpectedly.

    Signals:
        recover_chosen: open these.
        discard_chosen: these are not wanted any more.
    """

    recover_chosen = Signal(list)
    discard_chosen = Signal(list)

    def __init__(self, found: Sequence[Recoverable], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Recover Drawings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._found = list(found)
        picture = QLabel()
        picture.setPixmap(icon("recover").pixmap(QSize(36, 36), self.devicePixelRatioF()))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        heading = QLabel(self.tr("Your drawings were kept"))
        heading.setObjectName("heading")
        text = muted(
            self.tr(
                "Sketchpad did not close properly the last time. Everything up to the last "
                "finished stroke is here."
            )
        )
        texts = QVBoxLayout()
        texts.addWidget(heading)
        texts.addWidget(text)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(picture)
        top.addLayout(texts, 1)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Drawings that can be recovered"))
        for entry in self._found:
            item = QListWidgetItem(icon("file"), self._describe(entry))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.setMinimumHeight(120)
        discard = QPushButton(self.tr("Discard All"))
        later = QPushButton(self.tr("Later"))
        recover = QPushButton(self.tr("Recover"))
        recover.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(discard)
        row.addStretch(1)
        row.addWidget(later)
        row.addWidget(recover)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 16)
        layout.setSpacing(14)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.setMinimumWidth(520)
        discard.clicked.connect(lambda _=False: self._on_discard())
        later.clicked.connect(lambda _=False: self.reject())
        recover.clicked.connect(lambda _=False: self._on_recover())

    def _describe(self, entry: Recoverable) -> str:
        name = entry.source.name if entry.source is not None else self.tr("Untitled")
        when = QDateTime.fromSecsSinceEpoch(int(entry.modified))
        time = QLocale().toString(when, QLocale.FormatType.ShortFormat)
        return self.tr("{name}, last changed {time}").format(name=name, time=time)

    def _on_recover(self) -> None:
        checked = [
            entry
            for row, entry in enumerate(self._found)
            if self.list.item(row).checkState() == Qt.CheckState.Checked
        ]
        self.accept()
        self.recover_chosen.emit(checked)

    def _on_discard(self) -> None:
        self.accept()
        self.discard_chosen.emit(self._found)
