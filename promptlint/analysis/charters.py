"""The way from a unit to the charter that it was made of; nothing of the language is imported for other prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from promptlint.document import Unit

if TYPE_CHECKING:
    from promptlint.charter.facts import Facts


def facts_of(unit: Unit) -> Facts | None:
    """What is known of a unit's charter, None for any other prompt."""
    return cast("Facts | None", unit.meta.get("charter"))
