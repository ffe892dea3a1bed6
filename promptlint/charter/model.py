"""A charter as logic: its rules with the situations in which they apply, its fields, and what ranks above what."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from promptlint.charter.ast import Charter, Condition, FieldUse, Node, Shape, Text
from promptlint.charter.phrases import proposition
from promptlint.charter.surface import Surface, Surfaces, turned
from promptlint.charter.values import amount, number, scaled
from promptlint.logic.conditions import And, Compare, Formula, Logic, Member, Not, Or, Phrase
from promptlint.record import record

SIMPLE = ("number", "text", "yes/no")
TYPES = {"boolean": "yes/no", "bool": "yes/no", "yes": "yes/no", "string": "text", "integer": "number", "int": "number"}
# Statements that say what must be done, and what stands before their words in a rule.
SAYS = {"rule": "", "escalate": "escalate ", "confirm": "ask before "}
YES_NO = ("yes", "no")
TRUTH = {"true": "yes", "false": "no"}


@record(frozen=True, slots=True, eq=False)
class Norm:
    """A rule in its place.

    Args:
        node: the rule, or what stands for one: a topic that is handed on, deeds to be confirmed.
        modality, action: what it says, in the words of a rule.
        principle: the principle it stands under, None for none.
        around: conditions of the `when` blocks that it stands in.
        when: the formula under which it applies, exceptions left aside.
        unless: a formula an exception.
    """

    node: Node
    modality: str
    action: str
    principle: Node | None
    around: tuple[Condition, ...]
    when: Formula
    unless: tuple[Formula, ...]

    @property
    def applies(self) -> Formula:
        """Its condition holds and no exception does."""
        return And((self.when, *(Not(u) for u in self.unless)))

    @property
    def names(self) -> tuple[str, ...]:
        """The names by which it is ranked: its own, then its principle's."""
        found = [self.node.name, self.principle.name if self.principle else None]
        return tuple(n.text for n in found if n is not None)

    def reading(self) -> str:
        """How it was understood: ``never · share customer_data · unless user.verified = yes``."""
        node = self.node
        words = [self.modality, self.action]
        words += [f"over {n.text}" for n in node.names]
        words += [f"when {c.text.text}" for c in (*self.around, *node.clauses.when)]
        words += [f"unless {c.text.text}" for c in node.clauses.unless]
        return " · ".join(w for w in words if w)


