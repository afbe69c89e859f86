"""What is measured of a run, part by part; each part returns plain values for JSON."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training import corruption
from training.data import Batch
from training.evaluation.drawer import Drawer, Judge
from training.evaluation.metrics import (
    bits,
    diversity,
    estimate,
    frame_steps,
    retrieval_ranks,
    top_k,
)
from training.evaluation.runs import Run, chosen, joined
from training.raster import Canvas, images_of, place, rasterise, trace
from training.systems.image_to_sequence import ImageToSequence

#: Probabilities of a patch to be masked, as in the healing papers.
P_MASK = (0.0, 0.1, 0.3, 0.5)
#: The share of the ink that the irregular holes take.
HOLE_SHARE = 0.3
#: Seeds of the evaluation's masks and holes.
MASK_SEED, HOLE_SEED = 7001, 7002
#: The temperature of interpolations.
COLD = 0.05
#: Frames of an interpolation, ends included.
FRAMES = 11
#: The images on which hashes and steps are measured.
LOOK = Canvas(size=64)
#: What the numbers of ``likelihood`` mean.
CONVENTIONS = (
    "Nats. Offsets in codec units (box units / scale); the density is that of the mixture. "
    "offset and pen are sums over a drawing divided by N_max; the pen term counts points and the "
    "end, not the padding; per_point is their sum over a drawing divided by its points; "
    "per_point_box adds log(scale) twice per point, the same in box units."
)


@torch.no_grad()
def likelihood(run: Run, batches: list[Batch]) -> dict[str, Any]:
    """L_R and its two terms of held-out drawings, over all and by category."""
    torch.manual_seed(0)
    parts = [run.system.validate(batch) for batch in batches]
    count = sum(map(len, batches))
    found: dict[str, NDArray[np.float64]] = {}
    for name in parts[0]:
        values = torch.cat([p[name].float().reshape(-1) for p in parts]).double().numpy()
        if len(values) == count:
            found[name] = values
    category = torch.cat([b.category for b in batches]).numpy()
    scale = run.system.task.codec.scale
    if "per_point" in found:
        found["per_point_box"] = found["per_point"] + 2 * math.log(scale)
    return {
        "conventions": CONVENTIONS,
        "nmax": run.system.task.codec.nmax,
        "scale": scale,
        "all": {name: estimate(values).to_dict() for name, values in found.items()},
        "by_category": {
            run.categories[c]: {
                "drawings": int((category == c).sum()),
                **{name: float(v[category == c].mean()) for name, v in found.items()},
            }
            for c in np.unique(category)
        },
    }


def recognition(judge: Judge, batch: Batch, scale: float) -> dict[str, Any]:
    """Rec of drawings: how often the judge's first, and first five, guesses are the category."""
    return {k: estimate(v).to_dict() for k, v in _recognised(judge, batch, scale).items()}


def _recognised(judge: Judge, batch: Batch, scale: float) -> dict[str, NDArray[np.bool_]]:
    logits, truth = judge.logits(batch, scale), judge.places[batch.category]
    return {f"rec{k}": top_k(logits, truth, k) for k in (1, 5)}


def corruptions(drawer: Drawer, batch: Batch) -> dict[str, Tensor]:
    """The images of drawings under every corruption, ``(B, 1, size, size)`` each."""
    system = drawer.system
    assert isinstance(system, ImageToSequence)
    canvas = system.canvas
    traces = trace(batch.rows, system.task.codec.scale)
    placement = place(traces, canvas)
    whole = rasterise(traces, canvas, placement)
    found = {}
    for p in P_MASK:
        cover = corruption.patch_cover(
            traces, canvas, placement, probability=p, seed=MASK_SEED, index=batch.index
        )
        found[f"{100 * p:.0f} %"] = (whole * ~cover).unsqueeze(1)
    holes = corruption.irregular(traces, HOLE_SHARE, HOLE_SEED, batch.index)
    found["irregular"] = (whole * ~holes.cover(canvas, placement)).unsqueeze(1)
    return found


