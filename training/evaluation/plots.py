"""Pictures of a report: sheets of drawings, curves, and maps of latent space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.stroke import FloatArray

#: A drawing as polylines, or an image ``(h, w)`` of 0 paper to 1 ink.
Cell = list[FloatArray] | NDArray[np.float32]

#: Inches of a cell on a sheet, and the share of it that a drawing fills.
CELL, FILL = 0.8, 0.86


def _figure(width: float, height: float) -> tuple[Any, Any]:
    """A figure and its axes that need no display."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=110)
    return figure, figure.add_subplot()


def sheet(
    path: Path,
    cells: Sequence[Sequence[Cell]],
    *,
    columns: Sequence[str] = (),
    rows: Sequence[str] = (),
) -> None:
    """A table of drawings, each fitted to its cell.

    Args:
        path: where to write, ``.png`` or ``.svg``.
        cells: the rows of the table.
        columns: heads, one for each column.
        rows: labels, one for each row.
    """
    from matplotlib.collections import LineCollection

    wide = max(len(row) for row in cells)
    figure, axes = _figure(CELL * wide + 1.0, CELL * len(cells) + 0.4)
    lines: list[FloatArray] = []
    dots: list[FloatArray] = []
    for down, row in enumerate(cells):
        for across, cell in enumerate(row):
            if isinstance(cell, np.ndarray):
                box = (across, across + 1, down + 1, down)
                axes.imshow(1.0 - cell, cmap="gray", vmin=0, vmax=1, extent=box)
                continue
            for line in _fitted(cell, across, down):
                (lines if len(line) > 1 else dots).append(line)
    axes.add_collection(LineCollection(lines, colors="#1a1a1a", linewidths=0.8))
    if dots:
        axes.plot(*np.concatenate(dots).T, ".", color="#1a1a1a", markersize=1.5)
    axes.set(xlim=(0, wide), ylim=(len(cells), 0), aspect="equal")
    axes.set_xticks(np.arange(len(columns)) + 0.5, columns, fontsize=7)
    axes.set_yticks(np.arange(len(rows)) + 0.5, rows, fontsize=7)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    figure.savefig(path, bbox_inches="tight")


def _fitted(polylines: list[FloatArray], across: int, down: int) -> list[FloatArray]:
    """The polylines inside the cell of this column and row."""
    if not polylines:
        return []
    points = np.concatenate(polylines)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = FILL / max(float((high - low).max()), 1e-6)
    middle = np.array([across + 0.5, down + 0.5])
    return [(line - (low + high) / 2) * scale + middle for line in polylines]


def curves(
    path: Path,
    series: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    *,
    x: str = "step",
    y: str = "loss",
) -> None:
    """One line for each named series of (x values, y values)."""
    figure, axes = _figure(6.4, 3.6)
    for name, (across, up) in series.items():
        axes.plot(across, up, label=name, linewidth=1.2)
    axes.set(xlabel=x, ylabel=y)
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    figure.savefig(path, bbox_inches="tight")


def scatter(
    path: Path, points: FloatArray, groups: NDArray[np.int64], names: Sequence[str]
) -> None:
    """Points ``(n, 2)`` coloured by their group ``(n,)``, with a legend of the groups' names."""
    from matplotlib import colormaps

    figure, axes = _figure(6.4, 5.2)
    present = np.unique(groups)
    colours = colormaps["gist_rainbow"](np.linspace(0, 1, max(len(present), 2)))
    for colour, group in zip(colours, present, strict=False):
        axes.plot(*points[groups == group].T, ".", color=colour, label=names[group], markersize=4)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.legend(fontsize=6, loc="center left", bbox_to_anchor=(1.0, 0.5))
    figure.savefig(path, bbox_inches="tight")


def tsne(codes: NDArray[np.float32], seed: int = 0) -> FloatArray:
    """Codes ``(n, d)`` in the plane by t-SNE, ``(n, 2)``."""
    from sklearn.manifold import TSNE

    perplexity = min(30.0, max(2.0, (len(codes) - 1) / 3))
    plane = TSNE(perplexity=perplexity, init="pca", random_state=seed).fit_transform(codes)
    return np.asarray(plane, dtype=np.float64)
