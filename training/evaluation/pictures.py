"""The pictures of one run: what it redraws, heals, interpolates and generates, and its codes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from training import logs
from training.data import Batch
from training.evaluation import measures, plots
from training.evaluation.drawer import Drawer
from training.evaluation.plots import Cell
from training.evaluation.runs import Run, chosen
from training.systems.image_to_sequence import ImageToSequence

#: Drawings on a sheet, and the most codes on a map.
ROWS, CODES = 12, 800


def draw_all(
    run: Run, drawer: Drawer, whole: Batch, temperatures: Sequence[float], out: Path
) -> list[str]:
    """Write every picture that suits the run's system; returns their names."""
    some = chosen(whole, _spread(whole, ROWS))
    names = []
    if logs.read(run.folder, "train"):
        names.append(_curves(run, out))
    if drawer.latent:
        names.append(_reconstructions(drawer, some, temperatures, out))
        names.append(_interpolations(drawer, run, whole, out))
        names.append(_map(drawer, run, whole, out))
    if isinstance(run.system, ImageToSequence):
        names.append(_healings(drawer, some, out))
    if drawer.by_category:
        names.append(_generated(drawer, run, whole, temperatures, out))
    return names


def _spread(whole: Batch, count: int) -> Tensor:
    """Places of drawings of as many categories as possible, in the middle of their lengths."""
    found: list[int] = []
    groups = [torch.nonzero(whole.category == c)[:, 0] for c in torch.unique(whole.category)]
    for nth in range(max(map(len, groups))):
        for group in groups:
            if nth < len(group):
                found.append(int(group[(len(group) // 2 + nth) % len(group)]))
        if len(found) >= count:
            break
    return torch.tensor(found[:count])


def _curves(run: Run, out: Path) -> str:
    series = {}
    train, valid = logs.read(run.folder, "train"), logs.read(run.folder, "valid")
    for kind, rows in (("train", train), ("held out", valid)):
        for key in ("loss", "offset", "pen", "raster", "kl"):
            points = [(r["step"], r[key]) for r in rows if key in r]
            if points and (kind == "train" or key in ("loss", "kl")):
                series[f"{kind} {key}"] = ([p[0] for p in points], [p[1] for p in points])
    plots.curves(out / "curves.svg", series)
    return "curves.svg"


def _reconstructions(drawer: Drawer, some: Batch, temperatures: Sequence[float], out: Path) -> str:
    codes = drawer.codes(some)
    columns: list[list[Cell]] = [list(drawer.polylines(some))]
    for t in temperatures:
        drawn = drawer.draw(codes, some.category, temperature=t, seed=2)
        columns.append(list(drawer.polylines(drawn)))
    heads = ["drawn by hand", *(f"T {t:g}" for t in temperatures)]
    _columns(out / "reconstructions.png", columns, heads)
    return "reconstructions.png"


def _healings(drawer: Drawer, some: Batch, out: Path) -> str:
    columns: list[list[Cell]] = [list(drawer.polylines(some))]
    heads = ["drawn by hand"]
    for name, images in measures.corruptions(drawer, some).items():
        healed = drawer.draw(drawer.codes(some, images), some.category, temperature=0.01, seed=1)
        columns += [list(images[:, 0].numpy()), list(drawer.polylines(healed))]
        heads += [name, "healed"]
    _columns(out / "healing.png", columns, heads)
    return "healing.png"


def _interpolations(drawer: Drawer, run: Run, whole: Batch, out: Path) -> str:
    a, b = measures.interpolation_pairs(whole, 10)
    if len(a):
        drawn = drawer.polylines(measures.interpolate(drawer, whole, a, b))
        rows = [drawn[i : i + measures.FRAMES] for i in range(0, len(drawn), measures.FRAMES)]
        category = whole.category.tolist()
        labels = [
            f"{run.categories[category[i]]} → {run.categories[category[j]]}"
            for i, j in zip(a.tolist(), b.tolist(), strict=True)
        ]
        heads = [f"{k / (measures.FRAMES - 1):g}" for k in range(measures.FRAMES)]
        plots.sheet(out / "interpolations.png", rows, columns=heads, rows=labels)
    return "interpolations.png"


def _map(drawer: Drawer, run: Run, whole: Batch, out: Path) -> str:
    places = torch.randperm(len(whole), generator=torch.Generator().manual_seed(0))[:CODES]
    some = chosen(whole, places)
    flat = plots.tsne(drawer.codes(some).numpy())
    plots.scatter(out / "codes.png", flat, some.category.numpy(), run.categories)
    return "codes.png"


def _generated(
    drawer: Drawer, run: Run, whole: Batch, temperatures: Sequence[float], out: Path
) -> str:
    categories = torch.unique(whole.category)[:20]
    columns: list[list[Cell]] = []
    heads = []
    for t in temperatures:
        for again in range(2):
            codes = drawer.prior(len(categories), seed=10 + again)
            drawn = drawer.draw(codes, categories, temperature=t, seed=10 + again)
            columns.append(list(drawer.polylines(drawn)))
            heads.append(f"T {t:g}")
    labels = [run.categories[c] for c in categories.tolist()]
    _columns(out / "generated.png", columns, heads, labels)
    return "generated.png"


def _columns(
    path: Path, columns: list[list[Cell]], heads: list[str], labels: Sequence[str] = ()
) -> None:
    rows = [list(row) for row in zip(*columns, strict=True)]
    plots.sheet(path, rows, columns=heads, rows=labels)
