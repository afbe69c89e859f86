"""SVG in: any drawing to strokes, as far as strokes can show it.

Own files come back stroke for stroke; others bring the centre lines of what is stroked and the
outlines of what is filled. Bounded in size, elements, nesting, uses, points and time.
"""

from __future__ import annotations

import base64
import binascii
import collections
import dataclasses
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from sketchpad.core import geometry
from sketchpad.core.document import DEFAULT_PAGE_SIZE, Document, Layer, Page, Underlay
from sketchpad.core.errors import FileError, InputError
from sketchpad.core.fit import sample_beziers
from sketchpad.core.stroke import Brush, FloatArray, Stroke, as_samples, bounds_of, new_id
from sketchpad.files import images, limits, svg_data, svg_shapes, svg_tree
from sketchpad.files.atomic import read_bytes
from sketchpad.files.path_read import parse as parse_path
from sketchpad.files.svg_style import Sheet, Style, cascade, colour, initial, length, opacity
from sketchpad.files.svg_tree import Node

#: Largest distance of the strokes and the curves of the file, canvas units.
TOLERANCE: Final = 0.02
#: The width of the outline of something that is only filled.
_HAIRLINE: Final = 1.0
_SECONDS: Final = 60.0
_MOST_USES: Final = 20_000
_USE_DEPTH: Final = 16
#: Curves that are sampled at a time, which bounds the memory between two looks at the budget.
_BATCH: Final = 2_000
_CONTAINERS: Final = ("g", "a", "svg", "switch", "symbol")
_TEXT: Final = ("text", "flowRoot", "foreignObject")


class _Place(NamedTuple):
    """Where the walk is: the matrix to the canvas, the style, and what percentages refer to."""

    matrix: FloatArray
    style: Style
    opacity: float
    viewport: tuple[float, float]
    depth: int
    uses: int


def load(path: Path) -> tuple[Document, tuple[str, ...]]:
    """Read an SVG file, plain or compressed.

    Returns:
        a document of one page, and notes about what was left out.

    Raises:
        FileError: if it cannot be read, is not SVG or is out of bounds.
    """
    data = read_bytes(path, limits.SVG_BYTES)
    try:
        return parse(data)
    except InputError as error:
        raise FileError(f"{path} cannot be opened: {error}") from error


def parse(data: bytes) -> tuple[Document, tuple[str, ...]]:
    """As ``load``, from the file's bytes.

    Raises:
        InputError: if it is not SVG or is out of bounds.
    """
    # Numbers beyond all bounds become infinite on the way, and are refused at the end.
    with np.errstate(all="ignore"):
        return _Import(svg_tree.parse(data)).document()


@dataclasses.dataclass(slots=True, eq=False)
class _Sink:
    """A layer in the making."""

    node: Node | None
    opacity: float = 1.0
    visible: bool = True
    strokes: list[Stroke] = dataclasses.field(default_factory=list)
    underlay: Underlay | None = None

    def layer(self, number: int, identifier: str) -> Layer:
        name, locked = f"Layer {number}", False
        if self.node is not None:
            name = self.node.get("inkscape:label") or self.node.get("id") or name
            locked = self.node.get("sodipodi:insensitive") in ("true", "1")
        return Layer(
            name,
            tuple(self.strokes),
            (),
            self.underlay,
            self.opacity,
            self.visible,
            locked,
            identifier,
        )


