"""What a commissioned text must speak of, held against what it must not speak of and what its world has no room for.

The kinds, their names and their members, the settings and the values are data: the section ``contents`` of the knowledge,
whose concepts are named by sort ("g:", "k:", "b:", "w:", "v:", "t:", "e:", "x:"; see rules/knowledge/contents.yaml).
"""

from __future__ import annotations

import re
from functools import lru_cache

from promptlint import regex
from promptlint.analysis.commission import Commission, called, commission
from promptlint.analysis.exhibits import exhibits
from promptlint.analysis.memo import once
from promptlint.analysis.objects import above
from promptlint.analysis.stance import (
    EXCEPTS,
    WHOLLY,
    apart,
    barred_nouns,
    places,
    stance,
    values_apart,
    whole_text,
    whole_thing,
)
from promptlint.analysis.stance_words import NOUN_BARS
from promptlint.analysis.words import base
from promptlint.record import NamedTuple
from promptlint.text.kept import of_sentence, same
from promptlint.text.tokens import forms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.document import Unit
    from promptlint.text.sentences import Sentence
    from promptlint.text.table import Mention

# "Do not name any competitor" lets one be spoken of.
NAMED = frozenset("competitor person relative staff profession politician child man woman parent clergy".split())
NAMING = frozenset("name names naming named identify identified identifies".split())
SET_IN = regex.compile(
    r"\b(?:set|setting|takes? place|story|novel|scene|period|play|script|chapter|happens|it is|world of|eve|summer|winter|autumn|spring|"
    r"village|town|city|in the year)\b[^.;]{0,60}?\b(1[0-9]\d\d)\b(?!\s*(?:words|characters))",
    re.I,
)
YEAR = regex.compile(r"\b(1[0-9]\d\d)\b(?! (?:words|characters))")
TIME_TRAVEL = regex.compile(
    r"\b(?:time[- ]travel\w*|time machine|anachronis\w+ (?:is|are) (?:welcome|fine|wanted|allowed)|alternate history|steampunk)\b",
    re.I,
)
GRACE = 12  # years that a device may be ahead of the date at which it became common


BESIDES = frozenset("other further additional more".split())


class ContentClash(NamedTuple):
    """Two sentences of a commission that no text meets.

    Args:
        ban, need: the two; of two values, in order of the text.
        why: what is wanted and what bars it, in a few words.
        values: both are wanted, but exclude each other.
    """

    ban: Sentence
    need: Sentence
    why: str
    values: bool = False


class Said(NamedTuple):
    """What the sentences of a commission say of kinds, values and times."""

    bans: list[tuple[Sentence, str, Mention]]
    needs: list[tuple[Sentence, str, Mention]]
    values: list[tuple[Sentence, str, str]]
    periods: list[tuple[Sentence, int]]
    inventions: list[tuple[Sentence, int, Mention]]
    nouns: list[tuple[Sentence, str]]


@once
def content_clashes(unit: Unit) -> tuple[ContentClash, ...]:
    """Every pair of sentences of a commission that clash in what the text speaks of, each once."""
    of = commission(unit)
    if of is None:
        return ()
    said = _said(of)
    found: dict[tuple[int, int], ContentClash] = {}
    for clash in (*_barred(said, of), *_repeated(said, of), *_acted(of), *_valued(said, of), *_anachronisms(said)):
        key = (min(clash.ban.index, clash.need.index), max(clash.ban.index, clash.need.index))
        found.setdefault(key, clash)
    return tuple(found.values())


def _said(of: Commission) -> Said:
    said = Said([], [], [], [], [], [])
    for s in of.sentences:
        excepted = EXCEPTS.search(s.text) is not None
        for m in (*named(s), *exhibits(s)):
            sort, _, kind = m.concept.partition(":")
            # "avoid all other terms" goes on from those that are wanted
            limited = excepted or not BESIDES.isdisjoint(s.tokens.words[max(0, m.start - 2) : m.start])
            if sort == "w":
                if s.tokens.words[m.start] not in NOUN_BARS or m.end - m.start > 3 or whole_thing(s, m.end):
                    said.bans.append((s, kind, m))
                continue
            sign = stance(s, m.start, m.end, of)
            if sort in ("g", "b") and not limited and (sign < 0 if sort == "g" else whole_text(s, m.start, m.end, of)):
                said.bans.append((s, kind, m))
            elif sign > 0 and sort in ("g", "k") and s.index != of.asked:
                said.needs.append((s, kind, m))
            elif sign > 0 and sort == "v":
                attribute, _, value = kind.partition(":")
                said.values.append((s, attribute, value))
            elif sign > 0 and sort == "t":
                said.periods.append((s, int(kind)))
            elif sign > 0 and sort == "e":
                said.inventions.append((s, int(kind), m))
        if not excepted and BESIDES.isdisjoint(s.tokens.words):
            said.nouns.extend((s, noun) for noun in barred_nouns(s, of))
        strict = any(m.concept == "strict" for m in named(s))
        if year := (YEAR if strict else SET_IN).search(s.text):
            said.periods.append((s, int(year[1])))
    return said


