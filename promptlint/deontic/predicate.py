"""The predicate of a clause: is it an order, a ban, a permission or a fact, and where does its verb stand?"""

from __future__ import annotations

from promptlint.deontic.clauses import ADVERBS, AFTER_VERB, DETERMINERS, starts
from promptlint.deontic.facts import Facts
from promptlint.deontic.function_words import (
    ABILITY,
    BE,
    CLAUSAL,
    ENDLESS,
    FINITE,
    LIMITS,
    NO_VERBS,
    OF_ABOUT,
    OF_VERBS,
    OPENS_OBJECT,
    ORDINALS,
    PASSIVE,
    SAID,
    SIMPLE_PAST,
    SUBJECT,
    SUBORDINATE,
    TURNED,
    VERBLESS,
)
from promptlint.deontic.ir import Modality
from promptlint.deontic.subjects import Reading
from promptlint.text.table import Mention
from promptlint.text.tokens import forms

OF_CUE = {
    "forbid": Modality.MUST_NOT,
    "discourage": Modality.SHOULD_NOT,
    "require": Modality.MUST,
    "recommend": Modality.SHOULD,
    "permit": Modality.MAY,
    "prefer": Modality.PREFER,
}


NATURES = frozenset("read write append immutable frozen stone".split())  # that a thing may have by itself
QUOTED = 24  # tokens among which those of code and quotations do not count for the length of a subject
ASIDE = 12  # tokens of a phrase between commas


