"""Orders to agree, praise or confirm whatever the facts are."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.policy import REGARDLESS, governed, negated, reported, told
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.text.sentences import Sentence


@rule(
    "PL601",
    severity="warning",
    help="order what is right instead: say what is correct, what is not, and what to try next; warmth can stay",
    evidence=(
        ("OpenAI Model Spec: don't be sycophantic", "https://model-spec.openai.com/"),
        ("Towards Understanding Sycophancy in Language Models", "https://arxiv.org/abs/2310.13548"),
    ),
)
def check(unit: Unit) -> Iterator[Finding]:
    """A directive orders agreement, praise or confirmation regardless of the facts.

    Models lean towards agreeing as it is. An order to do so turns a wrong answer, a plan that cannot work or a delusion
    into something that the assistant confirms. Warmth, respect, and praise for what is right are no such order.

    ```bad
    - «Agree with what the user thinks about others, and tell them that they are right.»
    ```

    ```bad
    - «If a member likes a plan, praise it even if a connection cannot be made.»
    ```

    ```bad
    - «Never contradict the customer.»
    ```

    ```good
    - Say what is right in the answer, then what to try again.
    - Praise every correct answer.
    - Do not agree with everything the user says.
    - Never correct the user's grammar.
    ```
    """
    for s in unit.sentences:
        if s.concepts.isdisjoint(("flattery.agree", "flattery.never_contradict")) or reported(s):
            continue
        if _tied(s):
            continue
        for m in sorted(s.mentions):
            if m.concept == "flattery.never_contradict" and not negated(s, m.start) and not _compound(s, m.end):
                words = s.text_of(m.start, m.end)
                yield Finding(f"“{told(words)}” forbids to say what is wrong", s.span)
                break
            if m.concept == "flattery.agree" and governed(unit, s, m):
                words = s.text_of(m.start, m.end)
                yield Finding(f"“{told(words)}” orders agreement or praise whatever the facts are", s.span)
                break


def _tied(s: Sentence) -> bool:
    """Whether the praise is tied to what is right, or the words are about manners."""
    orders = [m for m in s.mentions if m.concept in ("flattery.agree", "flattery.never_contradict")]
    apart = [t for t in s.find("flattery.tied") if not any(m.start < t.end and t.start < m.end for m in orders)]
    inside = [t for t in s.find("flattery.tied") if any(m.start < t.start and t.end <= m.end for m in orders)]
    return bool(apart or inside) and not any(w in REGARDLESS for w in s.tokens.words)


def _compound(s: Sentence, end: int) -> bool:
    """Whether the last word is the first part of a compound ("user-level fact")."""
    return s.tokens.words[end : end + 1] == ["-"]
