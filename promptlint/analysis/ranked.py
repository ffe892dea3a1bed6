"""Whether a prompt ranks two directives: in one of them, in a sentence that names both, or in one beside them that names a side."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from promptlint.analysis.contrasts import ANYBODY
from promptlint.analysis.memo import once
from promptlint.analysis.objects import PEOPLE
from promptlint.analysis.rank import EMPTY, ranks
from promptlint.analysis.words import content, stem
from promptlint.deontic.cues import cues
from promptlint.deontic.ir import Directive
from promptlint.text.kept import by_content

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence

NEAR = 6  # sentences: a rank stated further off that names one side only may be about something else
LEAST = 4  # letters that two words must have in common to be of one family: "evacuation", "evacuate"
RANKS = ("rank:stated", "rank:blanket", "order:beats", "order:yields", "order:ranked", "order:differ")


def ranked(a: Directive, b: Directive, unit: Unit | None) -> str:
    """Why the two are ranked, or ""."""
    for s, other in ((a.sentence, b), (b.sentence, a)):
        own = a.sentence is b.sentence or content(s.text) & (content(" ".join(other.words)) | _values(other.sentence))
        if ("rank:stated" in s.concepts and own) or "order:both" in s.concepts:
            return "a stated order of rank"
    if unit is None or not unit.has(*RANKS):
        return ""
    mine, theirs = _gist(a.sentence), _gist(b.sentence)
    for s in _rankings(unit):
        if "rank:blanket" in s.concepts:
            return "a stated order of rank for all rules"
        if s is a.sentence or s is b.sentence:
            continue
        words = _gist(s)
        if (words & mine and words & theirs) or names_both(s, a.sentence, b.sentence):
            return "a stated order of rank"
        if _beside(s, a, b) and _names_one(s, mine, theirs):
            return "a stated order of rank"
    return ""


def settled(a: Directive, b: Directive, unit: Unit) -> bool:
    """Whether a third sentence ranks the two: it names what each has of its own, or stands beside them and names one."""
    if not unit.has(*RANKS):
        return False
    mine, theirs = _gist(a.sentence), _gist(b.sentence)
    for s in _rankings(unit):
        words = _gist(s)
        beside = _beside(s, a, b) and words & (mine ^ theirs) - _generic()
        if (
            s is not a.sentence
            and s is not b.sentence
            and (beside or (words & mine - theirs and words & theirs - mine))
        ):
            return True
    return False


def _beside(s: Sentence, a: Directive, b: Directive) -> bool:
    return all(abs(s.index - d.sentence.index) <= NEAR for d in (a, b))


def names_both(s: Sentence, a: Sentence, b: Sentence) -> bool:
    """Whether a sentence speaks of what only ``a`` is about and of what only ``b`` is about, in any form of the words."""
    topics, mine, theirs = _gist(s) - _generic(), _gist(a), _gist(b)
    return _met(topics, mine - theirs) and _met(topics, theirs - mine)


def _names_one(s: Sentence, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether what a sentence ranks includes something that one of two directives is about and the other is not."""
    topics = _gist(s) - _generic()
    return any(
        _met(topics, one) and not _met(topics, two) for one, two in ((mine - theirs, theirs), (theirs - mine, mine))
    )


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    """Stems of words that name neither side of a rank: those of ranking, and people, who are named in either."""
    return frozenset(stem(w) for w in (*EMPTY, *ANYBODY, *PEOPLE, *cues().parties))


def _met(topics: Collection[str], words: Iterable[str]) -> bool:
    others = list(words)
    if {w[:LEAST] for w in others}.isdisjoint(t[:LEAST] for t in topics):
        return False  # akin words begin alike
    return any(_akin(t, w) for t in topics for w in others)


def _akin(a: str, b: str) -> bool:
    """Whether two stems are of one family."""
    short = min(len(a), len(b), 6)
    return a == b or (short >= LEAST and a[:short] == b[:short])


@by_content
def _gist(s: Sentence) -> frozenset[str]:
    return content(s.text) | _values(s)


@by_content
def _values(s: Sentence) -> frozenset[str]:
    """What the words of a sentence stand for: languages for language, a danger to life for safety."""
    spoken = {"langua"} if any(m.concept.startswith("is:language:") for m in s.mentions) else set()
    return frozenset(spoken | {m.concept for m in s.mentions if m.concept.startswith("val:")})


@once
def _rankings(unit: Unit) -> list[Sentence]:
    found = [s for s in unit.sentences if not s.concepts.isdisjoint(RANKS)]
    return [s for s in found if not s.concepts.isdisjoint(("rank:stated", "rank:blanket")) or list(ranks(s))]
