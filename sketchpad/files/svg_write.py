"""SVG out: one smooth path per stroke, layers as Inkscape knows them.

The only module that uses svgwrite. What a layer's strokes share stands on the layer; what SVG
cannot say (who drew a stroke, and the pen's pressure) is in ``data-*`` attributes, from which
``svg_read`` makes the same strokes again.
"""

from __future__ import annotations

import base64
import collections
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from sketchpad.core.document import Document, Layer, Page, Underlay
from sketchpad.core.fit import fit_many
from sketchpad.core.outline import outline
from sketchpad.core.stroke import Brush, FloatArray, Provenance, Stroke
from sketchpad.files import path_write
from sketchpad.files.atomic import writing
from sketchpad.files.limits import check_finite
from sketchpad.files.svg_data import OURS

#: Largest distance of a path and its stroke's centre line, canvas units; rounding adds 0.007.
TOLERANCE: Final = 0.05
#: Far finer than the tolerance and the two decimals of the file.
_DIGITS: Final = 5
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_ID: Final = re.compile(r"[^A-Za-z0-9_.-]")


def save(
    document: Document,
    path: Path,
    *,
    outlines: bool = False,
    underlay: bool = False,
    tolerance: float = TOLERANCE,
) -> None:
    """Write the first page of a document; see ``of_page``.

    Raises:
        FileError: if the system refuses.
        InputError: if a stroke lies beyond every canvas.
    """
    text = of_page(document.pages[0], outlines=outlines, underlay=underlay, tolerance=tolerance)
    with writing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def of_page(
    page: Page,
    *,
    outlines: bool = False,
    underlay: bool = False,
    tolerance: float = TOLERANCE,
) -> str:
    """A page as an SVG document.

    Args:
        page: what to write; coordinates stay as they are.
        outlines: draw strokes whose width changes as filled outlines of that shape; otherwise
            they are paths of their mean width.
        underlay: embed the images under the layers.
        tolerance: of the fitted curves, canvas units.

    Raises:
        InputError: if a stroke lies beyond every canvas.
    """
    return _Drawing(page, outlines, underlay, tolerance).text()


def of_frames(pages: Sequence[Page], seconds: float) -> str:
    """Pages of one size as an SVG document that shows them one after the other, for ever.

    Programs that do not move pictures show the first.

    Args:
        pages: the frames, at least one; the first one's paper is used.
        seconds: how long each frame stands.

    Raises:
        InputError: if a stroke lies beyond every canvas.
    """
    drawing = _Drawing(pages[0].replace(layers=()), False, False, TOLERANCE)
    drawing.add_frames(pages, seconds)
    return drawing.text()


