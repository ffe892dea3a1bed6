"""Predicates that are no orders by form: "X is forbidden", "nobody pushes to it", "every reply is a single sentence"."""

from __future__ import annotations

from promptlint.deontic.clauses import DETERMINERS, starts
from promptlint.deontic.function_words import (
    FINITE,
    HOLDS,
    OF_ABOUT,
    OTHERS,
    PASSIVE,
    QUANTIFIERS,
    SIMPLE_PAST,
    SUBJECT,
)
from promptlint.deontic.ir import Modality
from promptlint.deontic.subjects import Reading, Subjects
from promptlint.text.tokens import forms

BEHIND_COMMAND = frozenset("then and in from for first to before after".split())


# What may stand before "allowed", "out of bounds".
ADVERBIAL = frozenset(
    "not never strictly always also both all each equally entirely completely absolutely simply still".split()
)


class Facts(Subjects):
    """What a clause with a subject says is so."""

    def command(self, at: int, last: int) -> Reading | None:
        """ "`yarn add` the package", "to build it: `make all`": a command in the place of a verb."""
        if self.words[at] != "`" or at + 2 >= last or self.words[at + 1] not in self.known.programs:
            return None
        end = next((i for i in range(at + 2, last) if self.words[i] == "`"), 0)
        before = self.words[at - 1 : at]
        if not end or (before and before[0].isalpha() and before[0] not in ("then", "and", "just")):
            return None
        follows = self.words[end + 1] if end + 1 < last else "."
        verbal = follows in DETERMINERS or follows in BEHIND_COMMAND
        if not verbal and follows[0].isalnum():
            return None
        return Reading(Modality.MUST, at, (at, at), nominal=True)

    def predicate(self, at: int, j: int, last: int) -> Reading | None:
        """ "X is forbidden", "citations are mandatory"."""
        if self.words[j] not in ("is", "are", "be", "remain", "remains"):
            return None
        found = starts(self.known.predicates.find(self.words[j + 1 : min(last, j + 6)]))
        hit = found.get(0)
        if hit is None and 1 in found and self.words[j + 1] in ADVERBIAL:
            hit = found[1]
        if hit is None:
            return None
        modality = Modality(hit.concept)
        if modality is Modality.MAY and self.words[j + 1] in ("not", "never"):
            modality = Modality.MUST_NOT
        gerund = self.words[at].endswith("ing") and self.known.verbs.intersection(forms(self.words[at]))
        if gerund and j > at + 1:  # "shortening it is not allowed"
            return Reading(modality, at, (at, at), core=(at, j))
        colon = next((i for i in range(j + 1, last) if self.words[i] == ":" and not self.masked[i]), 0)
        core = (at, colon) if colon else (0, 0)  # what follows says why
        return Reading(modality, at, (at, j), passive=True, core=core)

    def negative_subject(self, at: int, last: int) -> Reading | None:
        """ "No emojis.", "Nothing may be changed": the negation stands in the subject."""
        word = self.words[at]
        if word == "no" and at + 1 < last and self.words[at + 1] not in ("one", "longer", "matter", ",", "."):
            fragment = not any(w in ("is", "are", "has", "have", "was") for w in self.words[at:last])
            modal = any(j in self.modal for j in range(at, last))
            done = self.undone(at, last)
            verb = at + 1
            if not done and self.words[verb].endswith("ing") and self.known.verbs.intersection(forms(self.words[verb])):
                if self.words[verb + 1 : verb + 2] == ["of"]:  # "no reading of environment variables"
                    return Reading(Modality.MUST_NOT, verb, (verb, verb), core=(verb, last))
            return done or (Reading(Modality.MUST_NOT, at + 1, (at, at), nominal=True) if fragment or modal else None)
        if word in ("nobody", "no") and (idle := self.idle(at, last)):
            return idle
        return self.undone(at, last) if word in ("nothing", "nobody", "none", "no") else None

    def idle(self, at: int, last: int) -> Reading | None:
        """ "No one pushes to it directly", "nobody dies": what people do not do."""
        if self.words[at : at + 2] != ["no", "one"] and self.words[at] != "nobody":
            return None
        for j in range(at + 1, min(last, at + 4)):
            word = self.words[j]
            if word.endswith("s") and any(f in self.known.verbs for f in forms(word)[1:]) and word not in FINITE:
                return Reading(Modality.MUST_NOT, j, (j, j), core=(j, last))
        return None

    def undone(self, at: int, last: int) -> Reading | None:
        """ "No X may be changed", "nobody else should decide": the verb behind a negated subject."""
        j = next((j for j in range(at + 1, min(last, at + SUBJECT)) if j in self.modal and not self.masked[j]), None)
        start = at + 1 if self.words[at] == "no" else at
        verbs = (i for i in range(at + 1, min(last, at + SUBJECT)) if self.words[i - 1] not in ("that", "which", "who"))
        done = next((i for i in verbs if self.done_to(i, last)), None)
        if done is not None and (j is None or done <= j):  # "no file is deleted", "nothing gets published"
            return Reading(Modality.MUST_NOT, self.behind(done, last), (start, done), passive=True)
        if j is None or self.modal[j].end >= last or self.modal[j].concept == "forbid":
            return None
        verb = self.modal[j].end
        passive = self.words[verb] == "be" or self.words[verb - 1] == "be"
        if self.words[verb] == "be" and verb + 1 < last:
            verb += 1
        return Reading(Modality.MUST_NOT, verb, (start, j), passive=passive)

    def statement(self, at: int, last: int) -> Reading | None:
        """ "Every reply is a single sentence": a plain statement about the output is a rule for it."""
        quantified = self.words[at] in ("each", "every", "all", "no")
        if (
            self.words[at] in ("what", "which", "who", "that", "how", "whatever")
            or self.words[at] in QUANTIFIERS
            or self.words[at] in OTHERS
            or "current" in self.words[at : at + 3]
        ):
            return None
        relative = 0
        for j in range(at + 1, min(last, at + 12)):
            if self.masked[j] or self.words[j] in (":", ";", "when", "if", "because", "while"):
                return None
            word = self.words[j]
            if word == "," and not self.listed(at, j, last):
                return None
            if word in ("that", "which", "who"):
                relative = j
            if word in ("has", "have", "had") and self.words[j + 1 : j + 2] == ["been"]:
                return None  # "the article has been cited": what happened
            if relative and (j < relative + 3 or word not in ("is", "are", "has", "have")):
                continue
            if word in SIMPLE_PAST or word in ("was", "were", "had", "did"):  # what happened is no rule
                return None
            verb = word in HOLDS or (
                word.endswith("s") and forms(word)[1:] and any(f in self.known.verbs for f in forms(word)[1:])
            )
            if self.words[j + 1 : j + 2] in (["–"], ["—"], ["="]):
                return None  # "bullet points – no thanks"
            if self.words[j - 1] in ("with", "of", "for", "without", "by", "from") or self.words[j - 1] in DETERMINERS:
                continue  # "posts with insults are deleted": a noun
            verb = verb or self.stays(j, last)
            plural = self.words[j - 1].endswith("s") and word in self.known.verbs and word not in self.known.outputs
            if verb and self.words[j - 1] in self.known.roles - self.known.actors and "of" not in self.words[at:j]:
                return None  # "the dispatcher answers calls": see `Statements`
            if (verb or plural) and (self.output(at, j) or self.normative(at, j, last, quantified, bool(verb))):
                following = self.words[j + 1] if j + 1 < last else ""
                noun = word not in HOLDS and self.words[j - 1] not in self.known.roles | self.known.actors
                if noun and self.known.outputs.intersection(forms(word)) and following not in DETERMINERS:
                    continue  # "the number of links": a noun after all
                action = self.behind(j, last) if self.done_to(j, last) else j
                if action > j and self.words[action + 1 : action + 2] == ["by"] and self.doer(action + 2, last):
                    return None  # "files are deleted by the system": nothing that the model does
                denied = following in ("not", "never") or (self.actor(at, j) and self.nothing(j, last))
                denied = denied or self.words[at] in ("no", "nothing", "none", "nobody")
                modality = Modality.MUST_NOT if denied else Modality.MUST
                passive = word in ("is", "are") or (word in PASSIVE and self.done_to(j, last))
                passive = passive or self.stays(j, last)
                return Reading(modality, action, (at, j), passive=passive)
        return None

    def normative(self, at: int, j: int, last: int, quantified: bool, verb: bool) -> bool:
        """Whether a plain statement about something else is meant as a rule."""
        if self.words[j - 1] == "system":
            return False  # "the system closes a chat after ten minutes"
        if self.actor(at, j):
            return verb and self.words[j] not in HOLDS  # "the assistant keeps its opinions to itself"
        if self.words[at:j] == ["it"] and self.done_to(j, last):  # "it is composed in rhymed verse"
            return any(m.concept.startswith("is:") and m.start > j for m in self.sentence.mentions)
        if self.words[at : at + 2] in (["your", "readers"], ["your", "reader"], ["your", "audience"]):
            return True
        if self.stays(j, last):
            return self.sentence.scope.listed or quantified  # "attachments stay unopened"
        head = next((i for i in range(at + 1, j) if self.words[i] in OF_ABOUT), j)
        if self.people(at, head):  # "the home addresses of players are not given out" speaks of addresses
            return quantified and self.done_to(j, last)
        if quantified and verb:
            return True
        if self.sentence.scope.listed and self.done_to(j, last):
            return True  # an item of a list of rules: "Temperatures are reported in Celsius"
        return any(
            m.concept == "exclusive" and j <= m.start < last and self.words[m.start - 1] != "-" for m in self.flags
        )
