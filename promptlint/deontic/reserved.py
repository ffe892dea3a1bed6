"""Acts that somebody else does: "commits are made by the maintainer alone", "leave testing to the QA team".

Whoever reserves an act for another forbids it to the model. Read before the other predicates, because the same words
without the other person are an order or a fact.
"""

from __future__ import annotations

from promptlint.deontic.clauses import ADVERBS, DETERMINERS
from promptlint.deontic.ir import Modality
from promptlint.deontic.predicate import Predicate
from promptlint.deontic.subjects import Reading
from promptlint.text.tokens import forms

AUXILIARIES = frozenset("is are be gets get was were".split())
MODALS = frozenset("may can must should shall will".split())
ALONE = frozenset("alone only exclusively solely themselves himself herself itself".split())
# Verbs that say of an act no more than that it is done.
DOING = frozenset("do make perform handle carry take conduct execute issue manage process complete".split())
BEHIND = frozenset("on in of at with from for who".split())
CONCERNS = frozenset("question matter decision job call topic task thing subject case".split())
ENDING: tuple[list[str], ...] = ([], ["."], [";"], [","], ["to"], ["alone"])
ACTS = frozenset("decision decisions call say word responsibility choice diagnosis diagnoses apology apologies".split())
ON = frozenset("on about over in".split())
ACT_ENDINGS = ("tion", "tions", "ment", "ments", "sis")
WITHIN = 9  # tokens from the verb to who does it
NOUN_PHRASE = 5  # tokens that a party may have


