"""Limits without a measure."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.wording import Hit, fold, governed, hits, numbered, reason
from promptlint.diagnostic import Finding
from promptlint.document import Unit
from promptlint.rule import rule
from promptlint.text.kept import by_content
from promptlint.text.sentences import Sentence
from promptlint.text.tokens import NUMBER_WORDS, forms

FAMILIES = ("length", "count", "time", "frequency", "size")
UNITS = {
    "length": frozenset("word sentence character char line paragraph token page letter bullet item step".split()),
    "time": frozenset("second minute hour day week month year turn message step round".split()),
    "frequency": frozenset(
        "time turn message second minute hour day week month once twice every reply response".split()
    ),
}
# Names of the model's whole reply; a limit on one of them limits all.
GENERIC = frozenset("reply answer response message output turn text".split())
PARTS = frozenset(
    "summary title description explanation question email mail report list comment review story translation introduction "
    "conclusion headline subject caption note example step option quote quotation heading label greeting intro recap rationale "
    "justification paragraph sentence word bullet item overview abstract outline plan post tweet code commit slide line".split()
)
MEASURES = frozenset(
    "very too overly not so short brief briefly long longer shorter lengthy few many much lots plenty numerous several loads "
    "quickly promptly swiftly speedily shortly rapidly fast recent fresh old outdated newish recently lately often rarely "
    "seldom large small big high low expensive cheap tiny excessive excessively sufficient enough adequate ample affordable inexpensive pricey nearby every".split()
)
CAPS = UNITS["length"] | GENERIC | PARTS
OTHER = frozenset(
    "source attempt tool call search query image emoji link retry try time product suggestion tip hint fact".split()
)


@rule(
    "PL206",
    severity="info",
    confidence="medium",
    help="give a number or a comparison that can be counted (“at most 40 words”)",
    evidence=[
        ("Femmer et al., Rapid quality assurance with requirements smells", "https://arxiv.org/abs/1611.08847"),
    ],
)
def check(unit: Unit) -> Iterator[Finding]:
    """A limit of amount, length, time or frequency has no number and no comparison.

    "Short", "a few" and "soon" mean something else to each reader and each model, so the limit can be neither kept nor
    tested. A number somewhere else in the prompt for the same thing is enough.

    ```bad
    Keep your turns «short».
    ```

    ```bad
    Do not use «too many» steps.
    ```

    ```bad
    Ask «a handful of» questions.
    ```

    ```bad
    Do not make the translation «much longer» than the original.
    ```

    ```good
    Keep replies short: 40 words.
    ```

    ```good
    Keep replies short.
    A reply has at most 40 words.
    ```

    ```good
    Write a short title.
    Answer in a warm, lively tone.
    ```
    """
    found = sorted(_found(unit), key=lambda x: (x[1].sentence.index, x[1].start))
    yield from fold(found, "“{text}” is a limit without a measure", "“{text}” again")


def _found(unit: Unit) -> Iterator[tuple[str, Hit]]:
    for family in FAMILIES:
        for hit in hits(unit, (f"unmeasured:{family}",), unless="unmeasured:not"):
            if governed(hit, unit) and not reason(hit) and not _capped(hit) and not _quantified(unit, hit, family):
                yield family, _core(hit)

    for hit in hits(unit, ("unmeasured:stated",), unless="unmeasured:not", directive=False):
        if not reason(hit) and not _capped(hit):
            yield "stated", hit


def _core(hit: Hit) -> Hit:
    """The hit without the verb or negation before the measure."""
    words = hit.sentence.tokens.words
    start = next((i for i in range(hit.start, hit.end) if words[i] in MEASURES), hit.start)
    if start > hit.start and words[start - 1] in ("a", "an"):
        start -= 1
    end = hit.end
    while end - 1 > start and not words[end - 1][0].isalnum():
        end -= 1
    return Hit(hit.sentence, start, end)


def _capped(hit: Hit) -> bool:
    """Whether a number in the same clause or bracket measures it ("one ticket" does not)."""
    words = hit.sentence.tokens.words
    before, after = words[max(0, hit.start - 4) : hit.start], words[hit.end :]
    after = [w for i, w in enumerate(after) if w != "one" or not CAPS.isdisjoint(forms("".join(after[i + 1 : i + 2])))]
    return numbered(before) or "single" in before or numbered(after)


def _nouns(s: Sentence) -> set[str]:
    known = GENERIC | PARTS | OTHER
    return {f for w in s.tokens.words for f in forms(w) if f in known}


def _quantified(unit: Unit, hit: Hit, family: str) -> bool:
    """Whether another sentence gives a number for the same quantity."""
    words = hit.sentence.tokens.words
    if {"longer", "shorter"} & set(words[hit.start : hit.end]):
        return False  # a ratio is missing, which no absolute number gives
    near = {f for w in words[max(0, hit.start - 4) : hit.end + 4] for f in forms(w)}
    own = near & (GENERIC | PARTS | OTHER)
    for s in unit.sentences:
        if s is hit.sentence or not _counting(s):
            continue
        if family in UNITS and _measures(s, UNITS[family]):
            other = _nouns(s) - UNITS[family]
            if own & other or (own <= GENERIC and (not other or other & GENERIC)):
                return True
        elif family not in UNITS and _counts(s, own):
            return True
    return False


@by_content
def _counting(s: Sentence) -> bool:
    return numbered(s.tokens.words) or "single" in s.tokens.words


def _measures(s: Sentence, units: frozenset[str]) -> bool:
    """Whether a number stands before one of the units ("at most 40 short words")."""
    words = s.tokens.words
    for i, w in enumerate(words):
        if (w[0].isdigit() or w in NUMBER_WORDS or w == "single") and any(
            not units.isdisjoint(forms(x)) for x in words[i + 1 : i + 4]
        ):
            return True
    return False


def _counts(s: Sentence, nouns: set[str]) -> bool:
    """Whether a number stands before one of the nouns."""
    return bool(nouns) and _measures(s, frozenset(nouns))
