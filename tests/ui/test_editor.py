"""One open document: steps, currents, selection, dirt."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sketchpad.core import arrange, edits
from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.stroke import Brush, Stroke
from sketchpad.ui.editor import Editor


def stroke() -> Stroke:
    return Stroke.make([(0, 0), (10, 10)])


@pytest.fixture
def editor(qtbot: QtBot) -> Editor:
    return Editor(Document((Page(), Page())))


def draw(editor: Editor, text: str = "Draw") -> Stroke:
    new = stroke()
    place = editor.page.id, editor.layer.id
    editor.apply(text, edits.add_strokes(editor.document, *place, [new]))
    return new


def test_a_step_is_told_counted_and_undone(editor: Editor, qtbot: QtBot):
    before = editor.document
    with qtbot.waitSignals([editor.document_changed, editor.dirty_changed]):
        draw(editor)
    after = editor.document
    assert (editor.revision, editor.is_dirty, editor.undo_stack.undoText()) == (1, True, "Draw")
    editor.undo_stack.undo()
    assert editor.document is before
    assert (editor.revision, editor.is_dirty) == (2, False)
    editor.undo_stack.redo()
    assert editor.document is after


def test_no_change_is_no_step(editor: Editor, qtbot: QtBot):
    with qtbot.assertNotEmitted(editor.document_changed):
        editor.apply("Nothing", editor.document)
    assert editor.undo_stack.count() == 0


def test_steps_of_one_slider_merge(editor: Editor):
    start = editor.document
    for opacity in (0.9, 0.8, 0.7):
        place = editor.page.id, editor.layer.id
        document = arrange.change_layer(editor.document, *place, opacity=opacity)
        editor.apply("Opacity", document, merge="opacity")
    draw(editor)
    assert editor.undo_stack.count() == 2
    editor.undo_stack.undo()
    assert editor.layer.opacity == 0.7
    editor.undo_stack.undo()
    assert editor.document is start


def test_saving_cleans_and_names(editor: Editor, qtbot: QtBot):
    draw(editor)
    with qtbot.waitSignals([editor.path_changed, editor.dirty_changed]):
        editor.mark_saved(Path("a.sketch"))
    assert not editor.is_dirty
    editor.undo_stack.undo()
    assert editor.is_dirty


def test_a_recovered_document_is_dirty_from_the_start(qtbot: QtBot):
    assert Editor(modified=True).is_dirty
    assert not Editor().is_dirty


def test_undo_goes_where_the_change_was(editor: Editor, qtbot: QtBot):
    first, second = editor.document.pages
    draw(editor)
    editor.set_page(second.id)
    with qtbot.waitSignal(editor.current_changed):
        editor.undo_stack.undo()
    assert editor.page.id == first.id


def test_currents_that_vanish_give_way_to_a_neighbour(editor: Editor):
    page, bottom = editor.page, editor.layer
    top = Layer("top")
    editor.apply("Add", arrange.insert_layer(editor.document, page.id, top, bottom.id))
    editor.set_layer(top.id)
    editor.undo_stack.undo()
    assert editor.layer.id == bottom.id
    editor.set_page(editor.document.pages[1].id)
    editor.apply("Remove", arrange.remove_page(editor.document, editor.page.id))
    assert editor.page.id == page.id
    editor.undo_stack.undo()
    assert len(editor.document.pages) == 2


def test_selection_holds_what_exists(editor: Editor, qtbot: QtBot):
    kept, gone = draw(editor), draw(editor)
    with qtbot.waitSignal(editor.selection_changed):
        editor.select([kept.id, gone.id, "nobody"])
    assert editor.selection == {kept.id, gone.id}
    assert editor.selected_strokes == (kept, gone)
    with qtbot.waitSignal(editor.selection_changed):
        editor.undo_stack.undo()
    assert editor.selection == {kept.id}
    editor.set_page(editor.document.pages[1].id)
    assert editor.selection == frozenset()


def test_unknown_places_are_bugs(editor: Editor):
    with pytest.raises(KeyError):
        editor.set_page("nowhere")
    with pytest.raises(KeyError):
        editor.set_layer("nowhere")


def test_a_brush_is_told_once(editor: Editor, qtbot: QtBot):
    with qtbot.waitSignal(editor.brush_changed):
        editor.brush = Brush("#ff0000")
    with qtbot.assertNotEmitted(editor.brush_changed):
        editor.brush = Brush("#ff0000")
