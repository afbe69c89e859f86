"""Offers what a crash or a power cut left behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
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

from sketchpad.core.document import Document
from sketchpad.ui.icons import icon
from sketchpad.ui.thumbnails import page_image
from sketchpad.ui.widgets import muted

if TYPE_CHECKING:
    from sketchpad.files.journal import Recoverable

_PICTURE: Final = QSize(96, 72)


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
        text = muted(self._reason())
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
            blank = QPixmap(_PICTURE)
            blank.fill(Qt.GlobalColor.transparent)
            item = QListWidgetItem(QIcon(blank), self._describe(entry))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.setIconSize(_PICTURE)
        self.list.setMinimumHeight(160)
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

    def show_document(self, row: int, document: Document) -> None:
        """Picture what can be recovered: names and times alone tell too little."""
        ratio = self.devicePixelRatioF()
        layer = self._found[row].layer
        left = [page for page in document.pages if any(one.id == layer for one in page)]
        page = max(left or document.pages, key=lambda page: len(page.sketch))
        picture = QPixmap.fromImage(page_image(page, _PICTURE.width(), _PICTURE.height(), ratio))
        self.list.item(row).setIcon(QIcon(picture))

    def _reason(self) -> str:
        """Why there is something to recover."""
        if all(entry.closed for entry in self._found):
            return self.tr(
                "Sketchpad was told to close by the system while these drawings were not saved. "
                "They are as you left them."
            )
        return self.tr(
            "Sketchpad did not close properly the last time. Everything up to the last "
            "finished stroke is here."
        )

    def _describe(self, entry: Recoverable) -> str:
        never = self.tr("{name} (never saved)").format(name=entry.title or self.tr("New drawing"))
        name = entry.source.name if entry.source is not None else never
        when = QDateTime.fromSecsSinceEpoch(int(entry.modified))
        time = QLocale().toString(when, QLocale.FormatType.ShortFormat)
        return "\n".join((name, self.tr("Last changed {time}").format(time=time)))

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
