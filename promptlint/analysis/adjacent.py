"""Whether one of two directives is a case that the author told right beside the other.

Nobody contradicts himself within a breath: "grams and degrees Celsius. US customers get ounces" is a rule and its special
case, though no word says so.
"""

from __future__ import annotations

import re
from functools import lru_cache

from promptlint import regex
from promptlint.deontic.ir import Directive, Modality

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Scope, Sentence


def told_at_once(a: Directive, b: Directive) -> str:
    """Why one of two directives of one sentence, or of two that follow each other in one block, is the other's special case."""
    if not beside(a.sentence, b.sentence):
        return ""
    first, second = (a, b) if _place(a) <= _place(b) else (b, a)
    return "the second is a case that is told beside the first" if _own_case(second, first) else ""


def beside(s: Sentence, t: Sentence) -> bool:
    """Whether two sentences are one, or follow each other in one paragraph or item and not as lines of their own."""
    if s.block is not t.block or abs(s.index - t.index) > 1:
        return False
    return s is t or not _own_lines(s, t)


def _own_lines(s: Sentence, t: Sentence) -> bool:
    """Whether each of two sentences fills a line: a break between them, and none within the paragraph's sentences."""
    text = s.block.view.text if s.block.view is not None else ""
    second = t if t.index > s.index else s
    at = text.find(second.text)
    return at > 0 and "\n" in text[max(0, at - 3) : at] and "\n" not in s.text + t.text


def _place(d: Directive) -> tuple[int, int]:
    return d.sentence.index, d.first


def _own_case(d: Directive, rule: Directive) -> bool:
    """Whether a directive says when, for whom or of what part it holds, and the rule before it does not say the same."""
    if d.modality is Modality.MAY and rule.modality is not Modality.MAY:
        return True
    own = {c.text.lower() for c in (*d.conditions, *d.exemptions) if c.last}
    return bool(own - {c.text.lower() for c in rule.conditions}) or (
        bool(_subject(d)) and _subject(d) != _subject(rule)
    )


def _subject(d: Directive) -> str:
    return (d.subject or d.actor).lower()


# The lead of a list whose labels name other agents: "What each helper is told".
TOLD = regex.compile(
    r"\b(?:helpers?|agents?|workers?|sub-?agents?|specialists?|roles|crew|team)\b[^.]{0,40}\b(?:told|instructions?|briefs?|briefings?|prompts?|tasks?|gets?|does|do)\b"
    r"|\b(?:instructions?|briefs?|briefings?|prompts?) (?:to|for|of) (?:the|each|every|your) (?:helper|agent|worker|sub-?agent|specialist|crew|team)",
    re.I,
)


@lru_cache(maxsize=4096)
def addressee(s: Scope) -> str:
    """Who is told what an item says, where its list is one of orders to other agents; "" for the model."""
    return s.item if s.item and TOLD.search(" ".join((s.lead, *s.headings[-1:]))) else ""
