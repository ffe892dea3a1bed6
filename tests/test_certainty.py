"""What is not sure enough is reported only where it is asked for."""

from __future__ import annotations

import pytest

from promptlint.diagnostic import Confidence
from promptlint.engine import lint_source
from promptlint.settings import Settings
from promptlint.source import Source

UNSURE = "- Do not use tables.\n- Present results in tabular form.\n"


def found(text: str, least: Confidence | None = None) -> dict[str, Confidence]:
    settings = Settings(min_confidence=least) if least else Settings()
    return {d.name: d.confidence for d in lint_source(Source("prompt.md", text), settings).diagnostics}


def test_low_is_off_by_default() -> None:
    asked = found(UNSURE, Confidence.LOW)
    assert asked == {"contradictory-directives": Confidence.LOW}
    assert found(UNSURE) == {}


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("- Always write in the past tense.\n- Write in the present tense.\n", Confidence.HIGH),
        ("- Never apologise.\n- Open by saying sorry.\n", Confidence.MEDIUM),
        ("- At most 50 words.\n- At least 80 words.\n", Confidence.PROVABLE),
    ],
)
def test_confidence_follows_the_evidence(text: str, confidence: Confidence) -> None:
    assert confidence in found(text).values()
