"""From a sentence to its directives.

A shallow parser: it finds where a clause's predicate begins, which cue of ``rules/knowledge/modality.yaml`` stands
there, and the conditions before and after it. What it does not understand is no directive: silence costs a miss, a
wrong reading costs a false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint import regex
from promptlint.block import HEADING, LABEL
from promptlint.deontic.clauses import RESULT, Clause, split, third_person
from promptlint.deontic.conditions import Conditions
from promptlint.deontic.cues import cues
from promptlint.deontic.function_words import PEOPLE, QUANTIFIERS
from promptlint.deontic.ir import Condition, Directive, Modality, Strength
from promptlint.deontic.leads import bare_modality, governing, of_faults, scope_conditions
from promptlint.deontic.reports import reports
from promptlint.deontic.subjects import Reading
from promptlint.record import replace
from promptlint.text.kept import of_sentence
from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention
from promptlint.text.tokens import forms

CONDITION_LEAD = regex.compile(
    r"\b(?:when|if|unless|until|whenever|(?:situations?|cases?|conditions?|circumstances|criteria|things|signs?)"
    r"(?: (?:below|above|is met|are met|apply|applies|hold|holds))?)\W*$",
    re.I,
)


OPEN_CASE = regex.compile(
    r"\b(?:when|if|unless|whenever|(?:any|one|all) of (?:the following|these)(?: \w+){0,3})\W*:$", re.I
)
PLACEHOLDER = regex.compile(r"\W*\[[^\[\]]{4,}\]?\W*")
LISTING = frozenset(("and", "or", "nor", ","))
EXPLICIT = frozenset("never always do must avoid you".split())
FRAGMENT = 12  # words of a rule without a verb
SETTLES = frozenset("only throughout please always never exclusively not solely everywhere".split())
VERBAL = frozenset(
    "is are was were be has have had do does did can could will would may might means mean you i we they".split()
)
TALES = frozenset("novel book film movie legend myth bible fairy original history".split())


class Lowering(Conditions):
    """One sentence on its way to directives."""

    def run(self) -> list[Directive]:
        """The sentence's directives."""
        found: list[Directive] = []
        unread: list[tuple[Clause, tuple[Condition, ...]]] = []
        carried: tuple[Condition, ...] = ()
        previous: Directive | None = None
        told = False  # the clause before states a fact
        label = self.label_end()
        for clause in split(self.tokens, self.masked, self.modal, self.known):
            if clause.last <= label:
                continue
            clause = clause._replace(first=max(clause.first, label))
            if clause.joined in (".", "!"):
                carried = ()
            if clause.joined == "and" and told and self.words[clause.first] in ("never", "always", "not"):
                if unread:  # "our translators dislike footnotes and never write any": still about them
                    unread[-1] = (unread[-1][0]._replace(last=clause.last), unread[-1][1])
                continue
            directive, leading = self.clause(clause, carried, previous)
            if previous is not None and previous.actor and clause.joined in ("and", "but"):
                directive = self.of_actor_before(directive, clause, previous)
            elif directive is not None and previous is None and unread and clause.joined in ("and", "but"):
                directive = self.of_role_before(directive, unread[-1][0].first)
            told = directive is None and not leading and clause.last - clause.first > 2
            if leading:
                carried = leading
            if directive is not None:
                found.append(directive)
                previous = directive
                continue
            if not leading and clause.last < len(self.words) and self.words[clause.last] in ";.":
                fragments = self.fragment(clause.first, clause.last)
                found += fragments
                if fragments:
                    continue
            unread.append((clause, carried))
        if not found and (whole := self.fragment(label, len(self.words))):
            return whole
        return self.with_statements(found, unread, label)

    def of_actor_before(self, directive: Directive | None, clause: Clause, previous: Directive) -> Directive | None:
        """A further predicate of the actor of the clause before: "the reviewer comments and never edits"."""
        at = clause.first
        if directive is None and self.words[at] in ("never", "always") and self.inflected(at + 1, clause.last):
            modality = Modality.MUST_NOT if self.words[at] == "never" else Modality.MUST
            reading = Reading(modality, at + 1, (at + 1, at + 1), core=(at + 1, clause.last))
            directive = self.build(modality, reading, at + 1, clause.last, previous.conditions, ())
        elif directive is None or directive.subject or at not in self.modal:
            return directive
        return replace(directive, actor=previous.actor)

    def of_role_before(self, directive: Directive, at: int) -> Directive:
        """The same for a role in a clause that orders nothing: "the lead may spawn workers but must not write code"."""
        if directive.subject or not self.role(at, at + 2):
            return directive
        return replace(directive, actor=self.sentence.text_of(at, at + 2).lower())

    def with_statements(
        self, found: list[Directive], unread: list[tuple[Clause, tuple[Condition, ...]]], label: int
    ) -> list[Directive]:
        """The directives, and what the clauses without one state.

        Behind a colon or dash stands a reason, unless the whole sentence holds no directive.
        """
        if self.lead_modality is not None:
            return found
        stated: list[Directive] = []
        empty = all(not d.action and not any(c.isalnum() for c in d.object) for d in found)  # "Jokes: never."
        if label and empty:
            found = []
            line = self.labelled(0, len(self.words))
            if line is not None:
                stated.append(self.stated(line, 0, len(self.words), (), ()))
            # "Under every mail stands one name: Tom."
            elif self.finite(0, label - 1) or self.turned_statement(0, label):
                stated += self.clause_statements(Clause(0, len(self.words), ""), ())
        for clause, carried in unread if not stated else ():
            behind = clause.joined == "," and self.words[clause.first] in RESULT
            if found and not behind and clause.joined not in ("", ";", ".", "!", "and", "but"):
                continue
            stated += self.clause_statements(clause, carried)
        return sorted([*found, *stated], key=lambda d: d.first) if stated else found

    def clause_statements(self, clause: Clause, carried: tuple[Condition, ...]) -> Iterator[Directive]:
        """What a clause without an order states."""
        self.clause_first, self.stating = clause.first, True
        turned = self.turned_statement(self.skip(clause.first, clause.last), clause.last)
        if turned is not None:
            there = self.words[turned.verb - 2] == "there"
            place = self.condition(clause.first, clause.first + 1, turned.verb - 1 - there)
            yield self.stated(turned, turned.core[0], clause.last, (*carried, place), ())
        else:
            at, conditions, exemptions = self.leading(clause)
            if any(not TALES.isdisjoint(self.words[c.first : c.last]) for c in conditions):
                return  # "in the novel, the queen …"
            further = self.goes_on(clause, at)
            for reading in (further,) if further else self.statements(at, clause.last):
                yield self.stated(reading, at, clause.last, (*carried, *conditions), exemptions)
        self.stating = False

    def particular(self, a: int, b: int) -> bool:
        """Whether a subject is one of several of its kind: "the printed menu"."""
        return self.words[a : a + 1] == ["the"] and b - a > 2 and not self.output(a, b) and not self.role(a, b)

    def stated(
        self, reading: Reading, at: int, last: int,
        conditions: tuple[Condition, ...], exemptions: tuple[Condition, ...],
    ) -> Directive:  # fmt: skip
        """The directive of a statement."""
        at, last = reading.core if reading.core[1] else (at, last)
        a, b = reading.subject
        forbids = reading.modality.forbids and not reading.nominal
        of_its_own = "/" in self.words[a:b] or not self.known.programs.isdisjoint(self.words[a + 1 : a + 2])
        named = (any(self.masked[a:b]) and not of_its_own) or (forbids and self.particular(a, b))
        if (
            reading.verb >= b and named
        ):  # "the `status` field holds one of four codes", "the printed menu has no prices"
            conditions = (*conditions, self.condition(a, a, b))
        last, trailing, excepted = self.trailing(max(reading.verb, at), last)
        directive = self.build(reading.modality, reading, at, last, (*conditions, *trailing), (*exemptions, *excepted))
        return replace(directive, stated=True)

    def fragment(self, first: int, end: int) -> list[Directive]:
        """ "British spelling throughout.", "Prices in euros.": no verb, but a value that the output is to have."""
        last = end
        while last > first and not self.words[last - 1][0].isalnum():
            last -= 1
        words = self.words[first:last]
        if not 2 <= len(words) <= FRAGMENT or self.sentence.lead_sentence is not None or self.sentence.scope.lead:
            return []
        settled = self.words[last : last + 1] in (["."], [";"]) or not SETTLES.isdisjoint(words)
        if self.words[first] in QUANTIFIERS or not PEOPLE.isdisjoint(words):
            return []  # "many customers write in a casual style": a fact
        if not self.vagueless(first, last) or self.finite(first, last) is not None:
            return []  # "our rivals write in a breezy tone": a statement
        if words[0].endswith("ing") and len(words[0]) > 4 and words[0] != "running":
            return []  # "Using the passive too often.": a definition
        if not settled or any(w in VERBAL or i in self.modal for i, w in enumerate(words, first)):
            return []
        if not any(first <= m.start < last and self.rules(m) for m in self.sentence.mentions):
            return []
        line = self.labelled(first, last)
        if line is not None and line.modality.forbids:
            return []  # "bullet points – no thanks"
        self.stating = True
        _, conditions, exemptions = self.leading(Clause(first, last, ""))
        self.stating = False
        denied = next((i for i in range(first + 2, min(last - 1, first + 7)) if self.words[i] == "no"), 0)
        if not conditions and denied and self.words[first] in self.known.prepositions:
            conditions = (self.condition(first, first + 1, denied),)  # "on the title slide no sources"
        if conditions:
            first = max(first, *(c.last for c in conditions))
        if first >= last:
            return []
        modality = Modality.MUST_NOT if {"zero", "no"} & set(self.words[first : first + 2]) else Modality.MUST
        reading = Reading(modality, first, (first, first), nominal=True)
        return [self.build(modality, reading, first, last, conditions, exemptions)]

    def rules(self, m: Mention) -> bool:
        """Whether a mention makes a rule of a phrase without a verb: a value, or a feature that "no" rules out."""
        denied = not {"no", "without"}.isdisjoint(self.words[max(0, m.start - 3) : m.start])
        return m.concept.startswith("is:") or (m.concept.startswith("n:") and denied)

    def label_end(self) -> int:
        """Token behind the item's label ("**Commits:** …"), which is scope and no order."""
        if not self.sentence.scope.item:
            return 0
        length = len([w for w in self.sentence.scope.item.split() if w])
        colon = next((i for i, w in enumerate(self.words[: 2 * length + 8]) if w == ":" and not self.masked[i]), None)
        opening = self.sentence.text.lstrip("*_ ").startswith(self.sentence.scope.item)
        if colon is None or not opening or self.ordered(colon):
            return 0
        return colon + 1

    def ordered(self, colon: int) -> bool:
        """Whether what stands before a colon is an order with its condition: "between builds wipe the cache: …"."""
        if self.words[0] not in self.known.prepositions and 0 not in self.openers:
            return False
        at, conditions, _ = self.leading(Clause(0, colon, ""))
        return bool(conditions) and self.read(at, colon) is not None

    def clause(
        self, clause: Clause, carried: tuple[Condition, ...], previous: Directive | None
    ) -> tuple[Directive | None, tuple[Condition, ...]]:
        """One clause's directive and its leading conditions."""
        self.clause_first = clause.first
        at, conditions, exemptions = self.leading(clause)
        reading = (self.goes_on(clause, at) if previous else None) or self.read(at, clause.last)
        if reading is None:
            return self.continued(clause, at, carried, previous, conditions), conditions
        modality = reading.modality
        if previous is not None and self.inherits(clause, at, previous):
            modality = previous.modality
        elif modality is Modality.MUST and self.lead_modality and self.words[at] not in ("you", "do", "never"):
            if previous is None or clause.joined in LISTING:  # "Never: mock the clock – use a fake one"
                modality = self.lead_modality
        last, trailing, excepted = self.trailing(reading.verb, clause.last)
        exemptions += excepted
        end = reading.frame[1]
        kept = self.words[end - 1 : end] in (["for"], ["to"], ["of"]) and self.words[end - 2 : end - 1] != ["free"]
        if end and end < last and modality.forbids and kept:
            exemptions += (self.condition(end, end, last),)  # "bold is reserved for warnings"
            last = end
        met = next((j for j, m in self.frames.items() if m.concept == "met" and at < j < m.end == end), 0)
        if met and reading.frame[0] == at:
            trailing += (self.condition(at, at, met),)  # "a complaint is met with an apology"
        if reading.core[1]:
            at, last = reading.core[0], min(last, reading.core[1])
        return (
            self.build(modality, reading, at, last, (*carried, *conditions, *trailing), exemptions),
            conditions,
        )

    def goes_on(self, clause: Clause, at: int) -> Reading | None:
        """A further verb of the model's: "the bot records symptoms and leaves the diagnosis to the doctor"."""
        if clause.joined not in ("and", "but", ",") or not third_person(self.words, at, self.known):
            return None
        if "leave" in forms(self.words[at]) and (left := self.left_to(at, clause.last)):
            return left
        return Reading(Modality.MUST_NOT if self.nothing(at, clause.last) else Modality.MUST, at, (at, at))

    def inherits(self, clause: Clause, at: int, previous: Directive) -> bool:
        """Whether a bare verb behind "or", "and" stands under the modality of the clause before."""
        joined = self.words[clause.first] if clause.joined == "," else clause.joined
        if joined not in ("or", "nor", "and") or at not in range(clause.first, clause.first + 2):
            return False
        if previous.modality.forbids and joined == "and" and clause.joined == ",":
            return False
        return at not in self.modal and self.words[at] in self.known.verbs and previous.modality is not Modality.MUST

    def continued(
        self, clause: Clause, at: int, carried: tuple[Condition, ...], previous: Directive | None,
        conditions: tuple[Condition, ...],
    ) -> Directive | None:  # fmt: skip
        """A fragment under a lead-in that carries the modality ("Never:", "Do not:")."""
        if (
            previous is not None
            or self.sentence.lead_sentence is None
            or self.lead_modality is None
            or at >= clause.last
        ):
            return None
        if not any(w[0].isalpha() for w in self.words[at : clause.last]):
            return None
        last, trailing, excepted = self.trailing(at, clause.last)
        reading = Reading(self.lead_modality, at, (at, at), nominal=self.nominal(at))
        return self.build(self.lead_modality, reading, at, last, (*carried, *conditions, *trailing), excepted)

    @property
    def lead_modality(self) -> Modality | None:
        """The modality of a lead-in that is nothing but a cue."""
        lead = governing(self.sentence)
        found = bare_modality(lead, self.known) if lead else None
        # what stands under a heading such as "Required" is described more often than ordered
        return found if self.sentence.lead_sentence is not None or (found and found.forbids) else None

    def build(
        self, modality: Modality, reading: Reading, at: int, last: int,
        conditions: tuple[Condition, ...], exemptions: tuple[Condition, ...],
    ) -> Directive:  # fmt: skip
        a, b = reading.subject
        first = min(at, a)
        verb = min(reading.verb, last - 1)
        names = {m.concept for m in self.flags if first <= m.start < max(last, verb + 1)}
        strength = Strength.PLAIN
        if "absolute" in names or (modality.forbids and "never" in self.words[first:last]):
            strength = Strength.ABSOLUTE
        lead = {
            m.concept
            for m in self.flags
            if self.clause_first <= m.start < first and m.concept in ("absolute", "default")
        }
        if "absolute" in lead and strength is Strength.PLAIN:
            strength = Strength.ABSOLUTE
        if "default" in names or "default" in lead or modality is Modality.PREFER:
            strength = Strength.DEFAULT
        return Directive(
            modality=modality,
            strength=strength,
            actor=self.actor_text(reading),
            subject="" if a == b else self.sentence.text_of(a, b),
            action="" if reading.nominal else self.base(verb),
            object=self.object_text(reading, verb, last),
            conditions=(*scope_conditions(self.sentence), *conditions),
            exemptions=exemptions,
            sentence=self.sentence,
            span=self.sentence.span_of(first, max(last, verb + 1)),
            first=first,
            last=max(last, verb + 1),
            only="exclusive" in names,
            passive=reading.passive,
            frame=reading.frame,
        )

    def actor_text(self, reading: Reading) -> str:
        a, b = reading.subject
        if a == b or reading.passive or self.output(a, b) or (self.stating and not self.role(a, b)):
            return ""
        text = self.sentence.text_of(a, b).lower()
        text = text.replace("’", "'").removesuffix("'re").removesuffix("'ve").removesuffix("'ll")
        return "" if text in ("you", "we", "the assistant", "the model", "assistant") else text

    def object_text(self, reading: Reading, verb: int, last: int) -> str:
        a, b = reading.subject
        if reading.nominal:
            return self.sentence.text_of(verb, last if a == b or not reading.frame[1] else b)
        rest = self.sentence.text_of(verb + 1, last) if verb + 1 < last else ""
        if a < b and (reading.passive or self.output(a, b)):
            return f"{self.sentence.text_of(a, b)} {rest}".strip() if verb >= b else self.sentence.text_of(a, b)
        return rest

    def base(self, verb: int) -> str:
        word = self.words[verb]
        verbs = (self.known.verbs, self.known.rule_verbs) if self.stating else (self.known.verbs,)
        return next(
            (f for f in forms(word) if any(f in known for known in verbs)),
            forms(word)[-1] if word in ("is", "are") else word,
        )


@of_sentence(Directive.moved)
def lower(sentence: Sentence) -> list[Directive]:
    """The directives of one sentence.

    Headings, labels and questions are none; quoted words are never read.
    """
    text = sentence.text.rstrip('*_` )"”')
    if sentence.block.kind in (HEADING, LABEL) or text.endswith("?") or not sentence.tokens.words:
        return []
    if reports(sentence) or (text.endswith(":") and bare_modality(text, cues())):
        return []
    if len(sentence.tokens.words) > 400:  # no sentence a person wrote; minified data
        return []
    if sentence.lead_sentence is not None and CONDITION_LEAD.search(sentence.scope.lead):
        return []  # "Use a plan when:" – its items are conditions
    if text.endswith(":") and OPEN_CASE.search(text):
        return []  # "Ask first if:" – what follows says when
    if PLACEHOLDER.fullmatch(text):
        return []  # "[Name the plan here]": to be filled in
    if of_faults(governing(sentence)) and EXPLICIT.isdisjoint(sentence.tokens.words[:2]):
        return []  # "Common mistakes:" – its items tell what others did
    return Lowering(sentence, cues()).run()
