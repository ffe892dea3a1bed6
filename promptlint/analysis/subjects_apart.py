"""Kinds of people and sizes of things that two directives name: a rule for the one does not meet a rule for the other."""

from __future__ import annotations

from promptlint.analysis.objects import PEOPLE
from promptlint.analysis.words import interval
from promptlint.deontic.ir import Directive


def subjects_apart(a: Directive, b: Directive) -> str:
    """Why two directives are about different people, or things of different sizes; "" where nothing says so."""
    mine, theirs = _people(a), _people(b)
    for group in mine.keys() & theirs.keys():
        if not mine[group] & theirs[group]:
            return f"different people: {' '.join(sorted(mine[group]))}; {' '.join(sorted(theirs[group]))}"
    one, two = _ages(a), _ages(b)
    if one and two and (one[1] <= two[0] or two[1] <= one[0]):
        return "people of different ages"
    ones, others = _sizes(a), _sizes(b)
    for unit in ones.keys() & others.keys():
        if ones[unit][1] <= others[unit][0] or others[unit][1] <= ones[unit][0]:
            return f"things of other sizes, in {unit}"
    return ""


def _ages(d: Directive) -> tuple[float, float] | None:
    """The ages of "customers over 60", as an interval."""
    words = d.sentence.tokens.words
    for i, word in enumerate(words[:-2]):
        if word in PEOPLE and words[i + 1] in ("over", "under", "above", "below", "aged", "older", "younger"):
            return interval(" ".join(words[i + 1 : i + 6]))
    return None


SIZED = frozenset("over under above below beyond beneath of with longer shorter larger smaller".split())


def _sizes(d: Directive) -> dict[str, tuple[float, float]]:
    """The size of the things that a directive opens with, by unit: "mails of up to 40 lines"."""
    words = d.sentence.tokens.words
    for i in range(1, min(4, len(words) - 2)):
        if words[i] in SIZED and words[i - 1].isalpha():
            end = next((j for j in range(i + 1, min(i + 7, len(words) - 1)) if words[j][0].isdigit()), 0)
            found = interval(" ".join(words[i : end + 3])) if end else None
            return {words[end + 1]: found} if found else {}
    return {}


def _people(d: Directive) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    own = d.sentence.of_kind("who")
    for m in own:  # the longer phrase says what is meant: "not a member"
        if not any(o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start for o in own):
            _, group, value = m.concept.split(":")
            found.setdefault(group, set()).add(value)
    return found
