from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from promptlint import regex
from promptlint.analysis.charters import facts_of
from promptlint.analysis.crowds import breadth, within
from promptlint.analysis.data_rules import data_rules
from promptlint.analysis.hosts import host, statements
from promptlint.analysis.keywords import words_of
from promptlint.analysis.output_checks import COUNTABLE, amount
from promptlint.analysis.output_rules import OutputRule, about, held, output_rules, spoken_of
from promptlint.analysis.places import claims
from promptlint.analysis.quantities import quantities
from promptlint.analysis.quantity import Quantity
from promptlint.analysis.sample_lines import Shown, shown
from promptlint.analysis.samples import MARKS, Sample, samples
from promptlint.analysis.similarity import stem, stems
from promptlint.analysis.text_rules import TextRule, text_rules
from promptlint.diagnostic import Confidence, Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.rules.conflict import _charter
from promptlint.span import Span
from promptlint.text.sentences import Sentence

COUNTED = ("word", "sentence", "character", "line")
OUTPUTS = frozenset({"output", "reply", "turn", "message", "translation"})
# Parts of an output whose rules say nothing of the rest, and outputs of another sort.
PARTS = frozenset(
    "title headline subheading subject-line commit-message description caption introduction conclusion changelog list table plan tweet file "
    "name key query section thought reasoning step tool-call search".split()
)
ELSEWHERE = stems("letter email post tweet headline caption invoice table footer")
EVERY = frozenset({"every", "each", "always", "all"})
NO = frozenset({"no", "not", "never", "without"})
ENDS_IN_QUESTION = regex.compile(
    r"(?i)\b(?:ends?|close[sd]?|finish(?:es)?|concludes?|wraps? up)\b[^.;:]{0,40}\b(?:with|in|by asking|on) (?:a|one|exactly one|another|an open)\b"
    r"[^.;:,]{0,25}\bquestion\b"
)
SHOWN_BY_DATA = ("date", "units", "clock")
MONEY = regex.compile(r"(?i)[€$£]\s?\d|\d[\d.,]*\s?(?:euros?|dollars?|pounds?|cents?|eur|usd|gbp)\b")
QUOTED = regex.compile(r"\"[^\"\n]*\"|“[^”\n]*”|`[^`\n]*`|\{[^}\n]*\}|<[^>\n]*>|\[[^\]\n]*\]")
NO_IMPERATIVE = frozenset("the a an it this these you he she they we i there your our his her my".split())
THEM = frozenset("users user customers customer callers guests people visitors clients they".split())
PASSIVE = frozenset(("are", "is", "be"))
EXCEPTED = regex.compile(
    r"(?i)\b(?:not counted|uncounted|(?:not|without) counting|not including|excluding|apart from|aside from|other than|save (?:for|in|that)|exempt\w*|may have (?:one|some))\b"
)
AT_ALL = ("anything else", "all else", "everything else")  # "before anything else"
CASES = ("if", "when", "unless", "where", "once", "after", "before", "while", "for", "except")
SENTENCE = regex.compile(r"[.!?…](?=\s|[\"'”’)]*$|[\"'”’)]*\s)")


