"""What models can do, from menus, keys and bar; and the suggestions of every tab."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from sketchpad.ui.commands.base import Controller
from sketchpad.ui.drops import StrokeDrops
from sketchpad.ui.model_service import ModelService
from sketchpad.ui.sentences import said
from sketchpad.ui.suggestions.bar import SuggestionBar
from sketchpad.ui.suggestions.controller import Suggesting
from sketchpad.ui.suggestions.indicator import JobIndicator
from sketchpad.ui.suggestions.offer import State
from sketchpad.ui.suggestions.on_canvas import CanvasSuggestions
from sketchpad.ui.suggestions.settings import SuggestionSettings

if TYPE_CHECKING:
    from sketchpad.core.stroke import Stroke
    from sketchpad.ui.tab import DocumentTab
    from sketchpad.ui.window import MainWindow

#: Actions that need a model, and the verb that they are.
VERBS: Final = {
    "suggest.complete": "complete",
    "suggest.live": "complete",
    "suggest.category": "complete",
    "suggest.heal": "heal",
    "suggest.auto_heal": "heal",
    "suggest.redraw": "redraw",
    "suggest.recognise": "recognise",
    "suggest.interpolate": "interpolate",
    "suggest.generate": "generate",
    "suggest.clean": "clean",
}
_SETTINGS: Final = "models/suggestions"


class ModelCommands(Controller):
    """Handlers of ``suggest.*``.

    Attributes:
        service: the models.
        settings: what the user set about suggestions.
        bar: under the canvas, once the window has built it.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.service = ModelService(window.settings.device, parent=self)
        self.settings = _load(window.settings.text(_SETTINGS, "{}"))
        self.bar: SuggestionBar | None = None
        self._tabs: dict[DocumentTab, CanvasSuggestions] = {}
        self.service.known.connect(self._on_known)
        self.service.notice.connect(lambda sentence: window.say(said(sentence)))
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.timeout.connect(window.refresh)

    # The window's life.

    def build_bar(self) -> SuggestionBar:
        """The bar, for the window to place."""
        window = self.window
        self.bar = SuggestionBar(window.actions_, self.service, self.settings)
        self.bar.settings_changed.connect(self.remember)
        self.bar.returned.connect(self._return_focus)
        self.bar.setVisible(self.settings.bar)
        window.actions_.keys_changed.connect(self.explain)
        self.indicator = JobIndicator(self.service)
        self.explain()
        return self.bar

    def show_in_place(self, other: QWidget | None) -> None:
        """Have another bar take the place of the suggestions' one; None ends that."""
        if self.bar is not None:
            self.bar.setVisible(self.settings.bar and other is None)

    def adopt(self, tab: DocumentTab) -> None:
        """Give a new tab its suggestions."""
        made = CanvasSuggestions(tab, self.service, self.settings, self.choose_category)
        made.announced.connect(self.window.say)
        StrokeDrops(tab.canvas, self._on_dropped, self.window.fail)
        made.suggesting.changed.connect(self._refresh.start)
        self._tabs[tab] = made

    def attach(self, tab: DocumentTab) -> None:
        """A tab came to the front."""
        if self.bar is not None and tab in self._tabs:
            self.bar.attach(self._tabs[tab].suggesting)

    def release(self, tab: DocumentTab) -> None:
        """A tab goes away."""
        gone = self._tabs.pop(tab, None)
        if gone is not None:
            gone.suggesting.changed.disconnect(self._refresh.start)
            gone.suggesting.close()

    def of(self, tab: DocumentTab) -> CanvasSuggestions:
        """What a tab has for suggestions."""
        return self._tabs[tab]

    @property
    def suggesting(self) -> Suggesting:
        """The suggestions of the tab in front."""
        return self._tabs[self.tab].suggesting

    def start(self) -> None:
        """Look for the models and the device, beside the drawing."""
        self.service.start(self.window.settings.device)

    def close(self) -> None:
        """Remember the settings, and stop the worker."""
        self.remember()
        if self.bar is not None:
            self.bar.detach()
            self.indicator.put_away()
        self._refresh.stop()
        self.service.close()

    def remember(self) -> None:
        """Keep the settings for the next time."""
        self.window.settings.put(_SETTINGS, json.dumps(dataclasses.asdict(self.settings)))

    def facts(self) -> set[str]:
        """What actions may need; see ``MainWindow.facts``."""
        known = {f"can_{verb}" for verb in set(VERBS.values()) if self.service.can(verb)}
        if self.tab in self._tabs:
            suggesting = self.suggesting
            offer = suggesting.offer
            if offer is not None:
                known.add("suggestion")
                if len(offer.suggestions) > 1:
                    known.add("suggestions")
            if suggesting.state in (State.RUNNING, State.SHOWING):
                known.add("suggesting")
        return known

    def checked(self) -> dict[str, bool]:
        """Which switches are on."""
        settings = self.settings
        return {
            "suggest.live": settings.live,
            "suggest.auto_heal": settings.heal,
            "suggest.recognise": settings.chip,
            "suggest.bar": settings.bar,
        }

    def explain(self) -> None:
        """Have every action that cannot work say why."""
        for action_id, verb in VERBS.items():
            reason = self.service.reason(verb)
            said_reason = None if reason is None else said(reason)
            self.window.actions_.explain(action_id, said_reason)

    def _on_known(self) -> None:
        self.window.show_device(self.service.device, self.service.device_detail)
        self.explain()
        self.window.refresh()

    # Handlers.

    def complete(self) -> None:
        """Suggest how the drawing goes on."""
        self.suggesting.complete()

    def heal(self) -> None:
        """Suggest what was in the holes."""
        self.suggesting.heal()

    def redraw(self) -> None:
        """Suggest the whole drawing anew."""
        self.suggesting.redraw()

    def interpolate(self) -> None:
        """Between two sketches, and arithmetic with them."""
        from sketchpad.ui.dialogs.interpolate import InterpolateDialog

        InterpolateDialog(self.window).show()

    def generate(self) -> None:
        """New sketches of a category."""
        from sketchpad.ui.dialogs.generate import GenerateDialog

        guest = self.window.side.guest
        if not isinstance(guest, GenerateDialog):
            guest = GenerateDialog(self.window)
            self.window.side.lend(guest)
        guest.search.setFocus()

    def accept(self) -> None:
        """Take the suggestion in view."""
        self.suggesting.accept()
        self.canvas.setFocus()

    def accept_next(self) -> None:
        """Take its next stroke."""
        self.suggesting.accept_next()
        self.canvas.setFocus()

    def reject(self) -> None:
        """Leave it, or stop."""
        self.suggesting.reject()
        self.canvas.setFocus()

    def next(self) -> None:
        """The next suggestion."""
        self.suggesting.step(1)

    def previous(self) -> None:
        """The suggestion before."""
        self.suggesting.step(-1)

    def choose_category(self) -> None:
        """Say what the drawing is."""
        self.show_bar(True)
        assert self.bar is not None
        self.bar.focus_category()

    def live(self, on: bool) -> None:
        """Suggest whenever the pen pauses."""
        self.settings.live = on
        self._changed()

    def auto_heal(self, on: bool) -> None:
        """Heal as soon as something is erased."""
        self.settings.heal = on
        self._changed()

    def recognise(self, on: bool) -> None:
        """Say what the drawing is taken for."""
        self.settings.chip = on
        self.of(self.tab).chip.refresh()
        self._changed()

    def show_bar(self, on: bool) -> None:
        """Show the bar under the canvas."""
        self.settings.bar = on
        assert self.bar is not None
        self.bar.setVisible(on)
        self._changed()

    def _on_dropped(self, strokes: tuple[Stroke, ...]) -> None:
        self.window.edit.insert(strokes, self.tr("Drop strokes"))

    def _return_focus(self) -> None:
        self.canvas.setFocus()

    def _changed(self) -> None:
        self.remember()
        if self.bar is not None:
            self.bar.refresh()
        self.window.refresh()


def _load(text: str) -> SuggestionSettings:
    """The settings from what was remembered of them."""
    try:
        values = json.loads(text)
        default = SuggestionSettings()
        kinds = {f.name: type(getattr(default, f.name)) for f in dataclasses.fields(default)}
        known = {k: v for k, v in values.items() if k in kinds and isinstance(v, kinds[k])}
        return dataclasses.replace(default, **known)
    except (ValueError, TypeError, AttributeError):
        return SuggestionSettings()
