"""One rule said in two ways: by its limit, by the choice that it makes, by the one source that it names, in two sections."""

from __future__ import annotations

import re

from promptlint import regex
from promptlint.analysis.numbers import NUMERALS, SMALL
from promptlint.analysis.paraphrases import Meaning, meaning
from promptlint.analysis.quotes import QUOTE, inner
from promptlint.formats.labels import IMPERATIVES, NOUNS
from promptlint.record import NamedTuple

N = r"(?P<n>\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|a single|a couple of)"
ORDINAL = {w: i for i, w in enumerate("second third fourth fifth sixth seventh eighth ninth tenth eleventh".split(), 1)}
NTH = "|".join(ORDINAL)
# Ways to say how many at most, in words joined by spaces; what they match is taken out of the sentence.
AT_MOST: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (regex.compile(pattern), less)
    for pattern, less in (
        (rf"\b(?:nothing|no more|not|never|none) (?:beyond|after|past) (?:a|the) (?P<n>{NTH})\b", 1),
        (rf"\b(?:no|never a|not a|never any|not any|not ask a|not add a|not give a) (?P<n>{NTH})\b", 0),
        (
            r"\b(?:never|not|no) (?:more or fewer|fewer or more|more or less|more and no fewer) than (?P<n>one|two|three|\d+)\b",
            0,
        ),
        (rf"\b(?:at most|no more than|not more than|never more than|up to|a maximum of|at the most|max|maximum|not exceed|never exceed|never exceeds) {N}\b", 0),
        (rf"\bmore than {N}\b(?=.*\b(?:replaced|avoided|shortened|split|cut|out|banned|forbidden|go)\b)", 0),
        (r"\b(?:no|never|not|avoid)\b(?=.* or more\b)(?P<gap>(?: \w+){1,4}?) (?P<n>two|three|four|five|six|seven|eight|nine|ten|\d+) or more\b", -1),
        (rf"\b(?:exactly|only|just|precisely) {N}\b", 0),
        (rf"^{N}\b(?=.*\b(?:is|are) (?:the|our|your) (?:maximum|limit|most|ceiling)\b)", 0),
        (rf"\b{N}\b(?=.*\b(?:at (?:the )?(?:most|outside|maximum)|maximum|max|tops|no more|and no more|or fewer|or less)\b)", 0),
        (r"\b(?:never|not|no)\b(?=.* (?:same|single|one|each|every|any one)\b)(?P<gap>(?: \w+){0,3}?) (?P<n>two|several|multiple|more than one)\b", -1),
        (r"^(?P<gap>an? \w+) (?:never|must not|may not|does not|cannot|should not) \w+ (?P<n>two|several|multiple|more than one)\b", -1),
        (r"\ba single (?P<n>one)\b|\b(?P<m>a single)\b", 0),
        (r"\b(?P<n>one)\b(?=.*\b(?:per|a|each|every|an|in any|at a time)\b)", 0),
    )
)  # fmt: skip
LEFT = regex.compile(
    r"\b(?:is the maximum|is the limit|is the most|at the outside|at the most|at most|maximum|max|tops|or fewer|or less|no more(?: and no fewer)?|the same|same|in one|into one|per one|(?:is|are) (?:to be )?(?:replaced|avoided|shortened|split|cut|out|banned|forbidden)|have to go|has to go)\b"
)


# Turns of one thought: words of which one stands in each, the pattern in words joined by spaces, what stands for it.
RECAST = tuple(
    (frozenset(words.split()), regex.compile(pattern), instead)
    for words, pattern, instead in (
        ("text prose words commentary explanation explanations", r"\b(?:do not|never|not|without|no) (?:surround|surrounding|wrap|wrapping|precede|preceding|accompany|accompanying|add|adding)\b(?P<a>.{0,40}?)\b(?:with|by|in|to)? ?(?:other|any|more|extra|additional|further|surrounding|no) (?:other )?(?:text|prose|words|commentary|explanations?)\b(?: around it| before or after(?: it)?)?", r"alone \g<a>"),
        ("nothing no only solely exclusively", r"\b(?:and )?(?:contains? |returns? |prints? |outputs? |say |says )?(?:nothing else|nothing more|nothing around it|nothing besides|no other text)\b|\bnothing but\b|\b(?:only|solely|exclusively)\b(?! (?:if|when|after|once|in case))", " alone "),
        ("else first", r"\b(?:before|prior to) (?:all|anything|everything) else\b|\b(?:first of all|as (?:a|the|your) first (?:step|thing|act|action))\b|\bthe (?:very )?first thing (?:you |to )?", "first "),
        ("name names", r"\b(?:family|last) names?\b", "surname"),
        ("name names", r"\b(?:first|given|christian) names?\b", "forename"),
        ("else other", r"\b(?:from|in) no other (?:source|place)\b|\bfrom nowhere else\b|\band nowhere else\b", "alone"),
        ("that which", r"\b(?:no|never|not)\b(?P<a>.{0,40}?) (?:that|which) (?:(?:is|are|does|do|has|have)(?: been)? not|cannot be|isn['’]t|aren['’]t) (?:\w+ )?(?:in|on|from)\b", r"alone \g<a> in"),
        ("unless", r"\b(?:no|never|not)\b(?P<a>.{0,40}?) unless (?:it|they) (?:is|are|comes?|stands?|appears?|has been|have been) (?:\w+ )?(?:in|on|from)\b", r"alone \g<a> in"),
        ("active", r"\b(?:the )?active(?: voice| forms?| sentences?| constructions?)\b", "not passive voice"),
        ("passive passives", r"\b(?:the )?passives?(?: voice| forms?| sentences?| constructions?)?\b", "passive voice"),
        ("go", r"\bhas to go\b|\bhave to go\b|\bmust go\b", "not"),
    )
)  # fmt: skip


