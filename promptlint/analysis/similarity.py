"""Which words carry a statement's content, and whether two statements say the same."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from promptlint import knowledge
from promptlint.shelf import derived
from promptlint.text.tokens import IRREGULAR, forms, spelling

# Words that say nothing of what a statement is about.
STOP = frozenset(
    """a an the this that these those of to in on at for from by with as into onto about over under up out off and or but nor
    so than then too very also just only even both either neither each every all any some such no not never always ever
    is are be am was were been being do does did doing done have has had having can could may might must shall should will
    would ought need needs needed want i you he she it we they me him her us them my your his its our their mine yours who
    whom whose which what when where why how if whether while because since until unless once before after during there
    here please make sure ensure be remember note important critical mandatory required s 's d ll ve re m t own same other
    another else again still already yet rather quite own per via etc
    mustn needn shouldn let therefore thus hence however""".split()
)
ENDINGS = (
    "izations", "ization", "ations", "ation", "ating", "ated", "ates", "ate", "ifications", "ification", "ements", "ement", "nesses", "ness", "ments",
    "ment", "ities", "ity", "ances", "ance", "ences", "ence", "ings", "ing", "ions", "ion", "edly", "ers", "er", "ors",
    "or", "ies", "ied", "ed", "es", "al", "ive", "ly", "s", "e", "y",
)  # fmt: skip
BY_LETTER = {letter: [e for e in ENDINGS if e[-1] == letter] for letter in {e[-1] for e in ENDINGS}}


@lru_cache(maxsize=32768)
def stem(word: str) -> str:
    """A key that the inflections and the common derivations of a word share: deliver, delivery, delivered."""
    word = spelling({"using": "use", "used": "use", "uses": "use"}.get(word) or IRREGULAR.get(word, word))
    if len(word) < 4 or not word.isalpha():
        return word
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            word = word[:-1] if word[-1] == word[-2] and word[-1] not in "aeiouls" else word
            word = word + "e" if word.endswith(("at", "iz", "iv")) else word
            break
    for ending in BY_LETTER.get(word[-1], ()):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            if ending == "s" and word.endswith(("ss", "us", "is")):
                continue
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] in "eyi" else word


@derived
def synonyms() -> dict[str, str]:
    """Word → the word that stands for its group of synonyms (the section ``same_words`` of the knowledge)."""
    found: dict[str, str] = {}
    for head, words in knowledge.current().section("same_words").items():
        for word in (str(head), *(words or ())):
            found.setdefault(spelling(str(word)), str(head))
    return found


@lru_cache(maxsize=32768)
def key(word: str) -> str:
    """The name of a word's group of synonyms, or its stem."""
    known = synonyms()
    return next((known[f] for f in forms(word) if f in known), None) or stem(word)


def stems(words: str | Iterable[str]) -> frozenset[str]:
    """The words and their stems: a fixed list of words to leave out, whichever form the text has.

    Args:
        words: in one string with white space between them, or one by one.
    """
    return _stems(words if isinstance(words, str) else " ".join(sorted(words)))


@derived
def _stems(words: str) -> frozenset[str]:
    listed = words.split()
    return frozenset(listed) | {stem(w) for w in listed}


def content(words: Iterable[str]) -> frozenset[str]:
    """The keys of the words that carry content."""
    return frozenset(key(w) for w in words if w not in STOP and (w[0].isalnum() or w == "%"))


def inside(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether all of the shorter stands in the longer."""
    return bool(a) and bool(b) and (a <= b or b <= a)


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared content over all content, 0 to 1."""
    return len(a & b) / len(a | b) if a or b else 0.0


def spell(words: Iterable[str], keys: frozenset[str]) -> str:
    """The words that some keys stand for, in order of the text, each once; the keys themselves where none is found."""
    found = dict.fromkeys(w for w in words if w[0].isalnum() and w not in STOP and key(w) in keys)
    return " ".join(found) or " ".join(sorted(keys))
