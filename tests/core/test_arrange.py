from __future__ import annotations

import pytest

from sketchpad.core import arrange
from sketchpad.core.document import Document, Hole, Layer, Page, Underlay
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import Brush, Stroke


def stroke(opacity: float = 1.0) -> Stroke:
    return Stroke.make([(0, 0), (1, 1)], Brush(opacity=opacity))


@pytest.fixture
def layers() -> tuple[Layer, Layer, Layer]:
    return Layer("a", (stroke(),)), Layer("b", (stroke(0.5),), opacity=0.5), Layer("c")


@pytest.fixture
def document(layers: tuple[Layer, ...]) -> Document:
    return Document((Page(layers), Page(name="other")))


def names(document: Document) -> str:
    return "".join(layer.name for layer in document.pages[0])


def ids(document: Document) -> tuple[str, list[str]]:
    page = document.pages[0]
    return page.id, [layer.id for layer in page]


def test_a_layer_changes_and_the_rest_is_shared(document: Document):
    page, (a, *_others) = ids(document)
    after = arrange.change_layer(document, page, a, name="x", locked=True)
    assert names(after) == "xbc"
    assert after.pages[0].layers[0].locked
    assert after.pages[1] is document.pages[1]
    assert after.pages[0].layers[1:] == document.pages[0].layers[1:]
    assert names(document) == "abc"


def test_a_layer_is_inserted_above_another(document: Document):
    page, (a, _b, c) = ids(document)
    assert names(arrange.insert_layer(document, page, Layer("n"), a)) == "anbc"
    assert names(arrange.insert_layer(document, page, Layer("n"), c)) == "abcn"
    with pytest.raises(KeyError):
        arrange.insert_layer(document, page, Layer("n"), "nobody")


def test_a_layer_is_removed_but_never_the_last(document: Document):
    page, (a, b, c) = ids(document)
    once = arrange.remove_layer(document, page, b)
    assert names(once) == "ac"
    last = arrange.remove_layer(once, page, a)
    with pytest.raises(InputError, match="at least one layer"):
        arrange.remove_layer(last, page, c)


@pytest.mark.parametrize(
    ("index", "order"), [(0, "bac"), (1, "abc"), (2, "acb"), (-5, "bac"), (99, "acb")]
)
def test_a_layer_moves(document: Document, index: int, order: str):
    page, (_a, b, _c) = ids(document)
    after = arrange.move_layer(document, page, b, index)
    assert names(after) == order
    assert (after is document) == (order == "abc")


def test_a_copy_has_ids_of_its_own():
    hole, image = Hole.box(0, 0, 5, 5), Underlay(b"png", "image/png", (0, 0, 9, 9))
    original = Layer("a", (stroke(),), (hole,), image)
    document = Document((Page((original,)),))
    page = document.pages[0].id
    copy = arrange.duplicate_layer(document, page, original.id, "a copy").pages[0].layers[1]
    assert copy.name == "a copy"
    assert copy.underlay is not None
    pairs = (
        (copy.id, original.id),
        (copy.strokes[0].id, original.strokes[0].id),
        (copy.holes[0].id, hole.id),
        (copy.underlay.id, image.id),
    )
    assert all(new != old for new, old in pairs)
    assert copy.strokes[0].samples is original.strokes[0].samples


def test_merging_keeps_what_is_seen(document: Document):
    page, (_a, b, _c) = ids(document)
    merged = arrange.merge_down(document, page, b).pages[0].layers[0]
    assert merged.name == "a"
    assert merged.opacity == 1.0
    assert [s.brush.opacity for s in merged.strokes] == [1.0, 0.25]
    assert merged.strokes[0] is document.pages[0].layers[0].strokes[0]


def test_merging_layers_of_one_opacity_leaves_their_strokes_alone():
    lower, upper = (Layer(n, (stroke(),), (Hole.box(0, 0, 1, 1),), opacity=0.5) for n in "ab")
    document = Document((Page((lower, upper)),))
    merged = arrange.merge_down(document, document.pages[0].id, upper.id).pages[0].layers[0]
    assert merged.strokes == lower.strokes + upper.strokes
    assert len(merged.holes) == 2
    assert merged.opacity == 0.5


