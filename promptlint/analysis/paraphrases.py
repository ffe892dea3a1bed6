"""What a sentence says, whichever of several wordings it uses."""

from __future__ import annotations

from collections.abc import Sequence

from promptlint.analysis.similarity import STOP, stem
from promptlint.knowledge import current
from promptlint.record import NamedTuple
from promptlint.shelf import derived
from promptlint.text.tokens import NUMBER_WORDS, forms

UNTIL = ("before", "until", "till", "unless", "without")
LEFT_OUT, DENIES, EXCEEDS, AT_MOST = "-", "not", "exceed", "maximum"


class Meaning(NamedTuple):
    """What a sentence says.

    Args:
        words: the groups of its words, and the stems of those in none.
        denials: how often it denies them.
    """

    words: frozenset[str]
    denials: int


def meaning(words: Sequence[str]) -> Meaning:
    """What the tokens of a sentence say.

    Args:
        words: in lower case, as a `Tokens` has them.
    """
    groups, alone, longest, found, denials, i = _groups(), _alone(), _longest(), set[str](), 0, 0
    stems, bases = [stem(w) for w in words], [forms(w)[-1] for w in words]
    while i < len(words):
        most = max(longest.get(words[i], 0), longest.get(bases[i], 0), longest.get(stems[i], 0))
        for length in range(min(most, len(words) - i), 1, -1):
            named = (groups.get(tuple(form[i : i + length])) for form in (words, bases, stems))
            if (group := next(filter(None, named), None)) is not None:
                break
        else:
            length, group = 1, alone.get(words[i]) or alone.get(bases[i]) or alone.get(stems[i])
        eased = bool(denials) and words[i] in UNTIL  # "not sent before it is approved", "never sent without approval"
        if eased:
            denials = 0
        elif group is None and _tells(words[i]):
            found.add(stems[i])
        for name in (group or "").split() if not eased else ():
            if name == DENIES:
                denials += 1
            elif name != LEFT_OUT:
                found.add(name)
        i += length
    if denials % 2 and EXCEEDS in found:  # "no line exceeds" is "at most"
        found, denials = found - {EXCEEDS} | {AT_MOST}, denials - 1
    return Meaning(frozenset(found), denials)


def of_stems(found: frozenset[str]) -> frozenset[str]:
    """The groups of some stems, and the stems in none."""
    groups = _groups()
    return frozenset(w for s in found for w in groups.get((s,), s).split()) - {LEFT_OUT, DENIES}


def _tells(word: str) -> bool:
    """Whether a word says what a sentence is about; numbers are compared as numbers."""
    return (word[0].isalpha() and word not in STOP and word not in NUMBER_WORDS) or word == "%"


@derived
def _groups() -> dict[tuple[str, ...], str]:
    """Words and their stems → the names of their groups; the first line that has a word keeps it."""
    found: dict[tuple[str, ...], str] = {}
    for name, line in (current().section("paraphrases") or {}).items():
        for phrase in str(line).split():
            words = tuple(phrase.split("_"))
            found.setdefault(words, name)
            if words[0] not in STOP:  # "not given" is no "not give"
                found.setdefault(tuple(stem(w) for w in words), name)
    return found


@derived
def _alone() -> dict[str, str]:
    """The groups of single words."""
    return {words[0]: name for words, name in _groups().items() if len(words) == 1}


@derived
def _longest() -> dict[str, int]:
    """How many words the longest phrase has that begins with a word, of those of several words."""
    found: dict[str, int] = {}
    for phrase in filter(lambda words: len(words) > 1, _groups()):
        found[phrase[0]] = max(len(phrase), found.get(phrase[0], 0))
    return found
