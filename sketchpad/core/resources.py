"""Where the files are that ship with the application: models, icons, samples, translations."""

from __future__ import annotations

import functools
from importlib import resources
from pathlib import Path


@functools.cache
def resource_root() -> Path:
    """The folder of all resources: inside the package in a wheel, beside it in a checkout.

    Raises:
        FileNotFoundError: if the installation lacks them.
    """
    package = Path(str(resources.files("sketchpad")))
    for folder in (package / "_resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the installation at {package} lacks its resources")


def resource_path(name: str) -> Path:
    """The path of one resource, named by its place below ``resources/``, with forward slashes.

    Raises:
        ValueError: if the name leads out of the resources.
    """
    root = resource_root()
    path = (root / name).resolve()
    if not path.is_relative_to(root.resolve()):
        raise ValueError(f"{name!r} is not the name of a resource")
    return path
