"""The eval cases that rules ask for: those of the file itself, and those of the project that are about a prompt."""

from __future__ import annotations

from promptlint import regex
from promptlint.document import Document, Unit
from promptlint.formats.eval_cases import Case, cases

WORD = regex.compile(r"[^\W_]+")


def own_cases(document: Document) -> list[Case]:
    """The cases of a promptfoo configuration, read once a document."""
    kept: list[Case] | None = document.__dict__.get("eval_cases")
    if kept is None:
        kept = document.__dict__["eval_cases"] = cases(document.source) if document.format == "promptfoo" else []
    return kept


def configured_cases(unit: Unit) -> list[Case]:
    """The cases that the configuration names and that are about this prompt."""
    found: list[Case] = unit.meta.get("evals") or []
    return found


def mentions(text: str, name: str) -> bool:
    """Whether a text holds the words of a name in their order: "rule 7" and "refund-limit" in "### Refund limit"."""
    wanted = " ".join(WORD.findall(name.lower()))
    return not wanted or f" {wanted} " in f" {' '.join(WORD.findall(text.lower()))} "
