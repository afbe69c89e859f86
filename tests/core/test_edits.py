"""Edits of what is drawn: pure, sharing, refusing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sketchpad.core import boxes, edits, geometry
from sketchpad.core.document import Document, Hole, Layer, Page, Underlay
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import Brush, Stroke

PAGE, LOW, HIGH = "page", "low", "high"


def line(y: float, left: float = 0.0, right: float = 100.0, width: float = 2.0) -> Stroke:
    x = np.linspace(left, right, 21)
    return Stroke.make(np.column_stack([x, np.full(21, y)]), Brush(width=width))


@pytest.fixture
def document() -> Document:
    low = Layer("Low", (line(0), line(10), line(20)), id=LOW)
    high = Layer("High", (line(30),), id=HIGH)
    return Document((Page((low, high), 200, 100, id=PAGE), Page(id="other")))


def layer(document: Document, layer_id: str = LOW) -> Layer:
    return document.page(PAGE).layer(layer_id)


def locked(document: Document, **changes: bool) -> Document:
    return document.with_page(
        PAGE, lambda page: page.with_layer(LOW, lambda value: value.replace(**changes))
    )


def test_added_strokes_lie_on_top_and_the_rest_is_shared(document: Document):
    new = line(5)
    after = edits.add_strokes(document, PAGE, LOW, [new])
    assert layer(after).strokes == (*layer(document).strokes, new)
    assert layer(after, HIGH) is layer(document, HIGH)
    assert after.pages[1] is document.pages[1]
    assert edits.add_strokes(document, PAGE, LOW, []) is document


def test_erasing_cuts_in_place(document: Document):
    before = layer(document).strokes
    after = edits.erase(document, PAGE, LOW, [(50, 10)], 4.0)
    first, left, right, last = layer(after).strokes
    assert (first, last) == (before[0], before[2])
    assert left.id == before[1].id
    assert left.points[-1].tolist() == pytest.approx([46, 10])
    assert right.points[0].tolist() == pytest.approx([54, 10])


def test_erasing_whole_takes_what_ink_is_touched(document: Document):
    before = layer(document).strokes
    after = edits.erase(document, PAGE, LOW, [(50, 15)], 4.5, whole=True)
    assert layer(after).strokes == (before[0],)
    assert edits.erase(document, PAGE, LOW, [(50, 15)], 3.5, whole=True) is document


def test_erasing_nothing_is_the_same_document(document: Document):
    assert edits.erase(document, PAGE, LOW, [(50, 50)], 4.0) is document


@given(
    st.lists(st.tuples(st.floats(-20, 120), st.floats(-20, 60)), min_size=1, max_size=8),
    st.floats(0.5, 15),
)
def test_what_stays_is_outside_the_swept_disc_and_was_there(
    path: list[tuple[float, float]], radius: float
):
    lines = tuple(line(y) for y in (0.0, 10.0, 20.0))
    before = Document((Page((Layer("L", lines, id=LOW),), id=PAGE),))
    after = edits.erase(before, PAGE, LOW, path, radius)
    for stroke in layer(after).strokes:
        away = geometry.distance_to_polyline(stroke.points, np.array(path))
        assert (away >= radius - 1e-6).all()
        assert stroke.points[0, 1] in (0.0, 10.0, 20.0)


def test_holes_come_and_go(document: Document):
    hole = edits.swept_hole([(10, 10), (20, 10.01), (30, 10)], 5.0)
    assert hole.path.tolist() == [[10, 10], [30, 10]]
    one = edits.add_hole(document, PAGE, LOW, hole)
    both = edits.add_hole(one, PAGE, HIGH, Hole.box(0, 0, 5, 5))
    assert layer(both).holes == (hole,)
    assert edits.clear_holes(both, PAGE, {hole.id}).page(PAGE).layers[0].holes == ()
    assert layer(edits.clear_holes(both, PAGE, {hole.id}), HIGH).holes
    cleared = edits.clear_holes(both, PAGE)
    assert not any(value.holes for value in cleared.page(PAGE).layers)
    assert edits.clear_holes(document, PAGE) is document


def test_a_hole_can_be_cut_out(document: Document):
    after = edits.cut_hole(document, PAGE, LOW, Hole.box(40, 5, 20, 10))
    assert [len(s) > 1 for s in layer(after).strokes] == [True] * 4
    assert layer(after).strokes[1].points[-1, 0] == pytest.approx(40)
    assert len(layer(after).holes) == 1


def test_removing_across_layers(document: Document):
    ids = {layer(document).strokes[1].id, layer(document, HIGH).strokes[0].id, "nobody"}
    after = edits.remove_strokes(document, PAGE, ids)
    assert [len(value.strokes) for value in after.page(PAGE).layers] == [2, 0]
    assert edits.remove_strokes(document, PAGE, {"nobody"}) is document


def test_transforming_keeps_ids_order_and_the_rest(document: Document):
    before = layer(document).strokes
    moved = edits.transform_strokes(document, PAGE, {before[0].id}, geometry.translation(5, 7))
    after = layer(moved).strokes
    assert after[0].id == before[0].id
    assert after[0].points[0].tolist() == [5, 7]
    assert after[1:] == before[1:]
    same = edits.transform_strokes(document, PAGE, {before[0].id}, geometry.identity())
    assert same is document
    far = geometry.translation(np.inf, 0)
    with pytest.raises(InputError):
        edits.transform_strokes(document, PAGE, {before[0].id}, far)


def test_restyling_changes_what_is_given(document: Document):
    target = layer(document).strokes[0]
    after = edits.restyle_strokes(document, PAGE, {target.id}, colour="#ff0000", opacity=0.5)
    brush = layer(after).strokes[0].brush
    assert (brush.colour, brush.opacity, brush.width) == ("#ff0000", 0.5, 2.0)
    assert edits.restyle_strokes(after, PAGE, {target.id}, colour="#ff0000") is after


def test_duplicates_lie_on_top_with_new_ids(document: Document):
    target = layer(document).strokes[0]
    after, ids = edits.duplicate_strokes(document, PAGE, {target.id}, geometry.translation(3, 3))
    copy = layer(after).strokes[-1]
    assert ids == {copy.id} != {target.id}
    assert copy.points[0].tolist() == [3, 3]
    assert edits.duplicate_strokes(document, PAGE, set(), geometry.identity())[0] is document


def test_replacing_keeps_the_height(document: Document):
    before, new = layer(document).strokes, line(11)
    ids = {before[1].id}
    after = edits.replace_strokes(document, PAGE, LOW, ids, [new])
    assert layer(after).strokes == (before[0], new, before[2])
    added = edits.replace_strokes(document, PAGE, LOW, set(), [new])
    assert layer(added).strokes == (*before, new)


def test_underlays(document: Document):
    underlay = Underlay(b"", "image/png", (0, 0, 10, 10))
    after = edits.set_underlay(document, PAGE, LOW, underlay)
    assert layer(after).underlay is underlay
    assert edits.set_underlay(after, PAGE, LOW, underlay) is after
    assert layer(edits.set_underlay(after, PAGE, LOW, None)).underlay is None


@pytest.mark.parametrize(
    ("change", "word"), [({"locked": True}, "locked"), ({"visible": False}, "hidden")]
)
def test_layers_refuse(document: Document, change: dict[str, bool], word: str):
    closed = locked(document, **change)
    ids = {layer(document).strokes[0].id}
    reason = edits.refusal(layer(closed))
    assert reason is not None
    assert word in reason
    for edit in (
        lambda: edits.add_strokes(closed, PAGE, LOW, [line(1)]),
        lambda: edits.erase(closed, PAGE, LOW, [(50, 0)], 5.0),
        lambda: edits.remove_strokes(closed, PAGE, ids),
        lambda: edits.transform_strokes(closed, PAGE, ids, geometry.translation(1, 1)),
        lambda: edits.duplicate_strokes(closed, PAGE, ids, geometry.translation(1, 1)),
        lambda: edits.set_underlay(closed, PAGE, LOW, Underlay(b"", "image/png", (0, 0, 1, 1))),
    ):
        with pytest.raises(InputError, match=word):
            edit()
    assert edits.refusal(layer(document)) is None


def test_places_must_exist(document: Document):
    with pytest.raises(KeyError):
        edits.add_strokes(document, PAGE, "nowhere", [line(1)])
    with pytest.raises(KeyError):
        edits.remove_strokes(document, "nowhere", {"x"})


class TestBoxes:
    def test_boxes_hold_the_ink(self, document: Document):
        found = boxes.ink_boxes(layer(document))
        np.testing.assert_allclose(found[1], (-1, 9, 101, 11))
        assert boxes.meeting(layer(document), (40, 8, 50, 12)) == [1]
        assert boxes.meeting(layer(document), (40, 40, 50, 50)) == []
        assert boxes.ink_boxes(Layer()).shape == (0, 4)

    def test_boxes_follow_every_edit(self, document: Document):
        rng = np.random.default_rng(3)
        for _ in range(40):
            now = layer(document)
            boxes.ink_boxes(now)
            strokes = list(now.strokes)
            at = int(rng.integers(len(strokes) + 1))
            if rng.random() < 0.6 or not strokes:
                strokes.insert(at, line(float(rng.uniform(0, 90))))
            else:
                strokes.pop(min(at, len(strokes) - 1))
            document = document.with_page(
                PAGE,
                lambda p, s=tuple(strokes): p.with_layer(LOW, lambda v: v.replace(strokes=s)),
            )
            after = layer(document)
            fresh = [boxes.ink_box(stroke) for stroke in after.strokes]
            np.testing.assert_array_equal(boxes.ink_boxes(after), np.array(fresh).reshape(-1, 4))

    @given(st.lists(st.integers(0, 3), max_size=12), st.lists(st.integers(0, 3), max_size=12))
    def test_shared_ends(self, a: list[int], b: list[int]):
        one, two = tuple(a), tuple(b)
        head, tail = boxes.shared_ends(one, two)
        assert one[:head] == two[:head]
        assert head + tail <= min(len(one), len(two))
        assert one[len(one) - tail :] == two[len(two) - tail :]
        if head < min(len(one), len(two)):
            assert one[head] != two[head]
