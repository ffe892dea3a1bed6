"""The way from a unit to the charter that it was made of; nothing of the language is imported for other prompts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from promptlint.document import Unit

if TYPE_CHECKING:
    from promptlint.charter.facts import Facts


def facts_of(unit: Unit) -> Facts | None:
    """What is known of a unit's charter, None for any other prompt."""
    facts = cast("Facts | None", unit.meta.get("charter"))
    if facts is not None:
        facts.apart = partial(_apart, unit)
    return facts


def _apart(unit: Unit, one: str, other: str) -> bool:
    """Whether two conditions in words exclude each other, as far as the vocabulary of prompts goes."""
    from promptlint.analysis.overlap import disjoint
    from promptlint.deontic.ir import Condition
    from promptlint.span import Span

    sentence = next(iter(unit.all_sentences), None)  # the way to the vocabulary
    first, second = (Condition("when", text, Span(0, 0)) for text in (one, other))
    return sentence is not None and bool(disjoint(first, sentence, second, sentence))
