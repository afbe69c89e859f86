"""The layers of the current page, the top one first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QMetaObject,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QIcon, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
)

from sketchpad.core.document import Layer
from sketchpad.ui.icons import icon
from sketchpad.ui.panels.panel import Panel
from sketchpad.ui.widgets import SliderRow

if TYPE_CHECKING:
    from sketchpad.ui.tab import DocumentTab
    from sketchpad.ui.window import MainWindow

Index = QModelIndex | QPersistentModelIndex
ROW: Final = 36
_ID: Final = Qt.ItemDataRole.UserRole
_VISIBLE: Final = Qt.ItemDataRole.UserRole + 1
_LOCKED: Final = Qt.ItemDataRole.UserRole + 2
_UNDERLAY: Final = Qt.ItemDataRole.UserRole + 3
BUTTONS: Final = (
    *("layer.add", "layer.duplicate", "layer.up", "layer.down", "layer.merge"),
    *("file.import_image", "layer.delete"),
)


class LayersPanel(Panel):
    """Visibility, lock, opacity, order and names of layers."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.opacity = SliderRow(self.tr("Opacity"), 0, 100, " %")
        self.underlay = SliderRow(
            self.tr("Underlay"), 0, 100, " %", tip=self.tr("Opacity of the picture to trace")
        )
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Layers"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        row = LayerRow(self.list)
        self.list.setItemDelegate(row)
        self.list.setMinimumHeight(2 * ROW + 8)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for action_id in BUTTONS:
            button = QToolButton()
            button.setDefaultAction(window.actions_[action_id])
            button.setAccessibleName(window.actions_[action_id].text())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            buttons.addWidget(button)
        self.column.addWidget(self.list, 1)
        self.column.addLayout(buttons)
        self.column.addWidget(self.opacity)
        self.move_underlay = QToolButton()
        self.move_underlay.setDefaultAction(window.actions_["tool.underlay"])
        self.move_underlay.setAccessibleName(window.actions_["tool.underlay"].text())
        self.move_underlay.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row_of_underlay = QHBoxLayout()
        row_of_underlay.setSpacing(4)
        row_of_underlay.addWidget(self.underlay, 1)
        row_of_underlay.addWidget(self.move_underlay)
        self.column.addLayout(row_of_underlay)
        self._shown: object = None
        self.list.currentItemChanged.connect(self._on_current)
        self.list.itemChanged.connect(self._on_renamed)
        self.list.model().rowsMoved.connect(self._on_moved)
        row.toggled.connect(self._on_toggled)
        self.opacity.value_changed.connect(lambda v: window.layers.set_opacity(v / 100))
        self.underlay.value_changed.connect(lambda v: window.layers.set_underlay_opacity(v / 100))

    def watch(self, tab: DocumentTab) -> list[QMetaObject.Connection]:
        """Follow the document and what is current in it."""
        self._shown = None
        return [
            tab.editor.document_changed.connect(self.refresh),
            tab.editor.current_changed.connect(self.refresh),
        ]

    def refresh(self) -> None:
        """Show the layers; the list is only rebuilt when one of its rows changed."""
        editor = self.editor
        layers = editor.page.layers[::-1]
        shown = [(x.id, x.name, x.visible, x.locked, x.underlay is None) for x in layers]
        self.list.blockSignals(True)
        if shown != self._shown:
            self._shown = shown
            self.list.clear()
            for layer in layers:
                self.list.addItem(_item(layer))
        ids = [layer.id for layer in layers]
        self.list.setCurrentRow(ids.index(editor.layer.id))
        self.list.blockSignals(False)
        layer = editor.layer
        self.opacity.show_value(100 * layer.opacity)
        self.underlay.setVisible(layer.underlay is not None)
        self.move_underlay.setVisible(layer.underlay is not None)
        if layer.underlay is not None:
            self.underlay.show_value(100 * layer.underlay.opacity)

    def _on_current(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None:
            self.editor.set_layer(item.data(_ID))

    def _on_renamed(self, item: QListWidgetItem) -> None:
        self._shown = None
        self.shell.layers.set_name(item.data(_ID), item.text())
        self.refresh()

    def _on_moved(self) -> None:
        ids = [self.list.item(row).data(_ID) for row in range(self.list.count())][::-1]
        moved = self.list.currentItem().data(_ID)
        self._shown = None
        self.shell.layers.move_to(moved, ids.index(moved))

    def _on_toggled(self, layer_id: str, role: int) -> None:
        layer = self.editor.page.layer(layer_id)
        if role == _VISIBLE:
            self.shell.layers.set_visible(layer_id, not layer.visible)
        else:
            self.shell.layers.set_locked(layer_id, not layer.locked)


class LayerRow(QStyledItemDelegate):
    """An eye, the name, a picture if there is an underlay, and a lock.

    Signals:
        toggled: the eye or the lock of a layer was clicked: its id, and the role of its data.
    """

    toggled = Signal(str, int)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Rows of one height."""
        return QSize(0, ROW)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Leave room for the eye on the left."""
        super().initStyleOption(option, index)
        option.decorationSize = QSize(24, 18)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.icon = QIcon()
        if not index.data(_VISIBLE):
            palette: QPalette = option.palette
            palette.setColor(
                QPalette.ColorRole.Text, palette.color(QPalette.ColorRole.PlaceholderText)
            )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row, then its icons."""
        super().paint(painter, option, index)
        rect: QRect = option.rect
        eye = icon("eye" if index.data(_VISIBLE) else "eye-off")
        eye.paint(painter, _eye(rect).adjusted(5, 5, -5, -5))
        lock = icon("lock" if index.data(_LOCKED) else "unlock")
        painter.setOpacity(1.0 if index.data(_LOCKED) else 0.35)
        lock.paint(painter, _lock(rect).adjusted(6, 6, -6, -6))
        painter.setOpacity(1.0)
        if index.data(_UNDERLAY):
            icon("image").paint(painter, _lock(rect).translated(-26, 0).adjusted(6, 6, -6, -6))

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Clicks on the eye and on the lock."""
        if isinstance(event, QMouseEvent) and event.type() in (
            QEvent.Type.MouseButtonRelease,
            QEvent.Type.MouseButtonDblClick,
        ):
            rect: QRect = option.rect
            for area, role in ((_eye(rect), _VISIBLE), (_lock(rect), _LOCKED)):
                if area.contains(event.position().toPoint()):
                    self.toggled.emit(index.data(_ID), int(role))
                    return True
        return super().editorEvent(event, model, option, index)


def _item(layer: Layer) -> QListWidgetItem:
    item = QListWidgetItem(layer.name)
    item.setData(_ID, layer.id)
    item.setData(_VISIBLE, layer.visible)
    item.setData(_LOCKED, layer.locked)
    item.setData(_UNDERLAY, layer.underlay is not None)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
    return item


def _eye(rect: QRect) -> QRect:
    return QRect(rect.left() + 2, rect.center().y() - 14, 28, 28)


def _lock(rect: QRect) -> QRect:
    return QRect(rect.right() - 32, rect.center().y() - 14, 28, 28)
