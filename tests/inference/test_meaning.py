"""What is meant, and which candidates are offered."""

from __future__ import annotations

import numpy as np

from sketchpad.inference.meaning import belief, choose


def test_the_decoder_tells_apart_what_the_recogniser_cannot():
    guessed = np.array([0.4, 0.4, 0.2])
    found = belief(guessed, np.array([-30.0, -22.0, -60.0]))
    assert found.argmax() == 1
    assert abs(found.sum() - 1.0) < 1e-9
    assert found[2] < 1e-6


def test_a_decoder_without_an_opinion_changes_nothing():
    guessed = np.array([0.7, 0.2, 0.1])
    np.testing.assert_allclose(belief(guessed, np.full(3, -12.0)), guessed, atol=1e-6)


def test_the_first_choice_is_most_probably_right_and_the_second_covers_another_meaning():
    meant = np.array([0.6, 0.4, 0.0])
    recognised = np.array(
        [[0.9, 0.05, 0.05], [0.95, 0.0, 0.05], [0.1, 0.8, 0.1], [0.0, 0.0, 1.0]], dtype=float
    )
    even = np.zeros(4)
    assert choose(meant, recognised, even, 3) == [0, 2, 1]
    assert choose(meant, recognised[::-1], even, 1) == [2]


def test_what_is_in_view_stays_unless_another_is_better():
    meant = np.array([1.0])
    assert choose(meant, np.array([[0.80], [0.81]]), np.zeros(2), 2) == [0, 1]
    assert choose(meant, np.array([[0.80], [0.88]]), np.zeros(2), 2) == [1, 0]


def test_every_candidate_is_chosen_at_most_once():
    even = np.zeros(3)
    assert sorted(choose(np.array([1.0]), np.ones((3, 1)), even, 5)) == [0, 1, 2]
