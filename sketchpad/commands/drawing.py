"""What the commands that draw have in common: options, input, one output per alternative."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sketchpad import files
from sketchpad.commands.console import Console
from sketchpad.commands.convert import summary
from sketchpad.commands.pages import only, tell_first, tell_numbered
from sketchpad.commands.values import between, whole
from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.errors import InputError, SketchpadError
from sketchpad.core.stroke import Stroke
from sketchpad.files import formats

if TYPE_CHECKING:
    from sketchpad.inference.registry import Models


def add_input(
    parser: argparse.ArgumentParser,
    name: str = "input",
    metavar: str = "IN",
    *,
    pictures: bool = False,
) -> None:
    """A drawing; or a picture, where that is welcome too."""
    readable = " ".join((*formats.DRAWINGS, *(formats.IMAGES if pictures else ())))
    parser.add_argument(name, metavar=metavar, type=Path, help=f"one of {readable}")


def add_output(parser: argparse.ArgumentParser, extra: str = "") -> None:
    """Where the result goes."""
    endings = " ".join(formats.OUTPUTS) + extra
    parser.add_argument(
        "-o", "--output", metavar="OUT", type=Path, required=True, help=f"one of {endings}"
    )


def add_sampling(parser: argparse.ArgumentParser) -> None:
    """The options of everything that is drawn at random."""
    parser.add_argument(
        "--alternatives",
        type=whole(1, _most_alternatives),
        default=1,
        metavar="N",
        help="so many results; OUT becomes OUT-1, OUT-2, … (default: 1)",
    )
    parser.add_argument(
        "--temperature",
        type=between(0.0, 1.0),
        metavar="T",
        help="0 to 1, tame to wild (default: the model's)",
    )
    add_seed(parser)


def add_seed(parser: argparse.ArgumentParser) -> None:
    """Seed and device."""
    parser.add_argument(
        "--seed",
        type=whole(0),
        default=0,
        metavar="N",
        help="the same seed, the same bytes",
    )
    add_device(parser)


def _most_alternatives() -> int:
    from sketchpad.inference.complete import MAX_ALTERNATIVES

    return MAX_ALTERNATIVES


@contextlib.contextmanager
def repeatable(options: argparse.Namespace) -> Iterator[None]:
    """Ids that follow from what was asked for, so that the same request gives the same bytes.

    Two requests that differ in anything but where and how they answer have different ids: their
    strokes may meet in one document.
    """
    from sketchpad.core.stroke import repeatable_ids

    key = []
    for name, value in sorted(vars(options).items()):
        if name in {"output", "json", "quiet", "device"}:
            continue
        if isinstance(value, Path) and value.is_file():
            key.append((name, hashlib.sha256(value.read_bytes()).hexdigest()))
        else:
            key.append((name, str(value)))
    with repeatable_ids(repr(key)):
        yield


def add_device(parser: argparse.ArgumentParser) -> None:
    """Where models run."""
    parser.add_argument(
        "--device",
        choices=("auto", "cpu", "cuda"),
        default="auto",
        help="where models run (default: auto)",
    )


def models_of(options: argparse.Namespace, console: Console, *endings: str) -> Models:
    """The models, on the device that was asked for.

    Args:
        options: of the command line.
        console: takes remarks.
        endings: that the command writes besides those of documents.

    Raises:
        FileError: if the output could not be written anyway, for its ending.
    """
    from sketchpad.inference.registry import Models

    output = getattr(options, "output", None)  # Recognise writes nothing
    if output is not None:
        formats.check_ending(output, *endings)
    return Models(device=options.device, on_notice=console.note)


def read(
    path: Path,
    options: argparse.Namespace,
    console: Console,
    *,
    others: str = "the others stay as they are",
    pictures: bool = False,
) -> Document:
    """A document, its first page being what models see.

    Args:
        path: the file.
        options: of the command line: ``index`` of the drawing in a file of many, and ``page``.
        console: takes remarks.
        others: what becomes of further pages, if none was chosen.
        pictures: a picture is welcome too, as a page to trace.

    Raises:
        SketchpadError: if it cannot be read.
    """
    if not pictures and path.suffix.lower() in formats.IMAGES:
        raise InputError(
            f"{path} is a picture and has no strokes; `sketchpad clean` makes strokes of it."
        )
    loaded = files.open_document(path, options.index)
    for sentence in loaded.notes:
        console.note(sentence)
    document = only(loaded.document, options.page, path)
    tell_first(document, path, others, console)
    return document


def on_top(document: Document, strokes: Sequence[Stroke]) -> Document:
    """A document with more strokes on the first page, in its uppermost visible layer."""
    page = document.pages[0]
    visible = [layer for layer in page if layer.visible]
    if not visible:
        layer = Layer(strokes=tuple(strokes))
        return document.with_page(page.id, lambda p: p.replace(layers=(*p.layers, layer)))
    return document.with_page(
        page.id,
        lambda p: p.with_layer(
            visible[-1].id, lambda top: top.replace(strokes=(*top.strokes, *strokes))
        ),
    )


def fitted_page(strokes: Sequence[Stroke], size: float) -> Document:
    """A square page with these strokes."""
    return Document((Page((Layer(strokes=tuple(strokes)),), size, size),))


def write_each(
    documents: Sequence[Document], options: argparse.Namespace, console: Console
) -> list[Path]:
    """Write the alternatives to the output, numbered if several were asked for.

    Raises:
        SketchpadError: if one cannot be written; then none of them stays.
    """
    if not documents:
        raise InputError("The model found nothing to draw; try another seed or temperature.")
    written: list[Path] = []
    try:
        for path, document in zip(_paths(options), documents, strict=False):
            pages = files.save(document, path)
            tell_numbered(document, path, pages, console)
            written.extend(pages)
    except SketchpadError:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    for path in written:
        console.say(str(path))
    return written


def result(
    documents: Sequence[Document],
    written: list[Path],
    began: float,
    models: Models,
    model: str,
    **more: Any,  # noqa: ANN401  # whatever JSON can hold
) -> dict[str, Any]:
    """What ``--json`` prints; ``strokes`` counts those of the first result."""
    device = models.device.name
    return summary(documents[0], written, began, model=model, device=device, **more)


def _paths(options: argparse.Namespace) -> Iterable[Path]:
    output: Path = options.output
    if options.alternatives == 1:
        return [output]
    numbers = range(1, options.alternatives + 1)
    return [output.with_name(f"{output.stem}-{n}{output.suffix}") for n in numbers]
