"""The beginning and the end of a session: what is opened, asked, remembered and put away."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtWidgets import QMessageBox

from sketchpad.core.errors import SketchpadError
from sketchpad.ui.commands import files
from sketchpad.ui.commands.base import Controller
from sketchpad.ui.memory import as_text

logger = logging.getLogger(__name__)


class Session(Controller):
    """From the first look at the window to its closing."""

    _left = False

    def begin(self, paths: list[Path]) -> None:
        """Open what was asked for, or what was open last time; offer what a crash left."""
        settings = self.window.settings
        if not paths and settings.flag("interface/restore", default=False):
            paths = [Path(text) for text in settings.texts("files/session")]
            paths = [path for path in paths if path.exists()]
        self.window.files.open_paths(paths)
        self.window.recovery.look()

    def may_close(self) -> bool:
        """Ask about unsaved changes; if nothing speaks against it, put everything away."""
        if self._left:
            return True
        dirty = [tab for tab in self.window.all_tabs() if tab.editor.is_dirty]
        button = QMessageBox.StandardButton
        answer = files.ask_unsaved(self.window.files, dirty) if dirty else button.Discard
        if answer == button.Discard:
            self._put_away(keep_journals=False)
        elif answer == button.Save:
            self.window.files.save_all(dirty, self._close_again)
        return self._left

    def leave(self) -> None:
        """Close without asking: what is unsaved stays in its journal."""
        for tab in self.window.all_tabs():
            tab.canvas.finish_gesture()
        if not self._left:
            self._put_away(keep_journals=True)
        self.window.close()

    def save_journals(self) -> None:
        """Write every journal now, whatever else is wrong."""
        for tab in self.window.all_tabs():
            try:
                tab.autosave.flush()
            except (SketchpadError, OSError):
                logger.exception("the journal of %s could not be written", tab.title)

    def _close_again(self) -> None:
        self.window.close()

    def _put_away(self, *, keep_journals: bool) -> None:
        window, settings = self.window, self.window.settings
        settings.put_blob("window/geometry", window.saveGeometry())
        settings.put("tools/settings", as_text(window.tool_settings))
        settings.put("brush/last", as_text(window.tab.editor.brush))
        paths = [str(t.editor.path) for t in window.all_tabs() if t.editor.path is not None]
        settings.put_texts("files/session", paths)
        settings.sync()
        window.finish(keep_journals=keep_journals)
        self._left = True