@rule(
    "PL108",
    severity="warning",
    proven="error",
    help="change the example so that it keeps the rule, or label it as a bad one",
    needs=("example", "sample", "form:shown", "charter"),
)
def check(unit: Unit) -> Iterator[Finding]:
    """An example that is meant to be followed breaks a rule of the same prompt.

    A model copies what it is shown before it does what it is told. With "at most twelve words" and an example of
    twenty, it writes twenty. Examples labelled as bad are left alone.

    ```bad
    «Answer in lower case throughout.»

    Example:
    Comment: buy cheap watches
    Answer: SPAM
    ```

    ```bad
    «Say prices in words and never as digits.»

    Example:
    Caller: What is a double room?
    Assistant: A double room is 140 euros a night.
    ```

    ```good
    Answer in lower case throughout.

    Example:
    Comment: buy cheap watches
    Answer: spam
    ```

    ```good
    Do not use exclamation marks.

    Bad example:
    User: Hi
    Assistant: Hello there!
    ```

    In a charter the good answers are held against the rule that the example names, and against those without a
    condition.

    ```bad path=policy.charter
    [short] must answer in at most 5 words when the user is driving
    example "on the road" for short:
      user: How far is it?
      «good: It is another twelve miles, and then you turn left at the church.»
      bad: Let me think about that for a while.
    ```

    ```good path=policy.charter
    [short] must answer in at most 5 words when the user is driving
    example "on the road" for short:
      user: How far is it?
      good: Twelve miles.
    ```
    """
    charter = facts_of(unit)
    if charter is not None:
        yield from _charter.examples(charter, _count)
        return
    marked, lines = list(samples(unit)), shown(unit)
    if not marked and not lines:
        return
    seen: set[int] = set()
    for s, hits, by_structure in _broken_by(unit, marked, lines):
        if s.index in seen or any(x.span.overlaps(s.span) for x in lines):
            continue
        seen.add(s.index)
        yield Finding(
            f"an example breaks this rule: it has {hits[0][1]}",
            s.span,
            tuple(Label(span, f"has {what}") for span, what in dict(hits[:5]).items()),
            witness=f"A model that follows the example writes {hits[0][1]}.",
            confidence=within(Confidence.HIGH, breadth(unit)) if by_structure else Confidence.LOW,
        )


def bare(text: str) -> str:
    """A sample without what it quotes."""
    return QUOTED.sub(" ", text)


Hits = list[tuple[Span, str]]


def _broken_by(unit: Unit, marked: list[Sample], lines: list[Shown]) -> Iterator[tuple[Sentence, Hits, bool]]:
    """The rules that an example breaks, with the places where, and whether the structure marks it as one; such ones first.

    What only its lines show to be a sample is too often something else to be sure of.
    """
    for s, breach in _rules(unit):
        if hits := [(x.span, what) for x in marked if (what := breach(x))]:
            yield s, hits, True
    if lines:
        for rule in _line_rules(unit):
            hits = [(x.span, what) for x in lines for text in held(rule, x, unit) if (what := rule.check(text))]
            if hits:
                yield rule.sentence, hits, False
        objects = [(x.span, x.data) for x in lines if isinstance(x.data, dict)]
        for s in statements(unit) if objects else ():
            for data_rule in data_rules(s):
                if hits := [(span, what) for span, data in objects if (what := data_rule.check(data))]:
                    yield s, hits, False


def _line_rules(unit: Unit) -> Iterator[OutputRule]:
    """Every rule of form without a condition."""
    for r in text_rules(unit):
        apart = r.name in SHOWN_BY_DATA and ";" in r.sentence.text  # one form here, another there
        if r.name != "present" and not apart and not _conditional(unit, r.sentence):
            check = _was if r.name == "past" else _priced(r) if r.name == "digit" else r.broken
            yield OutputRule(r.sentence, spoken_of(r.sentence) - about(r.name), check, anywhere=r.name in SHOWN_BY_DATA)
    for s in statements(unit):
        if not _conditional(unit, s):
            yield from output_rules(s)
            for word in words_of(s, unit):
                if word.kind == "text" and word.sign < 0 and not word.only:
                    yield OutputRule(s, spoken_of(s), _spoken(word.value))
    for q in quantities(unit):
        if (
            q.role == "size"
            and q.high > 0
            and not (q.soft or q.total or _conditional(unit, q.sentence) or ASIDE.search(q.sentence.text))
        ):
            if (rule := _length(q)) is not None:
                yield rule


def _priced(r: TextRule) -> Callable[[str], str]:
    """Digits, where the rule speaks of prices only those of sums."""
    if {"price", "prices", "amounts", "sums"}.isdisjoint(r.sentence.tokens.words):
        return r.broken
    return lambda text: r.broken(text) if MONEY.search(text) else ""


