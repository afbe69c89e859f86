"""Clean measured on the held-out scenes: ``python -m training evaluate-clean``."""

from __future__ import annotations

import argparse
import dataclasses
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from sketchpad.core.errors import InputError
from sketchpad.files.atomic import writing
from sketchpad.inference.registry import Models
from training import card
from training.clean import metrics, roughener
from training.clean.methods import SLOW, STROKES, Method, baselines, cleaned, ours, outlines
from training.clean.scenes import HELD_OUT, VALIDATION, Scene, names, read_scene
from training.clean.sheet import before_and_after
from training.clean.tone import STRONGEST, photograph
from training.evaluation.metrics import estimate, ratio

_COLUMNS: Final = ("f1_2", "f1_6", "chamfer", "hausdorff", "length", "strokes")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate-clean``."""
    parser.add_argument("--scenes", type=Path, required=True, help="the folder of .scap scenes")
    parser.add_argument("--models", type=Path, help="a folder of models (default: the bundled)")
    parser.add_argument("--detail", type=float, default=0.5)
    parser.add_argument("--all", action="store_true", help="all scenes, for the baselines alone")
    parser.add_argument(
        "--validation", action="store_true", help="the scenes to choose settings on"
    )
    parser.add_argument("--only", action="append", help="a method; may be given several times")
    parser.add_argument("--no-hard", action="store_true", help="leave the hard set out")
    parser.add_argument("--sheet", type=Path, help="write before/after pictures here")
    parser.add_argument("--out", type=Path, help="write the results as JSON")
    parser.add_argument("--card", action="store_true", help="add the results to the model's card")


def run(arguments: argparse.Namespace) -> None:
    """Measure, and print a table."""
    if not 0.0 <= arguments.detail <= 1.0:
        raise InputError("--detail is a number from 0 to 1.")
    chosen = _chosen(arguments)
    scenes = [read_scene(arguments.scenes, name) for name in chosen]
    models = Models([arguments.models] if arguments.models else None, "cpu")
    methods = _wanted(arguments, models)
    first = "validation" if arguments.validation else "held out"
    sets = {first: [s.rough for s in scenes], "hard": [hard(s) for s in scenes]}
    if arguments.no_hard:
        del sets["hard"]
    results: dict[str, Any] = {}
    for title, pictures in sets.items():
        for name, method in methods.items():
            if title == "hard" and (name.endswith(STROKES) or name in SLOW):
                continue  # strokes have no paper
            results[f"{title}, {name}"] = measure(scenes, pictures, method)
    _print(results)
    if arguments.out:
        with writing(arguments.out) as partial:
            partial.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    if not (arguments.all or arguments.validation) and "clean" in methods:
        _kept(arguments, models, results, scenes, sets)


def _kept(
    arguments: argparse.Namespace,
    models: Models,
    results: dict[str, Any],
    scenes: Sequence[Scene],
    sets: dict[str, list[NDArray[np.float32]]],
) -> None:
    """Write the card's headlines and the sheets, if they are wanted."""
    if arguments.card:
        command = f"python -m training evaluate-clean --scenes SCENES --detail {arguments.detail:g}"
        card.add_metrics(models.get("clean").folder, _headlines(results), command)
    if arguments.sheet:
        for title, pictures in sets.items():
            path = arguments.sheet.with_stem(f"{arguments.sheet.stem}-{title.replace(' ', '-')}")
            _sheet(models, arguments.detail, scenes, pictures, path)


def _chosen(arguments: argparse.Namespace) -> list[str]:
    """The scenes to measure on."""
    if arguments.all:
        return names(arguments.scenes)
    return list(VALIDATION if arguments.validation else HELD_OUT)


