"""A demand for every case against a ban for some: "greet every customer", "do not greet returning customers".

What is demanded without exception is demanded in the narrower case, too, unless that is worded as an exception.
"""

from __future__ import annotations

from promptlint.analysis.claims import Claim
from promptlint.analysis.inclusion import includes
from promptlint.analysis.objects import PREPOSITIONS
from promptlint.analysis.words import base
from promptlint.deontic.ir import Strength

EVERY = frozenset("every each all any whatever whichever".split())
# Prepositions behind which a case stands, rather than what is done: "on Fridays", but not "about Fridays".
CASES = frozenset(
    "on in during at to towards with from within over after between for throughout outside inside".split()
)
RELATIVE = frozenset("that which who whose where".split())
SOUGHT = frozenset("ask request search look wait thank call plead apply check care".split())  # "ask for" names no case
# Words by which a ban says how, how often or where to, rather than which.
MANNER = frozenset("twice again repeatedly than into as by without one once together alone".split())


def narrows(ban: Claim, need: Claim) -> bool:
    """Whether a ban on an act is for some of the cases in which it is demanded without exception."""
    d = need.directive
    words = d.sentence.tokens.words[d.first : d.last]
    if need.permits or d.conditions or need.topic - ban.context or ban.parts - need.parts or d.action in ("be", "have"):
        return False
    if d.strength is not Strength.ABSOLUTE and EVERY.isdisjoint(words):
        return False
    left = {stem for stem in ban.topic - need.context if ":" not in stem}
    return bool(left) and left <= _cases(ban, need)


def _cases(ban: Claim, need: Claim) -> set[str]:
    """Stems of the ban behind its act that name a case: behind a preposition, or in front of a word that both share."""
    words = ban.directive.sentence.tokens.words
    found: set[str] = set()
    for i in range(ban.last, ban.directive.last):
        before = next((j for j in range(i - 1, max(ban.last - 1, i - 5), -1) if words[j] in PREPOSITIONS), None)
        case = before is not None and words[before] in CASES
        if case and words[before or 0] == "for" and ban.directive.action in SOUGHT:
            case = False
        if found and words[i] in RELATIVE:  # "for tasks that you can complete yourself"
            return found | {base(w) for w in words[i + 1 : ban.directive.last]}
        if case or any(base(w) in need.context for w in words[i + 1 : i + 3]):
            found.add(base(words[i]))
    return found


def of_every(ban: Claim, need: Claim) -> str:
    """Why a ban on some of a kind meets a demand for every one of it ("charge every late fee"), or ""."""
    assert ban.thing is not None and need.thing is not None
    d = need.directive
    if need.permits or d.conditions or not quantified(need):
        return ""
    if ban.parts - need.parts or not MANNER.isdisjoint(ban.directive.words):
        return ""
    return includes(need.thing, ban.thing)


def quantified(need: Claim) -> bool:
    """Whether the thing of a claim is every one of its kind."""
    assert need.thing is not None
    words, first = need.directive.sentence.tokens.words, need.directive.first
    return any(not EVERY.isdisjoint(words[max(first, p.first - 1) : p.last]) for p in need.thing.phrases)
