"""Claims to the first or last place of a text or of the work."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from promptlint.analysis.leads import main_words
from promptlint.analysis.place_words import BE, HEADS, PARTS, SAYING, SMALL, transitive, unknown_place
from promptlint.analysis.preconditions import SIGNS
from promptlint.analysis.similarity import content, key
from promptlint.analysis.steps import EMPTY
from promptlint.deontic.clauses import quoted
from promptlint.deontic.cues import cues
from promptlint.record import record
from promptlint.text.kept import of_sentence, there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

OPEN = frozenset("open opens begin begins start starts kick kicks opening beginning starting lead leads".split())
CLOSE = frozenset(
    "round rounds wrap wraps close closes end ends finish finishes conclude concludes ending closing finishing concluding".split()
)
FIRST = frozenset({"first", "opening"})
LAST = frozenset({"last", "final", "closing", "concluding"})
THINGS = frozenset("thing line sentence word words item part section paragraph element statement".split())


@record(frozen=True, slots=True)
class Claim:
    """Something claims the first or the last place of a text.

    Args:
        edge: "first" or "last".
        place: the thing whose place it is ("output" where nothing is named).
        filler: content of what stands there.
        literal: the quoted words that stand there, "" if it is described.
        text: the filler as written.
        small: a word or sign that may stand at the head of something else: a verb, an emoji.
    """

    edge: str
    place: str
    filler: frozenset[str]
    literal: str
    text: str
    sentence: Sentence
    small: bool = False


@of_sentence(there)
def claims(sentence: Sentence) -> Iterator[Claim]:
    """Every claim to a first or last place in a sentence."""
    w = main_words(sentence.tokens.words)
    yield from edges(sentence, w)
    if not (OPEN | CLOSE | FIRST | LAST | ENDING) & set(w) or {"not", "never", "no", "avoid", "unless"} & set(w):
        return
    masked = quoted(sentence.tokens)
    for i, word in enumerate(w):
        if masked[i]:
            continue
        if (word in OPEN | CLOSE or word in ("heads", "tops")) and not transitive(w, i):
            yield from _verb_claim(sentence, w, i)
        if word in FIRST | LAST:
            yield from _noun_claim(sentence, w, i)


ENDING = frozenset("heads tops opener closer".split())


HEADING = frozenset("opens closes concludes ends heads tops".split())


def _plural(w: list[str], i: int) -> bool:
    """Whether a plural stands before a verb of opening or closing: "the hashtags close the post"."""
    known = (
        w[i] in ("open", "close", "conclude", "end", "head", "top")
        and w[i + 1 : i + 2] != []
        and w[i + 1] in DETERMINERS
    )
    return known and w[i - 1].endswith("s") and w[i - 1].isalpha() and w[i - 1] not in BE


def _verb_claim(s: Sentence, w: list[str], i: int) -> Iterator[Claim]:
    edge = "first" if w[i] in OPEN | ENDING else "last"
    at = next((j for j in range(i + 1, min(i + 8, len(w))) if w[j] in ("with", "by", "on") or w[j] in SIGNS), 0)
    onto = edge == "last" and at and w[at] == "on" and w[at + 1 : at + 2] in (["a"], ["an"], ["the"])
    if at and (w[at] == "with" or onto) and at + 1 < len(w):
        stop = at + 1
        masked = quoted(s.tokens)
        while stop < len(w) and (
            masked[stop]
            or (
                w[stop] not in SIGNS
                and w[stop] not in ("and", "directly", "that", "which", "then", "after", "before", "when", "if")
            )
        ):
            stop += 1
        place = (
            _place(s, i + 1, at)
            or next((x for j in range(i + 1, at) if (x := unknown_place(w, j))), "")
            or _place(s, 0, i)
            or ("output" if _text_part(s, at + 1, stop) or {"all", "everything"} & set(w[stop - 3 : stop + 3]) else "")
        )
        if not place:
            return
        yield from _claim(s, edge, place, at + 1, stop)
    elif i and (w[i] in HEADING or _plural(w, i)) and not (at and w[at] == "by"):
        place = _place(s, i + 1, min(len(w), i + 6)) or unknown_place(w, i + 1)
        if place:
            yield from _claim(
                s, edge, place, 0, next((j for j in range(i) if w[j] in BE or w[j] in ("must", "has")), i)
            )


@lru_cache(maxsize=8)
def keys(words: tuple[str, ...]) -> frozenset[str]:
    """The keys of some words, found when first asked for: knowledge is not read at import."""
    return frozenset(key(w) for w in words)


ALL = frozenset("everything anything all".split())
COMING = frozenset("comes come goes go stands stand is are belongs belong appears appear follows".split())
PLACED = frozenset(
    "told given named put placed stated shown printed listed mentioned said written quoted read displayed".split()
)
ENDS = {"top": "first", "beginning": "first", "start": "first", "front": "first", "end": "last", "bottom": "last"}
PUTTING = frozenset(
    """put place give state name list show add print display position cover mention explain describe discuss treat quote set
    have keep""".split()
)
OUTSET = frozenset("start beginning outset".split())
EDGE_WORDS = OPEN | CLOSE | FIRST | LAST | frozenset("before ahead at nothing opener closer".split())
DETERMINERS = frozenset("the a an any every each all for your whose what which about whether with".split())


def edges(s: Sentence, w: list[str]) -> Iterator[Claim]:
    """Claims without a verb of opening: "X comes first", "put X at the very top", "nothing follows X", "before anything else, do X".

    Args:
        s: a sentence of the prompt.
        w: its words, without a leading case.
    """
    if EDGE_WORDS.isdisjoint(w):
        return
    masked = quoted(s.tokens)
    for i, word in enumerate(w):
        if masked[i] or word not in EDGE_WORDS:
            continue
        nxt = w[i + 1] if i + 1 < len(w) else ""
        if word in ("before", "ahead") and ALL & set(w[i + 1 : i + 3]):
            at = next(j for j in range(i + 1, i + 3) if w[j] in ALL) + 1
            at += w[at : at + 1] == ["else"]
            if i == 0 and w[at : at + 1] == [","]:
                yield from _act(s, w, at + 1)
            elif w[at : at + 1] in ([], ["."], [";"]) and _ordered(w, i):
                yield from _act(s, w, _ordered(w, i) - 1, i - (w[i - 1] == ","))
            elif i and w[i - 1] in COMING:
                parts = keys(tuple(PARTS))
                yield from (c for c in _subject(s, w, i - 1, "first") if c.filler & parts or c.place == "act")
        elif word in ("first", "last") and "whichever" in w[max(0, i - 3) : i]:
            continue
        elif word in ("first", "last") and i and w[i - 1] in COMING and (not nxt or nxt in SIGNS or nxt == "in"):
            yield from _subject(s, w, i - 1, word)
        elif (
            word in ("first", "last") and i > 2 and w[i - 2] in BE and w[i - 1] in PLACED and (not nxt or nxt in SIGNS)
        ):
            yield from _subject(s, w, i - 2, word)
        elif word == "at" and nxt == "the":
            at = i + 2 + (w[i + 2 : i + 3] == ["very"])
            edge = ENDS.get(w[at] if at < len(w) else "")
            whole = (
                w[at + 1 : at + 2] in ([], ["."], [","])
                or w[at + 1 : at + 3] == ["of", "the"]
                or w[at + 1 : at + 3] == ["of", "every"]
            )
            first = _opening(w, i)
            if edge and whole and w[first] in PUTTING and "not" not in w:
                yield from _claim(s, edge, _place(s, at, len(w)) or "output", first + 1, i)
            elif edge and whole and i == 0 and (verb := next((j for j in range(at, len(w)) if w[j] in COMING), 0)):
                yield from _claim(s, edge, _place(s, at, verb) or "output", verb + 1, _end(w, verb))
            elif edge == "first" and whole and w[at] in OUTSET and _ordered(w, i):
                yield from _act(s, w, _ordered(w, i) - 1, i)
            elif edge and whole and i and w[i - 1] in COMING and "not" not in w:
                yield from _subject(s, w, i - 1, edge, _place(s, at + 1, len(w)))
        elif word == "nothing" and (
            nxt in ("follows", "precedes") or (nxt in COMING and w[i + 2 : i + 3] and w[i + 2] in BESIDE)
        ):
            before = nxt == "precedes" or w[i + 2] in ("before", "above", "ahead")
            first = i + 2 + (nxt not in ("follows", "precedes"))
            end = _end(w, first)
            end = next((j for j in range(first + 1, end) if w[j] in ("in", "of")), end)
            yield from _claim(s, "first" if before else "last", _place(s, end, len(w)) or "output", first, end)
        elif word in OPEN | CLOSE and i < 2:
            by = next((j for j in range(i + 1, min(i + 5, len(w) - 1)) if w[j] == "by"), 0)
            if by and w[by + 1].endswith("ing"):
                if word in OPEN:
                    yield from _act(s, w, by + 1)
                    if w[by + 1] in SAYING:
                        yield from _claim(s, "first", "output", by + 2, _end(w, by + 2))
                else:
                    yield from _claim(s, "last", "output", by + 2, _end(w, by + 2))
        elif word == "first" and nxt == "thing" and "is" in w[i + 2 : i + 8] and _asked(w[i + 2 : i + 6]):
            yield from _act(s, w, w.index("is", i) + 1)
        elif word in FIRST | LAST and nxt in THINGS and _as_the(w, i):
            comma = _end(w, i + 2) if i < 4 else 0
            if comma + 2 < len(w) and comma and (w[comma] == ","):  # "as the last line, put the link"
                yield from _claim(
                    s,
                    "first" if word in FIRST else "last",
                    _place(s, i + 2, comma) or "output",
                    comma + 2,
                    _end(w, comma + 1),
                )
            elif comma == 0 and w[_opening(w, i)] in PUTTING:  # "put the link as the last line"
                first = i - 2 - (w[i - 1] == "very")
                yield from _claim(
                    s,
                    "first" if word in FIRST else "last",
                    _place(s, i + 2, len(w)) or "output",
                    _opening(w, i) + 1,
                    first,
                )
            elif i < 4 and (verb := next((j for j in range(i + 2, min(i + 8, len(w))) if w[j] in cues().verbs), 0)):
                yield from _claim(
                    s, "first" if word in FIRST else "last", _place(s, i + 2, verb) or "output", verb + 1, _end(w, verb)
                )
        elif word in ("first", "last", "final") and nxt in STEPS:
            yield from _step(s, w, i, "first" if word == "first" else "last")
        elif word in ("opener", "closer") and i > 1 and BE & set(w[:i]):
            be = next(j for j in range(i) if w[j] in BE)
            place = _place(s, i + 1, len(w)) or "output"
            yield from _claim(s, "first" if word == "opener" else "last", place, 0, be)


def _as_the(w: list[str], i: int) -> bool:
    first = i - (w[i - 1] == "very")
    return w[first - 2 : first] in (["as", "the"], ["as", "its"], ["as", "your"], ["for", "the"])


STEPS = frozenset("question step thing act action job move task".split())
BESIDE = frozenset("above before ahead below after behind beneath".split())


def _opening(w: list[str], at: int) -> int:
    """Where the clause of a token begins."""
    while at > 0 and w[at - 1] not in SIGNS:
        at -= 1
    return at


def _ordered(w: list[str], at: int) -> int:
    """One more than the token of the verb that a clause before ``at`` orders, or 0: "you must collect the number"."""
    first = _opening(w, at - (w[at - 1] == ","))
    for lead in (["you", "must"], ["you", "should"], ["you", "have", "to"], ["you", "need", "to"], ["always"]):
        if w[first : first + len(lead)] == lead:
            first += len(lead)
            break
    told = at - first > 1 and (w[first] in ASKING | SAYING or w[first + 1] in DETERMINERS)
    return first + 1 if told and w[first] not in DETERMINERS | BE else 0


def _step(s: Sentence, w: list[str], i: int, edge: str) -> Iterator[Claim]:
    """ "As the last step, delete X", "delete X as the last thing", "deleting X is the last step", "the first question is about X"."""
    if w[i + 1] == "question":
        about = next((j for j in range(i + 2, min(i + 8, len(w))) if w[j] in ("about", "for")), 0)
        if about and not BE.isdisjoint(w[i:about]):
            yield from _act(s, w, about + 1)
        return
    first = i - (w[i - 1] == "very")
    be = next((j for j in range(i + 2, min(i + 7, len(w) - 1)) if w[j] == "is"), 0)
    if first < i and be and w[i + 1] != "thing":  # "your very first move is to read the file"
        yield from _act(s, w, be + 1 + (w[be + 1] == "to"), edge=edge)
        return
    if w[i + 1] in THINGS - STEPS:
        return
    if w[first - 2 : first] == ["as", "the"]:
        comma = w.index(",", i) if first == 2 and "," in w[i:] else 0
        if comma:
            yield from _act(s, w, comma + 1, edge=edge)
        elif first > 4 and w[0] not in DETERMINERS:
            yield from _act(s, w, _opening(w, first - 2), first - 2, edge)
    elif w[i + 1] in STEPS - {"thing"} and w[first - 1 : first] == ["the"] and w[first - 2 : first - 1] == ["is"]:
        begin = _opening(w, first - 2)
        if w[begin].endswith("ing"):
            yield from _act(s, w, begin, first - 2, edge)


ASKING = frozenset(
    "ask request check verify confirm greet name state give say tell call read open run find get note log take".split()
)


def _asked(words: list[str]) -> bool:
    """Whether the words behind "the first thing" tell what is done with it: "you request", "to ask for"."""
    return words[:1] in (["you"], ["to"]) and not ASKING.isdisjoint(words[1:])


def _end(w: list[str], at: int) -> int:
    while at < len(w) and w[at] not in SIGNS:
        at += 1
    return at


def _subject(s: Sentence, w: list[str], verb: int, edge: str, place: str = "") -> Iterator[Claim]:
    """What stands before a verb of coming, from the last sign on."""
    first = verb
    while first > 0 and w[first - 1] not in SIGNS and w[first - 1] not in ("and", "but"):
        first -= 1
    first += w[first] in ("the", "a", "an")
    if first < verb and not {"no", "not", "never", "which", "that", "who", "what", "it"} & set(w[first:verb]):
        doing = w[first].endswith("ing") and verb - first > 1
        yield from _claim(s, edge, "act" if doing else place or "output", first, verb)


def _act(s: Sentence, w: list[str], at: int, stop: int = 0, edge: str = "first") -> Iterator[Claim]:
    """What is to be done first of all, or last."""
    end = stop or _end(w, at)
    while end > at and w[end - 1] in ("and", "then"):
        end -= 1
    filler = content(w[at:end]) - EMPTY
    filler = filler - keys(("ask",)) or filler
    if filler:
        yield Claim(edge, "act", filler, "", s.text_of(at, end).strip(" .,"), s)
        if w[at] in SAYING and not w[at].endswith("ing"):
            yield Claim(edge, "output", filler, "", s.text_of(at, end).strip(" .,"), s)


def _text_part(s: Sentence, first: int, last: int) -> bool:
    """Whether words name something that stands in a text, not a step of the work."""
    words = s.tokens.words[first:last]
    named = any(m.concept.startswith("thing:") and first <= m.start < last for m in s.mentions)
    return (
        words[:1] != []
        and (named or words[0] in QUOTES or bool({key(x) for x in words} & keys(tuple(PARTS))))
        and not words[0].endswith("ing")
    )


QUOTES = frozenset("\"“'`")


def _noun_claim(s: Sentence, w: list[str], i: int) -> Iterator[Claim]:
    """ "X is the first thing in the report"; "the last sentence of the script is X"."""
    edge = "first" if w[i] in FIRST else "last"
    if (
        i + 1 >= len(w)
        or (w[i + 1] not in THINGS and w[i + 1 : i + 4] != ["of", "the", "two"])
        or w[i - 1] not in ("the", "very")
    ):
        return
    be = [j for j, x in enumerate(w) if x in BE]
    if not be or (w[i + 1] == "thing" and _asked(w[i + 2 : i + 6])):
        return
    end = min(len(w), i + 8)
    place = (
        _place(s, i + 2, end) or (unknown_place(w, i + 3) if w[i + 2 : i + 3] in (["of"], ["in"]) else "") or "output"
    )
    if (
        w[i + 2 : i + 3]
        and w[i + 2] not in ("of", "in", "on", "the", "that", "you", "to")
        and w[i + 2] not in BE
        and w[i + 2] not in ("must", "has", "should", ".")
    ):
        return
    if be[0] < i:
        yield from _claim(s, edge, place, 0, be[0])
    elif w[be[0] - 1] not in SIGNS:
        yield from _claim(s, edge, place, be[0] + 1, len(w))


def _place(s: Sentence, first: int, last: int) -> str:
    found = [m for m in s.of_kind("thing") if first <= m.start < last]
    if not found:
        return ""
    start = min(m.start for m in found)
    return max((m for m in found if m.start == start), key=lambda m: m.end).concept[6:]


def _claim(s: Sentence, edge: str, place: str, first: int, last: int) -> Iterator[Claim]:
    if first >= last:
        return
    masked = quoted(s.tokens)
    inside = [i for i in range(first, last) if masked[i]]
    words = s.tokens.words
    literal = " ".join(words[i] for i in inside if words[i][0].isalnum())
    filler = content(words[first:last]) - EMPTY | ({"question"} if "question" in words[first:last] else frozenset())
    small = keys(tuple(sorted(SMALL)))
    if not literal and not filler:
        return
    if place == "output" and words[0] == "in" and "," in words[2:7]:  # "in the appendix, sources come first"
        comma = words.index(",")
        place = _place(s, 0, comma) or f"noun:{key(words[comma - 1])}"
    tiny = not literal and (filler <= small or (len(filler) < 3 and bool(filler & keys(tuple(HEADS)))))
    yield Claim(edge, place, filler, literal, s.text_of(first, last).strip(" .,"), s, tiny)
