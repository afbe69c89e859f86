"""The measures themselves, on plain arrays."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sketchpad.core.stroke import FloatArray

#: Resamples behind every 95 % interval.
RESAMPLES = 1000
#: Side of the image and of the block of low frequencies that a perceptual hash looks at.
HASH_IMAGE, HASH_BLOCK = 32, 8


@dataclasses.dataclass(frozen=True)
class Estimate:
    """A mean over drawings with its 95 % bootstrap interval.

    Attributes:
        value: the mean.
        low: 2.5th percentile of the resampled means.
        high: 97.5th percentile.
        count: drawings behind it.
    """

    value: float
    low: float
    high: float
    count: int

    def to_dict(self) -> dict[str, float | int]:
        """Plain values for JSON."""
        return dataclasses.asdict(self)


def estimate(values: NDArray[Any], seed: int = 0) -> Estimate:
    """The mean of one number per drawing, and how far it could be off by the choice of drawings.

    Args:
        values: ``(n,)``, n ≥ 1.
        seed: of the resampling.
    """
    numbers = np.asarray(values, dtype=np.float64)
    rng = np.random.default_rng(seed)
    count = len(numbers)
    means = np.array(
        [numbers[rng.integers(0, count, count)].mean() for _ in range(RESAMPLES)], dtype=np.float64
    )
    low, high = np.percentile(means, [2.5, 97.5])
    return Estimate(float(numbers.mean()), float(low), float(high), count)


def ratio(numerators: NDArray[Any], denominators: NDArray[Any], seed: int = 0) -> Estimate:
    """The ratio of two sums over drawings, and how far the choice of drawings could put it off.

    Args:
        numerators: ``(n,)``, n ≥ 1, one for each drawing.
        denominators: ``(n,)``, above 0.
        seed: of the resampling.
    """
    above, below = (np.asarray(v, dtype=np.float64) for v in (numerators, denominators))
    count = len(above)
    chosen = np.random.default_rng(seed).integers(0, count, (RESAMPLES, count))
    low, high = np.percentile(above[chosen].sum(axis=1) / below[chosen].sum(axis=1), [2.5, 97.5])
    return Estimate(float(above.sum() / below.sum()), float(low), float(high), count)


def bits(hits: NDArray[Any]) -> str:
    """Which drawings were hits, one character each, in the order of the drawings."""
    return "".join("1" if hit else "0" for hit in hits)


def difference(ours: str, theirs: str) -> Estimate:
    """How much more often one run is right than another on the same drawings, from ``bits``.

    The interval is that of the differences drawing by drawing, and so narrower than those of the
    two means: what is hard for one run is hard for the other.
    """
    pairs = zip(ours, theirs, strict=True)
    return estimate(np.array([int(a) - int(b) for a, b in pairs], dtype=np.float64))


def retrieval_ranks(queries: Tensor, gallery: Tensor) -> NDArray[np.int64]:
    """How many wrong drawings are at least as near to each query as the right one.

    Query i belongs to gallery item i, and to no other: *Ret@k* is the share of ranks below k,
    with the true k (a published program counts the nearest 9 and 49 as @10 and @50).

    Args:
        queries: ``(n, d)``, codes of the healed drawings.
        gallery: ``(n, d)``, codes of the full drawings.

    Returns:
        ``(n,)``, 0 is a hit at once; a tie counts against the query.
    """
    distance = torch.cdist(queries.double(), gallery.double())
    right = distance.diagonal().unsqueeze(1)
    return ((distance <= right).sum(dim=1) - 1).numpy().astype(np.int64)


def perceptual_hash(images: Tensor) -> NDArray[np.bool_]:
    """64-bit perceptual hashes: which low DCT frequencies lie above their median.

    C. Zauner, "Implementation and benchmarking of perceptual image hash functions", 2010.

    Args:
        images: ``(n, h, w)``, 0 paper to 1 ink.

    Returns:
        ``(n, 64)`` bits.
    """
    small = torch.nn.functional.interpolate(
        images.unsqueeze(1).double(), size=(HASH_IMAGE, HASH_IMAGE), mode="area"
    )[:, 0]
    k = torch.arange(HASH_IMAGE, dtype=torch.float64)
    basis = torch.cos(torch.pi / HASH_IMAGE * (k + 0.5) * k[: HASH_BLOCK + 1, None])
    spectrum = basis @ small @ basis.T
    # The first row and column tell the amount of ink, not how it is arranged.
    block = spectrum[:, 1:, 1:].flatten(1)
    bits: NDArray[np.bool_] = (block > block.median(dim=1, keepdim=True).values).numpy()
    return bits


def diversity(images: Tensor) -> FloatArray:
    """Each drawing's mean Hamming distance to the others' perceptual hashes, in bits; ``(n,)``."""
    bits = perceptual_hash(images)
    signs = np.where(bits, 1.0, -1.0)
    distance = (signs.shape[1] - signs @ signs.T) / 2
    return np.asarray(distance.sum(axis=1) / max(len(bits) - 1, 1), dtype=np.float64)


def frame_steps(frames: Tensor) -> FloatArray:
    """How far each frame of an interpolation is from the one before.

    The distance is the root mean square of the difference of the frames' images after a 5-pixel
    box blur, so that a line that moves by a pixel is a small step and not two whole lines.

    Args:
        frames: ``(..., k, h, w)``, 0 paper to 1 ink.

    Returns:
        ``(..., k - 1)``.
    """
    shape = frames.shape
    flat = frames.reshape(-1, 1, *shape[-2:]).float()
    soft = torch.nn.functional.avg_pool2d(flat, 5, stride=1, padding=2).reshape(shape)
    steps = (soft[..., 1:, :, :] - soft[..., :-1, :, :]).square().mean(dim=(-2, -1)).sqrt()
    return np.asarray(steps.numpy(), dtype=np.float64)


def top_k(logits: Tensor, truth: Tensor, k: int) -> NDArray[np.bool_]:
    """Whether the true category is among the k likeliest; ``(n, c)``, ``(n,)`` → ``(n,)``."""
    best = logits.topk(min(k, logits.shape[1]), dim=1).indices
    hits: NDArray[np.bool_] = (best == truth.unsqueeze(1)).any(dim=1).numpy()
    return hits
