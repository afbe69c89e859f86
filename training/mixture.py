"""The mixture density head of sequence decoders: its parameters, its losses, its conventions.

A decoder's output per step is ``6 M + 3`` numbers, in this order::

    pi_logits (M)  mu_x (M)  mu_y (M)  log_sigma_x (M)  log_sigma_y (M)  rho_raw (M)  pen_logits (3)

with mixture weights softmax(pi_logits), correlations tanh(rho_raw), pen states
softmax(pen_logits) = (down, lifted, ended). Offsets are in codec units (box units divided by the
codec's scale), and so are the densities; a drawing's loss changes by log(scale) per point and
coordinate if another scale is chosen.

Conventions (Ha & Eck 2018, equations 8 to 10): ``L_s`` sums the negative log density of the
offsets over the N_s points of a drawing, ``L_p`` the cross-entropy of the pen states over the
points and the end; both are divided by N_max, not by N_s. Departures: the cross-entropy of the
padding beyond the end is left out in training too (the reference does so only when it
evaluates), and log sigma is bounded below, because coordinates are whole numbers and a density
could grow without bound on them.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import torch
from torch import Tensor, nn

from sketchpad.inference.draws import RHO_LIMIT
from training.data import Batch

#: Bounds of log sigma; the lower one is about a quarter of a box unit at the usual scale.
LOG_SIGMA: Final = (-5.0, 3.0)


class Nll(NamedTuple):
    """Negative log-likelihood of each step, before any averaging.

    Attributes:
        offset: ``(k,)``, of the offsets of the k points of all drawings.
        pen: ``(m,)``, of the pen states of the points and the ends.
        owner_offset: ``(k,)``, the drawing in the batch that the point belongs to.
        owner_pen: ``(m,)``, the same for pen states.
    """

    offset: Tensor
    pen: Tensor
    owner_offset: Tensor
    owner_pen: Tensor


class MixtureHead(nn.Module):
    """Decoder states → mixture parameters, ``(…, size)`` → ``(…, 6 M + 3)`` float32."""

    def __init__(self, size: int, mixtures: int) -> None:
        super().__init__()
        self.mixtures = mixtures
        self.linear = nn.Linear(size, 6 * mixtures + 3)

    def bounds(self) -> tuple[Tensor, Tensor]:
        """The least and the largest value of each parameter, two of ``(6 M + 3,)``."""
        m = self.mixtures
        low = torch.full((6 * m + 3,), -torch.inf)
        high = -low
        low[3 * m : 5 * m], high[3 * m : 5 * m] = LOG_SIGMA
        return low, high

    def forward(self, state: Tensor) -> Tensor:
        """Raw parameters; log sigma within its bounds."""
        raw = self.linear(state).float()
        m = self.mixtures
        return torch.cat(
            [raw[..., : 3 * m], raw[..., 3 * m : 5 * m].clamp(*LOG_SIGMA), raw[..., 5 * m :]], -1
        )


def offset_nll(params: Tensor, offsets: Tensor) -> Tensor:
    """Negative log density of offsets under the mixture (equations 1 and 9 of the paper).

    Args:
        params: ``(k, 6 M + 3)`` float32.
        offsets: ``(k, 2)``, codec units.

    Returns:
        ``(k,)``.
    """
    m = (params.shape[-1] - 3) // 6
    logits, mu_x, mu_y, ls_x, ls_y, rho_raw = params[:, : 6 * m].chunk(6, dim=-1)
    rho = torch.tanh(rho_raw) * RHO_LIMIT
    x = (offsets[:, :1] - mu_x) * torch.exp(-ls_x)
    y = (offsets[:, 1:] - mu_y) * torch.exp(-ls_y)
    rest = 1.0 - rho * rho
    square = (x * x + y * y - 2.0 * rho * x * y) / rest
    log_normal = -0.5 * (square + torch.log(rest)) - ls_x - ls_y - math.log(2.0 * math.pi)
    return -torch.logsumexp(torch.log_softmax(logits, -1) + log_normal, -1)


def pen_nll(params: Tensor, pen: Tensor) -> Tensor:
    """Cross-entropy of pen states ``(k,)`` in 0 to 2, under ``(k, 6 M + 3)`` parameters."""
    return nn.functional.cross_entropy(params[:, -3:], pen, reduction="none")


def nll(params: Tensor, batch: Batch) -> Nll:
    """Losses of every step of a batch, given the parameters for each step.

    Args:
        params: ``(b, n, 6 M + 3)``, predictions of ``batch.rows[:, 1:]``.
        batch: the truth.
    """
    target = batch.rows[:, 1:]
    points = batch.points
    steps = torch.arange(target.shape[1], device=target.device)
    spoken = steps[None] <= batch.lengths[:, None]
    owner = torch.arange(len(batch), device=target.device)[:, None].expand_as(points)
    # The points are among the spoken steps: one gather serves both losses.
    chosen, rows = params[spoken], target[spoken]
    is_point = points[spoken]
    return Nll(
        offset_nll(chosen[is_point], rows[is_point][:, :2]),
        pen_nll(chosen, rows[:, 2:].argmax(-1)),
        owner[points],
        owner[spoken],
    )


def reconstruction(losses: Nll, drawings: int, nmax: int) -> tuple[Tensor, Tensor]:
    """``L_s`` and ``L_p`` of a batch: sums over steps, divided by drawings × N_max."""
    return losses.offset.sum() / (drawings * nmax), losses.pen.sum() / (drawings * nmax)


def per_drawing(losses: Nll, drawings: int) -> tuple[Tensor, Tensor]:
    """Sums of the offset and pen losses of each drawing, two of ``(drawings,)``."""
    zeros = torch.zeros(drawings, device=losses.offset.device)
    return (
        zeros.index_add(0, losses.owner_offset, losses.offset),
        zeros.index_add(0, losses.owner_pen, losses.pen),
    )
