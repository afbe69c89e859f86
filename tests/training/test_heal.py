from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from sketchpad.core import Sketch
from sketchpad.core.document import Hole
from sketchpad.core.errors import ModelError
from sketchpad.core.stroke5 import Codec
from sketchpad.inference.heal import erased
from sketchpad.inference.heal_pen import Pen, Script
from sketchpad.inference.heal_view import Canvas, view_of
from training.data import TRAIN, PackedSet
from training.heal import pairs as p
from training.heal.cutting import cut
from training.heal.measures import gaps, missing, nearness, recovered, straight_joins
from training.heal.pairs import make_pairs
from training.heal.regions import Region
from training.raster import Traces, trace
from training.systems import Task, build_system
from training.systems.heal import Heal
from training.systems.sketch_rnn import SketchRnn

CODEC = Codec(scale=34.0)
SMALL = {"decoder": {"size": 16, "mixtures": 3}, "embedding": 4, "heads": 2, "width": 4}
LINES = [
    [(0, 0), (100, 0), (200, 100), (100, 200), (0, 100)],
    [(60, 60), (160, 60), (160, 180)],
    [(110, 40), (120, 30)],
    [(130, 50), (250, 10)],
]
PATH, RADIUS = np.array([(100.0, 20.0), (150, 60), (150, 70)]), 35.0


def traces_of(lines: list[list[tuple[float, float]]]) -> Traces:
    points = torch.tensor([point for line in lines for point in line]).float()[None]
    joined = torch.tensor([bool(i) for line in lines for i in range(len(line))])[None]
    return Traces(points, torch.ones_like(joined), joined)


def swipe() -> Region:
    paths = torch.tensor(PATH)[None, None].expand(1, 2, -1, -1).float()
    zero = torch.zeros(1, 2)
    return Region(paths, torch.tensor([RADIUS]), zero, zero, torch.tensor([False]))


def length(starts: torch.Tensor, ends: torch.Tensor, owner: torch.Tensor, n: int) -> torch.Tensor:
    return torch.zeros(n).index_add(0, owner, (ends - starts).norm(dim=-1))


def test_cutting_loses_no_ink(packed: PackedSet) -> None:
    batch = packed.batch(packed.select(TRAIN)[:60])
    traces = trace(batch.rows, packed.codec.scale)
    region = Region.varied(traces, torch.linspace(0.05, 0.6, 60), 3, batch.index)
    pieces = cut(traces, region.depth)
    kept = length(*pieces.segments(~pieces.inside), 60)
    lost = length(*pieces.segments(pieces.inside), 60)
    whole = (
        (traces.points[:, 1:] - traces.points[:, :-1]).norm(dim=-1) * traces.joined[:, 1:]
    ).sum(1)
    assert torch.allclose(kept + lost, whole, rtol=1e-3, atol=0.1)


def test_cuts_lie_on_the_edge(packed: PackedSet) -> None:
    batch = packed.batch(packed.select(TRAIN)[:60])
    traces = trace(batch.rows, packed.codec.scale)
    region = Region.varied(traces, torch.full((60,), 0.3), 4, batch.index)
    pieces = cut(traces, region.depth)
    at = pieces.cut >= 0
    assert at.any()
    assert region.depth(pieces.points[at], pieces.owner[at]).abs().max() < 0.3


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_regions_take_the_share_they_were_asked_for(packed: PackedSet, share: float) -> None:
    batch = packed.batch(packed.select(TRAIN)[:80])
    traces = trace(batch.rows, packed.codec.scale)
    region = Region.varied(traces, torch.full((80,), share), 5, batch.index)
    pieces = cut(traces, region.depth)
    kept = length(*pieces.segments(~pieces.inside), 80)
    lost = length(*pieces.segments(pieces.inside), 80)
    assert float((lost / (kept + lost)).median()) == pytest.approx(share, abs=0.05)