class _Import:
    def __init__(self, root: Node) -> None:
        self._root = root
        self._sheet = Sheet(root)
        self._nodes = dict(_identified(root))
        self._budget = limits.Budget("It")
        self._end = time.monotonic() + _SECONDS
        self._uses = 0
        self._left_out: collections.Counter[str] = collections.Counter()
        self._sinks: list[_Sink] = []
        self._inside: list[_Sink] = []
        self._own = root.get("data-sketchpad") == "1"
        self._ids: set[str] = set()
        self._paper = "#ffffff"

    def document(self) -> tuple[Document, tuple[str, ...]]:
        box, size = _page_size(self._root)
        matrix = geometry.identity()
        if box is not None and size is not None:
            matrix = svg_shapes.fitted(box, size, self._root.get("preserveAspectRatio"))
        viewport = box[2:] if box is not None else size or DEFAULT_PAGE_SIZE
        style = cascade(self._root, initial(), self._sheet)
        place = _Place(matrix, style, opacity(style.get("opacity", "")), viewport, 0, 0)
        for child in self._root.children:
            self._walk(child, place)
        layers = [
            sink.layer(number, self._identity(sink.node))
            for number, sink in enumerate(self._sinks, start=1)
        ]
        if size is None:
            found = bounds_of([s for layer in layers for s in layer.strokes])
            size = DEFAULT_PAGE_SIZE if found is None else (found[2], found[3])
        size = (
            min(max(size[0], 1.0), limits.COORDINATE),
            min(max(size[1], 1.0), limits.COORDINATE),
        )
        page = Page(tuple(layers) or (Layer(),), *size, self._paper, self._root.get("data-name"))
        if self._own and self._root.get("data-id"):
            page = page.replace(id=self._root.get("data-id"))
        return Document((page,)), tuple(self._notes())

    def _walk(self, node: Node, place: _Place) -> None:
        if time.monotonic() > self._end:
            raise InputError("it is too complicated to open.")
        if place.depth > svg_tree.MOST_DEPTH:
            raise InputError(f"its elements are nested more than {svg_tree.MOST_DEPTH} deep.")
        if node.tag in _TEXT:
            self._left_out["text"] += 1
            return
        known = node.tag in _CONTAINERS or node.tag in svg_shapes.SHAPES
        if not (known and node.tag != "symbol") and node.tag not in ("use", "image"):
            return
        style = cascade(node, place.style, self._sheet)
        is_layer = node.tag == "g" and node.get("inkscape:groupmode") == "layer"
        if style.get("display") == "none" and not is_layer:
            return
        self._note_effects(style)
        matrix = geometry.compose(svg_shapes.matrix(node.get("transform")), place.matrix)
        share = opacity(style.get("opacity", ""))
        inner = place._replace(matrix=matrix, style=style, depth=place.depth + 1)
        if is_layer:
            self._walk_layer(node, inner, share)
            return
        self._draw(node, inner._replace(opacity=place.opacity * share))

    def _draw(self, node: Node, place: _Place) -> None:
        if node.tag in svg_shapes.SHAPES:
            self._shape(node, place)
        elif node.tag == "use":
            self._use(node, place)
        elif node.tag == "image":
            self._image(node, place)
        else:
            if node.tag == "svg":
                place = _nested(node, node, place)
            # Of a switch, the first is as good as any: conditions are about languages.
            for child in node.children[:1] if node.tag == "switch" else node.children:
                self._walk(child, place)

    def _walk_layer(self, node: Node, place: _Place, share: float) -> None:
        around = self._inside[-1] if self._inside else _Sink(None, place.opacity)
        visible = around.visible and place.style.get("display") != "none"
        sink = _Sink(node, share * around.opacity, visible)
        self._sinks.append(sink)
        self._inside.append(sink)
        for child in node.children:
            self._walk(child, place)
        self._inside.pop()

    def _sink(self) -> _Sink:
        """Where to put a stroke so that it stays above all before it."""
        node = self._inside[-1].node if self._inside else None
        if not self._sinks or self._sinks[-1].node is not node:
            around = self._inside[-1] if self._inside else _Sink(None)
            self._sinks.append(_Sink(node, around.opacity, around.visible))
        return self._sinks[-1]

    def _use(self, node: Node, place: _Place) -> None:
        self._uses += 1
        if self._uses > _MOST_USES or place.uses >= _USE_DEPTH:
            raise InputError("its elements use each other far too often.")
        target = self._nodes.get(node.get("href").removeprefix("#"))
        if target is None:
            self._left_out["reference"] += 1
            return
        width, height = place.viewport
        shift = (length(node.get("x"), width), length(node.get("y"), height))
        matrix = geometry.compose(geometry.translation(*shift), place.matrix)
        place = place._replace(matrix=matrix, uses=place.uses + 1)
        if target.tag not in ("symbol", "svg"):
            self._walk(target, place)
            return
        style = cascade(target, place.style, self._sheet)
        place = _nested(target, node, place._replace(style=style))
        for child in target.children:
            self._walk(child, place._replace(depth=place.depth + 1))

    def _shape(self, node: Node, place: _Place) -> None:
        if place.style.get("visibility") in ("hidden", "collapse"):
            return
        if self._own and node.get("data-paper"):
            self._paper = _paint(node.get("data-paper"), place.style) or self._paper
            return
        line = node.get("data-line") if self._own else ""
        chains, sound = parse_path(line) if line else svg_shapes.chains(node, place.viewport)
        if not sound:
            self._left_out["broken"] += 1
        brush = self._fill_brush(node, place) if line else self._brush(place)
        if brush is None:
            return
        for chain in chains:
            points = self._sampled(geometry.apply(place.matrix, chain.reshape(-1, 2)))
            limits.check_finite(points, "it")
            self._sink().strokes.append(self._stroke(node, points, chain, brush))

    def _sampled(self, control: FloatArray) -> FloatArray:
        limits.check_finite(control, "it")
        curves = control.reshape(-1, 4, 2)
        parts = []
        for at in range(0, len(curves), _BATCH):
            part = sample_beziers(curves[at : at + _BATCH], TOLERANCE)
            self._budget.spend(len(part))
            parts.append(part if not at else part[1:])
        points = np.concatenate(parts)
        kept = np.concatenate([[True], np.any(points[1:] != points[:-1], axis=1)])
        return np.asarray(points[kept])

    def _stroke(self, node: Node, points: FloatArray, chain: FloatArray, brush: Brush) -> Stroke:
        provenance = None
        samples = as_samples(points)
        if self._own:
            provenance = svg_data.provenance_of(node)
            layer = self._sink().node
            if provenance is None and layer is not None and svg_data.OURS.fullmatch(node.get("id")):
                # What all strokes of a layer share stands on it; what others drew there does not.
                provenance = svg_data.provenance_of(layer)
            if node.get("data-pressure"):
                samples = svg_data.pressed(node, points, chain, samples)
                brush = svg_data.pressure_brush(node, brush)
        return Stroke(samples, brush, provenance, self._identity(node))

    def _identity(self, node: Node | None) -> str:
        """The id that an element had when we wrote it, or a new one."""
        name = node.get("id").removeprefix("s") if self._own and node is not None else ""
        if not name or name in self._ids:
            return new_id()
        self._ids.add(name)
        return name

    def _brush(self, place: _Place) -> Brush | None:
        """The brush of a shape; None if it cannot be seen."""
        style = place.style
        for paint in ("stroke", "fill"):
            text = style[paint]
            found = colour(style["color"] if text.lower() == "currentcolor" else text)
            alpha = opacity(style.get(f"{paint}-opacity", "")) * place.opacity
            if found is None or found[1] * alpha == 0.0:
                continue
            if text.startswith("url("):
                self._left_out["gradient"] += 1
            scale = geometry.mean_scale(place.matrix)
            width = _HAIRLINE
            if paint == "stroke":
                diagonal = math.hypot(*place.viewport) / math.sqrt(2.0)
                width = abs(length(style["stroke-width"], diagonal, 1.0)) * scale
                if width == 0.0:
                    continue
            else:
                self._left_out["fill"] += 1
            limits.check_finite(np.array([width]), "it")
            return Brush(found[0], width, found[1] * alpha)
        return None

    def _fill_brush(self, node: Node, place: _Place) -> Brush:
        """The brush of a stroke of ours that was written as an outline."""
        width = length(node.get("data-width"), 1.0, 3.0) * geometry.mean_scale(place.matrix)
        limits.check_finite(np.array([width]), "it")
        found = colour(place.style["fill"]) or ("#000000", 1.0)
        return Brush(found[0], max(width, 0.0), found[1] * place.opacity)

    def _image(self, node: Node, place: _Place) -> None:
        head, _, body = node.get("href").partition(",")
        sink = self._sink()
        turned = bool(place.matrix[0, 1] or place.matrix[1, 0])
        if not head.startswith("data:image/") or "base64" not in head or turned or sink.underlay:
            self._left_out["image"] += 1
            return
        try:
            data = base64.b64decode(body)
            data, media_type, size = images.checked(data, "An image in it")
        except (binascii.Error, ValueError, InputError):
            self._left_out["image"] += 1
            return
        width, height = place.viewport
        w = length(node.get("width"), width, float(size[0]))
        h = length(node.get("height"), height, float(size[1]))
        x, y = length(node.get("x"), width), length(node.get("y"), height)
        (left, top), (right, bottom) = geometry.apply(place.matrix, [(x, y), (x + w, y + h)])
        box = (float(left), float(top), float(right - left), float(bottom - top))
        limits.check_finite(np.array(box), "it")
        sink.underlay = Underlay(data, media_type, box, place.opacity)

    def _note_effects(self, style: Style) -> None:
        for name in ("clip-path", "mask", "filter"):
            if style.get(name, "none") != "none":
                self._left_out["effect"] += 1

    def _notes(self) -> Iterator[str]:
        sentences = {
            "text": "Text was left out ({n}): turn it to paths in the program that made it.",
            "image": "Images were left out ({n}); only embedded, upright ones are read.",
            "fill": "Filled shapes came in as their outlines ({n}).",
            "gradient": "Gradients and patterns came in as one colour ({n}).",
            "effect": "Clips, masks and filters were ignored ({n}).",
            "broken": "Broken shapes were read up to their first error ({n}).",
            "reference": "References to nothing or to other files were left out ({n}).",
        }
        for name, sentence in sentences.items():
            if self._left_out[name]:
                yield sentence.format(n=self._left_out[name])