def _wanted(arguments: argparse.Namespace, models: Models) -> dict[str, Method]:
    """The methods to measure; of all scenes, which we trained on, only those without a model."""
    methods = baselines()
    if not arguments.all:
        methods |= ours(models, arguments.detail) | outlines()
    if unknown := set(arguments.only or ()) - set(methods):
        raise InputError(f"There is no method {min(unknown)}; known are {', '.join(methods)}.")
    return {k: v for k, v in methods.items() if not arguments.only or k in arguments.only}


def _sheet(
    models: Models,
    detail: float,
    scenes: Sequence[Scene],
    pictures: Sequence[NDArray[np.float32]],
    path: Path,
) -> None:
    rows = [
        (p, cleaned(models, p, detail)[0], metrics.truth_of(s.clean))
        for s, p in zip(scenes, pictures, strict=True)
    ]
    before_and_after(rows, path)


def measure(
    scenes: Sequence[Scene], pictures: Sequence[NDArray[np.float32]], method: Method
) -> dict[str, Any]:
    """Means over scenes with intervals, each scene's values, strokes over all clusters, seconds."""
    scores, strokes, started = [], [], time.perf_counter()
    for scene, picture in zip(scenes, pictures, strict=True):
        drawn, count = method(scene, picture)
        strokes.append(count)
        truth = metrics.truth_of(scene.clean)
        scores.append(metrics.compare(drawn, truth, count / scene.cluster_count))
    seconds = (time.perf_counter() - started) / len(scenes)
    each = {f.name: [getattr(s, f.name) for s in scores] for f in dataclasses.fields(metrics.Score)}
    over = ratio(np.array(strokes), np.array([s.cluster_count for s in scenes]))
    return {
        "mean": dataclasses.asdict(metrics.mean(scores)),
        "intervals": {k: estimate(np.array(v)).to_dict() for k, v in each.items()}
        | {"strokes_over_clusters": over.to_dict()},
        "strokes_over_clusters": over.value,
        "seconds": seconds,
        "scenes": {s.name: dataclasses.asdict(v) for s, v in zip(scenes, scores, strict=True)},
    }


def hard(scene: Scene) -> NDArray[np.float32]:
    """The scene in pencil, photographed with the roughener's strongest setting."""
    seed = sum(ord(c) * 31**i for i, c in enumerate(scene.name)) % (1 << 32)
    rng = np.random.default_rng(seed)
    weight = rng.uniform(0.55, 1.0, size=len(scene.lines))
    lines = [x if len(x) > 1 else np.repeat(x, 2, axis=0) for x in scene.lines]
    ink = roughener.pencil(roughener.Passes(lines, weight), scene.rough.shape, 2.0, rng)
    generator = torch.Generator().manual_seed(seed)
    picture = photograph(torch.from_numpy(ink)[None, None], torch.tensor([STRONGEST]), generator)
    return np.asarray(picture[0, 0].numpy(), dtype=np.float32)


def _headlines(results: dict[str, Any]) -> dict[str, dict[str, float]]:
    """What the card shall say: means over scenes with their 95 % intervals."""
    named = {k: k for k in ("f1_2", "f1_6", "chamfer", "length")}
    named["strokes_over_clusters"] = "strokes over clusters"
    few = {k: named[k] for k in ("f1_2", "strokes_over_clusters")}
    found = {}
    for title, method, keys in (
        ("held out", "held out, clean", named),
        ("hard", "hard, clean", named),
        ("held out, strokes", f"held out, clean {STROKES}", few),
    ):
        for key, words in keys.items() if method in results else ():
            found[f"{title}: {words}"] = results[method]["intervals"][key]
    return found


def _print(results: dict[str, Any]) -> None:
    print(f"{'':24}" + "".join(f"{c:>11}" for c in _COLUMNS) + f"{'all strokes':>13}{'s':>7}")
    for name, row in results.items():
        values = "".join(f"{row['mean'][c]:11.3f}" for c in _COLUMNS)
        print(f"{name:24}{values}{row['strokes_over_clusters']:13.2f}{row['seconds']:7.2f}")
