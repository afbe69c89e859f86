"""Brings the translations up to date: ``python -m tests.proof.translate``.

Reads the texts out of the code into ``resources/translations/sketchpad_<language>.ts``, where they
are translated by hand (or with Qt Linguist), and compiles that to ``.qm``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("de",)


def tool(name: str) -> str:
    """A Qt tool of this Python environment."""
    return str(Path(sys.executable).parent / f"pyside6-{name}")


def sources() -> list[str]:
    """The files whose texts are translated."""
    return sorted(str(path) for path in (ROOT / "sketchpad" / "ui").rglob("*.py"))


def update(target: Path) -> None:
    """Bring the texts of one ``.ts`` file in step with the code."""
    options = ["-no-obsolete", "-locations", "none", "-tr-function-alias", "QT_TRANSLATE_NOOP+=_T"]
    command = [tool("lupdate"), *sources(), *options, "-ts", str(target)]
    subprocess.run(command, check=True, capture_output=True)


def compile_all() -> None:
    """Compile every language."""
    for language in LANGUAGES:
        path = FOLDER / f"sketchpad_{language}"
        command = [tool("lrelease"), f"{path}.ts", "-qm", f"{path}.qm"]
        subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    """Update and compile."""
    for language in LANGUAGES:
        update(FOLDER / f"sketchpad_{language}.ts")
    compile_all()


if __name__ == "__main__":
    main()
