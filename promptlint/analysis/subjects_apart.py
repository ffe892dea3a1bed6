"""Kinds of people and sizes of things that two directives name: a rule for the one does not meet a rule for the other."""

from __future__ import annotations

from promptlint.analysis.objects import PEOPLE
from promptlint.analysis.similarity import STOP
from promptlint.analysis.words import base, bases, interval
from promptlint.deontic.ir import Directive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.analysis.claims import Claim


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


# Words before a noun that name no kind of it: amounts, order, degree and value.
COMMON = bases(
    "whole entire complete full single own same other another different first second third last next final initial original new current latest "
    "existing previous only main key major real actual exact correct right wrong good bad best better short long big small large little "
    "more most less least many few several some any all every each both one two three four five six seven eight nine ten zero no "
    "important necessary relevant appropriate clear simple plain general overall total usual normal regular extra additional such certain "
    "given following clean proper true possible user customer client reader caller"
)


def kinds_apart(a: Claim, b: Claim) -> str:
    """Why two claims are about two kinds of one thing: "retry no POST requests", "retry GET requests"; "" where they are not."""
    mine, theirs = _kinds(a), _kinds(b)
    for noun in mine.keys() & theirs.keys():
        if not mine[noun] & theirs[noun]:
            return f"different kinds: {' '.join(sorted(mine[noun]))}; {' '.join(sorted(theirs[noun]))}"
    return ""


def _kinds(c: Claim) -> dict[str, set[str]]:
    """The words right before each noun of a directive, without those that make up the claim itself."""
    d, words = c.directive, c.directive.sentence.tokens.words
    apart = range(c.first, c.last - 1)
    found: dict[str, set[str]] = {}
    for i in range(d.first + 1, d.last):
        if words[i] == "even":
            break  # "always, even for one-line changes": for every kind
        if not _names(words[i]) or i in apart:
            continue
        kinds, at = set(), i - 1
        while at >= d.first and _names(words[at]):
            if at not in apart and at != c.last - 1:
                kinds.add(base(words[at]))
            at -= 1
        if kinds := kinds - COMMON - {base(d.action)}:
            found.setdefault(base(words[i]), set()).update(kinds)
    return found


def _names(word: str) -> bool:
    """Whether a word can be a part of a noun's name."""
    return word[0].isalpha() and word not in STOP and not word.endswith("ly")
