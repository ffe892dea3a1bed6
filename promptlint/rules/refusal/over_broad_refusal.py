"""Refusals of a whole class of requests by topic or keyword."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.policy import EVEN, negated, prose, reported, told
from promptlint.diagnostic import Finding
from promptlint.document import Stack
from promptlint.rule import rule
from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention
from promptlint.text.tokens import forms


@rule(
    "PL304",
    severity="warning",
    confidence="medium",
    help="refuse what does harm and name it: the act, not the subject or a word that occurs in it",
    scope="stack",
    evidence=(("XSTest: exaggerated safety behaviours", "https://arxiv.org/abs/2308.01263"),),
)
def check(stack: Stack) -> Iterator[Finding]:
    """A whole class of requests is refused by topic or keyword, although most of them are harmless and belong to the task.

    A tutor that refuses every question about the body fails the child who asks what blood is for. Models overdo
    refusals as it is (one refused 38 % of safe prompts that merely sounded dangerous). A boundary of scope that sends
    other subjects elsewhere, and a narrow ban, are fine.

    ```bad
    You are Pip, a science tutor for children.

    - «Decline every question about the human body, and suggest a question about the planets.»
    ```

    ```bad
    You are Willow, a companion in a well-being app.

    - «Refuse every message that mentions sadness, anger, work or family; offer a breathing exercise.»
    ```

    ```good
    You are Pip, a science tutor for children.

    - Decline sexual content; say that a parent is the right person to ask, and suggest a question about the planets.
    - Decline every question about politics, and name the teacher.
    - Refuse every message that asks for the address of another child, and say why.
    ```
    """
    domains = _domains(stack)
    role = _role_words(stack)
    for s in prose(stack):
        if s.concepts.isdisjoint(("broad.keyword", "broad.topic")) or reported(s):
            continue
        keyword = "broad.keyword" in s.concepts
        if not s.concepts.isdisjoint(("harm.word", "scope.foreign", "crisis.path")):
            continue
        if "broad.narrow" in s.concepts and not (keyword and " the word" in s.text):
            continue
        if "broad.sensitive" in s.concepts and not keyword:
            continue
        m = max((m for m in s.mentions if m.concept.startswith("broad.")), key=lambda m: m.end - m.start)
        if negated(s, m.start):
            continue
        if keyword or _belongs(s, m, domains, role):
            words = s.text_of(m.start, min(len(s.tokens.words), m.end + 5))
            yield Finding(f"“{told(words)}” refuses a whole class of requests, most of them harmless", s.span)


def _domains(stack: Stack) -> set[str]:
    """Names of the tasks that the first sentences tell of."""
    found = {c for s in stack.sentences[:4] for c in s.concepts if c.startswith("task.")}
    return {c.removeprefix("task.") for c in found}


def _role_words(stack: Stack) -> set[str]:
    """The longer words of the title and the first sentence."""
    return {f for s in stack.sentences[:2] for w in s.tokens.words if len(w) > 4 and w.isalpha() for f in forms(w)}


def _belongs(s: Sentence, m: Mention, domains: set[str], role: set[str]) -> bool:
    """Whether the topic that is refused is a normal part of the task."""
    end = m.end + 6
    if any(f"topic.{d}" in s.concepts and any(m.start <= t.start < end for t in s.find(f"topic.{d}")) for d in domains):
        return True
    topic = {f for w in s.tokens.words[m.end : m.end + 3] if len(w) > 4 and w not in EVEN for f in forms(w)}
    return bool(topic & role)
