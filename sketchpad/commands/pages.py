"""Which pages of a document a command takes, and what is said about the others."""

from __future__ import annotations

import argparse
from pathlib import Path

from sketchpad.commands.console import Console
from sketchpad.commands.values import whole
from sketchpad.core.document import Document
from sketchpad.core.errors import InputError


def add_page(parser: argparse.ArgumentParser, otherwise: str) -> None:
    """The common option ``--page``.

    Args:
        parser: gets it.
        otherwise: what happens without it.
    """
    parser.add_argument(
        "--page",
        type=whole(1),
        metavar="N",
        help=f"only this page, the first is 1 (default: {otherwise})",
    )


def only(document: Document, number: int | None, source: Path) -> Document:
    """A document of one page; all of it if no number is given.

    Raises:
        InputError: if there is no such page.
    """
    if number is None:
        return document
    count = len(document.pages)
    if not 1 <= number <= count:
        raise InputError(f"There is no page {number}; {source} has {count}.")
    return Document((document.pages[number - 1],))


def tell_first(document: Document, source: Path, others: str, console: Console) -> None:
    """Say that the first of several pages is meant, and what becomes of the others."""
    count = len(document.pages)
    if count > 1:
        console.note(f"{source} has {count} pages; the first is taken, {others} (see --page).")


def tell_numbered(document: Document, path: Path, written: list[Path], console: Console) -> None:
    """Say why a document went to several files."""
    if len(written) > 1:
        console.note(
            f"{path.suffix} holds one page, so the {len(document.pages)} pages went to "
            f"{written[0].name} to {written[-1].name} (see --page)."
        )
