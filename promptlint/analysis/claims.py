"""A claim, and what all readers of claims need: where the verb stands, what the other words are about, which sign holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from itertools import pairwise

from promptlint.analysis.function_words import (
    DEGREES,
)
from promptlint.analysis.objects import (
    DETERMINERS,
    PEOPLE,
    Thing,
)
from promptlint.analysis.words import base
from promptlint.deontic.ir import Directive, Modality
from promptlint.record import record, replace
from promptlint.text.table import Mention


@record(frozen=True, slots=True)
class Around:
    """What stands around the tokens of a claim, and limits it.

    Args:
        parts: parts of the output that it is limited to; empty for all of it.
        topic: stems of the remaining words of the core that narrow it to a subject.
        context: everything that the clause and its conditions speak of.
        named: concepts that the words behind the verb name anywhere.
    """

    parts: frozenset[str]
    topic: frozenset[str]
    context: frozenset[str]
    named: frozenset[str]


@record(frozen=True, eq=False)
class Claim:
    """What one directive does with one surface.

    Args:
        surface: "do:NAME", "to:NAME", "is:ATTRIBUTE" or "verb:STEM".
        value: the value of an attribute, "" elsewhere.
        sign: +1 the thing is wanted or permitted, -1 it is forbidden.
        directive: whose claim it is.
        first, last: the tokens that say so.
        thing: what the action is done to, for "to:" and "verb:".
        whole: worded for the whole output ("throughout", "entirely", "no … at all").
        read: reads what stands around it, which is not asked of the many claims that nothing else on their surface meets.
        denied: from "without …", "no …" inside a demand.
    """

    surface: str
    value: str
    sign: int
    directive: Directive
    first: int
    last: int
    thing: Thing | None
    whole: bool
    read: Callable[[], Around]
    denied: bool = False

    @cached_property
    def around(self) -> Around:
        """What limits it."""
        return self.read()

    @property
    def parts(self) -> frozenset[str]:
        """See `Around`, like the next three."""
        return self.around.parts

    @property
    def topic(self) -> frozenset[str]:
        return self.around.topic

    @property
    def context(self) -> frozenset[str]:
        return self.around.context

    @property
    def named(self) -> frozenset[str]:
        return self.around.named

    def limited(self, change: Callable[[Around], Around]) -> Claim:
        """The same claim, with what limits it changed."""
        return replace(self, read=lambda: change(self.around))

    @property
    def permits(self) -> bool:
        """Whether it merely allows."""
        return self.directive.modality is Modality.MAY and not self.directive.only


def everywhere(around: Around) -> Around:
    """No topic narrows the claim."""
    return replace(around, topic=frozenset())


def in_any_part(around: Around) -> Around:
    """No part of the output limits the claim."""
    return replace(around, parts=frozenset())


def besides(own: frozenset[str]) -> Callable[[Around], Around]:
    """What says ``own`` does not narrow the claim."""
    return lambda around: replace(around, topic=around.topic - own)


def compared(core: list[str]) -> bool:
    """Whether "than" compares in words: "longer than", "never be colder than"."""
    return any(b == "than" and (a.endswith("er") or a in ("more", "less")) for a, b in pairwise(core)) or (
        not {"more", "fewer", "less", "longer", "larger", "other"}.isdisjoint(core)
    )


def outer(own: list[Mention]) -> list[Mention]:
    """Mentions without those that lie in a longer one of the same sort: "tasks" in "no follow-up tasks"."""
    kept = []
    for m in own:
        if m.concept.startswith(("n:", "is:", "part:", "k:")):
            name = m.concept.rpartition(":")[0] if m.concept.startswith("is:") else m.concept.partition(":")[0]
            sort = f"{name}:"  # a longer mention of another attribute hides nothing: "a JSON object"
            longer = m.end - m.start + 1
            if any(
                o.end - o.start >= longer and o.start <= m.start and m.end <= o.end and o.concept.startswith(sort)
                for o in own
            ):
                continue
        kept.append(m)
    return kept


def degrees(words: list[str]) -> bool:
    """Whether an amount or degree is meant: "too many", "extra", but not the "other" of "other people's"."""
    found = [
        w for i, w in enumerate(words) if w in DEGREES and not (w == "other" and PEOPLE & set(words[i + 1 : i + 2]))
    ]
    return bool(found)


@lru_cache(maxsize=1)
def no_features() -> frozenset[str]:
    """Concepts that are things in the world, not features of a text."""
    from promptlint.knowledge import current

    return frozenset(
        w for name in ("subjects", "things", "deeds") for line in current().section(name) for w in str(line).split()
    )


@lru_cache(maxsize=256)
def own_parts(act: str) -> frozenset[str]:
    """Parts of the output where an act always stands: to end with a recap is to recap."""
    from promptlint.knowledge import current

    return frozenset(str(current().section("own_parts").get(act, "")).split())


@lru_cache(maxsize=2)
def unnarrowed() -> frozenset[str]:
    """Acts that a phrase rules out as a whole, whatever words stand behind it ("use only the attached files")."""
    from promptlint.knowledge import current

    return frozenset(w for line in current().section("unnarrowed") or () for w in str(line).split())


@lru_cache(maxsize=256)
def homes(act: str) -> frozenset[str]:
    """Stems and concepts of where an act always takes place, which limit it to nothing: "push to the remote"."""
    from promptlint.knowledge import current

    words = str(current().section("homes").get(act, "")).split()
    return frozenset(w if ":" in w else base(w) for w in words)


PLACING = frozenset("in under inside within on".split())


def quoted_place(d: Directive, first: int, last: int) -> frozenset[str]:
    """Stems of a name in backticks that says where: "no new dependencies in `core/`".

    Args:
        first, last: the tokens of the claim, which are no place.
    """
    words = d.sentence.tokens.words
    found: set[str] = set()
    for i in range(d.first + 1, d.last - 1):
        if words[i] == "`" and words[i - 1] in PLACING and not first <= i < last:
            end = next((j for j in range(i + 1, len(words)) if words[j] == "`"), i)
            found |= {base(w) for w in words[i + 1 : end] if w[0].isalnum()}
    return frozenset(found)


def weighed(mentions: list[Mention], at: int) -> bool:
    """Whether two values of one attribute stand before and behind a token: "named exports over default ones"."""
    before = {m.concept.rpartition(":")[0] for m in mentions if m.end <= at and m.concept.startswith("is:")}
    return any(m.start == at + 1 and m.concept.rpartition(":")[0] in before for m in mentions)


def purpose(words: list[str]) -> frozenset[str]:
    """What a "for …" or "to …" limits a phrase to, words for the output included ("for whole sentences").

    Args:
        words: what follows the phrase.
    """
    infinitives = (i for i, w in enumerate(words[:-1]) if w == "for" or (w == "to" and words[i + 1] not in DETERMINERS))
    at = next(infinitives, len(words))
    return frozenset(base(w) for w in words[at + 1 :])
