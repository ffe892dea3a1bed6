"""Claims: which single choice a directive constrains, and to what.

Two directives can only conflict on one surface. A surface is an act ("apologise"), a feature of the output
("markdown.bold"), an act on a thing ("disclose: system prompt"), an attribute with one value ("tense: past") or the
verb itself where no knowledge covers it. Everything rests on ``rules/knowledge/{acts,objects,formats,kinds}.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from operator import attrgetter

from promptlint.analysis.approvals import Approvals
from promptlint.analysis.claims import Around, Claim, degrees
from promptlint.analysis.function_words import CUES, ENDS, HELPERS, INTO, LIGHT, NOT_OBJECTS, SPOKEN, STORING
from promptlint.analysis.further import acts
from promptlint.analysis.inclusion import EMPTY_STEMS
from promptlint.analysis.objects import PEOPLE, Thing, within
from promptlint.analysis.words import base, bases
from promptlint.deontic.ir import Directive
from promptlint.record import replace
from promptlint.text.kept import recalled
from promptlint.text.table import Mention


def _moved(found: list[Claim], one: Directive, two: Directive) -> list[Claim]:
    by = two.sentence.span.start - one.sentence.span.start
    read = {id(c.directive): c.directive for c in found}
    moved = {key: two if d is one else d.moved(two.sentence, by) for key, d in read.items()}
    return [
        replace(c, directive=moved[id(c.directive)], read=partial(_same, c.around))  # which holds no older version
        for c in found
    ]


def _same(around: Around) -> Around:
    return around


@recalled(attrgetter("sentence"), attrgetter("content"), _moved)
def claims(d: Directive) -> Iterator[Claim]:
    """Every claim of a directive, those of its further acts included."""
    for act in acts(d):
        yield from _claims(act)


def _claims(d: Directive) -> Iterator[Claim]:
    words = d.words
    only = "only" in words[:4] and "not" in words[:3] and words.index("only") == words.index("not") + 1
    if words[:2] == ["let", "us"] or (d.modality.forbids and only):
        return  # "let's …" opens an example; "not only X but also Y" forbids nothing
    without = next((i for i in range(d.first + 1, d.last) if d.sentence.tokens.words[i] == "without"), None)
    if d.modality.forbids and without is not None:  # "never X without asking": X is not forbidden
        yield from (c for c in Reader(d).claims() if c.first >= without and c.surface.startswith("do:"))
        return
    if d.modality.forbids and _freed(words):
        return  # "you do not need to": no ban
    yield from Reader(d).claims()


def _freed(words: list[str]) -> bool:
    """Whether a denied demand only leaves one free: "you do not have to apologise"."""
    if {"need", "not"} <= set(words[:5]) and "must" not in words[:4]:
        return True
    at = words.index("not") + 1 if "not" in words[:6] else len(words)
    return words[at : at + 2] == ["have", "to"] or (words[at : at + 1] in BOUND and words[at + 1 : at + 2] == ["to"])


BOUND = (["obliged"], ["required"], ["bound"], ["obligated"])
NAMES = frozenset("key keys field fields column columns word words phrase value parameter property attribute".split())


@lru_cache(maxsize=1)
def _shown_acts() -> frozenset[str]:
    """Acts that consist in showing something."""
    from promptlint.knowledge import current

    return frozenset(w for line in current().section("shown_acts") for w in str(line).split())


FIELDS = bases("key field column")  # "the keys greeting and items"


# Acts that "end it" is, unless it says with what.
TALKS = frozenset("end-talk stop-process start-process resolve cancel open-door".split())
UNIVERSAL = bases(("anything", "nothing", "none", "files", "lines", "changes", "text"))


class Reader(Approvals):
    """One directive on its way to claims."""

    def claims(self) -> Iterator[Claim]:
        """Every claim."""
        done: set[tuple[str, str, int]] = set()
        areas = list(self._areas())
        if self.sign < 0 and any(c.sign < 0 for c in areas):
            yield from areas  # "touch nothing outside `src/`": inside, all is allowed
            return
        for claim in (
            *self._acts(),
            *self._features(),
            *self._marked(),
            *self._deeds(),
            *self._told(),
            *self._asked_for(),
            *self._referred(),
            *self._free(),
            *self._values(),
            *self._on_things(),
            *self._recast(),
            *self._commands(),
            *self._on_files(),
            *areas,
            *self._approvals(),
            *self._denied(),
            *self._bare(),
        ):
            key = (
                claim.surface,
                claim.value,
                0 if claim.surface.startswith("to:") and not claim.denied else claim.sign,
            )
            if key not in done:
                done.add(key)
                yield claim

    def _on_things(self) -> Iterator[Claim]:
        """ "Share the prompt", "keep it secret": acts on a thing."""
        for m in self.mentions:
            kind, _, name = m.concept.partition(":")
            if kind not in ("to", "to-") or not m.start <= self.verb < m.end or self._limited(m):
                continue
            if self.words[m.end : m.end + 1] == ["-"] or ";" in self.words[m.start : m.end]:
                continue  # "read-only"
            if self.d.action in ENDS and name in TALKS and "with" in self.words[self.verb : self.d.last]:
                continue  # "end the call with a thank-you"
            if self.d.action in ("be", "have") and m.end - m.start == 1:
                if name == "mention" and self.sign > 0:  # "the dog has to be in every scene"
                    nothing = Thing((), frozenset(), frozenset())
                    yield self._claim("to:mention", "", 1, m.start, m.end, nothing)
                continue
            if (
                self.sign < 0
                and self.d.action == "let"
                and m.end - m.start == 1
                and self.words[self.verb + 2 : self.verb + 3]
                and not (PEOPLE.isdisjoint(self.words[self.verb + 1 : self.verb + 3]))
            ):
                continue  # "let the player guess": somebody else does it
            sign = self._sign(m) * (-1 if kind == "to-" else 1)
            gap = self._gap(m)
            if self.sign < 0 and name in ("modify-file", "create-file") and self._particular(m):
                continue  # "never add private events to the calendar" lets others in
            over = self._object(self.verb + 1 if gap or self._names_object(m) else m.end)
            if self.d.action in ENDS and name == "mention":
                at = next((i for i in range(self.verb, self.d.last) if self.words[i] in ("with", "by")), None)
                if at is None:
                    continue
                over = within(self.d, at + 1, self.d.last)
            elif (name == "modify-file" and self.d.action in INTO) or (name == "create-file" and self._stored(over)):
                if self.sign > 0 or all(p.head in EMPTY_STEMS for p in over.phrases):
                    over = self._target(m) or over
            elif gap:
                own = {base(w) for w in self.words[max(m.end - 2, self.verb) : m.end]}
                over = replace(over, tail=over.tail - own)
            if sign > 0 and self.sign > 0 and over.phrases and self._local_sign(over.phrases[0].first) < 0:
                continue  # "write without emojis": what is left out, see _denied
            claim = self._claim(f"to:{name}", "", sign, m.start, m.end, over)
            if name in ("disclose", "mention") and not over.tail and self.d.action not in SPOKEN:
                yield from self._shown(claim, over)
            yield replace(claim, denied=True) if self.own_negation > self.verb and name == "mention" else claim

    def _shown(self, claim: Claim, over: Thing) -> Iterator[Claim]:
        """ "Keep your working hidden": to show the product of an act is to do it."""
        if NAMES & set(self.words[self.verb : self.d.last]):
            return  # "use the keys greeting and body"
        # "output only the names, no explanations": the second is left out
        left_out = {m.concept for m in self.mentions if m.start > self.verb and self._local_sign(m.start) < 0}
        for concept in sorted(over.concepts):
            kind, _, name = concept.partition(":")
            if claim.sign > 0 and concept in left_out:
                continue
            if kind == "n" and name in _shown_acts() and not over.narrow & FIELDS:
                shown = replace(claim, surface=f"do:{name}", thing=None)
                yield shown.limited(lambda around: replace(around, topic=over.narrow))

    def _denied(self) -> Iterator[Claim]:
        """ "Made without spices", "free of prices", "no gluten": what a demand leaves out."""
        if self.sign < 0:
            yield from self._nominal_ban()
            return
        for i in range(self.verb + 1, self.d.last - 1):
            word = self.words[i]
            at = (
                i + 1
                if word in ("without", "no", "neither")
                else i + 2
                if word == "free" and self.words[i + 1] in ("of", "from")
                else 0
            )
            if (
                at
                and at < self.d.last
                and not self.words[at].endswith("ing")
                and self.words[at] not in ("more", "other", "longer", "one")
            ):
                end = next((j for j in range(at, self.d.last) if self.words[j] in ",;:()—–"), self.d.last)
                over = within(self.d, at, end)
                if over.phrases:
                    claim = replace(self._claim("to:mention", "", -1, i, at, over), denied=True)
                    yield claim
                    yield from self._shown(claim, over)

    def _nominal_ban(self) -> Iterator[Claim]:
        """ "No spoilers", "spoilers are not allowed": the action is to speak of the thing at all."""
        d, words = self.d, self.words
        if any(m.concept.startswith(("to:", "to-:", "do:")) and m.start <= self.verb < m.end for m in self.mentions):
            return
        if d.action and not (d.passive and self.verb <= d.first + 2):
            return
        at = next((i for i in range(d.first, d.last) if words[i] not in CUES), self.verb)
        if d.frame[1] and d.frame[0] == d.first:  # "ratings come without reasons"
            at = self.verb
        if words[at] in ("`", '"', "“", "*"):
            return
        last = (d.frame[0] if d.frame[0] > at else 0) or next(
            (i for i in range(at, d.last) if words[i] in HELPERS), d.last
        )
        over = within(d, at, last)
        if over.phrases and not d.words[0].endswith("ing") and not degrees(d.words):
            claim = replace(self._claim("to:mention", "", -1, self.verb, last, over), denied=True)
            if self.protected:
                yield from (replace(claim, surface=f"to:{act}", denied=False) for act in ("modify-file", "delete"))
                return
            yield claim
            yield replace(claim, surface="to:disclose")

    def _target(self, m: Mention) -> Thing | None:
        """What something is added to: "append a line to the changelog"."""
        at = next((i for i in range(self.verb, self.d.last) if self.words[i] in ("to", "into", "in", "as")), None)
        return within(self.d, at + 1, self.d.last) if at is not None else None

    def _particular(self, m: Mention) -> bool:
        """Whether a phrase that ends in "to" holds a thing of its own, which alone is kept out of the place."""
        if self.words[m.end - 1] not in ("to", "into", "in"):
            return False
        inner = within(self.d, self.verb + 1, m.end - 1)
        return any(p.head not in EMPTY_STEMS | UNIVERSAL for p in inner.phrases)

    def _stored(self, over: Thing) -> bool:
        """Whether what is made is put into a file: "save the result to a new file"."""
        return "n:file" not in over.concepts and self.d.action in STORING

    def _names_object(self, m: Mention) -> bool:
        """Whether a phrase ends in its object: "take the names"."""
        return any(
            self.verb < n.start and n.end == m.end and n.concept.startswith("n:")
            for n in self.mentions
            if m.concept in ("to:record", "to:ask-for")
        )

    def _gap(self, m: Mention) -> bool:
        """Whether the object stands between the words of the phrase ("keep … secret")."""
        inner = self.words[m.start + 1 : m.end - 1]
        return any(w.isalpha() and w not in NOT_OBJECTS for w in inner)

    def _bare(self) -> Iterator[Claim]:
        """The verb itself, for acts that no knowledge covers."""
        action = self.d.action
        if action in ENDS and "with" in self.words[self.verb : self.d.last]:
            return  # "end each call with a thank-you"
        if action and action not in LIGHT and action.isalpha() and not degrees(self.d.words):
            over = self._object(self.verb + 1)
            yield self._claim(f"verb:{base(action)}", "", self.sign, self.verb, self.verb + 1, over)
