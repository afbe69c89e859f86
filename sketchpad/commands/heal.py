"""Erases boxes or a mask from a drawing, or takes the holes it has, and draws what was there."""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path
from typing import Any, Final

from sketchpad.commands import drawing
from sketchpad.commands.console import Console
from sketchpad.commands.convert import add_index
from sketchpad.commands.pages import add_page
from sketchpad.core.document import Document, Hole, Layer, Page
from sketchpad.core.errors import InputError
from sketchpad.files import formats

#: The smallest region of a mask that counts, as a share of its pixels.
_SPECK: Final = 1e-5


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    drawing.add_input(parser, pictures=True)
    drawing.add_output(parser)
    parser.add_argument(
        "--hole",
        action="append",
        default=[],
        type=_box,
        metavar="X,Y,W,H",
        help="a box in the drawing's own units; may be given several times",
    )
    parser.add_argument(
        "--mask", type=Path, metavar="MASK.png", help="an image of the page, bright where to heal"
    )
    parser.add_argument(
        "--redraw", action="store_true", help="draw the whole sketch anew; images too"
    )
    parser.add_argument(
        "--category", metavar="NAME", help="what it shows (default: what it looks like)"
    )
    drawing.add_sampling(parser)
    add_index(parser)
    add_page(parser, "the first, and the others stay as they are")


def run(options: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Heal, and tell what was written."""
    from sketchpad.inference.heal import TASK, HealRequest, heal
    from sketchpad.inference.redraw import TASK as REDRAW
    from sketchpad.inference.redraw import RedrawRequest, redraw

    began = time.perf_counter()
    models = drawing.models_of(options, console)
    task = REDRAW if options.redraw else TASK
    model = models.get(task)
    document = drawing.read(options.input, options, console, pictures=True)
    document = _strokes(document, options, models)
    page = document.pages[0]
    holes = tuple(Hole.box(*box) for box in options.hole) + _mask_holes(options.mask, page)
    page = _erased(page, holes)
    every = tuple(hole for layer in page if layer.visible for hole in layer.holes)
    many = (options.alternatives, options.temperature, options.seed)
    if options.redraw:
        found = redraw(RedrawRequest(page.sketch, every, *many), models=models)
    elif every:
        request = HealRequest(page.sketch, every, options.category, *many)
        found = heal(request, models=models)
    else:
        raise InputError(f"{options.input} has no holes; name some with --hole or --mask.")
    documents = []
    for suggestion in found:
        pages = (_without(page, suggestion.replaces), *document.pages[1:])
        documents.append(drawing.on_top(Document(pages), suggestion.strokes))
    written = drawing.write_each(documents, options, console)
    added = len(found[0].strokes)
    if not added:
        console.note("Nothing seems to be missing in the holes; nothing was added.")
    return drawing.result(documents, written, began, models, model.name, added=added)


def _strokes(document: Document, options: argparse.Namespace, models: Any) -> Document:  # noqa: ANN401
    """The document; a picture becomes strokes, which only ``--redraw`` may draw over."""
    if options.input.suffix.lower() not in formats.IMAGES:
        return document
    if not options.redraw:
        raise InputError(f"{options.input} is a picture; only --redraw heals pictures.")
    from sketchpad.commands.clean import cleaned

    return cleaned(document, models, detail=0.5)


def _erased(page: Page, holes: tuple[Hole, ...]) -> Page:
    """The page without what lies in the holes, which its layers then carry."""
    from sketchpad.core.stroke import Sketch
    from sketchpad.inference.heal import erased

    if not holes:
        return page

    def erase(layer: Layer) -> Layer:
        if not layer.visible:
            return layer
        kept = erased(Sketch(layer.strokes), holes).strokes
        return layer.replace(strokes=kept, holes=(*layer.holes, *holes))

    return page.replace(layers=tuple(map(erase, page.layers)))


def _without(page: Page, replaced: frozenset[str]) -> Page:
    """The page without its holes and without the strokes that are replaced."""

    def change(layer: Layer) -> Layer:
        strokes = tuple(s for s in layer.strokes if s.id not in replaced)
        return layer.replace(strokes=strokes, holes=()) if layer.visible else layer

    return page.replace(layers=tuple(map(change, page.layers)))


def _mask_holes(path: Path | None, page: Page) -> tuple[Hole, ...]:
    """The bright regions of a mask that spans the page, as polygons.

    Raises:
        InputError: if it has none.
        FileError: if it cannot be read.
    """
    if path is None:
        return ()
    import numpy as np
    from skimage.measure import approximate_polygon, find_contours

    from sketchpad.files import limits
    from sketchpad.files.atomic import read_bytes
    from sketchpad.files.images import decoded

    data = read_bytes(path, limits.IMAGE_BYTES)
    bright = np.asarray(decoded(data, str(path)).convert("L")) > 127
    height, width = bright.shape
    scale = np.array([page.width / width, page.height / height])
    holes = []
    for contour in find_contours(np.pad(bright, 1).astype(float), 0.5):  # type: ignore[no-untyped-call]
        outline = approximate_polygon(contour, 0.5)[:, ::-1] - 0.5  # type: ignore[no-untyped-call]
        if len(outline) > 3 and _area(outline) > _SPECK * bright.size:
            holes.append(Hole.polygon(outline[:-1] * scale))
    if not holes:
        raise InputError(f"{path} has no bright region, which would be the hole.")
    return tuple(holes)


def _area(outline: Any) -> float:  # noqa: ANN401 - an array, named without numpy
    x, y = outline[:, 0], outline[:, 1]
    return abs(float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum())) / 2


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        x, y, width, height = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not X,Y,W,H") from None
    if not all(map(math.isfinite, (x, y, width, height))):
        raise argparse.ArgumentTypeError(f"{text!r} is not X,Y,W,H")
    if not (width > 0 and height > 0):
        raise argparse.ArgumentTypeError(f"{text!r} has no area")
    return x, y, width, height
