"""Demands and bans on quoted words, phrases and letters: what a text must contain, and what it must not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.analysis.core import Core
from promptlint.analysis.memo import once
from promptlint.analysis.prescribed import Prescribed, prescribed
from promptlint.analysis.quotes import QUOTE, inner, may_quote
from promptlint.deontic.ir import Directive
from promptlint.deontic.reports import reports
from promptlint.document import Unit
from promptlint.record import NamedTuple
from promptlint.span import Span
from promptlint.text.kept import by_content
from promptlint.text.sentences import Sentence

# Without a quotation mark or one of these, a sentence says nothing of single words.
ABOUT_WORDS = ("letter", "syllable", "words", "terms")
LISTED = regex.compile(r"\b(?:words|keywords|terms)\b[^:\n]{0,60}:\s*([\w '-]+(?:, [\w '-]+)+)\.?$")
NAMED = regex.compile(r"\b[Tt]he (?:\w+ )?words ((?:[a-z'-]+, )+[a-z'-]+ and [a-z'-]+) (?=are|must|may|should|is)")
BANNED = regex.compile(
    r"\b(?:must not|may not|not|never|no|avoid(?:s|ing)?|ban(?:ned|s)?|forbid(?:den|s)?|prohibit(?:ed|s)?|off[ -]limits|rule[sd]? out|"
    r"ruled out|exclude[sd]?|leave out|(?:leave|cut|keep|strike) (?:it|them|this|that|these|the word) out|omit|without|refrain from|steer clear|taboo|"
    r"free of|out of the|nowhere|absent|dispens\w+ with|shun|drop|do(?:es)? without|gets? by without|keep away|stay away|unused|none of)\b",
    re.I,
)
WANTED = regex.compile(
    r"\b(?:use[sd]?|using|include[sd]?|contain[s]?|occur[s]?|appear[s]?|mention|work(?:s|ed)? in|works? (?:the|our|this) (?:\w+ )?(?:word|phrase|words|line|name|slogan|motto)|weave|begin|start|end[s]?|close[s]?|open|"
    r"reproduce[d]?|print|quote|say|invite|refer|give|feature|turn[s]? up|turn|follow|put|insert|add|must be part|ha(?:s|ve) to be there|must be there|meet|introduce[sd]?|explain[s]?|define[sd]?|teach|spell|sign|label|with the words|come[s]? (?:up|in|twice|once)|show[s]? up|crop[s]? up|is (?:named|called|titled)|reads?|"
    r"recur[s]?|get[s]? in|drop in|slip in|place|build in)\b",
    re.I,
)
WORD = regex.compile(
    r"\b(?:word|words|phrase|expression|term|slogan|sentence|line|keyword|keywords|letter|text|reply|campaign|anywhere)\b",
    re.I,
)
# Right before the quotation, or before a list of them.
USED = regex.compile(
    r"\b(?:use[sd]?|using|say|write|writing|utter|verb|noun|adjective|adverb)(?: the \w+)?[\s,]*(?:(?:or|and|nor)[\s,]*)*$",
    re.I,
)
# "Avoid the word … and say …": what stands behind it is the word to use.
INSTEAD = regex.compile(
    r"\b(?:and|but|instead|rather),? (?:instead |rather )?(?:says?|uses?|writes?|prefers?|puts?)(?: the (?:word|phrase|term))?\W*$",
    re.I,
)
SAYS = regex.compile(r"\b(?:use[sd]?|using|say|write|writing|utter|verb|noun|adjective|adverb)\b", re.I)
LETTER = regex.compile(r"\bletters? [\"“'‘]([A-Za-z])[\"”'’]|\bletter ([A-Zb-z]|a(?! \w+ (?:to|for|from|about)\b))\b")
# Behind the letter or the word.
MISSING = regex.compile(
    r"^letters? \W?\w\W?\s*(?:(?:does|do|must|may|should|can|is|are|shall|will) (?:not|never|nowhere)|must never|never|nowhere|is (?:to be )?(?:missing|left out|banned|forbidden|taboo|absent|"
    r"avoided|omitted|off limits))\b",
    re.I,
)
EXEMPT = regex.compile(
    r"\b(?:outside|overus\w+|quotation marks as|as an example|unless|except|apart from|other than|instead|longer words)\b",
    re.I,
)
PLACED = regex.compile(r"\b(?:begin|start|open|end|close|as the (?:headline|title))\b", re.I)
# "Words such as “no” and “never” do not belong in it."
MISPLACED = regex.compile(
    r"\b(?:(?:does|do) not belong|ha(?:s|ve) no (?:place|business)|(?:is|are) (?:out of place|unwelcome|unwanted))\b",
    re.I,
)
COUNTED = regex.compile(r"\b(?:more than|at most|only once|fewer than|no more|up to|repeat|too often|again)\b", re.I)
EVERY = regex.compile(
    r"\b(?:every|each|all|whole|entire|any|anywhere|nowhere|completely|altogether|entirely|throughout)\b", re.I
)
OUT = regex.compile(r"\b(?:leave|keep|cut)\b.{1,60}\bout\b", re.I)
VOWELS = regex.compile(r"[aeiouy]+")
SILENT = regex.compile(r"(?<![aeiouyl])e[ds]?$")
SIZE = r"(\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
LONGER = regex.compile(
    rf"\b[Nn]o words? (?:may|must|should|can|is|with|of|has|have|that)?\b.{{0,20}}(?:longer than|more than|over) {SIZE} letters",
    re.I,
)
SYLLABLES = regex.compile(
    rf"\b(?:only|nothing but|solely|exclusively|(?:keep|stick|restrict \w+|confine \w+|limit \w+) to) (?:use )?words (?:of|with) (?:(?:just |at most |no more than )?{SIZE} or )?(?:just |at most |no more than )?{SIZE} syllables?\b|"
    rf"\bwords (?:of|with) {SIZE} syllables? (?:only|throughout|from|alone)\b|\b[Nn]o words? (?:\w+ ){{0,3}}(?:more than|over|longer than) {SIZE} syllables?\b|"
    rf"\b(?:only|nothing but|keep to|stick to) {SIZE}-syllable words\b|\b{SIZE}-syllable words (?:only|throughout)\b|"
    rf"\b(?:every|each) word (?:\w+ ){{0,2}}(?:has|have|is|be|of) (?:of )?(?:only |just |exactly )?{SIZE} syllables?\b|\b(?:only|nothing but) (monosyllab)\w+",
    re.I,
)
SPLIT = regex.compile(r", | and ")
DUE = regex.compile(r"\b(?:must|should|have to|has to|include|use)\b", re.I)
BEGINS = regex.compile(r"\b(?:begin|start)s?\b", re.I)
TOKEN = regex.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


class Word(NamedTuple):
    """One demand or ban.

    Args:
        kind: "text" for a word or phrase, "letter", "first" for a letter that words begin with.
        value: the word, phrase or letter, lower case.
        sign: +1 it has to occur, -1 it must not.
        sentence, directive: where it stands, and the directive if one was understood.
        parts: parts of the output that it is limited to.
        every: it holds for every part.
        only: it may occur in its parts only.
    """

    kind: str
    value: str
    sign: int
    sentence: Sentence
    directive: Directive | None
    parts: frozenset[str]
    every: bool
    only: bool

    @property
    def span(self) -> Span:
        """The directive, or its sentence."""
        return self.directive.span if self.directive else self.sentence.span


class WordClash(NamedTuple):
    """A ban and a demand that cannot both be met."""

    ban: Word
    need: Word
    why: str


@once
def word_clashes(unit: Unit) -> tuple[WordClash, ...]:
    """Every pair of a banned word or letter and a demanded text that holds it."""
    found = [w for s in unit.sentences if _about_words(s) and not reports(s) for w in words_of(s, unit)] + [
        _whole(p, unit) for p in prescribed(unit)
    ]
    bans = [w for w in found if w.sign < 0]
    if any(w.kind == "letter" for w in bans):
        from promptlint.analysis.contents import required_names

        found += [
            _word("name", name.lower(), 1, s, _directive(s, unit, at), s.text) for s, name, at in required_names(unit)
        ]
    needs = [w for w in found if w.sign > 0 and w.kind in ("text", "name")]
    if not bans or not needs:
        return ()
    clashes: dict[tuple[int, int], WordClash] = {}
    for ban in bans[:60]:
        for need in needs[:60]:
            why = _held(ban, need)
            if why and ban.sentence is not need.sentence and _meet(ban, need, unit):
                key = (ban.span.start, need.span.start)
                clashes.setdefault(key, WordClash(ban, need, why))
    return tuple(clashes.values())


def _whole(p: Prescribed, unit: Unit) -> Word:
    """A prescribed text as a demand on all of its words."""
    return _word("text", p.text.lower(), 1, p.sentence, _directive(p.sentence, unit, p.start), p.sentence.text)


def _held(ban: Word, need: Word) -> str:
    if need.kind == "name" and ban.kind != "letter":
        return ""
    if ban.kind == "letter":
        return f"“{need.value}” holds the letter {ban.value}" if ban.value in need.value else ""
    if ban.kind == "longer":
        long = next((t for t in tokens(need.value) if len(t) > int(ban.value)), "")
        return f"“{long}” has {len(long)} letters" if long else ""
    if ban.kind == "syllables":
        long = next((t for t in tokens(need.value) if syllables(t) > int(ban.value)), "")
        return f"“{long}” has {syllables(long)} syllables" if long else ""
    if ban.kind == "first":
        if any(t.startswith(ban.value) for t in tokens(need.value)):
            return f"“{need.value}” begins with the letter {ban.value}"
        return ""
    if ban.kind == "not-first":
        wrong = next((t for t in tokens(need.value) if not t.startswith(ban.value)), "")
        return f"“{wrong}” does not begin with the letter {ban.value}" if wrong else ""
    return f"“{ban.value}” is in “{need.value}”" if _within(tokens(ban.value), tokens(need.value)) else ""


def syllables(word: str) -> int:
    """The number of syllables of an English word, by its groups of vowels."""
    return len(VOWELS.findall(SILENT.sub("", word.lower()))) or 1


def tokens(text: str) -> list[str]:
    """The words of a quoted text, lower case."""
    return [t.lower() for t in TOKEN.findall(text)]


def _within(part: list[str], whole: list[str]) -> bool:
    return bool(part) and any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


def _meet(ban: Word, need: Word, unit: Unit) -> bool:
    """Whether ban and demand are about the same part and situation."""
    from promptlint.analysis.overlap import overlap

    if ban.directive and need.directive and not overlap(ban.directive, need.directive, unit).yes:
        return False
    if ban.only:
        return bool(need.parts) and not need.parts & ban.parts
    if not ban.parts:
        return True
    return bool(ban.parts & need.parts) or (not need.parts and need.every)


@by_content
def _about_words(s: Sentence) -> bool:
    """Whether a sentence may demand or ban certain words."""
    text = s.text
    if not may_quote(text) and not any(word in text.lower() for word in ABOUT_WORDS):
        return False
    if not (WORD.search(text) or WANTED.search(text) or SAYS.search(text)) or EXEMPT.search(text):
        return False
    return not COUNTED.search(text) or "only" in text


def words_of(s: Sentence, unit: Unit) -> Iterator[Word]:
    """Every demand and ban on quoted words in a sentence."""
    if not _about_words(s):
        return
    text = s.text
    yield from _listed(s, unit)
    if m := LONGER.search(text):
        yield _word("longer", _size(m[1]), -1, s, _directive(s, unit, m.start()), text)
    if m := SYLLABLES.search(text):
        yield _word(
            "syllables", _size(next(g for g in reversed(m.groups()) if g)), -1, s, _directive(s, unit, m.start()), text
        )
    for m in LETTER.finditer(text):
        yield from _letters(s, unit, (m[1] or m[2]).lower(), m.start())
    for m in QUOTE.finditer(text):
        value = m[inner(m)].strip(" .,!?")
        if len(value) < 2 or text[: m.start()].rstrip().endswith("letter") or not tokens(value):
            continue
        d = _directive(s, unit, m.start())
        bare = QUOTE.sub(_blank, text)
        before = bare[: m.start()]
        if d is not None or not (BANNED.search(before) or WANTED.search(before)):
            before = bare if d is None else bare[: m.end() + 60]
        short = len(tokens(value)) < 3 and USED.search(bare[: m.start()]) is not None
        sign = _sign(d, before, bare, short)
        if sign > 0 or (sign and not INSTEAD.search(bare[: m.start()])):
            yield _word("text", value.lower(), sign, s, d, text, PLACED.search(text) is not None and sign < 0)


NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()


def _size(text: str) -> str:
    low = text.lower()
    if low == "monosyllab":
        return "1"
    return low if low.isdecimal() else str(NUMBERS.index(low))


def _blank(m: re.Match[str]) -> str:
    return " " * len(m[0])


def _word(kind: str, value: str, sign: int, s: Sentence, d: Directive | None, text: str, placed: bool = False) -> Word:
    parts = Core(d).parts if d else frozenset()
    parts = frozenset(p for p in parts if p not in ("quote", "list", "dialogue"))
    only = sign < 0 and "only" in text and bool(parts)
    if placed:
        parts |= {"place"}
    return Word(kind, value, sign, s, d, parts, EVERY.search(text) is not None, only)


def _sign(d: Directive | None, before: str, text: str, short: bool = False) -> int:
    """+1 for a demand, -1 for a ban, 0 where neither is certain."""
    if " only" in text and d is not None and d.modality.value == "may":
        return -1  # "may be used in the third paragraph only"
    negative = BANNED.search(before) is not None or (d is not None and d.modality.forbids) or MISPLACED.search(text)
    if negative:
        return -1 if WORD.search(text) or short else 0
    return 1 if WANTED.search(text) and (d is None or d.modality.requires) else 0


def _directive(s: Sentence, unit: Unit, at: int) -> Directive | None:
    """The directive of the sentence that covers a place in its text."""
    t = s.tokens
    own = unit.directives_of(s)
    for d in own:
        if d.first < len(t.starts) and t.starts[d.first] <= at < t.ends[d.last - 1] + 1:
            return d
    return own[0] if len(own) == 1 else None


@once
def directives_of(unit: Unit) -> dict[int, list[Directive]]:
    """Directives by the number of their sentence."""
    found: dict[int, list[Directive]] = {}
    for d in unit.directives:
        found.setdefault(d.sentence.index, []).append(d)
    return found


def _listed(s: Sentence, unit: Unit) -> Iterator[Word]:
    """ "The following words must not appear: day, boat", "the words moreover and however are banned"."""
    text = s.text
    m = LISTED.search(text)
    named = NAMED.search(text)
    if m is None and named is None:
        return
    items = m[1].split(",") if m else SPLIT.split(named[1]) if named else []
    frame = text[: m.start(1)] if m else text
    sign = -1 if BANNED.search(frame) else 1 if DUE.search(frame) else 0
    if sign:
        for item in items:
            yield _word("text", item.strip().removeprefix("and ").lower(), sign, s, None, text)


def _letters(s: Sentence, unit: Unit, letter: str, at: int) -> Iterator[Word]:
    """ "Leave out the letter e", "no word may begin with J", "every word must begin with S"."""
    text = s.text
    d = _directive(s, unit, at)
    negative = (
        BANNED.search(text[:at]) is not None
        or MISSING.search(text[at:]) is not None
        or OUT.search(text) is not None
        or (d is not None and d.modality.forbids)
    )
    begins = BEGINS.search(text[:at]) is not None
    if begins and not negative and EVERY.search(text[:at]):
        yield _word("not-first", letter, -1, s, d, text)
    elif negative:
        yield _word("first" if begins else "letter", letter, -1, s, d, text)