def _length(q: Quantity) -> OutputRule | None:
    """What a quantity says of the samples that have the name of the thing that it measures."""
    thing = about(q.thing.replace(":", " ").replace("-", " ")) - {"noun", "output", stem(q.dimension)}
    if q.dimension in ("line", "paragraph") and (thing or q.each):
        return None  # a block of two lines is shown among others
    if q.dimension in COUNTABLE:
        return OutputRule(q.sentence, thing or spoken_of(q.sentence) - about(q.dimension), _sized(q), bool(thing), True)
    return OutputRule(q.sentence, about(q.dimension), _several(q), True)


def _several(q: Quantity) -> Callable[[str], str]:
    """How many values stand in one place: "label: docs, bug"."""

    def check(text: str) -> str:
        values = [x for x in text.split(",") if x.strip()]
        return f"{len(values)} of them" if q.high == 1 < len(values) and all(len(x.split()) < 3 for x in values) else ""

    return check


WAS = regex.compile(r"\b(?:was|were|had|did|went|came|said|took)\b", re.I)


def _was(text: str) -> str:
    """The past tense in words that are nothing else; participles look like it."""
    m = WAS.search(text)
    return f"the past tense (“{m[0]}”)" if m else ""


def _sized(q: Quantity) -> Callable[[str], str]:
    def check(text: str) -> str:
        count = amount(text, q.dimension)
        if count > q.high:
            return f"more than {q.high:g} {q.dimension}s"
        return ""

    return check


