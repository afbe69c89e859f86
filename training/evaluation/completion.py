"""``python -m training evaluate-complete``: held-out real drawings, begun by people, finished.

Each drawing is cut after 30, 50 and 70 % of its points, and what is left goes through the
application's own Complete: same files, same framing, same choice. Measured is how likely the
decoder finds the points that the person drew, and how often the recogniser names what was drawn.

The recogniser that judges is the one that the application chooses by, and that guesses the
category: *recognised* is what a user meets, and kind to itself. *Told* is judged from outside: the
category is the user's, and no recogniser is asked until the drawings are finished. In both, the
best of five by the judge is what a user could have chosen; by likelihood, what the decoder would.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.errors import InputError
from sketchpad.core.stroke import FloatArray, Sketch
from sketchpad.core.stroke5 import END_ROW, Codec, Frame
from sketchpad.files.atomic import writing
from sketchpad.inference.complete import CompleteRequest, complete, fed_rows
from sketchpad.inference.decoder import StrokeDecoder
from sketchpad.inference.recognise import Recogniser
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run, Suggestion
from training import card
from training.data import SPLITS, TEST, PackedSet
from training.evaluation.metrics import Estimate, estimate

SHARES: Final = (0.3, 0.5, 0.7)
ALTERNATIVES: Final = 5
#: Drawings that are scored side by side.
CHUNK: Final = 32
_LEAST_POINTS: Final = 10
COMMAND: Final = "python -m training evaluate-complete"

Lines = list[FloatArray]
Rows = NDArray[np.float32]


@dataclasses.dataclass(frozen=True, eq=False)
class Drawing:
    """A person's drawing.

    Attributes:
        rows: ``(n, 5)`` codec units, without start and end, in a frame where it fills the box.
        category: its name.
    """

    rows: Rows
    category: str

    def points_of(self, share: float) -> int:
        """How many points are the first part of it."""
        return max(1, round(share * len(self.rows)))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate-complete``."""
    parser.add_argument("--data", type=Path, default=Path("data"), help="prepared data")
    parser.add_argument("--models", type=Path, help="folder of models (default: the bundled)")
    parser.add_argument("--drawings", type=int, default=500, help="at most this many (500)")
    parser.add_argument("--minutes", type=float, help="stop after this time, with fewer drawings")
    parser.add_argument("--split", choices=SPLITS[1:], default="test")
    parser.add_argument("--temperature", type=float, help="default: the model's own")
    parser.add_argument("--out", type=Path, help="write the numbers as JSON")
    parser.add_argument("--card", action="store_true", help="add the numbers to the model's card")


