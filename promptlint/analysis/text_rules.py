"""Rules of form that a text can be held against: no digits, no questions, the past tense, ten words a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from promptlint import regex
from promptlint.analysis.hosts import host, statements
from promptlint.analysis.memo import once
from promptlint.analysis.quantities import quantities
from promptlint.analysis.text_shapes import (
    AMERICAN,
    BRITISH,
    CLOCKS,
    CONTRACTED,
    DATES,
    ENGLISH,
    FIRST,
    FOREIGN,
    IMPERATIVE,
    MEASURES,
    NEVER_IN,
    NUMBER,
    PAST,
    PRESENT,
    SECOND,
    UNIT_WORDS,
)
from promptlint.record import NamedTuple
from promptlint.text.kept import of_sentence, there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence

BANS = (
    r"\b(?:no|not|never|without|avoid\w*|free of|free from|omit\w*|leave out|leaves out|skip\w*|ban\w*|refrain from|exclud\w+|steer clear of|"
    r"do without|nowhere|neither|nor|zero|do not use|don't use|stay away from)\b"
)
BANNED = (
    r"(?:not|never|banned|forbidden|prohibited|excluded|out|"
    r"taboo|avoided|to be avoided|unwanted|ruled out|off limits|absent|left out|disallowed)\b"
)
# Something of this stands in every ban on a thing; small letters are looked through in a fraction of the time.
BARRING = regex.compile(rf"{BANS}|\b{BANNED}")
NO = rf"{BANS}[^.;:!?]{{0,30}}?\b"
OUT = rf"\b[^.;:!?]{{0,12}}? (?:(?:are|is|be|must be|may|must|should|shall|do|does|can|will)\s)?{BANNED}"


def _barred(thing: str) -> re.Pattern[str]:
    """A ban on a thing, before or behind its name."""
    return regex.compile(rf"(?:{NO}(?:{thing})\b|\b(?:{thing}){OUT})", re.I)


def _named(thing: str) -> re.Pattern[str]:
    """The name of a thing in small letters."""
    return regex.compile(rf"\b(?:{thing})\b")


# Places whose text is no part of the running text: a title may have another tense than the story.
APART = frozenset(
    "title headline subject salutation greeting closing sign-off signature slogan caption motto tagline header footer".split()
)
RUNNING = frozenset({"past", "present", "person", "imperative", "statement"})


class TextRule(NamedTuple):
    """A rule that a text can break.

    Args:
        name: what it is about.
        sentence: where it stands.
        broken: what a text has that breaks it, "" for nothing.
        place: the character of the sentence's text where it is stated.
    """

    name: str
    sentence: Sentence
    broken: Callable[[str], str]
    place: int


def _has(pattern: re.Pattern[str], what: str) -> Callable[[str], str]:
    def broken(text: str) -> str:
        m = pattern.search(text)
        return what.replace("{}", m[0].strip()) if m else ""

    return broken


def _foreign(text: str) -> str:
    words = [w.strip(".,!?;:'\"").lower() for w in text.split()]
    strange = sum(w in FOREIGN for w in words)
    return "another language" if strange * 2 >= len(words) and not ENGLISH & set(words) - FOREIGN else ""


def _english(text: str) -> str:
    words = [w.strip(".,!?;:'\"").lower() for w in text.split()]
    return "English" if sum(w in ENGLISH for w in words) * 4 >= len(words) >= 3 else ""


def _capital(text: str) -> str:
    return "a capital letter" if any(c.isupper() for c in text) else ""


def _small(text: str) -> str:
    return "small letters" if any(c.islower() for c in text) else ""


def _tense(wrong: re.Pattern[str], right: re.Pattern[str], what: str) -> Callable[[str], str]:
    def broken(text: str) -> str:
        m = wrong.search(text)
        return f"{what} (“{m[0].strip()}”)" if m and not right.search(text) else ""

    return broken


PRONOUNS = r"(?:first[- ]person(?: pronouns?| forms?| singular| plural)?|the first person)"
# What a sentence must say (or what it must bar), what the rule is about, how a text breaks it.
STATED: tuple[tuple[str | re.Pattern[str], str, Callable[[str], str]], ...] = (
    (r"digits?|numerals|arabic numbers", "digit", _has(regex.compile(r"\d+"), "digits (“{}”)")),
    (
        regex.compile(
            r"\b(?:numbers?|figures|amounts|dates|prices|times|years)\b[^.;:!?]{0,25}\b(?:(?:written|spelled|spelt) out|in words)|\b(?:say|write|speak|give) "
            r"(?:all |every |each |the )?(?:numbers?|figures|amounts|dates|prices|times|years) in words|\b(?:spell|write) out (?:all |every |each |the )?"
            r"(?:numbers?|figures)|\b(?:numbers?|figures) (?:are |is |must be )?(?:written |given )?(?:as|in) words",
            re.I,
        ),
        "digit",
        _has(regex.compile(r"\d+"), "digits (“{}”)"),
    ),
    (r"contractions?|contracted forms?|short forms", "contraction", _has(CONTRACTED, "a contraction (“{}”)")),
    (
        r"exclamations?(?: marks?| points?)?",
        "exclamation mark",
        _has(regex.compile("!"), "an exclamation mark"),
    ),
    (
        r"questions?(?: marks?)?|interrogatives?",
        "question",
        _has(regex.compile(r"\?"), "a question mark"),
    ),
    (
        regex.compile(
            r"\b(?:statements|declarative sentences) only\b|\bonly (?:statements|declarative sentences)\b", re.I
        ),
        "question",
        _has(regex.compile(r"\?"), "a question mark"),
    ),
    (r"commas?", "comma", _has(regex.compile(","), "a comma")),
    (r"semicolons?", "semicolon", _has(regex.compile(";"), "a semicolon")),
    (r"(?:em[- ])?dash(?:es)?", "dash", _has(regex.compile(r"[—–]| - "), "a dash")),
    (r"brackets|parenthes[ei]s|parentheses", "bracket", _has(regex.compile(r"[(\[]"), "a bracket")),
    (r"hyphens?", "hyphen", _has(regex.compile(r"\w-\w"), "a hyphen")),
    (r"apostrophes?", "apostrophe", _has(regex.compile(r"['’]"), "an apostrophe")),
    (r"punctuation(?: marks?| signs?)?", "punctuation", _has(regex.compile(r"[,.;:!?—–]"), "punctuation")),
    (r"emojis?|emoticons?|smileys?", "emoji", _has(regex.compile("[\U0001f300-\U0001faff\u2600-\u27bf]"), "an emoji")),
    (r"hashtags?", "hashtag", _has(regex.compile(r"#\w"), "a hashtag")),
    (
        r"(?:quotation|speech|quote) marks?|quotes|direct (?:quotations?|speech)|inverted commas",
        "quotation",
        _has(regex.compile(r"[\"“”«»„]"), "quotation marks"),
    ),
    (r"bold(?:face)?(?: (?:text|type|face))?", "bold", _has(regex.compile(r"\*\*\S|__\w"), "bold text")),
    (r"headings?|headers", "heading", _has(regex.compile(r"^#{1,6} ", re.M), "a heading")),
    (r"tables?", "table", _has(regex.compile(r"^\s*\|.*\|\s*$", re.M), "a table")),
    (
        r"(?:bullet(?:ed)?(?: points?| lists?)?|bullets|numbered lists?|lists?)",
        "list",
        _has(regex.compile(r"^\s*(?:[-*•]|\d+[.)]) \S", re.M), "a list"),
    ),
    (r"(?:links?|urls?|hyperlinks?|web addresses)", "link", _has(regex.compile(r"https?://|www\."), "a link")),
    (r"code (?:fences?|blocks?)", "fence", _has(regex.compile("```"), "a code fence")),
    (
        r"apologi[sz]\w*|apolog(?:y|ies)|say(?:ing)? sorry|excuses",
        "apology",
        _has(regex.compile(r"\b(?:sorry|apologi[sz]e|apologies|my apologies|forgive)\b", re.I), "an apology (“{}”)"),
    ),
    (
        r"greet(?:ings?|ing)?|salutations?|small talk|say(?:ing)? hello",
        "greeting",
        _has(
            regex.compile(
                r"^\W*(?:hello|hi|hey|dear|good (?:morning|day|evening|afternoon)|welcome|greetings)\b", re.I
            ),
            "a greeting (“{}”)",
        ),
    ),
    (
        r"thank(?:s|ing|ed)?",
        "thanks",
        _has(regex.compile(r"\b(?:thanks|thank you|grateful)\b", re.I), "thanks (“{}”)"),
    ),
    (PRONOUNS, "person", _has(FIRST, "the first person (“{}”)")),
    (
        r"second person|second-person pronouns?|(?:directly )?address(?:es|ing)? the reader|direct address",
        "person",
        _has(SECOND, "the second person (“{}”)"),
    ),
    (
        r"imperatives?|commands?|calls? to (?:the reader|action)",
        "imperative",
        _has(IMPERATIVE, "an order (“{}”)"),
    ),
    (r"foreign (?:words?|phrases?|expressions?|languages?)", "language", _foreign),
    (r"capital letters|capitals|uppercase(?: letters)?|upper case", "case", _capital),
    (
        regex.compile(
            r"\b(?:all|entirely|only|everything|wholly|completely) (?:in )?(?:lower[- ]?case|small letters)|"
            r"\b(?:in )?(?:lower[- ]?case|small letters)(?: letters)? (?:only|throughout)|"
            r"\b(?:answer|reply|respond|(?:write|print|give|put|set)(?: (?:the|each|every|all) \w+)?) in (?:lower[- ]?case|small letters)",
            re.I,
        ),
        "case",
        _capital,
    ),
    (
        regex.compile(
            r"\b(?:all|entirely|only|everything|wholly|completely) (?:in )?(?:upper[- ]?case|capitals|capital letters|caps)|"
            r"\b(?:in )?(?:upper[- ]?case|capitals|capital letters)(?: letters)? (?:only|throughout)|\b(?:answer|reply|write|respond) in (?:upper[- ]?case|capitals)",
            re.I,
        ),
        "case",
        _small,
    ),
)  # The same with a pattern each; those that bar a thing are tried where a sentence bars something and names one of the things.
WITHOUT_BAN = regex.compile(r"\b(?:out|words|only|lower|upper|small|capitals?|caps)")  # the others cannot do without it
RULES = tuple(
    (_named(what), _barred(what), name, broken) if isinstance(what, str) else (WITHOUT_BAN, what, name, broken)
    for what, name, broken in STATED
)
THINGS = _named("|".join(what for what, _, _ in STATED if isinstance(what, str)))

ALL = regex.compile(
    r"\b(?:all|every|each|throughout|entire|entirely|whole|wholly|only|everything|always|without exception|consistently)\b",
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


def _tried(low: str) -> Iterator[tuple[re.Pattern[str], str, Callable[[str], str]]]:
    """The patterns that a sentence can fit at all.

    Args:
        low: the sentence in small letters.
    """
    barred, other = BARRING.search(low) and THINGS.search(low), WITHOUT_BAN.search(low)
    if barred or other:
        for needed, pattern, name, broken in RULES:
            if other if needed is WITHOUT_BAN else barred and needed.search(low):
                yield pattern, name, broken


@of_sentence(there)
def _stated(s: Sentence) -> Iterator[TextRule]:
    low = s.text.lower()
    for pattern, name, broken in _tried(low):
        if (m := pattern.search(s.text)) and not NARROWED.match(s.text, m.end()) and not _given(s.text, m):
            yield TextRule(name, s, broken, m.start())
    if not {"between", "except", "dialogue", "dialogues"} & set(s.tokens.words):
        yield from _values(s)
    if not UNIT_WORDS.isdisjoint(s.tokens.words) and (m := NEVER_IN.search(s.text)):
        unit = m[1].lower()
        one = {"inches": "inch(?:es)?", "feet": "feet|foot|ft"}.get(unit, f"{unit.removesuffix('s')}s?")
        yield TextRule(
            "units", s, _has(regex.compile(rf"{NUMBER}(?:{one})\b", re.I), "a unit that is barred (“{}”)"), m.start()
        )
    if letter := _starting(s.text):
        yield TextRule(
            "letter", s, _has(regex.compile(rf"^\W*{re.escape(letter)}", re.I), f"a first letter {letter.upper()}"), 0
        )


# What makes a ban on a thing one on some of them: "no questions about health", "do not apologise twice".
NARROWED = regex.compile(
    r"\s*(?:about|on|regarding|concerning|twice|again|repeatedly|more than|longer|over|around|beyond|too often|needlessly|excessively)\b",
    re.I,
)
# What is said of a thing in hand is no rule of form: "do not repeat the digits", "it has no greeting, on any day".
THING_IN_HAND = regex.compile(r"\b(?:the|these|those|their|its|his|her|such) \w+$", re.I)
ONE_REPLY = regex.compile(
    r"\b(?:it|that|this|they|these|those) (?:has|have|gets?|carr(?:y|ies)|needs?|takes?) (?:no|not|never)\b", re.I
)


def _given(text: str, m: re.Match[str]) -> bool:
    """Whether a ban is on a thing in hand, or on what one reply has."""
    in_hand = THING_IN_HAND.search(m[0]) is not None and not m[0].endswith(("person", "reader"))
    return in_hand or ONE_REPLY.search(text, 0, m.end()) is not None


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
        around = {*words[max(0, m.start - 4) : m.start], *words[m.end : m.end + 3]}
        if NEGATED & around:
            continue
        _, attribute, value = m.concept.split(":")
        place = s.tokens.starts[m.start] - s.tokens.starts[0]
        if attribute == "tense" and value == "present":
            yield TextRule("past", s, _tense(PAST, PRESENT, "the past tense"), place)
        elif attribute == "tense" and value == "past":
            yield TextRule("present", s, _tense(PRESENT, PAST, "the present tense"), place)
        elif attribute == "person" and value == "third":
            yield TextRule("person", s, _has(FIRST, "the first person (“{}”)"), place)
        elif attribute == "units" and value in MEASURES:
            yield TextRule("units", s, _has(MEASURES[value], "other units (“{}”)"), place)
        elif attribute == "date" and value in DATES:
            yield TextRule("date", s, _has(DATES[value], "another form of date (“{}”)"), place)
        elif attribute == "clock" and value in CLOCKS:
            yield TextRule("clock", s, _has(CLOCKS[value], "another clock (“{}”)"), place)
        elif attribute == "spelling" and value == "british":
            yield TextRule("spelling", s, _has(AMERICAN, "American spelling (“{}”)"), place)
        elif attribute == "spelling" and value == "american":
            yield TextRule("spelling", s, _has(BRITISH, "British spelling (“{}”)"), place)
        elif attribute == "language" and value == "english" and ALL.search(s.text):
            yield TextRule("language", s, _foreign, place)
        elif attribute == "language" and value not in ("english", "user") and ALL.search(s.text):
            yield TextRule("language", s, _english, place)


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
