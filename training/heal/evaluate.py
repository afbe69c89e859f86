"""``python -m training evaluate-heal``: holes in held-out real drawings, healed and measured."""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from sketchpad.core.document import Hole
from sketchpad.core.erase import hole_mask
from sketchpad.core.stroke import FloatArray, Sketch
from sketchpad.inference.heal import Healed, Healer, HealRequest, erased
from sketchpad.inference.heal_choose import choose
from sketchpad.inference.heal_view import CutEnd, view_of
from sketchpad.inference.recognise import Recogniser
from sketchpad.inference.redraw import TASK as REDRAW
from sketchpad.inference.redraw import RedrawRequest, redraw
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run
from training import card
from training.corruption import uniforms
from training.data import SPLITS, PackedSet
from training.heal.measures import (
    GAP,
    gaps,
    inside,
    missing,
    nearness,
    points_of,
    recovered,
    straight_joins,
)
from training.heal.regions import Region
from training.raster import trace

#: Shares of the ink that are erased.
LEVELS: Final = ((0.10, 0.20), (0.20, 0.35), (0.35, 0.50))
#: A category is measured if it has at least this many held-out drawings.
ENOUGH: Final = 40
ALTERNATIVES: Final = 5
SEED: Final = 20

Lines = list[FloatArray]


@dataclasses.dataclass(frozen=True, eq=False)
class Case:
    """A drawing with a hole.

    Attributes:
        sketch: the whole drawing.
        hole: what is erased.
        kept: what is left.
        true: the missing pieces.
        box: the drawing's long side.
        category: its name.
    """

    sketch: Sketch
    hole: Hole
    kept: Sketch
    true: Lines
    box: float
    category: str


