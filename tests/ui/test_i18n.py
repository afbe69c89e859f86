from __future__ import annotations

import ast
import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from pytestqt.qtbot import QtBot

from sketchpad import files
from sketchpad.core import errors
from sketchpad.core.errors import SketchpadError
from sketchpad.core.resources import resource_path
from sketchpad.ui import i18n
from sketchpad.ui.actions import ACTIONS, action
from sketchpad.ui.categories import category_label, sorted_by_label
from sketchpad.ui.sentences import SENTENCES, is_known, said
from tests.proof import translate

ROOT = Path(__file__).parents[2]
GERMAN = translate.FOLDER / "sketchpad_de.ts"
#: Methods whose text a person reads.
SHOWN = {
    *("setText", "setToolTip", "setWindowTitle", "setAccessibleName", "setAccessibleDescription"),
    *("setPlaceholderText", "setStatusTip", "setInformativeText", "addAction", "addMenu", "say"),
    *("QLabel", "QPushButton", "QCheckBox", "section", "muted", "setLabelText", "setTitle"),
}


def texts(path: Path) -> dict[tuple[str, str], str]:
    """Context and source text to translation."""
    found = {}
    for context in ET.parse(path).getroot().findall("context"):
        for message in context.findall("message"):
            key = (context.findtext("name") or "", message.findtext("source") or "")
            translation = message.find("translation")
            unfinished = translation is None or translation.get("type") == "unfinished"
            found[key] = "" if unfinished else (translation.text or "")
    return found


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    target = tmp_path_factory.mktemp("ts") / "sketchpad_de.ts"
    shutil.copy(GERMAN, target)
    translate.update(target)
    return texts(target)


def test_every_text_of_the_code_is_translated(fresh: dict[tuple[str, str], str]):
    missing = [key for key, translation in fresh.items() if not translation]
    assert missing == [], "translate these, see tests/proof/translate.py"


def test_translations_keep_what_is_filled_in(fresh: dict[tuple[str, str], str]):
    for (_context, source), translation in fresh.items():
        fields = sorted(re.findall(r"{[^}]*}", source))
        assert sorted(re.findall(r"{[^}]*}", translation)) == fields, source
        assert ("…" in source) == ("…" in translation), source
        assert source.startswith("&") == translation.startswith("&"), source


def test_menus_have_different_letters(fresh: dict[tuple[str, str], str]):
    for column in (0, 1):
        titles = [(k[1], v)[column] for k, v in fresh.items() if k[0] == "Menus"]
        letters = [title[title.index("&") + 1].lower() for title in titles]
        assert len(set(letters)) == len(letters)


def test_the_compiled_file_is_up_to_date(qtbot: QtBot):
    translator = QTranslator()
    assert translator.load(str(resource_path("translations/sketchpad_de.qm")))
    for (context, source), translation in texts(GERMAN).items():
        assert translator.translate(context, source) == translation


def test_no_text_bypasses_translation():
    """Literal texts with letters may not be handed to anything that shows them."""
    bare = []
    for path in map(Path, translate.sources()):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in SHOWN:
                for argument in node.args[:2]:
                    if isinstance(argument, ast.Constant) and _is_text(argument.value):
                        bare.append(f"{path.name}:{node.lineno}: {argument.value!r}")
    assert bare == []


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != "Sketchpad" and any(c.isalpha() for c in value)


def test_german_can_be_chosen(qtbot: QtBot, german: None):
    assert action("edit.undo").label == "Rückgängig"
    assert all(row.label and row.hint for row in ACTIONS)
    assert QCoreApplication.translate("Samples", "Cat") == "Katze"
    reason = said("Models run on the CPU: no NVIDIA driver was found.")
    assert reason == "Modelle laufen auf dem Prozessor: Es fand sich kein NVIDIA-Treiber."


