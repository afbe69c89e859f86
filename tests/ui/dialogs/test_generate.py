"""Generate through its window, with real (tiny) models."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.stroke import Stroke, bounds_of
from sketchpad.inference.suggestions import Suggestion
from sketchpad.ui.dialogs.generate import GenerateDialog
from sketchpad.ui.editor import Editor
from sketchpad.ui.window import MainWindow
from tests.ui.dialogs.steps import answered, opened


def test_a_generated_sketch_is_placed_with_a_click(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(window, "suggest.generate", GenerateDialog)
    assert isinstance(dialog, GenerateDialog)
    qtbot.keyClicks(dialog.search, "wav")
    answered(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.grid.count() > 0)
    editor = window.tab.editor
    before = len(editor.page.sketch)
    item = dialog.grid.item(0)
    at = dialog.grid.visualItemRect(item).center()
    qtbot.mouseClick(dialog.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    placed = editor.page.sketch.strokes[before:]
    assert placed
    assert editor.selection == {stroke.id for stroke in placed}
    assert placed[0].provenance is not None
    assert placed[0].provenance.verb == "generate"
    assert editor.undo_stack.undoText() == "Place generated sketch"
    left, top, right, bottom = placed[0].bounds
    assert left >= 0
    assert top >= 0
    assert right <= 600
    assert bottom <= 400
    dialog.close()


def test_generated_sketches_land_where_they_are_seen_and_beside_each_other(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.add_tab(Editor(Document((Page((Layer(),), 900.0, 600.0),))))
    window.actions_["view.fit"].trigger()
    canvas, editor = window.tab.canvas, window.tab.editor
    canvas.zoom_to(2.0 * canvas.zoom)
    canvas.pan_by(-150, 0)
    dialog = opened(window, "suggest.generate", GenerateDialog)
    assert isinstance(dialog, GenerateDialog)
    square = Stroke.make([(0, 0), (50, 0), (50, 50), (0, 50), (0, 0)])
    dialog.take([Suggestion((square,))] * 3, finished=True)
    boxes = []
    for row in range(3):
        dialog.grid.itemClicked.emit(dialog.grid.item(row))
        assert [s.brush for s in editor.selected_strokes] == [square.brush]
        box = bounds_of(editor.selected_strokes)
        assert box is not None
        boxes.append(QRectF(QPointF(*box[:2]), QPointF(*box[2:])))
    seen = canvas.view.canvas_rect(canvas.rect().toRectF())
    for number, box in enumerate(boxes):
        assert seen.contains(box)
        assert not any(box.intersects(other) for other in boxes[:number])
    assert boxes[0].width() > boxes[2].width()
    dialog.close()


def test_generate_stands_in_the_place_of_the_panels(qtbot: QtBot, window: MainWindow) -> None:
    window.docks["pages"].raise_()
    qtbot.wait(20)
    shown = [name for name, dock in window.docks.items() if not dock.visibleRegion().isEmpty()]
    assert shown == ["brush", "pages"]
    page = window.tab.canvas.geometry()
    dialog = opened(window, "suggest.generate", GenerateDialog)
    qtbot.wait(20)
    assert dialog.isVisible()
    assert window.tab.canvas.geometry() == page
    assert not any(dock.isVisible() for dock in window.docks.values())
    window.actions_["suggest.generate"].trigger()
    assert window.findChildren(GenerateDialog) == [dialog]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.wait(20)
    back = [name for name, dock in window.docks.items() if not dock.visibleRegion().isEmpty()]
    assert back == shown
    assert window.tab.canvas.geometry() == page
    again = opened(window, "suggest.generate", GenerateDialog)
    assert window.side.guest is again
    window.actions_["view.panels"].trigger()
    assert window.side.guest is None
    assert all(not dock.isHidden() for dock in window.docks.values())


def test_sketches_that_were_never_finished_are_not_kept(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(window, "suggest.generate", GenerateDialog)
    assert isinstance(dialog, GenerateDialog)
    qtbot.keyClicks(dialog.search, "wav")
    answered(qtbot, dialog)
    whole = dialog.grid.count()
    dialog.go.click()
    assert dialog.grid.count() == whole
    sketch = Suggestion((Stroke.make([(0, 0), (9, 9)]),))
    dialog.take([sketch], finished=False)
    assert dialog.grid.count() == 1
    dialog.stop.click()
    assert dialog.grid.count() == 0
    dialog.close()


def test_two_categories_can_be_mixed(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(window, "suggest.generate", GenerateDialog)
    assert isinstance(dialog, GenerateDialog)
    line = dialog.mixed.lineEdit()
    assert line is not None
    line.setText("CROSS")
    line.editingFinished.emit()
    assert dialog.mixed.currentText() == "Mixed with: cross"
    line.setText("unicorn")
    line.editingFinished.emit()
    assert dialog.mixed.currentText() == "Mixed with: cross"
    answered(qtbot, dialog)
    assert dialog.grid.count() > 0
    assert "box + cross" in dialog.grid.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    dialog.close()


def test_every_category_is_found_and_rough_ones_say_so(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = window.models.service.models
    assert models is not None
    monkeypatch.setitem(models.get("complete").card, "well_populated", ["wave"])
    dialog = opened(window, "suggest.generate", GenerateDialog)
    assert isinstance(dialog, GenerateDialog)
    rows = [dialog.categories.item(k) for k in range(dialog.categories.count())]
    assert [r.text() for r in rows] == ["wave", "Known from few drawings", "box", "cross"]
    assert dialog.categories.currentItem().text() == "wave"
    assert not dialog.rough.isVisible()
    qtbot.keyClicks(dialog.search, "cro")
    assert [r.isHidden() for r in rows] == [True, False, True, False]
    assert dialog.categories.currentItem().text() == "cross"
    assert "Few drawings of “cross”" in dialog.rough.text()
    answered(qtbot, dialog)
    dialog.search.setText("wav")
    assert [r.isHidden() for r in rows] == [False, True, True, True]
    assert not dialog.rough.isVisible()
    dialog.search.setText("nothing")
    assert dialog.rough.text() == "No category matches."
    dialog.go.click()
    assert dialog.line.text() == "Choose a category first."
    dialog.close()


def test_a_sketch_is_dragged_onto_the_page(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(window, "suggest.generate", GenerateDialog)
    assert isinstance(dialog, GenerateDialog)
    qtbot.keyClicks(dialog.search, "wav")
    answered(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.grid.count() > 0)
    assert dialog.grid.dragEnabled()
    mime = dialog.grid.mimeData([dialog.grid.item(0)])
    canvas, editor = window.tab.canvas, window.tab.editor
    before = len(editor.page.sketch)
    at = canvas.rect().center() + QPoint(40, 30)
    keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    entered = QDragEnterEvent(at, copy, mime, *keys)
    QApplication.sendEvent(canvas, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(canvas, QDropEvent(at.toPointF(), copy, mime, *keys))
    placed = editor.page.sketch.strokes[before:]
    assert placed
    box = bounds_of(placed)
    assert box is not None
    here = canvas.view.to_canvas(at.x(), at.y())
    assert ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) == pytest.approx((here.x(), here.y()))
    assert placed[0].provenance is not None
    assert editor.undo_stack.undoText() == "Drop strokes"
    dialog.close()


def test_stop_and_close_end_the_work(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(window, "suggest.generate", GenerateDialog)
    assert isinstance(dialog, GenerateDialog)
    dialog.go.click()
    dialog.stop.click()
    assert not dialog.is_running
    dialog.go.click()
    dialog.close()
    qtbot.waitUntil(lambda: window.models.service.queue.running is None, timeout=5000)
