"""Which part of a page two values of it paint differently."""

from __future__ import annotations

from sketchpad.core.boxes import ink_box, shared_ends
from sketchpad.core.document import Hole, Layer, Page, Underlay
from sketchpad.core.geometry import Box
from sketchpad.core.stroke import Stroke

#: More boxes than this are one box.
MOST_BOXES = 48


def appended(before: Page, after: Page) -> tuple[Stroke, ...]:
    """The strokes that were added on top of everything else, if that is all that changed.

    Such strokes can be painted onto the old picture. Empty if there was another change.
    """
    if not _same_sheet(before, after) or len(before.layers) != len(after.layers):
        return ()
    changed = [
        (i, old, new)
        for i, (old, new) in enumerate(zip(before.layers, after.layers, strict=True))
        if old is not new
    ]
    if len(changed) != 1:
        return ()
    index, old, new = changed[0]
    above = after.layers[index + 1 :]
    if any(layer.visible and (layer.strokes or layer.underlay) for layer in above):
        return ()
    alike = _same_look(old, new) and old.holes == new.holes and new.opacity == 1.0
    count = len(old.strokes)
    if not alike or not new.visible or old.strokes != new.strokes[:count]:
        return ()
    return new.strokes[count:]


def changed_boxes(before: Page, after: Page) -> list[Box] | None:
    """Boxes, canvas units, outside of which both values look alike; None for everywhere."""
    if not _same_sheet(before, after):
        return None
    if [layer.id for layer in before.layers] != [layer.id for layer in after.layers]:
        return None
    boxes: list[Box] = []
    for old, new in zip(before.layers, after.layers, strict=True):
        if old is new:
            continue
        if not _same_look(old, new.replace(underlay=old.underlay)):
            return None
        if new.visible:
            if old.underlay is not new.underlay:
                boxes += [_underlay_box(x.underlay) for x in (old, new) if x.underlay]
            boxes += _stroke_boxes(old.strokes, new.strokes)
            boxes += [_hole_box(hole) for hole in set(old.holes) ^ set(new.holes)]
    return [_union(boxes)] if len(boxes) > MOST_BOXES else boxes


def _same_sheet(before: Page, after: Page) -> bool:
    return (before.id, before.width, before.height, before.paper) == (
        after.id,
        after.width,
        after.height,
        after.paper,
    )


def _same_look(old: Layer, new: Layer) -> bool:
    """Whether two values of a layer differ at most in strokes, holes, name and lock."""
    if not old.visible and not new.visible:
        return True
    alike = old.visible == new.visible and old.opacity == new.opacity
    return alike and old.underlay is new.underlay and old.id == new.id


def _stroke_boxes(old: tuple[Stroke, ...], new: tuple[Stroke, ...]) -> list[Box]:
    head, tail = shared_ends(old, new)
    gone = set(old[head : len(old) - tail])
    come = set(new[head : len(new) - tail])
    differ = gone ^ come
    if not differ and (gone or come):  # the same strokes in another order
        differ = gone | come
    return [ink_box(stroke) for stroke in differ]


def _underlay_box(underlay: Underlay) -> Box:
    left, top, width, height = underlay.box
    return left, top, left + width, top + height


def _hole_box(hole: Hole) -> Box:
    left, top = (hole.path.min(axis=0) - hole.radius).tolist()
    right, bottom = (hole.path.max(axis=0) + hole.radius).tolist()
    return left, top, right, bottom


def _union(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
