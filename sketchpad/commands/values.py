"""Values of options that can be told wrong before any work is done: wrong usage, in a sentence."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable


def whole(least: int, most: Callable[[], int] | None = None) -> Callable[[str], int]:
    """An argparse type: a whole number within bounds.

    Args:
        least: the smallest number.
        most: gives the greatest number; asked only if the option is given, since it may belong to
            a module that ``--help`` should not wait for.
    """

    def parse(text: str) -> int:
        highest = None if most is None else most()
        bounds = f", {least} or more" if highest is None else f" from {least} to {highest}"
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if value < least or (highest is not None and value > highest):
            raise argparse.ArgumentTypeError(f"give a whole number{bounds}, not {text!r}")
        return value

    return parse


def between(least: float, most: float) -> Callable[[str], float]:
    """An argparse type: a number within bounds, both included."""

    def parse(text: str) -> float:
        value = _number(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(
                f"give a number from {least:g} to {most:g}, not {text!r}"
            )
        return value

    return parse


def positive(text: str) -> float:
    """An argparse type: a number above 0."""
    value = _number(text)
    if not 0.0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"give a number above 0, not {text!r}")
    return value


def _number(text: str) -> float:
    """What a text says; not a number if it says none."""
    try:
        return float(text)
    except ValueError:
        return math.nan
