"""What Clean is asked to clean, and the document with the answer in its place."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from sketchpad.core import arrange
from sketchpad.core.document import Document, Layer, Page, Underlay
from sketchpad.core.stroke import Stroke
from sketchpad.inference.suggestions import Run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sketchpad.inference.registry import Models
    from sketchpad.inference.suggestions import Suggestion

Kind = Literal["selection", "layer", "underlay"]
Work = Callable[["Models", Run], object]

#: A quick look at a picture needs no more pixels along its long side than this.
_QUICK: Final = 1024


@dataclasses.dataclass(frozen=True, eq=False)
class Subject:
    """Rough strokes, or a picture.

    Attributes:
        kind: selected strokes, all strokes of a layer, or the picture under it.
        page: id of the page.
        layer: id of the layer; of selected strokes, the highest one that has any.
        name: of that layer.
        strokes: what is cleaned, bottom to top; none of a picture.
        underlay: the picture.
    """

    kind: Kind
    page: str
    layer: str
    name: str
    strokes: tuple[Stroke, ...] = ()
    underlay: Underlay | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What stays the same while the strokes are drawn on."""
        return self.kind, self.page, self.layer if self.kind != "selection" else ""

    def is_same(self, other: Subject) -> bool:
        """Whether cleaning gives the same: strokes and pictures are immutable, so by identity."""
        mine, theirs = self.strokes, other.strokes
        return (
            self.underlay is other.underlay
            and len(mine) == len(theirs)
            and all(a is b for a, b in zip(mine, theirs, strict=True))
        )

    def now(self, page: Page) -> Subject | None:
        """The same subject on another value of the page; None if it is gone."""
        if self.kind == "selection":
            return _selection(page, {stroke.id for stroke in self.strokes})
        found = (s for layer in page for s in _of_layer(page, layer) if s.key == self.key)
        return next(found, None)


def subjects_of(page: Page, current: Layer, selection: Collection[str]) -> tuple[Subject, ...]:
    """All that could be cleaned on a page, the most probably meant first.

    That is the selection, if there is one; then the current layer's strokes, or the picture under
    it if it has none; then the other layers, the top one first.
    """
    found = [] if not selection else [_selection(page, selection)]
    others = (layer for layer in reversed(page.layers) if layer is not current)
    for layer in (current, *others):
        found += _of_layer(page, layer)
    return tuple(subject for subject in found if subject is not None)


def _of_layer(page: Page, layer: Layer) -> list[Subject]:
    found: list[Subject] = []
    if layer.visible and layer.strokes:
        found.append(Subject("layer", page.id, layer.id, layer.name, layer.strokes))
    if layer.visible and layer.underlay is not None:
        underlay = layer.underlay
        found.append(Subject("underlay", page.id, layer.id, layer.name, underlay=underlay))
    return found


def _selection(page: Page, ids: Collection[str]) -> Subject | None:
    chosen = [(layer, s) for layer in page if layer.visible for s in layer.strokes if s.id in ids]
    if not chosen:
        return None
    top = chosen[-1][0]
    return Subject("selection", page.id, top.id, top.name, tuple(s for _, s in chosen))


class Pixels:
    """The picture of a subject, decoded once and kept; used by the worker's thread only."""

    def __init__(self, underlay: Underlay) -> None:
        self.underlay = underlay

    @functools.cached_property
    def whole(self) -> NDArray[Any]:
        """All pixels."""
        from sketchpad.files import images

        return images.pixels(self.underlay)

    @functools.cached_property
    def quick(self) -> NDArray[Any]:
        """Enough of them for a quick look."""
        from sketchpad.files import images

        return images.pixels(self.underlay, _QUICK)


def cleaning(subject: Subject, pixels: Pixels | None, detail: float | None, *, quick: bool) -> Work:
    """What the worker shall do; its answer is a list of one suggestion.

    Without a Detail it first finds the one that fits, and hands it out as a part of the answer.
    """

    def work(models: Models, run: Run) -> list[Suggestion]:
        from sketchpad.inference import clean_detail

        image = None if pixels is None else pixels.quick if quick else pixels.whole
        wanted = detail
        if wanted is None and image is not None:
            wanted = clean_detail.fitting_detail_of_picture(image)
        elif wanted is None:
            wanted = clean_detail.fitting_detail(subject.strokes)
        if detail is None:
            run.watcher.partial(wanted)
        if pixels is None or image is None:
            from sketchpad.inference.clean_strokes import CleanStrokesRequest, clean_strokes

            drawn = CleanStrokesRequest(subject.strokes, wanted, proxy=quick)
            return clean_strokes(drawn, models=models, run=run)
        from sketchpad.inference.clean import CleanRequest, clean

        request = CleanRequest(image, wanted, pixels.underlay.box, proxy=quick)
        return clean(request, models=models, run=run)

    return work


def outcome(
    document: Document, subject: Subject, strokes: Sequence[Stroke], clean: Layer, rough: Layer
) -> Document:
    """The document with clean strokes on a new layer, and what they came from hidden.

    Args:
        document: holds the subject.
        subject: what was cleaned.
        strokes: the answer.
        clean: gives the new layer its name and id.
        rough: the same for a hidden layer, where the subject must leave others on its layer.
    """
    page = document.page(subject.page)
    opacity = page.layer(subject.layer).opacity if subject.strokes else 1.0
    layer = clean.replace(strokes=tuple(strokes), opacity=opacity)
    after = arrange.insert_layer(document, page.id, layer, subject.layer)
    ids = {stroke.id for stroke in subject.strokes}
    for holder in page.layers:
        if holder.id == subject.layer or subject.kind == "selection":
            aside = rough if holder.id == subject.layer else Layer(name=rough.name)
            picture = subject.underlay is not None
            after = arrange.set_aside(
                after, page.id, holder.id, aside, strokes=ids, underlay=picture
            )
    return after
