"""What the words of a clause are: whom a subject names, what a verb is done to, where a negation stands."""

from __future__ import annotations

from functools import lru_cache

from promptlint.deontic.clauses import ADVERBS, DETERMINERS, quoted, starts
from promptlint.deontic.cues import Cues, cues
from promptlint.deontic.function_words import (
    COUNTED,
    FINITE,
    KEPT,
    LIMITS,
    NONE,
    NOTED,
    PARTICLES,
    PASSIVE,
    PEOPLE,
    RECIPIENT,
    STAYS,
    SUBJECT,
    SUBORDINATE,
    UNCHANGED,
)
from promptlint.deontic.ir import Modality
from promptlint.record import NamedTuple
from promptlint.text.sentences import Sentence
from promptlint.text.table import Mention
from promptlint.text.tokens import IRREGULAR, forms

LIVING = frozenset("live lives reside resides".split())  # "where a caller lives" is a datum, no case


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


class Subjects:
    """One sentence with its cues, and what can be asked of its words.

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
        if self.words[i] == "where" and not LIVING.isdisjoint(self.words[i + 1 : i + 5]):
            return False  # "do not ask callers where they live"
        if self.words[i] == "after" and i and self.words[i - 1] in ("one", "day", "time"):
            return False  # "one after the other"
        if self.words[i] in ("each", "every") and self.words[i + 2 : i + 3] and self.words[i + 2] in NOTED:
            return False  # "give every time in UTC"
        if self.words[i] == "once" and self.words[i + 1 : i + 2] and self.words[i + 1] in COUNTED:
            return False  # "once per word", "once, in IPA"
        return not (self.words[i] == "if" and i and self.words[i - 1] == "as")

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
            if word in (
                "of",
                "in",
                "for",
                "that",
                "which",
                "to",
                "with",
                "from",
                "under",
                "over",
                ",",
                "you",
                "we",
                "i",
            ):
                head = head[:i]
                break
        return bool(head) and any(f in self.known.outputs for f in forms(head[-1]))

    def stays(self, j: int, last: int) -> bool:
        """ "Stay unopened", "remain as they are": what is not to be done is said by a state."""
        if self.words[j] not in STAYS or j + 1 >= last:
            return False
        state = self.words[j + 1]
        return bool(undone(state)) or (state in KEPT and self.words[j] not in ("run", "runs"))

    def doer(self, at: int, last: int) -> bool:
        """Whether somebody other than the model is named at token ``at``; see `Reserved.party`."""
        return False

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
