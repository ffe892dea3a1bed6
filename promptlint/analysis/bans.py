"""Pairs of a ban and a demand for what it forbids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from promptlint.analysis.claims import Claim, homes, no_features
from promptlint.analysis.containers import any_container
from promptlint.analysis.deeds import deed_verbs, deeds
from promptlint.analysis.function_words import SPOKEN
from promptlint.analysis.inclusion import PEOPLE_STEMS, includes, tail_met
from promptlint.analysis.objects import PRONOUNS, Thing, above
from promptlint.analysis.telling import tell_verbs, told
from promptlint.analysis.universals import narrows, of_every
from promptlint.analysis.words import base, bases
from promptlint.record import replace

# Verbs whose ban keeps a subject out of the text altogether; "do not name" and "do not cite" are narrower.
BROAD = frozenset(
    "mention include contain refer say tell state discuss bring come appear turn occur speak talk touch make leave omit avoid "
    "be give reveal keep restrict feature allude have remain stay exclude skip drop hint disclose set do learn inform hear".split()
)
# "Do not delete anything": stems of objects that leave nothing out, except for what is only spoken of.
UNIVERSAL = tuple(sorted(base(w) for w in ("anything", "nothing", "none")))
# "Nobody", "anyone": for acts that are done to people.
NOBODY = tuple(sorted(base(w) for w in ("nobody", "anybody", "anyone")))
TO_PEOPLE = frozenset("to:admit to:contact to:block to:remind to:monitor".split())
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
BUCKET = 48  # claims of one key that are compared with one another; a prompt with more repeats itself

Pair = tuple[Claim, Claim, str, bool]  # the two, what they share, whether both demand
Index = dict[str, list[Claim]]


# Acts that put a new thing in the place of the old one; a change that keeps it is none of them.
ANEW = frozenset(
    "rewrite redraft redo rework recreate rebuild replace overhaul retype regenerate remake reinvent".split()
)


def agree(ban: Claim, need: Claim) -> bool:
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


def banned(index: Index) -> Iterator[Pair]:
    """Every ban with a demand that it may meet; neither situation nor part is looked at.

    Args:
        index: the claims of a prompt by surface.
    """
    yield from _acts(index)
    yield from _things(index)
    yield from _out_of_bounds(index)
    if (placed := index.get("area:files")) and any(c.sign < 0 for c in placed):
        from promptlint.analysis.areas import outside  # few prompts confine changes to a folder

        yield from outside(placed[:BUCKET])


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
                    same = about_same(ban, need) or narrows(ban, need)
                    if same and not (_owned_apart(ban, need) or for_others(ban, need) or _not_at_home(ban, need)):
                        yield ban, need, name if kind == name else f"{name} is {kind}", False


def _owned_apart(a: Claim, b: Claim) -> bool:
    """Whether two things that are told belong to different owners: the author's age, the building's."""
    if a.thing is None or b.thing is None or not (a.thing.owner and b.thing.owner):
        return False
    owners = {a.thing.owner, b.thing.owner}
    return len(owners) > 1 and not owners <= PEOPLE_STEMS


def _not_at_home(ban: Claim, need: Claim) -> bool:
    """Whether an act is banned on people, and demanded on another thing: "do not interrupt the speaker", "interrupt the job"."""
    at_home = homes(ban.surface[3:]) if ban.surface.startswith("do:") else frozenset()
    if not at_home & PEOPLE_STEMS:
        return False
    one, two = (frozenset(base(w) for w in c.directive.object.lower().split()) for c in (ban, need))
    return bool(one & at_home & PEOPLE_STEMS and two - PRONOUN_STEMS) and not two & (at_home | PEOPLE_STEMS)


PRONOUN_STEMS = frozenset(base(w) for w in (*PRONOUNS, "the", "a", "an"))
SENDING = frozenset("send forward hand give offer attach put insert".split())
STRANGERS = frozenset("third strangers outsiders bystanders".split())
OTHERS = frozenset("another other others third strangers outsiders".split())


def _told_apart(ban: Claim, need: Claim) -> bool:
    """Whether two claims are about what different people are told."""
    from promptlint.analysis.recipients import told_apart

    return told_apart(ban.directive, need.directive)


def for_others(ban: Claim, need: Claim) -> bool:
    """Whether a ban on telling is about other people, or towards them, and the demand is not."""
    if ban.surface.startswith(("tell:", "to:")) and _told_apart(ban, need):
        return True
    acts = ban.surface.startswith("do:") and STRANGERS.isdisjoint(ban.directive.words)
    if acts or ban.surface.startswith("verb:") or OTHERS.isdisjoint(ban.directive.words):
        return False
    return not ban.surface.endswith(("other-customer", "competitor")) and OTHERS.isdisjoint(need.directive.words)


# Verbs that with what is approved say no more than that it is done, and those that change nothing.
DOING = bases("grant issue place make give process handle pay do perform execute carry start run go happen proceed")
READING = frozenset(
    "answer look read search view check explain discuss list describe summarise summarize test browse".split()
)


def about_same(ban: Claim, need: Claim) -> bool:
    """Whether what the ban is limited to is what the demand is about."""
    if not ban.topic:
        return True
    left = ban.topic - need.context
    if ban.surface == "do:ask-approval":
        left -= DOING
        if ban.directive.action in READING:
            return False  # "look up orders without asking": not what was to be approved
    return all(f"n:{s}" in need.context or s.removeprefix("n:") in need.context for s in left)


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
        forbidden = [c for c in all_claims if c.sign < 0]
        people = [c for c in forbidden if c.thing and _only_people(c.thing)][:BUCKET]
        anything = [c for c in forbidden if _of_anything(c)][:BUCKET]
        placed = [c for c in forbidden if _placed(c)][:BUCKET]
        bare = [c for c in forbidden if _bare(c)][:BUCKET]
        universal = [b for head in UNIVERSAL for b in bans.get(head, ())][:BUCKET]
        for need in all_claims:
            if need.sign < 0 or need.thing is None:
                continue
            if surface == "to:escalate":
                for ban in people:
                    yield ban, need, "escalate", False
            if need.thing.pronoun:
                yield from _pronoun(need, all_claims)
            if surface.startswith("verb:") or surface in ON_FILES:
                for ban in (*anything, *bare):
                    yield ban, need, surface.partition(":")[2], False
            for ban in placed:
                if surface not in SPEECH and need.sign > 0 and _there(ban, need) and not _of_manner(ban, need):
                    yield ban, need, surface.partition(":")[2], False
            if surface == "to:mention":
                yield from _content(need, bans)
            if surface not in SPEECH:
                for ban in universal:
                    assert ban.thing is not None
                    if tail_met(ban.thing, need.context) and not ban.thing.clause:
                        yield ban, need, surface.partition(":")[2], False
            keys = {k.partition(":")[2] if ":" in k else k for k in need.thing.keys}
            for key in sorted(keys | {a for k in keys for a in above(k)}):
                for ban in bans.get(key, ())[:BUCKET]:
                    assert ban.thing is not None
                    if surface in ABOUT and ban.directive.action in SPOKEN and need.directive.action not in SPOKEN:
                        continue  # "do not explain the joke" lets it be told
                    if ban.directive.action in ANEW and need.directive.action not in ANEW:
                        continue  # "do not rewrite it, polish it"
                    if ban.surface == "to:mention" and (ban.directive.conditions or _only_shown(ban, need)):
                        continue  # a case in which something is left out
                    if ban.surface == "to:disclose" and _only_shown(ban, need):
                        continue
                    if surface == "to:mention" and key in {p.head for p in ban.thing.phrases} and not _say(ban, need):
                        continue
                    if surface.startswith("verb:") and (not about_same(ban, need) or _told_apart(ban, need)):
                        continue
                    if _of_manner(ban, need):
                        continue
                    one, other = _turned(ban, need)
                    assert one.thing is not None and other.thing is not None
                    why = includes(one.thing, other.thing) or of_every(one, other)
                    if why and not (
                        surface in ABOUT and (_only_named(why, surface, ban, need) or for_others(ban, need))
                    ):
                        yield one, other, why, False


def _turned(ban: Claim, need: Claim) -> tuple[Claim, Claim]:
    """The two the other way round where the demand is a ban on the opposite act: "cancel it", "never cancel …"."""
    if need.directive.modality.forbids and not ban.directive.modality.forbids:
        return replace(need, sign=-1), replace(ban, sign=1)
    return ban, need


def _of_manner(ban: Claim, need: Claim) -> bool:
    """Whether only a manner is banned in which the act may not be done: "never end a chat abruptly"."""
    last = next((w for w in reversed(ban.directive.words) if w.isalpha()), "")
    manner = last.endswith("ly") and len(last) > 5 and last not in OF_DEGREE
    return manner and last != ban.directive.action and last not in need.directive.words


# Words in "-ly" that name no manner: how much, when, through whom, or no adverb at all.
OF_DEGREE = frozenset(
    "explicitly directly entirely completely fully absolutely totally wholly altogether really usually normally generally "
    "immediately currently openly publicly personally verbally family families reply supply assembly anomaly monopoly "
    "butterfly weekly monthly yearly hourly quarterly".split()
)
# Verdicts on a thing by which nothing whatever is done with it.
BOUNDS = frozenset("limits bounds taboo forbidden prohibited banned verboten business untouchable sacrosanct".split())
BY = frozenset("with over via through from using in on into to at".split())


def _out_of_bounds(index: Index) -> Iterator[Pair]:
    """ "The vault is out of bounds": whatever is done with it is forbidden."""
    bans = [c for c in index.get("to:mention", ()) if c.denied and c.sign < 0 and not BOUNDS.isdisjoint(_behind(c))]
    bans += [c for c in index.get("verb:access", ()) if c.sign < 0 and c.thing is not None and c.thing.phrases]
    if not bans:
        return
    needs = [c for s, cs in index.items() if s.startswith("verb:") for c in cs if c.sign > 0 and c.thing is not None]
    for ban in bans[:BUCKET]:
        assert ban.thing is not None
        for need in needs:
            assert need.thing is not None
            if need.directive.action in TELLING | SPOKEN:
                continue
            if includes(ban.thing, need.thing) or _reached(ban, need):
                yield ban, need, ban.thing.phrases[0].head, False


def _behind(c: Claim) -> list[str]:
    """The words of a directive behind its subject."""
    d = c.directive
    return d.sentence.tokens.words[c.last : max(d.last, d.frame[1])]


def _reached(ban: Claim, need: Claim) -> bool:
    """Whether a demand is met by way of the thing that is out of bounds: "reach staging over SSH"."""
    assert ban.thing is not None
    d = need.directive
    words = d.sentence.tokens.words
    for p in ban.thing.phrases:
        for i in range(d.first, d.last):
            near = range(max(d.first, i - 3 - len(p.before)), i)
            if base(words[i]) == p.head and any(words[j] in BY for j in near) and not ban.thing.tail - need.context:
                return p.before <= need.context
    return False


WHERE = frozenset("in on at to from with for into".split())


def _placed(ban: Claim) -> bool:
    """Whether an act is forbidden at a place or for somebody, whatever it is done to: "never post in the public channel"."""
    following = ban.directive.sentence.tokens.words[ban.last : ban.last + 1]
    at_place = not ban.directive.passive and not WHERE.isdisjoint(following)
    return at_place and ban.thing is not None and bool(ban.thing.phrases)


def _there(ban: Claim, need: Claim) -> bool:
    """Whether a demand is for an act at the place that a ban names."""
    assert ban.thing is not None
    heads = frozenset(s for p in ban.thing.phrases for s in (p.head, *p.before)) | ban.thing.tail
    own = frozenset(p.head for p in need.thing.phrases) if need.thing else frozenset()
    return heads <= need.context and not heads & own


ON_FILES = frozenset(("to:modify-file", "to:create-file", "to:delete", "to:move-file"))
REPLYING = SPOKEN | SAYING | frozenset("reply respond answer write speak talk".split())


def _bare(ban: Claim) -> bool:
    """Whether a ban has no object at all: "only the user merges"."""
    d = ban.directive
    alone = ban.last == d.last and not d.passive and not d.object
    acts = ban.surface.startswith("verb:") or (ban.surface in ON_FILES and d.modality.forbids)
    return acts and alone and d.action not in REPLYING


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
    if "by name" in " ".join(ban.directive.words) and "by name" not in " ".join(need.directive.words):
        return True  # "do not mention rivals by name"
    if name in told() and need.directive.action in deed_verbs() - tell_verbs() - SENDING:
        return True  # an internal note is written and not told
    if need.directive.action in ("use", "call", "run", "apply") and ban.directive.action in TELLING | {"talk", "speak"}:
        return True  # a tool may be used and never spoken of
    act = name in deeds() or name == "package" or name.partition(".")[0] == "file"
    return act and any(d.action in deed_verbs() - TELLING or not d.action for d in (ban.directive, need.directive))


ABOUT = ("to:mention", "to:disclose")


def _content(need: Claim, bans: dict[str, list[Claim]]) -> Iterator[Pair]:
    """What a demanded passage speaks of against what the text must not speak of."""
    barred = _subjects() & bans.keys()
    if not barred:
        return
    for name in sorted({a for n in need.named for a in (n, *above(n))} & barred):
        for ban in bans[name][:BUCKET]:
            thing = ban.thing
            assert thing is not None
            if ban.directive.action not in BROAD and not ban.denied:
                continue
            if for_others(ban, need):
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
    for ban in [c for c in all_claims if c.sign < 0 and c.thing and c.thing.phrases and not c.thing.clause][:BUCKET]:
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
