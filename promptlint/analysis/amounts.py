"""Amounts in one sentence: how much, of which unit, of which thing, in which role."""

from __future__ import annotations

import math

from promptlint.analysis.measure_words import (
    ACCEPTED,
    APPENDED,
    CASE_LEADS,
    CONDITION,
    CONTINUOUS,
    GIVING,
    LABELLED,
    LEADS,
    LIMITING,
    LONG,
    NEGATION,
    PASSED,
    SAYS,
    STRUCTURE,
    SYMBOLS,
    TOTAL,
    case_subject,
    told,
    turned_away,
)
from promptlint.analysis.measured import Things
from promptlint.analysis.numbers import ORDINALS, Range, ranges
from promptlint.analysis.quantity import Quantity, clause
from promptlint.analysis.similarity import STOP, content, key
from promptlint.deontic.clauses import quoted
from promptlint.deontic.cues import cues

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass


OBJECTS = frozenset("the a an no past through".split())
OUTCOME = frozenset("is are get gets go goes must should may can will need needs have has".split())


class Reader(Things):
    """Reads the quantities of one sentence."""

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
        if unit is None or (self.words[r.end : r.end + 1] and self.words[r.end] in SAYS):
            return None  # "a score of 4-6 indicates some help"
        dimension, factor, head, end = unit
        first, last = clause(self.sentence, r.start)
        first = self._behind_case(first, r.start)
        before, after = self.words[first : r.start], self.words[end:last]
        role = self._role(r, before, after, dimension == "time")
        if role is None:
            return None
        bounds = self._bounds(r, end, first, dimension, role == "case")
        if bounds is None:
            return None
        low, high, soft, bounded = bounds
        self.chosen = None  # no word of an earlier amount
        thing, each = ("", False) if head < r.start else self._thing(first, last, r.start, end, dimension)
        if self.words[end : end + 2] == ["make", "up"] and end + 3 < last:
            thing = f"noun:{key(self.words[end + 3])}"
        modifiers = self._modifiers(first, last, r.start)
        thing, parts = self._parts(thing, first, last, r.start, end) if each else (thing, 0)
        text = " ".join(self.words[first:last])
        total = any(f" {t} " in f" {text} " for t in TOTAL) or (text.startswith("all the ") and not each)
        return Quantity(
            dimension, low * factor, high * factor, thing, role, each, total, self._verb(first, r.start), soft, bounded,
            content([*before, *after]), self.sentence, r.start, end, (first, last), parts,
            " ".join(x for x in self.words[r.end if head >= r.end else 0 : head] if x.isalpha() and x not in STOP), modifiers,
        )  # fmt: skip

    def _behind_case(self, first: int, start: int) -> int:
        """Where the main clause begins that a leading condition opens: "When it is urgent, use 5 words"."""
        if self.words[first] in CASE_LEADS and "," in self.words[first + 1 : start]:
            comma = max(i for i in range(first, start) if self.words[i] == ",")
            return comma + 1 if comma + 1 < start else first
        return first

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
        return self._noun(at, r) or self._numbered(r) or self._labelled(r)

    def _labelled(self, r: Range) -> tuple[str, float, int, int] | None:
        """ "Key risks: five of them"."""
        w = self.words
        colon = next((i for i in range(1, min(5, r.start)) if w[i] == ":"), 0)
        if not colon or r.start - colon > 4 or w[r.end : r.end + 1] not in ([], ["."], [","], ["of"], ["in"], ["at"]):
            return None
        head = w[colon - 1]
        told = w[r.end : r.end + 2] == ["of", "them"] or any(
            m.end == r.start or m.start in (r.end, r.end + 1) for m in self.comparators
        )
        if not told:
            return None  # "stars: 4" is data
        if not (head.endswith("s") and len(head) > 3) or (
            w[r.end : r.end + 1] == ["of"] and w[r.end + 1 : r.end + 2] != ["them"]
        ):
            return None
        return key(head), 1.0, colon - 1, r.end + 2 * (w[r.end : r.end + 2] == ["of", "them"])

    def _numbered(self, r: Range) -> tuple[str, float, int, int] | None:
        """ "The number of rounds is three"."""
        w = self.words
        for i in range(r.start - 2, max(-1, r.start - 8), -1):
            if i and w[i - 1 : i + 1] == ["number", "of"] and i + 1 in self.units:
                _, name, factor = self.units[i + 1][0].concept.split(":")
                return name, float(factor), r.end, r.end
            if (
                w[i] in LIMITING
                and i + 1 in self.units
                and w[r.start - 1] in ("to", "at")
                and self.units[i + 1][0].end == r.start - 1
            ):
                _, name, factor = self.units[i + 1][0].concept.split(":")
                return name, float(factor), r.end, r.end  # "limit hashtags to two per post"
        return None

    def _noun(self, at: int, r: Range) -> tuple[str, float, int, int] | None:
        """A counted noun that is no known unit: the first plural within three words."""
        w = self.words
        if (at < len(w) and w[at] in ("times",)) or (r.low != r.high and w[at : at + 1] == ["time"]):
            return None
        for i in range(at, min(at + 3, len(w))):
            if not w[i].isalpha() or w[i] in STOP:
                return None
            plural = w[i].endswith("s") and not w[i].endswith(("ss", "wards")) and len(w[i]) > 3
            if plural and i == r.end + 2 and w[i + 1 : i + 2] and w[i + 1] in OBJECTS:
                return None  # "eight or more earns the badge"
            if plural and r.high > 1:
                return key(w[i]), 1.0, i, i + 1
            if r.high == 1 and i == at and self._only_one(r, i):
                return key(w[i]), 1.0, i, i + 1
        return None

    def _only_one(self, r: Range, at: int) -> bool:
        """Whether a singular noun is counted: "exactly one hotel", "a single hotel", "more than one hotel"."""
        w = self.words
        single = w[r.end - 1] == "single" or w[r.start - 1 : r.start] in (
            ["exactly"],
            ["precisely"],
            ["than"],
            ["most"],
        )
        return single and len(w[at]) > 3 and not w[at].endswith(("ly", "ing")) and w[at + 1 : at + 2] != ["-"]

    def _role(self, r: Range, before: list[str], after: list[str], timed: bool) -> str | None:
        """What the amount is an amount of, or None where it bounds nothing."""
        near = before[-2:]
        if near and near[-1] in LABELLED:
            return None
        if near[-1:] == ["every"] or near == ["every", "other"]:
            return "period"
        if near[-1:] == ["these"] and self.words[r.end + 1 : r.end + 2] == [":"]:
            return "size"  # "use these four sections: …"
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
                    "made",
                    "fit",
                    "fits",
                    "reading",
                    "duration",
                }
            ):
                return None
        if set(before) & CONDITION:
            return "case"
        if told(before, after) or set(before[:1]) & PASSED:
            return None
        if self._of_subject(r, before, after):
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
        if timed and before[:1] == ["between"] and "," in before:
            return "gap"
        return "size"

    def _of_subject(self, r: Range, before: list[str], after: list[str]) -> bool:
        """Whether the amount tells which things a sentence is about: "tables of more than 500 rows are streamed"."""
        cue = max((m.end - m.start for m in self.comparators if m.end == r.start), default=0)
        if case_subject(before, after, cues().verbs):
            return True
        lead = before[: len(before) - cue]
        if (
            not 1 < len(lead) < 5
            or lead[-1] not in ("of", "with", "over", "under", "above", "below")
            or lead[0] in GIVING
        ):
            return False
        behind = after[2:] if after[:1] in (["or"], ["and"]) else after
        if not behind or behind[0] not in OUTCOME or turned_away(behind):
            return False
        return (
            len(behind) > 1
            and ACCEPTED.isdisjoint(behind)
            and behind[1] not in ("a", "the", "required", "needed", "due")
        )

    def _subset(self, r: Range, before: list[str], after: list[str]) -> bool:
        """Whether the amount is the subject of something else: "at least two activities take place outdoors"."""
        cue = [m for m in self.comparators if m.end == r.start]
        if (
            self.words[r.end : r.end + 1] == ["-"]
            or after[:2] == ["make", "up"]
            or after[:1] in (["form"], ["constitute"])
        ):
            return False
        if len(before) > max((m.end - m.start for m in cue), default=0) or not after or after[0] in APPENDED:
            return False
        if len(after) > 1 and after[0] == "," and after[1] in APPENDED:
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
        if not case and not negated and cues & {"under", "over"} and self._turned_away(r.start, end, first):
            cues = (cues - {"under", "over"}) | {"min" if "under" in cues else "max"}
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

    def _turned_away(self, start: int, end: int, first: int) -> bool:
        cue = min((m.start for m in self.comparators if m.end == start and m.start >= first), default=start)
        return first < cue <= first + 3 and turned_away(self.words[end : end + 8])

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
        behind = {m.concept[4:-6] for m in self.comparators if m.concept.endswith("-after") and m.concept[4:-6] in cues}
        if {"max", "min"} <= cues and len(behind) == 1:
            cues -= {"max", "min"} - behind  # "held at 19 degrees or above"
        if {"max", "over"} <= cues or {"min", "under"} <= cues:
            cues -= {"over", "under"}  # "no more than" holds "more than"
        return cues

    def _verb(self, first: int, start: int) -> str:
        for i in range(start - 1, first - 1, -1):
            if self.words[i] in GIVING:
                return ""
        compared = {i for m in self.comparators if m.start >= first for i in range(m.start, m.end)}
        for i, w in enumerate(self.words[first:start], first):
            if w.isalpha() and w not in STOP and i not in compared and w not in LEADS:
                return key(w)
        return ""
