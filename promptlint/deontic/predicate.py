"""The predicate of a clause: is it an order, a ban, a permission or a fact, and where does its verb stand?"""

from __future__ import annotations

from functools import lru_cache

from promptlint.deontic.clauses import ADVERBS, AFTER_VERB, DETERMINERS, quoted, starts
from promptlint.deontic.cues import Cues, cues
from promptlint.deontic.ir import Modality
from promptlint.record import NamedTuple
from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention
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
    "see access hear browse know remember feel view read use help perform understand be have do learn".split()
)
PEOPLE = frozenset(
    "user users customer customers people person they he she child children student students patient patients caller "
    "callers visitor visitors team client clients reader readers guest guests player players pupil pupils learner learners listener "
    "listeners employee employees staff colleague colleagues translator translators developer developers expert experts candidate "
    "candidates applicant applicants teacher teachers parent parents engineers experts volunteers someone somebody anyone member members it that which who this".split()
)
FINITE = frozenset("is are was were must shall should may will can has have".split())
HOLDS = frozenset("is are has have contains contain takes take consists consist comprises comprise".split())
OF_VERBS = frozenset("speak think talk dispose beware approve disapprove consist dream remind inform make take".split())
# Function words that stand before a determiner and are no verbs.
NO_VERBS = frozenset(
    "about above across after against albeit all almost along also although amid among and another any are around because before "
    "behind being below beneath beside besides between beyond both but can concerning could despite does down during each either "
    "else even ever every except few for from had has have here how however inside into just less like many may might more most much "
    "must near neither never nor not notwithstanding now off once one only onto out outside over past per plus quite rather regarding "
    "shall should since some such than that the their then there therefore these they this those though through throughout thus till "
    "today too toward towards two under underneath unless unlike until unto upon very via was were what whatever when whenever where "
    "wherever whereas whether which while who whoever whose why will with within without would yes yet you your half twice again "
    "often always sometimes maybe perhaps hence instead otherwise meanwhile given save barring pending hello dear welcome thanks "
    "sorry please okay sure why part none nothing nobody everyone everybody somebody someone anyone anybody everything something".split()
)
COUNTED = frozenset(", ; . ) per each every in more again only or and".split())
NOTED = frozenset("in as with is are must".split())
OPENS_OBJECT = frozenset("the a an your its their our his her each every all any this that these those no".split())
PARTICLES = frozenset("out up in off on for to back away over down about at with".split())
NONE = frozenset("no nobody nothing none neither".split())
# "No more than", "nothing but": these limit.
LIMITS = frozenset("more less but except other besides than save matter way sense use less doubt such".split())
CLAUSAL = frozenset("that which who what how whether if when where why whatever out up off it them you".split())
SUBORDINATE = frozenset("if when whenever because unless until while once wherever".split())
RECIPIENT = frozenset("to with".split())
STAYS = frozenset("appear appears stay stays remain remains go goes run runs".split())
KEPT = frozenset("as in out put intact unchanged shut closed locked blank empty sealed masked redacted where".split())
SAID = frozenset(
    "say says claim claims think thinks believe believes argue argues write writes tell tells hold holds".split()
)
ORDINALS = frozenset("first second third".split())
QUANTIFIERS = frozenset("many most some several few other lots".split())
VERBLESS = frozenset("only always throughout exclusively everywhere never".split())
TURNED = frozenset("may must should shall can will is are do does".split())
OF_ABOUT = frozenset("of about".split())
ENDLESS = frozenset("not never always be".split())  # what ends a frame and says nothing alone
OTHERS = frozenset("her his their my".split())
BE = frozenset("is are".split())
PASSIVE = frozenset("is are get gets".split())
# Participles that look like the base form.
UNCHANGED = frozenset("run put set cut read hit let shut split spread cast reset rerun overwrite broadcast".split())
SUBJECT = 14  # tokens that a subject may have


@lru_cache(maxsize=4096)
def undone(word: str) -> str:
    """The verb of a participle with "un-" ("unopened" → "open"), "" for other words."""
    if not word.startswith("un") or len(word) < 6:
        return ""
    return next((f for f in forms(word[2:])[1:] if f in cues().verbs), "")


class Reading(NamedTuple):
    """A clause understood: the modality, where its action verb stands, and its grammatical subject."""

    modality: Modality
    verb: int
    subject: tuple[int, int]
    passive: bool = False
    nominal: bool = False  # the object has no verb of its own: "no emojis", "avoid jargon"
    frame: tuple[int, int] = (0, 0)  # "have no place": says only whether the subject is wanted
    core: tuple[int, int] = (0, 0)  # the tokens that count, where they are fewer than the clause's


