"""One amount in one directive."""

from __future__ import annotations

from promptlint.analysis.measure_words import BREAKS
from promptlint.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence


@record(frozen=True, slots=True)
class Quantity:
    """One amount in one directive.

    Args:
        dimension: what is counted ("word", "time", or the key of any noun).
        low, high: the closed interval that the directive leaves open.
        thing: what is measured; "output" for the reply or text as a whole.
        role: "size", "period" (every N seconds), "gap" (N seconds between), "window" (the next N days) …
        each: it holds for every one of several such things.
        total: it is said of all of them together.
        verb: key of the verb that governs it; "" for having and giving.
        soft: about, ideally.
        bounded: a comparator or range stood beside the number.
        words: content of the clause without the number and its unit.
        first, last: tokens of the number with its unit.
        parts: how many things it holds for each of, where the clause says so ("each of the four answers").
        modifiers: what tells the measured thing from others of its name ("answers to complaints").
        kind: words between the number and the unit ("three follow-up questions").
    """

    dimension: str
    low: float
    high: float
    thing: str
    role: str
    each: bool
    total: bool
    verb: str
    soft: bool
    bounded: bool
    words: frozenset[str]
    sentence: Sentence
    first: int
    last: int
    clause: tuple[int, int] = (0, 0)
    parts: int = 0
    kind: str = ""
    modifiers: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The amount as written."""
        return self.sentence.text_of(self.first, self.last)

    def disjoint(self, other: Quantity) -> bool:
        """Whether no value satisfies both; a soft one gets a margin of a quarter."""
        low, high = _margin(self)
        low2, high2 = _margin(other)
        return high < low2 or high2 < low


def _margin(q: Quantity) -> tuple[float, float]:
    return (q.low * 0.7, q.high * 1.3) if q.soft else (q.low, q.high)


def clause(sentence: Sentence, at: int) -> tuple[int, int]:
    """The clause around token ``at``, as a range of tokens."""
    words = sentence.tokens.words
    first, last = at, at
    while first > 0 and not _edge(sentence, first - 1):
        first -= 1
    while last < len(words) and not _edge(sentence, last):
        last += 1
    return first, last


def _edge(sentence: Sentence, i: int) -> bool:
    t = sentence.tokens
    w = t.words
    if w[i] in BREAKS or (w[i] == "." and i > 0):
        return True
    if w[i] in ("–", "-"):
        return 0 < i < len(w) - 1 and t.starts[i] > t.ends[i - 1] and t.starts[i + 1] > t.ends[i]
    return (
        w[i] == ","
        and i + 1 < len(w)
        and w[i + 1] in ("none", "each", "and", "but", "with", "of", "while", "nor", "or")
    )
