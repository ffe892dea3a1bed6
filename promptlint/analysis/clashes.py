"""Pairs of claims that cannot both be met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from promptlint.analysis.claims import Claim, no_features
from promptlint.analysis.containers import any_container, containers_apart
from promptlint.analysis.deeds import deed_verbs, deeds, on_things
from promptlint.analysis.function_words import MINOR, PLATFORMS, SPOKEN
from promptlint.analysis.objects import PEOPLE_STEMS, PRONOUNS, WHOLE, Thing, above, includes, tail_met
from promptlint.analysis.overlap import Overlap, contrasted, overlap, words_of
from promptlint.analysis.surfaces import claims
from promptlint.analysis.telling import tell_verbs, told
from promptlint.analysis.words import base
from promptlint.deontic.ir import Strength
from promptlint.document import Unit

# Verbs whose ban keeps a subject out of the text altogether; "do not name" and "do not cite" are narrower.
BROAD = frozenset(
    "mention include contain refer say tell state discuss bring come appear turn occur speak talk touch make leave omit avoid "
    "be give reveal keep restrict feature allude have remain stay exclude skip drop drop hint disclose set do learn inform hear".split()
)
# "Do not delete anything": stems of objects that leave nothing out, except for what is only spoken of.
UNIVERSAL = tuple(sorted(base(w) for w in ("anything", "nothing", "none")))
SPEECH = frozenset("to:mention to:disclose to:keep to:remember to:skip to:help-with to:correct".split())
SAYING = frozenset(
    "mention include contain refer say tell state discuss describe explain give report name cover add show quote present specify "
    "note announce provide indicate publish highlight".split()
)
TELLING = frozenset("mention refer say tell state discuss describe explain name note announce indicate report".split())
USING = frozenset("include contain give show add name present cover".split())
# Acts that take a feature as their subject: "explain what a metaphor is" asks for none.
SPOKEN_OF = SPOKEN | frozenset(
    "mark teach list rewrite highlight note report find spot point practise practice test quiz".split()
)
FAR = 25  # sentences: shapes demanded further apart belong to different outputs
NEAR = 4  # sentences: "write only the plan" speaks of what stands around it
STEPS = ("write", "give", "produce", "send")
BUCKET = 48  # claims of one key that are compared with one another; a prompt with more repeats itself


class Clash(NamedTuple):
    """Two claims that exclude each other.

    Args:
        a, b: the claims; for a ban and a demand the ban is ``a``.
        why: what they share, in a few words.
        both: the situation in which both apply.
        values: both demand, but different values.
    """

    a: Claim
    b: Claim
    why: str
    both: Overlap
    values: bool


@lru_cache(maxsize=4)
def clashes(unit: Unit) -> tuple[Clash, ...]:
    """Every pair of directives of a prompt that cannot both be met, one clash a pair."""
    found: dict[tuple[int, int], Clash] = {}
    index = claims_of(unit)
    for a, b, why, values in (
        *_acts(index),
        *_things(index),
        *_opposites(index),
        *_values(index),
        *_excluded(index),
        *_brought(index),
    ):
        if a.directive is b.directive or _same_place(a, b) or (not values and (_only_limits(b) or _agree(a, b))):
            continue
        key = _key(a, b)
        if key in found:
            continue
        both = overlap(a.directive, b.directive, unit)
        apart = not on_things(a.surface) and (_parts_apart(a, b) or containers_apart(a.directive, b.directive))
        if both.yes and not apart:
            found[key] = Clash(a, b, why, both, values)
    return tuple(found.values())


def _agree(ban: Claim, need: Claim) -> bool:
    """Whether both forbid; the demand is then a misreading of the second ban, or follows from it only in part."""
    if not (ban.directive.modality.forbids and need.directive.modality.forbids):
        return False
    return "without" not in need.directive.words and "omit" not in need.directive.words


def _only_shown(ban: Claim, need: Claim) -> bool:
    """ "No code fences" / "explain what a code fence is": spoken of, not used."""
    thing = need.thing
    if thing is None or need.directive.action not in SPOKEN_OF or ban.directive.action in SPOKEN | SAYING - USING:
        return False
    return bool(thing.concepts) and all(c.partition(":")[2] not in no_features() for c in thing.concepts)


def _cases_apart(a: Claim, b: Claim) -> bool:
    """Whether what the two are about besides the act names different cases: "new orders", "existing orders"."""
    return contrasted(_case(a), _case(b))


def _case(c: Claim) -> frozenset[str]:
    return c.topic.union(*(words_of(x.text) for x in c.directive.conditions))


def _key(a: Claim, b: Claim) -> tuple[int, int]:
    one, two = (c.directive.span.start for c in (a, b))
    return (min(one, two), max(one, two))


def _same_place(a: Claim, b: Claim) -> bool:
    """Two claims of one clause: one of them is a misreading."""
    one, two = a.directive, b.directive
    return one.sentence is two.sentence and (one.first == two.first or one.span == two.span)


def _only_limits(need: Claim) -> bool:
    """ "Only ask if …" demands nothing: it limits."""
    d = need.directive
    words = d.sentence.tokens.words
    early = "only" in words[max(0, d.first - 2) : need.first + 1] or "just" in words[d.first : need.first]
    core = " ".join(words[d.first : d.last + 1])
    if any(x in core for x in ("only be ", "only when", "only if", "only where", "only for", "only after", "be only ")):
        return True
    return early or any(c.cue.lower().startswith("only") for c in d.conditions)


@lru_cache(maxsize=4)
def claims_of(unit: Unit) -> dict[str, list[Claim]]:
    """Every claim of a prompt by its surface."""
    index: dict[str, list[Claim]] = defaultdict(list)
    for d in unit.directives:
        for claim in claims(d):
            index[claim.surface].append(claim)
    return index


Pair = tuple[Claim, Claim, str, bool]


def _acts(index: dict[str, list[Claim]]) -> Iterator[Pair]:
    """A ban on an act against a demand for it, or for a kind of it."""
    banned = {s: [c for c in cs if c.sign < 0] for s, cs in index.items() if s.startswith(("do:", "tell:"))}
    for surface, needs in index.items():
        sort, _, name = surface.partition(":")
        if sort not in ("do", "tell"):
            continue
        for kind in (name, *above(name)):
            for ban in banned.get(f"{sort}:{kind}", ())[:BUCKET]:
                for need in [c for c in needs if c.sign > 0][:BUCKET]:
                    if _about_same(ban, need) and not (_owned_apart(ban, need) or _for_others(ban, need)):
                        yield ban, need, name if kind == name else f"{name} is {kind}", False


def _owned_apart(a: Claim, b: Claim) -> bool:
    """Whether two things that are told belong to different owners: the author's age, the building's."""
    if a.thing is None or b.thing is None or not (a.thing.owner and b.thing.owner):
        return False
    owners = {a.thing.owner, b.thing.owner}
    return len(owners) > 1 and not owners <= PEOPLE_STEMS


SENDING = frozenset("send forward hand give offer attach put insert".split())
OTHERS = frozenset("another other others third strangers outsiders".split())


def _for_others(ban: Claim, need: Claim) -> bool:
    """Whether a ban on telling is about other people, or towards them, and the demand is not."""
    if ban.surface.partition(":")[0] not in ("tell", "to") or OTHERS.isdisjoint(ban.directive.words):
        return False
    return not ban.surface.endswith(("other-customer", "competitor")) and OTHERS.isdisjoint(need.directive.words)


def _about_same(ban: Claim, need: Claim) -> bool:
    """Whether what the ban is limited to is what the demand is about."""
    if not ban.topic:
        return True
    return not ban.topic - need.context


def _things(index: dict[str, list[Claim]]) -> Iterator[Pair]:
    """A ban on an act on a thing against a demand for the same act on the same thing or a kind of it."""
    for surface, all_claims in index.items():
        if not surface.startswith(("to:", "verb:")):
            continue
        bans: dict[str, list[Claim]] = defaultdict(list)
        for c in all_claims:
            if c.sign < 0 and c.thing is not None:
                for key in (*(p.head for p in c.thing.phrases), *c.thing.concepts):
                    bans[key.partition(":")[2] if ":" in key else key].append(c)
        for need in all_claims:
            if need.sign < 0 or need.thing is None:
                continue
            if surface == "to:escalate":
                for ban in [c for c in all_claims if c.sign < 0 and c.thing and _only_people(c.thing)][:BUCKET]:
                    yield ban, need, "escalate", False
            if need.thing.pronoun:
                yield from _pronoun(need, all_claims)
            if surface.startswith("verb:"):
                for ban in [c for c in all_claims if c.sign < 0 and _of_anything(c)][:BUCKET]:
                    yield ban, need, surface[5:], False
            if surface == "to:mention":
                yield from _content(need, bans)
            if surface not in SPEECH:
                for ban in [b for head in UNIVERSAL for b in bans.get(head, ())][:BUCKET]:
                    assert ban.thing is not None
                    if tail_met(ban.thing, need.context) and not ban.thing.clause:
                        yield ban, need, surface.partition(":")[2], False
            keys = {k.partition(":")[2] if ":" in k else k for k in need.thing.keys}
            for key in sorted(keys | {a for k in keys for a in above(k)}):
                for ban in bans.get(key, ())[:BUCKET]:
                    assert ban.thing is not None
                    if ban.directive.action in SPOKEN and need.directive.action not in SPOKEN:
                        continue  # "do not explain the joke" lets it be told
                    if ban.surface == "to:mention" and (ban.directive.conditions or _only_shown(ban, need)):
                        continue  # a case in which something is left out
                    if ban.surface == "to:disclose" and _only_shown(ban, need):
                        continue
                    if surface == "to:mention" and key in {p.head for p in ban.thing.phrases} and not _say(ban, need):
                        continue
                    if surface.startswith("verb:") and not _about_same(ban, need):
                        continue
                    why = includes(ban.thing, need.thing)
                    if why and not (
                        surface in ABOUT and (_only_named(why, surface, ban, need) or _for_others(ban, need))
                    ):
                        yield ban, need, why, False


def _of_anything(ban: Claim) -> bool:
    """Whether an act is forbidden whatever it is done to: "do not sign your messages"."""
    thing = ban.thing
    if thing is None or thing.tail or thing.narrow or thing.clause or thing.owner or ban.directive.action in SAYING:
        return False
    if "n:file" in thing.concepts:
        return False  # files are acted on
    return bool(thing.phrases) and all(p.head in any_container() and not p.before for p in thing.phrases)


def _only_named(why: str, surface: str, ban: Claim, need: Claim) -> bool:
    """Whether one only speaks of what the other does: "explain what a commit is" makes none."""
    assert need.thing is not None
    if surface == "to:disclose" and need.thing.asked:
        return True  # "explain how to reset a password" gives none away
    name = why.rpartition(" is ")[2]
    if name in told() and need.directive.action in deed_verbs() - tell_verbs() - SENDING:
        return True  # an internal note is written and not told
    if need.directive.action in ("use", "call", "run", "apply") and ban.directive.action in TELLING | {"talk", "speak"}:
        return True  # a tool may be used and never spoken of
    act = name in deeds() or name == "package" or name.partition(".")[0] == "file"
    return act and any(d.action in deed_verbs() - TELLING or not d.action for d in (ban.directive, need.directive))


ABOUT = ("to:mention", "to:disclose")


def _content(need: Claim, bans: dict[str, list[Claim]]) -> Iterator[Pair]:
    """What a demanded passage speaks of against what the text must not speak of."""
    for name in sorted({a for n in need.named for a in (n, *above(n))} & _subjects()):
        for ban in bans.get(name, ())[:BUCKET]:
            thing = ban.thing
            assert thing is not None
            if ban.directive.action not in BROAD and not ban.denied:
                continue
            if _for_others(ban, need):
                continue
            if name not in {c.partition(":")[2] for c in thing.concepts if c[0] != "k"} or ban.directive.conditions:
                continue
            if thing.owner and need.thing and need.thing.owner and thing.owner != need.thing.owner:
                continue
            if not thing.narrow - need.context - PEOPLE_STEMS and not thing.clause and tail_met(thing, need.context):
                yield ban, need, f"{name}", False


@lru_cache(maxsize=1)
def _subjects() -> frozenset[str]:
    """Concepts that a text can be about."""
    from promptlint.knowledge import current

    return frozenset(w for line in current().section("subjects") for w in str(line).split())


def _say(ban: Claim, need: Claim) -> bool:
    """Whether two verbs of mentioning are near enough for a thing that only its word names."""
    one, two = ban.directive.action, need.directive.action
    return one == two or ((one in BROAD or ban.denied) and two in SAYING)


def _only_people(thing: Thing) -> bool:
    """Whether a thing names nobody but those who are handed to."""
    return all(p.head in PEOPLE_STEMS for p in thing.phrases) and not thing.tail - PEOPLE_STEMS


def _pronoun(need: Claim, all_claims: list[Claim]) -> Iterator[Pair]:
    """ "When a competitor's product suits better, name it": the thing stands in the condition."""
    if PRONOUNS.isdisjoint(need.directive.words):
        return
    for ban in [c for c in all_claims if c.sign < 0 and c.thing is not None and not c.thing.pronoun][:BUCKET]:
        assert ban.thing is not None
        named = {f"n:{k.partition(':')[2]}" for k in ban.thing.concepts if k[0] != "k"} & need.context
        before = ban.thing.narrow if named else frozenset(w for p in ban.thing.phrases for w in p.before)
        if before - need.context - PEOPLE_STEMS or need.directive.sentence is ban.directive.sentence:
            continue
        heads = {p.head for p in ban.thing.phrases} | {
            f"n:{k.partition(':')[2]}" for k in ban.thing.concepts if k[0] != "k"
        }
        if heads & need.context and need.directive.conditions and not ban.thing.tail - need.context - PEOPLE_STEMS:
            yield ban, need, sorted(heads & need.context)[0].removeprefix("n:"), False


def _values(index: dict[str, list[Claim]]) -> Iterator[Pair]:
    """Two different values of one attribute, or one value demanded and forbidden."""
    together = _compatible()
    for surface, all_claims in index.items():
        if not surface.startswith("is:") or len(all_claims) < 2:
            continue
        attribute = surface[3:]
        wanted = [c for c in all_claims if c.sign > 0][:BUCKET]
        for i, a in enumerate(wanted):
            for b in wanted[i + 1 :]:
                pair = frozenset((f"{attribute}:{a.value}", f"{attribute}:{b.value}"))
                if attribute == "format" and "plain" in (a.value, b.value) and _one_block(a, b):
                    continue  # "only the JSON object, as plain text without a fence"
                if attribute == "language" and _fallback(a, b):
                    continue
                if attribute == "shape" and abs(a.directive.sentence.index - b.directive.sentence.index) > FAR:
                    continue
                if a.value != b.value and pair not in together and _same_subject(a, b) and not (a.permits or b.permits):
                    yield a, b, f"{attribute}: {a.value} or {b.value}", True
        for ban in [c for c in all_claims if c.sign < 0][:BUCKET]:
            for need in wanted:
                if attribute == "basis" and not _about_same(ban, need):
                    continue
                if ban.value == need.value and _same_subject(ban, need):
                    yield ban, need, ban.value, False


def _opposites(index: dict[str, list[Claim]]) -> Iterator[Pair]:
    """Two acts of which one undoes the other, both demanded."""
    from promptlint.knowledge import current

    for one, two in current().section("act_opposites") or ():
        for a in [c for c in index.get(f"do:{one}", ()) if c.sign > 0 and not c.permits][:BUCKET]:
            for b in [c for c in index.get(f"do:{two}", ()) if c.sign > 0 and not c.permits][:BUCKET]:
                if a.topic == b.topic or not a.topic or not b.topic or a.topic & b.topic:
                    yield a, b, f"{one.replace('-', ' ')} or {two.replace('-', ' ')}", True


@lru_cache(maxsize=1)
def _compatible() -> frozenset[frozenset[str]]:
    from promptlint.knowledge import current

    return frozenset(frozenset(pair) for pair in current().section("compatible"))


def _same_subject(a: Claim, b: Claim) -> bool:
    """Whether two values are values of the same thing."""
    assert a.thing is not None and b.thing is not None
    if a.surface[3:] in ALWAYS:
        return True
    mine, theirs = _subject(a.thing), _subject(b.thing)
    if mine and theirs:
        return bool(mine & theirs)
    if mine or theirs:
        general = b if mine else a
        return general.whole or a.surface[3:] in GLOBAL or bool((mine | theirs) & general.context)
    return True


# Attributes of the whole output, whatever thing they are named with.
ALWAYS = ("stance", "pause", "basis", "audience", "conduct")
GLOBAL = (
    "naming",
    "numerals",
    "currency",
    "voice",
    "extent",
    "words",
    "units",
    "temperature",
    "clock",
    "date",
    "decimal",
    "indent",
    "quotes",
    "pause",
    "basis",
    "stance",
    "rhyme",
    "german",
    "french",
    "spanish",
    "spelling",
)


def _fallback(a: Claim, b: Claim) -> bool:
    """Whether one value follows the user and the other names a case: "if you cannot tell, answer in Norwegian"."""
    general, other = (a, b) if a.value == "user" else (b, a)
    return general.value == "user" and bool(other.directive.conditions)


def _one_block(a: Claim, b: Claim) -> bool:
    plain, other = (a, b) if a.value == "plain" else (b, a)
    view = plain.directive.sentence.block.view
    return view is not None and other.value in view.text.lower()


def _subject(thing: Thing) -> frozenset[str]:
    return (
        (frozenset(w for p in thing.phrases for w in (p.head, *p.before)) or thing.tail) - WHOLE - MINOR - PEOPLE_STEMS
    )


def _excluded(index: dict[str, list[Claim]]) -> Iterator[Pair]:
    """A demanded value that rules out what another directive demands."""
    from promptlint.knowledge import current

    for key, features in sorted(current().section("excludes").items()):
        alone, name = key.startswith("!"), key.lstrip("!")
        attribute, value = name.split(":")
        holders = [c for c in index.get(f"is:{attribute}", ()) if c.value == value and c.sign > 0 and not c.permits]
        for a in holders[:BUCKET]:
            if alone and not (a.directive.only or _nothing_else(a)):
                continue
            if value == "only" and a.directive.conditions:
                continue  # "if nothing fits, write X and nothing else": one case of its own
            for feature in features:
                for b in _claims_of(index, feature)[:BUCKET]:
                    own = {x.removeprefix("n:") for x in a.context}
                    if value == "only" and (b.surface[3:] in own or "toolargs" in b.parts or _elsewhere(a, b)):
                        continue
                    if b.sign > 0 and not b.permits and _fits(a, b):
                        yield a, b, f"{value} leaves no room for {feature.replace('.', ' ')}", True


def _brought(index: dict[str, list[Claim]]) -> Iterator[Pair]:
    """A ban on a feature against a demanded value that brings it: "no lists", "as a bulleted list"."""
    from promptlint.knowledge import current

    for name, features in sorted(current().section("brings").items()):
        attribute, value = name.split(":")
        holders = [c for c in index.get(f"is:{attribute}", ()) if c.value == value and c.sign > 0]
        for need in holders[:BUCKET]:
            for feature in features:
                for ban in index.get(f"do:{feature}", ())[:BUCKET]:
                    if ban.sign < 0 and _about_same(ban, need):
                        yield ban, need, feature.replace(".", " "), False


def _elsewhere(a: Claim, b: Claim) -> bool:
    """ "Only write the plan" is said of one section, or of one step."""
    here, there = a.directive.sentence, b.directive.sentence
    return here.scope.headings != there.scope.headings or (
        a.directive.action in STEPS and abs(here.index - there.index) > NEAR
    )


def _nothing_else(c: Claim) -> bool:
    words = set(c.directive.sentence.tokens.words)
    return bool(words & {"only", "solely", "exclusively", "alone", "nothing", "just", "else"})


def _claims_of(index: dict[str, list[Claim]], feature: str) -> list[Claim]:
    if ":" in feature:
        attribute, value = feature.split(":")
        return [c for c in index.get(f"is:{attribute}", ()) if c.value == value]
    found = list(index.get(f"do:{feature}", ()))
    for surface, own in index.items():
        if surface.startswith("do:") and feature in above(surface[3:]):
            found += own
    return found


def _fits(a: Claim, b: Claim) -> bool:
    """Whether the value is one of the whole output, or of what the other is about."""
    assert a.thing is not None
    if a.surface[3:] in PLATFORMS:
        return True
    if a.value == "line" and any_container().isdisjoint(base(w) for w in a.directive.words):
        return False  # "every bullet is one line"
    mine = frozenset(p.head for p in a.thing.phrases) - WHOLE
    return not mine or bool(mine & b.topic)


THEN = frozenset("then finally next lastly followed afterwards subsequently additionally".split())


def _parts_apart(a: Claim, b: Claim) -> bool:
    """Whether the two are about different parts of the output."""
    if (
        a.surface.startswith("is:")
        and a.sign > 0
        and any(THEN & set(c.directive.sentence.tokens.words[:3]) for c in (a, b))
    ):
        return True
    if a.parts and b.parts:
        return not a.parts & b.parts
    if not (a.parts or b.parts):
        return False
    general = b if a.parts else a
    if general.sign < 0:
        return False  # "no emojis" holds in the title, too
    return not (general.whole or general.directive.strength is Strength.ABSOLUTE)
