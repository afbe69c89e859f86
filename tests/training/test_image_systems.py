from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from sketchpad.core.errors import InputError
from tests.training.drawings import WORDS
from training.data import TRAIN, Batch, PackedSet
from training.raster import images_of
from training.systems import System, Task, build_system
from training.systems.ai_sketcher import AiSketcher, StateEncoder
from training.systems.image_to_sequence import ImageToSequence
from training.systems.influence import Influence, influence_divergence
from training.systems.lmser import Lmser
from training.systems.sketch_rnn import SketchRnn

DECODER = {"size": 24, "mixtures": 3}
LMSER: dict[str, Any] = {
    "canvas": {"size": 16},
    "channels": [4, 8],
    "latent": 6,
    "decoder": DECODER,
    "corruption": {"patches": 0.3, "holes": 0.5},
}
ZOO: dict[str, tuple[str, dict[str, Any]]] = {
    "lmser": ("lmser", LMSER),
    "cae": ("lmser", LMSER | {"loops": 0, "skips": False}),
    "ce": ("lmser", LMSER | {"loops": 0, "skips": False, "decode": False, "raster_weight": 0.0}),
    "pix2seq": ("pix2seq", {"canvas": {"size": 16}, "latent": 6, "decoder": DECODER}),
    "pix2seq-kl": (
        "pix2seq",
        {"canvas": {"size": 16}, "latent": 6, "decoder": DECODER, "kl_weight": 0.5},
    ),
}
SKETCHER: dict[str, Any] = {
    "encoder": "lstm",
    "encoder_size": 10,
    "latent": 6,
    "raster": 5,
    "canvas": {"size": 16},
    "decoder": DECODER | {"cell": "lstm"},
}
for where in ("input", "output"):
    ZOO[f"ai-sketcher-{where}"] = ("ai-sketcher", SKETCHER | {"influence": where})


def made(name: str, packed: PackedSet) -> System:
    torch.manual_seed(1)
    system, options = ZOO[name]
    return build_system(system, options, Task(packed.codec, packed.categories))