def recast(words: list[str]) -> list[str]:
    """The words of a sentence with some turns of phrase put one way.

    Args:
        words: in lower case, as a `Tokens` has them.
    """
    text = ""
    for some, pattern, instead in RECAST:
        if not some.isdisjoint(words):
            text = pattern.sub(instead, text or " ".join(words))
    return text.split() if text else words


class Limit(NamedTuple):
    """How many at most a sentence allows, and what it says besides."""

    most: int
    rest: Meaning


def limit(words: list[str]) -> Limit | None:
    """The most that a sentence allows of something, whichever way it puts it: "one a turn", "never two", "no third".

    Args:
        words: in lower case, as a `Tokens` has them.
    """
    if (
        NUMERALS.isdisjoint(words)
        and ORDINAL.keys().isdisjoint(words)
        and not {"single", "several", "multiple"} & set(words)
    ):
        if not any(w.isdigit() for w in words):
            return None
    text = " ".join(words)
    for pattern, less in AT_MOST:
        m = pattern.search(text)
        if m is None:
            continue
        groups = m.groupdict()
        said, gap = next(g for k, g in groups.items() if g and k != "gap"), groups.get("gap") or ""
        most = ORDINAL.get(said) or (int(said) if said.isdigit() else SMALL.get(said, 1 if said == "a single" else 2))
        if less < 0 and most < 2:
            return None
        most += less
        rest = LEFT.sub(" ", f"{text[: m.start()]} {gap} {text[m.end() :]}").split()
        if any(w.isdigit() or w in NUMERALS for w in rest):
            return None  # a second number is another rule
        return Limit(most, meaning(rest))
    return None


def quoted(text: str) -> frozenset[str]:
    """Texts of two words or more that a sentence quotes."""
    found = (" ".join(regex.findall(r"\w+", m[inner(m)].lower())) for m in QUOTE.finditer(text))
    return frozenset(q for q in found if " " in q)


CASE = regex.compile(
    r"(?i)^\W*\d+[.)]|^\W*(?:for|if|when|whenever|during|in case|on|after|before|while|upon|step|phase|stage|mode|scenario|case|task|workflow|flow|option|part|track|level|day|week|turn|case|example|"
    r"variant|version|agent|role|to|pre|post)\b|\b(?:pre|post)-|\b(?:mode|agent|phase|stage|scenario|workflow|variant|step)\b|[`/_]|\.\w{2,4}\b"
)


def of_cases(headings: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two paths of headings name different tasks, and not only different subjects of one set of rules."""
    i = 0
    while i < min(len(headings), len(others)) and headings[i] == others[i]:
        i += 1
    own, other = headings[i:], others[i:]
    if own and other:
        one, two = (frozenset(regex.findall(r"[a-z]+", h[0].lower())) - SMALL_WORDS for h in (own, other))
        if one & two and one - two and two - one:
            return True  # "Modify pending order", "Exchange delivered order"
    return any(_case(h) for h in (*own, *other))


SMALL_WORDS = frozenset("the a an and or of for to in on with your our rules rule style notes format".split())
DOING = frozenset(
    "cancel modify exchange return refund book order create delete edit install deploy build test debug plan research implement migrate upgrade onboard".split()
)


def _case(heading: str) -> bool:
    words = regex.findall(r"[a-z][a-z'-]*", heading.lower())
    if CASE.search(heading) or not words:
        return True
    verb = (words[0] in IMPERATIVES and words[0] not in NOUNS) or words[0] in DOING or words[0].endswith("ing")
    return verb and len(words) > 1
