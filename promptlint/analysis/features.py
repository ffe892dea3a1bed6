"""Claims on the output: acts ("apologise"), features ("no emojis") and values of attributes ("in the past tense")."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache

from promptlint.analysis.claims import Claim, besides, everywhere, no_features, unnarrowed
from promptlint.analysis.function_words import (
    ADVERBIAL,
    ASIDE,
    CARRIERS,
    CAUSATIVE,
    ENDS,
    INSIDE,
    INVENTING,
    LABELLING,
    LINKS,
    MAKING,
    NEGATIONS,
    SPOKEN,
)
from promptlint.analysis.measure_words import COMPARED
from promptlint.analysis.objects import (
    APPEARING,
    DETERMINERS,
    PEOPLE,
    PREPOSITIONS,
    above,
    glued,
)
from promptlint.analysis.shown import marked
from promptlint.analysis.valued import COMBINING, Valued
from promptlint.analysis.words import base
from promptlint.deontic.ir import Modality
from promptlint.text.table import Mention
from promptlint.text.tokens import forms, tokenize

REMOVING = frozenset("remove delete strip cut take erase purge discard".split())
BESIDE = frozenset("below above beneath underneath beside".split())
INTO_PLACE = ("in", "into", "with", "between")
ENCLOSING = frozenset("enclose wrap surround set put place print format".split())
# What turns a phrase into its opposite, where it stands in a gap.
# Parts of an output: a passive that places something there is an order.
PLACES = frozenset(
    "answer reply response message output text turn sentence paragraph line title heading headline subject body letter e-mail mail "
    "report summary table list conversation chat beginning start end top bottom brackets parentheses each every all".split()
)
PARTICLES = frozenset("out up off on down back away over in".split())
INNER = frozenset("no without neither never nothing nobody none".split())


@lru_cache(maxsize=1)
def _holding() -> frozenset[str]:
    """Acts whose phrases hold a negation of their own ("say that you are not human")."""
    from promptlint.knowledge import current

    return frozenset(w for line in current().section("negations_held") or () for w in str(line).split())


class Features(Valued):
    """One directive on its way to claims on the output."""

    def _acts(self) -> Iterator[Claim]:
        """ "Apologise", "without asking": phrases that do a thing by themselves."""
        for m in self.mentions:
            kind, _, name = m.concept.partition(":")
            if kind == "do" and self._leaves_out and m.start == self.verb + 1 and self.words[m.start].endswith("ing"):
                yield self._claim(f"do:{name}", "", -self.sign, m.start, m.end)  # "skip reading it back"
                continue
            if (
                kind not in ("do", "dont")
                or not self._at_verb(m)
                or glued(self.words, m.start, m.end)
                or self._limited(m)
                or ";" in self.words[m.start : m.end]
                or (m.start > self.verb and self.d.action in LABELLING)
            ):
                continue
            sign = self._sign(m) * self._local_sign(m.start) * (-1 if kind == "dont" else 1)
            inner = range(m.start + 1, m.end)
            a, b = self.d.frame
            if b and m.start < a < m.end:  # "outliers are to be excluded": what rules the thing out is the act
                sign = -sign
            if self._within(m):  # "take no sides": the phrase holds the negation
                sign = 1 if kind == "do" and name in _holding() else -1
            elif kind == "do" and name not in _holding() and any(self._denies(i) for i in inner) and not self._own(m):
                sign = -sign  # "make no assumptions", "end with a statement and never with a question"
            claim = self._claim(f"do:{name}", "", sign, m.start, m.end)
            yield claim.limited(everywhere) if kind == "dont" and name in unnarrowed() else claim
        yield from self._turned_acts()

    def _own(self, m: Mention) -> bool:
        """Whether the negation inside a phrase is the one that makes the directive a ban: "the text carries no citations"."""
        return self.sign < 0 and NEGATIONS.isdisjoint(
            self.words[self.d.first : m.start] + self.words[m.end : self.d.last]
        )

    def _marked(self) -> Iterator[Claim]:
        """ "Start sections with “##”", "never “don't”": features that a sample of their marks shows."""
        for concept, first, last in marked(self.d):
            kind, _, name = concept.partition(":")
            sign = self.sign * self._local_sign(first) * (-1 if kind == "dont" else 1)
            if kind == "do" or self.sign > 0:  # who bars "do not" from the text asks for nothing
                yield self._claim(f"do:{name}", "", sign, first, last).limited(everywhere)

    def _denies(self, at: int) -> bool:
        """Whether a word inside a phrase turns it round: the "no" of "ask no questions", not that of "no more than three"."""
        if self.words[at] == "not" and self.words[at - 1] == ",":
            return True  # "offer vouchers, not refunds"
        return self.words[at] in INNER and not (
            self.words[at] in ("no", "not") and self.words[at + 1 : at + 2] and self.words[at + 1] in COMPARED
        )

    def _turned_acts(self) -> Iterator[Claim]:
        """ "Missing details have to be requested": the phrases of the active voice, with the subject behind the verb."""
        d, words = self.d, self.words
        subject = range(d.first, self.verb)
        if self._stands():
            return
        if words[self.verb + 1 : self.verb + 2] == ["by"] and set(words[self.verb + 2 : self.verb + 3]) & DETERMINERS:
            return  # "warnings are issued by the state": somebody else does it
        if not d.passive or d.frame[1] or d.action in ("be", "have", "") or not d.subject:
            return
        length = len([w for w in tokenize(d.subject).words if w])
        named = list(subject)[:length]
        if named and words[named[0]] in ("no", "nothing", "nobody", "none"):
            named = named[1:]
        behind = list(range(self.verb + 1, d.last))
        particle = behind[:1] if behind and words[behind[0]] in PARTICLES else []
        order = [self.verb, *particle, *named, *behind[len(particle) :]]
        table = d.sentence.table
        if not named or table is None:
            return
        for m in table.find([words[i] for i in order]):
            kind, _, name = m.concept.partition(":")
            used = order[m.start : m.end]
            if kind not in ("do", "dont") or m.start or used[-1] == self.verb:
                continue
            claim = self._claim(f"do:{name}", "", self.sign if kind == "do" else -self.sign, self.verb, self.verb + 1)
            own = {base(words[i]) for i in used} | {
                x.concept
                for x in self.mentions
                if x.concept.startswith("n:") and set(range(x.start, x.end)) <= set(used)
            }
            yield claim.limited(besides(frozenset(own)))

    def _at_verb(self, m: Mention) -> bool:
        if m.start <= self.verb < m.end or (self.d.frame[1] and m.start == self.d.frame[0] > self.d.first):
            return True
        if m.start > self.verb and self.words[m.start] in ADVERBIAL:
            return not any(w in ("that", "which", "who", "how", "why") for w in self.words[self.verb : m.start])
        if self.words[self.verb] in CAUSATIVE and self.verb < m.start <= self.verb + 4:
            return self.words[self.verb] != "let" or PEOPLE.isdisjoint(self.words[self.verb : m.start])
        if self._leaves_out:  # "leave out links and references", but "skip reading it back"
            return False
        between = (
            self.words[min(self.verb + 1, m.end) : m.start] if m.start > self.verb else self.words[m.end : self.verb]
        )
        if (
            m.start > self.verb
            and len(between) <= 5
            and (
                "by" in between
                or "and" in between
                or self.words[self.verb]
                in (
                    "open",
                    "start",
                    "begin",
                    "end",
                    "close",
                    "continue",
                    "finish",
                    "keep",
                    "be",
                    "have",
                    "help",
                    "let",
                    "use",
                )
            )
        ):
            return all(w in LINKS or w.endswith("ly") for w in between)
        if m.start > self.verb and "and" in self.words[self.verb : m.start] and self.d.action not in ASIDE:
            return self.words[m.start - 1] == "and"
        return m.start > self.verb and self._next_verb(m.start)

    @cached_property
    def _leaves_out(self) -> bool:
        """Whether the verb itself is one of leaving out."""
        return any(
            m.concept == "to-:mention"
            and m.start <= self.verb < m.end
            and (NEGATIONS | {"free", "without"}).isdisjoint(self.words[m.start : m.end])
            for m in self.mentions
        )

    def _next_verb(self, at: int) -> bool:
        """Whether an item of a list of verbs begins at token ``at``: "do not guess, estimate or speculate"."""
        before = self.words[at - 1]
        if before == ",":
            later = self.words[at + 1 : min(self.d.last, at + 9)]
            return "or" in later or "and" in later or "nor" in later
        return before in ("or", "nor")

    def _features(self) -> Iterator[Claim]:
        """ "Use emojis", "no citations": a thing in the output, by a verb of including or leaving out."""
        include, exclude = self._covers("to:mention"), self._covers("to-:mention")
        denied = any(
            m.concept == "to-:mention"
            and m.start <= self.verb < m.end
            and (NEGATIONS | {"free", "without"}) & set(self.words[m.start : m.end])
            for m in self.mentions
        )
        nominal = self._nominal()
        carries = self.d.action in CARRIERS
        makes = self.d.action in MAKING or (self.d.stated and bool(self.d.subject))  # "the digest arrives as a list"
        for m in self.mentions:
            if (
                not m.concept.startswith("n:")
                or m.concept[2:] in no_features()
                or self.words[m.start - 1] == "-"  # "sub-questions"
                or glued(self.words, m.start, m.end)
                or self._limited(m)
                or (self.sign < 0 and (self.d.action in COMBINING or self._of_kind(m)))
            ):
                continue
            if self._left_out(m):
                yield self._claim(f"do:{m.concept[2:]}", "", -1, m.start, m.end).limited(everywhere)
            if not (include or exclude or nominal or carries or makes) or not self._object_head(m):
                continue
            between = self.words[self.verb + 1 : m.start]
            if self.d.action in SPOKEN and "with" not in between:
                continue
            if self.d.action in INVENTING or self.words[self.verb : self.verb + 2] == ["make", "up"]:
                continue  # "do not make up sources" lets real ones be named
            if (self.d.action in LABELLING or self.d.action == "number") and PREPOSITIONS.isdisjoint(between):
                continue  # "number each question": it is there already
            if any(
                o.concept == f"dont:{m.concept[2:]}" and o.start <= m.start and m.end <= o.end and self._at_verb(o)
                for o in self.mentions
            ):
                continue  # "spell out acronyms": the longer phrase says what is done with them
            if self._given(m):
                continue
            if self._befalls(m) or self.words[m.end : m.end + 1] in (['"'], ["“"]):
                continue  # 'the slang phrase "…"' is a quotation
            if carries and not (include or exclude or makes) and not {"with", "by", "in"} & set(between):
                continue
            local = self._local_sign(m.start)
            sign = self.sign * local * (-1 if exclude and not denied else 1)
            if self.sign < 0 and exclude and not denied and self.d.action in REMOVING:
                continue  # "never delete a test" asks for none
            claim = self._claim(f"do:{m.concept[2:]}", "", sign, m.start, m.end)
            if local < 0 < self.sign and m.start >= self.verb:  # "as prose, with no lists": the ban is on all lists
                claim = claim.limited(everywhere)
            yield claim

    def _of_kind(self, m: Mention) -> bool:
        """Whether a longer phrase names a kind of it: a ban on the "first name" is none on names."""
        return any(
            o.concept.startswith(f"{m.concept}.") or m.concept[2:] in above(o.concept[2:])
            for o in self.mentions
            if o.concept.startswith("n:")
            and o.start <= m.start
            and m.end <= o.end
            and o.end - o.start > m.end - m.start
        )

    def _given(self, m: Mention) -> bool:
        """Whether a list is there already: "the list of tools", "every file listed there"."""
        if m.concept != "n:markdown.list" or self.sign < 0:
            return False
        words = self.words
        there = "the" in words[max(self.d.first, m.start - 3) : m.start] and words[m.end : m.end + 1] == ["of"]
        return there or words[m.start] == "listed"

    def _befalls(self, m: Mention) -> bool:
        """Whether a plain statement only says what becomes of a thing: "compiler warnings are listed in the log"."""
        words, d = self.words, self.d
        if not (d.passive and m.end <= self.verb and d.modality is Modality.MUST) or d.frame[1]:
            return False
        finite = next((i for i in range(m.end, self.verb + 1) if words[i] in ("is", "are")), None)
        if finite is None or words[finite + 1 : finite + 2] == ["to"] or words[d.first] in ("each", "every", "all"):
            return False
        before = [w for w in words[d.first : m.start] if w not in DETERMINERS]
        told = d.action == "be" or words[m.end] in PREPOSITIONS or words[self.verb + 1 : self.verb + 2] == ["by"]
        return bool(before) or told or self._stands()

    def _stands(self) -> bool:
        """Whether a plain passive says where something of the world is: "options are set in the config file"."""
        words, at = self.words, self.verb + 1
        if words[self.verb - 1] not in ("is", "are") or words[at : at + 1] not in (["in"], ["on"], ["at"]):
            return False
        return not PLACES.intersection(f for w in words[at + 1 : self.d.last] for f in forms(w))

    def _left_out(self, m: Mention) -> bool:
        """ "Answer directly, without metaphors or analogies": whatever the verb is, the thing is left out."""
        if self.sign < 0 or m.start <= self.verb or self._local_sign(m.start) > 0 or self._goes_on(m):
            return False
        if self.d.action in ASIDE and self.d.action not in ("explain", "describe", "answer", "convert", "translate"):
            return False
        words = self.words
        at = next((i for i in range(m.start - 1, self.verb, -1) if words[i] in ("without", "no", "free")), 0)
        return words[at] == "without" or words[at - 1 : at + 1] == ["with", "no"] or words[at] == "free"

    def _goes_on(self, m: Mention) -> bool:
        """Whether a mention is but the first part of a longer noun ("emoji picker")."""
        words = self.words
        following = words[m.end] if m.end < len(words) else "."
        inside = m.end != self.d.frame[0] and m.end < self.d.last
        return following in ("-", "'s") or (inside and following[0].isalpha() and self._noun_like(m.end))

    def _referred(self) -> Iterator[Claim]:
        """ "Emojis look childish; leave them out": the feature stands in the clause before, a pronoun here."""
        d, words = self.d, self.words
        object_ = words[self.verb + 1 : self.verb + 6]
        at = next(
            (i for i, w in enumerate(object_) if w in ("them", "it", "these", "those", "one", "some", "any")), None
        )
        if at is None or d.first == 0 or d.passive:
            return
        if any(w.isalpha() and w not in DETERMINERS | PREPOSITIONS for w in object_[:at]):
            return
        include, exclude = self._covers("to:mention"), self._covers("to-:mention")
        if include == exclude:
            return
        before = [m for m in d.sentence.mentions if m.end <= d.first and m.concept.startswith("n:")]
        first = min((m.start for m in before), default=0)
        for m in before:
            if m.start == first and m.concept[2:] not in no_features() and not glued(words, m.start, m.end):
                sign = self.sign * (-1 if exclude else 1)
                claim = self._claim(f"do:{m.concept[2:]}", "", sign, self.verb, self.verb + at + 2)
                yield claim.limited(everywhere)

    def _free(self) -> Iterator[Claim]:
        """ "Keep replies emoji-free"."""
        if self.sign < 0:
            return
        for m in self.mentions:
            if m.concept.startswith("n:") and self.words[m.end : m.end + 2] == ["-", "free"]:
                yield self._claim(f"do:{m.concept[2:]}", "", -1, m.start, m.end + 2)

    def _nominal(self) -> bool:
        """Whether the "action" is no verb but the thing itself ("no emojis", "citations are mandatory")."""
        return any(
            m.concept.startswith("n:") and m.start <= self.verb < m.end and not self._is_verb(m) for m in self.mentions
        )

    def _is_verb(self, m: Mention) -> bool:
        """ "Comment on the page": a verb, whatever else the word can be."""
        own = self.d.action and not self.d.passive and self.words[self.verb] == self.d.action
        return bool(own) and m.start == self.verb and m.end == self.verb + 1

    def _object_head(self, m: Mention) -> bool:
        """Whether a mention is what is used or left out, not a word inside another phrase."""
        words, verb = self.words, self.verb
        if self._goes_on(m):
            return False
        if m.start <= verb < m.end:
            return True
        if self.d.frame[0] > self.d.first and m.start >= self.d.frame[1]:  # "code goes into fenced blocks"
            placed = words[self.d.frame[1] - 1] in INTO_PLACE
            return placed and not PREPOSITIONS & set(words[self.d.frame[1] : m.start])
        if (self.d.passive or self.d.action in APPEARING) and m.start < verb:
            return not any(w in ("of", "that", "which", "in", "from", "about") for w in words[self.d.first : m.start])
        between = words[verb + 1 : m.start]
        if self.d.action in ENDS and not {"with", "by"} & set(between):
            return False  # "start headers with **" asks for no headers
        for i, w in enumerate(between):
            if w in (
                "that",
                "which",
                "what",
                "who",
                "how",
                "whether",
                "why",
                "when",
                "if",
                "because",
                "about",
                "for",
                "on",
                "into",
                "from",
                "after",
                "before",
                "so",
            ):
                return False
            if w in (
                "key",
                "keys",
                "field",
                "fields",
                "column",
                "columns",
                "word",
                "words",
                "phrase",
                "phrases",
                "value",
                "parameter",
            ):
                return False
            if w in BESIDE:
                return False  # "add no text below the table"
            if w == "in" and not m.concept[2:].startswith(INSIDE) and self.d.action not in ENCLOSING:
                return False
            if w in ("with", "by", "of") and not self._carries(i, between, w):
                return False
        return m.start > verb

    def _carries(self, i: int, between: list[str], w: str) -> bool:
        if w == "of":
            return i > 0 and between[i - 1] in (
                "list",
                "kind",
                "sort",
                "lot",
                "number",
                "set",
                "type",
                "form",
                "clear",
                "use",
                "out",
                "free",
                "lists",
                "types",
                "line",
                "block",
                "pair",
                "dose",
                "bit",
                "touch",
                "piece",
            )
        return self.words[self.verb] in CARRIERS or any(f in CARRIERS for f in forms(self.words[self.verb]))

    def _noun_like(self, at: int) -> bool:
        """Whether the word behind a noun goes on with the noun phrase ("emoji picker")."""
        word = self.words[at]
        if word in DETERMINERS and self.words[at - 1] in PREPOSITIONS and self.d.passive:
            return False  # "information from outside the documents"
        closing = (
            "in on at to for from of with by and or but when if that which as is are be must should may will can to not through "
            "at anywhere per before after unless except so because while where only either entirely altogether completely "
            "throughout than during into have has about against out whatsoever nor until do without whenever since under "
            "over there here again too also alone together"
        ).split()
        return word not in closing and not word.endswith("ly") and word.isalpha()
