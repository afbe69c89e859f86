"""Export: into files of other formats, which the drawing does not belong to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sketchpad.ui.commands.base import Controller

if TYPE_CHECKING:
    from sketchpad.ui.dialogs.export import ExportDialog


class ExportCommands(Controller):
    """Handlers of ``file.export``."""

    def export(self) -> None:
        """Ask how and where, and export."""
        from sketchpad.ui.dialogs.export import ExportDialog

        dialog = ExportDialog(self.editor, self.window.settings, self.window)
        dialog.accepted.connect(lambda: self._export(dialog))
        dialog.open()

    def _export(self, dialog: ExportDialog) -> None:
        document, path, options = dialog.order()

        def work() -> list[Path]:
            from sketchpad import files  # loaded with the first file, not with the window

            return files.save(document, path, **options)

        self.window.busy.do(work, self._tell, self.window.fail)

    def _tell(self, written: Sequence[Path]) -> None:
        first, last = written[0].name, written[-1].name
        if len(written) == 1:
            self.window.say(self.tr("Exported {name}").format(name=first))
        else:
            text = self.tr("Exported {count} files, from {first} to {last}")
            self.window.say(text.format(count=len(written), first=first, last=last))
