"""Strokes, layers and pages painted by any painter: canvas, thumbnails, print and clipboard."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPixmap,
    QPolygonF,
    QTransform,
)

from sketchpad.core.boxes import meeting
from sketchpad.core.document import Hole, Layer, Page, Underlay
from sketchpad.core.outline import outline
from sketchpad.core.stroke import FloatArray, Stroke

#: How far a painted outline may stay from the true one, in pixels of the device.
PIXEL_TOLERANCE: Final = 0.08
#: Samples closer than this many tolerances share a corner of the outline.
SPACING: Final = 5.0
#: Corners of an outline beyond which uniting its polygons would take too long.
MOST_SIMPLIFIED: Final = 2500
#: Strokes painted between two looks at the clock.
BATCH: Final = 8
HOLE_COLOUR: Final = "#d05a2a"
_ELEMENT: Final = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
_MOVE, _LINE = 0, 1


class _Cached(NamedTuple):
    path: QPainterPath
    tolerance: float


_paths: weakref.WeakKeyDictionary[Stroke, _Cached] = weakref.WeakKeyDictionary()
_images: weakref.WeakKeyDictionary[Underlay, QImage] = weakref.WeakKeyDictionary()
_holes: weakref.WeakKeyDictionary[Hole, QPainterPath] = weakref.WeakKeyDictionary()


def path_of(stroke: Stroke, tolerance: float = 0.05) -> QPainterPath:
    """The outline of a stroke, in canvas units; fill it by its own rule.

    It is kept as long as the stroke lives, and made anew only for a much finer tolerance.
    """
    cached = _paths.get(stroke)
    if cached is None or cached.tolerance > 2.0 * tolerance:
        points, widths = _spaced(stroke.points, stroke.widths, SPACING * tolerance)
        polygons = outline(points, widths, tolerance)
        path = path_from_polygons(polygons)
        if len(polygons) > 1 and path.elementCount() <= MOST_SIMPLIFIED:
            # Qt adds up the coverage of overlapping edges, which would make them ragged.
            path = path.simplified()
        cached = _paths[stroke] = _Cached(path, tolerance)
    return cached.path


def _spaced(
    points: FloatArray, widths: FloatArray, spacing: float
) -> tuple[FloatArray, FloatArray]:
    """A line without the samples that crowd within ``spacing``; its ends stay.

    A slow or fast-reporting pen leaves many samples per pixel, and each would cost corners.
    """
    if len(points) < 3:
        return points, widths
    step = np.diff(points, axis=0)
    place = np.floor(np.cumsum(np.hypot(step[:, 0], step[:, 1])) / spacing)
    kept = np.empty(len(points), dtype=np.bool_)
    kept[0] = kept[-1] = True
    kept[1:-1] = np.diff(place, prepend=0.0)[:-1] > 0.0
    return points[kept], widths[kept]


def path_from_polygons(polygons: Sequence[FloatArray]) -> QPainterPath:
    """One path of closed polygons, filled by the winding rule.

    Qt's stream format takes all corners at once, far faster than a call for each of them.
    """
    sizes = [len(polygon) + 1 for polygon in polygons]
    elements = np.empty(sum(sizes), _ELEMENT)
    elements["kind"] = _LINE
    at = 0
    for polygon, size in zip(polygons, sizes, strict=True):
        part = elements[at : at + size]
        part["kind"][0] = _MOVE
        part["x"][:-1], part["y"][:-1] = polygon[:, 0], polygon[:, 1]
        part[-1:] = part[:1]
        part["kind"][-1] = _LINE
        at += size
    start = at - sizes[-1]
    rule = Qt.FillRule.WindingFill.value
    data = np.array([at], ">i4").tobytes() + elements.tobytes()
    data += np.array([start, rule], ">i4").tobytes()
    path = QPainterPath()
    kept = QByteArray(data)  # the stream does not own it
    stream = QDataStream(kept, QIODevice.OpenModeFlag.ReadOnly)
    stream >> path  # Qt's own operator
    return path


def image_of(underlay: Underlay) -> QImage:
    """The decoded image of an underlay, kept as long as that lives; null if it is broken."""
    image = _images.get(underlay)
    if image is None:
        image = QImage()
        image.loadFromData(QByteArray(underlay.data))
        if not image.isNull():
            image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        _images[underlay] = image
    return image


def hole_path(hole: Hole) -> QPainterPath:
    """The region of a hole, canvas units."""
    path = _holes.get(hole)
    if path is None:
        corners = [QPointF(x, y) for x, y in hole.path.tolist()]
        spine = QPainterPath(corners[0])
        spine.addPolygon(QPolygonF(corners if len(corners) > 1 else corners * 2))
        path = QPainterPath()
        if hole.filled:
            spine.closeSubpath()
            path = spine
        elif hole.radius > 0:
            stroker = QPainterPathStroker()
            stroker.setWidth(2 * hole.radius)
            stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
            stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            stroker.setCurveThreshold(0.25)
            if len(corners) == 1:
                path.addEllipse(corners[0], hole.radius, hole.radius)
            else:
                path = stroker.createStroke(spine)
        path.setFillRule(Qt.FillRule.WindingFill)
        _holes[hole] = path
    return path


def ink_of(stroke: Stroke) -> QBrush:
    """What a stroke is filled with, its opacity included."""
    return _ink(stroke.brush.colour, stroke.brush.opacity)


@functools.lru_cache(maxsize=256)
def _ink(colour: str, opacity: float) -> QBrush:
    # Making a QBrush takes a fifth of the time of filling a stroke with it.
    filled = QColor(colour)
    filled.setAlphaF(opacity)
    return QBrush(filled)


def scale_of(transform: QTransform) -> float:
    """By how much a transform enlarges."""
    return float(max(abs(transform.determinant()) ** 0.5, 1e-9))


def draw_stroke(painter: QPainter, stroke: Stroke, tolerance: float) -> None:
    """Fill one stroke; the painter maps canvas units, antialiasing is the caller's."""
    painter.fillPath(path_of(stroke, tolerance), ink_of(stroke))


