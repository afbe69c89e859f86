"""The convolutional Lmser block: an auto-encoder folded along its middle, run in loops.

Equation (1) of "Lmser-pix2seq: learning stable sketch representations for sketch healing".
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from torch import Tensor, nn


class LmserBlock(nn.Module):
    """Encoder layers f¹…f^L, decoder layers g^L…g¹, and skips between them in both directions.

    With z_l^{te} and z_l^{td} the maps of layer l in the encoder and the decoder at loop t:

        z_l^{te} = f^l(z_{l-1}^{te})                                  t = 0 or l = L
        z_l^{te} = α f^l(z_{l-1}^{te}) + (1 - α) z_l^{(t-1)d}         t > 0, 0 < l < L
        z_l^{td} = α g^{l+1}(z_{l+1}^{td}) + (1 - α) z_l^{te}         0 < l < L
        z_0^{td} = g^1(z_1^{td}),   z_L^{td} = z_L^{te},   z_0^{(t+1)e} = z_0^{td}

    The first pass is t = 0, so T loops are T + 1 passes with the same weights; T = 0 is a U-Net.
    Every layer is a 4×4 (de)convolution of stride 2, instance norm and ReLU, but for g¹, which
    ends in tanh. The sizes in the paper's figure 1 cannot be read from its text; kernel and
    stride are ours, so that each level halves the image, and the channels are in the recipe.

    Args:
        channels: of layers 1 to L.
        alpha: α, the share of a layer's own computation against that of its skip.
        loops: T.
        skips: False leaves a plain convolutional auto-encoder (CAE), which has no use for loops.
        decode: False leaves the encoder alone (CE).
    """

    def __init__(
        self,
        channels: Sequence[int],
        *,
        alpha: float = 0.5,
        loops: int = 2,
        skips: bool = True,
        decode: bool = True,
    ) -> None:
        super().__init__()
        if loops and not (skips and decode):
            raise ValueError("loops need the decoder and its skips")
        sizes = [1, *channels]
        self.alpha, self.loops, self.skips = alpha, loops, skips
        self.f = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(below, above, 4, 2, 1), nn.InstanceNorm2d(above, affine=True), nn.ReLU()
            )
            for below, above in itertools.pairwise(sizes)
        )
        self.g = nn.ModuleList() if not decode else self._decoder(sizes)

    @staticmethod
    def _decoder(sizes: list[int]) -> nn.ModuleList:
        layers: list[nn.Module] = [
            nn.Sequential(nn.ConvTranspose2d(sizes[1], 1, 4, 2, 1), nn.Tanh())
        ]
        for below, above in itertools.pairwise(sizes[1:]):
            layers.append(
                nn.Sequential(
                    nn.ConvTranspose2d(above, below, 4, 2, 1),
                    nn.InstanceNorm2d(below, affine=True),
                    nn.ReLU(),
                )
            )
        return nn.ModuleList(layers)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor | None]:
        """The top-most maps after the last loop, and the image rebuilt from them.

        Args:
            image: ``(B, 1, size, size)``, -1 paper to +1 ink.

        Returns:
            y ``(B, channels[-1], size / 2^L, size / 2^L)``, and the image like the input, or
            None without a decoder.
        """
        *_, last = self.passes(image)
        return last

    def passes(self, image: Tensor) -> Iterator[tuple[Tensor, Tensor | None]]:
        """What ``forward`` returns, after every pass from t = 0 to T."""
        below, feedback = image, None
        for _ in range(self.loops + 1):
            up = self._encode(below, feedback)
            if not len(self.g):
                yield up[-1], None
                return
            feedback = self._decode(up)
            below = feedback[0]
            yield up[-1], below

    def _encode(self, below: Tensor, feedback: list[Tensor] | None) -> list[Tensor]:
        """z_0^{te} … z_L^{te}; ``feedback`` holds z_0^{(t-1)d} … or is None at t = 0."""
        maps = [below]
        top = len(self.f)
        for level, layer in enumerate(self.f, start=1):
            z = layer(maps[-1])
            if feedback is not None and level < top:
                z = self.alpha * z + (1.0 - self.alpha) * feedback[level]
            maps.append(z)
        return maps

    def _decode(self, up: list[Tensor]) -> list[Tensor]:
        """z_0^{td} … z_L^{td} from z_0^{te} … z_L^{te}."""
        maps = [up[-1]]
        for level in range(len(self.g) - 1, -1, -1):
            z = self.g[level](maps[-1])
            if self.skips and level > 0:
                z = self.alpha * z + (1.0 - self.alpha) * up[level]
            maps.append(z)
        return maps[::-1]


def to_tanh_range(image: Tensor) -> Tensor:
    """0 paper … 1 ink as -1 … +1, the range of the block's last layer; same shape."""
    return 2.0 * image - 1.0
