"""Tiny models of Clean: one that answers with the ink it sees, and one with random weights."""

from __future__ import annotations

from pathlib import Path
from typing import Final

#: What is measured of two passes, and which of it is the gap between them.
FEATURES: Final = 117
GAP: Final = 2


def write_tiny_clean(folder: Path, *, real: bool = False, judge: bool = False) -> None:
    """``clean`` in a folder of its own.

    Args:
        folder: of models.
        real: the real network, small and untrained, in place of a blur and a threshold.
        judge: with a judge of passes, to which those within eight pixels are one line.
    """
    import torch
    from torch import Tensor, nn

    from training import card, onnx_files
    from training.clean.export import margin_of, write_onnx
    from training.clean.network import Cleaner, CleanerOptions

    class Echo(nn.Module):
        def forward(self, ink: Tensor) -> Tensor:
            return 14.0 * nn.functional.avg_pool2d(ink, 3, 1, 1, count_include_pad=True) - 6.0

    class Near(nn.Module):
        def forward(self, features: Tensor) -> Tensor:
            return torch.sigmoid(2.0 * (8.0 - features[:, GAP]))

    torch.manual_seed(0)
    target = folder / "clean"
    target.mkdir(parents=True)
    network: nn.Module = Cleaner(CleanerOptions((4, 6, 8, 8), 1)) if real else Echo()
    if real:
        # Fresh batch statistics and a bias of -3 would answer nearly nothing everywhere.
        network.train()
        for _ in range(20):
            network((torch.rand(2, 1, 64, 64) > 0.9).float())
        network.eval()
    write_onnx(network, target / "clean.onnx")
    shared = {
        "name": "clean",
        "task": "clean",
        "version": "0.0.1",
        "stride": 16,
        "margin": margin_of(network) if real else 16,
    }
    onnx_files.set_metadata(target / "clean.onnx", shared)
    if judge:
        features = {"features": torch.rand(5, FEATURES)}
        axes = {name: {0: "p"} for name in ("features", "same")}
        path = target / "groups.onnx"
        onnx_files.export_module(Near(), features, ["same"], path, dynamic=axes)
        onnx_files.set_metadata(path, shared)
    card.write(target, {"format": 1, **shared})
