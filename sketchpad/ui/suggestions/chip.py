"""The recogniser's guess in a corner of the canvas; a click corrects it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from sketchpad.inference.recognise import Guess
from sketchpad.ui.categories import category_label
from sketchpad.ui.icons import icon
from sketchpad.ui.suggestions.controller import Suggesting

#: A guess that is less probable than this would only amuse.
_HOPELESS: Final = 0.25
_MARGIN: Final = 12
_PADDING: Final = 30


class RecogniseChip(QToolButton):
    """What the drawing is taken for, and how surely; nothing while there is no guess."""

    def __init__(
        self,
        suggesting: Suggesting,
        over: QWidget,
        parent: QWidget,
        choose_other: Callable[[], object],
    ) -> None:
        """Make it; ``choose_other`` lets the user choose among all categories."""
        super().__init__(parent)
        self._suggesting = suggesting
        self._over = over
        self._choose_other = choose_other
        self.setObjectName("chip")
        self.setIcon(icon("recognise"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("What the drawing is taken for"))
        self._menu = QMenu(self)
        self._menu.setAccessibleName(self.tr("Categories"))
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        over.installEventFilter(self)
        suggesting.guessing.guessed.connect(self.refresh)
        suggesting.categorised.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the guess, or what the user said it is."""
        suggesting = self._suggesting
        guesses = suggesting.guessing.guesses
        if suggesting.category is not None:
            text = category_label(suggesting.category)
            tip = self.tr("You said what this is; click to change it")
        elif guesses and suggesting.settings.chip:
            text, tip = self._guess(guesses[0])
        else:
            self.hide()
            return
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleDescription(text)
        self._place()
        self.show()

    def _guess(self, guess: Guess) -> tuple[str, str]:
        """What to say about the best guess, and in the tooltip."""
        if not self._suggesting.guessing.is_unsure:
            text = category_label(guess.name)
            tip = self.tr("What the drawing is taken for; click to correct it")
        else:
            tip = self.tr("It is not clear yet what this is: click to say it")
            if guess.probability < _HOPELESS:
                return self.tr("What is it?"), tip
            text = self.tr("Perhaps {category}").format(category=category_label(guess.name))
        return f"{text}  {_percent(guess.probability)}", tip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        # The hint of a button with a menu leaves room for an arrow.
        text = self.fontMetrics().horizontalAdvance(self.text())
        self.resize(text + self.iconSize().width() + _PADDING, self.sizeHint().height())
        area = self._over.geometry()
        self.move(area.right() - self.width() - _MARGIN, area.top() + _MARGIN)

    def _fill(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        chosen = self._suggesting.category
        for guess in self._suggesting.guessing.guesses:
            text = f"{category_label(guess.name)}\t{_percent(guess.probability)}"
            self._add(group, text, guess.name, checked=guess.name == chosen)
        self._menu.addSeparator()
        self._add(group, self.tr("As recognised"), None, checked=chosen is None)
        other = self._menu.addAction(self.tr("Another Category…"))
        other.triggered.connect(lambda _=False: self._choose_other())

    def _add(
        self, group: QActionGroup, text: str, category: str | None, *, checked: bool
    ) -> QAction:
        entry = self._menu.addAction(text)
        entry.setCheckable(True)
        entry.setChecked(checked)
        group.addAction(entry)
        entry.triggered.connect(lambda _=False: self._suggesting.set_category(category))
        return entry


def _percent(probability: float) -> str:
    """Never certain, never impossible."""
    return f"{min(max(round(100 * probability), 1), 99)} %"
