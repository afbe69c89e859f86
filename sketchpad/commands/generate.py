"""Draws new sketches of a category."""

from __future__ import annotations

import argparse
import time
from typing import Any, Final

from sketchpad.commands import drawing
from sketchpad.commands.console import Console
from sketchpad.core.errors import InputError

#: The side of the page, canvas units, and the border around the sketch.
_SIZE: Final = 512.0
_BORDER: Final = 32.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--category",
        metavar="NAME",
        required=True,
        help="what to draw; `sketchpad models --json` lists all",
    )
    parser.add_argument(
        "--mix",
        metavar="NAME",
        help="draw what lies half-way between the category and this one",
    )
    drawing.add_output(parser)
    drawing.add_sampling(parser)


def run(options: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Generate, and tell what was written."""
    from sketchpad.inference.generate import GenerateRequest, generate
    from sketchpad.inference.mix import mix

    began = time.perf_counter()
    if "," in options.category:
        raise InputError("One category is drawn, or two with --category ONE --mix OTHER.")
    models = drawing.models_of(options, console)
    inner = _SIZE - 2 * _BORDER
    request = GenerateRequest(
        options.category,
        options.alternatives,
        options.temperature,
        options.seed,
        (_BORDER, _BORDER, inner, inner),
    )
    if options.mix is None:
        found = generate(request, models=models)
    else:
        found = mix(request, options.mix, models=models)
    documents = [drawing.fitted_page(s.strokes, _SIZE) for s in found if s.strokes]
    written = drawing.write_each(documents, options, console)
    stroke = documents[0].pages[0].sketch.strokes[0]
    assert stroke.provenance is not None
    made_by = stroke.provenance.model
    labels = [s.label for s in found if s.strokes]
    return drawing.result(documents, written, began, models, made_by, categories=labels)
