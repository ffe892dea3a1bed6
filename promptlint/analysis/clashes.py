"""Pairs of claims that cannot both be met."""

from __future__ import annotations

from collections import defaultdict
from itertools import takewhile

from promptlint.analysis.bans import agree, banned
from promptlint.analysis.claims import Claim
from promptlint.analysis.commission import Commission, commission
from promptlint.analysis.containers import any_container, containers_apart, named_fields, one_name, quoted_names
from promptlint.analysis.contrasts import contrasted, words_of
from promptlint.analysis.deeds import on_things
from promptlint.analysis.memo import once
from promptlint.analysis.numbers import ORDINALS, SMALL
from promptlint.analysis.objects import PREPOSITIONS, PRONOUNS
from promptlint.analysis.subjects_apart import kinds_apart
from promptlint.analysis.surfaces import claims
from promptlint.analysis.values import excluded
from promptlint.analysis.words import base, bases
from promptlint.deontic.ir import Condition, Modality, Strength
from promptlint.document import Unit
from promptlint.record import NamedTuple
from promptlint.text.kept import by_content

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.analysis.overlap import Overlap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.text.sentences import Sentence


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


@once
def clashes(unit: Unit) -> tuple[Clash, ...]:
    """Every pair of directives of a prompt that cannot both be met, one clash a pair."""
    found: dict[tuple[int, int], Clash] = {}
    index = claims_of(unit)
    of = commission(unit)
    for a, b, why, values in (*banned(index), *excluded(index)):
        if (
            a.directive is b.directive
            or _same_place(a, b)
            or (not values and (_only_limits(b) or _repeats(a, b) or agree(a, b)))
        ):
            continue
        if values and (any(_lets_in(c) for c in (a, b)) or _documents_apart(a, b)):
            continue
        if of and _other_part(a, b, values, of):
            continue
        key = _key(a, b)
        if key in found or (not values and (_one_case(a, b) or _timed(a, b))):
            continue
        from promptlint.analysis.overlap import overlap  # most prompts have no pair to look at

        both = overlap(a.directive, b.directive, unit)
        apart = not on_things(a.surface) and (_parts_apart(a, b) or containers_apart(a.directive, b.directive))
        if both.yes and not apart and not _cases_apart(a, b):
            found[key] = Clash(a, b, why, both, values)
    return tuple(found.values())


def _documents_apart(a: Claim, b: Claim) -> bool:
    """Whether the two say different things of two things that they name: "the report is prose", "the data file is a table"."""
    if a.surface == b.surface:
        return False
    one, two = (c.directive.subject.lower().split() for c in (a, b))
    if one[:1] != ["the"] or two[:1] != ["the"] or not (PREPOSITIONS.isdisjoint(one) and PREPOSITIONS.isdisjoint(two)):
        return False
    if any(len(x) == 2 and base(x[1]) in any_container() for x in (one, two)):
        return False  # "the text"
    mine, theirs = base(one[-1]), base(two[-1])
    return mine != theirs and not one_name(mine, theirs)


def _other_part(a: Claim, b: Claim, values: bool, of: Commission) -> bool:
    """Whether the two speak of different parts of a commissioned text; a ban's own part counts, of two demands either's."""
    from promptlint.analysis.stance import apart, values_apart

    one, two = a.directive.sentence, b.directive.sentence
    behind = one.tokens.words[a.last : a.last + 2]
    if not values and len(behind) == 2 and behind[0] in ("on", "with", "as") and behind[1] in ('"', "“"):
        return True  # "no line rhymes on “love”"
    return values_apart(one, two, of) if values else apart(one, two, of)


# To do a thing so may be forbidden where doing it is demanded: "check every link", "do not check links twice".
AGAIN = frozenset("twice again repeatedly thrice".split())


def _repeats(ban: Claim, need: Claim) -> bool:
    return bool(AGAIN & set(ban.directive.words)) and AGAIN.isdisjoint(need.directive.words)


# A sentence that opens so goes on with the case of the one before.
GOES_ON = frozenset("then otherwise".split())


def _one_case(ban: Claim, need: Claim) -> bool:
    """Whether the ban is for a case of its own under a plain demand: "for unsure mails, draft nothing", "then skip it"."""
    d = ban.directive
    general = need.whole or need.directive.modality is Modality.MAY or not EVERY.isdisjoint(need.directive.words)
    general = general or (need.directive.modality.forbids and need.directive.words[0] in NONE)
    case = any(c.last and not _plain(c) for c in d.conditions) or d.sentence.tokens.words[0] in GOES_ON
    words = d.sentence.tokens.words
    pronoun = words[ban.last : ban.last + 1] and words[ban.last] in PRONOUNS  # "… is recalled: do not propose it"
    vague = bool(pronoun) and d.first > 0 and ban.surface.startswith("do:")
    return (case and not general and not need.directive.conditions) or vague or "otherwise" in d.words


