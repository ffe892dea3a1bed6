"""Sentences without the case that they open with."""

from __future__ import annotations

LEADS = frozenset("if when whenever during while".split())


def main_words(words: list[str]) -> list[str]:
    """The words with a leading case blanked: "When it is late, answer first" gives "; ; ; ; ; answer first".

    The places of the words stay; whether the case matters is decided by the conditions of the directive.
    """
    if not words or words[0] not in LEADS or "," not in words[1:]:
        return words
    comma = words.index(",", 1)
    return [";"] * (comma + 1) + words[comma + 1 :] if comma < 20 else words
