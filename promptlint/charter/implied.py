"""Rules that say nothing which another rule does not say already."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from promptlint.charter.conflicts import PAIRS, Clash
from promptlint.charter.model import Model, Norm
from promptlint.charter.surface import Surface, alike, covers
from promptlint.record import NamedTuple

# Rules of one kind can say the same; the stronger says it for the weaker.
STRENGTH = {
    "must": ("do", 2), "always": ("do", 3), "should": ("do", 1), "may": ("may", 1), "refuse": ("refuse", 1),
    "must not": ("not", 2), "never": ("not", 3), "should not": ("not", 1), "avoid": ("not", 1),
}  # fmt: skip


class Implied(NamedTuple):
    """A rule and the one that says it.

    Args:
        same: each says the other.
    """

    rule: Norm
    by: Norm
    same: bool


def implied(model: Model, clashes: list[Clash]) -> list[Implied]:
    """Every such rule once, in order of the text; of two that say the same it is the second."""
    winners = {id(c.winner) for c in clashes}
    # What is included stands before what includes it: a finding is about the file at hand.
    place = {id(n): (not n.node.path, i) for i, n in enumerate(model.norms)}
    said = {(id(a), id(b)): (a, b) for a, b in _pairs(model)}
    found: dict[int, Implied] = {}
    for key, (rule, by) in said.items():
        # A rule that wins over others, or names them, does more than it says.
        if id(rule) in winners or rule.node.clauses.overrides or rule.node.clauses.instead:
            continue
        same = (key[1], key[0]) in said
        if not same or place[id(by)] < place[id(rule)]:
            found.setdefault(id(rule), Implied(rule, by, same))
    return list(found.values())


def _strength(norm: Norm) -> tuple[str, int] | None:
    return STRENGTH.get(norm.modality) if norm.node.kind == "rule" else None


def _pairs(model: Model) -> Iterator[tuple[Norm, Norm]]:
    """Rules with those that say them."""
    for i, ((a, sa), (b, sb)) in enumerate(permutations(model.readings, 2)):
        if i >= 2 * PAIRS:
            return
        mine, theirs = _strength(a), _strength(b)
        if mine is None or theirs is None or mine[0] != theirs[0] or theirs[1] < mine[1] or len(sa) > 1:
            continue
        whole = " or " not in b.action or mine[0] != "do"
        if not any(_says(b_part, sa[0], mine[0], whole) for b_part in sb):
            continue
        if model.logic.implies(a.applies, b.applies) and model.logic.satisfiable(a.applies):
            yield a, b


def _says(one: Surface, other: Surface, sign: str, whole: bool) -> bool:
    """Whether doing (or not doing) ``one`` is doing (or not doing) ``other``."""
    if (one.range is None) != (other.range is None):
        return False
    if one.range is not None and other.range is not None:
        return alike(one, other) and one.rest == other.rest and one.range.meet(other.range) == one.range
    if one.verbs.isdisjoint(other.verbs):
        return False
    if sign == "not":  # who shares nothing shares nothing with anybody
        return bool(other.items) == bool(one.items) and all(any(covers(x, y) for x in one.items) for y in other.items)
    return one.items == other.items or (whole and bool(other.items) and other.items < one.items)