def some(packed: PackedSet, count: int = 8) -> Batch:
    return packed.batch(packed.select(TRAIN)[:: max(1, 240 // count)][:count])


@pytest.mark.parametrize("name", ZOO)
def test_every_weight_gets_a_gradient_and_the_loss_falls(name: str, packed: PackedSet):
    system, batch = made(name, packed), some(packed, 12)
    optimiser = torch.optim.Adam(system.parameters(), 5e-3)
    losses = []
    for step in range(12):
        optimiser.zero_grad()
        values = system.loss(batch, step)
        values["loss"].backward()
        if step == 0:
            still = [k for k, p in system.named_parameters() if p.grad is None]
            assert not still
        optimiser.step()
        losses.append(float((values["offset"] + values["pen"]).detach()))
    assert min(losses[-3:]) < 0.9 * losses[0]


@pytest.mark.parametrize("name", ZOO)
def test_validation_is_one_number_per_drawing_and_repeats(name: str, packed: PackedSet):
    system, batch = made(name, packed).eval(), some(packed)
    with torch.no_grad():
        torch.manual_seed(0)
        first = system.validate(batch)
        torch.manual_seed(0)
        again = system.validate(batch)
    assert {"loss", "reconstruction", "offset", "pen", "per_point"} <= set(first)
    for key, value in first.items():
        assert value.shape == (len(batch),)
        assert torch.equal(value, again[key])
    total = (first["offset"] + first["pen"]) * packed.codec.nmax
    torch.testing.assert_close(first["per_point"] * batch.lengths, total)


def test_the_encoder_sees_the_corrupted_image_and_the_target_is_whole(packed: PackedSet):
    system, batch = made("lmser", packed), some(packed)
    assert isinstance(system, ImageToSequence)
    whole, given = system.corrupted(batch, 5)
    expected = images_of(batch.rows, packed.codec.scale, system.canvas)
    assert torch.equal(whole[:, 0], expected)
    assert ((given == 0) | (given == whole)).all()
    assert given.sum() < whole.sum()
    assert not torch.equal(given, system.corrupted(batch, 6)[1])


def test_t_is_a_matter_of_configuration(packed: PackedSet):
    task = Task(packed.codec, packed.categories)
    image = torch.rand(2, 1, 16, 16)
    codes = []
    for loops in (0, 1, 2, 4):
        torch.manual_seed(3)
        system = build_system("lmser", LMSER | {"loops": loops}, task).eval()
        assert isinstance(system, Lmser)
        codes.append(system.encode(image).mean)
    assert all(not torch.allclose(a, b) for a in codes for b in codes if a is not b)


def test_every_pass_can_have_its_loss(packed: PackedSet):
    task = Task(packed.codec, packed.categories)
    batch = some(packed)
    for every in (False, True):
        torch.manual_seed(1)
        system = build_system("lmser", LMSER | {"loops": 2, "every_pass": every}, task)
        assert isinstance(system, Lmser)
        trained = system.loss(batch, 0)["raster"].item()
        validated = system.eval().validate(batch)["raster"]
        errors = {}
        for seed in (0, 1):
            whole, given = system.corrupted(batch, seed)
            errors[seed] = [
                (image - (2 * whole - 1)).square().mean(dim=(1, 2, 3))
                for _, image in system.block.passes(2 * given - 1)
                if image is not None
            ]
        means = [float(e.mean()) for e in errors[1]]
        assert trained == pytest.approx(np.mean(means) if every else means[-1], rel=1e-4)
        # What counts in the end is the image after the last pass.
        torch.testing.assert_close(validated, errors[0][-1])


@pytest.mark.parametrize(
    ("system", "options", "message"),
    [
        ("lmser", {"canvas": {"size": 20}}, "cannot be halved"),
        ("lmser", {"skips": False}, "loops > 0 need"),
        ("lmser", {"loops": 0, "decode": False}, "raster_weight needs"),
        ("pix2seq", {"canvas": {"size": 20}}, "divide by 8"),
        ("ai-sketcher", {"influence": "sideways"}, "input or output"),
        ("ai-sketcher", {"canvas": {"size": 20}}, "divide by 8"),
        ("lmser", {"depth": 3}, "unknown key"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    system: str, options: dict[str, Any], message: str, packed: PackedSet
):
    with pytest.raises(InputError, match=message):
        build_system(system, options, Task(packed.codec, packed.categories))


def test_the_influence_is_that_of_equations_9_to_11():
    torch.manual_seed(4)
    layer = Influence(5, 3).double()
    hidden = torch.randn(2, 7, 5, dtype=torch.float64)
    query = torch.randn(2, 7, 3, dtype=torch.float64)
    lengths = (7, 4)
    valid = torch.arange(7)[None] < torch.tensor(lengths)[:, None]
    mean = layer(hidden, query, Influence.causal(valid))
    weight = layer.W.weight
    for b, length in enumerate(lengths):
        for j in range(7):
            seen = range(min(j + 1, length))
            scores = torch.stack([query[b, j] @ weight @ hidden[b, i] for i in seen])
            alpha = scores.exp() / scores.exp().sum()
            expected = sum(alpha[i] * hidden[b, i] for i in seen)
            torch.testing.assert_close(mean[b, j], expected, rtol=1e-5, atol=1e-6)
    sigma = torch.exp(torch.tanh(mean) / 2)
    torch.manual_seed(9)
    drawn = Influence.sample(mean)
    torch.manual_seed(9)
    torch.testing.assert_close(drawn, mean + sigma * torch.randn_like(mean))
    # Against torch's own divergence of normal distributions.
    normal = torch.distributions.Normal
    known = torch.distributions.kl_divergence(normal(mean, sigma), normal(0.0, 1.0)).mean(-1)
    torch.testing.assert_close(influence_divergence(mean), known)


def test_the_states_of_the_encoder_belong_to_their_points():
    torch.manual_seed(5)
    encoder = StateEncoder("lstm", 4)
    rows = torch.randn(2, 9, 5)
    lengths = torch.tensor([9, 5])
    states, ends = encoder.states(rows, lengths)
    assert torch.allclose(ends, encoder(rows, lengths))
    alone, _ = encoder.states(rows[1:, :5], lengths[1:])
    torch.testing.assert_close(states[1:, :5], alone)
    changed = rows.clone()
    changed[1, 3] += 1.0
    other, _ = encoder.states(changed, lengths)
    # Forward states before the change stay, backward states after it stay.
    assert torch.equal(other[1, :3, :4], states[1, :3, :4])
    assert torch.equal(other[1, 4, 4:], states[1, 4, 4:])
    assert not torch.equal(other[1, 3], states[1, 3])


@pytest.mark.parametrize("where", ["input", "output"])
def test_drawing_from_a_category_is_what_was_trained(where: str, packed: PackedSet):
    """With the encoders shut off, training and generation compute the same parameters."""
    system, batch = made(f"ai-sketcher-{where}", packed).eval(), some(packed)
    assert isinstance(system, AiSketcher)
    with torch.no_grad():
        condition = system.condition_of(system.conditioning(batch))
        memory = system.remember(batch)
        shut = torch.zeros(len(batch), dtype=torch.bool)
        trained, _ = system.decoder.follow(
            batch.rows[:, :-1], condition, memory.hidden, batch, shut
        )
        whole, _ = system.decoder(batch.rows[:, :-1], condition)
        state, steps = None, []
        for step in range(batch.rows.shape[1] - 1):
            params, state = system.decoder(batch.rows[:, step : step + 1], condition, state)
            steps.append(params)
    torch.testing.assert_close(trained, whole)
    torch.testing.assert_close(torch.cat(steps, 1), whole, rtol=1e-4, atol=1e-5)


def test_the_category_changes_what_is_drawn(packed: PackedSet):
    system = made("ai-sketcher-output", packed)
    assert isinstance(system, AiSketcher)
    every = torch.arange(len(WORDS) + 1)
    one_hot = system.one_hot(every).numpy()
    np.testing.assert_array_equal(one_hot[:-1], np.eye(len(WORDS)))
    np.testing.assert_array_equal(one_hot[-1], 0)


@pytest.mark.parametrize("name", ["lmser", "ai-sketcher-output"])
def test_a_run_begins_drawing_as_the_one_it_begins_with(name: str, packed: PackedSet):
    torch.manual_seed(6)
    task = Task(packed.codec, packed.categories)
    options = {"embedding": 4, "decoder": DECODER}
    older = build_system("sketch-rnn", options, task).eval()
    assert isinstance(older, SketchRnn)
    system, batch = made(name, packed).eval(), some(packed)
    adopted = system.adopt(older.state_dict(), packed.categories)
    mine = system.state_dict()
    for key, value in adopted.items():
        if key in mine:
            mine[key][tuple(slice(n) for n in value.shape)] = value
    system.load_state_dict(mine)
    nobody = torch.full_like(batch.category, len(WORDS))
    category = batch.category if name.startswith("ai") else nobody
    with torch.no_grad():
        expected, _ = older.decoder(batch.rows[:, :-1], older.condition(None, category))
        if isinstance(system, AiSketcher):
            z = torch.randn(len(batch), system.options.latent)
            condition = system.condition_of({"z": z, "category": category})
        else:
            assert isinstance(system, ImageToSequence)
            condition = torch.zeros(len(batch), system.options.latent)
        found, _ = system.decoder(batch.rows[:, :-1], condition)
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-5)