def _identified(root: Node) -> Iterator[tuple[str, Node]]:
    stack = [root]
    while stack:
        node = stack.pop()
        if node.get("id"):
            yield node.get("id"), node
        stack.extend(node.children)


def _page_size(
    root: Node,
) -> tuple[tuple[float, float, float, float] | None, tuple[float, float] | None]:
    """The view box, and the size in pixels; None where the file does not say."""
    box = svg_shapes.viewbox(root.get("viewBox"))
    width = length(root.get("width", "100%"), box[2] if box else math.nan, math.nan)
    height = length(root.get("height", "100%"), box[3] if box else math.nan, math.nan)
    if not (0.0 < width <= limits.COORDINATE and 0.0 < height <= limits.COORDINATE):
        return box, (box[2], box[3]) if box else None
    return box, (width, height)


def _nested(target: Node, node: Node, place: _Place) -> _Place:
    """Inside a nested ``svg``, or a ``symbol`` that ``node`` uses."""
    width, height = place.viewport
    box = svg_shapes.viewbox(target.get("viewBox"))
    size = (
        length(node.get("width") or target.get("width", "100%"), width, width),
        length(node.get("height") or target.get("height", "100%"), height, height),
    )
    matrix = place.matrix
    if target.tag == "svg":
        shift = (length(target.get("x"), width), length(target.get("y"), height))
        matrix = geometry.compose(geometry.translation(*shift), matrix)
    if box is None:
        return place._replace(matrix=matrix, viewport=size)
    fit = svg_shapes.fitted(box, size, target.get("preserveAspectRatio"))
    return place._replace(matrix=geometry.compose(fit, matrix), viewport=box[2:])


def _paint(text: str, style: Style) -> str | None:
    found = colour(style["color"] if text.lower() == "currentcolor" else text)
    return None if found is None else found[0]
