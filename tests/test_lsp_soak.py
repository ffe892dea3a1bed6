"""Random edits on many texts in one run of the server; the full measure is `benchmarks/soak.py`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")
ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("seed", [1, 2])
def test_the_server_survives_edits_and_finds_what_a_fresh_one_finds(seed: int) -> None:
    command = [sys.executable, "benchmarks/soak.py", "--edits", "150", "--texts", "12", "--seed", str(seed)]
    command += ["--growth", "50"]  # so few edits are hardly more than a warm-up
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "equal to a cold run" in run.stdout and "Traceback" not in run.stderr
