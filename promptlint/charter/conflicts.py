"""Pairs of rules that clash in some situation while nothing decides between them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from promptlint.charter.model import Model, Norm
from promptlint.charter.surface import Surfaces, meet, numbers_clash
from promptlint.logic.conditions import Formula, Not

ASKS = frozenset({"must", "should", "always"})
FORBIDS = frozenset({"must not", "should not", "never", "avoid", "refuse"})
WANTS = ASKS | {"may", "only"}
UNYIELDING = frozenset({"never", "always", "only"})
PAIRS = 100_000  # beyond that a file has more rules than anybody reads; the run must end


class Conflict(NamedTuple):
    """Two rules that clash.

    Args:
        first, second: in order of the text.
        situation: where both apply; "" when there are too many cases to tell.
        why: why nothing decides.
        numbers: they set numbers that exclude each other.
    """

    first: Norm
    second: Norm
    situation: str
    why: str
    numbers: bool


def conflicts(model: Model) -> Iterator[Conflict]:
    """All clashes that nothing resolves, in order of the text."""
    surfaces = Surfaces(model.charter)
    read = [(n, surfaces.all(n.node.modality, n.node.words.text if n.node.words else "")) for n in model.norms]
    for i, ((a, sa), (b, sb)) in enumerate(combinations(read, 2)):
        if i >= PAIRS:
            return
        numbers = _both_ask(a, b) and any(numbers_clash(x, y) for x in sa for y in sb)
        same = not numbers and any(meet(x, y) for x in sa for y in sb)
        if numbers or (same and _opposed(a, b)) or _reversed(a, b, surfaces):
            both = a.applies, b.applies
        elif same and (outside := _outside(a, b)) is not None:
            both = outside
        else:
            continue
        if _overrides(a, b) or _overrides(b, a) or model.ranked(a, b):
            continue
        together = model.logic.satisfiable(*both)
        if together is False:
            continue
        if both == (a.applies, b.applies) and (_narrower(model, a, b) or _narrower(model, b, a)):
            continue
        yield Conflict(a, b, model.situation(*both) if together else "", _why(a, b), numbers)


def _outside(a: Norm, b: Norm) -> tuple[Formula, Formula] | None:
    """Where one rule asks for what another allows only under a condition, and that condition does not hold."""
    for only, other in ((a, b), (b, a)):
        conditional = only.around or only.node.clauses.when
        if only.node.modality == "only" and conditional and other.node.modality in ASKS | {"may"}:
            return Not(only.when), other.applies
    return None


def _reversed(a: Norm, b: Norm, surfaces: Surfaces) -> bool:
    """Whether two rules prefer the same two things the other way round."""
    if a.node.modality != "prefer" or b.node.modality != "prefer":
        return False
    if not (a.node.words and b.node.words and a.node.names and b.node.names):
        return False
    first = surfaces.items(a.node.words.text), surfaces.items(a.node.names[0].text)
    return first == (surfaces.items(b.node.names[0].text), surfaces.items(b.node.words.text))


def _both_ask(a: Norm, b: Norm) -> bool:
    """Whether both rules set a bound: one that forbids "more than 5" asks for at most 5."""
    kinds = ASKS | FORBIDS - {"refuse"}
    return a.node.modality in kinds and b.node.modality in kinds


def _opposed(a: Norm, b: Norm) -> bool:
    """Whether one asks for or permits what the other forbids."""
    x, y = a.node.modality, b.node.modality
    return (x in FORBIDS and y in WANTS) or (y in FORBIDS and x in WANTS)


def _overrides(a: Norm, b: Norm) -> bool:
    return any(name.text in b.names for name in a.node.clauses.overrides)


def _narrower(model: Model, a: Norm, b: Norm) -> bool:
    """Whether ``a`` applies only where ``b`` does, and not the reverse, and ``b`` yields to what is narrower."""
    if b.node.modality in UNYIELDING:
        return False
    return model.logic.implies(a.applies, b.applies) is True and model.logic.implies(b.applies, a.applies) is False


def _why(a: Norm, b: Norm) -> str:
    absolute = next((n.node.modality for n in (a, b) if n.node.modality in UNYIELDING), "")
    rank = "no `overrides` or `precedence` decides"
    if absolute:
        return f"{rank}, and “{absolute}” yields to no narrower rule"
    return f"{rank}, and neither condition is the narrower one"
