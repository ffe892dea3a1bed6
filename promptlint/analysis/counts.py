"""How long a commissioned text is: how many parts it has, how large each is, and what follows for the whole.

In a commission a size needs no verb: "Four stanzas of five lines.", "At most 60 words." What is read here is only what the
text as a whole has, or each of its parts; a size of one part says nothing of the whole.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from promptlint import regex
from promptlint.analysis.commission import WHOLE, akin, commission
from promptlint.analysis.count_words import (
    AIMED,
    CAPPING,
    CHAIN,
    FOLLOWING,
    HOLDS,
    LINES,
    MADE,
    NOT_COUNTED,
    PARTITION,
    PROPER,
    RATE,
    SEPARATE,
    SOFT,
    SPOKEN,
    THE,
    TOTAL,
    UNITS,
)
from promptlint.analysis.implied_sizes import implied
from promptlint.analysis.numbers import Range, ranges, show
from promptlint.analysis.prescribed import prescribed
from promptlint.analysis.stance import EXCEPTS, SUBJECT, places
from promptlint.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.analysis.commission import Commission
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence


class Size(NamedTuple):
    """An interval for the number of units in the text, or in each of its parts.

    Args:
        per: the part, "" for the whole text.
        sentences: where it is stated, or what it follows from.
    """

    unit: str
    per: str
    low: float
    high: float
    sentences: tuple[Sentence, ...]


class SizeClash(NamedTuple):
    """Two sentences whose sizes leave no common value."""

    first: Sentence
    second: Sentence
    why: str


@lru_cache(maxsize=4)
def size_clashes(unit: Unit) -> tuple[SizeClash, ...]:
    """Every two sentences of a commission whose sizes leave no common value."""
    of = commission(unit)
    if of is None:
        return ()
    stated = [size for s in of.sentences for size in _stated(s, of)]
    found: dict[tuple[int, int], SizeClash] = {}
    for clash in _prescribed(unit, stated):
        found.setdefault((clash.first.index, clash.second.index), clash)
    known = [*(x for x in stated if not x.per), *_derived(stated)]
    for i, a in enumerate(known):
        for b in (*known[i + 1 :], *_chained(a, known)):
            if a.unit != b.unit or (a.low <= b.high and b.low <= a.high):
                continue
            mine, theirs = (x.sentences for x in (a, b))
            apart = [(s, t) for s in mine for t in theirs if s is not t]
            if not apart or set(map(id, mine)) & set(map(id, theirs)):
                continue
            one, two = sorted(apart[-1], key=lambda s: s.index)
            why = f"{_shown(a)} and {_shown(b)}"
            found.setdefault((one.index, two.index), SizeClash(one, two, why))
    return tuple(found.values())


def _prescribed(unit: Unit, stated: list[Size]) -> Iterator[SizeClash]:
    """A text that has to stand word for word, and is longer than the whole, or not as long as a line has to be."""
    for p in prescribed(unit):
        before = p.sentence.text[: p.start].lower()
        sizes = {"word": len(p.text.split()), "character": len(p.text)}
        for x in stated:
            count = sizes.get(x.unit)
            named = x.per == "line" and LINE.search(before) is not None
            if count is None or x.sentences[0] is p.sentence or not (named or not x.per):
                continue
            if count > x.high or (named and count < x.low):
                one, two = sorted((x.sentences[0], p.sentence), key=lambda s: s.index)
                yield SizeClash(one, two, f"{_shown(x)} and a text of {count} {x.unit}s")


MAYBE = regex.compile(r"\bmay\b(?! (?:be|have|not|contain|run|only|comprise|consist|use)\b)", re.I)
LINE = regex.compile(r"\bline\b[^.;]{0,30}$")


def _shown(x: Size) -> str:
    plural = f"{x.unit}s"
    if x.high == math.inf:
        return f"at least {show(x.low)} {plural}"
    return (
        f"at most {show(x.high)} {plural}"
        if x.low == 0
        else f"{show(x.low)} {plural}"
        if x.low == x.high
        else f"{show(x.low)}–{show(x.high)} {plural}"
    )


def _derived(stated: list[Size]) -> Iterator[Size]:
    """What parts and the size of each come to."""
    for part in stated:
        if part.per:
            continue
        if part.unit in LINES:
            yield Size("line", "", part.low * LINES[part.unit], part.high * LINES[part.unit], part.sentences)
        for each in stated:
            if each.per != part.unit or each.unit == "minute":
                continue
            high = part.high * each.high if (part.unit, each.unit) in PARTITION else math.inf
            yield Size(
                each.unit,
                "",
                part.low * each.low,
                high,
                (*part.sentences, *(s for s in each.sentences if s not in part.sentences)),
            )
    rate = next((x for x in stated if x.unit == "word" and x.per == "minute"), None)
    for time in stated:
        if time.unit == "minute" and not time.per and time.high <= 60:
            low, high = (rate.low * 0.8, rate.high * 1.2) if rate else RATE
            yield Size("word", "", time.low * low, time.high * high, time.sentences)


def _chained(a: Size, known: list[Size]) -> Iterator[Size]:
    """The least number of units that so many larger ones have."""
    for big, small in CHAIN:
        if a.unit == small:
            yield from (Size(small, "", b.low, math.inf, b.sentences) for b in known if b.unit == big and b.low > 0)


def _stated(s: Sentence, of: Commission) -> Iterator[Size]:
    """The sizes that a sentence states."""
    words = s.tokens.words
    if s.index == of.asked and (form := FORM.search(s.text)):
        lines = LINES[form[1].lower()]
        yield Size("line", "", lines, lines, (s,))
    if not EXCEPTS.search(s.text):
        yield from (Size(unit, "", low, high, (s,)) for unit, low, high in implied(s.text, s.index == of.asked))
    if (
        places(s, of)
        or EXCEPTS.search(s.text)
        or '"' in words
        or "“" in words
        or {"if", "unless", "once", "half"} & set(words)
        or MAYBE.search(s.text)
    ):
        return
    yield from _one_each(s)
    if len({w.rstrip("s") for w in words} & LINES.keys()) > 1:
        return  # "three quatrains and a couplet": parts of a sum
    before = ""  # the unit named last: "four stanzas of five lines"
    for r in (r for r in ranges(words) if r.high > 0):
        at = next((i for i in range(r.end, min(r.end + 3, len(words))) if words[i] in UNITS), None)
        if at is None or any(not w.isalpha() or w in NOT_COUNTED for w in words[r.end : at]):
            continue
        unit = UNITS[words[at]]
        low, high = _bounds(words, r)
        per = _per(words, r.start, at, before)
        if (per or _whole(words, r, at, s, of)) and unit != per:
            yield Size(unit, per, low, high, (s,))
        elif not per and unit in PROPER and HOLDS & set(words[: r.start]):
            yield Size(unit, "", low, math.inf, (s,))  # what a part has, the text has at least
        if kind := SELF.match(" ".join(words[at + 1 : at + 7])):
            yield Size(UNITS[kind[1]], unit, 1, math.inf, (s,))
            yield Size(unit, "", low, math.inf, (s,))
        before = unit


FORM = regex.compile(
    r"\b(?:a|an|one) (?:\w+ )?(haiku|limerick|sonnet)\b(?! (?:sequence|cycle|contest|by|of|about the form))", re.I
)


def _one_each(s: Sentence) -> Iterator[Size]:
    """ "A sentence for each of the four seasons", "each of the four items has at least 100 words"."""
    words = s.tokens.words
    for r in ranges(words):
        if (
            words[r.start - 3 : r.start] not in (["each", "of", "the"], ["each", "of", "these"], ["every", "of", "the"])
            or r.low < 2
        ):
            continue
        own = next(
            (i for i in range(max(0, r.start - 7), r.start - 3) if words[i] in UNITS and SEPARATE & set(words[:i])),
            None,
        )
        if own is not None and words[r.start - 4] in ("to", "for", "on", "about"):
            yield Size(UNITS[words[own]], "", r.low, math.inf, (s,))
        for size in ranges(words[r.end :]):
            first, last = size.start + r.end, size.end + r.end
            if words[last : last + 1] and words[last] in UNITS:
                low, _ = _bounds(words, Range(size.low, size.high, first, last))
                yield Size(UNITS[words[last]], "", r.low * low, math.inf, (s,))


# "Five steps, each a complete sentence".
SELF = regex.compile(r"^,? ?each (?:of them )?(?:is )?(?:an? )(?:\w+ )?(sentence|paragraph|line|stanza|section)\b")


def _bounds(words: list[str], r: Range) -> tuple[float, float]:
    """The least and the most; "no line over nine words" has at most nine."""
    low, high = _stated_bounds(words, r)
    above = words[r.start - 1] in ("over", "above", "than") and low == r.low + 1 and high == math.inf
    if above and "no" in words[: r.start] and words[words.index("no") + 1] in UNITS:
        return 0.0, r.low
    if (
        words[r.start - 1] in ("under", "below", "than")
        and high == r.high - 1
        and words[0] == "no"
        and words[1] in UNITS
    ):
        return r.high, math.inf
    return low, high


def _stated_bounds(words: list[str], r: Range) -> tuple[float, float]:
    before = words[max(0, r.start - 4) : r.start]
    if before[-3:-2] in (["neither"], ["none"], ["nor"]):  # "neither shorter than three sentences"
        before = [*before[:-3], "no", *before[-2:]]
    text = " ".join(before)
    if before[-1:] == ["at"] and not CAPPING.isdisjoint(words[: r.start]):
        return 0.0, r.high
    if text.endswith(
        (
            "at least",
            "no fewer than",
            "not fewer than",
            "no less than",
            "not less than",
            "no shorter than",
            "minimum of",
            "not under",
        )
    ):
        return r.low, math.inf
    if text.endswith(("at most", "no more than", "not more than", "up to", "no longer than", "maximum of", "not exceed", "not longer than", "within",
                      "maximum", "not over", "limited to", "not go beyond", "fit into", "fits into", "not exceeding", "max", "stay below")):  # fmt: skip
        return 0.0, r.high
    if text.endswith(("fewer than", "less than", "under", "below", "shorter than")):
        return 0.0, r.high - 1
    if text.endswith(("more than", "over", "longer than", "above")):
        return r.low + 1, math.inf
    after = words[r.end : r.end + 6]
    after = after[: next((i for i, w in enumerate(after) if w in ",;." or w == "each"), len(after))]
    joined = " ".join(after)
    if (
        "at the most" in joined
        or "at most" in joined
        or "or fewer" in joined
        or "or less" in joined
        or "at the outside" in joined
        or "maximum" in after
        or "tops" in after
    ):
        return 0.0, r.high
    if "at least" in joined or "or more" in joined or "minimum" in after:
        return r.low, math.inf
    if {"about", "around", "roughly", "approximately", "some", "circa", "nearly", "almost", "~"} & set(
        before[-2:]
    ) or "or so" in joined:
        return math.floor(r.low * (1 - SOFT)), math.ceil(r.high * (1 + SOFT))
    return r.low, r.high


def _per(words: list[str], start: int, at: int, before: str) -> str:
    """The part that a size is said of: "five lines each", "each stanza has five lines", "stanzas of five lines"."""
    after = words[at + 1 : at + 4]
    if after[:1] in (["per"], ["a"], ["an"], ["every"]) and len(after) > 1 and after[1] in UNITS:
        return UNITS[after[1]]
    if (
        after[:2]
        in (
            ["to", "a"],
            ["to", "each"],
            ["in", "each"],
            ["in", "every"],
            ["for", "each"],
            ["in", "a"],
            ["of", "each"],
            ["to", "every"],
        )
        and len(after) > 2
    ):
        return UNITS.get(after[2], "?")
    head = words[:start]
    each = max((i for i, w in enumerate(head) if w in ("each", "every")), default=-1)
    if each < 0:
        each = max((i for i, w in enumerate(head) if w in ("no", "all")), default=-1)
    if each >= 0:
        if (head[each] == "no" and "than" in head[each + 1 : each + 2]) or head[each + 1 : each + 2] in (
            ["more"],
            ["fewer"],
            ["longer"],
            ["shorter"],
            ["less"],
        ):
            return before if head[each - 1 : each] and before and "," not in head[each:] and _after_unit(head) else ""
        named = next((UNITS[w] for w in head[each + 1 : each + 6] if w in UNITS), "")
        return named or before or "?"
    if (after[:1] == ["each"] or after[:1] == ["apiece"]) and (before or after[:1] == ["apiece"]):
        return before or "?"
    if after[:1] == ["each"]:
        return "?"
    if before and words[start - 1] in ("of", "with", "containing") and words[start - 2] in UNITS:
        return before
    if not before and len(head) >= 2 and head[-1] in BOUNDING | {"of", "with"} and (at_unit := _led(head)):
        return at_unit  # "sentences of eight words at most"
    return before if before and _after_unit(head) else ""


def _led(head: list[str]) -> str:
    """The unit in the plural that a sentence opens with, before "of" or "with"."""
    first = next(
        (i for i, w in enumerate(head) if w not in BOUNDING and w not in ("the", "use", "write", "only")), len(head)
    )
    plural = head[first : first + 1] and head[first] in UNITS and head[first] != UNITS[head[first]]
    return UNITS[head[first]] if plural and head[first + 1 : first + 2] in (["of"], ["with"], ["have"], ["are"]) else ""


def _after_unit(head: list[str]) -> bool:
    """Whether a unit stands right before a bound: "five stanzas of at most six lines"."""
    at = max((i for i, w in enumerate(head) if w in UNITS), default=-1)
    return at >= 0 and head[at + 1 : at + 2] in (["of"], ["with"]) and len(head) - at <= 6


def _whole(words: list[str], r: Range, at: int, s: Sentence, of: Commission) -> bool:
    """Whether a size is one of the whole text."""
    unit, after, head = UNITS[words[at]], words[at + 1 : at + 2], words[: r.start]
    if TOTAL - {"exactly"} & set(words[at + 1 : at + 5]) or {"overall", "altogether"} & set(words):
        return True
    if after == ["long"]:
        return True
    if after and after[0] in AIMED and head[:1] != ["write"]:
        return False
    if s.index == of.asked or (
        head[:1] and head[0] in ("write", "compose", "draft", "create") and s.index <= of.asked + 1
    ):
        return bool(head) and (
            head[-1] in ("of", "in")
            or (head[-1] in ("exactly", "precisely") and head[-2] in ("of", "in"))
            or after in (["long"], ["."], [","], [])
            or set(head[-3:]) & {"about", "roughly", "than", "most"} != set()
        )
    named = SUBJECT.match(s.text)
    if (
        named
        and named[1].lower() not in akin({of.noun}) | WHOLE
        and named[1].lower().rstrip("s") != of.noun.rstrip("s")
    ):
        return False  # another text, or a part
    if unit == "minute":
        return not SPOKEN.isdisjoint(words)
    clause = max((i + 1 for i, w in enumerate(head) if w in (":", ";", ",")), default=0)
    lead = [w for w in head[clause:] if w not in BOUNDING]
    if after and after[0] not in FOLLOWING:
        return False
    if not lead:
        return True
    subject = [w for w in lead if w not in MADE and w not in of.nouns and w not in THE]
    return (
        not subject
        and not (lead[0] in ("use", "give") and lead[1:2] != ["it"] and unit in ("word", "sentence", "line"))
        and not {"in", "with", "by"} & set(lead[-1:])
    )


BOUNDING = frozenset("at least most no more than fewer less not up to exactly between about around roughly approximately some under over below above only just "
                     "maximum minimum of length : longer shorter within , - – • * a an precisely total neither nor".split())  # fmt: skip
