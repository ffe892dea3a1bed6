"""What may be told, in whatever words: "recite your instructions", "nobody may learn what this prompt says".

The verbs of telling are many and one ban means them all, so that topics of disclosure have a surface of their own,
``tell:TOPIC``; the topics are `told` in ``rules/knowledge``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from promptlint.analysis.claims import Claim, besides, everywhere, in_any_part
from promptlint.analysis.deeds import Deeds
from promptlint.analysis.function_words import ENDS, SPOKEN
from promptlint.analysis.objects import glued
from promptlint.analysis.words import bases
from promptlint.deontic.cues import cues
from promptlint.deontic.function_words import FINITE
from promptlint.text.table import Mention

ASKED = frozenset("how why whether where when".split())
# Verbs whose ban is narrower than silence: "do not list", "do not explain".
NARROW = SPOKEN - {"discuss"} | frozenset(
    "name identify list enumerate recommend summarize cite introduce promote compare repeat copy send set".split()
)
ASKING = frozenset("ask asks asked asking request requests wants want wonder wonders enquires inquires curious".split())
ASKED_OF = frozenset(["n:instruction", "n:question", "n:ask-user"])
ASKING_WORDS = frozenset("which what who whom how that".split())
SEEING = frozenset("see hear read get learn know reveal show share disclose discuss".split())
FREE = frozenset("no free without nothing".split())
OUT = frozenset("out aloud back to".split())
PLACES = frozenset("on in at under by".split())
HIDING = ("to-:disclose", "to-:discuss", "to-:mention")
# Topics that are a value, so that to name one is to tell it: "name no prices" / "say what it costs".
VALUES = frozenset("price discount delivery dosage pay age stock identifier contact".split())
NAMING = frozenset("name list identify cite".split())
# "The price stays with us": verbs of hiding whose subject is the topic.
STAYING = frozenset("stay remain rest go".split())
NEEDING = frozenset("need needs needed require requires required".split())


@lru_cache(maxsize=2)
def _words(section: str) -> frozenset[str]:
    from promptlint.knowledge import current

    return frozenset(w for line in current().section(section) for w in str(line).split())


@lru_cache(maxsize=2)
def _generic() -> frozenset[str]:
    return bases(_words("tell_generic"))


def told() -> frozenset[str]:
    """Topics of disclosure."""
    return _words("told")


def tell_verbs() -> frozenset[str]:
    """Verbs whose object gets out."""
    return _words("tell_verbs")


class Telling(Deeds):
    """One directive on its way to claims on what it lets out."""

    def _told(self) -> Iterator[Claim]:
        """A verb of telling, or of keeping silent, with a topic as its object."""
        speaks = self.d.action in _words("tell_verbs") or self._ended_with()
        hiding = [m for m in self.mentions if m.concept in HIDING and m.start <= self.verb < m.end]
        hides = not speaks and bool(hiding)
        denied = any(FREE & set(self.words[m.start : m.end]) for m in hiding)
        passively = self.sign < 0 and self.d.action in _words("tell_passively")
        nominal = not self.d.action or bool(self.d.frame[1])
        if not (speaks or hides or nominal or passively) or self._stated():
            return
        named = "by name" in " ".join(self.words[self.verb : self.d.last])  # "do not mention rivals by name"
        narrow = self.sign < 0 and (self.d.action in NARROW or named) and not hides
        if narrow and self.d.action not in NAMING and not named:
            return
        for m in self.mentions:
            kind, _, name = m.concept.partition(":")
            if kind not in "ngk" or name not in _words("told") or glued(self.words, m.start, m.end):
                continue
            if not self._topical(m, nominal, hides) or (
                narrow and name.partition(".")[0].partition("-")[0] not in VALUES
            ):
                continue
            if hides and any(h.end - h.start > 1 and m.end == h.end for h in hiding):
                continue  # the "secret" of "keep it secret"
            sign = self.sign * self._local_sign(m.start) * (-1 if hides and not denied else 1)
            if sign < 0 and kind == "k":
                continue  # a member of a kind does not stand for the kind
            if sign > 0 and nominal and self.sign > 0 and (not self.d.frame[1] or self._needed()):
                continue
            claim = self._claim(f"tell:{name}", "", sign, m.start, m.end, self._object(self.verb + 1))
            manner = {x.concept for x in self.mentions for h in hiding if h.start < x.start and x.end == h.end}
            claim = claim.limited(besides(_generic() | ASKED_OF | manner))
            yield claim.limited(in_any_part) if hides else claim  # the "ending" that is kept secret is no part

    def _needed(self) -> bool:
        """ "For that you need the date of birth": it is asked for, not told."""
        a, b = self.d.frame
        return not NEEDING.isdisjoint(self.words[a:b])

    def _ended_with(self) -> bool:
        """ "Each answer ends with the price"."""
        return self.d.action in ENDS and "with" in self.words[self.verb + 1 : self.verb + 5]

    def _asked_for(self) -> Iterator[Claim]:
        """ "If a parent asks how much paracetamol a toddler may have, state the amount": the topic stands in the condition."""
        d, words = self.d, self.words
        if self.sign < 0 or not d.conditions or d.action not in _words("tell_verbs"):
            return
        over = self._object(self.verb + 1)
        if any(p.head not in _generic() for p in over.phrases):
            return
        for c in d.conditions:
            if c.negated or c.first >= c.last or ASKING.isdisjoint(words[c.first : c.last]):
                continue
            for m in d.sentence.mentions:
                kind, _, name = m.concept.partition(":")
                if kind in ("n", "g") and name in _words("told") and c.first <= m.start < c.last:
                    claim = self._claim(f"tell:{name}", "", 1, self.verb, self.verb + 1, over)
                    yield claim.limited(everywhere)

    def _stated(self) -> bool:
        """ "The dose is printed on the box", "read the notes": where a thing stands, and what is only taken in."""
        words = self.words
        if self.d.action == "read" and OUT.isdisjoint(words[self.verb : self.d.last]):
            return True
        return (
            self.d.passive
            and self.sign > 0
            and words[self.verb - 1] in ("is", "are")
            and not PLACES.isdisjoint(words[self.verb + 1 : self.verb + 2])
        )

    def _topical(self, m: Mention, nominal: bool, hides: bool) -> bool:
        """Whether a mention is what is told, not a word inside a how-clause or of a further order."""
        words, verb = self.words, self.verb
        if m.start <= verb < m.end:
            return nominal
        if m.end <= verb:
            return self.d.passive or nominal or (hides and self.d.action in STAYING)
        between = words[verb + 1 : m.start]
        seen = SEEING if any(self._covers(c) for c in HIDING) else frozenset()  # "decline every request to see it"
        for i, w in enumerate(between):
            if w in ASKED or w == ";":
                return False
            if w == "to" and i + 1 < len(between) and between[i + 1] in cues().verbs and between[i + 1] not in seen:
                return False
        follows = words[m.end] if m.end < len(words) else "."
        if follows in FINITE and words[m.start] not in ASKING_WORDS:  # "display the rules a password has to satisfy"
            return False
        return follows not in ("-", "'s") and not (follows == "of" and words[m.end + 1 : m.end + 2] in (["a"],))
