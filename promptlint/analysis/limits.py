"""Numbers of one sentence that single out cases: an interval of money, time, age, clock, date, share, places …"""

from __future__ import annotations

import math
from collections.abc import Iterator

from promptlint.analysis.amounts import Reader
from promptlint.analysis.clocks import HOURS, Amount, clock, dates, places
from promptlint.analysis.measure_words import CONTINUOUS, MODALS, turned_away
from promptlint.analysis.numbers import FRACTIONS, ORDINALS, Range, number, ranges
from promptlint.analysis.similarity import STOP
from promptlint.deontic.clauses import quoted
from promptlint.record import NamedTuple
from promptlint.text.kept import by_content

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

RATIO = frozenset(
    "confidence confident score scores sentiment probability certainty certain likelihood threshold similarity".split()
)
RATED = frozenset("score scores rate rated rating ratings grade grades graded mark marks scale award".split())
AGES = frozenset("age aged ages old older younger teenagers minors".split())
ROUNDED = frozenset("round rounds rounded rounding decimal decimals nearest cent cents penny integer integers".split())
TRYING = frozenset("retry retries retried try tries attempt attempts trying".split())
BEHIND = frozenset("old long of , confidence certainty score in per".split())
GAPS = frozenset("a an the of is are be about only $ € £ to exactly at age confidence score with than".split())
BEFORE = {
    "within": "max",
    "until": "max",
    "till": "max",
    "by": "max",
    "before": "under",
    "after": "over",
    "past": "over",
    "from": "min",
}


CASES = frozenset(
    "if when while whenever once as because where".split()
)  # a negation before them is none of the number
NO_LEAD = frozenset("times once twice half of per".split())
AT_HOUR = frozenset("until till from at before after by past".split())
MEASURED = frozenset("age clock date ratio share period decimals retry scale".split())


ENDED = frozenset("ends end over finishes finish stops closes concludes".split())


class Limit(NamedTuple):
    """Numbers ``low`` to ``high`` of a dimension, at tokens ``[first, last)``.

    ``bounded``: a comparator, a range or a measure says that it is a limit; ``measured``: it is no count;
    ``vague``: about, roughly.
    """

    dimension: str
    low: float
    high: float
    first: int
    last: int
    bounded: bool
    measured: bool
    vague: bool = False


@by_content
def limits(s: Sentence) -> list[Limit]:
    """The limits of a sentence, in order."""
    words = s.tokens.words
    reader = Reader(s)
    masked = quoted(s.tokens)
    found: list[Amount] = []
    for a in sorted(_amounts(s, words, reader), key=lambda a: (a.first, -a.last)):
        if not masked[a.first] and not any(b.first <= a.first < b.last for b in found):
            found.append(a)
    return [x for a in found if (x := _bounded(s, words, a)) is not None]


def _amounts(s: Sentence, w: list[str], reader: Reader) -> Iterator[Amount]:
    rounding = not ROUNDED.isdisjoint(w)
    if rounding:
        yield from places(w)
        return
    yield from clock(w)
    yield from dates(s, w)
    yield from _periods(w, reader)
    yield from _shares(w)
    yield from _tries(w)
    yield from _single(w, reader)
    for r in ranges(w):
        unit = reader._unit(r)
        if unit is None:
            yield from _bare(s, w, r)
            continue
        name, factor, _, end = unit
        scaled = r.low < r.high or w[end : end + 1] == ["scale"]
        if name == "item" and scaled and not RATED.isdisjoint(w):
            yield Amount("scale", 0, r.high, r.start, end, True)
        elif name == "percent" and w[end : end + 1] == ["of"]:
            yield Amount("share", r.low / 100, r.high / 100, r.start, end, True)
        elif name == "percent" and not RATIO.isdisjoint(w):
            yield Amount("ratio", r.low / 100, r.high / 100, r.start, end)
        elif name == "time" and (factor > 3e7 and (not AGES.isdisjoint(w) or "persons" in w or "users" in w)):
            yield Amount("age", r.low, r.high, r.start, end)
        else:
            yield Amount(name, r.low * factor, r.high * factor, r.start, end)


