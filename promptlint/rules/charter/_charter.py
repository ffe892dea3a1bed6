"""What the rules for charters share; nothing of the language is imported for other files."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from promptlint.document import Unit

if TYPE_CHECKING:
    from promptlint.charter.ast import Charter
    from promptlint.charter.model import Model


def charter_of(unit: Unit) -> Charter | None:
    """The charter that a unit was made of, None for any other prompt."""
    return cast("Charter | None", unit.meta.get("charter"))


def model_of(unit: Unit) -> Model | None:
    """The logic of a unit's charter, made once a unit."""
    charter = charter_of(unit)
    if charter is None:
        return None
    kept = unit.meta.get("charter.model")
    if kept is None:
        from promptlint.charter.model import Model

        kept = unit.prompt.meta["charter.model"] = Model(charter)
    return cast("Model", kept)
