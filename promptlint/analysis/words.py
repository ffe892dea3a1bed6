"""What a phrase is about: its content words, its sign, its range of numbers, the condition values that it names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from promptlint import regex
from promptlint.shelf import derived
from promptlint.text.tokens import forms, tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.deontic.ir import Condition
    from promptlint.text.sentences import Sentence

NEGATIVE = frozenset(
    "not no without never nothing none nobody neither nor outside otherwise lack lacks missing".split()
)
EARLY = ("before", "until", "unless", "prior to", "ahead of", "till", "without")
BELOW = r"(?:fewer|less|lower|smaller|shorter|younger|cheaper) than|under|below|beneath"
ABOVE = r"(?:more|greater|higher|larger|longer|older) than|over|above|exceeds?|exceeding|beyond"
FROM = r"at least|from|no (?:fewer|less) than|minimum of|starting at"
TO = r"at most|up to|no more than|maximum of|not more than"
VALUES = regex.compile(r"\s*(?:,|\bor\b|\bnor\b)\s*")
MEASURES = frozenset("less more fewer at over under above below between greater".split())
NUMBER = regex.compile(r"\d+(?:[.,]\d+)?")


@lru_cache(maxsize=2)
def _section(name: str) -> frozenset[str]:
    from promptlint.knowledge import current

    return frozenset(f for line in current().section(name) for w in str(line).split() for f in (w, *forms(w)))


def _shortest(word: str) -> str:
    found = forms(word)
    return found[0] if len(found) == 1 else min(found, key=lambda f: (len(f), f))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A crude stem: enough to see that "verification" and "verified" are one idea."""
    base = _shortest(word)
    for ending in ("ification", "ation", "ition", "ment", "ness", "ity", "ion", "ing", "ify", "ly", "al", "e", "y"):
        if base.endswith(ending) and len(base) - len(ending) >= 4:
            base = base[: -len(ending)]
            break
    return base[:6]


@lru_cache(maxsize=65536)
def base(word: str) -> str:
    """The base form of a word, near enough: "files" and "file" give one, "changes" and "changelog" do not."""
    short = _shortest(word)
    if short != word and short.endswith("ing"):  # "meetings", "meeting"
        short = _shortest(short)
    return short[:-1] if short.endswith("e") and len(short) > 3 else short


def bases(words: str | Iterable[str]) -> frozenset[str]:
    """The base forms of a fixed list of words.

    Args:
        words: in one string with white space between them, or one by one.
    """
    return _bases(words if isinstance(words, str) else " ".join(sorted(words)))


@derived
def _bases(words: str) -> frozenset[str]:
    return frozenset(map(base, words.split()))


@lru_cache(maxsize=16384)
def content(text: str) -> frozenset[str]:
    """Stems of the words that say something."""
    vacuous = _section("vacuous")
    return frozenset(
        stem(w)
        for w in tokenize(text).words
        if w[0].isalnum() and w not in vacuous and w not in ("s", "i") and w not in NEGATIVE
    )


@lru_cache(maxsize=16384)
def about(text: str) -> frozenset[str]:
    """Stems of a heading's words, the generic ones left out."""
    skip = _section("generic_headings")
    return frozenset(stem(w) for w in tokenize(text).words if w[0].isalnum() and w not in skip)


def generic(heading: str) -> bool:
    """Whether a heading names no subject of its own ("Rules", "Output format")."""
    return not about(heading)


def related(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of content words are about the same: at least half of the smaller one is shared."""
    return bool(a and b) and 2 * len(a & b) >= min(len(a), len(b)) and bool(a & b)


@lru_cache(maxsize=16384)
def polarity(cue: str, text: str, negated: bool) -> bool:
    """Whether a condition affirms what it is about: "once X" does, "before X", "without X", "if not X" do not."""
    no = sum(1 for w in tokenize(text).words if w in NEGATIVE)
    if negated and not no:  # else the words that negate it are counted
        no = 1
    if cue.lower().startswith(EARLY) or cue.lower() in NEGATIVE:
        no += 1
    return no % 2 == 0


def groups(c: Condition, s: Sentence) -> dict[str, set[str]]:
    """Values of the condition vocabularies that a condition names, by group."""
    found: dict[str, set[str]] = {}
    if s.table is None:
        return found
    for concept in _lookup(s.table, c.cue, c.text):
        _, group, value = concept.split(":")
        found.setdefault(group, set()).add(value)
    return found


@lru_cache(maxsize=16384)
def _lookup(table: object, cue: str, text: str) -> frozenset[str]:
    words = tokenize(f"{cue} {text}").words
    mentions = [m for m in table.find(words) if m.concept.startswith(("when:", "who:"))]  # type: ignore[attr-defined]
    # "can not be undone" holds "be undone": the longer phrase says what is meant
    return frozenset(
        m.concept
        for m in mentions
        if not any(o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start for o in mentions)
    )


@lru_cache(maxsize=16384)
def attribute(text: str) -> tuple[str, frozenset[str], bool] | None:
    """What a condition says of an attribute that has one value: "the user's plan is free or basic".

    Returns:
        Whose attribute it is ("user's plan"), the values named, and whether it has one of them (or none); None for
        other conditions. Two adjectives of one thing do not exclude each other, two values of one attribute do.
    """
    left, found, right = text.lower().partition(" is ")
    if not found:
        left, found, right = text.lower().partition(" are ")
    name = left.removeprefix("the ").strip()
    words = name.split()
    owned = len(words) > 1 and any(w.endswith(("'s", "’s")) for w in words[:-1])
    if not found or not words or len(words) > 4 or not (owned or words[-1] in _section("attributes")):
        return None
    denied = right.startswith(("not ", "neither "))
    values = [v.strip() for v in VALUES.split(right.removeprefix("not ").removeprefix("neither "))]
    if not all(0 < len(v.split()) < 3 and v.split()[0] not in MEASURES for v in values):
        return None
    return name, frozenset(values), not denied


def interval(text: str) -> tuple[float, float] | None:
    """The range of numbers that a condition names, or None: ``fewer than ten`` is up to 9.99."""
    from promptlint.text.tokens import NUMBER_WORDS

    low = text.lower()
    for word, value in _WORDS.items():
        if word in low and word in NUMBER_WORDS:
            low = regex.sub(rf"\b{word}\b", value, low)
    m = NUMBER.search(low)
    if m is None:
        return None
    value_ = float(m.group().replace(",", "."))
    before, after = low[: m.start()], low[m.end() :]
    if regex.search(rf"(?:{BELOW})\W*[$€£]?$", before):
        return (float("-inf"), value_)
    if regex.search(rf"(?:{ABOVE})\W*[$€£]?$", before):
        return (value_, float("inf"))
    if regex.search(rf"(?:{FROM})\W*[$€£]?$", before) or regex.match(
        r"\W*(?:\w+ )?(?:or|and) (?:more|over|above|up|older)", after
    ):
        return (value_, float("inf"))
    if regex.search(rf"(?:{TO})\W*[$€£]?$", before) or regex.match(
        r"\W*(?:\w+ )?(?:or|and) (?:less|fewer|under|below|younger)", after
    ):
        return (float("-inf"), value_)
    if m.group() == "1" and regex.search(r"\b(?:is|has|have|holds|contains|exactly|only|just|a single)\W*$", before):
        return (1.0, 1.5)  # "if the list has one entry"
    return None


_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "sixteen": "16", "eighteen": "18", "twenty": "20",
    "thirty": "30", "fifty": "50", "hundred": "100",
}  # fmt: skip
