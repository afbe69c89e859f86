"""The command palette: type a few letters of anything the application can do."""

from __future__ import annotations

import unicodedata
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from sketchpad.ui.action import Action, native
from sketchpad.ui.action_set import ActionSet
from sketchpad.ui.actions import by_category
from sketchpad.ui.icons import icon
from sketchpad.ui.popup import Popup

WIDTH = 560
ROWS = 10
ROW_HEIGHT = 38
Index = QModelIndex | QPersistentModelIndex
_KEYS = Qt.ItemDataRole.UserRole + 1
_CATEGORY = Qt.ItemDataRole.UserRole + 2


def score(query: str, text: str) -> int | None:
    """How well ``text`` answers ``query``, smaller is better; None if it does not.

    Every word of the query must be in the text; words that begin a word of the text count most.
    Failing that, the query's letters may appear in order, from the beginning of a word on.
    """
    query, text = _plain(query), _plain(text)
    if not query:
        return 0
    starts = [word for word in text.split() if word]
    total = 0
    for word in query.split():
        if any(start.startswith(word) for start in starts):
            total += 0 if text.startswith(word) else 1
        elif word in text:
            total += 10
        else:
            break
    else:
        return total
    wanted = query.replace(" ", "")
    tails = (text[text.index(start) :] for start in starts if start[0] == wanted[0])
    return 100 if any(_in_order(wanted, tail) for tail in tails) else None


def _in_order(wanted: str, text: str) -> bool:
    letters = iter(text)
    return all(letter in letters for letter in wanted)


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


class CommandPalette(Popup):
    """Find an action by name and trigger it."""

    def __init__(self, actions: ActionSet, parent: QWidget) -> None:
        super().__init__(parent, "")
        self.setWindowTitle(self.tr("Command palette"))
        self.setAccessibleName(self.windowTitle())
        self._actions = actions
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("What do you want to do?"))
        self.field.setAccessibleName(self.tr("Command"))
        self.field.setClearButtonEnabled(False)
        self.field.setMinimumHeight(30)
        self.results = QListWidget()
        self.results.setAccessibleName(self.tr("Matching commands"))
        self.results.setItemDelegate(_Row(self.results))
        self.results.setFixedHeight(ROWS * ROW_HEIGHT + 8)
        self.results.setFrameShape(QListWidget.Shape.NoFrame)
        self.results.setStyleSheet("QListWidget { border: none; background: transparent; }")
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.card.addWidget(self.field)
        self.card.addWidget(self.results)
        self.nothing = QLabel(self.tr("There is no command of this name."))
        self.nothing.setObjectName("muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setFixedHeight(self.results.height())
        self.card.addWidget(self.nothing)
        self.setFixedWidth(WIDTH)
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self._run)
        self.field.installEventFilter(self)
        self.results.itemClicked.connect(lambda _item: self._run())
        self._search("")
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move through the results while the text keeps the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.results.count():
                row = (self.results.currentRow() + step) % self.results.count()
                self.results.setCurrentRow(row)
                return True
        return super().eventFilter(watched, event)

    def _search(self, query: str) -> None:
        found: list[tuple[int, int, str, Action]] = []
        for category, rows in by_category():
            for row in rows:
                rank = score(query, f"{row.label} {category}")
                if rank is not None:
                    blocked = 0 if self._actions[row.id].isEnabled() else 1
                    found.append((blocked, rank, category, row))
        found.sort(key=lambda entry: entry[:2])
        self.results.clear()
        for blocked, _rank, category, row in found:
            item = QListWidgetItem(icon(row.icon), row.label)
            item.setToolTip(row.hint)
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            item.setData(_KEYS, "  ".join(native(self._actions.keys[row.id][:1])))
            item.setData(_CATEGORY, category)
            if blocked:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.results.addItem(item)
        self.results.setCurrentRow(0)
        self.nothing.setVisible(not found)
        self.results.setVisible(bool(found))

    def _run(self) -> None:
        item = self.results.currentItem()
        if self.results.currentRow() < 0 or not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        target = self._actions[item.data(Qt.ItemDataRole.UserRole)]
        self.close()
        target.trigger()


class _Row(QStyledItemDelegate):
    """Icon and name on the left, category and shortcut on the right."""

    #: Room for all but the longest shortcuts, so that categories stand in one column.
    _keys_width: Final = 120

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        palette: QPalette = option.palette
        box: QRect = option.rect
        box = box.adjusted(0, 0, -14, 0)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        keys = str(index.data(_KEYS))
        role = QPalette.ColorRole.PlaceholderText
        group = QPalette.ColorGroup.Active if enabled else QPalette.ColorGroup.Disabled
        painter.save()
        painter.setPen(palette.color(group, role if enabled else QPalette.ColorRole.Text))
        painter.drawText(box, align, keys)
        width = max(self._keys_width, QFontMetrics(painter.font()).horizontalAdvance(keys)) + 18
        painter.drawText(box.adjusted(0, 0, -width, 0), align, str(index.data(_CATEGORY)))
        painter.restore()
