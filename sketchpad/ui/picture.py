"""The picture of the page as it lies on the widget, kept in step piece by piece.

Painting thousands of strokes takes longer than a frame. The picture therefore shows what it has:
the old image, moved, turned or enlarged at once, while a job repairs it tile by tile, a few
milliseconds at a time. All of it is in pixels of the device, with the widget's corner as origin.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QRegion, QTransform

from sketchpad.core.boxes import ink_box
from sketchpad.core.document import Page
from sketchpad.core.geometry import Box
from sketchpad.core.stroke import Stroke
from sketchpad.ui import diff, render
from sketchpad.ui.desk import draw_desk

#: Side of the largest piece that is repaired at once; a stroke is painted once for each it meets.
TILE: Final = 512
#: More rectangles than this are not repaired one by one.
MOST_RECTS: Final = 6
_FORMAT: Final = QImage.Format.Format_ARGB32_Premultiplied
#: Antialiasing reaches this far beyond a box.
_MARGIN: Final = 2


class Picture:
    """An image of the page that is never waited for.

    Attributes:
        page: what it shows, or will when it is repaired.
        desk: the colour around the paper.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.desk = QColor("#8c9096")
        self._transform = QTransform()
        self._image = QImage()
        self._missing = QRegion()  # has no content for this view: what lies behind shows
        self._stale = QRegion()  # has content, of an older page
        self._behind = QImage()
        self._behind_transform = QTransform()
        self._job: Generator[None, None, None] | None = None
        self._tile = QImage()
        self._target = QRect()

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to repair."""
        return self._missing.isEmpty() and self._stale.isEmpty()

    @property
    def image(self) -> QImage:
        """What is there now."""
        return self._image

    def resize(self, size: QSize) -> None:
        """Take another size, in device pixels; what is there stays in its corner."""
        if size == self._image.size():
            return
        old, self._image = self._image, QImage(size, _FORMAT)
        self._drop_job()
        self._missing = self._missing.united(QRegion(QRect(QPoint(), size)) - QRegion(old.rect()))
        self._missing &= QRegion(self._image.rect())
        self._stale &= QRegion(self._image.rect())
        self._image.fill(self.desk)
        if not old.isNull():
            painter = QPainter(self._image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.drawImage(0, 0, old)
            painter.end()

    def look(self, transform: QTransform) -> None:
        """Show the page through another transform, canvas units to device pixels."""
        before, self._transform = self._transform, transform
        if before == transform:
            return
        step = _whole_step(before, transform)
        if step is not None:
            self._scroll(step)
            return
        self._drop_job()
        if _area(self._missing) * 2 <= self._image.width() * self._image.height():
            self._behind, self._behind_transform = self._image, before
            self._image = QImage(self._behind.size(), _FORMAT)
        self._missing, self._stale = QRegion(self._image.rect()), QRegion()

    def show(self, page: Page) -> QRegion:
        """Show another value of the page, or another page.

        Returns:
            What changed at once and must reach the screen.
        """
        before, self.page = self.page, page
        if page is before:
            return QRegion()
        if page.id != before.id:
            self.invalidate()
            self._behind = QImage()
            return QRegion()
        added = diff.appended(before, page)
        if added and len(added) <= 4 and self._transform.isInvertible():
            region = self._region([ink_box(stroke) for stroke in added])
            if not region.intersects(self._missing | self._stale):
                self._append(added)
                return region
            self._mark(region)
            return QRegion()
        changed = diff.changed_boxes(before, page)
        self._mark(QRegion(self._image.rect()) if changed is None else self._region(changed))
        return QRegion()

    def invalidate(self) -> None:
        """Paint all anew; until then, what is there shows."""
        self._mark(QRegion(self._image.rect()))

    def repair(self, budget: float) -> QRegion:
        """Work for about ``budget`` ms.

        Returns:
            What was repaired and must reach the screen.
        """
        done = QRegion()
        until = time.perf_counter() + budget * 1e-3
        while not self.is_complete:
            if self._job is None:
                self._begin()
            assert self._job is not None
            for _ in self._job:
                if time.perf_counter() >= until:
                    return done
            done += self._finish()
            if time.perf_counter() >= until:
                break
        if self.is_complete:
            self._behind = QImage()
        return done

    def paint(self, painter: QPainter, region: QRegion) -> None:
        """Paint what there is; painter and region in device pixels."""
        there = region - self._missing
        for rect in rects_of(there):
            painter.drawImage(rect, self._image, rect)
        behind = region & self._missing
        if behind.isEmpty():
            return
        painter.save()
        painter.setClipRegion(behind)
        bounds = QRectF(behind.boundingRect())
        draw_desk(painter, self.page, self._transform, self.desk, bounds, shadow=False)
        if not self._behind.isNull():
            back, _ = self._behind_transform.inverted()
            painter.setTransform(back * self._transform)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.drawImage(0, 0, self._behind)
        painter.restore()

    def _append(self, strokes: tuple[Stroke, ...]) -> None:
        """Paint strokes onto the finished image."""
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self._transform)
        tolerance = render.PIXEL_TOLERANCE / render.scale_of(self._transform)
        for stroke in strokes:
            render.draw_stroke(painter, stroke, tolerance)
        painter.end()

    def _region(self, boxes: list[Box]) -> QRegion:
        region = QRegion()
        for left, top, right, bottom in boxes:
            rect = self._transform.mapRect(QRectF(left, top, right - left, bottom - top))
            rect = rect.intersected(QRectF(self._image.rect()).adjusted(-9, -9, 9, 9))
            region += rect.toAlignedRect().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        return region & QRegion(self._image.rect())

    def _mark(self, region: QRegion) -> None:
        if region.intersects(self._target):
            self._drop_job()
        self._stale += region - self._missing

    def _scroll(self, step: QPoint) -> None:
        """Move everything by whole pixels; the job under way moves along."""
        whole = QRegion(self._image.rect())
        moved = QImage(self._image.size(), _FORMAT)
        painter = QPainter(moved)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(step, self._image)
        painter.end()
        self._image = moved
        fresh = whole - QRegion(moved.rect().translated(step))
        self._missing = (self._missing.translated(step) & whole) + fresh
        self._stale = self._stale.translated(step) & whole
        self._target.translate(step)

    def _begin(self) -> None:
        """Start on the piece that is next: where nothing is, first, the middle before the rim."""
        pending = self._missing if not self._missing.isEmpty() else self._stale
        middle = self._image.rect().center()
        target = min(_pieces_of(pending), key=lambda r: (r.center() - middle).manhattanLength())
        self._target = target
        self._tile = QImage(target.size(), _FORMAT)
        self._job = self._steps(self._tile, self._transform * _move(-target.topLeft()))

    def _steps(self, tile: QImage, transform: QTransform) -> Generator[None, None, None]:
        painter = QPainter(tile)
        draw_desk(painter, self.page, transform, self.desk, QRectF(tile.rect()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(transform)
        back, _ = transform.inverted()
        exposed = back.mapRect(QRectF(tile.rect()).adjusted(-1, -1, 1, 1))
        try:
            yield from render.page_steps(painter, self.page, exposed, holes=True)
        finally:
            painter.end()

    def _finish(self) -> QRegion:
        self._job = None
        done = QRegion(self._target) & QRegion(self._image.rect())
        painter = QPainter(self._image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(self._target.topLeft(), self._tile)
        painter.end()
        self._missing -= done
        self._stale -= done
        self._target = QRect()
        return done

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.close()
            self._job = None
            self._target = QRect()


def rects_of(region: QRegion) -> list[QRect]:
    """The rectangles that a region is made of."""
    return list(region)  # type: ignore[call-overload, no-any-return]


def _pieces_of(region: QRegion) -> Iterator[QRect]:
    """A region in pieces to paint; many small rectangles are painted together."""
    rects = rects_of(region)
    if len(rects) <= MOST_RECTS:
        for rect in rects:
            yield from _pieces(rect)
    else:
        for piece in _pieces(region.boundingRect()):
            part = (region & QRegion(piece)).boundingRect()
            if not part.isEmpty():
                yield part


def _pieces(rect: QRect) -> Iterator[QRect]:
    """A rectangle in equal pieces, none much larger than a tile."""
    columns = max(1, round(rect.width() / TILE))
    rows = max(1, round(rect.height() / TILE))
    for row in range(rows):
        top, bottom = rect.height() * row // rows, rect.height() * (row + 1) // rows
        for column in range(columns):
            left, right = rect.width() * column // columns, rect.width() * (column + 1) // columns
            yield QRect(rect.left() + left, rect.top() + top, right - left, bottom - top)


def _whole_step(before: QTransform, after: QTransform) -> QPoint | None:
    """By how many whole pixels the view moved; None if it changed otherwise."""
    turned = (after.m11(), after.m12(), after.m21(), after.m22())
    if turned != (before.m11(), before.m12(), before.m21(), before.m22()):
        return None
    dx, dy = after.dx() - before.dx(), after.dy() - before.dy()
    step = QPoint(round(dx), round(dy))
    if abs(dx - step.x()) > 1e-3 or abs(dy - step.y()) > 1e-3:
        return None
    return step


def _move(by: QPoint) -> QTransform:
    return QTransform.fromTranslate(by.x(), by.y())


def _area(region: QRegion) -> int:
    return sum(rect.width() * rect.height() for rect in rects_of(region))