def healing(
    drawer: Drawer, judge: Judge | None, whole: Batch, *, temperature: float, candidates: int = 1
) -> dict[str, Any]:
    """Ret@1, @10, @50 and Rec of drawings redrawn from what the corruption leaves.

    The code of the redrawn drawing looks for that of the whole one among all the whole ones. With
    several candidates the one is taken whose code is nearest to the code that it was drawn from;
    the whole drawing has no say in it.

    ``code_ret1`` is Ret@1 of the code of what the corruption leaves, before anything is drawn: what
    is below it, the encoder has lost, and what is between it and ``ret1``, the decoder. ``right``
    tells of every drawing whether it was a hit, so that runs can be compared drawing by drawing.
    """
    scale = drawer.system.task.codec.scale
    gallery = drawer.codes(whole)
    table = {}
    seen = corruptions(drawer, whole)
    for name, images in seen.items():
        given = drawer.codes(whole, images)
        healed, codes = drawer.draw_near(
            given, whole.category, temperature=temperature, candidates=candidates
        )
        ranks = retrieval_ranks(codes, gallery)
        right = {f"ret{k}": ranks < k for k in (1, 10, 50)}
        if judge is not None:
            right |= _recognised(judge, healed, scale)
        row: dict[str, Any] = {k: estimate(v).to_dict() for k, v in right.items()}
        row["code_ret1"] = estimate(retrieval_ranks(given, gallery) < 1).to_dict()
        row |= _restoration(drawer, images, next(iter(seen.values())))
        row["right"] = {k: bits(v) for k, v in right.items() if k in {"ret1", "rec1"}}
        table[name] = row
    return {
        "temperature": temperature,
        "pen_temperature": drawer.pen_temperature,
        "candidates": candidates,
        "gallery": len(whole),
        "corruptions": table,
    }


@torch.no_grad()
def _restoration(drawer: Drawer, images: Tensor, whole: Tensor) -> dict[str, Any]:
    """Mean squared errors of what a raster decoder was given and of what it rebuilds of it.

    On the scale of the training loss, -1 paper to +1 ink. A decoder whose image is further from
    the whole one than what it was given has filled in nothing.
    """
    assert isinstance(drawer.system, ImageToSequence)
    rebuilt = drawer.system.encode(images).rebuilt
    if rebuilt is None:
        return {}
    target = 2.0 * whole - 1.0
    errors = {"given": 2.0 * images - 1.0 - target, "rebuilt": rebuilt.float() - target}
    return {
        f"{name}_error": estimate(error.square().mean(dim=(1, 2, 3)).numpy()).to_dict()
        for name, error in errors.items()
    }


def reconstruction(
    drawer: Drawer, judge: Judge, whole: Batch, temperatures: tuple[float, ...]
) -> dict[str, Any]:
    """Rec of drawings redrawn from their own codes, at several temperatures."""
    codes, scale = drawer.codes(whole), drawer.system.task.codec.scale
    return {
        f"{t:g}": recognition(
            judge, drawer.draw(codes, whole.category, temperature=t, seed=2), scale
        )
        for t in temperatures
    }


def generation(
    drawer: Drawer,
    judge: Judge | None,
    human: Batch,
    *,
    each: int,
    temperatures: tuple[float, ...],
) -> dict[str, Any]:
    """Drawings of every category from nothing: Rec, and diversity beside that of people."""
    scale = drawer.system.task.codec.scale
    categories = torch.unique(human.category)
    wanted = categories.repeat_interleave(each)
    table = {"people": {"diversity": _diversity(human, scale)}}
    if judge is not None:
        table["people"] |= recognition(judge, human, scale)
    for t in temperatures:
        drawn = drawer.draw(drawer.prior(len(wanted), seed=3), wanted, temperature=t, seed=3)
        row: dict[str, Any] = {
            "diversity": _diversity(drawn, scale),
            "points": float(drawn.lengths.float().mean()),
        }
        if judge is not None:
            row |= recognition(judge, drawn, scale)
        table[f"{t:g}"] = row
    return {"each": each, "temperatures": table}