def test_pairs_tell_attached_pieces_first_and_end() -> None:
    pairs = make_pairs(traces_of(LINES), swipe(), CODEC)
    wanted = pairs.wanted[0]
    pens = pairs.pen[0][wanted].tolist()
    assert pens[-1] == p.END
    assert pens.count(p.JOIN) == 2
    assert bool((pairs.allowed[0][wanted, pairs.pen[0][wanted]]).all())
    # The stroke of two points lies in the hole altogether and comes last.
    assert pens[-3:] == [p.DOWN, p.UP, p.END]


def test_the_application_feeds_what_training_fed() -> None:
    pairs = make_pairs(traces_of(LINES), swipe(), CODEC)
    hole = Hole.swipe(PATH, RADIUS)
    kept = erased(Sketch.of(LINES), (hole,))
    canvas = Canvas(p.INK, p.HOLE, p.PEN, p.MARGIN, p.REACH, p.FEATURES)
    view = view_of(kept.strokes, (hole,), canvas)
    unit = CODEC.box / CODEC.scale / 2.0
    script = Script(view, unit, p.FEATURES)
    rows, places, beside = (x[0] for x in script.kept())
    pen = Pen(script)
    while not pen.ended:
        read = list(zip(rows, places, beside, strict=True))
        while pen.queue:
            read.append(pen.queue.pop(0))
        rows, places, beside = ([part[i] for part in read] for i in range(3))
        now = len(rows) - 1
        state = int(pairs.pen[0, now])
        if state == p.JOIN:
            pen.join(pen.goal)
        elif state == p.END:
            pen.ended = True
        else:
            pen.draw(pairs.offset[0, now].numpy() / unit, up=state == p.UP)
    assert len(rows) == pairs.rows.shape[1]
    assert np.array(rows) == pytest.approx(pairs.rows[0].numpy(), abs=1e-5)
    assert np.array(places) == pytest.approx(pairs.place[0].numpy(), abs=1e-5)
    assert np.array(beside) == pytest.approx(pairs.features[0].numpy(), abs=1e-5)
    assert view.hole == pytest.approx(pairs.hole[0].numpy())
    assert view.ink == pytest.approx(pairs.ink[0].numpy(), abs=1e-4)


def healer(packed: PackedSet) -> Heal:
    system = build_system("heal", SMALL, Task(packed.codec, packed.categories))
    assert isinstance(system, Heal)
    return system


def test_every_weight_learns(packed: PackedSet) -> None:
    torch.manual_seed(0)
    system = healer(packed)
    # The attention begins silent; a first step makes it speak.
    optimiser = torch.optim.SGD(system.parameters(), 0.1)
    for _ in range(2):
        optimiser.zero_grad()
        found = system.loss(packed.batch(packed.select(TRAIN)[:24]), 1)
        found["loss"].backward()
        optimiser.step()
    silent = [n for n, w in system.named_parameters() if w.grad is None or not w.grad.any()]
    assert silent == []
    assert all(bool(torch.isfinite(v)) for v in found.values())


def test_it_begins_as_the_decoder_that_completes(packed: PackedSet) -> None:
    torch.manual_seed(0)
    options = {"decoder": SMALL["decoder"], "embedding": 4}
    other = build_system("sketch-rnn", options, Task(packed.codec, packed.categories))
    assert isinstance(other, SketchRnn)
    system = healer(packed).eval()
    mine = system.state_dict()
    for name, value in other.state_dict().items():
        mine[name][tuple(slice(n) for n in value.shape)] = value
    system.load_state_dict(mine)
    batch = packed.batch(packed.select(TRAIN)[:4])
    expected, _ = other.eval().decoder(batch.rows, other.condition(None, batch.category))
    place = batch.rows[..., :2].cumsum(1) * (2.0 / system.span) - 1.0
    beside = torch.rand(4, batch.rows.shape[1], system.decoder.cell.lstm.input_size - 11)
    out, _ = system.recur(batch.rows, place, beside, batch.category, system.start(batch.category))
    assert torch.allclose(system.answers(out)[0], expected, atol=1e-5)


