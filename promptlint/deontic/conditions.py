"""The conditions and exemptions of a clause: before its predicate and behind it."""

from __future__ import annotations

from promptlint.deontic.clauses import ADVERBS, AFTER_VERB, CONNECTORS, DETERMINERS, OBJECTS, Clause
from promptlint.deontic.function_words import FINITE, PARTICLES
from promptlint.deontic.ir import Condition
from promptlint.deontic.telegraphic import Telegraphic
from promptlint.text.labels import VERBS
from promptlint.text.table import Mention
from promptlint.text.tokens import forms

SAYING = frozenset("say tell state know ask mention specify predict promise".split())
ASKING = frozenset(
    "ask determine decide know see confirm consider verify wonder tell state indicate say specify explain note identify "
    "clarify".split()
)
PICTOGRAPHS = "\u2190"  # where arrows, symbols and emoji begin
NOMINAL = frozenset("before after during upon following per between".split())  # a noun may be all that follows
SETTLED = frozenset(
    "unsure uncertain possible necessary needed asked so not done ready finished applicable relevant appropriate feasible doubtful "
    "unclear true false empty missing unavailable stuck blocked available required unknown".split()
)
RELATIVES = frozenset("who which that whom whose where".split())
NO_ORDER = frozenset(
    "to and or not will would can could may might must should shall you they we i he she it who".split()
)
# Verbs behind which anything may follow: none of them closes a noun phrase.
ORDERING = VERBS | frozenset("consider compute commit push merge uninstall come".split())
SUBJECTS = frozenset("we you the each every all any no".split())
NEAR = 9  # tokens of a phrase that no comma ends
REACH = 16  # tokens of a clause that no comma ends
REASONS = frozenset("because since as given considering whoever whatever whichever wherever".split())


