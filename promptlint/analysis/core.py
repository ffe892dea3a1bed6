"""One directive, read as far as every kind of claim needs: where its verb stands, what its words are about."""

from __future__ import annotations

from functools import cached_property, lru_cache

from promptlint.analysis.claims import (
    Around,
    Claim,
    compared,
    degrees,
    homes,
    outer,
    own_parts,
    purpose,
    quoted_place,
    weighed,
)
from promptlint.analysis.containers import in_passage, of_document
from promptlint.analysis.function_words import (
    ADVERBIAL,
    COORDINATORS,
    CUES,
    ENDS,
    ENDS_ITEM,
    LINKS,
    MINOR,
    NEGATIONS,
    NEGATORS,
    OF_KINDS,
    PROCEED,
    THROUGHOUT,
)
from promptlint.analysis.further import group
from promptlint.analysis.inclusion import PEOPLE_STEMS, WHOLE
from promptlint.analysis.measure_words import COMPARED
from promptlint.analysis.objects import (
    DETERMINERS,
    FILLERS,
    PEOPLE,
    PLAIN,
    PREPOSITIONS,
    STATES,
    STOPS,
    Thing,
    glued,
    thing,
)
from promptlint.analysis.words import base, bases
from promptlint.deontic.ir import Directive, Strength
from promptlint.text.table import Mention, Table
from promptlint.text.tokens import forms, spelling, tokenize

ANYTHING = frozenset("anything something everything nothing".split())
PARTNERS = frozenset(
    "you it the they asked ask asks".split()
)  # "the person that you talk to", "anything the caller says"
BESIDE = frozenset("before after above below beneath".split())
HANDING = frozenset("give return output send show present provide deliver print reply respond write produce".split())
BARRING = (["ban"], ["prohibition"], ["embargo"], ["veto"], ["taboo"])  # "the ban on profanity goes first"
ROOM = frozenset("room place space call".split())  # "there is no room for jokes"
ABOUT = (["on"], ["of"], ["against"])
EDGES = frozenset(("intro", "closing"))
VOICES = bases("narrator hero heroine villain protagonist antagonist character sidekick host guest captain king queen")
PASSAGES = frozenset("part section passage paragraph chapter half".split())


@lru_cache(maxsize=1024)
def _parts_of(table: Table, label: str) -> frozenset[str]:
    """Parts of an output that a label names."""
    return frozenset(m.concept[5:] for m in table.find(tokenize(label).words) if m.concept.startswith("part:"))


