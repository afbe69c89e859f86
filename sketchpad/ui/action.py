"""One thing that a person can do: a row of the action table, and the keys that call it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence


@dataclasses.dataclass(frozen=True)
class Action:
    """One row.

    Attributes:
        id: ``<category>.<verb>``; the category is one of ``actions.CATEGORIES``.
        text: in menus and in the palette; English, translated in the context ``Actions``.
        icon: a file of ``resources/icons``, without its ending.
        tip: one sentence, the tooltip and the accessible description.
        handler: ``<controller>.<method>`` of the window's controllers.
        keys: default shortcuts, in Qt's portable text.
        needs: facts that must hold for it to be enabled, see ``MainWindow.facts``.
        argument: passed to the handler, if not empty.
        choice: the exclusive group it is a choice of.
        checkable: it is a switch; the handler gets its state.
    """

    id: str
    text: str
    icon: str
    tip: str
    handler: str
    keys: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    argument: str = ""
    choice: str = ""
    checkable: bool = False

    @property
    def category(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def label(self) -> str:
        """The translated text."""
        return QCoreApplication.translate("Actions", self.text)

    @property
    def hint(self) -> str:
        """The translated tip."""
        return QCoreApplication.translate("Actions", self.tip)


def normal(keys: str) -> str:
    """One spelling per shortcut."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)


def native(keys: Iterable[str]) -> list[str]:
    """Shortcuts as this platform writes them."""
    form = QKeySequence.SequenceFormat.NativeText
    return [QKeySequence(text).toString(form) for text in keys]
