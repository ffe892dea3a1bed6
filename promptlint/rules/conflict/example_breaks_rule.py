from __future__ import annotations

from collections.abc import Callable, Iterator

from promptlint import regex
from promptlint.analysis.charters import facts_of
from promptlint.analysis.hosts import host, statements
from promptlint.analysis.places import claims
from promptlint.analysis.quantities import quantities
from promptlint.analysis.quantity import Quantity
from promptlint.analysis.samples import FORMS, MONEY, NO_IMPERATIVE, Sample, samples
from promptlint.deontic.clauses import quoted
from promptlint.diagnostic import Finding, Label
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.rules.conflict import _charter
from promptlint.text.sentences import Sentence

COUNTED = ("word", "sentence", "character", "line")
OUTPUTS = frozenset({"output", "reply", "turn", "message", "translation"})
CASES = ("if", "when", "unless", "where", "once", "after", "before", "while", "for", "except")
SENTENCE = regex.compile(r"[.!?…](?=\s|[\"'”’)]*$|[\"'”’)]*\s)")


@rule(
    "PL108",
    severity="warning",
    proven="error",
    help="change the example so that it keeps the rule, or label it as a bad one",
    needs=("example", "charter"),
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
    shown = list(samples(unit))
    if not shown:
        return
    seen: set[int] = set()
    for s, what, broken in _rules(unit):
        hits = [x for x in shown if broken(x)]
        if hits and s.index not in seen:
            seen.add(s.index)
            yield Finding(
                f"an example breaks this rule: it has {what}",
                s.span,
                tuple(Label(x.span, f"has {what}") for x in hits[:5]),
                witness=f"A model that follows the example writes {what}.",
            )


def _rules(unit: Unit) -> Iterator[tuple[Sentence, str, Callable[[Sample], bool]]]:
    for s in statements(unit):
        forms = [c for c in s.concepts if c.startswith("form:")]
        if forms and not _conditional(unit, s):
            yield from _forms(unit, s, sorted(forms))
        if not _conditional(unit, s):
            yield from _edges(s)
    for q in quantities(unit):
        if q.dimension in COUNTED and q.role == "size" and not q.soft and q.high < 10_000 and not q.total:
            if not _conditional(unit, q.sentence):
                yield q.sentence, f"more than {q.high:g} {q.dimension}s", _longer(q)


def _conditional(unit: Unit, s: Sentence) -> bool:
    d = host(unit, s)
    return (
        bool(d.exemptions)
        or any(c.cue.lower() in CASES for c in d.conditions)
        or bool({"unless", "except"} & set(s.tokens.words))
    )


def _forms(unit: Unit, s: Sentence, concepts: list[str]) -> Iterator[tuple[Sentence, str, Callable[[Sample], bool]]]:
    words = set(s.tokens.words)
    d = host(unit, s)
    barred = d.modality.forbids or bool(words & {"no", "not", "never", "without", "avoid"})
    things = {m.concept[6:] for m in s.mentions if m.concept.startswith("thing:")} - OUTPUTS
    for concept in concepts:
        if concept in FORMS:
            wanted, what, has = FORMS[concept]
            if (
                (wanted or barred)
                and not (things - {"word", "query", "comment", "sentence", "question"})
                and d.modality != "may"
            ):
                money = bool(words & {"price", "prices", "amounts"})
                if not wanted or concept == "form:no-digits" or not barred or "capital" in s.text.lower():
                    yield s, what, _having(has, money and concept == "form:no-digits")
        elif concept == "form:imperative" and not barred and "step" in {m.concept[6:] for m in s.mentions}:
            yield s, "a step that is no imperative", _no_imperative
        elif concept == "form:json" and not barred:
            yield s, "text outside JSON", _no_json
    if "form:word" in concepts and barred and d.modality.forbids:
        yield from _barred_words(s)


def _having(has: Callable[[str], bool], money: bool) -> Callable[[Sample], bool]:
    def broken(x: Sample) -> bool:
        return x.whole and has(x.text) and (not money or MONEY.search(x.text) is not None)

    return broken


def _no_imperative(x: Sample) -> bool:
    first = x.text.split(maxsplit=1)[0].lower().strip("*_") if x.text.split() else ""
    return x.thing == "step" and first in NO_IMPERATIVE


def _no_json(x: Sample) -> bool:
    return x.whole and x.text[:1].isalpha() and "{" not in x.text


def _barred_words(s: Sentence) -> Iterator[tuple[Sentence, str, Callable[[Sample], bool]]]:
    """Never use the word "x": the quoted words."""
    masked, w = quoted(s.tokens), s.tokens.words
    i = 0
    while i < len(w):
        if not masked[i]:
            i += 1
            continue
        j = i
        while j < len(w) and masked[j]:
            j += 1
        inner = s.text_of(i, j).strip("\"“”'‘’`*. ,").lower()
        i = j
        if 2 < len(inner) < 40 and inner.replace(" ", "").replace("'", "").isalpha():
            yield s, f"“{inner}”", _saying(inner)


def _saying(inner: str) -> Callable[[Sample], bool]:
    return lambda x: x.whole and f" {inner} " in " " + "".join(c if c.isalnum() else " " for c in x.text.lower()) + " "


def _edges(s: Sentence) -> Iterator[tuple[Sentence, str, Callable[[Sample], bool]]]:
    """Every reply starts (ends) with quoted words."""
    if not {"every", "each", "always", "all"} & set(s.tokens.words):
        return
    for c in claims(s):
        if not c.literal or c.place not in OUTPUTS or len(c.literal) < 3:
            continue
        first = c.edge == "first"

        def broken(x: Sample, literal: str = c.literal, first: bool = first) -> bool:
            plain = " ".join("".join(ch if ch.isalnum() else " " for ch in x.text.lower()).split())
            return x.whole and not (plain.startswith(literal) if first else plain.endswith(literal))

        yield s, f"another {'beginning' if first else 'end'} than {c.text}", broken


def _longer(q: Quantity) -> Callable[[Sample], bool]:
    def broken(x: Sample) -> bool:
        same = x.thing == q.thing if q.thing != "output" else x.whole
        return same and _count(x.text, q.dimension) > q.high

    return broken


def _count(text: str, dimension: str) -> int:
    if dimension == "word":
        return len(text.split())
    if dimension == "character":
        return len(text)
    if dimension == "line":
        return text.strip().count("\n") + 1
    return max(1, len(SENTENCE.findall(text)))
