"""The way from a unit to the charter that it was made of; nothing of the language is imported for other prompts."""

from __future__ import annotations

from functools import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.charter.facts import Facts
    from promptlint.document import Unit
    from promptlint.span import Span


def facts_of(unit: Unit) -> Facts | None:
    """What is known of a unit's charter, None for any other prompt."""
    facts: Facts | None = unit.meta.get("charter")
    if facts is not None:
        facts.apart = partial(_apart, unit)
    return facts


def bound(unit: Unit, a: Span, b: Span) -> tuple[str, str] | None:
    """Whether two places of a charter bind in one situation, which is decided exactly.

    Returns:
        Why they do not ("" if they do) and a situation in which they do; None where they lie in no two rules.
    """
    facts = facts_of(unit)
    if facts is None:
        return None
    one, two = (facts.norm_at(s.end - 1) or facts.norm_at(s.start) for s in (a, b))
    if one is None or two is None or one is two:
        return None
    why = facts.apart_by(one, two)
    return why, "" if why else facts.model.situation(one.applies, two.applies)


def _apart(unit: Unit, one: str, other: str) -> bool:
    """Whether two conditions in words exclude each other, as far as the vocabulary of prompts goes."""
    from promptlint.analysis.overlap import disjoint
    from promptlint.deontic.ir import Condition
    from promptlint.span import Span

    sentence = next(iter(unit.all_sentences), None)  # the way to the vocabulary
    first, second = (Condition("when", text, Span(0, 0)) for text in (one, other))
    return sentence is not None and bool(disjoint(first, sentence, second, sentence))
