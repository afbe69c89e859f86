"""Strokes, layers and pages on any painter, and what changes between two values of a page."""

from __future__ import annotations

import gc

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPicture
from pytestqt.qtbot import QtBot

from sketchpad.core.boxes import ink_box
from sketchpad.core.document import Hole, Layer, Page, Underlay
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import Brush, Stroke
from sketchpad.ui import diff, render
from sketchpad.ui.view import View, fit
from tests import traces


@pytest.fixture(autouse=True)
def application(qtbot: QtBot) -> None:
    """Pixmaps need one."""


def painted(page: Page, *, holes: bool = False, scale: float = 1.0) -> QImage:
    size = round(page.width * scale), round(page.height * scale)
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    render.draw_page(painter, page, holes=holes)
    painter.end()
    return image


def red_png() -> bytes:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff0000"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


def stroke(*points: tuple[float, float], **brush: float | str) -> Stroke:
    return Stroke.make(points, Brush(**{"colour": "#000000", "width": 10.0, **brush}))  # type: ignore[arg-type]


class TestPaths:
    def test_outlines_fill_their_box(self):
        for number in range(20):
            samples = traces.trace(number, (200, 200))[:, :3]
            made = Stroke.make(samples, Brush(width=8.0, sensitivity=0.0))
            left, top, right, bottom = ink_box(made)
            box = render.path_of(made).boundingRect()
            found = (box.left(), box.top(), box.right(), box.bottom())
            np.testing.assert_allclose(found, (left, top, right, bottom), atol=0.3)

    def test_ink_is_where_the_rasteriser_puts_it(self):
        samples = traces.trace(4, (100, 100), traces.Style(reach=40))[:, :2]
        made = Stroke.make(samples, Brush("#000000", 6.0))
        image = painted(Page((Layer(strokes=(made,)),), 200, 200))
        pixels = np.array(image.constBits()).reshape(200, 200, 4)[:, :, 0]
        ink = rasterise([made.points], (200, 200), width=6.0)
        assert np.abs((255 - pixels) / 255.0 - ink).mean() < 0.002
        assert np.abs((255 - pixels) / 255.0 - ink).max() < 0.35

    def test_a_closer_look_gets_a_finer_path_and_a_farther_one_does_not(self):
        made = Stroke.make(traces.trace(1, (0, 0))[:, :3], Brush(width=20.0))
        coarse = render.path_of(made, 1.0).elementCount()
        fine = render.path_of(made, 0.02)
        assert fine.elementCount() > coarse
        assert render.path_of(made, 1.0).elementCount() == fine.elementCount()

    def test_paths_go_with_their_strokes(self):
        gc.collect()
        before = len(render._paths)
        made = stroke((0, 0), (10, 10))
        render.path_of(made)
        assert len(render._paths) == before + 1
        del made
        gc.collect()
        assert len(render._paths) == before

    def test_a_dot_has_a_disc(self):
        assert render.path_of(stroke((5, 5))).contains(QPointF(9, 5))

    def test_regions_of_holes(self):
        swipe = render.hole_path(Hole.swipe([(0, 0), (50, 0), (50, 50)], 10))
        assert swipe.contains(QPointF(25, 8))
        assert swipe.contains(QPointF(50, 0))
        assert not swipe.contains(QPointF(25, 25))
        assert render.hole_path(Hole.swipe([(0, 0)], 10)).contains(QPointF(6, 6))
        assert render.hole_path(Hole.box(0, 0, 10, 10)).contains(QPointF(5, 5))


