"""What a run tells while it goes: lines on stderr, JSONL, and TensorBoard if it is installed."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sketchpad.core.errors import FileError

if TYPE_CHECKING:
    from training.trainer import Trainer

#: The file in a run's folder.
LOG: Final = "log.jsonl"
#: Seconds between lines of progress, on a terminal and elsewhere.
EVERY: Final = (0.5, 20.0)


def append(path: Path, row: Mapping[str, Any]) -> None:
    """Add a line of JSON to a log.

    Raises:
        FileError: if there is no space or no permission; no half of the line stays.
    """
    line = (json.dumps(row) + "\n").encode()
    try:
        with path.open("ab", buffering=0) as file:
            size = file.tell()
            try:
                if file.write(line) != len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            except OSError:
                with contextlib.suppress(OSError):
                    file.truncate(size)
                raise
    except OSError as error:
        raise FileError(f"The log {path} cannot be written: {error.strerror}.") from None


def read(run: Path, kind: str | None = None) -> list[dict[str, Any]]:
    """The rows of a run's log; none if it has no log.

    Args:
        run: its folder.
        kind: only those of this ``kind``, ``train`` or ``valid``.
    """
    try:
        lines = (run / LOG).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    rows = []
    for line in lines:
        # A run that was killed may have left half a line.
        with contextlib.suppress(ValueError):
            row = json.loads(line)
            if isinstance(row, dict) and (kind is None or row.get("kind") == kind):
                rows.append(row)
    return rows


class Log:
    """The log of one run."""

    def __init__(self, out: Path, name: str, *, quiet: bool, write: bool) -> None:
        """Open the log in a run's folder, appending to what is there.

        Raises:
            FileError: if the folder cannot be written.
        """
        self._name, self._quiet = name, quiet
        self._path = out / LOG if write else None
        self._board: Any = None
        if write:
            try:
                out.mkdir(parents=True, exist_ok=True)
                (out / LOG).touch()
                self._board = _tensorboard(out)
            except OSError as error:
                raise FileError(f"The run cannot be written to {out}: {error.strerror}.") from None
        self._terminal = sys.stderr.isatty()
        self._clock = self._logged = time.monotonic()
        self._drawings = 0
        self._data = self._busy = 0.0
        self._sums: dict[str, float] = {}
        self._count = 0

    def step(
        self, trainer: Trainer, values: dict[str, float], drawings: int, data_seconds: float
    ) -> None:
        """Take note of one step; now and then write the means since the last time."""
        for key, value in values.items():
            self._sums[key] = self._sums.get(key, 0.0) + value
        self._count += 1
        self._drawings += drawings
        self._data += data_seconds
        now = time.monotonic()
        if now - self._logged >= EVERY[0 if self._terminal else 1]:
            self._write(trainer, now - self._logged)
            self._logged = now

    def _write(self, trainer: Trainer, seconds: float) -> None:
        means = {k: v / self._count for k, v in self._sums.items()}
        share = self._data / seconds
        row: dict[str, Any] = means | {
            "kind": "train",
            "step": trainer.step,
            "elapsed": round(trainer.elapsed, 1),
            "rate": trainer.rate(),
            "drawings_per_second": self._drawings / seconds,
            "data_share": share,
        }
        self._append(row, "train", trainer.step)
        progress = max(trainer.progress, 1e-9)
        eta = trainer.elapsed / progress - trainer.elapsed
        text = " ".join(f"{k} {v:.4f}" for k, v in means.items())
        self._say(
            f"{self._name} step {trainer.step} {100 * progress:5.1f}% {text} "
            f"{row['drawings_per_second']:.0f}/s data {100 * share:.0f}% "
            f"ETA {int(eta // 60)}:{int(eta % 60):02d}",
            passing=True,
        )
        self._sums, self._count, self._drawings, self._data = {}, 0, 0, 0.0

    def validation(self, trainer: Trainer, values: dict[str, float]) -> None:
        """Write the means over the held-out drawings."""
        row = values | {"kind": "valid", "step": trainer.step, "elapsed": round(trainer.elapsed, 1)}
        self._append(row, "valid", trainer.step)
        text = " ".join(f"{k} {v:.4f}" for k, v in values.items())
        mark = " *" if trainer.best[1] == trainer.step else ""
        self._say(f"{self._name} step {trainer.step} valid {text}{mark}")

    def end(self, trainer: Trainer) -> None:
        """Say how the run ended."""
        minutes = trainer.elapsed / 60
        best, step = trainer.best
        self._say(
            f"{self._name}: {trainer.step} steps in {minutes:.1f} minutes, "
            f"best {best:.4f} at step {step}"
        )
        if self._board is not None:
            self._board.close()

    def _append(self, row: dict[str, Any], kind: str, step: int) -> None:
        if self._path is not None:
            append(self._path, row)
        if self._board is not None:
            for key, value in row.items():
                if isinstance(value, float):
                    self._board.add_scalar(f"{kind}/{key}", value, step)

    def _say(self, text: str, *, passing: bool = False) -> None:
        if self._quiet:
            return
        if self._terminal and passing:
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
        else:
            print(("\r\x1b[K" if self._terminal else "") + text, file=sys.stderr, flush=True)


def _tensorboard(out: Path) -> Any:  # noqa: ANN401 - a SummaryWriter, or None
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        return None
    return SummaryWriter(str(out / "tensorboard"))
