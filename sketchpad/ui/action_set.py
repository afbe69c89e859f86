"""The action table brought to life: one QAction per row, and the menus and bars made of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QSizePolicy, QToolBar, QWidget

from sketchpad.core.errors import SketchpadError
from sketchpad.ui.action import Action, native
from sketchpad.ui.actions import ACTIONS, action
from sketchpad.ui.icons import icon
from sketchpad.ui.menus import MENUS

Fill = Callable[[QMenu], None]
Fail = Callable[[BaseException], None]


class ActionSet(QObject):
    """The actions of one window.

    Signals:
        keys_changed: the shortcuts are others now.
    """

    keys_changed = Signal()

    def __init__(
        self,
        window: QMainWindow,
        controllers: Mapping[str, object],
        keys: Mapping[str, Sequence[str]],
        fail: Fail,
    ) -> None:
        """Make the actions; ``controllers`` holds the objects that handlers name.

        A ``SketchpadError`` of a handler goes to ``fail``.

        Raises:
            AttributeError: if a handler does not exist.
        """
        super().__init__(window)
        self._actions: Final[dict[str, QAction]] = {}
        self._groups: Final[dict[str, QActionGroup]] = {}
        self._fail = fail
        self.keys: dict[str, tuple[str, ...]] = {}
        for row in ACTIONS:
            self._actions[row.id] = self._make(row, window, controllers)
        self.set_keys(keys)

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def _make(self, row: Action, window: QMainWindow, controllers: Mapping[str, object]) -> QAction:
        controller, _, method = row.handler.partition(".")
        handler = self._guarded(getattr(controllers[controller], method))
        result = QAction(icon(row.icon), row.label, window)
        result.setObjectName(row.id)
        result.setStatusTip(row.hint)
        result.setIconVisibleInMenu(True)
        if row.choice:
            if row.choice not in self._groups:
                self._groups[row.choice] = QActionGroup(self)
            result.setActionGroup(self._groups[row.choice])
        result.setCheckable(row.checkable or bool(row.choice))
        if row.checkable:
            result.triggered.connect(lambda on=False: handler(on))
        elif row.argument:
            result.triggered.connect(lambda _=False: handler(row.argument))
        else:
            result.triggered.connect(lambda _=False: handler())
        window.addAction(result)
        return result

    def _guarded(self, handler: Callable[..., None]) -> Callable[..., None]:
        def call(*arguments: object) -> None:
            try:
                handler(*arguments)
            except SketchpadError as error:
                self._fail(error)

        return call

    def set_keys(self, keys: Mapping[str, Sequence[str]]) -> None:
        """Use these shortcuts, and name them in the tooltips."""
        for row in ACTIONS:
            chosen = tuple(keys.get(row.id, row.keys))
            self.keys[row.id] = chosen
            self._actions[row.id].setShortcuts([QKeySequence(text) for text in chosen])
            suffix = f"  ({native(chosen)[0]})" if chosen else ""
            self._actions[row.id].setToolTip(f"{row.label}{suffix}\n{row.hint}")
        self.keys_changed.emit()

    def refresh(self, facts: Collection[str], checked: Mapping[str, bool]) -> None:
        """Enable what can be done now, and check what is on."""
        for row in ACTIONS:
            target = self._actions[row.id]
            target.setEnabled(all(fact in facts for fact in row.needs))
            if row.id in checked:
                target.setChecked(checked[row.id])

    def explain(self, action_id: str, reason: str | None) -> None:
        """Say in an action's tooltip too why it cannot be used; None if it can."""
        row, target = action(action_id), self._actions[action_id]
        keys = native(self.keys[action_id])
        suffix = f"  ({keys[0]})" if keys else ""
        why = f"\n{reason}" if reason is not None else ""
        target.setToolTip(f"{row.label}{suffix}\n{row.hint}{why}")
        target.setStatusTip(reason or row.hint)

    def fill_menus(self, bar: QMenuBar, special: Mapping[str, Fill]) -> None:
        """Build the menu bar from ``MENUS``; ``special`` fills the ``@`` menus when they open."""
        for title, entries in MENUS:
            menu = bar.addMenu(QCoreApplication.translate("Menus", title))
            # What needs a model says in its tooltip why it cannot be had.
            menu.setToolTipsVisible("suggest.complete" in entries)
            for entry in entries:
                if entry is None:
                    menu.addSeparator()
                elif entry.startswith("@"):
                    special[entry](menu)
                else:
                    menu.addAction(self._actions[entry])

    def make_menu(self, entries: Sequence[str | None], parent: QWidget) -> QMenu:
        """A menu of what can be done now; what cannot is left out."""
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            elif self._actions[entry].isEnabled():
                menu.addAction(self._actions[entry])
        return menu

    def make_bar(
        self, name: str, title: str, entries: Sequence[str | None], icon_size: int
    ) -> QToolBar:
        """A tool bar that stays where it is; every button can be reached with the keyboard."""
        bar = QToolBar(title)
        bar.setObjectName(name)
        bar.setMovable(False)
        bar.setIconSize(QSize(icon_size, icon_size))
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for entry in entries:
            if entry is None:
                bar.addSeparator()
            elif entry == "@space":
                space = QWidget()
                space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
                bar.addWidget(space)
            else:
                bar.addAction(self._actions[entry])
                name_button(bar, self._actions[entry])
        return bar


def name_button(bar: QToolBar, target: QAction) -> None:
    """Name an action's button for assistive technology, and let Tab reach it."""
    button = bar.widgetForAction(target)
    row = action(target.objectName())
    button.setAccessibleName(row.label)
    button.setAccessibleDescription(row.hint)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
