"""Limits of size that a project or a prompt sets for itself."""

from __future__ import annotations

from promptlint.document import Unit


def budget(unit: Unit, name: str) -> int | None:
    """The limit called ``name``: of the prompt's front matter, else of the configuration; None if there is none."""
    front = unit.meta.get("front_matter")
    for place in (front.get("budgets") if isinstance(front, dict) else None, unit.meta.get("budgets")):
        value = place.get(name) if isinstance(place, dict) else None
        if isinstance(value, int) and value > 0:
            return value
    return None


def tokens(text: str) -> int:
    """A rough count of the tokens of ``text``: four characters of English to a token, one of a script without spaces."""
    dense = sum(1 for c in text if c >= "\u2e80")
    return (len(text) - dense + 3) // 4 + dense
