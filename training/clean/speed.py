"""The speed of our network and of the 2016 one, in one run: ``python -m training speed-clean``."""

from __future__ import annotations

import argparse
import time

import torch
from torch import nn

from training.clean.network import Cleaner, CleanerOptions, multiplications
from training.clean.simo_serra import SimoSerra2016, SimoSerraOptions


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``speed-clean``."""
    parser.add_argument("--side", type=int, default=1024, help="of the picture, pixels")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3, help="the best of so many runs counts")


def run(arguments: argparse.Namespace) -> None:
    """Measure both, untrained: weights do not change the speed."""
    torch.set_num_threads(arguments.threads)
    networks: dict[str, nn.Module] = {
        "ours": Cleaner(CleanerOptions()),
        "2016": SimoSerra2016(SimoSerraOptions()),
    }
    seconds = {}
    for name, network in networks.items():
        seconds[name] = _best(network.eval(), arguments.side, arguments.repeat)
        parameters = sum(p.numel() for p in network.parameters())
        work = multiplications(network, arguments.side) / 1e9
        print(f"{name}: {parameters:,} parameters, {work:.1f} GMAC, {seconds[name]:.2f} s")
    print(f"ratio: {seconds['2016'] / seconds['ours']:.1f}")


@torch.inference_mode()
def _best(network: nn.Module, side: int, repeat: int) -> float:
    ink = torch.rand(1, 1, side, side)
    found = []
    for _ in range(repeat):
        started = time.perf_counter()
        network(ink)
        found.append(time.perf_counter() - started)
    return min(found)