def _bare(s: Sentence, w: list[str], r: Range) -> Iterator[Amount]:
    low, high, start, end = r
    scored = not RATIO.isdisjoint(w) or any(m.concept.startswith("out:alone") for m in s.mentions)
    if (low < high and not RATED.isdisjoint(w) and high > 1) or (
        w[start - 2 : start] == ["out", "of"] and not RATED.isdisjoint(w)
    ):
        yield Amount("scale", 0, high, start, end, True)
    elif scored and high <= 1 and "." in w[start]:
        yield Amount("ratio", low, high, start, end)
    elif not RATIO.isdisjoint(w) and "%" in w[end : end + 1]:
        yield Amount("ratio", low / 100, high / 100, start, end + 1)
    elif low == high and 3 <= low <= 99 and (not AGES.isdisjoint(w) or w[start - 1 : start] in (["under"], ["over"])):
        yield Amount("age", low, high, start, end)
    elif not HOURS.isdisjoint(w) and (
        low < high <= 24 or (low <= 24 and w[start - 1 : start] and w[start - 1] in AT_HOUR)
    ):
        yield Amount("clock", low, high, start, end)
    elif (12 < low == high < 22 and w[start - 1 : start] == ["from"] and w[end : end + 1] in ([], ["."])) or (
        12 < low == high < 22
        and w[end : end + 1] in (["on"], ["or"], ["and"])
        and w[end + 1 : end + 2] in ([], ["."], ["over"], ["above"], ["older"])
    ):
        yield Amount("age", low, high, start, end)


def _periods(w: list[str], reader: Reader) -> Iterator[Amount]:
    """ "every 15 minutes", "once an hour", "four times a day", "hourly"."""
    for i, word in enumerate(w):
        if word == "every" and i + 1 < len(w):
            count = number(w, i + 1) or (1.0, i + 1)
            if time := _time(reader, count[1]):
                yield Amount("period", count[0] * time, count[0] * time, i, count[1] + 1, True)
        elif word in ("hourly", "daily", "weekly"):
            span = {"hourly": 3600.0, "daily": 86400.0, "weekly": 604800.0}[word]
            yield Amount("period", span, span, i, i + 1, True)
        else:
            often: tuple[float, int] | None = None
            if word in ("once", "twice"):
                often = (1.0 if word == "once" else 2.0, i + 1)
            elif word[0].isalnum() and (n := number(w, i)) is not None and w[n[1] : n[1] + 1] == ["times"]:
                often = (n[0], n[1] + 1)
            if often and often[0] and w[often[1] : often[1] + 1] and w[often[1]] in ("a", "an", "per", "every", "each"):
                if time := _time(reader, often[1] + 1):
                    yield Amount("period", time / often[0], time / often[0], i, often[1] + 2, True)


def _time(reader: Reader, at: int) -> float:
    for m in reader.units.get(at, ()):
        _, name, factor = m.concept.split(":")
        if name == "time":
            return float(factor)
    return 0.0


def _shares(w: list[str]) -> Iterator[Amount]:
    for i, word in enumerate(w):
        single = word[:-1] if word.endswith("s") else word
        if (
            single not in FRACTIONS
            or w[i + 1 : i + 2] != ["of"]
            or w[i + 2 : i + 4] in (["an", "hour"], ["a", "minute"])
        ):
            continue
        count = {"two": 2, "three": 3, "four": 4}.get(w[i - 1] if i else "", 1)
        first = i - 1 if i and w[i - 1] in ("a", "one", "two", "three", "four") else i
        value = FRACTIONS[single] * count
        yield Amount("share", value, value, first, i + 1, True)


