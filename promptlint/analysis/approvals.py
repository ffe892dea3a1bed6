"""Who has to agree before a thing is done: "nothing is merged until a maintainer has approved it", "a human signs off each release".

Whoever waits for an approval asks for it, in whatever form the sentence says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.areas import Areas
from promptlint.analysis.claims import Around, Claim
from promptlint.analysis.objects import PEOPLE
from promptlint.analysis.words import base
from promptlint.deontic.cues import cues
from promptlint.deontic.ir import Condition
from promptlint.record import replace
from promptlint.text.tokens import tokenize

SURFACE = "do:ask-approval"
AGREEING = frozenset("approve authorise authorize okay ok greenlight countersign".split())
AGREED = frozenset(
    "approved approves approve confirmed confirms confirm authorised authorises authorized authorizes okayed consented consents "
    "consent agreed agrees agree yes ok okay approval confirmation permission nod blessing countersigned greenlit".split()
)
BEFORE = frozenset("before until till unless without".split())
AFTER = frozenset("once after when if".split())
NOT_MINE = frozenset("you your assistant agent bot model".split())


class Approvals(Areas):
    """One directive on its way to claims on the approval that it waits for."""

    def _approvals(self) -> Iterator[Claim]:
        """That somebody is asked before the act of the directive."""
        d = self.d
        if any(m.concept == SURFACE for m in self.mentions):
            return
        waits = [c for c in d.conditions if self._waited(c)]
        if waits and d.action:
            yield self._approved(d.first, self.verb + 1, waits)
        elif self.sign > 0 and self._signed():
            yield self._approved(self.verb, self.verb + 1, [])
        elif self.sign < 0 and (at := self._unapproved()):
            yield self._approved(at, at + 1, [])

    def _waited(self, c: Condition) -> bool:
        """Whether a condition is somebody's agreement, without which nothing is done."""
        cue = c.cue.lower().split()
        words = tokenize(c.text).words
        early = self.sign < 0 and not BEFORE.isdisjoint(cue)
        late = self.sign > 0 and cue[:1] == ["only"] and not AFTER.isdisjoint(cue)
        if c.negated or not (early or late) or AGREED.isdisjoint(words):
            return False
        return not _people().isdisjoint(words) and NOT_MINE.isdisjoint(words[:2])

    def _signed(self) -> bool:
        """ "A human signs off each release", "each migration is approved by two reviewers"."""
        d, words = self.d, self.words
        signs = d.action == "sign" and "off" in words[self.verb : self.verb + 3]
        if d.action not in AGREEING and not signs:
            return False
        if d.passive:
            by = next((i for i in range(self.verb + 1, min(d.last, self.verb + 4)) if words[i] == "by"), 0)
            return bool(by) and not _people().isdisjoint(words[by : by + 6]) and NOT_MINE.isdisjoint(words[by : by + 3])
        return not _people().isdisjoint(d.actor.split()) and NOT_MINE.isdisjoint(d.actor.split())

    def _unapproved(self) -> int:
        """The token of "without" in "no deployment happens without a person's OK", 0 for none."""
        words, end = self.words, len(self.words)
        for i in range(self.d.first + 1, end):
            if words[i] == "without" and not AGREED.isdisjoint(words[i : i + 6]):
                return i if not _people().isdisjoint(words[i : i + 6]) else 0
        return 0

    def _approved(self, first: int, last: int, waits: list[Condition]) -> Claim:
        """The claim: its topic is what is approved."""
        d = self.d
        claim = self._claim(SURFACE, "", 1, first, min(last, d.last))
        said = {s for p in self._object(self.verb + 1).phrases for s in (p.head, *p.before)}
        if d.words[0] == "no":  # "no deployment happens without …"
            said = {base(w) for w in self.words[d.first + 1 : d.first + 2]}
        if waits:
            said.add(base(d.action))
        left = tuple(c for c in d.conditions if c not in waits)
        own = frozenset(said)

        def of_the_act(around: Around) -> Around:
            return replace(around, parts=frozenset(), topic=own & around.context)

        return replace(claim.limited(of_the_act), directive=replace(d, actor="", conditions=left))


def _people() -> frozenset[str]:
    return PEOPLE | cues().parties
