"""Sentences that break off anywhere: what stands in an editor while somebody types. No rule may crash on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptlint.engine import document_of, lint_source, toolbox
from promptlint.source import Source

ROOT = Path(__file__).resolve().parent.parent
PROMPTS = sorted(
    p for p in (ROOT / "benchmarks" / "labelled" / "development").rglob("*") if p.suffix in (".md", ".txt")
)
LONGEST, AT_ONCE = 24, 60  # words of a piece, pieces of a prompt


def pieces(path: Path) -> list[str]:
    """The beginnings of every sentence of a prompt."""
    document = document_of(Source(path.name, path.read_text(encoding="utf-8")), toolbox().table)
    found: dict[str, None] = {}
    for sentence in (s for u in document.units for s in u.sentences):
        ends = sentence.tokens.ends[:LONGEST]
        found.update(dict.fromkeys(" ".join(sentence.text[:end].split()) for end in ends))
    return list(found)


@pytest.mark.parametrize("path", PROMPTS[::2], ids=lambda p: "-".join(p.parts[-2:]))
def test_half_a_sentence_crashes_no_rule(path: Path) -> None:
    found = pieces(path)
    for i in range(0, len(found), AT_ONCE):
        text = "".join(f"- {piece}\n" for piece in found[i : i + AT_ONCE])
        crashes = [d.message for d in lint_source(Source("a.prompt.md", text)).diagnostics if d.category == "internal"]
        assert not crashes, text