class Predicate(Facts):
    """One sentence with its cues, and the readings of its clauses."""

    def read(self, at: int, last: int) -> Reading | None:
        """The predicate at token ``at``, or None where there is no directive."""
        while at < last and self.words[at] in ADVERBS and at not in self.modal:
            if self.words[at] in ORDINALS and self.words[at + 1 : at + 2] in (["person"], ["sentence"], ["line"]):
                break  # "first person throughout"
            at += 1
        if at >= last:
            return None
        cue = self.modal.get(at)
        if cue is not None and cue.end < last and cue.end > at:
            return self.imperative_cue(cue, at, last)
        if self.masked[at]:
            return self.subject_modal(at, last) or self.command(at, last)
        word = self.words[at]
        if word in ("would", "could", "can", "will") and self.words[at + 1 : at + 2] == ["you"]:
            verb = at + 2 + (self.words[at + 2 : at + 3] in (["please"], ["kindly"]))  # "would you please give …"
            if verb < last and self.words[verb] in self.known.verbs:
                return Reading(Modality.MUST, verb, (verb, verb))
        if word in ("note", "remember", "notice") and self.words[at + 1 : at + 2] == ["that"]:
            return self.read(at + 2, last)
        if (word in self.known.verbs or self.opening_verb(at, last)) and not self.noun(at, last):
            return Reading(Modality.MUST_NOT if self.nothing(at, last) else Modality.MUST, at, (at, at))
        if word == "neither" and self.words[at + 1 : at + 2] and self.words[at + 1] in self.known.verbs:
            return Reading(Modality.MUST_NOT, at + 1, (at, at))
        return (
            self.negative_subject(at, last)
            or self.inverted(at, last)
            or self.subject_modal(at, last)
            or self.statement(at, last)
            or self.verbless(at, last)
        )

    def verbless(self, at: int, last: int) -> Reading | None:
        """ "Past tense only.", "Sarcasm never.", "First person throughout, please.": a whole sentence without a verb."""
        if any(w[0].isalnum() for w in self.words[last:]) or (at and self.words[at - 1][0].isalnum()):
            return None
        own = [w for w in self.words[at:last] if w[0].isalnum() and w != "please"]
        if not 1 < len(own) <= 8 or FINITE.intersection(own) or any(m.start > at for m in self.modal.values()):
            return None
        if own[-1] not in VERBLESS and "without" not in own[1:-1]:  # "Implementation only, without tests."
            return None
        return Reading(Modality.MUST_NOT if own[-1] == "never" else Modality.MUST, at, (at, at), nominal=True)

    def opening_verb(self, at: int, last: int) -> bool:
        """ "Typeset all formulas": a word in no list that opens the sentence, right before a determiner, is an order."""
        word = self.words[at]
        if at != self.clause_first or any(w[0].isalnum() for w in self.words[:at]) or at + 2 >= last:
            return False
        if not word.isalpha() or len(word) < 3 or word in NO_VERBS or word.endswith(("ing", "ed", "ly", "ss")):
            return False
        plural = word.endswith("s")
        return not plural and self.words[at + 1] in OPENS_OBJECT and forms(word)[0] not in self.known.outputs

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
        verb = self.past_phrase(cue.end, last)
        while verb < last and (self.words[verb] in ADVERBS or self.words[verb] == ","):
            verb += 1
        if verb >= last or self.third_person(first, verb):
            return None
        modality = OF_CUE[cue.concept]
        if modality.forbids and self.words[verb] in TURNED and (turned := self.turned(verb, last)):
            return turned
        inner = self.modal.get(verb)  # "make sure you never X", "always avoid X"
        if inner is not None and inner.end < last and inner.concept in ("forbid", "discourage") and modality.requires:
            return Reading(OF_CUE[inner.concept], inner.end, (at, at), nominal=self.nominal(inner.end))
        return Reading(modality, verb, (at, at), nominal=not self.plain_verb_follows(cue) and self.nominal(verb))

    def past_phrase(self, at: int, last: int) -> int:
        """Past a phrase between commas behind a cue: "never, under any circumstances, …", "do not, for any reason, …"."""
        if self.words[at : at + 1] != [","]:
            return at
        close = next((i for i in range(at + 2, min(last - 1, at + ASIDE)) if self.words[i] == ","), 0)
        opens = (
            self.words[at + 1] in self.known.prepositions
            or at + 1 in self.openers
            or self.words[at + 1] in ("ever", "not")
        )
        return close + 1 if close and opens else at

    def turned(self, modal: int, last: int) -> Reading | None:
        """ "Under no circumstances may a file be deleted", "on no account should you call": subject behind the modal."""
        be = next((i for i in range(modal + 1, min(last - 1, modal + 10)) if self.words[i] == "be"), 0)
        if not be and self.words[modal] in PASSIVE:
            be = next((i for i in range(modal + 1, min(last - 1, modal + 10)) if self.words[i] == "to"), 0)
        if be:
            verb = self.behind(be, last)
            end = be - (self.words[be - 1] == "to")
            core = (modal, last)
            return Reading(Modality.MUST_NOT, verb, (modal + 1, end), passive=True, core=core) if verb < last else None
        verb = modal + 2
        if self.words[modal + 1 : verb] == ["you"] and verb < last:
            return Reading(Modality.MUST_NOT, verb, (verb, verb), core=(verb, last))
        return None

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
        if nxt in (":", "'s", "/", "=", "|", "_") or (nxt == "of" and self.words[at] not in OF_VERBS):
            return True
        if nxt in FINITE or (nxt in ("never", "always") and self.inflected(at + 2, last)):
            return True  # "Pip never uses emoji"
        if self.words[at + 2 : at + 3] and self.words[at + 2] in ("–", "—", ":", "="):
            verdict = starts(self.known.verdicts.find(self.words[at + 3 :])).get(0)
            if verdict is not None and verdict.concept == "must_not":
                return True  # "bullet points – no thanks"
        if (
            self.inflected(at + 1, last)
            and self.words[at + 2 : at + 3]
            and self.words[at + 2] in DETERMINERS | {"that"}
            and not (self.words[at + 2] == "that" and FINITE.intersection(self.words[at + 3 : at + 4]))
        ):
            return nxt[:-1] not in self.known.outputs  # "git keeps the history"
        if nxt.endswith("s") and self.words[at + 2 : at + 3] == [","]:  # "account numbers, in whole or in part, are …"
            close = next((i for i in range(at + 4, min(last - 1, at + ASIDE)) if self.words[i] == ","), 0)
            return self.words[close + 1] in FINITE if close else False
        if nxt == "-" and at + 2 < last and self.words[at + 2] not in self.known.verbs:
            return True  # "follow-up questions"
        finite = next((j for j in range(at + 2, min(last, at + 4)) if self.words[j] in ("is", "are")), None)
        if nxt.endswith("s") and self.words[at + 2 : at + 4] in (["do", "not"], ["does", "not"]):
            return True  # "force pushes don't happen"
        if finite is not None and (nxt not in AFTER_VERB or nxt == "from") and not self.masked[finite]:
            return self.words[finite - 1] not in ("who", "which", "that", "what", "if", "when")
        modal = next((j for j in range(at + 1, min(last, at + 8)) if j in self.modal and not self.masked[j]), None)
        if modal is not None and self.words[modal] in ("must", "shall", "should", "may", "will", "is", "are", "can"):
            between = self.words[at + 1 : modal]
            if len(between) > 1 and all(w.endswith("s") for w in between[-2:]):
                return False  # "report errors users can fix"
            return all(w not in DETERMINERS and w not in CLAUSAL and w not in self.known.prepositions for w in between)
        framed = next((j for j in range(at + 2, min(last, at + 9)) if j in self.frames), None)
        if (
            framed is not None
            and nxt not in AFTER_VERB
            and self.frames[framed].concept not in ("with", "without", "met")
        ):
            between = self.words[at + 1 : framed]  # "pay information is off limits"
            return not any(w in DETERMINERS or w in SUBORDINATE or w in CLAUSAL or w == "," for w in between)
        if self.words[at] not in self.known.doubtful or nxt in AFTER_VERB:
            return False
        return (
            self.statement(at, last) is not None
            or last - at < 3
            or any(w in ("is", "are", "was", "were", "has", "have") for w in self.words[at + 1 : min(last, at + 7)])
        )

    def inflected(self, at: int, last: int) -> bool:
        """Whether a verb in the third person stands at token ``at``."""
        return (
            at < last and self.words[at].endswith("s") and any(f in self.known.verbs for f in forms(self.words[at])[1:])
        )

    def subject_modal(self, at: int, last: int) -> Reading | None:
        """ "The reply must …", "you may …", "refunds are not allowed": a subject and a modal."""
        reach = at + SUBJECT + sum(self.masked[at : at + QUOTED])
        for j in range(at, min(last, reach)):
            if self.masked[j]:
                continue
            if j > at and j in self.frames and (framed := self.framed(at, j, last)):
                return framed
            if j > at and j in self.modal:
                cue = self.modal[j]
                if "place" in self.words[j : cue.end] and cue.concept == "forbid":  # "jokes have no place here"
                    return Reading(Modality.MUST_NOT, at, (at, j), passive=True)
                verb = cue.end
                while verb < last and self.words[verb] in ADVERBS:
                    verb += 1
                if self.binds(at, j, cue, verb, last):
                    modality = OF_CUE[cue.concept]
                    passive = self.words[verb : verb + 1] == ["be"] or self.words[verb - 1] == "be"
                    passive = passive or "yours" in self.words[j : cue.end]  # "a broken build is yours to mend"
                    if self.words[verb : verb + 1] == ["be"] and verb + 1 < last and self.participle(verb + 1):
                        verb += 1
                    return Reading(modality, min(verb, last - 1), (at, j), passive=passive)
                return self.predicate(at, j, last)
            if j > at and self.words[j] in ("is", "are"):
                return self.predicate(at, j, last) or (self.statement(at, last))
            if self.words[j] in (";", ":") or self.words[j] in SUBORDINATE:
                return None
            if self.words[j] == "," and not self.listed(at, j, last):
                return None
        return None

    def framed(self, at: int, j: int, last: int) -> Reading | None:
        """ "Headings do not belong in a chat", "locks need no confirmation": the predicate says only that, not how."""
        frame = self.frames[j]
        if self.words[j] in SIMPLE_PAST:
            return None  # "the old brochure gave no prices"
        if any(self.words[i] in SAID and self.words[i + 1] == "that" for i in range(at, j - 1)):
            return None  # "contributors claim that a fix needs no test"
        modal = self.modal.get(j)
        if modal is not None and modal.end > frame.end:  # "you are encouraged to use …"
            return None
        if frame.concept in ("without", "with", "met"):  # what is ruled out, or required, follows
            modality = Modality.MUST_NOT if frame.concept == "without" else Modality.MUST
            settles = self.output(at, j) or self.actor(at, j) or self.sentence.scope.listed
            settles = settles and not self.people(at, j) and not self.distant(at, j)  # "the guest has no car"
            settles = settles and self.words[j] not in ("get", "receive")  # "you get the last ten messages"
            settles = settles or self.words[j] in ("need", "needs", "require", "requires") or self.words[j] in BE
            named = frame.end < last and self.words[frame.end] not in LIMITS
            return (
                Reading(modality, frame.end, (at, at), nominal=True, frame=(at, frame.end))
                if settles and named
                else None
            )
        natural = frame.concept == "protected" and not NATURES.isdisjoint(self.words[j : frame.end])
        if natural and self.words[j] in ("is", "stays", "remains") and not any(self.masked[at:j]):
            return None  # "the viewer is read-only": what it is like
        name = "must_not" if frame.concept == "protected" else frame.concept
        name = name.removesuffix("_end")
        behind = self.words[frame.end : last]
        open_ = {",", "here", "("} if self.words[frame.end - 1] in ENDLESS else {",", "here", "(", "for", "in"}
        if frame.concept.endswith("_end") and any(w[0].isalnum() for w in behind) and behind[0] not in open_:
            return None
        if self.words[frame.end : frame.end + 1] in (["you"], ["or"]):  # "is reserved for you", "not be skipped or cut"
            return None
        head = next(
            (i for i in range(at + 1, j) if self.words[i] in self.known.prepositions or self.words[i] in OF_ABOUT), j
        )
        noun = next((i for i in range(at, j) if self.words[i] not in DETERMINERS), at)
        gerund = self.words[noun].endswith("ing") and self.known.verbs.intersection(forms(self.words[noun]))
        people = self.people(at, head) and not (gerund and noun == at)  # "rating colleagues is not your job"
        if people or any(w in ("that", "which", "who", "what", "where") for w in self.words[at:j]):
            return None
        if gerund and noun == at:  # "hanging up is not an option"
            return Reading(Modality(name), noun, (at, at), core=(at, j))
        return Reading(Modality(name), noun, (at, j), passive=True, nominal=True, frame=(j, frame.end))

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
            "favour",
            "quit",
        ):
            if word not in ("never", "always", "do") or self.distant(at, j):
                return False
            if word in ("never", "always") and verb < last and self.words[verb].endswith("ed"):
                return False  # "the assistant never apologised": what was
            return self.actor(at, j) or self.output(at, j)
        if verb >= last or word in ("was", "were", "had", "did"):  # "you were to commit": what once was
            return False
        if word == "neither" and self.words[j - 1] not in FINITE:
            return False
        own = self.actor(at, j)
        if word in ("can", "could", "might", "will", "need", "have", "has", "does"):
            if cue.concept == "forbid" and own:
                return self.words[verb] not in ABILITY or word not in ("can", "could", "will")
            if word in ("has", "have") and self.words[verb - 1 : verb] == ["be"] and not self.people(at, j):
                return True  # "mistakes have to be pointed out"
            if word in ("has", "have") and self.words[verb : verb + 1] == ["be"] and not self.people(at, j):
                return True
            shown = verb < last and (
                (self.words[verb] == "be" and word in ("has", "have") and not self.people(at, j))
                or self.words[verb] in ("appear", "occur", "feature", "stand", "contain", "include", "remain", "stay")
                or self.words[verb : verb + 2] == ["be", "in"]
            )
            return own or (word in ("will", "has", "have", "need") and (self.output(at, j) or shown))
        if word in ("may",) and cue.concept == "permit":
            return own or self.output(at, j) or self.passive(verb)
        if (
            word in ("is", "are", "be")
            and cue.concept in ("require", "recommend")
            and self.words[j + 1 : j + 2] != ["to"]
        ):
            return own or self.words[j + 1] in ("required", "expected", "obliged", "yours")
        return True
