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
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import FloatArray, Sketch
from sketchpad.files.atomic import writing
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
from training.evaluation.metrics import estimate
from training.heal.measures import (
    GAP,
    gaps,
    inside,
    missing,
    nearness,
    points_of,
    recovered,
    straight_joins,
    unchanged,
)
from training.heal.regions import Region
from training.raster import trace

#: Shares of the ink that are erased.
LEVELS: Final = ((0.10, 0.20), (0.20, 0.35), (0.35, 0.50))
#: A category is measured if it has at least this many held-out drawings.
ENOUGH: Final = 40
ALTERNATIVES: Final = 5
SEED: Final = 20
COMMAND: Final = "python -m training evaluate-heal"

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
        if not found:
            raise InputError(f"{arguments.data} has too few held-out drawings to measure healing.")
        measured = Measurement(models, arguments.temperature, not arguments.no_recogniser)
        results[name] = measured.of(found, name)
        print(file=sys.stderr)
    print(table(results))
    if arguments.out:
        with writing(arguments.out) as partial:
            partial.write_text(json.dumps(results, indent=1), encoding="utf-8")
    if arguments.card:
        write_card(models.get("heal").folder, results, f"{COMMAND} --drawings {arguments.drawings}")


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
        self.unchanged: list[float] = []
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
        page = [*case.kept.strokes, *self.healer.strokes(healed, order[0])]
        self.unchanged.append(unchanged(case.sketch.strokes, case.hole, page))
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
            values = {"f1": estimate(np.array(self.f1[name]))}
            values["chamfer"] = estimate(np.array(self.chamfer[name]))
            for k in (1, 5):
                whole, left, hits = (ranks[n] < k for n in ("whole", "leave", name))
                values[f"top{k}"] = estimate(hits)
                values[f"recovered{k}"] = recovered(whole, left, hits)
            methods[name] = {k: v.to_dict() for k, v in values.items()}
        return {
            "drawings": len(found),
            "categories": len({case.category for case in found}),
            "methods": methods,
            "gap": float(np.mean(np.array(self.gaps) <= GAP)) if self.gaps else 1.0,
            "ends": len(self.gaps),
            "outside": float(np.mean(self.outside)),
            "unchanged": float(np.mean(self.unchanged)),
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


def write_card(folder: Path, results: dict[str, Any], command: str) -> None:
    """Put the numbers of some levels into a model's card: the headlines, and all of them."""
    flat: dict[str, Any] = {}
    for level, values in results.items():
        for method, measured in values["methods"].items():
            of = "" if method == "ours, 1" else f" ({method})"
            # Of the others, what is compared; the rest is in the card's "healing".
            kinds = measured if method.startswith("ours") else ("f1", "chamfer")
            if method != "whole":
                flat |= {f"{level} {kind}{of}": measured[kind] for kind in kinds}
        flat |= {f"{level} {key}": values[key] for key in ("gap", "unchanged", "drawings")}
    card.add_metrics(folder, flat, command)
    kept = card.read(folder)
    kept["healing"] = kept.get("healing", {}) | results
    card.write(folder, kept)


def table(results: dict[str, Any]) -> str:
    """For people; the interval is that of F1."""
    lines = []
    for name, level in results.items():
        lines.append(
            f"{name} of the ink, {level['drawings']} drawings of {level['categories']} categories; "
            f"kept samples unchanged: {level['unchanged']:.2%}; "
            f"gap ≤ 1 %: {level['gap']:.1%} of {level['ends']}; outside the hole "
            f"{level['outside']:.1%}; {level['milliseconds']:.0f} ms (99 %: {level['slowest']:.0f})"
        )
        lines.append(
            "  method        F1@4 %                 Chamfer %  top-1  top-5"
            "  recovered top-1       top-5"
        )
        for method, measured in level["methods"].items():
            m = {k: v["value"] for k, v in measured.items()}
            low, high = (f"{measured['f1'][k]:.3f}" for k in ("low", "high"))
            back = [
                f"{v['value']:.0%} ({v['low']:.0%} to {v['high']:.0%})"
                for v in (measured["recovered1"], measured["recovered5"])
            ]
            lines.append(
                f"  {method:12} {m['f1']:7.3f} ({low} to {high}) {m['chamfer']:9.2f} "
                f"{m['top1']:7.3f} {m['top5']:6.3f}  {back[0]}  {back[1]}"
            )
    return "\n".join(lines)
