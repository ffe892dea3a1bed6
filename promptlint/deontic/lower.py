"""From a sentence to its directives.

A shallow parser: it finds where a clause's predicate begins, which cue of ``rules/knowledge/modality.yaml`` stands
there, and the conditions before and after it. What it does not understand is no directive: silence costs a miss, a
wrong reading costs a false alarm.
"""

from __future__ import annotations

from typing import NamedTuple

from promptlint.block import HEADING, LABEL
from promptlint.deontic.clauses import ADVERBS, AFTER_VERB, CONNECTORS, Clause, quoted, split, starts
from promptlint.deontic.cues import Cues, cues
from promptlint.deontic.ir import Condition, Directive, Modality, Strength
from promptlint.text.phrases import Mention
from promptlint.text.sentences import Sentence
from promptlint.text.tokens import IRREGULAR, forms

OF_CUE = {
    "forbid": Modality.MUST_NOT,
    "discourage": Modality.SHOULD_NOT,
    "require": Modality.MUST,
    "recommend": Modality.SHOULD,
    "permit": Modality.MAY,
    "prefer": Modality.PREFER,
}
ABILITY = frozenset(
    [
        "see",
        "access",
        "hear",
        "browse",
        "know",
        "remember",
        "feel",
        "view",
        "read",
        "use",
        "help",
        "perform",
        "understand",
        "be",
        "have",
        "do",
        "learn",
    ]
)
PEOPLE = frozenset(
    [
        "user",
        "users",
        "customer",
        "customers",
        "people",
        "person",
        "they",
        "he",
        "she",
        "child",
        "children",
        "student",
        "students",
        "patient",
        "patients",
        "caller",
        "callers",
        "visitor",
        "visitors",
        "team",
        "client",
        "clients",
        "someone",
        "somebody",
        "anyone",
        "member",
        "members",
        "it",
        "that",
        "which",
        "who",
        "this",
    ]
)
DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "each",
        "every",
        "all",
        "any",
        "no",
        "this",
        "these",
        "those",
        "your",
        "its",
        "our",
        "both",
        "some",
        "such",
    ]
)
SUBJECT = 14  # tokens that a subject may have


class Reading(NamedTuple):
    """A clause understood: the modality, where its action verb stands, and its grammatical subject."""

    modality: Modality
    verb: int
    subject: tuple[int, int]
    passive: bool = False
    nominal: bool = False  # the object has no verb of its own: "no emojis", "avoid jargon"


