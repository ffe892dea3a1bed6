"""What the rules for charters share; nothing of the language is imported for other files."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from promptlint.document import Unit

if TYPE_CHECKING:
    from promptlint.charter.ast import Charter
    from promptlint.charter.includes import Resolved
    from promptlint.charter.model import Model


def charter_of(unit: Unit) -> Charter | None:
    """The charter that a unit was made of, None for any other prompt."""
    return cast("Charter | None", unit.meta.get("charter"))


def whole_of(unit: Unit) -> Resolved | None:
    """A unit's charter with what it includes, read once a unit; files are read only where a charter names them."""
    charter = charter_of(unit)
    if charter is None:
        return None
    kept = unit.meta.get("charter.whole")
    if kept is None:
        from promptlint.charter.includes import Resolved, load, resolve, root_of

        if any(charter.of("include", "extends")):
            kept = resolve(unit.source, root_of(unit.source.path), load)
        else:
            kept = Resolved(charter)
        unit.prompt.meta["charter.whole"] = kept
    return cast("Resolved", kept)


def model_of(unit: Unit) -> Model | None:
    """The logic of a unit's charter and of what it includes, made once a unit."""
    whole = whole_of(unit)
    if whole is None:
        return None
    kept = unit.meta.get("charter.model")
    if kept is None:
        from promptlint.charter.model import Model

        kept = unit.prompt.meta["charter.model"] = Model(whole.charter)
    return cast("Model", kept)


def complete(whole: Resolved) -> bool:
    """Whether every include was found, so that what is not there is nowhere."""
    return all(p.top is None for p in whole.problems)
