"""Documents: pages of layers of strokes, as immutable values that share structure.

An edit returns a new document that shares all it did not touch with the old one, so a snapshot
(for undo, autosave or a model) is the value itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike

from sketchpad.core.stroke import FloatArray, Sketch, Stroke, new_id

DEFAULT_PAGE_SIZE: Final = (1200.0, 900.0)


@dataclasses.dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Hole:
    """A region that the user erased and wants healed.

    Attributes:
        path: read-only ``(n, 2)``, canvas units; where the eraser's centre went, or a polygon.
        radius: everything within this distance of the path belongs to the hole.
        filled: the path is a closed polygon, and its inside (even-odd) belongs to the hole too.
    """

    path: FloatArray
    radius: float = 0.0
    filled: bool = False
    id: str = dataclasses.field(default_factory=new_id)

    @classmethod
    def swipe(cls, path: ArrayLike, radius: float) -> Hole:
        """What a round eraser of this radius swept along the path."""
        return cls(_frozen(path), float(radius))

    @classmethod
    def polygon(cls, outline: ArrayLike) -> Hole:
        """The inside of a polygon."""
        return cls(_frozen(outline), 0.0, filled=True)

    @classmethod
    def box(cls, x: float, y: float, width: float, height: float) -> Hole:
        """An upright rectangle."""
        return cls.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])


@dataclasses.dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Underlay:
    """An image under a layer's strokes, for tracing or cleaning.

    Attributes:
        data: the encoded image, as read from its file.
        media_type: ``image/png`` or ``image/jpeg``.
        box: x, y, width, height on the page, canvas units.
        opacity: 0 to 1.
    """

    data: bytes
    media_type: str
    box: tuple[float, float, float, float]
    opacity: float = 1.0
    id: str = dataclasses.field(default_factory=new_id)


@dataclasses.dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Layer:
    """Strokes in drawing order, the first at the bottom."""

    name: str = "Layer 1"
    strokes: tuple[Stroke, ...] = ()
    holes: tuple[Hole, ...] = ()
    underlay: Underlay | None = None
    opacity: float = 1.0
    visible: bool = True
    locked: bool = False
    id: str = dataclasses.field(default_factory=new_id)

    @property
    def sketch(self) -> Sketch:
        """The layer's strokes as a sketch."""
        return Sketch(self.strokes)

    def replace(self, **changes: object) -> Self:
        """A copy with other values, as ``dataclasses.replace``."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class Page:
    """Layers, the first at the bottom, on paper of a size and colour."""

    layers: tuple[Layer, ...] = dataclasses.field(default_factory=lambda: (Layer(),))
    width: float = DEFAULT_PAGE_SIZE[0]
    height: float = DEFAULT_PAGE_SIZE[1]
    paper: str = "#ffffff"
    name: str = ""
    id: str = dataclasses.field(default_factory=new_id)

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)

    @property
    def sketch(self) -> Sketch:
        """The strokes of the visible layers, bottom to top."""
        return Sketch(tuple(s for layer in self.layers if layer.visible for s in layer.strokes))

    def layer(self, layer_id: str) -> Layer:
        """The layer of this id.

        Raises:
            KeyError: if the page has none.
        """
        for layer in self.layers:
            if layer.id == layer_id:
                return layer
        raise KeyError(layer_id)

    def with_layer(self, layer_id: str, change: Callable[[Layer], Layer]) -> Page:
        """A page in which one layer is changed; the others are shared."""
        self.layer(layer_id)
        layers = (change(layer) if layer.id == layer_id else layer for layer in self.layers)
        return dataclasses.replace(self, layers=tuple(layers))

    def replace(self, **changes: object) -> Self:
        """A copy with other values, as ``dataclasses.replace``."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class Document:
    """One or more pages."""

    pages: tuple[Page, ...] = dataclasses.field(default_factory=lambda: (Page(),))

    @classmethod
    def of(cls, strokes: Iterable[Stroke], width: float, height: float) -> Document:
        """One page with one layer."""
        return cls((Page((Layer(strokes=tuple(strokes)),), width, height),))

    def page(self, page_id: str) -> Page:
        """The page of this id.

        Raises:
            KeyError: if the document has none.
        """
        for page in self.pages:
            if page.id == page_id:
                return page
        raise KeyError(page_id)

    def with_page(self, page_id: str, change: Callable[[Page], Page]) -> Document:
        """A document in which one page is changed; the others are shared."""
        self.page(page_id)
        return Document(tuple(change(p) if p.id == page_id else p for p in self.pages))

    def replace(self, **changes: object) -> Self:
        """A copy with other values, as ``dataclasses.replace``."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


def _frozen(values: ArrayLike) -> FloatArray:
    array = np.array(values, dtype=np.float64).reshape(-1, 2)
    if not len(array) or not np.isfinite(array).all():
        raise ValueError("a hole needs at least one finite point")
    array.flags.writeable = False
    return array