def _barred(said: Said, of: Commission) -> Iterator[ContentClash]:
    """A kind of thing that is barred, and a sentence that wants one of it."""
    for ban, kind, barred in said.bans:
        name = ban.text_of(barred.start, barred.end).lower()
        particular = not NAMING.isdisjoint(ban.tokens.words) and (
            kind in NAMED or "the" in ban.tokens.words[: barred.start][-1:]
        )
        for need, member, m in said.needs:
            if need is ban or kind not in (member, *kinds_above(member)):
                continue
            if particular or apart(ban, need, of, name):
                continue
            yield ContentClash(ban, need, f"{need.text_of(m.start, m.end)}: {kind.replace('-', ' ')}")


@of_sentence(same)
def _other(s: Sentence) -> Iterator[Mention]:
    """Phrases in which a word means something else."""
    from promptlint.knowledge import current

    yield from (m for m in current().tables["contents"].find(s.tokens.words) if m.concept[0] == "x")


def _repeated(said: Said, of: Commission) -> Iterator[ContentClash]:
    """A thing that is barred by its own word."""
    for ban, noun in said.nouns:
        if not NAMING.isdisjoint(ban.tokens.words):
            continue  # it may be spoken of by another word
        for need in of.sentences:
            if need is ban or need.index == of.asked or apart(ban, need, of, noun):
                continue
            words = need.tokens.words
            for i, word in enumerate(words):
                ends = i + 1 == len(words) or not words[i + 1].isalpha() or words[i + 1] in AFTER_NOUN
                if word[:3] == noun[:3] and base(word) == noun and ends and words[i + 1 : i + 2] != ["-"]:
                    if not any(m.start <= i < m.end for m in _other(need)) and stance(need, i, i + 1, of) > 0:
                        yield ContentClash(ban, need, word)
                        break


NEVER = regex.compile(
    r"\b(?:the|her|his|their|this) (\w+) (?:never|does not|doesn't|cannot|can't|must not|may not|should not|won't|will not|is not to) (\w+)\b"
    r"(?=\W*$|[,;.]| in the (?:story|scene|play|text|film)| at all| once| a word| and| or)",
    re.I,
)
SPEAKING = frozenset("speak say talk utter reply answer shout whisper ask call cry mutter respond exclaim tell".split())


def _acted(of: Commission) -> Iterator[ContentClash]:
    """What somebody in the text never does, and does: "the fox never speaks", "… says the fox"."""
    for ban in of.sentences:
        m = NEVER.search(ban.text)
        if m is None or places(ban, of) or EXCEPTS.search(ban.text) or ban.index == of.asked:
            continue
        who, verb = m[1].lower(), base(m[2].lower())
        same = {base(w) for w in SPEAKING}
        acts = same if verb in same else {verb}
        for need in of.sentences:
            words = need.tokens.words
            for i, word in enumerate(words):
                if (
                    need is ban
                    or word != who
                    or not acts & {base(w) for w in words[max(0, i - 2) : i - 1] + words[i + 1 : i + 3]}
                ):
                    continue
                if not NEGATED & set(words[max(0, i - 3) : i + 4]):
                    yield ContentClash(ban, need, f"{who}: {m[2].lower()}")


NEGATED = frozenset("not never no cannot nobody nothing if may".split())
# What can stand behind a noun that is not part of a longer one.
AFTER_NOUN = frozenset(
    "in on at to of for from with by as and or but is are was were be must should may can will shall has have had that which who when while "
    "before after until into onto over under through across along around about like than so because if not twice once again out up down off "
    "away comes come goes appears appear occurs turns stands lies falls".split()
)


def _valued(said: Said, of: Commission) -> Iterator[ContentClash]:
    """Two values of which a text has one."""
    for i, (one, attribute, value) in enumerate(said.values):
        for two, other, second in said.values[i + 1 :]:
            if attribute != other or value == second or one is two:
                continue
            if (two, attribute, value) in said.values or (one, attribute, second) in said.values:
                continue  # one of them names both: "past tense, but the moral is in the present"
            if attribute in AT_END or not (
                _of_parts(one, two, of) or _of_parts(two, one, of) or values_apart(one, two, of)
            ):
                yield ContentClash(one, two, f"{attribute}: {value} or {second}", values=True)


OF_PART = frozenset(
    "dialogue dialogues thoughts letter moral quotation headline title caption captions quoted except".split()
)


# "Past tense for the history" says nothing of the rest.
SIDE = regex.compile(
    r"\b(?:tense|person|voice|tone|style|register|prose|verse|rhyme) (?:for|in) (?:the|its|their|all|each|every) (?!(?:whole|entire|text|story|piece|reader|narrat)\w*)\w+",
    re.I,
)
AT_END = frozenset({"ending"})  # whatever part it is said of, a text has but one


