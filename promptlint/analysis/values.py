"""Pairs of demands that no output meets together: two values of one attribute, a value and a feature that it rules out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from promptlint import regex
from promptlint.analysis.bans import BUCKET, Pair, about_same, for_others
from promptlint.analysis.claims import Claim, quoted_place
from promptlint.analysis.containers import any_container
from promptlint.analysis.function_words import MINOR, PLATFORMS
from promptlint.analysis.inclusion import PEOPLE_STEMS, WHOLE
from promptlint.analysis.objects import above
from promptlint.analysis.words import base, bases

FAR = 25  # sentences: shapes demanded further apart belong to different outputs
EVERY = frozenset("every each all any everything".split())
# Parts of data, whose own values are none of the whole: "JSON only", "keep each field bulleted".
FIELDS = bases("field key value column cell property attribute string comment")
# People whom one and the same assistant addresses each in a way of their own.
ROLES = bases(
    "pupil student teacher parent doctor nurse child kid adult senior staff colleague manager supplier partner volunteer donor "
    "employee tenant landlord buyer seller patient relative minor teenager official"
)
INTERNAL = bases("internal")
BRACKETS = frozenset("brackets parentheses parenthesis".split())
NEAR = 4  # sentences: "write only the plan" speaks of what stands around it
STEPS = ("write", "give", "produce", "send")


def excluded(index: dict[str, list[Claim]]) -> Iterator[Pair]:
    """Every two demands that exclude each other; neither situation nor part is looked at.

    Args:
        index: the claims of a prompt by surface.
    """
    yield from _opposites(index)
    yield from _values(index)
    yield from _excluded(index)
    yield from _brought(index)


def _values(index: dict[str, list[Claim]]) -> Iterator[Pair]:
    """Two different values of one attribute, or one value demanded and forbidden."""
    together = _compatible()
    for surface, all_claims in index.items():
        if not surface.startswith("is:") or len(all_claims) < 2:
            continue
        attribute = surface[3:]
        wanted = [c for c in all_claims if c.sign > 0 and not (_choice(c, all_claims) or _in_brackets(c))][:BUCKET]
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
                if (
                    (attribute == "basis" or attribute in _scope("code") | _scope("code_form"))
                    and not about_same(ban, need)
                ) or for_others(ban, need):
                    continue
                if ban.value == need.value and _same_subject(ban, need):
                    yield ban, need, ban.value, False


def _choice(c: Claim, claims: list[Claim]) -> bool:
    """ "Use YAML, JSON or XML": none of the three is demanded."""
    return "or" in c.directive.words and any(o.directive is c.directive and o.value != c.value for o in claims)


def _in_brackets(c: Claim) -> bool:
    """ "Add the amount in euros in brackets": beside another value."""
    words = c.directive.sentence.tokens.words
    return any(words[i] in BRACKETS and words[i - 1] == "in" for i in range(c.last, c.directive.last))


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
    attributes = (a.surface[3:], b.surface[3:])
    if any(x in _scope("always") for x in attributes):
        return True
    if any(x in _scope("code") | _scope("code_form") for x in attributes) and _languages_apart(a, b):
        return False
    if "person" in attributes and _of_itself(a) != _of_itself(b) and (_of_work(a) or _of_work(b)):
        return False  # how the bot speaks of itself, how stories are told
    if "address" in attributes or "name" in attributes:
        one, two = (ROLES.intersection(base(w) for w in c.directive.words) for c in (a, b))
        if one and two and not one & two:
            return False  # "first names for pupils", "teachers are addressed by surname"
    mine, theirs = (_subject(c) for c in (a, b))
    if (mine ^ theirs) & INTERNAL:
        return False  # "internal notes are in German" says nothing of the replies
    if mine and theirs:
        return bool(mine & theirs)
    if mine or theirs:
        general = b if mine else a
        everywhere = general.whole or _every_output(general) or any(x in _scope("general") for x in attributes)
        return everywhere or bool((mine | theirs) & general.context)
    return True


# Languages and places of code that have styles of their own.
LANGUAGES = bases(
    "python javascript typescript java kotlin swift go golang rust ruby php scala haskell elixir perl lua c csharp sql css scss html "
    "json yaml yml toml xml markdown bash shell makefile dockerfile terraform graphql protobuf jsx frontend backend"
)


def _languages_apart(a: Claim, b: Claim) -> bool:
    """Whether two choices are for different languages or folders: "double quotes in JSON", "single quotes in Python"."""
    one, two = (c.context & LANGUAGES | quoted_place(c.directive, c.first, c.last) for c in (a, b))
    return bool(one and two) and not one & two


WORKS = bases("story novel tale chapter poem scene book biography narrative essay article obituary")


def _of_itself(c: Claim) -> bool:
    """Whether a value is about how the model speaks of itself: "the bot uses the first person"."""
    return bool(c.directive.actor) or "yourself" in c.directive.words


def _of_work(c: Claim) -> bool:
    """Whether it is said of a text that the model makes: "stories are told in the third person"."""
    return any(base(w) in WORKS for w in c.directive.subject.lower().split())


def _every_output(c: Claim) -> bool:
    """Whether a value is said of whatever is put out: "every reply", "the output is one CSV row"."""
    d = c.directive
    assert c.thing is not None
    said = bool(d.subject) or not EVERY.isdisjoint(d.words)
    return said and bool(c.thing.phrases) and all(p.head in any_container() for p in c.thing.phrases)


@lru_cache(maxsize=4)
def _scope(name: str) -> frozenset[str]:
    """Attributes of the whole output (``always``), or set for every thing by a rule without a subject (``general``)."""
    from promptlint.knowledge import current

    return frozenset(w for line in current().section("attribute_scope").get(name) or () for w in str(line).split())


@lru_cache(maxsize=256)
def _nouns(attribute: str) -> frozenset[str]:
    """Base forms of what an attribute is always about: a date for its notation."""
    from promptlint.knowledge import current

    return frozenset(base(w) for w in str(current().section("attribute_nouns").get(attribute, "")).split())


def _fallback(a: Claim, b: Claim) -> bool:
    """Whether one value follows the user and the other names a case: "if you cannot tell, answer in Norwegian"."""
    general, other = (a, b) if a.value == "user" else (b, a)
    return general.value == "user" and bool(other.directive.conditions)


def _one_block(a: Claim, b: Claim) -> bool:
    plain, other = (a, b) if a.value == "plain" else (b, a)
    view = plain.directive.sentence.block.view
    return view is not None and other.value in view.text.lower()


def _subject(c: Claim) -> frozenset[str]:
    """Base forms of what a value is a value of, without what its attribute is always about; empty for the whole output."""
    thing, attribute = c.thing, c.surface[3:]
    assert thing is not None
    named = frozenset(w for p in thing.phrases for w in (p.head, *p.before))
    if not thing.phrases and attribute not in _scope("general"):
        named = thing.tail
    return frozenset(w for w in named if w.isalpha()) - WHOLE - MINOR - PEOPLE_STEMS - _nouns(attribute)


def _who(c: Claim) -> frozenset[str]:
    """Base forms of whom a claim on forms of address is about."""
    assert c.thing is not None
    return frozenset(p.head for p in c.thing.phrases) | {base(w) for w in c.directive.subject.lower().split()[-1:]}


def _excluded(index: dict[str, list[Claim]]) -> Iterator[Pair]:
    """A demanded value that rules out what another directive demands."""
    from promptlint.knowledge import current

    for key, features in sorted(current().section("excludes").items()):
        alone, name = key.startswith("!"), key.lstrip("!")
        attribute, value = name.split(":")
        holders = [c for c in index.get(f"is:{attribute}", ()) if c.value == value and c.sign > 0 and not c.permits]
        for a in holders[:BUCKET]:
            whole = alone and not (a.directive.only or _nothing_else(a))
            if whole and not _whole(a):
                continue
            if value == "only" and a.directive.conditions:
                continue  # "if nothing fits, write X and nothing else": one case of its own
            for feature in features:
                if whole and feature not in AROUND:
                    continue
                for b in _claims_of(index, feature)[:BUCKET]:
                    if (alone and _far(a, b)) or any(c.cue.lower().startswith("only") for c in b.directive.conditions):
                        continue  # "introduce jargon only if it is defined" limits
                    if value in STRUCTURED and (_vessel(a) or _keyed(b)):
                        continue
                    own = {x.removeprefix("n:") for x in a.context}
                    if value == "only" and (
                        b.surface[3:] in own or "toolargs" in b.parts or _elsewhere(a, b) or _within(a, b)
                    ):
                        continue
                    if b.sign > 0 and not b.permits and _fits(a, b):
                        yield a, b, f"{value} leaves no room for {feature.replace('.', ' ')}", True


# What holds text of any kind, so that "only a string" shuts no text out.
VESSELS = frozenset("string text message paragraph content files file entry entries".split())
STRUCTURED = frozenset(("only", "json", "yaml", "xml"))
FIELD = regex.compile(r"\s*\w+ ?: ?[\w\[\], .|]+ ?= ?Field\(|\s*Field\(|\s*description ?=")  # of a schema in Python
# A paragraph about one field of data: "- `reason`: …".
KEYED = regex.compile(
    r"^\W{0,4}[`\"'*“]{1,3}[A-Za-z_]\w*[`\"'*”]{1,3}\s*(?:[:(–—-]|(?:is|contains|holds|has|must|should|may|gives|lists|takes)\b)"
)


def _vessel(a: Claim) -> bool:
    """Whether what alone is wanted can hold anything: "return only a single string"."""
    return a.value == "only" and not VESSELS.isdisjoint(a.directive.words)


def _keyed(b: Claim) -> bool:
    """Whether a demand stands in the description of one field of the data."""
    sentence = b.directive.sentence
    text = sentence.block.view.text if sentence.block.view is not None else ""
    at = text.find(sentence.text[:40])
    line = text[text.rfind("\n", 0, max(at, 0)) + 1 : max(at, 0) + len(sentence.text)]
    return bool(KEYED.match(text) or KEYED.match(line) or FIELD.match(line))


def _brought(index: dict[str, list[Claim]]) -> Iterator[Pair]:
    """A ban on a feature against a demanded value that brings it: "no lists", "as a bulleted list"."""
    from promptlint.knowledge import current

    for name, features in sorted(current().section("brings").items()):
        attribute, value = name.split(":")
        holders = [c for c in index.get(f"is:{attribute}", ()) if c.value == value and c.sign > 0]
        for need in holders[:BUCKET]:
            for feature in features:
                for ban in index.get(f"do:{feature}", ())[:BUCKET]:
                    if ban.sign < 0 and about_same(ban, need):
                        yield ban, need, feature.replace(".", " "), False


def _far(a: Claim, b: Claim) -> bool:
    """Whether two demands stand in sections far from each other, which may be about different outputs."""
    here, there = a.directive.sentence, b.directive.sentence
    return here.scope.headings != there.scope.headings and abs(here.index - there.index) > FAR


INSIDE = frozenset("in on within inside into".split())
REACH = 8  # tokens: "on the first line of the statement"


def _within(a: Claim, b: Claim) -> bool:
    """Whether what is demanded besides stands inside what alone is wanted."""
    words = b.directive.sentence.tokens.words
    own = (i for i in range(b.directive.first, b.directive.last) if base(words[i]) in a.topic)
    return any(INSIDE & set(words[max(b.directive.first, i - REACH) : i]) for i in own)


def _elsewhere(a: Claim, b: Claim) -> bool:
    """ "Only write the plan" is said of one section, or of one step."""
    here, there = a.directive.sentence, b.directive.sentence
    return here.scope.headings != there.scope.headings or (
        a.directive.action in STEPS and abs(here.index - there.index) > NEAR
    )


# What can only stand around data: a reason or a restatement may be a field of it.
AROUND = frozenset("greet farewell thank preamble pleasantry text-around small-talk end-question signature".split())


def _whole(c: Claim) -> bool:
    """Whether a value is one of everything that is put out: "the reply must be valid JSON", "your whole response is XML"."""
    subject = c.directive.subject.lower().split()
    holds = not {"including", "includes", "containing", "with"}.isdisjoint(c.directive.words)  # and may hold such texts
    named = bool(subject) and base(subject[-1]) in any_container()
    return named and not holds and c.directive.action in ("be", "consist", "parse")


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
    if b.surface == "is:reader" and a.value == "third":
        return bool(_who(a) & _who(b))  # "address the parents as you", "refer to the child in the third person"
    if b.surface.startswith("is:"):
        return _same_subject(a, b) and not (_subject(b) - _subject(a)) & FIELDS
    mine = frozenset(p.head for p in a.thing.phrases) - WHOLE
    said = frozenset(base(w) for w in b.directive.sentence.tokens.words[b.first : b.last])
    return not mine or bool(mine & (b.topic | said))
