"""Amounts of one thing in two sentences, whatever verbs they stand with: "run to about 20 tracks", "no more than 12 tracks".

An amount is a limit with what its clause is about. Two of them clash when they measure in one unit, are about one thing, and
leave no common value. Numbers of other things are everywhere in a prompt, so what says that they are of one thing has to
stand in both sentences: a word beside the counted noun, and two for time, money and other measures.
"""

from __future__ import annotations

import math
from functools import lru_cache

from promptlint.analysis.commission import commission
from promptlint.analysis.containers import containers_apart
from promptlint.analysis.contrasts import FUNCTION, contrasted
from promptlint.analysis.hosts import host, statements, together
from promptlint.analysis.limits import Limit, limits
from promptlint.analysis.measure_words import BREAKS, CONTINUOUS, GIVING, SAYS, TEXT, case_subject, told
from promptlint.analysis.memo import once
from promptlint.analysis.thresholds import numbered
from promptlint.analysis.words import base, bases
from promptlint.deontic.cues import cues
from promptlint.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.analysis.overlap import Overlap
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence

MOST = 80  # amounts of one unit that are compared with one another
EACH = frozenset("per each every apiece any".split())
# Words before an amount that make a case of it, not a limit.
CASES = frozenset("if when whenever unless until after once since".split())
BEYOND = frozenset("under over above below beyond from exceeding".split())
COMPARING = frozenset("up to at least most more less fewer than no not exactly about around roughly between".split())
PREDICATES = frozenset(
    "get gets is are go goes need needs must may can should will receive receives have has require requires or and".split()
)
SHORTER = frozenset("shorter less fewer lower smaller under below earlier".split())
LIMITING = frozenset(
    "no not never to be is are must should may can run last take use ask make have has spend contain include cover stay exceed keep give "
    "write list show name cite send call open answer reply need".split()
)
SHORT_FORMS = {
    "pr": ("pull", "request"), "prs": ("pull", "requests"), "mr": ("merge", "request"), "mrs": ("merge", "requests"), "docs": ("documents",),
    "repo": ("repository",), "config": ("configuration",), "msg": ("message",), "msgs": ("messages",), "id": ("identifier",),
}  # fmt: skip
GOVERNED = frozenset("for of with in to".split())
PARTS = frozenset(
    "first second third last final next previous opening closing other another additional further extra more".split()
)
BANDS = frozenset(
    "score scores grade grades rating ratings level levels tier tiers band bands category class stage".split()
)
OFFSETS = frozenset("before after prior ahead later ago from earlier beforehand".split())
TOLD = frozenset(
    "oldest newest largest biggest existing current currently grown former old typical average our".split()
)
LABEL = 8  # tokens within which a label ends
ROUGH = 1.3
# Nouns that go by several names.
NAMES = tuple(
    bases(line)
    for line in (
        "picture image photo photograph", "supplier vendor firm company", "worker agent subagent", "source reference citation",
        "option alternative choice replacement suggestion", "message mail email", "error bug", "call request invocation",
        "example sample instance", "bullet point item", "exchange turn round", "customer client user", "colleague person people",
    )
)  # fmt: skip
# Measures of which a prompt rarely has two: a word in common says that they are of one thing.
PHYSICAL = frozenset("celsius byte gram metre".split())
ENDS = frozenset("end ends stop stops finish finishes close closes over".split())
REACHING = frozenset("after before when once at".split())
MEASURING = bases(
    "most least maximum minimum max min limit limited length long short size number amount total up least exactly precisely about around "
    "roughly between range count time times way full piece pieces reply replies answer answers response output message text day days"
)


class Tally(NamedTuple):
    """One amount: its limit, what its clause is about in base form, and per what it counts ("" for none)."""

    sentence: Sentence
    limit: Limit
    about: frozenset[str]
    before: frozenset[str]
    per: str
    granted: bool
    ends: bool  # "stop once 200 pages have been read": the condition is the limit


class TallyClash(NamedTuple):
    """Two amounts of one thing that leave no common value, and the situation in which both hold."""

    first: Sentence
    second: Sentence
    why: str
    both: Overlap


@once
def tally_clashes(unit: Unit) -> tuple[TallyClash, ...]:
    """Every two sentences with amounts of one thing that leave no common value; a commission's own sizes are `counts`."""
    if commission(unit) is not None:
        return ()
    groups: dict[str, list[Tally]] = {}
    for s in statements(unit):
        for t in _tallies(s) if numbered(s) and not s.mentioned else ():
            groups.setdefault(_counted(t.limit.dimension), []).append(t)
    found: dict[tuple[int, int], TallyClash] = {}
    for group in groups.values():
        for i, a in enumerate(group[:MOST]):
            for b in group[i + 1 : MOST]:
                key = (a.sentence.index, b.sentence.index)
                if key[0] == key[1] or key in found or not _apart(a, b) or not _one_thing(a, b):
                    continue
                hosts = host(unit, a.sentence, a.limit.first), host(unit, b.sentence, b.limit.first)
                inside = any(
                    c.first <= t.limit.first < c.last and c.cue != "between" and not t.ends
                    for t, d in zip((a, b), hosts, strict=True)
                    for c in d.conditions
                )
                both = together(*hosts, unit)
                if both.yes and not inside and not containers_apart(*hosts):
                    found[key] = TallyClash(a.sentence, b.sentence, f"{_shown(a)} and {_shown(b)}", both)
    return tuple(found.values())


