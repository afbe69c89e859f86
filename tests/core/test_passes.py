from __future__ import annotations

import numpy as np
import pytest

from sketchpad.core.geometry import distance_to_polyline, polyline_length
from sketchpad.core.pass_pairs import pairs_of
from sketchpad.core.passes import doubled, passes_of
from sketchpad.core.raster import rasterise


def line(start: tuple[float, float], end: tuple[float, float]) -> np.ndarray:
    return np.linspace(start, end, 30)


def test_a_picture_of_twice_the_size_shows_the_same():
    lines = [line((10, 12), (80, 40)), line((20, 50), (75, 15))]
    small, large = rasterise(lines, (60, 90), 3.0), rasterise([2 * x for x in lines], (120, 180), 6)
    found = doubled(small)
    assert found.shape == (120, 180)
    assert np.abs(found - large).mean() < 0.02
    assert np.abs(found - large).max() < 0.5
    assert np.allclose(doubled(np.ones((5, 7), dtype=np.float32)), 1.0, atol=1e-6)


def test_passes_three_pixels_apart_are_two():
    drawn = [line((20, 40.5), (180, 40.5)), line((20, 43.5), (180, 43.5))]
    passes = passes_of(rasterise(drawn, (80, 200), 1.6))
    assert len(passes.pieces) == 2
    for piece, meant in zip(sorted(passes.pieces, key=lambda p: p[0, 1]), drawn, strict=True):
        assert distance_to_polyline(piece, meant).max() < 0.6


def test_crossing_lines_go_on_and_a_fork_parts_pieces_but_not_the_chain():
    cross = passes_of(
        rasterise([line((20, 20), (180, 90)), line((20, 90), (180, 20))], (110, 200), 1.6)
    )
    assert len(cross.pieces) == 2
    arc = np.linspace(0.0, 0.9, 60)
    branch = np.stack([60 + 100 * np.sin(arc), 60 - 100 * (1 - np.cos(arc))], axis=1)
    fork = passes_of(rasterise([line((20, 60), (190, 60)), branch], (110, 200), 1.6))
    assert len(fork.pieces) == 3
    assert len(set(fork.chain_of.tolist())) == 2
    longest = max(fork.chains, key=polyline_length)
    assert polyline_length(longest) == pytest.approx(170, abs=8)


def test_corners_part_pieces():
    bent = np.concatenate([line((20, 20), (100, 20)), line((100, 20), (100, 90))])
    passes = passes_of(rasterise([bent], (110, 130), 1.6))
    assert len(passes.pieces) == 2
    assert {tuple(np.round(p[[0, -1]] - (100, 20)).min(axis=0) < -20) for p in passes.pieces}


def measured(*lines: np.ndarray) -> tuple[int, np.ndarray]:
    pairs = pairs_of(passes_of(rasterise(lines, (140, 240), 1.6)))
    assert np.isfinite(pairs.features).all()
    assert (pairs.one < pairs.other).all()
    return len(pairs.one), pairs.features


def test_pairs_are_those_that_come_near_each_other():
    near, far = line((20, 28), (220, 28)), line((20, 120), (220, 120))
    assert measured(line((20, 20), (220, 20)), near)[0] == 1
    assert measured(line((20, 20), (220, 20)), far)[0] == 0
    # End to end.
    assert measured(line((20, 20), (100, 20)), line((112, 20), (220, 20)))[0] == 1
    assert measured()[0] == 0
    assert measured(line((20, 20), (220, 20)))[0] == 0


def test_measures_do_not_change_when_a_drawing_is_moved_or_turned():
    lines = [line((20, 20), (120, 25)), line((30, 28), (110, 30))]
    _, here = measured(*lines)
    _, moved = measured(*(x + np.array([40.0, 31.0]) for x in lines))
    _, turned = measured(*(x[:, ::-1] for x in lines))
    assert np.abs(here - moved).max() < 0.75
    assert np.median(np.abs(here - turned)) < 0.05
    assert np.abs(here - turned).max() < 3.0


def test_noise_has_no_passes():
    rng = np.random.default_rng(0)
    assert passes_of((rng.random((400, 400)) > 0.5).astype(np.float32)).pieces == []
    assert passes_of(np.zeros((20, 30), dtype=np.float32)).pieces == []
