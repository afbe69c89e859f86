"""What a corruption takes from codes and from rebuilt images, before anything is drawn."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from tests.training.test_image_systems import LMSER, some
from training.data import PackedSet
from training.evaluation import measures
from training.evaluation.drawer import Drawer
from training.systems import Task, build_system
from training.systems.lmser import Lmser


def healing(packed: PackedSet, system: torch.nn.Module) -> dict[str, Any]:
    assert isinstance(system, Lmser)
    found = measures.healing(Drawer(system.eval(), 0.7), None, some(packed, 12), temperature=0.01)
    rows: dict[str, Any] = found["corruptions"]
    return rows


@pytest.fixture
def task(packed: PackedSet) -> Task:
    return Task(packed.codec, packed.categories)


def test_errors_of_the_rebuilt_image_stand_beside_those_of_the_given(packed: PackedSet, task: Task):
    torch.manual_seed(2)
    system = build_system("lmser", LMSER, task)
    rows = healing(packed, system)
    given = [rows[p]["given_error"]["value"] for p in ("0 %", "10 %", "30 %", "50 %")]
    assert given[0] == 0.0
    assert sorted(given) == given
    assert given[-1] > given[0]
    # Untrained, it rebuilds nothing: whatever it sees, it is further from the drawing.
    assert rows["0 %"]["rebuilt_error"]["value"] > given[-1]
    for row in rows.values():
        assert row["right"]["ret1"].count("1") == pytest.approx(12 * row["ret1"]["value"])
    # Seen whole, every drawing's own code is the nearest.
    assert rows["0 %"]["code_ret1"]["value"] == 1.0
    assert rows["50 %"]["code_ret1"]["value"] < 1.0


def test_a_system_without_a_raster_decoder_has_no_such_errors(packed: PackedSet, task: Task):
    options = LMSER | {"loops": 0, "skips": False, "decode": False, "raster_weight": 0.0}
    rows = healing(packed, build_system("lmser", options, task))
    assert "rebuilt_error" not in rows["0 %"]
    assert "code_ret1" in rows["0 %"]
