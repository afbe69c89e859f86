"""Where films and frames are written to."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from sketchpad.ui.dialogs.film_export import target_of
from sketchpad.ui.dialogs.replacing import may_replace


@pytest.mark.parametrize(
    ("typed", "kind", "meant"),
    [
        ("a", (".gif", False), ("a.gif", False)),
        ("a.SVG", (".gif", False), ("a.SVG", False)),
        ("a.png", (".gif", False), ("a.png", True)),
        ("a.gif", (".svg", False), ("a.svg", False)),
        ("a.gif", (".png", True), ("a.png", True)),
        ("take 1.2", (".gif", False), ("take 1.2.gif", False)),
    ],
)
def test_the_name_and_the_kind_of_a_film_agree(
    typed: str, kind: tuple[str, bool], meant: tuple[str, bool]
) -> None:
    assert target_of(Path(typed), *kind) == (Path(meant[0]), meant[1])


def test_files_that_nobody_asked_about_are_not_replaced(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "setText", lambda _box, text: asked.append(text))
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: QMessageBox.StandardButton.No)
    frames = [tmp_path / f"a-{number}.png" for number in range(3)]
    assert may_replace(parent, tmp_path / "a.png", frames)
    frames[1].touch()
    assert may_replace(parent, frames[1], frames)
    assert not may_replace(parent, tmp_path / "a.png", frames)
    frames[2].touch()
    assert not may_replace(parent, tmp_path / "a.png", frames)
    assert asked == [
        "“a-1.png” already exists. Do you want to replace it?",
        "“a-1.png” and 1 more already exist. Do you want to replace them?",
    ]
