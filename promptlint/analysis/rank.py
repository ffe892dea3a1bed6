"""Statements of rank: which rule, source or party wins where two of them differ."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.similarity import STOP, key
from promptlint.record import record
from promptlint.text.kept import of_sentence, there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence
    from promptlint.text.table import Mention

SIGNS = frozenset(",;:!?()—")
# Words of a statement of rank that do not name what is ranked.
EMPTY = frozenset(
    """anything everything something whatever says say said saying given stated according one ones former latter case cases
    conflict conflicts conflicting doubt differ differs disagree event otherwise contrary rule rules instruction instructions
    setting settings request requests preference preferences wish wishes requirement requirements guideline guidelines
    consideration considerations concern concerns principle principles order orders word words content value values must
    should shall also different things thing what opposite two both always statement statements claim claims source sources
    takes take has have priority precedence those found whichever says demand demands need needs voiced laid expressed issued
    uttered wants wanted set written prescribed made allow allows permits permitted""".split()
)
# Rules of age: which of two notices of one kind wins.
AGES = dict.fromkeys("later newer newest latest recent last".split(), "@later") | dict.fromkeys(
    "earlier older oldest earliest first original previous".split(), "@earlier"
)
IN_CASE = frozenset("in case cases of a an any the event should there be is".split())
NOT = frozenset({"not", "never", "no", "nor"})


@record(frozen=True, slots=True)
class Rank:
    """``high`` wins over ``low``, in the case that ``case`` names (empty for every case)."""

    high: frozenset[str]
    low: frozenset[str]
    sentence: Sentence
    case: frozenset[str] = frozenset()


def node(words: list[str]) -> frozenset[str]:
    """What is ranked, by the words that tell it from the rest; the generic ones only where nothing else is left."""
    for sign in ("that", "which", "who", "where", "when", "if", "unless"):
        if sign in words[1:]:
            words = words[: words.index(sign, 1)]
    named = [w for w in words if (w[0].isalnum() or w == "@a") and w not in STOP]
    age = {AGES[w] for w in named if w in AGES}
    if len(age) == 1 and len(named) < 4:
        return frozenset(age)
    own = [w for w in named if w not in EMPTY]
    return frozenset(key(w) for w in (own or named))


@of_sentence(there)
def ranks(sentence: Sentence) -> Iterator[Rank]:
    """Every statement of rank in a sentence."""
    yield from _placed(sentence)
    found = sorted((m for m in sentence.mentions if m.concept in VERBS), key=lambda m: (m.start, -m.end))
    end = 0
    pair = _differing(sentence)
    for m in found:
        if m.start < end or _negated(sentence, m.start) or _of_the_differing(sentence, m):
            continue
        end = m.end
        yield from _stated(sentence, m.start, m.end, m.concept, pair)


def _of_the_differing(s: Sentence, m: Mention) -> bool:
    """Whether words of winning belong to what differs: "where the manual and the house rules differ, …"."""
    w = s.tokens.words
    return m.concept == "order:wins" and any(
        d.concept == "order:differ" and m.end <= d.start and SIGNS.isdisjoint(w[: d.start]) for d in s.mentions
    )


PUTTING = frozenset("put place rank set value hold".split())
OVER = frozenset("above before over".split())


def _words(s: Sentence) -> list[str]:
    """The words, with the name "A" told from the article."""
    raw = s.tokens.raw
    if "A" not in raw:
        return s.tokens.words
    named = any(m.start == 1 and m.concept in VERBS for m in s.mentions)  # "A gives way to B"
    return ["@a" if w == "a" and raw[i] == "A" and (i or named) else w for i, w in enumerate(s.tokens.words)]


def _placed(s: Sentence) -> Iterator[Rank]:
    """ "Put A above B", "A before B whenever they collide", "A ranks above B, and B above C", "…, B included"."""
    w = _words(s)
    if OVER.isdisjoint(w) and "ahead" not in w and "included" not in w:
        return
    differ = min((m.start for m in s.mentions if m.concept == "order:differ"), default=0)
    stated = [m for m in s.mentions if m.concept == "order:beats"]
    for i, word in enumerate(w):
        if word in OVER or w[i : i + 2] == ["ahead", "of"]:
            left, right = _left(w, i), _right(w, i + 1 + (word == "ahead"))
            put = bool(left) and left[0] in PUTTING
            chained = any(m.end < i and w[m.end : i].count("and") + w[m.end : i].count(",") for m in stated)
            bare = not any(m.start <= i < m.end for m in stated) and len(left) < 5
            if put or (bare and (i < differ or chained)):
                cut = next(
                    (j for j, x in enumerate(right) if x in ("whenever", "when", "if", "where", "in")), len(right)
                )
                high, low = node(left[1:] if put else left), node(right[:cut])
                if high and low and high != low:
                    yield Rank(high, low, s)
        elif word == "included" and stated and i > stated[0].end:
            high, low = node(_left(w, stated[0].start)), node(_left(w, i))
            if high and low and high != low:
                yield Rank(high, low, s)


VERBS = frozenset({"order:beats", "order:yields", "order:wins", "order:loses"})


def _negated(s: Sentence, at: int) -> bool:
    return bool(set(_left(_words(s), at)) & NOT)


def _stated(
    s: Sentence, first: int, last: int, concept: str, pair: tuple[frozenset[str], frozenset[str]] | None
) -> Iterator[Rank]:
    w = _words(s)
    lead, left = _lead(_left(w, first))
    subject = node(left)
    if concept in ("order:beats", "order:yields"):
        behind, when = _within(_right(w, last))
        other = node(behind)
        high, low = (subject, other) if concept == "order:beats" else (other, subject)
        if high and low and high != low:
            yield Rank(high, low, s, _case(s, first, high | low) or node(lead or when))
            return
    if concept == "order:wins" and pair is None:
        differing = any(m.concept == "order:differ" for m in s.mentions)
        aged = node(_right(w, last)) if differing and not subject else subject  # "stick to the older one"
        if aged in ({"@later"}, {"@earlier"}):
            yield Rank(aged, frozenset({"@earlier"} if "@later" in aged else {"@later"}), s)
            return
    if pair is None:
        yield from _both_sides(s, last, concept, subject)
        return
    # "Where A and B differ, B wins" and "If A and B differ, do what A says"
    named = subject or node(_right(w, last)) if concept == "order:wins" else subject
    if concept == "order:wins" and not _touches(named, pair):
        named = node(_right(w, last))
    for mine, other in (pair, pair[::-1]):
        if named and (named <= mine or mine <= named) and not named <= other:
            high, low = (mine, other) if concept in ("order:wins", "order:beats") else (other, mine)
            yield Rank(high, low, s)
            return


def _lead(words: list[str]) -> tuple[list[str], list[str]]:
    """The case that a clause opens with and the rest: "for prices the catalogue"."""
    if words[:1] and words[0] in ("for", "in", "on", "with"):
        at = next((i for i in range(2, len(words) - 1) if words[i] in ("the", "our", "your", "a")), 0)
        if at:
            return words[1:at], words[at:]
    return [], words


WITHIN = frozenset("for in on with at during within under".split())


def _within(words: list[str]) -> tuple[list[str], list[str]]:
    """What is ranked and the case behind it: "the player on equal cards"; "the rules in X" is one thing."""
    for i, word in enumerate(words):
        if word in WITHIN and any(x[0].isalnum() and x not in STOP and x not in EMPTY for x in words[:i]):
            return words[:i], words[i + 1 :]
    return words, []


def _both_sides(s: Sentence, last: int, concept: str, subject: frozenset[str]) -> Iterator[Rank]:
    """ "A governs and B gives way"."""
    w = _words(s)
    rest = w[last:]
    at = next((i for i in range(len(rest) - 1) if rest[i] == "not" and (i == 0 or rest[i - 1] in (",", "and"))), -1)
    if at >= 0 and concept == "order:wins" and any(m.concept in ("order:differ", "order:ranked") for m in s.mentions):
        high, low = subject or node(_right(w, last)), node(_right(rest, at + 1))
        if high and low and high != low:
            yield Rank(high, low, s)
            return
    for m in s.mentions:
        if m.start > last and {m.concept, concept} == {"order:wins", "order:loses"}:
            other = node(_left(_words(s), m.start))
            if subject and other and subject != other:
                high, low = (subject, other) if concept == "order:wins" else (other, subject)
                yield Rank(high, low, s)
                return


def _touches(named: frozenset[str], pair: tuple[frozenset[str], frozenset[str]]) -> bool:
    return any(named and (named <= p or p <= named) for p in pair)


def _left(w: list[str], at: int) -> list[str]:
    start = at
    while start > 0 and w[start - 1] not in SIGNS and w[start - 1] not in ("and", "but", "while", "whereas"):
        start -= 1
    return w[start:at]


def _right(w: list[str], at: int) -> list[str]:
    end = at
    while end < len(w) and w[end] not in SIGNS and w[end] not in ("and", "but", "while", "whereas", "because", "since"):
        end += 1
    return w[at:end]


def _differing(s: Sentence) -> tuple[frozenset[str], frozenset[str]] | None:
    """The two things of "where A and B differ", "if A conflicts with B", "between A and B"."""
    w = _words(s)
    for m in s.mentions:
        if m.concept != "order:differ":
            continue
        between = m.end - (w[m.end - 1] == "between")
        if w[between : between + 1] in (["between"], ["of"]):
            both = _clause_right(w, between + 1)
            if "and" in both:
                cut = both.index("and")
                return node(both[:cut]), node(both[cut + 1 :])
            continue
        left, right = _clause_left(w, m.start), _right(w, m.end)
        if set(left) <= IN_CASE:
            continue  # "in case of conflict"
        if "and" in left or "or" in left:
            cut = left.index("and") if "and" in left else left.index("or")
            pair = node(_open(left[:cut])), node(left[cut + 1 :])
        else:
            pair = node(_open(left)), node(right)
        if pair[0] and pair[1] and pair[0] != pair[1]:
            return pair
    return None


def _clause_left(w: list[str], at: int) -> list[str]:
    start = at
    while start > 0 and w[start - 1] not in SIGNS:
        start -= 1
    return w[start:at]


def _clause_right(w: list[str], at: int) -> list[str]:
    end = at
    while end < len(w) and w[end] not in SIGNS:
        end += 1
    return w[at:end]


def _open(words: list[str]) -> list[str]:
    return (
        words[1:]
        if words[:1] and words[0] in ("if", "where", "when", "whenever", "should", "between", "once")
        else words
    )


def _case(s: Sentence, at: int, named: frozenset[str]) -> frozenset[str]:
    """What else the sentence opens with: "For refunds, A overrides B"; the conflict itself is no case."""
    w = _words(s)
    if w[0] not in ("for", "in", "if", "when", "where", "with", "during", "on", "within") or "," not in w[:at]:
        return frozenset()
    lead = w[1 : w.index(",")]
    return (
        node(lead) - named if not any(m.concept == "order:differ" and m.start < at for m in s.mentions) else frozenset()
    )


def same(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two names are of one thing."""
    return bool(a) and bool(b) and (a == b or (len(a & b) / min(len(a), len(b)) >= 1 and len(a | b) - len(a & b) <= 2))


