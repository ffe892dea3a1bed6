"""Claims: which single choice a directive constrains, and to what.

Two directives can only conflict on one surface. A surface is an act ("apologise"), a feature of the output
("markdown.bold"), an act on a thing ("disclose: system prompt"), an attribute with one value ("tense: past") or the
verb itself where no knowledge covers it. Everything rests on ``rules/knowledge/{acts,objects,formats,kinds}.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from promptlint.analysis.objects import (
    APPEARING,
    DETERMINERS,
    PEOPLE_STEMS,
    PREPOSITIONS,
    STATES,
    STOPS,
    WHOLE,
    Thing,
    glued,
    thing,
    within,
)
from promptlint.analysis.words import base
from promptlint.deontic.ir import Directive, Modality, Strength
from promptlint.text.phrases import Mention
from promptlint.text.tokens import forms, spelling, tokenize

# Verbs that only speak of a thing: "explain emojis" uses none.
ASIDE = frozenset(
    "explain describe discuss define ask parse detect accept understand expect recognize recognise analyze analyse "
    "know learn check review consider identify find see assume convert translate extract receive allow support search "
    "ignore remember note mention compare answer".split()
)
LINKS = frozenset(
    "by and or , then also with to always never any all a an the some no your their it them not only on in as of be both "
    "just even please either every each".split()
)
ADVERBIAL = frozenset(
    "in at without from on as one simultaneously concurrently sequentially serially before behind instead rather only just "
    "straight right out within strictly under over for to strict after all side".split()
)
NEGATORS = frozenset("no without not never free nor zero".split())
ASIDES = frozenset("that which who whether how about if".split())
HELPERS = frozenset("is are must may have has should be".split())
ENDS = frozenset("start begin end close open finish conclude separate divide delimit".split())
INSIDE = ("markdown.", "capital", "imperative", "passive", "html", "latin", "slang", "jargon", "abbreviation", "rhyme")
DEGREES = frozenset(
    "many more other else multiple several too excessive excessively unnecessary unnecessarily overly overuse overusing additional "
    "additional extra further simultaneously two three four five six seven eight nine ten twenty twice excess needless needlessly".split()
)
INTO = frozenset("append add write save insert put".split())
NEGATIONS = frozenset("no nobody nothing none not never".split())
LIGHT = frozenset(
    "be have do make take get let go come put set give keep use include contain see try need want".split()
)
CARRIERS = frozenset(
    "begin start open end close finish conclude put place sprinkle add insert provide give write use include set mark render "
    "format present wrap enclose show emphasise emphasize highlight fill pepper garnish decorate accompany".split()
)
CUES = frozenset(
    "do does not never avoid must shall should may can always please no be is are refrain from you steer clear of abstain stay "
    "away shy dispense with forget about keep under circumstances in any case at time on account by means without".split()
)
PLATFORMS = ("runtime", "db", "shell")
CAUSATIVE = frozenset("have has let make get".split())
MINOR = frozenset(base(w) for w in (*PREPOSITIONS, *STOPS, *DETERMINERS)) | frozenset(
    base(w)
    for w in "behalf anywhere place step steps next going work part parts other others entirely throughout forward out solely altogether completely always clear sure away wholly fully exactly "
    "really simply strictly ever again even also aloud directly explicitly clearly briefly once twice only just together "
    "trouble fail failed failing mandatory required fact factual light warm short brief clear small big long proper own new current possible "
    "during through within across yourself number amount kind sort type sake purpose reason point fashion "
    "necessary needed please kindly ahead further ".split()
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one directive does with one surface.

    Args:
        surface: "do:NAME", "to:NAME", "is:ATTRIBUTE" or "verb:STEM".
        value: the value of an attribute, "" elsewhere.
        sign: +1 the thing is wanted or permitted, -1 it is forbidden.
        directive: whose claim it is.
        first, last: the tokens that say so.
        thing: what the action is done to, for "to:" and "verb:".
        parts: parts of the output that it is limited to; empty for all of it.
        topic: stems of the remaining words of the core that narrow it to a subject.
        raw: the same with words for the output as a whole.
        context: everything that the clause and its conditions speak of.
        named: concepts that the words behind the verb name anywhere.
        denied: from "without …", "no …" inside a demand.
        whole: worded for the whole output ("throughout", "entirely", "no … at all").
    """

    surface: str
    value: str
    sign: int
    directive: Directive
    first: int
    last: int
    thing: Thing | None
    parts: frozenset[str]
    topic: frozenset[str]
    raw: frozenset[str]
    context: frozenset[str]
    whole: bool
    named: frozenset[str] = frozenset()
    denied: bool = False

    @property
    def permits(self) -> bool:
        """Whether it merely allows."""
        return self.directive.modality is Modality.MAY and not self.directive.only


