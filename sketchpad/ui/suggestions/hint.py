"""A sentence that is shown whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

#: Lines may be so many; more would be too small a print for the eye.
_LINES: Final = 3


class Hint(QLabel):
    """Says the longest of several sentences that there is room for, in up to three lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("muted")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(1)
        self.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.sentences: Sequence[str] = ()

    def say(self, *sentences: str) -> None:
        """Say one of these, the longest first; the first is in the tooltip in any case."""
        self.sentences = sentences
        self.setToolTip(sentences[0] if sentences else "")

    def choose(self, width: int, height: int) -> bool:
        """Take the first sentence that fits into this room, logical pixels; whether any does."""
        for sentence in self.sentences:
            if self._fits(sentence, width, height):
                self.setText(sentence)
                return True
        self.setText("")
        return False

    def _fits(self, sentence: str, width: int, height: int) -> bool:
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(word) for word in sentence.split()), default=0)
        if longest > width - 4:
            return False
        flags = Qt.TextFlag.TextWordWrap
        box = metrics.boundingRect(0, 0, width - 4, 10_000, flags, sentence)
        return box.height() <= min(height, _LINES * metrics.lineSpacing())
