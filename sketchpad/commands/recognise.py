"""Tells what a drawing shows."""

from __future__ import annotations

import argparse
import time
from typing import Any

from sketchpad.commands import drawing
from sketchpad.commands.console import Console
from sketchpad.commands.convert import add_index
from sketchpad.commands.pages import add_page
from sketchpad.commands.values import whole


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    drawing.add_input(parser)
    parser.add_argument(
        "--top",
        type=whole(1),
        default=5,
        metavar="N",
        help="so many categories (default: 5)",
    )
    add_index(parser)
    add_page(parser, "the first")
    drawing.add_device(parser)


def run(options: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Recognise, and list the categories."""
    from sketchpad.inference.recognise import TASK, recognise

    began = time.perf_counter()
    models = drawing.models_of(options, console)
    document = drawing.read(options.input, options, console, others="the others are not looked at")
    guesses = recognise(document.pages[0].sketch, models=models, top=options.top)
    for guess in guesses:
        console.say(f"{100 * guess.probability:5.1f} %  {guess.name}")
    return {
        "categories": [{"name": g.name, "probability": round(g.probability, 6)} for g in guesses],
        "model": models.get(TASK).name,
        "device": models.device.name,
        "seconds": round(time.perf_counter() - began, 3),
    }
