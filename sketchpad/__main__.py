"""``python -m sketchpad`` is ``sketchpad``."""

from __future__ import annotations

import sys

from sketchpad.cli import main

if __name__ == "__main__":
    sys.exit(main())
