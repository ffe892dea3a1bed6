"""The condition language, decided exactly: numbers as intervals, enumerations as sets, other phrases as propositions.

A formula is brought into disjunctive normal form. Every conjunct holds one constraint a field (an interval of the real
numbers without some points, or a set of values) and a truth value a phrase, so that it is satisfiable exactly when no
constraint is empty. The number of conjuncts is capped: an answer is then None, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from promptlint.logic.ranges import Range
from promptlint.record import record

CAP = 2000  # conjuncts


@record(frozen=True, slots=True)
class And:
    """All parts hold; an empty one is true."""

    parts: tuple[Formula, ...]


@record(frozen=True, slots=True)
class Or:
    """One part holds; an empty one is false."""

    parts: tuple[Formula, ...]


@record(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Formula


@record(frozen=True, slots=True)
class Compare:
    """A number field against a number.

    Args:
        op: one of ``< <= > >= = !=``.
    """

    field: str
    op: str
    value: float


@record(frozen=True, slots=True)
class Member:
    """A field has one of the values (or none of them)."""

    field: str
    values: frozenset[str]
    negated: bool = False


@record(frozen=True, slots=True)
class Phrase:
    """A condition in words: it holds or not, and nothing else is known of it."""

    text: str


Formula: TypeAlias = And | Or | Not | Compare | Member | Phrase
TRUE, FALSE = And(()), Or(())
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


@record(frozen=True, slots=True)
class Choice:
    """The values that a field may have: ``values``, or all but these if ``negated``."""

    values: frozenset[str]
    negated: bool = False

    def meet(self, other: Choice) -> Choice:
        """The values allowed by both."""
        if self.negated and other.negated:
            return Choice(self.values | other.values, True)
        if self.negated:
            return Choice(other.values - self.values)
        return Choice(self.values - other.values if other.negated else self.values & other.values)

    @property
    def empty(self) -> bool:
        """Whether no value is left."""
        return not self.values and not self.negated

    def witness(self) -> str:
        """One allowed value."""
        if not self.negated:
            return min(self.values)
        return "other" if "other" not in self.values else "none of " + ", ".join(sorted(self.values))


Conjunct: TypeAlias = dict[str, "Range | Choice | bool"]


class Logic:
    """Questions about formulas.

    Args:
        fields: the values of the fields that are enumerations; other fields may have any value.
        cap: conjuncts beyond which an answer is None.
    """

    def __init__(self, fields: Mapping[str, Iterable[str]] | None = None, cap: int = CAP) -> None:
        self.fields = {name: frozenset(values) for name, values in (fields or {}).items()}
        self.cap = cap

    def satisfiable(self, *formulas: Formula) -> bool | None:
        """Whether some situation makes all the formulas true; None when the cap is hit."""
        found = self.normal(And(formulas))
        return None if found is None else bool(found)

    def implies(self, a: Formula, b: Formula) -> bool | None:
        """Whether ``b`` holds wherever ``a`` does; None when the cap is hit."""
        found = self.satisfiable(a, Not(b))
        return None if found is None else not found

    def disjoint(self, a: Formula, b: Formula) -> bool | None:
        """Whether no situation makes both true; None when the cap is hit."""
        found = self.satisfiable(a, b)
        return None if found is None else not found

    def witness(self, *formulas: Formula) -> dict[str, str] | None:
        """A situation in which all formulas are true, or None where there is none (or the cap is hit).

        Phrases stand in it with "yes" or "no".
        """
        found = self.normal(And(formulas))
        if not found:
            return None
        best = min(found, key=lambda c: (sum(v is False for v in c.values()), len(c), sorted(c)))
        return {k: ("yes" if v else "no") if isinstance(v, bool) else v.witness() for k, v in best.items()}

    def normal(self, formula: Formula) -> list[Conjunct] | None:
        """The satisfiable conjuncts of the disjunctive normal form; None when there would be more than the cap."""
        return self._normal(formula, False)

    def _normal(self, f: Formula, negated: bool) -> list[Conjunct] | None:
        if isinstance(f, Not):
            return self._normal(f.part, not negated)
        if isinstance(f, And | Or):
            parts = [self._normal(p, negated) for p in f.parts]
            known = [p for p in parts if p is not None]
            if len(known) < len(parts):
                return None
            return self._product(known) if isinstance(f, And) != negated else self._sum(known)
        return self._leaf(f, negated)

    def _sum(self, parts: list[list[Conjunct]]) -> list[Conjunct] | None:
        found = [c for p in parts for c in p]
        return None if len(found) > self.cap else found

    def _product(self, parts: list[list[Conjunct]]) -> list[Conjunct] | None:
        found: list[Conjunct] = [{}]
        for part in sorted(parts, key=len):
            merged: list[Conjunct] = []
            for a in found:
                for b in part:
                    both = self._merge(a, b)
                    if both is not None and both not in merged[-8:]:
                        merged.append(both)
                if len(merged) > self.cap:
                    return None
            found = merged
        return found

    def _merge(self, a: Conjunct, b: Conjunct) -> Conjunct | None:
        both = dict(a)
        for key, value in b.items():
            old = both.get(key)
            if old is None:
                both[key] = value
            elif isinstance(old, bool) or isinstance(value, bool):
                if old is not value:
                    return None
            else:
                met = _meet(old, value)
                if met.empty:
                    return None
                both[key] = met
        return both

    def _leaf(self, f: Compare | Member | Phrase, negated: bool) -> list[Conjunct]:
        if isinstance(f, Phrase):
            return [{f.text: not negated}]
        value: Range | Choice
        if isinstance(f, Compare):
            value = Range.of(OPPOSITE[f.op] if negated else f.op, f.value)
        else:
            value = Choice(f.values, f.negated != negated)
            if f.field in self.fields:
                value = Choice(self.fields[f.field]).meet(value)
        return [] if value.empty else [{f.field: value}]


def _meet(a: Range | Choice, b: Range | Choice) -> Range | Choice:
    if isinstance(a, Range) and isinstance(b, Range):
        return a.meet(b)
    if isinstance(a, Choice) and isinstance(b, Choice):
        return a.meet(b)
    return Choice(frozenset())  # a number is none of the names, and the reverse
