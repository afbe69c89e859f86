"""``python -m training prepare``: options, and the report on stderr."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from sketchpad.core.errors import InputError
from sketchpad.core.stroke5 import Codec
from training.prepare import Source, prepare


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``prepare``."""
    parser.add_argument("out", type=Path, help="the folder to make")
    for option, text in (
        ("--real", "drawings by people, split into train, valid and test"),
        ("--unlabelled", "drawings by people whose words are no categories"),
        ("--synthetic", "drawings by models, which only ever train"),
    ):
        parser.add_argument(
            option,
            metavar="NAME[:CATEGORY]=PATH",
            action="append",
            default=[],
            help=f"{text}; repeatable",
        )
    parser.add_argument(
        "--max-rank", type=int, help="of synthetic drawings that a classifier ranked, the best"
    )
    parser.add_argument("--epsilon", type=float, default=2.0, help="of the simplification")
    parser.add_argument("--nmax", type=int, default=200, help="longest drawing, points")
    parser.add_argument("--json", action="store_true", help="the report on stdout, as JSON")


def run(arguments: argparse.Namespace) -> None:
    """Prepare."""
    sources = [
        _source(text, real=real, labelled=labelled, max_rank=rank)
        for given, real, labelled, rank in (
            (arguments.real, True, True, None),
            (arguments.unlabelled, True, False, None),
            (arguments.synthetic, False, True, arguments.max_rank),
        )
        for text in given
    ]
    if not sources:
        raise InputError("Name at least one source, for instance --real quickdraw=FOLDER.")
    codec = Codec(epsilon=arguments.epsilon, nmax=arguments.nmax)
    report = prepare(sources, arguments.out, codec=codec, progress=_line)
    skipped = ", ".join(f"{n} {reason}" for reason, n in report.skipped.items()) or "none"
    if arguments.json:
        print(json.dumps({"kept": report.kept, "skipped": report.skipped}))
    print(
        f"\r\x1b[K{report.kept} drawings of {report.files} files in {arguments.out}; "
        f"left out: {skipped}",
        file=sys.stderr,
    )


def _source(text: str, *, real: bool, labelled: bool, max_rank: int | None) -> Source:
    head, equals, path = text.partition("=")
    name, _, word = head.partition(":")
    if not (name and equals and path):
        raise InputError(f"{text!r} is not NAME=PATH or NAME:CATEGORY=PATH.")
    return Source(name, Path(path), real, labelled, word or None, max_rank)


def _line(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
