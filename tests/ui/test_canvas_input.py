"""What drivers and window systems do to strokes, and that it does no harm."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sketchpad.core import courtesy
from sketchpad.core.stroke import TIME, Stroke
from sketchpad.ui.canvas import CanvasView, prepare_application_attributes
from tests import traces
from tests.ui.hand import LEFT, MOVE, NONE, PRESS, RELEASE, Hand

Loss = Callable[[CanvasView, Hand], None]
Steps = list[list[tuple[float, float]]]
_MOUSE_PRESS = QEvent.Type.MouseButtonPress
_MOUSE_MOVE = QEvent.Type.MouseMove
_MOUSE_RELEASE = QEvent.Type.MouseButtonRelease


def strokes(canvas: CanvasView) -> tuple[Stroke, ...]:
    return canvas.editor.layer.strokes


def begin(hand: Hand) -> None:
    """Half a stroke, to (200, 100)."""
    hand.pen(PRESS, 100, 100, 0.4)
    for x in range(110, 201, 10):
        hand.pen(MOVE, x, 100, 0.4)


def test_workers_make_way_while_the_pen_is_down_and_not_after(
    canvas: CanvasView, hand: Hand, monkeypatch: pytest.MonkeyPatch
):
    pauses: list[float] = []
    monkeypatch.setattr(courtesy.time, "sleep", pauses.append)
    begin(hand)
    courtesy.make_way()
    assert len(pauses) == 1
    hand.pen(RELEASE, 200, 100, 0.0)
    QTest.qWait(2)
    courtesy.make_way()
    assert len(pauses) == 1


def test_mouse_events_between_those_of_the_pen_are_ignored(canvas: CanvasView, hand: Hand):
    hand.pen(PRESS, 100, 100, 0.4)
    hand.mouse(_MOUSE_PRESS, 100, 100)
    for x in range(110, 201, 10):
        hand.pen(MOVE, x, 100, 0.4)
        hand.mouse(_MOUSE_MOVE, x + 40, 140, buttons=LEFT)
    hand.mouse(_MOUSE_RELEASE, 200, 100)
    hand.pen(RELEASE, 200, 100, 0.0)
    (stroke,) = strokes(canvas)
    assert stroke.points[:, 1].tolist() == [100.0] * 11


def test_the_mouses_echo_after_the_pen_draws_nothing(canvas: CanvasView, hand: Hand):
    begin(hand)
    hand.pen(RELEASE, 200, 100, 0.0)
    hand.drag([(200, 100), (260, 100)])
    assert len(strokes(canvas)) == 1
    QTest.qWait(80)
    hand.drag([(200, 100), (260, 100)])
    assert len(strokes(canvas)) == 2


def test_a_release_brings_no_pressure_of_its_own(canvas: CanvasView, hand: Hand):
    begin(hand)
    hand.pen(RELEASE, 205, 100, 1.0)
    (stroke,) = strokes(canvas)
    assert stroke.points[-1].tolist() == [205, 100]
    np.testing.assert_allclose(stroke.pressure, 0.4, atol=1e-6)


def test_a_release_elsewhere_leaves_no_tail(canvas: CanvasView, hand: Hand):
    begin(hand)
    hand.pen(RELEASE, 400, 300, 0.0)
    (stroke,) = strokes(canvas)
    assert stroke.points[-1].tolist() == [200, 100]


def test_a_mouse_press_just_before_the_pens_is_the_same_stroke(canvas: CanvasView, hand: Hand):
    hand.mouse(_MOUSE_PRESS, 100, 100)
    begin(hand)
    hand.mouse(_MOUSE_RELEASE, 200, 100)
    hand.pen(RELEASE, 200, 100, 0.0)
    (stroke,) = strokes(canvas)
    np.testing.assert_allclose(stroke.pressure, 0.4, atol=1e-6)
    assert canvas.editor.undo_stack.count() == 1


def test_a_pen_down_without_pressure_still_draws(canvas: CanvasView, hand: Hand):
    hand.pen_stroke([(100, 100, 0.0), (150, 100, 0.0), (200, 100, 0.0)])
    (stroke,) = strokes(canvas)
    np.testing.assert_allclose(stroke.pressure, 0.02)


def lose_focus(canvas: CanvasView, hand: Hand) -> None:
    canvas.setFocus()
    canvas.clearFocus()


def hide(canvas: CanvasView, hand: Hand) -> None:
    canvas.hide()


def leave_the_tablet(canvas: CanvasView, hand: Hand) -> None:
    QApplication.sendEvent(QApplication.instance(), QEvent(QEvent.Type.TabletLeaveProximity))


def move_without_button(canvas: CanvasView, hand: Hand) -> None:
    hand.pen(MOVE, 300, 300, 0.0, buttons=NONE)


def press_again(canvas: CanvasView, hand: Hand) -> None:
    hand.pen(PRESS, 300, 300, 0.4)
    canvas.cancel_gesture()


@pytest.mark.parametrize(
    "loss", [lose_focus, hide, leave_the_tablet, move_without_button, press_again]
)
def test_a_stroke_whose_release_never_comes_is_kept(canvas: CanvasView, hand: Hand, loss: Loss):
    canvas.activateWindow()
    canvas.setFocus()
    begin(hand)
    loss(canvas, hand)
    (stroke,) = strokes(canvas)
    assert stroke.points[-1].tolist() == [200, 100]
    assert not canvas.is_busy


def test_a_mouse_whose_release_was_missed_stops_drawing(canvas: CanvasView, hand: Hand):
    hand.drag([(100, 100), (200, 100)], release=False)
    hand.hover(300, 300)
    hand.hover(310, 300)
    (stroke,) = strokes(canvas)
    assert stroke.points[-1].tolist() == [200, 100]


def test_the_eraser_end_erases_and_the_pen_draws_again(canvas: CanvasView, hand: Hand):
    hand.pen_stroke(traces.polyline([(100, 100), (300, 100)]))
    hand.pen_stroke([(200, 60, 0.5), (200, 140, 0.5)], eraser=True)
    assert len(strokes(canvas)) == 2
    assert canvas.tool == "pen"
    hand.pen_stroke([(100, 200, 0.5), (200, 200, 0.5)])
    assert len(strokes(canvas)) == 3


def test_the_pens_button_pans(canvas: CanvasView, hand: Hand):
    right = Qt.MouseButton.RightButton
    hand.pen(PRESS, 100, 100, 0.4, button=right, buttons=right)
    hand.pen(MOVE, 140, 110, 0.4, buttons=right)
    hand.pen(RELEASE, 140, 110, 0.0, button=right)
    assert (canvas.view.dx, canvas.view.dy) == (40, 10)
    assert strokes(canvas) == ()


def test_events_without_a_clock_get_one(canvas: CanvasView, hand: Hand):
    hand.pen(PRESS, 100, 100)
    for x in range(110, 150, 10):
        QTest.qWait(4)
        hand.pen(MOVE, x, 100)
    hand.pen(RELEASE, 140, 100)
    times = strokes(canvas)[0].samples[:, 3]
    assert times[0] == 0
    assert times[-1] > 12
    assert (np.diff(times) > 0).all()


def test_a_clock_that_goes_back_does_not_turn_time_round(canvas: CanvasView, hand: Hand):
    for clock, x in ((5000, 100), (5010, 110), (5004, 120), (5020, 130)):
        hand.clock = clock
        hand.pen(PRESS if x == 100 else MOVE, x, 100)
    hand.pen(RELEASE, 130, 100)
    assert strokes(canvas)[0].samples[:, 3].tolist() == [0, 10, 10, 20]


def test_devices_with_other_clocks_make_no_jump(canvas: CanvasView, hand: Hand):
    hand.clock = 5_000
    hand.pen_stroke([(100, 100, 0.5), (150, 100, 0.5)])
    hand.clock = 900_000_000
    hand.pen_stroke([(100, 200, 0.5), (150, 200, 0.5)])
    assert strokes(canvas)[1].samples[-1, 3] < 1_000


def test_no_sample_of_a_fast_pen_is_lost(canvas: CanvasView, hand: Hand):
    trace = traces.trace(3, (300, 200), traces.Style(rate=1000))
    for number, row in enumerate(trace):
        hand.clock = 1 + number
        hand.pen(MOVE if number else PRESS, *row[:3])
        if number % 16 == 0:
            QApplication.processEvents()
    hand.pen(RELEASE, *trace[-1, :2])
    assert len(strokes(canvas)[0]) == len(trace)


def test_attributes_ask_for_every_sample():
    from PySide6.QtCore import QCoreApplication

    prepare_application_attributes()
    attribute = Qt.ApplicationAttribute
    assert not QCoreApplication.testAttribute(attribute.AA_CompressHighFrequencyEvents)
    assert not QCoreApplication.testAttribute(attribute.AA_CompressTabletEvents)


class TestTouch:
    @pytest.fixture
    def screen(self) -> QPointingDevice:
        return QTest.createTouchDevice(
            QInputDevice.DeviceType.TouchScreen, QInputDevice.Capability.Position
        )

    def fingers(self, canvas: CanvasView, screen: QPointingDevice, steps: Steps):
        for number, step in enumerate(steps):
            sequence = QTest.touchEvent(canvas, screen)
            for finger, (x, y) in enumerate(step):
                at = QPointF(x, y).toPoint()
                known = number > 0 and finger < len(steps[number - 1])
                (sequence.move if known else sequence.press)(finger, at, canvas)
            sequence.commit()
        sequence = QTest.touchEvent(canvas, screen)
        for finger, (x, y) in enumerate(steps[-1]):
            sequence.release(finger, QPointF(x, y).toPoint(), canvas)
        sequence.commit()

    def test_one_finger_draws_until_a_pen_is_seen(
        self, canvas: CanvasView, hand: Hand, screen: QPointingDevice
    ):
        self.fingers(canvas, screen, [[(100, 100)], [(150, 100)], [(200, 120)]])
        assert len(strokes(canvas)) == 1
        hand.pen_stroke([(300, 300, 0.5), (320, 300, 0.5)])
        self.fingers(canvas, screen, [[(100, 100)], [(150, 100)], [(200, 120)]])
        assert len(strokes(canvas)) == 2
        assert (canvas.view.dx, canvas.view.dy) == (100, 20)

    def test_two_fingers_pinch_and_do_not_draw(self, canvas: CanvasView, screen: QPointingDevice):
        steps = [[(200, 200)], [(200, 200), (300, 200)], [(150, 200), (350, 200)]]
        self.fingers(canvas, screen, steps)
        assert strokes(canvas) == ()
        assert canvas.zoom == pytest.approx(2.0)
        middle = canvas.view.to_canvas(250, 200)
        assert (middle.x(), middle.y()) == pytest.approx((250, 200), abs=1)
        assert canvas.rotation == 0

    def test_two_fingers_turn(self, canvas: CanvasView, screen: QPointingDevice):
        steps = [[(200, 200), (300, 200)], [(200, 200), (200, 300)]]
        self.fingers(canvas, screen, steps)
        assert canvas.rotation == pytest.approx(90)


def test_random_events_never_break_the_gesture(canvas: CanvasView, hand: Hand):
    """Whatever order events come in, the canvas ends idle, and every step can be undone."""
    rng = np.random.default_rng(5)
    pen_kinds = (PRESS, MOVE, RELEASE)
    mouse_kinds = (_MOUSE_PRESS, _MOUSE_MOVE, _MOUSE_RELEASE)
    tools = ("pen", "eraser", "select", "hand")
    for step, tool in itertools.product(range(60), tools):
        if step % 7 == 0:
            canvas.set_tool(tool)
        x, y = rng.uniform(0, 600), rng.uniform(0, 400)
        pick = int(rng.integers(3))
        if rng.random() < 0.5:
            held = LEFT if rng.random() < 0.7 else NONE
            hand.pen(pen_kinds[pick], x, y, float(rng.random()), buttons=held)
        else:
            hand.mouse(mouse_kinds[pick], x, y)
    canvas.clearFocus()
    canvas.hide()
    assert not canvas.is_busy
    stack = canvas.editor.undo_stack
    while stack.canUndo():
        stack.undo()
    assert strokes(canvas) == ()


def test_a_clock_that_was_set_back_goes_on_ticking(canvas: CanvasView, hand: Hand):
    canvas.settings.smoothing = 0.5
    trace = [(100 + 4 * n, 100 + 2 * n, 0.5) for n in range(40)]
    hand.pen_stroke(trace)
    Hand(canvas).pen_stroke(trace)  # a driver that starts anew counts from the beginning
    first, second = strokes(canvas)
    assert (np.diff(second.samples[:, TIME]) > 0).mean() > 0.9
    np.testing.assert_allclose(second.points, first.points, atol=1.0)
