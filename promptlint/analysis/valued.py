"""Claims on attributes: "in the past tense", "British spelling", and what it is a value of."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.analysis.claims import Claim
from promptlint.analysis.core import Core
from promptlint.analysis.function_words import ASIDE, ASIDES, LABELLING, NEGATIONS, PLATFORMS, SPOKEN
from promptlint.analysis.objects import PREPOSITIONS, Phrase, Thing, glued, within
from promptlint.analysis.shown import shown, worded
from promptlint.analysis.words import base
from promptlint.text.table import Mention

RESTRICTING = frozenset("in at with for of".split())
PLACING = frozenset("in into by as with to on over across among at".split())
COMBINING = frozenset("mix combine confuse alternate switch blend intermix mingle".split())
ONLY_VERBS = ("output", "return", "emit", "print", "respond", "reply", "answer", "produce", "give", "send", "write")
HOW = frozenset("verbatim word unchanged straight".split())
ADDING = frozenset(
    "add append insert attach include follow precede end close finish conclude open begin start prepend".split()
)
# Attributes whose values are things of which a statement can speak.
MANNERS = ("fidelity",)  # attributes of how something is done, never the object: "translate word for word"
RECEIVING = frozenset("receive get given sent handed passed see read find".split())
INCOMING = frozenset("incoming inbound uploaded received".split())
FOR_WHOM = frozenset(("so", "like"))  # "explain it so that a ten-year-old gets it"
WIDER = dict.fromkeys(
    ("name", "address", "german"), ("is:naming2:full",)
)  # "by first name and surname" is no first name
NAMED = frozenset("format shape files messages image sound rendering speech".split())


class Valued(Core):
    """One directive on its way to claims on attributes."""

    def _values(self) -> Iterator[Claim]:
        """ "In the past tense", "British spelling": values of attributes."""
        aside = self.d.action in ASIDE | LABELLING and self.d.action not in (
            "mark",
            "translate",
            "convert",
            "answer",
            "note",
            "describe",
            "explain",
            "discuss",
        )
        if self._comes_in():
            return
        exclude = self._covers("to-:mention")
        near = "only" in self.words[max(self.verb - 1, 0) : self.verb + 3] or "only" not in self.d.words
        if self.d.only and near and self.d.action in ONLY_VERBS and self.sign > 0 and not self._names_format():
            yield self._claim("is:output", "only", 1, self.verb, self.verb + 1, Thing((), frozenset(), frozenset()))
        samples = list(shown(self.d))
        read = (*self.mentions, *worded(self.d))
        for m in (*read, *samples):
            if not m.concept.startswith("is:") or self._limited(m):
                continue
            if m not in samples and glued(self.words, m.start, m.end):
                continue
            if self.sign < 0 and self.d.action in COMBINING:
                continue  # "avoid mixing LaTeX with tables" lets each of them be
            _, attribute, value = m.concept.split(":")
            if m.end <= self.verb and (self.d.passive or self.d.subject) and self._restricts(m):
                continue
            if attribute == "shape" and self.d.action in ADDING:
                continue  # "add one sentence below": a part beside others
            if attribute in NAMED and self.d.subject and not self.d.passive and m.end <= self.verb:
                continue  # "JSON requires escapes", "all checklists have a title": spoken of
            if any(
                o.concept.startswith((f"is:{attribute}:", *WIDER.get(attribute, ())))
                and o.start <= m.start
                and m.end <= o.end
                and o.end - o.start > m.end - m.start
                for o in read
            ):
                continue
            before = self.words[self.verb : m.start]
            if "yourself" in before:  # "speak about yourself in the first person"
                before = before[before.index("yourself") :]
            told = any(w in ASIDES and before[i : i + 2] != ["that", "of"] for i, w in enumerate(before))
            if attribute not in PLATFORMS and m.start > self.verb and told:  # but "your manner is that of a butler"
                continue
            if self.words[m.start - 1] in ("on", "about", "of") and attribute in ("register", "tone"):
                continue
            own_act = (attribute, self.d.action) in (
                ("asking", "ask"),
                ("scale", "rate"),
                ("scale", "grade"),
                ("scale", "score"),
            )
            if (
                aside
                and m not in samples
                and not own_act
                and not m.start <= self.verb < m.end
                and "by" not in self.words[m.start - 1 : m.start + 1]
            ):
                continue  # but "identify each participant by full name"
            before = self.words[self.verb + 1 : m.start + 1]  # the phrase may begin with the preposition
            spoken = self.d.action in SPOKEN and self.verb < m.start and attribute not in MANNERS
            if spoken and not self.d.passive and (PREPOSITIONS | FOR_WHOM).isdisjoint(before):
                continue  # "explain the passive voice"
            inner = self.sign < 0 and not NEGATIONS.isdisjoint(self.words[max(m.start, self.verb) : m.end])
            own = 1 if inner or self._within(m) else self._sign(m)  # "for people who never heard of law"
            sign = own * self._local_sign(m.start) * (-1 if exclude and attribute not in ("extent",) else 1)
            if m.end < len(self.words) and self.words[m.end] == "-":
                continue
            over = Thing((), frozenset(), frozenset()) if attribute == "output" else self._about(m)
            yield self._claim(f"is:{attribute}", value, sign, m.start, m.end, over)

    def _comes_in(self) -> bool:
        """Whether a statement tells what comes in, which is no order: "the files you receive carry US dates"."""
        if not self.d.subject or self.d.modality.forbids or "must" in self.d.words:
            return False
        words = self.d.subject.lower().split()
        given = any(w == "you" and not RECEIVING.isdisjoint(words[i + 1 : i + 4]) for i, w in enumerate(words))
        return given or not INCOMING.isdisjoint(words[:3])

    def _restricts(self, m: Mention) -> bool:
        """Whether a value only says which things a subject means: "prices in euros are …", "learners at level A2 get …"."""
        at = m.start - (self.words[m.start] not in RESTRICTING)
        return at > self.d.first and self.words[at] in RESTRICTING and self.words[at - 1] != ","

    def _names_format(self) -> bool:
        return any(m.concept.startswith(("is:format:", "is:language:")) for m in self.mentions)

    def _about(self, m: Mention) -> Thing:
        """What a value is a value of: the object, without the words of the value itself.

        In a statement, and in a line without a verb, it is the subject: "money fields hold strings with two decimals".
        """
        d = self.d
        over = self._object(self.verb + 1)
        named = within(d, d.first, min(self.verb, m.start) if d.action else m.start).phrases
        if (d.subject and not d.passive and named) or (not d.action and not d.frame[1]):
            return Thing(named, frozenset(), over.concepts, not named)
        held = tuple(p for p in over.phrases if self._held(m, p))
        phrases = tuple(p for p in over.phrases if p in held or not (p.first < m.end and m.start < p.last))
        inner = {i for p in held for i in range(p.first, p.last)}
        own = {base(self.words[i]) for i in range(m.start, m.end) if i not in inner}
        phrases = tuple(p for p in phrases if p.head not in own)  # "YAML and only YAML"
        if not phrases and self.verb > self.d.first and not self.d.passive:
            phrases = within(self.d, self.d.first, self.verb).phrases
        other = (o for o in self.mentions if o.concept.startswith("is:") and self.words[o.start - 1] == ",")
        said = {base(self.words[i]) for o in other for i in range(o.start, o.end)}  # "by price, cheapest first"
        return Thing(phrases, over.tail - own - said, over.concepts, not phrases)

    def _held(self, m: Mention, p: Phrase) -> bool:
        """Whether an object stands in the gap of a value that begins with the verb: "sort the shortlist by surname"."""
        after = "".join(self.words[p.last : p.last + 1])
        if m.start <= p.first and (after.endswith("ly") or after in HOW):
            return m.start <= self.verb and p.last < m.end  # "translate idioms freely"
        return m.start <= self.verb < p.first and p.last < m.end - 1 and after in PLACING
