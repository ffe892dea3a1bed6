"""Statements that allow one source, carrier or place for a named thing: "Deliveries are made exclusively by X"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from promptlint.analysis.leads import main_words
from promptlint.analysis.similarity import STOP, content, stems
from promptlint.record import record
from promptlint.text.kept import of_sentence, there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

SIGNS = frozenset(",;:.!?()—–")
ONLY = frozenset({"exclusively", "solely", "only", "purely", "entirely", "uniquely"})
NONE = frozenset({"nothing", "nobody", "nowhere", "none"})
BUT = frozenset({"but", "except", "save"})
# What kind of filler a preposition opens; "" is what stands without one.
KIND = {
    "from": "source", "on": "source", "upon": "source", "out": "source", "using": "source", "by": "agent", "with": "agent",
    "through": "agent", "via": "agent", "in": "place", "at": "place", "to": "party", "under": "place", "into": "place", "aboard": "place", "inside": "place",
    "within": "place", "among": "place",
}  # fmt: skip
# Verbs and nouns that say that something comes from somewhere and not what.
LIGHT = stems(
    """take come get draw make made use rely base build obtain source fetch pull gather find look consult count serve accept
    allow permit valid admit do done go let choose pick select supply provide provider place other else nothing nobody nowhere
    none one only sole solely exclusively exclusive purely entirely alone single source thing everything anything all
    whatever there be may must can shall should will always never person people read treat work handle carry carried travel organise keep hold held happen occur user you whole
    full every each item apply offer count regard consider trust need other elsewhere remain supply supplier buy
    leave order means way person team desk one channel sole permitted allowed
    share disclose reveal discuss tell receive release pass forward escalate hand route inform reserve reserved write save create store
    tool folder directory file files new subject topic matter question word unit medium classification"""
)
SAYING = stems("answer reply respond write say speak output return print emit send text")
WILD = frozenset({"everything", "anything", "all"})
WEAK = stems(
    """document page context text input passage provide provided given supplied above below attached material information
    content data file source result tool knowledge request time day week hour monday tuesday wednesday thursday friday saturday
    sunday morning evening approval consent permission confirmation case emergency person english french german spanish json
    xml yaml markdown prose tense voice case message order turn colour color bullet sentence paragraph word number purpose reason request demand following this these it them
    list fact verified official reliable relevant available"""
)
PEOPLE = frozenset("patient customer guest tenant client member owner caller".split())
USING = frozenset("use accept take speak mention cover show sell serve stock wear quote cite consult".split())
VERBS = frozenset(
    """is are was should decides decide rules approves approve signs receives receive gets get sees see knows counts count serves serve may can must qualifies qualify delivers deliver supplies supply provides provide
    handles handle talks talk speaks speak addresses address answers answer applies apply governs govern says say has makes make sends send does do has have carries carry""".split()
)


@record(frozen=True, slots=True)
class Sole:
    """One thing and its one source, carrier or place.

    Args:
        kind: "source", "agent", "place", or "" where the sentence does not tell.
        filler: what alone is allowed, as keys.
        frame: for what, as keys; empty if for everything.
    """

    kind: str
    filler: frozenset[str]
    frame: frozenset[str]
    wild: bool
    text: str
    sentence: Sentence


@of_sentence(there)
def soles(s: Sentence) -> Iterator[Sole]:
    """The sole filler that a sentence names, if it names one.

    Args:
        s: a sentence of the prompt.
    """
    w = main_words(s.tokens.words)
    if len(w) - w.count(";") > 30 or not {"not", "unless", "if"}.isdisjoint(w):
        return
    if any(b == "when" and a in ONLY for a, b in pairwise(w)):
        return
    for kind, first, last, mark in _fillers(w):
        inner = w[first:last]
        filler = content(inner) or frozenset(inner)
        if not inner or (filler <= _weak() and inner[-1] not in PEOPLE) or len(inner) > 8 or inner[0].isdigit():
            continue
        outside = [x for i, x in enumerate(w) if not (first <= i < last) and i not in mark and x != ";"]
        frame = content(outside) - filler - _light() - (_saying() if kind == "place" else frozenset())
        wild = bool(WILD & set(outside))
        if frame or (wild and kind):
            yield Sole(kind, filler, frame, wild, s.text_of(first, last), s)
            return


@lru_cache(maxsize=1)
def _light() -> frozenset[str]:
    return LIGHT | content(LIGHT)


@lru_cache(maxsize=1)
def _saying() -> frozenset[str]:
    return SAYING | content(SAYING)


@lru_cache(maxsize=1)
def _weak() -> frozenset[str]:
    return WEAK | content(WEAK)


def rivals(a: Sole, b: Sole) -> bool:
    """Whether two statements name different sole fillers for one thing.

    Args:
        a: one statement.
        b: another one.
    """
    if meet(a.filler, b.filler) or not _same_kind(a.kind, b.kind):
        return False
    if a.frame and b.frame:
        shared = min(len(meet(a.frame, b.frame)), len(meet(b.frame, a.frame)))
        return shared > 0 and shared >= min(len(a.frame), len(b.frame))
    return a.kind == b.kind == "source" and (a.wild or b.wild)


def _same_kind(one: str, two: str) -> bool:
    return one == two or not one or not two or {one, two} == {"agent", "party"}


def meet(a: frozenset[str], b: frozenset[str]) -> frozenset[str]:
    """The keys of one set that the other has too, in whichever derivation ("release", "releases")."""
    return frozenset(x for x in a if any(x == y or (len(x) > 4 and len(y) > 4 and x[:5] == y[:5]) for y in b))


def _fillers(w: list[str]) -> Iterator[tuple[str, int, int, frozenset[int]]]:
    """Kind, first and last token of each candidate, and the tokens that only mark it."""
    for i, word in enumerate(w):
        nxt = w[i + 1] if i + 1 < len(w) else ""
        if word in KIND and (nxt == "-" or (i and w[i - 1] == "-")):
            continue  # "in-house"
        if word in ONLY and nxt in KIND:
            yield KIND[nxt], i + 2, _stop(w, i + 2), frozenset((i, i + 1))
        elif word in ONLY and i and nxt.isalnum() and w[i - 1] in USING and nxt not in STOP and not nxt.isdigit():
            yield "", i + 1, _stop(w, i + 1), frozenset((i, i - 1))
        elif word == "reserved" and nxt == "for":
            yield "", i + 2, _stop(w, i + 2), frozenset((i, i + 1))
        elif word == "no" and w[i + 2 : i + 4] == ["other", "than"]:
            at = i + 4 + (w[i + 4 : i + 5] != [] and w[i + 4] in KIND)
            yield KIND.get(w[at - 1], ""), at, _stop(w, at), frozenset((i, i + 2, i + 3, at - 1))
        elif word == "alone" and nxt in VERBS and 0 < i < 8:
            first = next((j + 1 for j in range(i - 1, -1, -1) if w[j] in SIGNS), 0)
            yield "", first, i, frozenset((i, i + 1))
        elif word in ONLY and (i == 0 or (w[i - 1] in SIGNS and w[0] == "for")):
            end = next((j for j in range(i + 1, min(i + 8, len(w))) if w[j] in VERBS), 0)
            if end > i + 1:
                yield "", i + 1, end, frozenset((i, end))
        elif (word in NONE or (word == "no" and nxt == "one")) and set(w[i + 1 : i + 4]) & BUT:
            but = next(j for j in range(i + 1, i + 4) if w[j] in BUT)
            at = but + 1 + (w[but + 1 : but + 2] != [] and w[but + 1] in KIND)
            kind = KIND.get(w[i - 1] if i else "") or KIND.get(w[at - 1], "")
            yield kind, at, _stop(w, at), frozenset(range(i - 1, at))
        elif word == "and" and nxt == "only" and i + 2 < len(w):
            kind = next((KIND[x] for x in reversed(w[max(0, i - 7) : i]) if x in KIND), "")
            yield kind, i + 2 + (w[i + 2] in KIND), _stop(w, i + 3), frozenset(range(i, i + 3))
        elif (word == "and" and _no_other(w, i + 1)) or (
            word in ("alone", "exclusively", "only") and (not nxt or nxt in SIGNS)
        ):
            yield from _behind(w, i)
        elif word in ("only", "sole", "one") and i and w[i - 1] in ("the", "our", "your"):
            yield from _copula(w, i)


def _no_other(w: list[str], i: int) -> bool:
    """ "and nobody else", "and no other place", "and from nothing else", "and no one else"."""
    i += w[i : i + 1] != [] and w[i] in KIND
    rest = w[i : i + 4]
    return bool(rest) and (rest[0] in NONE or rest[0] == "no") and ("else" in rest or "other" in rest)


def _behind(w: list[str], at: int) -> Iterator[tuple[str, int, int, frozenset[int]]]:
    """The prepositional phrase that ends before ``at``."""
    end = at - (w[at - 1] == ",")
    for i in range(end - 1, max(-1, end - 8), -1):
        if w[i] in SIGNS:
            return
        if w[i] in KIND:
            tail = next((j for j in range(end, len(w)) if w[j] in ("for", "when", "as", ";")), len(w))
            yield KIND[w[i]], i + 1, end, frozenset((i, *range(end, tail)))
            return
    start = next((i for i in range(end - 1, max(-1, end - 7), -1) if w[i] in USING or w[i] == ":"), 0)
    if start and start + 1 < end and w[0] not in USING:  # "for photos, use our own shots exclusively"
        yield "", start + 1, end, frozenset((start, *range(end, len(w))))
        return
    if w[0] in USING and 1 < end < 6:  # "use grep and nothing else for searching"
        tail = next((j for j in range(end, len(w)) if w[j] in ("for", "when", "as", ";")), len(w))
        yield "", 1, end, frozenset((0, *range(end, tail)))


def _copula(w: list[str], at: int) -> Iterator[tuple[str, int, int, frozenset[int]]]:
    """ "X is the only source of Y", "The sole carrier for Y is X"."""
    be = next((j for j, x in enumerate(w) if x in ("is", "are", "be", "remains")), 0)
    if be and be < at <= be + 2:
        yield "", _behind_lead(w, be), be, frozenset((be, at))
    elif be > at:
        yield "", be + 1, _stop(w, be + 1), frozenset((at, be))


def _behind_lead(w: list[str], end: int) -> int:
    """Where the subject before ``end`` begins: "for opening hours(,) the master sheet is the only source"."""
    if w[0] not in ("for", "on", "in", "as"):
        return 0
    at = next((i for i in range(1, end) if w[i] == ","), 0)
    return at + 1 if at else next((i for i in range(2, end - 1) if w[i] in ("the", "our", "your", "a")), 0)


def _stop(w: list[str], at: int) -> int:
    """Where the noun phrase from ``at`` ends."""
    for i in range(at, len(w)):
        if w[i] in SIGNS or (
            i > at and w[i] in ("for", "that", "which", "when", "if", "to", "by", "and", "may", "can", "must")
        ):
            return i
    return len(w)