def draw_page(
    painter: QPainter,
    page: Page,
    exposed: QRectF | None = None,
    *,
    paper: bool = True,
    holes: bool = False,
) -> None:
    """Paint a page; the painter maps canvas units.

    Args:
        painter: it keeps its state.
        page: its visible layers are painted.
        exposed: the part that is needed, canvas units; None for the whole page.
        paper: paint the paper too; otherwise only what lies on it.
        holes: hatch the holes.
    """
    area = QRectF(0, 0, page.width, page.height) if exposed is None else exposed
    if paper:
        painter.fillRect(QRectF(0, 0, page.width, page.height), QColor(page.paper))
    for _ in page_steps(painter, page, area, holes=holes):
        pass


def page_steps(
    painter: QPainter, page: Page, exposed: QRectF, *, holes: bool = False
) -> Iterator[None]:
    """Paint what lies on a page in small steps, so that the caller can stop in between.

    The painter keeps its transform between the steps.
    """
    for layer in page.layers:
        if layer.visible and layer.opacity > 0.0:
            if layer.opacity < 1.0 and (device := _image_of_device(painter)) is not None:
                yield from _grouped(painter, device, layer, exposed, holes=holes)
            else:
                yield from _layer_steps(painter, layer, exposed, layer.opacity, holes=holes)


def _image_of_device(painter: QPainter) -> QImage | None:
    device = painter.device()
    return device if isinstance(device, QImage) else None


def _grouped(
    painter: QPainter, device: QImage, layer: Layer, exposed: QRectF, *, holes: bool
) -> Iterator[None]:
    """Paint a layer on a sheet of its own, and that with the layer's opacity."""
    sheet = QImage(device.size(), QImage.Format.Format_ARGB32_Premultiplied)
    sheet.fill(Qt.GlobalColor.transparent)
    inner = QPainter(sheet)
    inner.setRenderHints(painter.renderHints())
    inner.setTransform(painter.deviceTransform())
    try:
        yield from _layer_steps(inner, layer, exposed, 1.0, holes=holes)
    finally:
        inner.end()
    painter.save()
    ratio = device.devicePixelRatio()
    painter.setTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
    painter.setOpacity(layer.opacity)
    painter.drawImage(0, 0, sheet)
    painter.restore()


def _layer_steps(
    painter: QPainter, layer: Layer, exposed: QRectF, opacity: float, *, holes: bool
) -> Iterator[None]:
    box = (exposed.left(), exposed.top(), exposed.right(), exposed.bottom())
    tolerance = PIXEL_TOLERANCE / scale_of(painter.deviceTransform())
    if layer.underlay is not None:
        draw_underlay(painter, layer.underlay, opacity)
        yield
    if holes:
        for hole in layer.holes:
            draw_hole(painter, hole)
    painter.setOpacity(opacity)
    for count, index in enumerate(meeting(layer, box)):
        stroke = layer.strokes[index]
        painter.fillPath(path_of(stroke, tolerance), ink_of(stroke))
        if count % BATCH == BATCH - 1:
            yield
    painter.setOpacity(1.0)


def draw_underlay(painter: QPainter, underlay: Underlay, opacity: float = 1.0) -> None:
    """Paint an underlay in its box."""
    image = image_of(underlay)
    if not image.isNull():
        painter.setOpacity(underlay.opacity * opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(*underlay.box), image)
        painter.setOpacity(1.0)


def draw_hole(painter: QPainter, hole: Hole) -> None:
    """Hatch a hole, with lines of the same distance at every zoom."""
    path = painter.worldTransform().map(hole_path(hole))
    origin = painter.worldTransform().map(QPointF(0, 0))
    painter.save()
    painter.resetTransform()
    colour = QColor(HOLE_COLOUR)
    colour.setAlphaF(0.06)
    painter.fillPath(path, colour)
    painter.setBrushOrigin(QPointF(round(origin.x()), round(origin.y())))
    painter.fillPath(path, QBrush(_hatch()))
    painter.restore()


def _hatch(size: int = 8) -> QPixmap:
    tile = QPixmap(size, size)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(HOLE_COLOUR)
    colour.setAlphaF(0.35)
    painter.setPen(colour)
    for shift in (-size, 0, size):
        painter.drawLine(QPointF(shift, size), QPointF(shift + size, 0))
    painter.end()
    return tile
