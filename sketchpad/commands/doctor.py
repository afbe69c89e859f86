"""Checks the installation and the device, one line per finding."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from sketchpad import __version__
from sketchpad.commands.console import Console
from sketchpad.core.errors import ModelError
from sketchpad.core.resources import resource_path

GOOD, WARNING, PROBLEM = "good", "warning", "problem"
#: PySide6 from here on drops references of None on interpreters older than the second.
_BROKEN_QT: Final = (6, 12)
_FIXED_PYTHON: Final = (3, 12)


class Finding(NamedTuple):
    """One thing that was looked at.

    Attributes:
        level: ``good``, ``warning`` or ``problem``.
        about: what was looked at.
        text: what was found, and what to do about it.
    """

    level: str
    about: str
    text: str


def configure(_parser: argparse.ArgumentParser) -> None:
    """There is nothing to add."""


def run(_options: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Look at everything; ``ok`` is False if something does not work."""
    findings = list(examine())
    for finding in findings:
        console.say(f"{finding.level:8} {finding.about}: {finding.text}")
    return {
        "ok": all(finding.level != PROBLEM for finding in findings),
        "findings": [finding._asdict() for finding in findings],
    }


def examine() -> Iterator[Finding]:
    """All findings, in order."""
    yield _python()
    yield _qt()
    yield from _runtime()
    yield from _models()
    yield from _folders()


def _python() -> Finding:
    text = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return Finding(GOOD, "Sketchpad", f"{__version__}, Python {text}")


def _qt() -> Finding:
    try:
        version = importlib.metadata.version("PySide6-Essentials")
    except importlib.metadata.PackageNotFoundError:
        return Finding(PROBLEM, "Qt", "PySide6 is not installed; reinstall Sketchpad.")
    return qt_finding(version, sys.version_info[:2])


def qt_finding(version: str, python: tuple[int, ...]) -> Finding:
    """What to think of a PySide6 version on a Python version."""
    parts = tuple(int(part) for part in version.split(".")[:2])
    if parts >= _BROKEN_QT and python < _FIXED_PYTHON:
        return Finding(
            PROBLEM,
            "Qt",
            f"PySide6 {version} aborts Python {python[0]}.{python[1]} while drawing; install "
            '"PySide6-Essentials<6.12", or use Python 3.12.',
        )
    try:
        # Not the widgets: this finds missing system libraries without a display.
        import PySide6.QtGui
    except ImportError as error:
        return Finding(
            PROBLEM,
            "Qt",
            f"PySide6 {version} cannot be loaded ({error}); on Debian and Ubuntu install "
            "libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1.",
        )
    return Finding(GOOD, "Qt", f"PySide6 {version}, Qt {PySide6.QtCore.qVersion()}")


def _runtime() -> Iterator[Finding]:
    from sketchpad.inference import devices

    packages = ", ".join(f"{n} {v}" for n, v in devices.installed_runtimes().items())
    problem = devices.runtime_problem()
    if problem is None:
        yield Finding(GOOD, "ONNX Runtime", packages)
    else:
        level = WARNING if packages.count(",") else PROBLEM
        yield Finding(level, "ONNX Runtime", f"{problem} Found: {packages or 'nothing'}.")
    try:
        device = devices.choose_device()
    except ModelError as error:
        yield Finding(PROBLEM, "Device", str(error))
    else:
        yield Finding(GOOD, "Device", f"{device.label}. {device.reason}")


def _models() -> Iterator[Finding]:
    from sketchpad.inference.registry import find_models

    models, broken = find_models()
    for model in models:
        try:
            model.verify()
        except ModelError as error:
            yield Finding(PROBLEM, "Model", str(error))
        else:
            size = f"{model.bytes / 1e6:.1f} MB"
            text = f"{model.name} {model.version} ({model.task}), {size}, checksum good"
            yield Finding(GOOD, "Model", text)
    for folder in broken:
        yield Finding(WARNING, "Model", folder.reason)
    if not models and not broken:
        yield Finding(WARNING, "Model", "No models are installed; drawing works without them.")


def _folders() -> Iterator[Finding]:
    from sketchpad.inference.registry import user_models_folder

    yield Finding(GOOD, "Resources", str(resource_path("icons").parent))
    places = {"Your models": user_models_folder(), "Temporary files": Path(tempfile.gettempdir())}
    places.update(_qt_folders())
    for about, folder in places.items():
        if _is_writable(folder):
            yield Finding(GOOD, about, str(folder))
        else:
            yield Finding(PROBLEM, about, f"{folder} cannot be written; change its permissions.")


def _qt_folders() -> dict[str, Path]:
    try:
        from PySide6.QtCore import QStandardPaths
    except ImportError:
        return {}
    kinds = QStandardPaths.StandardLocation
    data = QStandardPaths.writableLocation(kinds.GenericDataLocation)
    config = QStandardPaths.writableLocation(kinds.GenericConfigLocation)
    return {
        "Autosave": Path(data) / "sketchpad" / "autosave",
        "Settings": Path(config) / "Sketchpad",
    }


def _is_writable(folder: Path) -> bool:
    """Whether files can be made there, or the folder itself."""
    existing = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)
