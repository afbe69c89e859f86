"""Generate on the command line and in Python: mixtures, and names that nobody knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sketchpad
from sketchpad import cli, files, verbs
from sketchpad.core.errors import InputError
from sketchpad.inference import registry


@pytest.fixture(autouse=True)
def tiny(models_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "resource_path", lambda _: models_folder)
    verbs.models_on.cache_clear()


def run(*arguments: object) -> int:
    return cli.main(["generate", *(str(argument) for argument in arguments)])


def test_two_categories_are_mixed_alike_in_both_doors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.sketch"
    assert run("--category", "box", "--mix", "Cross", "-o", out, "--seed", 3, "--json") == cli.DONE
    told = json.loads(capsys.readouterr().out)
    assert [label.lower() for label in told["categories"]] == ["box + cross"]
    drawn = files.load(out).pages[0].sketch.strokes
    box = (32.0, 32.0, 448.0, 448.0)
    (found,) = sketchpad.generate("box", mix="Cross", seed=3, box=box)
    assert [s.points.tolist() for s in found.strokes] == [s.points.tolist() for s in drawn]
    (plain,) = sketchpad.generate("box", seed=3, box=box)
    assert [s.points.tolist() for s in plain.strokes] != [s.points.tolist() for s in drawn]


def test_a_mixture_has_alternatives(tmp_path: Path) -> None:
    given = ("--category", "box", "--mix", "wave", "--alternatives", 3)
    assert run(*given, "-o", tmp_path / "out.svg") == cli.DONE
    assert len(list(tmp_path.glob("out-*.svg"))) == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--category", "boxes"), "No model knows the category 'boxes'; did you mean box?"),
        (("--category", "wafe"), "No model knows the category 'wafe'; did you mean wave?"),
        (
            ("--category", "box", "--mix", "crosses"),
            "No model knows the category 'crosses'; did you mean cross?",
        ),
        (("--category", "unicorn"), "No model knows the category 'unicorn'."),
        (
            ("--category", "box, cross"),
            "One category is drawn, or two with --category ONE --mix OTHER.",
        ),
    ],
)
def test_names_that_nobody_knows_are_told_with_those_that_may_be_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: tuple[str, ...], said: str
) -> None:
    assert run(*given, "-o", tmp_path / "out.svg") == cli.FAILED
    assert capsys.readouterr().err == f"sketchpad: {said}\n"
    assert not list(tmp_path.glob("*.svg"))


def test_other_verbs_propose_names_too() -> None:
    sketch = sketchpad.Sketch.of([[(0.0, 0.0), (90.0, 90.0)]])
    with pytest.raises(InputError, match=r"knows no category 'wavy'; did you mean wave\?"):
        sketchpad.complete(sketch, category="wavy")
