"""The influence layer and the CNN auto-encoder of AI-Sketcher."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

#: Depth of the six convolutions; the paper lists five numbers, the sixth (8) follows from its
#: decoder, which mirrors it with (8, 8, 8, 8, 4, 4). Strides alternate 2 and 1.
DEPTHS = (4, 4, 8, 8, 8, 8)
STRIDES = (2, 1, 2, 1, 2, 1)


class Influence(nn.Module):
    """What all that was drawn so far says about the next point, as a latent variable.

    Equations (9) to (11), for decoding step j, with the hidden values h_i^enc of the encoder:

        α_ij = exp(α̂_ij) / Σ_{i≤j} exp(α̂_ij),    α̂_ij = h_j^dec W h_i^enc            (11)
        μ_a = Σ_{i≤j} α_ij h_i^enc,    σ_a = exp(tanh(μ_a) / 2)                        (10)
        a_d = μ_a + σ_a λ,    λ ~ N(0, I)                                             (9)

    Args:
        encoder: size of h^enc (both directions together), which is that of a_d.
        decoder: size of h^dec.
    """

    def __init__(self, encoder: int, decoder: int) -> None:
        super().__init__()
        self.W = nn.Linear(encoder, decoder, bias=False)

    def forward(self, hidden: Tensor, query: Tensor, seen: Tensor) -> Tensor:
        """μ_a of one or several decoding steps.

        Args:
            hidden: ``(B, N, E)``, h_1^enc … h_N^enc.
            query: ``(B, Q, D)``, h^dec of Q steps.
            seen: ``(B, Q, N)`` bool, which encoder states each step may look at (i ≤ j, of
                points that exist); at least one.

        Returns:
            ``(B, Q, E)``.
        """
        scores = query.to(hidden.dtype) @ self.W(hidden).transpose(1, 2)
        weights = torch.softmax(scores.float().masked_fill(~seen, -torch.inf), dim=-1)
        return weights.to(hidden.dtype) @ hidden

    @staticmethod
    def causal(valid: Tensor) -> Tensor:
        """``seen`` of all steps at once: ``(B, N)`` which points exist → ``(B, N, N)``."""
        steps = torch.arange(valid.shape[1], device=valid.device)
        # The first point is open even to drawings that have none, so that no row is empty.
        return (steps[None, :] <= steps[:, None]) & (valid[:, None, :] | (steps == 0))

    @staticmethod
    def sample(mean: Tensor) -> Tensor:
        """Equation (9)."""
        return mean + torch.exp(torch.tanh(mean) / 2) * torch.randn_like(mean)


def influence_divergence(mean: Tensor) -> Tensor:
    """l_a of equation (14) per step, ``(B, N, E)`` → ``(B, N)``.

    -1/(2n) Σ (1 + log σ² - σ² - μ²). The paper writes σ where its equation (3) has the logarithm
    of the variance; with (10) that is tanh(μ_a).
    """
    log_variance = torch.tanh(mean)
    return -0.5 * (1 + log_variance - log_variance.exp() - mean.square()).mean(dim=-1)


class Autoencoder(nn.Module):
    """Six 2×2 convolutions to z_r, and six transposed ones back to the image.

    A 2×2 kernel of stride 1 keeps the size with one row and column of padding at the far side,
    as TensorFlow's SAME does; its transpose is written as the same convolution.

    Args:
        size: of the square image, a multiple of 8.
        latent: of z_r.
    """

    def __init__(self, size: int, latent: int) -> None:
        super().__init__()
        self.side = size // 8
        self.down = pixel_layers()
        self.inward = nn.Linear(DEPTHS[-1] * self.side**2, latent)
        self.outward = nn.Linear(latent, DEPTHS[-1] * self.side**2)
        layers: list[nn.Module] = []
        for i in range(len(DEPTHS) - 1, -1, -1):
            below = DEPTHS[i - 1] if i else 1
            if STRIDES[i] == 2:
                layers.append(nn.ConvTranspose2d(DEPTHS[i], below, 2, 2))
            else:
                layers += [nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(DEPTHS[i], below, 2)]
            layers.append(nn.ReLU() if i else nn.Identity())
        self.up = nn.Sequential(*layers)

    def encode(self, image: Tensor) -> Tensor:
        """z_r ``(B, latent)`` of images ``(B, 1, size, size)``; tanh as in the paper."""
        return torch.tanh(self.inward(self.down(image).flatten(1)))

    def decode(self, code: Tensor) -> Tensor:
        """Images ``(B, 1, size, size)`` of codes ``(B, latent)``."""
        start = torch.relu(self.outward(code))
        image: Tensor = self.up(start.reshape(-1, DEPTHS[-1], self.side, self.side))
        return image


def pixel_layers() -> nn.Sequential:
    """Six 2×2 convolutions with ReLU, which halve the image three times."""
    layers: list[nn.Module] = []
    below = 1
    for depth, stride in zip(DEPTHS, STRIDES, strict=True):
        if stride == 1:
            layers.append(nn.ZeroPad2d((0, 1, 0, 1)))
        layers += [nn.Conv2d(below, depth, 2, stride), nn.ReLU()]
        below = depth
    return nn.Sequential(*layers)


def annealed(step: int, first: float, last: float, rate: float) -> float:
    """A weight that grows from ``first`` to ``last``: last - (last - first) · rate^step."""
    return last - (last - first) * math.pow(rate, step)
