from __future__ import annotations

from pathlib import Path

import pytest

from sketchpad.core import resources
from sketchpad.core.errors import FileError


def test_the_icons_of_the_checkout_are_found():
    assert resources.resource_path("icons/undo.svg").is_file()
    assert resources.resource_path("icons").is_dir()


@pytest.mark.parametrize(
    "name",
    ["", "/etc/passwd", "../pyproject.toml", "icons/../../x", "C:/x", "icons\\..\\..\\x", "\\x"],
)
def test_names_that_lead_out_are_refused(name: str):
    with pytest.raises(ValueError, match="not the name of a resource"):
        resources.resource_path(name)


def test_a_wheel_carries_them_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    package = tmp_path / "sketchpad"
    package.mkdir()
    monkeypatch.setattr(resources.importlib.resources, "files", lambda _: package)
    resources.resource_root.cache_clear()
    try:
        with pytest.raises(FileError, match="lacks its resources"):
            resources.resource_root()
        (tmp_path / "resources").mkdir()
        assert resources.resource_root() == tmp_path / "resources"
        resources.resource_root.cache_clear()
        (package / "_resources").mkdir()
        assert resources.resource_path("a/b") == package / "_resources" / "a" / "b"
    finally:
        resources.resource_root.cache_clear()
