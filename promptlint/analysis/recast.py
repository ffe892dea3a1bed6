"""Acts that hide in other words: "leave feelings unnamed" is not to name them, "port scans are welcome" is to scan.

Such a clause is read as if its verb stood before its object, so that the knowledge of acts, which is written in the active
voice, serves it as well. The nouns that name acts are `nominals` in ``rules/knowledge``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from promptlint.analysis.claims import Claim
from promptlint.analysis.function_words import CUES
from promptlint.analysis.objects import DETERMINERS, PEOPLE, PREPOSITIONS, Thing, within
from promptlint.analysis.telling import NARROW, Telling, tell_verbs, told
from promptlint.analysis.words import base
from promptlint.deontic.cues import cues
from promptlint.deontic.ir import Modality
from promptlint.deontic.subjects import undone
from promptlint.text.tokens import forms, spelling

Span = tuple[int, int]  # tokens [first, last)

LEAVING = frozenset("leave keep let".split())
STAYING = frozenset("stay remain go be run pass appear leave keep".split())
REACHING = frozenset("reach leave escape leak".split())
# Words before an act's object: "scans of the subnet", "calls to relatives".
ABOUT = frozenset("of to for on about with into from against regarding concerning over".split())
ENDINGS = ("ization", "ation", "ition", "ion", "ment", "ance", "ence", "al")


@lru_cache(maxsize=1)
def _nominals() -> dict[str, str]:
    from promptlint.knowledge import current

    pairs = (str(line).split() for line in current().section("nominals"))
    return {spelling(noun): verb for noun, verb in pairs}


@lru_cache(maxsize=1)
def _receiving() -> frozenset[str]:
    from promptlint.knowledge import current

    return frozenset(w for line in current().section("tell_passively") for w in str(line).split())


@lru_cache(maxsize=1)
def _support() -> frozenset[str]:
    from promptlint.knowledge import current

    return frozenset(w for line in current().section("support_verbs") for w in str(line).split())


@lru_cache(maxsize=4096)
def verb_of(noun: str) -> str:
    """The verb of a noun that names an act ("calculations" → "calculate"), "" for other nouns."""
    known = _nominals()
    for form in forms(noun):
        if form in known:
            return known[form]
    for form in forms(noun):
        for ending in ENDINGS:
            if form.endswith(ending) and len(form) > len(ending) + 3:
                stem = form[: -len(ending)]
                found = next((v for v in (stem, f"{stem}e", f"{stem}ate", f"{stem}ize") if v in cues().verbs), "")
                if found and found not in cues().doubtful:
                    return found
    return ""


# Gerunds that name a thing.
THINGS = frozenset(
    "meeting building greeting booking heading spelling setting feeling warning ending opening saying wording string thing nothing something "
    "anything everything evening morning during filing listing being rating wing king ring spring clothing painting drawing reading "
    "beginning timing training finding saving offering".split()
)


def _gerund(word: str, things: frozenset[str] = THINGS) -> str:
    """The verb of a gerund that stands for a noun ("give no reading of it"), "" for other words."""
    if not word.endswith("ing") or word in things:
        return ""
    return next((f for f in forms(word)[1:] if f in cues().verbs), "")


class Recast(Telling):
    """One directive on its way to claims on the acts that it names in other words."""

    def _recast(self) -> Iterator[Claim]:
        """The claims of every act that a participle or a noun names."""
        for verb, sign, at, spans in (
            *self._undone(),
            *self._nominal_acts(),
            *self._left_to(),
            *self._received(),
            *self._not_omitted(),
            *self._without(),
        ):
            yield from self._active(verb, sign, at, spans)

    def _undone(self) -> Iterator[tuple[str, int, int, list[Span]]]:
        """ "Leave feelings unnamed", "attachments stay unopened"."""
        d, words = self.d, self.words
        for i in range(d.first + 1, d.last):
            verb = undone(words[i])
            if not verb or d.frame[0] <= i < d.frame[1]:
                continue
            state = next((j for j in range(i - 1, max(d.first, i - 12) - 1, -1) if self._keeps(words[j])), None)
            if state is None:
                continue
            before = (d.first, state)
            inside = (state + 1, i)
            if any(w[0].isalnum() and w not in ("to", "be") and not w.endswith("ly") for w in words[state + 1 : i]):
                yield verb, -self.sign, i, [inside]
            elif state > d.first:
                yield verb, -self.sign, i, [before]

    def _keeps(self, word: str) -> bool:
        return any(f in STAYING or f in LEAVING for f in forms(word))

    def _nominal_acts(self) -> Iterator[tuple[str, int, int, list[Span]]]:
        """ "Port scans of the subnet are welcome", "make no promise about the date"."""
        d, words = self.d, self.words
        a, b = d.frame
        if d.action and not b:
            if d.action not in _support():
                return
            first, last = (d.first, self.verb) if d.passive else (self.verb + 1, d.last)
        else:
            first, last = (d.first, a) if b and a > d.first else (b or d.first, d.last)
        if first < last and words[first] in PREPOSITIONS:
            return  # "in help chats …": a place
        while first < last and (words[first] in CUES or words[first] in DETERMINERS or words[first].endswith("ly")):
            first += 1
        head = first
        while head < last and words[head].isalpha() and words[head] not in PREPOSITIONS and words[head] not in CUES:
            head += 1
        opening = first if first < head and _gerund(words[first]) else head - 1
        for i in (opening, *range(head - 1, first - 1, -1)):
            verb = verb_of(words[i]) or _gerund(words[i])
            if verb:
                gerund = words[i].endswith("ing") and i == first and i + 1 < head
                spans = [(i + 1, head)] if gerund else [(first, i)] if i > first else []
                if words[head : head + 1] and words[head] in ABOUT and head + 1 < last:
                    spans.append((head + 1, last))
                yield verb, self.sign, i, spans
                return

    def _left_to(self) -> Iterator[tuple[str, int, int, list[Span]]]:
        """ "Leave the booking to the guest", "leave formatting to the formatter": the model is not to do it."""
        d, words = self.d, self.words
        if d.action != "leave":
            return
        to = next((i for i in range(self.verb + 2, min(d.last - 1, self.verb + 9)) if words[i] in ("to", "for")), None)
        if to is None or words[to + 1] in ("you", "last") or words[to + 1] in cues().verbs - cues().outputs:
            return
        for i in range(to - 1, self.verb, -1):
            verb = verb_of(words[i]) or _gerund(words[i], frozenset())
            if verb:
                gerund = words[i].endswith("ing") and i == self.verb + 1
                yield verb, -self.sign, i, [(i + 1, to)] if gerund else [(self.verb + 1, i)]
                return
            if words[i] in PREPOSITIONS:
                return

    def _received(self) -> Iterator[tuple[str, int, int, list[Span]]]:
        """ "Patients never see their raw scores", "nothing about it may reach the press": somebody else is told, or not."""
        d, words = self.d, self.words
        other = bool(d.actor) and d.actor.split()[-1] not in cues().actors
        if d.action in _receiving() and (other or (d.subject and not d.passive and not self._own_subject())):
            start = self.verb + 1
            while start < d.last and (
                words[start] in ("about", "of", "to", "no", "nothing", "neither") or words[start] in _receiving()
            ):
                start += 1
            if start < d.last:
                yield "disclose", self.sign, self.verb, [(start, d.last)]
        elif d.action in REACHING and d.first < self.verb and PEOPLE.isdisjoint(d.actor.split()) and d.subject:
            yield "disclose", self.sign, self.verb, [(d.first, self._subject_end())]

    def _own_subject(self) -> bool:
        """Whether the subject is the model."""
        said = [w for w in self.d.subject.lower().split() if w.isalpha()]
        return not said or said[-1] in cues().actors

    def _subject_end(self) -> int:
        """The token behind the subject."""
        from promptlint.text.tokens import tokenize

        return min(self.verb, self.d.first + len(tokenize(self.d.subject).words)) if self.d.subject else self.verb

    def _not_omitted(self) -> Iterator[tuple[str, int, int, list[Span]]]:
        """ "Flaky tests must not be skipped": the frame says that they are wanted, its participle what is not done to them."""
        d, words = self.d, self.words
        a, b = d.frame
        if b <= a or d.modality.forbids or a <= d.first or {"not", "never"}.isdisjoint(words[a:b]):
            return
        verb = next((f for f in forms(words[b - 1]) if f in ("skip", "omit", "forget", "miss", "drop")), "")
        if verb:
            yield verb, -1, b - 1, [(d.first, a)]

    def _without(self) -> Iterator[tuple[str, int, int, list[Span]]]:
        """ "Files are uploaded without encryption": what is not done to them besides."""
        d, words = self.d, self.words
        if self.sign < 0 or not d.action:
            return
        at = next((i for i in range(self.verb + 1, d.last - 1) if words[i] == "without"), None)
        if at is None:
            return
        noun = at + 1 + (words[at + 1] in ("any", "further", "prior", "a"))
        verb = verb_of(words[noun]) if noun < d.last else ""
        if verb and words[noun + 1 : noun + 2] not in (["of"], ["to"], ["for"]):
            yield verb, -1, noun, [(d.first, self.verb) if d.passive else (self.verb + 1, at)]

    def _active(self, verb: str, sign: int, at: int, spans: list[Span]) -> Iterator[Claim]:
        """The claims of a verb with an object that stands elsewhere.

        Args:
            verb: the verb's base form.
            sign: whether it is wanted.
            at: the token that names the act.
            spans: where its object stands.
        """
        over = _joined([within(self.d, a, b) for a, b in spans])
        order = [i for a, b in spans for i in range(a, b)]
        line = [verb, *(self.words[i] for i in order)]
        table = self.d.sentence.table
        yield self._claim(f"verb:{base(verb)}", "", sign, at, at + 1, over)
        if table is None:
            return
        for m in table.find(line):
            kind, _, name = m.concept.partition(":")
            if m.start or kind not in ("to", "to-", "do", "dont"):
                continue
            turned = sign if kind in ("to", "do") else -sign
            if kind in ("to", "to-"):
                yield self._claim(f"to:{name}", "", turned, at, at + 1, over)
            elif not (name in self._own_acts and self.d.modality is Modality.MAY):
                yield self._claim(f"do:{name}", "", turned, at, at + 1)
        if verb in tell_verbs() and not (sign < 0 and verb in NARROW):
            for m in self.mentions:
                kind, _, name = m.concept.partition(":")
                if kind in "ng" and name in told() and m.start in order:
                    yield self._claim(f"tell:{name}", "", sign, m.start, m.end, over)

    @property
    def _own_acts(self) -> frozenset[str]:
        return frozenset(m.concept.partition(":")[2] for m in self.mentions if m.concept.startswith("do:"))


def _joined(parts: list[Thing]) -> Thing:
    """One thing of what several places name."""
    phrases = tuple(p for t in parts for p in t.phrases)
    return Thing(
        phrases,
        frozenset().union(*(t.tail for t in parts)),
        frozenset().union(*(t.concepts for t in parts)),
        not phrases,
        frozenset().union(*(t.narrow for t in parts)),
    )
