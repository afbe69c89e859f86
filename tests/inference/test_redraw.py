"""The whole sketch anew: the drawings that stay nearest to what was kept come first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sketchpad.core import Sketch
from sketchpad.core.document import Hole
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import bounds_of
from sketchpad.inference import waypoints
from sketchpad.inference.redraw import UNKNOWN, RedrawRequest, _covered, redraw
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run
from tests.tiny_models import write_tiny_model


@pytest.fixture(scope="module")
def redrawer(tmp_path_factory: pytest.TempPathFactory, models_folder: Path) -> Path:
    folder = tmp_path_factory.mktemp("redraw")
    (folder / "recognise").symlink_to(models_folder / "recognise")
    small = {"latent": 4, "channels": [4, 8], "canvas": {"size": 16}}
    options = {**small, "decoder": {"size": 16, "mixtures": 3}}
    write_tiny_model(folder, "redraw", "redraw", "lmser", options)
    return folder


def test_it_draws_at_the_place_and_size_of_what_it_replaces(redrawer: Path, face: Sketch) -> None:
    hole = Hole.box(380, 100, 60, 60)
    request = RedrawRequest(face, (hole,), alternatives=3, seed=1)
    found = redraw(request, models=Models([redrawer], "cpu"))
    assert 1 <= len(found) <= 3
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)
    for suggestion in found:
        assert suggestion.replaces == {stroke.id for stroke in face.strokes}
        bounds = bounds_of(suggestion.strokes)
        assert bounds is not None
        # Curves may swing past the points that they go through.
        assert bounds[0] > 170
        assert bounds[1] > 70
        assert bounds[2] < 470
        assert bounds[3] < 430


def test_it_says_when_it_has_not_learned_what_it_sees(
    redrawer: Path, face: Sketch, monkeypatch: pytest.MonkeyPatch
) -> None:
    for least, told in ((0.0, []), (1.1, [UNKNOWN])):
        monkeypatch.setattr(waypoints, "_SURE", least)
        heard: list[str] = []
        redraw(RedrawRequest(face), models=Models([redrawer], "cpu"), run=Run(notice=heard.append))
        assert heard == told


def test_ink_where_ink_was_kept_counts() -> None:
    kept = [np.array([(0.0, 0.0), (100.0, 0.0)]), np.array([(0.0, 50.0)])]
    away = [line + np.array([0.0, 40.0]) for line in kept]
    same, near, far = _covered(kept, [kept, [line + 2.0 for line in kept], away])
    assert same == pytest.approx(1.0)
    assert same > near > 0.5 > far


def test_nothing_to_redraw_is_a_sentence(redrawer: Path) -> None:
    with pytest.raises(InputError, match="empty"):
        redraw(RedrawRequest(Sketch()), models=Models([redrawer], "cpu"))
