"""How a sentence was read, in words and as data: for the hover and for the extension's panel."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from promptlint.deontic.ir import Condition, Directive, Strength
from promptlint.lsp.analyser import Analysis
from promptlint.lsp.convert import Places
from promptlint.lsp.words import many
from promptlint.text.sentences import Sentence

COLUMNS = ("modality", "actor", "action", "object", "condition", "exemption", "surface")
HEAD = f"| line | {' | '.join(COLUMNS)} |\n|{'---|' * (len(COLUMNS) + 1)}"


def surfaces(d: Directive) -> list[str]:
    """The single choices that a directive constrains: ``do:apologise``, ``is:tense = past``."""
    from promptlint.analysis.surfaces import claims

    found = []
    for claim in claims(d):
        value = f" = {claim.value}" if claim.value else ""
        found.append(f"{claim.surface}{value}")
    return list(dict.fromkeys(found))


def condition(c: Condition) -> str:
    """A condition as it was read."""
    return f"{c.cue} {c.text}".strip()


def rows(d: Directive) -> Iterator[tuple[str, str]]:
    """The parts of a directive, by name, without those that it lacks."""
    strength = "" if d.strength is Strength.PLAIN else f" ({d.strength})"
    yield "modality", d.modality.replace("_", " ") + strength + (f", {d.only}" if d.only else "")
    yield "actor", d.actor or "the model"
    yield "action", d.action or "(unknown)"
    if d.object:
        yield "object", d.object
    for c in d.conditions:
        yield "condition", condition(c)
    for c in d.exemptions:
        yield "exemption", condition(c)
    if found := surfaces(d):
        yield "surface", ", ".join(f"`{s}`" for s in found)
    scope = d.sentence.scope
    if above := [*scope.headings, *([scope.lead] if scope.lead else []), *(f"<{t}>" for t in scope.tags)]:
        yield "under", " › ".join(above)
    if scope.branch:
        yield "branch", scope.branch


def markdown(sentence: Sentence, directives: list[Directive]) -> str:
    """How a sentence was read, in Markdown."""
    if sentence.mentioned:
        return "*Read as an example or data: no directive.*"
    if not directives:
        return "*Read as a description: no directive.*"
    parts = []
    for d in directives:
        table = "\n".join(f"| {name} | {_cell(text)} |" for name, text in rows(d))
        parts.append(f"**Read as** {_escape(d.reading())}\n\n| | |\n|---|---|\n{table}")
    return "\n\n".join(parts)


def whole(analysis: Analysis) -> str:
    """How a whole text was read: for each prompt a table a section, with a row a directive."""
    parts = []
    for unit in analysis.document.units:
        stack = next(s for s in analysis.document.stacks if unit in s.units)
        count = many(len(unit.directives), "directive")
        parts.append(f"# {_escape(unit.prompt.name or 'Prompt')}")
        parts.append(f"{count} · {stack.profile.name} ({_escape(stack.profile.reason)})")
        for headings, found in groupby(unit.directives, key=lambda d: d.sentence.scope.headings):
            parts += [f"## {_escape(' › '.join(headings))}"] if headings else []
            parts.append("\n".join([HEAD, *(_row(d, analysis) for d in found)]))
    return "\n\n".join(parts) + "\n" if parts else "No prompt was found in this text.\n"


def _row(d: Directive, analysis: Analysis) -> str:
    cells = dict.fromkeys(COLUMNS, "")
    for name, text in rows(d):
        if name in cells:
            cells[name] += f"{'; ' if cells[name] else ''}{_cell(text)}"
    line = analysis.source.position(d.span.start).line
    return f"| {line} | {' | '.join(cells.values())} |"


def as_dict(d: Directive, places: Places) -> dict[str, Any]:
    """A directive as plain data."""
    area = places.range(d.span)
    return {
        "range": {
            "start": {"line": area.start.line, "character": area.start.character},
            "end": {"line": area.end.line, "character": area.end.character},
        },
        "modality": str(d.modality),
        "strength": str(d.strength),
        "actor": d.actor,
        "action": d.action,
        "object": d.object,
        "conditions": [condition(c) for c in d.conditions],
        "exemptions": [condition(c) for c in d.exemptions],
        "surfaces": surfaces(d),
        "reading": d.reading(),
    }


def _escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join("\\" + c if c in "\\`*_{}[]<>#|" else c for c in " ".join(text.split()))


def _cell(text: str) -> str:
    return text if text.startswith("`") else _escape(text)
