"""The sheet behind the question mark: every shortcut, by category, and the canvas' gestures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
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
from sketchpad.ui.popup import MARGIN, Popup
from sketchpad.ui.widgets import section

#: So many columns are tried, until the sheet fits the window.
COLUMNS: Final = (3, 4, 5)
#: And so many, where the sheet has to be scrolled.
FEWER: Final = (3, 2, 1)
#: What a group's title takes, in rows.
_TITLE: Final = 1.6
#: Around the columns: the card's margins and heading, logical pixels.
_AROUND: Final = QSize(2 * MARGIN + 44, 2 * MARGIN + 80)

_Row = tuple[str, list[str]]
_Group = tuple[str, list[_Row]]


class ShortcutSheet(Popup):
    """Reads the shortcuts from the action table, so it cannot be out of date.

    Attributes:
        area: scrolls only in windows that are too small for all of it.
    """

    def __init__(self, actions: ActionSet, parent: QWidget) -> None:
        super().__init__(parent, "")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAccessibleName(self.windowTitle())
        heading = QLabel(self.windowTitle())
        heading.setObjectName("heading")
        groups = self._groups(actions)
        room = parent.window().size() - _AROUND
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        size = self._fill(groups, room)
        self.area.setFixedSize(size.boundedTo(room) + QSize(2, 2))
        self.card.setContentsMargins(22, 16, 22, 16)
        self.card.setSpacing(10)
        self.card.addWidget(heading)
        self.card.addWidget(self.area)

    def _fill(self, groups: Sequence[_Group], room: QSize) -> QSize:
        """Show as few columns as fit; if none do, as many as are not too wide, to be scrolled."""
        for count in COLUMNS:
            size = self._show(groups, count)
            if size.width() > room.width():
                break
            if size.height() <= room.height():
                return size
        bar = QSize(self.area.verticalScrollBar().sizeHint().width(), 0)
        for count in FEWER:
            size = self._show(groups, count) + bar
            if size.width() <= room.width():
                break
        return size

    def _show(self, groups: Sequence[_Group], count: int) -> QSize:
        """Show them in so many columns, and tell the size of that."""
        body = _body(_columns(groups, count))
        self.area.setWidget(body)  # in it, the body has its style and knows its size
        body.ensurePolished()
        return body.sizeHint()

    def _groups(self, actions: ActionSet) -> list[_Group]:
        groups: list[_Group] = [
            (title, [(row.label, native(actions.keys[row.id])) for row in rows])
            for title, rows in by_category()
        ]
        groups.append((self.tr("On the canvas"), self._gestures()))
        return [(title, [row for row in rows if row[1]]) for title, rows in groups]

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


def _columns(groups: Sequence[_Group], count: int) -> list[Sequence[_Group]]:
    """Groups in their order, in columns whose tallest is as short as can be."""
    if count == 1:
        return [groups]
    ways = (
        [groups[:cut], *_columns(groups[cut:], count - 1)]
        for cut in range(1, len(groups) - count + 2)
    )
    return min(ways, key=lambda columns: max(map(_height, columns)))


def _height(column: Sequence[_Group]) -> float:
    return sum(len(rows) + _TITLE for _title, rows in column)


def _body(columns: Iterable[Sequence[_Group]]) -> QWidget:
    body = QWidget()
    body.setObjectName("sheet")
    body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
    layout = QHBoxLayout(body)
    layout.setSpacing(26)
    layout.setContentsMargins(0, 0, 0, 0)
    for groups in columns:
        column = QVBoxLayout()
        column.setSpacing(4)
        for title, rows in groups:
            column.addWidget(section(title))
            column.addLayout(_table(rows))
            column.addSpacing(8)
        column.addStretch(1)
        layout.addLayout(column, 1)
    return body


def _table(rows: Iterable[_Row]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(2)
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
