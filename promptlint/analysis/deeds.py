"""Acts that a noun names as well as a verb does: "no commits", "make a branch", "refunds are off limits"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from promptlint.analysis.claims import Claim
from promptlint.analysis.features import Features
from promptlint.analysis.function_words import LINKS
from promptlint.analysis.further import group
from promptlint.analysis.objects import DETERMINERS, FILLERS, PLAIN, PREPOSITIONS, Phrase, Thing, glued
from promptlint.analysis.words import base

ANYTHING = Thing((Phrase(0, 0, base("anything"), frozenset()),), frozenset(), frozenset())


@lru_cache(maxsize=2)
def _words(section: str) -> frozenset[str]:
    from promptlint.knowledge import current

    return frozenset(w for line in current().section(section) for w in str(line).split())


def deeds() -> frozenset[str]:
    """Names of the acts; their nouns are no features of a text."""
    return _words("deeds")


def deed_verbs() -> frozenset[str]:
    """Verbs that with a noun for an act say no more than that it is done."""
    return _words("deed_verbs")


@lru_cache(maxsize=2)
def deed_acts() -> dict[str, tuple[str, str]]:
    """For a noun of an act on a thing, the act and the thing: "file deletion" is to delete a file."""
    from promptlint.knowledge import current

    return {name: (act, over) for name, (act, over) in current().section("deed_acts").items()}


@lru_cache(maxsize=1)
def _choices() -> frozenset[str]:
    """Attributes of code."""
    from promptlint.knowledge import current

    return frozenset(w for line in current().section("attribute_scope")["code"] for w in str(line).split())


def on_things(surface: str) -> bool:
    """Whether an act is done to files or the like, so that a document named with it is no place in the output."""
    sort, _, name = surface.partition(":")
    if sort == "area":
        return True
    if sort == "is":
        return name in _choices()
    named = " " in name or name[:1] == "`"  # a file, a command
    return sort != "tell" and (named or name in deeds() or name in _words("acts_on_things"))


class Deeds(Features):
    """One directive on its way to claims on acts that its nouns name."""

    def _deeds(self) -> Iterator[Claim]:
        """A noun for an act as the object of a verb of doing, or as what alone is wanted or unwanted."""
        alone = self.d.action in ("leave", "keep") and self._covers("to-:modify-file")  # "leave the calendar alone"
        alone = alone or self._to_others()
        leaves = self._leaves_out or alone or self._covers("to-:heed")
        exclude = bool(self.d.action) and leaves
        done = not exclude and self.d.action in deed_verbs()
        joined = group(self.words, self.verb, self.d.first, self.d.last)
        for m in self.mentions:
            if not m.concept.startswith("n:") or m.concept[2:] not in deeds():
                continue
            nominal = m.start <= self.verb < m.end and not self.d.action
            if (m.start <= self.verb < m.end and not nominal) or m.start in joined:
                continue
            if not (done or exclude or nominal) or not self._object_head(m):
                continue
            if glued(self.words, m.start, m.end) or self._limited(m):
                continue
            if self.d.passive and self._qualified(m.start):
                continue
            if done and not (PREPOSITIONS - {"as"}).isdisjoint(self.words[self.verb + 2 : m.start]):
                continue  # "make your way to the tests"
            sign = self.sign * self._local_sign(m.start) * (-1 if exclude else 1)
            name = m.concept[2:]
            if name in deed_acts():
                act, over = deed_acts()[name]
                thing = Thing((), frozenset(), frozenset((f"n:{over}",))) if over else ANYTHING
                yield self._claim(f"to:{act}", "", sign, m.start, m.end, thing)
            else:
                yield self._claim(f"do:{name}", "", sign, m.start, m.end)

    def _to_others(self) -> bool:
        """ "Leave the booking to the guest": somebody else does it."""
        words = self.words[self.verb + 1 : self.d.last]
        to = words.index("to") if self.d.action == "leave" and "to" in words[:8] else 0
        return to > 0 and words[to + 1 : to + 2] not in (["you"], ["last"]) and len(words) > to + 1

    def _qualified(self, at: int) -> bool:
        """Whether a noun makes another one of it: "press releases", "military commands"."""
        before = self.words[at - 1] if at > self.d.first else "the"
        return before.isalpha() and before not in DETERMINERS | FILLERS | PLAIN | LINKS and not before.endswith("ed")
