"""Acts on the world that nobody approves."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.deontic.ir import Directive, Modality
from promptlint.diagnostic import Finding
from promptlint.document import Stack, Unit
from promptlint.rule import rule
from promptlint.text.phrases import Mention
from promptlint.text.sentences import Sentence
from promptlint.text.tokens import forms

ACTS = ("act.mail", "act.publish", "act.deploy", "act.pay", "act.destroy", "act.submit", "act.tool")
GRAVE = ("act.pay", "act.destroy")  # what an assistant in a chat must not do unasked either
UNABLE = frozenset("not never cannot unable able nobody nothing no without avoid".split())
NEAR = 2  # sentences before and after in which an approval counts, if it is an explicit one


@rule(
    "PL504",
    severity="warning",
    help="let a person approve the act first, or have a draft made in its place",
    scope="stack",
    evidence=(("OWASP LLM06:2025 Excessive Agency", "https://genai.owasp.org/llmrisk/llm062025-excessive-agency/"),),
)
def check(stack: Stack) -> Iterator[Finding]:
    """An act on the world outside, or one that cannot be undone, is ordered without anybody's approval.

    What is sent, published, paid, deployed or deleted cannot be called back, and the text that led to it may have
    been written by a stranger. Have a person say yes first, or leave it at a draft. Acts that a person asks for in
    the conversation, drafts, local and reversible changes need no approval.

    ```bad
    You are a mail agent with the tools `read_mail` and `send_mail`.

    - Answer in the language of the message.
    - When a draft is finished, «send it with `send_mail`».
    ```

    ```bad
    You repair builds in a git checkout. You have a shell.

    - Then «deploy the service to production».
    ```

    ```good
    You are a mail agent with the tools `read_mail` and `send_mail`.

    - Answer in the language of the message.
    - When a draft is finished, show it to the owner; call `send_mail` after a yes and not before.
    ```

    ```good
    You repair builds in a git checkout. You have a shell.

    - Ask the maintainer for approval, and push the tag after a yes.
    ```

    ```good
    You repair builds in a git checkout. You have a shell.

    - Never deploy the service to production.
    ```
    """
    acts = ACTS if stack.profile.agent else GRAVE
    if not stack.profile.agent and stack.profile.name not in ("assistant", "rag"):
        return
    if any(_general(s) for s in stack.sentences):
        return
    for unit in stack.units:
        yield from _unit(unit, acts)


def _unit(unit: Unit, acts: tuple[str, ...]) -> Iterator[Finding]:
    said: set[int] = set()
    for d in unit.directives:
        s = d.sentence
        if d.modality not in (Modality.MUST, Modality.SHOULD) or s.index in said or s.concepts.isdisjoint(acts):
            continue
        m = _act(d, acts)
        if m is None or _approved(unit.sentences, s):
            continue
        said.add(s.index)
        first, last = m.start, max(m.end, min(d.last, m.end + 6))
        words = " ".join(s.text_of(first, last).split()).rstrip(".,;:")
        span = s.span_of(first, last)
        yield Finding(f"“{words}” is ordered, and nobody approves it first", span)


def _act(d: Directive, acts: tuple[str, ...]) -> Mention | None:
    """The act that the directive orders: a mention that begins at its verb, or a tool that it calls."""
    if d.actor and d.actor not in ("you", "the agent", "the assistant", "the model"):
        return None
    words = d.sentence.tokens.words
    for m in d.sentence.mentions:
        if m.concept in acts and d.first <= m.start < d.last and UNABLE.isdisjoint(words[max(0, m.start - 8) : m.start]):
            if m.concept == "act.tool" or d.action in forms(words[m.start]):
                return m
    return None


def _approved(sentences: list[Sentence], own: Sentence) -> bool:
    """Whether an approval, or what makes the act harmless, is named in the sentence or beside it."""
    if _approval(own, "approval.given") or "act.harmless" in own.concepts:
        return True
    at = next((i for i, s in enumerate(sentences) if s is own), 0)
    beside = sentences[max(0, at - NEAR) : at + NEAR + 1]
    return any(s.scope.headings == own.scope.headings and _approval(s, "approval.strong") for s in beside)


def _approval(s: Sentence, concept: str) -> bool:
    denied = list(s.find("approval.none"))
    return any(all(m.end <= d.start or d.end <= m.start for d in denied) for m in s.find(concept))


def _general(s: Sentence) -> bool:
    """A rule for all acts: "Ask before anything irreversible."."""
    return "approval.general" in s.concepts