def _tallies(s: Sentence) -> Iterator[Tally]:
    """The amounts of a sentence that limit something."""
    words = s.tokens.words
    found = limits(s)
    for limit in found:
        if limit.dimension in (
            "item",
            "retry",
            "period",
            "share",
            "decimals",
            "scale",
            "ratio",
            "clock",
            "date",
            "age",
        ):
            continue  # read by `thresholds`, `outcomes`
        first, last = _clause(words, limit)
        if any(
            o.dimension == limit.dimension and o is not limit for o in found
        ):  # each in its own part of the sentence
            first = next((i + 1 for i in range(limit.first - 1, first, -1) if words[i] == ","), first)
            last = next((i for i in range(limit.last, last) if words[i] == ","), last)
        before, behind = words[first : limit.first], words[limit.last : last]
        limit = _turned(limit, before)
        if limit.dimension == "time" and behind[:1] and behind[0] in OFFSETS:
            continue  # "three days before the visit"
        if not TOLD.isdisjoint(before):
            continue  # "our oldest script has 4,000 lines"
        if not SAYS.isdisjoint(behind[:4]) or not BANDS.isdisjoint(before[-3:]):
            continue  # "a score of 4 to 6 means …"
        if told(before, behind) or _case(before, behind, limit) or _one_part(before):
            continue
        per = next(
            (base(words[i + 1]) for i in range(first, last - 1) if words[i] in EACH and words[i + 1].isalpha()), ""
        )
        per = "" if per in MEASURING else per or ("each" if not EACH.isdisjoint(behind[:3]) else "")
        if behind[:3] == ["at", "a", "time"] or behind[:2] == ["each", "time"]:
            per = "time"
        own = _about(before)
        named = own | _about(behind) - {base(limit.dimension)}
        capped = not {"most", "maximum", "max", "more", "over", "above"}.isdisjoint(before)
        granted = not capped and not {"may", "can", "allowed", "possible"}.isdisjoint((*before, *behind))
        ends = before[-1:] != [] and before[-1] in REACHING and not ENDS.isdisjoint(before)
        yield Tally(s, limit, named, own, per, granted, ends)


def _clause(words: list[str], limit: Limit) -> tuple[int, int]:
    """The clause around an amount: from the sign before it to the sign behind it; a label belongs to it."""
    first, last = limit.first, limit.last
    while first > 0 and words[first - 1] not in (";", "(", ")", ".", "!"):
        first -= 1
    while last < len(words) and words[last] not in BREAKS and words[last] not in (".", "!"):
        last += 1
    return first, last


def _one_part(before: list[str]) -> bool:
    """Whether a word before the amount picks one part out: "the last two lines", not "should last two minutes"."""
    verb = before[-1:] == ["last"] and before[-2:-1] and before[-2] not in ("the", "its", "their", "your", "in", "of")
    return bool(before) and before[-1] in PARTS and not verb


def _about(words: list[str]) -> frozenset[str]:
    """What words are about, in base form."""
    words = [x for w in words for x in SHORT_FORMS.get(w, (w,))]
    found = ((w, base(w)) for w in words if w.isalpha())
    return frozenset(b for w, b in found if b not in FUNCTION or len(w) > len(b) + 1) - _light()  # "notes" is no "not"


def _turned(limit: Limit, before: list[str]) -> Limit:
    """ "Ends after 30 calls" is at most 30, "do not stop before 50 calls" at least 50."""
    beyond = before[-1:] and before[-1] in ("than", "over", "above", "beyond", "exceeding")
    if beyond and limit.high == math.inf and before[-2:-1] != ["less"] and before[-2:-1] != ["fewer"]:
        if not {"no", "not", "never", "nobody"}.isdisjoint(before[-9:]) and not SHORTER.intersection(before[-2:]):
            return limit._replace(
                low=-math.inf, high=round(limit.low), bounded=True
            )  # "no callback may take longer than"
    at = next((i for i in range(len(before) - 1, max(-1, len(before) - 7), -1) if before[i] in REACHING), -1)
    if at < 0:
        return limit
    if before[at] != "before" and at == len(before) - 1 and not ENDS.isdisjoint(before[max(0, at - 5) : at]):
        return limit._replace(
            low=-math.inf, high=limit.high if limit.high < math.inf else round(limit.low), bounded=True
        )
    if before[at] == "before" and not {"not", "never"}.isdisjoint(before[:at]):
        return limit._replace(low=limit.low if limit.low > -math.inf else limit.high, high=math.inf, bounded=True)
    return limit


