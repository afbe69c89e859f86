from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sketchpad.core.errors import InputError, ModelError
from sketchpad.inference.registry import Models, find_models, read_model, user_models_folder


@pytest.fixture
def folder(models_folder: Path, tmp_path: Path) -> Path:
    """A copy to break."""
    return Path(shutil.copytree(models_folder, tmp_path / "models"))


def test_finds_models_with_their_cards(models_folder: Path) -> None:
    models, broken = find_models([models_folder])
    assert [m.task for m in models] == ["complete", "latent", "recognise"]
    assert not broken
    complete = models[0]
    assert complete.bytes == sum(p.stat().st_size for p in complete.folder.glob("*.onnx"))
    assert complete.category("Wave ") == 1
    assert complete.category(None) == 3
    with pytest.raises(InputError, match="knows no category 'cat'"):
        complete.category("cat")


def test_every_bundled_model_is_whole() -> None:
    models, broken = find_models()
    assert not broken
    assert {"complete", "recognise"} <= {m.task for m in models if m.bundled}
    for model in models:
        model.verify()
    assert sum(m.bytes for m in models if m.bundled) < 45e6


def test_a_damaged_file_is_refused_in_one_sentence(folder: Path) -> None:
    path = folder / "complete" / "decoder_step.onnx"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    models = Models([folder], "cpu")
    with pytest.raises(ModelError, match=r"^The model complete is damaged: .* install it again\.$"):
        models.network(models.get("complete"), path.name)
    models.network(models.get("complete"), "init.onnx")


def test_a_file_of_another_model_is_refused(folder: Path) -> None:
    path = folder / "complete" / "card.json"
    card = json.loads(path.read_text())
    card["codec"]["scale"] *= 2
    path.write_text(json.dumps(card))
    models = Models([folder], "cpu")
    with pytest.raises(ModelError, match=r"^init\.onnx is of another model .* its codec differs"):
        models.network(models.get("complete"), "init.onnx")


def test_a_model_for_newer_operators_is_refused(folder: Path) -> None:
    path = folder / "complete" / "card.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"opset": 99}))
    with pytest.raises(ModelError, match=r"needs a newer version of Sketchpad\.$"):
        read_model(folder / "complete")


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "complete" / "init.onnx").unlink()
    with pytest.raises(ModelError, match=r"init\.onnx is missing"):
        read_model(folder / "complete").verify()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": 1, "files": []}',
        '{"format": "x"}',
        '{"format": 1, "name": 1, "task": "t", "version": "1", "files": {"a": 3}}',
        '{"format": 1, "name": 1, "task": "t", "version": "1", '
        '"files": {"../a": {"bytes": 1, "sha256": ""}}}',
    ],
)
def test_a_broken_card_is_reported_and_the_rest_works(folder: Path, text: str) -> None:
    (folder / "complete" / "card.json").write_text(text)
    models = Models([folder], "cpu")
    assert [b.folder.name for b in models.broken] == ["complete"]
    assert not models.has("complete")
    with pytest.raises(ModelError, match="is not the card of a model"):
        models.get("complete")
    assert models.get("recognise").name == "recognise"


def test_a_card_of_the_future_asks_for_a_newer_version(folder: Path) -> None:
    path = folder / "latent" / "card.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    with pytest.raises(ModelError, match="needs a newer version"):
        read_model(path.parent)


def test_without_models_the_verbs_say_so(tmp_path: Path) -> None:
    models = Models([tmp_path], "cpu")
    assert not models.models
    with pytest.raises(ModelError, match=r"^There is no model for the task “heal”\.$"):
        models.get("heal")
    with pytest.raises(ModelError, match="called mine"):
        models.get("heal", "mine")


def test_the_users_folder_can_be_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SKETCHPAD_MODELS", str(tmp_path))
    assert user_models_folder() == tmp_path
    monkeypatch.delenv("SKETCHPAD_MODELS")
    assert user_models_folder().name == "models"


def test_networks_are_loaded_once(models: Models) -> None:
    model = models.get("complete")
    assert models.network(model, "init.onnx") is models.network(model, "init.onnx")
    with pytest.raises(ModelError, match=r"has no other\.onnx"):
        models.network(model, "other.onnx")
