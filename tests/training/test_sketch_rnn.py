"""sketch-rnn: its losses are the paper's, its encoder reads both ways, its latent carries."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from sketchpad.core.errors import InputError
from training import graft, mixture
from training.data import TRAIN, PackedSet
from training.systems import Task, build_system
from training.systems.sketch_rnn import SketchRnn, StrokeEncoder


def system(packed: PackedSet, **options: Any) -> SketchRnn:  # noqa: ANN401
    torch.manual_seed(0)
    given = {"decoder": {"size": 16, "mixtures": 2}} | options
    made = build_system("sketch-rnn", given, Task(packed.codec, packed.categories))
    assert isinstance(made, SketchRnn)
    return made


VAE = {"encoder": "lstm", "encoder_size": 8, "latent": 6, "embedding": 0}


def test_the_loss_is_the_sum_of_its_terms(packed: PackedSet):
    batch = packed.batch(packed.select(TRAIN)[::11])
    made = system(packed, **VAE, kl_weight=0.5, kl_start=0.01, kl_decay=0.9, kl_floor=0.0)
    torch.manual_seed(1)
    with torch.no_grad():
        found = made.loss(batch, step=7)
        mu, log_var = made.encode(batch.rows[:, 1:], batch.lengths)
    kl = -0.5 * (1 + log_var - mu**2 - log_var.exp()).mean()
    torch.testing.assert_close(found["kl"], kl)
    weight = 0.5 * (1 - 0.99 * 0.9**7)
    torch.testing.assert_close(found["loss"], found["offset"] + found["pen"] + weight * kl)


def test_the_divergence_has_a_floor_and_a_weight_that_grows(packed: PackedSet):
    batch = packed.batch(packed.select(TRAIN)[::11])
    made = system(packed, **VAE, kl_weight=0.5, kl_start=0.01, kl_decay=0.9, kl_floor=9.0).eval()
    rates = []
    for step in (0, 10, 1000):
        found = made.loss(batch, step)
        rates.append((found["loss"] - found["offset"] - found["pen"]).item())
    assert rates[0] == pytest.approx(0.5 * 0.01 * 9.0, rel=1e-3)
    assert rates[0] < rates[1] < rates[2]
    assert rates[2] == pytest.approx(0.5 * 9.0, rel=1e-3)


def test_without_a_divergence_the_latent_is_the_mean(packed: PackedSet):
    batch = packed.batch(packed.select(TRAIN)[::11])
    made = system(packed, **VAE, kl_weight=0.0)
    first, second = made.loss(batch, 0), made.loss(batch, 0)
    assert "kl" not in first
    assert torch.equal(first["loss"], second["loss"])  # no noise


def test_what_validates_is_what_trains(packed: PackedSet):
    batch = packed.batch(packed.select(TRAIN)[::11])
    made = system(packed, embedding=4).eval()
    trained, validated = made.loss(batch, 0), made.validate(batch)
    for name in ("loss", "offset", "pen"):
        torch.testing.assert_close(validated[name].mean(), trained[name])
    sums = validated["reconstruction"] * packed.codec.nmax
    torch.testing.assert_close(validated["per_point"] * batch.lengths, sums)


def test_hidden_categories_take_the_last_embedding(packed: PackedSet):
    batch = packed.batch(packed.select(TRAIN)[::11])
    made = system(packed, embedding=4, drop_category=1.0)
    made.loss(batch, 0)["loss"].backward()
    used = made.embed.weight.grad
    assert used is not None
    assert used[-1].abs().sum() > 0
    assert used[:-1].abs().sum() == 0
    made.eval()
    assert made.condition(None, batch.category).shape == (len(batch), 4)  # type: ignore[union-attr]


def test_the_encoder_reads_both_ways_and_nothing_beyond_the_end(packed: PackedSet):
    torch.manual_seed(0)
    encoder = StrokeEncoder("lstm", 8).eval()
    batch = packed.batch(packed.select(TRAIN)[::11])
    rows = batch.rows[:, 1:].clone()
    codes = encoder(rows, batch.lengths)
    for k in (0, len(batch) // 2):
        n = int(batch.lengths[k])
        alone = encoder(rows[k : k + 1, :n], batch.lengths[k : k + 1])
        torch.testing.assert_close(codes[k : k + 1], alone, rtol=1e-4, atol=1e-5)
        backwards = encoder(rows[k : k + 1, :n].flip(1), batch.lengths[k : k + 1])
        assert (backwards - alone).abs().max() > 1e-3
    rows[~batch.points] = 99.0
    torch.testing.assert_close(encoder(rows, batch.lengths), codes)


def test_a_latent_learns_to_tell_drawings_apart(packed: PackedSet):
    made = system(packed, **VAE, kl_weight=0.0)
    batch = packed.batch(packed.select(TRAIN)[::4])
    optimiser = torch.optim.Adam(made.parameters(), lr=0.02)
    for step in range(60):
        optimiser.zero_grad()
        made.loss(batch, step)["loss"].backward()
        optimiser.step()
    made.eval()
    with torch.no_grad():
        z, _ = made.encode(batch.rows[:, 1:], batch.lengths)
        own, _ = made.decoder(batch.rows[:, :-1], z)
        other, _ = made.decoder(batch.rows[:, :-1], z.flip(0))
    kept, mixed = (
        sum(mixture.per_drawing(mixture.nll(p, batch), len(batch))) for p in (own, other)
    )
    assert float(kept.mean()) < float(mixed.mean()) - 1.0  # type: ignore[union-attr]


def test_unknown_encoders_and_systems_are_one_sentence(packed: PackedSet):
    with pytest.raises(InputError, match="no encoder 'cnn'"):
        system(packed, encoder="cnn")
    with pytest.raises(InputError, match="no system 'gan'"):
        build_system("gan", {}, Task(packed.codec, packed.categories))
    with pytest.raises(InputError, match=r"recipe\.options: unknown key 'latents'"):
        system(packed, latents=3)


def test_a_decoder_of_categories_goes_on_without_them(packed: PackedSet):
    batch = packed.batch(packed.select(TRAIN)[::11])
    older, made = system(packed, embedding=4).eval(), system(packed, **VAE).eval()
    mine = made.state_dict()
    graft.take_over(mine, made.adopt(older.state_dict(), packed.categories))
    made.load_state_dict(mine)
    nobody = torch.full_like(batch.category, len(packed.categories))
    with torch.no_grad():
        expected, _ = older.decoder(batch.rows[:, :-1], older.condition(None, nobody))
        found, _ = made.decoder(batch.rows[:, :-1], torch.zeros(len(batch), made.latent))
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-5)
    # One that is told categories takes the columns of the older one as they are.
    assert "embed.weight" in system(packed, embedding=4).adopt(older.state_dict(), ())
