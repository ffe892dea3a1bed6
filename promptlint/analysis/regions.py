"""Cases that a number marks off, and what is done with them: "refunds up to 75 euros you grant", "over 50 a manager decides".

No verb has to be known for two such sentences to be compared. One speaks of the cases above a number and the other of those
below a larger one, so some cases fall under both; they clash where one thing is done in the first and denied in the second,
where one leaves to the model what the other gives to somebody else, or where each gives the cases another one of several
tariffs, queues or forms. Two sentences that let one act begin at different numbers clash as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from promptlint.analysis.contrasts import contrasted
from promptlint.analysis.events import NUMBERED, SIGNS, WHEN, Bounds, events
from promptlint.analysis.hosts import statements
from promptlint.analysis.limits import CASES, RATIO, limits
from promptlint.analysis.measure_words import COMPARING, CONTINUOUS, LABELLED
from promptlint.analysis.memo import once
from promptlint.analysis.numbers import NUMERALS, ranges
from promptlint.analysis.outcomes import NEGATORS, below
from promptlint.analysis.similarity import STOP, key, stem, stems
from promptlint.analysis.words import bases
from promptlint.deontic.clauses import quoted
from promptlint.record import NamedTuple
from promptlint.shelf import derived
from promptlint.text.kept import of_sentence, there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence

MOST = 60  # regions of one dimension that are compared with one another
QUOTING = frozenset("reads says states runs goes".split())
ANYTHING = frozenset("anything everything whatever all any sum amount total value".split())
# Verbs of arriving at a number from below and from above, passing it, and what may stand between them and the number.
RISING = stems("reach hit attain climb rise grow go pass cross top exceed begin start amount come get")
FALLING = stems("drop fall sink decline decrease shrink go dip")
PASSING = stems("pass exceed cross top")
GAP = frozenset("the a an to of mark age at for and including $ € £ is be with".split())
FROM = frozenset("from beyond above over past exceeding".split())
UNDER = frozenset("under below beneath till until".split())
COPULA = frozenset("is are they he she it somebody someone turn turns becomes become".split())
SHARP = frozenset("only until unless before needed required necessary takes".split())
HEAT = frozenset("temperature temperatures fever degrees thermostat".split())
AGED = frozenset(
    "age aged birthday turn turned turns older younger seniors teenagers minors passengers children adults kids child pensioners".split()
)
LONE = frozenset({"age", "ratio"})  # whose number alone says what is limited
FREE = frozenset({"time", "age", "clock", "date", "event"})  # never written without a word of their own
SKIPPED = frozenset({"period", "decimals", "scale", "share", "approval", "clock", "date", "retry"})
PERFECT = frozenset("has have is are been stays remains".split())
OUT_OF_BOUNDS = frozenset("forbidden banned prohibited off-limits taboo barred".split())
VAGUE = stems(
    """do make get give go come take have be keep let put use need want way case cases thing time first second third fourth
    fifth somebody someone happen happens person human then soon right happen number many whole full else same customer user anything everything"""
)


class Region(NamedTuple):
    """The cases from ``low`` to ``high`` of a dimension.

    Args:
        matter: what the number is a number of, as keys.
        case: the words that name the case, in base form.
        wild: any such thing, named or not.
        rest: the keys of all that the sentence says.
        told: those that no phrase for an outcome covers.
        denied: those of them that stand under a negation.
        spent: those of the number's own clause, where that is denied.
        kinds: for each key, the word before it that tells a kind of it.
        sharp: outside these cases the sentence rules out what it says.
    """

    sentence: Sentence
    dimension: str
    low: float
    high: float
    first: int
    last: int
    matter: frozenset[str]
    case: frozenset[str]
    wild: bool
    rest: frozenset[str]
    told: frozenset[str]
    denied: frozenset[str]
    spent: frozenset[str]
    kinds: dict[str, str]
    sharp: bool


@once
def double_cases(unit: Unit) -> tuple[tuple[Region, Region], ...]:
    """Every two sentences of a unit that treat one case in opposite ways, or begin one act at different numbers."""
    found = [r for s in statements(unit) for r in regions(s)]
    pairs: list[tuple[Region, Region]] = []
    for i, a in enumerate(found[: 4 * MOST]):
        for b in found[i + 1 : i + MOST]:
            if a.sentence is not b.sentence and _comparable(a, b) and (_opposite(a, b) or _two_starts(a, b)):
                pairs.append((a, b))
    return tuple(pairs)


@of_sentence(there)
def regions(s: Sentence) -> list[Region]:
    """The cases that the numbers of a sentence mark off; none where it marks off several of one dimension."""
    w = s.tokens.words
    if not any(x[0].isdigit() or x in NUMBERED for x in w):
        return []
    if any(a in QUOTING and b == ":" for a, b in pairwise(w)):
        return []  # "the note of the team reads: …"
    found = list(_bounds(s, w))
    if len({b.dimension for b in found}) < len(found):
        return []
    return [_region(s, w, b) for b in found]


def _bounds(s: Sentence, w: list[str]) -> Iterator[Bounds]:
    masked = quoted(s.tokens)
    taken: set[int] = set()
    for event in events(w):
        if not masked[event.first]:
            taken |= set(range(event.first, event.last))
            yield event
    for limit in limits(s):
        if not taken.isdisjoint(range(limit.first, limit.last)):
            continue
        taken |= set(range(limit.first, limit.last))
        if limit.vague or limit.dimension in SKIPPED:
            continue
        low, high = limit.low, limit.high
        if low == high or (math.isfinite(low) and math.isfinite(high)):
            low, high = _reached(w, limit.first, low) if low == high else (0.0, 0.0)
        if (not math.isinf(low) and not math.isinf(high)) or _turned(w, limit.first):
            low, high = _compared(s, w, limit.first, limit.last, low if math.isfinite(low) else high)
        if math.isinf(low) != math.isinf(high):
            between = tuple(x for x in w[limit.first : limit.last] if x.isalpha() and x not in NUMERALS)
            counted = limit.dimension not in CONTINUOUS
            yield Bounds(limit.dimension, low, high, limit.first, limit.last, between if counted else ())
    for r in ranges(w):
        bare = masked[r.start] or not taken.isdisjoint(range(r.start, r.end)) or r.low != r.high
        if bare or (r.start and w[r.start - 1] in LABELLED):
            continue
        low, high = _compared(s, w, r.start, r.end, r.low)
        if math.isinf(low) != math.isinf(high):
            heat = not HEAT.isdisjoint(w)
            aged = 3 <= r.low <= 99 and not AGED.isdisjoint(w)
            scored = r.low <= 1 and (not RATIO.isdisjoint(w) or "classifier" in w)
            yield Bounds(
                "celsius" if heat else "ratio" if scored else "age" if aged else "number", low, high, r.start, r.end
            )


def _turned(w: list[str], at: int) -> bool:
    """Whether a negation in front of the clause made a limit of a case: "no discount on rentals shorter than two weeks"."""
    first = at
    while first > 0 and w[first - 1] not in SIGNS and w[first - 1] not in CASES:
        first -= 1
    return w[at - 1 : at] == ["than"] and not NEGATORS.isdisjoint(w[first : max(first, at - 2)])


def _reached(w: list[str], at: int, value: float) -> tuple[float, float]:
    """The cases from a number on that is reached, or up to one that is fallen to; nothing for a mere amount."""
    i = at - 1
    while i >= 0 and w[i] in GAP:
        i -= 1
    if i < 0:
        return value, value
    if (
        w[at - 1] == "for"
        and not WHEN.isdisjoint(w[max(0, at - 9) : at])
        and not PERFECT.isdisjoint(w[max(0, at - 6) : at])
    ):
        return value, math.inf  # "when a ticket has been open for two hours"
    denied = not NEGATORS.isdisjoint(w[max(0, i - 3) : i])
    word = stem(w[i])
    if w[i + 1 : at] and w[i + 1] == "to" and word in FALLING and word not in RISING:
        return -math.inf, value
    if word in RISING and (word in PASSING or w[i + 1 : i + 2] == ["to"] or i == at - 1 or word in stems("reach hit")):
        return (-math.inf, value) if denied else (value, math.inf)
    return value, value


def _compared(s: Sentence, w: list[str], first: int, last: int, value: float) -> tuple[float, float]:
    """The cases that a number without a unit marks off with the comparator beside it."""
    for m in s.of_kind("cmp"):
        kind = m.concept[4:]
        if kind.endswith("-after") and m.start == last:
            if kind == "min-after":
                return value, math.inf
            if kind == "max-after":
                return -math.inf, value
        elif m.end <= first and set(w[m.end : first]) <= GAP:
            if kind in ("max", "under"):
                return -math.inf, value
            if kind in ("min", "over"):
                return value, math.inf
    if w[last : last + 1] == ["+"]:
        return value, math.inf
    at = first - 1
    while at > 0 and w[at] in COPULA:
        at -= 1
    before = w[at] if first else ""
    if before in UNDER:
        return -math.inf, value
    if before in FROM:
        return value, math.inf
    return _reached(w, first, value)


def _region(s: Sentence, w: list[str], b: Bounds) -> Region:
    light = _plain_words() | VAGUE
    covered = {i for m in s.of_kind("out") for i in range(m.start, m.end)} - set(range(b.first, b.last))
    keys = ["" if b.first <= i < b.last or not _names(x) or x in light else family(x) for i, x in enumerate(w)]
    first, last = b.first, b.last
    while first > 0 and w[first - 1] not in SIGNS and w[first - 1] not in CASES:
        first -= 1
    while last < len(w) and w[last] not in SIGNS:
        last += 1
    own = {family(x) for x in b.nouns if _names(x)}
    matter = {k for k in keys[first : b.first] if k} | own
    if not matter or b.dimension == "event":
        matter |= {k for k in keys[b.last : last] if k}
    if not HEAT.isdisjoint(w) and b.dimension == "celsius":
        matter.add("temperature")
    # "No pilot may board more than four": the number is what is denied
    inside = range(first, b.first) if not NEGATORS.isdisjoint(w[first : b.first]) else range(0)
    kept = range(0) if _turned(w, b.first) else inside
    spent = frozenset(keys[i] for i in inside if keys[i])
    denied = {k for i, k in enumerate(keys) if k and i not in kept and _denied(w, i)}
    denied |= {
        family(w[i][2:]) for i, k in enumerate(keys) if k and w[i].startswith("un") and w[i][2:3] not in ("d", "i")
    }
    kinds = {keys[i]: keys[i - 1] for i in range(1, len(w)) if keys[i] and keys[i - 1]}
    told = frozenset(k for i, k in enumerate(keys) if k and i not in covered) | own
    # "only", "not until" rule out the other cases; "the first time" says when something begins by itself
    sharp = not SHARP.isdisjoint(w) or b.dimension == "event"
    wild = not ANYTHING.isdisjoint(w[first : b.first])
    return Region(s, b.dimension, b.low, b.high, b.first, b.last, frozenset(matter), bases(w[first : b.last]) - bases(COMPARING | UNDER | FROM), wild,
                  frozenset(k for k in keys if k) | own | denied, told, frozenset(denied), spent, kinds, sharp)  # fmt: skip


@derived
def _plain_words() -> frozenset[str]:
    """Words beside a limit that do not say what it is a limit of, as they are written."""
    from promptlint.knowledge import current

    return frozenset(w for line in current().section("limit_words") or () for w in str(line).split())


FAMILY = 6  # letters that the words of one family share: "waive", "waiver"; "complain", "complaint"


def family(word: str) -> str:
    """The key of a word, cut to what its family shares."""
    return key(word)[:FAMILY]


def _names(word: str) -> bool:
    return word[0].isalpha() and word not in STOP


def _denied(w: list[str], at: int) -> bool:
    """Whether a word stands under a negation of its own clause: "no appointment", "splitting those is out of bounds"."""
    start = at
    while start > 0 and w[start - 1] not in SIGNS and at - start < 5:
        start -= 1
    if not NEGATORS.isdisjoint(w[start:at]):
        return True
    if w[at + 1 : at + 2] != [] and (w[at + 1] in ("nobody", "nothing", "none") or w[at + 1 : at + 3] == ["no", "one"]):
        return True
    end = at + 1
    while end < len(w) and w[end] not in SIGNS and end - at < 7:
        end += 1
    behind = w[at + 1 : end]
    return not OUT_OF_BOUNDS.isdisjoint(behind) or any(
        behind[i : i + 3] in (["out", "of", "bounds"], ["out", "of", "the"]) for i in range(len(behind))
    )


def _comparable(a: Region, b: Region) -> bool:
    """Whether two regions are of one number of one thing."""
    if a.dimension != b.dimension:
        other = {a.dimension, b.dimension} - {"number"}
        if len(other) != 1 or other & FREE or not a.matter & b.matter:
            return False
    if contrasted(a.case, b.case):
        return False
    shared = a.matter & b.matter
    if a.dimension == "event" and not (a.matter or b.matter):
        return True
    if any(k in a.kinds and k in b.kinds and a.kinds[k] != b.kinds[k] for k in shared):
        return False  # "failed uploads", "failed downloads" are not one thing
    return bool(shared) or a.dimension in LONE or ((a.wild or b.wild) and bool(a.rest & b.rest))


def _opposite(a: Region, b: Region) -> bool:
    """Whether one is of the cases above a number and the other of those below a larger one, and both treat them otherwise."""
    up, down = (a, b) if math.isinf(a.high) else (b, a)
    if (
        "event" in (a.dimension, b.dimension)
        or math.isinf(up.low)
        or math.isinf(down.high)
        or not below(up.low, down.high)
    ):
        return False
    if ((a.denied ^ b.denied) & a.rest & b.rest) - (a.matter & b.matter & (a.spent | b.spent)):
        return True
    shared = (a.rest & b.rest) - (a.matter & b.matter) - a.denied - b.denied
    if any(k in a.kinds and k in b.kinds and a.kinds[k] != b.kinds[k] for k in shared):
        return True  # "the youth tariff", "the adult tariff"
    one, two = _poles(a.sentence), _poles(b.sentence)
    return any(axis in two and two[axis] != pole for axis, pole in one.items())


def _poles(s: Sentence) -> dict[str, bool]:
    """The choices that a sentence decides, each with whether the first outcome is taken; those decided both ways left out."""
    w = s.tokens.words
    found: dict[str, set[bool]] = {}
    spans: list[tuple[int, int]] = []
    for m in sorted(s.of_kind("out"), key=lambda m: (m.start - m.end, m.start)):
        _, axis, pole = m.concept.split(":")
        unit = any((m.start, m.end) == (u.start, u.end) for u in s.of_kind("unit"))  # "page"
        axis = "accept" if axis == "pass" else axis
        if axis in AXES and not unit and not any(first < m.end and m.start < last for first, last in spans):
            spans.append((m.start, m.end))
            found.setdefault(axis, set()).add((pole == "in") != _denied(w, m.start))
    decided = {axis: next(iter(poles)) for axis, poles in found.items() if len(poles) == 1}
    if decided.get("accept"):
        decided.setdefault("alone", True)  # "claims below 200 dollars: approve"
    return decided


AXES = frozenset("accept alone free change sure warn".split())


def _two_starts(a: Region, b: Region) -> bool:
    """Whether one act begins at two numbers: "lock after the third failed login", "only once five logins have failed"."""
    if math.isinf(a.high) != math.isinf(b.high) or not (
        (a.sharp and b.sharp) or "only" in (*a.sentence.tokens.words, *b.sentence.tokens.words)
    ):
        return False
    one, two = (a.low, b.low) if math.isinf(a.high) else (a.high, b.high)
    if not (below(one, two) or below(two, one)):
        return False
    if all((a.told - b.rest, b.told - a.rest)) or a.denied != b.denied:
        return False
    if _poles(a.sentence).items() & _poles(b.sentence).items():
        return True
    act = (a.rest & b.rest) - (a.matter & b.matter if a.dimension != "event" else frozenset())
    return len(act) > (a.dimension == "event")
