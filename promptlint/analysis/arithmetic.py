"""What follows from several quantities: parts times size, and what a count of one unit says of another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise

from promptlint.analysis.measure_words import TEXT
from promptlint.analysis.numbers import FRACTIONS
from promptlint.analysis.quantity import Quantity
from promptlint.record import record

# Parts that make up the whole text, so that their sizes add up to its size.
PARTITION = {("sentence", "word"), ("line", "word"), ("paragraph", "word"), ("stanza", "word"), ("stanza", "line"),
             ("paragraph", "sentence"), ("sentence", "character"), ("line", "character"), ("section", "paragraph")}  # fmt: skip
# (of many, at least as many): a text of N sentences has N words or more.
CHAIN = (("paragraph", "sentence"), ("stanza", "line"), ("bullet", "word"), ("line", "word"), ("sentence", "word"),
         ("word", "character"))  # fmt: skip
PARTS = TEXT | {"reply", "item", "step", "question", "answer", "parts"}


@record(frozen=True, slots=True)
class Fact:
    """An interval for one unit of one thing, with the quantities that it follows from."""

    dimension: str
    thing: str
    low: float
    high: float
    sources: tuple[Quantity, ...]

    @property
    def derived(self) -> bool:
        """Whether it was computed."""
        first = self.sources[0]
        return len(self.sources) > 1 or first.parts > 0 or self.thing.rstrip("*") not in (first.thing, "output")


def whole(q: Quantity) -> str:
    """The thing that a total is said of: all bullets together are the text."""
    return "output" if q.total and q.thing in PARTS else q.thing


def facts(found: Iterable[Quantity]) -> list[Fact]:
    """Stated and derived facts about sizes."""
    sizes = [q for q in found if q.role == "size" and not q.soft]
    stated = [Fact(q.dimension, whole(q), q.low, q.high, (q,)) for q in sizes if not (q.each and q.parts)]
    return [
        *stated,
        *_from_replies(sizes),
        *_from_parts(sizes),
        *_from_counts(sizes),
        *_from_shares(sizes),
        *_from_extent(sizes),
    ]


# What a reply is, or has in it: a most for every reply holds for these.
IN_REPLIES = frozenset(
    "explanation description summary definition overview recap reasoning comparison translation story list".split()
)
REPLIES = frozenset("answer answers reply replies response responses message messages".split())
EVERY = frozenset("every each all any no".split())


def _from_replies(sizes: list[Quantity]) -> Iterator[Fact]:
    """ "Every answer stays under 80 words": an explanation of 120 is no answer then."""
    named = {(q.thing, q.dimension) for q in sizes if q.thing in IN_REPLIES and q.low > 0}
    for q in sizes if named else ():
        words = q.sentence.tokens.words
        if q.thing == "output" and q.high < math.inf and any(a in EVERY and b in REPLIES for a, b in pairwise(words)):
            for thing, dimension in sorted(named):
                if dimension == q.dimension:
                    yield Fact(dimension, thing, 0.0, q.high, (q,))


def _from_shares(sizes: list[Quantity]) -> Iterator[Fact]:
    """ "The first paragraph has 90 words and makes up half of the speech": the speech has 180."""
    for q in sizes:
        words = q.sentence.tokens.words
        for i, word in enumerate(words):
            if (
                word in FRACTIONS
                and q.last <= i
                and words[i + 1 : i + 2] == ["of"]
                and set(words[q.last : i]) & {"up", "is"}
            ):
                share = FRACTIONS[word]
                yield Fact(q.dimension, "output", q.low / share - 0.5, q.high / share + 0.5, (q,))


READING = frozenset(
    {"read", "reading", "speech", "spoken", "aloud", "speaking", "narration", "reads", "listen", "talking"}
)
SLOW, FAST = 90 / 60, 320 / 60  # words a second, spoken slowly and read fast
HOURS = 3 * 3600  # what takes longer to read is no reply
SPARSE, DENSE = 120, 900  # words on a page


def _from_extent(sizes: list[Quantity]) -> Iterator[Fact]:
    """How many words a time of reading or a number of pages comes to, by the widest measure."""
    for q in sizes:
        if q.dimension == "page" and (q.bounded or q.thing != "output") and (not q.each or q.thing == "output"):
            yield Fact("word", whole(q), q.low * SPARSE, q.high * DENSE, (q,))
        elif q.dimension == "time" and READING & set(q.sentence.tokens.words) and not q.total and q.low <= HOURS:
            yield Fact("word", whole(q), q.low * SLOW, q.high * FAST, (q,))


def _from_parts(sizes: list[Quantity]) -> Iterator[Fact]:
    for q in sizes:
        if q.each and q.parts > 1:
            yield Fact(q.dimension, "output", q.low * q.parts, math.inf, (q,))
            yield Fact(q.dimension, "output*", 0.0, q.high * q.parts, (q,))


def _from_counts(sizes: list[Quantity]) -> Iterator[Fact]:
    counts: dict[str, list[Quantity]] = {}
    for q in sizes:
        if (not q.each or q.thing == "output") and q.low > 0:
            counts.setdefault(q.dimension, []).append(q)
    for q in sizes:
        if not q.each or q.total or q.parts or q.thing == "time":  # "three years, one paragraph each": not each second
            continue
        for n in counts.get(q.thing, ())[:8]:
            if n.dimension == q.dimension:
                continue
            high = n.high * q.high if (q.thing, q.dimension) in PARTITION else math.inf
            yield Fact(q.dimension, n.thing, n.low * q.low, high, (n, q))


def implied(known: list[Fact]) -> Iterator[Fact]:
    """Lower bounds that the count of one unit gives for a smaller one."""
    best: dict[tuple[str, str], Fact] = {}
    for f in known:
        at = (f.thing, f.dimension)
        if f.low > 0 and (at not in best or best[at].low < f.low):
            best[at] = f
    for big, small in CHAIN:
        for (thing, dimension), f in list(best.items()):
            if dimension != big or ":" in thing:
                continue
            low = (
                f.low * 3 if small == "character" else f.low
            )  # a word and a space: three signs on average at the very least
            fact = Fact(small, thing, low, math.inf, f.sources)
            if (thing, small) not in best or best[thing, small].low < low:
                best[thing, small] = fact
                yield fact
