"""Statements that are meant as rules: "verses on these cards don't rhyme", "tenants hear nothing of the plans".

A sentence in the present tense about the model, about what it makes, or about what people are given tells how things are
to be; nearly the same words tell how the world is. What is read here is therefore less sure than an order, and is used
only where an order or another statement says the opposite (`Directive.stated`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from promptlint.deontic.clauses import ADVERBS, DETERMINERS
from promptlint.deontic.ir import Modality
from promptlint.deontic.predicate import BE, NONE, PASSIVE, PEOPLE, SUBORDINATE, Reading
from promptlint.deontic.reserved import Reserved
from promptlint.record import NamedTuple
from promptlint.text.tokens import forms

RELATIVE = frozenset("who that which whom whose what whatever whoever whichever how why where whether".split())
OPEN_RELATIVE = frozenset("anything everything nothing whatever all".split())  # "everything you say rhymes"
SPEAKERS = frozenset("you we".split())
PRONOUNS = frozenset("i he she it they there here this that mr mrs ms dr".split())
AUXILIARY = frozenset("is are has have does do gets get".split())
# Verbs of effect: what they say of a feature is a reason, no rule.
EFFECTS = frozenset("make put look cause confuse slow help break cost render draw annoy feel seem".split())
CONDUCT = frozenset(
    "speak talk say tell answer reply greet address sign keep swear use write call refer end begin start close open stay laugh joke rhyme ask".split()
)
EVENTS = frozenset("year month week night time summer winter spring autumn".split())
UNABLE = frozenset("capable able based available used due born dead known likely".split())
MODALS = frozenset("can could may might must shall should will would".split())
PAST = frozenset("was were had did been".split())
# Plural subjects without a plural s.
PLURAL = frozenset("people children men women mice both all data media staff those these they you we i".split())
SINGULAR = frozenset("ss us is".split())
REACH = 22  # tokens that a subject with its relative clause may have
NEGATORS = frozenset("not never".split())
FIRST = frozenset("first then also always only just even still simply all both each".split())
TAILS = frozenset("because since although though so whereas lest".split())
GOES_ON = frozenset(
    "they it we this that which who whom as for since because though although however whatever even not".split()
)
WANTED = frozenset("want need like ask expect use get prefer demand require look".split())


# What somebody has or is given is no rule for what he does.
HOLDING = frozenset("have know receive get like love want need be find see".split())


# Words that open an object or an adverbial behind a verb.
OBJECT = DETERMINERS | NONE | frozenset("in on at to with from by for as into out up away not never".split())


ANYBODY = frozenset("people person animals characters nobody one".split())  # "people don't die in our stories"


class Finite(NamedTuple):
    """The finite verb of a clause: its token, and the token of what is done (behind "is not", "do not", "can be")."""

    at: int
    act: int
    negated: bool
    passive: bool


class Statements(Reserved):
    """Clauses that state how things are."""

    def statements(self, at: int, last: int) -> Iterator[Reading]:
        """The readings of a clause in which no order was found, one for each verb of its subject."""
        while at < last and (self.words[at] in FIRST or not self.words[at][0].isalnum()) and not self.masked[at]:
            at += 1
        if at >= last or at in self.openers or self.words[at] in SUBORDINATE | PRONOUNS | self.known.prepositions:
            return
        if not self.habitual_free(at, last):
            return
        found = self.finite(at, last)
        if found is None:
            return
        last = self.tail(found.act, last)
        if found.act >= last:
            return
        reading = self.ruled(at, found, last)
        if reading is None:
            return
        verbs = [reading]
        end = last
        for i in self.further(found, last):
            more = self.again(i, last)
            if more is not None:
                verbs.append(more)
                end = min(end, i - 1)
        first = verbs[0]
        if end < last:
            core = first.core if first.core[1] else (min(at, first.subject[0]), last)
            verbs[0] = first._replace(core=(core[0], min(core[1], end)))
        elif not first.core[1]:
            verbs[0] = first._replace(core=(at, last))
        yield from verbs

    # -- where the verb stands ------------------------------------------------------------------------------------

    def habitual_free(self, at: int, last: int) -> bool:
        """Whether no word says that a thing is often so, was so, or is only said."""
        own = self.words[at : min(last, at + REACH)]
        past = any(a == "last" and b in EVENTS for a, b in pairwise(own))
        return self.known.habitual.isdisjoint(own) and not past

    def finite(self, at: int, last: int) -> Finite | None:
        """The finite verb whose subject begins at token ``at``, past the verbs of its relative clauses."""
        pending = int(self.words[at] in RELATIVE | OPEN_RELATIVE and self.words[at] != "that")
        if self.words[at] == "all":
            pending = int(self.words[at + 1 : at + 2] in (["you"], ["that"], ["we"]))
        if self.words[at] == "nothing":
            pending = int(self.words[at + 1 : at + 2] in (["you"], ["the"], ["we"], ["that"]))
        for j in range(at + 1, min(last, at + REACH)):
            word = self.words[j]
            if self.masked[j]:
                continue
            if word in (";", ":", "=") or (word in SUBORDINATE and not pending):
                return None
            if word in PAST and not pending:
                return None
            if word == "," and not pending and not self.listed(at, j, last):
                if self.words[j + 1 : j + 2] not in (["who"], ["which"], ["like"], ["however"], ["including"]):
                    return None
            elif word in RELATIVE or (
                word in SPEAKERS and j > at and self.words[j - 1] not in RELATIVE | OPEN_RELATIVE
            ):
                pending += 1
            elif self.verb_at(j, at, last, bool(pending)):
                if not pending:
                    return self.finite_at(j, at, last)
                pending -= 1
        return None

    def verb_at(self, j: int, at: int, last: int, within: bool) -> bool:
        """Whether a verb in the present tense stands at token ``j``; ``within`` a relative clause."""
        word, k = self.words[j], j - 1
        while k > at and (self.words[k] in FIRST or self.words[k] in NEGATORS or self.words[k] in ADVERBS):
            k -= 1
        before = self.words[k]
        if word in AUXILIARY and before not in ("to", "and", "or") and before not in DETERMINERS:
            return True
        if before in DETERMINERS or before in self.known.prepositions or before in ("of", "to", "not", "and", "or"):
            return False
        if word in MODALS:
            return True
        if word == "'s":
            return before in ("here", "there", "what", "that", "who")
        if not word.isalpha() or not self.verbal(word):
            return False
        following = self.words[j + 1] if j + 1 < last else ""
        if not within and (following in AUXILIARY or following in MODALS or following in ("'s", "of")):
            return following == "of" and word in (
                "dies",
                "die",
                "speaks",
                "speak",
                "makes",
                "make",
                "consists",
                "consist",
            )
        plural = before in PLURAL or (before.endswith("s") and before[-2:] not in SINGULAR)
        joined = "and" in self.words[at:j]
        if word.endswith("s") and not word.endswith("ss"):
            noun = j + 1 < last and not following.endswith("s") and following not in DETERMINERS
            opens = bool(OBJECT.intersection(self.words[j + 2 : j + 3])) or j + 2 >= last
            noun = noun and (following in EFFECTS or (opens and self.verbal(following)))  # "seat changes cost nothing"
            return (not plural or before in ("data", "media", "staff")) and not noun
        return plural or joined or self.masked[k] or before == ")" or self.verbal(before)

    def verbal(self, word: str) -> bool:
        """Whether a word is a form of a verb in the present tense."""
        found = (word,) if not word.endswith("s") else forms(word)[1:]
        return any(f in self.known.verbs or f in self.known.rule_verbs for f in found)

    def finite_at(self, j: int, at: int, last: int) -> Finite:
        """The verb at token ``j`` with its negation, past its auxiliaries."""
        negated = not NEGATORS.isdisjoint(self.words[max(at, j - 1) : j])
        act = j
        if self.words[j] in BE | MODALS or self.words[j] in ("does", "do", "has", "have", "gets", "get", "'s"):
            i = j + 1
            while i < last and (self.words[i] in NEGATORS or self.words[i] in ADVERBS or self.words[i] in FIRST):
                negated = negated or self.words[i] in NEGATORS
                i += 1
            if self.words[j] in MODALS and self.words[i : i + 1] == ["be"]:
                i += 1
            if i < last and (
                (self.words[j] in ("do", "does") and self.words[i - 1] in NEGATORS)
                or (self.words[j] in BE | MODALS | PASSIVE and self.participle(i))
                or (self.words[j] in MODALS and self.words[i - 1] != "be")
            ):
                act = i
        done = self.words[j] in BE | PASSIVE or self.words[act - 1] == "be"
        passive = act > j and done
        return Finite(j, act, negated or self.denies(act, last), passive)

    def denies(self, act: int, last: int) -> bool:
        """Whether the negation stands in the object: "pays contestants no compliments", "goes to no outside body"."""
        for i in range(act + 1, min(act + 4, last)):
            if self.words[i] in NONE and not self.masked[i]:
                return self.nothing(i - 1, last)
            if not self.words[i].isalpha() or self.words[i] in DETERMINERS:
                return False
        return False

    def tail(self, act: int, last: int) -> int:
        """Where the statement ends and its reason, or another statement, begins."""
        for i in range(act + 1, last - 1):
            if self.masked[i]:
                continue
            word, following = self.words[i], self.words[i + 1]
            if word in TAILS or (word in (",", "—", "–", "(", "-") and following in GOES_ON):
                return i
            if word == "," and following in ("and", "but", "so") and self.words[i + 2 : i + 3] and i + 3 < last:
                if self.words[i + 2] in ("it", "they", "this", "that", "the", "we", "you", "nobody", "nothing"):
                    return i
        return last

    def further(self, found: Finite, last: int) -> Iterator[int]:
        """Tokens of further verbs of the same subject: "… is all business and makes no small talk"."""
        third = self.words[found.at].endswith("s") and self.words[found.at] != "'s"
        for i in range(found.act + 2, last - 1):
            if self.words[i - 1] not in ("and", "but", "or", "nor") or self.masked[i]:
                continue
            k = i
            while k < last - 1 and (self.words[k] in FIRST or self.words[k] in NEGATORS):
                k += 1
            word = self.words[k]
            joined = k > i and self.words[found.at] in BE and self.participle(k)  # "is internal and not shown"
            if (
                word in BE | {"does", "do"}
                or joined
                or (self.verbal(word) and third == (word.endswith("s") and not word.endswith("ss")))
            ):
                if third or joined or self.words[found.at - 1] in SPEAKERS or self.words[k + 1] in DETERMINERS | NONE:
                    yield i

    def again(self, i: int, last: int) -> Reading | None:
        """The reading of a further verb, whose subject stands before another one."""
        k = i
        while self.words[k] in FIRST or self.words[k] in NEGATORS:
            k += 1
        found = self.finite_at(k, i, last)
        negated = found.negated or not NEGATORS.isdisjoint(self.words[i:k])
        if found.act >= last:
            return None
        if shy := self.shy(found.act, last, negated):
            return shy
        modality = Modality.MUST_NOT if negated else Modality.MUST
        end = next(self.further(found, last), last + 1) - 1
        return Reading(modality, found.act, (found.act, found.act), core=(found.act, max(end, found.act + 1)))

    # -- what it says ---------------------------------------------------------------------------------------------

    def ruled(self, at: int, found: Finite, last: int) -> Reading | None:
        """The rule that a statement makes, None for a fact."""
        j, act, negated, passive = found
        word = self.words[j]
        head = self.head(at, j)
        first = self.words[at]
        if first == "what" and (cleft := self.cleft(at, found, last)):
            return cleft
        if word in ("has", "have") and (self.participle(j + 1) if j + 1 < last else True):
            return None  # "guests have asked for it"
        none = first in NONE and not self.masked[at]
        if none and negated:
            return None
        modality = Modality.MUST_NOT if none or negated else Modality.MUST
        if word in MODALS and modality is Modality.MUST:
            modality = Modality.MAY if word in ("can", "may", "might", "could") else Modality.MUST
        own = first in SPEAKERS or self.words[j - 1] in self.known.actors
        if passive and self.words[act + 1 : act + 2] == ["by"] and self.others(act + 2, last):
            return None
        if own or self.role(at, j):
            return self.of_actor(at, found, last, modality)
        if head in PEOPLE or head in self.known.parties or self.whoever(at):
            told = passive or any(f in self.known.acquaint for f in forms(self.words[act]))
            kept = modality is Modality.MUST_NOT and (head in ANYBODY or self.whoever(at)) and self.telling(j, last)
            if not (told or kept) or self.vague(at, j):
                return None
            return Reading(modality, act, (at, j), passive=passive)
        if self.vague(at, j) or (head in self.known.world and not passive):
            return None
        return self.of_thing(at, found, last, modality, none)

    def of_actor(self, at: int, found: Finite, last: int, modality: Modality) -> Reading | None:
        """A statement about the model, under whatever name."""
        j, act, negated, passive = found
        base = set(forms(self.words[act]))
        if passive:
            return None if self.words[at] in SPEAKERS else Reading(modality, act, (at, j), passive=True)
        if self.words[j] in BE and act == j:
            shows = any(m.concept.startswith("is:") and m.start > j for m in self.sentence.mentions)
            shows = shows or (negated and self.telling(j, last))  # "isn't one for small talk"
            shows = shows and not self.words[min(j + 1, last - 1)].endswith("ing")
            return Reading(modality, j, (at, j), passive=True) if shows else None
        positive = modality is not Modality.MUST_NOT
        if self.words[j] in MODALS and positive and self.words[at] in SPEAKERS:
            return None
        always = not {"always", "never"}.isdisjoint(self.words[at:act])
        if positive and not always and self.by_name(at, j) and base.isdisjoint(CONDUCT):
            return None
        if positive and base & HOLDING:
            return None
        if positive and base & self.known.stative and not self.telling(j, last):
            return None
        subject = (at, j) if self.role(at, j) else (act, act)
        return self.shy(act, last, negated) or Reading(modality, act, subject, core=(act, last))

    def shy(self, act: int, last: int, negated: bool) -> Reading | None:
        """ "You avoid jargon": the verb itself forbids."""
        cue = self.modal.get(act)
        if negated or cue is None or cue.concept != "forbid" or cue.end >= last:
            return None
        return Reading(Modality.MUST_NOT, cue.end, (act, act), nominal=self.nominal(cue.end), core=(act, last))

    def role(self, at: int, j: int) -> bool:
        """Whether the subject is a role or a name, of which a prompt may have several."""
        noun = self.words[j - 1]
        agent = noun.endswith(("er", "or", "ist", "ian")) and self.words[at] in ("the", "this", "our")
        if (
            agent
            and any(f in self.known.verbs for f in (noun[:-2], noun[:-1], noun[:-3], noun[:-2] + "e"))
            and noun not in self.known.world | self.known.outputs | PEOPLE
        ):
            return True  # "the executor calls the tools"
        return self.words[j - 1] in self.known.roles - self.known.actors or self.by_name(at, j)

    def of_thing(self, at: int, found: Finite, last: int, modality: Modality, none: bool) -> Reading | None:
        """A statement about what the model makes or deals with."""
        j, act, _, passive = found
        subject = (at + 1 if none and self.words[at] == "no" else at, j)
        if modality is Modality.MAY and self.words[act + 1 : act + 3] != ["by", "you"]:
            return None  # "dependencies can be mocked"
        if passive:
            given = modality is Modality.MUST and self.words[act] in self.known.given
            return None if given else Reading(modality, act, subject, passive=True)
        if self.words[j] in MODALS:
            return None if self.words[j] in ("may", "might", "could") else Reading(modality, act, subject)
        if self.words[j] in BE or self.words[j] == "'s":
            if self.chosen(j, last):
                return Reading(modality, at, (at, at), nominal=True)
            if self.shunned(j, last) or (self.words[j + 1 : j + 3] == ["up", "to"] and self.party(j + 3, last)):
                return Reading(Modality.MUST_NOT, at, (at, j), passive=True, nominal=True, frame=(j, last))
            if not UNABLE.isdisjoint(self.words[j + 1 : j + 2]):
                return None
            shows = self.output(*subject) or self.telling(j, last)
            return Reading(modality, j, subject, passive=True) if shows else None
        placed = any(f in self.known.rule_verbs for f in forms(self.words[act]))
        if not placed and not (
            self.output(*subject) and any(f in self.known.text_verbs for f in forms(self.words[act]))
        ):
            return None
        if self.words[act] in ("has", "have") and not (self.output(*subject) or self.telling(j, last)):
            return None
        return Reading(modality, act, subject)

    def others(self, at: int, last: int) -> bool:
        """Whether somebody else than the model does it: "by the phone company"."""
        if self.party(at, last):
            return True
        named = self.words[at : at + 1] and self.words[at] in ("the", "a", "an", "our")
        return bool(named) and self.known.actors.isdisjoint(self.words[at + 1 : at + 3])

    def shunned(self, j: int, last: int) -> bool:
        """ "… is something we stay clear of", "… are a topic we don't touch"."""
        rest = self.words[j + 1 : last]
        kind = rest[:1] in (["something"], ["things"]) or (
            rest[:1] == ["a"] and rest[1:2] and rest[1] in ("topic", "subject", "thing", "matter")
        )
        away = not {"not", "never", "avoid", "clear", "away", "alone", "leave", "skip", "out"}.isdisjoint(rest[2:8])
        return bool(kind) and away

    def cleft(self, at: int, found: Finite, last: int) -> Reading | None:
        """ "What we want is a table", "what we don't want is a table"."""
        between = self.words[at : found.at]
        if self.words[found.at] not in BE or not any(WANTED.intersection(forms(w)) for w in between):
            return None
        denied = not NEGATORS.isdisjoint(between)
        modality = Modality.MUST_NOT if denied != found.negated else Modality.MUST
        return Reading(modality, found.act + 1, (found.at + 1, found.at + 1), nominal=True, core=(found.at + 1, last))

    def chosen(self, j: int, last: int) -> bool:
        """ "… is what we use for branch names": the subject is what is wanted."""
        rest = self.words[j + 1 : last]
        return rest[:1] == ["what"] and len(rest) > 2 and any(WANTED.intersection(forms(w)) for w in rest[2:5])

    def telling(self, j: int, last: int) -> bool:
        """Whether the predicate names something that rules are about."""
        return any(
            j <= m.start < last and m.concept.startswith(("is:", "n:", "do:", "part:", "to:", "to-:"))
            for m in self.sentence.mentions
        )

    def head(self, at: int, j: int) -> str:
        """The noun of the subject ``[at, j)``."""
        noun = ""
        if self.words[at + 1 : at + 2] == ["of"] and self.words[at] in NONE | {"each", "all", "both", "one"}:
            at += 2  # "none of the players"
        for i in range(at, j):
            word = self.words[i]
            if i > at and (word in RELATIVE or word in ("of", ",", "(") or word in self.known.prepositions):
                break
            if i > at and (word.endswith("ing") or self.participle(i)) and noun:
                break  # "readers aged 12 and up", "anyone asking about crypto"
            if word == "'s" or not word[0].isalnum():
                continue
            noun = word
        return noun

    def whoever(self, at: int) -> bool:
        return self.words[at] in ("whoever", "anyone", "anybody", "nobody") or self.words[at : at + 2] == ["no", "one"]

    def vague(self, at: int, j: int) -> bool:
        """Whether the subject is said to be another one, or some of many."""
        return not self.known.distant.isdisjoint(self.words[at : min(j, at + 3)]) and self.words[at] not in NONE

    def by_name(self, at: int, j: int) -> bool:
        """ "Pip never uses emoji": a name, whose doings are ruled by "always", "never" or a verb of speech."""
        raw = self.tokens.raw
        if j - at > 2 or not all(raw[i][0].isupper() and raw[i].isalpha() for i in range(at, j)):
            return False
        plain = self.words[at:j]
        if (
            not PRONOUNS.isdisjoint(plain)
            or not self.known.world.isdisjoint(plain)
            or not DETERMINERS.isdisjoint(plain)
            or plain[0] in NONE
        ):
            return False
        return not plain[-1].endswith("s") and not self.output(at, j) and self.words[j].endswith("s")
