"""``python -m training evaluate RUN…``: measure runs on held-out real drawings.

Writes ``evaluation.json`` and pictures into ``RUN/evaluation``; ``report`` puts several runs side
by side.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from sketchpad.core.errors import FileError, InputError
from sketchpad.files.atomic import writing
from training import card
from training.data import Batch, PackedSet
from training.evaluation import measures, pictures
from training.evaluation.drawer import Drawer, Judge
from training.evaluation.runs import Run, held_out_drawings, joined, load_run
from training.systems.image_to_sequence import ImageToSequence

#: The temperature at which several candidates are worth choosing from.
CHOICE_TEMPERATURE = 0.2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate``."""
    parser.add_argument("runs", type=Path, nargs="+", help="folders of runs")
    parser.add_argument("--data", type=Path, default=Path("data"), help="prepared data")
    parser.add_argument(
        "--exported",
        type=Path,
        help="folder of the model exported from the one run: its decoder draws, as it ships, and "
        "what is found goes into its card",
    )
    parser.add_argument("--judge", type=Path, help="the run of the recogniser that judges Rec")
    parser.add_argument("--drawings", type=int, default=1000, help="at most this many (1000)")
    parser.add_argument(
        "--well-populated", action="store_true", help="only categories with many training drawings"
    )
    parser.add_argument(
        "--balanced",
        action="store_true",
        help="equally many of every category, as far as it has so many held-out drawings",
    )
    parser.add_argument("--pairs", type=int, default=60, help="of interpolations (60)")
    parser.add_argument("--each", type=int, default=20, help="drawings generated per category (20)")
    parser.add_argument(
        "--temperature", type=float, default=0.01, help="of healing (0.01, as in the papers)"
    )
    parser.add_argument(
        "--pen-temperature", type=float, default=0.7, help="of the pen state, at least (0.7)"
    )
    parser.add_argument(
        "--candidates", type=int, default=8, help="to choose from, as the application does (8)"
    )
    parser.add_argument("--temperatures", type=float, nargs="+", default=[0.1, 0.25, 0.4, 0.6, 1.0])


def run(arguments: argparse.Namespace) -> None:
    """Evaluate every run."""
    counts = (arguments.drawings - 1, arguments.pairs, arguments.each, arguments.candidates)
    if min(counts) < 1:
        raise InputError(
            "--drawings, --pairs, --each and --candidates must be positive; 2 drawings at least."
        )
    if arguments.exported is not None:
        if len(arguments.runs) != 1:
            raise InputError("--exported needs the one run that it was exported from.")
        card.read(arguments.exported)
    judge_run = load_run(arguments.judge) if arguments.judge else None
    for folder in arguments.runs:
        result = evaluate(load_run(folder), judge_run, arguments)
        print(f"{folder / 'evaluation' / 'evaluation.json'}: {summary(result)}")
        if arguments.exported is not None:
            card.add_evaluation(arguments.exported, folder)


def evaluate(trained: Run, judge_run: Run | None, arguments: argparse.Namespace) -> dict[str, Any]:
    """Measure one run and write the results into its folder.

    Raises:
        FileError: if they cannot be written.
        InputError: if run, judge and data do not fit together.
    """
    data = PackedSet(arguments.data, trained.categories)
    if data.codec != trained.system.task.codec:
        raise InputError(f"{arguments.data} was prepared with another codec than {trained.folder}.")
    batches = held_out_drawings(
        data,
        trained,
        arguments.drawings,
        well_populated=arguments.well_populated,
        balanced=arguments.balanced,
    )
    measured = np.unique(np.concatenate([b.category.numpy() for b in batches]))
    result: dict[str, Any] = {
        "command": _command(trained, judge_run, arguments),
        "run": trained.recipe.name,
        "system": trained.recipe.system,
        "description": trained.recipe.description,
        "step": trained.step,
        "minutes": round(trained.minutes, 2),
        "parameters": sum(p.numel() for p in trained.system.parameters()),
        "categories": list(trained.categories),
        "drawings": sum(map(len, batches)),
        "categories_measured": len(measured),
        "likelihood": measures.likelihood(trained, batches),
    }
    out = trained.folder / "evaluation"
    try:
        out.mkdir(exist_ok=True)
        if trained.system.draws:
            judge = Judge.of(judge_run, trained.categories) if judge_run else None
            whole = joined(batches)
            drawer = Drawer(trained.system, arguments.pen_temperature, arguments.exported)
            result |= _drawn(drawer, judge, whole, arguments)
            result["pictures"] = pictures.draw_all(
                trained, drawer, whole, arguments.temperatures, out
            )
        text = json.dumps(result, indent=1)
        with writing(out / "evaluation.json") as partial:
            partial.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileError(f"The evaluation cannot be written to {out}: {error.strerror}.") from None
    return result