class Lowering:
    """One sentence on its way to directives."""

    def __init__(self, sentence: Sentence, known: Cues) -> None:
        self.sentence = sentence
        self.known = known
        self.tokens = sentence.tokens
        self.words = self.tokens.words
        self.masked = quoted(self.tokens)
        self.modal = {i: m for i, m in starts(known.modality.find(self.words)).items() if not self.masked[i]}
        found = known.anywhere.find(self.words)
        self.flags = [m for m in found if not self.masked[m.start]]
        self.openers = outermost(starts(self.flags, "conditions", "exemptions"))
        self.adverbials = starts(self.flags, "absolute", "default")

    def run(self) -> list[Directive]:
        """The sentence's directives."""
        found: list[Directive] = []
        carried: tuple[Condition, ...] = ()
        previous: Directive | None = None
        for clause in split(self.tokens, self.masked, self.modal, self.known):
            if clause.joined in (";", ".", "!"):
                carried = ()
            directive, leading = self.clause(clause, carried, previous)
            if leading:
                carried = leading
            if directive is not None:
                found.append(directive)
                previous = directive
        return found

    def clause(
        self, clause: Clause, carried: tuple[Condition, ...], previous: Directive | None
    ) -> tuple[Directive | None, tuple[Condition, ...]]:
        """One clause's directive and its leading conditions."""
        at, conditions, exemptions = self.leading(clause)
        reading = self.read(at, clause.last)
        if reading is None:
            return self.continued(clause, at, carried, previous, conditions), conditions
        modality = reading.modality
        if previous is not None and self.inherits(clause, at, previous):
            modality = previous.modality
        elif modality is Modality.MUST and self.lead_modality and self.words[at] not in ("you", "do", "never"):
            modality = self.lead_modality
        last, trailing, excepted = self.trailing(reading.verb, clause.last)
        exemptions += excepted
        return (
            self.build(modality, reading, at, last, (*carried, *conditions, *trailing), exemptions),
            conditions,
        )

    def inherits(self, clause: Clause, at: int, previous: Directive) -> bool:
        """Whether a bare verb behind "or", "and" stands under the modality of the clause before."""
        if clause.joined not in ("or", "nor", "and") or at not in range(clause.first, clause.first + 2):
            return False
        comma = clause.first >= 2 and self.words[clause.first - 2] == ","
        if previous.modality.forbids and clause.joined == "and" and comma:
            return False
        return at not in self.modal and self.words[at] in self.known.verbs and previous.modality is not Modality.MUST

    def continued(
        self, clause: Clause, at: int, carried: tuple[Condition, ...], previous: Directive | None,
        conditions: tuple[Condition, ...],
    ) -> Directive | None:  # fmt: skip
        """A fragment under a lead-in that carries the modality ("Never:", "Do not:")."""
        if previous is not None or self.lead_modality is None or at >= clause.last:
            return None
        if not any(w[0].isalpha() for w in self.words[at : clause.last]):
            return None
        last, trailing, excepted = self.trailing(at, clause.last)
        reading = Reading(self.lead_modality, at, (at, at), nominal=self.nominal(at))
        return self.build(self.lead_modality, reading, at, last, (*carried, *conditions, *trailing), excepted)

    @property
    def lead_modality(self) -> Modality | None:
        """The modality of a lead-in that is nothing but a cue."""
        lead = self.sentence.lead_sentence
        return None if lead is None else bare_modality(lead, self.known)

    # -- leading conditions ---------------------------------------------------------------------------------------

    def leading(self, clause: Clause) -> tuple[int, tuple[Condition, ...], tuple[Condition, ...]]:
        """Where the predicate begins, with the conditions and exemptions before it."""
        at, last = clause.first, clause.last
        conditions: list[Condition] = []
        exemptions: list[Condition] = []
        while True:
            at = self.skip(at, last)
            adverbial = self.adverbials.get(at)
            if adverbial is not None and self.words[adverbial.end : adverbial.end + 1] == [","]:
                at = adverbial.end + 1  # "Above all, …", "By default, …"
                continue
            opener = self.openers.get(at)
            if at in self.modal and opener is None:  # "under no circumstances …"
                break
            prepositional = opener is None and at < last and self.words[at] in self.known.prepositions
            if opener is None and not prepositional:
                break
            cue_end = opener.end if opener else at + 1
            end = self.condition_end(at, cue_end, last, prepositional)
            if end is None:
                break
            condition = self.condition(at, cue_end, end)
            (exemptions if opener and opener.concept == "exemptions" else conditions).append(condition)
            at = end
        return at, tuple(conditions), tuple(exemptions)

    def skip(self, at: int, last: int) -> int:
        """Past punctuation, list markers and connecting words."""
        while at < last:
            word = self.words[at]
            if word in CONNECTORS or not (word[0].isalpha() or self.masked[at]):
                if at in self.openers or (word[0].isdigit() and at + 1 < last and self.words[at + 1] not in ".)"):
                    break
                at += 1
            elif word == "then" or (word == "please" and at + 1 < last):
                at += 1
            else:
                break
        return at

    def condition_end(self, at: int, cue_end: int, last: int, prepositional: bool) -> int | None:
        """Token after the comma (or "then") that ends a leading condition, None where no main clause follows."""
        for j in range(cue_end, last):
            if self.masked[j]:
                continue
            if self.words[j] in (",", ":", "—", "–") and self.opens(j + 1, last):
                return j + 1
            if self.words[j] == "then" and j > cue_end and not prepositional:
                return j
        if prepositional:  # "In the reference use the technical term"
            return next((j for j in range(cue_end + 1, min(last, cue_end + 6)) if self.bare_order(j, last)), None)
        for j in range(cue_end + 1, last):  # no comma: "If asked say no", "When in doubt do not act"
            if (
                not self.masked[j]
                and j in self.modal
                and self.words[j] in ("do", "never", "always", "you", "make", "ensure")
            ):
                if self.words[j] != "you" and self.words[j - 1] not in (
                    "you",
                    "to",
                    "they",
                    "i",
                    "we",
                    "users",
                    "user",
                ):
                    return j
        return None

    def bare_order(self, j: int, last: int) -> bool:
        """Whether token ``j`` starts an order right behind a phrase that no comma ends."""
        if self.masked[j] or self.words[j - 1] in DETERMINERS | {"to", "and", "or"}:
            return False
        if j in self.modal and self.words[j] in ("do", "never", "always", "avoid"):
            return True
        known = self.words[j] in self.known.verbs and self.words[j] not in self.known.doubtful | self.known.outputs
        return (
            known
            and j + 1 < last
            and self.words[j + 1] in AFTER_VERB - {"in", "on", "as", "at", "with", "for", "if", "when"}
        )

    def opens(self, at: int, last: int) -> bool:
        """Whether the tokens after a comma can be a main clause rather than the next item of a list."""
        at = self.skip(at, last)
        if at >= last:
            return False
        while at < last and self.words[at] in ADVERBS:
            at += 1
        return at < last and (at in self.openers or self.read(at, last) is not None)

    def condition(self, at: int, first: int, last: int) -> Condition:
        end = last
        while end > first and not (self.words[end - 1][0].isalnum() or self.masked[end - 1]):
            end -= 1
        cue = " ".join(self.words[at:first])
        negated = any(w in ("not", "no", "never", "without", "nothing", "none") for w in self.words[first:end])
        return Condition(
            cue, self.sentence.text_of(first, end), self.sentence.span_of(at, max(end, first)), at, end, negated
        )

    # -- the predicate --------------------------------------------------------------------------------------------

    def read(self, at: int, last: int) -> Reading | None:
        """The predicate at token ``at``, or None where there is no directive."""
        while at < last and self.words[at] in ADVERBS and at not in self.modal:
            at += 1
        if at >= last:
            return None
        cue = self.modal.get(at)
        if cue is not None and cue.end < last and cue.end > at:
            return self.imperative_cue(cue, at, last)
        if self.masked[at]:
            return self.subject_modal(at, last)
        word = self.words[at]
        if word in self.known.verbs and not self.noun(at, last):
            return Reading(Modality.MUST, at, (at, at))
        return (
            self.negative_subject(at, last)
            or self.inverted(at, last)
            or self.subject_modal(at, last)
            or self.statement(at, last)
        )

    def inverted(self, at: int, last: int) -> Reading | None:
        """ "Only once the customer has logged in may the total be revealed": the condition first, then the modal."""
        if self.words[at] != "only" or at + 1 not in self.openers:
            return None
        for j in range(at + 3, last):
            if self.words[j] in ("may", "should", "must", "can", "shall", "will") and j in self.modal:
                verb = next((k + 1 for k in range(j + 1, min(last - 1, j + 9)) if self.words[k] == "be"), None)
                if verb is None:
                    verb = next((k for k in range(j + 1, min(last, j + 4)) if self.words[k] in self.known.verbs), None)
                if verb is not None:
                    return Reading(OF_CUE[self.modal[j].concept], verb, (j + 1, verb), passive=True)
        return None

    def imperative_cue(self, cue: Mention, at: int, last: int) -> Reading | None:
        """ "Never X", "do not X", "make sure to X": a cue at the start of the predicate."""
        first = self.words[at]
        if first in (
            "can",
            "could",
            "may",
            "might",
            "will",
            "should",
            "is",
            "are",
            "be",
            "was",
            "were",
            "must",
            "shall",
        ):
            if first in ("is", "are", "was", "were", "can", "could", "will"):
                return None  # a question or a fragment of a fact
        if cue.concept == "forbid" and first == "not" and self.words[at + 1 : at + 2] in (["only"], ["just"]):
            return Reading(Modality.MUST, at, (at, at))
        verb = cue.end
        while verb < last and self.words[verb] in ADVERBS:
            verb += 1
        if verb >= last or self.third_person(first, verb):
            return None
        modality = OF_CUE[cue.concept]
        inner = self.modal.get(verb)  # "make sure you never X", "always avoid X"
        if inner is not None and inner.end < last and inner.concept in ("forbid", "discourage") and modality.requires:
            return Reading(OF_CUE[inner.concept], inner.end, (at, at), nominal=self.nominal(inner.end))
        return Reading(modality, verb, (at, at), nominal=not self.plain_verb_follows(cue) and self.nominal(verb))

    def third_person(self, first: str, verb: int) -> bool:
        """ "… and never writes to disk": a fact, not an order."""
        word = self.words[verb]
        return first in ("never", "always") and word.endswith("s") and word[:-1] in self.known.verbs

    def plain_verb_follows(self, cue: Mention) -> bool:
        """Whether a cue takes a bare verb ("do not X", "must X") rather than a noun or -ing form."""
        return self.words[cue.end - 1] in ("not", "to", "must", "shall", "should", "will", "may", "can", "you", "that")

    def nominal(self, at: int) -> bool:
        """Whether a noun phrase rather than a verb stands at token ``at``."""
        word = self.words[at]
        return not word.endswith("ing") and (word not in self.known.verbs or word in self.known.outputs)

    def noun(self, at: int, last: int) -> bool:
        """Whether a word that can be a verb opens a noun phrase or a label here ("Answer length: …")."""
        nxt = self.words[at + 1] if at + 1 < last else ""
        if nxt in (":", "'s", "/") or nxt in (
            "is",
            "are",
            "was",
            "were",
            "must",
            "shall",
            "should",
            "may",
            "will",
            "can",
            "has",
            "have",
        ):
            return True
        modal = next((j for j in range(at + 1, min(last, at + 4)) if j in self.modal and not self.masked[j]), None)
        if modal is not None and self.words[modal] in ("must", "shall", "should", "may", "will", "is", "are", "can"):
            return all(w not in DETERMINERS and w not in ("that", "which", "who") for w in self.words[at + 1 : modal])
        if self.words[at] not in self.known.doubtful or nxt in AFTER_VERB:
            return False
        return (
            self.statement(at, last) is not None
            or last - at < 3
            or any(w in ("is", "are", "was", "were", "has", "have") for w in self.words[at + 1 : min(last, at + 7)])
        )

    def subject_modal(self, at: int, last: int) -> Reading | None:
        """ "The reply must …", "you may …", "refunds are not allowed": a subject and a modal."""
        for j in range(at, min(last, at + SUBJECT)):
            if self.masked[j]:
                continue
            if j > at and j in self.modal:
                cue = self.modal[j]
                verb = cue.end
                while verb < last and self.words[verb] in ADVERBS:
                    verb += 1
                if self.binds(at, j, cue, verb, last):
                    modality = OF_CUE[cue.concept]
                    passive = self.words[verb : verb + 1] == ["be"] or self.words[verb - 1] == "be"
                    if self.words[verb : verb + 1] == ["be"] and verb + 1 < last and self.participle(verb + 1):
                        verb += 1
                    return Reading(modality, min(verb, last - 1), (at, j), passive=passive)
                return self.predicate(at, j, last)
            if j > at and self.words[j] in ("is", "are"):
                return self.predicate(at, j, last) or (self.statement(at, last))
            if self.words[j] in (",", ";", ":", "if", "when", "because"):
                return None
        return None

    def binds(self, at: int, j: int, cue: Mention, verb: int, last: int) -> bool:
        """Whether a modal behind the subject ``[at, j)`` binds the model rather than describing the world."""
        word = self.words[j]
        if word in (
            "never",
            "not",
            "always",
            "avoid",
            "prefer",
            "make",
            "ensure",
            "try",
            "do",
            "consider",
            "favor",
            "quit",
        ):
            if word not in ("never", "always", "do"):
                return False
            return self.actor(at, j) or self.output(at, j)
        if verb >= last:
            return False
        own = self.actor(at, j)
        if word in ("can", "could", "might", "will", "need", "have", "has", "does"):
            if cue.concept == "forbid" and own:
                return self.words[verb] not in ABILITY
            return own if word != "will" else own or self.output(at, j)
        if word in ("may",) and cue.concept == "permit":
            return own or self.output(at, j) or self.passive(verb)
        if (
            word in ("is", "are", "be")
            and cue.concept in ("require", "recommend")
            and self.words[j + 1 : j + 2] != ["to"]
        ):
            return own or self.words[j + 1] in ("required", "expected", "obliged")
        return True

    def passive(self, verb: int) -> bool:
        return self.words[verb] == "be"

    def participle(self, at: int) -> bool:
        """Whether a word is a past participle ("addressed", "shown")."""
        word = self.words[at]
        return len(forms(word)) > 1 and (word.endswith(("ed", "en", "ne", "wn", "lt", "pt")) or word in IRREGULAR)

    def actor(self, at: int, j: int) -> bool:
        """Whether the subject is the model."""
        head = [w for w in self.words[at:j] if w not in DETERMINERS]
        return bool(head) and head[-1] in self.known.actors

    def output(self, at: int, j: int) -> bool:
        """Whether the subject is a part of the output."""
        head = self.words[at:j]
        for i, word in enumerate(head):
            if word in ("of", "in", "for", "that", "which", "to", "with", ","):
                head = head[:i]
                break
        return bool(head) and any(f in self.known.outputs for f in forms(head[-1]))

    def predicate(self, at: int, j: int, last: int) -> Reading | None:
        """ "X is forbidden", "citations are mandatory"."""
        if self.words[j] not in ("is", "are", "be", "remain", "remains"):
            return None
        found = starts(self.known.predicates.find(self.words[j + 1 : min(last, j + 6)]))
        hit = found.get(0)
        if hit is None and 1 in found and self.words[j + 1] in ("not", "never", "strictly", "always", "also"):
            hit = found[1]
        if hit is None:
            return None
        modality = Modality(hit.concept)
        if modality is Modality.MAY and self.words[j + 1] in ("not", "never"):
            modality = Modality.MUST_NOT
        return Reading(modality, at, (at, j), passive=True)

    def negative_subject(self, at: int, last: int) -> Reading | None:
        """ "No emojis.", "Nothing may be changed": the negation stands in the subject."""
        word = self.words[at]
        if word == "no" and at + 1 < last and self.words[at + 1] not in ("one", "longer", "matter", ",", "."):
            fragment = not any(w in ("is", "are", "has", "have", "was") for w in self.words[at:last])
            modal = any(j in self.modal for j in range(at, last))
            done = self.undone(at, last)
            return done or (Reading(Modality.MUST_NOT, at + 1, (at, at), nominal=True) if fragment or modal else None)
        return self.undone(at, last) if word in ("nothing", "nobody", "none", "no") else None

    def undone(self, at: int, last: int) -> Reading | None:
        """ "No X may be changed", "nobody else should decide": the verb behind a negated subject."""
        j = next((j for j in range(at + 1, min(last, at + SUBJECT)) if j in self.modal and not self.masked[j]), None)
        if j is None or self.modal[j].end >= last or self.modal[j].concept == "forbid":
            return None
        verb = self.modal[j].end
        passive = self.words[verb] == "be" or self.words[verb - 1] == "be"
        if self.words[verb] == "be" and verb + 1 < last:
            verb += 1
        start = at + 1 if self.words[at] == "no" else at
        return Reading(Modality.MUST_NOT, verb, (start, j), passive=passive)

    def statement(self, at: int, last: int) -> Reading | None:
        """ "Every reply is a single sentence": a plain statement about the output is a rule for it."""
        quantified = self.words[at] in ("each", "every", "all", "no")
        relative = 0
        for j in range(at + 1, min(last, at + 12)):
            if self.masked[j] or self.words[j] in (",", ":", ";"):
                return None
            word = self.words[j]
            if word in ("that", "which", "who"):
                relative = j
            if relative and (j < relative + 3 or word not in ("is", "are", "has", "have")):
                continue
            verb = word in ("is", "are", "has", "have", "contains", "contain", "takes", "take") or (
                word.endswith("s") and forms(word)[1:] and any(f in self.known.verbs for f in forms(word)[1:])
            )
            plural = self.words[j - 1].endswith("s") and word in self.known.verbs and word not in self.known.outputs
            if (verb or plural) and (
                self.output(at, j) or (quantified and verb and (not self.people(at, j) or self.done_to(j, last)))
            ):
                if (
                    self.known.outputs.intersection(forms(word))
                    and j + 1 < last
                    and word not in ("is", "are", "has", "have")
                ):
                    if self.words[j + 1] in ("is", "are", "has", "have", "must", "of"):
                        continue
                done = self.done_to(j, last)
                return Reading(Modality.MUST, j + done, (at, j), passive=word in ("is", "are"))
        return None

    def done_to(self, j: int, last: int) -> bool:
        """Whether a passive stands at token ``j`` ("is greeted")."""
        return self.words[j] in ("is", "are") and j + 1 < last and self.participle(j + 1)

    def people(self, at: int, j: int) -> bool:
        return any(w in PEOPLE for w in self.words[at:j])

    # -- the rest of the clause -----------------------------------------------------------------------------------

    def trailing(self, verb: int, last: int) -> tuple[int, tuple[Condition, ...], tuple[Condition, ...]]:
        """End of the core, with the conditions and exemptions behind it."""
        cuts = [
            (i, m)
            for i, m in sorted(self.openers.items())
            if verb < i < last and not self.adverbial(i, m, last) and not self.embedded(i)
        ]
        conditions: list[Condition] = []
        exemptions: list[Condition] = []
        for n, (i, m) in enumerate(cuts):
            end = cuts[n + 1][0] if n + 1 < len(cuts) else last
            if end <= m.end and m.concept == "conditions":
                continue
            if end <= m.end and m.concept == "exemptions":  # "…, commit messages excepted"
                cuts[n] = (self.comma_before(i, verb) + 1, m)
                exemptions.append(self.condition(cuts[n][0], cuts[n][0], i))
                continue
            condition = self.condition(i, m.end, end)
            (exemptions if m.concept == "exemptions" else conditions).append(condition)
        end = cuts[0][0] if cuts else last
        while end > verb + 1 and not (self.words[end - 1][0].isalnum() or self.masked[end - 1]):
            end -= 1
        if end > verb + 1 and self.words[end - 1] in ("only", "but", "and", "even", "just") and cuts:
            end -= 1
        return max(end, verb + 1), tuple(conditions), tuple(exemptions)

    def comma_before(self, i: int, verb: int) -> int:
        return next((j for j in range(i - 1, verb, -1) if self.words[j] in (",", "(", ";")), i - 1)

    def adverbial(self, i: int, m: Mention, last: int) -> bool:
        """ "exactly once", "as before": a cue without a phrase behind it."""
        return m.concept == "conditions" and (
            m.end >= last or not any(w[0].isalnum() for w in self.words[m.end : last])
        )

    def embedded(self, i: int) -> bool:
        """ "Ask if …", "decide when …": the phrase is the object, not a condition."""
        return self.words[i] in ("if", "whether", "when", "where") and i > 0 and bool(
            {"ask", "determine", "decide", "know", "see", "confirm", "consider", "verify", "wonder", "tell", "state",
             "indicate", "say", "specify", "explain", "note", "identify", "clarify"}.intersection(forms(self.words[i - 1]))
            and self.words[i] != "when"
        )  # fmt: skip

    def build(
        self, modality: Modality, reading: Reading, at: int, last: int,
        conditions: tuple[Condition, ...], exemptions: tuple[Condition, ...],
    ) -> Directive:  # fmt: skip
        first = min(at, reading.subject[0])
        verb = min(reading.verb, last - 1)
        names = {m.concept for m in self.flags if first <= m.start < max(last, verb + 1)}
        strength = Strength.PLAIN
        if "absolute" in names or (modality.forbids and "never" in self.words[first:last]):
            strength = Strength.ABSOLUTE
        lead = {m.concept for m in self.flags if m.start < first and m.concept in ("absolute", "default")}
        if "absolute" in lead and strength is Strength.PLAIN:
            strength = Strength.ABSOLUTE
        if "default" in names or "default" in lead or modality is Modality.PREFER:
            strength = Strength.DEFAULT
        return Directive(
            modality=modality,
            strength=strength,
            actor=self.actor_text(reading),
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
        )

    def actor_text(self, reading: Reading) -> str:
        a, b = reading.subject
        if a == b or reading.passive or self.output(a, b):
            return ""
        text = self.sentence.text_of(a, b).lower()
        return "" if text in ("you", "the assistant", "the model", "assistant") else text

    def object_text(self, reading: Reading, verb: int, last: int) -> str:
        a, b = reading.subject
        if reading.nominal:
            return self.sentence.text_of(verb, last)
        rest = self.sentence.text_of(verb + 1, last) if verb + 1 < last else ""
        if a < b and (reading.passive or self.output(a, b)):
            return f"{self.sentence.text_of(a, b)} {rest}".strip() if verb >= b else self.sentence.text_of(a, b)
        return rest

    def base(self, verb: int) -> str:
        word = self.words[verb]
        return next(
            (f for f in forms(word) if f in self.known.verbs), forms(word)[-1] if word in ("is", "are") else word
        )


