"""Statements that are meant as rules: "verses on these cards don't rhyme", "tenants hear nothing of the plans".

A sentence in the present tense about the model, about what it makes, or about what people are given tells how things are
to be; nearly the same words tell how the world is. What is read here is therefore less sure than an order, and is used
only where an order or another statement says the opposite (`Directive.stated`).
"""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.deontic.clauses import ADVERBS, DETERMINERS
from promptlint.deontic.finite import AUXILIARY, FIRST, MODALS, NEGATORS, RELATIVE, SPEAKERS, Finite, Verbs
from promptlint.deontic.function_words import BE, NONE, PEOPLE, SUBORDINATE
from promptlint.deontic.ir import Modality
from promptlint.deontic.subjects import Reading
from promptlint.text.tokens import forms

# Subjects that say nothing of what the model makes.
PRONOUNS = frozenset("i he she it they there here mr mrs ms dr".split())
CONDUCT = frozenset(
    "speak talk say tell answer reply greet address sign keep swear use write call refer end begin start close open stay "
    "laugh joke rhyme ask".split()
)
UNABLE = frozenset(
    "capable able based available used due born dead known likely common rare popular important useful hard easy difficult "
    "slow fast cheap expensive old new busy aware similar different".split()
)
# Where a reason or another statement begins.
TAILS = frozenset("because since although though whereas lest".split())
GOES_ON = frozenset(
    "they it we this that which who whom as for since because though although however whatever even".split()
)
RESUMING = frozenset("it they she he".split())
NEXT = frozenset("and but so hence therefore thus".split())
RESULTS = (("which", "means", "that"), ("which", "is", "why"), ("that", "is", "why"), ("this", "is", "why"))
WANTED = frozenset("want need like ask expect use get prefer demand require look".split())
HOLDING = frozenset("have know receive get like love want need be find see".split())  # what somebody has is no rule
WORKING = frozenset("run work live operate".split())
ANYBODY = frozenset("people person animals characters nobody one".split())  # "people don't die in our stories"
# Verbs whose subject is what the rule is about: "pictures stay in the chat".
RESTING = frozenset(
    "reach stay remain go appear occur stand belong come land sit lie leave arrive happen exist end feature".split()
)
OWNING = frozenset("fall belong".split())
RESTING_WITH = frozenset("lie rest sit stay remain reside".split())  # "waiving a fee rests with the branch"
OURS = frozenset("our my your".split())
PRIVATE = frozenset("business secret affair matter".split())
CLAUSAL_SUBJECT = frozenset("what who whose whatever whether where why".split())
UNKNOWN = frozenset("known understood seen needed required clear decided settled yet".split())
LONG_SUBJECT = 12  # tokens that a clause as a subject may have
TIMES = 5  # tokens behind a verb in which words of time are about it
PREFIX = 7  # tokens of a phrase before the subject: "urgent or not, no ticket …"
CONCEPTS = ("is:", "n:", "do:", "part:", "to:", "to-:")  # of what rules are about
KINDS = frozenset("topic subject thing matter theme question".split())
AWAY = frozenset("not never avoid clear away alone leave skip out".split())