def rings(found: list[Rank], limit: int = 400) -> Iterator[list[Rank]]:
    """The statements of each ring, one list a ring; each statement takes part in one ring at most."""
    found = found[:limit]
    names: list[frozenset[str]] = []

    def number(n: frozenset[str]) -> int:
        for i, known in enumerate(names):
            if known == n:
                return i
        for i, known in enumerate(names):
            if same(known, n):
                return i
        names.append(n)
        return len(names) - 1

    edges: dict[int, list[tuple[int, Rank]]] = {}
    for r in found:
        high, low = number(r.high), number(r.low)
        if high != low:
            edges.setdefault(high, []).append((low, r))
    used: set[int] = set()
    for start in sorted(edges):
        path = _back(start, edges, used)
        if path:
            used |= {id(r) for r in path}
            yield path


def _back(start: int, edges: dict[int, list[tuple[int, Rank]]], used: set[int]) -> list[Rank]:
    """The shortest way from a thing back to itself, or an empty list."""
    paths: list[tuple[int, list[Rank]]] = [(start, [])]
    seen = {start}
    while paths:
        at, path = paths.pop(0)
        for nxt, r in edges.get(at, ()):
            if id(r) in used or (path and path[0].case != r.case and path[0].case and r.case):
                continue
            if nxt == start:
                return [*path, r]
            if nxt not in seen:
                seen.add(nxt)
                paths.append((nxt, [*path, r]))
    return []