def run(arguments: argparse.Namespace) -> None:
    """Measure and print."""
    if arguments.drawings < 2:
        raise InputError("--drawings must be 2 at least.")
    models = Models(None if arguments.models is None else [arguments.models], device="cpu")
    data, split = PackedSet(arguments.data), SPLITS.index(arguments.split)
    found = held_out(data, models, arguments.drawings, split=split)
    measurement = Measurement(models, arguments.temperature)
    ends = None if arguments.minutes is None else time.monotonic() + 60.0 * arguments.minutes
    for number, drawing in enumerate(found):
        if ends is not None and time.monotonic() > ends and number > 1:
            found = found[:number]
            break
        measurement.finish(drawing)
        if number % 10 == 9:
            print(f"\r{number + 1} of {len(found)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    result = measurement.result(found)
    if split != TEST:
        result["command"] += f" --split {arguments.split}"
    print(table(result))
    if arguments.out:
        with writing(arguments.out) as partial:
            partial.write_text(json.dumps(result, indent=1), encoding="utf-8")
    if arguments.card:
        write_card(models.get("complete").folder, result)


def held_out(data: PackedSet, models: Models, count: int, *, split: int = TEST) -> list[Drawing]:
    """Drawings of categories that the model was taught with many; always the same ones.

    Raises:
        InputError: if there are none.
    """
    model, judge = models.get("complete"), models.get("recognise")
    if data.codec != model.codec:
        raise InputError(f"{data.folder} was prepared with another codec than {model.name}.")
    names = model.card.get("well_populated") or model.categories
    known = [n for n in names if n in data.all_categories and n in judge.categories]
    places = data.select(split, real=True, max_length=model.codec.nmax)
    numbers = [data.all_categories.index(name) for name in known]
    places = places[np.isin(data.category[places], numbers)]
    places = places[data.lengths[places] >= _LEAST_POINTS]
    if len(places) < 2:
        raise InputError(f"{data.folder} has no held-out real drawings of these categories.")
    chosen = np.random.default_rng(0).permutation(places)[:count]
    batch = data.batch(chosen)
    return [
        Drawing(rows[1 : 1 + int(length)].numpy(), data.all_categories[int(data.category[place])])
        for rows, length, place in zip(batch.rows, batch.lengths, chosen, strict=True)
    ]


class Measurement:
    """Asks the application's Complete, and keeps count."""

    def __init__(self, models: Models, temperature: float | None) -> None:
        """Load the models.

        Raises:
            ModelError: if one is missing.
        """
        self.models, self.temperature = models, temperature
        self.model = models.get("complete")
        self.codec: Codec = self.model.codec
        self.decoder = StrokeDecoder(models, self.model)
        self.judge = Recogniser(models)
        self.alone = Models([], device="cpu")
        self.alone.models.append(self.model)
        self.ranks: dict[str, list[int]] = {}
        self.seconds: list[float] = []
        self._number = 0

    def finish(self, drawing: Drawing) -> None:
        """Finish one drawing from each of its beginnings."""
        whole = self.codec.decode(drawing.rows, Frame())
        self._note("people", drawing, [whole])
        for share in SHARES:
            begun = self.codec.decode(drawing.rows[: drawing.points_of(share)], Frame())
            sketch = Sketch.of(begun)
            self._note(f"{share:.0%} begun", drawing, [begun])
            self._complete(f"{share:.0%} recognised", drawing, sketch, None)
            self._complete(f"{share:.0%} told", drawing, sketch, drawing.category)
        self._number += 1

    def _complete(self, name: str, drawing: Drawing, sketch: Sketch, told: str | None) -> None:
        request = CompleteRequest(sketch, told, ALTERNATIVES, self.temperature, self._number)
        start = time.perf_counter()
        offers = complete(request, models=self.models if told is None else self.alone)
        if told is None:
            self.seconds.append(time.perf_counter() - start)
        finished = [[*sketch.polylines, *(s.points for s in o.strokes)] for o in offers]
        ranks = self._ranks(drawing, finished)
        likely = self._likeliest(offers, finished)
        for method, rank in (
            ("of 1", ranks[0]),
            ("of 5 by likelihood", ranks[likely]),
            ("of 5 by the judge", min(ranks)),
        ):
            self.ranks.setdefault(f"{name} {method}", []).append(rank)

    def _likeliest(self, offers: Sequence[Suggestion], finished: Sequence[Lines]) -> int:
        """The offer whose finished drawing the decoder itself finds likeliest, per point."""
        found = []
        for offer, lines in zip(offers, finished, strict=True):
            rows, _ = fed_rows(Sketch.of(lines), self.codec)
            rows = np.concatenate([rows, np.array([END_ROW], np.float32)])
            number = self.model.category(offer.label or None)
            found.append(self._score([rows], [number])[0].mean())
        return int(np.argmax(found))

    def _score(
        self, drawings: Sequence[Rows], categories: Sequence[int]
    ) -> list[NDArray[np.float64]]:
        """The log-likelihood of each row of some drawings."""
        padded = np.tile(np.array(END_ROW, np.float32), (len(drawings), max(map(len, drawings)), 1))
        for place, rows in zip(padded, drawings, strict=True):
            place[: len(rows)] = rows
        condition = {"category": np.array(categories, dtype=np.int64)}
        found = self.decoder.score(condition, padded, run=Run())
        return [values[: len(rows)] for values, rows in zip(found, drawings, strict=True)]

    def _note(self, name: str, drawing: Drawing, drawings: Sequence[Lines]) -> None:
        self.ranks.setdefault(name, []).append(self._ranks(drawing, drawings)[0])

    def _ranks(self, drawing: Drawing, drawings: Sequence[Lines]) -> list[int]:
        """How many categories the judge finds likelier than the true one."""
        shares = self.judge.probabilities(drawings)
        place = self.judge.model.categories.index(drawing.category)
        ranks: list[int] = (shares > shares[:, place : place + 1]).sum(axis=1).tolist()
        return ranks

    def rest(self, drawings: Sequence[Drawing]) -> dict[str, Estimate]:
        """Nats per point of what the person drew after each beginning, the end included.

        The drawing lies in the frame of the whole, as in training; the category is told or not.
        """
        found: dict[str, list[float]] = {}
        order = sorted(range(len(drawings)), key=lambda i: len(drawings[i].rows))
        ends = np.array([END_ROW], np.float32)
        for part in (order[i : i + CHUNK] for i in range(0, len(order), CHUNK)):
            chosen = [drawings[i] for i in part]
            whole = [np.concatenate([d.rows, ends]) for d in chosen]
            for told in (True, False):
                numbers = [self.model.category(d.category if told else None) for d in chosen]
                for drawing, values in zip(chosen, self._score(whole, numbers), strict=True):
                    for share in SHARES:
                        first = drawing.points_of(share)
                        rest = -values[first:].sum() / max(len(drawing.rows) - first, 1)
                        name = f"{share:.0%}{' told' if told else ''}"
                        found.setdefault(name, []).append(float(rest))
        return {name: estimate(np.array(values)) for name, values in found.items()}

    def result(self, drawings: Sequence[Drawing]) -> dict[str, Any]:
        """All numbers with their 95 % intervals over drawings."""
        recognition = {
            name: {f"top{k}": estimate(np.array(ranks) < k).to_dict() for k in (1, 5)}
            for name, ranks in self.ranks.items()
        }
        own = self.model.temperature if self.temperature is None else self.temperature
        return {
            "command": f"{COMMAND} --drawings {len(drawings)}",
            "drawings": len(drawings),
            "categories": len({d.category for d in drawings}),
            "temperature": own,
            "judge": f"{self.judge.model.name} {self.judge.model.version}",
            "nll_of_the_rest": {k: v.to_dict() for k, v in self.rest(drawings).items()},
            "recognition": recognition,
            "milliseconds": 1000.0 * float(np.median(self.seconds)),
        }


def _rows_of(result: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(what, measure, estimate) of all numbers."""
    for share, value in result["nll_of_the_rest"].items():
        yield share, "nll", value
    for name, hits in result["recognition"].items():
        for k, value in hits.items():
            yield name, k, value


def write_card(folder: Path, result: dict[str, Any]) -> None:
    """Put the numbers into a model's card: the headlines, and all with their intervals."""
    flat = {
        f"{name} {kind}": v
        for name, kind, v in _rows_of(result)
        if "recognised" in name or kind == "nll"
    }
    card.add_metrics(folder, flat, result["command"])
    values = card.read(folder)
    values["completion"] = result
    card.write(folder, values)


def table(result: dict[str, Any]) -> str:
    """For people."""
    lines = [
        f"{result['drawings']} drawings of {result['categories']} categories, temperature "
        f"{result['temperature']:g}, judge {result['judge']}; "
        f"{result['milliseconds']:.0f} ms per completion (median)"
    ]
    for name, kind, v in _rows_of(result):
        lines.append(f"  {name:32} {kind:5} {v['value']:.3f} ({v['low']:.3f} to {v['high']:.3f})")
    return "\n".join(lines)
