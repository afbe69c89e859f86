"""The command line."""

from __future__ import annotations


def main(argv: list[str] | None = None) -> int:
    """Run the command line; the exit code is 0 done, 1 failed, 2 wrong usage."""
    raise SystemExit(2)
