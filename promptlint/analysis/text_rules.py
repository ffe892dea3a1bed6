"""Rules of form that a text can be held against: no digits, no questions, the past tense, ten words a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from promptlint import regex
from promptlint.analysis.form_rules import active, english, foreign, has, tense, tried
from promptlint.analysis.hosts import host, statements
from promptlint.analysis.memo import once
from promptlint.analysis.quantities import quantities
from promptlint.analysis.text_shapes import (
    AMERICAN,
    BRITISH,
    CLOCKS,
    DATES,
    FIRST,
    MEASURES,
    NEVER_IN,
    NUMBER,
    PASSIVE,
    PAST,
    PRESENT,
    UNIT_WORDS,
)
from promptlint.record import NamedTuple
from promptlint.text.kept import of_sentence, there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence

# Places whose text is no part of the running text: a title may have another tense than the story.
APART = frozenset(
    "title headline subject salutation greeting closing sign-off signature slogan caption motto tagline header footer".split()
)
RUNNING = frozenset({"past", "present", "person", "imperative", "statement", "voice"})


class TextRule(NamedTuple):
    """A rule that a text can break.

    Args:
        name: what it is about.
        sentence: where it stands.
        broken: what a text has that breaks it, "" for nothing.
        place: the character of the sentence's text where it is stated.
        part: the part of the text that it is for, "" for all of it.
    """

    name: str
    sentence: Sentence
    broken: Callable[[str], str]
    place: int
    part: str = ""


ALL = regex.compile(
    r"\b(?:all|every|each|throughout|entire|entirely|whole|wholly|only|everything|always|without exception|consistently|to the last word|from the first word)\b",
    re.I,
)


@once
def text_rules(unit: Unit) -> tuple[TextRule, ...]:
    """Every rule of form that a prompt states without a condition."""
    stated = ((s, rules) for s in statements(unit) if (rules := _stated(s)))
    return tuple(r for s, rules in stated if not _limited(unit, s) for r in rules) + tuple(_lengths(unit))


def _limited(unit: Unit, s: Sentence) -> bool:
    d = host(unit, s)
    spoken = {"unless", "except", "outside", "quoted"} & set(s.tokens.words)
    return bool(d.exemptions) or bool(spoken) or any(c.first or c.cue.lower() in ("if", "when") for c in d.conditions)


@of_sentence(there)
def _stated(s: Sentence) -> Iterator[TextRule]:
    for pattern, name, broken in tried(s):
        if (m := pattern.search(s.text)) and not NARROWED.match(s.text, m.end()) and not _given(s.text, m):
            part = FOR_PART.match(s.text, m.end())
            yield TextRule(name, s, broken, m.start(), PLACES.get(part[1].lower(), "part") if part else "")
    if not {"between", "except", "dialogue", "dialogues"} & set(s.tokens.words):
        yield from _values(s)
    if not UNIT_WORDS.isdisjoint(s.tokens.words) and (m := NEVER_IN.search(s.text)):
        unit = m[1].lower()
        one = {"inches": "inch(?:es)?", "feet": "feet|foot|ft"}.get(unit, f"{unit.removesuffix('s')}s?")
        yield TextRule(
            "units", s, has(regex.compile(rf"{NUMBER}(?:{one})\b", re.I), "a unit that is barred (“{}”)"), m.start()
        )
    if letter := _starting(s.text):
        yield TextRule(
            "letter", s, has(regex.compile(rf"^\W*{re.escape(letter)}", re.I), f"a first letter {letter.upper()}"), 0
        )


# What makes a ban on a thing one on some of them: "no questions about health", "do not apologise twice".
NARROWED = regex.compile(
    r"\s*(?:about|on|regarding|concerning|twice|again|repeatedly|more than|longer|over|around|beyond|too often|needlessly|excessively)\b",
    re.I,
)
# "No digits in the headline", which says nothing of the last line.
FOR_PART = regex.compile(
    r"\s*(?:at all |whatsoever )?(?:in|within|for|on) (?:the|its|each|every|any|all|your|either|both) (?:\w+ )?(headings?|headlines?|titles?|questions?|subject(?: line)?|greeting|salutation|"
    r"(?:first|second|third|last|opening|closing|final|other) \w+|body|introduction|footer|captions?|answers?|dialogue|list|table|items?|refrain|chorus|moral|"
    r"slogan|motto|summary|steps?|bullets?|ingredients|quotations?|names?|version \w)\b",
    re.I,
)
PLACES = {"heading": "title", "headline": "title", "subject line": "subject"}
# What is said of a thing in hand is no rule of form: "do not repeat the digits", "it has no greeting, on any day".
THING_IN_HAND = regex.compile(r"\b(?:the|these|those|their|its|his|her|such) \w+$", re.I)
SOME = regex.compile(r"\b(?:(?:more|fewer|less|later) than|at most|too (?:many|much))\b", re.I)
ONE_REPLY = regex.compile(
    r"\b(?:it|that|this|they|these|those) (?:has|have|gets?|carr(?:y|ies)|needs?|takes?) (?:no|not|never)\b", re.I
)


def _given(text: str, m: re.Match[str]) -> bool:
    """Whether a ban is on a thing in hand, or on what one reply has."""
    in_hand = THING_IN_HAND.search(m[0]) is not None and not m[0].endswith(("person", "reader"))
    return in_hand or SOME.search(m[0]) is not None or ONE_REPLY.search(text, 0, m.end()) is not None


STARTS = regex.compile(
    r"\b[Nn]o (?:sentence|line|rule|paragraph)s? (?:may |must |can |should )?(?:begins?|starts?|opens?) with (?:the letter )?[\"“']?([A-Za-z])[\"”']?(?![a-z])"
)


def _starting(text: str) -> str:
    m = STARTS.search(text) if " with " in text else None
    return m[1] if m else ""


def _values(s: Sentence) -> Iterator[TextRule]:
    """Values of attributes that a text shows: tense, person, language, spelling."""
    for m in s.of_kind("is"):
        words = s.tokens.words
        around = {*_clause(words[max(0, m.start - 4) : m.start][::-1]), *_clause(words[m.end : m.end + 3])}
        if NEGATED & around:
            continue
        _, attribute, value = m.concept.split(":")
        place = s.tokens.starts[m.start] - s.tokens.starts[0]
        if attribute == "tense" and value == "present":
            yield TextRule("past", s, tense(PAST, PRESENT, "the past tense"), place)
        elif attribute == "tense" and value == "past":
            yield TextRule("present", s, tense(PRESENT, PAST, "the present tense"), place)
        elif attribute == "person" and value == "third":
            yield TextRule("person", s, has(FIRST, "the first person (“{}”)"), place)
        elif attribute == "voice" and value == "passive" and ALL.search(s.text):
            yield TextRule("voice", s, active, place)
        elif attribute == "voice" and value == "active" and ALL.search(s.text):
            yield TextRule("voice", s, has(PASSIVE, "the passive (“{}”)"), place)
        elif attribute == "units" and value in MEASURES:
            yield TextRule("units", s, has(MEASURES[value], "other units (“{}”)"), place)
        elif attribute == "date" and value in DATES:
            yield TextRule("date", s, has(DATES[value], "another form of date (“{}”)"), place)
        elif attribute == "clock" and value in CLOCKS:
            yield TextRule("clock", s, has(CLOCKS[value], "another clock (“{}”)"), place)
        elif attribute == "spelling" and value == "british":
            yield TextRule("spelling", s, has(AMERICAN, "American spelling (“{}”)"), place)
        elif attribute == "spelling" and value == "american":
            yield TextRule("spelling", s, has(BRITISH, "British spelling (“{}”)"), place)
        elif attribute == "language" and value == "english" and ALL.search(s.text):
            yield TextRule("language", s, foreign, place)
        elif attribute == "language" and value not in ("english", "user") and ALL.search(s.text):
            yield TextRule("language", s, english, place)


def _clause(words: list[str]) -> list[str]:
    """The words up to the next sign of punctuation."""
    return words[: next((i for i, w in enumerate(words) if w in (";", ",", ".", ":")), len(words))]


NEGATED = frozenset("not never no avoid without nor instead rather".split())
SENTENCES = regex.compile(r"(?<=[.!?])\s+")


def _lengths(unit: Unit) -> Iterator[TextRule]:
    """The most words that a sentence may have."""
    for q in quantities(unit):
        if q.dimension == "word" and q.thing == "sentence" and not q.soft and q.high < 10_000 and not q.total:
            if not _limited(unit, q.sentence):
                yield TextRule("length", q.sentence, _longer(q.high), 0)


def _longer(high: float) -> Callable[[str], str]:
    def broken(text: str) -> str:
        most = max((len(x.split()) for x in SENTENCES.split(text)), default=0)
        return f"a sentence of {most} words" if most > high else ""

    return broken