def test_every_category_of_the_models_has_a_german_name(qtbot: QtBot, german: None):
    cards = [json.loads(p.read_text()) for p in resource_path("models").glob("*/card.json")]
    names = {name for card in cards for name in card.get("categories", ())}
    assert len(names) == 345
    known = json.loads(resource_path("translations/categories_de.json").read_text("utf-8"))
    assert set(known) == names
    labels = {name: category_label(name) for name in names}
    assert len(set(labels.values())) == len(names), "no two may be called alike"
    assert labels["house"] == "Haus"
    assert category_label("cat + bird") == "Katze + Vogel"
    assert sorted_by_label(["apple", "owl", "airplane"]) == ["apple", "owl", "airplane"]
    assert category_label("what nobody knows") == "what nobody knows"


def test_known_sentences_are_said_somewhere():
    rooms = [ROOT / "sketchpad" / room for room in ("core", "files", "inference")]
    code = "\n".join(p.read_text(encoding="utf-8") for room in rooms for p in room.rglob("*.py"))
    code = re.sub(r'"\s*f?"', "", code)  # one string, written in two
    code = re.sub(r"{[^{}\n\"]*}", "{}", code)  # what is filled in is called otherwise there
    bare = {sentence: re.sub(r"{\w+}", "{}", sentence) for sentence in SENTENCES}
    assert [s for s, text in bare.items() if text.removesuffix(".") not in code] == []


#: Faults of whoever calls the code; nothing that a person does in the window leads to them.
FOR_PROGRAMMERS = (
    *("The tolerance of a curve", "The spacing of points", "A spacing of", "This transformation"),
    *("Cannot draw", "A stroke-3 drawing", "A stroke-5 drawing", "A drawing cannot be fitted"),
    *("These constants", "A drawing of", "A frame stands", "A picture cannot have"),
    *("There is no page", "There is no drawing It; the first is"),
    *("There is no model for the task “It”It",),
    *("Detail is", "A picture has", "There can be", "The seed", "top-p", "The temperature"),
)


def test_every_sentence_that_a_person_may_be_told_is_known():
    kinds = {name for name in dir(errors) if name.endswith("Error")} | {"notice", "_on_notice"}
    unknown = []
    for room in ("core", "files", "inference"):
        for path in (ROOT / "sketchpad" / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) in kinds and node.args:
                    text = _filled_in(node.args[0])
                    if " " in text and not text.startswith(FOR_PROGRAMMERS) and not is_known(text):
                        unknown.append(f"{path.name}:{node.lineno}: {text}")
    assert unknown == []


def _filled_in(text: ast.expr) -> str:
    """A text with something in each of its fields; nothing if it is no literal."""
    if isinstance(text, ast.Constant):
        return str(text.value)
    if isinstance(text, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "It" for part in text.values
        )
    return ""


def test_errors_of_files_are_told_in_the_language_of_the_interface(german: None, tmp_path: Path):
    """What really is raised, with its path and its reason, reaches the user translated."""
    (tmp_path / "bad.svg").write_text("<html>")
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "empty.sketch").touch()
    cases = {
        "bad.svg": "kann nicht geöffnet werden: Es ist beschädigt: Das Ende fehlt",
        "text.png": "ist keine Zeichnung und kein Bild",
        "empty.sketch": "ist leer",
        "missing.svg": "kann nicht gelesen werden: Es gibt keine solche Datei",
    }
    for name, expected in cases.items():
        with pytest.raises(SketchpadError) as caught:
            files.load(tmp_path / name)
        assert expected in said(str(caught.value)), name
        assert name in said(str(caught.value))
    unlearned = "The model has not learned “house”, which the second sketch seems to show; "
    assert "„Haus“ nicht gelernt, was die zweite" in said(
        f"{unlearned}strokes are matched and moved."
    )
    assert "gesperrt" in said("The layer “A” is locked; unlock it to draw on it.")


def test_sentences_without_a_translation_are_left_alone():
    assert said("Something else: entirely.") == "Something else: entirely."
    assert said("CUDA does not work here: its first run failed (x).").endswith("(x).")


def test_english_needs_no_file():
    assert i18n.install("en") == "en"
    assert action("edit.undo").label == "Undo"
    assert category_label("house") == "house"
