"""Finds what a crash left behind, asks, and brings it back."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import shiboken6

from sketchpad.core.document import Document
from sketchpad.core.errors import SketchpadError
from sketchpad.ui.commands.base import Controller
from sketchpad.ui.editor import Editor
from sketchpad.ui.settings import autosave_folder

if TYPE_CHECKING:
    from sketchpad.files.journal import Recoverable
    from sketchpad.ui.dialogs.recovery import RecoveryDialog

#: More drawings than this are offered without a picture.
MOST_PICTURES: Final = 12


class Recovery(Controller):
    """Recovery of drawings whose journal was never closed."""

    def look(self) -> None:
        """Offer what there is; looking happens on the thread for files."""

        def work() -> list[Recoverable]:
            from sketchpad.files import journal

            return journal.recoverable(autosave_folder())

        self.window.busy.do(work, self._offer, self.window.fail)

    def _offer(self, found: Sequence[Recoverable]) -> None:
        if not found:
            return
        from sketchpad.ui.dialogs.recovery import RecoveryDialog

        dialog = RecoveryDialog(found, self.window)
        dialog.recover_chosen.connect(self._recover)
        dialog.discard_chosen.connect(self._discard)
        dialog.open()
        for row, entry in enumerate(found[:MOST_PICTURES]):
            self._picture(dialog, row, entry)

    def _picture(self, dialog: RecoveryDialog, row: int, entry: Recoverable) -> None:
        def show(document: Document) -> None:
            if shiboken6.isValid(dialog):
                dialog.show_document(row, document)

        def work() -> Document:
            from sketchpad.files import journal

            return journal.recover(entry)

        # What cannot be read shows no picture, and says so when it is chosen.
        self.window.busy.do(work, show, lambda _error: None)

    def _recover(self, chosen: Sequence[Recoverable]) -> None:
        for entry in chosen:
            self._recover_one(entry)

    def _recover_one(self, entry: Recoverable) -> None:
        def work() -> Document:
            from sketchpad.files import journal

            return journal.recover(entry)

        def show(document: Document) -> None:
            stale = self.window.files.tab_of(entry.source)
            # Two tabs of one file would overwrite each other.
            keeps = stale is not None and stale.editor.is_dirty
            source = None if keeps else entry.source
            editor = Editor(document, source, modified=True)
            editor.name = entry.title or self.tr("Recovered drawing")
            editor.go_to_layer(entry.layer)
            if source is not None and entry.stamp:
                # Whoever wrote the file since then must not be overwritten unasked.
                editor.stamp = entry.stamp
            replaced = {self.tab} if self.tab.is_pristine else set()
            if stale is not None and not keeps:
                replaced.add(stale)
            tab = self.window.add_tab(editor)
            for old in replaced:
                self.window.remove_tab(old)
            # The new journal is on disk before the old one goes.
            tab.autosave.flush()
            tab.autosave.recorded.emit()
            self._discard([entry])
            named = self.tr("Recovered {name}").format(name=tab.title)
            is_named = entry.title or entry.source is not None
            self.window.say(named if is_named else self.tr("Your drawing is back"))

        self.window.busy.do(work, show, self.window.fail)

    def _discard(self, chosen: Sequence[Recoverable]) -> None:
        from sketchpad.files import journal

        for entry in chosen:
            with contextlib.suppress(SketchpadError, OSError):
                journal.discard(entry)
