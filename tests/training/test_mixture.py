"""The mixture's losses against torch's own distributions; cells against their equations."""

from __future__ import annotations

import pytest
import torch
from torch.distributions import Categorical, MixtureSameFamily, MultivariateNormal

from sketchpad.core.errors import InputError
from sketchpad.inference.sampler import RHO_LIMIT, log_likelihood
from training import mixture
from training.cells import CELLS, PlainLSTM, cell
from training.data import TRAIN, PackedSet
from training.decoder import Decoder, DecoderOptions

M = 4


def test_offsets_have_the_density_of_the_mixture():
    torch.manual_seed(0)
    params, offsets = torch.randn(10, 6 * M + 3), torch.randn(10, 2)
    logits, x, y, sx, sy, rho = params[:, : 6 * M].chunk(6, -1)
    sx, sy, rho = sx.exp(), sy.exp(), RHO_LIMIT * torch.tanh(rho)
    cross = rho * sx * sy
    covariance = torch.stack([torch.stack([sx**2, cross], -1), torch.stack([cross, sy**2], -1)], -2)
    normals = MultivariateNormal(torch.stack([x, y], -1), covariance)
    expected = -MixtureSameFamily(Categorical(logits=logits), normals).log_prob(offsets)
    torch.testing.assert_close(mixture.offset_nll(params, offsets), expected, rtol=1e-4, atol=1e-4)


def test_losses_count_points_once_and_the_end_once(packed: PackedSet):
    batch = packed.batch(packed.select(TRAIN)[::9])
    params = torch.randn(*batch.rows[:, 1:].shape[:2], 6 * M + 3)
    found = mixture.nll(params, batch)
    assert len(found.offset) == int(batch.lengths.sum())
    assert len(found.pen) == int(batch.lengths.sum()) + len(batch)
    offset, pen = mixture.per_drawing(found, len(batch))
    for k, n in enumerate(batch.lengths.tolist()):
        points = batch.rows[k, 1 : n + 2]
        own = mixture.offset_nll(params[k, :n], points[:n, :2]).sum()
        torch.testing.assert_close(offset[k], own, rtol=1e-4, atol=1e-3)
        own = mixture.pen_nll(params[k, : n + 1], points[:, 2:].argmax(-1)).sum()
        torch.testing.assert_close(pen[k], own, rtol=1e-4, atol=1e-3)
    total = mixture.reconstruction(found, len(batch), 40)
    torch.testing.assert_close(total[0], offset.mean() / 40)
    torch.testing.assert_close(total[1], pen.mean() / 40)


def test_the_application_finds_rows_as_likely_as_training_does():
    torch.manual_seed(0)
    params = torch.randn(12, 6 * M + 3)
    rows = torch.cat([torch.randn(12, 2), torch.eye(3)[torch.arange(12) % 2]], -1)
    expected = mixture.offset_nll(params, rows[:, :2])
    expected = expected + mixture.pen_nll(params, rows[:, 2:].argmax(-1))
    found = torch.from_numpy(log_likelihood(params.numpy(), rows.numpy())).float()
    torch.testing.assert_close(-found, expected, rtol=1e-4, atol=1e-4)


def test_what_lies_beyond_the_end_does_not_matter(packed: PackedSet):
    batch = packed.batch(packed.select(TRAIN)[::20])
    params = torch.randn(*batch.rows[:, 1:].shape[:2], 6 * M + 3)
    before = mixture.nll(params, batch)
    beyond = torch.arange(params.shape[1])[None] > batch.lengths[:, None]
    params[beyond] = float("nan")
    after = mixture.nll(params, batch)
    assert torch.equal(before.offset, after.offset)
    assert torch.equal(before.pen, after.pen)


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize("position", [False, True])
def test_decoding_step_by_step_is_decoding_at_once(kind: str, position: bool):
    torch.manual_seed(0)
    options = DecoderOptions(cell=kind, size=12, mixtures=M, position=position)
    decoder = Decoder(options, 3, 7.4).eval()
    rows, condition = torch.randn(2, 9, 5), torch.randn(2, 3)
    whole, end = decoder(rows, condition)
    state, steps = decoder.start(condition, 2), []
    assert (state[0].shape, state[1].shape) == tuple(
        (layers, 2, size) for layers, size in [decoder.state_shapes[0], decoder.state_shapes[1]]
    )
    for k in range(9):
        params, state = decoder(rows[:, k : k + 1], condition, state)
        steps.append(params)
    torch.testing.assert_close(torch.cat(steps, 1), whole, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(state[0], end[0], rtol=1e-4, atol=1e-5)


def test_positions_travel_in_the_state():
    decoder = Decoder(DecoderOptions(size=8, mixtures=M), 0, 7.4)
    rows = torch.randn(2, 5, 5)
    _, (h, _) = decoder(rows)
    torch.testing.assert_close(h[0, :, 8:], rows[..., :2].sum(1))


@pytest.mark.parametrize("kind", CELLS)
def test_every_cell_learns_to_remember(kind: str):
    torch.manual_seed(0)
    net = cell(kind, 2, 16, 1.0)
    head = torch.nn.Linear(16, 1)
    optimiser = torch.optim.Adam([*net.parameters(), *head.parameters()], lr=0.02)
    for step in range(150):
        x = torch.randn(32, 6, 2)
        zeros = torch.zeros(1, 32, net.state_size)
        out, _ = net(x, (zeros, zeros))
        loss = (head(out[:, -1])[:, 0] - torch.tanh(x[:, 0, 0])).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step == 0:
            first = loss.item()
    assert loss.item() < 0.35 * first


def test_layer_normalisation_keeps_states_alike_at_any_scale():
    torch.manual_seed(0)
    net = cell("layer-norm", 3, 8, 1.0)
    assert not isinstance(net, PlainLSTM)
    x = torch.randn(4, 3)
    zeros = torch.zeros(4, 8)
    small, _, _ = net.step(x, zeros, zeros)
    large, _, _ = net.step(1000 * x, zeros, zeros)
    torch.testing.assert_close(small, large, rtol=1e-2, atol=1e-2)
    with pytest.raises(InputError, match="no cell 'gru'"):
        cell("gru", 3, 8, 1.0)


def test_log_sigma_is_bounded():
    head = mixture.MixtureHead(3, M)
    params = head(torch.full((2, 3), 1e4)).detach()
    sigmas = params[:, 3 * M : 5 * M]
    assert float(sigmas.min()) >= mixture.LOG_SIGMA[0]
    assert float(sigmas.max()) <= mixture.LOG_SIGMA[1]
