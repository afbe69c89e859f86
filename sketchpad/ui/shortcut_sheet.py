"""The sheet behind the question mark: every shortcut, by category, and the canvas' gestures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sketchpad.ui.action import native
from sketchpad.ui.action_set import ActionSet
from sketchpad.ui.actions import by_category
from sketchpad.ui.popup import Popup
from sketchpad.ui.widgets import section

COLUMNS = 3


class ShortcutSheet(Popup):
    """Reads the shortcuts from the action table, so it cannot be out of date."""

    def __init__(self, actions: ActionSet, parent: QWidget) -> None:
        super().__init__(parent, "")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAccessibleName(self.windowTitle())
        heading = QLabel(self.windowTitle())
        heading.setObjectName("heading")
        body = QWidget()
        body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        columns = QHBoxLayout(body)
        columns.setSpacing(36)
        columns.setContentsMargins(0, 0, 12, 0)
        for column in self._columns(actions):
            columns.addLayout(column, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(body)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room = parent.window().size()
        area.setMinimumWidth(min(body.sizeHint().width() + 24, room.width() - 120))
        area.setMinimumHeight(min(body.sizeHint().height() + 8, room.height() - 150))
        self.card.setContentsMargins(24, 18, 12, 18)
        self.card.setSpacing(14)
        self.card.addWidget(heading)
        self.card.addWidget(area)

    def _columns(self, actions: ActionSet) -> list[QVBoxLayout]:
        groups = [
            (title, [(row.label, native(actions.keys[row.id])) for row in rows])
            for title, rows in by_category()
        ]
        groups.append((self.tr("On the canvas"), self._gestures()))
        groups = [(title, [row for row in rows if row[1]]) for title, rows in groups]
        total = sum(len(rows) + 2 for _title, rows in groups)
        columns = [QVBoxLayout()]
        filled = 0
        for title, rows in groups:
            if filled >= total / COLUMNS and len(columns) < COLUMNS:
                columns.append(QVBoxLayout())
                filled = 0
            columns[-1].setSpacing(6)
            columns[-1].addWidget(section(title))
            columns[-1].addLayout(_table(rows))
            columns[-1].addSpacing(14)
            filled += len(rows) + 2
        for column in columns:
            column.addStretch(1)
        return columns

    def _gestures(self) -> list[tuple[str, list[str]]]:
        return [
            (self.tr("Move the paper"), [self.tr("Space+Drag")]),
            (self.tr("Scroll"), [self.tr("Wheel")]),
            (self.tr("Zoom at the pointer"), [self.tr("Ctrl+Wheel")]),
            (self.tr("Erase and leave no hole"), [self.tr("Shift+Drag"), self.tr("Alt+Drag")]),
            (self.tr("Give up the gesture"), native(["Esc"])),
            (self.tr("Accept the suggestion"), native(["Tab"])),
            (self.tr("Accept its next stroke"), native(["Ctrl+Right"])),
            (self.tr("Dismiss the suggestion"), native(["Esc"])),
            (self.tr("Another suggestion"), native(["[", "]"])),
            (self.tr("The suggestion of this number"), native(["Alt+1"])),
        ]


def _table(rows: list[tuple[str, list[str]]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(3)
    grid.setHorizontalSpacing(12)
    grid.setColumnStretch(0, 1)
    for number, (name, keys) in enumerate(rows):
        grid.addWidget(QLabel(name), number, 0)
        box = QHBoxLayout()
        box.setSpacing(4)
        box.addStretch(1)
        for text in keys[:2]:
            key = QLabel(text)
            key.setObjectName("key")
            box.addWidget(key)
        grid.addLayout(box, number, 1)
    return grid
