"""Add, copy, order and set up pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sketchpad.core import arrange
from sketchpad.ui.commands.base import Controller
from sketchpad.ui.tab import new_page

if TYPE_CHECKING:
    from sketchpad.ui.dialogs.page_setup import PageSetupDialog


class PageCommands(Controller):
    """Handlers of ``page.*``."""

    def add(self) -> None:
        """An empty page of the same size after this one, and go there."""
        now = self.editor.page
        page = new_page(like=now)
        document = arrange.insert_page(self.editor.document, page, now.id)
        self.editor.apply(self.tr("Add page"), document)
        self.go(page.id)

    def duplicate(self) -> None:
        """A copy after this one, and go there."""
        document = arrange.duplicate_page(self.editor.document, self.editor.page.id)
        at = self._index + 1
        self.editor.apply(self.tr("Duplicate page"), document)
        self.go(document.pages[at].id)

    def delete(self) -> None:
        """Take this page away."""
        document = arrange.remove_page(self.editor.document, self.editor.page.id)
        self.editor.apply(self.tr("Delete page"), document)

    def previous(self) -> None:
        """Go one page back."""
        self.go(self.editor.document.pages[self._index - 1].id)

    def next(self) -> None:
        """Go one page on."""
        self.go(self.editor.document.pages[self._index + 1].id)

    def go(self, page_id: str) -> None:
        """Go to a page and show all of it."""
        if page_id != self.editor.page.id:
            self.editor.set_page(page_id)
        self.canvas.fit_page()

    def move_to(self, page_id: str, index: int) -> None:
        """Put a page at another place, 0 being the first."""
        document = arrange.move_page(self.editor.document, page_id, index)
        self.editor.apply(self.tr("Move page"), document)

    def setup(self) -> None:
        """Ask for size and paper."""
        from sketchpad.ui.dialogs.page_setup import PageSetupDialog

        dialog = PageSetupDialog(self.editor.page, self.window)
        dialog.accepted.connect(lambda: self._set_up(dialog))
        dialog.open()

    def _set_up(self, dialog: PageSetupDialog) -> None:
        width, height, paper = dialog.values()
        page = self.editor.page
        if (width, height, paper) == (page.width, page.height, page.paper):
            return
        document = arrange.change_page(
            self.editor.document, page.id, width=width, height=height, paper=paper
        )
        self.editor.apply(self.tr("Page setup"), document)
        self.canvas.fit_page()

    @property
    def _index(self) -> int:
        return [page.id for page in self.editor.document.pages].index(self.editor.page.id)
