"""Statements that allow one source, carrier or place for a named thing: "Deliveries are made exclusively by X"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from promptlint import regex
from promptlint.analysis.leads import main_words
from promptlint.analysis.similarity import STOP, content, key, stems
from promptlint.deontic.cues import cues
from promptlint.record import record
from promptlint.text.kept import of_sentence, there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

SIGNS = frozenset(",;:.!?()—–")
ONLY = frozenset({"exclusively", "solely", "only", "purely", "entirely", "uniquely"})
ADJECTIVES = frozenset({"only", "sole", "one", "single", "exclusive"})  # "the sole source"
NONE = frozenset({"nothing", "nobody", "nowhere", "none"})
BUT = frozenset({"but", "except", "save", "besides", "outside", "apart", "other", "aside", "beyond"})
HOLDING = frozenset("job task privilege right prerogative business responsibility matter decision call domain".split())
RECEIVING = frozenset("receives receive gets get sees see hears hear learns knows know".split())
# What kind of filler a preposition opens; "" is what stands without one.
KIND = {
    "from": "source", "on": "source", "upon": "source", "out": "source", "using": "source", "by": "agent", "with": "agent",
    "through": "agent", "via": "agent", "in": "place", "at": "place", "to": "party", "under": "place", "into": "place", "aboard": "place", "inside": "place",
    "within": "place", "among": "place", "against": "place", "as": "name",
}  # fmt: skip
# Verbs and nouns that say that something comes from somewhere and not what.
LIGHT = stems(
    """take come get draw make made use rely base build obtain source fetch pull gather find look consult count serve accept
    allow permit valid admit do done go let choose pick select supply provide provider place other else nothing nobody nowhere
    none one only sole solely exclusively exclusive purely entirely alone single source thing everything anything all
    whatever there be may must can shall should will always never person people read treat work handle carry carried travel organise keep hold held happen occur user you whole
    full every each item apply offer count regard consider trust need other elsewhere remain supply supplier buy
    order means way person team desk one channel sole permitted allowed
    share disclose reveal discuss tell receive pass forward escalate hand route inform reserve reserved write save create store
    tool folder directory file files new subject topic matter question word unit medium classification locate report notify
    meet met respond response reaction reference refer known authority form format beyond stand permit exist whoever
    look consult stem originate route period stop"""
)
SAYING = stems("answer reply respond write say speak output return print emit send text")
WILD = frozenset({"everything", "anything", "all"})
WEAK = stems(
    """document page context text input passage provide provided given supplied above below attached material information
    content data file source result tool knowledge request time day week hour morning evening approval consent permission confirmation case emergency person english french german spanish json
    xml yaml markdown prose tense voice case message order turn colour color bullet sentence paragraph word number purpose reason request demand following this these it them
    list fact verified official reliable relevant available"""
)
NAMING = frozenset("called named titled labelled sells offers stocks serves covers".split())
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
        if not inner:
            continue
        # "WHO" and "IT" are names
        named = {x.lower() for x in s.tokens.raw[first:last] if len(x) > 1 and x.isalpha() and x.isupper()}
        filler = content(inner) | named or frozenset(inner)
        literal = bool(quoted_in(s.text_of(first, last)))
        weak = filler <= _weak() and inner[-1] not in PEOPLE and not literal
        year = len(inner[0]) == 4 and inner[0].isdigit()
        if weak or len(inner) > 10 or (inner[0].isdigit() and not year):
            continue
        aside = next(
            (i for i in range(last, len(w) - 1) if w[i] == ";" or (w[i] == "," and w[i + 1] in ("which", "who"))),
            len(w),
        )
        outside = [x for i, x in enumerate(w[:aside]) if not (first <= i < last) and i not in mark and x != ";"]
        frame = content(outside) - _light()
        if kind != "source":  # "price data comes solely from the price service"
            frame -= filler
        if kind == "place" or (kind == "source" and frame - _saying()):
            frame -= _saying()
        if not frame:  # "the auditor alone receives the reports"
            frame = content(
                x
                for i, x in enumerate(w[:aside])
                if x in outside and x.endswith("s") and w[max(0, i - 1)] in ("the", "all", "your", x)
            )
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
    if not (_other(a, b) and _same_kind(a.kind, b.kind)):
        return False
    if a.frame and b.frame:
        shared = min(len(meet(a.frame, b.frame)), len(meet(b.frame, a.frame)))
        return shared > 0 and shared >= min(len(a.frame), len(b.frame))
    return a.kind == b.kind == "source" and (a.wild or b.wild)


def _other(a: Sole, b: Sole) -> bool:
    """Whether the fillers differ: other words, other quoted words, or one head with a word of its own on either side."""
    one, two = quoted_in(a.text), quoted_in(b.text)
    if one and two:
        return one != two
    shared = meet(a.filler, b.filler)
    if not shared:
        return True
    head = {key(t.lower().split()[-1].strip(" .,;\"'`")) for t in (a.text, b.text) if t.split()}
    own = a.filler - shared - _weak(), b.filler - meet(b.filler, a.filler) - _weak()
    return len(head) == 1 and len(shared) == 1 and shared <= head and all(own) and max(map(len, own)) < 3


def quoted_in(text: str) -> str:
    """The first quoted words of a text, in lower case."""
    found = QUOTED.search(text)
    return found.group(1).strip(" .,").lower() if found else ""


QUOTED = regex.compile(r"[\"“]([^\"”]{1,60})[\"”]")


def _same_kind(one: str, two: str) -> bool:
    return (
        one == two
        or not one
        or not two
        or {one, two} == {"agent", "party"}
        or ("doer" in (one, two) and "party" not in (one, two))
    )


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
            yield "doer" if w[i - 1] in OWNING else KIND[nxt], i + 2, _stop(w, i + 2), frozenset((i, i + 1))
        elif word in ONLY and i and nxt.isalnum() and w[i - 1] in USING and nxt not in STOP and not nxt.isdigit():
            yield "", i + 1, _stop(w, i + 1), frozenset((i, i - 1))
        elif word in ("reserved", "restricted", "confined", "limited") and nxt in ("for", "to"):
            yield "", i + 2, _stop(w, i + 2), frozenset((i, i + 1))
        elif word == "no" and w[i + 2 : i + 4] == ["other", "than"]:
            at = i + 4 + (w[i + 4 : i + 5] != [] and w[i + 4] in KIND)
            yield KIND.get(w[at - 1], ""), at, _stop(w, at), frozenset((i, i + 2, i + 3, at - 1))
        elif word == "alone" and nxt in VERBS and 0 < i < 8:
            first = next((j + 1 for j in range(i - 1, -1, -1) if w[j] in SIGNS), 0)
            yield "", first, i, frozenset((i, i + 1))
        elif word in ONLY and (i == 0 or (w[i - 1] in SIGNS and w[0] == "for")):
            end = next((j for j in range(i + 1, min(i + 9, len(w))) if _finite(w, j, i + 1)), 0)
            if end > i + 1 and not (nxt in cues().verbs and w[i + 2] not in VERBS):  # "only use tools that are listed"
                acting = w[end] not in ("is", "are", "was", "should") and w[end] not in RECEIVING
                kind = "doer" if acting and "receive" not in w[end : end + 3] else ""
                yield kind, i + 1, end, frozenset((i, end) if w[end] in VERBS else (i,))
        elif (word in NONE or (word == "no" and nxt == "one")) and set(w[i + 1 : i + 4]) & BUT:
            but = next(j for j in range(i + 1, i + 4) if w[j] in BUT)
            two = w[but + 1 : but + 2] in (["from"], ["than"])  # "apart from", "other than"
            but += two
            at = but + 1 + (w[but + 1 : but + 2] != [] and w[but + 1] in KIND)
            kind = KIND.get(w[i - 1] if i else "") or ("" if at == but + 1 else KIND.get(w[at - 1], ""))
            end = _stop(w, at)
            if i == 0:  # "nobody but the head nurse is told"
                end = next((j for j in range(at + 1, end) if _finite(w, j, at)), end)
                kind = kind or ("" if w[end : end + 1] in (["is"], ["are"]) or w[end] in RECEIVING else "doer")
            yield kind, at, end, frozenset(range(i - (i > 0 and w[i - 1] in KIND), at))
        elif word == "and" and nxt == "only" and i + 2 < len(w):
            kind = next((KIND[x] for x in reversed(w[max(0, i - 7) : i]) if x in KIND), "")
            yield kind, i + 2 + (w[i + 2] in KIND), _stop(w, i + 3), frozenset(range(i, i + 3))
        elif (
            (word in ("and", ",") and _no_other(w, i + 1))
            or (word in ("alone", "exclusively", "only") and (not nxt or nxt in SIGNS))
            or (word == "," and (w[i + 1 : i + 3] == ["full", "stop"] or nxt == "period"))
        ):
            yield from _behind(w, i)
        elif word == "there" and nxt == "is" and w[i + 2 : i + 3] in (["one"], ["just"], ["only"]):
            yield from _there_is(w, i + 3)
        elif word in ADJECTIVES and i and w[i - 1] in ("the", "our", "your", "its", "their"):
            yield from _copula(w, i)
        elif word == "all" and nxt == "that" and (i == 0 or w[i - 1] in SIGNS):
            be = next((j for j in range(i + 3, min(i + 14, len(w))) if w[j] in ("is", "are")), 0)
            if be:
                yield "", be + 1, _stop(w, be + 1), frozenset((i, be))


def _finite(w: list[str], at: int, first: int) -> bool:
    """Whether a word behind a subject is its verb: one that is known, or a present form before an article or a possessive."""
    if w[at] in VERBS:
        return True
    return at > first and w[at].endswith("s") and w[at + 1 : at + 2] != [] and w[at + 1] in OBJECTS and w[at].isalpha()


OBJECTS = frozenset("the a an your you our all any every them it".split())


def _no_other(w: list[str], i: int) -> bool:
    """ "and nobody else", "and no other place", "and from nothing else", "and no one else"."""
    i += w[i : i + 1] != [] and w[i] in KIND
    rest = w[i : i + 4]
    if not rest or not (rest[0] in NONE or rest[0] in ("no", "not", "never")):
        return False
    return bool({"else", "other", "beyond", "besides", "second", "elsewhere", "anywhere"} & set(rest)) or rest[:3] in (
        ["not", "from", "anywhere"], ["not", "by", "anybody"], ["no", "further", "one"])  # fmt: skip


def _there_is(w: list[str], at: int) -> Iterator[tuple[str, int, int, frozenset[int]]]:
    """ "There is one authority for spelling, the Duden, and no second"."""
    comma = next((j for j in range(at, min(at + 10, len(w))) if w[j] in (",", ":", "—")), 0)
    if comma and comma + 1 < len(w):
        end = _stop(w, comma + 1)
        yield "", comma + 1, end, frozenset((at - 1, *range(end, len(w))))


def _behind(w: list[str], at: int, rest: int = 0) -> Iterator[tuple[str, int, int, frozenset[int]]]:
    """The prepositional phrase that ends before ``at``; words from ``rest`` on, if given, tell for what."""
    end = at - (w[at - 1] == ",")
    for i in range(end - 1, max(-1, end - 10), -1):
        if _ends(w, i) and w[i : i + 2] != [",", "and"]:
            break
        if w[i] in KIND or (w[i] == "of" and w[i - 1] in HOLDING):
            tail = rest or next((j for j in range(end, len(w)) if w[j] in ("for", "when", "as", ";")), len(w))
            kind = "doer" if w[i] == "of" or w[i - 1] in OWNING else KIND[w[i]]
            yield kind, i + 1, end, frozenset((i, *range(end, tail)))
            return
    start = next((i for i in range(end - 1, max(-1, end - 7), -1) if w[i] in USING or w[i] == ":" or w[i] in NAMING), 0)
    if start and start + 1 < end and w[0] not in USING:  # "for photos, use our own shots exclusively"
        yield "", start + 1, end, frozenset((start, *range(end, len(w))))
        return
    be = next((j for j in range(1, end) if w[j] in ("is", "are", "counts", "count", "applies", "decides")), 0)
    if be and end - be <= 2 and w[at] == ",":  # "for colours the brand palette is binding, no other source counts"
        yield "", _behind_lead(w, be), be, frozenset(range(be, len(w)))
        return
    if w[0] in USING and 1 < end < 6:  # "use grep and nothing else for searching"
        tail = next((j for j in range(end, len(w)) if w[j] in ("for", "when", "as", ";")), len(w))
        yield "", 1, end, frozenset((0, *range(end, tail)))


def _copula(w: list[str], at: int) -> Iterator[tuple[str, int, int, frozenset[int]]]:
    """ "X is the only source of Y", "The sole carrier for Y is X"."""
    found = [j for j, x in enumerate(w) if x in ("is", "are", "be", "remains")]
    before = next((j for j in found if j < at <= j + 2), 0)
    if before and w[at + 1 : at + 2] != [] and w[at + 1] in HOLDING and w[at + 2 : at + 3] == ["of"]:
        yield "doer", at + 3, _stop(w, at + 3), frozenset((at, at + 1))  # "schema changes are the sole job of X"
    elif before:
        first = _behind_lead(w, before)
        bracket = w.index("(", first, before) if "(" in w[first:before] else before
        yield "", first, bracket, frozenset((*range(bracket, before + 1), at))
    elif w[at - 2 : at - 1] == [","] and not any(j > at for j in found):  # "made by hand, the only way …"
        yield from _behind(w, at - 2, at)
    elif found and found[-1] > at:  # the last one: "the only list that names are checked against is X"
        be = found[-1]
        yield "", be + 1, _stop(w, be + 1), frozenset((at, be))


def _behind_lead(w: list[str], end: int) -> int:
    """Where the subject before ``end`` begins: "for opening hours(,) the master sheet is the only source"."""
    if w[0] not in ("for", "on", "in", "as"):
        return 0
    at = next((i for i in range(1, end) if w[i] == ","), 0)
    return at + 1 if at else next((i for i in range(2, end - 1) if w[i] in ("the", "our", "your", "a")), 0)


OWNING = frozenset("up belongs belong falls fall rests lies".split())  # "it is up to X", "the right belongs to X"
TITLES = frozenset("mr mrs ms dr prof st".split())


def _ends(w: list[str], i: int) -> bool:
    """Whether a token is a sign, and not the point of a title."""
    return w[i] in SIGNS and not (w[i] == "." and i > 0 and w[i - 1] in TITLES)


def _stop(w: list[str], at: int) -> int:
    """Where the noun phrase from ``at`` ends."""
    for i in range(at, len(w)):
        if _ends(w, i) or (
            i > at and w[i] in ("for", "that", "which", "when", "if", "to", "by", "and", "may", "can", "must")
        ):
            return i
    return len(w)
