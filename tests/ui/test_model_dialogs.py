"""Generate and Interpolate through their windows, with real (tiny) models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from sketchpad import files
from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.errors import FileError
from sketchpad.core.stroke import Stroke, bounds_of
from sketchpad.inference.suggestions import Suggestion
from sketchpad.ui import clipboard
from sketchpad.ui.dialogs.film_export import target_of
from sketchpad.ui.dialogs.generate import GenerateDialog
from sketchpad.ui.dialogs.interpolate import InterpolateDialog
from sketchpad.ui.dialogs.replacing import may_replace
from sketchpad.ui.drops import StrokeDrops
from sketchpad.ui.editor import Editor
from sketchpad.ui.window import MainWindow
from tests.ui.suggestions.steps import look
from tests.ui.windows import nameless


def page(radius: float) -> Page:
    t = np.linspace(0.0, 6.0, 30)
    circle = np.c_[300 + radius * np.cos(t), 200 + radius * np.sin(t)]
    return Page((Layer(strokes=(Stroke.make(circle), Stroke.make(circle / 2))),), 600.0, 400.0)


@pytest.fixture
def window(qtbot: QtBot, make_window: Callable[[], MainWindow], models_folder: Path) -> MainWindow:
    window = make_window()
    window.add_tab(Editor(Document((page(100), page(50), page(150)))))
    look(qtbot, window, models_folder)
    return window


def opened(window: MainWindow, action: str, kind: type) -> GenerateDialog | InterpolateDialog:
    window.actions_[action].trigger()
    return window.findChildren(kind)[-1]


def answered(qtbot: QtBot, dialog: GenerateDialog | InterpolateDialog) -> None:
    if isinstance(dialog, InterpolateDialog) and dialog.path.currentData() != "strokes":
        dialog.path.setCurrentIndex(2)  # nothing was learnt, and that would be told
    dialog.go.click()
    assert dialog.is_running
    assert dialog.stop.isVisible()
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=20000)
    assert dialog.line.text() == ""


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


def test_files_that_are_dropped_on_the_canvas_are_opened(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_paths: list[Path] = []
    monkeypatch.setattr(window.files, "open_paths", opened_paths.extend)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/tmp/some.svg")])
    keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, *keys),
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, *keys),
    ):
        QApplication.sendEvent(window.tab.canvas, event)
        assert event.isAccepted()
    assert opened_paths == [Path("/tmp/some.svg")]


def test_broken_strokes_that_are_dropped_are_one_sentence(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[BaseException] = []
    canvas = window.tab.canvas
    mime = QMimeData()
    mime.setData(clipboard.NATIVE, QByteArray(b"nothing"))
    drops = StrokeDrops(canvas, told.append, told.append)
    keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, *keys)
    assert drops.eventFilter(canvas, event)
    assert [type(error) for error in told] == [FileError]


@pytest.mark.parametrize(
    ("action", "kind"),
    [("suggest.generate", GenerateDialog), ("suggest.interpolate", InterpolateDialog)],
)
def test_everything_that_takes_input_has_a_name(
    qtbot: QtBot, window: MainWindow, action: str, kind: type
) -> None:
    dialog = opened(window, action, kind)
    assert nameless(dialog) == []
    dialog.close()


def test_frames_lie_between_two_pages(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    assert [dialog.terms[0].itemText(i) for i in range(4)] == [
        *("Page 1", "Page 2", "Page 3"),
        "From a File…",
    ]
    dialog.frames.setValue(5)
    assert not dialog.export.isEnabled()
    answered(qtbot, dialog)
    editor = window.tab.editor
    assert dialog.strip.count() == 5
    assert dialog.slider.value() == 2
    assert dialog.film.frames[0] == editor.document.pages[0].sketch.strokes
    assert dialog.film.frames[-1] == editor.document.pages[1].sketch.strokes
    dialog.strip.setCurrentRow(2)
    assert dialog.slider.value() == 2
    dialog.slider.setValue(1)
    assert dialog.strip.currentRow() == 1
    window.settings.put("files/folder", str(tmp_path))
    editor.name = "Rings"
    proposed: list[str] = []
    for name, kind in (
        ("a.mp4", "GIF (*.gif)"),
        ("a", "GIF (*.gif)"),
        ("b.gif", "Frames as SVG (*.svg)"),
    ):

        def answer(_parent: object, _title: str, propose: str, *_: str) -> tuple[str, str]:
            proposed.append(propose)
            return str(tmp_path / name), kind  # noqa: B023  # asked at once

        monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
        dialog.export.click()
        if name == "a.mp4":
            assert dialog.line.text().startswith("a.mp4 cannot hold these frames; use .gif")
    assert proposed == [str(tmp_path / "Rings.gif")] * 3
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("*.*"))) == 6, timeout=10000)
    with Image.open(tmp_path / "a.gif") as gif:
        assert gif.n_frames > 1
        assert gif.width == 480
    assert len(files.load(tmp_path / "b-1.svg").pages[0].sketch) == 2
    dialog.open_page.click()
    assert len(editor.document.pages) == 4
    shown = dialog.film.frames[1]
    opened_strokes = editor.page.sketch.strokes
    for stroke, frame in zip(opened_strokes, shown, strict=True):
        assert np.array_equal(stroke.points, frame.points)
    dialog.open_all.click()
    assert len(editor.document.pages) == 9
    ids = [s.id for page in editor.document.pages for s in page.sketch.strokes]
    assert len(ids) == len(set(ids))
    editor.undo_stack.undo()
    assert len(editor.document.pages) == 4
    dialog.close()


def test_one_page_alone_leaves_the_other_sketch_to_choose(qtbot: QtBot, window: MainWindow) -> None:
    window.add_tab(Editor(Document((page(100),))))
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    assert [box.currentText() for box in dialog.terms] == ["Page 1", "", ""]
    dialog.go.click()
    assert not dialog.is_running
    assert dialog.line.text() == "Choose a sketch for each letter first."
    dialog.way.setCurrentIndex(2)
    answered(qtbot, dialog)
    dialog.close()


def test_a_selection_goes_into_the_rest_of_its_page(qtbot: QtBot, window: MainWindow) -> None:
    first, second = window.tab.editor.page.sketch.strokes
    window.tab.editor.select([second.id])
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    names = [box.currentText() for box in dialog.terms]
    assert names == ["Selection (1)", "Rest of the page (1)", "Page 1"]
    answered(qtbot, dialog)
    assert dialog.film.frames[0] == (second,)
    assert dialog.film.frames[-1] == (first,)
    dialog.close()


def test_every_page_of_a_file_can_be_chosen(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    files.save(Document((page(80), Page((Layer(),)), page(20))), tmp_path / "two.sketch")
    files.save(Document((Page((Layer(),)),)), tmp_path / "none.sketch")
    box = dialog.terms[0]
    for name in ("two.sketch", "none.sketch"):
        answer = str(tmp_path / name), ""
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, answer=answer: answer)
        box.setCurrentIndex(box.count() - 1)
        box.activated.emit(box.count() - 1)
        if name == "two.sketch":
            assert box.currentText() == "two.sketch, page 1"
    assert dialog.line.text() == "none.sketch has no strokes."
    choices = [dialog.terms[1].itemText(k) for k in range(dialog.terms[1].count())]
    assert choices[3:] == ["two.sketch, page 1", "two.sketch, page 3", "From a File…"]
    dialog.close()


def test_arithmetic_variations_and_files(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    files.save(Document((page(80),)), tmp_path / "ring.svg")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "ring.svg"), ""))
    dialog.way.setCurrentIndex(1)
    assert dialog.terms[2].isVisible()
    box = dialog.terms[2]
    box.setCurrentIndex(box.count() - 1)
    box.activated.emit(box.count() - 1)
    assert box.currentText() == "ring.svg"
    answered(qtbot, dialog)
    assert 1 <= len(dialog.film.frames) <= 4
    dialog.way.setCurrentIndex(2)
    assert not dialog.terms[1].isVisible()
    answered(qtbot, dialog)
    assert 1 < len(dialog.film.frames) <= 8
    assert not dialog.play.isVisible()
    dialog.close()


def test_frames_play_there_and_back_and_a_model_that_knows_nothing_is_told(
    qtbot: QtBot, window: MainWindow
) -> None:
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    dialog.frames.setValue(3)
    dialog.go.click()
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=20000)
    lines = dialog.line.text().splitlines()
    assert lines[0] == "It is not clear what A (Page 1) and B (Page 2) show."
    assert lines[1].startswith("So strokes are matched and moved.")
    line = dialog.shows[0].lineEdit()
    assert line is not None
    line.setText("cross")
    line.editingFinished.emit()
    assert dialog.is_running
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=20000)
    assert dialog.line.text().startswith("It is not clear what B (Page 2) shows.")
    seen: list[int] = []
    dialog.slider.valueChanged.connect(seen.append)
    dialog.play.click()
    assert dialog.play.text() == "Pause"
    qtbot.waitUntil(lambda: len(seen) > 4, timeout=5000)
    dialog.play.click()
    assert seen[:5] == [2, 1, 0, 1, 2]
    assert dialog.shows[0].isVisible()
    dialog.path.setCurrentIndex(2)
    assert not dialog.shows[0].isVisible()
    answered(qtbot, dialog)
    dialog.close()


@pytest.mark.parametrize(
    ("typed", "kind", "meant"),
    [
        ("a", (".gif", False), ("a.gif", False)),
        ("a.SVG", (".gif", False), ("a.SVG", False)),
        ("a.png", (".gif", False), ("a.png", True)),
        ("a.gif", (".svg", False), ("a.svg", False)),
        ("a.gif", (".png", True), ("a.png", True)),
        ("take 1.2", (".gif", False), ("take 1.2.gif", False)),
    ],
)
def test_the_name_and_the_kind_of_a_film_agree(
    typed: str, kind: tuple[str, bool], meant: tuple[str, bool]
) -> None:
    assert target_of(Path(typed), *kind) == (Path(meant[0]), meant[1])


def test_files_that_nobody_asked_about_are_not_replaced(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "setText", lambda _box, text: asked.append(text))
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: QMessageBox.StandardButton.No)
    frames = [tmp_path / f"a-{number}.png" for number in range(3)]
    assert may_replace(parent, tmp_path / "a.png", frames)
    frames[1].touch()
    assert may_replace(parent, frames[1], frames)
    assert not may_replace(parent, tmp_path / "a.png", frames)
    frames[2].touch()
    assert not may_replace(parent, tmp_path / "a.png", frames)
    assert asked == [
        "“a-1.png” already exists. Do you want to replace it?",
        "“a-1.png” and 1 more already exist. Do you want to replace them?",
    ]


def test_a_file_that_is_none_is_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    (tmp_path / "no.svg").write_text("nothing")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "no.svg"), ""))
    box = dialog.terms[0]
    box.setCurrentIndex(box.count() - 1)
    box.activated.emit(box.count() - 1)
    assert "no.svg" in dialog.line.text()
    assert box.currentText() == "Page 1"
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


def test_without_the_model_the_actions_say_why(
    qtbot: QtBot, make_window: Callable[[], MainWindow], tmp_path: Path
) -> None:
    window = make_window()
    look(qtbot, window, tmp_path)
    for name, task in (("interpolate", "latent"), ("generate", "generate")):
        action = window.actions_[f"suggest.{name}"]
        assert not action.isEnabled()
        assert f"There is no model for the task “{task}”." in action.toolTip()
