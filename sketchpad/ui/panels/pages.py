"""The pages of the drawing as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMetaObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QToolButton,
)

from sketchpad.core.document import Page
from sketchpad.ui.panels.panel import Panel
from sketchpad.ui.theme import current
from sketchpad.ui.thumbnails import page_image

if TYPE_CHECKING:
    from sketchpad.ui.tab import DocumentTab
    from sketchpad.ui.window import MainWindow

THUMB: Final = QSize(104, 84)
#: Pictures follow the pen with this delay, so that drawing never waits for them.
DELAY_MS: Final = 500
_ID: Final = Qt.ItemDataRole.UserRole
BUTTONS: Final = ("page.add", "page.duplicate", "page.setup", "page.delete")


class PagesPanel(Panel):
    """Go to pages, add, reorder and delete them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setIconSize(THUMB)
        self.list.setGridSize(QSize(THUMB.width() + 16, THUMB.height() + 34))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for action_id in BUTTONS:
            button = QToolButton()
            button.setDefaultAction(window.actions_[action_id])
            button.setAccessibleName(window.actions_[action_id].text())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.column.addWidget(self.list, 1)
        self.column.addLayout(buttons)
        self._drawn: dict[str, Page] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.refresh)
        self.list.currentItemChanged.connect(self._on_current)

    def watch(self, tab: DocumentTab) -> list[QMetaObject.Connection]:
        """Follow the document, a little late."""
        self._drawn = {}
        self.list.blockSignals(True)
        self.list.clear()
        self.list.blockSignals(False)
        return [
            tab.editor.document_changed.connect(self._on_changed),
            tab.editor.current_changed.connect(self.refresh),
        ]

    def detach(self) -> None:
        """Stop waiting."""
        self._timer.stop()
        super().detach()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while hidden."""
        super().showEvent(event)
        if self.tab is not None:
            self.refresh()
            self._come_into_view()

    def refresh(self) -> None:
        """Show the pages; pictures are drawn again only where a page changed."""
        if not self.isVisible():
            return
        pages, before = self.editor.document.pages, self.list.currentRow()
        self.list.blockSignals(True)
        while self.list.count() > len(pages):
            self.list.takeItem(self.list.count() - 1)
        for index, page in enumerate(pages):
            if index == self.list.count():
                self.list.addItem(QListWidgetItem())
            self._show(self.list.item(index), index, page)
            if page.id == self.editor.page.id:
                self.list.setCurrentRow(index)
        self._drawn = {page.id: page for page in pages}
        self.list.blockSignals(False)
        if self.list.currentRow() != before:
            self._come_into_view()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page in front in view."""
        super().resizeEvent(event)
        self._come_into_view()

    def _come_into_view(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.list.doItemsLayout()  # or it scrolls to where the item was
            self.list.scrollToItem(item)

    def _show(self, item: QListWidgetItem, index: int, page: Page) -> None:
        if item.data(_ID) == page.id and self._drawn.get(page.id) is page:
            return
        item.setData(_ID, page.id)
        name = page.name or self.tr("Page {number}").format(number=index + 1)
        item.setText(name)
        item.setIcon(self._picture(page))

    def _picture(self, page: Page) -> QIcon:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(THUMB * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        image = page_image(page, THUMB.width() - 6, THUMB.height() - 6, ratio)
        painter = QPainter(pixmap)
        size = image.deviceIndependentSize()
        left, top = (THUMB.width() - size.width()) / 2, (THUMB.height() - size.height()) / 2
        target = QRectF(left, top, size.width(), size.height())
        painter.drawImage(target, image)
        painter.setPen(QPen(QColor(current().edge), 1))
        painter.drawRect(target)
        painter.end()
        result = QIcon(pixmap)
        result.addPixmap(pixmap, QIcon.Mode.Selected)
        return result

    def _on_changed(self) -> None:
        if len(self.editor.document.pages) != self.list.count():
            self.refresh()
        elif not self._timer.isActive():
            self._timer.start()

    def _on_current(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None:
            self.shell.pages.go(item.data(_ID))
