"""Turns a drawing into another format, told by the ending of OUT."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from sketchpad import files
from sketchpad.commands.console import Console
from sketchpad.commands.pages import add_page, only, tell_numbered
from sketchpad.commands.values import positive, whole
from sketchpad.core.document import Document
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
    add_page(parser, "all; where OUT holds one page, they become OUT-1, OUT-2, …")
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
    document = only(loaded.document, options.page, Path(options.input))
    path = Path(options.output)
    taken = _OPTIONS.get(path.suffix.lower(), ())
    chosen = {name: getattr(options, name) for name in taken}
    written = files.save(document, path, **chosen)
    for target in written:
        console.say(str(target))
    tell_numbered(document, path, written, console)
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
