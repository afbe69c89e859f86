"""Prints a table of measured numbers beside their bars; fails if one is missed."""

from __future__ import annotations

import argparse
import inspect
import os
import sys

from tests.benchmarks import clean, disk, frames, models, pen, picture, suggestions, verbs
from tests.benchmarks.table import Benchmark

BENCHMARKS: dict[str, Benchmark] = {
    "pen": pen.pen,
    "pen-with-model": pen.pen_with_model,
    "pen-with-verbs": suggestions.pen_with_verbs,
    "suggest": suggestions.suggest,
    "clean": clean.clean,
    "start": disk.start,
    "documents": disk.documents,
    "redraw": picture.redraw,
    "undo": picture.undo,
    "motion": picture.motion,
    "svg": disk.svg,
    "memory": disk.memory,
    "decoding": models.decoding,
    "verbs": verbs.verbs,
    "stopping": verbs.stopping,
    "interpolation": frames.interpolation,
    "same-seed": verbs.same_seed,
    "model-memory": models.memory,
}


def main(arguments: list[str]) -> int:
    """Run the benchmarks that are named, or all; 1 if a bar is missed."""
    parser = _parser()
    names = parser.parse_args(arguments).names or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}; --help lists them")
    cores, load = os.cpu_count(), os.getloadavg()[0]
    sys.stdout.write(f"{cores} cores, load {load:.1f}; above {cores} the numbers are not ours\n")
    rows = []
    for name in names:
        for row in BENCHMARKS[name]():
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()
            rows.append(row)
    missed = sum(not row.holds for row in rows)
    sys.stdout.write(f"{len(rows) - missed} of {len(rows)} within their bars\n")
    return 1 if missed else 0


def _parser() -> argparse.ArgumentParser:
    width = max(map(len, BENCHMARKS))
    about = {
        name: (inspect.getdoc(benchmark) or "").partition("\n")[0]
        for name, benchmark in BENCHMARKS.items()
    }
    lines = [f"  {name:{width}}  {text}" for name, text in about.items()]
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description=__doc__,
        epilog="\n".join(("benchmarks:", *lines)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="run these, in this order; all of them if none is named",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
