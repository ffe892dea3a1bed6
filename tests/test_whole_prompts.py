"""Stretches of whole prompts, by rule: what a rule must pass over, and what it must find."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from promptlint.diagnostic import Severity
from promptlint.engine import lint_source
from promptlint.source import Source

DATA = yaml.safe_load((Path(__file__).parent / "data" / "whole_prompts.yaml").read_text(encoding="utf-8"))


def said(text: str, rule: str) -> list[str]:
    """What a rule reports on a text, as an error or a warning unless it only ever informs."""
    found = [d for d in lint_source(Source.from_bytes("t.md", f"{text}\n".encode())).diagnostics if d.name == rule]
    return [d.message for d in found if d.severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)]


@pytest.mark.parametrize("rule", sorted(DATA["quiet"]))
def test_quiet(rule: str) -> None:
    assert {text: found for text in DATA["quiet"][rule] if (found := said(text, rule))} == {}


@pytest.mark.parametrize("rule", sorted(DATA.get("told", ())))
def test_told(rule: str) -> None:
    assert [text for text in DATA["told"][rule] if not said(text, rule)] == []
