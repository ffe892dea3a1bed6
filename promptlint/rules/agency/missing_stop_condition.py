"""Agents without an end."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.assisted import all_assisted
from promptlint.analysis.hints import hinted
from promptlint.block import HEADING, LABEL
from promptlint.diagnostic import Finding
from promptlint.document import Stack
from promptlint.rule import rule
from promptlint.rules.agency._agents import is_brief
from promptlint.text.sentences import Sentence

WORK = ("run.ongoing", "run.batch")


@rule(
    "PL503",
    severity="warning",
    help="say when the run is over and what is handed back then",
    scope="stack",
    evidence=(("OWASP LLM06:2025 Excessive Agency", "https://genai.owasp.org/llmrisk/llm062025-excessive-agency/"),),
)
def check(stack: Stack) -> Iterator[Finding]:
    """An agent watches, keeps up or works through something, and nothing says when it is finished.

    Without a condition, a count, a time or an event that ends the run, either the caller's timeout ends it in the
    middle of an act, or nothing does. A rate ("200 calls per hour") is no end.

    ```bad
    You are a monitoring agent with the tools `new_posts` and `tag_post`.

    - Watch the forum and tag complaints.
    - At most 200 calls per hour.
    ```

    ```good
    You are a monitoring agent with the tools `new_posts` and `tag_post`.

    - Watch the forum and tag complaints.
    - Stop when `new_posts` has returned nothing twice in a row, and report the number of tags.
    ```

    ```good
    You are a monitoring agent with the tools `new_posts` and `tag_post`.

    - Watch the forum until 17:30, then report.
    ```
    """
    if not is_brief(stack) or all_assisted(stack) or any(_ends(s) for s in stack.sentences):
        return
    kinds = (*WORK, "run.cycle") if stack.profile.works else WORK
    words = next((w for u in stack.units for s in u.sentences if (w := _endless_work(s, kinds))), "")
    if words and not hinted(stack, "stop", stack.profile.works):
        yield Finding(f"nothing says when “{words}” is over", None)


def _ends(s: Sentence) -> bool:
    if s.block.kind in (HEADING, LABEL):
        return "run.end.heading" in s.concepts
    return "run.end" in s.concepts


def _endless_work(s: Sentence, kinds: tuple[str, ...]) -> str:
    """The words for work that has no natural end."""
    for concept in kinds:
        if concept in s.concepts:
            m = max(s.find(concept), key=lambda m: (m.end - m.start, -m.start))
            return " ".join(s.text_of(m.start, m.end).split())
    return ""
