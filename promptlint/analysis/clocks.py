"""Amounts that are written in a way of their own: times of day, dates, places of decimals."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint import regex
from promptlint.analysis.numbers import number
from promptlint.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence

CLOCK = regex.compile(r"(\d{1,2}):(\d\d)$")
MONTHS = "january february march april may june july august september october november december".split()
HOURS = frozenset("open opens opened opening close closes closed closing shut shuts hours".split())
PLACES = {"cent": 2, "cents": 2, "penny": 2, "integer": 0, "euro": 0, "dollar": 0, "pound": 0, "unit": 0, "ten": -1, "tens": -1,
          "hundred": -2, "hundreds": -2, "thousand": -3, "thousands": -3}  # fmt: skip


class Amount(NamedTuple):
    """Numbers as they stand, before any comparator."""

    dimension: str
    low: float
    high: float
    first: int
    last: int
    exact: bool = False


def _hour(w: list[str], i: int) -> tuple[float, int] | None:
    """A time of day at token ``i``: "20:00", "8 pm", "10 p.m."."""
    if not w[i][0].isdecimal():
        return None
    m = CLOCK.match(w[i])
    value = (
        int(m.group(1)) + int(m.group(2)) / 60 if m else float(w[i]) if w[i].isdecimal() and int(w[i]) <= 24 else -1.0
    )
    if value < 0:
        return None
    at = i + 1
    half = "".join(w[at : at + 4])
    for sign in ("a.m.", "p.m.", "a.m", "p.m", "am", "pm"):
        if half.startswith(sign):
            width = 1 if sign in ("am", "pm") else len(sign)
            if width == 1 and w[at] != sign:
                continue
            value = value % 12 + (12 if sign[0] == "p" else 0)
            return value, at + width
    return (value, at) if m else None


def clock(w: list[str]) -> Iterator[Amount]:
    i = 0
    while i < len(w):
        one = _hour(w, i)
        if one is None:
            if (
                not HOURS.isdisjoint(w)
                and w[i].isdecimal()
                and w[i + 1 : i + 2]
                and w[i + 1] in ("to", "-", "–")
                and w[i + 2 : i + 3]
            ):
                if w[i + 2].isdecimal() and int(w[i + 2]) < int(w[i]) <= 12:  # "9 to 5"
                    yield Amount("clock", float(w[i]), float(w[i + 2]) + 12, i, i + 3)
            i += 1
            continue
        value, end = one
        if w[end : end + 1] and w[end] in ("to", "-", "–", "and", "until", "till") and end + 1 < len(w):
            two = _hour(w, end + 1)
            if two and two[0] > value:
                yield Amount("clock", value, two[0], i, two[1])
                i = two[1]
                continue
        yield Amount("clock", value, value, i, end)
        i = end


def dates(s: Sentence, w: list[str]) -> Iterator[Amount]:
    for i, word in enumerate(w):
        if word not in MONTHS or not s.tokens.raw[i][0].isupper():
            continue
        month = MONTHS.index(word)
        for at, first, last in ((i - 1, i - 1, i + 1), (i + 1, i, i + 2)):
            if 0 <= at < len(w) and w[at].isdecimal() and 0 < int(w[at]) <= 31:
                day = month * 31.0 + int(w[at])
                yield Amount("date", day, day, first, last)
                break


def places(w: list[str]) -> Iterator[Amount]:
    """To how many decimals amounts are rounded; hundreds are -2."""
    for i, word in enumerate(w):
        value: float | None = None
        if word in ("decimals", "decimal", "digits"):
            before = w[max(0, i - 2) : i]
            if {"without", "no", "never"} & set(w[max(0, i - 3) : i]):
                value = 0
            else:
                n = next((x for j in range(max(0, i - 2), i) if (x := number(w, j))), None)
                value = n[0] if n and before else None
        elif (
            word in PLACES
            and (w[i - 1] in ("nearest", "next", "the", "to", "full") or (w[i - 2 : i - 1] == ["to"]))
            and ("nearest" in w or "round" in w or "rounded" in w or word in ("cent", "cents"))
        ):
            value = PLACES[word]
        elif (
            word in ("whole", "full")
            and w[i + 1 : i + 2]
            and w[i + 1] in ("numbers", "number", "euros", "dollars", "units")
        ):
            value = 0
        elif word in ("10", "100", "1000", "1,000") and w[i - 1] in ("next", "of", "nearest"):
            value = -{"10": 1, "100": 2}.get(word, 3)
        if value is not None:
            yield Amount("decimals", value, value, i, i + 1, True)
            return
