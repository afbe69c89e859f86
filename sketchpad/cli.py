"""The command line: opens the application, or hands over to one of ``sketchpad.commands``.

A command's module has ``configure(parser)``, which adds its arguments, and ``run(options,
console)``, which does the work and returns what ``--json`` prints.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sketchpad import __version__
from sketchpad.commands.console import Console

#: Name → what it does; its module is ``sketchpad.commands.NAME``.
COMMANDS: Final = {
    "complete": "draw on where a drawing stops",
    "heal": "draw what was erased, and nothing else",
    "interpolate": "draw the frames between two drawings",
    "generate": "draw new sketches of a category",
    "clean": "turn rough drawings into clean strokes",
    "recognise": "tell what a drawing shows",
    "convert": "turn a drawing into another format",
    "models": "list the models that are installed",
    "doctor": "check the installation and the device, one line per finding",
}
DONE, FAILED, WRONG_USAGE = 0, 1, 2
#: One of them tells Qt on Linux where to show windows, or not to.
_SCREENS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
#: Shows where an internal error came from, and what a library said behind a sentence of ours.
TRACEBACK: Final = "SKETCHPAD_TRACEBACK"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 done, 1 failed, 2 wrong usage.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given and given[0] in COMMANDS:
            return _run_command(given[0], given[1:])
        return _open_application(given)
    except SystemExit as exit_:  # argparse leaves this way
        return exit_.code if isinstance(exit_.code, int) else WRONG_USAGE
    except KeyboardInterrupt:
        return _fail("interrupted")
    except BrokenPipeError:
        # Whoever read our output has enough; nothing may be written there at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        return _fail(_sentence(error))


def _open_application(given: Sequence[str]) -> int:
    parser = _application_parser()
    options = parser.parse_args(given)
    for name in options.files:
        if not Path(name).suffix and not Path(name).exists():
            parser.error(f"there is no command and no file {name!r}")
    if sys.platform.startswith("linux") and not any(os.environ.get(v) for v in _SCREENS):
        return _fail("there is no screen to open a window on; every command works without one")
    try:
        from sketchpad.ui.application import run
    except ImportError as error:
        return _fail(f"the window cannot be opened ({error}); `sketchpad doctor` may say why")
    return run(options.files, quit_after_ms=options.quit_after)


def _run_command(name: str, given: Sequence[str]) -> int:
    module = importlib.import_module(f"sketchpad.commands.{name}")
    parser = argparse.ArgumentParser(f"sketchpad {name}", description=module.__doc__)
    module.configure(parser)
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object and nothing else"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but errors")
    options = parser.parse_args(given)
    console = Console(json=options.json, quiet=options.quiet)
    with _repeatable(options):
        result = module.run(options, console)
    console.finish(result)
    return FAILED if result.get("ok") is False else DONE


def _repeatable(options: argparse.Namespace) -> contextlib.AbstractContextManager[None]:
    """For commands that draw at random, where the same seed has to give the same bytes."""
    if not hasattr(options, "seed"):
        return contextlib.nullcontext()
    from sketchpad.commands.drawing import repeatable

    return repeatable(options)


def _application_parser() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    commands = "\n".join(f"  {name:{width}}  {about}" for name, about in COMMANDS.items())
    parser = argparse.ArgumentParser(
        "sketchpad",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="sketchpad [FILE ...]\n       sketchpad COMMAND ...",
        description="Opens the drawing application, or runs one of the commands.",
        epilog=f"commands (each with its own --help):\n{commands}",
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="drawings or images to open")
    parser.add_argument("--version", action="version", version=f"sketchpad {__version__}")
    parser.add_argument("--quit-after", type=int, metavar="MS", help=argparse.SUPPRESS)
    return parser


def _sentence(error: Exception) -> str:
    """What went wrong, for the user; a bug says that it is one."""
    from sketchpad.core.errors import SketchpadError  # with numpy, which --help can do without

    wanted = bool(os.environ.get(TRACEBACK))
    if isinstance(error, SketchpadError) and not (wanted and error.__cause__):
        return str(error)
    if wanted:
        raise error
    return (
        f"an internal error ({type(error).__name__}: {error}); set {TRACEBACK}=1 to see where, "
        "and please report it"
    )


def _fail(sentence: str) -> int:
    print(f"sketchpad: {' '.join(sentence.split())}", file=sys.stderr)
    return FAILED