class Conditions(Telegraphic):
    """A sentence whose clauses are divided into conditions and core."""

    stating = False  # statements count as main clauses

    def leading(self, clause: Clause) -> tuple[int, tuple[Condition, ...], tuple[Condition, ...]]:
        """Where the predicate begins, with the conditions and exemptions before it."""
        at, last = clause.first, clause.last
        conditions: list[Condition] = []
        exemptions: list[Condition] = []
        while True:
            at = self.skip(at, last)
            adverbial = self.adverbials.get(at)
            if adverbial is not None and at not in self.modal:
                if self.words[adverbial.end : adverbial.end + 1] == [","]:
                    at = adverbial.end + 1  # "Above all, …", "By default, …"
                    continue
                if self.words[at] in self.known.prepositions and self.bare_order(adverbial.end, last):
                    at = adverbial.end  # "at all costs preserve …"
                    continue
            opener = self.openers.get(at)
            if opener is None and at < last and self.words[at] in REASONS:
                end = self.condition_end(at, at + 1, last, False)
                if end is None or self.words[end - 1] != ",":
                    break
                at = end  # "Because the bank recruits blind, …": a reason restricts nothing
                continue
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
        if prepositional and self.stating and (start := self.unmarked(cue_end, last)):
            return start
        return self.unpunctuated(at, cue_end, last, prepositional)

    def unpunctuated(self, at: int, cue_end: int, last: int, prepositional: bool) -> int | None:
        """Where the order begins that no comma parts from its condition: "if asked say no", "after an edit stop"."""
        verb = cue_end  # of a clause behind "if", "when": its own verb comes first
        if not prepositional and self.words[at] not in NOMINAL:
            verb = next((j for j in range(cue_end, min(last, cue_end + REACH)) if self.own_verb(j, at)), last)
            if not RELATIVES.isdisjoint(self.words[cue_end:verb]):
                return None
        reach = NEAR if prepositional else REACH
        for j in range(verb + 1, min(last, verb + reach)):
            if self.words[j] in RELATIVES:
                return None
            if self.bare_order(j, last):
                return j
            governed = self.words[j - 1] in self.known.prepositions or self.words[j - 1] == "that"
            if prepositional and self.words[j] == "you" and j + 1 in self.modal and not governed:
                return j  # "in rehearsals you may interrupt"
        return None

    def own_verb(self, j: int, at: int) -> bool:
        """Whether token ``j`` is the verb of a condition, or all that there is of it ("if unsure", "when in doubt")."""
        word = self.words[j]
        if self.masked[j] or self.words[j - 1] in ("to", "and", "or"):
            return False
        if word in SETTLED or word in FINITE or self.words[j - 1 : j + 1] == ["in", "doubt"]:
            return True
        if word.endswith(("ing", "ed")) and len(word) > 4:
            return True
        return j > at + 1 and any(f in self.known.verbs for f in forms(word)) and self.words[j - 1] not in DETERMINERS

    def unmarked(self, first: int, last: int) -> int:
        """Where a statement begins right behind a phrase that no comma ends: "in this house the butler …"."""
        for j in range(first + 1, min(last - 2, first + 5)):
            if self.words[j] in SUBJECTS and self.words[j - 1] not in DETERMINERS | {
                "of",
                "and",
                "to",
                "that",
            }:
                return j if next(self.statements(j, last), None) is not None else 0
        return 0

    def bare_order(self, j: int, last: int) -> bool:
        """Whether token ``j`` starts an order right behind a phrase that no comma ends."""
        before = self.words[j - 1]
        phrasal = j > 1 and before in PARTICLES and self.participle(j - 2)  # "once signed in show …"
        governed = before in self.known.prepositions and not phrasal
        if self.masked[j] or before in DETERMINERS or before in NO_ORDER or governed:
            return False
        if j in self.modal and self.words[j] in ("do", "never", "always", "avoid"):
            return True
        if self.words[j] not in self.known.verbs:
            return False
        following = self.words[j + 1] if j + 1 < last else "."
        if following in ("never", "always", "do") and self.words[j] in self.known.noun_verbs:
            return False  # "during the live show never interrupt"
        if self.words[j] in ORDERING:
            return following not in FINITE
        if self.words[j] in self.known.doubtful or self.words[j] in self.known.outputs:
            opens = following in DETERMINERS or following in OBJECTS
            return opens and FINITE.isdisjoint(self.words[j + 2 : j + 5])  # "for the title page the author is named"
        return following in AFTER_VERB - {"in", "on", "as", "at", "with", "for", "if", "when"}

    def opens(self, at: int, last: int) -> bool:
        """Whether the tokens after a comma can be a main clause rather than the next item of a list."""
        at = self.skip(at, last)
        if at >= last:
            return False
        while at < last and self.words[at] in ADVERBS:
            at += 1
        if at >= last:
            return False
        read = at in self.openers or self.read(at, last) is not None or self.resumed(at, last) is not None
        return read or (self.stating and next(self.statements(at, last), None) is not None)

    def condition(self, at: int, first: int, last: int) -> Condition:
        end = last
        while end > first and not (self.words[end - 1][0].isalnum() or self.masked[end - 1]):
            end -= 1
        cue = " ".join(self.words[at:first])
        negated = any(w in ("not", "no", "never", "without", "nothing", "none") for w in self.words[first:end])
        return Condition(
            cue, self.sentence.text_of(first, end), self.sentence.span_of(at, max(end, first)), at, end, negated
        )

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
            bare = not any(w[0].isalnum() for w in self.words[m.end : end])
            if bare and m.concept == "exemptions":  # "…, commit messages excepted"
                cuts[n] = (self.comma_before(i, verb) + 1, m)
                exemptions.append(self.condition(cuts[n][0], cuts[n][0], i))
                continue
            condition = self.condition(i, m.end, end)
            (exemptions if m.concept == "exemptions" else conditions).append(condition)
        end = cuts[0][0] if cuts else last
        while (
            end > verb + 1
            and self.words[end - 1][0] < PICTOGRAPHS
            and not (self.words[end - 1][0].isalnum() or self.masked[end - 1])
        ):
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
        """ "Ask if …", "decide when …", "where they are": the phrase is the object, not a condition."""
        if (
            self.words[i] == "when"
            and i
            and "will" in self.words[i + 1 : i + 6]
            and forms(self.words[i - 1])[-1] in SAYING
        ):
            return True  # "say when the parcel will arrive"
        if self.words[i] == "where" and self.words[i + 1 : i + 3] in (["they", "are"], ["it", "is"]):
            return True
        return self.words[i] in ("if", "whether", "where") and i > 0 and not ASKING.isdisjoint(forms(self.words[i - 1]))