def test_merging_takes_the_underlay_along_but_not_two():
    image = Underlay(b"png", "image/png", (0, 0, 9, 9))
    plain, traced, other = Layer("a"), Layer("b", underlay=image), Layer("c", underlay=image)
    document = Document((Page((plain, traced, other)),))
    page = document.pages[0].id
    once = arrange.merge_down(document, page, traced.id)
    assert once.pages[0].layers[0].underlay is image
    with pytest.raises(InputError, match="underlay"):
        arrange.merge_down(document, page, other.id)
    with pytest.raises(InputError, match="no layer below"):
        arrange.merge_down(document, page, plain.id)


def test_pages_come_copy_move_and_go(document: Document):
    first, second = document.pages
    three = arrange.insert_page(document, Page(name="new"), first.id)
    assert [page.name for page in three.pages] == ["", "new", "other"]
    moved = arrange.move_page(three, second.id, 0)
    assert [page.name for page in moved.pages] == ["other", "", "new"]
    assert arrange.move_page(three, first.id, 0) is three
    twice = arrange.duplicate_page(document, first.id)
    copy = twice.pages[1]
    assert copy.id != first.id
    assert [layer.name for layer in copy] == ["a", "b", "c"]
    assert not {layer.id for layer in copy} & {layer.id for layer in first}
    alone = arrange.remove_page(document, second.id)
    assert alone.pages == (first,)
    with pytest.raises(InputError, match="at least one page"):
        arrange.remove_page(alone, first.id)
    with pytest.raises(KeyError):
        arrange.remove_page(document, "nobody")


def test_a_page_changes(document: Document):
    after = arrange.change_page(document, document.pages[1].id, paper="#000000")
    assert after.pages[1].paper == "#000000"
    assert after.pages[0] is document.pages[0]


def test_what_is_all_of_a_layer_is_hidden_with_it(document: Document):
    page, (a, b, _c) = ids(document)
    gone = {s.id for layer in document.pages[0] for s in layer.strokes}
    after = arrange.set_aside(document, page, a, Layer("aside"), strokes=gone)
    assert [layer.visible for layer in after.pages[0]] == [False, True, True]
    assert after.pages[0].layer(a).strokes == document.pages[0].layer(a).strokes
    assert after.pages[0].layer(b) is document.pages[0].layer(b)


def test_a_part_of_a_layer_moves_to_a_hidden_one_below():
    stay, go = stroke(), stroke()
    underlay = Underlay(b"", "image/png", (0, 0, 1, 1))
    layer = Layer("a", (go, stay), (Hole.box(0, 0, 1, 1),), underlay, opacity=0.5)
    document = Document((Page((layer,)),))
    page, aside = document.pages[0].id, Layer("aside")
    after = arrange.set_aside(document, page, layer.id, aside, strokes={go.id}).pages[0]
    hidden, left = after.layers
    assert (hidden.id, hidden.name, hidden.visible) == (aside.id, "aside", False)
    assert (hidden.strokes, hidden.underlay, hidden.opacity) == ((go,), None, 0.5)
    assert (left.id, left.strokes, left.underlay) == (layer.id, (stay,), underlay)
    assert left.visible
    assert left.holes == layer.holes
    both = arrange.set_aside(
        document, page, layer.id, aside, strokes={go.id, stay.id}, underlay=True
    ).pages[0]
    assert [x.visible for x in both] == [False]
    picture = arrange.set_aside(document, page, layer.id, aside, underlay=True).pages[0]
    assert (picture.layers[0].underlay, picture.layers[0].strokes) == (underlay, ())
    assert (picture.layers[1].underlay, picture.layers[1].strokes) == (None, (go, stay))


def test_nothing_to_set_aside_changes_nothing(document: Document):
    page, (a, _b, c) = ids(document)
    for layer in (a, c):
        after = arrange.set_aside(document, page, layer, Layer("aside"), strokes={"?"})
        assert after.pages[0].layers == document.pages[0].layers
