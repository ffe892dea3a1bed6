"""Refusals that turn away a whole class of requests, by topic or keyword."""

from __future__ import annotations

from itertools import chain

from promptlint.analysis.memo import once
from promptlint.analysis.parts import told_in_parts
from promptlint.analysis.policy import EVEN, forbidden_above, negated_here, prose, reported
from promptlint.analysis.rows import rows
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
    talks = stack.profile.name not in ("agent", "constitution")
    parts = {id(s): f for u in stack.units if talks for s, f in told_in_parts(u, "over-broad-refusal")}
    for s in chain(prose(stack), *(rows(u) for u in stack.units)):
        if reported(s):
            continue
        if not s.concepts.isdisjoint(("broad.keyword", "broad.topic")) and (m := _broad(stack, s, domains, role)):
            found.append((s, s.text_of(m.start, min(len(s.tokens.words), m.end + 5))))
        elif (f := parts.get(id(s))) and _normal(s, f.says == "keyword", _domains(stack, s), _role_words(stack, s)):
            found.append((s, s.text))
    return found


def _normal(s: Sentence, keyword: bool, domains: set[str], role: set[str]) -> bool:
    """Whether what is refused, by a word or by its subject, is a normal part of the task."""
    words = s.tokens.words
    topics = [t for d in domains for t in s.find(f"topic.{d}")]
    topic = {f for w in words if len(w) > 4 and w not in EVEN and w not in PERSONS for f in forms(w)} & role
    if not (topics or topic) and not (keyword and " the word" in s.text):
        return False
    if not FAREWELL.isdisjoint(words) or not s.concepts.isdisjoint(("broad.sensitive", "scope.foreign", "crisis.path")):
        return False
    help_at = words.index(";") if ";" in words else len(words)
    turned = [*s.find("broad.turned"), *s.find("broad.taboo")]
    bounds = [m for c in ("scope.outside", "scope.other") for m in s.find(c) if m.start < help_at]
    if any(all(m.end <= t.start or t.end <= m.start for t in turned) for m in bounds):
        return False  # a boundary of subjects
    narrow = [m for m in _before_reason(s) if m.concept in ("harm.word", "broad.narrow") and m.start < help_at]
    return (keyword and " the word" in s.text) or all(
        any(t.start < m.end and m.start < t.end for t in topics) for m in narrow
    )


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


def _domains(stack: Stack, but: Sentence | None = None) -> set[str]:
    """Names of the tasks that the first sentences tell of, ``but`` left out."""
    found = {c for s in stack.sentences[:4] if s is not but for c in s.concepts if c.startswith("task.")}
    return {c.removeprefix("task.") for c in found}


PERSONS = frozenset(
    "user users customer customers client clients guest guests pupil pupils student students member members patient patients "
    "caller callers visitor visitors staff people person children tenant tenants resident residents reader readers website "
    "question questions answer answers message messages assistant helper adviser tutor".split()
)


def _role_words(stack: Stack, but: Sentence | None = None) -> set[str]:
    """The longer words of the title and the first sentence; those of ``but`` do not count."""
    return {
        f
        for s in stack.sentences[:2]
        if s is not but
        for w in s.tokens.words
        if len(w) > 4 and w.isalpha()
        for f in forms(w)
    }


def _belongs(s: Sentence, m: Mention, domains: set[str], role: set[str]) -> bool:
    """Whether the topic that is refused is a normal part of the task."""
    end = m.end + 6
    if any(f"topic.{d}" in s.concepts and any(m.start <= t.start < end for t in s.find(f"topic.{d}")) for d in domains):
        return True
    topic = {f for w in s.tokens.words[m.end : m.end + 3] if len(w) > 4 and w not in EVEN for f in forms(w)}
    return bool(topic & role)
