"""Thousands of generated prompts that nobody tuned by hand: planted clashes are found, planted look-alikes are not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

from trials import Trial, banks, said, trials

BANK = banks()
# Over all surfaces; what falls with new knowledge is moved, and does not rise again.
SILENT = 0.03  # of the look-alikes of all surfaces may be reported
FOUND = 0.65  # of the planted clashes of all surfaces must be
EVERY = 6  # the banks make tens of thousands of trials; one in so many is run here, all by benchmarks/trials.py


def made() -> list[Trial]:
    return list(trials(BANK, partners=2))[::EVERY]


def test_planted_clashes_are_found_and_look_alikes_are_not() -> None:
    """Over all surfaces at once, so that no case is worth tuning."""
    clashes = [bool(said(t)) for t in made() if t.clash]
    silent = [bool(said(t)) for t in made() if not t.clash]
    assert sum(clashes) >= FOUND * len(clashes)
    assert sum(silent) <= SILENT * len(silent)


@pytest.mark.parametrize("surface", BANK)
def test_a_bank_has_sentences_for_both_sides(surface: str) -> None:
    """A surface with one side only tests nothing."""
    sides = [name for name in BANK[surface] if name in ("demand", "forbid") or name.startswith("=")]
    assert len(sides) >= 2
    assert all(len(BANK[surface][side]) == len(set(BANK[surface][side])) >= 3 for side in sides)
