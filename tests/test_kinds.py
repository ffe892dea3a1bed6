"""What the rules on single sentences find of wordings that were written without a look at their knowledge."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from promptlint.engine import Settings, lint_source
from promptlint.source import Source

BANK = yaml.safe_load((Path(__file__).parent / "data" / "kinds.yaml").read_text(encoding="utf-8"))
FRAMES = (  # the rules ask who talks to the model: an agent's brief, a public chat, an assistant of a team
    "You are an agent that works on a repository and a mailbox with tools over several steps.\n\n{}\n",
    "You are the assistant on our website, and customers write to you.\n\n{}\n",
    "You help the staff of a library.\n\n- {}\n",
)


def reported(kind: str, sentence: str) -> bool:
    """Whether the rule reports the sentence in one of the frames."""
    settings = Settings(select=(kind,))
    return any(lint_source(Source("a.md", f.format(sentence)), settings).diagnostics for f in FRAMES)


@pytest.mark.parametrize("kind", sorted(BANK))
def test_tempting_sentences_are_left_alone(kind: str) -> None:
    assert [s for s in BANK[kind]["miss"] if reported(kind, s)] == []


@pytest.mark.parametrize("kind", sorted(BANK))
def test_as_many_are_found_as_before(kind: str) -> None:
    missed = [s for s in BANK[kind]["hit"] if not reported(kind, s)]
    assert len(BANK[kind]["hit"]) - len(missed) >= BANK[kind]["floor"], missed
