"""What sentences do with the cases that a number singles out: accept them or refuse them, act alone or ask, act or wait.

Each statement of one quantity is a region of numbers with an outcome; two statements clash where a number that one of
them names falls under the other outcome of the second.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from promptlint.analysis.hosts import host, statements, together
from promptlint.analysis.limits import Limit, limits
from promptlint.analysis.measure_words import case_subject
from promptlint.analysis.similarity import STOP, key
from promptlint.deontic.cues import cues
from promptlint.deontic.ir import Directive
from promptlint.record import record, replace
from promptlint.shelf import derived
from promptlint.text.kept import of_sentence, there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence
    from promptlint.text.table import Mention

GROUP = 60  # statements of one dimension that are compared with one another
NEGATORS = frozenset("not no never nobody none nor neither without instead rather avoid nothing".split())
BREAKS = frozenset(";:.,—–()")
SHARP = frozenset({"age", "clock", "date"})  # dimensions whose bounds say what is beyond them, too
# Dimensions whose number alone says what is limited.
ALONE = SHARP | {"decimals", "ratio", "scale", "approval"}
SHARP_AXES = frozenset({"accept", "free", "open"})
# Counts are limits of what is accepted only where a verb says so: "offer at most three options" limits the reply.
COUNTED = frozenset("accept admit allow permit reject refuse decline".split())
TELLING = frozenset(
    "was were had average typical yesterday ago claimed asked said claim claims promised gave sold took arrived rose fell reached".split()
)
REPORTED = (
    ("may", "say"),
    ("may", "ask"),
    ("might", "say"),
    ("can", "say"),
    ("may", "think"),
    ("might", "ask"),
    ("last", "year"),
)


OTHERS = frozenset("later other others older rest else larger higher more earlier lower younger smaller".split())
GIVEN = frozenset("give allow offer issue propose grant".split())


@record(frozen=True, slots=True)
class Stand:
    """One limit and what is done within it.

    Args:
        limit: the numbers.
        axis: the choice; "" for a plain limit, which allows what is within it.
        inside: the outcome within the limit is the choice's first one (accept, alone, act, free, open).
        sharp: beyond the limit it is the other one.
        about: what is limited.
        near: the one of these that stands next to the number.
    """

    sentence: Sentence
    limit: Limit
    axis: str
    inside: bool
    sharp: bool
    about: frozenset[str]
    near: str


def outcomes(unit: Unit) -> Iterator[tuple[Stand, Stand]]:
    """Every pair of sentences that leave a case under two outcomes."""
    groups: dict[str, list[Stand]] = {}
    for s in statements(unit):
        for stand in stands(s):
            groups.setdefault(stand.limit.dimension, []).append(stand)
    for group in groups.values():
        for i, a in enumerate(group[:GROUP]):
            for b in group[i + 1 : GROUP]:
                if a.sentence is b.sentence or not _clash(a, b):
                    continue
                if both_hold(unit, (a.sentence, a.limit.first), (b.sentence, b.limit.first)):
                    yield a, b


def both_hold(unit: Unit, a: tuple[Sentence, int], b: tuple[Sentence, int]) -> bool:
    """Whether two statements about numbers can hold in one situation, their own numbers aside.

    Args:
        a, b: each a sentence and the token of its number.
    """
    one, two = _lettered(a[0]), _lettered(b[0])
    if any(noun in two and two[noun] != letter for noun, letter in one.items()):
        return False
    found = together(_host(unit, *a), _host(unit, *b), unit)
    return found.yes or found.reason.startswith("things of other sizes")  # those are the numbers that are compared


def _lettered(s: Sentence) -> dict[str, str]:
    """What a letter names one of, and the letter: "hall A"."""
    raw = s.tokens.raw
    return {a.lower(): b for a, b in pairwise(raw) if len(b) == 1 and b.isupper() and b != "I" and a.isalpha()}


def _host(unit: Unit, sentence: Sentence, at: int) -> Directive:
    """The directive of a statement without the conditions that its own number at token ``at`` stands in."""
    d = host(unit, sentence, at)
    own = tuple(c for c in d.conditions if not c.first <= at < c.last)
    return replace(d, conditions=own, exemptions=tuple(c for c in d.exemptions if not c.first <= at < c.last))


@of_sentence(there)
def stands(s: Sentence) -> list[Stand]:
    """The statements of a sentence; none where it tells what was, or names several cases."""
    words = s.tokens.words
    if not TELLING.isdisjoint(words) or any(pair in REPORTED for pair in pairwise(words)):
        return []
    found = limits(s)
    if len({x.dimension for x in found}) < len(found):
        found = [x for x in found if x.low != x.high]
        if len({x.dimension for x in found}) < len(found):
            return []
    result: list[Stand] = []
    for limit in found:
        about, near = _about(s, limit)
        made = [Stand(s, _waited(limit, x[0]), *x, about, near) for x in dict.fromkeys(_decided(s, limit))]
        plain = limit.bounded and (limit.measured or limit.dimension in ALONE) and not _offset(words, limit)
        if not made and plain and not _picks(words, limit):
            sharp = limit.dimension in SHARP
            made = [Stand(s, limit, "accept" if sharp else "", True, sharp, about, near)]
        result += made
    return result


def _picks(words: list[str], limit: Limit) -> bool:
    """Whether a limit tells which things a sentence is about, and limits nothing: "tickets older than a month are closed"."""
    start = next((i + 1 for i in range(limit.first - 1, -1, -1) if words[i] in BREAKS), 0)
    return limit.dimension not in SHARP and case_subject(words[start : limit.first], words[limit.last :], cues().verbs)


def _waited(limit: Limit, axis: str) -> Limit:
    """The time or the tries that have to pass: "keep trying until the sixth attempt"."""
    return limit._replace(low=limit.high) if axis == "wait" and limit.low == -math.inf else limit


def _offset(words: list[str], limit: Limit) -> bool:
    """Whether an amount tells how long before or after something else: "an hour before the meeting"."""
    behind = words[limit.last : limit.last + 1] if limit.dimension == "time" else []
    return limit.low == limit.high and behind in (["before"], ["after"], ["ago"], ["earlier"], ["later"], ["ahead"])


def _decided(s: Sentence, limit: Limit) -> Iterator[tuple[str, bool, bool]]:
    """The choices that a sentence decides for a limit: axis, which outcome, whether beyond it the other one holds."""
    words = s.tokens.words
    seen: list[tuple[int, int]] = []
    named = s.of_kind("out")
    for m in sorted(named, key=lambda m: (m.start - m.end, m.start)):
        _, axis, pole = m.concept.split(":")
        known = any(start < m.end and m.start < end for start, end in seen)
        if known or not _fits(axis, pole, m, limit, words):
            continue
        seen.append((m.start, m.end))
        if m.end < limit.first and any(
            w in ("under", "below", "over", "above") and words[i + 1 : i + 2] == ["that"] for i, w in enumerate(words)
        ):
            continue  # "the threshold of auto-labelling is 0.9; everything under that goes to a human"
        if m.start > limit.last and not OTHERS.isdisjoint(words[m.end : m.end + 3]):
            continue  # "… within 14 days; refuse later ones"
        if axis == "free" and pole == "out" and limit.low == limit.high:
            continue  # "charge 3 euros": the amount, no threshold
        negated, excepted = _negated(words, m, limit)
        inside = (pole != "out") != negated
        if axis == "end":
            if pole == "out" or "before" in words[max(0, m.start - 2) : m.start]:
                if not negated:
                    yield "wait", False, True
                continue
            if inside and limit.low == limit.high:
                yield axis, True, False
                continue
        if excepted:
            inside = not inside
        only = "only" in words
        exact = limit.low == limit.high
        sharp = only or excepted or (inside and not exact and (axis in SHARP_AXES or limit.dimension in SHARP))
        yield axis, inside, sharp


def _fits(axis: str, pole: str, m: Mention, limit: Limit, words: list[str]) -> bool:
    if m.start <= limit.first < m.end:
        return axis in ("accept", "free") and pole == "in"
    if limit.dimension == "approval" or axis == "change":
        return False  # what is done with a long text says nothing of how long texts may be: `regions`
    if axis == "open":
        return limit.dimension == "clock"
    if axis == "pass":
        return limit.dimension in ("ratio", "percent", "item", "scale", "share", "point") and limit.bounded
    if axis == "sure":
        return limit.dimension in ("ratio", "percent", "share")
    if axis == "end":
        return limit.dimension in ("time", "retry")
    if limit.dimension in ("decimals", "period", "scale") or (
        limit.dimension in ("share", "ratio") and axis == "accept"
    ):
        return False
    if axis == "accept" and limit.dimension == "time" and not GIVEN.isdisjoint(words[m.start : m.end]):
        return False
    if axis == "accept" and not limit.measured:
        return bool({key(w) for w in words[m.start : m.end]} & _counted())
    return True


@lru_cache(maxsize=1)
def _counted() -> frozenset[str]:
    return frozenset(key(w) for w in COUNTED)


def _negated(words: list[str], m: Mention, limit: Limit) -> tuple[bool, bool]:
    """Whether an outcome is denied, and whether the limit is the exception of that ("not … unless below 0.3")."""
    start = m.start
    while start > 0 and words[start - 1] not in BREAKS and m.start - start < 8:
        start -= 1
    before = words[start : m.start]
    near = set(before[-4:]) | ({before[0]} if before else set())
    negated = bool(near & NEGATORS) and before[-2:] != ["not", "only"]
    between = words[m.end : limit.first] if m.end <= limit.first else words[: m.start]
    return negated, bool({"unless", "except"} & set(between))


def _about(s: Sentence, limit: Limit) -> tuple[frozenset[str], str]:
    """What a limit is a limit of: the names of ``about:`` and the content words that neither those nor the limit cover."""
    words = s.tokens.words
    covered: set[int] = set(range(limit.first, limit.last))
    places: dict[str, int] = {}
    for m in s.mentions:
        if m.concept.startswith("about:") and NAMED.get(m.concept, limit.dimension) == limit.dimension:
            places[m.concept] = min(_distance(m.start, m.end, limit), places.get(m.concept, 99))
            covered |= set(range(m.start, m.end))
    covered |= {i for m in s.of_kind("out") for i in (m.start, m.end - 1)}
    covered |= {i for m in s.of_kind("out") if m.concept.startswith(WHOLE) for i in range(m.start, m.end)}
    asked = any(m.concept.startswith("out:accept") for m in s.mentions)
    if limit.dimension == "time" and asked and "about:refund" in places:
        places.setdefault("about:return", places.pop("about:refund"))
    if "about:return" in places:
        places.pop("about:shipping", None)
    light = limit_words()
    for i, w in enumerate(words):
        if i not in covered and w[0].isalpha() and w not in STOP and w not in light and key(w) not in light:
            places[key(w)] = min(_distance(i, i + 1, limit), places.get(key(w), 99))
    near = min(places, key=lambda x: places[x], default="")
    for i, w in enumerate(words[:-1]):  # "express deliveries" are not all deliveries
        plain = w[0].isalpha() and w not in STOP and w not in light and key(w) in places and w not in cues().verbs
        named = key(words[i + 1]) == near or any(m.concept == near and m.start == i + 1 for m in s.mentions)
        if plain and named and key(w) != near and i not in covered:
            return frozenset(places), f"{key(w)} {near}"
    return frozenset(places), near


# Outcomes whose phrases say all there is to say: no word between their ends names what is limited.
WHOLE = ("out:pass:", "out:warn:", "out:sure:")
# Names of what only limits of one dimension can limit.
NAMED = {"about:open": "clock", "about:confidence": "ratio"}


def _distance(first: int, last: int, limit: Limit) -> int:
    return max(first - limit.last + 1, limit.first - last + 1, 0)


@derived
def limit_words() -> frozenset[str]:
    """Words beside a limit that do not say what it is a limit of, and their keys."""
    from promptlint.knowledge import current

    words = [w for line in current().section("limit_words") or () for w in str(line).split()]
    return frozenset(words) | {key(w) for w in words}


def _same_matter(a: Stand, b: Stand) -> bool:
    one, two = a.about, b.about
    if a.limit.dimension in ALONE:
        return one <= two or two <= one
    if a.axis == b.axis and a.axis in ("alone", "pass", "warn", "sure") and not (one and two):
        return True
    return bool(one) and bool(two) and (one <= two or two <= one)


def _clash(a: Stand, b: Stand) -> bool:
    if not _same_matter(a, b):
        return False
    if not a.axis and not b.axis:
        x, y = a.limit, b.limit
        if x.dimension == "scale":
            return x.high != y.high
        apart = below(x.high, y.low) or below(y.high, x.low)
        if x.dimension == "decimals":
            return apart and a.about == b.about
        same = (
            a.about == b.about
            if x.dimension == "share"
            else a.near == b.near
            or a.about == b.about
            or x.dimension in ALONE
            or (x.dimension == "period" and len(a.about & b.about) > 1)
        )
        return apart and same and not (x.vague or y.vague)
    if a.axis and b.axis and a.axis != b.axis and {a.axis, b.axis} not in ({"end", "wait"}, {"accept", "pass"}):
        return False
    if not (a.axis and b.axis) and a.near != b.near and a.about != b.about and a.limit.dimension not in ALONE:
        return False
    return _falls(a, b) or _falls(b, a) or _barred(a, b) or _barred(b, a)


def _barred(a: Stand, b: Stand) -> bool:
    """Whether ``b`` is an amount that ``a`` bars: "never offer more than 10 percent off", "members get 15 percent off"."""
    barred = a.axis == "accept" and not a.inside and not b.axis and b.limit.low == b.limit.high
    return barred and below(a.limit.low, b.limit.low) and below(b.limit.low, a.limit.high)


def _falls(a: Stand, b: Stand) -> bool:
    """Whether a number that ``a`` gives the first outcome falls where ``b`` gives the other one."""
    if a.axis == "wait":
        return not b.axis and b.limit.high < a.limit.low
    if a.axis == "end" and not a.inside:
        return not b.axis and b.limit.high < a.limit.high
    for point in _points(a):
        if b.axis == "wait":
            if below(point, b.limit.low):
                return True
        elif not b.axis or (b.inside and b.sharp):
            if below(point, b.limit.low) or below(b.limit.high, point):
                return True
        elif not b.inside and below(b.limit.low, point) and below(point, b.limit.high):
            return True
    return False


def below(a: float, b: float) -> bool:
    """Whether a number is below another one, and not merely next to it."""
    return a < b - 1e-6 * max(1.0, abs(a) if math.isfinite(a) else 1.0)


def _points(a: Stand) -> list[float]:
    """The numbers next to the bounds of a limit that have the first outcome."""
    low, high = a.limit.low, a.limit.high
    if a.axis == "":
        return []
    if a.inside:
        return [x for x in (low, high) if math.isfinite(x) and (x > 0 or low == high)]
    if not a.sharp:
        return []
    return [x for x in (math.nextafter(low, -math.inf), math.nextafter(high, math.inf)) if math.isfinite(x)]
