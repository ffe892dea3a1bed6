"""Values that a sample shows: "dates look like `DD.MM.YYYY`", "write sums with the sign (£200)", "keys such as `orderTotal`".

A sample stands for its form only where the sentence says so, by a word such as "like", by a quotation or a parenthesis, and
where it speaks of what has that form: a day in a sentence about opening hours is no rule on how dates are written.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

from promptlint import regex
from promptlint.analysis.words import base, bases
from promptlint.deontic.ir import Directive
from promptlint.text.table import Mention

INTRODUCED = regex.compile(
    r"(?ix)(?: \b(?:like|as(?:\ in)?|e\.\s?g\.?|i\.\s?e\.?|such\ as|for\ (?:example|instance)|say|namely|pattern|form|format|style"
    r"|shape|notation|template|layout|mask|scheme|style\ of|form\ of|manner\ of|way|writes?|types?|spells?|put|use|uses|is|are|in|reads?|appears?)\s*,?\s*:? | [:(,;–—] )\s*[\"“”'`*(]*\s*$"
)
SIGNS = ' %€$£"”`)]'  # what may stand behind the last word
SAMPLE_NEXT = regex.compile(
    r"(?i)\be\.?\s?g\.?\W*$|\bi\.?\s?e\.?\W*$"
)  # a clause that breaks off where its sample begins
QUOTES = "\"“'`"
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
DATES = bases("date day timestamp deadline datestamp birthday")
TIMES = bases("time hour clock appointment timestamp slot departure arrival")
SUMS = bases("price amount sum cost fee figure money currency fare total budget salary rate value charge rent")
NUMBERS = bases(
    "number figure amount sum quantity value price total fraction decimal measurement population thousand separator"
)
NAMES = bases(
    "key field column name variable function method property parameter identifier attribute argument slug label file"
)
SHARES = bases("percentage share rate percent change growth probability discount")
COUNTS = bases("number figure numeral age quantity count digit")
SOURCES = bases("source citation reference claim statement statistic fact cite quotation")
LINKS = bases("link url address website page hyperlink")
FORMULAS = bases("formula formulae equation math maths expression fraction exponent power root")
LENGTHS = bases("distance length height width way size depth route")
WEIGHTS = bases("weight mass quantity ingredient amount")
MONTHS = bases("month label axis")

# Attribute and value; what the sentence speaks of; the sample.
FORMS = tuple(
    (value, nouns, regex.compile(rf"(?<![\w.,:/-])(?:{pattern})(?![\w/-]|[.,:]\d)"))
    for value, nouns, pattern in (
        ("date:iso", DATES, r"(?:19|20)\d\d-\d\d-\d\d|[Yy]{4}-(?:MM|mm)-[Dd]{2}|%Y-%m-%d"),
        ("date:dmy", DATES, r"[Dd]{1,2}[./-][Mm]{1,2}[./-][Yy]{2,4}|%d[./-]%m[./-]%[Yy]"),
        ("date:dmy", DATES, r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|(?:1[3-9]|2\d|3[01])[/-]\d{1,2}[/-](?:19|20)?\d\d"),
        ("date:mdy", DATES, r"[Mm]{1,2}[./-][Dd]{1,2}[./-][Yy]{2,4}|\d{1,2}/(?:1[3-9]|2\d|3[01])/(?:19|20)?\d\d|%m/%d/%[Yy]"),
        ("date:words", DATES, rf"\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}(?:,?\s\d{{4}})?|{MONTH}\s\d{{1,2}}(?:,\s\d{{4}})?"),
        ("clock:24", TIMES, r"(?:1[3-9]|2[0-3])[:.h]\d\d|HH:mm|hh:mm:ss|%H:%M"),
        ("clock:12", TIMES, r"\d{1,2}(?:[:.]\d\d)?\s?[AaPp]\.?[Mm]\.?|hh:mm\s?[aA]{1,2}|%I:%M\s?%p"),
        ("currency-mark:symbol", SUMS, r"[€$£¥]\s?\d[\d.,]*|\d[\d.,]*\s?[€$£¥]"),
        ("currency-mark:code", SUMS, r"(?:EUR|USD|GBP|CHF|JPY)\s?\d[\d.,]*|\d[\d.,]*\s?(?:EUR|USD|GBP|CHF|JPY)"),
        ("currency:euro", SUMS, r"(?:€|EUR)\s?\d[\d.,]*|\d[\d.,]*\s?(?:€|EUR|euros?)"),
        ("currency:dollar", SUMS, r"(?:\$|USD)\s?\d[\d.,]*|\d[\d.,]*\s?(?:\$|USD|dollars?)"),
        ("currency:pound", SUMS, r"(?:£|GBP)\s?\d[\d.,]*|\d[\d.,]*\s?(?:£|GBP|pounds)"),
        ("thousands:comma", NUMBERS, r"[€$£]?\s?\d{1,3}(?:,\d{3})+(?:\.\d+)?"),
        ("thousands:point", NUMBERS, r"[€$£]?\s?\d{1,3}(?:(?:\.\d{3}){2,}|(?:\.\d{3})+,\d+)"),
        ("thousands:space", NUMBERS, r"\d{1,3}(?:[   ]\d{3})+(?:[.,]\d+)?"),
        ("thousands:apostrophe", NUMBERS, r"\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?"),
        ("decimal:comma", NUMBERS, r"[€$£]?\s?\d+(?:\.\d{3})*,\d{1,2}\s?[€$£%]?"),
        ("decimal:point", NUMBERS, r"[€$£]?\s?\d+(?:,\d{3})*\.\d{1,2}\s?[€$£%]?"),
        ("money:decimals", SUMS, r"[€$£]?\s?\d[\d,]*\.\d\d\s?[€$£]?|\d[\d.]*,\d\d\s?€"),
        ("units:imperial", LENGTHS, r"\d[\d.,]*\s?(?:mi|miles?|ft|feet|in|inch(?:es)?|yd|yards?)"),
        ("units:metric", LENGTHS, r"\d[\d.,]*\s?(?:km|kilomet(?:er|re)s?|m|met(?:er|re)s?|cm|mm)"),
        ("units:imperial", WEIGHTS, r"\d[\d.,]*\s?(?:lbs?|oz|pounds?|ounces?|cups?)"),
        ("units:metric", WEIGHTS, r"\d[\d.,]*\s?(?:kg|g|kilos?|grams?|ml|l)"),
        ("maths:latex", FORMULAS, r"\$+(?:[^$\n]*|\.\.\.)\$+|\\\w+(?:\{[^}]*\})*"),
        ("maths:plain", FORMULAS, r"[a-z0-9)]\s?\^\s?[\da-z(]+|sqrt\([^)]*\)|\w+\s?=\s?\w+\*\S+"),
        ("maths:unicode", FORMULAS, r"\w*[²³√×÷]\w*"),
        ("percent:sign", SHARES, r"\d[\d.,]*\s?%"),
        ("percent:word", SHARES, r"(?:\d[\d.,]*|[a-z]+)\s(?:percent|per\scent)"),
        ("numerals:digits", COUNTS, r"\d{1,2}"),
        ("numerals:words", COUNTS, r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?"),
        ("cites:numbers", SOURCES, r"\[\d+\]|\(\d\)"),
        ("cites:author", SOURCES, r"\([A-Z][A-Za-z .&]+,?\s(?:19|20)\d\d\)"),
        ("links:anchor", LINKS, r"\[[^\]\n]+\]\([^)\n]*\)"),
        ("links:bare", LINKS, r"https?://[\w./-]+"),
        ("month:short", MONTHS, r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?=\W|$)"),
        ("month:full", MONTHS, r"January|February|March|April|June|July|August|September|October|November|December"),
        ("naming:camel", NAMES, r"[a-z]+[a-z0-9]*(?:[A-Z][a-z0-9]+)+"),
        ("naming:pascal", NAMES, r"(?:[A-Z][a-z0-9]+){2,}"),
        ("naming:snake", NAMES, r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+"),
        ("naming:screaming", NAMES, r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"),
        ("naming:kebab", NAMES, r"(?<=[`\"“'])[a-z][a-z0-9]*(?:-[a-z0-9]+)+(?=[`\"”'])"),
    )
)  # fmt: skip
# Samples that are a form by themselves, whatever the sentence speaks of, if they stand in quotation marks.
BRITISH = regex.compile(
    r"(?i)[\"“'`](?:colou?r|favou?r|behaviou?r|cent(?:re|er)|organi[sz]\w+|reali[sz]e|analy[sz]e|labou?r|travell?ing|programme|catalogue)"
    r"[\"”'`,]"
)
SAMPLE = regex.compile(r"[\d\"“'`_%$]|[Yy]{2}")  # without one of these nothing is shown
SPEAKING = frozenset("introduce say write begin open start greet answer reply respond close end finish sign".split())
OWN_VOICE = regex.compile(
    r"(?:with|as|by|:|say|answer|reply|write)\s[\"“](?:Hello, |Hi, |Hi! )?(?:I|We)(?:['’ ](?:m|am|are|re|ve|have|can|will|ll)\b)"
)
ONE_CURRENCY = regex.compile(
    r"(?i)\b(?:is|are|in|of) (?:us )?(?:euros?|dollars?|pounds?|francs?|yen|eur|usd|gbp|chf)\b"
)
TERMS = frozenset("word words term phrase slogan say title".split())  # a word that is wanted or banned for itself
US = regex.compile(r"(?i)color|favor|behavior|center|organiz|realize|analyze|labor\b|traveling")
BARE = ("naming:kebab", "numerals:digits", "numerals:words")  # only in quotation marks: the sample looks like anything
SHOWING = frozenset(  # forms that a word alone may have, too: not after "use", "is" …
    "date:iso date:dmy date:mdy date:words clock:24 clock:12 naming:camel naming:snake naming:pascal".split()
)
# Whose samples these are not: "if the caller says 2 pm", "parse dates such as …".
TAKEN = frozenset(
    "parse accept read recognise recognize understand convert normalise normalize detect extract match".split()
)


def shown(d: Directive) -> Iterator[Mention]:
    """Values of attributes that the samples in a directive show, as mentions.

    Args:
        d: a directive or a statement.
    """
    tokens, text = d.sentence.tokens, d.sentence.text
    if d.action in TAKEN or d.first >= d.last:
        return
    first, last = tokens.starts[d.first], tokens.ends[d.last - 1]
    last += next((i for i, c in enumerate(text[last:]) if c not in SIGNS), len(text) - last)
    if SAMPLE_NEXT.search(text, first, last):
        last = len(text)
    if not SAMPLE.search(text, first, last):
        return
    spoken = {base(w) for w in (*d.words, *tokens.words[: d.first]) if not w.startswith("numbered")}
    for value, nouns, pattern in FORMS:
        if nouns.isdisjoint(spoken) or (value.startswith("currency:") and ONE_CURRENCY.search(text)):
            continue  # "prices in euros: 12 €" is about these alone
        m = pattern.search(text, first, last)
        if m and INTRODUCED.search(text, first, m.start()) and (value not in BARE or text[m.start() - 1] in QUOTES):
            yield _mention(d, value, m.start(), m.end())
    m = None if d.modality.forbids or d.action not in SPEAKING else OWN_VOICE.search(text, first, last)
    if m:
        yield _mention(d, "person:first", m.start(), m.end())
    m = None if d.modality.forbids or not TERMS.isdisjoint(d.words) else BRITISH.search(text, first, last)
    if m:
        yield _mention(d, f"spelling:{'american' if US.search(m.group()) else 'british'}", m.start(), m.end())


# What a sample of a mark is a sample of; a feature and its opposite.
Q = r"[\"“'`]"
MARKS = tuple(
    (feature, regex.compile(pattern))
    for feature, pattern in (
        ("do:markdown.heading", rf"{Q}#{{1,6}}\s?[\"”'`]"),
        ("do:markdown.bold", rf"{Q}\*\*[^*\n]*(?:\*\*)?[\"”'`]"),  # bare, it is the prompt's own
        ("do:markdown.list", rf"\b(?:with|by) (?:a \w+ )?{Q}(?:[-*•]\s?)[\"”'`]"),
        ("do:markdown.code", r"(?<!`)```(?!`)\w*"),
        ("do:contraction", r"(?i)[\"“](?:don|can|won|isn|doesn|aren)['’]t[\"”]|[\"“](?:it['’]s|we['’]ll|you['’]re|I['’]m|we['’]re)[\"”]"),
        ("do:contraction", r"(?i)(?:\b\w+(?:n['’]t|['’](?:re|ll|ve|m|s)),?\s(?:and\s|or\s)?){1,}\w+(?:n['’]t|['’](?:re|ll|ve|m))\b"),
        ("dont:contraction", r"(?i)[\"“](?:do not|cannot|can not|will not|it is|is not|I am|we are|you are|does not)[\"”]"),
    )
)  # fmt: skip
# Verbs that put a sample into the output.
PUTTING = frozenset(
    "write use put say start begin open mark wrap surround precede prefix set format show print end prefer add render".split()
)


def marked(d: Directive) -> Iterator[tuple[str, int, int]]:
    """Features whose marks a directive shows: headings by "##", contractions by "don't"; with the tokens that do so.

    Args:
        d: a directive or a statement.
    """
    if d.first >= d.last or not (d.action in PUTTING or d.modality.forbids):
        return
    text, tokens = d.sentence.text, d.sentence.tokens
    first, last = tokens.starts[d.first], tokens.ends[d.last - 1]
    last += next((i for i, c in enumerate(text[last:]) if c not in SIGNS), len(text) - last)
    if not SAMPLE.search(text, first, last):
        return
    for feature, pattern in MARKS:
        m = pattern.search(text, first, last)
        if m:
            at = _mention(d, "", m.start(), m.end())
            yield feature, at.start, at.end


def worded(d: Directive) -> Iterator[Mention]:
    """Values that words give an attribute because of what the sentence speaks of: "dates the American way".

    Args:
        d: a directive or a statement.
    """
    found = [m for m in d.sentence.of_kind("of") if d.first <= m.start < d.last]
    if not found:
        return
    words = d.sentence.tokens.words
    for m in found:
        _, attribute, value = m.concept.split(":")
        around = (*words[: m.start], *words[m.end : d.last])
        if not _spoken_of(attribute).isdisjoint(base(w) for w in around):
            yield Mention(m.start, m.end, f"is:{attribute}:{value}")


@lru_cache(maxsize=64)
def _spoken_of(attribute: str) -> frozenset[str]:
    """Base forms of what has an attribute, of which a sentence has to speak for words that are ambiguous without."""
    from promptlint.knowledge import current

    nouns = current().section("spoken_of").get(attribute) or current().section("attribute_nouns").get(attribute, "")
    return bases(str(nouns))


def _mention(d: Directive, value: str, start: int, end: int) -> Mention:
    tokens = d.sentence.tokens
    first = bisect_right(tokens.starts, start) - 1
    return Mention(first, max(bisect_left(tokens.starts, end), first + 1), f"is:{value}")
