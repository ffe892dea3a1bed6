"""What an amount in a sentence measures: the reply, the title, each of the bullets."""

from __future__ import annotations

from itertools import pairwise

from promptlint.analysis.measure_words import (
    ANSWERS,
    COMPARED,
    DETERMINERS,
    GIVING,
    LASTING,
    LEADING,
    LINKS,
    MAKING,
    PLACES,
    SAYING,
    TEXT,
    VERB_NEXT,
)
from promptlint.analysis.numbers import NUMERALS, ORDINALS, number, ranges
from promptlint.analysis.similarity import STOP, content, key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence
    from promptlint.text.table import Mention


class Things:
    """The units, measured things and comparators of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.words = sentence.tokens.words
        self.units: dict[int, list[Mention]] = {}
        self.things, self.comparators = sentence.of_kind("thing"), sentence.of_kind("cmp")
        self.chosen: Mention | None = None
        for m in sentence.of_kind("unit"):
            self.units.setdefault(m.start, []).append(m)

    def _thing(self, first: int, last: int, start: int, end: int, dimension: str) -> tuple[str, bool]:
        """What is measured, and whether each of several is."""
        w = self.words
        ahead = [m for m in self.things if first <= m.start and m.end <= start and not self._verbal(m, first)]
        if dimension in TEXT and {"quote", "cite", "excerpt"} & set(w[first : first + 2]):
            self.chosen = None
            return "quote", False
        comma = max((i for i in range(first, start) if w[i] == ","), default=-1)
        if comma > 0 and w[first] in LEADING:
            ahead = [m for m in ahead if m.start > comma] or ahead
        behind = [m for m in self.things if end <= m.start < min(last, end + 7)]
        per = [m for m in behind if _per(w, m.start)]
        chosen: Mention | None = None
        self.chosen = None
        if not per and w[first] in SAYING and self._inside(first, start):
            return SAYING[w[first]], False
        cue = min((m.start for m in self.comparators if m.end == start and m.start >= first), default=start)
        owned = [m for m in ahead if m.end == cue - 1 and w[cue - 1] == "of"]
        if owned:
            chosen = first_named(owned)
        elif behind and behind[0].start == end and end - 2 >= start and w[end - 2] in "-‑":
            chosen = first_named(behind)  # "a four-word title"
        elif per:
            chosen = first_named(per)
        elif ahead:
            chosen = first_named(ahead)
        elif behind and (
            behind[0].start <= end + 1 or w[behind[0].start - 1] in LINKS or w[behind[0].start - 2] in LINKS
        ):
            chosen = first_named(behind)
        each = (
            bool(set(w[first:start]) & {"each", "every", "any", "none"})
            or (w[first] == "no" and w[first + 1] not in COMPARED)
            or bool(per)
            or "per" in w[end:last]
            or w[end : end + 3] == ["at", "a", "time"]
            or "apiece" in w[end : end + 1]
        )
        each = each or "each" in w[end : end + 3]
        self.chosen = chosen
        if chosen is None:
            if first and w[first - 1] == "(":
                return self._before_bracket(first), each
            return self._each_noun(first, last, start, end), each
        return self._named(chosen), each

    def _modifiers(self, first: int, last: int, start: int) -> frozenset[str]:
        """What tells the measured thing from others of its name: "short answers", "answers to complaints"."""
        m, w = self.chosen, self.words
        if m is None:
            if first and w[first - 1] == "(":  # "Short titles (5 words)"
                return frozenset(content(x for x in w[: first - 1] if x.isalpha())) - {
                    f for n in self.things if n.end < first for f in content(w[n.start : n.end])
                }
            return frozenset()
        left = m.start
        while left > first and w[left - 1].isalpha() and w[left - 1] not in STOP | GIVING and m.start - left < 2:
            left -= 1
        if left == first and left < m.start:
            left += w[first] in MAKING or w[first] in SAYING
        right, end = m.end, start if m.end <= start else last
        if w[right : right + 1] and w[right] in ("to", "about", "for", "on", "from", "that", "which", "of", "with"):
            while right < end and w[right] not in GIVING:
                right += 1
        compared = {i for c in self.comparators for i in range(c.start, c.end)}
        around = [i for i in (*range(left, m.start), *range(m.end, right)) if i not in compared]
        return frozenset(content(w[i] for i in around if w[i] not in NUMERALS))

    def _inside(self, first: int, start: int) -> bool:
        """Whether "in", "within" or "to" opens the amount: "Describe the steps in 80 words"."""
        cue = min((m.start for m in self.comparators if m.end == start and m.start > first), default=start)
        return self.words[cue - 1] in ("in", "within", "using", "with", "to", "at") or self.words[cue] == "within"

    def _parts(self, thing: str, first: int, last: int, start: int, end: int) -> tuple[str, int]:
        """How many things "each" speaks of: "each of the four answers", "introduction, body and conclusion … each"."""
        w = self.words
        for r in ranges(w[first:last]):
            at = first + r.start
            if r.low == r.high and w[at - 3 : at] == ["each", "of", "the"]:
                named = [m for m in self.things if m.start in (at + 1, at + 2)]
                return (self._named(named[0]) if named else key(w[min(at + 1, len(w) - 1)])), int(r.low)
        row = [m for m in self.things if first <= m.start < start and len(m.concept) > 6]
        starts = sorted({m.start for m in row})
        if "each" in w[end : end + 2] and len(starts) > 1:
            if all(set(w[a + 1 : b]) <= {",", "and", "the", "a"} for a, b in pairwise(starts)):
                return "parts", len(starts)
        return thing, 0

    def _before_bracket(self, first: int) -> str:
        """What "(two sentences)" stands after."""
        named = [m for m in self.things if m.end < first]
        words = [x for x in self.words[: first - 1] if x.isalpha() and x not in STOP]
        return self._named(first_named(named)) if named else f"noun:{key(words[0])}" if words else "noun:"

    def _each_noun(self, first: int, last: int, start: int, end: int) -> str:
        """The noun after "each", "every" or "per" that is no known thing."""
        w = self.words
        for i in (*range(first, start), *range(end, last)):
            per = w[i] in ("each", "every", "per") or (w[i] in ("a", "an") and w[i - 1] == "for" and i > end)
            if per and i + 1 < last and w[i + 1].isalpha() and w[i + 1] not in STOP and w[i + 1] != "time":
                return key(w[i + 1])
        if w[first] in DETERMINERS and not any(m.start <= first + 1 < m.end for m in self.comparators):
            return self._subject_noun(first, start)
        plural = w[first].endswith("s") and len(w[first]) > 3 and w[first].isalpha() and w[first] not in GIVING | STOP
        return (
            f"noun:{key(w[first])}" if plural and w[first + 1 : first + 2] and w[first + 1] in LASTING | GIVING else ""
        )

    def _subject_noun(self, first: int, start: int) -> str:
        """The subject of "The board has five members"; "" for people, who receive the reply."""
        if self.words[first] == "your":
            return ""
        head = ""
        for x in self.words[first + 1 : start]:
            if x in GIVING or x in LASTING or not x.isalpha() or x in STOP:
                break
            head = x
        return "" if not head or key(head) == "user" else f"noun:{key(head)}"

    def _verbal(self, m: Mention, first: int) -> bool:
        """Whether a word that could name a thing is the verb of an imperative: "Plan exactly three …"."""
        nxt = self.words[m.end] if m.end < len(self.words) else ""
        return (
            m.start == first
            and m.end == first + 1
            and (nxt in VERB_NEXT or (bool(nxt) and number(self.words, m.end) is not None))
        )

    def _named(self, m: Mention) -> str:
        """The thing, told apart by an ordinal: the first paragraph is not the second."""
        before = self.words[max(0, m.start - 2) : m.start]
        if m.concept == "thing:output" and self.words[m.start] in ANSWERS:
            return "reply"
        place = next((x for x in before if x in PLACES or x in ORDINALS), "")
        return f"{m.concept[6:]}:{place}" if place else m.concept[6:]


def _per(words: list[str], at: int) -> bool:
    return at > 0 and words[at - 1] in ("per", "each", "every", "a") and (
        words[at - 1] != "a" or (at > 1 and words[at - 2] in ("in", "for"))
    )  # fmt: skip


def first_named(mentions: list[Mention]) -> Mention:
    """The first mention; of several there the longest."""
    start = min(m.start for m in mentions)
    best = max((m for m in mentions if m.start == start), key=lambda m: m.end)
    # "e-mail subject": a mention that the first one runs into is its head.
    return best