class Core:
    """One directive, read as far as every kind of claim needs."""

    def __init__(self, d: Directive) -> None:
        self.d = d
        self.words = d.sentence.tokens.words
        self._objects: dict[int, Thing] = {}
        self._rests: dict[tuple[int, int], frozenset[str]] = {}
        self.verb = self._verb()
        end = max([d.last, *(c.last for c in d.conditions if c.first >= d.first)])
        own = [m for m in d.sentence.mentions if d.first <= m.start < d.last and ":" in m.concept and m.end <= end + 6]
        own = outer(own)
        self.mentions = sorted(own, key=lambda m: (m.start - m.end, m.start, m.concept))
        self.sign = -1 if d.modality.forbids else 1
        self.parts = self._parts()
        low = set(self.words[d.first : d.last])
        alone = d.stated and d.subject[:4].lower() == "the "  # "the appendix lists every source": that one
        self.whole = d.strength is Strength.ABSOLUTE or d.only or (bool(low & THROUGHOUT) and not alone)

    def _object(self, skip_to: int) -> Thing:
        """What the action is done to; see `thing`."""
        if skip_to not in self._objects:
            self._objects[skip_to] = thing(self.d, self.verb, skip_to)
        return self._objects[skip_to]

    def _verb(self) -> int:
        """The token of the action."""
        want = spelling(self.d.action)
        for i in range(self.d.first, self.d.last):
            if want and want in forms(self.words[i]):
                return i
        named = [
            m.start
            for m in self.d.sentence.of_kind("n", "do")
            if self.d.first < m.start < self.d.last
            and (self.words[m.start - 1] not in PREPOSITIONS - {"of", "from"} or self.words[m.start - 2] in ROOM)
            and not {"`", '"', "“"} & set(self.words[self.d.first : m.start])
        ]
        if self.d.frame[1]:
            if self.d.frame[0] > self.d.first:
                return self.d.frame[0] - 1
            own = range(self.d.frame[1], self.d.last)
            named = [m.start for m in self.d.sentence.of_kind("n") if m.start in own]
            if named and PREPOSITIONS.isdisjoint(self.words[self.d.frame[1] : min(named)]):
                return min(named)
            return next((i for i in own if self.words[i] not in DETERMINERS), self.d.frame[1])
        if not want and named and not self.d.passive:
            return min(named)
        if not want and "be" in self.words[self.d.first : self.d.last]:
            return min(self.words.index("be", self.d.first) + 1, self.d.last - 1)
        first = next((i for i in range(self.d.first, self.d.last) if self.words[i] not in CUES), self.d.first)
        return first

    @cached_property
    def own_negation(self) -> int:
        """The last token where a negation is the directive's own: its verb, or the "no" of "hand out no figures"."""
        for i in range(self.verb + 1, min(self.verb + 3, self.d.last)):
            if self.words[i] in ("no", "nobody", "nothing", "none", "neither"):
                return i
            if self.words[i] in ("not", "never") and self.d.action == "be":  # "the narrator is never sarcastic"
                return i
        return self.verb

    def _parts(self) -> frozenset[str]:
        """Parts of the output that the directive is limited to, by name or by the word behind "in the"."""
        d, words = self.d, self.words
        places = [(d.first, d.last), *((c.first, c.last) for c in d.conditions)]
        own = [
            m
            for m in d.sentence.of_kind("part")
            if any(a <= m.start < b for a, b in places)
            and not (words[m.start].endswith("ing") and words[m.end : m.end + 1] and words[m.end] in DETERMINERS)
            and not self._beside(m)
            and not self._throughout(m)
            and not self._cited(m)
            and words[max(m.start - 1, 0)] != "without"
            and not (
                words[max(m.start - 1, 0)] == "every" and words[m.start] in ("second", "third")
            )  # "every second line"
            and "with" not in words[max(m.start - 2, 0) : m.start]  # "an object with the keys a and b"
            and words[m.end : m.end + 1] not in (["excepted"], ["excluded"], ["exempt"])
            and (words[m.end : m.end + 1] != ["of"] or of_document(words, m.end + 1))
        ]
        own = outer(own)
        self.places = [(m.concept[5:], m.start, m.end) for m in own]
        self.objects = {m.concept[5:]: (m.start, m.end) for m in own if self._plain_object(m)}
        found = {m.concept[5:] for m in own}
        values = [(m.start, m.end) for m in d.sentence.of_kind("is")]
        for a, b in places:
            for i in range(max(a - 1, 0), b - 2):
                if words[i] in ("in", "inside", "within") and words[i + 1] in ("the", "your", "each", "every", "any"):
                    after = words[i + 3] if i + 3 < len(words) else "."
                    head = base(words[i + 2])
                    if (
                        head.isalpha()
                        and head not in WHOLE
                        and not any(v <= i + 2 < w for v, w in values)
                        and not (after.isalpha() and after not in PREPOSITIONS | STOPS and i + 3 != self.verb)
                        and not found
                    ):
                        found.add(f"in:{head}")
        if not found:
            found |= {"in:paragraph" for a, b in places if in_passage(words[a:b])}
        for i in range(d.first, min(self.verb, d.first + 4)):
            if words[i] in PASSAGES and words[i + 1] in ("about", "on"):  # "the part about safety is prose"
                found.add("in:part")
        if self.d.action in ENDS - {"separate", "divide", "delimit"} and not {"with", "by", "in", "on"}.isdisjoint(
            words[self.verb : d.last]
        ):
            found.add("intro" if self.d.action in ("begin", "start", "open") else "closing")
        if not found and d.stated and d.modality.forbids and base(d.subject.lower().rpartition(" ")[2]) in VOICES:
            found.add(f"in:{base(d.subject.lower().rpartition(' ')[2])}")  # what one character does, another need not
        return frozenset(found | self._labels())

    def _throughout(self, m: Mention) -> bool:
        """Whether a part is no place: "from the opening to the last line" is everywhere, "no headings" nowhere."""
        before = self.words[max(m.start - 3, 0) : m.start]
        spans = "from" in before or ("to" in before and "from" in self.words[max(m.start - 8, 0) : m.start])
        return spans or before[-1:] == ["no"]

    def _cited(self, m: Mention) -> bool:
        """Whether the name of a part stands in a quotation or is the text of a link: `[opening hours](url)`."""
        words = self.words
        before = words[self.d.first : m.start]
        link = words[m.start - 1] == "[" and "]" in words[m.end : m.end + 3]
        return link or before.count('"') % 2 == 1 or before.count("“") > before.count("”")

    def _beside(self, m: Mention) -> bool:
        """ "Before the part about safety" is not in it."""
        before = set(self.words[max(m.start - 5, self.verb) : m.end])
        return bool(before & BESIDE and before & PASSAGES)

    def _plain_object(self, m: Mention) -> bool:
        """Whether a part is what is acted on ("list the ingredients"), not the place."""
        if self.d.passive and m.end <= self.verb:
            return True
        between = self.words[self.verb + 1 : m.start]
        return m.start > self.verb and not PREPOSITIONS & {*between, *self.words[m.start : m.start + 1]}

    def _labels(self) -> set[str]:
        """Parts that a label, a lead-in or the heading names."""
        scope, table = self.d.sentence.scope, self.d.sentence.table
        labels = (scope.item, scope.lead, *scope.headings[-1:])
        return {part for label in labels if label and table and len(label) < 60 for part in _parts_of(table, label)}

    def _claim(self, surface: str, value: str, sign: int, first: int, last: int, over: Thing | None = None) -> Claim:
        return Claim(
            surface, value, sign, self.d, first, last, over, self.whole,
            lambda: self._around(surface, sign, first, last, over),
        )  # fmt: skip

    def _around(self, surface: str, sign: int, first: int, last: int, over: Thing | None) -> Around:
        """What limits a claim."""
        own = {base(self.words[self.verb]), f"n:{surface.partition(':')[2]}"}
        if (first, last) not in self._rests:
            self._rests[first, last] = self._rest(first, last)
        raw = (self._rests[first, last] - own | self._inside(surface, first, last)) - PEOPLE_STEMS - MINOR
        topic = raw - WHOLE | purpose(self.words[last : self.d.last]) & raw
        topic -= self._here
        if surface.startswith("do:"):
            topic -= homes(surface[3:])
            if sign < 0:
                topic |= quoted_place(self.d, first, last)
        act, attribute = surface.startswith("do:"), surface.startswith("is:")
        end = next(
            (i for i in range(last, first, -1) if self.words[i - 1][0].isalnum()), last
        )  # "as bullets," ends before the comma
        itself = {n for n, a, b in self.places if first < b and a < last and (act or (attribute and b == end))}
        parts = self.parts - itself - own_parts(surface[3:]) if act else self.parts - itself
        if attribute and first <= self.verb < last:
            parts -= EDGES  # "tags begin with a capital": what they begin with is all that is said
        if surface == "is:sectioned":  # "has the sections Method and Results": they are its value
            parts -= {n for n, (a, _) in self.objects.items() if a >= last}
        if over is not None and surface.startswith(("to:", "verb:")):  # "list the ingredients": a thing, not a place
            spans = [(p.first, p.last) for p in over.phrases]
            parts -= {n for n, (a, b) in self.objects.items() if any(x < b and a < y for x, y in spans)}
        return Around(parts, topic, self._context | raw, self._named)

    @cached_property
    def _here(self) -> frozenset[str]:
        """Words for where everything takes place: "in this prototype", "on our servers"."""
        words = self.words
        places = (i for i in range(self.d.first, self.d.last - 2) if words[i] in ("in", "on", "at", "within"))
        here = {i + 2 for i in places if words[i + 1] in ("this", "our", "these")}
        return frozenset(base(words[i]) for i in here).union(m.concept for m in self.mentions if m.start in here)

    def _inside(self, surface: str, first: int, last: int) -> set[str]:
        """Nouns in the gap of a phrase, "judge" in "address the judge by first name"; the verb of a phrase of manner."""
        words = self.words
        found: set[str] = set()
        if surface.startswith("do:person."):
            after = [words[i + 1] for i in range(first, last - 2) if words[i] in DETERMINERS]
            found = {base(w) for w in after if w.isalpha() and w not in PEOPLE}
        elif surface.startswith("do:markdown.") and last - first > 3:
            inner = [w for w in words[self.verb + 1 : last - 1] if w.isalpha()]
            found = {base(w) for w in inner if w not in PREPOSITIONS | STOPS | DETERMINERS | PEOPLE}
        elif self.verb + 1 < last - 1 and first <= self.verb and homes(surface[3:]):
            found = self._modifiers(last - 1)
            place = next(
                (i for i in range(self.verb + 2, last - 1) if words[i] in ("to", "in", "into", "on", "from")), 0
            )
            if place:  # "add private events to the calendar"
                found |= self._modifiers(place)
        if surface.startswith("do:"):  # "give medical advice": a thing of its own
            longer = (m for m in self.mentions if first < m.start < m.end - 1 and m.end == last)
            name = surface.partition(":")[2]
            found |= {
                f"n:{m.concept[2:]}"
                for m in longer
                if m.concept.startswith("n:") and m.concept[2:] != name and words[m.start] not in DETERMINERS
            }
        if (
            first > self.verb
            and words[first] in ADVERBIAL
            and self.d.action not in PROCEED | HANDING
            and not self.d.stated
        ):
            found.add(base(words[self.verb]))
        return found

    def _modifiers(self, head: int) -> set[str]:
        """What the words right before a noun narrow it to: "production" in "modify the production database"."""
        found: set[str] = set()
        for i in range(head - 1, self.verb, -1):
            word = self.words[i]
            if not word.isalpha() or word in PREPOSITIONS | STOPS | DETERMINERS | PEOPLE or word.endswith("ly"):
                break
            if word not in FILLERS | PLAIN:
                found.add(base(word))
        return found

    @cached_property
    def _named(self) -> frozenset[str]:
        """Concepts that the core names anywhere, "g:" and "k:" alike."""
        return frozenset(
            m.concept.split(":", 1)[1]
            for m in self.mentions
            if m.concept.startswith(("n:", "g:", "k:"))
            and not glued(self.words, m.start, m.end)
            and self._local_sign(m.start) > 0
        )

    @cached_property
    def _context(self) -> frozenset[str]:
        """Everything that the clause and its conditions speak of."""
        d = self.d
        affirmed = [c for c in d.conditions if not c.negated]
        core = self.words[d.first : d.last]
        core = [w for i, w in enumerate(core) if core[i + 1 : i + 3] != ["-", "free"]]  # "an alcohol-free drink"
        words = [*core, *(w for c in affirmed for w in tokenize(c.text).words)]
        named = {
            f"n:{m.concept.split(':', 1)[1]}"
            for m in d.sentence.of_kind("n", "g", "k")
            if d.first <= m.start < d.last or any(c.first <= m.start < c.last for c in affirmed)
        }
        return frozenset(base(w) for w in words if w[0].isalnum()) - MINOR | named

    def _rest(self, first: int, last: int) -> frozenset[str]:
        """What the core's other words are about: concepts, and base forms of words that are in none.

        Left out are the cue, quotations, and what a comma sets apart.
        """
        d, words = self.d, self.words
        subject = (d.passive and d.action not in ("be", "have")) or words[self.verb] in STATES
        subject = subject or (d.stated and bool(d.subject) and not d.actor)  # "the web edition has a link": there
        a, b = d.frame
        start = d.first if subject or b else min(self.verb + 1, first)
        if first <= self.verb and not subject and not d.action:
            start = next((i for i in range(d.first, first) if words[i] not in CUES and words[i] != "no"), first)
        own: set[int] = set()
        listed = self._listed(first, last)
        quoted = False
        joined = group(words, self.verb, d.first, d.last)
        for i in range(start, d.last):
            word = words[i]
            if word in ('"', "“", "”", "`"):
                quoted = not quoted
            elif i >= last and word in ("is", "are") and words[i - 1] not in ("who", "which", "that", "what"):
                break  # "hedging is forbidden": what is said of it
            elif i > max(last - 1, self.verb) and (
                word in (",", ";", "(", "—", "–", ":", "because", "so")
                or (
                    word in ("who", "whom", "that")
                    and words[i - 1] in PEOPLE | ANYTHING
                    and not PARTNERS.isdisjoint(words[i + 1 : i + 2])
                )
            ):
                break
            elif i in joined or (word in ROOM and words[i + 1 : i + 2] == ["for"]):
                continue
            elif not quoted and not first <= i < last and word[0].isalnum() and not a <= i < b and i not in listed:
                own.add(i)
        found: set[str] = set()
        covered: set[int] = set()
        for m in self._nouns:
            if own.issuperset(range(m.start, m.end)):
                if m.end - m.start == 1 and base(words[m.start]) in WHOLE:
                    continue
                if m.start not in covered:
                    found.add(f"n:{m.concept.split(':', 1)[1]}")
                covered |= set(range(m.start, m.end))
        return frozenset(found | {base(words[i]) for i in own if i not in covered})

    @cached_property
    def _nouns(self) -> list[Mention]:
        """The mentions of things, long ones first."""
        nouns = (m for m in self.mentions if m.concept.startswith(("n:", "g:")))
        return sorted(nouns, key=lambda m: (m.start - m.end, m.start, m.concept[0] != "n"))

    def _listed(self, first: int, last: int) -> set[int]:
        """The other items of the list that the tokens ``[first, last)`` stand in: they narrow nothing."""
        words, found = self.words, set()
        low = self.verb if self.verb < first - 1 else self.d.first - 1
        i = first - 1
        while i > low and words[i] in COORDINATORS:
            i -= 1
            start = i
            while i > low and start - i < 5 and words[i][0].isalpha() and words[i] not in ENDS_ITEM:
                i -= 1
            found |= set(range(i + 1, start + 1))
        i = last
        while i < self.d.last and words[i] in COORDINATORS:
            i += 1
            start = i
            while (
                i < self.d.last
                and i - start < 5
                and (words[i][0].isalpha() or words[i] == "-")
                and words[i] not in ENDS_ITEM
            ):
                i += 1
            found |= set(range(start, i))
        return found

    def _limited(self, m: Mention) -> bool:
        """Whether only an amount or a degree is forbidden: "do not ask many questions"."""
        core = self.d.words
        if self.sign < 0 and "than" in core and compared(core):
            return True
        words = self.words[self.d.first : m.end + 1]
        return self.sign < 0 and degrees(words) and words[:2] != ["no", "two"] and words[:2] != ["nobody", "else"]

    def _sign(self, m: Mention) -> int:
        """The directive's sign, unless the phrase holds the negation itself ("nobody else should be pulled in")."""
        if self._within(m) and m.concept.startswith(("to-:", "dont:")):  # "give no hint of"
            return 1
        if self.sign > 0 or m.start >= self.verb:
            return self.sign
        before = self.words[m.start : self.verb]
        own = m.concept.startswith(("to-:", "dont:")) or self.words[m.start] in NEGATIONS
        held = own and m.end > self.verb and {"no", "nobody", "nothing", "none"} & set(before)
        opens = self.words[m.start : m.start + 2]
        negated = opens[0] in ("not", "never", "avoid") or opens == ["do", "not"]  # "never break character"
        return 1 if held or (negated and not self.d.passive) else -1

    def _within(self, m: Mention) -> bool:
        """Whether the directive's negation stands inside a phrase, behind its verb: "take no sides"."""
        return self.sign < 0 and m.start <= self.verb < self.own_negation < m.end

    def _local_sign(self, at: int) -> int:
        """-1 where a word right before token ``at`` denies it ("no …", "without …", "free of …")."""
        before = self.words[max(0, at - 2) : at]
        if before in (["rather", "than"], ["instead", "of"], ["place", "of"], ["lieu", "of"]) or (
            before[:1] in BARRING and before[1:] in ABOUT
        ):
            return -1
        if at - 1 > self.d.first and self.words[at - 1] in ("over", ">") and self.words[at - 2][0].isalnum():
            return -1 if weighed(self.mentions, at - 1) else 1
        listed = False  # behind "or", ",": the words before are the other items of a list under the same negation
        for i in range(at - 1, max(self.d.first, at - 16) - 1, -1):
            word = self.words[i]
            if word == "free" and self.words[i + 1] not in ("of", "from"):
                continue  # "feel free to"
            if self.sign < 0 and (word == "nor" or (word == "no" and not self.d.action)):
                return 1  # "no jokes, no puns"
            if word == "no" and self.words[i + 1 : i + 2] and self.words[i + 1] in COMPARED:
                continue  # "no more than three" is an amount
            if word in NEGATORS:
                return 1 if self.d.modality.forbids and i <= self.own_negation else -1  # the directive's own word
            listed = listed or word in COORDINATORS
            if word in LINKS or word.endswith("ly") or word in OF_KINDS:
                continue
            if not listed or not word.isalpha() or word in PREPOSITIONS or i <= self.verb:
                return 1
        return 1

    def _covers(self, concept: str) -> bool:
        return any(m.concept == concept and m.start <= self.verb < m.end for m in self.mentions)
