"""``python -m training``."""

from __future__ import annotations

import os
import sys

from training.cli import main


def leave(status: int) -> None:
    """End the process; one of several that ``torchrun`` started ends without teardown.

    Gloo's threads outlive ``destroy_process_group`` while anything still holds the group. One
    that lets go of a tensor after the interpreter has begun to fall asks for a lock that is gone
    and aborts the process, whose work was done (pytorch pull request 179291).
    """
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


if __name__ == "__main__":
    leave(main())
