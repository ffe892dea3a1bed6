"""Pairs of rules that clash in some situation while nothing decides between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from promptlint import regex
from promptlint.charter.ast import Charter, Node, Text
from promptlint.charter.model import Model, Norm
from promptlint.charter.surface import Surface, Surfaces, bans, beyond, contrary, covers, meet, numbers_clash, parts
from promptlint.charter.values import number, scaled
from promptlint.logic.conditions import Formula, Not
from promptlint.logic.ranges import Range
from promptlint.record import NamedTuple

ASKS = frozenset({"must", "should", "always"})
FORBIDS = frozenset({"must not", "should not", "never", "avoid", "refuse"})
WANTS = ASKS | {"may", "only"}
UNYIELDING = frozenset({"never", "always", "only"})
UNASKED = regex.compile(r"(?i)\bwithout (?:asking|confirm\w*|an? confirmation|approval|permission|consent|checking)\b")
CONFIRMED = regex.compile(
    r"(?i)(?:ask|confirm|(?:wait for|get|obtain|ask for) (?:the |an? )?(?:approval|confirmation|permission|consent))"
    r"(?: (?:the|from the|of the|for) \w+){0,2} before "
)
PAIRS = 100_000  # beyond that a file has more rules than anybody reads; the run must end


Apart = Callable[[str, str], bool]


class Clash(NamedTuple):
    """Two rules that ask for what cannot both be done, in some situation in which both apply.

    Args:
        first, second: in order of the text.
        both: what holds in such a situation.
        known: whether there is one; None when there are too many cases to tell.
        numbers: they set numbers that exclude each other.
        way: what decides between them: "overrides", "precedence", "narrower", or "" if nothing does.
        winner: the rule that is followed, where something decides.
        full: whether the whole of the other rule yields, and not one thing of several that it names.
    """

    first: Norm
    second: Norm
    both: tuple[Formula, Formula]
    known: bool | None
    numbers: bool
    way: str
    winner: Norm | None
    full: bool

    @property
    def loser(self) -> Norm | None:
        """The rule that yields, where something decides."""
        return None if self.winner is None else self.first if self.winner is self.second else self.second


def clashes(model: Model, apart: Apart) -> list[Clash]:
    """All pairs of rules that clash, decided or not, in order of the text.

    Args:
        apart: whether two conditions in words are known to exclude each other ("an adult", "a minor").
    """
    return list(_clashes(model, apart))


def _clashes(model: Model, apart: Apart) -> Iterator[Clash]:
    surfaces = Surfaces(model.charter)
    for i, ((a, sa), (b, sb)) in enumerate(combinations(model.readings, 2)):
        if i >= PAIRS:
            return
        numbers = _both_ask(a, b) and any(numbers_clash(x, y) for x in sa for y in sb)
        if numbers or _against(a, b, sa, sb, surfaces):
            both = a.applies, b.applies
        elif any(meet(x, y) for x in sa for y in sb) and (outside := _outside(a, b)) is not None:
            both = outside
        else:
            continue
        known = model.logic.satisfiable(*both)
        if known is False or any(apart(p, q) for p in model.phrases(a) for q in model.phrases(b)):
            continue
        way, winner = decided(model, a, b, both == (a.applies, b.applies))
        full = numbers or (winner is a and _whole(sb, sa)) or (winner is b and _whole(sa, sb))
        yield Clash(a, b, both, known, numbers, way, winner, full)


def limits(charter: Charter) -> Iterator[tuple[Node, Text, Text]]:
    """Bounds that leave no number: the statement with the second, what it bounds, and the value of the first."""
    held: dict[str, list[tuple[Text, str, Range]]] = {}
    for node in charter.of("limit"):
        for name, op, value in node.bounds:
            found = number(value.text)
            if found is None:
                continue
            for first, of, range in held.setdefault(name.text, []):
                scale = scaled(*found, of)
                if scale is not None and range.meet(Range.of(op, scale)).empty:
                    yield node, name, first
                    break
            held[name.text].append((value, found[1], Range.of(op, found[0])))


def decided(model: Model, a: Norm, b: Norm, inside: bool = True) -> tuple[str, Norm | None]:
    """What decides between two rules, and for which; a narrower rule wins only ``inside`` the wider one."""
    for x, y in ((a, b), (b, a)):
        if _overrides(x, y):
            return "overrides", x
    if (higher := model.higher(a, b)) is not None:
        return "precedence", higher
    for x, y in ((a, b), (b, a)):
        if inside and _narrower(model, x, y):
            return "narrower", x
    return "", None


def _whole(loser: list[Surface], winner: list[Surface]) -> bool:
    """Whether each thing that the one rule is about is one that the other is about."""
    theirs = [item for s in winner for item in s.items]
    return len(loser) == 1 and all(any(covers(t, mine) for t in theirs) for mine in loser[0].items)


def why(c: Clash) -> str:
    """Why nothing decides between two rules."""
    absolute = next((n.modality for n in (c.first, c.second) if n.modality in UNYIELDING), "")
    rank = "no `overrides` or `precedence` decides"
    if absolute:
        return f"{rank}, and “{absolute}” yields to no narrower rule"
    return f"{rank}, and neither condition is the narrower one"


def _outside(a: Norm, b: Norm) -> tuple[Formula, Formula] | None:
    """Where one rule asks for what another allows only under a condition, and that condition does not hold."""
    for only, other in ((a, b), (b, a)):
        conditional = only.around or only.node.clauses.when
        if only.modality == "only" and conditional and other.modality in ASKS | {"may"}:
            return Not(only.when), other.applies
    return None


def _reversed(a: Norm, b: Norm, surfaces: Surfaces) -> bool:
    """Whether two rules prefer the same two things the other way round."""
    if a.modality != "prefer" or b.modality != "prefer":
        return False
    if not (a.node.words and b.node.words and a.node.names and b.node.names):
        return False
    better, worse = surfaces.items([a.node.words.text]), surfaces.items([a.node.names[0].text])
    return (better, worse) == (surfaces.items([b.node.names[0].text]), surfaces.items([b.node.words.text]))


def _both_ask(a: Norm, b: Norm) -> bool:
    """Whether both rules set a bound: one that forbids "more than 5" asks for at most 5."""
    kinds = ASKS | FORBIDS - {"refuse"}
    return a.modality in kinds and b.modality in kinds


def _against(a: Norm, b: Norm, sa: list[Surface], sb: list[Surface], surfaces: Surfaces) -> bool:
    """Whether doing what one asks for is not doing what the other asks for."""
    opposed = _opposed(a, b, sa, sb) or _contrary(a, b, sa, sb) or _beyond(a, b, sa, sb)
    return opposed or _unasked(a, b, surfaces) or _reversed(a, b, surfaces)


def _opposed(a: Norm, b: Norm, sa: list[Surface], sb: list[Surface]) -> bool:
    """Whether one asks for or permits what the other forbids."""
    for ban, theirs, need, mine in ((a, sa, b, sb), (b, sb, a, sa)):
        if ban.modality in FORBIDS and need.modality in WANTS and any(bans(x, y) for x in theirs for y in mine):
            return True
    return False


def _contrary(a: Norm, b: Norm, sa: list[Surface], sb: list[Surface]) -> bool:
    """Whether both ask for a deed, and the one undoes the other: accept a claim, reject it."""
    return a.modality in ASKS and b.modality in ASKS and any(contrary(x, y) for x in sa for y in sb)


def _beyond(a: Norm, b: Norm, sa: list[Surface], sb: list[Surface]) -> bool:
    """Whether one asks for a thing of the kind of which another allows only others."""
    for only, theirs, need, mine in ((a, sa, b, sb), (b, sb, a, sa)):
        if only.modality == "only" and need.modality in ASKS | {"may"} and not (only.around or only.node.clauses.when):
            if any(beyond(theirs[0], y) for y in mine):
                return True
    return False


def _unasked(a: Norm, b: Norm, surfaces: Surfaces) -> bool:
    """Whether one asks for a deed without asking that has to be confirmed."""
    for asked, need in ((a, b), (b, a)):
        m, deeds = UNASKED.search(need.action), _confirmed(asked)
        if m and deeds and need.modality in WANTS:
            doing = surfaces.all("must", need.action[: m.start()])
            if any(bans(surfaces.of("must", x), y) for x in deeds for y in doing):
                return True
    return False


def _confirmed(norm: Norm) -> list[str]:
    """The deeds that a rule lets be confirmed first."""
    m = CONFIRMED.match(norm.action)
    return parts(norm.action[m.end() :]) if m and norm.modality in ASKS else []


def _overrides(a: Norm, b: Norm) -> bool:
    return any(name.text in b.names for name in a.node.clauses.overrides)


def _narrower(model: Model, a: Norm, b: Norm) -> bool:
    """Whether ``a`` applies only where ``b`` does, and not the reverse, and ``b`` yields to what is narrower."""
    if b.modality in UNYIELDING:
        return False
    return model.logic.implies(a.applies, b.applies) is True and model.logic.implies(b.applies, a.applies) is False
