"""Refusals that turn away a whole class of requests, by topic or keyword."""

from __future__ import annotations

from promptlint.analysis.memo import once
from promptlint.analysis.policy import EVEN, forbidden_above, negated_here, prose, reported
from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention
from promptlint.text.tokens import forms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Stack


@once
def too_broad(stack: Stack) -> list[tuple[Sentence, str]]:
    """The sentences that refuse a whole class of requests, most of them harmless, with the words that do so."""
    found = []
    domains, role = _domains(stack), _role_words(stack)
    for s in prose(stack):
        if s.concepts.isdisjoint(("broad.keyword", "broad.topic")) or reported(s):
            continue
        if m := _broad(stack, s, domains, role):
            found.append((s, s.text_of(m.start, min(len(s.tokens.words), m.end + 5))))
    return found


NARROWING = frozenset(("harm.word", "scope.foreign", "crisis.path", "broad.narrow"))
FAREWELL = frozenset("unsubscribe stop bye goodbye quit exit cancel".split())  # words that ask for the end


def _broad(stack: Stack, s: Sentence, domains: set[str], role: set[str]) -> Mention | None:
    keyword = "broad.keyword" in s.concepts
    word = keyword and " the word" in s.text  # a word is refused, whatever is asked with it
    if not word and any(m.concept in NARROWING for m in _before_reason(s)):
        return None
    if "broad.sensitive" in s.concepts and not keyword:
        return None
    if word and not FAREWELL.isdisjoint(s.tokens.words):
        return None
    m = max((m for m in s.mentions if m.concept.startswith("broad.")), key=lambda m: m.end - m.start)
    if negated_here(s, m.start) or (forbidden_above(s) and not _among_whole_orders(stack, s)):
        return None
    return m if keyword or _belongs(s, m, domains, role) else None


def _before_reason(s: Sentence) -> list[Mention]:
    """The mentions in front of the reason that is given: "…, since the answer might be legal advice"."""
    reason = next((i for i, w in enumerate(s.tokens.words) if w in ("since", "because")), len(s.tokens.words))
    return [m for m in s.mentions if m.start < reason]


def _among_whole_orders(stack: Stack, s: Sentence) -> bool:
    """Whether the list "What you don't do" is one of full orders, so that its lead-in negates none of them."""
    return any(
        o is not s
        and o.scope.lead == s.scope.lead
        and o.scope.headings == s.scope.headings
        and not {"not", "never"}.isdisjoint(o.tokens.words[:3])
        for o in prose(stack)
    )


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