def _command(trained: Run, judge_run: Run | None, arguments: argparse.Namespace) -> str:
    """What to type to measure this again."""
    words = [card.EVALUATE, f"runs/{trained.folder.name}"]
    words += [f"--judge runs/{judge_run.folder.name}"] if judge_run else []
    words += [f"--{k} {getattr(arguments, k)}" for k in ("drawings", "pairs", "each", "candidates")]
    words += ["--temperatures", *(f"{t:g}" for t in arguments.temperatures)]
    words += ["--well-populated"] if arguments.well_populated else []
    words += ["--balanced"] if arguments.balanced else []
    words += [f"--exported models/{arguments.exported.name}"] if arguments.exported else []
    return " ".join(words)


def _drawn(
    drawer: Drawer, judge: Judge | None, whole: Batch, arguments: argparse.Namespace
) -> dict[str, Any]:
    """All measures of a system that draws."""
    temperatures = tuple(arguments.temperatures)
    found: dict[str, Any] = {}
    if judge is not None:
        scale = drawer.system.task.codec.scale
        found["people"] = measures.recognition(judge, whole, scale)
    if drawer.latent:
        codes = drawer.codes(whole)
        found["clustering"] = measures.clustering(codes, whole.category)
        found["interpolation"] = measures.interpolation(drawer, judge, whole, pairs=arguments.pairs)
        if judge is not None:
            found["reconstruction"] = measures.reconstruction(drawer, judge, whole, temperatures)
    if isinstance(drawer.system, ImageToSequence):
        found["healing"] = measures.healing(drawer, judge, whole, temperature=arguments.temperature)
        if arguments.candidates > 1:
            found["healing_chosen"] = measures.healing(
                drawer,
                judge,
                whole,
                temperature=max(arguments.temperature, CHOICE_TEMPERATURE),
                candidates=arguments.candidates,
            )
    if drawer.by_category:
        found["generation"] = measures.generation(
            drawer, judge, whole, each=arguments.each, temperatures=temperatures
        )
        if judge is not None:
            found["completion"] = measures.completion(
                drawer, judge, whole, share=0.4, temperatures=temperatures
            )
    return found


def summary(result: dict[str, Any]) -> str:
    """The headline numbers on one line."""
    parts = [f"{result['drawings']} drawings of {result['categories_measured']} categories"]
    overall = result["likelihood"]["all"]
    for name in ("reconstruction", "per_point", "top1", "top5"):
        if name in overall:
            parts.append(f"{name} {overall[name]['value']:.3f}")
    for name, row in result.get("healing", {}).get("corruptions", {}).items():
        rec = f" Rec {100 * row['rec1']['value']:.1f}" if "rec1" in row else ""
        parts.append(f"p={name} Ret@1 {100 * row['ret1']['value']:.1f}{rec}")
    share = result.get("interpolation", {}).get("share_in_end_categories")
    if share:
        parts.append(f"in end categories {100 * share['value']:.1f} %")
    return ", ".join(parts)
