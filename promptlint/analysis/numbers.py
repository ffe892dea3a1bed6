"""Numbers in the tokens of a sentence: digits, words, ranges."""

from __future__ import annotations

from functools import lru_cache

from promptlint.record import NamedTuple

SMALL = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split()
    )
}
TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
ORDINALS = {
    w: i
    for i, w in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        1,
    )
}
FRACTIONS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "sixth": 1 / 6, "eighth": 0.125, "tenth": 0.1}
NUMERALS = frozenset([*SMALL, *TENS, "hundred", "thousand", "dozen"])
STARTS = frozenset([*SMALL, *TENS, "a", "an", "half", "dozen", "quarter"])
DASHES = frozenset("-–—‑−")


class Range(NamedTuple):
    """Numbers ``low`` to ``high`` (equal for a single one) at tokens ``[start, end)``."""

    low: float
    high: float
    start: int
    end: int


def number(words: list[str], i: int) -> tuple[float, int] | None:
    """The number at token ``i`` and the token after it, or None."""
    w = words[i]
    if w[0].isdigit():
        return _digits(words, i)
    nxt = words[i + 1] if i + 1 < len(words) else ""
    if part := _part(words, i):
        return part
    if w in ("a", "an", "half"):
        if w == "half" and words[i + 1 : i + 3] == ["a", "dozen"]:
            return 6.0, i + 3
        if nxt in ("hundred", "thousand", "dozen") and w != "half":
            return _scaled(1.0, words, i + 1)
        if nxt == "single" and w != "half":
            return 1.0, i + 2
        return (2.0, i + 3) if w == "a" and nxt in ("pair", "couple") and words[i + 2 : i + 3] == ["of"] else None
    if w in TENS:
        if nxt in DASHES and i + 2 < len(words) and 0 < SMALL.get(words[i + 2], 0) < 10:
            return float(TENS[w] + SMALL[words[i + 2]]), i + 3
        return _scaled(float(TENS[w]), words, i + 1)
    if w in SMALL:
        return _scaled(float(SMALL[w]), words, i + 1)
    return (12.0, i + 1) if w == "dozen" else None


# What is halved and quartered: "half an hour", "three quarters of a mile".
DIVIDED = frozenset(
    "minute hour day week month year decade century page mile metre meter kilo pound dollar euro million".split()
)
COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3}


def _part(words: list[str], i: int) -> tuple[float, int] | None:
    """A part of a unit at token ``i``, and the token of the unit: "half an hour", "three quarters of an hour", "a quarter hour"."""
    if words[i] == "half":
        at = i + 1 + (words[i + 1 : i + 2] in (["a"], ["an"]))
        return (0.5, at) if words[at : at + 1] and words[at] in DIVIDED else None
    at = i if words[i] in ("quarter", "quarters") else i + 1 if words[i] in COUNTS else len(words)
    if words[at : at + 1] not in (["quarter"], ["quarters"]):
        return None
    unit = at + 3 if words[at + 1 : at + 3] in (["of", "an"], ["of", "a"]) else at + 1
    if words[unit : unit + 1] and words[unit] in DIVIDED:
        return 0.25 * (COUNTS[words[i]] if at > i else 1), unit
    return None


def _digits(words: list[str], i: int) -> tuple[float, int] | None:
    w = words[i]
    if ":" in w or w.count(".") > 1:
        return None  # a time of day, a version
    try:
        value = float(w.replace(",", "") if not w.endswith(",") else w.rstrip(","))
    except ValueError:
        return None
    nxt = words[i + 1] if i + 1 < len(words) else ""
    if nxt in ("k", "thousand"):
        return value * 1000, i + 2
    return None if nxt in ("st", "nd", "rd", "th") else (value, i + 1)


def _scaled(value: float, words: list[str], at: int) -> tuple[float, int]:
    while at < len(words) and words[at] in ("hundred", "thousand", "dozen"):
        value *= {"hundred": 100, "thousand": 1000, "dozen": 12}[words[at]]
        at += 1
        more = number(words, at + 1) if words[at : at + 1] == ["and"] and at + 1 < len(words) else None
        if more and more[0] < 100:
            return value + more[0], more[1]
    return value, at


def ranges(words: list[str]) -> list[Range]:
    """Every number or range of numbers in the tokens, in order."""
    return list(_ranges(tuple(words)))


@lru_cache(maxsize=4096)
def _ranges(kept: tuple[str, ...]) -> tuple[Range, ...]:
    # Several analyses read the same sentences.
    words = list(kept)
    found: list[Range] = []
    i = next((i for i, w in enumerate(words) if w in STARTS or w[0].isdigit()), len(words))
    while i < len(words):
        one = number(words, i) if words[i] in STARTS or words[i][0].isdigit() else None
        if one is None:
            i += 1
            continue
        low, end = one
        joined = _second(words, i, end)
        if joined and joined[0] >= low:
            found.append(Range(low, joined[0], i, joined[1]))
            end = joined[1]
        else:
            found.append(Range(low, low, i, end))
        i = end
    return tuple(found)


def _second(words: list[str], start: int, end: int) -> tuple[float, int] | None:
    """The upper end of a range whose lower end stands at ``[start, end)``."""
    if end + 1 >= len(words):
        return None
    link = words[end]
    between = start > 0 and words[start - 1] == "between"
    if link in DASHES or link in ("to", "or") or (link == "and" and between):
        return number(words, end + 1)
    if link == "." and words[end : end + 2] == [".", "."] and end + 2 < len(words):
        return number(words, end + 2)
    return None


def show(value: float) -> str:
    """A number as people write it: no decimals where there are none."""
    return str(int(value)) if float(value).is_integer() else f"{value:.3g}"
