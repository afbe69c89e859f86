"""Lists the models that are installed: task, categories, size, checksum, headline metrics."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from sketchpad.commands.console import Console
from sketchpad.core.errors import ModelError
from sketchpad.inference.registry import Model, find_models

_MOST_METRICS = 4


def configure(_parser: argparse.ArgumentParser) -> None:
    """There is nothing to add."""


def run(_options: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Verify and list them."""
    models, broken = find_models()
    entries = [_entry(model) for model in models]
    for entry in entries:
        console.say(_line(entry))
    for folder in broken:
        console.note(folder.reason)
    if not entries:
        console.say("No models are installed.")
    return {
        "models": entries,
        "broken": [{"folder": str(entry.folder), "reason": entry.reason} for entry in broken],
    }


def _entry(model: Model) -> dict[str, Any]:
    problem = None
    try:
        model.verify()
    except ModelError as error:
        problem = str(error)
    return {
        "name": model.name,
        "task": model.task,
        "version": model.version,
        "bundled": model.bundled,
        "folder": str(model.folder),
        "categories": list(model.categories),
        "bytes": model.bytes,
        "sha256": {name: digest for name, (_, digest) in model.files.items()},
        "problem": problem,
        "metrics": _headline(model.card.get("metrics")),
    }


def _headline(metrics: object) -> dict[str, float]:
    """The first plain numbers of the card's metrics; what training itself saw comes last."""
    found: dict[str, float] = {}
    if isinstance(metrics, Mapping):
        for name, value in metrics.items():
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                found[str(name)] = float(value)
            elif isinstance(value, Mapping) and isinstance(value.get("value"), (int, float)):
                found[str(name)] = float(value["value"])
    ordered = sorted(found.items(), key=lambda entry: entry[0].startswith("validation_"))
    return dict(ordered[:_MOST_METRICS])


def _line(entry: Mapping[str, Any]) -> str:
    metrics = ", ".join(f"{name} {value:.4g}" for name, value in entry["metrics"].items())
    parts = [
        f"{entry['name']} {entry['version']}",
        entry["task"],
        f"{len(entry['categories'])} categories",
        f"{entry['bytes'] / 1e6:.1f} MB",
        "checksum good" if entry["problem"] is None else entry["problem"],
        metrics,
        "" if entry["bundled"] else "your own",
    ]
    return "  ".join(part for part in parts if part)
