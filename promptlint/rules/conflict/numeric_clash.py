from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from promptlint import regex
from promptlint.analysis.arithmetic import Fact, facts, implied
from promptlint.analysis.charters import facts_of
from promptlint.analysis.commission import commission
from promptlint.analysis.containers import channels_apart, complements_apart
from promptlint.analysis.contrasts import contrasted
from promptlint.analysis.crowds import breadth, within
from promptlint.analysis.hosts import host, is_directive, situation, together
from promptlint.analysis.measure_words import CONTINUOUS, GIVING, TEXT
from promptlint.analysis.numbered import numbered_apart
from promptlint.analysis.numbers import show
from promptlint.analysis.quantities import quantities
from promptlint.analysis.quantity import Quantity
from promptlint.analysis.similarity import content, stems
from promptlint.analysis.tallies import tally_clashes
from promptlint.analysis.thresholds import thresholds
from promptlint.analysis.words import base
from promptlint.block import LABEL
from promptlint.diagnostic import Confidence, Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.rules.conflict import _charter
from promptlint.text.sentences import Sentence

NOT_LEAD = """user least most maximum minimum exactly more less fewer few turn reply answer response message output text always
    never default total number limit yourself""".split()
TAIL = frozenset({"of", "about", "on", "from", "that", "which", "for", "with", "who"})
MERE = frozenset({"can", "could", "might", "often", "sometimes", "if"})
FLOOD = 8  # thresholds that clash in one prompt: these are data, such as a timetable, and no rules
GROUP = 60  # facts about one quantity that are compared with one another; a prompt with more repeats itself


@rule(
    "PL103",
    severity="error",
    confidence="provable",
    help="keep one of the two numbers, or say when each of them holds",
    across=True,
)
def check(unit: Unit) -> Iterator[Finding]:
    """Two numbers for the same quantity leave no common value.

    No output can have at most 50 and at least 80 words: the model obeys one of the two, which one changes from run
    to run, and a test of the other fails. The rule compares limits, ranges, counts, scales and thresholds of the same
    quantity, converts units, and multiplies parts by their size.

    ```bad
    - «A title is between 55 and 70 characters long.»
    - Titles may have 40 characters at most.
    ```

    ```bad
    «The summary consists of three paragraphs with exactly four sentences each.»
    Write in the present tense.
    In total, the summary has exactly ten sentences.
    ```

    ```good
    - Do not go over 150 words.
    - Write at least 80 words.
    ```

    ```good
    - The summary is one sentence.
    - The details take five bullets.
    ```

    Keep the number that is meant, or give each its own case: "At most 50 words; for returns 80 to 100 words."

    ```bad path=policy.charter
    always answer in at most 120 words
    «must answer in at least 200 words when the user asks for detail»
    ```

    ```good path=policy.charter
    should answer in at most 120 words unless the user asks for detail
    must answer in at least 200 words when the user asks for detail
    ```
    """
    charter = facts_of(unit)
    if charter is not None:
        yield from _charter.clashes(charter, numbers=True)
        yield from _charter.limits(charter)
        return
    found = quantities(unit)
    seen: set[tuple[int, int]] = set()
    for a, b, why in (*_sizes(found), *_times(found)):
        pair = (a.sentence.index, b.sentence.index)
        if pair not in seen and pair[0] != pair[1]:
            yield from _report(unit, a, b, why, seen)
    for tally in tally_clashes(unit):
        pair = (tally.first.index, tally.second.index)
        if pair not in seen and not _elsewhere(tally.first, tally.second):
            seen.add(pair)
            yield Finding(
                f"{tally.why} leave no common value",
                tally.first.span,
                (Label(tally.second.span, "the other amount stands here"),),
                witness=f"{situation(tally.both)} both hold",
                confidence=Confidence.MEDIUM,
            )
    if commission(unit):
        from promptlint.analysis.counts import size_clashes

        for c in size_clashes(unit):
            if (c.first.index, c.second.index) not in seen:
                seen.add((c.first.index, c.second.index))
                label, witness = Label(c.second.span, "the other size"), "in the text that is to be written"
                yield Finding(f"{c.why} leave no common value", c.first.span, (label,), witness=witness)
    bounds = list(thresholds(unit, found))
    for t in bounds if len(bounds) < FLOOD else ():
        pair = (t.first.index, t.second.index)
        if pair not in seen and not _elsewhere(t.first, t.second):
            seen.add(pair)
            yield Finding(
                t.message,
                t.first.span,
                (Label(t.second.span, t.related),),
                witness=t.witness,
                confidence=within(Confidence.MEDIUM, breadth(unit)),
            )


