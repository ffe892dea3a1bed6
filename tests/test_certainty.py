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


def long(*rules: str) -> str:
    """The rules below one heading, among many that have nothing to do with them."""
    others = "".join(f"- Water the plants in room {i}.\n" for i in range(40))
    return f"# Style\n\n{''.join(f'- {r}{chr(10)}' for r in rules)}\n# Plants\n\n{others}"


MANY = [
    ("- Never push the branch.", "- Push the branch after the review."),
    ("Never open the ledger.", "Open the ledger and add the entry."),
    ("Use only the archive.", "Use only the web."),
    ("Check the seal before the weight.", "Check the weight before the seal."),
    ("Draw 3 maps.", "Draw 5 maps."),
]


@pytest.mark.parametrize("rules", MANY)
def test_things_and_acts_are_not_compared_across_a_long_prompt(rules: tuple[str, str]) -> None:
    assert set(found(long(*rules))) <= {"duplicate-directive"}


def test_the_form_of_the_replies_is_one_thing_in_a_long_prompt() -> None:
    assert "contradictory-directives" in found(long("Never use emojis.", "Use emojis in every reply."))
    assert "numeric-clash" in found(long("Answer in at most 50 words.", "Answer in at least 80 words."))


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
