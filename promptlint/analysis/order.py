"""Orders of steps in time, and claims to the first or last place of a text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from promptlint.analysis.similarity import content, key, stems
from promptlint.deontic.clauses import quoted
from promptlint.record import record

if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

SIGNS = frozenset(",;:.!?()—–")
NEGATION = frozenset({"not", "never", "no", "nor", "nobody", "nothing", "without", "avoid"})
# Words that say that a step is done, and those that every step has in common.
EMPTY = stems(
    """do run make perform carry use get give be have start begin step process thing first last second then next complet
    done finish ready move leav come go proceed only time question whole entire full two both right very afterward later put
    plac earl order must should begin end task turn all any""".split()
)
VAGUE = stems(
    {"user", "answer", "repl", "respons", "messag", "output", "text", "assist", "model", "you", "agent", "file", "cod"}
)
# What may stand beside quoted words that are a step by themselves: "call `get_order`", "the phrase “…”".
AROUND = stems({"phras", "word", "sentenc", "call", "use", "tool", "function", "text", "follow"})
PRONOUNS = frozenset({"that", "this", "it", "so", "these", "those", "them", "which"})
# Steps that are often wanted both before and after another one.
REPEATED = stems(
    {"verify", "run", "test", "review", "save", "read", "updat", "log", "commit", "ask", "plan", "format", "lint"}
)


@record(frozen=True, slots=True)
class Order:
    """``before`` has to be done before ``after``; ``firm`` unless only "after" says so."""

    before: frozenset[str]
    after: frozenset[str]
    firm: bool
    sentence: Sentence


def step(sentence: Sentence, first: int, last: int) -> frozenset[str]:
    """What a step is about; quoted words stand for themselves."""
    words = sentence.tokens.words[first:last]
    masked = quoted(sentence.tokens)[first:last]
    if any(masked):
        i = next(i for i, m in enumerate(masked) if m)
        j = next((j for j in range(i, len(masked)) if not masked[j]), len(masked))
        literal = " ".join(w for w in words[i:j] if w[0].isalnum())
        if literal and not content(w for w, m in zip(words, masked, strict=True) if not m) - EMPTY - AROUND:
            return frozenset({literal})
    found = content(words) - EMPTY
    return found - VAGUE or found


def orders(sentence: Sentence) -> Iterator[Order]:
    """Every order of two steps that a sentence states."""
    w = _dashed(sentence)
    if not ORDERING & set(w) or {"silently", "internally", "privately"} & set(w):
        return
    for read in (_connected, _first_then, _placed_after):
        for a, b, firm in read(sentence, w):
            one, two = step(sentence, *a), step(sentence, *b)
            if one and two and one != two:
                yield Order(one, two, firm, sentence)


def _dashed(s: Sentence) -> list[str]:
    """The words, with a hyphen between spaces as the dash that it stands for."""
    t = s.tokens
    if "-" not in t.words:
        return t.words
    spaced = [
        i
        for i in range(1, len(t.words) - 1)
        if t.words[i] in "-–" and t.ends[i - 1] < t.starts[i] and t.ends[i] < t.starts[i + 1]
    ]
    return [("—" if i in spaced else w) for i, w in enumerate(t.words)] if spaced else t.words


ORDERING = frozenset(
    "before prior ahead after once until then precede precedes earlier later first begin start afterwards second".split()
)
Part = tuple[int, int]


def _clause(w: list[str], at: int, step_: int) -> int:
    """The sign that ends the clause around ``at``, to the left or the right."""
    while 0 <= at < len(w) and w[at] not in SIGNS:
        at += step_
    return at


def _connected(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    masked = quoted(s.tokens)
    for i, word in enumerate(w):
        if masked[i]:
            continue
        kind, end = _connective(w, i, word)
        if not kind:
            continue
        left, right = _clause(w, i - 1, -1), _clause(w, end, 1)
        if right == end or w[end] in PRONOUNS:
            continue
        if left == i - 1 and w[left] == ")" and "(" in w[:left]:
            left = _clause(w, len(w[:left]) - 1 - w[:left][::-1].index("(") - 1, -1)
        main, other = (left + 1, i), (end, right)
        leading = i - left <= 1 + (w[i - 1] == "only")
        if leading:
            if kind != "before" and w[i - 1] != "only":
                continue  # "After X, do Y" is a condition as often as an order
            stop = _clause(w, right + 1, 1)
            modal = next((j for j in range(end, right) if w[j] in ("should", "may", "can", "must")), 0)
            main, other = (
                ((modal, right), (end, modal)) if modal and w[i - 1] == "only" else ((right + 1, stop), (end, right))
            )
        if main[0] >= main[1]:
            continue
        negated = any(w[j] in NEGATION and not masked[j] for j in range(*main))
        if kind == "before" and not negated and word != "until":
            yield main, other, True
        elif kind == "before" and negated:
            yield other, main, True
        elif kind == "after" and not negated:
            yield other, main, w[i - 1] == "only"


def _connective(w: list[str], i: int, word: str) -> tuple[str, int]:
    nxt = w[i + 1] if i + 1 < len(w) else ""
    if word in ("before", "until") or (word, nxt) in (("prior", "to"), ("ahead", "of")):
        return "before", i + (2 if word in ("prior", "ahead") else 1)
    if word in ("precedes", "precede"):
        return "before", i + 1
    if word in ("earlier", "later") and "than" in w[i : i + 6]:
        return ("before" if word == "earlier" else "after"), w.index("than", i) + 1
    if word == "after" or (word == "once" and i and w[i - 1] == "only"):
        return "after", i + 1
    return "", i


def _first_then(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    """ "First A, then B", "A first, then B", "A and then B"."""
    masked = quoted(s.tokens)
    for i, word in enumerate(w):
        if word != "then" or masked[i] or i < 2 or "if" in w[:i] or "when" in w[:i]:
            continue
        if w[i - 1] not in (",", ";", "and", "only") and not (w[i - 1] == "," or "first" in w[:i]):
            continue
        back = i - 1
        while back > 0 and (w[back] in SIGNS or w[back] in ("and", "only")):
            back -= 1
        left = _clause(w, back, -1)
        yield (left + 1, back + 1), (i + 1, _clause(w, i + 1, 1)), True


def _placed_after(s: Sentence, w: list[str]) -> Iterator[tuple[Part, Part, bool]]:
    """ "A to begin with; B comes second", "A, and B only after that", "begin with A, and leave B for afterwards"."""
    for i, word in enumerate(w):
        late = word == "afterwards" or (word == "second" and w[i - 1] in ("come", "comes"))
        late = late or (word == "after" and i + 1 < len(w) and w[i + 1] in ("that", "it", "this"))
        if not late:
            continue
        left = _clause(w, i - 1, -1)
        if word == "afterwards" and "and" in w[left + 2 : i]:
            left = w.index("and", left + 2)
        if left <= 0:
            continue
        yield (_clause(w, left - 1, -1) + 1, left), (left + 1, i), True


def score(a: frozenset[str], b: frozenset[str], vague: bool = False) -> float:
    """How much of the smaller of two steps the larger one shares; words that name every step count if ``vague``."""
    shared = a & b
    return len(shared) / min(len(a), len(b)) if shared and (vague or shared - VAGUE) else 0.0


def opposed(a: Order, b: Order) -> bool:
    """Whether two orders put the same two steps the other way round."""
    sure = max(len(a.before & b.after), len(a.after & b.before)) > 1
    one, two = score(a.before, b.after, sure), score(a.after, b.before, sure)
    if min(one, two) < 0.5 or one + two <= score(a.before, b.before) + score(a.after, b.after) + 0.2:
        return False
    if not (a.firm and b.firm):
        return not any(x <= REPEATED for x in (a.before, a.after, b.before, b.after))
    return True


# -- places in a text ----------------------------------------------------------------------------------------------

OPEN = frozenset("open opens begin begins start starts opening beginning starting".split())
CLOSE = frozenset(
    "close closes end ends finish finishes conclude concludes ending closing finishing concluding".split()
)
FIRST = frozenset({"first", "opening"})
LAST = frozenset({"last", "final", "closing", "concluding"})
BE = frozenset({"be", "is", "are"})
THINGS = frozenset("thing line sentence word words item part section paragraph element statement".split())
# What may stand beside another thing at the same place: a word, a sign, a frame around the text.
SMALL = frozenset(
    """verb noun adverb word letter capital emoji number digit hash bullet dash prefix tag heading header title headline subject
    fence backtick brace bracket quote quotation mark period comma exclamation punctuation imperative hashtag xml json comment
    article preposition gerund""".split()
)


@record(frozen=True, slots=True)
class Claim:
    """Something claims the first or the last place of a text.

    Args:
        edge: "first" or "last".
        place: the thing whose place it is ("output" where nothing is named).
        filler: content of what stands there.
        literal: the quoted words that stand there, "" if it is described.
        text: the filler as written.
    """

    edge: str
    place: str
    filler: frozenset[str]
    literal: str
    text: str
    sentence: Sentence


def claims(sentence: Sentence) -> Iterator[Claim]:
    """Every claim to a first or last place in a sentence."""
    w = sentence.tokens.words
    if not (OPEN | CLOSE | FIRST | LAST) & set(w) or {"not", "never", "no", "avoid", "unless"} & set(w):
        return
    masked = quoted(sentence.tokens)
    for i, word in enumerate(w):
        if masked[i]:
            continue
        if word in OPEN | CLOSE:
            yield from _verb_claim(sentence, w, i)
        if word in FIRST | LAST:
            yield from _noun_claim(sentence, w, i)


def _verb_claim(s: Sentence, w: list[str], i: int) -> Iterator[Claim]:
    edge = "first" if w[i] in OPEN else "last"
    at = next((j for j in range(i + 1, min(i + 8, len(w))) if w[j] in ("with", "by", "on") or w[j] in SIGNS), 0)
    if at and w[at] == "with" and at + 1 < len(w):
        stop = at + 1
        masked = quoted(s.tokens)
        while stop < len(w) and (
            masked[stop] or (w[stop] not in SIGNS and w[stop] not in ("and", "directly", "that", "which", "then"))
        ):
            stop += 1
        place = _place(s, i + 1, at) or _place(s, 0, i) or ("output" if _text_part(s, at + 1, stop) else "")
        if not place:
            return
        yield from _claim(s, edge, place, at + 1, stop)
    elif i and w[i] in ("opens", "closes", "concludes") and not (at and w[at] == "by"):
        place = _place(s, i + 1, min(len(w), i + 6))
        if place:
            yield from _claim(
                s, edge, place, 0, next((j for j in range(i) if w[j] in BE or w[j] in ("must", "has")), i)
            )


@lru_cache(maxsize=8)
def keys(words: tuple[str, ...]) -> frozenset[str]:
    """The keys of some words, found when first asked for: knowledge is not read at import."""
    return frozenset(key(w) for w in words)


def _text_part(s: Sentence, first: int, last: int) -> bool:
    """Whether words name something that stands in a text, not a step of the work."""
    words = s.tokens.words[first:last]
    named = any(m.concept.startswith("thing:") and first <= m.start < last for m in s.mentions)
    return (
        words[:1] != []
        and (named or words[0] in QUOTES or bool({key(x) for x in words} & keys(tuple(PARTS))))
        and not words[0].endswith("ing")
    )


QUOTES = frozenset("\"“'`")
PARTS = """greeting salutation summary question apology thanks disclaimer overview recommendation conclusion
    introduction signature joke quote fact hook verdict warning date name reminder reference source compliment invitation wish
    offer link number proverb anecdote statistic definition""".split()


def _noun_claim(s: Sentence, w: list[str], i: int) -> Iterator[Claim]:
    """ "X is the first thing in the report"; "the last sentence of the script is X"."""
    edge = "first" if w[i] in FIRST else "last"
    if (
        i + 1 >= len(w)
        or (w[i + 1] not in THINGS and w[i + 1 : i + 4] != ["of", "the", "two"])
        or w[i - 1] not in ("the", "very")
    ):
        return
    be = [j for j, x in enumerate(w) if x in BE]
    if not be:
        return
    end = min(len(w), i + 8)
    place = _place(s, i + 2, end) or "output"
    if (
        w[i + 2 : i + 3]
        and w[i + 2] not in ("of", "in", "on", "the", "that", "you", "to")
        and w[i + 2] not in BE
        and w[i + 2] not in ("must", "has", "should", ".")
    ):
        return
    if be[0] < i:
        yield from _claim(s, edge, place, 0, be[0])
    elif w[be[0] - 1] not in SIGNS:
        yield from _claim(s, edge, place, be[0] + 1, len(w))


def _place(s: Sentence, first: int, last: int) -> str:
    found = [m for m in s.mentions if m.concept.startswith("thing:") and first <= m.start < last]
    if not found:
        return ""
    start = min(m.start for m in found)
    return max((m for m in found if m.start == start), key=lambda m: m.end).concept[6:]


def _claim(s: Sentence, edge: str, place: str, first: int, last: int) -> Iterator[Claim]:
    if first >= last:
        return
    masked = quoted(s.tokens)
    inside = [i for i in range(first, last) if masked[i]]
    words = s.tokens.words
    literal = " ".join(words[i] for i in inside if words[i][0].isalnum())
    filler = content(words[first:last]) - EMPTY | ({"question"} if "question" in words[first:last] else frozenset())
    small = keys(tuple(sorted(SMALL)))
    if literal or (filler and not filler <= small and not (len(filler) < 3 and filler & keys(tuple(HEADS)))):
        yield Claim(edge, place, filler, literal, s.text_of(first, last).strip(" .,"), s)


HEADS = "heading header title headline verb emoji tag hashtag json letter".split()
OPPOSITES = {
    frozenset(pair.split())
    for pair in (
        "easiest hardest", "easiest difficult", "simplest hardest", "shortest longest", "newest oldest", "latest earliest",
        "latest oldest", "recent oldest", "highest lowest", "largest smallest", "biggest smallest", "cheapest dearest", "best worst",
        "strongest weakest", "most least", "simplest complex", "smallest greatest", "youngest oldest", "cheapest expensive",
    )
}  # fmt: skip


def ranks_first(s: Sentence) -> Iterator[str]:
    """Superlatives that a sentence puts first: "starting with the easiest", "newest first"."""
    w = s.tokens.words
    for i, word in enumerate(w):
        if not (word.endswith("est") or word in ("most", "least")) or len(word) < 4:
            continue
        if word in ("most", "least"):
            if "first" in w[i + 2 : i + 5]:
                yield w[i + 1] if word == "most" else word
            continue
        near = w[max(0, i - 4) : i]
        if (
            w[i + 1 : i + 2] == ["first"]
            or ({"with", "from"} & set(near) and (OPEN & set(near)))
            or "opens" in w[i + 1 : i + 4]
        ) or (w[i + 1 : i + 3] and "first" in w[i + 2 : i + 6] and ("comes" in w[i:] or "come" in w[i:])):
            yield word
