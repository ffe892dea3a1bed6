"""Refusals that leave people with nothing."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.policy import negated, reported, told
from promptlint.block import HEADING, LABEL
from promptlint.diagnostic import Finding
from promptlint.document import Stack
from promptlint.rule import rule
from promptlint.text.sentences import Sentence


@rule(
    "PL303",
    severity="warning",
    help="add the reason and the next step: a person, a page, or what can be done instead",
    scope="stack",
    evidence=(("OpenAI Model Spec: refusal style", "https://model-spec.openai.com/"),),
)
def check(stack: Stack) -> Iterator[Finding]:
    """A refusal, ordered or scripted, gives neither a reason with a next step nor any other help.

    People ask for a reason; a bare no sends them to the same question in other words. One half-sentence helps: why,
    and where to go. A ban on the model's own conduct ("never state prices") is no refusal of a request.

    ```bad
    You answer customers of a bank in its app.

    - «If somebody asks about another person's account, answer "I can't help with that."»
    ```

    ```bad
    You speak with callers of a debt advice line.

    - «If a caller asks you to recommend a lender, refuse.»
    ```

    ```good
    You answer customers of a bank in its app.

    - If somebody asks about another person's account, answer that only its holder may ask and name the form.
    - Decline help with getting round a fraud check; explain that the branch can review it.
    ```
    """
    if stack.has("decline.manner") or (stack.profile.name in ("agent", "task") and not stack.profile.conversational):
        return
    for unit in stack.units:
        sentences = [s for s in unit.sentences if s.block.kind not in (HEADING, LABEL)]
        for i, s in enumerate(sentences):
            if "decline.bare" not in s.concepts or reported(s):
                continue
            m = max(s.find("decline.bare"), key=lambda m: m.end - m.start)
            if negated(s, m.start) or _helped(s, m.start, m.end) or _followed(sentences, i, unit.source.text):
                continue
            yield Finding(f"“{told(s.text_of(m.start, m.end))}” gives neither a reason nor another way", s.span)


def _helped(s: Sentence, start: int, end: int) -> bool:
    """Whether help stands in the sentence, after the words or between its condition and them."""
    comma = max((i for i in range(start) if s.tokens.words[i] in (",", ";", ":", "—")), default=0)
    return any((m.start >= end or comma <= m.start < start) for m in s.find("decline.help"))


def _followed(sentences: list[Sentence], i: int, text: str) -> bool:
    """Whether the next sentence goes on with the help, on the same line or with an order to give it."""
    here = sentences[i]
    for s in sentences[i + 1 : i + 3]:
        if s.block is not here.block:
            return False
        opens = any(m.start <= 1 for m in s.find("decline.help"))
        if "decline.help" in s.concepts and (opens or "\n" not in text[here.span.end : s.span.start]):
            return True
    return False
