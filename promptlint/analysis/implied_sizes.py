"""Sizes that a sentence of a commission implies: an acrostic's word, the columns that it names, one sentence for each of three things."""

from __future__ import annotations

import math
import re

from promptlint import regex
from promptlint.analysis.commission import GENRES
from promptlint.analysis.numbers import number
from promptlint.analysis.quotes import QUOTE, inner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER = r"(\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
PARTS = r"(sentence|line|paragraph|stanza|verse|section|chapter|bullet)"
CAPITALS = r"([A-Z]{3,}(?: [A-Z]+)*)\b"
ACROSTIC = regex.compile(
    rf"\b[Aa]crostic\b[^.;\"“'‘]{{0,40}}?\b(?:on|of|spelling|spells|from|for|with|whose|out|gives|forms|reads)\b[^.;\"“'‘]{{0,40}}?(?:{CAPITALS}|$)"
)
LETTERS = regex.compile(
    rf"\b(?:[Ff]irst|[Ii]nitial|[Oo]pening|[Ss]tarting) letters? of (?:the |its |all |each |every )?(?:\w+ )?(line|sentence|paragraph|stanza|verse)s?\b"
    rf"[^.;\"“'‘]{{0,60}}?\b(?:spells?|forms?|reads?|makes?|gives?|yields?)\b[^.;\"“'‘]{{0,30}}?(?:{CAPITALS}|$)"
)
COLUMNS = regex.compile(
    r"\bcolumns?(?: headings?| headers?| titles?| names?)?(?: \w+)? ?(?:are|is|:|named|called|headed|labelled|titled|for|with the headings?|)(?: called| named| headed| labelled| these)?:? "
    r"((?:[\w'‘’“”\"./()-]+ ){0,4}?[\w'‘’“”\"./()-]+(?:, (?:and )?(?:[\w'‘’“”\"./()-]+ ?){1,5})+(?:,? and (?:[\w'‘’“”\"./()-]+ ?){1,5})?)"
)
OWN = regex.compile(
    rf"\b{NUMBER} (?:\w+[ -]){{0,4}}?\w+s\b[^.;:]{{0,30}}?[,:;(–—-]? ?\b(?:each|every one)(?: of (?:them|which|these))? (?:\w+ )?(?:in|on|as|with|gets?|has|have|having|given|takes?|fills?|is|being|to) "
    rf"(?:a |an |its |one |his |her )?(?:\w+ )?(?:own |separate |single |full |complete |new )?{PARTS}\b",
    re.I,
)
EACH = regex.compile(
    rf"\b(?:one|a|a single|a separate|its own|an own) {PARTS} (?:for|to|on|about|per) (?:each|every one) of (?:the |these |those |our |my )?{NUMBER}\b",
    re.I,
)
HYPHENED = regex.compile(
    rf"^\W*(?:please |could you |i need |we need |i want |i'd like )?(?:\w+ )?(?:me |us )?(?:an?|one) (?:\w+ ){{0,2}}?(\w+)-(word|line|sentence|paragraph|stanza|chapter|verse|minute)s?,? "
    rf"(?:\w+,? ){{0,3}}?(?:{GENRES})\b",
    re.I,
)
LETTER = regex.compile(r"[^\W\d_]")


def implied(text: str, asked: bool) -> Iterator[tuple[str, float, float]]:
    """The units with the least and the most of each that a sentence implies for the whole text.

    Args:
        text: the sentence.
        asked: it is the one that asks for the text.
    """
    for pattern in (ACROSTIC, LETTERS):
        for m in pattern.finditer(_open(text)):
            unit = "line" if pattern is ACROSTIC else m[1].lower()
            word = m[m.lastindex or 0] if m.lastindex and m[m.lastindex].isupper() else _quoted(text, m.end())
            count = len(LETTER.findall(word))
            if count > 1:
                yield "line" if unit == "verse" else unit, count, count
    if named := COLUMNS.search(text):
        names = re.split(r",? and |, ", named[1].strip(" ."))
        if len(names) > 1:
            yield "column", len(names), len(names)
    if own := OWN.search(text):
        yield own[2].lower(), _count(own[1]), math.inf
    if each := EACH.search(text):
        yield each[1].lower(), _count(each[2]), math.inf
    if asked and (sized := HYPHENED.search(text)) and (most := _count(sized[1])):
        yield sized[2].lower(), most, most


def _open(text: str) -> str:
    """The text up to its first quotation, which the patterns may end at."""
    m = QUOTE.search(text)
    return text[: m.start()].rstrip() if m else text


def _quoted(text: str, at: int) -> str:
    m = QUOTE.search(text, at)
    return m[inner(m)] if m else ""


def _count(word: str) -> float:
    found = number([word.lower()], 0)
    return found[0] if found else 0.0