class Statements(Verbs):
    """Clauses that state how things are."""

    def statements(self, at: int, last: int) -> Iterator[Reading]:
        """The readings of a clause in which no order was found, one for each verb of its subject."""
        while at < last and (self.words[at] in FIRST | NEXT or not self.words[at][0].isalnum()) and not self.masked[at]:
            at += 1
        for result in RESULTS:
            if tuple(self.words[at : at + 3]) == result:
                at += 3
        if at < last and self.words[at] in CLAUSAL_SUBJECT and (reading := self.clause_ruled(at, last)) is not None:
            yield reading  # "what model you run on is confidential"
            return
        if at < last and (reading := self.resumed(at, last)) is not None:
            yield reading
            return
        if at >= last or at in self.openers or self.pronoun(at, last):
            return
        found = None if self.words[at] in self.known.prepositions else self.finite(at, last)
        if found is None:
            comma = next((i for i in range(at + 1, min(last - 2, at + PREFIX)) if self.words[i] == ","), 0)
            if comma and self.words[comma + 1] in DETERMINERS | NONE | SPEAKERS and self.words[at] not in RELATIVE:
                yield from self.statements(comma + 1, last)
            return
        if not self.timeless(at, min(last, found.act + TIMES)):
            return
        end, following = self.tail(found.act, last)
        if found.act < end:
            yield from self.predicates_of(at, found, end)
        if following:
            yield from self.statements(following, last)

    def resumed(self, at: int, last: int) -> Reading | None:
        """ "If the reviewer finds a typo, it corrects it": the pronoun stands for the role that the condition names."""
        if self.words[at] not in RESUMING or at + 1 >= last:
            return None
        found = self.finite(at, last)
        if found is None or found.passive or found.at > at + 2 or self.words[found.at] in BE | MODALS | {"has", "have"}:
            return None
        roles = (i for i in range(self.clause_first, at - 1) if self.words[i] in DETERMINERS)
        if not any(self.role(i, i + 2) or self.words[i + 1] in self.known.actors for i in roles):
            return None
        modality = Modality.MUST_NOT if found.negated else Modality.MUST
        return Reading(modality, found.act, (found.act, found.act), core=(found.act, last))

    def clause_ruled(self, at: int, last: int) -> Reading | None:
        """The verdict on what a clause of "what", "who" names: "whatever a pupil says is not passed on"."""
        for j in range(at + 2, min(last - 1, at + LONG_SUBJECT)):
            if self.masked[j] or self.words[j] in (",", ";", ":"):
                return None
            frame = self.frames.get(j)
            rest = frame is not None and any(w[0].isalnum() for w in self.words[frame.end : last])
            if frame is not None and (frame.concept == "must_not" or (frame.concept == "must_not_end" and not rest)):
                return Reading(Modality.MUST_NOT, at, (at, j), passive=True, nominal=True, frame=(j, frame.end))
            if self.done_to(j, last) and self.words[j + 1] in ("not", "never"):
                verb = self.behind(j, last)
                fact = self.words[verb] in UNKNOWN or self.words[verb + 1 : verb + 2] == ["by"]
                return None if fact else Reading(Modality.MUST_NOT, verb, (at, j), passive=True)
        return None

    def pronoun(self, at: int, last: int) -> bool:
        """Whether the clause opens with a word that names nothing."""
        word, following = self.words[at], self.words[at + 1] if at + 1 < last else ""
        if word in ("this", "that", "these"):
            return following in AUXILIARY | MODALS or self.verbal(following)
        return word in SUBORDINATE | PRONOUNS

    def predicates_of(self, at: int, found: Finite, last: int) -> Iterator[Reading]:
        """The readings of a subject's verbs: "… is all business and makes no small talk"."""
        first = self.ruled(at, found, last)
        if first is None and not (found.act == found.at and self.words[found.at] in BE and self.ours(at, found.at)):
            return
        more = [(i, reading) for i in self.further(found, last) if (reading := self.again(i, last)) is not None]
        if first is None:
            yield from (reading for _, reading in more)
            return
        core = first.core if first.core[1] else (at, last)
        yield first._replace(core=(core[0], min([core[1], *(i - 1 for i, _ in more)])))
        yield from (reading for _, reading in more)

    # -- where it ends --------------------------------------------------------------------------------------------

    def tail(self, act: int, last: int) -> tuple[int, int]:
        """Where the statement ends, and where another one begins behind it, 0 for none (a reason is none)."""
        for i in range(act + 1, last - 1):
            if self.masked[i]:
                continue
            word, following = self.words[i], self.words[i + 1]
            if any(tuple(self.words[i + 1 : i + 4]) == result for result in RESULTS):
                return i, i + 1
            subject = self.words[i + 2] if i + 2 < last else ""
            if word == "," and following in NEXT and subject in DETERMINERS | SPEAKERS | RELATIVE | NONE | PRONOUNS:
                if self.finite(i + 2, last) is not None:
                    return i, i + 2
            if word == "and" and following in SPEAKERS:
                return i, i + 1
            if (word in TAILS and not following[0].isdigit()) or (
                word in (",", "—", "–", "(", "-") and following in GOES_ON
            ):
                return i, 0
        return last, 0

    def further(self, found: Finite, last: int) -> Iterator[int]:
        """Tokens of further verbs of the same subject."""
        third = self.words[found.at].endswith("s")
        for i in range(found.act + 2, last - 1):
            if self.words[i - 1] not in ("and", "but", "or", "nor") or self.masked[i]:
                continue
            k = i
            while k < last - 1 and (self.words[k] in FIRST or self.words[k] in NEGATORS):
                k += 1
            word = self.words[k]
            shown = k > i and self.words[found.at] in BE and self.participle(k)  # "is internal and not shown"
            inflected = word.endswith("s") and not word.endswith("ss")
            if word in BE | {"does", "do"} or shown or (self.verbal(word) and third == inflected):
                own = self.words[found.at - 1] in SPEAKERS or self.words[k + 1] in DETERMINERS | NONE
                if third or shown or own:
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
        modality = Modality.MUST_NOT if negated else Modality.MUST
        end = max(next(self.further(found, last), last + 1) - 1, found.act + 1)
        own = Reading(modality, found.act, (found.act, found.act), core=(found.act, end))
        return self.shy(found.act, last, negated) or own

    # -- what it says ---------------------------------------------------------------------------------------------

    def ruled(self, at: int, found: Finite, last: int) -> Reading | None:
        """The rule that a statement makes, None for a fact."""
        j, act, negated, passive = found
        word, first = self.words[j], self.words[at]
        noun = j  # where the subject ends
        while noun > at + 1 and (self.words[noun - 1] in FIRST | NEGATORS | ADVERBS):
            noun -= 1
        head = self.head(at, noun)
        if first == "what" and (cleft := self.cleft(at, found, last)):
            return cleft
        if word in ("has", "have") and (j + 1 >= last or self.participle(j + 1)):
            return None  # "guests have asked for it"
        none = first in NONE and not self.masked[at]
        if none and negated:
            return None
        modality = Modality.MUST_NOT if none or negated else Modality.MUST
        if word in MODALS and modality is Modality.MUST:
            modality = Modality.MAY if word in ("can", "may", "might", "could") else Modality.MUST
        by = next(
            (i for i in range(act + 1, min(act + 3, last)) if self.words[i] == "by"), 0
        )  # "cut off by the viewer"
        if passive and by and self.others(by + 1, last) and not self.telling(by, last, ("is:",)):
            return None
        if self.words[noun - 1] == "system" and word not in MODALS:
            return None  # "the system ends a chat after ten minutes"
        if first in SPEAKERS or self.words[noun - 1] in self.known.actors or self.role(at, j):
            return self.of_actor(at, found, last, modality)
        if word in BE and act == j and (left := self.left(at, j, last)):
            return left
        if self.vague(at, j):
            return None
        if head in PEOPLE or head in self.known.parties or self.whoever(at):
            told = passive or any(f in self.known.acquaint for f in forms(self.words[act]))
            kept = modality is Modality.MUST_NOT and (head in ANYBODY or self.whoever(at))
            kept = kept and (self.telling(j, last) or any(self.output(i, i + 1) for i in range(act + 1, last)))
            called = passive and self.words[act] in self.known.given and modality is Modality.MUST
            return Reading(modality, act, (at, j), passive=passive) if (told or kept) and not called else None
        if head in self.known.world and not passive:
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
        if modality is not Modality.MUST_NOT:
            always = not {"always", "never"}.isdisjoint(self.words[at:act])
            if self.words[j] in MODALS and self.words[at] in SPEAKERS:
                return None
            if (not always and self.by_name(at, j, j) and base.isdisjoint(CONDUCT)) or base & HOLDING:
                return None
            if base & WORKING and self.governed(act + 2):
                return None  # "you run inside a browser extension"
            if base & self.known.stative and not self.telling(j, last):
                return None
        subject = (at, j) if self.role(at, j) else (act, act)
        return self.shy(act, last, negated) or Reading(modality, act, subject, core=(act, last))

    def shy(self, act: int, last: int, negated: bool) -> Reading | None:
        """ "You avoid jargon": the verb itself forbids."""
        cue = self.modal.get(act)
        if negated or cue is None or cue.concept != "forbid" or cue.end >= last:
            return None
        return Reading(Modality.MUST_NOT, cue.end, (act, act), nominal=self.nominal(cue.end), core=(act, last))

    def of_thing(self, at: int, found: Finite, last: int, modality: Modality, none: bool) -> Reading | None:
        """A statement about what the model makes or deals with."""
        j, act, _, passive = found
        subject = (at + 1 if none and self.words[at] == "no" else at, j)
        granted = self.words[j] == "may" and passive
        if (
            modality is Modality.MAY
            and not granted
            and ["by", "you"] not in (self.words[i : i + 2] for i in (act + 1, act + 2))
        ):
            return None  # "dependencies can be mocked"
        if passive:
            given = modality is Modality.MUST and self.words[act] in self.known.given
            return None if given else Reading(modality, act, subject, passive=True)
        if self.words[j] in MODALS:
            return None if self.words[j] in ("may", "might", "could") else Reading(modality, act, subject)
        if self.words[j] in BE:
            shows = self.words[j + 1 : j + 2] and self.words[j + 1] not in UNABLE
            made = self.output(*subject) or not self.known.outputs.isdisjoint(forms(self.head(*subject)))
            shows = shows and (made or self.telling(j, last, ("is:", "do:", "part:", "n:")))
            return Reading(modality, j, subject, passive=True) if shows else None
        verbs = forms(self.words[act])
        if not OWNING.isdisjoint(verbs) and self.words[act + 1 : act + 2] == ["to"]:  # "choosing the wine falls to …"
            mine = self.words[act + 2 : act + 3] == ["you"]
            if not mine and not self.others(act + 2, last):
                return None
            whose = Modality.MAY if mine else Modality.MUST_NOT
            return Reading(whose, at, (at, j), passive=True, nominal=True, frame=(j, last))
        if not RESTING_WITH.isdisjoint(verbs) and self.words[act + 1 : act + 2] == ["with"]:
            return self.theirs_alone(at, j, last) if self.party(act + 2, last) and self.deed(at, j) else None
        several = self.plural(self.words[j - 1]) or self.words[at] not in ("the", "this")
        every = none or self.words[at] in ("each", "every") or ("never" in self.words[at:act] and several)
        placed = every or any(f in self.known.rule_verbs for f in verbs)
        if not placed and not (self.output(*subject) and any(f in self.known.text_verbs for f in verbs)):
            return None
        if self.words[act] in ("has", "have") and not (self.output(*subject) or self.telling(j, last)):
            return None
        return Reading(modality, act, subject, passive=not RESTING.isdisjoint(verbs))

    def cleft(self, at: int, found: Finite, last: int) -> Reading | None:
        """ "What we want is a table", "what we don't want is a table"."""
        between = self.words[at : found.at]
        if self.words[found.at] not in BE or not any(WANTED.intersection(forms(w)) for w in between):
            return None
        denied = not NEGATORS.isdisjoint(between)
        modality = Modality.MUST_NOT if denied != found.negated else Modality.MUST
        return Reading(modality, found.act + 1, (found.at + 1, found.at + 1), nominal=True, core=(found.at + 1, last))

    def left(self, at: int, j: int, last: int) -> Reading | None:
        """What "is" says of a whole subject: wanted, shunned, or somebody else's."""
        rest = self.words[j + 1 : last]
        if rest[:1] == ["what"] and len(rest) > 2 and any(WANTED.intersection(forms(w)) for w in rest[2:5]):
            return Reading(Modality.MUST, at, (at, at), nominal=True)  # "… is what we use for branch names"
        kind = rest[:1] in (["something"], ["things"]) or (rest[:1] == ["a"] and rest[1:2] and rest[1] in KINDS)
        shunned = kind and not AWAY.isdisjoint(rest[2:8])  # "… is something we stay clear of"
        upto = 2 if rest[:2] == ["up", "to"] else 1 if rest[:1] == ["for"] else 0
        others = upto and self.party(j + 1 + upto, last)  # "merging is up to the maintainers"
        clause = self.words[at] in RELATIVE and len(rest) > 1 and rest[0] in OURS and rest[1] in PRIVATE
        if not (shunned or others or clause):
            return None
        if others and self.gerund(at):  # "rebooking is for the desk"
            return Reading(Modality.MUST_NOT, at, (at, at), core=(at, j))
        return Reading(Modality.MUST_NOT, at, (at, j), passive=True, nominal=True, frame=(j, last))

    def others(self, at: int, last: int) -> bool:
        """Whether somebody else than the model does it: "by the phone company"."""
        if self.party(at, last):
            return True
        named = self.words[at : at + 1] and self.words[at] in ("the", "a", "an", "our")
        return bool(named) and self.known.actors.isdisjoint(self.words[at + 1 : at + 3])

    def telling(self, j: int, last: int, kinds: tuple[str, ...] = CONCEPTS) -> bool:
        """Whether the predicate names something that rules are about."""
        return any(j <= m.start < last and m.concept.startswith(kinds) for m in self.sentence.mentions)

    def ours(self, at: int, j: int) -> bool:
        """Whether the subject may be the model or what it makes, whatever is said of it."""
        head = self.head(at, j)
        known = self.known
        return not (self.vague(at, j) or head in PEOPLE or head in known.parties or head in known.world)

    # -- its subject ----------------------------------------------------------------------------------------------

    def head(self, at: int, j: int) -> str:
        """The noun of the subject ``[at, j)``."""
        noun = ""
        if self.words[at + 1 : at + 2] == ["of"] and self.words[at] in NONE | {"each", "all", "both", "one"}:
            at += 2  # "none of the players"
        for i in range(at, j):
            word = self.words[i]
            if self.masked[i]:
                continue
            if i > at and (word in RELATIVE or word in ("of", ",", "(") or word in self.known.prepositions):
                break
            if i > at and (word.endswith("ing") or self.participle(i)) and noun:
                break  # "readers aged 12 and up", "anyone asking about crypto"
            if word != "'s" and word[0].isalnum():
                noun = word
        return noun

    def whoever(self, at: int) -> bool:
        """Whether the subject is anyone at all."""
        return self.words[at] in ("whoever", "anyone", "anybody", "nobody") or self.words[at : at + 2] == ["no", "one"]

    def vague(self, at: int, j: int) -> bool:
        """Whether the subject is said to be another one, or some of many."""
        return not self.known.distant.isdisjoint(self.words[at : min(j, at + 3)]) and self.words[at] not in NONE

    def role(self, at: int, j: int) -> bool:
        """Whether the subject is a role or a name, of which a prompt may have several."""
        verb = j
        while j > at + 1 and self.words[j - 1] in FIRST | NEGATORS | ADVERBS:
            j -= 1
        noun = self.words[j - 1]
        if self.words[at] in ("the", "this", "our") and noun.endswith(("er", "or")):
            doer = any(f in self.known.verbs for f in (noun[:-2], noun[:-1], noun[:-3], f"{noun[:-2]}e"))
            if doer and noun not in self.known.world and noun not in self.known.outputs and noun not in PEOPLE:
                return True  # "the executor calls the tools"
        return (noun in self.known.roles and noun not in self.known.actors) or self.by_name(at, j, verb)

    def by_name(self, at: int, j: int, verb: int) -> bool:
        """ "Pip never uses emoji": a name, whose doings are ruled by "always", "never" or a verb of conduct."""
        raw, plain = self.tokens.raw, self.words[at:j]
        if j - at > 2 or not all(raw[i][0].isupper() and raw[i].isalpha() for i in range(at, j)):
            return False
        if any(w in PRONOUNS or w in DETERMINERS or w in NONE or w in self.known.world for w in plain):
            return False
        if plain[-1] in self.known.attributes or plain[-1].endswith("ing"):
            return False  # "Spelling follows the OED"
        return (
            not plain[-1].endswith("s")
            and not self.output(at, j)
            and (self.words[verb].endswith("s") and self.words[verb] not in BE)
        )
