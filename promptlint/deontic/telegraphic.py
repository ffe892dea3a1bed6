"""Lines without a verb: "Footnotes: none whatsoever", "em dashes welcome", "headlines in Title Case", "zero emojis".

Like `promptlint.deontic.statements`, less sure than an order.
"""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.deontic.clauses import DETERMINERS, starts
from promptlint.deontic.finite import MODALS, PAST, RELATIVE, SPEAKERS
from promptlint.deontic.function_words import FINITE, PEOPLE, SIMPLE_PAST
from promptlint.deontic.ir import Modality
from promptlint.deontic.statements import Statements
from promptlint.deontic.subjects import Reading
from promptlint.text.tokens import forms

LONGEST = 16  # words of a line without a verb
LABEL = 6  # tokens before the sign that ends a label
SIGNS = frozenset(": = – — -".split())
DENYING = (("zero",), ("not", "a"), ("not", "one"), ("not", "a", "single"), ("never", "a"), ("never", "any"), ("absolutely", "no"),
           ("absolutely", "zero"), ("definitely", "no"), ("strictly", "no"), ("please", "no"))  # fmt: skip
SETTING = frozenset("in at with per under for as without on before after every each any all".split())
BEHIND = frozenset(", in on for at".split())  # what may stand behind a verdict
CLAUSES = frozenset("you i we they he she it do does did let".split())


