"""Decoders step in arrays that stay, and only for drawings that go on; nobody sees it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sketchpad.core.errors import CancelledError, ModelError
from sketchpad.core.stroke5 import START_ROW
from sketchpad.inference.cancel import Cancellation
from sketchpad.inference.decoder import StrokeDecoder
from sketchpad.inference.registry import Models
from sketchpad.inference.sampler import Sampler, decode, log_likelihood
from sketchpad.inference.sessions import Network, hold
from sketchpad.inference.suggestions import Run
from tests.inference.test_sessions import CPU, double
from tests.inference.test_verbs import Watching

__all__ = ["double"]

COUNT = 6
CATEGORY = np.arange(COUNT, dtype=np.int64) % 3


@pytest.fixture
def decoder(models: Models) -> StrokeDecoder:
    return StrokeDecoder(models, models.get("complete"))


def sampler() -> Sampler:
    return Sampler(COUNT, temperature=0.8, pen_temperature=1.5, top_p=0.9, seed=11)


def networks(models: Models) -> tuple[Network, Network]:
    model = models.get("complete")
    return models.network(model, "init.onnx"), models.network(model, "decoder_step.onnx")


def test_draws_what_plain_steps_of_all_drawings_draw(models: Models, decoder: StrokeDecoder):
    init, step = networks(models)
    first = init.run({"category": CATEGORY})

    def plain(rows: np.ndarray, state: tuple[np.ndarray, np.ndarray]):
        given = {"row": rows, "h": state[0], "c": state[1], "drive": first["drive"]}
        out = step.run(given)
        return out["params"], (out["h_out"], out["c_out"])

    every = list(decode(plain, (first["h"], first["c"]), sampler(), limit=40))
    expected = np.stack(every, axis=1)
    drawn = decoder.draw({"category": CATEGORY}, sampler(), limit=40, run=Run())
    lengths = {len(d.rows) for d in drawn}
    assert len(lengths) > 2  # some ended long before the others
    for found, rows in zip(drawn, expected, strict=True):
        np.testing.assert_allclose(found.rows, rows[: len(found.rows)], atol=1e-4)
        assert found.ended == bool(rows[:, 4].any())


def test_scores_each_row_by_what_came_before(models: Models, decoder: StrokeDecoder):
    init, step = networks(models)
    drawn = decoder.draw({"category": CATEGORY}, sampler(), limit=6, run=Run())
    rows = np.tile(np.array([0.0, 0, 0, 0, 1], np.float32), (COUNT, 6, 1))
    for place, drawing in zip(rows, drawn, strict=True):
        place[: len(drawing.rows)] = drawing.rows
    scores = decoder.score({"category": CATEGORY}, rows, run=Run())
    first = init.run({"category": CATEGORY})
    start = np.tile(np.array(START_ROW, np.float32), (COUNT, 1))
    params = step.run({"row": start, **first})["params"]
    np.testing.assert_allclose(scores[:, 0], log_likelihood(params, rows[:, 0]), atol=1e-5)
    assert scores.shape == (COUNT, 6)
    # The second row of a drawing is scored knowing its first.
    other = rows.copy()
    other[:, 0, :2] += 1.0
    changed = decoder.score({"category": CATEGORY}, other, run=Run())
    assert (changed[:, 1] != scores[:, 1]).any()


def test_an_end_has_no_offset(decoder: StrokeDecoder):
    end = np.array([[[0.0, 0, 0, 0, 1]], [[5.0, -5, 0, 0, 1]]], np.float32)
    scores = decoder.score({"category": CATEGORY[:2] * 0}, end, run=Run())
    assert scores[0] == scores[1]


def test_is_cancelled_between_two_steps(decoder: StrokeDecoder):
    cancellation = Cancellation()
    seen = []

    def on_rows(part: list[object]) -> None:
        seen.append(part)
        cancellation.cancel()

    with pytest.raises(CancelledError):
        decoder.draw(
            {"category": CATEGORY},
            sampler(),
            run=Run(Watching(), cancellation),
            on_rows=on_rows,
        )
    assert len(seen) == 1


def test_nothing_is_shown_that_nobody_watches(decoder: StrokeDecoder):
    seen: list[object] = []
    decoder.draw({"category": CATEGORY}, sampler(), limit=9, run=Run(), on_rows=seen.append)
    assert not seen


def test_a_bound_network_reads_and_writes_its_arrays(double: Path):
    x, y = np.zeros((3, 2), np.float32), np.empty((3, 2), np.float32)
    bound = Network(double, CPU).bind({"x": hold(x)}, {"y": hold(y)})
    for number in (1.0, 2.5):
        x[...] = number
        bound.run()
        np.testing.assert_array_equal(y, np.full((3, 2), 2 * number))


def test_a_bound_network_that_cannot_run_is_a_model_error(double: Path):
    wrong = np.zeros((3, 5), np.float32)
    with pytest.raises(ModelError, match=r"^m\.onnx failed"):
        Network(double, CPU).bind({"x": hold(wrong)}, {"y": hold(wrong.copy())}).run()