def _of_parts(one: Sentence, two: Sentence, of: Commission) -> bool:
    """Whether a value is said of a part of the text, and the other not expressly of the whole."""
    part = (
        bool(places(one, of))
        or SIDE.search(one.text) is not None
        or not (OF_PART - called(of)).isdisjoint(one.tokens.words)
        or EXCEPTS.search(one.text) is not None
    )
    return part and WHOLLY.search(two.text) is None


def _anachronisms(said: Said) -> Iterator[ContentClash]:
    """What nobody could have had in the time of the story."""
    if not said.periods or not said.inventions:
        return
    sentence, year = min(said.periods, key=lambda p: p[1])
    for need, known, m in said.inventions:
        if need is not sentence and known > year + GRACE and not TIME_TRAVEL.search(need.text):
            yield ContentClash(sentence, need, f"{need.text_of(m.start, m.end)} in {year}")


def required_names(unit: Unit) -> Iterator[tuple[Sentence, str, int]]:
    """The names that a commissioned text has to hold, each with its place in the sentence: "Call the hero Peter."."""
    of = commission(unit)
    if of is None:
        return
    for s in of.sentences:
        raw = s.tokens.raw
        if s.index == of.asked or not SAYING.search(s.text):
            continue
        for i in range(1, len(raw)):
            name = raw[i]
            if (
                name.istitle()
                and name.isalpha()
                and len(name) > 2
                and raw[i - 1][-1:].isalpha()
                and stance(s, i, i + 1, of) > 0
            ):
                yield s, name, s.tokens.starts[i]


SAYING = regex.compile(
    r"\b(?:call|name|named|called|mention|use|tell|say|include|state|give|greet|thank|address|sign|refer|introduce)\b",
    re.I,
)


@of_sentence(same)
def _named(s: Sentence) -> Iterator[Mention]:
    from promptlint.knowledge import current

    own = current().tables["contents"].find(s.tokens.words)
    found = [*own, *(m for m in s.mentions if m.concept[:2] in ("g:", "k:"))]
    for m in found:
        if (
            m.concept[0] != "x"
            and not _verb(m, s.tokens.words)
            and not any(_covers(o, m, s.tokens.words) for o in found)
        ):
            yield m


def _verb(m: Mention, words: list[str]) -> bool:
    """Whether a noun that is also a verb stands where a verb does: "the telephone rings", "could not bear it"."""
    if m.concept[0] not in "gk" or m.end - m.start > 1 or VERBAL.isdisjoint(forms(words[m.start])) or not m.start:
        return False
    before = words[m.start - 1]
    finite = words[m.start].endswith(("s", "ed")) and before.isalpha() and before not in BEFORE_NOUN
    return finite or before in BEFORE_VERB


# Nouns of kinds whose verb means another thing.
VERBAL = frozenset(
    "ring fear love spring fly plant rose train park head face hand eye shoulder table book light fire fish duck bug worm hound bear badger ape wolf "
    "fox rat crow swallow ram seal list title date age march butter milk egg pepper salt jam iron tin lead drum fiddle fork saw hammer drill file "
    "plane rake shovel coat suit cap bench chair bed cradle mirror film screen count nurse doctor judge guard battle".split()
)
BEFORE_VERB = frozenset(
    "to not never can could will would must should shall may might i you we they he she it who".split()
)
BEFORE_NOUN = frozenset(
    "a an the this that these those his her its their our your my no some any each every one two three four five six seven eight nine ten of with "
    "and or by in on at for from about like without into as than new old big small little red white black blue green young first last second "
    "mention use include describe name draw give add show say tell have has wear wears holds carries hears sees finds buys brings needs wild fresh".split()
)


def _covers(o: Mention, m: Mention, words: list[str]) -> bool:
    """Whether a longer phrase holds a mention: one that means something else, or a noun of which it is but a part."""
    if not (o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start):
        return False
    clause = not CLAUSAL.isdisjoint(words[o.start : o.end])
    return (
        o.concept[0] == "x" or o.concept == m.concept or (o.concept[0] in "gk" and m.concept[0] in "gk" and not clause)
    )


# A phrase with one of these says what somebody does; a noun in it stays one.
CLAUSAL = frozenset("her his their its they she he the a an two three in on at to with".split())


def named(s: Sentence) -> list[Mention]:
    """Kinds, members of kinds, settings and values that a sentence names."""
    return _named(s)


@lru_cache(maxsize=512)
def kinds_above(kind: str) -> tuple[str, ...]:
    """Every kind that includes a kind."""
    from promptlint.knowledge import current

    more = current().section("content_kinds")
    found: list[str] = []
    todo = [kind]
    while todo:
        name = todo.pop()
        for parent in (*more.get(name, "").split(), *above(name)):
            if parent not in found:
                found.append(parent)
                todo.append(parent)
    return tuple(found)
