"""Where commands write: results to stdout, remarks to stderr."""

from __future__ import annotations

import json as json_
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


class Console:
    """The terminal, or whatever reads our output in its place.

    Attributes:
        json: stdout gets one JSON object at the end, and nothing else.
        quiet: only errors are written.
    """

    def __init__(self, *, json: bool = False, quiet: bool = False) -> None:
        self.json = json
        self.quiet = quiet

    def say(self, line: str) -> None:
        """A line of the result, for people."""
        if not self.json and not self.quiet:
            print(line)

    def note(self, sentence: str) -> None:
        """A remark that is not part of the result."""
        if not self.quiet:
            print(f"note: {sentence}", file=sys.stderr)

    def fail(self, sentence: str) -> None:
        """What went wrong with a part of the work; it is told even if we are quiet."""
        print(sentence, file=sys.stderr)

    def progress(self, items: Iterable[T], what: str) -> Iterable[T]:
        """The same items, with a bar on stderr if that is a terminal."""
        if self.quiet or self.json or not sys.stderr.isatty():
            return items
        from tqdm import tqdm

        bar: Iterable[T] = tqdm(items, desc=what, leave=False)
        return bar

    def finish(self, result: Mapping[str, Any]) -> None:
        """Print the result if it is wanted as JSON."""
        if self.json:
            print(json_.dumps(result, ensure_ascii=False))
