"""Who talks to the model and what it works with, told from openings that were written without a look at the knowledge."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from promptlint.engine import document_of
from promptlint.knowledge import current
from promptlint.rules.agency._agents import is_agent
from promptlint.source import Source

BANK = yaml.safe_load((Path(__file__).parent / "data" / "openings.yaml").read_text(encoding="utf-8"))
REST = (
    "\n\n- Use plain words and short sentences.\n- Write in the present tense.\n- Put the main point first.\n"
    "- Use the metric system.\n- Write dates as 24 May 2026.\n"
)


def kind(opening: str) -> str:
    """What the opening makes of the model, behind which nothing more is said of it."""
    stack = document_of(Source("a.md", opening + REST), current().table).stacks[0]
    if is_agent(stack):
        return "agent"
    return "public" if stack.profile.public else "neither"


@pytest.mark.parametrize("due", sorted(BANK))
def test_as_many_are_told_apart_as_before(due: str) -> None:
    wrong = [(o, k) for o in BANK[due]["openings"] if (k := kind(o)) != due]
    assert len(BANK[due]["openings"]) - len(wrong) >= BANK[due]["right"], wrong