def test_validation_repeats_itself(packed: PackedSet) -> None:
    system = healer(packed).eval()
    batch = packed.batch(packed.select(TRAIN)[:16])
    first, second = system.validate(batch), system.validate(batch)
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_export_is_checked_against_torch(packed: PackedSet, tmp_path: Path) -> None:
    found = healer(packed).export(tmp_path)
    assert set(found["difference"]) == {"encoder.onnx", "decoder_step.onnx"}
    assert max(found["difference"].values()) < 1e-4


def test_the_exported_healer_draws_what_torch_draws(packed: PackedSet, tmp_path: Path) -> None:
    system = healer(packed)
    with torch.no_grad():
        # What is silent at first would not tell whether it is there.
        for weight in system.parameters():
            noise = torch.randn(weight.shape, generator=torch.Generator().manual_seed(1))
            weight.add_(0.1 * noise)
    batch = packed.batch(packed.select(TRAIN)[:20])
    system.export(tmp_path)
    sizes = [p.stat().st_size for p in sorted(tmp_path.iterdir())]
    found = system.eval().finish_export(tmp_path, batch)
    assert found["float"]["same_pens"]
    assert found["float"]["difference"] < 1e-4
    assert found["float"]["drawings"] == 16
    assert found["float"]["answers"] > 50
    # Rounded, the files are smaller, and still draw nearly the same.
    assert found["float"]["difference"] < found["half"]["difference"] < 5e-3
    after = [p.stat().st_size for p in sorted(tmp_path.iterdir())]
    assert all(a < b for a, b in zip(after, sizes, strict=True))
    # Another healer's files are noticed.
    with torch.no_grad():
        system.join.bias += 0.01
    with pytest.raises(ModelError, match="draws otherwise than torch"):
        system.finish_export(tmp_path, batch)


def test_nearness_of_the_truth_and_of_nothing() -> None:
    true = np.c_[np.linspace(0, 50, 60), np.zeros(60)]
    kept = np.array([(-10.0, 0.0)])
    same = nearness(true, true, kept, 100.0)
    assert (same.f1, same.chamfer) == (1.0, 0.0)
    nothing = nearness(true[:0], true, kept, 100.0)
    assert nothing.f1 == 0.0
    assert nothing.chamfer == pytest.approx(35.0)
    half = nearness(true[:30], true, kept, 100.0)
    assert 0.6 < half.f1 < 0.8


def test_straight_joins_take_the_nearest_first() -> None:
    hole = Hole.box(40, -50, 20, 200)
    sketch = Sketch.of([[(0, 0), (100, 0)], [(0, 40), (100, 40)]])
    kept = erased(sketch, (hole,))
    ends = view_of(kept.strokes, (hole,), Canvas(64, 32, 1.8, 0.03, 0.5, 14)).ends
    joins = straight_joins(ends)
    assert sorted(np.sort(line, axis=0).tolist() for line in joins) == [
        [[40.0, 0.0], [60.0, 0.0]],
        [[40.0, 40.0], [60.0, 40.0]],
    ]
    true = missing(sketch.polylines, hole, 100.0)
    assert gaps(ends, true, joins, 100.0) == pytest.approx([0.0] * 4)
    assert min(gaps(ends, true, joins[:1], 100.0)) == 0.0
    assert max(gaps(ends, true, joins[:1], 100.0)) > 0.1


def test_recovery_is_a_share_of_what_was_lost() -> None:
    whole, erased_, healed = (np.arange(10) < n for n in (9, 5, 8))
    found = recovered(whole, erased_, healed)
    assert found.value == pytest.approx(0.75)
    assert 0.0 <= found.low < 0.75 < found.high <= 1.0
    assert recovered(whole, erased_, erased_).value == 0.0