def _case(before: list[str], behind: list[str], limit: Limit) -> bool:
    """Whether the amount stands in a phrase that names a case: "for orders above 100 euros", "after 30 days"."""
    ends = not ENDS.isdisjoint(before) or "before" in before
    comma = max((i for i, w in enumerate(before) if w == ","), default=-1)
    if not ends and not CASES.isdisjoint(before[comma + 1 :]):
        return True
    if before and before[0] == "for" and limit.dimension != "time":
        return True
    at = len(before)
    while at and before[at - 1] in COMPARING:
        at -= 1
    subject = 1 < at < 5 and bool(behind) and behind[0] in PREDICATES
    if subject and before[at - 1] in ("of", "with") and base(before[at - 2]) not in MEASURING:
        return True  # "reviews of up to five words get one tag"
    if case_subject(before, behind, cues().verbs):
        return True
    picked = 1 < len(before) < 5 and before[-1] in BEYOND | {"under", "below"} and before[-2].endswith("s")
    if picked and limit.dimension in ("euro", "dollar", "pound") and behind[:1] and behind[0] in PREDICATES:
        return True  # "orders over 300 pounds are checked by hand"
    if not {"no", "not", "never", "nobody"}.isdisjoint(before[comma + 1 :]):
        return False
    if before[-1:] == ["than"] and (len(before) < 3 or before[-3] not in LIMITING):
        return True  # "files of more than 300 lines"
    return bool(before) and before[-1] in BEYOND and not GOVERNED.isdisjoint(before[-5:-1])


@lru_cache(maxsize=256)
def _counted(noun: str) -> str:
    """One name for what is counted."""
    return next((min(names) for names in NAMES if base(noun) in names), noun)


@lru_cache(maxsize=1)
def _light() -> frozenset[str]:
    return frozenset(base(w) for w in GIVING) | MEASURING


def _apart(a: Tally, b: Tally) -> bool:
    """Whether the two limits leave no common value; at least one has to say that it is a limit."""
    p, q = a.limit, b.limit
    if not (p.bounded or q.bounded):
        return False
    if a.granted != b.granted and p.low == q.low == -math.inf:  # "up to 12 may be sent", "a maximum of 8 is taken"
        return (p.high > q.high if a.granted else q.high > p.high) and len(a.about & b.about) > 0
    slack = ROUGH if p.vague or q.vague else 1.0
    return p.high * slack < q.low or q.high * slack < p.low


def _one_thing(a: Tally, b: Tally) -> bool:
    """Whether both sentences speak of one thing."""
    if a.per != b.per and ((a.per and b.per) or a.per not in b.about | {""} or b.per not in a.about | {""}):
        return False
    mine, theirs = _label(a), _label(b)
    if mine - theirs and theirs - mine:
        return False  # "standard: 2-4 options", "minimal: 1-2 options"
    shared = a.about & b.about
    if contrasted(a.about, b.about) or _modified(a, b):
        return False
    if a.per and a.per == b.per and a.per != "each" and a.limit.dimension not in TEXT | CONTINUOUS:
        return True  # "up to 500 records per request", "each request carries 1,000 records"
    if a.limit.dimension in TEXT:
        return bool(a.before & b.before) and bool(shared)
    if a.limit.dimension in PHYSICAL:
        return bool(shared) and not contrasted(*(bases(x.sentence.tokens.words) for x in (a, b)))
    if a.limit.dimension in CONTINUOUS:
        return len(shared) > 2 or (len(shared) > 1 and bool(a.before & b.before))
    return bool(shared)


def _label(t: Tally) -> frozenset[str]:
    """What stands before the colon before an amount."""
    words = t.sentence.tokens.words[: t.limit.first]
    colon = next((i for i, w in enumerate(words[:LABEL]) if w == ":"), 0)
    return _about(words[:colon])


def _modified(a: Tally, b: Tally) -> bool:
    """Whether words right before the counted nouns tell two sorts apart: "web searches", "file searches"."""
    mine, theirs = (_modifiers(t) for t in (a, b))
    return bool(mine - theirs and theirs - mine)


def _modifiers(t: Tally) -> frozenset[str]:
    """The words between a number and the noun that it counts."""
    words = t.sentence.tokens.words[t.limit.first : t.limit.last]
    return frozenset(base(w) for w in words[1:-1] if w.isalpha()) - FUNCTION - _light()


def _shown(t: Tally) -> str:
    """The amount in the words of the sentence, with its bound."""
    text = t.sentence.text_of(t.limit.first, t.limit.last)
    low, high = t.limit.low, t.limit.high
    if low == high or not (math.isinf(low) or math.isinf(high)):
        return f"“{text}”"
    return f"{'at most' if math.isinf(low) else 'at least'} “{text}”"
