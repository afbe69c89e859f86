"""Prints a table of measured numbers beside their bars; fails if one is missed."""

from __future__ import annotations

import os
import sys

from tests.benchmarks import disk, models, pen, picture, suggestions
from tests.benchmarks.table import Benchmark

BENCHMARKS: dict[str, Benchmark] = {
    "pen": pen.pen,
    "pen-with-model": pen.pen_with_model,
    "pen-with-complete": suggestions.pen_with_complete,
    "suggest": suggestions.suggest,
    "start": disk.start,
    "documents": disk.documents,
    "redraw": picture.redraw,
    "undo": picture.undo,
    "motion": picture.motion,
    "svg": disk.svg,
    "memory": disk.memory,
    "decoding": models.decoding,
    "verbs": models.verbs,
    "model-memory": models.memory,
}


def main(names: list[str]) -> int:
    """Run those of these names, or all."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.stderr.write(
            f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}\n"
        )
        return 2
    cores, load = os.cpu_count(), os.getloadavg()[0]
    sys.stdout.write(f"{cores} cores, load {load:.1f}; above {cores} the numbers are not ours\n")
    rows = []
    for name in names or BENCHMARKS:
        for row in BENCHMARKS[name]():
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()
            rows.append(row)
    missed = sum(not row.holds for row in rows)
    sys.stdout.write(f"{len(rows) - missed} of {len(rows)} within their bars\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
