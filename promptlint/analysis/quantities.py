"""Quantities in the directives of a prompt, each with the thing that it measures."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.analysis.amounts import Reader
from promptlint.analysis.hosts import statements
from promptlint.analysis.measure_words import MAKING, SAYING, TEXT
from promptlint.analysis.measured import first_named
from promptlint.analysis.memo import once
from promptlint.analysis.numbers import ranges
from promptlint.analysis.quantity import Quantity
from promptlint.analysis.similarity import key
from promptlint.analysis.words import generic
from promptlint.record import replace
from promptlint.text.kept import by_content, by_piece, of_sentence, there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence


@once
def quantities(unit: Unit) -> list[Quantity]:
    """Every amount in the instructing prose of a unit, in order, with the measured thing settled."""
    found: list[Quantity] = []
    if shows_prompts(unit):
        return found  # their numbers are not its own
    raws: list[tuple[Quantity, str]] = []
    previous = ""
    for s in statements(unit):
        if not _measures(s):
            previous = _subject(s) or previous
            continue
        last: Quantity | None = None
        for raw in _raw(s):
            raws.append((_nested(raw, last), previous))
            last = raw
        previous = _subject(s) or previous
    product = product_of(unit) or _only_text(raws)
    return [_settle(q, product, before) for q, before in raws]


@of_sentence(there)
def _raw(s: Sentence) -> Iterator[Quantity]:
    yield from (q for q in Reader(s).read() if not _theirs(s, q))
    yield from named_parts(s)
    yield from one_each(s)


# What the people who talk to the model do, and how much of it: "They ask in one or two sentences."
ASKING = frozenset(
    "ask asks type types write writes send sends message text texts phone call calls come comes paste pastes speak speaks describe describes".split()
)


def _theirs(s: Sentence, q: Quantity) -> bool:
    w = s.tokens.words
    start = q.clause[0]
    return (
        w[start : start + 1] in (["they"], ["he"], ["she"])
        and w[start + 1 : start + 2] != []
        and w[start + 1] in ASKING
    )


def _only_text(raws: list[tuple[Quantity, str]]) -> str:
    """The kind of text that all amounts of a prompt are amounts of, where they name one and no other."""
    named = {q.thing for q, _ in raws} & WHOLES
    others = {m.concept for q, _ in raws for m in q.sentence.of_kind("thing")}
    return named.pop() if len(named) == 1 and len({o[6:] for o in others} & WHOLES) == 1 else ""


WHOLES = frozenset("message letter essay email report article speech story script announcement".split())


def named_parts(s: Sentence) -> list[Quantity]:
    """How many parts a sentence names: "the sections Overview, Steps and Sources"."""
    w, raw = s.tokens.words, s.tokens.raw
    for i, word in enumerate(w):
        if word not in PARTS_NAMED and not (word in LEADING_IN and w[i + 1 : i + 2] == [":"]):
            continue
        if i and w[i - 1] in ("no", "each", "every"):
            continue
        at = i + 1 + (w[i + 1 : i + 2] == [":"])
        items, start = 0, at
        while start < len(w) and w[start] not in (".", ";"):
            end = start
            while end < len(w) and w[end] not in (",", "and", "&", ".", ";"):
                end += 1
            if not 0 < end - start <= 4 or not raw[start][0].isupper():
                items = 0
                break
            items += 1
            start = end + 1
            while start < len(w) and w[start] in (",", "and", "&"):
                start += 1
        if items > 1 + (word in LEADING_IN):
            return [Quantity("section", float(items), float(items), "output", "size", False, False, "", False, True,
                             frozenset(), s, i, len(w), (0, len(w)))]  # fmt: skip
    return []


def one_each(s: Sentence) -> list[Quantity]:
    """How many calls it takes to make one for each of many: "check each of the 40 pages with a separate call"."""
    w = s.tokens.words
    for r in ranges(w):
        if w[r.start - 3 : r.start] not in (["each", "of", "the"], ["all", "of", "the"]) or r.low < 2:
            continue
        for m in s.mentions:
            separate = SEPARATE & set(w[max(0, m.start - 3) : m.start])
            if m.concept in ("unit:call:1", "unit:search:1") and m.start > r.end and separate:
                return [Quantity("call", r.low, math.inf, "output", "size", False, False, "", False, True,
                                 frozenset(), s, r.start, m.end, (r.start, m.end))]  # fmt: skip
    return []


SEPARATE = frozenset("separate own individual single different".split())
LEADING_IN = frozenset("follows structure outline order scheme layout".split())
PARTS_NAMED = frozenset("sections parts headings chapters".split())


def _nested(q: Quantity, outer: Quantity | None) -> Quantity:
    """Let "eight lines of exactly five words each" measure the lines."""
    if outer is None or outer.dimension == q.dimension:
        return q
    if q.sentence.tokens.words[q.last : q.last + 1] == ["apiece"]:
        return replace(q, thing=outer.dimension, each=True)
    between = q.sentence.tokens.words[outer.last : q.first]
    if (
        len(between) <= 9
        and set(between) <= NESTING
        and (
            set(between) & {"of", "with", "each", "which", "containing", "every"}
            or q.sentence.tokens.words[q.last : q.last + 1] == ["each"]
        )
    ):
        return replace(q, thing=outer.dimension, each=True)
    return q


NESTING = frozenset(
    """of with each which is are at least most exactly about , none longer shorter than containing has have having no more fewer
    less up to between every one and in may be must should can in that a maximum minimum not around full whole""".split()
)


def product_of(unit: Unit) -> str:
    """The text that a prompt asks for, "" if none is named in its first sentences."""
    return next((p for s in unit.sentences[:5] if s.block.kind != "heading" and (p := _product(s))), "")


@by_content
def _measures(s: Sentence) -> bool:
    """Whether a sentence has a unit or a number."""
    return any(m.concept.startswith("unit:") for m in s.mentions) or bool(ranges(s.tokens.words))


def _product(s: Sentence) -> str:
    """The text that the prompt asks for: "Write a speech for …" → "speech"."""
    w = s.tokens.words
    for i, word in enumerate(w[:12]):
        if SAYING.get(word) and i < 3:
            return SAYING[word]
        if word in MAKING and (i < 3 or w[i - 1] in ("you", "who", "that", "will", "and", "to")):
            for m in sorted(s.mentions, key=lambda m: (m.start, -m.end)):
                if m.concept.startswith("thing:") and i < m.start <= i + 6:
                    return "" if m.concept[6:] in PIECES else m.concept[6:]
            return ""
    return ""


def shows_prompts(unit: Unit) -> bool:
    """Whether a text shows prompts, their turns under the names of roles."""
    return sum(n for _, n in _turns(unit)) > 2


@by_piece
def _turns(text: str) -> Iterator[int]:
    yield sum(1 for _ in regex.matches_at(TURNS, regex.line_starts(text), text))


TURNS = regex.compile(r"^[ \t]*(?:SYSTEM|USER|ASSISTANT)[ \t]*$", re.M)


MEASURES = frozenset(
    "maximum minimum max min length limit size word words count number of characters total overall text full the".split()
)
PIECES = frozenset(
    "sentence word paragraph bullet line section stanza page question option item step turn query group day name quote list".split()
)


@by_content
def _subject(s: Sentence) -> str:
    first = next((m for m in s.of_kind("thing") if m.start <= 2), None)
    return first.concept[6:] if first else ""


def _settle(q: Quantity, product: str, previous: str) -> Quantity:
    """Give an unnamed thing its name from the label, the heading, the sentence before or the task."""
    thing = q.thing
    if q.dimension in TEXT and thing in ("", q.dimension):
        thing = _own_label(q) or thing
    if not thing:
        start = q.sentence.tokens.words[q.clause[0] : q.clause[0] + 1]
        if start in (["it"], ["its"], ["they"]) and previous:
            thing = previous
    if not thing:
        thing = _own_label(q) or _named_by_scope(q.sentence) or "output"
    if thing == "list" and q.dimension in ("item", "bullet"):
        return replace(q, thing="output", dimension="bullet", each=False, kind="")
    if q.dimension == "space" and {"indent", "tab"} & {key(w) for w in q.sentence.tokens.words}:
        return replace(q, thing="indent", verb="", kind="", each=False)
    if q.each and thing in ("query", "turn", "session:current", "message", "task", "run") and q.dimension != "message":
        thing = "output"
    if thing == "reply" and product not in ("", "reply") and q.each:
        return replace(q, thing=thing)
    return replace(q, thing="output" if thing in ("output", "reply", product) else thing)


FIELD = 3  # words of a field's name


def _own_label(q: Quantity) -> str:
    """What a label in the sentence itself names: "severity: one word", "greeting: ten words"."""
    w = q.sentence.tokens.words
    colon = next((i for i in range(1, min(FIELD + 1, len(w))) if w[i] == ":"), 0)
    name = " ".join(w[:colon])
    if not colon or q.first < colon or not name.replace("_", " ").replace(" ", "").isalpha() or generic(name):
        return ""
    if not MEASURES.isdisjoint(w[:colon]):
        return ""
    known = [m for m in q.sentence.of_kind("thing") if m.start < colon == m.end]
    thing = max(known, key=lambda m: m.end - m.start).concept[6:] if known else f"noun:{key(w[colon - 1])}"
    return "" if thing in ("output", "reply") else thing


def _named_by_scope(s: Sentence) -> str:
    """The thing that the item's label, the lead-in or the innermost heading names."""
    from promptlint.text.tokens import tokenize

    heading = s.scope.headings[-1] if s.scope.headings else ""
    for text in (s.scope.item, s.scope.tags[-1] if s.scope.tags else "", s.scope.lead, heading):
        if not text or s.table is None:
            continue
        words = tokenize(text.replace("_", " ")).words
        found = [m for m in s.table.find(words) if m.concept.startswith("thing:")]
        if found and len(words) <= 4:
            return first_named(found).concept[6:]
        if text is s.scope.item and not generic(text) and not set(words) <= MEASURES:
            return f"label:{text.lower()}"
    return ""
