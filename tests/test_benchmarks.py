"""The door of the benchmarks; what they measure is measured by running them."""

from __future__ import annotations

import pytest

from tests.benchmarks.__main__ import BENCHMARKS, main
from tests.benchmarks.table import Row


def test_help_lists_every_benchmark_with_a_word_about_it(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    about = {parts[0]: parts[1] for parts in lines if len(parts) == 2}
    for name in BENCHMARKS:
        assert len(about[name]) > 10


def test_those_named_are_run_or_all(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    fast, slow = ([Row(name, value, 1.0, "ms")] for name, value in (("fast", 0.5), ("slow", 2.0)))
    monkeypatch.setattr(
        "tests.benchmarks.__main__.BENCHMARKS", {"fast": lambda: fast, "slow": lambda: slow}
    )
    assert main(["fast"]) == 0
    assert "1 of 1 within" in capsys.readouterr().out
    assert main([]) == 1
    assert "1 of 2 within" in capsys.readouterr().out


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["nope"])
    assert ended.value.code == 2
    assert "nope" in capsys.readouterr().err