# What is kept for a while is deleted in the end: where both name a time, the times decide.
KEEPING = frozenset(("to:delete", "to:keep", "to:remember", "verb:delet", "verb:keep"))


def _timed(a: Claim, b: Claim) -> bool:
    if a.surface not in KEEPING:
        return False
    return all(any(c.startswith("unit:time") for c in x.directive.sentence.concepts) for x in (a, b))


NONE = frozenset("no nothing nobody none".split())
EVERY = frozenset("always every each all any whenever whatever never".split())


def _plain(c: Condition) -> bool:
    """Whether a condition is a concession or an order of steps, and names no case."""
    from promptlint.analysis.overlap import idle

    return idle(c) or c.cue.lower().startswith(
        ("even", "before", "after", "to", "regardless", "whether", "although", "though", "until")
    )


def _cases_apart(a: Claim, b: Claim) -> bool:
    """Whether what the two are about besides the act names different cases: "new orders", "existing orders"."""
    if contrasted(_case(a), _case(b)) or contrasted(_led(a), _led(b)) or kinds_apart(a, b):
        return True
    if (mine := _in_code(a)) and (theirs := _in_code(b)) and not mine & theirs:
        return True
    if LISTS & {a.surface, b.surface} and not _markers(a) & _markers(b):
        return bool(_markers(a) and _markers(b))  # "no bullet points", "as a numbered list"
    return _apart(_spoken(a), _spoken(b))


LISTS = frozenset(("do:markdown.list", "is:shape"))


def _markers(c: Claim) -> frozenset[str]:
    """With what the entries of lists are marked that a directive speaks of."""
    d, named = c.directive, c.directive.sentence.of_kind("is")
    return frozenset(m.concept for m in named if m.concept.startswith("is:marker:") and d.first <= m.start < d.last)


def _case(c: Claim) -> frozenset[str]:
    return c.topic.union(*(words_of(x.text) for x in c.directive.conditions))


LED = 40  # words in front of a claim that are looked at


def _led(c: Claim) -> frozenset[str]:
    """The case and the words in front of the claim: "a licence that has expired can't be extended: don't quote …"."""
    before = c.directive.sentence.tokens.words[max(0, c.first - LED) : c.first]
    act = base(c.directive.action) if c.directive.action else ""
    return _case(c) | frozenset(base(w) for w in before if w[0].isalpha() and w not in ORDERING) - {act}


# Words of order in time, which name no case at the head of a sentence.
ORDERING = frozenset("first second third last then finally before after always never not no".split())


def _spoken(c: Claim) -> tuple[frozenset[str], bool] | None:
    """The languages that a directive is for, besides those that it asks for, and whether it is for all others."""
    words = c.directive.sentence.tokens.words
    named = [
        m for m in c.directive.sentence.mentions if m.concept.startswith("lang:") and not c.first <= m.start < c.last
    ]
    if not named:
        return None
    others = any(OTHERS & set(words[max(0, m.start - 4) : m.start]) for m in named)
    return frozenset(m.concept for m in named), others


OTHERS = frozenset("other besides except excepting but not else outside".split())


def _apart(a: tuple[frozenset[str], bool] | None, b: tuple[frozenset[str], bool] | None) -> bool:
    """Whether two sets of languages have none in common."""
    if a is None or b is None or (a[1] and b[1]):
        return False
    return a[0] <= b[0] if b[1] else b[0] <= a[0] if a[1] else not a[0] & b[0]


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


def _lets_in(c: Claim) -> bool:
    """ "Introduce jargon only if …" demands none."""
    return any(x.cue.lower().startswith("only") for x in c.directive.conditions)


@once
def claims_of(unit: Unit) -> dict[str, list[Claim]]:
    """Every claim of a prompt by its surface."""
    index: dict[str, list[Claim]] = defaultdict(list)
    for d in (*unit.directives, *unit.statements):
        for claim in claims(d):
            index[claim.surface].append(claim)
    return index


THEN = frozenset("then finally next lastly followed afterwards subsequently additionally".split())


def _fields_apart(a: Claim, b: Claim) -> bool:
    """Whether the two name different fields: "keep “summary” short", "the field “title” is in capitals"."""
    one, two = (named_fields(c.directive.sentence) for c in (a, b))
    if not (one or two):
        return False
    one, two = one or quoted_names(a.directive.sentence), two or quoted_names(b.directive.sentence)
    return bool(one and two) and not one & two


