"""How fast recipes train, measured by the command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tests.training.test_image_systems import LMSER
from training.cli import main

OPTIONS = "options = {embedding = 3, drop_category = 0.0, decoder = {size = 16, mixtures = 2}}"
TINY = f"""
name = "tiny"
system = "sketch-rnn"
{OPTIONS}
data = {{batch = 8}}
train = {{steps = 100000, validate_every = 100}}
"""


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    file = tmp_path / "tiny.toml"
    file.write_text(TINY)
    return str(file)


def test_a_recipe_is_timed(tiny: str, prepared: Path, capsys: pytest.CaptureFixture[str]):
    threads = str(torch.get_num_threads())
    common = ["--data", str(prepared), "--threads", threads, "--device", "cpu"]
    assert main(["throughput", tiny, *common, "--seconds", "0.2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["recipe"], found["processes"], found["batch"]) == ("tiny", 1, 8)
    assert found["drawings_per_second"] > 8
    # One process with this many threads cannot use more than these.
    wall, cpu = found["drawings_per_second"], found["drawings_per_cpu_second"]
    assert cpu > 0.9 * wall / max(int(threads), 1)
    assert 0 < found["data_share"] < 1
    assert found["corruption_share"] == 0
    assert main(["throughput", tiny, *common, "--seconds", "0"]) == 1
    assert "--seconds must be above 0" in capsys.readouterr().err


def test_masking_is_timed(prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "masks.toml"
    options = json.dumps(LMSER | {"corruption": {"patches": 0.1}}).replace(":", " =")
    file.write_text(TINY.replace("sketch-rnn", "lmser").replace(OPTIONS, f"options = {options}"))
    command = ["throughput", str(file), "--data", str(prepared), "--device", "cpu"]
    assert main([*command, "--seconds", "0.2", "--threads", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert 0 < found["corruption_share"] < 1
    command += ["--set", "data.batch=4", "--set", "options.corruption.patches=0.2"]
    assert main([*command, "--seconds", "0.2", "--threads", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["batch"] == 4
    assert main([*command, "--set", "data.batch=many"]) == 1
    assert "KEY=VALUE" in capsys.readouterr().err


@pytest.mark.slow
def test_two_processes_share_a_batch(tiny: str, prepared: Path):
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    command += ["-m", "training", "throughput", tiny, "--data", str(prepared)]
    done = subprocess.run(
        [*command, "--seconds", "0.2", "--device", "cpu", "--json"],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        timeout=120,
    )
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert [(f["processes"], f["batch"]) for f in found] == [(2, 8)]
