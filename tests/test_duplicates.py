"""Directives that stand twice in other words, and look-alikes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from promptlint.analysis.paraphrases import meaning
from promptlint.engine import lint_source
from promptlint.source import Source
from promptlint.text.tokens import tokenize

DATA = yaml.safe_load((Path(__file__).parent / "data" / "duplicates.yaml").read_text(encoding="utf-8"))
PAIRS = [(a, b, name == "same") for name, rows in DATA.items() for a, b in rows]


@pytest.mark.parametrize(("a", "b", "same"), PAIRS)
def test_pair(a: str, b: str, same: bool) -> None:
    text = f"You help the staff of a shop.\n\n- {a}\n- Be kind.\n- {b}\n"
    found = [d.name for d in lint_source(Source("prompt.md", text)).diagnostics]
    assert ("duplicate-directive" in found) == same


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("No line exceeds 42 characters.", "At most 42 characters a line."),
        ("A draft is never sent without approval.", "Do not send drafts before they are approved."),
        ("Leave the tests as they are.", "The tests must not be changed."),
    ],
)
def test_meaning(a: str, b: str) -> None:
    assert meaning(tokenize(a).words) == meaning(tokenize(b).words)


def test_a_denial_is_another_meaning() -> None:
    assert meaning(tokenize("Send the draft.").words) != meaning(tokenize("Do not send the draft.").words)


SECTIONS = "# Helper of a library\n\n## {}\n- {}\n- Be kind.\n\n## {}\n- {}\n"
SAID = ("Name the shelf mark of every book.", "Every book is named with its shelf mark.")


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Style", "Books", True),
        ("Rules", "Loans and returns", True),
        ("Lending a book", "Returning a book", False),
        ("Step 1", "Step 2", False),
        ("For members", "For guests", False),
        ("New readers", "Old readers", False),
    ],
)
def test_sections(one: str, two: str, same: bool) -> None:
    text = SECTIONS.format(one, SAID[0], two, SAID[1])
    found = [d.name for d in lint_source(Source("prompt.md", text)).diagnostics]
    assert ("duplicate-directive" in found) == same