def _spoken(word: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        plain = "".join(c if c.isalnum() else " " for c in text.lower())
        return f"“{word}”" if f" {' '.join(word.split())} " in f" {' '.join(plain.split())} " else ""

    return check


Breach = Callable[[Sample], str]  # what a sample has that breaks a rule, "" for nothing


def _rules(unit: Unit) -> Iterator[tuple[Sentence, Breach]]:
    for r in text_rules(unit):
        if r.name != "length" and not r.part and not _conditional(unit, r.sentence) and not _of_a_part(r.sentence):
            yield r.sentence, _broken(r)
    for s in statements(unit):
        banned = (w for w in words_of(s, unit) if w.kind == "text" and w.sign < 0 and not w.parts and not w.only)
        found = [*_forms(unit, s), *_edges(s), *((s, _saying(word.value)) for word in banned)]
        if found and not _conditional(unit, s):
            yield from found
    for q in quantities(unit):
        if (
            q.dimension in COUNTED
            and q.role == "size"
            and q.high > 0  # "zero-width characters"
            and not (
                q.soft
                or q.total
                or (q.dimension == "line" and q.each)  # of a block, an entry
                or _conditional(unit, q.sentence)
                or _of_a_part(q.sentence)
                or ASIDE.search(q.sentence.text)
            )
        ):
            yield q.sentence, _counted(q)


# "Say that in one sentence": a part of the reply, not all of it.
ASIDE = regex.compile(
    r"\b(?:say|tell|explain|state|mention|name|give|add|note|decline|refuse|apologi[sz]e|thank|acknowledge|admit|point out|warn|remind|confirm)\b"
    r"[^.;:!?]{0,60}\b(?:in|with) (?:one|an?|a single|two|three|\d+)\b",
    re.I,
)


def _conditional(unit: Unit, s: Sentence) -> bool:
    d = host(unit, s)
    words = s.tokens.words
    return (
        bool(d.exemptions)
        or EXCEPTED.search(s.text) is not None
        or words[0] == "i"  # somebody's request
        or (words[0] in THEM and PASSIVE.isdisjoint(words[1:4]))  # "users often write in capitals"
        or any(c.cue.lower() in CASES and c.text.lower() not in AT_ALL for c in d.conditions)
        or bool({"unless", "except"} & set(s.tokens.words))
    )


def _of_a_part(s: Sentence) -> bool:
    """Whether a rule is about one part of the output, such as its title."""
    if not ELSEWHERE.isdisjoint(spoken_of(s)):
        return True
    things = {m.concept[6:] for m in s.mentions if m.concept.startswith("thing:")}
    return not PARTS.isdisjoint(things | set(s.tokens.words[:2]))


def _broken(r: TextRule) -> Breach:
    money = r.name == "digit" and not {"price", "prices", "amounts"}.isdisjoint(r.sentence.tokens.words)

    def breach(x: Sample) -> str:
        if not x.whole and not (x.thing == "data" and r.name in SHOWN_BY_DATA):
            return ""
        if money and not MONEY.search(x.text):
            return ""
        return r.broken(bare(x.text) if r.name == "case" else x.text)

    return breach


def _forms(unit: Unit, s: Sentence) -> Iterator[tuple[Sentence, Breach]]:
    if s.concepts.isdisjoint(("form:imperative", "form:json")) or host(unit, s).modality.forbids:
        return
    if {"no", "not", "never", "without", "avoid"} & set(s.tokens.words):
        return
    if "form:imperative" in s.concepts and "step" in {m.concept[6:] for m in s.mentions}:
        yield s, _no_imperative
    if "form:json" in s.concepts:
        yield s, _no_json


def _no_imperative(x: Sample) -> str:
    first = x.text.split(maxsplit=1)[0].lower().strip("*_") if x.text.split() else ""
    return "a step that is no imperative" if x.thing == "step" and first in NO_IMPERATIVE else ""


def _no_json(x: Sample) -> str:
    return "text outside JSON" if x.whole and x.text[:1].isalpha() and "{" not in x.text else ""


def _saying(word: str) -> Breach:
    """Never use the word "x"."""

    def breach(x: Sample) -> str:
        plain = "".join(c if c.isalnum() else " " for c in x.text.lower())
        return f"“{word}”" if x.whole and f" {' '.join(word.split())} " in f" {' '.join(plain.split())} " else ""

    return breach


def _edges(s: Sentence) -> Iterator[tuple[Sentence, Breach]]:
    """Every reply starts (ends) with quoted words, or ends with a question."""
    if not EVERY & set(s.tokens.words):
        return
    if ENDS_IN_QUESTION.search(s.text) and not NO & set(s.tokens.words):
        yield s, lambda x: "no question at its end" if x.whole and not x.text.rstrip(MARKS).endswith("?") else ""
    for c in (c for c in claims(s) if not c.small):
        if not c.literal or c.place not in OUTPUTS or len(c.literal) < 3:
            continue
        first = c.edge == "first"

        def breach(x: Sample, literal: str = c.literal, first: bool = first, shown: str = c.text) -> str:
            plain = " ".join("".join(ch if ch.isalnum() else " " for ch in x.text.lower()).split())
            kept = not x.whole or (plain.startswith(literal) if first else plain.endswith(literal))
            return "" if kept else f"another {'beginning' if first else 'end'} than {shown}"

        yield s, breach


def _counted(q: Quantity) -> Breach:
    def breach(x: Sample) -> str:
        if not (x.thing == q.thing if q.thing != "output" else x.whole):
            return ""
        count = _count(x.text, q.dimension)
        if count > q.high:
            return f"more than {q.high:g} {q.dimension}s"
        low = (
            x.whole and "least" in q.sentence.tokens.words and count < q.low
        )  # "in three sentences" may be said of a part
        return f"fewer than {q.low:g} {q.dimension}s" if low else ""

    return breach


def _count(text: str, dimension: str) -> int:
    if dimension == "word":
        return len(text.split())
    if dimension == "character":
        return len(text)
    if dimension == "line":
        return text.strip().count("\n") + 1
    return max(1, len(SENTENCE.findall(text)))