class Reserved(Predicate):
    """Clauses that name who else does a thing."""

    def read(self, at: int, last: int) -> Reading | None:
        """The predicate at token ``at``, or None where there is no directive."""
        return self.reserved(at, last) or super().read(at, last)

    def reserved(self, at: int, last: int) -> Reading | None:
        """The ban on an act that somebody else does, or None."""
        if at >= last or self.masked[at]:
            return None
        word = self.words[at]
        if word == "only":
            return self.only_they(at + 1, last)
        if word == "leave":
            return self.left_to(at, last)
        if word == "you" and self.clause_first > 0 and (elliptic := self.not_you(at, last)):
            return elliptic
        if word in ("we", "you") and at + 1 < last and self.words[at + 1] in self.known.verbs:
            return self.ban(at + 1, last) if self.nothing(at + 1, last) else None  # "we write no tests"
        return self.done_by(at, last) or self.they_alone(at, last) or self.owned(at, last)

    def party(self, at: int, last: int) -> int:
        """The token behind the noun phrase at ``at`` that names people or systems other than the model, 0 for none."""
        end = at
        while end < last and end < at + NOUN_PHRASE and self.words[end] in DETERMINERS:
            end += 1
        found = 0
        while end < last and end < at + NOUN_PHRASE and self.words[end].isalpha() and not self.masked[end]:
            named = self.words[end - 1] not in DETERMINERS and end > at  # "the release bot" is another one
            if self.words[end] in self.known.parties or (named and self.words[end] in self.known.actors):
                found = end + 1
            elif found or self.words[end] in self.known.actors:
                break
            end += 1
        return found

    def doer(self, at: int, last: int) -> bool:
        """Whether somebody other than the model is named at token ``at``."""
        return self.party(at, last) > 0

    def only_they(self, at: int, last: int) -> Reading | None:
        """ "Only the manager may refund", "only the user runs commands"."""
        end = self.party(at, last)
        if not end:
            return None
        if end < last and self.words[end] in BEHIND:  # "only the agency on file may alter a booking"
            end = next((i for i in range(end + 1, min(last, end + NOUN_PHRASE)) if self.words[i] in MODALS), end)
        return self.their_verb(end, last)

    def they_alone(self, at: int, last: int) -> Reading | None:
        """ "The user alone pushes", "the guest himself decides"."""
        end = self.party(at, last)
        return (
            self.their_verb(end + 1, last)
            if end and self.words[end : end + 1] in (["alone"], ["exclusively"])
            else None
        )

    def their_verb(self, at: int, last: int) -> Reading | None:
        """The ban on the verb that says what another party does."""
        modal = self.modal.get(at)
        if modal is not None and modal.concept in ("permit", "require", "recommend"):
            at = modal.end
        elif at >= last or not any(f in self.known.verbs for f in forms(self.words[at])):
            return None
        while at < last and self.words[at] in ADVERBS:
            at += 1
        return self.ban(at, last) if at < last else None

    def ban(self, verb: int, last: int, nominal: bool = False) -> Reading:
        """The model must not do what token ``verb`` says; the core ends before "himself"."""
        last = next((i for i in range(verb + 1, last) if self.words[i].endswith(("self", "selves"))), last)
        return Reading(Modality.MUST_NOT, verb, (verb, verb), nominal=nominal, core=(verb, last))

    def left_to(self, at: int, last: int) -> Reading | None:
        """ "Leave the pushing to the user", "leave it to the team to decide"."""
        to = next(
            (i for i in range(at + 2, min(last, at + 12)) if self.words[i] == "to" and self.party(i + 1, last)), 0
        )
        if not to:
            return None
        if to == at + 2 and self.words[at + 1] == "it":
            end = self.party(to + 1, last)
            return self.ban(end + 1, last) if self.words[end : end + 1] == ["to"] and end + 1 < last else None
        start = next((i for i in range(at + 1, to) if self.words[i] not in DETERMINERS), to)
        if start == to:
            return None
        return self.ban(start, to, nominal=not self.gerund(start))

    def gerund(self, at: int) -> bool:
        """Whether token ``at`` is a verb's -ing form."""
        return self.words[at].endswith("ing") and any(f in self.known.verbs for f in forms(self.words[at]))

    def not_you(self, at: int, last: int) -> Reading | None:
        """ "The user opens the pull request; you never do": the verb stands in the clause before."""
        cue = self.modal.get(at + 1)
        if cue is None or cue.concept != "forbid" or cue.end < last - 2:
            return None
        rest = [w for w in self.words[cue.end : last] if w.isalpha()]
        if rest not in ([], ["do"], ["it"], ["so"]) or (not rest and self.words[cue.end - 1] != "not"):
            return None
        end = self.clause_first
        while end and not self.words[end - 1][0].isalnum():
            end -= 1
        verb = next((i for i in range(1, end) if self.third(i)), 0)
        return self.ban(verb, end) if verb else None

    def third(self, i: int) -> bool:
        """Whether a finite verb whose subject is somebody else stands at token ``i``."""
        if self.masked[i]:
            return False
        word, before = self.words[i], self.words[i - 1]
        verb = any(f in self.known.verbs for f in forms(word))
        singular = word.endswith("s") and before not in DETERMINERS
        return verb and (singular or (before in self.known.parties and before.endswith("s")))

    def done_by(self, at: int, last: int) -> Reading | None:
        """ "Refunds are issued by the finance team alone", "commits are made by the human, never by you"."""
        aux = next((i for i in range(at + 1, min(last, at + 10)) if self.words[i] in AUXILIARIES), 0)
        if not aux or not {";", ":", "if", "when", "that", "which", "who", "no"}.isdisjoint(self.words[at:aux]):
            return None
        if any(self.words[i] == "," and not self.listed(at, i, last) for i in range(at, aux)):
            return None
        by = next((i for i in range(aux + 1, min(last, aux + WITHIN)) if self.words[i] in ("by", "in", "at")), 0)
        verb = next((i for i in range(aux + 1, by) if self.words[i] not in ADVERBS and self.participle(i)), 0)
        if not by or not verb or not {"not", "never"}.isdisjoint(self.words[aux:by]):
            return None
        end = self.party(by + 1, last)
        mine = any(w in self.words[by : by + 3] for w in ("you", "assistant"))
        denied = self.denied(by + 1)
        if mine or not (end or denied):
            return None
        start = next((i for i in range(at, aux) if self.words[i] not in DETERMINERS), at)
        generic = any(f in DOING for f in forms(self.words[verb]))
        alone = end and bool(ALONE & {*self.words[end : end + 2], *self.words[aux - 1 : by]})
        alone = alone or (end > 0 and self.words[end : end + 2] == ["and", "nowhere"])
        if self.words[by] != "by" and not alone:
            return None
        if not (alone or denied or (generic and self.gerund(start))):
            return None
        if generic:
            return self.ban(start, self.behind_modal(at, aux), nominal=not self.gerund(start))
        return Reading(Modality.MUST_NOT, verb, (at, self.behind_modal(at, aux)), passive=True, core=(at, by))

    def behind_modal(self, at: int, aux: int) -> int:
        """Where the subject before an auxiliary ends ("refunds may only be …")."""
        return next((i for i in range(at + 1, aux) if self.words[i] in MODALS), aux)

    def theirs(self, at: int, last: int) -> bool:
        """Whether a thing is said to be somebody else's: "the manager's to give", "a question for the vet"."""
        if self.words[at] == "a" and self.words[at + 2 : at + 3] in (["for"], ["of"]):
            return self.words[at + 1] in CONCERNS and self.party(at + 3, last) > 0
        end = self.party(at, last)
        return 0 < end < len(self.words) and self.words[end] == "'s" and self.words[end + 1 : end + 2] in ENDING

    def deed(self, at: int, j: int) -> bool:
        """Whether the subject ``[at, j)`` names an act: "the diagnosis", "decisions on refunds", "waiving a fee"."""
        known = self.known
        return any(
            w in ACTS or w.endswith(ACT_ENDINGS) or self.gerund(i) or not known.nominals.isdisjoint(forms(w))
            for i, w in enumerate(self.words[at:j], at)
        )

    def owned(self, at: int, last: int) -> Reading | None:
        """ "The diagnosis is the doctor's", "refunds are a question for the manager": the ban on what is theirs."""
        be = next((i for i in range(at + 1, min(last - 1, at + WITHIN)) if self.words[i] in ("is", "are")), 0)
        if not be or not self.theirs(be + 1, last) or "," in self.words[at:be]:
            return None
        if not self.deed(at, be) and self.words[be + 1] != "a":
            return None
        return self.theirs_alone(at, be, last)

    def theirs_alone(self, at: int, j: int, last: int) -> Reading:
        """The ban on the act that the subject ``[at, j)`` names, or that it says the decision on."""
        on = next((i for i in range(at, j - 2) if self.words[i] in ACTS and self.words[i + 1] in ON), None)
        at = at if on is None else on + 2
        if self.gerund(at):
            return Reading(Modality.MUST_NOT, at, (at, at), core=(at, j))
        return Reading(Modality.MUST_NOT, at, (at, j), passive=True, nominal=True, frame=(j, last), core=(at, last))

    def denied(self, at: int) -> bool:
        """Whether "never by you", "not by you" follows within a few tokens."""
        words = self.words[at : at + 9]
        if any(words[i : i + 2] in (["nobody", "else"], ["no", "one"]) for i in range(len(words))):
            return True
        return any(
            w in ("not", "never") and words[i + 1 : i + 2] in (["by"], ["you"]) and "you" in words[i + 1 : i + 3]
            for i, w in enumerate(words)
        )