EDGES = frozenset(("intro", "closing"))
WRITING = frozenset("in into to leave keep fill".split())


def _in_code(c: Claim) -> frozenset[str]:
    """The fields in backticks that a directive gives as the place of what it says: "put the name in `salutation`"; no paths."""
    words, d = c.directive.sentence.tokens.words, c.directive
    starts = (i for i in range(d.first, d.last) if words[i] == "`" and i and words[i - 1] in WRITING)
    names = ("".join(takewhile(lambda w: w != "`", words[i + 1 : i + 8])) for i in starts)
    return frozenset(name for name in names if name.isidentifier())


FILLED = frozenset("values keys names descriptions".split())


# What comes in numbers: "chapter one", "the second stanza".
COUNTED = bases(
    "chapter part section stanza verse act scene slide page column row day week phase round level draft paragraph volume"
)


def _numbers_apart(a: Claim, b: Claim) -> bool:
    """Whether the two name members of one series by different numbers: "chapter one", "the second chapter"."""
    one, two = _members(a), _members(b)
    return any(one[series].isdisjoint(two[series]) for series in one.keys() & two.keys())


@by_content
def _series(s: Sentence) -> tuple[tuple[int, str], ...]:
    """The tokens that name a series, with its base form."""
    forms = ((i, base(w)) for i, w in enumerate(s.tokens.words))
    return tuple((i, b) for i, b in forms if b in COUNTED)


def _members(c: Claim) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    words = c.directive.sentence.tokens.words
    for i, series in _series(c.directive.sentence):
        if c.directive.first <= i < c.directive.last:
            before, after = words[i - 1] if i else "", words[i + 1] if i + 1 < len(words) else ""
            if before in ORDINALS or before == "last":
                found.setdefault(series, set()).add(str(ORDINALS.get(before, before)))
            elif after.isdigit() or after in SMALL:
                found.setdefault(series, set()).add(str(SMALL.get(after, after)))
    return found


def _names_part(a: Claim, b: Claim) -> bool:
    """Whether ``a`` speaks of the very part that ``b`` is limited to: "variables", "variable names", "comments in code"."""
    s = b.directive.sentence
    spans = [(m.start, m.end) for m in s.of_kind("part") if m.concept[5:] in b.parts]
    named = [{base(w) for w in s.tokens.words[i:j] if w.isalpha()} - IDLE for i, j in spans]
    spoken = {x for p in a.thing.phrases for x in (p.head, *p.before)} if a.thing else set()
    return any(words and words <= spoken for words in named)


IDLE = bases("in the a an each every all on name")
PRODUCTS = frozenset("translation summary recap".split())


def _makes(a: Claim, b: Claim) -> bool:
    """Whether the part that ``b`` is limited to is what the act of ``a`` makes: "translate", "the translation"."""
    act = a.directive.action
    return not a.parts and len(act) > 4 and b.parts <= PRODUCTS and all(p[:5] == act[:5] for p in b.parts)


def _parts_apart(a: Claim, b: Claim) -> bool:
    """Whether the two are about different parts of the output."""
    if (
        a.surface.startswith("is:")
        and a.sign > 0
        and any(THEN & set(c.directive.sentence.tokens.words[:3]) for c in (a, b))
    ):
        return True
    if _fields_apart(a, b) or _numbers_apart(a, b):
        return True
    if a.parts and b.parts:
        return not a.parts & b.parts
    if a.surface == b.surface and a.surface.startswith("is:") and (_names_part(a, b) or _names_part(b, a)):
        return False
    if not (a.parts or b.parts) or _makes(a, b) or _makes(b, a):
        return False
    general = b if a.parts else a
    if general.thing is not None and any(f"in:{p.head}" in a.parts | b.parts for p in general.thing.phrases):
        return False  # "the verdict is one word", "state the grounds in the verdict"
    if general.sign < 0:
        return False  # "no emojis" holds in the title, too
    if general.surface in ("is:format", "is:output") and (a.parts or b.parts) <= EDGES:
        return False  # what opens or closes the reply stands beside its only content
    if general.surface == "is:format" and (a.parts or b.parts) <= FILLED:
        return True  # "JSON only" says nothing of how the fields are filled
    if a.surface.startswith(
        ("do:", "to:mention", "to:disclose")
    ):  # "an emoji in every reply" may stand elsewhere than in its title
        return not general.whole or EVERYWHERE.isdisjoint(general.directive.sentence.tokens.words)
    return not (general.whole or general.directive.strength is Strength.ABSOLUTE)


EVERYWHERE = frozenset("throughout everywhere anywhere entire entirely everything whole wholly completely".split())
