"""Amounts in one sentence: how much, of which unit, of which thing, in which role."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from promptlint.analysis.measure_words import (
    ANSWERS,
    CONDITION,
    CONTINUOUS,
    DETERMINERS,
    GIVING,
    LABELLED,
    LASTING,
    LEADING,
    LINKS,
    LONG,
    MAKING,
    NEGATION,
    PLACES,
    SAYING,
    STRUCTURE,
    SYMBOLS,
    TOTAL,
    VERB_NEXT,
)
from promptlint.analysis.numbers import ORDINALS, Range, number, ranges
from promptlint.analysis.quantity import Quantity, clause
from promptlint.analysis.similarity import STOP, content, key
from promptlint.deontic.clauses import quoted

if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence
    from promptlint.text.table import Mention


class Reader:
    """Reads the quantities of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.words = sentence.tokens.words
        self.units: dict[int, list[Mention]] = {}
        self.things: list[Mention] = []
        self.comparators: list[Mention] = []
        for m in sentence.mentions:
            head = m.concept.partition(":")[0]
            if head == "unit":
                self.units.setdefault(m.start, []).append(m)
            elif head == "thing":
                self.things.append(m)
            elif head == "cmp":
                self.comparators.append(m)

    def read(self) -> list[Quantity]:
        """The quantities, without those in quotes and those that are told case by case ("1 for adults, 2 for …")."""
        if self.words[:1] and self.words[0] in ("example", "user", "system", "assistant", "e"):
            return []
        masked = quoted(self.sentence.tokens)
        self.ordinal = self._ordinal(masked)
        found = [q for r in ranges(self.words) if not masked[r.start] and (q := self._quantity(r)) is not None]
        count: dict[tuple[str, str], int] = {}
        for q in found:
            count[q.dimension, q.role] = count.get((q.dimension, q.role), 0) + 1
        return [q for q in found if count[q.dimension, q.role] == 1] + self.ordinal

    def _ordinal(self, masked: list[bool]) -> list[Quantity]:
        """ "The second paragraph" says that there are two or more."""
        w = self.words
        for i in range(1, len(w) - 1):
            n = ORDINALS.get(w[i], 0)
            if n > 1 and w[i - 1] == "the" and w[i + 1] in STRUCTURE and not masked[i]:
                if w[i + 2 : i + 3] == ["of"] and w[i + 3 : i + 4] and w[i + 3] in ("each", "every", "a"):
                    continue
                dimension = "bullet" if w[i + 1] == "bullet" else w[i + 1]
                return [Quantity(dimension, float(n), math.inf, "output", "size", False, False, "", False, True, frozenset(),
                                 self.sentence, i, i + 2, (i, i + 2))]  # fmt: skip
        return []

    def _quantity(self, r: Range) -> Quantity | None:
        unit = self._unit(r)
        if unit is None:
            return None
        dimension, factor, head, end = unit
        first, last = clause(self.sentence, r.start)
        before, after = self.words[first : r.start], self.words[end:last]
        role = self._role(r, before, after, dimension == "time")
        if role is None:
            return None
        bounds = self._bounds(r, end, first, dimension, role == "case")
        if bounds is None:
            return None
        low, high, soft, bounded = bounds
        thing, each = self._thing(first, last, r.start, end, dimension)
        modifiers = self._modifiers(first, last, r.start)
        thing, parts = self._parts(thing, first, last, r.start, end) if each else (thing, 0)
        text = " ".join(self.words[first:last])
        total = any(f" {t} " in f" {text} " for t in TOTAL) or (text.startswith("all the ") and not each)
        return Quantity(
            dimension, low * factor, high * factor, thing, role, each, total, self._verb(first, r.start), soft, bounded,
            content([*before, *after]), self.sentence, r.start, end, (first, last), parts,
            " ".join(x for x in self.words[r.end : head] if x.isalpha() and x not in STOP), modifiers,
        )  # fmt: skip

    def _unit(self, r: Range) -> tuple[str, float, int, int] | None:
        """The dimension, its factor, and where the unit begins and ends."""
        w, at = self.words, r.end
        if r.start and w[r.start - 1] in SYMBOLS:
            return SYMBOLS[w[r.start - 1]], 1.0, at, at
        if at < len(w) and w[at] in "-‑" and at + 1 < len(w):
            at += 1
        if w[at : at + 2] in (["or", "more"], ["or", "fewer"], ["or", "less"]):
            at += 2
        for skip in range(3):
            if at + skip >= len(w):
                break
            if at + skip in self.units:
                m = max(self.units[at + skip], key=lambda m: m.end)
                _, name, factor = m.concept.split(":")
                return name, float(factor), m.start, m.end
            if not w[at + skip].isalpha() or w[at + skip] in STOP:
                break
        return self._noun(at, r) or self._numbered(r)

    def _numbered(self, r: Range) -> tuple[str, float, int, int] | None:
        """ "The number of rounds is three"."""
        w = self.words
        for i in range(r.start - 2, max(0, r.start - 8), -1):
            if w[i - 1 : i + 1] == ["number", "of"] and i + 1 in self.units:
                _, name, factor = self.units[i + 1][0].concept.split(":")
                return name, float(factor), r.end, r.end
        return None

    def _noun(self, at: int, r: Range) -> tuple[str, float, int, int] | None:
        """A counted noun that is no known unit: the first plural within three words."""
        w = self.words
        if (at < len(w) and w[at] in ("times",)) or (r.low != r.high and w[at : at + 1] == ["time"]):
            return None
        for i in range(at, min(at + 3, len(w))):
            if not w[i].isalpha() or w[i] in STOP:
                return None
            plural = w[i].endswith("s") and not w[i].endswith("ss") and len(w[i]) > 3
            if plural and r.high > 1:
                return key(w[i]), 1.0, i, i + 1
        return None

    def _role(self, r: Range, before: list[str], after: list[str], timed: bool) -> str | None:
        """What the amount is an amount of, or None where it bounds nothing."""
        near = before[-2:]
        if near and near[-1] in LABELLED:
            return None
        if near[-1:] == ["every"] or near == ["every", "other"]:
            return "period"
        if near and near[-1] in ("next", "coming", "following", "another", "other", "further", "these", "those", "all"):
            return "window" if near[-1] in ("next", "coming", "following") else None
        if near and near[-1] in ("first", "last", "previous", "past", "final", "of", "than", "the") and not (
            near[-1] == "than" or (near[-1] == "of" and before[-2:-1] and self._cue_before(r.start))
        ):  # fmt: skip
            named = any(m.end == r.start - 1 for m in self.things)
            if near[-1] != "of" or (
                not named
                and not set(before)
                & {
                    "consist",
                    "consists",
                    "total",
                    "length",
                    "series",
                    "limit",
                    "composed",
                }
            ):
                return None
        if set(before) & CONDITION:
            return "case"
        if "one" in before or self._subset(r, before, after):
            return None
        if after[:1] == ["per"] and after[1:2] and after[1] in ("second", "minute", "hour"):
            return None
        if after[:1] in (["ago"], ["old"], ["away"], ["later"], ["earlier"]) or (
            timed and after[:1] in (["before"], ["after"])
        ):
            return None
        if "ahead" in before or "ahead" in after:
            return "window"
        if "between" in after and before[-1:] != ["between"]:
            return "gap"
        return "size"

    def _subset(self, r: Range, before: list[str], after: list[str]) -> bool:
        """Whether the amount is the subject of something else: "at least two activities take place outdoors"."""
        cue = [m for m in self.comparators if m.end == r.start]
        if self.words[r.end : r.end + 1] == ["-"]:
            return False
        if len(before) > max((m.end - m.start for m in cue), default=0) or not after:
            return False
        return not (any(m.start <= r.end + 2 for m in self.comparators if m.start >= r.end)
                    or after[0] in ("per", "each", "for", "in", "maximum", "minimum", "max", "min", "at", ".", "or", "are", "is", "total"))  # fmt: skip

    def _cue_before(self, at: int) -> bool:
        return any(m.end == at for m in self.comparators)

    def _bounds(
        self, r: Range, end: int, first: int, dimension: str, case: bool
    ) -> tuple[float, float, bool, bool] | None:
        """The interval, whether it is soft, and whether anything bounds it; None where it cannot be told."""
        cues = self._cues(r, end, first)
        step = 0.0 if dimension in CONTINUOUS else 1.0
        tiny = 1e-9 if dimension in CONTINUOUS else 0.0
        soft = "about" in cues
        comma = max((i for i in range(first, r.start) if self.words[i] == ","), default=first - 1)
        negated = not case and bool(set(self.words[comma + 1 : r.start]) & NEGATION)
        if r.low != r.high and not cues & {"max", "under"}:
            return None if negated else (r.low, r.high, soft, True)
        if "max" in cues:
            return 0.0, r.high, soft, True
        if "min" in cues:
            return r.low, math.inf, soft, True
        if "under" in cues:
            return (r.low, math.inf, soft, True) if negated else (0.0, r.high - step - tiny, soft, True)
        if "over" in cues:
            return (0.0, r.high, soft, True) if negated else (r.low + step + tiny, math.inf, soft, True)
        return None if negated else (r.low, r.high, soft, "exact" in cues)

    def _cues(self, r: Range, end: int, first: int) -> set[str]:
        cues: set[str] = set()
        w = self.words
        gap = {"a", "an", "the", "of", "is", "are", "be", ":", "length", "number", "total", "about", "around", "only", "$", "€",
               "£", "to", "exactly", "than", "by"}  # fmt: skip
        if w[r.start - 1 : r.start] == ["<"] or w[max(0, r.start - 2) : r.start] == ["<", "="]:
            cues.add("max")
        if first > 1 and w[first - 1] == ":":  # "Maximum length: 100 words"
            label = set(w[max(0, first - 5) : first - 1])
            cues |= {"max"} if label & {"maximum", "max", "limit"} else {"min"} if label & {"minimum", "min"} else set()
        for m in self.comparators:
            kind = m.concept[4:]
            if kind.endswith("-after"):
                between = w[end : m.start]
                if (
                    0 <= len(between) <= 3 and m.start >= r.end and all(x in LONG for x in between)
                ) or m.start == r.end:
                    cues.add(kind[:-6])
            elif m.end <= r.start and m.start >= first and all(x in gap for x in w[m.end : r.start]):
                cues.add(kind)
        if {"max", "over"} <= cues or {"min", "under"} <= cues:
            cues -= {"over", "under"}  # "no more than" holds "more than"
        return cues

    def _thing(self, first: int, last: int, start: int, end: int, dimension: str) -> tuple[str, bool]:
        """What is measured, and whether each of several is."""
        w = self.words
        ahead = [m for m in self.things if first <= m.start and m.end <= start and not self._verbal(m, first)]
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
            or w[first] == "no"
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
        return content([*w[left : m.start], *w[m.end : right]])

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
            if per and i + 1 < last and w[i + 1].isalpha() and w[i + 1] not in STOP:
                return key(w[i + 1])
        if w[first] in DETERMINERS:
            return self._subject_noun(first, start)
        plural = w[first].endswith("s") and len(w[first]) > 3 and w[first].isalpha() and w[first] not in GIVING | STOP
        return (
            f"noun:{key(w[first])}" if plural and w[first + 1 : first + 2] and w[first + 1] in LASTING | GIVING else ""
        )

    def _subject_noun(self, first: int, start: int) -> str:
        """The subject of "The board has five members"; "" for people, who receive the reply."""
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

    def _verb(self, first: int, start: int) -> str:
        for i in range(start - 1, first - 1, -1):
            if self.words[i] in GIVING:
                return ""
        for w in self.words[first:start]:
            if w.isalpha() and w not in STOP:
                return key(w)
        return ""


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
