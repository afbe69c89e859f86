"""The bar under the canvas: ask for suggestions, steer them, choose one, take it or leave it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMetaObject, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from sketchpad.ui.categories import sorted_by_label
from sketchpad.ui.model_service import ModelService
from sketchpad.ui.sentences import said
from sketchpad.ui.suggestions.category_box import CategoryBox
from sketchpad.ui.suggestions.controller import Suggesting
from sketchpad.ui.suggestions.hint import Hint
from sketchpad.ui.suggestions.settings import SuggestionSettings
from sketchpad.ui.suggestions.strip import Strip
from sketchpad.ui.suggestions.wildness import TameToWild

if TYPE_CHECKING:
    from sketchpad.ui.action_set import ActionSet

HEIGHT: Final = 60
_USUAL: Final = 0.4
_VERBS: Final = ("suggest.complete", "suggest.heal", "suggest.redraw", "suggest.clean")


class SuggestionBar(QFrame):
    """Follows the suggestions of the tab in front.

    Signals:
        settings_changed: the user changed one.
        returned: something was chosen here; the canvas wants the keyboard back.
    """

    settings_changed = Signal()
    returned = Signal()

    def __init__(
        self,
        actions: ActionSet,
        service: ModelService,
        settings: SuggestionSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("suggestions")
        self.setAccessibleName(self.tr("Suggestion bar"))
        self._service = service
        self._settings = settings
        self._suggesting: Suggesting | None = None
        self._links: list[QMetaObject.Connection] = []
        self.category = CategoryBox(self.tr("Category"), self.tr("As recognised"))
        self.category.setToolTip(self.tr("What the drawing shall become; type to search"))
        self.category.setFixedWidth(150)
        self.category.chosen.connect(self._on_category)
        self.category.picked.connect(self.returned)
        self._steering = TameToWild()
        self.wildness = self._steering.slider
        self.wildness.turned.connect(self._on_wildness)
        self.wildness.settled.connect(self._again)
        self.strip = Strip()
        self.strip.counted.connect(self.refresh)
        self.hint = Hint()
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(90)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stop.clicked.connect(self._on_stop)
        self.count = QLabel()
        self.count.setAccessibleName(self.tr("Suggestion in view"))
        self.accept = QPushButton(self.tr("Accept"))
        self.accept.setObjectName("primary")
        self.accept.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.accept.setToolTip(actions["suggest.accept"].toolTip())
        self.accept.clicked.connect(lambda _=False: actions["suggest.accept"].trigger())
        self._choice = [self._action(actions, f"suggest.{n}") for n in ("previous", "next")]
        self._taking = [self._action(actions, f"suggest.{n}") for n in ("accept_next", "reject")]
        self._build(actions)
        service.known.connect(self._on_known)
        self._on_known()

    def _build(self, actions: ActionSet) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(4)
        for name in _VERBS:
            row.addWidget(self._action(actions, name))
        row.addWidget(self._action(actions, "suggest.live"))
        row.addSpacing(6)
        row.addWidget(self.category)
        row.addSpacing(6)
        row.addWidget(self._steering)
        row.addSpacing(8)
        row.addWidget(self.hint, 1)
        row.addStretch(0)
        row.addWidget(self.strip)
        row.addWidget(self._choice[0])
        row.addWidget(self.count)
        row.addWidget(self._choice[1])
        row.addWidget(self.progress)
        row.addWidget(self.stop)
        for button in self._taking:
            row.addWidget(button)
        row.addWidget(self.accept)
        self.setFixedHeight(HEIGHT)
        # A narrow window shall not be held open by what is here.
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _action(self, actions: ActionSet, name: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(actions[name])
        button.setAccessibleName(actions[name].text())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    # Following.

    def attach(self, suggesting: Suggesting) -> None:
        """Follow another tab's suggestions from now on."""
        self.detach()
        self._suggesting = self.strip.suggesting = suggesting
        self._links = [
            suggesting.changed.connect(self.refresh),
            suggesting.grown.connect(self.strip.refresh),
            suggesting.categorised.connect(self._show_category),
            suggesting.progressed.connect(self._on_progress),
        ]
        self._show_category()
        self.refresh()

    def detach(self) -> None:
        """Follow nothing."""
        for link in self._links:
            QObject.disconnect(link)
        self._links = []
        self._suggesting = self.strip.suggesting = None
        self.strip.refresh()

    def refresh(self) -> None:
        """Show what is so now."""
        suggesting = self._suggesting
        if suggesting is None:
            return
        offer = suggesting.offer
        several = offer is not None and len(offer.suggestions) > 1
        running = suggesting.is_running
        self.strip.refresh()
        self.strip.show()
        _show((self.category, self._steering), True)
        _show((*self._choice, self.count), several)
        _show((*self._taking, self.accept), offer is not None and offer.finished)
        _show((self.progress, self.stop), running)
        if not running:
            self.progress.setValue(0)
        if offer is not None:
            self.count.setText(f"{offer.index + 1}/{len(offer.suggestions)}")
        self.hint.say(*self._hints())
        self.hint.setVisible(offer is None and not running)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drop what matters least where there is no room for all."""
        super().resizeEvent(event)
        self.refresh()

    def _make_room(self) -> None:
        """Hide what can be done otherwise until the rest fits; it comes back with the room."""
        steps, settings = (*self._choice, self.count), (self.category, self._steering)
        taking = self._taking[0]
        if not self.hint.isHidden():
            self._make_room_for_hint()
        groups: tuple[Sequence[QWidget], ...] = (steps, (taking,), *((x,) for x in settings))
        for group in groups:
            if self._spare() >= 0:
                return
            _show(group, False)
        offer = self._suggesting.offer if self._suggesting is not None else None
        if offer is None or self._spare() >= 0:
            return
        self.strip.hide()
        back = (steps if len(offer.suggestions) > 1 else (), *((x,) for x in (*settings, taking)))
        for group in back if offer.finished else back[:1]:
            _show(group, True)
            if self._spare() < 0:
                _show(group, False)

    def _make_room_for_hint(self) -> None:
        """A sentence is shown whole or not at all."""
        self.hint.setText("")
        self.hint.setVisible(self.hint.choose(self._spare(), self.contentsRect().height()))

    def _spare(self) -> int:
        """Logical pixels that nothing needs; less than 0 if something is cut."""
        row = self.layout()
        assert row is not None
        row.invalidate()
        return self.width() - row.minimumSize().width()

    def _hints(self) -> tuple[str, ...]:
        """What to say while nothing is suggested, the longest first."""
        reason = self._service.reason("complete")
        if reason is not None:
            wait = self.tr("Looking for models …")
            return said(reason), self.tr("Not available") if self._service.is_known else wait
        if self._settings.live:
            return (
                self.tr("Draw, then pause: ghost strokes show how it could go on."),
                self.tr("Draw, then pause."),
            )
        return (
            self.tr("Ctrl+Space suggests how the drawing goes on."),
            self.tr("Ctrl+Space suggests."),
        )

    def focus_category(self) -> None:
        """Let the user choose a category."""
        self.category.setFocus()
        self.category.showPopup()

    def _on_known(self) -> None:
        categories = self._service.categories("complete")
        self.category.offer(sorted_by_label(categories))
        self.category.setEnabled(bool(categories))
        self.wildness.setEnabled(bool(categories))
        model = self._service.model("complete")
        own = model.temperature if model is not None else _USUAL
        self.wildness.show_temperature(self._settings.temperature or own)
        self._show_category()
        self.refresh()

    def _show_category(self) -> None:
        chosen = self._suggesting.category if self._suggesting is not None else None
        self.category.show_category(chosen)

    def _on_category(self, name: str | None) -> None:
        if self._suggesting is not None:
            self._suggesting.set_category(name)

    def _on_stop(self) -> None:
        if self._suggesting is not None:
            self._suggesting.reject()
            self.returned.emit()

    def _on_wildness(self, temperature: float) -> None:
        self._settings.temperature = temperature

    def _again(self) -> None:
        self.settings_changed.emit()
        if self._suggesting is not None:
            self._suggesting.again()

    def _on_progress(self, share: float) -> None:
        self.progress.setValue(round(100 * share))


def _show(widgets: Sequence[QWidget], shown: bool) -> None:
    """Show or hide widgets; whoever has the keyboard keeps it, and stays."""
    focus = QApplication.focusWidget()
    for widget in widgets:
        has_focus = focus is not None and (widget is focus or widget.isAncestorOf(focus))
        widget.setVisible(shown or has_focus)
