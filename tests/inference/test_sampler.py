"""The sampler draws from the distribution that it is given, and from nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from sketchpad.core.errors import InputError
from sketchpad.inference.sampler import END, RHO_LIMIT, START, Sampler, decode

M = 3


def params(count: int, **changes: list[float]) -> np.ndarray:
    """Parameters ``(count, 6 M + 3)``, all alike."""
    given = {
        "pi": [0.0, 1.0, -1.0],
        "x": [1.0, 2.0, 3.0],
        "y": [-1.0, 0.0, 1.0],
        "log_sx": [-1.0, -2.0, 0.0],
        "log_sy": [0.0, -1.0, -2.0],
        "rho": [0.5, -0.5, 0.0],
        "pen": [1.0, 0.0, -40.0],
    } | changes
    return np.tile(np.concatenate(list(given.values())).astype(np.float32), (count, 1))


def softmax(values: list[float]) -> np.ndarray:
    weights = np.exp(np.array(values))
    return weights / weights.sum()


@pytest.mark.parametrize("temperature", [0.25, 1.0])
def test_components_and_pens_come_as_often_as_they_should(temperature: float):
    narrow = {"log_sx": [-9.0] * 3, "log_sy": [-9.0] * 3}
    rows = Sampler(40_000, temperature=temperature, seed=1).next(params(40_000, **narrow))
    shares = [(np.abs(rows[:, 0] - x) < 0.1).mean() for x in (1.0, 2.0, 3.0)]
    np.testing.assert_allclose(
        shares, softmax(list(np.array([0.0, 1.0, -1.0]) / temperature)), atol=0.01
    )
    pens = rows[:, 2:].mean(axis=0)
    np.testing.assert_allclose(
        pens, softmax(list(np.array([1.0, 0.0, -40.0]) / temperature)), atol=0.01
    )


def test_the_pen_can_have_its_own_temperature():
    sampler = Sampler(40_000, temperature=0.0, pen_temperature=0.5, seed=1)
    rows = sampler.next(params(40_000))
    np.testing.assert_allclose(rows[:, 3].mean(), softmax([2.0, 0.0])[1], atol=0.01)
    assert set(rows[:, 0].tolist()) == {2.0}


@pytest.mark.parametrize("temperature", [0.25, 1.0])
def test_variances_are_scaled_by_the_temperature(temperature: float):
    one = params(60_000, pi=[50.0, 0.0, 0.0])
    rows = Sampler(60_000, temperature=temperature, seed=1).next(one)
    found = np.cov(rows[:, 0], rows[:, 1])
    rho = RHO_LIMIT * np.tanh(0.5)
    sx, sy = np.exp(-1.0), 1.0
    expected = temperature * np.array([[sx * sx, rho * sx * sy], [rho * sx * sy, sy * sy]])
    np.testing.assert_allclose(found, expected, rtol=0.03)
    np.testing.assert_allclose(rows[:, :2].mean(axis=0), [1.0, -1.0], atol=0.02)


def test_temperature_0_takes_the_most_probable():
    rows = Sampler(2, temperature=0.0).next(params(2))
    np.testing.assert_array_equal(rows, [[2, 0, 1, 0, 0]] * 2)


def test_the_same_seed_draws_the_same_bytes():
    def draw(seed: int) -> bytes:
        sampler = Sampler(4, temperature=0.7, top_p=0.9, seed=seed)
        return b"".join(sampler.next(params(4)).tobytes() for _ in range(150))

    assert draw(5) == draw(5)
    assert draw(5) != draw(6)


def test_rows_stay_as_they_were_drawn():
    sampler = Sampler(3, temperature=0.7, seed=2)
    drawn = [sampler.next(params(3)) for _ in range(70)]
    again = Sampler(3, temperature=0.7, seed=2)
    for rows in drawn:
        np.testing.assert_array_equal(rows, again.next(params(3)))


def test_parameters_of_another_precision_draw_alike():
    fine = Sampler(3, temperature=0.7, seed=2).next(params(3).astype(np.float64))
    coarse = Sampler(3, temperature=0.7, seed=2).next(params(3).astype(np.float32))
    np.testing.assert_allclose(fine, coarse, atol=1e-5)


@pytest.mark.parametrize(
    ("top_p", "expected"), [(1.0, [0.5, 0.3, 0.2]), (0.7, [5 / 7, 2 / 7, 0.0]), (0.1, [1, 0, 0])]
)
def test_top_p_draws_from_the_most_probable_part(top_p: float, expected: list[float]):
    narrow = {"log_sx": [-9.0] * 3, "log_sy": [-9.0] * 3}
    given = params(40_000, pi=np.log([0.3, 0.2, 0.5]).tolist(), x=[2.0, 3.0, 1.0], **narrow)
    rows = Sampler(40_000, temperature=1.0, top_p=top_p, seed=1).next(given)
    shares = [(np.abs(rows[:, 0] - x) < 0.1).mean() for x in (1.0, 2.0, 3.0)]
    np.testing.assert_allclose(shares, expected, atol=0.01)


def test_top_p_never_draws_what_lies_outside():
    sampler = Sampler(2000, temperature=1.0, top_p=0.7, seed=1)
    narrow = params(2000, log_sx=[-9.0] * 3, log_sy=[-9.0] * 3, pen=[0.0, -0.1, -1.0])
    rows = sampler.next(narrow)
    assert (rows[:, 0] < 2.5).all()  # the third component has a share of 0.09
    assert 0.1 < rows[:, 4].mean() < 0.25  # but pens end as often as ever


def test_ended_drawings_get_end_rows():
    sampler = Sampler(2, temperature=0.0)
    both = np.concatenate([params(1), params(1, pen=[0.0, 0.0, 9.0])])
    np.testing.assert_array_equal(sampler.next(both)[1], END)
    np.testing.assert_array_equal(sampler.ended, [False, True])
    np.testing.assert_array_equal(sampler.next(params(2))[1], END)


def test_decoding_feeds_each_row_back_and_stops_at_the_end():
    fed = []

    def step(rows: np.ndarray, state: int) -> tuple[np.ndarray, int]:
        fed.append(rows)
        pen = [0.0, 0.0, 9.0] if state == 3 else [9.0, 0.0, 0.0]
        return params(2, pen=pen), state + 1

    rows = list(decode(step, 0, Sampler(2, temperature=0.0), limit=50))
    assert len(rows) == 4
    np.testing.assert_array_equal(fed[0], [START, START])
    np.testing.assert_array_equal(fed[1:], rows[:-1])
    np.testing.assert_array_equal(rows[-1], [END, END])


def test_decoding_is_bounded():
    rows = decode(lambda r, s: (params(1), s), 0, Sampler(1), limit=7)
    assert len(list(rows)) == 7


@pytest.mark.parametrize("options", [{"temperature": -1.0}, {"temperature": float("nan")}])
def test_senseless_temperatures_are_one_sentence(options: dict[str, float]):
    with pytest.raises(InputError, match="temperature must be"):
        Sampler(1, **options)
    with pytest.raises(InputError, match="top-p must be"):
        Sampler(1, top_p=0.0)
