"""Where the finite verb of a statement stands: past its subject, that subject's relative clauses and its asides."""

from __future__ import annotations

from itertools import pairwise

from promptlint.deontic.clauses import ADVERBS, AFTER_VERB, DETERMINERS
from promptlint.deontic.function_words import BE, NONE, PASSIVE, SIMPLE_PAST, SUBORDINATE
from promptlint.deontic.reserved import Reserved
from promptlint.record import NamedTuple
from promptlint.text.tokens import forms

RELATIVE = frozenset("who that which whom whose what whatever whoever whichever how why where whether".split())
SPEAKERS = frozenset("you we".split())
AUXILIARY = frozenset("is are has have does do gets get".split())
MODALS = frozenset("can could may might must shall should will would".split())
PAST = frozenset("was were had did been".split())
NEGATORS = frozenset("not never".split())
POSSESSIVE = frozenset("their his her my whose".split())
NO_VERB_BEHIND = frozenset(("to", "not", "and", "or", "'s"))
FIRST = frozenset("first then also always only just even still simply all both each".split())
# Plural subjects without a plural s, and endings of singular ones.
PLURAL = frozenset("people children men women mice both all data media staff those these they you we".split())
EITHER = frozenset("data media staff team".split())
SINGULAR = frozenset("ss us is".split())
# Verbs of effect: what they say of a feature is a reason, no rule.
EFFECTS = frozenset("make put look cause confuse slow help break cost render draw annoy feel seem".split())
# Verbs before "of".
OF_VERBS = frozenset("dies die speaks speak talks talk makes make consists consist".split())
# Words that open an object or an adverbial behind a verb.
OBJECT = DETERMINERS | NONE | frozenset("in on at to with from by for as into out up away not never".split())
EVENTS = frozenset("year month week night time summer winter spring autumn".split())
SIGNS = frozenset(": = – —".split())  # behind a label
PREPOSITIONS = frozenset(
    "of about over before after per during against around".split()
)  # beside those that open a condition
COMPARING = frozenset("as so like than such before after".split())
REACH = 24  # tokens that a subject with its relative clause may have
ASIDE = 18  # tokens of an aside between commas or brackets


class Finite(NamedTuple):
    """The finite verb of a clause: its token, and the token of what is done (behind "is not", "do not", "can be")."""

    at: int
    act: int
    negated: bool
    passive: bool