class Telegraphic(Statements):
    """Clauses without a verb, beside those that state how things are."""

    def statements(self, at: int, last: int) -> Iterator[Reading]:
        """The readings of a clause in which no order was found."""
        while last > at and not (
            self.words[last - 1][0].isalnum() or self.masked[last - 1] or self.words[last - 1] in ')"”'
        ):
            last -= 1
        while at < last and not self.words[at][0].isalnum() and not self.masked[at]:
            at += 1
        if at >= last:
            return
        line = self.labelled(at, last)
        if line is None:
            found = list(super().statements(at, last))
            if found:
                yield from found
                return
            line = self.judged(at, last)
            verb = self.finite(at, last)
            if line is None and (verb is None or self.noun_after_all(verb.at)):
                line = self.ruled_out(at, last) or self.done(at, last) or self.set_out(at, last)
        if line is not None:
            yield line

    def noun_after_all(self, i: int) -> bool:
        """ "ISO dates in every table": what looks like a verb in -s is a noun."""
        return self.output(i, i + 1) and DETERMINERS.isdisjoint(self.words[i + 1 : i + 2])

    def labelled(self, at: int, last: int) -> Reading | None:
        """ "Footnotes: none whatsoever", "tone: dry", "recipes = numbered steps"."""
        sign = next((i for i in range(at + 1, min(last - 1, at + LABEL)) if self.sign(i)), 0)
        if not sign or not self.plain(at, sign) or not self.known.asides.isdisjoint(self.words[at:sign]):
            return None
        if self.words[sign + 1].endswith("ing") and len(self.words[sign + 1]) > 4:
            return None  # "passive voice: using the passive too often": a definition
        end = self.value_end(sign + 1, last)
        verdict = starts(self.known.verdicts.find(self.words[at:sign])).get(0)
        if verdict is not None and verdict.end >= sign - at and self.plain(sign + 1, end):  # "not our style: …"
            return Reading(Modality(verdict.concept), sign + 1, (at, at), nominal=True, core=(sign + 1, end))
        verdict = starts(self.known.verdicts.find(self.words[sign + 1 : end])).get(0)
        if verdict is not None:
            covered = sign + 1 + verdict.end >= end or verdict.concept == "must_not" or self.words[sign + 1] != "no"
            if verdict.concept == "must_not" and self.words[sign + 1] == "no" and verdict.end == 1 and sign + 2 < end:
                return Reading(Modality.MUST_NOT, sign + 2, (at, at), nominal=True, core=(at, end))
            if covered:
                return self.verdict(Modality(verdict.concept), at, sign, sign + 1 + verdict.end)
        if self.words[sign] in ("–", "—", "-") and not self.shown(at, last, ("is:",)):
            return None
        attribute = not self.known.attributes.isdisjoint(self.words[at:sign])
        if attribute and end - sign <= LONGEST and self.plain(sign + 1, end):
            return Reading(Modality.MUST, at, (at, at), nominal=True, core=(at, end))
        if not self.plain(sign + 1, end) or end - sign > LONGEST or not self.shown(at, end, ("is:", "n:", "part:")):
            return None
        if not self.shown(at, end, ("is:",)) and self.words[sign] == ":" and not self.output(at, sign):
            return None
        return Reading(Modality.MUST, at, (at, at), nominal=True, core=(at, end))

    def sign(self, i: int) -> bool:
        """Whether a sign that ends a label stands at token ``i``, set off on its right."""
        if self.words[i] not in SIGNS or self.masked[i] or i + 1 >= len(self.words):
            return False
        t = self.tokens
        apart = t.starts[i + 1] > t.ends[i]
        return apart and (self.words[i] == ":" or t.starts[i] > t.ends[i - 1])

    def value_end(self, at: int, last: int) -> int:
        """Where the value ends and a reason begins: "none whatsoever, since the app …"."""
        stops = ("because", "since", "they", "it", "as", "which", "so", "strip", "we", "for")
        for i in range(at + 1, last - 1):
            if self.words[i] in (",", "(", "—", "–") and self.words[i + 1] in stops:
                return i
            if self.words[i] in SPEAKERS and self.words[i - 1].isalpha() and i > at + 2:
                return i  # "ISO 8601 for each date you write"
        return last

    def plain(self, at: int, last: int) -> bool:
        """Whether no verb and no clause stands in the tokens ``[at, last)``."""
        own = self.words[at:last]
        if not own or not (FINITE | MODALS | PAST | SIMPLE_PAST | CLAUSES | RELATIVE - {"that"}).isdisjoint(own):
            return False
        return not any(m.start in range(at, last) and m.concept != "forbid" for m in self.modal.values())

    def shown(self, at: int, last: int, kinds: tuple[str, ...]) -> bool:
        """Whether something that rules are about is named in the tokens ``[at, last)``."""
        return any(at <= m.start < last and m.concept.startswith(kinds) for m in self.sentence.mentions)

    def ruled_out(self, at: int, last: int) -> Reading | None:
        """ "Zero emojis", "not a single exclamation mark", "never a rhyme"."""
        for cue in DENYING:
            k = at + len(cue)
            if tuple(self.words[at:k]) == cue and k < last and self.plain(k, last):
                return Reading(Modality.MUST_NOT, k, (k, k), nominal=True, core=(k, last))
        return None

    def judged(self, at: int, last: int) -> Reading | None:
        """ "Em dashes welcome, they give the column its rhythm"."""
        end = self.value_end(at, last)
        if end - at > LONGEST or not self.vagueless(at, end):
            return None
        for i in range(at + 1, end):
            if self.masked[i] or not self.plain(at, i) or self.words[i - 1] in DETERMINERS:
                return None
            verdict = starts(self.known.verdicts.find(self.words[i:end])).get(0)
            behind = i + verdict.end if verdict is not None else 0
            if verdict is None or self.words[i] == "no" or not (behind >= end or self.words[behind] in BEHIND):
                continue
            return self.verdict(Modality(verdict.concept), at, i, behind)
        return None

    def verdict(self, modality: Modality, at: int, end: int, last: int) -> Reading:
        """What the tokens ``[end, last)`` say of the subject ``[at, end)``."""
        if end - at > 1:
            return Reading(modality, at, (at, at), nominal=True, core=(at, end))
        return Reading(modality, at, (at, end), passive=True, nominal=True, frame=(end, last), core=(at, last))

    def done(self, at: int, last: int) -> Reading | None:
        """ "Figures rounded to the nearest ten", "titles dropped"."""
        end = self.value_end(at, last)
        if end - at > LONGEST or not self.vagueless(at, end) or not self.plain(at, end):
            return None
        if self.words[at] in DETERMINERS or self.known.parties & set(self.words[at : at + 2]):
            return None  # "the chef trained in Lyon": what was
        for i in range(at + 1, end):
            closes = i + 1 == end or self.words[i + 1] in SETTING | {"to", "out", "by", "-"}
            if closes and self.participle(i) and not self.masked[i] and self.words[i - 1] not in DETERMINERS:
                return Reading(Modality.MUST, i, (at, i), passive=True, core=(at, end))
        return None

    def vagueless(self, at: int, end: int) -> bool:
        """Whether the line speaks neither of people nor of some of many."""
        own = self.words[at:end]
        return (
            self.known.distant.isdisjoint(own[:3])
            and PEOPLE.isdisjoint(own[:4])
            and self.known.habitual.isdisjoint(own)
        )

    def set_out(self, at: int, last: int) -> Reading | None:
        """ "Decimal comma in all lab values", "one emoji per tweet, at the end"."""
        end = self.value_end(at, last)
        if not 2 <= end - at <= LONGEST or not self.plain(at, end) or not self.vagueless(at, end):
            return None
        if (
            self.words[at] in RELATIVE | self.known.prepositions
            or self.sentence.lead_sentence is not None
            or self.words[at].endswith("ing")
        ):
            return None
        if self.shown(at, end, ("is:",)) or (
            self.shown(at, end, ("n:", "part:")) and not SETTING.isdisjoint(self.words[at + 1 : end])
        ):
            return Reading(Modality.MUST, at, (at, at), nominal=True, core=(at, end))
        return None

    def turned_statement(self, at: int, last: int) -> Reading | None:
        """ "With each edit come three headlines", "under every mail stands one name", "in each reply there is a joke"."""
        if at >= last or self.words[at] not in self.known.prepositions:
            return None
        for j in range(at + 2, min(last - 1, at + 9)):
            word = self.words[j]
            if self.masked[j] or word in (",", ";", ":", "that", "which", "who", "if", "when"):
                return None
            there = word == "there" and self.words[j + 1] in ("is", "are", "'s")
            turned = forms(word)[-1] in TURNING or any(f in TURNING for f in forms(word))
            if not there and not (turned and self.words[j + 1] in DETERMINERS | {"one", "two", "three", "no"}):
                continue
            ruled = not RULING.isdisjoint(self.words[at:j]) or self.output(at + 1, j)
            if not ruled or not self.timeless(at, last):
                return None
            start = j + (2 if there else 1)
            denied = self.words[start : start + 1] in (["no"], ["never"], ["not"])
            modality = Modality.MUST_NOT if denied else Modality.MUST
            start = min(start + denied, last - 1)
            return Reading(modality, start, (start, start), nominal=True, core=(start, last))
        return None


TURNING = frozenset("come stand go belong be sit follow lie hang appear precede".split())
RULING = frozenset("each every any all your".split())
