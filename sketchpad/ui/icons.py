"""The application's icons: SVG files drawn in ``currentColor``, tinted when they are painted.

An icon therefore follows the palette (theme, disabled, checked) without being rebuilt, and is sharp
at every device pixel ratio.
"""

from __future__ import annotations

import functools
from typing import Final

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from sketchpad.core.resources import resource_path

#: Engines are owned by QIcon on the C++ side; without a reference here Python would collect the
#: half that paints.
_ENGINES: Final[list[QIconEngine]] = []


@functools.cache
def icon(name: str) -> QIcon:
    """The icon of this name (``resources/icons/<name>.svg``), tinted by the palette.

    Raises:
        FileNotFoundError: if there is no such icon, which is a bug.
    """
    engine = TintedSvgEngine(_source(name))
    _ENGINES.append(engine)
    return QIcon(engine)


@functools.cache
def app_icon() -> QIcon:
    """The application's own icon, in its own colours."""
    renderer = QSvgRenderer(QByteArray(_source("sketchpad").encode()))
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        result.addPixmap(pixmap)
    return result


@functools.cache
def _source(name: str) -> str:
    return resource_path(f"icons/{name}.svg").read_text(encoding="utf-8")


@functools.lru_cache(maxsize=512)
def _renderer(source: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))


def tint(mode: QIcon.Mode, state: QIcon.State) -> QColor:
    """The palette's colour for an icon in this mode and state."""
    palette = QGuiApplication.palette()
    if mode == QIcon.Mode.Disabled:
        return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    if state == QIcon.State.On:
        return palette.color(QPalette.ColorRole.Accent)
    return palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)


class TintedSvgEngine(QIconEngine):
    """Paints one SVG source in the colour that the palette has at that moment."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self._source = source

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Render into ``rect``, centred and square."""
        side = min(rect.width(), rect.height())
        corner = QPointF(rect.center()) - QPointF((side - 1) / 2, (side - 1) / 2)
        square = QRectF(corner, QSize(side, side).toSizeF())
        _renderer(self._source, tint(mode, state).name()).render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """A transparent pixmap of ``size`` device pixels with the icon in it."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """As ``pixmap``, but of ``size`` logical pixels at this device pixel ratio."""
        pixmap = self.pixmap((size.toSizeF() * scale).toSize(), mode, state)
        pixmap.setDevicePixelRatio(scale)
        return pixmap

    def clone(self) -> QIconEngine:
        """Another engine of the same source."""
        engine = TintedSvgEngine(self._source)
        _ENGINES.append(engine)
        return engine

    def isNull(self) -> bool:
        """Never: the source was read."""
        return False
