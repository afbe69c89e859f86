"""Draws on where a drawing stops."""

from __future__ import annotations

import argparse
import time
from typing import Any

from sketchpad.commands import drawing
from sketchpad.commands.console import Console
from sketchpad.commands.convert import add_index
from sketchpad.commands.pages import add_page


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    drawing.add_input(parser)
    drawing.add_output(parser)
    parser.add_argument(
        "--category", metavar="NAME", help="what it shall become (default: what it looks like)"
    )
    drawing.add_sampling(parser)
    add_index(parser)
    add_page(parser, "the first, and the others stay as they are")


def run(options: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Complete, and tell what was written."""
    from sketchpad.inference.complete import TASK, CompleteRequest, complete
    from sketchpad.inference.suggestions import Run

    began = time.perf_counter()
    models = drawing.models_of(options, console)
    document = drawing.read(options.input, options, console)
    request = CompleteRequest(
        document.pages[0].sketch,
        options.category,
        options.alternatives,
        options.temperature,
        options.seed,
        insist=True,
    )
    found = complete(request, models=models, run=Run(notice=console.note))
    documents = [drawing.on_top(document, s.strokes) for s in found]
    written = drawing.write_each(documents, options, console)
    added = len(found[0].strokes)
    if not added:
        console.note("Nothing was added.")
    labels = [s.label for s in found]
    name = models.get(TASK).name
    return drawing.result(documents, written, began, models, name, added=added, categories=labels)
