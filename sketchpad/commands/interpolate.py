"""Draws the frames between two drawings."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any, Final

from sketchpad import files
from sketchpad.commands import drawing
from sketchpad.commands.console import Console
from sketchpad.commands.convert import add_index
from sketchpad.commands.values import whole
from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.errors import InputError

#: Formats that hold moving pictures; an SVG of frames is animated.
_MOVING: Final = (".gif", ".svg")
_ENDS: Final = 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    drawing.add_input(parser, "first", "A")
    drawing.add_input(parser, "second", "B")
    drawing.add_output(parser, " .gif; .svg and .gif move")
    parser.add_argument(
        "--frames",
        type=whole(2, _most_frames),
        default=11,
        metavar="N",
        help="both ends included (default: 11)",
    )
    parser.add_argument(
        "--path",
        choices=("spherical", "linear", "strokes"),
        default="spherical",
        help="through the latent space, or only from stroke to stroke (default: spherical)",
    )
    drawing.add_seed(parser)
    add_index(parser)
    parser.add_argument(
        "--page",
        type=whole(1),
        action="append",
        metavar="N",
        help="this page of A and of B, the first is 1; given twice, of A and then of B",
    )


def run(options: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Interpolate, and tell what was written."""
    from sketchpad.inference.interpolate import (
        MATCHING,
        InterpolateRequest,
        interpolate,
        model_for,
    )
    from sketchpad.inference.suggestions import Run

    began = time.perf_counter()
    models = drawing.models_of(options, console, *_MOVING)
    first, second = _ends(options, console)
    request = InterpolateRequest(
        first.sketch, second.sketch, options.frames, options.path, seed=options.seed
    )
    frames = interpolate(request, models=models, run=Run(notice=console.note))
    document = Document(
        tuple(
            Page((Layer(strokes=f.strokes),), first.width, first.height, first.paper, f.label)
            for f in frames
        )
    )
    written = _write(document, options.output)
    for path in written:
        console.say(str(path))
    name = MATCHING if options.path == "strokes" else model_for(models).name
    return drawing.result([document], written, began, models, name, frames=len(frames))


def _ends(options: argparse.Namespace, console: Console) -> list[Page]:
    """The pages that the way begins and ends at."""
    numbers: list[int | None] = list(options.page or [None])
    if len(numbers) > _ENDS:
        raise InputError("Two drawings have two pages to choose; --page was given more often.")
    found = []
    ends = ((options.first, numbers[0]), (options.second, numbers[-1]))
    for path, number in ends:
        chosen = argparse.Namespace(index=options.index, page=number)
        read = drawing.read(path, chosen, console, others="the others are not looked at")
        found.append(read.pages[0])
    return found


def _most_frames() -> int:
    from sketchpad.inference.interpolate import MAX_FRAMES

    return MAX_FRAMES


def _write(document: Document, path: Path) -> list[Path]:
    if path.suffix.lower() not in _MOVING:
        return files.save(document, path)
    from sketchpad.files import animation

    animation.save(document, path)
    return [path]
