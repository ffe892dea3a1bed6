"""How an output that is shown can break a rule of form: cases, names in greetings, questions, dates, keys and values."""

from __future__ import annotations

import re
from collections.abc import Callable

from promptlint import regex
from promptlint.analysis.sample_lines import HOLE

Check = Callable[[str], str]

QUOTED = regex.compile(r"\"[^\"\n]*\"|“[^”\n]*”|`[^`\n]*`")
SMALL_WORDS = frozenset(
    "a an and as at but by for from in into nor of on or over so the to up via with is it are".split()
)


def _lower(text: str) -> str:
    m = regex.search(r"\b\w*[A-Z]\w*", QUOTED.sub(" ", text.replace(HOLE, "")))
    return f"a capital letter (“{m[0]}”)" if m else ""


def _upper(text: str) -> str:
    m = regex.search(r"\b\w*[a-z]\w*", QUOTED.sub(" ", text.replace(HOLE, "")))
    return f"small letters (“{m[0]}”)" if m else ""


def _sentence(text: str) -> str:
    words = [w.strip('.,:;!?()"“”') for w in text.split()]
    big = [w for w in words[1:] if w[:1].isupper() and w[1:].islower()]
    return (
        "capitals on most words" if len(big) >= 4 and len(big) * 4 >= 3 * (len(words) - 1) and "\n" not in text else ""
    )


def _titled(text: str) -> str:
    words = [w.strip('.,:;!?()"“”') for w in text.split()]
    small = next((w for w in words if w.isalpha() and w.islower() and w not in SMALL_WORDS and len(w) > 3), "")
    return f"“{small}” in small letters" if small and "\n" not in text and len(words) < 15 else ""


NAMING = {
    "snake case": regex.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*"),
    "screaming snake case": regex.compile(r"[A-Z0-9]+(?:_[A-Z0-9]+)*"),
    "camel case": regex.compile(r"[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)*"),
    "pascal case": regex.compile(r"(?:[A-Z][a-z0-9]*)+"),
    "kebab case": regex.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"),
}


def _named(kind: str) -> Check:
    def check(text: str) -> str:
        name = text.strip(" `\"'")
        return f"“{name}”" if regex.fullmatch(r"[\w-]+", name) and not NAMING[kind].fullmatch(name) else ""

    return check


CASES: dict[str, Check] = {
    **dict.fromkeys(("lowercase", "small letters"), _lower),
    **dict.fromkeys(("uppercase", "block capitals", "capitals", "capital letters", "all caps", "caps"), _upper),
    "sentence case": _sentence,
    "title case": _titled,
    **{kind: _named(kind) for kind in NAMING},
}

MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
DATE = regex.compile(
    rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[./]\d{{1,2}}[./](?:\d{{4}}|\d\d)\b|\b\d{{1,2}}(?:st|nd|rd|th)?\.? (?:of )?{MONTH},? \d{{4}}\b|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b"
)
PLACES = {"DD": r"\d\d", "D": r"\d{1,2}", "MM": r"\d\d", "M": r"\d{1,2}", "YYYY": r"\d{4}", "YY": r"\d\d"}


def dated(mask: str) -> Check:
    """Another form of date than a mask such as ``DD.MM.YYYY`` has."""
    kept = regex.compile("".join(PLACES.get(p, re.escape(p)) for p in regex.split(r"([./-])", mask)))

    def check(text: str) -> str:
        return next((f"another form of date (“{m[0]}”)" for m in DATE.finditer(text) if not kept.fullmatch(m[0])), "")

    return check


MONEY = regex.compile(
    r"(?i)[€$£]\s?\d[\d.,]*|\b\d[\d.,]*\s?(?:euros?|dollars?|pounds|francs?|eur|usd|gbp|chf|€|£)(?!\w)"
)


def money(text: str) -> str:
    """A price in a text."""
    m = MONEY.search(text)
    return f"a price (“{m[0]}”)" if m else ""


ADDRESS = regex.compile(
    r"^\W*(?:Dear|Hello|Hi|Hey|Good (?:morning|day|evening|afternoon))[, ]+(?P<title>(?:Mr|Ms|Mrs|Miss|Dr|Prof|Professor|Sir|Madam|Herr|Frau)\b\.?)?\s*(?P<name>[A-ZÀ-Ý][a-zà-ÿ]+)?(?P<more> [A-ZÀ-Ý][a-zà-ÿ]+)?[,!.:\n]"
)
VOCATIVE = regex.compile(r"\b(?:[Tt]hank you|[Tt]hanks|[Ss]orry|[Ww]elcome back)\b[^,.!?\n]{0,30}, ([A-Z][a-z]+)[.!?]")
NO_NAME = frozenset(
    "there all team everyone everybody customer guest colleague colleagues sir madam member neighbours friends reader visitor patient student".split()
)


