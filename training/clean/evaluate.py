"""Clean measured on the held-out scenes: ``python -m training evaluate-clean``."""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import json
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from sketchpad.core.errors import InputError
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import FloatArray
from sketchpad.inference.clean import CleanRequest, clean
from sketchpad.inference.clean_strokes import grouped
from sketchpad.inference.registry import Models
from training import card
from training.clean import metrics, roughener
from training.clean.scenes import HELD_OUT, Scene, names, read_scene, skeleton
from training.clean.sheet import before_and_after
from training.clean.tone import STRONGEST, photograph

_COLUMNS: Final = ("f1_2", "f1_6", "chamfer", "hausdorff", "length", "strokes")
#: A scene and the picture of it to lines of one pixel and the number of strokes.
Method = Callable[[Scene, NDArray[np.float32]], tuple[metrics.BoolImage, int]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate-clean``."""
    parser.add_argument("--scenes", type=Path, required=True, help="the folder of .scap scenes")
    parser.add_argument("--models", type=Path, help="a folder of models (default: the bundled)")
    parser.add_argument("--detail", type=float, default=0.5)
    parser.add_argument("--all", action="store_true", help="all scenes, for the baselines alone")
    parser.add_argument("--sheet", type=Path, help="write before/after pictures here")
    parser.add_argument("--out", type=Path, help="write the results as JSON")
    parser.add_argument("--card", action="store_true", help="add the results to the model's card")


def run(arguments: argparse.Namespace) -> None:
    """Measure, and print a table."""
    if not 0.0 <= arguments.detail <= 1.0:
        raise InputError("--detail is a number from 0 to 1.")
    chosen = names(arguments.scenes) if arguments.all else list(HELD_OUT)
    scenes = [read_scene(arguments.scenes, name) for name in chosen]
    models = Models([arguments.models] if arguments.models else None, "cpu")
    methods = _methods(models, arguments.detail, baselines=arguments.all)
    sets = {"held out": [s.rough for s in scenes], "hard": [hard(s) for s in scenes]}
    results: dict[str, Any] = {}
    for title, pictures in sets.items():
        for name, method in methods.items():
            if title == "hard" and name.startswith("groups"):
                continue  # strokes have no paper
            results[f"{title}, {name}"] = measure(scenes, pictures, method)
    _print(results)
    if arguments.out:
        arguments.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    if arguments.all:
        return
    if arguments.card:
        command = f"python -m training evaluate-clean --scenes SCENES --detail {arguments.detail:g}"
        card.add_metrics(models.get("clean").folder, _headlines(results), command)
    if arguments.sheet:
        for title, pictures in sets.items():
            path = arguments.sheet.with_stem(f"{arguments.sheet.stem}-{title.replace(' ', '-')}")
            _sheet(models, arguments.detail, scenes, pictures, path)


def _methods(models: Models, detail: float, *, baselines: bool) -> dict[str, Method]:
    """What is compared; of all scenes, which we trained on, only the baselines may be."""
    methods: dict[str, Method] = {
        "threshold": lambda _, rough: _counted(metrics.threshold(rough)),
        "baseline": lambda _, rough: _counted(metrics.baseline(rough)),
    }
    if not baselines:
        methods["clean"] = lambda _, rough: cleaned(models, rough, detail)
        methods["groups (strokes)"] = lambda scene, _: grouped_strokes(scene, detail)
        if importlib.util.find_spec("vtracer") is not None:
            methods["vtracer (outlines)"] = lambda _, rough: outlined(rough)
    return methods


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
    """Means over scenes, each scene's own values, strokes over all clusters, and seconds."""
    scores, strokes, started = [], 0, time.perf_counter()
    for scene, picture in zip(scenes, pictures, strict=True):
        drawn, count = method(scene, picture)
        strokes += count
        truth = metrics.truth_of(scene.clean)
        scores.append(metrics.compare(drawn, truth, count / scene.cluster_count))
    seconds = (time.perf_counter() - started) / len(scenes)
    return {
        "mean": dataclasses.asdict(metrics.mean(scores)),
        "strokes_over_clusters": strokes / sum(s.cluster_count for s in scenes),
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


def cleaned(
    models: Models, rough: NDArray[np.float32], detail: float
) -> tuple[metrics.BoolImage, int]:
    """Clean's strokes as lines of one pixel, and their number; none if it finds nothing."""
    try:
        (found,) = clean(CleanRequest(rough, detail=detail), models=models)
    except InputError:
        return np.zeros(rough.shape, dtype=np.bool_), 0
    return one_pixel([s.points for s in found.strokes], rough.shape), len(found.strokes)


def grouped_strokes(scene: Scene, detail: float) -> tuple[metrics.BoolImage, int]:
    """What comes of the scene's own strokes when they are grouped; no picture is looked at."""
    curves = grouped(scene.lines, detail)
    return one_pixel(curves, scene.rough.shape), len(curves)


def outlined(rough: NDArray[np.float32]) -> tuple[metrics.BoolImage, int]:
    """The outlines that vtracer draws around the ink: two lines where one is meant."""
    import vtracer  # type: ignore[import-untyped]

    height, width = rough.shape
    levels = np.where(rough < 0.75, 0, 255).astype(np.uint8)
    pixels = np.stack([levels] * 3 + [np.full_like(levels, 255)], axis=-1).reshape(-1, 4)
    text = vtracer.convert_pixels_to_svg(
        [tuple(p) for p in pixels.tolist()], (width, height), colormode="binary", mode="polygon"
    )
    lines: list[FloatArray] = []
    for tag in re.findall(r"<path [^>]*>", text):
        data, shift = (re.search(f'{key}="([^"]*)"', tag) for key in (" d", " transform"))
        moved = np.array(re.findall(r"-?[0-9.]+", shift[1]) if shift else (0, 0), dtype=float)
        for part in (data[1] if data else "").split("M")[1:]:
            points = np.array(re.findall(r"-?[0-9.]+", part), dtype=float).reshape(-1, 2)
            lines.append(np.concatenate([points, points[:1]]) + moved)
    return one_pixel(lines, rough.shape), len(lines)


def one_pixel(lines: Sequence[FloatArray], size: tuple[int, int]) -> metrics.BoolImage:
    """Polylines drawn 1 px wide. A drawn step of a staircase counts once, as in a skeleton."""
    return skeleton(rasterise(lines, size, 1.0) >= 0.5)


def _counted(drawn: metrics.BoolImage) -> tuple[metrics.BoolImage, int]:
    """A skeleton, and how many strokes there are if every piece between junctions is one."""
    from sketchpad.core.centre_graph import graph_of

    return drawn, len(graph_of(drawn).edges)


def _headlines(results: dict[str, Any]) -> dict[str, float]:
    """What the card shall say."""
    found = {}
    for title in ("held out", "hard"):
        row = results[f"{title}, clean"]
        for name in ("f1_2", "f1_6", "chamfer", "length"):
            found[f"{title}: {name}"] = round(row["mean"][name], 4)
        found[f"{title}: strokes over clusters"] = round(row["strokes_over_clusters"], 3)
    return found


def _print(results: dict[str, Any]) -> None:
    print(f"{'':24}" + "".join(f"{c:>11}" for c in _COLUMNS) + f"{'all strokes':>13}{'s':>7}")
    for name, row in results.items():
        values = "".join(f"{row['mean'][c]:11.3f}" for c in _COLUMNS)
        print(f"{name:24}{values}{row['strokes_over_clusters']:13.2f}{row['seconds']:7.2f}")
