from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from promptlint.analysis.containers import channels_apart
from promptlint.analysis.contrasts import contrasted
from promptlint.analysis.crowds import breadth, within
from promptlint.analysis.hosts import apart, host, situation, statements, together
from promptlint.analysis.order import ORDERING, Order, opposed, orders, score
from promptlint.analysis.place_words import PARTS
from promptlint.analysis.places import CLOSE, FIRST, LAST, OPEN, Claim, claims, keys
from promptlint.analysis.preconditions import SIGNS
from promptlint.analysis.quantities import product_of
from promptlint.analysis.similarity import content, spell
from promptlint.analysis.steps import short, step
from promptlint.analysis.superlatives import OPPOSITES, ranks_first
from promptlint.analysis.words import bases
from promptlint.deontic.ir import Directive
from promptlint.diagnostic import Confidence, Finding, Label
from promptlint.document import Unit
from promptlint.record import replace
from promptlint.rule import rule
from promptlint.text.sentences import Sentence

TIME = ("before", "after", "until", "once", "prior to", "ahead of", "only once", "only after", "then", "only when")
VERBS = frozenset("giv stat put writ show".split())
GROUP = 40  # orders that share a word and are compared with one another


@rule("PL104", severity="warning", help="keep one order, or say in which case each of them holds", across=True)
def check(unit: Unit) -> Iterator[Finding]:
    """Two directives put the same two steps in opposite orders, or give one place to two things.

    Whichever step the model takes first, it breaks one of the two; where each step waits for the other, a careful
    model takes neither.

    ```bad
    - «Do not confirm delivery until the payment has been collected.»
    - Payment is collected after delivery has been confirmed.
    ```

    ```bad
    - «Open the report with the summary.»
    - The list of participants is the first thing in the report.
    ```

    ```good
    - Payment is made only after the invoice has been verified.
    - Verify the invoice before you pay it.
    ```

    ```good
    - Start the report with the summary.
    - Start each bullet with a verb.
    ```

    Keep the order that is meant, or give each its case.
    """
    sentences = statements(unit)
    found = [o for s in sentences for o in orders(s)] + list(_continued(sentences))
    seen: set[tuple[int, int]] = set()
    for a, b in _pairs(found):
        what = "opposite orders of the same two steps"
        yield from _report(unit, a.sentence, b.sentence, seen, what, _steps(a), _sure(a, b))
    placed = [c for s in sentences for c in claims(s)]
    for c, d in _places(placed, product_of(unit)):
        what = f"two things in the {c.edge} place: “{c.text}” and “{d.text}”"
        yield from _report(unit, c.sentence, d.sentence, seen, what, f"only one of the two can stand {c.edge}")
    for c, d in _both_ends(placed):
        what = f"“{c.text}” in the first place and in the last"
        yield from _report(unit, c.sentence, d.sentence, seen, what, "one thing stands first and last")
    for s, t, why in _firsts(sentences, placed, found):
        yield from _report(unit, s, t, seen, why, "both cannot come first")


def _continued(sentences: list[Sentence]) -> Iterator[Order]:
    """ "First A. Then B": two sentences, one after the other in one block."""
    for s, t in pairwise(sentences):
        w = t.tokens.words
        if s.block is t.block and s.index + 1 == t.index and w[0] in NEXT and "first" in s.tokens.words:
            before, after = (
                step(s, 0, len(s.tokens.words)),
                step(t, 1, next((i for i in range(2, len(w)) if w[i] in SIGNS), len(w))),
            )
            if before and after and before != after:
                yield Order(before, after, True, t)


NEXT = frozenset("then afterwards next subsequently thereafter".split())


def _steps(o: Order) -> str:
    return f"each has the other's first step ({spell(o.sentence.tokens.words, o.before)}) second"


def _sure(a: Order, b: Order) -> bool:
    """Whether the steps share so many words that they are the same under whichever heading."""
    return len(short(a.before) & short(b.after)) + len(short(a.after) & short(b.before)) > 3


def _report(
    unit: Unit, s: Sentence, t: Sentence, seen: set[tuple[int, int]], what: str, why: str, sure: bool = False
) -> Iterator[Finding]:
    if s.index > t.index:
        s, t = t, s
    if s is t or (s.index, t.index) in seen:
        return
    both = together(_host(unit, s), _host(unit, t), unit)
    # "comes before" is also a word of rank; here it is the order itself
    itself = both.reason == "a stated order of rank" and not {"rank:stated"}.isdisjoint(s.concepts | t.concepts)
    itself = itself and not unit.has("rank:blanket") and not apart(_host(unit, s), _host(unit, t))
    elsewhere = sure and both.reason.startswith("different headings") and not apart(_host(unit, s), _host(unit, t))
    if both.yes or itself or elsewhere:
        seen.add((s.index, t.index))
        yield Finding(
            what,
            s.span,
            (Label(t.span, "the other order"),),
            witness=f"{situation(both)} both apply, and {why}.",
            confidence=within(Confidence.HIGH, breadth(unit)),
        )


