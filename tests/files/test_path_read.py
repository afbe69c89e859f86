"""The data of paths."""

from __future__ import annotations

import pytest

from sketchpad.core.fit import sample_beziers
from sketchpad.core.geometry import polyline_length
from sketchpad.files import path_read


@pytest.mark.parametrize(
    ("data", "count", "sound"),
    [
        ("M0 0L1 1Z L5 5", 2, True),
        ("L1 1", 0, False),
        ("M1 1L", 0, False),
        ("M1 1 2", 0, False),
        ("M1 1Z3", 0, False),
        ("M1,1,,L2 2 x", 1, False),
        ("M1 1 L2 2 foo", 1, False),
        ("M0 0A1 1 0 0 1 5", 0, False),
        ("M0 0A0 5 0 0 1 5 5", 1, True),
        ("M0 0a1 1 0 1120 0", 1, True),
        ("M0 0A1e-320 1e-320 0 0 1 3 3", 1, True),
        ("M0 0A1 1 0 0 1 0 0", 1, True),
        ("m1 1 2 2m1 1 2 2", 2, True),
    ],
)
def test_path_data(data: str, count: int, sound: bool):
    chains, whole = path_read.parse(data)
    assert (len(chains), whole) == (count, sound)


ARCS = ["M10 10a5 3 30 0130-4", "M5 5A20 9 77 1 0 1,1", "M0 0a9 9 0 1 1 3 3 4 2 10 0 1 5-5"]


@pytest.mark.parametrize("data", ARCS)
def test_arcs_are_as_long_as_another_library_finds_them(data: str):
    import svgelements

    (chain,), sound = path_read.parse(data)
    points = sample_beziers(chain, 1e-5)
    assert sound
    expected = svgelements.Path(data).length(error=1e-6)
    assert polyline_length(points) == pytest.approx(expected, rel=1e-3)
