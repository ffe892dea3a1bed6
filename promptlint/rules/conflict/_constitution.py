"""What the data of a constitution (YAML, JSON) say of its order, as findings of the rules for all prompts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from promptlint.diagnostic import Confidence, Finding, Label
from promptlint.document import Unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.formats.constitution import Article, Constitution, Name


def constitution_of(unit: Unit) -> Constitution | None:
    """What is known of a unit's constitution, None for any other prompt."""
    found: Constitution | None = unit.meta.get("constitution")
    return found


def rings(found: Constitution) -> Iterator[Finding]:
    """The statements of order that close a ring."""
    above: dict[int, set[int]] = {}
    for high, low, place in _ranked(found):
        if _leads(above, low.number, high.number):
            message = f"an order in a ring: {_called(low)} ranks above {_called(high)} already"
            yield Finding(message, place.span, confidence=Confidence.PROVABLE)
        else:
            above.setdefault(high.number, set()).add(low.number)


def _ranked(found: Constitution) -> Iterator[tuple[Article, Article, Name]]:
    """``(higher, lower, the name that says so)`` of every statement of order."""
    for order in found.orders:
        known = [(a, n) for n in order if (a := found.find(n.text)) is not None]
        for (high, _), (low, name) in pairwise(known):
            yield high, low, name
    for article in found.articles:
        for name in article.over:
            if (other := found.find(name.text)) is not None:
                yield article, other, name
        for name in article.under:
            if (other := found.find(name.text)) is not None:
                yield other, article, name


def _leads(above: dict[int, set[int]], start: int, goal: int) -> bool:
    stack, seen = [start], {start}
    while stack:
        at = stack.pop()
        if at == goal:
            return True
        fresh = above.get(at, set()) - seen
        seen |= fresh
        stack += fresh
    return False


def duplicates(found: Constitution) -> Iterator[Finding]:
    """Critiques that are asked for twice."""
    first: dict[str, Name] = {}
    for asked in (a.asked for a in found.articles if a.asked):
        key = " ".join(asked.text.lower().split())
        if key in first:
            yield Finding("the same critique is asked for above", asked.span, (Label(first[key].span, "the first"),))
        first.setdefault(key, asked)


def shared_top(found: Constitution) -> Iterator[Finding]:
    """Two principles with the first number of priority, where the others have numbers of their own."""
    ranked = [a for a in found.articles if a.rank is not None]
    top = min((a.rank for a in ranked if a.rank is not None), default=None)
    first = [a for a in ranked if a.rank == top]
    # Where most share a number these are classes of principles, and no order of each.
    if len(first) != 2 or len({a.rank for a in ranked}) < len(ranked) - 1 or len(ranked) < 3:
        return
    if any({x.number, y.number} == {a.number for a in first} for x, y, _ in _ranked(found)):
        return
    yield Finding(
        f"two principles have the top priority {top:g}, and nothing ranks them",
        first[1].rank_span,
        (Label(first[0].rank_span, f"{_called(first[0])} has it as well"),),
        witness=f"{_called(first[0])} and {_called(first[1])} ask for different things.",
        confidence=Confidence.PROVABLE,
    )


def _called(article: Article) -> str:
    name = article.id or (article.titles[0] if article.titles else None)
    return f"'{name.text}'" if name else f"principle {article.number}"