class _Drawing:
    def __init__(self, page: Page, outlines: bool, underlay: bool, tolerance: float) -> None:
        import svgwrite
        from svgwrite.extensions import Inkscape

        self._outlines = outlines
        self._underlay = underlay
        self._tolerance = tolerance
        self._ids: set[str] = set()
        width, height = _number(page.width), _number(page.height)
        # Without checks: they refuse the attributes of other programs, and cost time.
        self._svg = svgwrite.Drawing(
            size=(width, height), viewBox=f"0 0 {width} {height}", debug=False
        )
        self._inkscape = Inkscape(self._svg)
        self._svg["data-sketchpad"] = "1"
        if page.name:
            self._svg["data-name"] = _clean(page.name)
        self._svg["data-id"] = _clean(page.id)
        paper = self._svg.rect(size=(width, height), fill=page.paper)
        paper["data-paper"] = page.paper
        self._svg.add(paper)
        for layer in page.layers:
            self._svg.add(self._layer(layer))

    def text(self) -> str:
        """The whole file, without names and marks of svgwrite's that nothing in it needs."""
        if not self._svg.defs.elements:
            self._svg.elements.remove(self._svg.defs)
        head, rest = str(self._svg.tostring()).split(">", 1)
        spare = ["xmlns:ev", "baseProfile", "version"]
        spare += [f"xmlns:{n}" for n in ("sodipodi", "xlink") if f" {n}:" not in rest]
        for name in spare:
            head = re.sub(f' {name}="[^"]*"', "", head)
        text = f"{head}>{rest}"
        # In XML that a program wrote, ">" stands nowhere but at the end of a tag.
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + text.replace(" />", "/>")

    def add_frames(self, pages: Sequence[Page], seconds: float) -> None:
        """Add groups of which one is seen at a time."""
        for number, page in enumerate(pages):
            group = self._svg.g(visibility="hidden" if number else "visible")
            for layer in page.layers:
                group.add(self._layer(layer))
            if len(pages) > 1:
                seen = ["visible" if i == number else "hidden" for i in range(len(pages))]
                group.add(
                    self._svg.animate(
                        attributeName="visibility",
                        values=";".join(seen),
                        dur=f"{seconds * len(pages):g}s",
                        calcMode="discrete",
                        repeatCount="indefinite",
                    )
                )
            self._svg.add(group)

    def _layer(self, layer: Layer) -> Any:  # noqa: ANN401  # svgwrite has no types
        group = self._inkscape.layer(
            label=_clean(layer.name), locked=layer.locked, id=self._id(layer.id)
        )
        if not layer.visible:
            group["style"] = "display:none"
        if layer.opacity < 1.0:
            group["opacity"] = _number(layer.opacity)
        group["fill"] = "none"
        group["stroke-linecap"] = group["stroke-linejoin"] = "round"
        if layer.underlay is not None and self._underlay:
            group.add(self._image(layer.underlay))
        if not layer.strokes:
            return group
        for stroke in layer.strokes:
            check_finite(stroke.points, "A stroke of the drawing")
        varying = [_varies(stroke) for stroke in layer.strokes]
        widths = [_width(s, varies) for s, varies in zip(layer.strokes, varying, strict=True)]
        colour = _most(stroke.brush.colour for stroke in layer.strokes)
        width = _most(widths)
        group["stroke"], group["stroke-width"] = colour, width
        # All lines are fitted together, which is much faster than one by one.
        curves = fit_many([fittable(stroke) for stroke in layer.strokes], self._tolerance)
        shared = _shared_source(layer)
        _describe_source(group, shared)
        for stroke, curve, varies, own in zip(layer.strokes, curves, varying, widths, strict=True):
            item = self._stroke(stroke, curve, varies)
            _describe_source(item, None if stroke.provenance == shared else stroke.provenance)
            if item.attribs.get("stroke") != "none":
                if stroke.brush.colour != colour:
                    item["stroke"] = stroke.brush.colour
                if own != width:
                    item["stroke-width"] = own
            group.add(item)
        return group

    def _stroke(self, stroke: Stroke, curve: FloatArray, varies: bool) -> Any:  # noqa: ANN401
        line = path_write.of_curves(curve)
        if varies and self._outlines:
            polygons = outline(stroke.points, stroke.widths)
            item = self._svg.path(path_write.of_polygons(polygons))
            item["stroke"], item["fill"] = "none", stroke.brush.colour
            item["data-line"] = line
        else:
            item = self._svg.path(line)
        item["id"] = self._id(stroke.id)
        if stroke.brush.opacity < 1.0:
            item["opacity"] = _number(stroke.brush.opacity)
        if varies:
            _describe_pressure(item, stroke, curve)
        return item

    def _image(self, underlay: Underlay) -> Any:  # noqa: ANN401  # svgwrite has no types
        data = base64.b64encode(underlay.data).decode("ascii")
        x, y, width, height = map(_number, underlay.box)
        image = self._svg.image(
            f"data:{underlay.media_type};base64,{data}", insert=(x, y), size=(width, height)
        )
        image["preserveAspectRatio"] = "none"
        image["id"] = self._id(underlay.id)
        if underlay.opacity < 1.0:
            image["opacity"] = _number(underlay.opacity)
        return image

    def _id(self, identifier: str) -> str:
        """A name that is valid in XML (it may not begin with a digit) and not taken yet."""
        name = "s" + _NOT_ID.sub("", identifier)
        unique, count = name, 1
        while unique in self._ids:
            count += 1
            unique = f"{name}-{count}"
        self._ids.add(unique)
        return unique


def _shared_source(layer: Layer) -> Provenance | None:
    """Who drew all of a layer's strokes, if that can stand on the layer."""
    sources = {stroke.provenance for stroke in layer.strokes}
    ours = all(OURS.fullmatch(f"s{stroke.id}") for stroke in layer.strokes)
    return sources.pop() if len(sources) == 1 and ours else None


def _describe_source(item: Any, source: Provenance | None) -> None:  # noqa: ANN401
    """Say which model drew a stroke, or all strokes of a layer."""
    if source is None:
        return
    for name in ("model", "version", "verb", "seed", "request"):
        item[f"data-{name}"] = _clean(str(getattr(source, name)))
    item["data-temperature"] = repr(float(source.temperature))


def fittable(stroke: Stroke) -> FloatArray:
    """The centre line without distances so small that their squares vanish."""
    return np.round(stroke.points, _DIGITS)


def _varies(stroke: Stroke) -> bool:
    """Whether the width changes along the stroke by more than what can be written."""
    if stroke.brush.sensitivity == 0.0:
        return False
    widths = stroke.widths
    return bool(np.ptp(widths) >= 0.01)


def _width(stroke: Stroke, varies: bool) -> str:
    return _number(float(stroke.widths.mean()) if varies else float(stroke.widths[0]))


def _describe_pressure(item: Any, stroke: Stroke, curve: FloatArray) -> None:  # noqa: ANN401
    """The brush, and the pressure in percent at the ends of the curves."""
    brush = stroke.brush
    item["data-width"] = _number(brush.width)
    item["data-sensitivity"] = _number(brush.sensitivity)
    if brush.gamma != Brush().gamma:
        item["data-gamma"] = _number(brush.gamma)
    joints = np.concatenate([curve[:1, 0], curve[:, 3]])
    percent = np.rint(100.0 * stroke.pressure[_places(stroke.points, joints)]).astype(np.int64)
    item["data-pressure"] = " ".join(map(str, percent.tolist()))


def _places(points: FloatArray, joints: FloatArray) -> Sequence[int]:
    """Where along the points the joints are: curves end at points of their stroke, in order."""
    places: list[int] = []
    at = 0
    for joint in joints:
        off = np.abs(points[at:] - joint).sum(axis=1)
        at += int(off.argmin())
        places.append(at)
    places[-1] = len(points) - 1
    return places


def _most(values: Iterable[str]) -> str:
    return collections.Counter(values).most_common(1)[0][0]


def _number(value: float) -> str:
    return path_write.hundredths(round(value * 100.0))


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