def _elsewhere(s: Sentence, t: Sentence) -> bool:
    """Whether two sentences speak of different steps, of what goes out by different ways, or of different kinds of a thing."""
    return bool(numbered_apart(s, t)) or channels_apart(s, t) or complements_apart(s, t) or _kinds_apart(s, t)


# Words before a noun that bound it: "maximum length", and what is done with it.
BOUNDS = frozenset("maximum minimum max min upper lower most least accept reject only".split())


def _kinds_apart(s: Sentence, t: Sentence) -> bool:
    """Whether the words before a noun of both tell two kinds of it: a short break, a long break."""
    one, two = ({base(b): base(a) for a, b in pairwise(x.tokens.words) if a not in BOUNDS} for x in (s, t))
    return any(
        contrasted(frozenset({one[noun]}), frozenset({two[noun]})) for noun in one.keys() & two.keys() if len(noun) > 2
    )


OF_PART = regex.compile(
    r"-(?:word|line|sentence|paragraph|page)s? (?:\w+ )?(?:postscript|ps|title|headline|heading|introduction|intro|conclusion|moral|closing|opening|summary|caption|refrain|"
    r"chorus|quote|quotation|greeting|sign-off|signature|bio|subtitle|teaser|slogan|tagline|coda|epilogue|prologue|tip|note|definition|subject|answer|reply)\b|"
    r"\b(?:body|main|middle|inner|further|additional|other|remaining|central) (?:paragraphs?|lines?|sentences?|stanzas?|sections?)\b",
    re.I,
)


def _report(unit: Unit, a: Quantity, b: Quantity, why: str, seen: set[tuple[int, int]]) -> Iterator[Finding]:
    if a.sentence.index > b.sentence.index:
        a, b = b, a
    if any(
        q.dimension not in TEXT and not is_directive(unit, q.sentence) and MERE & set(q.sentence.tokens.words)
        for q in (a, b)
    ):
        return
    if any(q.sentence.block.kind == LABEL for q in (a, b)):
        return  # "Category: databases (3 skills)": told, and of this category alone
    if commission(unit) is not None and any(OF_PART.search(q.sentence.text) for q in (a, b)):
        return  # "a one-line postscript", "three body paragraphs"
    cases = [_mapped(q) for q in (a, b)]
    if all(cases) and cases[0] != cases[1]:
        return  # "2 chapters asked for → draw 2 pictures"
    hosts = host(unit, a.sentence, a.first), host(unit, b.sentence, b.first)
    if any(
        c.first <= q.first < c.last and c.cue != "between"
        for q, d in zip((a, b), hosts, strict=True)
        for c in d.conditions
    ):
        return  # "for orders above 100 euros, …": a case, no limit
    both = together(*hosts, unit)
    if not both.yes or _elsewhere(a.sentence, b.sentence):
        return
    seen |= {(a.sentence.index, b.sentence.index), (b.sentence.index, a.sentence.index)}
    thing = "" if a.thing == "output" else f" of the {(a.thing.partition(':')[2] or a.thing).replace('-', ' ')}"
    yield Finding(
        f"“{a.text}” and “{b.text}” leave no common value{thing}",
        a.sentence.span,
        (Label(b.sentence.span, f"“{b.text}” stands here"),),
        witness=f"{situation(both)} both hold: {why}.",
        confidence=_sure(unit, a, b),
    )


def _sure(unit: Unit, a: Quantity, b: Quantity) -> Confidence:
    """How sure a clash is: in a long prompt only the size of the replies is one thing throughout a section."""
    replies = a.dimension in TEXT and a.thing == b.thing == "output"
    if not replies or a.sentence.scope.headings != b.sentence.scope.headings:
        if within(Confidence.HIGH, breadth(unit)) is Confidence.LOW:
            return Confidence.LOW
    return Confidence.HIGH if a.soft or b.soft else Confidence.PROVABLE


