"""Conditions in words: what two wordings of one proposition have in common, and whether it is denied."""

from __future__ import annotations

from promptlint import regex
from promptlint.charter.surface import WORDS, stem
from promptlint.record import NamedTuple

ARTICLES = frozenset({"the", "a", "an"})
# What denies a proposition, and what is left of it: "does not agree" and "agrees" are one.
DENIALS = (
    (regex.compile(r"\b(?:does|do|did)(?: not|n['’]t) "), ""),
    (regex.compile(r"\b(is|are|was|were|has|have|had|can|will|would|should|must)(?: not|n['’]t)\b(?: yet\b)?"), r"\1"),
    (regex.compile(r"\bcannot\b"), "can"),
    (regex.compile(r"\b(is|are|was|were|has|have|had) no\b"), r"\1"),
)


class Proposition(NamedTuple):
    """What a phrase says.

    Args:
        key: equal for wordings that differ in articles, plurals and a denial only.
        denied: whether the phrase says that it does not hold.
    """

    key: str
    denied: bool


def proposition(text: str) -> Proposition:
    """Read a phrase; one that is denied more than once is taken as it stands."""
    plain = " ".join(text.lower().split())
    left, times = plain, 0
    for pattern, rest in DENIALS:
        left, n = pattern.subn(rest, left)
        times += n
    if times > 1:
        left = plain
    words = [stem(w) for w in WORDS.findall(left) if w not in ARTICLES]
    return Proposition(" ".join(words) or plain, times == 1)
