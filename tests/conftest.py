"""What every test needs: a Qt that shows nothing, and folders of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Machines that run tests may be busy; what is slow is measured by benchmarks. The same examples
# every time, so that a failure is a failure on every machine.
settings.register_profile(
    "sketchpad",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("explore", settings.get_profile("sketchpad"), derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "sketchpad"))


@pytest.fixture(autouse=True)
def no_folders_of_the_user(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Settings, journals and models of whoever runs the tests stay out of them."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in ("SKETCHPAD_MODELS", "SKETCHPAD_DEVICE"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(scope="session")
def models_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tiny models of Complete, Interpolate and Recognise, made once."""
    from tests.tiny_models import write_models

    return write_models(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="session")
def healer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model of Heal, made once."""
    from tests.tiny_models import write_healer

    return write_healer(tmp_path_factory.mktemp("healer"))