def completion(
    drawer: Drawer, judge: Judge, human: Batch, *, share: float, temperatures: tuple[float, ...]
) -> dict[str, Any]:
    """Rec of drawings of which a person drew the first ``share`` of the points."""
    begun = (human.lengths.float() * share).ceil().long().clamp(min=1)
    codes = drawer.prior(len(human), seed=4)
    table = {}
    for t in temperatures:
        drawn = drawer.draw(
            codes, human.category, temperature=t, seed=4, begun=human, begun_lengths=begun
        )
        table[f"{t:g}"] = recognition(judge, drawn, drawer.system.task.codec.scale)
    return {"share": share, "temperatures": table}


def _diversity(batch: Batch, scale: float) -> dict[str, Any]:
    """Mean pairwise distance of perceptual hashes within a category, in bits of 64."""
    images = images_of(batch.rows, scale, LOOK)
    values = [
        diversity(images[batch.category == c])
        for c in torch.unique(batch.category)
        if int((batch.category == c).sum()) > 1
    ]
    return estimate(np.concatenate(values)).to_dict() if values else {}


def interpolation_pairs(whole: Batch, pairs: int) -> tuple[Tensor, Tensor]:
    """Places of two drawings of different categories each, ``(pairs,)`` and ``(pairs,)``."""
    rng = np.random.default_rng(5)
    category = whole.category.numpy()
    found: list[tuple[int, int]] = []
    if len(np.unique(category)) > 1:
        while len(found) < pairs:
            a, b = rng.integers(0, len(category), 2)
            if category[a] != category[b]:
                found.append((int(a), int(b)))
    ends = torch.tensor(found, dtype=torch.int64).reshape(-1, 2)
    return ends[:, 0], ends[:, 1]


def interpolate(drawer: Drawer, whole: Batch, a: Tensor, b: Tensor) -> Batch:
    """Every frame between the drawings ``a`` and ``b``, pair by pair, ``pairs · FRAMES`` of them.

    Codes are mixed linearly, as sketch-pix2seq does. All frames of a pair meet the same noise:
    what differs between them is the code alone.
    """
    first, last = drawer.codes(chosen(whole, a)), drawer.codes(chosen(whole, b))
    frames = []
    for k in range(FRAMES):
        share = k / (FRAMES - 1)
        # A conditional decoder is told the nearer end's category.
        category = whole.category[a if 2 * k < FRAMES else b]
        codes = (1 - share) * first + share * last
        frames.append(drawer.draw(codes, category, temperature=COLD, seed=6))
    order = torch.arange(FRAMES * len(a)).reshape(FRAMES, len(a)).T.flatten()
    return chosen(joined(frames), order)


def interpolation(
    drawer: Drawer, judge: Judge | None, whole: Batch, *, pairs: int
) -> dict[str, Any]:
    """How often frames stay in the two end categories, and how even their steps are."""
    a, b = interpolation_pairs(whole, pairs)
    if not len(a):
        return {}
    frames, scale = interpolate(drawer, whole, a, b), drawer.system.task.codec.scale
    images = images_of(frames.rows, scale, LOOK).reshape(len(a), FRAMES, LOOK.size, LOOK.size)
    steps = frame_steps(images)
    # Frames that are all alike move evenly.
    evenness = steps.max(axis=1) / np.where(steps.any(axis=1), steps.mean(axis=1), np.inf)
    evenness = np.maximum(evenness, 1.0)
    found: dict[str, Any] = {
        "pairs": len(a),
        "frames": FRAMES,
        "largest_step_by_mean": estimate(evenness).to_dict(),
    }
    if judge is not None:
        guess = judge.logits(frames, scale).argmax(dim=1).reshape(len(a), FRAMES)
        ends = torch.stack([judge.places[whole.category[a]], judge.places[whole.category[b]]])
        inside = ((guess == ends[0, :, None]) | (guess == ends[1, :, None])).float()
        found["share_in_end_categories"] = estimate(inside.mean(dim=1).numpy()).to_dict()
    return found


def clustering(codes: Tensor, category: Tensor) -> dict[str, Any]:
    """How far codes cluster by category: how often the nearest other code is of the same one."""
    distance = torch.cdist(codes.double(), codes.double())
    distance.fill_diagonal_(torch.inf)
    same = (category[distance.argmin(dim=1)] == category).numpy()
    return {"nearest_is_same_category": estimate(same).to_dict()}