def _host(unit: Unit, s: Sentence) -> Directive:
    """The directive of a sentence without the conditions of time that are the order itself."""
    d = host(unit, s)
    main = set(s.tokens.words[s.tokens.words.index(",") :]) if "," in s.tokens.words[:14] else set()
    own = tuple(
        c
        for c in d.conditions
        if c.cue.lower() not in TIME or (c.first <= 1 and c.last and main & (ORDERING | OPEN | CLOSE | FIRST | LAST))
    )
    return replace(d, conditions=own, exemptions=tuple(c for c in d.exemptions if c.cue.lower() not in TIME))


def _pairs(found: list[Order]) -> Iterator[tuple[Order, Order]]:
    by_word: dict[str, list[Order]] = {}
    for o in found:
        for word in short(o.before):
            by_word.setdefault(word, []).append(o)
    for o in found:
        done: set[int] = set()
        for word in sorted(short(o.after)):
            for other in by_word.get(word, ())[:GROUP]:
                if other.sentence.index > o.sentence.index and id(other) not in done:
                    done.add(id(other))
                    if opposed(o, other):
                        yield o, other
    for o in reversed(found):
        for word in sorted(short(o.after)):
            for other in by_word.get(word, ())[:GROUP]:
                if other.sentence.index < o.sentence.index and opposed(other, o):
                    yield other, o


def _places(found: list[Claim], product: str) -> Iterator[tuple[Claim, Claim]]:
    groups: dict[tuple[str, str], list[Claim]] = {}
    named = {c.place for c in found} & TEXTS
    product = product or (named.pop() if len(named) == 1 else "")  # the one text that the prompt speaks of
    for c in found:
        groups.setdefault((c.edge, "output" if c.place in (product, "message") else c.place), []).append(c)
    for group in groups.values():
        for i, c in enumerate(group[:GROUP]):
            for d in group[i + 1 : GROUP]:
                if c.sentence is d.sentence or (bool(c.literal) != bool(d.literal) and not _no_room(c, d)):
                    continue
                if (c.small or d.small) and (c.small == d.small or not (c.filler | d.filler) & keys(CODED)):
                    continue
                if channels_apart(c.sentence, d.sentence) or contrasted(
                    *(bases(x.sentence.tokens.words) for x in (c, d))
                ):
                    continue
                if c.literal and d.literal and (c.literal in d.literal or d.literal in c.literal):
                    continue
                if c.literal or not c.filler & d.filler:
                    yield c, d


TEXTS = frozenset("essay report story speech letter email article announcement script poem review".split())


def _no_room(c: Claim, d: Claim) -> bool:
    """Whether quoted words cannot be what another claim describes: a link, a number; or "not even" that."""
    quoted, told = (c, d) if c.literal else (d, c)
    if told.filler & keys(CODED) and not any(x.isdigit() for x in quoted.literal) and "://" not in quoted.literal:
        return True
    words = quoted.sentence.tokens.words
    return "even" in words and bool(told.filler & content(words[words.index("even") :]))


CODED = (
    "link",
    "number",
    "code",
    "price",
    "table",
    "figure",
    "address",
    "logo",
    "picture",
    "id",
    "identifier",
    "date",
    "timestamp",
    "bracket",
)


def _both_ends(found: list[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """One thing that is to stand first and last."""
    ends = [c for c in found if c.edge == "last" and not (c.literal or c.small)][:GROUP]
    for c in [c for c in found if c.edge == "first" and not (c.literal or c.small)][:GROUP]:
        for d in ends:
            if c.filler == d.filler and c.place == d.place and c.sentence is not d.sentence:
                yield c, d


def _firsts(
    sentences: list[Sentence], placed: list[Claim], found: list[Order]
) -> Iterator[tuple[Sentence, Sentence, str]]:
    """Opposite superlatives put first, and a step that is first against an order that has it second."""
    ranked = [(s, word) for s in sentences for word in ranks_first(s)]
    for i, (s, word) in enumerate(ranked[:GROUP]):
        for t, other in ranked[i + 1 : GROUP]:
            if frozenset({word, other}) in OPPOSITES:
                yield s, t, f"“{word}” first and “{other}” first"
    for c in placed:
        if c.small or c.place not in ("output", "turn", "act"):
            continue
        for o in found[: 4 * GROUP]:
            late, early = (o.after, o.before) if c.edge == "first" else (o.before, o.after)
            whole = score(c.filler, late, True) >= 1 and score(c.filler, late, True) > score(c.filler, early, True)
            told = len(c.filler) > 1 and ("first" in c.sentence.tokens.words or c.place == "act")
            parts = keys(tuple(PARTS))
            told = told or bool(c.filler <= parts and late <= parts | VERBS and early <= parts | VERBS)
            if o.sentence is not c.sentence and whole and told:
                places = (
                    "first in one and second in the other" if c.edge == "first" else "last in one and not in the other"
                )
                yield c.sentence, o.sentence, f"“{c.text}” comes {places}"
