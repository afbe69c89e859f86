"""Where something new goes on a page."""

from __future__ import annotations

import time

import numpy as np
import pytest

from sketchpad.core.document import Layer, Page
from sketchpad.core.stroke import Brush, Stroke, bounds_of
from sketchpad.ui.placing import free_box, into

ALL = (0.0, 0.0, 800.0, 600.0)


def page(*lines: object) -> Page:
    return Page((Layer(strokes=tuple(Stroke.make(line) for line in lines)),), 800.0, 600.0)


def middle(box: tuple[float, float, float, float]) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def test_an_empty_page_gives_its_middle():
    box = free_box(page(), ALL)
    assert middle(box) == pytest.approx((400.0, 300.0), abs=800 / 64)
    assert box[2] - box[0] == pytest.approx(330.0)


def test_what_is_drawn_is_kept_clear_of_though_its_points_lie_far_apart():
    box = free_box(page([(400, -50), (400, 650)]), ALL)
    assert box[2] < 400 or box[0] > 400
    assert box[0] >= 0
    assert box[2] <= 800


def test_nothing_lands_inside_an_outline_while_there_is_paper_beside_it():
    square = [(20, 150), (320, 150), (320, 450), (20, 450), (20, 150)]
    box = free_box(page(square), ALL)
    assert box[0] > 320
    frame = [(5, 5), (795, 5), (795, 595), (5, 595), (5, 5)]
    assert middle(free_box(page(frame), ALL)) == pytest.approx((400.0, 300.0), abs=800 / 64)
    assert free_box(page(frame, square), ALL)[0] > 320


def test_a_crowded_page_gives_the_middle_all_the_same():
    lines = [[(0, y), (800, y)] for y in range(0, 600, 20)]
    box = free_box(page(*lines), ALL)
    assert middle(box) == pytest.approx((400.0, 300.0))


def test_only_what_is_seen_counts():
    seen = (500.0, 0.0, 800.0, 600.0)
    box = free_box(page([(0, 0), (400, 600)]), seen)
    assert middle(box) == pytest.approx((650.0, 300.0), abs=600 / 64)
    assert box[2] - box[0] == pytest.approx(165.0)


def test_strokes_fill_the_box_and_keep_their_width():
    strokes = [Stroke.make([(10, 10), (20, 15)], Brush(width=4.0)), Stroke.make([(10, 12)])]
    moved = into(strokes, (100.0, 200.0, 300.0, 400.0))
    assert bounds_of(moved) == pytest.approx((100.0, 250.0, 300.0, 350.0))
    assert moved[0].brush.width == 4.0
    assert into([], ALL) == []


def test_a_full_document_takes_no_time_that_one_feels():
    rng = np.random.default_rng(1)
    full = page(*(rng.uniform(0, 600, (60, 2)) for _ in range(1500)))
    began = time.thread_time()
    free_box(full, ALL)
    assert time.thread_time() - began < 1.0
