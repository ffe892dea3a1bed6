"""Numbers that decide a case: limits of approval, waiting times, tries, ages, scales, shares, counts of a phrase."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from promptlint.analysis.hosts import host, statements, together
from promptlint.analysis.numbers import FRACTIONS, ORDINALS, number, ranges, show
from promptlint.analysis.outcomes import both_hold, outcomes
from promptlint.analysis.quantity import Quantity
from promptlint.analysis.regions import double_cases
from promptlint.analysis.similarity import content, key
from promptlint.record import record, replace
from promptlint.text.kept import by_content, of_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence


@record(frozen=True, slots=True)
class Threshold:
    """Two sentences that treat one number differently."""

    first: Sentence
    second: Sentence
    message: str
    related: str
    witness: str


@record(frozen=True, slots=True)
class Bound:
    """One number of one sentence: an interval, what it is about, and how it is meant."""

    sentence: Sentence
    low: float
    high: float
    about: frozenset[str]
    text: str
    sort: str = ""


def thresholds(unit: Unit, found: list[Quantity]) -> Iterator[Threshold]:
    """Every pair of sentences of a unit that leave a case under two outcomes."""
    counted = [s for s in statements(unit) if numbered(s)]
    yield from _outcomes(unit)
    yield from _cases(unit)
    yield from _stops(unit, found, counted)
    bounds = [x for s in counted for x in _bounds(s)]
    for read, same, what in (
        (_tries, _same_tries, "tries"),
        (_scale, _differ, "scales"),
        (_share, _apart, "shares"),
        (_uses, _apart, "counts of one phrase"),
    ):
        yield from _compare(unit, [b for reader, b in bounds if reader == read.__name__], same, what)


def _in(found: tuple[str, Bound], sentence: Sentence, by: int) -> tuple[str, Bound]:
    return found[0], replace(found[1], sentence=sentence)


@of_sentence(_in)
def _bounds(s: Sentence) -> Iterator[tuple[str, Bound]]:
    """What a sentence with a number says, each with the reader that found it."""
    for read in (_tries, _scale, _share, _uses):
        if b := read(s):
            yield read.__name__, b


@by_content
def numbered(s: Sentence) -> bool:
    """Whether a number stands in a sentence, in digits or in words."""
    words = s.tokens.words
    return any(w in NUMBERLIKE or w[0].isdigit() for w in words)


NUMBERLIKE = frozenset(
    (
        " ".join([*FRACTIONS, *ORDINALS]) + " once twice dozen single "
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred"
    ).split()
)


def _compare(unit: Unit, bounds: list[Bound], same: Callable[[Bound, Bound], bool], what: str) -> Iterator[Threshold]:
    groups: dict[str, list[Bound]] = {}
    for b in bounds:
        for word in sorted(b.about)[:12] or ["*"]:
            groups.setdefault(word, []).append(b)
    seen: set[tuple[int, int]] = set()
    for group in groups.values():
        for i, a in enumerate(group[:30]):
            for b in group[i + 1 : 30]:
                pair = (a.sentence.index, b.sentence.index)
                if pair in seen or pair[0] == pair[1] or not same(a, b):
                    continue
                seen.add(pair)
                if together(
                    host(unit, a.sentence), host(unit, b.sentence), unit, ("after", "once", "before", "until")
                ).yes:
                    yield Threshold(
                        a.sentence, b.sentence, f"two {what} that exclude each other: “{a.text}” and “{b.text}”",
                        f"“{b.text}” stands here", f"Whenever both apply, {a.text} and {b.text} cannot both hold.",
                    )  # fmt: skip


def _apart(a: Bound, b: Bound) -> bool:
    return a.high < b.low or b.high < a.low


def _differ(a: Bound, b: Bound) -> bool:
    return (a.low, a.high) != (b.low, b.high) and a.sort == b.sort and len(a.about & b.about) >= min(
        2, len(a.about), len(b.about)
    )  # fmt: skip


def _outcomes(unit: Unit) -> Iterator[Threshold]:
    """Cases that a number singles out and that two sentences treat differently."""
    for a, b in outcomes(unit):
        if a.sentence.index > b.sentence.index:
            a, b = b, a
        one, two = (x.sentence.text_of(x.limit.first, x.limit.last) for x in (a, b))
        what = "leave a case under two outcomes" if a.axis and b.axis else "leave no common value"
        yield Threshold(
            a.sentence, b.sentence, f"“{one}” and “{two}” {what}", f"“{two}” stands here",
            f"Between {one} and {two}, what one of the two lets through the other does not.",
        )  # fmt: skip


def _cases(unit: Unit) -> Iterator[Threshold]:
    """Cases that two sentences mark off by a number and treat in opposite ways."""
    for a, b in double_cases(unit):
        if both_hold(unit, (a.sentence, a.first), (b.sentence, b.first)):
            one, two = (x.sentence.text_of(x.first, x.last) for x in (a, b))
            yield Threshold(
                a.sentence, b.sentence, f"“{one}” and “{two}” leave a case under two outcomes", f"“{two}” stands here",
                f"Between {one} and {two}, each of the two says something else.",
            )  # fmt: skip


# -- counts --------------------------------------------------------------------------------------------------------


def _stops(unit: Unit, found: list[Quantity], counted: list[Sentence]) -> Iterator[Threshold]:
    """A count of items against "stop after the tenth item"."""
    for s in counted:
        w = s.tokens.words
        if not {"after", "at", "with"} & set(w) or not {key(x) for x in w} & {"stop", "end"}:
            continue
        for i, word in enumerate(w[:-1]):
            n = ORDINALS.get(word, 0) if w[i - 1] == "the" and w[i - 2] in ("after", "at", "with") else 0
            if n < 2:
                continue
            for q in found:
                if q.role != "size" or q.low <= n or q.sentence is s or q.soft:
                    continue
                named = key(w[i + 1]) in (q.dimension, key(q.dimension)) and (
                    q.thing == "output" or key(q.thing) in content(w)
                )
                if named and together(host(unit, q.sentence), host(unit, s), unit).yes:
                    yield Threshold(
                        q.sentence, s, f"“{q.text}” cannot be reached: it stops after the {word}", "it stops here",
                        f"After the {word} it stops, with {show(q.low)} required.",
                    )  # fmt: skip


STOPPING = frozenset("stop giv abort escalat report no end hand further quit fail".split())
TRY = frozenset("retri retr try attempt tri re-try rerun repeat".split())


def _tries(s: Sentence) -> Bound | None:
    """How many tries: "exact" where something else follows them, "max" where they are only capped."""
    w = s.tokens.words
    keys = [key(x) for x in w]
    if not any(
        k in ("retry", "attempt", "try") or x in ("retried", "retries", "tries") for k, x in zip(keys, w, strict=True)
    ):
        return None
    for i in range(len(w)):
        value = _count_at(w, i)
        if value is None:
            continue
        n, end = value
        before = w[max(0, i - 4) : i]
        capped = any(m.concept in ("cmp:max", "cmp:max-after") and abs(m.start - i) < 5 for m in s.mentions)
        stops = "before" in w[end:] or ("after" in before and bool(set(keys) & STOPPING)) or "then" in w[end:]
        sort = "exact" if stops or not capped else "max"
        about = content(w) - {"retry", "attempt", "try", "fail", "time", "end"} - content([w[i], w[end - 1]])
        return Bound(s, float(n), float(n), frozenset(about), s.text_of(i, end), sort)
    return None


def _count_at(w: list[str], i: int) -> tuple[float, int] | None:
    if w[i] in ("twice", "once"):
        return (2.0 if w[i] == "twice" else 1.0), i + 1
    if w[i] in ORDINALS:
        for j in range(i + 1, min(i + 4, len(w))):
            if key(w[j]) in ("retry", "attempt", "try"):
                return float(ORDINALS[w[i]]), j + 1
    n = number(w, i)
    if n is None:
        return None
    for j in range(n[1], min(n[1] + 3, len(w))):
        if key(w[j]) in ("retry", "attempt", "try", "time") or w[j] in ("retries", "tries", "times"):
            return n[0], j + 1
    return None


def _same_tries(a: Bound, b: Bound) -> bool:
    if a.sort == b.sort == "max" or not (a.about & b.about):
        return False
    if a.sort == b.sort:
        return abs(a.high - b.high) > 1
    exact, cap = (a, b) if a.sort == "exact" else (b, a)
    return exact.high > cap.high + 1


# -- ages, scales, shares, phrases ---------------------------------------------------------------------------------

SCORE = frozenset({"scor", "rat", "grad", "mark", "scal", "award", "point", "star"})


MEANING = frozenset(
    "means mean indicates indicate represents represent stands signifies : =".split()
)  # of a band of it
RUNNING = frozenset("runs goes ranges".split())  # "urgency runs from 0 to 10"


def _scale(s: Sentence) -> Bound | None:
    """The scale of a score, as its lower and upper end."""
    keys = content(s.tokens.words)
    if not keys & SCORE and RUNNING.isdisjoint(s.tokens.words):
        return None
    at = _outside(s.tokens.words)  # "from 1 (can wait) to 5 (today)"
    w = [s.tokens.words[i] for i in at]
    for r in ranges(w):
        before = w[max(0, r.start - 3) : r.start]
        if r.low == r.high or r.high > 1000 or r.low > 1 or (w[r.end : r.end + 1] and w[r.end] in MEANING):
            continue
        if not set(before) & {"from", "between", "scale", "of", "range"} and "scale" not in w:
            continue
        about = content(w) - SCORE - content(w[r.start : r.end]) - content(RUNNING)
        return Bound(s, r.low, r.high, frozenset({"scale"} | about), s.text_of(at[r.start], at[r.end - 1] + 1), "scale")
    return None


def _outside(w: list[str]) -> list[int]:
    """The tokens that do not stand in parentheses."""
    depth, found = 0, []
    for i, word in enumerate(w):
        depth += word == "("
        if not depth:
            found.append(i)
        depth = max(0, depth - (word == ")"))
    return found


def _share(s: Sentence) -> Bound | None:
    """A length as a share of another length."""
    w = s.tokens.words
    if not {"length", "long", "size"} & set(w):
        return None
    for i, word in enumerate(w):
        if word in FRACTIONS and i and w[i - 1] in ("a", "one") and w[i + 1 : i + 2] in (["of"], ["the"], ["as"]):
            value = FRACTIONS[word]
            cue = {m.concept for m in s.of_kind("cmp") if m.end in (i - 1, i)}
            low = value if "cmp:max" not in cue else 0.0
            high = math.inf if "cmp:min" in cue else value
            things = frozenset(m.concept for m in s.of_kind("thing") if m.concept != "thing:output")
            return Bound(s, low, high, things, s.text_of(i - 1, i + 1), "share")
    return None


def _uses(s: Sentence) -> Bound | None:
    """How often a quoted phrase is to be used: the quoted words are what it is about."""
    text = s.text
    at = next((i for i, c in enumerate(text) if c in '"“'), -1)
    end = next((i for i in range(at + 1, len(text)) if text[i] in '"”'), -1) if at >= 0 else -1
    if end < 0 or end - at > 60:
        return None
    about = frozenset({text[at + 1 : end].strip(" .,").lower()})
    w, t = s.tokens.words, s.tokens
    inside = [i for i in range(len(w)) if at < t.starts[i] < end]
    found = _use_count(s, w, set(inside))
    parts = _use_parts(w, set(inside))
    if parts:
        times = found[0] if found else 1.0
        return Bound(s, max(1.0, times) * parts, math.inf, about, f"{show(parts)} times", "uses")
    return Bound(s, found[0], found[1], about, found[2], "uses") if found else None


def _use_count(s: Sentence, w: list[str], inside: set[int]) -> tuple[float, float, str] | None:
    for i in range(len(w)):
        value = None if i in inside else _count_at(w, i)
        if value is None or (w[i] == "once" and i + 1 < len(w) and w[i + 1] in ("you", "the", "a", "it")):
            continue
        cues = {m.concept for m in s.mentions if m.end == i or m.start == value[1]}
        negated = bool(set(w[:i]) & {"not", "never", "no"})
        low, high = value[0], value[0]
        if cues & {"cmp:max", "cmp:max-after"} or "only" in w[max(0, i - 2) : i]:
            low = 0.0
        elif cues & {"cmp:min", "cmp:min-after"}:
            high = math.inf
        elif cues & {"cmp:over"}:
            low, high = (0.0, high) if negated else (low + 1, math.inf)
        elif negated:
            return None
        return low, high, s.text_of(i, value[1])
    return None


def _use_parts(w: list[str], inside: set[int]) -> float:
    """In how many places the phrase stands: "each of the three paragraphs", "in five different sentences"."""
    for r in ranges(w):
        if r.start in inside or r.low < 2 or r.low != r.high:
            continue
        if w[r.start - 3 : r.start] == ["each", "of", "the"] or w[r.end : r.end + 1] == ["different"]:
            return r.low
        if "each" in w[r.end : r.end + 5] and w[r.end : r.end + 1] != ["times"]:
            return r.low
    if "as" in w and "well" in w and w.count("in") >= 2 and w.index("well") > 0 and w[w.index("well") - 1] == "as":
        return 2.0
    return 0.0
