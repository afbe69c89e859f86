"""``card.json``: what a model is, what it was trained on, how well it does, and its checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from sketchpad.core.errors import FileError
from training.data import TRAIN, PackedSet

#: What cards begin the commands with that measured a run's headlines.
EVALUATE: Final = "python -m training evaluate"
#: Sources of drawings that have a name of their own, and what is owed to them.
CREDITS: Final[Mapping[str, Mapping[str, str]]] = {
    "quickdraw": {
        "credit": "The Quick, Draw! Dataset, Google",
        "licence": "CC BY 4.0",
        "kind": "drawings by people",
    },
    "face_extra": {
        "credit": "The Quick, Draw! Dataset, Google",
        "licence": "CC BY 4.0",
        "kind": "drawings by people",
    },
    "sampled": {
        "credit": "sampled from the sketch-rnn decoders of Google Magenta, which were trained on "
        "the Quick, Draw! Dataset",
        "licence": "Apache-2.0 and CC BY 4.0",
        "kind": "synthetic drawings",
    },
    "omniglot": {
        "credit": "Omniglot, Lake, Salakhutdinov and Tenenbaum 2015",
        "licence": "MIT",
        "kind": "handwritten characters by people",
    },
}
CARD: Final = "card.json"
#: A category with so many training drawings is one that a model can be expected to draw.
WELL_POPULATED: Final = 300


def data_of(meta: Mapping[str, Any], used: Sequence[str]) -> list[dict[str, Any]]:
    """The card's ``data``: the sources of a prepared set that a recipe used, with credits."""
    rows = []
    for name in used:
        known = CREDITS.get(name, {"credit": name, "licence": "unknown", "kind": "drawings"})
        counts = {k: meta["sources"][name][k] for k in ("train", "valid", "test")}
        rows.append({"name": name, **known, "drawings": counts})
    return rows


def well_populated(data: PackedSet, sources: Sequence[str]) -> list[str]:
    """The categories of which these sources have many training drawings, in order."""
    chosen = data.select(TRAIN, sources=dict.fromkeys(sources, 1.0))
    counts = np.bincount(data.category[chosen][data.category[chosen] >= 0])
    names = (
        name for name, n in zip(data.all_categories, counts, strict=False) if n >= WELL_POPULATED
    )
    return [name for name in names if name in data.categories]


def evaluation(run: Path) -> dict[str, Any] | None:
    """What ``evaluate`` found of a run, or None if it has not run.

    The names of pictures, and which single drawings were hits, are left out.
    """
    try:
        found = json.loads((run / "evaluation" / "evaluation.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    for part in ("healing", "healing_chosen"):
        for row in found.get(part, {}).get("corruptions", {}).values():
            row.pop("right", None)
    return {k: v for k, v in found.items() if k != "pictures"}


def headlines(found: Mapping[str, Any] | None, temperature: float) -> dict[str, dict[str, Any]]:
    """The card's ``metrics`` of an evaluation: what tells most, with intervals.

    Args:
        found: as from ``evaluation``; None gives nothing.
        temperature: of generated drawings, the nearest that was measured.
    """
    if found is None:
        return {}
    everything = found.get("likelihood", {}).get("all", {})
    chosen = {
        name: everything[key]
        for name, key in (("top1", "top1"), ("top5", "top5"), ("nats per point", "per_point"))
        if key in everything
    }
    # A decoder that is shown the drawing point by point has a likelihood that compares with none.
    if "category_alone" in everything:
        chosen["nats from the category alone"] = everything["category_alone"]
        del chosen["nats per point"]
    for level, measured in found.get("healing", {}).get("corruptions", {}).items():
        if level in {"10 %", "50 %"}:
            chosen |= {f"{k} at {level} masked": measured[k] for k in ("rec1", "ret1")}
    drawn = dict(found.get("generation", {}).get("temperatures", {}))
    drawn.pop("people", None)
    if drawn:
        nearest = min(drawn, key=lambda t: abs(float(t) - temperature))
        chosen |= {
            f"{k} generated at {nearest}": drawn[nearest][k]
            for k in ("rec1", "rec5")
            if k in drawn[nearest]
        }
    command = found.get("command", EVALUATE)
    return {
        name: {
            "value": round(e["value"], 4),
            "low": round(e["low"], 4),
            "high": round(e["high"], 4),
            "command": command,
        }
        for name, e in chosen.items()
    }


def files_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Sizes and checksums of a model's files, the card aside."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name != CARD:
            data = path.read_bytes()
            found[path.name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return found


def write(folder: Path, values: Mapping[str, Any]) -> None:
    """Write a model's card; ``files`` is filled in from the folder.

    Raises:
        FileError: if it cannot be written.
    """
    text = json.dumps({**values, "files": files_of(folder)}, indent=1, ensure_ascii=False)
    partial = folder / f"{CARD}.partial"
    try:
        partial.write_text(text + "\n", encoding="utf-8")
        partial.replace(folder / CARD)
    except OSError as error:
        raise FileError(f"The card in {folder} cannot be written: {error.strerror}.") from None


def read(folder: Path) -> dict[str, Any]:
    """A model's card.

    Raises:
        FileError: if there is none, or it is not JSON.
    """
    try:
        card: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise FileError(f"There is no readable {CARD} in {folder}.") from None
    return card


def add_metrics(folder: Path, values: Mapping[str, Any], command: str) -> None:
    """Add measured values, by name, and the command that measures them, to a model's card.

    Args:
        folder: of the model.
        values: numbers, or where they are means, ``Estimate``s as plain values.
        command: what to type to measure them again.
    """
    card = read(folder)
    metrics = card.setdefault("metrics", {})
    for name, value in values.items():
        found = value if isinstance(value, Mapping) else {"value": value}
        kept = {k: round(found[k], 4) for k in ("value", "low", "high") if k in found}
        metrics[name] = {**kept, "command": command}
    write(folder, card)


def add_evaluation(folder: Path, run: Path) -> None:
    """Put what ``evaluate`` found of a run into the card of the model that was exported from it."""
    card = read(folder)
    found = evaluation(run)
    card["evaluation"] = found
    kept = {
        name: metric
        for name, metric in card.get("metrics", {}).items()
        if not metric["command"].startswith(EVALUATE + " ")
    }
    card["metrics"] = headlines(found, card["temperature"]) | kept
    write(folder, card)
