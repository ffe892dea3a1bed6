"""How often something has to happen before a sentence applies: "after the third failed login", "has asked twice"."""

from __future__ import annotations

import math
from collections.abc import Iterator

from promptlint.analysis.numbers import ORDINALS, number
from promptlint.analysis.similarity import STOP
from promptlint.record import NamedTuple

SIGNS = frozenset(",;:.!?—–()")
EVENT_LEADS = frozenset("on after with at upon from by following".split())
WHEN = frozenset("once when until after whenever if has have had needs takes needed".split())
NUMBERED = frozenset([*ORDINALS, "once", "twice", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
                      "ten", "twelve", "half", "dozen", "a", "an", "twenty", "thirty", "hundred", "quarter"])  # fmt: skip


class Bounds(NamedTuple):
    """Numbers as they stand at tokens ``[first, last)``; ``nouns`` are words behind them that belong to the matter."""

    dimension: str
    low: float
    high: float
    first: int
    last: int
    nouns: tuple[str, ...] = ()


def events(w: list[str]) -> Iterator[Bounds]:
    """How often something has to happen: "after the third failed login", "asks for the second time", "has asked twice"."""
    for i, word in enumerate(w):
        if word.isdigit() and w[i + 1 : i + 3] == ["th", "birthday"]:
            yield Bounds("age", float(word), math.inf, i, i + 3)
            return
        if word in ORDINALS and i and w[i - 1] in ("the", "a", "an", *EVENT_LEADS):
            n = float(ORDINALS[word])
            if w[i + 1 : i + 2] == ["time"] and (w[i - 2 : i - 1] == ["for"] or i < 3):
                yield Bounds("event", n, math.inf, i, i + 2)
                return
            if w[i + 1 : i + 2] and w[i + 1] in UNITS:
                if "on" in w[i + 2 : i + 4] or "onwards" in w[i + 2 : i + 4]:  # "from the sixth month on"
                    yield Bounds("time", n * UNITS[w[i + 1]], math.inf, i, i + 2)
                return
            lead = w[i - 2] if i > 1 and w[i - 1] in ("the", "a", "an") else w[i - 1]
            end = next((j for j in range(i + 1, min(i + 4, len(w) + 1)) if j == len(w) or w[j] in SIGNS or w[j] in STOP),
                       min(i + 4, len(w)))  # fmt: skip
            if lead in EVENT_LEADS and end > i + 1:
                yield Bounds("event", n, math.inf, i, end, tuple(w[i + 1 : end]))
                return
        elif word in ("once", "twice", "thrice") and i > 1 and not WHEN.isdisjoint(w[max(0, i - 5) : i]):
            if w[i + 1 : i + 2] not in (["a"], ["per"], ["every"], ["as"]) and not TRIED & set(w):
                yield Bounds("event", {"once": 1.0, "twice": 2.0}.get(word, 3.0), math.inf, i, i + 1)
                return
        elif (word[0].isdigit() or word in NUMBERED) and (n_ := number(w, i)) and n_[0] > 1:
            noun = w[n_[1] : n_[1] + 1]
            if not noun or not noun[0].endswith("s") or noun[0] in TIMES:
                continue
            needed = any(w[j] == "before" and NEEDED & set(w[n_[1] : j]) for j in range(n_[1] + 1, len(w)))
            done = set(w[n_[1] + 1 : n_[1] + 2]) & {"have", "has"} or set(w[n_[1] + 1 : n_[1] + 3]) == {"in", "a"}
            if needed or (done and not WHEN.isdisjoint(w[max(0, i - 2) : i])):
                yield Bounds("event", n_[0], math.inf, i, n_[1] + 1, (noun[0],))
                return


UNITS = {
    "hour": 3600.0,
    "day": 86400.0,
    "week": 604800.0,
    "month": 2592000.0,
    "year": 31536000.0,
    "minute": 60.0,
    "second": 1.0,
}
TRIED = frozenset("retry retries retried try tries attempt attempts".split())
TIMES = frozenset("seconds minutes hours days weeks months years times".split())
NEEDED = frozenset("needed required necessary must".split())