def outermost(openers: dict[int, Mention]) -> dict[int, Mention]:
    """Openers that do not stand inside another one ("even if" holds "if")."""
    kept: dict[int, Mention] = {}
    end = 0
    for i in sorted(openers):
        if i >= end:
            kept[i] = openers[i]
            end = openers[i].end
    return kept


def scope_conditions(sentence: Sentence) -> tuple[Condition, ...]:
    """Conditions that the lead-in, the item's label or the nearest heading state ("For commits:", "When unsure")."""
    found = []
    for text in (sentence.scope.lead, sentence.scope.item, *sentence.scope.headings[-1:]):
        first, _, rest = text.strip().partition(" ")
        if rest and first.lower() in (
            "if",
            "when",
            "whenever",
            "for",
            "on",
            "before",
            "after",
            "while",
            "during",
            "in",
            "once",
            "unless",
        ):
            found.append(Condition(first.lower(), rest, sentence.span, negated=" not " in f" {rest} "))
    return tuple(found)


def bare_modality(lead: Sentence, known: Cues) -> Modality | None:
    """The modality of a lead-in that is nothing but a cue: "Never:", "You must:", "Do not"."""
    words = [w for w in lead.tokens.words if w[0].isalpha()]
    while words and words[0] in ("you", "the", "assistant", "things", "what", "also"):
        words = words[1:]
    if not words or len(words) > 6:
        return None
    if words in (["don", "ts"], ["do", "not", "s"], ["donts"], ["do", "not", "'s"]):
        return Modality.MUST_NOT
    if words in (["dos"], ["do"]):
        return Modality.MUST
    cue = starts(known.modality.find(words)).get(0)
    if cue is None:
        return None
    rest = words[cue.end :]
    return (
        OF_CUE[cue.concept]
        if not rest or rest in (["do"], ["do", "any", "of", "the", "following"], ["the", "following"])
        else None
    )


def lower(sentence: Sentence) -> list[Directive]:
    """The directives of one sentence.

    Headings, labels and questions are none; quoted words are never read.
    """
    text = sentence.text.rstrip('*_` )"”')
    if sentence.block.kind in (HEADING, LABEL) or text.endswith("?") or not sentence.tokens.words:
        return []
    if len(sentence.tokens.words) > 400:  # no sentence a person wrote; minified data
        return []
    return Lowering(sentence, cues()).run()