class Verbs(Reserved):
    """One sentence and the verbs of its statements."""

    def noun(self, at: int, last: int) -> bool:
        """Whether a word that can be a verb opens a noun phrase here; see `Predicate.noun`."""
        return super().noun(at, last) or self.opens_subject(at, last)

    def opens_subject(self, at: int, last: int) -> bool:
        """ "Log files from production can be pasted": a verb that is a noun, as the verb behind its phrase tells."""
        following = self.words[at + 1 : at + 2]
        if self.words[at] not in self.known.noun_verbs or not following or not following[0].isalpha():
            return False
        if following[0] in AFTER_VERB or following[0] in ADVERBS or following[0] in self.known.prepositions:
            return False
        found = self.finite(at, last)
        while found is not None and self.words[found.at].endswith("s") and self.words[found.at] not in AUXILIARY:
            found = self.finite(found.at, last)  # nouns: "branch names follow …", "run tool calls in parallel"
        if found is None or found.at < at + 2 or not COMPARING.isdisjoint(self.words[at + 1 : found.at]):
            return False
        end = found.at
        governor = next((i for i in range(end - 1, at, -1) if self.governed(i + 1)), at)
        finite = self.words[end] in AUXILIARY or self.words[end] in MODALS or self.words[end] in NEGATORS
        if not finite and not (DETERMINERS | POSSESSIVE).isdisjoint(self.words[governor:end]):
            return False  # "mark unfinished parts with a todo comment": a noun
        while end > at + 2 and (self.words[end - 1] in FIRST or self.words[end - 1] in NEGATORS):
            end -= 1
        # "report errors users can fix": the verb of a clause that says which ones
        return end < at + 3 or not (self.plural(self.words[end - 1]) and self.plural(self.words[end - 2]))

    def timeless(self, at: int, last: int) -> bool:
        """Whether no word says that a thing is often so, was so, or is only said."""
        end = next((i for i in range(at + 1, min(last, at + REACH)) if i in self.openers), min(last, at + REACH))
        own = self.words[at:end]  # "tests come once the code compiles"
        past = any(a == "last" and b in EVENTS for a, b in pairwise(own))
        return self.known.habitual.isdisjoint(own) and not past

    def finite(self, at: int, last: int) -> Finite | None:
        """The finite verb whose subject begins at token ``at``, past the verbs of its relative clauses."""
        pending = self.relatives(at)
        end = 0
        related = bool(pending)
        for j in range(at + 1, min(last, at + REACH)):
            word = self.words[j]
            if self.masked[j] or j < end:
                continue
            if word in (",", "(") and (self.past_aside(j, last) or not self.listed(at, j, last)):
                end = self.past_aside(j, last)
                if not end and (not pending or word == "("):
                    return None
            elif word in SUBORDINATE and (pending or related) and self.words[j + 1 : j + 2] != ["of"]:
                pending += 1  # "claims that reach us once the window has closed are rejected"
            elif word == "because" and self.words[j + 1 : j + 2] == ["of"]:
                continue  # "passengers stuck because of snow are …"
            elif word in (";", ":", "=") or (word in SUBORDINATE and word != "whether"):
                return None
            elif word in PAST or word in SIMPLE_PAST:
                if not pending:
                    return None
                pending -= 1
            elif word in RELATIVE or (word in SPEAKERS and not pending and not self.governed(j)):
                pending += 1
                related = True
            elif self.verb_at(j, at, last, bool(pending)):
                if not pending and self.words[j + 1 : j + 2] == [","] and self.past_aside(j + 1, last):
                    continue  # "account numbers, in whole or in part, are never voiced"
                if not pending:
                    return self.finite_at(j, at, last)
                pending -= 1
        return None

    def relatives(self, at: int) -> int:
        """How many relative clauses the first word of a subject opens: "what a child says", "anything you add"."""
        word, following = self.words[at], self.words[at + 1 : at + 2]
        if word in ("all", "nothing"):
            return int(following in (["you"], ["we"], ["the"]))
        if word in ("anything", "everything"):
            return int(bool(DETERMINERS.intersection(following)))  # "anything the user uploads"
        return int(word in RELATIVE and word != "that")

    def governed(self, j: int) -> bool:
        """Whether a preposition stands right before token ``j``."""
        if j > len(self.words):
            return False
        return self.words[j - 1] in self.known.prepositions or self.words[j - 1] in PREPOSITIONS

    def past_aside(self, j: int, last: int) -> int:
        """The token of the verb behind an aside that opens at token ``j``, 0 for none: ", in kilometres, is shown"."""
        close = ")" if self.words[j] == "(" else ","
        end = next((i for i in range(j + 2, min(last, j + ASIDE)) if self.words[i] == close and not self.masked[i]), 0)
        following = self.words[end + 1] if 0 < end < last - 1 else ""
        known = following in AUXILIARY | MODALS | NEGATORS or (following.endswith("s") and self.verbal(following))
        return end + 1 if end and (known or close == ")") else 0

    def verb_at(self, j: int, at: int, last: int, within: bool) -> bool:
        """Whether a verb in the present tense stands at token ``j``; ``within`` a relative clause."""
        word, k = self.words[j], j - 1
        while k > at and (self.words[k] in FIRST or self.words[k] in NEGATORS or self.words[k] in ADVERBS):
            k -= 1
        before = self.words[k]
        itself = within and before in ("this", "that")  # "a question whether this is a person"
        if word in AUXILIARY and before not in ("to", "and", "or") and (itself or before not in DETERMINERS):
            return True
        if before in DETERMINERS or before in POSSESSIVE or self.governed(k + 1) or before in NO_VERB_BEHIND:
            return False
        if word in MODALS:
            return True
        if not word.isalpha() or not self.verbal(word) or word in ("back", "up", "out"):
            return False
        following = self.words[j + 1] if j + 1 < last else ""
        if following in SIGNS:
            return False  # "bullet points – no thanks"
        if not within and (following in AUXILIARY or following in MODALS or following in ("'s", "of")):
            return following == "of" and word in OF_VERBS
        if word.endswith("s") and not word.endswith("ss"):
            return (self.singular(k, at) or self.gerund(at)) and not self.compound(j, last)
        if following in ("that", "which", "who") and word in self.known.doubtful:
            return False  # "every data point that was measured"
        heads = {self.words[i - 1] for i in range(at + 1, k) if self.governed(i + 1)}
        if self.plural(before) or any(self.plural(w) for w in heads) or "and" in self.words[at:j]:
            return True
        named = k > at and self.words[k - 1] in DETERMINERS  # "a mail thread is …"
        return self.masked[k] or before == ")" or before in RELATIVE or (self.verbal(before) and not named)

    def plural(self, word: str) -> bool:
        """Whether a noun is plural."""
        return word in PLURAL or (word.endswith("s") and word[-2:] not in SINGULAR)

    def singular(self, k: int, at: int) -> bool:
        """Whether the subject that ends at token ``k`` can be singular: its last noun, or the one before "of …"."""
        heads = [i - 1 for i in range(at + 1, k) if self.governed(i + 1)]
        return any(not self.plural(self.words[i]) or self.words[i] in EITHER for i in (k, *heads))

    def compound(self, j: int, last: int) -> bool:
        """Whether a word in -s is a noun after all, whose verb follows: "seat changes cost nothing"."""
        following = self.words[j + 1] if j + 1 < last else ""
        if not following or following.endswith("s") or following in DETERMINERS:
            return False
        opens = bool(OBJECT.intersection(self.words[j + 2 : j + 3])) or j + 2 >= last
        return following in EFFECTS or (opens and self.verbal(following))

    def verbal(self, word: str) -> bool:
        """Whether a word is a form of a verb in the present tense."""
        found = (word,) if not word.endswith("s") else forms(word)[1:]
        known = self.known
        return any(f in known.verbs or f in known.rule_verbs or f in known.stative for f in found)

    def finite_at(self, j: int, at: int, last: int) -> Finite:
        """The verb at token ``j`` with its negation, past its auxiliaries."""
        negated = not NEGATORS.isdisjoint(self.words[max(at, j - 1) : j])
        word, act = self.words[j], j
        if word in AUXILIARY | MODALS:
            i = j + 1
            while i < last and (self.words[i] in NEGATORS or self.words[i] in ADVERBS or self.words[i] in FIRST):
                negated = negated or self.words[i] in NEGATORS
                i += 1
            if word in MODALS and self.words[i : i + 1] == ["be"]:
                i += 1
            if i < last and (
                (word in ("do", "does") and self.words[i - 1] in NEGATORS)
                or (word in BE | MODALS | PASSIVE and self.participle(i))
                or (word in MODALS and self.words[i - 1] != "be")
            ):
                act = i
        passive = act > j and (word in BE | PASSIVE or self.words[act - 1] == "be")
        return Finite(j, act, negated or self.denies(act, last), passive)

    def denies(self, act: int, last: int) -> bool:
        """Whether the negation stands in the object: "pays contestants no compliments", "goes to no outside body"."""
        for i in range(act + 1, min(act + 4, last)):
            if self.words[i] in NONE and not self.masked[i]:
                return self.nothing(i - 1, last)
            if not self.words[i].isalpha() or self.words[i] in DETERMINERS:
                return False
        return False
