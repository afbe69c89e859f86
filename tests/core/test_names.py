from __future__ import annotations

import pytest

from sketchpad.core.names import derived, listed, nearest

CLEAN, ROUGH = "{name} clean", "{name} rough"


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("Ink", ["Ink"], "Ink clean"),
        ("Ink", ["Ink", "Ink clean"], "Ink clean 2"),
        ("Ink clean", ["Ink clean"], "Ink clean 2"),
        ("Ink clean 2", ["Ink clean", "Ink clean 2"], "Ink clean 3"),
        ("Ink clean clean", [], "Ink clean"),
        ("Ink rough", [], "Ink clean"),
        ("Layer 2", [], "Layer 2 clean"),
        ("clean", [], "clean clean"),
        ("Ink (all) clean", [], "Ink (all) clean"),
    ],
)
def test_a_name_says_once_what_it_comes_from(name: str, taken: list[str], expected: str):
    assert derived(name, CLEAN, taken, ROUGH) == expected


def test_words_may_stand_before_the_name():
    assert derived("Kopie von Tinte", "Kopie von {name}", ["Kopie von Tinte"]) == (
        "Kopie von Tinte 2"
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fishe", ["fish"]),
        ("Fisch", ["fish"]),
        ("ice", ["ice cream"]),
        ("hot-air balloon", ["hot air balloon"]),
        ("zzz", []),
        ("", []),
        (" ", []),
    ],
)
def test_near_names_are_found(name: str, expected: list[str]):
    assert nearest(name, ["cat", "fish", "hot air balloon", "ice cream"]) == expected


def test_names_are_listed_as_one_says_them():
    assert listed(["cat"]) == "cat"
    assert listed(["cat", "cow", "dog"]) == "cat, cow or dog"