def addressed(forename: bool) -> Check:
    """A greeting by title and surname where it should be by first name, or the other way round."""

    def check(text: str) -> str:
        m = ADDRESS.search(text)
        if not m and not forename and (m := VOCATIVE.search(text)):
            return f"“{m[1]}”"
        if not m or not m["name"] or m["name"].lower() in NO_NAME:
            return ""
        by_forename = not m["title"] and not m["more"]
        return f"“{m[0].strip(' ,!.:')}”" if (by_forename if not forename else bool(m["title"])) else ""

    return check


JOINED = regex.compile(
    r"(?i)\b(?:and|or|also)\b,? (?:(?:if so|also|roughly|then),? )?(?:what|when|where|who|which|why|how|do you|did you|have you|are you|is it|is there|was it|would you|can you|could you|does it|has it|will you)\b"
)


def asked(text: str) -> int:
    """How many questions a text asks."""
    marks = text.count("?")
    joined = sum(bool(JOINED.search(part)) for part in text.split("?")[:-1])
    return marks + joined


FEATURES = {
    "hashtag": regex.compile(r"(?<!\w)#[^\W\d]\w*"),
    "emoji": regex.compile("[\U0001f300-\U0001faff\u2600-\u27bf]"),
    "exclamation": regex.compile("!"),
    "bullet": regex.compile(r"(?m)^\s*(?:[-*•]|\d{1,2}[.)])\s+\S"),
    "link": regex.compile(r"https?://|www\."),
}
LISTED = frozenset(
    "item option suggestion step tip bullet idea title point proposal recommendation alternative".split()
)
SENTENCE = regex.compile(r"[.!?…](?=\s|[\"'”’)]*$|[\"'”’)]*\s)")

COUNTABLE = LISTED | frozenset(FEATURES) | {"word", "character", "line", "paragraph", "sentence", "question"}


def amount(text: str, dimension: str) -> int:
    """How many of something a text has; -1 where that is not known."""
    if dimension == "word":
        return len(text.split())
    if dimension == "character":
        return -1 if HOLE in text else len(text)
    if dimension == "line":
        return text.strip().count("\n") + 1
    if dimension == "paragraph":
        return len(regex.split(r"\n\s*\n", text.strip()))
    if dimension == "sentence":
        return max(1, len(SENTENCE.findall(text)))
    if dimension == "question":
        return asked(text)
    if dimension in FEATURES and dimension != "bullet":
        return len(FEATURES[dimension].findall(text))
    return (len(FEATURES["bullet"].findall(text)) or -1) if dimension in LISTED else -1


# What shows another unit than the one that is wanted.
UNITS = {
    "celsius": r"°\s?F\b|\bfahrenheit\b",
    "fahrenheit": r"°\s?C\b|\bcelsius\b",
    "kilometres": r"\bmiles?\b",
    "kilometers": r"\bmiles?\b",
    "miles": r"\bkilomet(?:re|er)s?\b|\bkm\b",
    "metres": r"\bfeet\b|\bft\b|\byards?\b",
    "centimetres": r"\binch(?:es)?\b|\bin\.",
    "kilograms": r"\bpounds?\b|\blbs?\b",
    "grams": r"\bcups?\b|\bounces?\b|\boz\b|\btablespoons?\b",
    "milligrams": r"\btablets?\b|\bdrops?\b|\bpills?\b",
    "euros": r"\$\s?\d|\b\d[\d.,]* ?(?:dollars|usd|gbp|pounds)\b|£\s?\d",
    "dollars": r"€\s?\d|\b\d[\d.,]* ?(?:euros|eur|gbp|pounds)\b|£\s?\d",
}
IN_UNIT = regex.compile(
    rf"\b(?:given|come|comes|stated|shown|always|only|are|is|written|quoted|measured|expressed|spoken) (?:\w+ )?in (?:degrees )?({'|'.join(UNITS)})\b(?!\s*(?:or|and|with|\())"
)

TYPES = {
    "number": (int, float),
    "integer": (int,),
    "string": (str,),
    "boolean": (bool,),
    "list": (list,),
    "array": (list,),
}


def typed(value: object, kind: str) -> bool:
    """Whether a value of JSON is of a type; null is of any."""
    if value is None:
        return True
    return isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
