"""Turns a drawing into another format, told by the ending of OUT."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from sketchpad import files
from sketchpad.commands.console import Console
from sketchpad.commands.values import positive, whole
from sketchpad.core.document import Document
from sketchpad.core.errors import InputError
from sketchpad.files import formats

#: Which options of ours a format takes.
_OPTIONS = {
    ".svg": ("outlines", "underlay"),
    ".png": ("scale", "transparent", "underlay"),
    ".jpg": ("scale", "underlay"),
    ".jpeg": ("scale", "underlay"),
    ".pdf": ("underlay",),
    ".ndjson": ("word", "raw"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    readable = " ".join((*formats.DRAWINGS, *formats.IMAGES))
    parser.add_argument("input", metavar="IN", help=f"one of {readable}")
    parser.add_argument("output", metavar="OUT", help=f"one of {' '.join(formats.OUTPUTS)}")
    add_index(parser)
    parser.add_argument(
        "--page",
        type=whole(1),
        metavar="N",
        help="only this page, the first is 1 (default: all)",
    )
    parser.add_argument(
        "--scale",
        type=positive,
        default=1.0,
        metavar="S",
        help="pixels per canvas unit",
    )
    parser.add_argument("--transparent", action="store_true", help="PNG without paper")
    parser.add_argument(
        "--outlines", action="store_true", help="SVG: strokes of varying width as filled outlines"
    )
    parser.add_argument(
        "--no-underlay", dest="underlay", action="store_false", help="leave out images"
    )
    parser.add_argument("--word", default="", help="ndjson: the category")
    parser.add_argument("--raw", action="store_true", help="ndjson: canvas units and times")


def add_index(parser: argparse.ArgumentParser) -> None:
    """The common option ``--index``."""
    parser.add_argument(
        "--index",
        type=whole(0),
        default=0,
        metavar="N",
        help="which drawing of an ndjson or npz (default: 0)",
    )


def run(options: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Convert, and tell what was written."""
    began = time.perf_counter()
    loaded = files.open_document(options.input, options.index)
    for sentence in loaded.notes:
        console.note(sentence)
    document, path = loaded.document, Path(options.output)
    taken = _OPTIONS.get(path.suffix.lower(), ())
    chosen = {name: getattr(options, name) for name in taken}
    if options.page is not None:
        if options.page > len(document.pages):
            raise InputError(
                f"There is no page {options.page}; {options.input} has {len(document.pages)}."
            )
        chosen["page"] = options.page - 1
    written = files.save(document, path, **chosen)
    for target in written:
        console.say(str(target))
    return summary(document, written, began, notes=list(loaded.notes))


def summary(
    document: Document,
    written: list[Path],
    began: float,
    *,
    model: str | None = None,
    device: str | None = None,
    **more: Any,  # noqa: ANN401  # whatever JSON can hold
) -> dict[str, Any]:
    """What ``--json`` prints for every command that makes a drawing."""
    strokes = sum(len(layer.strokes) for page in document.pages for layer in page.layers)
    return {
        "output": [str(path) for path in written],
        "model": model,
        "device": device,
        "seconds": round(time.perf_counter() - began, 3),
        "strokes": strokes,
        **more,
    }