def _tries(w: list[str]) -> Iterator[Amount]:
    if TRYING.isdisjoint(w):
        return
    for i, word in enumerate(w):
        if word in ("once", "twice"):
            yield Amount("retry", 1.0 + (word == "twice"), 1.0 + (word == "twice"), i, i + 1)
        elif word in ORDINALS and not TRYING.isdisjoint(w[i + 1 : i + 3]):
            yield Amount("retry", float(ORDINALS[word]), float(ORDINALS[word]), i, i + 2)
        elif (n := number(w, i) if word[0].isalnum() else None) and (
            w[n[1] : n[1] + 1] == ["times"] or not TRYING.isdisjoint(w[n[1] : n[1] + 2])
        ):
            yield Amount("retry", n[0], n[0], i, n[1] + 1)
        elif n and w[i - 1] in ("is", "are", ":") and "number" in w[:i]:
            yield Amount("retry", n[0], n[0], i, n[1])


def _single(w: list[str], reader: Reader) -> Iterator[Amount]:
    """ "an hour", "a full month", "an hour and a half", "a quarter off"."""
    for i, word in enumerate(w):
        if word in FRACTIONS and w[i + 1 : i + 2] == ["off"]:
            yield Amount("percent", 100 * FRACTIONS[word], 100 * FRACTIONS[word], i, i + 2)
        elif word == "fortnight":
            yield Amount("time", 1209600, 1209600, i, i + 1)
        elif (
            word in ("a", "an")
            and i
            and (w[i - 1] not in NO_LEAD or (w[i - 1] == "of" and w[i + 2 : i + 3] in (["or"], ["and"])))
        ):
            at = (
                i + 1 + (w[i + 1 : i + 2] in (["full"], ["whole"], ["single"], ["working"], ["business"], ["calendar"]))
            )
            time = _time(reader, at)
            if time and not (
                w[at] == "second" and w[at + 1 : at + 2] and w[at + 1].isalpha() and w[at + 1] not in STOP
            ):
                half = w[at + 1 : at + 4] == ["and", "a", "half"]
                yield Amount("time", time * (1.5 if half else 1), time * (1.5 if half else 1), i, at + 1 + 3 * half)


def _bounded(s: Sentence, w: list[str], a: Amount) -> Limit | None:
    cues, vague = _cues(s, w, a)
    measured = a.dimension in CONTINUOUS or a.dimension in MEASURED
    low, high = a.low, a.high
    case = next((i for i in range(a.first - 1, max(-1, a.first - 9), -1) if w[i] in CASES), max(0, a.first - 9))
    negated = not {"not", "no", "never", "nobody"}.isdisjoint(w[case : a.first]) or _none_may(w, a.first)
    bounded = bool(cues) or low != high or a.exact
    if "first" in cues:
        cues = {"min"} if negated else {"max"}
    if low == high:
        if a.dimension == "period":  # "at least every 20 minutes" is a period of 20 minutes at most
            low, high = (0.0, high) if "min" in cues else (low, math.inf) if "max" in cues else (low, high)
        elif "max" in cues:
            low = -math.inf
        elif "min" in cues:
            high = math.inf
        elif "under" in cues or "over" in cues:
            flip = (negated or turned_away(w[a.last : a.last + 8])) and _plain_ban(s)
            flip = flip or (
                w[:1] in (["no"], ["nothing"]) and not MODALS.isdisjoint(w[1 : a.first]) and w[a.first - 1] == "than"
            )
            under = ("under" in cues) != flip
            edge = a.low if flip else math.nextafter(a.low, -math.inf if under else math.inf)
            low, high = (-math.inf, edge) if under else (edge, math.inf)
        elif not measured and "exact" not in cues:
            bounded = False
    if a.dimension == "clock" and low == high:
        closes = {"close", "closes", "closed", "closing"} & set(w)
        opens = {"opens", "open"} & set(w[: a.first])
        low, high = (-math.inf, high) if closes else (low, math.inf) if opens else (low, high)
        bounded = bool(closes or opens)
    if a.dimension == "date" and low == high:
        bounded = not {"deadline", "due", "closing"}.isdisjoint(w)
        low = -math.inf
    if a.dimension == "age" and low == high:
        return None
    if (
        a.dimension == "time"
        and low == high
        and {"have", "has"} & set(w[: a.first])
        and w[a.last : a.last + 1] == ["to"]
    ):
        low = -math.inf  # "customers have two weeks to …"
    if a.dimension in CONTINUOUS and not cues and low == high:
        bounded = True
    if (
        a.dimension == "time"
        and a.low == a.high
        and w[a.first - 1 : a.first] == ["after"]
        and ENDED & set(w[1 : a.first])
    ):
        low, high, bounded = -math.inf, a.high, True  # "a lesson ends after half an hour"
    return Limit(a.dimension, low, high, a.first, a.last, bounded, measured, vague)