NOT_OBJECTS = frozenset(
    [
        *PREPOSITIONS,
        *STOPS,
        *DETERMINERS,
        *"hint mention word reference silent quiet nothing secret mum note track".split(),
    ]
)
THROUGHOUT = frozenset("throughout entirely whole entire completely wholly everything all every only solely exclusively anywhere "
                       "totally altogether purely each consistently strictly always".split())  # fmt: skip


def claims(d: Directive) -> Iterator[Claim]:
    """Every claim of a directive."""
    words = d.words
    if words[:2] == ["let", "us"]:
        return
    if "need" in words[:4] and d.modality.forbids and "must" not in words[:4]:
        return  # "you do not need to": no ban
    yield from Reader(d).claims()


def nested(m: Mention, o: Mention) -> bool:
    """Whether a mention lies in a longer one of the same sort: "tasks" in "no follow-up tasks"."""
    longer = o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start
    return (
        longer
        and m.concept.startswith(("n:", "is:", "part:", "k:"))
        and m.concept.partition(":")[0] == o.concept.partition(":")[0]
    )


@lru_cache(maxsize=1)
def no_features() -> frozenset[str]:
    """Concepts that are things in the world, not features of a text."""
    from promptlint.knowledge import current

    return frozenset(
        w for name in ("subjects", "things") for line in current().section(name) for w in str(line).split()
    )


