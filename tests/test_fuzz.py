"""A small share of `make fuzz`, at a fixed seed."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

import fuzz


def test_no_mutation_makes_anything_fail() -> None:
    failures = fuzz.run(300, seed=7)
    assert not failures, failures[0]
