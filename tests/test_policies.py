"""What the rules on refusals and honesty say of prompts and sentences in many wordings.

Each block of ``policies/*.txt`` opens with ``=== `` and the names of the rules that are due ("-" for none), and
``path=`` where the format matters.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from promptlint.engine import Settings, lint_source
from promptlint.source import Source

HERE = Path(__file__).parent / "policies"
WHOLE = (
    "missing-refusal-policy",
    "missing-scope",
    "missing-crisis-path",
    "uncovered-hazard",
    "missing-uncertainty-policy",
)
SENTENCE = (
    "sycophancy-inducement",
    "fabrication-pressure",
    "ungrounded-citation",
    "refusal-without-alternative",
    "over-broad-refusal",
)


def blocks(name: str) -> Iterator[tuple[frozenset[str], str, str]]:
    """``(rules that are due, path, text)`` of each block of a file."""
    for block in (HERE / name).read_text(encoding="utf-8").removeprefix("=== ").split("\n=== "):
        head, _, text = block.partition("\n")
        path = next((w.removeprefix("path=") for w in head.split() if w.startswith("path=")), "p.md")
        yield frozenset(w for w in head.split() if w != "-" and "=" not in w), path, text.rstrip() + "\n"


def said(text: str, rules: tuple[str, ...], path: str = "p.md", profile: str = "") -> set[str]:
    """Names of the rules that report something."""
    result = lint_source(Source(path, text), Settings(select=rules, profile=profile))
    return {d.name for d in result.diagnostics}


@pytest.mark.parametrize(("due", "path", "text"), list(blocks("prompts.txt")))
def test_whole_prompts(due: frozenset[str], path: str, text: str) -> None:
    assert said(text, WHOLE, path) == due


@pytest.mark.parametrize(("due", "path", "text"), list(blocks("sentences.txt")))
def test_sentences(due: frozenset[str], path: str, text: str) -> None:
    assert said(text, SENTENCE, path) == due


def test_an_adverse_policy_is_no_missing_one() -> None:
    text = (
        "You answer questions of customers about medicines in the app of a pharmacy.\n\n"
        "- Never say that you do not know.\n- Refuse every question that mentions a fever.\n"
    )
    assert not said(text, ("missing-uncertainty-policy", "missing-refusal-policy"))


def test_rules_of_another_prompt_are_not_missed() -> None:
    text = "You are the keeper and talk with players on our site.\n\n- The narrator's rules apply to you.\n- Two sentences.\n"
    assert not said(text, WHOLE)


def test_an_included_template_may_hold_the_policy() -> None:
    text = "You answer customers of a shop in the chat.\n{% include 'policy.md' %}\n- Ask for the order number.\n- Be brief.\n"
    assert not said(text, WHOLE, path="p.md.j2")


def test_declared_profiles_win() -> None:
    text = "You answer customers of a shop in the chat.\n\n- Ask for the order number.\n- At most 60 words.\n"
    assert "missing-scope" in said(text, WHOLE)
    assert not said(text, WHOLE, profile="task")
