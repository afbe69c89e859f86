"""One line on what did not work, over the canvas until it is dismissed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from sketchpad.ui.icons import icon
from sketchpad.ui.widgets import tool_button

_MARGIN = 14


class Notice(QFrame):
    """A sentence and a button to dismiss it, at the bottom of the widget that it lies over."""

    def __init__(self, over: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = over
        self.setObjectName("popup")
        self.setAccessibleName(self.tr("Notice"))
        mark = QLabel()
        mark.setPixmap(icon("warning").pixmap(18, 18))
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = tool_button("close", self.tr("Dismiss"), self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(8)
        row.addWidget(mark)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        over.installEventFilter(self)
        self.hide()

    def tell(self, sentence: str) -> None:
        """Show a sentence in place of the one before."""
        self.text.setText(sentence)
        self.setAccessibleDescription(sentence)
        self._place()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        area = self._over.geometry()
        wanted = self.text.fontMetrics().horizontalAdvance(self.text.text()) + 90
        width = min(wanted, area.width() - 2 * _MARGIN)
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        left = area.center().x() - width // 2
        self.setGeometry(left, area.bottom() - height - _MARGIN, width, height)
