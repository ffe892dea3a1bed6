"""What the rules on missing policies say of wordings that were written without a look at their knowledge."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from promptlint.engine import Settings, lint_source
from promptlint.source import Source

BANK = yaml.safe_load((Path(__file__).parent / "data" / "policies.yaml").read_text(encoding="utf-8"))
BLOCKS = ("#", "|", "Q:")  # what stands for itself; other sentences are an item of a list


def missed(kind: str, sentence: str) -> bool:
    """Whether the rule still misses the policy when the sentence is said."""
    text = f"{BANK[kind]['opening']}\n\n{sentence if sentence.startswith(BLOCKS) else '- ' + sentence}\n"
    return bool(lint_source(Source("a.md", text), Settings(select=(kind,))).diagnostics)


@pytest.mark.parametrize("kind", sorted(BANK))
def test_it_is_missed_where_nothing_is_said(kind: str) -> None:
    assert missed(kind, "Be polite.")


@pytest.mark.parametrize("kind", sorted(BANK))
def test_as_many_statements_are_understood_as_before(kind: str) -> None:
    false = [s for s in BANK[kind]["stated"] if missed(kind, s)]
    assert len(BANK[kind]["stated"]) - len(false) >= BANK[kind]["quiet"], false


@pytest.mark.parametrize("kind", sorted(BANK))
def test_as_many_other_sentences_are_no_policy_as_before(kind: str) -> None:
    taken = [s for s in BANK[kind]["silent"] if not missed(kind, s)]
    assert len(BANK[kind]["silent"]) - len(taken) >= BANK[kind]["speaks"], taken