class Predicate:
    """One sentence with its cues, and the readings of its clauses.

    Args:
        sentence: the sentence.
        known: compiled cues.
    """

    def __init__(self, sentence: Sentence, known: Cues) -> None:
        self.sentence = sentence
        self.known = known
        self.tokens = sentence.tokens
        self.words = self.tokens.words
        self.masked = quoted(self.tokens)
        self.modal = {
            i: m for i, m in starts(known.modality.find(self.words, sentence.keys)).items() if not self.masked[i]
        }
        found = known.anywhere.find(self.words, sentence.keys)
        self.flags = [m for m in found if not self.masked[m.start]]
        self.openers = {
            i: m for i, m in outermost(starts(self.flags, "conditions", "exemptions")).items() if self.opens_at(i)
        }
        self.adverbials = starts(self.flags, "absolute", "default")
        self.frames = {
            i: m for i, m in starts(known.frames.find(self.words, sentence.keys)).items() if not self.masked[i]
        }
        self.clause_first = 0

    def opens_at(self, i: int) -> bool:
        """Whether a cue does open a condition: not in "as if to a child", "guessing and assuming are forbidden"."""
        if self.words[i] == "assuming":
            return self.words[i + 1 : i + 2] not in (["is"], ["are"], ["and"], ["or"], [","], ["."])
        if self.words[i] == "after" and i and self.words[i - 1] in ("one", "day", "time"):
            return False  # "one after the other"
        if self.words[i] in ("each", "every") and self.words[i + 2 : i + 3] and self.words[i + 2] in NOTED:
            return False  # "give every time in UTC"
        if self.words[i] == "once" and self.words[i + 1 : i + 2] and self.words[i + 1] in COUNTED:
            return False  # "once per word", "once, in IPA"
        return not (self.words[i] == "if" and i and self.words[i - 1] == "as")

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
            return self.subject_modal(at, last)
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

    def nothing(self, verb: int, last: int) -> bool:
        """ "Greet nobody", "hand out no figures": the negation stands before the object."""
        if self.to_nobody(verb, last):
            return True
        at = verb + 1
        if self.words[at : at + 1] and self.words[at] in PARTICLES:
            at += 1
        while at + 1 < last and self.words[at] in ("or", "and") and self.words[at + 1] in self.known.verbs:
            at += 2  # "correct or contradict nothing"
        if at >= last or self.words[at] not in NONE or self.masked[at]:
            return False
        if self.words[at : at + 2] == ["no", "one"]:
            at += 1
        following = self.words[at + 1] if at + 1 < last else ""
        return following not in LIMITS and not (self.words[at] == "no" and following.endswith(("er", "ing")))

    def to_nobody(self, verb: int, last: int) -> bool:
        """ "Hand the chat over to no one", "share it with no third party": the negation stands before the recipient."""
        for i in range(verb + 2, last - 1):
            word, following = self.words[i], self.words[i + 1]
            if word in RECIPIENT and not self.masked[i]:
                if following == "nobody":
                    return self.words[i + 2 : i + 3] != ["but"]
                named = self.words[i + 2 : i + 3]
                if (
                    following == "no"
                    and named
                    and (named[0] in PEOPLE or named[0] in ("one", "third", "outside", "other"))
                ):
                    return self.words[i + 3 : i + 4] not in (["but"], ["except"], ["other"])
            if word in SUBORDINATE or word in (";", ":", ","):
                return False
        return False

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
        ):
            return nxt[:-1] not in self.known.outputs  # "git keeps the history"
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
            return all(w not in DETERMINERS and w not in CLAUSAL and w not in self.known.prepositions for w in between)
        framed = next((j for j in range(at + 2, min(last, at + 9)) if j in self.frames), None)
        if framed is not None and nxt not in AFTER_VERB and self.frames[framed].concept not in ("with", "without"):
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
        for j in range(at, min(last, at + SUBJECT)):
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

    def listed(self, at: int, comma: int, last: int) -> bool:
        """Whether the comma stands in a subject of several items: "guessing, assuming and speculating are …"."""
        size = 0
        for j in range(at, min(last, at + SUBJECT)):
            word = self.words[j]
            if word in ("and", "or") and j > comma:
                return True
            size = 0 if word == "," else size + 1
            stop = word in SUBORDINATE or word in FINITE or j in self.modal or word in ("then", "please", "but")
            if stop or size > 4 or (j in (at, comma + 1) and word in self.known.prepositions):
                return False
        return False

    def framed(self, at: int, j: int, last: int) -> Reading | None:
        """ "Headings do not belong in a chat", "locks need no confirmation": the predicate says only that, not how."""
        frame = self.frames[j]
        if any(self.words[i] in SAID and self.words[i + 1] == "that" for i in range(at, j - 1)):
            return None  # "contributors claim that a fix needs no test"
        modal = self.modal.get(j)
        if modal is not None and modal.end > frame.end:  # "you are encouraged to use …"
            return None
        if frame.concept in ("without", "with"):  # what is ruled out, or required, follows
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
        name = frame.concept.removesuffix("_end")
        behind = self.words[frame.end : last]
        open_ = {",", "here", "("} if self.words[frame.end - 1] in ENDLESS else {",", "here", "(", "for", "in"}
        if name != frame.concept and any(w[0].isalnum() for w in behind) and behind[0] not in open_:
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

    def distant(self, at: int, j: int) -> bool:
        """Whether the subject is another one than that which the prompt is about: "her letters", "the old bot"."""
        own = [w for w in self.words[at : min(j, at + 3)] if w not in ("last", "no")]
        return not self.known.distant.isdisjoint(own)

    def passive(self, verb: int) -> bool:
        return self.words[verb] == "be"

    def participle(self, at: int) -> bool:
        """Whether a word is a past participle ("addressed", "shown")."""
        word = self.words[at]
        if word in UNCHANGED:
            return True
        if self.words[at + 1 : at + 2] == ["-"] and at + 2 < len(self.words):  # "force-pushed", "auto-formatted"
            return self.participle(at + 2)
        return len(forms(word)) > 1 and (word.endswith(("ed", "en", "ne", "wn", "lt", "pt")) or word in IRREGULAR)

    def actor(self, at: int, j: int) -> bool:
        """Whether the subject is the model."""
        head = [w for w in self.words[at:j] if w not in DETERMINERS]
        return bool(head) and head[-1] in self.known.actors

    def output(self, at: int, j: int) -> bool:
        """Whether the subject is a part of the output."""
        head = self.words[at:j]
        for i, word in enumerate(head):
            if word in ("of", "in", "for", "that", "which", "to", "with", ",", "you", "we", "i"):
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
        gerund = self.words[at].endswith("ing") and self.known.verbs.intersection(forms(self.words[at]))
        if gerund and j > at + 1:  # "shortening it is not allowed"
            return Reading(modality, at, (at, at), core=(at, j))
        return Reading(modality, at, (at, j), passive=True)

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
        done = next((i for i in range(at + 1, min(last, at + SUBJECT)) if self.done_to(i, last)), None)
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
            if word in ("was", "were", "had", "did"):  # what happened is no rule
                return None
            verb = word in HOLDS or (
                word.endswith("s") and forms(word)[1:] and any(f in self.known.verbs for f in forms(word)[1:])
            )
            if self.words[j + 1 : j + 2] in (["–"], ["—"], ["="]):
                return None  # "bullet points – no thanks"
            if self.words[j - 1] in ("with", "of", "for", "without", "by", "from"):
                continue  # "posts with insults are deleted": a noun
            verb = verb or self.stays(j, last)
            plural = self.words[j - 1].endswith("s") and word in self.known.verbs and word not in self.known.outputs
            if (verb or plural) and (self.output(at, j) or self.normative(at, j, last, quantified, bool(verb))):
                following = self.words[j + 1] if j + 1 < last else ""
                if word not in HOLDS and self.known.outputs.intersection(forms(word)) and following not in DETERMINERS:
                    continue  # "the number of links": a noun after all
                action = self.behind(j, last) if self.done_to(j, last) else j
                if action > j and self.words[action + 1 : action + 2] == ["by"] and self.doer(action + 2, last):
                    return None  # "files are deleted by the system": nothing that the model does
                denied = following in ("not", "never") or (self.actor(at, j) and self.nothing(j, last))
                modality = Modality.MUST_NOT if denied else Modality.MUST
                passive = word in ("is", "are") or (word in PASSIVE and self.done_to(j, last))
                passive = passive or self.stays(j, last)
                return Reading(modality, action, (at, j), passive=passive)
        return None

    def stays(self, j: int, last: int) -> bool:
        """ "Stay unopened", "remain as they are": what is not to be done is said by a state."""
        if self.words[j] not in STAYS or j + 1 >= last:
            return False
        state = self.words[j + 1]
        return bool(undone(state)) or (state in KEPT and self.words[j] not in ("run", "runs"))

    def doer(self, at: int, last: int) -> bool:
        """Whether somebody other than the model is named at token ``at``; see `Reserved.party`."""
        return False

    def normative(self, at: int, j: int, last: int, quantified: bool, verb: bool) -> bool:
        """Whether a plain statement about something else is meant as a rule."""
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

    def done_to(self, j: int, last: int) -> bool:
        """Whether a passive stands at token ``j`` ("is greeted", "are never to be named", "gets deleted")."""
        if self.words[j] not in PASSIVE:
            return False
        verb = self.behind(j, last)
        return verb < last and self.participle(verb)

    def behind(self, j: int, last: int) -> int:
        """The token behind "is", "is not", "are never to be" and adverbs."""
        verb = j + 1
        while verb < last and (self.words[verb] in ("not", "never", "to", "be") or self.words[verb] in ADVERBS):
            verb += 1
        return verb

    def people(self, at: int, j: int) -> bool:
        return any(w in PEOPLE for w in self.words[at:j])


def outermost(openers: dict[int, Mention]) -> dict[int, Mention]:
    """Openers that do not stand inside another one ("even if" holds "if")."""
    kept: dict[int, Mention] = {}
    end = 0
    for i in sorted(openers):
        if i >= end:
            kept[i] = openers[i]
            end = openers[i].end
    return kept
