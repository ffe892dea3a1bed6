"""Clashes and rings of charters, which are decided and not judged, as findings of the rules for all prompts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from promptlint.diagnostic import Confidence, Finding, Label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.charter.facts import Facts

WAYS = "write `overrides NAME` below the one that wins, rank them with `precedence`, or narrow one with `unless`"


def clashes(facts: Facts, numbers: bool) -> Iterator[Finding]:
    """The clashes that nothing decides.

    Args:
        facts: the charter.
        numbers: those of numbers that exclude each other, or all others.
    """
    from promptlint.charter.conflicts import why

    for c in facts.clashes:
        # The finding stands in this file: at the later rule, or at the one that is not included.
        mine, other = (c.first, c.second) if c.second.node.path else (c.second, c.first)
        if c.way or mine.node.path or c.numbers is not numbers:
            continue
        where = f" in {other.node.path}" if other.node.path else ""
        labels = () if where else (Label(other.node.span, f"read as: {other.reading()}"),)
        reading, span = f"“{mine.reading()}”", mine.node.span
        if not c.known:
            message = f"{reading} may clash with line {other.node.line}{where}; there are too many cases to decide it"
            yield Finding(message, span, labels, help=WAYS, confidence=Confidence.LOW)
            continue
        what = "sets a number that excludes the one of" if c.numbers else "clashes with"
        message = f"{reading} {what} “{other.reading()}”{where}; {why(c)}"
        yield Finding(
            message, span, labels, help=WAYS, witness=facts.model.situation(*c.both), confidence=Confidence.PROVABLE
        )


def limits(facts: Facts) -> Iterator[Finding]:
    """Bounds of a run that leave no number."""
    from promptlint.charter.conflicts import limits as found

    for node, name, first in found(facts.charter):
        yield Finding(
            f"no number of {name.text} is within this limit and the one of {first.text}",
            node.span,
            (Label(first.span, "the other limit"),),
            help="keep one of the two",
            witness="in every run",
            confidence=Confidence.PROVABLE,
        )


def duplicates(facts: Facts) -> Iterator[Finding]:
    """The rules that say what an earlier one says."""
    for one in facts.implied:
        if one.same and not one.rule.node.path:
            other = one.by.node
            labels = () if other.path else (Label(other.span, f"read as: {one.by.reading()}"),)
            where = f" in {other.path}" if other.path else ""
            message = f"“{one.by.reading()}”{where} is the same directive"
            yield Finding(message, one.rule.node.span, labels, confidence=Confidence.PROVABLE)


def examples(facts: Facts, count: Callable[[str, str], int]) -> Iterator[Finding]:
    """The good answers that break a rule."""
    from promptlint.charter.cases import broken

    for case in broken(facts.model, facts.charter.of("example"), count):
        node = case.norm.node
        name = f"'{node.name.text}'" if node.name else f"“{case.norm.reading()}”"
        where = f" in {node.path}" if node.path else ""
        labels = () if where else (Label(node.span, f"read as: {case.norm.reading()}"),)
        yield Finding(
            f"the good answer has {case.what} and so breaks the rule {name}{where}",
            case.answer.span,
            labels,
            witness="A model that follows the example breaks the rule.",
            confidence=Confidence.PROVABLE,
        )


def rings(facts: Facts) -> Iterator[Finding]:
    """The statements that close a ring of precedence."""
    charter = facts.whole
    above: dict[str, set[str]] = {}
    for node in charter.of("precedence"):
        for high, low in zip(node.names, node.names[1:], strict=False):
            path = _way(above, low.text, high.text)
            if not path:
                above.setdefault(high.text, set()).add(low.text)
                continue
            # Stated first is what stands; the statement that closes the ring is reported and left out.
            ring = " > ".join([high.text, *path])
            first = next(n for n in charter.of("precedence") if any(t.text == low.text for t in n.names))
            labels = () if first.path else (Label(first.span, "the order so far"),)
            if not node.path:
                yield Finding(f"precedence in a ring: {ring}", low.span, labels)


def _way(above: dict[str, set[str]], start: str, goal: str) -> list[str]:
    """The names on the way down from ``start`` to ``goal``, both included; empty if there is none."""
    paths, seen = [[start]], {start}
    while paths:
        path = paths.pop(0)
        if path[-1] == goal:
            return path
        for low in sorted(above.get(path[-1], ())):
            if low not in seen:
                seen.add(low)
                paths.append([*path, low])
    return []