class Model:
    """What follows from a charter.

    Args:
        charter: the file.
    """

    def __init__(self, charter: Charter) -> None:
        self.charter = charter
        self.types = {n.name.text: self._type(n) for n in charter.of("field") if n.name}
        self.uses = [u for n in charter.walk() for c in conditions(n) for u in c.uses()]
        self.shown: dict[str, tuple[str, bool]] = {}  # a wording of each phrase, and whether it denies it
        self.numeric = self._numeric()
        self.units = self._units()
        self.logic = Logic(self._enumerations())
        self.norms = list(self._norms(charter.nodes, None, ()))
        self.above = self._above()

    @staticmethod
    def _type(node: Node) -> tuple[str, ...]:
        values = tuple(v.text for v in node.names)
        return (TYPES.get(values[0], values[0]),) if len(values) == 1 else values

    def _numeric(self) -> frozenset[str]:
        """Fields that hold numbers: those declared so, and undeclared ones that are compared with numbers alone."""
        found = {name for name, kind in self.types.items() if kind == ("number",)}
        seen = self._seen()
        return frozenset(found | {n for n, values in seen.items() if all(number(v.text) for v in values)})

    def _seen(self) -> dict[str, list[Text]]:
        """What each undeclared field is compared with."""
        found: dict[str, list[Text]] = {}
        for use in self.uses:
            if use.name.text not in self.types:
                found.setdefault(use.name.text, []).extend(use.values)
        return found

    def _units(self) -> dict[str, str]:
        """The unit that each number is counted in: the first that it is compared with."""
        found: dict[str, str] = {}
        for use in self.uses:
            for value in use.values if use.name.text in self.numeric else ():
                if (one := number(value.text)) and one[1]:
                    found.setdefault(use.name.text, one[1])
        return found

    def _enumerations(self) -> dict[str, tuple[str, ...]]:
        found = {n: YES_NO if t == ("yes/no",) else tuple(v.lower() for v in t) for n, t in self.types.items()}
        found = {n: t for n, t in found.items() if t not in (("number",), ("text",))}
        for name, texts in self._seen().items():
            if name not in self.numeric and {word(v) for v in texts} <= set(YES_NO):
                found[name] = YES_NO
        return found

    def formula(self, shape: Shape) -> Formula:
        """The formula of a condition."""
        if isinstance(shape, FieldUse):
            return self._field(shape)
        if isinstance(shape, Text):
            return self._phrase(shape.text)
        parts = tuple(self.formula(p) for p in shape.parts)
        if shape.word == "not":
            return Not(parts[0])
        return And(parts) if shape.word == "and" else Or(parts)

    def _phrase(self, text: str) -> Formula:
        said = proposition(text)
        self.shown.setdefault(said.key, (" ".join(text.split()), said.denied))
        return Not(Phrase(said.key)) if said.denied else Phrase(said.key)

    def _field(self, use: FieldUse) -> Formula:
        name = use.name.text
        if name in self.numeric:
            numbers = [self._number(name, v.text) for v in use.values]
            if None not in numbers:
                same = [Compare(name, "=" if "in" in use.op else use.op, x) for x in numbers if x is not None]
                whole: Formula = same[0] if len(same) == 1 else Or(tuple(same))
                return Not(whole) if use.op == "not in" else whole
        elif use.op in ("=", "!=", "in", "not in"):
            values = frozenset(word(v) for v in use.values)
            if values <= self.logic.fields.get(name, values):  # else a slip, which is reported as such
                return Member(name, values, use.op in ("!=", "not in"))
        return Phrase(f"{name} {use.op} {', '.join(v.text for v in use.values)}".lower())

    def _number(self, name: str, text: str) -> float | None:
        found = number(text)
        return None if found is None else scaled(*found, self.units.get(name, ""))

    def _norms(self, nodes: list[Node], principle: Node | None, around: tuple[Condition, ...]) -> Iterator[Norm]:
        for node in nodes:
            if node.kind in SAYS and node.words:
                when = And(tuple(self.formula(c.shape) for c in (*around, *node.clauses.when)))
                unless = tuple(self.formula(c.shape) for c in node.clauses.unless)
                modality, action = turned(node.modality or "must", SAYS[node.kind] + node.words.text)
                yield Norm(node, modality, action, principle, around, when, unless)
            elif node.kind == "principle":
                yield from self._norms(node.children, node, around)
            elif node.kind == "when" and node.condition:
                yield from self._norms(node.children, principle, (*around, node.condition))
            elif node.kind == "broken":
                yield from self._norms(node.children, principle, around)

    def _above(self) -> dict[str, set[str]]:
        """What each name ranks directly above."""
        found: dict[str, set[str]] = {}
        for node in self.charter.of("precedence"):
            for high, low in zip(node.names, node.names[1:], strict=False):
                found.setdefault(high.text, set()).add(low.text)
        return found

    def below(self, name: str) -> set[str]:
        """Everything that ranks below a name, directly or through others."""
        seen: set[str] = set()
        stack = [name]
        while stack:
            for low in self.above.get(stack.pop(), ()):
                if low not in seen:
                    seen.add(low)
                    stack.append(low)
        return seen

    def phrases(self, norm: Norm) -> list[str]:
        """The conditions in words that all hold where a rule applies."""
        stack: list[Formula] = [norm.when]
        found = []
        while stack:
            f = stack.pop()
            if isinstance(f, And):
                stack.extend(reversed(f.parts))
            elif isinstance(f, Phrase) and f.text in self.shown and not self.shown[f.text][1]:
                found.append(self.shown[f.text][0])
        return found

    def higher(self, a: Norm, b: Norm) -> Norm | None:
        """The one of two rules that an order of precedence puts first, None if no order does."""
        for x in a.names:
            for y in b.names:
                if x != y and (y in self.below(x)) != (x in self.below(y)):
                    return a if y in self.below(x) else b
        return None

    @cached_property
    def readings(self) -> list[tuple[Norm, list[Surface]]]:
        """Each rule with what it is about."""
        found = Surfaces(self.charter)
        return [(n, found.all(n.modality, n.action)) for n in self.norms]

    def situation(self, *formulas: Formula) -> str:
        """A situation in words: ``order.days = 15, user.plan = premium``; "always" if nothing need hold."""
        found = self.logic.witness(*formulas) or {}
        fields = {u.name.text for u in self.uses}
        parts = []
        for name, value in sorted(found.items(), key=lambda x: (x[0] not in fields, x[0])):
            if name in fields:
                parts.append(f"{name} = {amount(value, self.units.get(name, ''))}")
            else:
                text, denied = self.shown.get(name, (name, False))
                parts.append(text if (value == "yes") is not denied else f"not: {text}")
        return ", ".join(parts) or "always"


def conditions(node: Node) -> list[Condition]:
    """The conditions that a statement holds."""
    own = [node.condition] if node.condition else []
    if node.kind == "clause":
        return []  # the rule above holds them
    return [*own, *node.clauses.when, *node.clauses.unless]


def word(text: Text) -> str:
    """A value as it is compared."""
    lower = " ".join(text.text.lower().split())
    return TRUTH.get(lower, lower)