def _mapped(q: Quantity) -> str:
    """The case that an arrow in front of an amount maps to it; "" for none."""
    before = " ".join(q.sentence.tokens.words[: q.first])
    return next((before.split(arrow)[0] for arrow in ("→", "- >", "= >", "⇒") if arrow in before), "")


def _sizes(found: list[Quantity]) -> Iterator[tuple[Quantity, Quantity, str]]:
    """Pairs of sources whose facts leave no common value."""
    known = facts(found)
    soft = [Fact(q.dimension, q.thing, q.low * 0.7, q.high * 1.3, (q,)) for q in found if q.role == "size" and q.soft]
    groups: dict[tuple[str, str], list[Fact]] = {}
    for f in (*known, *soft, *implied(known)):
        groups.setdefault((f.dimension, f.thing.rstrip("*")), []).append(f)
    for group in groups.values():
        for i, f in enumerate(group[:GROUP]):
            for g in group[i + 1 : GROUP]:
                if (f.high < g.low or g.high < f.low) and _same(f, g):
                    yield _places(f, g)


def _places(f: Fact, g: Fact) -> tuple[Quantity, Quantity, str]:
    a = f.sources[0]
    b = next((q for q in g.sources if q.sentence.index != a.sentence.index), g.sources[0])
    a = next((q for q in f.sources if q.sentence.index != b.sentence.index), a)
    return a, b, f"{_interval(f)} against {_interval(g)}" + (f" ({f.dimension}s)" if f.dimension in TEXT else "")


def _interval(f: Fact) -> str:
    if f.low == f.high:
        return show(f.low)
    if f.low <= 0:
        return f"at most {show(f.high)}"
    return f"at least {show(f.low)}" if f.high == float("inf") else f"{show(f.low)} to {show(f.high)}"


def _same(f: Fact, g: Fact) -> bool:
    """Whether the two facts are about one quantity, and not about two that share a unit."""
    if f.thing.endswith("*") != g.thing.endswith("*") and not any(q.total for q in (*f.sources, *g.sources)):
        return False
    a, b = f.sources[-1], g.sources[-1]
    if a.modifiers - b.modifiers and b.modifiers - a.modifiers and f.thing == a.thing == b.thing:
        return False
    if not (f.derived or g.derived) and a.total != b.total and (a.each or b.each):
        return False
    if f.dimension in TEXT or f.derived or g.derived:
        return True
    if a.kind != b.kind or a.sentence.scope.item != b.sentence.scope.item:
        return False
    if a.verb != b.verb and {a.verb, b.verb} != {"", "ask"}:
        return False
    if f.dimension in CONTINUOUS:
        return a.thing == b.thing != "output" and len(a.words & b.words) > 1
    if a.thing == "output" and _lead(a) - _lead(b) and _lead(b) - _lead(a):
        return False
    return (a.each == b.each or a.thing == "output") and not (_tail(a) - _tail(b) and _tail(b) - _tail(a))


def _lead(q: Quantity) -> frozenset[str]:
    """What stands before the amount in its clause, without the verbs of giving and the people who get it."""
    words = q.sentence.tokens.words[q.clause[0] : q.first]
    return content(w for w in words if w not in GIVING) - stems(NOT_LEAD) - {q.verb}


def _tail(q: Quantity) -> frozenset[str]:
    """What follows the amount in its clause: "three examples of good style"."""
    words = q.sentence.tokens.words
    return content(words[q.last : q.clause[1]]) if words[q.last : q.last + 1] and words[q.last] in TAIL else frozenset()


def _times(found: list[Quantity]) -> Iterator[tuple[Quantity, Quantity, str]]:
    """Periods against pauses, pauses against pauses, and looks ahead against looks ahead."""
    for role in ("gap", "window"):
        some = [q for q in found if q.role == role][:GROUP]
        for i, a in enumerate(some):
            for b in some[i + 1 :]:
                if a.dimension == b.dimension and a.disjoint(b) and a.words & b.words:
                    yield a, b, f"{a.text} against {b.text}"
    for a in [q for q in found if q.role == "period"][:GROUP]:
        for b in [q for q in found if q.role == "gap"][:GROUP]:
            if a.dimension == b.dimension and a.high < b.low and a.words & b.words:
                yield a, b, f"{a.text} is less than {b.text}"
