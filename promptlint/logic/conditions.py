"""The condition language, decided exactly: numbers as intervals, enumerations as sets, other phrases as propositions.

A search goes through the conjuncts of the disjunctive normal form. Every conjunct holds one constraint a field (an interval
of the real numbers without some points, or a set of values) and a truth value a phrase, so that it is satisfiable exactly
when no constraint is empty. Alternatives that the constraints so far rule out are dropped before one is chosen. The steps
of a search are bounded: the answer is then None, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice

from promptlint.logic.ranges import Range
from promptlint.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

STEPS = 20_000  # comparisons with a constraint, a few hundredths of a second
TOTAL = 1_000_000  # of all questions to one `Logic`; after that each gets FEW, so that no file takes forever
FEW = 200
SHOWN = 200  # conjuncts among which the plainest situation is chosen


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
Part: TypeAlias = "tuple[Formula, bool]"  # a formula, and whether it is denied


class Undecided(Exception):
    """A search has taken all its steps."""


class Logic:
    """Questions about formulas.

    Args:
        fields: the values of the fields that are enumerations; other fields may have any value.
        steps: of one search, beyond which an answer is None.
    """

    def __init__(self, fields: Mapping[str, Iterable[str]] | None = None, steps: int = STEPS) -> None:
        self.fields = {name: frozenset(values) for name, values in (fields or {}).items()}
        self.steps, self.left = steps, TOTAL

    def satisfiable(self, *formulas: Formula) -> bool | None:
        """Whether some situation makes all the formulas true; None when that takes too many steps."""
        try:
            return next(self.conjuncts(*formulas), None) is not None
        except Undecided:
            return None

    def implies(self, a: Formula, b: Formula) -> bool | None:
        """Whether ``b`` holds wherever ``a`` does; None when that takes too many steps."""
        found = self.satisfiable(a, Not(b))
        return None if found is None else not found

    def disjoint(self, a: Formula, b: Formula) -> bool | None:
        """Whether no situation makes both true; None when that takes too many steps."""
        found = self.satisfiable(a, b)
        return None if found is None else not found

    def witness(self, *formulas: Formula) -> dict[str, str] | None:
        """A plain situation in which all formulas are true, or None where none is found.

        Phrases stand in it with "yes" or "no".
        """
        found: list[Conjunct] = []
        with suppress(Undecided):  # then it is the plainest of those that were found
            found.extend(islice(self.conjuncts(*formulas), SHOWN))
        if not found:
            return None
        best = min(found, key=lambda c: (sum(v is False for v in c.values()), len(c), sorted(c)))
        return {k: ("yes" if v else "no") if isinstance(v, bool) else v.witness() for k, v in best.items()}

    def conjuncts(self, *formulas: Formula) -> Iterator[Conjunct]:
        """Situations in which all formulas are true, each by its constraints; together they are all there are.

        Raises:
            Undecided: the search takes too long.
        """
        budget = min(self.steps, max(FEW, self.left))
        stack: list[tuple[list[Part], list[list[Part]], Conjunct]] = [([(And(formulas), False)], [], {})]
        while stack:
            pending, choices, before = stack.pop()
            state = self._take(pending, choices, before)
            spent = 1 + sum(map(len, choices))
            budget, self.left = budget - spent, self.left - spent
            if budget < 0:
                raise Undecided
            left = self._narrow(choices, state) if state is not None else None
            if state is None or left is None:
                continue
            forced = [choice[0] for choice in left if len(choice) == 1]
            if forced:
                stack.append((forced, [choice for choice in left if len(choice) > 1], state))
            elif not left:
                yield state
            else:
                choice = min(left, key=len)
                rest = [other for other in left if other is not choice]
                stack.extend(([part], list(rest), state) for part in reversed(choice))

    def _take(self, pending: list[Part], choices: list[list[Part]], before: Conjunct) -> Conjunct | None:
        """The constraints with those of formulas that hold; None where they cannot. Alternatives join ``choices``."""
        state: Conjunct | None = before
        pending = list(reversed(pending))
        while pending and state is not None:
            f, denied = pending.pop()
            if isinstance(f, Not):
                pending.append((f.part, not denied))
            elif not isinstance(f, And | Or):
                leaf = self._leaf(f, denied)
                state = self._merge(state, leaf[0]) if leaf else None
            elif isinstance(f, And) is not denied:
                pending.extend((p, denied) for p in reversed(f.parts))
            else:
                choices.append([(p, denied) for p in f.parts])
        return state

    def _narrow(self, choices: list[list[Part]], state: Conjunct) -> list[list[Part]] | None:
        """The choices that are still open, each with the parts that can hold; None where one has none left."""
        found = []
        for choice in choices:
            kept: list[Part] = []
            for f, denied in choice:
                while isinstance(f, Not):
                    f, denied = f.part, not denied
                if not isinstance(f, And | Or):
                    leaf = self._leaf(f, denied)
                    merged = self._merge(state, leaf[0]) if leaf else None
                    if merged is None:
                        continue
                    if merged == state:
                        break  # it holds already, and so the choice is made
                kept.append((f, denied))
            else:
                if not kept:
                    return None
                found.append(kept)
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