def _none_may(w: list[str], at: int) -> bool:
    """Whether "no X" with a modal behind it governs the number at token ``at``: "no room, bedrooms included, may …"."""
    start = at
    while start > 0 and w[start - 1] not in ";:.()":
        start -= 1
    no = next((i for i in range(start, at) if w[i] in ("no", "nobody")), at)
    return not MODALS.isdisjoint(w[no:at])


def _plain_ban(s: Sentence) -> bool:
    """Whether a negation bans what is beyond the number, with no outcome named: "no discount above ten percent"."""
    return not any(m.concept.startswith("out:") and not m.concept.startswith("out:end") for m in s.mentions)


def _cues(s: Sentence, w: list[str], a: Amount) -> tuple[set[str], bool]:
    start = a.first - 1 if a.first and w[a.first - 1] in "$€£" else a.first
    cues: set[str] = set()
    vague = False
    for m in s.mentions:
        if not m.concept.startswith("cmp:"):
            continue
        kind = m.concept[4:]
        if kind.endswith("-after"):
            gap = w[a.last : m.start] if m.start >= a.last else ["-"]
            if not gap or (len(gap) < 5 and gap[0] in BEHIND) or gap == ["the"]:
                cues.add(kind[:-6])
        elif m.end <= start and start - m.end <= 3 and all(x in GAPS for x in w[m.end : start]):
            if kind == "about":
                vague = True
            else:
                cues.add(kind)
    behind = w[a.last : a.last + 3]
    if behind[:1] == ["on"] and (len(behind) < 2 or behind[1] in ",."):
        cues.add("min")
    if {"at", "the", "latest"} <= set(w[a.last : a.last + 6]):
        cues.add("max")
    if {"at", "the", "earliest"} <= set(w[a.last : a.last + 6]):
        cues.add("min")
    for i in range(a.last, len(w) - 1):  # "… at 0.9; everything under that goes to a human"
        if not cues and w[i] in ("under", "below", "over", "above", "beyond") and w[i + 1] in ("that", "it", "this"):
            cues.add("under" if w[i] in ("under", "below") else "over")
    back = start - 1
    while back > 0 and w[back] in ("the", "a", "an", "age", "of") and start - back < 4:
        back -= 1
    if not cues and a.low == a.high and back >= 0 and w[back] in BEFORE:
        cues.add("min" if a.dimension == "approval" and w[back] == "after" else BEFORE[w[back]])
    if w[max(0, start - 3) : start] in (["in", "the", "first"], ["within", "the", "first"]):
        cues.add("first")
    if a.dimension == "approval" and not cues:
        needed = {"only", "need", "needs", "require", "required", "requires"} & set(w)
        cues = {"min"} if needed else {"exact"} if {"enough", "suffices", "after", "soon"} & set(w) else cues
    if {"max", "min"} <= cues and {"or", "and"} & set(w[a.last : a.last + 2]):
        cues -= (
            {"max"}
            if {"above", "more", "over", "higher", "up", "later", "warmer"} & set(w[a.last : a.last + 4])
            else {"min"}
        )
    if {"max", "over"} <= cues or {"min", "under"} <= cues:
        cues -= {"over", "under"}
    return cues, vague
