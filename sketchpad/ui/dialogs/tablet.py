"""The tablet page: what the pen reports, live, and a place to try it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sketchpad.ui.theme import current
from sketchpad.ui.widgets import muted

if TYPE_CHECKING:
    from sketchpad.ui.window import MainWindow


class TabletPage(QWidget):
    """Tells a driver's fault from the application's."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.shell = window
        self.meter = QProgressBar()
        self.meter.setRange(0, 1000)
        self.meter.setTextVisible(False)
        self.meter.setAccessibleName(self.tr("Pressure"))
        self.reading = QLabel(self.tr("No pen seen yet"))
        self.area = TestArea()
        self.area.reported.connect(self._on_reported)
        clear = QPushButton(self.tr("Clear"))
        clear.setAutoDefault(False)
        clear.clicked.connect(lambda _=False: self.area.clear())
        self.from_speed = QCheckBox(self.tr("Without pressure, fast strokes are thinner"))
        self.from_speed.setChecked(window.tool_settings.pressure_from_speed)
        self.from_speed.toggled.connect(lambda on: window.change_tools(pressure_from_speed=on))
        top = QHBoxLayout()
        top.addWidget(QLabel(self.tr("Pressure")))
        top.addWidget(self.meter, 1)
        below = QHBoxLayout()
        below.addWidget(self.reading, 1)
        below.addWidget(clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.setSpacing(12)
        layout.addWidget(
            muted(
                self.tr(
                    "Draw in the field with pen or mouse. If the meter stays empty or full with a "
                    "pen, its driver does not pass the pressure on."
                )
            )
        )
        layout.addLayout(top)
        layout.addWidget(self.area, 1)
        layout.addLayout(below)
        layout.addWidget(self.from_speed)

    def _on_reported(self, kind: str, pressure: float, detail: str) -> None:
        self.meter.setValue(round(1000 * pressure))
        self.reading.setText(f"{kind} · {100 * pressure:.0f} % {detail}")


class TestArea(QWidget):
    """A little paper that shows what the pen reports.

    Signals:
        reported: kind of device, pressure 0 to 1, and what else it told.
    """

    __test__ = False  # not a test, whatever its name says to pytest
    reported = Signal(str, float, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marks: list[tuple[QPointF, QPointF, float]] = []
        self._last: QPointF | None = None
        self.setMinimumHeight(150)
        self.setTabletTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Field for trying the pen"))

    def clear(self) -> None:
        """An empty field."""
        self.marks = []
        self.update()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Show pressure and tilt."""
        kinds = {
            QPointingDevice.PointerType.Pen: self.tr("Pen"),
            QPointingDevice.PointerType.Eraser: self.tr("Eraser"),
        }
        kind = kinds.get(event.pointerType(), self.tr("Tablet"))
        tilt = self.tr("· tilt {x:.0f}°, {y:.0f}°").format(x=event.xTilt(), y=event.yTilt())
        self._mark(event.position(), event.pressure(), down=event.pressure() > 0)
        self.reported.emit(kind, event.pressure(), tilt)
        if event.type() == QEvent.Type.TabletRelease:
            self._last = None
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A mouse has no pressure: half of it is assumed."""
        self._mark(event.position(), 0.5, down=True)
        self.reported.emit(self.tr("Mouse, without pressure"), 0.5, "")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on."""
        self._mark(event.position(), 0.5, down=bool(event.buttons()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Lift."""
        self._last = None

    def _mark(self, at: QPointF, pressure: float, *, down: bool) -> None:
        if not down:
            self._last = None
            return
        self.marks.append((self._last or at, at, pressure))
        self._last = QPointF(at)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The field and the marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = current()
        painter.setPen(QPen(QColor(look.border), 1))
        painter.setBrush(QColor(look.field))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        if not self.marks:
            painter.setPen(QColor(look.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Draw here"))
        for start, end, pressure in self.marks:
            pen = QPen(QColor(look.text), 1 + 11 * pressure)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(start, end)