class TestPages:
    def test_order_paper_and_visibility(self):
        below = Layer(strokes=(stroke((0, 50), (100, 50), colour="#ff0000"),))
        above = Layer(strokes=(stroke((50, 0), (50, 100), colour="#0000ff"),))
        hidden = Layer(strokes=(stroke((0, 20), (100, 20)),), visible=False)
        image = painted(Page((below, above, hidden), 100, 100, paper="#ffff00"))
        assert image.pixelColor(50, 50).name() == "#0000ff"
        assert image.pixelColor(20, 50).name() == "#ff0000"
        assert image.pixelColor(20, 20).name() == "#ffff00"

    def test_an_underlay_lies_under_the_ink(self):
        underlay = Underlay(red_png(), "image/png", (10, 10, 50, 50), opacity=0.5)
        layer = Layer(strokes=(stroke((0, 30), (100, 30)),), underlay=underlay)
        image = painted(Page((layer,), 100, 100))
        mixed = image.pixelColor(50, 55)
        assert (mixed.red(), abs(mixed.green() - 128) <= 2) == (255, True)
        assert image.pixelColor(30, 30).name() == "#000000"
        assert image.pixelColor(80, 80).name() == "#ffffff"

    def test_a_broken_underlay_is_left_out(self):
        underlay = Underlay(b"no image", "image/png", (0, 0, 50, 50))
        image = painted(Page((Layer(underlay=underlay),), 100, 100))
        assert image.pixelColor(20, 20).name() == "#ffffff"

    def test_devices_without_pixels_get_a_layers_opacity_by_stroke(self):
        page = Page((Layer(strokes=(stroke((0, 50), (100, 50)),), opacity=0.5),), 100, 100)
        picture = QPicture()
        painter = QPainter(picture)
        render.draw_page(painter, page)
        painter.end()
        image = QImage(100, 100, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        picture.play(painter)
        painter.end()
        assert abs(image.pixelColor(50, 50).lightness() - 128) <= 2

    def test_holes_show_only_where_asked_for(self):
        page = Page((Layer(holes=(Hole.box(20, 20, 60, 60),)),), 100, 100)
        plain, hatched = painted(page), painted(page, holes=True)
        assert plain.pixelColor(50, 50).name() == "#ffffff"
        assert hatched.pixelColor(50, 50).name() != "#ffffff"
        assert hatched.pixelColor(5, 5).name() == "#ffffff"


class TestDiff:
    def page(self, *strokes: Stroke, **changes: object) -> Page:
        return Page((Layer(strokes=strokes, id="layer").replace(**changes),), 100, 100, id="page")

    def test_only_what_differs_is_told(self):
        a, b, c = (stroke((x, 0), (x, 10)) for x in (10, 50, 90))
        assert diff.changed_boxes(self.page(a, b), self.page(a, b)) == []
        assert diff.changed_boxes(self.page(a, b), self.page(a, c)) is not None
        boxes = diff.changed_boxes(self.page(a, b, c), self.page(a, c))
        assert boxes == [ink_box(b)]
        moved = set(diff.changed_boxes(self.page(a, b), self.page(b, a)) or ())
        assert moved == {ink_box(a), ink_box(b)}

    def test_looks_of_layers_and_pages_change_everything(self):
        a = stroke((10, 0), (10, 10))
        page = self.page(a)
        for other in (
            page.replace(paper="#000000"),
            page.replace(width=50.0),
            self.page(a, opacity=0.5),
            self.page(a, visible=False),
            page.replace(layers=(Layer(), *page.layers)),
        ):
            assert diff.changed_boxes(page, other) is None
        assert diff.changed_boxes(page, self.page(a, name="new", locked=True)) == []

    def test_holes_are_told(self):
        hole = Hole.swipe([(10, 10), (30, 10)], 5)
        boxes = diff.changed_boxes(self.page(), self.page(holes=(hole,)))
        assert boxes == [(5, 5, 35, 15)]

    def test_additions_on_top_can_be_painted_over(self):
        a, b = stroke((10, 0), (10, 10)), stroke((50, 0), (50, 10))
        assert diff.appended(self.page(a), self.page(a, b)) == (b,)
        assert diff.appended(self.page(a), self.page(b, a)) == ()
        assert diff.appended(self.page(a, opacity=0.5), self.page(a, b, opacity=0.5)) == ()
        top = Layer(strokes=(stroke((0, 0), (1, 1)),), id="top")
        low, high = self.page(a), self.page(a, b)
        covered = (page.replace(layers=(*page.layers, top)) for page in (low, high))
        assert diff.appended(*covered) == ()


class TestView:
    def test_there_and_back(self):
        rng = np.random.default_rng(1)
        for _ in range(50):
            view = View(rng.uniform(0.1, 9), rng.uniform(0, 360), *rng.uniform(-500, 500, 2))
            x, y = rng.uniform(-300, 300, 2)
            there = view.to_view(x, y)
            back = view.to_canvas(there.x(), there.y())
            assert (back.x(), back.y()) == pytest.approx((x, y), abs=1e-6)

    def test_zooming_and_turning_hold_the_point_fast(self):
        at = QPointF(120, 80)
        view = View(1.5, 30, 40, -10)
        under = view.to_canvas(120, 80)
        for other in (view.zoomed(4.0, at), view.rotated(75, at)):
            assert (other.to_canvas(120, 80) - under).manhattanLength() < 1e-6

    def test_right_angles_are_exact(self):
        for angle in (0, 90, 180, 270):
            transform = View(3.0, angle).transform
            assert {abs(v) for v in (transform.m11(), transform.m12())} == {0.0, 3.0}

    def test_fitting_turned_pages(self):
        view = fit(QRectF(0, 0, 1000, 100), 300, 300, 90)
        box = view.transform.mapRect(QRectF(0, 0, 1000, 100))
        assert QRectF(0, 0, 300, 300).contains(box)
        assert box.height() == pytest.approx(252)
