"""The further acts of a directive: "create, edit or delete files", "finish by pushing", "use `rm` to discard them"."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.words import base
from promptlint.deontic.clauses import ADVERBS, AFTER_VERB, DETERMINERS
from promptlint.deontic.cues import cues
from promptlint.deontic.ir import Directive, Modality
from promptlint.record import replace
from promptlint.text.tokens import forms

JOINED = frozenset(", or and nor".split())
PARTICLES = frozenset("out up off down on back away over in".split())
# Words before an -ing form: the act is a means of what is ordered, or is ruled out with it.
MEANS = frozenset("by".split())
INSTEAD = (("without",), ("instead", "of"), ("rather", "than"))
NEAR = 8  # tokens that the name of a tool may have
TOOLS = frozenset("use run employ take".split())


def acts(d: Directive) -> Iterator[Directive]:
    """The directive itself, then one for each further verb that it puts under the same modality.

    "Without V-ing" and "instead of V-ing" behind an order give a ban.
    """
    yield d
    words, verb = d.sentence.tokens.words, _verb(d)
    if verb is None:
        return
    for i in _joined(words, verb, d.last):
        yield replace(d, action=_base(words[i]))
    if d.modality.forbids:
        return
    for i in range(verb + 1, d.last - 1):
        if words[i] in MEANS and _gerund(words[i + 1]):
            yield replace(d, action=_base(words[i + 1]), first=i + 1, passive=False, only=False)
        if (
            d.passive
            and words[i : i + 2] == [",", "not"]
            and words[i + 2].endswith("ed")
            and words[i + 2 : i + 4][-1] != "by"
        ):
            ban = {"modality": Modality.MUST_NOT, "first": d.first, "only": False}
            yield replace(d, action=_base(words[i + 2]), **ban)  # "failing tests are fixed, not disabled"
        for cue in INSTEAD:
            at = i + len(cue)
            if tuple(words[i:at]) == cue and at < d.last and _gerund(words[at]):
                ban = {"modality": Modality.MUST_NOT, "passive": False, "only": False}
                yield replace(d, action=_base(words[at]), first=at, **ban)
    if (
        d.action in TOOLS and not d.passive and DETERMINERS.isdisjoint(words[verb + 1 : verb + 2])
    ):  # "use X to …" says how
        to = next((i for i in range(verb + 1, min(d.last - 1, verb + NEAR)) if words[i] == "to"), None)
        if to is not None and words[to + 1] in cues().verbs:
            yield replace(d, action=words[to + 1], first=to + 1)


def _verb(d: Directive) -> int | None:
    """The token of the directive's verb."""
    words = d.sentence.tokens.words
    return next((i for i in range(d.first, d.last) if d.action and d.action in forms(words[i])), None)


def _base(word: str) -> str:
    known = cues().verbs
    return next((f for f in forms(word) if f in known), base(word))


def _gerund(word: str) -> bool:
    return word.endswith("ing") and any(f in cues().verbs for f in forms(word))


def _joined(words: list[str], verb: int, last: int) -> Iterator[int]:
    """Tokens of the verbs that are joined to the verb before their common object: "add, move or delete files"."""
    form = words[verb]
    i = verb + 1
    while i < last:
        if words[i] in PARTICLES:
            i += 1
            continue
        if words[i] not in JOINED:
            return
        while i < last and (words[i] in JOINED or words[i] in ADVERBS):
            i += 1
        if i >= last or not _alike(words[i], form):
            return
        if i + 1 < last and words[i + 1] not in AFTER_VERB | JOINED | PARTICLES and not _object(words, i + 1, last):
            return
        yield i
        i += 1


def group(words: list[str], verb: int, first: int, last: int) -> frozenset[int]:
    """Tokens of the other verbs that share their object with the one at ``verb``, on both sides of it."""
    found = set(_joined(words, verb, last))
    i = verb - 1
    while i > first and words[i] in JOINED:
        while i > first and (words[i] in JOINED or words[i] in ADVERBS or words[i] in PARTICLES):
            i -= 1
        if not _alike(words[i], words[verb]):
            break
        found.add(i)
        i -= 1
    return frozenset(found)


def past_joined(words: list[str], verb: int, last: int) -> int:
    """The token behind the verbs that are joined to the one at ``verb``."""
    return max((i + 1 for i in _joined(words, verb, last)), default=verb + 1)


def _alike(word: str, form: str) -> bool:
    """Whether a word is a verb in the form of another one ("adding" beside "moving")."""
    if not any(f in cues().verbs for f in forms(word)):
        return False
    if form.endswith("ing") or word.endswith("ing"):
        return form.endswith("ing") and word.endswith("ing")
    inflected = form not in cues().verbs
    return inflected == (word not in cues().verbs) or word == forms(word)[-1]


def _object(words: list[str], at: int, last: int) -> bool:
    """Whether an object begins at token ``at``."""
    return at < last and words[at][0].isalpha()
