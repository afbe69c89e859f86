"""Turns rough drawings, pictures or strokes, into clean strokes."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sketchpad import files
from sketchpad.commands.console import Console
from sketchpad.commands.convert import add_index, summary
from sketchpad.commands.drawing import add_device
from sketchpad.commands.pages import add_page, only, tell_numbered
from sketchpad.commands.values import between
from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.errors import InputError, SketchpadError
from sketchpad.core.names import derived
from sketchpad.core.stroke import Stroke
from sketchpad.files import formats, images

if TYPE_CHECKING:
    from sketchpad.inference.registry import Models


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    readable = " ".join((*formats.IMAGES, *formats.DRAWINGS))
    parser.add_argument(
        "inputs", metavar="IN", nargs="+", type=Path, help=f"folders, or any of {readable}"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        type=Path,
        required=True,
        help="a file, or a folder (of .svg) for several inputs",
    )
    parser.add_argument(
        "--detail",
        type=between(0.0, 1.0),
        metavar="D",
        help="0 to 1, how much of the small stuff survives (default: what fits the strokes; "
        "0.5 for pictures, more where the writing is small)",
    )
    add_index(parser)
    add_page(parser, "all")
    add_device(parser)


def run(options: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Clean, and tell what was written; of several inputs, those that fail are named."""
    from sketchpad.inference.registry import Models

    began = time.perf_counter()
    targets = dict(_targets(options.inputs, options.output))
    for target in targets.values():
        formats.check_ending(target)
    models = Models(device=options.device, on_notice=console.note)
    model = models.get("clean")

    def work(source: Path) -> tuple[Path, Document | SketchpadError]:
        try:
            document = files.open_document(source, options.index).document
            return source, cleaned(only(document, options.page, source), models, options.detail)
        except SketchpadError as error:
            return source, error

    written: list[Path] = []
    failed: dict[str, str] = {}
    strokes = 0
    # The network waits for no Python: while one picture is traced, the next is looked at.
    with ThreadPoolExecutor(max(1, min(4, len(targets), os.cpu_count() or 1))) as pool:
        for source, found in console.progress(pool.map(work, targets), "clean"):
            if isinstance(found, SketchpadError):
                if len(targets) == 1:
                    raise found
                failed[str(source)] = str(found)
                # Most sentences name the file already.
                named = str(source) in str(found)
                console.fail(str(found) if named else f"{source}: {found}")
                continue
            paths = files.save(found, targets[source], **_precision(found, targets[source]))
            written.extend(paths)
            tell_numbered(found, targets[source], paths, console)
            strokes += sum(len(page.sketch) for page in found.pages)
            for path in paths:
                console.say(str(path))
    result = summary(Document(), written, began, model=model.name, device=models.device.name)
    result["strokes"] = strokes
    if failed:
        result |= {"ok": False, "failed": failed}
    return result


def cleaned(document: Document, models: Models, detail: float | None) -> Document:
    """A document with clean strokes in the place of its pictures and strokes.

    Raises:
        SketchpadError: if there is nothing on any of its pages to clean.
    """
    pages = [(page, _layers(page, models, detail)) for page in document.pages]
    if not any(layers for _page, layers in pages):
        raise InputError("There is nothing on this page to clean.")
    return Document(tuple(page.replace(layers=layers or (Layer(),)) for page, layers in pages))


def _layers(page: Page, models: Models, detail: float | None) -> tuple[Layer, ...]:
    """What becomes of the layers that anything is on."""
    from sketchpad.inference.clean import CleanRequest, clean
    from sketchpad.inference.clean_detail import fitting_detail, fitting_detail_of_picture
    from sketchpad.inference.clean_strokes import CleanStrokesRequest, clean_strokes

    layers: list[Layer] = []
    for layer in page:
        if not layer.visible:
            continue
        strokes: list[Stroke] = []
        if layer.underlay is not None:
            image = images.pixels(layer.underlay)
            wanted = fitting_detail_of_picture(image) if detail is None else detail
            request = CleanRequest(image, wanted, layer.underlay.box)
            strokes.extend(clean(request, models=models)[0].strokes)
        if layer.strokes:
            wanted = fitting_detail(layer.strokes) if detail is None else detail
            drawn = CleanStrokesRequest(layer.strokes, wanted)
            strokes.extend(clean_strokes(drawn, models=models)[0].strokes)
        if strokes:
            name = derived(layer.name, "{name} clean", [other.name for other in layers])
            layers.append(Layer(name, tuple(strokes)))
    return tuple(layers)


def _precision(document: Document, path: Path) -> dict[str, float]:
    """SVG keeps what the picture could tell: finer curves would only be longer."""
    if path.suffix.lower() != ".svg":
        return {}
    from sketchpad.inference.clean import PRECISION

    side = max(max(page.width, page.height) for page in document.pages)
    return {"tolerance": side * PRECISION}


def _targets(inputs: list[Path], output: Path) -> Iterator[tuple[Path, Path]]:
    """Input → output files.

    Raises:
        InputError: if several inputs would land in one file.
    """
    sources: list[Path] = []
    for given in inputs:
        if given.is_dir():
            known = (*formats.IMAGES, *formats.DRAWINGS)
            sources.extend(p for p in sorted(given.iterdir()) if p.suffix.lower() in known)
        else:
            sources.append(given)
    if not sources:
        raise InputError(f"There is nothing to clean in {inputs[0]}.")
    if len(sources) == 1 and not inputs[0].is_dir() and output.suffix and not output.is_dir():
        yield sources[0], output
        return
    if output.suffix and not output.is_dir():
        raise InputError(f"{len(sources)} inputs need a folder as OUT, and {output} is none.")
    output.mkdir(parents=True, exist_ok=True)
    names: dict[str, Path] = {}
    for source in dict.fromkeys(sources):
        if source.stem in names:
            raise InputError(f"{source} and {names[source.stem]} would be written to one file.")
        names[source.stem] = source
        yield source, output / f"{source.stem}.svg"
