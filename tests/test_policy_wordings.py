"""What the rules on missing policies say of wordings that were written without a look at their knowledge."""

from __future__ import annotations

import re
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


# Prompts whose lines with "@scope", "@refusal" … state the policy: whole, nothing is missing; without the line, that is.
RULES = {
    "scope": "missing-scope",
    "refusal": "missing-refusal-policy",
    "uncertainty": "missing-uncertainty-policy",
    "crisis": "missing-crisis-path",
    "boundary": "missing-data-boundary",
    "budget": "missing-budget",
    "stop": "missing-stop-condition",
    "success": "missing-success-criteria",
    "hazard": "uncovered-hazard",
}
BOOKS = {  # reports on whole prompts, which may only fall; policies that are missed once their line is gone: may only rise
    "complete": (1, 40),
    "terse": (0, 88),
    "varied": (2, 70),
    "further": (1, 40),
}


def prompts(book: str) -> list[str]:
    """The prompts of a file."""
    return (Path(__file__).parent / "policies" / f"{book}.txt").read_text(encoding="utf-8").split("=== ")[1:]


def said(block: str, without: str = "") -> set[str]:
    """The rules that speak of a prompt, one of its policies left out."""
    lines = [x for x in block.split("\n")[1:] if not without or not x.startswith(f"@{without} ")]
    text = "\n".join(re.sub(r"^@\w+ ", "", x) for x in lines)
    return {d.name for d in lint_source(Source("a.md", text), Settings(select=tuple(RULES.values()))).diagnostics}


@pytest.mark.parametrize("book", BOOKS)
def test_whole_prompts_miss_nothing(book: str) -> None:
    false = [(b.split("\n")[1], n) for b in prompts(book) for n in said(b)]
    assert len(false) <= BOOKS[book][0], false


@pytest.mark.parametrize("book", BOOKS)
def test_a_policy_that_is_taken_out_is_missed(book: str) -> None:
    cases = [(b, m) for b in prompts(book) for m in re.findall(r"^@(\w+) ", b, re.M)]
    silent = [(b.split("\n")[1], m) for b, m in cases if RULES[m] not in said(b, m)]
    assert len(cases) - len(silent) >= BOOKS[book][1], silent