class Reader:
    """One directive on its way to claims."""

    def __init__(self, d: Directive) -> None:
        self.d = d
        self.words = d.sentence.tokens.words
        self.verb = self._verb()
        end = max([d.last, *(c.last for c in d.conditions if c.first >= d.first)])
        own = [m for m in d.sentence.mentions if d.first <= m.start < d.last and ":" in m.concept and m.end <= end + 6]
        own = [m for m in own if not any(nested(m, o) for o in own)]
        self.mentions = sorted(own, key=lambda m: (m.start - m.end, m.start, m.concept))
        self.sign = -1 if d.modality.forbids else 1
        self.parts = self._parts()
        low = set(self.words[d.first : d.last])
        self.whole = d.strength is Strength.ABSOLUTE or d.only or bool(low & THROUGHOUT)

    def claims(self) -> Iterator[Claim]:
        """Every claim."""
        done: set[tuple[str, str, int]] = set()
        for claim in (
            *self._acts(),
            *self._features(),
            *self._values(),
            *self._on_things(),
            *self._denied(),
            *self._bare(),
        ):
            key = (
                claim.surface,
                claim.value,
                0 if claim.surface.startswith("to:") and not claim.denied else claim.sign,
            )
            if key not in done:
                done.add(key)
                yield claim

    def _verb(self) -> int:
        """The token of the action."""
        want = spelling(self.d.action)
        for i in range(self.d.first, self.d.last):
            if want and want in forms(self.words[i]):
                return i
        named = [
            m.start
            for m in self.d.sentence.mentions
            if m.concept.startswith(("n:", "do:"))
            and self.d.first < m.start < self.d.last
            and self.words[m.start - 1] not in PREPOSITIONS - {"of", "from"}
            and not {"`", '"', "“"} & set(self.words[self.d.first : m.start])
        ]
        if not want and named and not self.d.passive:
            return min(named)
        if not want and "be" in self.words[self.d.first : self.d.last]:
            return min(self.words.index("be", self.d.first) + 1, self.d.last - 1)
        first = next((i for i in range(self.d.first, self.d.last) if self.words[i] not in CUES), self.d.first)
        return first

    def _parts(self) -> frozenset[str]:
        """Parts of the output that the directive is limited to, by name or by the word behind "in the"."""
        d, words = self.d, self.words
        places = [(d.first, d.last), *((c.first, c.last) for c in d.conditions)]
        own = [
            m
            for m in d.sentence.mentions
            if m.concept.startswith("part:")
            and any(a <= m.start < b for a, b in places)
            and words[m.end : m.end + 1] not in (["of"], ["excepted"], ["excluded"], ["exempt"])
        ]
        found = {m.concept[5:] for m in own if not any(nested(m, o) for o in own)}
        for a, b in places:
            for i in range(max(a - 1, 0), b - 2):
                if words[i] in ("in", "inside", "within") and words[i + 1] in ("the", "your", "each", "every", "any"):
                    after = words[i + 3] if i + 3 < len(words) else "."
                    head = base(words[i + 2])
                    if head not in WHOLE and not (after.isalpha() and after not in PREPOSITIONS | STOPS) and not found:
                        found.add(f"in:{head}")
        return frozenset(found | self._labels())

    def _labels(self) -> set[str]:
        """Parts that a label, a lead-in or the heading names."""
        scope, table = self.d.sentence.scope, self.d.sentence.table
        found: set[str] = set()
        for label in (scope.item, scope.lead, *scope.headings[-1:]):
            if label and table is not None and len(label) < 60:
                found |= {m.concept[5:] for m in table.find(tokenize(label).words) if m.concept.startswith("part:")}
        return found

    def _claim(self, surface: str, value: str, sign: int, first: int, last: int, over: Thing | None = None) -> Claim:
        raw = (
            self._rest(first, last)
            - {base(self.words[self.verb]), f"n:{surface.partition(':')[2]}"}
            - PEOPLE_STEMS
            - MINOR
        )
        context = self._context | raw
        topic = raw - WHOLE
        return Claim(
            surface, value, sign, self.d, first, last, over, self.parts, topic, raw, context, self.whole, self._named
        )

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
        words = [*self.words[d.first : d.last], *(w for c in d.conditions for w in tokenize(c.text).words)]
        named = {
            f"n:{m.concept.split(':', 1)[1]}"
            for m in d.sentence.mentions
            if m.concept.startswith(("n:", "g:", "k:"))
            and (d.first <= m.start < d.last or any(c.first <= m.start < c.last for c in d.conditions))
        }
        return frozenset(base(w) for w in words if w[0].isalnum()) - MINOR | named

    def _rest(self, first: int, last: int) -> frozenset[str]:
        """What the core's other words are about: concepts, and base forms of words that are in none.

        Left out are the cue, quotations, and what a comma sets apart.
        """
        d, words = self.d, self.words
        subject = (d.passive and d.action not in ("be", "have")) or words[self.verb] in STATES
        start = d.first if subject else min(self.verb + 1, first)
        if first <= self.verb and not subject and not d.action:
            start = next((i for i in range(d.first, first) if words[i] not in CUES and words[i] != "no"), first)
        own: list[int] = []
        quoted = False
        for i in range(start, d.last):
            word = words[i]
            if word in ('"', "“", "”", "`"):
                quoted = not quoted
            elif word in (",", ";", "(", "—", "–", ":", "because", "so") and i > max(last - 1, self.verb):
                break
            elif not quoted and not first <= i < last and word[0].isalnum():
                own.append(i)
        found: set[str] = set()
        covered: set[int] = set()
        for m in self.mentions:
            if m.concept.startswith(("n:", "g:")) and all(i in own for i in range(m.start, m.end)):
                if m.end - m.start == 1 and base(words[m.start]) in WHOLE:
                    continue
                if m.start not in covered:
                    found.add(f"n:{m.concept.split(':', 1)[1]}")
                covered |= set(range(m.start, m.end))
        return frozenset(found | {base(words[i]) for i in own if i not in covered})

    def _acts(self) -> Iterator[Claim]:
        """ "Apologise", "without asking": phrases that do a thing by themselves."""
        for m in self.mentions:
            kind, _, name = m.concept.partition(":")
            if (
                kind not in ("do", "dont")
                or not self._at_verb(m)
                or glued(self.words, m.start, m.end)
                or self._limited(m)
            ):
                continue
            sign = self._sign(m) * self._local_sign(m.start)
            yield self._claim(f"do:{name}", "", -sign if kind == "dont" else sign, m.start, m.end)

    def _limited(self, m: Mention) -> bool:
        """Whether only an amount or a degree is forbidden: "do not ask many questions"."""
        words = self.words[self.d.first : m.end + 1]
        return (
            self.sign < 0
            and not DEGREES.isdisjoint(words)
            and words[:2] != ["no", "two"]
            and words[:2] != ["nobody", "else"]
        )

    def _sign(self, m: Mention) -> int:
        """The directive's sign, unless the phrase holds the negation itself ("nobody else should be pulled in")."""
        held = self.sign < 0 and m.start < self.verb < m.end and NEGATIONS & set(self.words[m.start : self.verb])
        return (
            1 if held or (self.sign < 0 and m.start < self.verb and "not" in self.words[m.start : m.end]) else self.sign
        )

    def _at_verb(self, m: Mention) -> bool:
        if m.start <= self.verb < m.end:
            return True
        if m.start > self.verb and self.words[m.start] in ADVERBIAL:
            return not any(w in ("that", "which", "who", "how", "why") for w in self.words[self.verb : m.start])
        if self.words[self.verb] in CAUSATIVE and self.verb < m.start <= self.verb + 4:
            return True
        between = (
            self.words[min(self.verb + 1, m.end) : m.start] if m.start > self.verb else self.words[m.end : self.verb]
        )
        if (
            m.start > self.verb
            and len(between) <= 5
            and (
                "by" in between
                or "and" in between
                or self.words[self.verb]
                in ("open", "start", "begin", "end", "close", "continue", "finish", "keep", "be", "have", "help", "let")
            )
        ):
            return all(w in LINKS or w.endswith("ly") for w in between)
        if m.start > self.verb and "and" in self.words[self.verb : m.start]:
            return self.words[m.start - 1] == "and"
        return False

    def _local_sign(self, at: int) -> int:
        """-1 where a word right before token ``at`` denies it ("no …", "without …", "free of …")."""
        if self.words[max(0, at - 2) : at] in (["rather", "than"], ["instead", "of"]):
            return -1
        window = self.words[max(self.d.first, at - 4) : at]
        for i in range(len(window) - 1, -1, -1):
            if window[i] in NEGATORS:
                absolute = max(self.d.first, at - 4) + i
                if self.d.modality.forbids and absolute <= self.verb:
                    return 1  # the word is the directive's own
                return -1
            if (
                window[i] not in LINKS
                and not window[i].endswith("ly")
                and window[i] not in ("of", "kind", "sort", "type", "from", "lists", "single", "direct", "further")
            ):
                return 1
        return 1

    def _features(self) -> Iterator[Claim]:
        """ "Use emojis", "no citations": a thing in the output, by a verb of including or leaving out."""
        include, exclude = self._covers("to:mention"), self._covers("to-:mention")
        denied = any(
            m.concept == "to-:mention"
            and m.start <= self.verb < m.end
            and (NEGATIONS | {"free", "without"}) & set(self.words[m.start : m.end])
            for m in self.mentions
        )
        nominal = self._nominal()
        if not (include or exclude or nominal):
            return
        for m in self.mentions:
            if (
                not m.concept.startswith("n:")
                or m.concept[2:] in no_features()
                or not self._object_head(m)
                or glued(self.words, m.start, m.end)
                or self._limited(m)
            ):
                continue
            local = self._local_sign(m.start)
            sign = self.sign * local * (-1 if exclude and not denied else 1)
            claim = self._claim(f"do:{m.concept[2:]}", "", sign, m.start, m.end)
            if local < 0 < self.sign and m.start > self.verb:  # "as prose, with no lists": the ban is on all lists
                claim = replace(claim, topic=frozenset(), raw=frozenset())
            yield claim

    def _nominal(self) -> bool:
        """Whether the "action" is no verb but the thing itself ("no emojis", "citations are mandatory")."""
        return any(m.concept.startswith("n:") and m.start <= self.verb < m.end for m in self.mentions)

    def _covers(self, concept: str) -> bool:
        return any(m.concept == concept and m.start <= self.verb < m.end for m in self.mentions)

    def _object_head(self, m: Mention) -> bool:
        """Whether a mention is what is used or left out, not a word inside another phrase."""
        words, verb = self.words, self.verb
        following = words[m.end] if m.end < len(words) else "."
        if following in ("-", "'s") or (following[0].isalpha() and m.end < self.d.last and self._noun_like(m.end)):
            return False
        if m.start <= verb < m.end:
            return True
        if (self.d.passive or self.d.action in APPEARING) and m.start < verb:
            return not any(w in ("of", "that", "which", "in", "from", "about") for w in words[self.d.first : m.start])
        between = words[verb + 1 : m.start]
        if self.d.action in ENDS and not {"with", "by"} & set(between):
            return False  # "start headers with **" asks for no headers
        for i, w in enumerate(between):
            if w in (
                "that",
                "which",
                "who",
                "how",
                "whether",
                "why",
                "when",
                "if",
                "because",
                "about",
                "for",
                "on",
                "into",
                "from",
                "after",
                "before",
                "so",
            ):
                return False
            if w in (
                "key",
                "keys",
                "field",
                "fields",
                "column",
                "columns",
                "word",
                "words",
                "phrase",
                "phrases",
                "value",
                "parameter",
            ):
                return False
            if w == "in" and not m.concept[2:].startswith(INSIDE):
                return False
            if w in ("with", "by", "of") and not self._carries(i, between, w):
                return False
        return m.start > verb

    def _carries(self, i: int, between: list[str], w: str) -> bool:
        if w == "of":
            return i > 0 and between[i - 1] in (
                "list",
                "kind",
                "sort",
                "lot",
                "number",
                "set",
                "type",
                "form",
                "clear",
                "use",
                "out",
                "free",
                "lists",
                "types",
                "line",
                "block",
                "pair",
                "dose",
                "bit",
                "touch",
                "piece",
            )
        return self.words[self.verb] in CARRIERS or any(f in CARRIERS for f in forms(self.words[self.verb]))

    def _noun_like(self, at: int) -> bool:
        """Whether the word behind a noun goes on with the noun phrase ("emoji picker")."""
        word = self.words[at]
        closing = (
            "in on at to for from of with by and or but when if that which as is are be must should may will can to not through "
            "at anywhere per before after unless except so because while where only either entirely altogether completely "
            "throughout than during into have has about against out whatsoever nor until do without whenever since under "
            "over there here again too also alone together"
        ).split()
        return word not in closing and not word.endswith("ly") and word.isalpha()

    def _values(self) -> Iterator[Claim]:
        """ "In the past tense", "British spelling": values of attributes."""
        aside = self.d.action in ASIDE and self.d.action not in (
            "translate",
            "convert",
            "answer",
            "note",
            "describe",
            "explain",
            "discuss",
        )
        exclude = self._covers("to-:mention")
        for m in self.mentions:
            if not m.concept.startswith("is:") or glued(self.words, m.start, m.end) or self._limited(m):
                continue
            _, attribute, value = m.concept.split(":")
            if any(
                o.concept.startswith("is:")
                and o.start <= m.start
                and m.end <= o.end
                and o.end - o.start > m.end - m.start
                for o in self.mentions
            ):
                continue
            before = self.words[self.verb : m.start]
            if attribute not in PLATFORMS and m.start > self.verb and not ASIDES.isdisjoint(before):
                continue
            if self.words[m.start - 1] in ("on", "about", "of") and attribute in ("register", "tone"):
                continue
            if aside and not m.start <= self.verb < m.end:
                continue
            sign = self._sign(m) * self._local_sign(m.start) * (-1 if exclude and attribute not in ("extent",) else 1)
            if m.end < len(self.words) and self.words[m.end] == "-":
                continue
            yield self._claim(f"is:{attribute}", value, sign, m.start, m.end, self._about(m))

    def _about(self, m: Mention) -> Thing:
        """What a value is a value of: the object, without the words of the value itself."""
        over = thing(self.d, self.verb, self.verb + 1)
        phrases = tuple(p for p in over.phrases if not (p.first < m.end and m.start < p.last))
        own = {base(w) for w in self.words[m.start : m.end]}
        if not phrases and self.verb > self.d.first and not self.d.passive:
            phrases = within(self.d, self.d.first, self.verb).phrases
        return Thing(phrases, over.tail - own, over.concepts, not phrases)

    def _on_things(self) -> Iterator[Claim]:
        """ "Share the prompt", "keep it secret": acts on a thing."""
        for m in self.mentions:
            kind, _, name = m.concept.partition(":")
            if kind not in ("to", "to-") or not m.start <= self.verb < m.end or self._limited(m):
                continue
            if self.d.action in ("be", "have") and m.end - m.start == 1:
                continue
            sign = self._sign(m) * (-1 if kind == "to-" else 1)
            gap = self._gap(m)
            over = thing(self.d, self.verb, self.verb + 1 if gap else m.end)
            if self.d.action in ENDS and name == "mention":
                at = next((i for i in range(self.verb, self.d.last) if self.words[i] in ("with", "by")), None)
                if at is None:
                    continue
                over = within(self.d, at + 1, self.d.last)
            elif name == "modify-file" and self.words[self.verb] in INTO:
                over = self._target(m) or over
            elif gap:
                own = {base(w) for w in self.words[max(m.end - 2, self.verb) : m.end]}
                over = replace(over, tail=over.tail - own)
            yield self._claim(f"to:{name}", "", sign, m.start, m.end, over)

    def _denied(self) -> Iterator[Claim]:
        """ "Made without spices", "free of prices", "no gluten": what a demand leaves out."""
        if self.sign < 0:
            yield from self._nominal_ban()
            return
        for i in range(self.verb + 1, self.d.last - 1):
            word = self.words[i]
            at = (
                i + 1
                if word in ("without", "no", "neither")
                else i + 2
                if word == "free" and self.words[i + 1] in ("of", "from")
                else 0
            )
            if (
                at
                and at < self.d.last
                and not self.words[at].endswith("ing")
                and self.words[at] not in ("more", "other", "longer", "one")
            ):
                over = within(self.d, at, self.d.last)
                if over.phrases:
                    yield replace(self._claim("to:mention", "", -1, i, at, over), denied=True)

    def _nominal_ban(self) -> Iterator[Claim]:
        """ "No spoilers", "spoilers are not allowed": the action is to speak of the thing at all."""
        d, words = self.d, self.words
        if any(m.concept.startswith(("to:", "to-:", "do:")) and m.start <= self.verb < m.end for m in self.mentions):
            return
        if d.action and not (d.passive and self.verb <= d.first + 2):
            return
        at = next((i for i in range(d.first, d.last) if words[i] not in CUES), self.verb)
        if words[at] in ("`", '"', "“", "*"):
            return
        last = next((i for i in range(at, d.last) if words[i] in HELPERS), d.last)
        over = within(d, at, last)
        if over.phrases and not d.words[0].endswith("ing") and DEGREES.isdisjoint(d.words):
            yield replace(self._claim("to:mention", "", -1, self.verb, last, over), denied=True)

    def _target(self, m: Mention) -> Thing | None:
        """What something is added to: "append a line to the changelog"."""
        at = next((i for i in range(self.verb, self.d.last) if self.words[i] in ("to", "into", "in")), None)
        return thing(self.d, self.verb, at + 1) if at is not None else None

    def _gap(self, m: Mention) -> bool:
        """Whether the object stands between the words of the phrase ("keep … secret")."""
        inner = self.words[m.start + 1 : m.end - 1]
        return any(w.isalpha() and w not in NOT_OBJECTS for w in inner)

    def _bare(self) -> Iterator[Claim]:
        """The verb itself, for acts that no knowledge covers."""
        action = self.d.action
        if action and action not in LIGHT and action.isalpha() and DEGREES.isdisjoint(self.d.words):
            over = thing(self.d, self.verb, self.verb + 1)
            yield self._claim(f"verb:{base(action)}", "", self.sign, self.verb, self.verb + 1, over)