def cases(
    data: PackedSet,
    level: tuple[float, float],
    count: int,
    *,
    split: int = 2,
    max_length: int = 150,
) -> list[Case]:
    """Drawings of people with holes of an eraser's swipes; always the same ones."""
    found = data.select(split, sources={"quickdraw": 1.0}, max_length=max_length)
    many = np.bincount(data.category[found], minlength=len(data.all_categories)) >= ENOUGH
    found = found[many[data.category[found]]]
    chosen = np.sort(np.random.default_rng(0).permutation(found)[:count])
    batch = data.batch(chosen)
    traces = trace(batch.rows, data.codec.scale)
    low, high = level
    share = low + (high - low) * uniforms(SEED, batch.index, 1)[:, 0]
    region = Region.of_swipes(traces, share, SEED + 1, batch.index)
    made = []
    for i, place in enumerate(chosen):
        points = traces.points[i][traces.valid[i]].numpy().astype(np.float64)
        begins = np.flatnonzero(traces.first[i][traces.valid[i]].numpy())
        lines = np.split(points, begins[1:])
        hole = Hole.swipe(region.paths[i, 0].numpy(), float(region.radius[i]))
        sketch = Sketch.of(lines)
        kept = erased(sketch, (hole,))
        size = points.max(axis=0) - points.min(axis=0)
        true = missing(lines, hole, float(size.max()))
        if len(kept) and true:
            name = data.all_categories[int(data.category[place])]
            made.append(Case(sketch, hole, kept, true, float(size.max()), name))
    return made


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate-heal``."""
    parser.add_argument("--data", type=Path, default=Path("data"), help="prepared data")
    parser.add_argument("--models", type=Path, help="folder of models (default: the bundled)")
    parser.add_argument("--drawings", type=int, default=520, help="per level")
    parser.add_argument(
        "--levels",
        type=int,
        nargs="+",
        choices=range(len(LEVELS)),
        default=range(len(LEVELS)),
        help="which of the three shares of erased ink",
    )
    parser.add_argument("--split", choices=SPLITS[1:], default="test")
    parser.add_argument("--temperature", type=float, help="default: the model's own")
    parser.add_argument("--out", type=Path, help="write the numbers as JSON")
    parser.add_argument("--card", action="store_true", help="add the numbers to the model's card")
    parser.add_argument(
        "--no-recogniser", action="store_true", help="let the model itself guess the category"
    )


def run(arguments: argparse.Namespace) -> None:
    """Measure and print."""
    torch.set_num_threads(1)
    models = Models(None if arguments.models is None else [arguments.models], device="cpu")
    data = PackedSet(arguments.data)
    split = SPLITS.index(arguments.split)
    results: dict[str, Any] = {}
    for level in (LEVELS[i] for i in arguments.levels):
        name = f"{level[0]:.0%}–{level[1]:.0%}"
        found = cases(data, level, arguments.drawings, split=split)
        measured = Measurement(models, arguments.temperature, not arguments.no_recogniser)
        results[name] = measured.of(found, name)
        print(file=sys.stderr)
    print(table(results))
    if arguments.out:
        arguments.out.write_text(json.dumps(results, indent=1), encoding="utf-8")
    if arguments.card:
        command = "python -m training evaluate-heal"
        card.add_metrics(models.get("heal").folder, headlines(results), command)


class Measurement:
    """Asks every method and keeps count."""

    def __init__(self, models: Models, temperature: float | None, use_recogniser: bool) -> None:
        self.models, self.temperature = models, temperature
        self.healer = Healer(models, use_recogniser=use_recogniser)
        self.judge = Recogniser(models)
        self.f1: dict[str, list[float]] = {}
        self.chamfer: dict[str, list[float]] = {}
        self.ranks: dict[str, list[NDArray[np.int64]]] = {}
        self.gaps: list[float] = []
        self.outside: list[float] = []
        self.seconds: list[float] = []

    def of(self, found: Sequence[Case], name: str) -> dict[str, Any]:
        """The numbers of one level, called by this name."""
        for number, case in enumerate(found):
            self._case(case)
            if number % 20 == 19:
                print(f"\r{name}: {number + 1} of {len(found)}", end="", file=sys.stderr)
        return self._summary(found)

    def _case(self, case: Case) -> None:
        ends = view_of(case.kept.strokes, (case.hole,), self.healer.canvas).ends
        started = time.perf_counter()
        request = HealRequest(
            case.kept, (case.hole,), None, ALTERNATIVES, self.temperature, seed=SEED
        )
        healed = self.healer.draw(request, Run())
        order = choose(healed.scores, healed.alike, ALTERNATIVES)
        offers = [self._lines(healed, number) for number in order]
        self.seconds.append(time.perf_counter() - started)
        self.gaps += gaps(ends, case.true, offers[0], case.box)
        self._outside(case, offers[0])
        joins = straight_joins(ends)
        self._note("leave", case, [[]])
        self._note("straight", case, [joins])
        self._note("ordered", case, [ordered_joins(ends)])
        if self.models.has(REDRAW):
            self._note("redraw crop", case, [self._redrawn(case)])
        self._note("ours, blind", case, [self._lines(healed, int(healed.blind.argmax()))])
        self._note("ours, 1", case, offers[:1])
        self._note("ours, 5", case, offers)
        self._note("whole", case, [case.true])

    def _lines(self, healed: Healed, number: int) -> Lines:
        return [stroke.points for stroke in self.healer.strokes(healed, number)]

    def _redrawn(self, case: Case) -> Lines:
        """What the published way puts into the hole, if only that part is taken over."""
        request = RedrawRequest(case.kept, (case.hole,), seed=SEED)
        found = redraw(request, models=self.models)
        lines = [stroke.points for s in found[:1] for stroke in s.strokes]
        return missing(lines, case.hole, case.box)

    def _outside(self, case: Case, lines: Lines) -> None:
        points = points_of(lines, case.box)
        if len(points):
            grown = dataclasses.replace(case.hole, radius=case.hole.radius + GAP * case.box)
            self.outside.append(1.0 - float(hole_mask(grown, points).mean()))

    def _note(self, method: str, case: Case, offers: Sequence[Lines]) -> None:
        true = points_of(case.true, case.box)
        kept = points_of(case.kept.polylines, case.box)
        near = [
            nearness(inside(points_of(o, case.box), case.hole), true, kept, case.box)
            for o in offers
        ]
        self.f1.setdefault(method, []).append(max(n.f1 for n in near))
        self.chamfer.setdefault(method, []).append(min(n.chamfer for n in near))
        shares = self.judge.probabilities([[*case.kept.polylines, *o] for o in offers])
        place = self.judge.model.categories.index(case.category)
        rank = (shares > shares[:, place : place + 1]).sum(axis=1)
        self.ranks.setdefault(method, []).append(np.asarray(rank.min()))

    def _summary(self, found: Sequence[Case]) -> dict[str, Any]:
        ranks = {name: np.array(values) for name, values in self.ranks.items()}
        ranks["whole"] = self._ranks([c.sketch.polylines for c in found], found)
        methods = {}
        for name in self.f1:
            hits = {k: ranks[name] < k for k in (1, 5)}
            methods[name] = {
                "f1": float(np.mean(self.f1[name])),
                "chamfer": float(np.mean(self.chamfer[name])),
                "top1": float(hits[1].mean()),
                "top5": float(hits[5].mean()),
                "recovered1": recovered(ranks["whole"] < 1, ranks["leave"] < 1, hits[1]),
                "recovered5": recovered(ranks["whole"] < 5, ranks["leave"] < 5, hits[5]),
            }
        return {
            "drawings": len(found),
            "categories": len({case.category for case in found}),
            "methods": methods,
            "gap": float(np.mean(np.array(self.gaps) <= GAP)) if self.gaps else 1.0,
            "ends": len(self.gaps),
            "outside": float(np.mean(self.outside)),
            "milliseconds": 1000 * float(np.median(self.seconds)),
            "slowest": 1000 * float(np.quantile(self.seconds, 0.99)),
        }

    def _ranks(self, drawings: Sequence[Lines], found: Sequence[Case]) -> NDArray[np.int64]:
        names = self.judge.model.categories
        ranks = []
        for lines, case in zip(drawings, found, strict=True):
            shares = self.judge.probabilities([lines])[0]
            ranks.append(int((shares > shares[names.index(case.category)]).sum()))
        return np.array(ranks)


def ordered_joins(ends: Sequence[CutEnd]) -> Lines:
    """Straight joins by a better rule: the tail of a piece with the head that comes next."""
    return [
        np.array([a.place, b.place])
        for a, b in itertools.pairwise(ends)
        if a.tail and not b.tail and b.stroke == a.stroke + 1
    ]


def headlines(results: dict[str, Any]) -> dict[str, float]:
    """What belongs in the card, by level: ours, the baselines' F1, and the joins."""
    found: dict[str, float] = {}
    for level, values in results.items():
        ours = values["methods"]["ours, 1"]
        found |= {f"{level} {k}": round(v, 4) for k, v in ours.items()}
        for method, m in values["methods"].items():
            if method not in ("whole", "leave", "ours, 1"):
                found[f"{level} f1 ({method})"] = round(m["f1"], 4)
        found[f"{level} gap"] = round(values["gap"], 4)
        found[f"{level} drawings"] = values["drawings"]
    return found


def table(results: dict[str, Any]) -> str:
    """For people."""
    lines = []
    for name, level in results.items():
        lines.append(
            f"{name} of the ink, {level['drawings']} drawings of {level['categories']} categories; "
            f"gap ≤ 1 %: {level['gap']:.1%} of {level['ends']}; outside the hole "
            f"{level['outside']:.1%}; {level['milliseconds']:.0f} ms (99 %: {level['slowest']:.0f})"
        )
        lines.append("  method        F1@4 %  Chamfer %  top-1  top-5  recovered top-1  top-5")
        for method, m in level["methods"].items():
            lines.append(
                f"  {method:12} {m['f1']:7.3f} {m['chamfer']:9.2f} {m['top1']:7.3f} "
                f"{m['top5']:6.3f} {m['recovered1']:14.0%} {m['recovered5']:8.0%}"
            )
    return "\n".join(lines)
