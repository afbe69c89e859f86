"""The shortcuts page: every action of the table, with its keys to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sketchpad.ui.action import native, normal
from sketchpad.ui.actions import action, by_category, conflicts, default_keys
from sketchpad.ui.icons import icon
from sketchpad.ui.widgets import muted

if TYPE_CHECKING:
    from sketchpad.ui.window import MainWindow

_ID: Final = Qt.ItemDataRole.UserRole


class ShortcutsPage(QWidget):
    """Choose an action, press the keys."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.shell = window
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find an action or a shortcut"))
        self.search.setAccessibleName(self.tr("Find an action or a shortcut"))
        self.search.setClearButtonEnabled(True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.tr("Actions and their shortcuts"))
        self.tree.setHeaderLabels([self.tr("Action"), self.tr("Shortcuts")])
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(14)
        self.tree.setIconSize(QSize(18, 18))
        self.tree.setUniformRowHeights(True)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setStretchLastSection(False)
        self.edit = QKeySequenceEdit()
        self.edit.setMaximumSequenceLength(1)
        self.edit.setAccessibleName(self.tr("New shortcut"))
        for field in self.edit.findChildren(QLineEdit):
            field.setPlaceholderText(self.tr("Ctrl+…"))
        self.assign = QPushButton(self.tr("Assign"))
        self.remove = QPushButton(self.tr("Remove"))
        self.reset = QPushButton(self.tr("Default"))
        self.reset_all = QPushButton(self.tr("All Defaults"))
        self.reset_all.setFlat(True)
        self.note = muted("")
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Press keys:")))
        row.addWidget(self.edit, 1)
        below = QHBoxLayout()
        below.addWidget(self.note, 1)
        below.addWidget(self.reset_all)
        for button in (self.assign, self.remove, self.reset, self.reset_all):
            button.setAutoDefault(False)
        for button in (self.assign, self.remove, self.reset):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addLayout(row)
        layout.addLayout(below)
        self._fill()
        self.search.textChanged.connect(self._on_search)
        self.tree.currentItemChanged.connect(lambda _now, _before: self._on_current())
        self.edit.keySequenceChanged.connect(lambda _keys: self._on_current())
        self.assign.clicked.connect(lambda _=False: self._on_assign())
        self.remove.clicked.connect(lambda _=False: self._put(()))
        self.reset.clicked.connect(lambda _=False: self._put(default_keys()[self._chosen()]))
        self.reset_all.clicked.connect(lambda _=False: self._use(default_keys()))
        self._on_current()

    def choose(self, action_id: str) -> None:
        """Choose an action."""
        self.tree.setCurrentItem(self._items[action_id])

    def _fill(self) -> None:
        self._items: dict[str, QTreeWidgetItem] = {}
        self._groups: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        for title, rows in by_category():
            head = QTreeWidgetItem(self.tree, [title])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = head.font(0)
            font.setBold(True)
            head.setFont(0, font)
            for row in rows:
                item = QTreeWidgetItem(head, [row.label])
                item.setIcon(0, icon(row.icon))
                item.setToolTip(0, row.hint)
                item.setData(0, _ID, row.id)
                self._items[row.id] = item
            head.setExpanded(True)
            self._groups.append((head, [self._items[row.id] for row in rows]))
        self._show_keys()

    def _show_keys(self) -> None:
        for action_id, keys in self.shell.actions_.keys.items():
            self._items[action_id].setText(1, ",  ".join(native(keys)))

    def _chosen(self) -> str:
        item = self.tree.currentItem()
        return str(item.data(0, _ID) or "") if item is not None else ""

    def _on_search(self, text: str) -> None:
        text = text.casefold()
        for item in self._items.values():
            item.setHidden(text not in f"{item.text(0)} {item.text(1)}".casefold())
        for head, items in self._groups:
            head.setHidden(all(item.isHidden() for item in items))

    def _on_current(self) -> None:
        chosen = self._chosen()
        keys = self._typed()
        taken = self._owner(keys, chosen)
        self.assign.setEnabled(bool(chosen and keys) and taken is None)
        self.remove.setEnabled(bool(chosen) and bool(self.shell.actions_.keys[chosen]))
        self.reset.setEnabled(bool(chosen))
        if taken is not None:
            text = self.tr("{keys} belongs to “{name}” already; remove it there first.")
            self.note.setText(text.format(keys=native([keys])[0], name=action(taken).label))
        elif not chosen:
            self.note.setText(self.tr("Choose an action, then press the keys for it."))
        else:
            self.note.setText(action(chosen).hint)

    def _typed(self) -> str:
        return self.edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _owner(self, keys: str, chosen: str) -> str | None:
        if not keys:
            return None
        for action_id, texts in self.shell.actions_.keys.items():
            if action_id != chosen and normal(keys) in [normal(text) for text in texts]:
                return action_id
        return None

    def _on_assign(self) -> None:
        chosen, keys = self._chosen(), self._typed()
        present = self.shell.actions_.keys[chosen]
        if keys not in present:
            self._put((keys, *present))
        self.edit.clear()

    def _put(self, keys: tuple[str, ...]) -> None:
        self._use({**self.shell.actions_.keys, self._chosen(): keys})

    def _use(self, keys: dict[str, tuple[str, ...]]) -> None:
        clash = conflicts(keys)
        if clash:
            text, ids = next(iter(clash.items()))
            names = " / ".join(action(action_id).label for action_id in ids)
            self.note.setText(
                self.tr("{keys} would belong to two actions: {names}.").format(
                    keys=native([text])[0], names=names
                )
            )
            return
        self.shell.actions_.set_keys(keys)
        self.shell.settings.put_keys(keys)
        self._show_keys()
        self._on_current()
